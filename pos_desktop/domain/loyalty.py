"""Points of regular customers: what a receipt earns, how much of it points may pay, when they
expire. Rules are data; nothing here knows a clock, a network or a shop.

A point is worth one minor unit. Points spent are a discount of the receipt (54-FZ knows no points),
so the sum of a receipt is always money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pos_desktop.domain.money import divide_half_up

_DAY_US = 86_400_000_000
EVERYBODY = "all"
"""The group of those whose own group has no rate."""


@dataclass(frozen=True, slots=True)
class LoyaltyRules:
    """earn_hundredths: group -> percent of what is paid in money, 500 is 5.00 %; EVERYBODY for the
    rest. payable_hundredths: share of a receipt's payable lines that points may pay.
    excluded_categories: neither earn nor are paid. step_minor: points earned are whole multiples of
    it, rounded down. valid_days: points lapse when nothing moved for so long, 0 = never.
    offline_hours: from when on the cloud counts as not reached; then points_offline_minor and
    certificate_offline_minor are the most that one customer or certificate may spend here until it
    is reached again.
    """

    earn_hundredths: Mapping[str, int] = field(default_factory=dict)
    payable_hundredths: int = 0
    excluded_categories: frozenset[str] = frozenset()
    step_minor: int = 1
    valid_days: int = 0
    offline_hours: int = 24
    points_offline_minor: int = 0
    certificate_offline_minor: int = 0

    @property
    def on(self) -> bool:
        return bool(self.earn_hundredths) or self.payable_hundredths > 0

    def rate_hundredths(self, group: str) -> int:
        return self.earn_hundredths.get(group, self.earn_hundredths.get(EVERYBODY, 0))


NO_LOYALTY = LoyaltyRules()


@dataclass(frozen=True, slots=True)
class EarningLine:
    """A line as points see it. total_minor: with all discounts; money_only: a certificate or a debt
    that is paid, which neither earns nor is paid by points."""

    category_id: str
    total_minor: int
    money_only: bool = False


def earned_minor(
    rules: LoyaltyRules, group: str, lines: Sequence[EarningLine], not_earning_minor: int
) -> int:
    """Points for a receipt, rounded down.

    not_earning_minor: of the receipt paid by certificate, store credit, advance or credit; it is
    spread over all lines by their sums, since nobody says which goods it has paid.
    """
    total_minor = sum(line.total_minor for line in lines)
    eligible_minor = sum(line.total_minor for line in lines if _counts(rules, line))
    if total_minor <= 0 or eligible_minor <= 0:
        return 0
    money_minor = max(0, total_minor - not_earning_minor)
    points = eligible_minor * money_minor * rules.rate_hundredths(group) // (total_minor * 10_000)
    return points // rules.step_minor * rules.step_minor


def payable_minor(
    rules: LoyaltyRules, lines: Sequence[EarningLine], *, of_bill: bool = False
) -> int:
    """The most of these lines that points may pay; something is left to pay in money, for a receipt
    of nothing is none. of_bill: they are one payer's part of a bill, whose share is rounded up, so
    that the parts together may be paid by as many points as the whole."""
    total_minor = sum(line.total_minor for line in lines)
    eligible_minor = sum(line.total_minor for line in lines if _counts(rules, line))
    share, rest = divmod(eligible_minor * rules.payable_hundredths, 10_000)
    share_minor = share + (of_bill and rest > 0)
    return max(0, min(share_minor, total_minor - 1))


def alive_minor(rules: LoyaltyRules, balance_minor: int, moved_us: int, now_us: int) -> int:
    """What of a balance has not lapsed. A debt of points does not lapse."""
    if balance_minor > 0 and rules.valid_days and now_us - moved_us > rules.valid_days * _DAY_US:
        return 0
    return balance_minor


def spendable_minor(
    balance_minor: int, payable_minor: int, offline_left_minor: int | None = None
) -> int:
    """What of the balance this receipt may spend, never below zero. offline_left_minor: None where
    the cloud was reached."""
    most = min(balance_minor, payable_minor)
    if offline_left_minor is not None:
        most = min(most, offline_left_minor)
    return max(0, most)


def share_of_refund(
    moved_minor: int, sale_minor: int, refunded_before_minor: int, refund_minor: int
) -> int:
    """How much of what a sale moved belongs to all its refunds together, the present one included.

    Counted from the whole each time, so that the parts of many partial refunds add up exactly.
    """
    if sale_minor <= 0:
        return 0
    back_minor = min(sale_minor, refunded_before_minor + refund_minor)
    return divide_half_up(moved_minor * back_minor, sale_minor)


def _counts(rules: LoyaltyRules, line: EarningLine) -> bool:
    return not line.money_only and line.category_id not in rules.excluded_categories
