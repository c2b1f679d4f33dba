"""The open sale: lines as they were asked for. Prices and tax of it are computed by
domain.pricing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import Product, ProductKind
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import AgeConfirmed, StockPart
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.domain.quantity import Quantity, checked
from pos_desktop.domain.settlement import Agent, PaymentMethod
from pos_desktop.domain.tender import Tender

MAX_LINES = 1000


@dataclass(frozen=True, slots=True)
class Discount:
    """Either a share or a sum off; the other is 0.

    percent_hundredths: 500 is 5.00 %. amount_minor: whole minor units.
    """

    percent_hundredths: int = 0
    amount_minor: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.percent_hundredths <= 10_000 or self.amount_minor < 0:
            raise RefusalError(
                "discount.out_of_range",
                percent_hundredths=self.percent_hundredths,
                amount_minor=self.amount_minor,
            )


NO_DISCOUNT = Discount()


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One line as the cashier made it; the product's data are copied, later price changes do not
    reach it.

    line_id: grows within the sale and is never used again. price_minor: of one unit, VAT included.
    marking_code: the scanned marking code with its separators, or None. name_en: for the screen of
    an English-speaking cashier; documents carry name. list_price_minor: the catalogue's price where
    the cashier changed it, 0 = unchanged; price_reason: why. tax_system: of the product where it is
    not the shop's, "". certificate: number of the gift certificate the line sells. discountable:
    False for what no discount or promotion may touch. parts: of one unit of a kit, pack or
    modified product: what leaves the stock instead of it. whole_minor: of a prepayment, what the
    goods will cost in full. ordered: thousandths that the kitchen was told to make. by_hand: a
    person typed the weight that no scale told.
    """

    line_id: int
    product_id: str
    article: str
    name: str
    quantity: Quantity
    price_minor: int
    vat: str
    kind: ProductKind = ProductKind.GOODS
    weighed: bool = False
    barcode: str = ""
    marked_group: str | None = None
    marking_code: str | None = None
    age_limit: int = 0
    min_price_minor: int = 0
    name_en: str = ""
    discount: Discount = NO_DISCOUNT
    list_price_minor: int = 0
    price_reason: str = ""
    note: str = ""
    category_id: str = ""
    cost_minor: int = 0
    method: PaymentMethod = PaymentMethod.FULL_PAYMENT
    agent: Agent | None = None
    tax_system: str = ""
    certificate: str = ""
    discountable: bool = True
    parts: tuple[StockPart, ...] = ()
    whole_minor: int = 0
    ordered: int = 0
    by_hand: bool = False

    def refuse_if_agreed(self) -> None:
        """What was ordered and is paid before the goods are handed over is agreed, and so is money
        that is put down: RefusalError("sale.prepaid_fixed" | "sale.money_is_single")."""
        if self.method is PaymentMethod.FULL_PAYMENT:
            return
        is_money = self.kind is ProductKind.PAYMENT
        raise RefusalError(
            "sale.money_is_single" if is_money else "sale.prepaid_fixed", name=self.name
        )

    @property
    def merges(self) -> bool:
        """Whether another scan of the same product may raise this line's quantity instead of
        adding a line."""
        return (
            not self.weighed
            and self.marked_group is None
            and self.discount == NO_DISCOUNT
            and not self.list_price_minor
            and not self.note
            and not self.certificate
            and self.method is PaymentMethod.FULL_PAYMENT
        )


@dataclass(frozen=True, slots=True)
class SaleCustomer:
    """The customer of one sale, as known when chosen. group: for promotions and price lists, "";
    price_list: id, "". buyer_inn: of a firm that wants itself named on the receipt (FFD 1228)."""

    customer_id: str
    name: str
    phone: str = ""
    email: str = ""
    group: str = ""
    price_list: str = ""
    buyer_inn: str = ""


@dataclass(frozen=True, slots=True)
class Sale:
    """An open sale. sale_id: UUIDv7 made at its first line; opened_at_us: UTC microseconds.

    tenders: money already taken for it; while there is some, the sale may only be paid to its end.
    priced_at_us: the moment its prices and promotions are of, 0 = now: settled with the first
    tender, so that a happy hour cannot end between two banknotes. customer: who buys, None = not
    known. coupons: codes of promotions. bonus_minor: points to spend, in minor units.
    age: who has looked at the buyer's age, and when; None = nobody has yet. group_id: shared by the
    receipts of one bill that several people pay, "". settles: ids of the receipts whose advance it
    uses up or whose debt it pays. order: what an advance or an order is called. no_paper: the buyer
    wants the receipt by e-mail or phone only.
    """

    sale_id: str
    opened_at_us: int
    lines: tuple[SaleLine, ...] = ()
    next_line_id: int = 1
    discount: Discount = NO_DISCOUNT
    customer_contact: str = ""
    note: str = ""
    tenders: tuple[Tender, ...] = ()
    priced_at_us: int = 0
    customer: SaleCustomer | None = None
    coupons: tuple[str, ...] = ()
    bonus_minor: int = 0
    age: AgeConfirmed | None = None
    group_id: str = ""
    settles: tuple[str, ...] = ()
    order: str = ""
    no_paper: bool = False

    def line(self, line_id: int) -> SaleLine:
        for line in self.lines:
            if line.line_id == line_id:
                return line
        raise RefusalError("sale.no_such_line", line_id=line_id)

    def add(
        self,
        product: Product,
        quantity: Quantity,
        *,
        barcode: str = "",
        marking_code: str | None = None,
        parts: tuple[StockPart, ...] = (),
    ) -> tuple[Sale, SaleLine]:
        """Add a product, or raise the quantity of its line where one merges. Returns the changed
        line too.

        RefusalError("product.no_price" | "product.price_too_large" | "sale.too_many_lines" |
        "sale.sum_too_large").
        """
        if product.price_minor <= 0:
            raise RefusalError("product.no_price", name=product.name)
        if product.price_minor > MAX_AMOUNT_MINOR:
            raise RefusalError("product.price_too_large", name=product.name)
        for line in reversed(self.lines):
            if (
                line.product_id == product.product_id
                and line.merges
                and marking_code is None
                and not product.weighed
                and line.price_minor == product.price_minor
                and line.parts == parts
                and line.name == product.name
            ):
                grown = replace(line, quantity=line.quantity.plus(quantity))
                return self._with(grown).within_limits(), grown
        if len(self.lines) >= MAX_LINES:
            raise RefusalError("sale.too_many_lines", limit=MAX_LINES)
        line = SaleLine(
            line_id=self.next_line_id,
            product_id=product.product_id,
            article=product.article,
            name=product.name,
            quantity=checked(quantity.thousandths, product.unit),
            price_minor=product.price_minor,
            vat=product.vat,
            kind=product.kind,
            weighed=product.weighed,
            barcode=barcode,
            marked_group=product.marked_group,
            marking_code=marking_code,
            age_limit=product.age_limit,
            min_price_minor=product.min_price_minor,
            name_en=product.short_name_en or product.name_en,
            category_id=product.category_id,
            cost_minor=product.cost_minor,
            parts=parts,
            agent=product.agent,
            tax_system=product.tax_system,
        )
        grown_sale = replace(self, lines=(*self.lines, line), next_line_id=self.next_line_id + 1)
        return grown_sale.within_limits(), line

    def within_limits(self) -> Sale:
        """The sale itself, or RefusalError("sale.sum_too_large"): no receipt can carry more."""
        gross_minor = sum(line.quantity.cost_minor(line.price_minor) for line in self.lines)
        if gross_minor > MAX_AMOUNT_MINOR:
            raise RefusalError("sale.sum_too_large", limit_minor=MAX_AMOUNT_MINOR)
        return self

    def weighed_by_hand(self, line_id: int) -> tuple[Sale, SaleLine]:
        """A person says what a line weighs."""
        changed = replace(self.line(line_id), by_hand=True)
        return self._with(changed), changed

    def ordered(self, line_id: int, thousandths: int) -> tuple[Sale, SaleLine]:
        """So much of a line the kitchen is to make, however much it was told before."""
        changed = replace(self.line(line_id), ordered=thousandths)
        return self._with(changed), changed

    def set_quantity(self, line_id: int, thousandths: int) -> tuple[Sale, SaleLine]:
        """Replace a line's quantity; weighed lines are weighed again instead, prepaid ones stay."""
        line = self.line(line_id)
        line.refuse_if_agreed()
        if line.weighed:
            raise RefusalError("sale.weigh_again", name=line.name)
        if line.kind is ProductKind.PAYMENT:
            raise RefusalError("sale.money_is_single", name=line.name)
        if line.marking_code is not None and thousandths != 1000:
            raise RefusalError("sale.marked_is_single", name=line.name)
        changed = replace(line, quantity=checked(thousandths, line.quantity.unit))
        return self._with(changed).within_limits(), changed

    def set_line_discount(self, line_id: int, discount: Discount) -> tuple[Sale, SaleLine]:
        line = self.line(line_id)
        gross_minor = line.quantity.cost_minor(line.price_minor)
        if discount.amount_minor > gross_minor:
            raise RefusalError(
                "discount.above_sum", amount_minor=discount.amount_minor, sum_minor=gross_minor
            )
        changed = replace(line, discount=discount)
        return self._with(changed), changed

    def set_discount(self, discount: Discount) -> Sale:
        return replace(self, discount=discount)

    def set_price(self, line_id: int, price_minor: int, reason: str) -> tuple[Sale, SaleLine]:
        """Give a line another price of a unit; the catalogue's is kept beside it, and back at it
        the line is as it was. RefusalError: as of SaleLine.refuse_if_agreed."""
        line = self.line(line_id)
        line.refuse_if_agreed()
        listed_minor = line.list_price_minor or line.price_minor
        by_hand = price_minor != listed_minor
        changed = replace(
            line,
            price_minor=price_minor,
            list_price_minor=listed_minor if by_hand else 0,
            price_reason=reason if by_hand else "",
        )
        return self._with(changed).within_limits(), changed

    def set_line_note(self, line_id: int, note: str) -> tuple[Sale, SaleLine]:
        changed = replace(self.line(line_id), note=note)
        return self._with(changed), changed

    @property
    def age_limit(self) -> int:
        """Years that the buyer of the strictest of these goods must have, 0 = any."""
        return max((line.age_limit for line in self.lines), default=0)

    @property
    def age_confirmed(self) -> int:
        """Years up to which the buyer's age was looked at, 0 = it was not."""
        return self.age.years if self.age is not None else 0

    @property
    def age_to_confirm(self) -> int:
        """Years the buyer's age has still to be looked at for, 0 = nobody need ask."""
        years = self.age_limit
        return years if years > self.age_confirmed else 0

    def remove(self, line_id: int) -> Sale:
        self.line(line_id)
        return replace(self, lines=tuple(ln for ln in self.lines if ln.line_id != line_id))

    def _with(self, changed: SaleLine) -> Sale:
        return replace(
            self,
            lines=tuple(
                changed if line.line_id == changed.line_id else line for line in self.lines
            ),
        )
