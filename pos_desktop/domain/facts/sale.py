"""Facts of the sale, the refund and the correction: what was sold, for how much, paid how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

OPERATION_SIGNS: dict[str, int] = {
    "sell": 1,
    "buy_refund": 1,
    "sell_refund": -1,
    "buy": -1,
    "sell_correction": 1,
    "sell_refund_correction": -1,
}
"""1 where goods leave the shop and money comes in, -1 the other way round (FFD tag 1054)."""


@dataclass(frozen=True, slots=True)
class PriceShare:
    """Why a line costs what it costs: one step between the catalogue's price and the total.

    kind: "price_list" | "manual_price" | "promotion" | "line_discount" | "receipt_discount" |
    "bonus" | "rounding". name: as the cashier and the receipt say it. amount_minor: what it took
    off the line, negative where it made it dearer. source_id: of the promotion or price list, "".
    """

    kind: str
    name: str
    amount_minor: int
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class StockPart:
    """What one sold line takes from stock, where that is not the product itself (kits, packs,
    modifiers). qty: thousandths of the part's unit, of the whole line."""

    product_id: str
    qty: int


@dataclass(frozen=True, slots=True)
class SoldAgent:
    """For whom the shop sells as an agent (54-FZ art. 4.7; FFD tags 1222-1226).

    kind: "commission_agent" | "attorney" | "paying_agent" | "paying_subagent" |
    "bank_paying_agent" | "bank_paying_subagent" | "another".
    """

    kind: str
    supplier_name: str
    supplier_inn: str
    supplier_phone: str = ""


@dataclass(frozen=True, slots=True)
class SoldLine:
    """One position as sold, all that a refund or a fiscal document will ever need.

    n: place in the receipt from 1. price_minor: price of a unit before discounts; total_minor: with
    all discounts. Since version 2 of SaleCompleted: list_price_minor: the catalogue's price where
    price_minor is another, 0 = the same; of_line: n of the original line of a refund, 0 = none;
    method: of payment (FFD tag 1214); parts: what leaves the stock instead of the product;
    to_stock: whether a refunded line goes back to stock (else it is written off); certificate:
    number of the gift certificate that was sold or topped up by this line; whole_minor: of a
    prepayment, what the goods cost in full; by_hand: the weight was typed, no scale told it.
    """

    n: int
    product_id: str
    name: str
    qty: int
    unit: str
    price_minor: int
    discount_minor: int
    total_minor: int
    vat: str
    vat_minor: int
    kind: str = "goods"
    barcode: str = ""
    marking: str = ""
    list_price_minor: int = 0
    price_reason: str = ""
    shares: tuple[PriceShare, ...] = ()
    of_line: int = 0
    method: str = "full_payment"
    agent: SoldAgent | None = None
    parts: tuple[StockPart, ...] = ()
    category_id: str = ""
    cost_minor: int = 0
    note: str = ""
    to_stock: bool = True
    certificate: str = ""
    marked_group: str = ""
    whole_minor: int = 0
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class PaidTender:
    """amount_minor: what counted towards the total; received_minor: what was handed over. For a
    refund both are what was given back. by: the device that moved the money ("terminal", "sbp"), ""
    = a person said so. peer: which bank or terminal it was moved by, as in
    ports.PaymentTerminal.peer, also where a person gave money back there; "" = not noted. card:
    masked; slip: the lines of its paper, printed with the receipt; shop_slip: of the shop's own."""

    tender_id: str
    kind: str
    amount_minor: int
    received_minor: int
    reference: str = ""
    by: str = ""
    card: str = ""
    slip: tuple[str, ...] = ()
    shop_slip: tuple[str, ...] = ()
    peer: str = ""


@dataclass(frozen=True, slots=True)
class VatSum:
    vat: str
    base_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True)
class TenderAccepted:
    """Money taken for a sale that is completed in the same transaction."""

    KIND: ClassVar[str] = "TenderAccepted"
    VERSION: ClassVar[int] = 1
    sale_id: str
    tender: PaidTender
    currency: str


@dataclass(frozen=True, slots=True)
class CorrectionBasis:
    """Why a correction receipt is made (FFD tags 1173, 1178, 1179).

    kind: "self" | "instruction"; base_date: ISO date of the corrected settlement; base_number: of
    the order of the tax office, "" where the shop corrects by itself.
    """

    kind: str
    base_date: str
    base_number: str = ""


@dataclass(frozen=True, slots=True)
class AgeConfirmed:
    """Somebody has looked whether the buyer is old enough: years old, and when (UTC microseconds
    since 1970)."""

    years: int
    staff_id: str
    staff_name: str
    at_us: int


@dataclass(frozen=True, slots=True)
class SaleCompleted:
    """A receipt that exists, of whatever operation: durable before it was shown.

    number: register-local, gapless. operation: "sell" | "sell_refund" | "buy" | "buy_refund" |
    "sell_correction" | "sell_refund_correction". fiscal_key: deterministic id of its fiscal
    document, "" where none is due. contact: e-mail or phone for the electronic receipt, "".
    on_paper: a receipt was queued with it; False at a register without a printer.

    Since version 2: original_*: the receipt that is refunded or corrected, as far as it is known
    (original_fp: FFD tag 1192); reason: of a refund or correction; group_id: shared by receipts
    of one settlement (an exchange, a sale split by tax systems or shares of a bill); bonus_*:
    points in minor units, bonus_before_minor: the balance before this receipt as known here;
    rounding_minor: what cash rounding took off. debt_sale_id: of a refund or correction of a
    repayment, the receipt whose goods are owed for again, "" where the repayment named none.
    age: where goods were sold that minors may not buy; printed nowhere.
    """

    KIND: ClassVar[str] = "SaleCompleted"
    VERSION: ClassVar[int] = 2
    sale_id: str
    number: int
    shift_number: int
    staff_id: str
    staff_name: str
    operation: str
    currency: str
    total_minor: int
    discount_minor: int
    change_minor: int
    lines: tuple[SoldLine, ...]
    vats: tuple[VatSum, ...]
    tenders: tuple[PaidTender, ...]
    tax_system: str
    fiscal_key: str = ""
    contact: str = ""
    staff_inn: str = ""
    on_paper: bool = True
    original_sale_id: str = ""
    original_number: int = 0
    original_fp: str = ""
    reason: str = ""
    correction: CorrectionBasis | None = None
    group_id: str = ""
    customer_id: str = ""
    customer_name: str = ""
    buyer_name: str = ""
    buyer_inn: str = ""
    coupons: tuple[str, ...] = ()
    bonus_earned_minor: int = 0
    bonus_spent_minor: int = 0
    rounding_minor: int = 0
    note: str = ""
    order: str = ""
    bonus_before_minor: int = 0
    debt_sale_id: str = ""
    age: AgeConfirmed | None = None


@dataclass(frozen=True, slots=True)
class LineVoided:
    """A line was taken off an open sale, or made smaller, before payment.

    qty: thousandths taken off; total_minor: what they would have cost. reason: "" where none was
    asked for, "age" where the buyer was too young. Since version 2: unscanned: the pack of a marked
    line was not scanned again, somebody with the right confirmed it.
    """

    KIND: ClassVar[str] = "LineVoided"
    VERSION: ClassVar[int] = 2
    sale_id: str
    product_id: str
    name: str
    qty: int
    total_minor: int
    staff_id: str
    staff_name: str
    reason: str = ""
    marking: str = ""
    unscanned: bool = False


@dataclass(frozen=True, slots=True)
class SaleVoided:
    """An open or parked sale was given up before payment."""

    KIND: ClassVar[str] = "SaleVoided"
    VERSION: ClassVar[int] = 1
    sale_id: str
    lines_count: int
    total_minor: int
    staff_id: str
    staff_name: str
    reason: str = ""
