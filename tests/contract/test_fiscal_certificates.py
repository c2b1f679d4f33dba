"""Certificates and debts as the register itself makes them: bodies written by hand from the tax
service's formats, and what the simulated operator says to them."""

from __future__ import annotations

from decimal import Decimal

from pos_desktop.domain.fiscal import document_of
from pos_desktop.domain.tender import TenderKind
from pos_desktop.fiscal.atol_body import receipt_body
from pos_desktop.operations import certificates, credit, pay
from pos_desktop.ports import Accepted, Done
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from pos_desktop.simulators.atol_orders import decode_json
from tests.account_shop import COFFEE, completed, paid, regular, sale_of, shop
from tests.contract.fiscal_shop import COUNTRY, INN, MOSCOW, NOON_US, SELLER, operator_of
from tests.till_fakes import CASHIER

CARD = "2800000000018"


def told(fact, names):
    """What the body says of positions and money, by the named fields of each position."""
    document = document_of(fact, NOON_US, COUNTRY.vat)
    body = decode_json(receipt_body(document, fact.fiscal_key, SELLER, MOSCOW))["receipt"]
    items = [tuple(item[name] for name in names) for item in body["items"]]
    return items, [(p["type"], p["sum"]) for p in body["payments"]], body["total"]


def registered(*facts):
    """The operator registers each in order, without a word of doubt."""
    with AtolOnlineSimulator(inn=INN, payment_address=SELLER.place) as simulator:
        operator = operator_of(simulator)
        for fact in facts:
            answer = operator.submit(document_of(fact, NOON_US, COUNTRY.vat), fact.fiscal_key)
            assert isinstance(answer, Accepted), answer
            assert isinstance(operator.poll(answer.reference), Done)
        operator.close()
        return simulator.warnings == []


FIELDS = ("payment_method", "payment_object", "sum", "vat")


def test_a_certificate_of_3000_is_sold_as_an_advance_and_offset_when_it_pays():
    place = shop()
    sold = paid(place, certificates.put_money(place, None, CARD, 300_000, staff=CASHIER))
    vat = {"type": "vat122", "sum": Decimal("540.98")}  # 3000 x 22 / 122
    assert told(sold, FIELDS) == (
        [("advance", 10, Decimal(3000), vat)],
        [(0, Decimal(3000))],
        Decimal(3000),
    )
    payment = pay.begin_payment(place, sale_of(place, None, COFFEE), staff=CASHIER)
    spent = completed(place, certificates.spend(place, payment, CARD, staff=CASHIER))
    vat = {"type": "vat22", "sum": Decimal("62.93")}  # 349 x 22 / 122
    assert told(spent, FIELDS) == (
        [("full_payment", 1, Decimal(349), vat)],
        [(2, Decimal(349))],
        Decimal(349),
    )
    assert registered(sold, spent)


def test_goods_on_credit_and_the_debt_repaid_are_what_the_formats_want():
    place = shop()
    anna = regular(place, credit_limit_minor=40_000)
    payment = pay.begin_payment(place, sale_of(place, anna, COFFEE), staff=CASHIER)
    taken = completed(place, credit.buy_on_credit(place, payment, staff=CASHIER))
    vat = {"type": "vat22", "sum": Decimal("62.93")}
    assert told(taken, FIELDS) == (
        [("credit", 1, Decimal(349), vat)],
        [(3, Decimal(349))],
        Decimal(349),
    )
    sale = credit.repay(place, None, anna.customer_id, 34_900, staff=CASHIER)
    repaid = paid(place, sale, TenderKind.CARD)
    assert told(repaid, FIELDS) == (
        [("credit_payment", 10, Decimal(349), {"type": "none"})],
        [(1, Decimal(349))],
        Decimal(349),
    )
    assert registered(taken, repaid)
