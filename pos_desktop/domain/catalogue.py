"""What the shop sells: products, their barcodes and categories (reference data, not journal
facts)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.settlement import Agent


class ProductKind(StrEnum):
    """What is settled, in the tax service's sense (FFD tag 1212), as far as a shop settles it.
    PAYMENT is money for what is not handed over now: an advance, a debt."""

    GOODS = "goods"
    EXCISE = "excise"
    WORK = "work"
    SERVICE = "service"
    LOTTERY_TICKET = "lottery_ticket"
    INTELLECTUAL = "intellectual"
    PAYMENT = "payment"
    AGENT_FEE = "agent_fee"
    OTHER = "other"
    PROPERTY_RIGHT = "property_right"
    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class Category:
    category_id: str
    name: str
    position: int
    colour_index: int = 0
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """So much of a product sold as one. qty: thousandths of the product's unit in it. price_minor:
    of the pack, 0 = so many times the product's own."""

    name: str
    qty: int
    barcodes: tuple[str, ...] = ()
    price_minor: int = 0
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class KitPart:
    """What one kit takes from stock. qty: thousandths of the part's unit."""

    product_id: str
    qty: int


@dataclass(frozen=True, slots=True)
class Modifier:
    """One option, with what it adds to the price and, where it has a stock of its own, takes from
    it."""

    name: str
    price_minor: int = 0
    product_id: str = ""
    qty: int = 0
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class ModifierGroup:
    """Options of which between least and most are chosen: "milk", exactly one; "syrup", up to
    three."""

    name: str
    options: tuple[Modifier, ...]
    least: int = 0
    most: int = 1
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """One thing for sale, as the catalogue holds it today.

    price_minor: price of one unit, VAT included. vat: code of a rate in the country pack.
    weighed: sold by weight, the quantity comes from a scale or an in-store barcode. plu: number on
    the scale's keys.
    marked_group: group of compulsory marking ("milk", "water") or None. age_limit: years, 0 = none.
    min_price_minor: lowest legal price, 0 = none. stock_thousandths: the figure that movements
    since stock_base are added to (domain.stock.on_hand), None = none was ever given. stock_base:
    number of the journal's StockBaseSet that the figure holds from, 0 = from the first entry.
    min_stock_thousandths: below it goods are to be ordered, 0 = not watched.
    favourite: place among the favourite tiles from 1, 0 = none. short_name: what a tile says,
    "" = the name. packs: other amounts it is sold in. kit: what leaves the stock instead of it.
    modifiers: what is chosen with it. variants: ids of the products of which one is chosen (this
    one is not sold itself); variant_name: what tells a variant from its sisters, "M, blue".
    tax_system: under which it is sold where that is not the shop's own, "" = the shop's. agent: for
    whom it is sold, None = the shop's own goods.
    """

    product_id: str
    article: str
    name: str
    category_id: str
    price_minor: int
    vat: str
    unit: Unit = Unit.PIECE
    weighed: bool = False
    plu: int = 0
    kind: ProductKind = ProductKind.GOODS
    marked_group: str | None = None
    age_limit: int = 0
    min_price_minor: int = 0
    cost_minor: int = 0
    stock_thousandths: int | None = None
    favourite: int = 0
    colour_index: int = 0
    barcodes: tuple[str, ...] = ()
    name_en: str = ""
    short_name: str = ""
    short_name_en: str = ""
    stock_base: int = 0
    min_stock_thousandths: int = 0
    packs: tuple[Pack, ...] = ()
    kit: tuple[KitPart, ...] = ()
    modifiers: tuple[ModifierGroup, ...] = ()
    variants: tuple[str, ...] = ()
    variant_name: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every barcode it is found by, those of its packs too."""
        if not self.packs:
            return self.barcodes
        return self.barcodes + tuple(code for pack in self.packs for code in pack.barcodes)

    tax_system: str = ""
    agent: Agent | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A product found by text; matched: how it was found ("name", "code", "layout", "typo")."""

    product: Product
    matched: str
