"""Facts of the shift and its drawer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pos_desktop.domain.facts.sale import VatSum


@dataclass(frozen=True, slots=True)
class CountedCash:
    """So many notes or coins of one value. value_minor: of one; count: how many lay there."""

    value_minor: int
    count: int


@dataclass(frozen=True, slots=True)
class TenderSum:
    """What a kind of payment brought in a shift. refunds_minor: given back by it, positive."""

    kind: str
    sales_minor: int
    refunds_minor: int = 0


@dataclass(frozen=True, slots=True)
class ShiftOpened:
    """cash_minor: in the drawer at the start, as counted. Since version 2: expected_minor: what the
    shift before left there; counted: whether a person has counted it, alone or by denominations
    (counts)."""

    KIND: ClassVar[str] = "ShiftOpened"
    VERSION: ClassVar[int] = 2
    shift_id: str
    number: int
    staff_id: str
    staff_name: str
    cash_minor: int
    expected_minor: int = 0
    counted: bool = False
    counts: tuple[CountedCash, ...] = ()


@dataclass(frozen=True, slots=True)
class ShiftClosed:
    """The sums of a shift as the journal has them. cash_minor: what the drawer should hold;
    counted: whether a person has counted it.

    Since version 2: declared_minor: what was counted; counts: by denomination, where that was how;
    difference_minor: declared less expected; reason and explanation: of the difference, as the
    cashier gave them; tenders, vats: sums net of refunds by kind and by rate; revenue is
    sales_minor of version 1 (sales less refunds). receipts_count: of sales, refunds, corrections.
    """

    KIND: ClassVar[str] = "ShiftClosed"
    VERSION: ClassVar[int] = 2
    shift_id: str
    number: int
    staff_id: str
    staff_name: str
    sales_count: int
    sales_minor: int
    cash_minor: int
    counted: bool
    declared_minor: int = 0
    counts: tuple[CountedCash, ...] = ()
    difference_minor: int = 0
    reason: str = ""
    explanation: str = ""
    receipts_count: int = 0
    refunds_count: int = 0
    refunds_minor: int = 0
    discounts_minor: int = 0
    voids_count: int = 0
    voids_minor: int = 0
    tenders: tuple[TenderSum, ...] = ()
    vats: tuple[VatSum, ...] = ()
    opening_minor: int = 0
    pay_in_minor: int = 0
    pay_out_minor: int = 0
    safe_drop_minor: int = 0


@dataclass(frozen=True, slots=True)
class CashMoved:
    """Money that went into or out of the drawer without a sale.

    kind: "pay_in" | "pay_out" | "safe_drop". amount_minor: positive, whichever way. reason: id of
    the usual reason that was chosen; note: what was typed.
    """

    KIND: ClassVar[str] = "CashMoved"
    VERSION: ClassVar[int] = 1
    move_id: str
    shift_number: int
    kind: str
    amount_minor: int
    currency: str
    staff_id: str
    staff_name: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DrawerOpened:
    """The drawer was opened without money moving. sensed: by nobody at the register; its sensor
    told of it, and staff is who was signed in, "" = nobody."""

    KIND: ClassVar[str] = "DrawerOpened"
    VERSION: ClassVar[int] = 1
    shift_number: int
    staff_id: str
    staff_name: str
    reason: str = ""
    note: str = ""
    sensed: bool = False


@dataclass(frozen=True, slots=True)
class DrawerCounted:
    """A person counted the drawer of the open shift; stored before anything tells what should lie
    there, so that a count made once the sum was known never takes the place of the first.

    expected_minor: what should have lain there at that moment. blind: whoever counted had not been
    shown it; only the first count of a shift can be. counts: by denomination, where that was how.
    """

    KIND: ClassVar[str] = "DrawerCounted"
    VERSION: ClassVar[int] = 1
    shift_number: int
    counted_minor: int
    expected_minor: int
    currency: str
    staff_id: str
    staff_name: str
    counts: tuple[CountedCash, ...] = ()
    blind: bool = False


@dataclass(frozen=True, slots=True)
class CashVerified:
    """Somebody with the right counted the money of a closed shift again; the last word counts."""

    KIND: ClassVar[str] = "CashVerified"
    VERSION: ClassVar[int] = 1
    shift_number: int
    verified_minor: int
    staff_id: str
    staff_name: str
    note: str = ""
