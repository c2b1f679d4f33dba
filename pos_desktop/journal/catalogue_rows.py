"""Products as rows of the catalogue and back, without SQLAlchemy: the register reads with this."""

from __future__ import annotations

from typing import Any

from pos_desktop.domain.catalogue import Product, ProductKind
from pos_desktop.domain.quantity import Unit

# In the order of the fields of Product.
PRODUCT_COLUMNS = (
    "product_id", "article", "name", "category_id", "price_minor", "vat", "unit", "weighed", "plu",
    "kind", "marked_group", "age_limit", "min_price_minor", "cost_minor", "stock_thousandths",
    "favourite", "colour_index", "barcodes", "name_en", "short_name", "short_name_en",
)  # fmt: skip

_UNITS = {unit.value: unit for unit in Unit}
_KINDS = {kind.value: kind for kind in ProductKind}


def product_of(row: tuple[Any, ...]) -> Product:
    """A product of PRODUCT_COLUMNS."""
    (product_id, article, name, category_id, price_minor, vat, unit, weighed, plu, kind,
     marked_group, age_limit, min_price_minor, cost_minor, stock_thousandths, favourite,
     colour_index, barcodes, name_en, short_name, short_name_en) = row  # fmt: skip
    return Product(
        product_id, article, name, category_id, price_minor, vat, _UNITS[unit], weighed == 1, plu,
        _KINDS[kind], marked_group, age_limit, min_price_minor, cost_minor, stock_thousandths,
        favourite, colour_index, tuple(barcodes.split()), name_en, short_name, short_name_en,
    )  # fmt: skip


def row_of(product: Product, number: int, version: int) -> dict[str, Any]:
    """The columns of a product with its row number and the version that writes it."""
    row = {column: getattr(product, column) for column in PRODUCT_COLUMNS}
    row["unit"] = product.unit.value
    row["kind"] = product.kind.value
    row["barcodes"] = " ".join(product.barcodes)
    row["number"] = number
    row["version"] = version
    return row
