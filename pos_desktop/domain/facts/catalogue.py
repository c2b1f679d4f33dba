"""Facts about the catalogue that was changed at the register; the catalogue itself is reference
data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ProductSaved:
    """A product was added (is_new) or changed by hand; every field as it is afterwards."""

    KIND: ClassVar[str] = "ProductSaved"
    VERSION: ClassVar[int] = 1
    product_id: str
    name: str
    article: str
    category_id: str
    price_minor: int
    vat: str
    unit: str
    staff_id: str
    staff_name: str
    is_new: bool = False
    weighed: bool = False
    plu: int = 0
    cost_minor: int = 0
    barcodes: tuple[str, ...] = ()
    kind: str = "goods"
    marked_group: str = ""
    min_stock_thousandths: int = 0


@dataclass(frozen=True, slots=True)
class ProductPriceChanged:
    """The catalogue's price of a product was changed at the register. reason: what led to it,
    "receipt 12"."""

    KIND: ClassVar[str] = "ProductPriceChanged"
    VERSION: ClassVar[int] = 1
    product_id: str
    name: str
    old_price_minor: int
    new_price_minor: int
    staff_id: str
    staff_name: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FavouritesChanged:
    """The favourite tiles of the shop are these now, in this order."""

    KIND: ClassVar[str] = "FavouritesChanged"
    VERSION: ClassVar[int] = 1
    product_ids: tuple[str, ...]
    staff_id: str
    staff_name: str


@dataclass(frozen=True, slots=True)
class LabelPatternsChanged:
    """Labels of in-store scales are read so now; patterns as domain.labels writes them."""

    KIND: ClassVar[str] = "LabelPatternsChanged"
    VERSION: ClassVar[int] = 1
    patterns: tuple[str, ...]
    staff_id: str
    staff_name: str
