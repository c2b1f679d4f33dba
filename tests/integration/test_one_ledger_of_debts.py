"""A debt stands once, whoever looks: by receipt on the page of advances, by person on the
customer's card; and nothing that pays is spent twice."""

from __future__ import annotations

import pytest

from pos_desktop.domain.facts import FiscalDocumentRegistered
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.tender import TenderKind, TenderOutcome
from pos_desktop.operations.correct import CorrectionRequest, RightLine
from pos_desktop.operations.exchange import ExchangeRequest
from pos_desktop.operations.refund import RefundRequest
from pos_desktop.operations.take_advance import AdvanceWish
from pos_desktop.ports import Commit
from tests.settle_shop import BREAD, COFFEE, SOFA, SettleShop, refusal

CASH, CARD, CREDIT = TenderKind.CASH, TenderKind.CARD, TenderKind.CREDIT
CERTIFICATE = "5000000000017"


@pytest.fixture
def shop(tmp_path):
    made = SettleShop(tmp_path)
    yield made
    before = _books(made)
    made.journal.rebuild()
    assert _books(made) == before
    made.journal.close()


def _books(shop):
    people = shop.place.customers.last()
    return (
        shop.journal.settlements.open(),
        [shop.place.customers.holdings(c.customer_id) for c in people],
        shop.journal.stock_moved(),
    )


def _registered(shop, fact):
    numbers = ("9999", 1, "12345", "2026-11-24T12:00", 1, 1, "0001", fact.total_minor, 1)
    done = FiscalDocumentRegistered(fact.fiscal_key, fact.sale_id, *numbers)
    shop.journal.commit(Commit((done,)))


def on_credit(shop, customer, *goods):
    shop.customers.attach(customer.customer_id)
    shop.scan(*goods)
    shop.desk.pay_exact(CREDIT)
    return shop.last()


def sell_certificate(shop, amount_minor, number=CERTIFICATE):
    shop.customers.put_on_certificate(number, amount_minor)
    shop.desk.pay_exact(CASH)
    return shop.last()


def test_a_debt_paid_on_the_page_of_advances_is_gone_from_the_customer(shop):
    anna = shop.regular()
    first = on_credit(shop, anna, SOFA)
    assert (shop.owed(anna), shop.owed_by_receipts(anna)) == (3_000_000, 3_000_000)
    shop.advances.pay_debt(first.sale_id, 1_000_000)
    shop.desk.pay_exact(CASH)
    assert (shop.owed(anna), shop.owed_by_receipts(anna)) == (2_000_000, 2_000_000)


def test_a_debt_repaid_on_the_customers_page_is_gone_from_his_oldest_receipt(shop):
    anna = shop.regular()
    sofa, coffee = on_credit(shop, anna, SOFA), on_credit(shop, anna, COFFEE)
    shop.customers.repay(anna.customer_id, 3_010_000)
    shop.desk.pay_exact(CARD)
    assert (shop.owed(anna), shop.owed_by_receipts(anna)) == (24_900, 24_900)
    assert [one.sale_id for one in shop.advances.open()] == [coffee.sale_id]
    code = refusal(lambda: shop.advances.pay_debt(sofa.sale_id, 1)).code
    assert code == "debt.paid_already"


def test_a_repayment_given_back_is_owed_again_by_the_same_receipt(shop):
    anna = shop.regular()
    on_credit(shop, anna, COFFEE)
    shop.customers.repay(anna.customer_id, 30_000)
    shop.desk.pay_exact(CASH)
    shop.give_back(shop.last())
    assert (shop.owed(anna), shop.owed_by_receipts(anna)) == (34_900, 34_900)


def _paid_by_somebody_without_a_card(shop, amount_minor):
    shop.scan(COFFEE)
    shop.desk.pay_exact(CREDIT)
    owed = shop.last()
    shop.advances.pay_debt(owed.sale_id, amount_minor)
    shop.desk.pay_exact(CASH)
    assert (owed.customer_id, shop.last().customer_id) == ("", "")
    return owed


def _left(shop):
    return {one.sale_id: one.left_minor for one in shop.advances.open()}


def test_a_debt_paid_without_a_card_and_given_back_is_owed_again(shop):
    owed = _paid_by_somebody_without_a_card(shop, 34_900)
    assert _left(shop) == {}
    payment = shop.last()
    shop.give_back(payment)
    back = shop.last()
    assert (back.original_sale_id, back.debt_sale_id) == (payment.sale_id, owed.sale_id)
    assert _left(shop) == {owed.sale_id: 34_900}


def test_a_payment_of_one_of_two_debts_given_back_reopens_that_one(shop):
    anna = shop.regular()
    first = on_credit(shop, anna, COFFEE)
    second = on_credit(shop, anna, BREAD)
    shop.advances.pay_debt(first.sale_id, 20_000)
    shop.desk.pay_exact(CASH)
    payment = shop.last()
    shop.advances.pay_debt(second.sale_id, 6_250)
    shop.desk.pay_exact(CASH)
    shop.give_back(payment)
    assert _left(shop) == {first.sale_id: 34_900}
    assert (shop.owed(anna), shop.owed_by_receipts(anna)) == (34_900, 34_900)


def test_a_debt_payment_put_right_to_another_tender_leaves_what_is_owed(shop):
    owed = _paid_by_somebody_without_a_card(shop, 20_000)
    payment = shop.last()
    _registered(shop, payment)
    shop.refunds.correct(payment.sale_id, CorrectionRequest("Карта", money=(("card", 20_000),)))
    assert _left(shop) == {owed.sale_id: 14_900}
    shop.give_back(shop.last(), money=(("cash", 20_000),))
    assert _left(shop) == {owed.sale_id: 34_900}


def test_goods_bought_on_credit_and_brought_back_are_not_owed(shop):
    anna = shop.regular()
    shop.give_back(on_credit(shop, anna, COFFEE))
    assert (shop.owed(anna), shop.advances.open()) == (0, [])


def test_a_debt_cannot_be_paid_by_two_sales_that_were_open_at_once(shop):
    anna = shop.regular()
    on_credit(shop, anna, COFFEE)
    shop.customers.repay(anna.customer_id, 34_900)
    shop.beside.add()
    shop.customers.repay(anna.customer_id, 34_900)
    shop.desk.pay_exact(CASH)
    [draft] = shop.journal.drafts_beside()
    shop.beside.show(draft.beside)
    refused = refusal(lambda: shop.desk.pay_exact(CASH))
    assert refused.code == "debt.paid_already"
    assert shop.owed(anna) == 0


def test_the_page_of_advances_and_the_customers_page_do_not_pay_the_same_debt(shop):
    anna = shop.regular()
    first = on_credit(shop, anna, COFFEE)
    shop.customers.repay(anna.customer_id, 34_900)
    shop.desk.park()
    shop.advances.pay_debt(first.sale_id, 34_900)
    shop.desk.pay_exact(CASH)
    shop.desk.recall(1)
    assert refusal(lambda: shop.desk.pay_exact(CARD)).code == "debt.paid_already"
    assert (shop.owed(anna), shop.owed_by_receipts(anna)) == (0, 0)


def test_a_certificate_is_no_advance_that_could_be_used_beside_it(shop):
    sell_certificate(shop, 100_000)
    assert shop.advances.open() == []
    assert shop.certificate(CERTIFICATE) == 100_000


def test_a_certificate_pays_a_part_and_cash_the_rest(shop):
    sell_certificate(shop, 20_000)
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shown = shop.customers.pay_by_certificate(CERTIFICATE)
    assert shown.payment.left_minor == 14_900
    shop.desk.pay_exact(CASH)
    assert [(t.kind, t.amount_minor) for t in shop.last().tenders] == [
        ("certificate", 20_000),
        ("cash", 14_900),
    ]
    assert shop.certificate(CERTIFICATE) == 0


def test_goods_paid_by_two_certificates_give_each_its_own_money_back(shop):
    sell_certificate(shop, 20_000)
    sell_certificate(shop, 10_000, "5000000000024")
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    shop.customers.pay_by_certificate("5000000000024")
    shop.desk.pay_exact(CASH)
    shop.give_back(shop.last())
    assert shop.certificate(CERTIFICATE) == 20_000
    assert shop.certificate("5000000000024") == 10_000
    assert [t.amount_minor for t in shop.last().tenders] == [20_000, 10_000, 4_900]


def test_a_certificate_given_back_before_the_sale_is_made_keeps_its_money(shop):
    sell_certificate(shop, 20_000)
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shown = shop.customers.pay_by_certificate(CERTIFICATE)
    shop.payments.give_back(shown.payment.tenders[0].tender_id)
    shop.desk.pay_exact(CASH)
    assert shop.certificate(CERTIFICATE) == 20_000


def test_a_power_cut_between_certificate_and_card_leaves_both_where_they_were(shop, tmp_path):
    sell_certificate(shop, 20_000)
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    shop.payments.ask_terminal(CARD, 14_900)
    shop.payments.answer(TenderOutcome.UNKNOWN)
    shop.journal.close()
    shop.__init__(tmp_path, ids_from=5000)
    shown = shop.desk.restore()
    assert [t.outcome for t in shown.payment.tenders][-1] is TenderOutcome.UNKNOWN
    assert shop.certificate(CERTIFICATE) == 20_000
    shop.payments.answer(TenderOutcome.APPROVED, "123456")
    assert shop.certificate(CERTIFICATE) == 0
    assert shop.last().total_minor == 34_900


def _spent_meanwhile(shop):
    """Another register's goods, or a second window: the money is drawn behind the open payment."""
    held = shop.desk.paying()
    shop.desk.take(None)
    shop.desk._payment = None
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    if shop.desk.snapshot().payment is not None:
        shop.desk.pay_exact(CASH)
    shop.desk._payment, shop.desk._sale = held, held.priced.sale


def test_a_certificate_is_not_spent_by_two_open_sales(shop):
    sell_certificate(shop, 20_000)
    shop.scan(COFFEE, BREAD)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    _spent_meanwhile(shop)
    refused = refusal(lambda: shop.desk.pay_exact(CASH))
    assert refused.code == "certificate.drawn_before"
    assert refused.values == {"number": CERTIFICATE, "left_minor": 0}
    assert len(shop.sold()) == 2
    kept = shop.desk.snapshot().payment
    shop.payments.give_back(kept.tenders[0].tender_id)
    shop.desk.pay_exact(CASH)
    assert [(t.kind, t.amount_minor) for t in shop.last().tenders] == [("cash", 41_150)]
    assert shop.certificate(CERTIFICATE) == 0


def test_a_card_that_was_charged_beside_a_spent_certificate_stays_on_record(shop):
    sell_certificate(shop, 20_000)
    shop.scan(COFFEE, BREAD)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    _spent_meanwhile(shop)
    shop.payments.ask_terminal(CARD, 21_150)
    refused = refusal(lambda: shop.payments.answer(TenderOutcome.APPROVED, "123456"))
    assert refused.code == "certificate.drawn_before"
    kept = shop.desk.snapshot().payment
    assert (kept.pending, [t.kind for t in kept.tenders]) == (None, ["certificate", "card"])
    shop.payments.give_back(kept.tenders[0].tender_id)
    shop.desk.pay_exact(CASH)
    assert [(t.kind, t.amount_minor) for t in shop.last().tenders] == [
        ("card", 21_150),
        ("cash", 20_000),
    ]


def test_an_advance_is_not_used_by_two_open_sales(shop):
    shop.advances.take_advance(AdvanceWish("Петров", 10_000, "vat22"))
    shop.desk.pay_exact(CASH)
    advance = shop.last()
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shown = shop.advances.use(advance.sale_id)
    shop.give_back(advance)
    refused = refusal(lambda: shop.desk.pay_exact(CASH))
    assert refused.code == "advance.used_up"
    shop.payments.give_back(shown.payment.tenders[0].tender_id)
    shop.desk.pay_exact(CARD)
    assert sum(t.amount_minor for t in shop.last().tenders) == 34_900


def test_an_advance_that_was_used_is_not_given_back_in_money(shop):
    shop.advances.take_advance(AdvanceWish("Петров", 10_000, "vat22"))
    shop.desk.pay_exact(CASH)
    advance = shop.last()
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shop.advances.use(advance.sale_id)
    shop.desk.pay_exact(CASH)
    assert refusal(lambda: shop.give_back(advance)).code == "advance.used_up"


def test_points_are_not_spent_by_two_sales_of_the_same_customer(shop):
    anna = shop.regular()
    shop.customers.attach(anna.customer_id)
    shop.scan(SOFA)
    shop.desk.pay_exact(CASH)
    whole = shop.place.customers.holdings(anna.customer_id).bonus_minor
    for _ in range(2):
        shop.customers.attach(anna.customer_id)
        shop.scan(SOFA)
        shop.customers.spend_points(whole)
        shop.desk.park()
    shop.desk.recall(1)
    shop.desk.pay_exact(CASH)
    shop.desk.recall(shop.desk.parked_sales()[0].parked)
    code = refusal(lambda: shop.desk.pay_exact(CASH)).code
    assert code in ("loyalty.above_limit", "account.drawn_before")
    assert shop.place.customers.holdings(anna.customer_id).bonus_minor >= 0


def test_points_of_goods_brought_back_go_the_way_they_came(shop):
    anna = shop.regular()
    shop.customers.attach(anna.customer_id)
    shop.scan(SOFA)
    shop.desk.pay_exact(CASH)
    assert shop.place.customers.holdings(anna.customer_id).bonus_minor == 150_000
    shop.give_back(shop.last())
    assert shop.place.customers.holdings(anna.customer_id).bonus_minor == 0


def test_a_certificate_that_paid_for_exchanged_goods_is_spent_once(shop):
    sell_certificate(shop, 40_000)
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    first = shop.last()
    basket = shop.refunds.add(None, BREAD.barcodes[0]).sale
    wish = RefundRequest(first.sale_id, (Wish(1, 1000),), "Другой вкус")
    shop.refunds.exchange(ExchangeRequest(wish, basket))
    assert shop.certificate(CERTIFICATE) == 40_000 - BREAD.price_minor


def test_a_receipt_made_right_moves_certificate_and_points_to_what_is_right(shop):
    anna = shop.regular()
    sell_certificate(shop, 10_000)
    shop.customers.attach(anna.customer_id)
    shop.scan(COFFEE, COFFEE)
    shop.desk.begin_payment()
    shop.customers.pay_by_certificate(CERTIFICATE)
    shop.desk.pay_exact(CASH)
    wrong = shop.last()
    request = CorrectionRequest("Пробито дважды", lines=(RightLine(1, 1000),))
    _registered(shop, wrong)
    shop.refunds.correct(wrong.sale_id, request)
    right = shop.last()
    assert right.total_minor == 34_900
    paid = sum(t.amount_minor for t in right.tenders if t.kind == "certificate")
    assert shop.certificate(CERTIFICATE) == 10_000 - paid
    earned = shop.place.customers.holdings(anna.customer_id).bonus_minor
    assert earned == right.bonus_earned_minor > 0


def test_of_an_advance_a_part_may_be_typed(shop):
    shop.advances.take_advance(AdvanceWish("Петров", 500_000, "vat22"))
    shop.desk.pay_exact(CASH)
    advance = shop.last()
    shop.scan(SOFA)
    shop.desk.begin_payment()
    shown = shop.advances.use(advance.sale_id, 200_000)
    assert shown.payment.left_minor == 2_800_000
    shop.desk.pay_exact(CARD)
    assert [one.left_minor for one in shop.advances.open()] == [300_000]
    shop.scan(SOFA)
    shop.desk.begin_payment()
    assert shop.advances.use(advance.sale_id, 3_000_000).payment.left_minor == 2_700_000
