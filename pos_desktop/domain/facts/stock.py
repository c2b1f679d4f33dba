"""Facts of the stock: goods received, written off, transferred and counted; and the moment from
which new figures of a catalogue count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class StockLine:
    """One product of a stock document.

    qty: thousandths of the unit, above zero. cost_minor: of one unit as paid to the supplier, or
    as last paid where the document brings no goods; 0 = not known. price_minor: the new selling
    price that came with a receipt of goods, 0 = none.
    """

    product_id: str
    name: str
    unit: str
    qty: int
    cost_minor: int = 0
    price_minor: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoodsReceived:
    """number: local and gapless among receipts of goods. paper_number and paper_date (ISO): of the
    supplier's delivery note, "" where there was none."""

    KIND: ClassVar[str] = "GoodsReceived"
    VERSION: ClassVar[int] = 1
    document_id: str
    number: int
    staff_id: str
    staff_name: str
    lines: tuple[StockLine, ...]
    supplier: str = ""
    supplier_inn: str = ""
    paper_number: str = ""
    paper_date: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoodsWrittenOff:
    """reason: "broken" | "expired" | "stolen" | "own_use" | "sample" | "other"; note explains it
    where the reason does not."""

    KIND: ClassVar[str] = "GoodsWrittenOff"
    VERSION: ClassVar[int] = 1
    document_id: str
    number: int
    staff_id: str
    staff_name: str
    lines: tuple[StockLine, ...]
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoodsTransferred:
    """direction: "out" to the other place, "in" from it. place: as people call it. paper_number:
    of the other place's waybill, for goods that came in."""

    KIND: ClassVar[str] = "GoodsTransferred"
    VERSION: ClassVar[int] = 1
    document_id: str
    number: int
    staff_id: str
    staff_name: str
    lines: tuple[StockLine, ...]
    direction: str
    place: str
    paper_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CountedLine:
    """What one product of a stock-take came to, in thousandths of its unit.

    expected: by the books when the stock-take began. moved: what the books moved from then until
    the line was counted, goods in open sales included, negative for goods sold. counted: on the
    shelf. difference: counted - (expected + moved), what the stock is changed by. seen: False where
    nobody counted the product and it was taken for gone.
    """

    product_id: str
    name: str
    unit: str
    expected: int
    moved: int
    counted: int
    difference: int
    cost_minor: int = 0
    reason: str = ""
    seen: bool = True


@dataclass(frozen=True, slots=True)
class StockCounted:
    """A finished stock-take. scope: "shop", or the id of the category that was counted;
    surplus_minor and shortage_minor: sums by cost, both positive. lines: also those without a
    difference. unknown_codes: scanned, and no product of the catalogue."""

    KIND: ClassVar[str] = "StockCounted"
    VERSION: ClassVar[int] = 1
    document_id: str
    number: int
    staff_id: str
    staff_name: str
    started_at_us: int
    lines: tuple[CountedLine, ...]
    scope: str = "shop"
    scope_name: str = ""
    blind: bool = False
    surplus_minor: int = 0
    shortage_minor: int = 0
    explanation: str = ""
    unknown_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StockBaseSet:
    """Figures of a new catalogue hold from here: what moved before is in them already.

    The figures themselves are reference data; a product whose figure came with it names the base
    (its number is that of this fact among its kind), every other product goes on from an earlier
    one. products_count: how many got a figure. source: as a person would say it.
    """

    KIND: ClassVar[str] = "StockBaseSet"
    VERSION: ClassVar[int] = 1
    products_count: int
    source: str = ""
