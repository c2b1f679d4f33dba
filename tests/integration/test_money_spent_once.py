"""Points, certificates and advances are looked at once more inside the commit: what another sale,
or a refund that waits for its money, has taken is not there a second time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.customers import CustomerRules
from pos_desktop.domain.facts import BonusMoved, FiscalDocumentRegistered
from pos_desktop.domain.loyalty import LoyaltyRules
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.operations.correct import CorrectionRequest
from pos_desktop.operations.refund import RefundRequest
from pos_desktop.operations.take_advance import AdvanceWish
from pos_desktop.ports import Commit, QueueStatus
from tests.settle_shop import BREAD, COFFEE, SOFA, SettleShop, refusal

CASH, CARD = TenderKind.CASH, TenderKind.CARD
CERTIFICATE = "5000000000017"
DAY_US = 86_400_000_000
OFFLINE = CustomerRules(
    loyalty=LoyaltyRules(
        earn_hundredths={"all": 500},
        payable_hundredths=5000,
        step_minor=100,
        valid_days=365,
        points_offline_minor=10_000,
        certificate_offline_minor=10_000,
    )
)


@pytest.fixture
def shop(tmp_path):
    made = SettleShop(tmp_path)
    made.place.customer_rules = OFFLINE
    yield made
    before = made.journal.settlements.open(), made.journal.stock_moved()
    made.journal.rebuild()
    assert (made.journal.settlements.open(), made.journal.stock_moved()) == before
    made.journal.close()


def give_points(shop, customer, amount_minor):
    shop.journal.commit(
        Commit((BonusMoved(customer.customer_id, "", amount_minor, "adjusted", "Подарок"),))
    )


def points(shop, customer):
    return shop.place.customers.holdings(customer.customer_id).bonus_minor


def cut_off(shop):
    """The cloud has taken nothing for a week."""
    shop.place.customer_rules = replace(OFFLINE, shared=True)
    old_us = shop.place.clock.now_us() - 7 * DAY_US
    shop.place.ledger.cloud_queue = lambda: QueueStatus(3, old_us, 1, 0)


def hold_beside(shop):
    """The open payment as a second window of the register has it: in hand, not in front."""
    held = shop.desk.paying()
    shop.desk.take(None)
    shop.desk._payment = None
    return held


def take_up(shop, held):
    shop.desk.hold(held)


def sell_certificate(shop, amount_minor):
    shop.customers.put_on_certificate(CERTIFICATE, amount_minor)
    shop.desk.pay_exact(CASH)
    return shop.last()


def points_on_a_sale(shop, customer, amount_minor):
    shop.customers.attach(customer.customer_id)
    shop.scan(SOFA)
    shop.desk.begin_payment()
    shop.customers.spend_points(amount_minor)


def test_two_sales_do_not_spend_the_same_points_and_a_charged_card_stays_on_record(shop):
    anna = shop.regular()
    give_points(shop, anna, 8_000)
    points_on_a_sale(shop, anna, 8_000)
    held = hold_beside(shop)
    points_on_a_sale(shop, anna, 8_000)
    shop.desk.pay_exact(CASH)
    # Points that the second sale has earned could pay for the first one.
    give_points(shop, anna, -points(shop, anna))
    take_up(shop, held)
    shop.payments.ask_terminal(CARD, SOFA.price_minor - 8_000)
    refused = refusal(lambda: shop.payments.answer(TenderOutcome.APPROVED, "123456"))
    assert (refused.code, refused.values["left_minor"]) == ("loyalty.drawn_before", 0)
    kept = shop.customers.spend_points(0)
    assert [t.kind for t in kept.payment.tenders] == ["card"]
    assert kept.payment.left_minor == 8_000
    shop.desk.pay_exact(CASH)
    fact = shop.last()
    assert (fact.total_minor, fact.bonus_spent_minor) == (SOFA.price_minor, 0)
    assert points(shop, anna) == fact.bonus_earned_minor


def test_with_money_taken_points_come_off_and_none_are_added(shop):
    anna = shop.regular()
    give_points(shop, anna, 8_000)
    points_on_a_sale(shop, anna, 5_000)
    shop.desk.tender(CARD, 100_000)
    assert refusal(lambda: shop.customers.spend_points(6_000)).code == "payment.in_progress"
    shown = shop.customers.spend_points(0)
    assert shown.payment.left_minor == SOFA.price_minor - 100_000


def test_points_that_another_receipt_spent_come_off_a_parked_sale_when_its_customer_is_named_again(
    shop,
):
    anna = shop.regular()
    give_points(shop, anna, 8_000)
    points_on_a_sale(shop, anna, 8_000)
    shop.desk.park()
    shop.journal.commit(Commit((BonusMoved(anna.customer_id, "", -8_000, "adjusted", "Ошибка"),)))
    shop.desk.recall(1)
    refused = refusal(shop.desk.begin_payment)
    assert (refused.code, refused.values["most_minor"]) == ("loyalty.above_limit", 0)
    shop.customers.attach(anna.customer_id)
    assert shop.desk.begin_payment().payment.left_minor == SOFA.price_minor


def test_with_the_cloud_away_two_open_sales_spend_the_offline_limit_of_points_once(shop):
    anna = shop.regular()
    give_points(shop, anna, 100_000)
    cut_off(shop)
    points_on_a_sale(shop, anna, 10_000)
    held = hold_beside(shop)
    points_on_a_sale(shop, anna, 6_000)
    shop.desk.pay_exact(CASH)
    take_up(shop, held)
    refused = refusal(lambda: shop.desk.pay_exact(CASH))
    assert (refused.code, refused.values["most_minor"]) == ("loyalty.offline_spent", 4_000)
    shop.customers.spend_points(0)
    shop.desk.pay_exact(CASH)
    assert shop.last().bonus_spent_minor == 0


def test_with_the_cloud_away_two_open_sales_take_the_offline_limit_of_a_certificate_once(shop):
    sell_certificate(shop, 50_000)
    cut_off(shop)
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    held = hold_beside(shop)
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    shop.desk.pay_exact(CASH)
    take_up(shop, held)
    refused = refusal(lambda: shop.desk.pay_exact(CASH))
    assert (refused.code, refused.values["most_minor"]) == ("certificate.offline_spent", 0)
    shop.payments.give_back(held.tenders[0].tender_id)
    shop.desk.pay_exact(CASH)
    assert shop.certificate(CERTIFICATE) == 40_000


def test_points_that_lapse_while_the_customer_pays_are_spent_and_leave_no_debt(shop):
    anna = shop.regular()
    give_points(shop, anna, 8_000)
    shop.place.clock.at_us += 365 * DAY_US - 60_000_000
    points_on_a_sale(shop, anna, 5_000)
    shop.place.clock.at_us += 120_000_000
    shop.desk.pay_exact(CASH)
    fact = shop.last()
    assert (fact.bonus_before_minor, fact.bonus_spent_minor) == (8_000, 5_000)
    assert points(shop, anna) == 3_000 + fact.bonus_earned_minor


def begin_refund(shop, fact):
    """Its money is asked of a terminal, and nobody has said yet how it went."""
    request = RefundRequest(
        fact.sale_id, (Wish(1, 1000),), "Не подошло", (("card", fact.total_minor),)
    )
    shop.refunds.give_back(request)


def test_a_certificate_that_is_being_given_back_buys_nothing_meanwhile(shop):
    sold = sell_certificate(shop, 20_000)
    begin_refund(shop, sold)
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    refused = refusal(lambda: shop.desk.pay_exact(CASH))
    assert (refused.code, refused.values["left_minor"]) == ("certificate.drawn_before", 0)
    shop.payments.give_back(shop.desk.snapshot().payment.tenders[0].tender_id)
    shop.desk.pay_exact(CASH)
    shop.refunds.answer(went=True)
    assert shop.certificate(CERTIFICATE) == 0


def test_a_certificate_whose_refund_did_not_go_buys_again(shop):
    sold = sell_certificate(shop, 20_000)
    begin_refund(shop, sold)
    shop.refunds.answer(went=False)
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    shop.desk.pay_exact(CASH)
    assert shop.certificate(CERTIFICATE) == 0


def test_how_a_certificate_was_paid_is_put_right_though_it_was_spent(shop):
    sold = sell_certificate(shop, 20_000)
    numbers = ("9999", 1, "12345", "2026-11-24T12:00", 1, 1, "0001", 20_000, 1)
    shop.journal.commit(
        Commit((FiscalDocumentRegistered(sold.fiscal_key, sold.sale_id, *numbers),))
    )
    shop.scan(BREAD)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    left_minor = shop.certificate(CERTIFICATE)
    right = CorrectionRequest("Пробито наличными", money=(("card", 20_000),))
    shop.refunds.correct(sold.sale_id, right)
    assert [t.kind for t in shop.last().tenders] == ["card"]
    assert shop.certificate(CERTIFICATE) == left_minor


def test_an_advance_that_is_being_given_back_pays_nothing_meanwhile(shop):
    shop.advances.take_advance(AdvanceWish("Петров", 10_000, "vat22"))
    shop.desk.pay_exact(CASH)
    advance = shop.last()
    begin_refund(shop, advance)
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shown = shop.advances.use(advance.sale_id)
    assert refusal(lambda: shop.desk.pay_exact(CASH)).code == "advance.used_up"
    shop.payments.give_back(shown.payment.tenders[0].tender_id)
    shop.desk.pay_exact(CASH)
    shop.refunds.answer(went=True)
    assert list(shop.advances.open()) == []


def test_a_sale_without_accounts_goes_on_while_a_refund_waits(shop):
    sold = sell_certificate(shop, 20_000)
    begin_refund(shop, sold)
    shop.scan(BREAD)
    shop.desk.pay_exact(CASH)
    assert shop.last().total_minor == BREAD.price_minor
