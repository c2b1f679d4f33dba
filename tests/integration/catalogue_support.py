"""Products for the tests of the catalogue file."""

from __future__ import annotations

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.tax import VatRate

RATES = (
    VatRate("none", 0, 1, None),
    VatRate("vat0", 0, 1, 0),
    VatRate("vat10", 10, 110, 10),
    VatRate("vat22", 22, 122, 22),
)


def goods(name: str, *, article: str = "", price_minor: int = 100_00, **rest: object) -> Product:
    """A product whose id is its article, or its name where it has none."""
    values = {"category_id": "dairy", "vat": "vat10"} | rest
    return Product(
        product_id=article or name, article=article, name=name, price_minor=price_minor, **values
    )
