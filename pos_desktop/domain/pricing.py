"""From the open sale to sums: price list, promotions, discounts, bonus and rounding, each down to
the kopeck of each line; VAT inside each line rounded once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pos_desktop.domain.facts import PriceShare
from pos_desktop.domain.money import divide_half_up, spread
from pos_desktop.domain.positions import parts_of, vat_of_parts
from pos_desktop.domain.promotions.apply import apply
from pos_desktop.domain.promotions.compiled import NO_PROMOTIONS, Circumstances, Promotions
from pos_desktop.domain.sale import NO_DISCOUNT, Discount, Sale, SaleLine
from pos_desktop.domain.tax import VatRate, VatTable


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its sums in minor units: gross (price x quantity), discount (>= 0), total, VAT
    inside it.

    line.price_minor is the price in force, of the customer's price list too. shares: the steps from
    the catalogue's price to the total, they add up exactly. clipped_minor: what a discount by hand
    could not take off because the price would fall below the legal one, or no discount is allowed.
    """

    line: SaleLine
    gross_minor: int
    discount_minor: int
    total_minor: int
    vat_minor: int
    shares: tuple[PriceShare, ...] = ()
    clipped_minor: int = 0

    @property
    def catalogue_minor(self) -> int:
        """What it would cost by the catalogue: total and shares together."""
        line = self.line
        return line.quantity.cost_minor(line.list_price_minor or line.price_minor)


@dataclass(frozen=True, slots=True)
class VatTotal:
    """Sum of the lines of one rate and the tax inside it (the sum of the lines' taxes, so it never
    drifts)."""

    vat: str
    base_minor: int
    vat_minor: int


@dataclass(frozen=True, slots=True)
class PricedSale:
    """A sale with all its sums. vats: one per rate in use, higher tax first. bonus_minor: points
    spent, rounding_minor: what cash rounding took off; both are part of the discount."""

    sale: Sale
    lines: tuple[PricedLine, ...]
    gross_minor: int
    discount_minor: int
    total_minor: int
    vats: tuple[VatTotal, ...]
    bonus_minor: int = 0
    rounding_minor: int = 0

    @property
    def quantity_thousandths(self) -> int:
        return sum(line.line.quantity.thousandths for line in self.lines)


@dataclass(frozen=True, slots=True)
class PriceList:
    """Prices of a customer: product_id -> minor units; what is not in it costs as in the
    catalogue."""

    list_id: str
    name: str
    prices_minor: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PricingContext:
    """What a price depends on besides the sale and the rates.

    local: the shop's time the prices are of; None = no promotion with a time can be judged, so none
    applies. price_list: of the sale's customer, None = no own prices. round_to_minor: the total is
    lowered to a multiple of it, 0 = left as it is (cash only, and the caller knows how it is paid).
    """

    local: datetime | None = None
    promotions: Promotions = NO_PROMOTIONS
    price_list: PriceList | None = None
    round_to_minor: int = 0


NO_CONTEXT = PricingContext()


@dataclass(slots=True)
class _Sums:
    """Columns of the lines while they are priced; steps are added to shares as they happen."""

    lines: list[SaleLine]
    gross: list[int]
    net: list[int] = field(default_factory=list)
    shares: list[list[PriceShare] | None] = field(default_factory=list)
    clipped: dict[int, int] = field(default_factory=dict)

    def room(self, i: int) -> int:
        """How much may still come off a line."""
        line = self.lines[i]
        if not line.discountable:
            return 0
        if not line.min_price_minor:
            return self.net[i]
        return max(0, self.net[i] - line.quantity.cost_minor(line.min_price_minor))

    def take(self, i: int, minor: int, share: PriceShare) -> None:
        self.net[i] -= minor
        self.note(i, share)

    def note(self, i: int, share: PriceShare) -> None:
        noted = self.shares[i]
        if noted is None:
            self.shares[i] = [share]
        else:
            noted.append(share)

    def take_at_most(self, i: int, minor: int, kind: str) -> int:
        """Take off what the line bears; what a person wanted above that is remembered."""
        taken = min(minor, self.room(i))
        if taken < minor:
            self.clipped[i] = self.clipped.get(i, 0) + minor - taken
        if taken:
            self.take(i, taken, PriceShare(kind, "", taken))
        return taken


def price(sale: Sale, rates: VatTable, context: PricingContext = NO_CONTEXT) -> PricedSale:
    """Compute every sum of the sale. Order: catalogue, price list, price by hand, promotions, line
    discount, receipt discount, bonus, rounding; each leaves its share.

    The law wants each position's sum with its discount (54-FZ art. 4.7; FFD 1079/1043), so a
    discount of the whole receipt is never a sum of its own.
    """
    sums = _started(sale, context.price_list)
    if context.promotions.rules and context.local is not None:
        _promote(sale, sums, context.promotions, context.local)
    for i, line in enumerate(sums.lines):
        if line.discount != NO_DISCOUNT:
            sums.take_at_most(i, _off(line.discount, sums.net[i]), "line_discount")
    if sale.discount != NO_DISCOUNT and sums.net:
        _discount_receipt(sale.discount, sums)
    bonus_minor = _spend_bonus(sale.bonus_minor, sums) if sale.bonus_minor > 0 else 0
    rounding_minor = _round(context.round_to_minor, sums) if context.round_to_minor > 1 else 0
    return _finished(sale, sums, rates, bonus_minor, rounding_minor)


def _started(sale: Sale, price_list: PriceList | None) -> _Sums:
    lines = list(sale.lines)
    if price_list is not None:
        lines = [_by_list(line, price_list) for line in lines]
    gross = [line.quantity.cost_minor(line.price_minor) for line in lines]
    sums = _Sums(lines, gross, list(gross), [None] * len(lines))
    for i, line in enumerate(lines):
        if line.list_price_minor and line.list_price_minor != line.price_minor:
            _explain_price(i, sale.lines[i], price_list, sums)
    return sums


def _by_list(line: SaleLine, price_list: PriceList) -> SaleLine:
    """The line at the customer's price; a price by hand stays, so does what bears no discount."""
    # A pack or a modified product has a price of its own, which the list does not speak of.
    own = None if line.parts else price_list.prices_minor.get(line.product_id)
    if own is None or line.list_price_minor or not line.discountable or line.certificate:
        return line
    own = max(own, line.min_price_minor)
    if own == line.price_minor:
        return line
    return replace(line, price_minor=own, list_price_minor=line.price_minor)


def _explain_price(i: int, asked: SaleLine, price_list: PriceList | None, sums: _Sums) -> None:
    line = sums.lines[i]
    listed_minor = line.quantity.cost_minor(line.list_price_minor)
    if not asked.list_price_minor and price_list is not None:
        off = listed_minor - sums.gross[i]
        sums.note(i, PriceShare("price_list", price_list.name, off, price_list.list_id))
        return
    sums.note(i, PriceShare("manual_price", line.price_reason, listed_minor - sums.gross[i]))


def _promote(sale: Sale, sums: _Sums, promotions: Promotions, local: datetime) -> None:
    now = Circumstances(
        local, sale.customer.group if sale.customer else "", sale.coupons, sum(sums.gross)
    )
    taken = apply(promotions, sums.lines, [line.price_minor for line in sums.lines], now)
    rules = promotions.rules
    for i, off in enumerate(taken):
        for n, minor in off or ():
            rule = rules[n]
            sums.take(i, minor, PriceShare("promotion", rule.name, minor, rule.promotion_id))


def _discount_receipt(discount: Discount, sums: _Sums) -> None:
    weights = [
        net if line.discountable else 0 for net, line in zip(sums.net, sums.lines, strict=True)
    ]
    wanted_minor = min(_off(discount, sum(weights)), sum(weights))
    if wanted_minor:
        for i, part in enumerate(spread(wanted_minor, weights)):
            if part:
                sums.take_at_most(i, part, "receipt_discount")


def _spend_bonus(bonus_minor: int, sums: _Sums) -> int:
    """Spread over what bears a discount; a gift certificate is money and is not bought with
    points."""
    rooms = [0 if line.certificate else sums.room(i) for i, line in enumerate(sums.lines)]
    spent_minor = min(bonus_minor, sum(rooms))
    if spent_minor:
        for i, part in enumerate(spread(spent_minor, rooms)):
            if part:
                sums.take(i, part, PriceShare("bonus", "", part))
    return spent_minor


def _round(step_minor: int, sums: _Sums) -> int:
    """Lower the total to a multiple of the step. The dearest single piece bears it where one can,
    so that no position is split for a few kopecks; a total below one step is left alone."""
    total_minor = sum(sums.net)
    left = total_minor % step_minor if total_minor >= step_minor else 0
    off_minor = 0
    order = sorted(
        (i for i in range(len(sums.lines)) if sums.room(i)),
        key=lambda i: (sums.lines[i].quantity.thousandths != 1000, -sums.net[i], i),
    )
    for i in order:
        part = min(left, sums.room(i))
        if part:
            sums.take(i, part, PriceShare("rounding", "", part))
            left -= part
            off_minor += part
    return off_minor


def _finished(
    sale: Sale, sums: _Sums, rates: VatTable, bonus_minor: int, rounding_minor: int
) -> PricedSale:
    lines: list[PricedLine] = []
    bases: dict[str, list[int]] = {}
    known: dict[str, VatRate] = {}
    clipped = sums.clipped
    columns = zip(sums.lines, sums.gross, sums.net, sums.shares, strict=True)
    for i, (line, gross, net, shares) in enumerate(columns):
        rate = known.get(line.vat)
        if rate is None:
            rate = known[line.vat] = rates.rate(line.vat)
            bases[line.vat] = [0, 0]
        vat_minor = _vat(rate, line, gross, net)
        lines.append(
            PricedLine(
                line,
                gross,
                gross - net,
                net,
                vat_minor,
                tuple(shares) if shares else (),
                clipped.get(i, 0) if clipped else 0,
            )
        )
        base = bases[line.vat]
        base[0] += net
        base[1] += vat_minor
    vats = sorted(
        (VatTotal(v, b, t) for v, (b, t) in bases.items()),
        key=lambda total: _rate_order(rates, total.vat),
    )
    gross_minor, total_minor = sum(sums.gross), sum(sums.net)
    return PricedSale(
        sale,
        tuple(lines),
        gross_minor,
        gross_minor - total_minor,
        total_minor,
        tuple(vats),
        bonus_minor,
        rounding_minor,
    )


def _vat(rate: VatRate, line: SaleLine, gross_minor: int, total_minor: int) -> int:
    """Rounded once in each fiscal position of the line: one position, or two where a discount
    splits it."""
    if gross_minor == total_minor:
        return rate.included_minor(total_minor)
    return vat_of_parts(rate, parts_of(line.quantity.thousandths, line.price_minor, total_minor))


def _off(discount: Discount, gross_minor: int) -> int:
    if discount.percent_hundredths:
        return divide_half_up(gross_minor * discount.percent_hundredths, 10_000)
    return min(discount.amount_minor, gross_minor)


def _rate_order(rates: VatTable, code: str) -> tuple[int, str]:
    percent = rates.rate(code).percent
    return (-1 if percent is None else percent) * -1, code
