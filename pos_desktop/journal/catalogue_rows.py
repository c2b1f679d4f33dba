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


def row_of(product: Product, number: int, version: int) -> tuple[Any, ...]:
    """The row number, PRODUCT_COLUMNS, and the version that writes the row."""
    return (
        number, product.product_id, product.article, product.name, product.category_id,
        product.price_minor, product.vat, product.unit.value, int(product.weighed), product.plu,
        product.kind.value, product.marked_group, product.age_limit, product.min_price_minor,
        product.cost_minor, product.stock_thousandths, product.favourite, product.colour_index,
        " ".join(product.barcodes), product.name_en, product.short_name, product.short_name_en,
        version,
    )  # fmt: skip
