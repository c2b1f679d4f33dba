"""Receipts that were wrong, or were never made, put right as FFD 1.2 and 1.05 each want it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.operations import sell
from pos_desktop.operations.correct import (
    CorrectionRequest,
    MissedRequest,
    RightLine,
    plan_correction,
    plan_missed,
)
from pos_desktop.operations.give_back import carry_out
from pos_desktop.operations.refund import RefundRequest, look_up, plan_refund
from tests.refund_fakes import FP, FakeRefundBook, open_place, sold
from tests.till_fakes import CASHIER, SENIOR

MANAGER = StaffMember("s3", "Орлова Анна", "Орлова А.", Role.MANAGER)


@pytest.fixture
def place():
    return open_place()


@pytest.fixture
def book(place):
    return FakeRefundBook(place)


def correct(place, book, sale_id, ffd="1.2", staff=MANAGER, **what):
    original = look_up(place, book, sale_id, 14)
    request = CorrectionRequest(what.pop("reason", "Ошибка кассира"), **what)
    planned = plan_correction(place, original, request, ffd, staff=staff)
    return carry_out(place, book, planned, staff=staff)


def code_of(action) -> str:
    with pytest.raises(RefusalError) as caught:
        action()
    return caught.value.code


def money(receipt):
    return {tender.kind: tender.amount_minor for tender in receipt.tenders}


def test_cash_was_rung_up_instead_of_the_card(place, book):
    sale_id = sold(place, "p1", "p2")
    done = correct(place, book, sale_id, money=(("card", 41_150),))
    undo, right = done.receipts
    assert (undo.operation, right.operation) == ("sell_refund_correction", "sell_correction")
    assert (money(undo), money(right)) == ({"cash": 41_150}, {"card": 41_150})
    assert undo.original_fp == right.original_fp == FP
    assert undo.correction == right.correction
    assert (right.correction.kind, right.correction.base_date) == ("self", "2026-11-24")
    assert undo.group_id == right.group_id != ""
    assert [line.total_minor for line in right.lines] == [34_900, 6_250]
    # The drawer should hold the cash no more; the terminal has it already and is not asked.
    assert done.cash_minor == 41_150
    text = place.journal.commits[-1].print_jobs[1].payload.decode()
    assert "КАССОВЫЙ ЧЕК КОРРЕКЦИИ" in text
    assert "самостоятельно" in text


def test_in_ffd_1_05_a_wrong_receipt_is_a_refund_and_a_sale(place, book):
    sale_id = sold(place, "p1")
    done = correct(place, book, sale_id, "1.05", money=(("card", 34_900),))
    assert [r.operation for r in done.receipts] == ["sell_refund", "sell"]
    assert [r.original_fp for r in done.receipts] == [FP, FP]
    assert [r.correction for r in done.receipts] == [None, None]


def test_a_wrong_rate_is_put_right_with_the_tax_of_each(place, book):
    sale_id = sold(place, "p1")
    done = correct(place, book, sale_id, lines=(RightLine(1, 1000, vat="vat10"),))
    assert [(v.vat, v.vat_minor) for r in done.receipts for v in r.vats] == [
        ("vat22", 6_293),
        ("vat10", 3_173),
    ]
    assert money(done.receipts[1]) == {"cash": 34_900}


def test_two_were_rung_up_and_one_was_sold(place, book):
    sale_id = sold(place, "p1:2", "p2")
    done = correct(place, book, sale_id, lines=(RightLine(1, 1000),))
    assert [line.qty for line in done.receipts[1].lines] == [1000, 1000]
    assert done.cash_minor == 34_900


def test_a_line_that_should_not_be_there_and_one_of_another_price(place, book):
    sale_id = sold(place, "p1", "p2")
    done = correct(
        place, book, sale_id, lines=(RightLine(1, 0), RightLine(2, 1000, price_minor=6_000))
    )
    right = done.receipts[1]
    assert [(line.n, line.product_id, line.total_minor) for line in right.lines] == [
        (1, "p2", 6_000)
    ]


def test_on_the_order_of_the_tax_office_its_number_is_named(place, book):
    sale_id = sold(place, "p1")
    done = correct(place, book, sale_id, money=(("card", 34_900),), order_number="12-08/417")
    basis = done.receipts[0].correction
    assert (basis.kind, basis.base_number) == ("instruction", "12-08/417")


def test_the_right_receipt_is_the_one_that_goods_come_back_to(place, book):
    sale_id = sold(place, "p1")
    done = correct(place, book, sale_id, money=(("card", 34_900),))
    original = look_up(place, book, sale_id, 14)
    assert original.fact.sale_id == done.receipts[1].sale_id
    assert original.left == {"card": 34_900}
    request = RefundRequest(sale_id, (Wish(1, 1000),), "Брак")
    planned = plan_refund(place, original, request, staff=CASHIER)
    assert planned.terminal_minor == 34_900


def test_a_settlement_without_a_receipt_gets_its_correction(place, book):
    basket = sell.add_product(place, None, "p1", staff=CASHIER).sale
    request = MissedRequest(basket, "cash", date(2026, 11, 20), "Касса не работала")
    done = carry_out(place, book, plan_missed(place, request, staff=MANAGER), staff=MANAGER)
    receipt = done.receipts[0]
    assert receipt.operation == "sell_correction"
    assert receipt.correction.base_date == "2026-11-20"
    assert receipt.total_minor == 34_900
    assert not receipt.original_fp
    assert done.cash_minor == -34_900


def test_what_cannot_be_corrected_is_refused_and_nothing_is_stored(place, book):
    sale_id = sold(place, "p1", "p2")
    facts = len(place.journal.facts())
    card = (("card", 41_150),)

    def with_(**what):
        return code_of(lambda: correct(place, book, sale_id, **what))

    assert with_() == "correct.nothing_changed"
    assert with_(money=card, reason="") == "refund.no_reason"
    assert with_(money=card, staff=SENIOR) == "rights.missing"
    assert with_(money=(("card", 1),)) == "refund.money_mismatch"
    assert with_(money=card, order_number=" ") == "correct.order_wanted"
    assert with_(lines=(RightLine(9, 1000),)) == "refund.no_such_line"
    assert with_(lines=(RightLine(1, 0), RightLine(2, 0))) == "correct.no_lines"
    assert with_(lines=(RightLine(1, 1000, vat="vat20"),)) == "vat.not_valid"
    assert with_(lines=(RightLine(1, 1500),)) == "quantity.not_whole"
    book.pending = {1}
    assert with_(money=card) == "correct.not_registered"
    assert len(place.journal.facts()) == facts


def test_after_a_refund_the_whole_receipt_is_not_corrected(place, book):
    sale_id = sold(place, "p1", "p2")
    request = RefundRequest(sale_id, (Wish(1, 1000),), "Брак")
    original = look_up(place, book, sale_id, 14)
    carry_out(place, book, plan_refund(place, original, request, staff=CASHIER), staff=CASHIER)
    card = (("card", 41_150),)
    assert code_of(lambda: correct(place, book, sale_id, money=card)) == "correct.partly_returned"


def test_a_missed_receipt_wants_goods_a_day_that_was_and_a_right(place, book):
    basket = sell.add_product(place, None, "p1", staff=CASHIER).sale
    request = MissedRequest(basket, "cash", date(2026, 11, 20), "Сбой")

    def missed(staff=MANAGER, **changes):
        return code_of(lambda: plan_missed(place, replace(request, **changes), staff=staff))

    assert missed(basket=replace(basket, lines=())) == "correct.no_lines"
    assert missed(day=date(2026, 11, 25)) == "correct.day_ahead"
    assert missed(day=date(2025, 11, 25)) == "vat.not_valid"
    assert missed(reason="") == "refund.no_reason"
    assert missed(order_number="") == "correct.order_wanted"
    assert missed(staff=SENIOR) == "rights.missing"
