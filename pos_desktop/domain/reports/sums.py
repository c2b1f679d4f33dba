"""What is added up under one key of a report: an hour, a product, a cashier, a rate."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Flow:
    """Receipts of money. sold_minor: what came in, returned_minor: what went out, both positive;
    discount_minor: taken off prices, less what refunds took back."""

    sales: int = 0
    returns: int = 0
    sold_minor: int = 0
    returned_minor: int = 0
    discount_minor: int = 0

    @property
    def net_minor(self) -> int:
        """The revenue."""
        return self.sold_minor - self.returned_minor

    @property
    def receipts(self) -> int:
        return self.sales + self.returns

    @property
    def average_minor(self) -> int:
        """Of a receipt of sale, rounded down; 0 without any."""
        return self.sold_minor // self.sales if self.sales else 0

    def add(self, sign: int, total_minor: int, discount_minor: int) -> None:
        if sign > 0:
            self.sales += 1
            self.sold_minor += total_minor
            self.discount_minor += discount_minor
        else:
            self.returns += 1
            self.returned_minor += total_minor
            self.discount_minor -= discount_minor


@dataclass(slots=True)
class LineSums:
    """Lines of receipts, refunds counted against them. qty: thousandths. cost_minor: of the lines
    whose cost was known, costed_minor their revenue; the others are counted apart."""

    lines: int = 0
    qty: int = 0
    net_minor: int = 0
    returned_minor: int = 0
    discount_minor: int = 0
    cost_minor: int = 0
    costed_minor: int = 0
    uncosted_lines: int = 0
    uncosted_minor: int = 0

    @property
    def margin_minor(self) -> int:
        """Revenue less cost, of the lines whose cost was known."""
        return self.costed_minor - self.cost_minor


@dataclass(slots=True)
class GoodsSums(LineSums):
    """Of one product; the name it had last."""

    name: str = ""
    unit: str = ""
    category_id: str = ""


@dataclass(slots=True)
class TenderSums:
    """Of one kind of tender; a refund pays out."""

    payments: int = 0
    paybacks: int = 0
    in_minor: int = 0
    out_minor: int = 0

    @property
    def net_minor(self) -> int:
        return self.in_minor - self.out_minor


@dataclass(slots=True)
class VatSums:
    """gross_minor: with the tax in it."""

    gross_minor: int = 0
    vat_minor: int = 0


@dataclass(slots=True)
class CashierSums:
    """What one person sold, and what an owner would look at twice."""

    name: str = ""
    flow: Flow = field(default_factory=Flow)
    lines: int = 0
    hand_discounts: int = 0
    hand_discount_minor: int = 0
    price_changes: int = 0
    price_change_minor: int = 0
    voided_lines: int = 0
    voided_lines_minor: int = 0
    voided_sales: int = 0
    voided_sales_minor: int = 0
    approvals: int = 0


@dataclass(slots=True)
class EffectSums:
    """What one reason of a price did. lines: how many it touched, sold_minor: for how much these
    were sold after all, taken_minor: what it took off them."""

    lines: int = 0
    taken_minor: int = 0
    sold_minor: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt behind a number. total_minor: negative where money went out."""

    sale_id: str
    number: int
    at_us: int
    shift_number: int
    staff_name: str
    operation: str
    total_minor: int
    tender_kinds: tuple[str, ...]
    reason: str = ""
    original_number: int = 0
