"""Advances, orders, debts, certificates and refunds in any order: drawer, Z report, reports and
stock say the same."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.reports.period import Period
from pos_desktop.domain.reports.stock import StockTally
from pos_desktop.domain.settlement import MONEY_ONLY
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.read_reports import Watch, read_sales
from pos_desktop.operations.take_advance import AdvanceWish
from tests.settle_shop import BREAD, COFFEE, SOFA, SettleShop

CASH, CARD, CREDIT = TenderKind.CASH, TenderKind.CARD, TenderKind.CREDIT
CERTIFICATE = "5000000000017"
SIGNS = {"sell": 1, "sell_refund": -1}


def _sale(shop, dice, _anna):
    shop.scan(*dice.choices([COFFEE, BREAD, SOFA], k=dice.randint(1, 3)))
    shop.desk.pay_exact(dice.choice([CASH, CARD]))


def _on_credit(shop, dice, anna):
    shop.customers.attach(anna.customer_id)
    shop.scan(dice.choice([COFFEE, SOFA]))
    shop.desk.begin_payment()
    shop.desk.tender(CASH, dice.randint(1, 30_000))
    shop.desk.pay_exact(CREDIT)


def _repay(shop, dice, anna):
    owed = shop.owed(anna)
    if not owed:
        return
    if dice.random() < 0.5:
        shop.customers.repay(anna.customer_id, dice.randint(1, owed))
        shop.desk.pay_exact(CASH)
        return
    debt = dice.choice([one for one in shop.advances.open() if one.is_debt])
    shop.advances.pay_debt(debt.sale_id, dice.randint(1, debt.left_minor))
    shop.desk.pay_exact(CARD)


def _advance(shop, dice, _anna):
    shop.advances.take_advance(AdvanceWish("Петров", dice.randint(1, 900_000), "vat22"))
    shop.desk.pay_exact(CASH)


def _order(shop, dice, _anna):
    shop.scan(SOFA, BREAD)
    shop.advances.take_prepayment("Заказ", dice.randint(10, 3_006_250))
    shop.desk.pay_exact(CARD)


def _use_or_finish(shop, dice, _anna):
    found = [one for one in shop.advances.open() if not one.is_debt]
    if not found:
        return
    one = dice.choice(found)
    if one.has_goods:
        shop.advances.finish(one.sale_id)
        if shop.desk.begin_payment().payment.paid:
            shop.payments.close()
        else:
            shop.desk.pay_exact(CASH)
        return
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    if shop.advances.use(one.sale_id, dice.randint(1, 34_900)).payment is not None:
        shop.desk.pay_exact(CASH)


def _certificate(shop, dice, _anna):
    known = shop.place.customers.certificate(CERTIFICATE)
    if known is None or known.balance_minor == 0:
        shop.customers.put_on_certificate(CERTIFICATE, dice.randint(1, 50_000))
        shop.desk.pay_exact(CASH)
        return
    shop.scan(COFFEE)
    shop.desk.begin_payment()
    if shop.customers.pay_by_certificate(CERTIFICATE).payment is not None:
        shop.desk.pay_exact(CARD)


def _refund(shop, dice, _anna):
    sold = [fact for fact in shop.sold() if fact.operation == "sell"]
    if sold:
        fact = dice.choice(sold)
        line = dice.choice(fact.lines)
        shop.give_back(fact, line.n, 1000)


STEPS = (_sale, _on_credit, _repay, _advance, _order, _use_or_finish, _certificate, _refund)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_settled_in_whatever_order_every_book_says_the_same(tmp_path, seed):
    dice = random.Random(seed)
    shop = SettleShop(tmp_path)
    anna = shop.regular(limit_minor=1_000_000_000)
    for _ in range(40):
        try:
            dice.choice(STEPS)(shop, dice, anna)
        except RefusalError as refused:
            assert refused.code.startswith(("refund.", "advance.", "debt.")), refused.code
        while shop.refunds.unfinished() is not None:
            shop.refunds.answer(went=True)
    facts = shop.sold()
    assert len(facts) >= 25
    _assert_drawer_and_z(shop, facts)
    _assert_reports(shop, facts)
    before = _settled(shop, anna)
    assert before[2] == before[1].debt_minor
    shop.journal.rebuild()
    assert _settled(shop, anna) == before
    shop.journal.close()


def _settled(shop, anna):
    found = shop.journal.settlements.open()
    held = shop.place.customers.holdings(anna.customer_id)
    return found, held, sum(one.left_minor for one in found if one.is_debt)


def _assert_drawer_and_z(shop, facts):
    z = shop.journal.shift_report(1)
    by_kind: defaultdict[str, int] = defaultdict(int)
    for fact in facts:
        for tender in fact.tenders:
            by_kind[tender.kind] += SIGNS[fact.operation] * tender.amount_minor
    assert z.expected_minor == by_kind["cash"]
    assert {t.kind: t.sales_minor - t.refunds_minor for t in z.tenders} == dict(by_kind)
    assert z.revenue_minor == sum(by_kind.values())


def _assert_reports(shop, facts):
    ever = Period(date(2026, 1, 1), date(2027, 1, 1))
    report = read_sales(shop.journal.reports, ever, None, Watch(), with_cloud=False)
    tally = report.tally
    assert tally.total.net_minor == shop.journal.shift_report(1).revenue_minor
    assert report.check.book_agrees
    handed: defaultdict[str, int] = defaultdict(int)
    money_minor = 0
    for fact in facts:
        for line in fact.lines:
            if line.method in MONEY_ONLY:
                money_minor += SIGNS[fact.operation] * line.total_minor
            else:
                handed[line.product_id] += SIGNS[fact.operation] * line.qty
    assert {key: goods.qty for key, goods in tally.goods.items()} == dict(handed)
    assert tally.money_only_minor == money_minor
    in_goods = sum(goods.net_minor for goods in tally.goods.values())
    assert in_goods + money_minor + tally.outside_lines_minor == tally.total.net_minor
    moved = StockTally()
    for fact in facts:
        moved.note(0, fact)
    assert {key: -one.moved for key, one in moved.goods.items()} == dict(handed)
    gone = {key: -qty for key, qty in shop.journal.stock_moved().items() if qty}
    assert gone == {key: qty for key, qty in handed.items() if qty}
