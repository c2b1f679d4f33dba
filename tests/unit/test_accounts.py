"""Points, told as they are earned, spent and given back at the till."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.customers import Account
from pos_desktop.domain.facts import BonusMoved
from pos_desktop.domain.rights import Action, Approval, approved
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import loyalty, pay
from pos_desktop.ports import QueueStatus
from tests.account_shop import (
    BREAD,
    COFFEE,
    DAY_US,
    HOUR_US,
    SHOP,
    paid,
    points,
    refunded,
    refusal,
    regular,
    sale_of,
    shop,
)
from tests.till_fakes import (
    CASHIER,
    SENIOR,
    SHIFT,
    FakeClock,
    FakeLedger,
    workplace,
)

# ---------------------------------------------------------------------------- points


def test_a_regular_without_her_card_says_her_telephone_and_earns_her_points():
    place = shop()
    anna = regular(place)
    [found] = place.customers.search("9261234567")
    fact = paid(place, sale_of(place, found, COFFEE))
    assert fact.bonus_earned_minor == 1_700  # 5 % of 349.00 in whole roubles
    assert (fact.customer_name, points(place, anna)) == ("Анна", 1_700)


def test_points_pay_up_to_half_of_the_receipt_and_are_no_money():
    place = shop()
    anna = regular(place, 100_000)
    sale = sale_of(place, anna, COFFEE)
    assert loyalty.points_of(place, sale).most_minor == 17_450
    sale = loyalty.spend_points(place, sale, 17_450, staff=CASHIER)
    fact = paid(place, sale)
    assert (fact.total_minor, fact.bonus_spent_minor) == (17_450, 17_450)
    assert fact.bonus_earned_minor == 800  # of the money only
    assert points(place, anna) == 100_000 - 17_450 + 800


def test_the_receipt_says_the_points_before_and_after():
    place = shop()
    anna = regular(place, 100_000)
    sale = loyalty.spend_points(place, sale_of(place, anna, COFFEE), 5_000, staff=CASHIER)
    paid(place, sale)
    [job] = place.journal.commits[-1].print_jobs
    text = job.payload.decode()
    assert "БАЛЛОВ БЫЛО\n1 000,00" in text.replace("\u00a0", " ").replace("\u202f", " ")
    assert "СПИСАНО\n" in text
    assert "БАЛЛОВ СТАЛО\n" in text


def test_more_points_than_allowed_are_refused_and_nothing_changes():
    place = shop()
    anna = regular(place, 1_000)
    sale = sale_of(place, anna, COFFEE)
    wrong = refusal(lambda: loyalty.spend_points(place, sale, 1_001, staff=CASHIER))
    assert (wrong.code, wrong.values["most_minor"]) == ("loyalty.above_limit", 1_000)
    assert place.journal.open_draft().sale.bonus_minor == 0
    negative = refusal(lambda: loyalty.spend_points(place, sale, -5, staff=CASHIER))
    assert negative.code == "loyalty.above_limit"
    nobody = sale_of(place, None, COFFEE)
    assert refusal(lambda: loyalty.spend_points(place, nobody, 100, staff=CASHIER)).code == (
        "loyalty.no_customer"
    )


def test_a_sale_put_aside_whose_points_are_gone_is_refused_before_money_is_taken():
    place = shop()
    anna = regular(place, 10_000)
    aside = loyalty.spend_points(place, sale_of(place, anna, COFFEE), 10_000, staff=CASHIER)
    paid(place, loyalty.spend_points(place, sale_of(place, anna, COFFEE), 10_000, staff=CASHIER))
    late = refusal(lambda: pay.begin_payment(place, aside, staff=CASHIER))
    assert late.code == "loyalty.above_limit"


def test_with_the_cloud_down_for_a_day_a_card_spends_the_offline_limit_and_no_more():
    ledger = FakeLedger()
    place = workplace(
        customer_rules=replace(SHOP, shared=True), ledger=ledger, clock=FakeClock(10 * DAY_US)
    )
    anna = regular(place, 100_000)
    sale = sale_of(place, anna, COFFEE)
    assert loyalty.points_of(place, sale).most_minor == 17_450
    ledger.cloud_queue = lambda: QueueStatus(3, 9 * DAY_US, 1, 0)
    limited = loyalty.points_of(place, sale)
    assert (limited.most_minor, limited.offline) == (10_000, True)
    over = refusal(lambda: loyalty.spend_points(place, sale, 10_001, staff=CASHIER))
    assert over.code == "loyalty.above_offline_limit"
    paid(place, loyalty.spend_points(place, sale, 8_000, staff=CASHIER))
    again = sale_of(place, anna, COFFEE)
    assert loyalty.points_of(place, again).most_minor == 2_000


def test_a_cloud_that_is_behind_by_an_hour_is_no_reason_for_a_limit():
    ledger = FakeLedger()
    ledger.cloud_queue = lambda: QueueStatus(3, 10 * DAY_US - HOUR_US, 1, 0)
    place = workplace(
        customer_rules=replace(SHOP, shared=True), ledger=ledger, clock=FakeClock(10 * DAY_US)
    )
    sale = sale_of(place, regular(place, 100_000), COFFEE)
    assert not loyalty.points_of(place, sale).offline


def test_points_unused_for_a_year_have_lapsed_and_leave_the_ledger_with_the_next_receipt():
    place = workplace(customer_rules=SHOP, clock=FakeClock(400 * DAY_US), ledger=FakeLedger())
    anna = regular(place, 50_000)
    sale = sale_of(place, anna, COFFEE)
    assert loyalty.points_of(place, sale).balance_minor == 0
    fact = paid(place, sale)
    assert fact.bonus_before_minor == 0
    moves = {m.why: m.amount_minor for m in place.customers.moves(Account.BONUS, anna.customer_id)}
    assert (moves["expired"], moves["earned"]) == (-50_000, 1_700)
    assert points(place, anna) == 1_700


def test_a_refund_of_a_sale_paid_half_by_points_gives_points_back_and_takes_the_earned_ones():
    place = shop()
    anna = regular(place, 17_450)
    sale = paid(
        place, loyalty.spend_points(place, sale_of(place, anna, COFFEE), 17_450, staff=CASHIER)
    )
    assert points(place, anna) == 800
    refunded(place, sale, sale.total_minor)
    assert points(place, anna) == 17_450


def test_many_partial_refunds_give_back_the_points_to_the_kopeck():
    place = shop()
    anna = regular(place, 10_001)
    sale = paid(
        place, loyalty.spend_points(place, sale_of(place, anna, COFFEE), 10_001, staff=CASHIER)
    )
    third = sale.total_minor // 3
    for n, part in enumerate((third, third, sale.total_minor - 2 * third), 1):
        refunded(place, sale, part, n)
    assert points(place, anna) == 10_001


def test_points_earned_and_spent_elsewhere_stay_as_a_debt_of_points_after_the_refund():
    place = shop()
    anna = regular(place)
    sale = paid(place, sale_of(place, anna, COFFEE, COFFEE))
    spent = loyalty.spend_points(place, sale_of(place, anna, COFFEE), 3_000, staff=CASHIER)
    paid(place, spent)
    before = points(place, anna)
    refunded(place, sale, sale.total_minor)
    assert points(place, anna) == before - sale.bonus_earned_minor < 0
    assert loyalty.points_of(place, sale_of(place, anna, COFFEE)).most_minor == 0


def test_a_replayed_refund_moves_points_once():
    place = shop()
    anna = regular(place, 17_450)
    sale = paid(
        place, loyalty.spend_points(place, sale_of(place, anna, COFFEE), 17_450, staff=CASHIER)
    )
    refunded(place, sale, sale.total_minor)
    place.journal.commit(place.journal.commits[-1])
    assert points(place, anna) == 17_450


def test_points_are_changed_by_hand_with_the_right_and_a_reason():
    place = shop()
    anna = regular(place, 1_000)
    boss = approved(CASHIER, Approval(Action.ADJUST_BONUS, SENIOR))
    who = anna.customer_id
    assert refusal(lambda: loyalty.adjust(place, who, 500, "подарок", staff=CASHIER)).code == (
        "rights.missing"
    )
    assert loyalty.adjust(place, who, -400, "ошибка кассира", staff=boss) == 600
    for amount, reason, code in (
        (0, "x", "loyalty.nothing_to_adjust"),
        (5, " ", "loyalty.reason_missing"),
        (-601, "x", "loyalty.below_zero"),
    ):
        act = lambda a=amount, r=reason: loyalty.adjust(place, who, a, r, staff=boss)  # noqa: E731
        assert refusal(act).code == code
    assert refusal(lambda: loyalty.adjust(place, "nobody", 5, "x", staff=boss)).code == (
        "customer.unknown"
    )


def test_a_shop_without_rules_keeps_no_points():
    place = workplace()
    anna = regular(place)
    sale = sale_of(place, anna, COFFEE)
    assert loyalty.points_of(place, sale) is None
    fact = paid(place, sale)
    assert fact.bonus_earned_minor == 0
    assert points(place, anna) == 0


def test_points_lapse_once_although_the_sale_is_two_receipts():
    place = shop()
    anna = regular(place, 50_000)
    place.clock.at_us += 400 * DAY_US
    sale = sale_of(place, anna, COFFEE, BREAD)
    sale = replace(sale, lines=(sale.lines[0], replace(sale.lines[1], tax_system="patent")))
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, payment.left_minor, staff=CASHIER)
    shift = replace(SHIFT, opened_at_us=place.clock.now_us())
    pay.complete(place, payment, shift, staff=CASHIER)
    moves = [f for f in place.journal.commits[-1].facts if isinstance(f, BonusMoved)]
    assert [m.amount_minor for m in moves if m.why == "expired"] == [-50_000]
    earned_minor = sum(m.amount_minor for m in moves if m.why == "earned")
    assert place.customers.holdings(anna.customer_id).bonus_minor == earned_minor > 0
