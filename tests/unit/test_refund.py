"""Refunds as a cashier tells them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import RefundBegun, SaleCompleted
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import sell
from pos_desktop.operations.give_back import GivenBack, carry_out
from pos_desktop.operations.hear_refund import answer
from pos_desktop.operations.refund import (
    LooseRequest,
    PaperReceipt,
    RefundRequest,
    look_up,
    plan_refund,
    plan_without_receipt,
    rate_of_day,
)
from tests.refund_fakes import FP, FakeRefundBook, open_place, sold
from tests.till_fakes import CASHIER, COFFEE, SENIOR, FakeCatalogue, country

CARD = ((TenderKind.CARD, 0),)


@pytest.fixture
def place():
    return open_place()


@pytest.fixture
def book(place):
    return FakeRefundBook(place)


def give_back(place, book, sale_id, *wishes, staff=CASHIER, **more):
    original = look_up(place, book, sale_id, 14)
    request = RefundRequest(sale_id, wishes, more.pop("reason", "Не подошёл"), **more)
    return carry_out(place, book, plan_refund(place, original, request, staff=staff), staff=staff)


def code_of(action) -> str:
    with pytest.raises(RefusalError) as caught:
        action()
    return caught.value.code


def last(place) -> SaleCompleted:
    return place.journal.facts()[-1]


def test_one_of_two_coffees_comes_back_for_cash(place, book):
    sale_id = sold(place, "p1:2", "p2", off_minor=10_000)
    done = give_back(place, book, sale_id, Wish(1, 1000))
    receipt = last(place)
    assert isinstance(done, GivenBack)
    assert done.cash_minor == receipt.total_minor == 30_311  # 349.00 less 45.89 of 100.00
    assert receipt.operation == "sell_refund"
    assert (receipt.number, receipt.original_number) == (2, 1)
    assert (receipt.original_sale_id, receipt.original_fp) == (sale_id, FP)
    assert receipt.reason == "Не подошёл"
    assert [(t.kind, t.amount_minor) for t in receipt.tenders] == [("cash", 30_311)]


def test_its_paper_names_the_receipt_and_opens_the_drawer_in_the_same_commit(place, book):
    give_back(place, book, sold(place, "p2"), Wish(1, 1000))
    commit = place.journal.commits[-1]
    text = commit.print_jobs[0].payload.decode()
    assert "ВОЗВРАТ ПРИХОДА" in text
    assert FP in text
    assert "Причина: Не подошёл" in text
    assert commit.print_jobs[0].opens_drawer
    assert commit.fiscal_documents[0].key == last(place).fiscal_key


def test_half_a_kilo_of_bananas_and_then_the_rest_make_what_was_paid(place, book):
    sale_id = sold(place, "p3:842")
    first = give_back(place, book, sale_id, Wish(1, 500))
    rest = give_back(place, book, sale_id, Wish(1, 342))
    assert first.cash_minor + rest.cash_minor == 10_946


def test_the_same_receipt_is_refunded_once(place, book):
    sale_id = sold(place, "p2")
    give_back(place, book, sale_id, Wish(1, 1000))
    assert code_of(lambda: give_back(place, book, sale_id, Wish(1, 1000))) == "refund.too_much"
    assert place.journal.next_sale_number() == 3


def test_what_another_refund_took_meanwhile_is_seen_by_the_commit(place, book):
    sale_id = sold(place, "p2")
    give_back(place, book, sale_id, Wish(1, 1000))
    before = place.journal.commits[-1].returned_before
    assert [(b.sale_id, b.n, b.qty) for b in before] == [(sale_id, 1, 0)]


def test_goods_that_are_broken_do_not_go_back_to_stock(place, book):
    give_back(place, book, sold(place, "p1", "p2"), Wish(1, 1000, to_stock=False), Wish(2, 1000))
    assert [line.to_stock for line in last(place).lines] == [False, True]


def test_bought_for_cash_and_wanted_on_the_card_needs_a_senior(place, book):
    sale_id = sold(place, "p2")
    money = (("card", 6_250),)
    with pytest.raises(RefusalError) as caught:
        give_back(place, book, sale_id, Wish(1, 1000), money=money)
    assert caught.value.values["action"] == "refund_other_way"
    begun = give_back(place, book, sale_id, Wish(1, 1000), money=money, staff=SENIOR)
    assert isinstance(begun, RefundBegun)
    assert begun.card_minor == 6_250


def test_money_on_a_card_is_asked_for_before_it_is_a_refund(place, book):
    sale_id = sold(place, "p2", kinds=CARD)
    begun = give_back(place, book, sale_id, Wish(1, 1000))
    assert isinstance(begun, RefundBegun)
    assert book.unfinished() == begun
    done = answer(place, book, went=True, staff=CASHIER)
    assert done.cash_minor == 0
    assert last(place).sale_id == begun.refund_id
    assert not place.journal.commits[-1].print_jobs[0].opens_drawer
    assert code_of(lambda: answer(place, book, went=True, staff=CASHIER)) == "refund.none_waits"


def test_while_one_refund_waits_for_the_terminal_no_other_begins(place, book):
    first, second = sold(place, "p2", kinds=CARD), sold(place, "p1")
    give_back(place, book, first, Wish(1, 1000))
    assert code_of(lambda: give_back(place, book, second, Wish(1, 1000))) == "refund.unfinished"
    assert answer(place, book, went=False, staff=CASHIER) is None
    assert give_back(place, book, second, Wish(1, 1000)).cash_minor == 34_900
    assert book.returned(first) == {}


def test_a_mixed_payment_goes_back_in_proportion_or_as_chosen_within_it(place, book):
    sale_id = sold(place, "p1:2", kinds=((TenderKind.CARD, 34_900), (TenderKind.CASH, 0)))
    begun = give_back(place, book, sale_id, Wish(1, 1000))
    assert {t.kind: t.amount_minor for t in begun.receipts[0].tenders} == {
        "card": 17_450,
        "cash": 17_450,
    }
    answer(place, book, went=False, staff=CASHIER)
    done = give_back(place, book, sale_id, Wish(1, 1000), money=(("cash", 34_900),))
    assert done.cash_minor == 34_900
    # The cash that was paid is gone now: the second coffee goes to the card.
    begun = give_back(place, book, sale_id, Wish(1, 1000))
    assert begun.card_minor == 34_900


def test_goods_of_2025_with_20_percent_keep_20_percent_in_2026(place, book):
    old = replace(COFFEE, vat="vat22")
    sale_id = sold(replace(place, catalogue=FakeCatalogue((old,))), "p1")
    stored = next(f for f in place.journal.facts() if isinstance(f, SaleCompleted))
    as_of_2025 = replace(
        stored,
        lines=(replace(stored.lines[0], vat="vat20", vat_minor=5_817),),
        vats=(replace(stored.vats[0], vat="vat20", vat_minor=5_817),),
    )
    commits = place.journal.commits
    commits[-1] = replace(commits[-1], facts=(as_of_2025,))
    give_back(place, book, sale_id, Wish(1, 1000))
    assert [(v.vat, v.vat_minor) for v in last(place).vats] == [("vat20", 5_817)]


def test_an_old_receipt_needs_a_senior_and_is_no_blocker(place, book):
    sale_id = sold(place, "p2")
    book.at_us -= 15 * 86_400_000_000
    with pytest.raises(RefusalError) as caught:
        give_back(place, book, sale_id, Wish(1, 1000))
    assert caught.value.values["action"] == "refund_late"
    assert give_back(place, book, sale_id, Wish(1, 1000), staff=SENIOR).cash_minor == 6_250


def test_without_a_receipt_a_senior_takes_goods_back_for_cash(place, book):
    basket = sell.add_product(place, None, "p1", staff=CASHIER).sale
    paper = PaperReceipt("7380440903612845", "5472", "0133880425", date(2025, 12, 30))
    request = LooseRequest(basket, "Брак", written_off=frozenset({1}), paper=paper)
    with pytest.raises(RefusalError) as caught:
        plan_without_receipt(place, request, staff=CASHIER)
    assert caught.value.values["action"] == "refund_without_receipt"
    planned = plan_without_receipt(place, request, staff=SENIOR)
    done = carry_out(place, book, planned, staff=SENIOR)
    receipt = done.receipts[0]
    assert done.cash_minor == 34_900
    assert receipt.original_fp == "0133880425"
    assert receipt.note == "ФН 7380440903612845 ФД 5472"
    assert receipt.lines[0].vat == "vat20"  # sold in 2025
    assert receipt.lines[0].vat_minor == 5_817
    assert not receipt.lines[0].to_stock
    assert receipt.fiscal_key


def test_the_rate_of_a_day_is_the_one_that_stood_in_its_place():
    rates = country().vat
    assert rate_of_day(rates, "vat22", date(2025, 12, 31)) == "vat20"
    assert rate_of_day(rates, "vat22", date(2026, 1, 1)) == "vat22"
    assert rate_of_day(rates, "vat10", date(2025, 1, 5)) == "vat10"
    assert rate_of_day(rates, "none", date(2025, 1, 5)) == "none"


def test_what_is_missing_or_mistyped_is_refused_and_nothing_is_stored(place, book):
    sale_id = sold(place, "p2")
    facts = len(place.journal.facts())
    basket = sell.add_product(place, None, "p1", staff=CASHIER).sale
    empty = replace(basket, lines=())

    def loose(**changes):
        request = replace(LooseRequest(basket, "Брак"), **changes)
        return plan_without_receipt(place, request, staff=SENIOR)

    wish = Wish(1, 1000)
    assert code_of(lambda: give_back(place, book, sale_id)) == "refund.nothing_chosen"
    assert code_of(lambda: give_back(place, book, sale_id, wish, reason=" ")) == "refund.no_reason"
    assert (
        code_of(lambda: give_back(place, book, sale_id, wish, money=(("cash", 1),)))
        == "refund.money_mismatch"
    )
    assert code_of(lambda: give_back(place, book, sale_id, Wish(7, 1))) == "refund.no_such_line"
    assert code_of(lambda: look_up(place, book, "no", 14)) == "sale.unknown"
    assert code_of(lambda: loose(basket=empty)) == "refund.nothing_chosen"
    assert code_of(lambda: loose(reason="")) == "refund.no_reason"
    assert code_of(lambda: loose(paper=PaperReceipt(fp="12a"))) == "refund.bad_paper"
    assert len(place.journal.facts()) == facts


def test_a_refund_cannot_be_refunded(place, book):
    sale_id = sold(place, "p2")
    give_back(place, book, sale_id, Wish(1, 1000))
    refund_id = last(place).sale_id
    assert code_of(lambda: look_up(place, book, refund_id, 14)) == "refund.not_returnable"


def test_with_no_shift_open_no_money_goes_back(book):
    place = open_place()
    book = FakeRefundBook(place)
    sale_id = sold(place, "p2", kinds=CARD)
    place.journal.open_shift = lambda: None
    assert code_of(lambda: give_back(place, book, sale_id, Wish(1, 1000))) == "refund.no_shift"


def test_more_positions_than_the_operator_takes_are_refused(place, book):
    sale_id = sold(place, "p1", "p2")
    narrow = replace(place, max_positions=1)
    wishes = (Wish(1, 1000), Wish(2, 1000))
    assert code_of(lambda: give_back(narrow, book, sale_id, *wishes)) == "sale.too_many_lines"


def test_free_goods_alone_give_no_money_back(place, book):
    sale_id = sold(place, "p2")
    commits = place.journal.commits
    fact = commits[-1].facts[-1]
    free = replace(fact, lines=(replace(fact.lines[0], total_minor=0),))
    commits[-1] = replace(commits[-1], facts=(free,))
    assert code_of(lambda: give_back(place, book, sale_id, Wish(1, 1000))) == (
        "refund.nothing_to_give"
    )
