"""Stock: what is on hand, documents that change it while they are written, and the arithmetic of a
stock-take. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import divide_half_up
from pos_desktop.domain.quantity import MAX_QUANTITY_THOUSANDTHS, Unit

MAX_LINES = 5000
"""Of one stock document."""


class DocumentKind(StrEnum):
    RECEIPT = "receipt"
    WRITE_OFF = "write_off"
    TRANSFER = "transfer"
    COUNT = "count"


WRITE_OFF_REASONS = ("broken", "expired", "stolen", "own_use", "sample", "other")


@dataclass(frozen=True, slots=True)
class Moves:
    """What the journal knows of one product. by_base: base number -> thousandths moved while it
    held. in_documents: whether a stock document ever named the product."""

    by_base: Mapping[int, int]
    in_documents: bool = False

    def since(self, base: int) -> int:
        return sum(moved for number, moved in self.by_base.items() if number >= base)


NO_MOVES = Moves({})


def on_hand(product: Product, moves: Moves) -> int | None:
    """Thousandths on hand: the catalogue's figure and all that moved since it held.

    None where no figure was ever given and no document speaks of the product: sales alone say
    nothing about what is left.
    """
    if product.stock_thousandths is None and not moves.in_documents:
        return None
    return (product.stock_thousandths or 0) + moves.since(product.stock_base)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One product of a document that is being written.

    qty: thousandths; counted ones may be 0. cost_minor, price_minor: as of StockLine. Of a
    stock-take: expected: by the books when it began; moved_first, moved: what the books moved from
    then until the product was counted for the first and the last time, goods in open sales
    included; reason: of the difference; seen: counted by somebody; base: of the figures that held
    then.
    """

    line_id: int
    product_id: str
    name: str
    unit: Unit
    qty: int
    cost_minor: int = 0
    price_minor: int = 0
    old_price_minor: int = 0
    note: str = ""
    expected: int = 0
    moved_first: int = 0
    moved: int = 0
    reason: str = ""
    seen: bool = True
    base: int = 0

    @property
    def difference(self) -> int:
        """Of a stock-take: what was counted, less what the shelf should have held just then."""
        return self.qty - (self.expected + self.moved)

    @property
    def sold_meanwhile(self) -> bool:
        """Some was sold between the first and the last scan of it: a piece that was counted may be
        gone, so the product is to be looked at again."""
        return self.moved_first != self.moved

    @property
    def cost_sum_minor(self) -> int:
        return divide_half_up(self.qty * self.cost_minor, 1000)


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code that was scanned in a stock-take and is no product's."""

    code: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class StockDraft:
    """A document that is being written; it survives whatever ends the program.

    who: supplier or other place. paper_number, paper_date: of their paper. direction: of a
    transfer, "in" or "out". reason: of a write-off. scope, scope_name: of a stock-take, "shop" or a
    category. blind: those who count do not see what is expected.
    """

    draft_id: str
    kind: DocumentKind
    opened_at_us: int
    staff_name: str
    lines: tuple[DraftLine, ...] = ()
    who: str = ""
    inn: str = ""
    paper_number: str = ""
    paper_date: str = ""
    direction: str = "out"
    reason: str = ""
    note: str = ""
    scope: str = "shop"
    scope_name: str = ""
    blind: bool = False
    unknown: tuple[UnknownCode, ...] = ()

    def line(self, line_id: int) -> DraftLine:
        for line in self.lines:
            if line.line_id == line_id:
                return line
        raise RefusalError("stock.no_such_line", line_id=line_id)

    def line_of(self, product_id: str) -> DraftLine | None:
        return next((line for line in self.lines if line.product_id == product_id), None)

    def with_line(self, line: DraftLine) -> StockDraft:
        """The draft with this line put in place of the one with its id, or added.

        RefusalError("stock.too_many_lines").
        """
        if any(known.line_id == line.line_id for known in self.lines):
            kept = tuple(line if k.line_id == line.line_id else k for k in self.lines)
            return replace(self, lines=kept)
        if len(self.lines) >= MAX_LINES:
            raise RefusalError("stock.too_many_lines", most=MAX_LINES)
        return replace(self, lines=(*self.lines, line))

    def without(self, line_id: int) -> StockDraft:
        self.line(line_id)
        return replace(self, lines=tuple(ln for ln in self.lines if ln.line_id != line_id))

    @property
    def next_line_id(self) -> int:
        return max((line.line_id for line in self.lines), default=0) + 1

    @property
    def cost_minor(self) -> int:
        return sum(line.cost_sum_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class CountSums:
    """What a stock-take comes to by cost; both sums are positive."""

    surplus_minor: int
    shortage_minor: int
    surplus_lines: int
    shortage_lines: int


def count_sums(lines: tuple[DraftLine, ...]) -> CountSums:
    surplus = [line for line in lines if line.difference > 0]
    shortage = [line for line in lines if line.difference < 0]
    return CountSums(
        sum(divide_half_up(line.difference * line.cost_minor, 1000) for line in surplus),
        sum(divide_half_up(-line.difference * line.cost_minor, 1000) for line in shortage),
        len(surplus),
        len(shortage),
    )


def checked_qty(thousandths: int, unit: Unit, *, may_be_none: bool = False) -> int:
    """A quantity that a stock document may hold.

    RefusalError("quantity.out_of_range" | "quantity.not_whole").
    """
    least = 0 if may_be_none else 1
    if not least <= thousandths <= MAX_QUANTITY_THOUSANDTHS:
        raise RefusalError("quantity.out_of_range", thousandths=thousandths)
    if unit is Unit.PIECE and thousandths % 1000:
        raise RefusalError("quantity.not_whole", thousandths=thousandths)
    return thousandths
