"""Certificates, debt and store credit, told as they happen at the till."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_desktop.domain.facts import (
    CertificateMoved,
    PaidTender,
    SaleCompleted,
)
from pos_desktop.domain.rights import Action, Approval, approved
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import certificates, credit, customers, pay, void
from pos_desktop.ports import Commit, QueueStatus
from tests.account_shop import (
    BREAD,
    COFFEE,
    DAY_US,
    SHOP,
    completed,
    paid,
    refunded,
    refusal,
    regular,
    sale_of,
    shop,
)
from tests.till_fakes import (
    CASHIER,
    SENIOR,
    FakeClock,
    FakeLedger,
    workplace,
)

# ---------------------------------------------------------------------------- certificates


def sold(place, number="2800000000018", amount_minor=300_000) -> SaleCompleted:
    return paid(place, certificates.put_money(place, None, number, amount_minor, staff=CASHIER))


def by_certificate(place, sale, number="2800000000018", amount_minor=0):
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    return certificates.spend(place, payment, number, amount_minor, staff=CASHIER)


def test_a_certificate_sold_is_an_advance_at_the_calculated_rate_and_no_stock():
    place = shop()
    fact = sold(place)
    [line] = fact.lines
    assert (line.method, line.kind, line.vat) == ("advance", "payment", "vat122")
    assert (line.product_id, line.certificate) == ("", "2800000000018")
    assert line.vat_minor == 54_098  # 3000.00 x 22/122
    held = certificates.find(place, " 2800000000018 ")
    assert (held.balance_minor, held.valid_until) == (300_000, date(2027, 11, 24))


def test_a_shop_without_vat_sells_certificates_without_it():
    place = shop()
    usn = replace(place, seller=replace(place.seller, tax_system="usn_income"))
    assert certificates.advance_vat(usn) == "none"


def test_a_certificate_of_3000_pays_2100_and_then_the_900_that_are_left():
    place = shop()
    sold(place)
    goods = [COFFEE] * 7  # 2443.00
    first = by_certificate(place, sale_of(place, None, *goods), amount_minor=210_000)
    assert first.left_minor == 34_300
    completed(place, pay.add_tender(place, first, TenderKind.CASH, first.left_minor, staff=CASHIER))
    assert certificates.find(place, "2800000000018").balance_minor == 90_000
    second = by_certificate(place, sale_of(place, None, *goods))
    assert second.tenders[0].amount_minor == 90_000
    fact = completed(
        place, pay.add_tender(place, second, TenderKind.CARD, second.left_minor, staff=CASHIER)
    )
    spent = fact.tenders[0]
    assert (spent.kind, spent.reference) == ("certificate", "2800000000018")
    empty = refusal(lambda: by_certificate(place, sale_of(place, None, COFFEE)))
    assert empty.code == "certificate.empty"


def test_the_same_certificate_twice_in_one_sale_spends_what_it_has_and_moves_once():
    place = shop()
    sold(place, amount_minor=30_000)
    payment = by_certificate(place, sale_of(place, None, COFFEE), amount_minor=10_000)
    payment = certificates.spend(place, payment, "2800000000018", staff=CASHIER)
    assert [t.amount_minor for t in payment.tenders] == [10_000, 20_000]
    completed(
        place, pay.add_tender(place, payment, TenderKind.CASH, payment.left_minor, staff=CASHIER)
    )
    assert certificates.find(place, "2800000000018").balance_minor == 0


def test_a_topped_up_certificate_has_more_and_lives_longer():
    place = shop()
    sold(place, amount_minor=100_000)
    fact = sold(place, amount_minor=50_000)
    assert fact.lines[0].name == "Пополнение сертификата № 2800000000018"
    assert certificates.find(place, "2800000000018").balance_minor == 150_000


@pytest.mark.parametrize(
    ("number", "amount", "code"),
    [
        ("", 100, "certificate.bad_number"),
        ("9" * 33, 100, "certificate.bad_number"),
        ("сертификат", 100, "certificate.bad_number"),
        ("28", 0, "tender.not_positive"),
        ("28", 5_000_000_000, "sale.sum_too_large"),
    ],
)
def test_a_certificate_that_cannot_be_sold_is_refused(number, amount, code):
    place = shop()
    act = lambda: certificates.put_money(place, None, number, amount, staff=CASHIER)  # noqa: E731
    assert refusal(act).code == code
    assert place.journal.drafts == {}


def test_one_certificate_stands_once_in_a_receipt_and_has_no_quantity():
    place = shop()
    sale = certificates.put_money(place, None, "28", 100, staff=CASHIER)
    twice = refusal(lambda: certificates.put_money(place, sale, "28", 100, staff=CASHIER))
    assert twice.code == "certificate.twice"
    two = refusal(lambda: void.set_quantity(place, sale, 1, 2000, staff=CASHIER))
    assert two.code == "sale.money_is_single"


def test_an_unknown_an_expired_and_a_too_small_certificate_are_refused_in_words():
    place = shop()
    sold(place, amount_minor=10_000)
    sale = sale_of(place, None, COFFEE)
    assert refusal(lambda: by_certificate(place, sale, "28")).code == "certificate.unknown"
    little = refusal(lambda: by_certificate(place, sale, amount_minor=10_001))
    assert (little.code, little.values["left_minor"]) == ("certificate.too_little", 10_000)
    old = CertificateMoved("old", "sold", 10_000, "s9", "2026-11-23")
    place.journal.commit(Commit((old,)))
    assert refusal(lambda: by_certificate(place, sale, "old")).code == "certificate.expired"


def test_with_the_cloud_down_a_certificate_pays_up_to_its_offline_limit():
    ledger = FakeLedger()
    place = workplace(
        customer_rules=replace(SHOP, shared=True), ledger=ledger, clock=FakeClock(10 * DAY_US)
    )
    sold(place, amount_minor=100_000)
    ledger.cloud_queue = lambda: QueueStatus(3, 9 * DAY_US, 1, 0)
    payment = by_certificate(place, sale_of(place, None, COFFEE, COFFEE))
    assert payment.tenders[0].amount_minor == 50_000
    over = refusal(lambda: certificates.spend(place, payment, "2800000000018", staff=CASHIER))
    assert over.code == "certificate.offline_limit"


def test_money_paid_by_certificate_earns_no_points():
    place = shop()
    sold(place, amount_minor=34_900)
    anna = regular(place)
    fact = completed(place, by_certificate(place, sale_of(place, anna, COFFEE)))
    assert fact.bonus_earned_minor == 0


def test_a_refund_puts_the_money_back_on_the_certificate():
    place = shop()
    sold(place, amount_minor=34_900)
    sale = completed(place, by_certificate(place, sale_of(place, None, COFFEE)))
    refunded(place, sale, sale.total_minor, tenders=sale.tenders)
    assert certificates.find(place, "2800000000018").balance_minor == 34_900


# ---------------------------------------------------------------------------- debt and credit


def on_credit(place, customer, staff=CASHIER, amount_minor=0):
    payment = pay.begin_payment(place, sale_of(place, customer, COFFEE), staff=CASHIER)
    return credit.buy_on_credit(place, payment, amount_minor, staff=staff)


def test_a_debt_within_the_limit_is_taken_by_a_cashier_and_above_it_by_a_senior_only():
    place = shop()
    anna = regular(place, credit_limit_minor=40_000)
    fact = completed(place, on_credit(place, anna))
    assert (fact.tenders[0].kind, fact.bonus_earned_minor) == ("credit", 0)
    assert place.customers.holdings(anna.customer_id).debt_minor == 34_900
    above = refusal(lambda: on_credit(place, anna))
    assert (above.code, above.values["action"]) == ("rights.missing", "sell_on_credit")
    allowed = approved(CASHIER, Approval(Action.SELL_ON_CREDIT, SENIOR))
    completed(place, on_credit(place, anna, allowed))
    assert place.customers.holdings(anna.customer_id).debt_minor == 69_800


def test_nobody_unknown_owes_the_shop():
    place = shop()
    assert refusal(lambda: on_credit(place, None)).code == "credit.no_customer"


def test_a_debt_is_repaid_in_part_by_a_receipt_of_its_own():
    place = shop()
    anna = regular(place, credit_limit_minor=40_000)
    completed(place, on_credit(place, anna))
    sale = credit.repay(place, None, anna.customer_id, 20_000, staff=CASHIER)
    fact = paid(place, sale)
    [line] = fact.lines
    assert (line.method, line.kind, line.vat) == ("credit_payment", "payment", "none")
    assert place.customers.holdings(anna.customer_id).debt_minor == 14_900
    assert fact.bonus_earned_minor == 0


def test_what_cannot_be_repaid_is_refused():
    place = shop()
    anna = regular(place, credit_limit_minor=40_000)
    who = anna.customer_id
    assert refusal(lambda: credit.repay(place, None, who, 1, staff=CASHIER)).code == (
        "credit.no_debt"
    )
    completed(place, on_credit(place, anna))
    assert refusal(lambda: credit.repay(place, None, who, 34_901, staff=CASHIER)).code == (
        "credit.above_debt"
    )
    assert refusal(lambda: credit.repay(place, None, who, 0, staff=CASHIER)).code == (
        "tender.not_positive"
    )
    sale = credit.repay(place, None, who, 100, staff=CASHIER)
    assert refusal(lambda: credit.repay(place, sale, who, 100, staff=CASHIER)).code == (
        "credit.twice"
    )
    assert refusal(lambda: customers.detach(place, sale, staff=CASHIER)).code == (
        "credit.names_customer"
    )


def test_money_kept_at_a_refund_is_spent_as_store_credit():
    place = shop()
    anna = regular(place)
    sale = paid(place, sale_of(place, anna, COFFEE))
    kept = PaidTender("t9", "store_credit", 34_900, 34_900)
    refunded(place, sale, sale.total_minor, tenders=(kept,))
    assert place.customers.holdings(anna.customer_id).store_credit_minor == 34_900
    payment = pay.begin_payment(place, sale_of(place, anna, COFFEE, BREAD), staff=CASHIER)
    too_much = refusal(lambda: credit.spend_store_credit(place, payment, 34_901, staff=CASHIER))
    assert too_much.code == "credit.too_little"
    payment = credit.spend_store_credit(place, payment, staff=CASHIER)
    assert payment.left_minor == 6_250
    none_left = refusal(lambda: credit.spend_store_credit(place, payment, staff=CASHIER))
    assert none_left.code == "credit.no_store_credit"
    completed(
        place, pay.add_tender(place, payment, TenderKind.CASH, payment.left_minor, staff=CASHIER)
    )
    assert place.customers.holdings(anna.customer_id).store_credit_minor == 0


def test_a_refund_of_goods_on_credit_cancels_the_debt():
    place = shop()
    anna = regular(place, credit_limit_minor=40_000)
    sale = completed(place, on_credit(place, anna))
    refunded(place, sale, sale.total_minor, tenders=sale.tenders)
    assert place.customers.holdings(anna.customer_id).debt_minor == 0
