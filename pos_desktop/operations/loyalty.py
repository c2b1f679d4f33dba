"""Points at the register: how many the customer of the open sale has and may spend, and the moves
that a completed receipt makes of all his accounts. All of it works with no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pos_desktop.domain.customers import Account
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import BonusMoved, CertificateMoved, Fact, SaleCompleted
from pos_desktop.domain.loyalty import (
    EarningLine,
    alive_minor,
    earned_minor,
    payable_minor,
    share_of_refund,
    spendable_minor,
)
from pos_desktop.domain.pricing import PricedSale
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import Tender, TenderKind, pending_of
from pos_desktop.operations.account_moves import certificate_moves, credit_moves, is_refund
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.sell import refuse_while_paying
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, SpendLimit

_HOUR_US = 3_600_000_000
_NOT_EARNING = frozenset(
    {
        TenderKind.ADVANCE,
        TenderKind.CERTIFICATE,
        TenderKind.STORE_CREDIT,
        TenderKind.CREDIT,
    }
)
_MONEY_ONLY = frozenset(
    {
        PaymentMethod.ADVANCE,
        PaymentMethod.PREPAYMENT,
        PaymentMethod.FULL_PREPAYMENT,
        PaymentMethod.CREDIT_PAYMENT,
    }
)


@dataclass(frozen=True, slots=True)
class Points:
    """Of the customer of the open sale, in minor units. spent_minor: on this sale; most_minor: what
    it may spend at most; offline: whether that is held down because the cloud was not reached."""

    balance_minor: int
    spent_minor: int
    most_minor: int
    offline: bool


def points_of(place: Workplace, sale: Sale | None) -> Points | None:
    """None where points mean nothing here: no customer, or a shop without rules."""
    rules = place.customer_rules.loyalty
    if sale is None or sale.customer is None or not rules.on:
        return None
    customer_id = sale.customer.customer_id
    balance_minor = balance(place, customer_id)
    unpointed = priced(place, replace(sale, bonus_minor=0))
    payable = payable_minor(rules, _lines(unpointed), of_bill=bool(sale.group_id))
    offline_left = _offline_left_minor(place, customer_id)
    most_minor = spendable_minor(balance_minor, payable, offline_left)
    return Points(
        balance_minor,
        sale.bonus_minor,
        most_minor,
        offline=most_minor < spendable_minor(balance_minor, payable),
    )


def balance(place: Workplace, customer_id: str) -> int:
    """Points that have not lapsed; negative where a refund left a debt of points."""
    held = place.customers.holdings(customer_id)
    rules = place.customer_rules.loyalty
    return alive_minor(rules, held.bonus_minor, held.bonus_moved_us, place.clock.now_us())


def spend_points(place: Workplace, sale: Sale, amount_minor: int, *, staff: StaffMember) -> Sale:
    """The open sale with so many points spent on it, 0 = none. Once money was taken for it there
    may only be fewer: what they paid is left to pay in another way.

    RefusalError: "loyalty.no_customer", "loyalty.above_limit" | "loyalty.above_offline_limit"
    (amount_minor, most_minor), "payment.in_progress", "tender.unsettled".
    """
    demand(staff, Action.SELL)
    if pending := pending_of(sale.tenders):
        raise RefusalError("tender.unsettled", amount_minor=pending.amount_minor)
    if amount_minor > sale.bonus_minor:
        refuse_while_paying(sale)
    wanted = replace(sale, bonus_minor=amount_minor)
    if amount_minor:
        refuse_above_limit(place, wanted)
    place.journal.save_draft(wanted, staff.staff_id, [])
    return wanted


def refuse_above_limit(place: Workplace, sale: Sale) -> None:
    """Points of the sale within what it may spend now; a sale put aside may have lost some."""
    if not sale.bonus_minor:
        return
    points = points_of(place, sale)
    if points is None:
        raise RefusalError("loyalty.no_customer")
    if not 0 < sale.bonus_minor <= points.most_minor:
        code = "loyalty.above_offline_limit" if points.offline else "loyalty.above_limit"
        raise RefusalError(code, amount_minor=sale.bonus_minor, most_minor=points.most_minor)


def earned_by(place: Workplace, sums: PricedSale, tenders: Sequence[Tender]) -> int:
    """Points this receipt earns, in minor units."""
    customer = sums.sale.customer
    if customer is None:
        return 0
    not_earning = sum(t.amount_minor for t in tenders if t.kind in _NOT_EARNING)
    rules = place.customer_rules.loyalty
    return earned_minor(rules, customer.group, _lines(sums), not_earning)


def with_points(
    place: Workplace, fact: SaleCompleted, earned: int, earlier: Sequence[SaleCompleted]
) -> SaleCompleted:
    """The receipt as it says what happened to the points of its customer. earlier: receipts of the
    same sale, whose moves are not in the journal yet."""
    if not fact.customer_id or not place.customer_rules.loyalty.on:
        return fact
    held_minor = place.customers.holdings(fact.customer_id).bonus_minor
    before = (
        held_minor
        - _lapsed_minor(place, fact)
        + sum(one.bonus_earned_minor - one.bonus_spent_minor for one in earlier)
    )
    return replace(fact, bonus_earned_minor=earned, bonus_before_minor=before)


def spend_limits(place: Workplace, facts: Iterable[Fact]) -> tuple[SpendLimit, ...]:
    """While the cloud is not reached: what the accounts that these facts spend from may have spent
    since. The journal looks inside the commit, for two sales may be paid beside each other."""
    since_us = unreached_since_us(place)
    if not since_us:
        return ()
    rules = place.customer_rules.loyalty
    found: dict[tuple[Account, str], int] = {}
    for fact in facts:
        if isinstance(fact, BonusMoved) and fact.why == "spent":
            found[Account.BONUS, fact.customer_id] = rules.points_offline_minor
        elif isinstance(fact, CertificateMoved) and fact.kind == "spent":
            found[Account.CERTIFICATE, fact.number] = rules.certificate_offline_minor
    return tuple(
        SpendLimit(account, holder, since_us, most_minor)
        for (account, holder), most_minor in found.items()
    )


def facts_of(place: Workplace, fact: SaleCompleted) -> tuple[Fact, ...]:
    """Every move of points, certificates, debt and store credit that this receipt makes; stored in
    its own transaction. For a refund it gives back and takes away in proportion."""
    moves: tuple[Fact, ...] = (*certificate_moves(place, fact), *credit_moves(fact))
    lapsed = _lapsed(place, fact)
    if is_refund(fact):
        return (*moves, *lapsed, *_refunded(place, fact))
    if not fact.customer_id:
        return moves
    return (*moves, *lapsed, *_sold(fact))


def facts_after(place: Workplace, fact: SaleCompleted, earlier: Sequence[Fact]) -> list[Fact]:
    """The moves of one of several receipts that are stored together; earlier: what is stored before
    it. Points that lapsed lapse once for all of them."""
    lapsed = any(isinstance(one, BonusMoved) and one.why == "expired" for one in earlier)
    return [
        one
        for one in facts_of(place, fact)
        if not (lapsed and isinstance(one, BonusMoved) and one.why == "expired")
    ]


def adjust(
    place: Workplace, customer_id: str, amount_minor: int, reason: str, *, staff: StaffMember
) -> int:
    """Points more or fewer by hand; the new balance.

    RefusalError: "loyalty.nothing_to_adjust", "loyalty.reason_missing", "customer.unknown",
    "loyalty.below_zero" (nobody makes a debt of points by hand).
    """
    demand(staff, Action.ADJUST_BONUS)
    if not amount_minor:
        raise RefusalError("loyalty.nothing_to_adjust")
    if not reason.strip():
        raise RefusalError("loyalty.reason_missing")
    if place.customers.customer(customer_id) is None:
        raise RefusalError("customer.unknown", customer_id=customer_id)
    before = place.customers.holdings(customer_id).bonus_minor
    if amount_minor < 0 and before + amount_minor < 0:
        raise RefusalError("loyalty.below_zero", balance_minor=before)
    place.journal.commit(
        Commit(
            (
                BonusMoved(
                    customer_id,
                    "",
                    amount_minor,
                    "adjusted",
                    reason.strip(),
                    staff_id=staff.staff_id,
                    staff_name=staff.short_name,
                ),
            )
        )
    )
    return before + amount_minor


def unreached_since_us(place: Workplace) -> int:
    """Since when the cloud counts as not reached: the time of the oldest entry it has not taken,
    once that is older than the rules allow. 0 = reached, or nobody else knows these customers."""
    rules = place.customer_rules
    if not rules.shared:
        return 0
    queue = place.ledger.cloud_queue()
    age_us = place.clock.now_us() - queue.oldest_us
    late = bool(queue.waiting) and age_us >= rules.loyalty.offline_hours * _HOUR_US
    return queue.oldest_us if late else 0


def _offline_left_minor(place: Workplace, customer_id: str) -> int | None:
    since_us = unreached_since_us(place)
    if not since_us:
        return None
    spent = place.customers.bonus_spent_since(customer_id, since_us)
    return max(0, place.customer_rules.loyalty.points_offline_minor - spent)


def _lines(sums: PricedSale) -> list[EarningLine]:
    return [
        EarningLine(
            line.line.category_id,
            line.total_minor,
            money_only=bool(line.line.certificate) or line.line.method in _MONEY_ONLY,
        )
        for line in sums.lines
    ]


def _sold(fact: SaleCompleted) -> list[BonusMoved]:
    moves = []
    if fact.bonus_spent_minor:
        moves.append(_move(fact, -fact.bonus_spent_minor, "spent"))
    if fact.bonus_earned_minor:
        moves.append(_move(fact, fact.bonus_earned_minor, "earned"))
    return moves


def _lapsed(place: Workplace, fact: SaleCompleted) -> list[BonusMoved]:
    """Points that lapsed before this receipt leave the ledger with it."""
    lapsed_minor = _lapsed_minor(place, fact)
    return [_move(fact, -lapsed_minor, "expired")] if lapsed_minor else []


def _lapsed_minor(place: Workplace, fact: SaleCompleted) -> int:
    """Nothing where points are spent: they were alive when the payment began, and spending them is
    the move that keeps the others."""
    if not fact.customer_id or (fact.bonus_spent_minor and not is_refund(fact)):
        return 0
    held_minor = place.customers.holdings(fact.customer_id).bonus_minor
    return held_minor - balance(place, fact.customer_id)


def _refunded(place: Workplace, fact: SaleCompleted) -> list[BonusMoved]:
    """Spent points come back, earned ones go; what was spent elsewhere meanwhile stays as a debt of
    points. Counted from the whole sale, so that its partial refunds add up exactly."""
    detail = place.ledger.sale(fact.original_sale_id) if fact.original_sale_id else None
    if detail is None or not detail.fact.customer_id:
        return []
    original = detail.fact
    moves = []
    for why, moved_minor, sign in (
        ("returned", original.bonus_spent_minor, 1),
        ("earned", original.bonus_earned_minor, -1),
    ):
        if not moved_minor:
            continue
        already, refunded = place.customers.bonus_of_original(
            original.customer_id, why, original.sale_id
        )
        due = share_of_refund(moved_minor, original.total_minor, refunded, fact.total_minor)
        move = _move(fact, sign * due - already, why)
        moves.append(
            replace(
                move,
                customer_id=original.customer_id,
                original_sale_id=original.sale_id,
                base_minor=fact.total_minor,
            )
        )
    return moves


def _move(fact: SaleCompleted, amount_minor: int, why: str) -> BonusMoved:
    return BonusMoved(
        fact.customer_id,
        fact.sale_id,
        amount_minor,
        why,
        fact.reason,
        staff_id=fact.staff_id,
        staff_name=fact.staff_name,
    )
