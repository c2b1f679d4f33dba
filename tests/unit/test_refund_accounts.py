"""Refunds to regular customers: points, certificates, debts and advances, as they tell them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.customers import Account
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    BonusMoved,
    RefundBegun,
    RefundPart,
    SaleCompleted,
    ShiftOpened,
)
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.refund import Wish, tenders_behind
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import certificates, credit, loyalty, pay
from pos_desktop.operations.correct import CorrectionRequest, RightLine, plan_correction
from pos_desktop.operations.exchange import ExchangeRequest, plan_exchange
from pos_desktop.operations.give_back import carry_out
from pos_desktop.operations.hear_refund import answer
from pos_desktop.operations.refund import RefundRequest, look_up, plan_refund
from pos_desktop.ports import Commit
from tests.account_shop import (
    BREAD,
    COFFEE,
    DAY_US,
    completed,
    paid,
    points,
    refusal,
    regular,
    sale_of,
    shop,
)
from tests.refund_fakes import FakeRefundBook
from tests.stock_room import MANAGER
from tests.till_fakes import CASHIER, SENIOR, SHIFT, detail_of


@pytest.fixture
def place():
    place = shop()
    place.journal.commit(Commit((ShiftOpened("shift-1", 148, "s1", "Иванова М.", 500_000),)))
    return place


@pytest.fixture
def book(place):
    return FakeRefundBook(place)


def give_back(place, book, sale_id, *wishes, staff=CASHIER, **more):
    original = look_up(place, book, sale_id, 99_999)
    request = RefundRequest(sale_id, wishes, "Не подошёл", **more)
    return carry_out(place, book, plan_refund(place, original, request, staff=staff), staff=staff)


def half_by_points(place, anna) -> SaleCompleted:
    """Two coffees and a loaf, 760.50, of which points paid 300.00."""
    sale = sale_of(place, anna, COFFEE, COFFEE, BREAD)
    return paid(place, loyalty.spend_points(place, sale, 30_000, staff=CASHIER))


def receipts(place) -> list[SaleCompleted]:
    return [fact for fact in place.journal.facts() if isinstance(fact, SaleCompleted)]


def test_of_two_lines_paid_half_by_points_one_comes_back_with_its_points(place, book):
    anna = regular(place, 30_000)
    sale = half_by_points(place, anna)
    earned = sale.bonus_earned_minor
    assert points(place, anna) == earned == 2_300  # 5 % of 460.50, whole roubles
    done = give_back(place, book, sale.sale_id, Wish(2, 1000))
    share = done.cash_minor / sale.total_minor
    commit = place.journal.commits[-1]
    moves = {m.why: m.amount_minor for m in commit.facts if isinstance(m, BonusMoved)}
    assert moves == {"returned": round(30_000 * share), "earned": -round(earned * share)}
    assert points(place, anna) == earned + moves["returned"] + moves["earned"]


def test_the_whole_brought_back_in_three_steps_leaves_everything_as_it_was(place, book):
    anna = regular(place, 30_000)
    sale = half_by_points(place, anna)
    cash = sum(give_back(place, book, sale.sale_id, Wish(n, 1000)).cash_minor for n in (1, 2, 1))
    assert cash == sale.total_minor
    assert points(place, anna) == 30_000
    assert refusal(lambda: give_back(place, book, sale.sale_id, Wish(1, 1000))).code == (
        "refund.too_much"
    )


def test_points_that_lapsed_before_a_refund_do_not_come_alive_with_it(place, book):
    anna = regular(place, 10_000)
    sale = paid(place, sale_of(place, anna, COFFEE))
    late = replace(place.clock, at_us=place.clock.at_us + 400 * DAY_US)
    later = replace(place, clock=late, country=replace(place.country, shift_limit_us=500 * DAY_US))
    give_back(later, book, sale.sale_id, Wish(1, 1000), staff=SENIOR)
    assert points(later, anna) == -sale.bonus_earned_minor


def test_while_the_terminal_is_asked_no_points_move_and_then_they_move_once(place, book):
    anna = regular(place)
    sale = paid(place, sale_of(place, anna, COFFEE), TenderKind.CARD)
    assert isinstance(give_back(place, book, sale.sale_id, Wish(1, 1000)), RefundBegun)
    assert points(place, anna) == sale.bonus_earned_minor
    answer(place, book, went=True, staff=CASHIER)
    assert points(place, anna) == 0
    assert refusal(lambda: answer(place, book, went=True, staff=CASHIER)).code == (
        "refund.none_waits"
    )


def bought_certificates(place, **sums):
    for number, minor in sums.items():
        paid(place, certificates.put_money(place, None, number, minor, staff=SENIOR))


def held(place, number) -> int:
    return place.customers.certificate(number).balance_minor


def paid_by_certificates(place, *numbers) -> SaleCompleted:
    payment = pay.begin_payment(place, sale_of(place, None, COFFEE, BREAD), staff=CASHIER)
    for number in numbers:
        payment = certificates.spend(place, payment, number, staff=CASHIER)
    if payment.left_minor:
        payment = pay.add_tender(place, payment, TenderKind.CASH, payment.left_minor, staff=CASHIER)
    return completed(place, payment)


def test_what_two_certificates_paid_goes_back_to_both_and_the_rest_in_cash(place, book):
    bought_certificates(place, C1=10_000, C2=20_000)
    sale = paid_by_certificates(place, "C1", "C2")
    assert (held(place, "C1"), held(place, "C2")) == (0, 0)
    first = give_back(place, book, sale.sale_id, Wish(2, 1000))
    rest = give_back(place, book, sale.sale_id, Wish(1, 1000))
    assert (held(place, "C1"), held(place, "C2")) == (10_000, 20_000)
    assert first.cash_minor + rest.cash_minor == sale.total_minor - 30_000


def test_a_certificate_is_taken_back_while_its_money_is_unspent(place, book):
    bought_certificates(place, C1=50_000)
    done = give_back(place, book, receipts(place)[-1].sale_id, Wish(1, 1000))
    assert done.cash_minor == 50_000
    assert held(place, "C1") == 0


def test_a_certificate_somebody_has_spent_from_is_not_taken_back(place, book):
    bought_certificates(place, C1=50_000)
    sale_id = receipts(place)[-1].sale_id
    paid_by_certificates(place, "C1")
    wrong = refusal(lambda: give_back(place, book, sale_id, Wish(1, 1000)))
    assert (wrong.code, wrong.values["held_minor"]) == ("refund.certificate", 8_850)
    assert look_up(place, book, sale_id, 14).spent_certificates == {"C1"}
    assert held(place, "C1") == 8_850


def on_credit(place, anna) -> SaleCompleted:
    payment = pay.begin_payment(place, sale_of(place, anna, COFFEE, BREAD), staff=SENIOR)
    return completed(place, credit.buy_on_credit(place, payment, staff=SENIOR), staff=SENIOR)


def debt(place, anna) -> int:
    return place.customers.holdings(anna.customer_id).debt_minor


def test_goods_on_credit_brought_back_lower_the_debt_and_no_money_moves(place, book):
    anna = regular(place, credit_limit_minor=100_000)
    sale = on_credit(place, anna)
    done = give_back(place, book, sale.sale_id, Wish(2, 1000))
    assert done.cash_minor == 0
    assert debt(place, anna) == 34_900
    give_back(place, book, sale.sale_id, Wish(1, 1000))
    assert debt(place, anna) == 0


def test_what_of_a_debt_was_paid_since_goes_back_in_cash(place, book):
    anna = regular(place, credit_limit_minor=100_000)
    sale = on_credit(place, anna)
    paid(place, credit.repay(place, None, anna.customer_id, 20_000, staff=CASHIER))
    done = give_back(place, book, sale.sale_id, Wish(1, 1000), Wish(2, 1000))
    assert done.cash_minor == 20_000
    assert debt(place, anna) == 0


def test_a_regular_leaves_the_money_with_the_shop_by_a_seniors_word(place, book):
    anna = regular(place)
    sale = paid(place, sale_of(place, anna, BREAD))
    kept = (("store_credit", 6_250),)
    with pytest.raises(RefusalError) as caught:
        give_back(place, book, sale.sale_id, Wish(1, 1000), money=kept)
    assert caught.value.values["action"] == "refund_other_way"
    assert (
        give_back(place, book, sale.sale_id, Wish(1, 1000), money=kept, staff=SENIOR).cash_minor
        == 0
    )
    assert place.customers.holdings(anna.customer_id).store_credit_minor == 6_250


@pytest.mark.parametrize("kind", ["certificate", "credit", "advance", "store_credit"])
def test_money_goes_to_no_account_the_receipt_was_not_paid_from(place, book, kind):
    sale = paid(place, sale_of(place, None, BREAD))
    wrong = refusal(
        lambda: give_back(
            place, book, sale.sale_id, Wish(1, 1000), money=((kind, 6_250),), staff=SENIOR
        )
    )
    assert (wrong.code, wrong.values["most_minor"]) == ("refund.no_such_account", 0)


def test_an_exchange_takes_the_points_of_the_old_goods_and_gives_those_of_the_new(place, book):
    anna = regular(place)
    sale = paid(place, sale_of(place, anna, COFFEE))
    basket = sale_of(place, anna, COFFEE, COFFEE)
    request = ExchangeRequest(
        RefundRequest(sale.sale_id, (Wish(1, 1000),), "Мало"), basket, TenderKind.CASH
    )
    planned = plan_exchange(place, look_up(place, book, sale.sale_id, 14), request, staff=CASHIER)
    done = carry_out(place, book, planned, staff=CASHIER)
    assert done.cash_minor == -34_900
    assert points(place, anna) == 3_400  # 5 % of 698.00
    assert done.receipts[1].bonus_earned_minor == 3_400
    assert receipts(place)[-1].bonus_before_minor == 0


def test_an_exchange_of_goods_paid_by_certificate_spends_the_certificate_again(place, book):
    bought_certificates(place, C1=60_000)
    sale = paid_by_certificates(place, "C1")
    before = held(place, "C1")
    basket = sale_of(place, None, COFFEE)
    request = ExchangeRequest(
        RefundRequest(sale.sale_id, (Wish(1, 1000),), "Другой"), basket, TenderKind.CASH
    )
    planned = plan_exchange(place, look_up(place, book, sale.sale_id, 14), request, staff=CASHIER)
    assert carry_out(place, book, planned, staff=CASHIER).cash_minor == 0
    assert held(place, "C1") == before


def test_a_receipt_put_right_keeps_the_points_its_lines_were_paid_with(place, book):
    anna = regular(place, 30_000)
    sale = half_by_points(place, anna)
    request = CorrectionRequest("Пробили лишний кофе", lines=(RightLine(1, 1000),))
    original = look_up(place, book, sale.sale_id, 14)
    planned = plan_correction(place, original, request, "1.2", staff=MANAGER)
    done = carry_out(place, book, planned, staff=MANAGER)
    right = done.receipts[1]
    spent = sum(s.amount_minor for ln in right.lines for s in ln.shares if s.kind == "bonus")
    assert right.bonus_spent_minor == spent > 0
    assert 0 < right.bonus_earned_minor < sale.bonus_earned_minor
    assert points(place, anna) == 30_000 - spent + right.bonus_earned_minor
    # And the right receipt comes back as any other, to the last point.
    place.ledger.details[right.sale_id] = detail_of(right, FiscalState.REGISTERED)
    give_back(place, book, sale.sale_id, Wish(1, 1000), Wish(2, 1000))
    assert points(place, anna) == 30_000


def test_a_receipt_paid_by_certificate_is_put_right_and_so_is_the_certificate(place, book):
    bought_certificates(place, C1=60_000)
    sale = paid_by_certificates(place, "C1")
    request = CorrectionRequest("Хлеба не было", lines=(RightLine(2, 0),))
    original = look_up(place, book, sale.sale_id, 14)
    carry_out(
        place,
        book,
        plan_correction(place, original, request, "1.2", staff=MANAGER),
        staff=MANAGER,
    )
    assert held(place, "C1") == 60_000 - 34_900
    kinds = [m.why for m in place.customers.moves(Account.CERTIFICATE, "C1")]
    assert kinds == ["spent", "returned", "spent", "sold"]


def test_money_goes_back_to_the_cards_it_came_from_one_after_the_other(place):
    anna = regular(place)
    sale = sale_of(place, anna, COFFEE)
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    for minor, slip in ((10_000, "•• 1111"), (24_900, "•• 2222")):
        payment = pay.add_tender(
            place, payment, TenderKind.CARD, minor, staff=CASHIER, reference=slip
        )
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    tenders = receipts(place)[-1].tenders
    assert tenders_behind(tenders, {"card": 4_000}, {"card": 10_000}) == (
        RefundPart("card", 6_000, "•• 1111"),
        RefundPart("card", 4_000, "•• 2222"),
    )
    assert tenders_behind(tenders, {}, {"cash": 500}) == (RefundPart("cash", 500),)
