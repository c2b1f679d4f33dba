"""Money before the goods and goods before the money, as the cashier tells it; the fiscal operator
takes every receipt of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import CustomerSaved, SaleCompleted, ShiftOpened
from pos_desktop.domain.fiscal import document_of
from pos_desktop.domain.tender import TenderKind
from pos_desktop.fiscal.atol_body import receipt_body
from pos_desktop.gui.desk import Desk
from pos_desktop.gui.desk_advance import AdvanceDesk
from pos_desktop.gui.desk_payment import PaymentDesk
from pos_desktop.gui.open_sales import OpenSales
from pos_desktop.operations import certificates, credit, customers
from pos_desktop.operations.take_advance import AdvanceWish
from pos_desktop.ports import Commit
from pos_desktop.simulators.atol_kkt_rules import kkt_error
from pos_desktop.simulators.atol_orders import decode_json
from pos_desktop.simulators.atol_rules import name_warnings, rule_faults
from pos_desktop.simulators.atol_schema import document_faults
from tests.contract.fiscal_shop import INN, MOSCOW, NOON_US, SELLER
from tests.journal_samples import CountingIds, StepClock, opened
from tests.till_fakes import BREAD, COFFEE, SENIOR, FakeCatalogue, workplace
from tests.unit.test_desk import Directory

SOFA = replace(
    COFFEE, product_id="sofa", name="Диван", price_minor=3_000_000, barcodes=("2000017",)
)
CASH, CARD, CREDIT = TenderKind.CASH, TenderKind.CARD, TenderKind.CREDIT


class Shop:
    """A desk over a real journal, and what it has sold."""

    def __init__(self, folder) -> None:
        clock, ids = StepClock(), CountingIds(1000)
        self.journal = opened(folder, clock)
        place = workplace(
            journal=self.journal,
            ledger=self.journal.ledger,
            catalogue=FakeCatalogue([SOFA, COFFEE, BREAD]),
            clock=clock,
            ids=ids,
            customers=self.journal.customers,
        )
        self.journal.commit(Commit((ShiftOpened("shift-1", 1, "s2", "Соколова Т.", 0),)))
        self.desk = Desk(place, Directory(), lambda: None)
        self.desk.sign_in("s2", "2222")
        self.advances = AdvanceDesk(self.desk, self.journal.settlements, self.journal.refunds)
        self.payments = PaymentDesk(self.desk)

    def scan(self, *goods):
        for product in goods:
            self.desk.scan(product.barcodes[0])

    def sold(self) -> list[SaleCompleted]:
        rows = sorted(self.journal.ledger.sales(), key=lambda row: row.number)
        return [self.journal.ledger.sale(row.sale_id).fact for row in rows]

    def last(self) -> SaleCompleted:
        return self.sold()[-1]

    def open(self, text=""):
        return [(o.kind, o.name, o.left_minor) for o in self.advances.open(text)]


@pytest.fixture
def shop(tmp_path):
    made = Shop(tmp_path)
    yield made
    for fact in made.sold():
        assert_an_operator_takes(fact, made.desk.place.country.vat)
    before = made.open()
    made.journal.rebuild()
    assert made.open() == before
    made.journal.close()


def assert_an_operator_takes(fact, rates):
    document = document_of(fact, NOON_US, rates)
    body = decode_json(receipt_body(document, document.key, SELLER, MOSCOW))
    assert document_faults(fact.operation, body) == []
    assert rule_faults(fact.operation, body) == []
    assert name_warnings(fact.operation, body) == []
    systems = frozenset({"osn"})
    assert kkt_error(fact.operation, body, inn=INN, tax_systems=systems) is None


def refusal(act) -> str:
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value.code


def take_advance(shop, amount_minor=500_000, name="Петров, диван", kind=CASH):
    shop.advances.take_advance(AdvanceWish(name, amount_minor, "vat22"))
    shop.desk.pay_exact(kind)
    return shop.last()


def test_an_advance_is_taken_and_pays_for_the_sofa_three_weeks_later(shop):
    first = take_advance(shop)
    assert [(ln.name, ln.method, ln.vat, ln.kind) for ln in first.lines] == [
        ("Аванс: Петров, диван", "advance", "vat122", "payment")
    ]
    assert first.vats[0].vat_minor == 90_164
    assert shop.open() == [("advance", "Петров, диван", 500_000)]
    shop.scan(SOFA)
    shown = shop.advances.use(first.sale_id)
    assert shown.payment.left_minor == 2_500_000
    shop.desk.pay_exact(CARD)
    fact = shop.last()
    assert [(t.kind, t.amount_minor, t.reference) for t in fact.tenders] == [
        ("advance", 500_000, first.sale_id),
        ("card", 2_500_000, ""),
    ]
    assert (fact.lines[0].method, fact.lines[0].vat) == ("full_payment", "vat22")
    assert shop.open() == []


def test_what_is_left_of_an_advance_stays_for_the_next_visit(shop):
    first = take_advance(shop)
    shop.scan(COFFEE)
    shop.advances.use(first.sale_id)
    assert shop.last().total_minor == 34_900
    assert shop.open() == [("advance", "Петров, диван", 465_100)]
    shop.scan(SOFA)
    shown = shop.advances.use(first.sale_id)
    assert shown.payment.left_minor == 3_000_000 - 465_100
    again = refusal(lambda: shop.advances.use(first.sale_id))
    assert again == "advance.taken_already"
    shop.desk.pay_exact(CASH)
    shop.scan(COFFEE)
    assert refusal(lambda: shop.advances.use(first.sale_id)) == "advance.used_up"
    shop.desk.pay_exact(CASH)


def test_an_order_is_prepaid_in_part_and_handed_over_to_the_kopeck(shop):
    shop.scan(SOFA, BREAD, BREAD, BREAD)
    shown = shop.advances.take_prepayment("Заказ 12", 1_000_001)
    assert shown.payment.left_minor == 1_000_001
    shop.desk.pay_exact(CARD)
    first = shop.last()
    assert {line.method for line in first.lines} == {"prepayment"}
    assert {line.vat for line in first.lines} == {"vat122", "vat110"}
    assert sum(line.whole_minor for line in first.lines) == 3_018_750
    assert shop.journal.stock_moved() == {}
    assert shop.open("заказ") == [("prepayment", "Заказ 12", 1_000_001)]
    shown = shop.advances.finish(first.sale_id)
    assert shown.priced.total_minor == 3_018_750
    shown = shop.desk.begin_payment()
    assert shown.payment.left_minor == 3_018_750 - 1_000_001
    shop.desk.pay_exact(CASH)
    final = shop.last()
    assert final.total_minor == 3_018_750
    assert {(line.method, line.vat) for line in final.lines} == {
        ("full_payment", "vat22"),
        ("full_payment", "vat10"),
    }
    assert shop.journal.stock_moved() == {"sofa": -1000, "p2": -3000}
    assert shop.open() == []


def test_an_order_prepaid_in_full_is_handed_over_without_money(shop):
    shop.scan(SOFA)
    shop.advances.take_prepayment("Петров", 3_000_000)
    shop.desk.pay_exact(CARD)
    first = shop.last()
    assert [line.method for line in first.lines] == ["full_prepayment"]
    shop.advances.finish(first.sale_id)
    shown = shop.desk.begin_payment()
    assert shown.payment.left_minor == 0
    assert shop.payments.close().just_completed
    assert [(t.kind, t.amount_minor) for t in shop.last().tenders] == [("advance", 3_000_000)]
    assert refusal(lambda: shop.advances.finish(first.sale_id)) == "advance.used_up"


def test_goods_leave_on_credit_and_the_debt_is_paid_in_two_parts(shop):
    shop.scan(SOFA)
    shop.desk.begin_payment()
    shop.desk.tender(CASH, 1_000_000)
    shop.desk.pay_exact(CREDIT)
    first = shop.last()
    assert shop.open() == [("credit", "", 2_000_000)]
    too_much = refusal(lambda: shop.advances.pay_debt(first.sale_id, 2_000_001))
    assert too_much == "debt.out_of_range"
    for amount, left in ((500_000, 1_500_000), (1_500_000, 0)):
        shop.advances.pay_debt(first.sale_id, amount)
        shop.desk.pay_exact(CASH)
        paid = shop.last()
        assert (paid.lines[0].method, paid.lines[0].vat) == ("credit_payment", "none")
        assert paid.original_sale_id == first.sale_id
        assert [o.left_minor for o in shop.advances.open()] == ([left] if left else [])
    assert refusal(lambda: shop.advances.pay_debt(first.sale_id, 1)) == "debt.paid_already"


@pytest.mark.parametrize("kind", [TenderKind.ADVANCE, CREDIT, TenderKind.OTHER])
def test_an_advance_is_paid_with_money_only(shop, kind):
    shop.advances.take_advance(AdvanceWish("Петров", 100_000, "vat22"))
    assert refusal(lambda: shop.desk.pay_exact(kind)) == "tender.money_only"
    shop.desk.pay_exact(CASH)


def test_an_advance_given_back_is_no_longer_open(shop):
    first = take_advance(shop)
    back = replace(
        first,
        sale_id="0192d2f0-aaaa-7000-8000-00000000000b",
        number=first.number + 1,
        operation="sell_refund",
        original_sale_id=first.sale_id,
        fiscal_key="r2-r-000002-v1",
    )
    shop.journal.commit(Commit((back,)))
    assert shop.open() == []


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda s: s.advances.take_advance(AdvanceWish("  ", 1, "vat22")), "advance.no_name"),
        (lambda s: s.advances.take_advance(AdvanceWish("П", 0, "vat22")), "advance.no_amount"),
        (lambda s: s.advances.finish("nothing"), "advance.used_up"),
        (lambda s: s.advances.pay_debt("nothing", 1), "debt.paid_already"),
        (lambda s: s.advances.finish(take_advance(s).sale_id), "advance.no_goods"),
        (lambda s: (s.scan(COFFEE), s.advances.finish("x")), "advance.sale_open"),
        (lambda s: s.advances.take_prepayment("Петров", 100), "sale.empty"),
        (
            lambda s: (s.scan(COFFEE), s.advances.take_prepayment("Петров", 34_901)),
            "prepayment.out_of_range",
        ),
        (lambda s: (s.scan(COFFEE), s.payments.close()), "sale.not_paid"),
    ],
)
def test_what_makes_no_sense_is_refused_and_sells_nothing(shop, act, code):
    assert refusal(lambda: act(shop)) == code
    assert [fact.lines[0].method for fact in shop.sold()] in ([], ["advance"])


def given_back(shop, first, **changes):
    """The receipt that gives all of `first` back, as a refund stores it."""
    back = replace(
        first,
        sale_id="0192d2f0-aaaa-7000-8000-00000000000b",
        number=shop.journal.next_sale_number(),
        operation="sell_refund",
        original_sale_id=first.sale_id,
        fiscal_key=f"r2-r-{shop.journal.next_sale_number():06d}-v1",
        **changes,
    )
    shop.journal.commit(Commit((back,)))


def test_what_of_an_advance_is_used_up_is_not_given_back_as_well(shop):
    first = take_advance(shop)
    shop.scan(COFFEE)
    shop.advances.use(first.sale_id)
    assert refusal(lambda: given_back(shop, first)) == "advance.used_up"
    assert shop.open() == [("advance", "Петров, диван", 465_100)]
    assert len(shop.sold()) == 2


def test_an_advance_given_back_while_it_pays_a_sale_pays_it_no_more(shop):
    first = take_advance(shop)
    shop.scan(SOFA)
    shown = shop.advances.use(first.sale_id)
    given_back(shop, first)
    assert refusal(lambda: shop.desk.pay_exact(CASH)) == "advance.used_up"
    assert len(shop.sold()) == 2
    [tender] = shown.payment.tenders
    shop.payments.give_back(tender.tender_id)
    shop.desk.pay_exact(CASH)
    assert [(t.kind, t.amount_minor) for t in shop.last().tenders] == [("cash", 3_000_000)]


def test_a_debt_is_collected_once_from_two_sales_that_were_open_beside_each_other(shop):
    shop.scan(COFFEE)
    shop.desk.pay_exact(CREDIT)
    debt = shop.last()
    shop.advances.pay_debt(debt.sale_id, 34_900)
    OpenSales(shop.desk).add()
    shop.advances.pay_debt(debt.sale_id, 34_900)
    shop.desk.pay_exact(CASH)
    OpenSales(shop.desk).show(1)
    assert refusal(lambda: shop.desk.pay_exact(CASH)) == "debt.paid_already"
    assert len(shop.sold()) == 2
    shop.desk.void()


def test_goods_bought_with_an_advance_are_not_handed_over_with_an_order(shop):
    shop.scan(SOFA)
    shop.advances.take_prepayment("Петров", 3_000_000)
    shop.desk.leave_payment()
    shop.scan(COFFEE)
    shop.desk.pay_exact(CARD)
    first = shop.last()
    assert shop.open() == [("full_prepayment", "Петров", 3_000_000)]
    shown = shop.advances.finish(first.sale_id)
    assert [line.line.name for line in shown.priced.lines] == ["Диван"]
    assert shown.priced.total_minor == 3_000_000
    shop.desk.begin_payment()
    shop.payments.close()


def test_money_on_a_certificate_is_no_advance_as_well(shop):
    certificates.put_money(shop.desk.place, None, "9900001", 100_000, staff=SENIOR)
    shop.desk.restore()
    shop.desk.pay_exact(CASH)
    assert shop.last().lines[0].certificate == "9900001"
    assert shop.open() == []


def test_a_debt_repaid_on_the_customers_card_is_not_asked_for_by_its_receipt(shop):
    sofa, coffee = (credit_sale(shop, product) for product in (SOFA, COFFEE))
    assert [o.left_minor for o in shop.advances.open()] == [34_900, 3_000_000]
    sale = credit.repay(shop.desk.place, None, PETROV, 3_010_000, staff=SENIOR)
    shop.desk.take(sale)
    shop.desk.pay_exact(CASH)
    assert shop.journal.customers.holdings(PETROV).debt_minor == 24_900
    assert [(o.sale_id, o.left_minor) for o in shop.advances.open()] == [(coffee.sale_id, 24_900)]
    paid = shop.last()
    given_back(shop, paid)
    assert [o.left_minor for o in shop.advances.open()] == [34_900, 3_000_000]
    assert sofa.customer_id == PETROV


PETROV = "customer-1"


def credit_sale(shop, product):
    """Goods on credit for Petrov, whose card is there."""
    place = shop.desk.place
    if shop.journal.customers.customer(PETROV) is None:
        shop.journal.commit(
            Commit((CustomerSaved(PETROV, "Петров", staff_id="s2", staff_name="Соколова Т."),))
        )
    shop.scan(product)
    shop.desk.keep(customers.attach(place, shop.desk.in_hand(), PETROV, staff=SENIOR))
    shop.desk.pay_exact(CREDIT)
    return shop.last()
