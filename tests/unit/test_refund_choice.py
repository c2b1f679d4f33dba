"""What the refund page counts while the cashier taps, and how it finds the receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.exchange_code import exchange_code
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.models.refund import Choice
from pos_desktop.operations.find_receipt import How, day_and_sum, find_receipts, receipt_code
from pos_desktop.operations.refund import look_up
from tests.refund_fakes import FP, FakeRefundBook, open_place, sold
from tests.till_fakes import COFFEE

CODE = "t=20261124T1204&s=411.50&fn=9999078902004339&i=1001&fp=133880425&n=1"


@pytest.fixture
def place():
    return open_place()


@pytest.fixture
def book(place):
    return FakeRefundBook(place)


def choice(place, book, *goods, **more):
    sale_id = sold(place, *goods, **more)
    return Choice(look_up(place, book, sale_id, 14), place.country.vat, reason="Брак")


def test_pieces_step_between_none_and_what_is_left(place, book):
    chosen = choice(place, book, "p1:2", "p2")
    assert chosen.stepped(1, -1).qty(1) == 0
    assert chosen.stepped(1, 1).stepped(1, 1).stepped(1, 1).qty(1) == 2000
    assert chosen.stepped(1, 1).total_minor == 34_900
    assert chosen.everything().total_minor == 76_050
    assert chosen.everything().nothing().total_minor == 0


def test_a_weight_steps_as_a_whole_and_takes_what_the_scale_says(place, book):
    chosen = choice(place, book, "p3:842")
    assert chosen.stepped(1, 1).qty(1) == 842
    assert chosen.with_qty(1, 5000).qty(1) == 842
    assert chosen.with_qty(1, 500).total_minor == 6_500


def test_each_line_goes_to_stock_or_is_written_off(place, book):
    chosen = choice(place, book, "p1", "p2").everything().toggled_stock(2)
    assert [wish.to_stock for wish in chosen.request().wishes] == [True, False]
    assert [w.to_stock for w in chosen.all_to_stock(False).request().wishes] == [False, False]
    later = chosen.nothing().all_to_stock(False).stepped(1, 1)
    assert not later.request().wishes[0].to_stock


def test_a_marked_pack_is_chosen_by_its_own_code_only(place, book):
    chosen = choice(place, book, "p1", "p2")
    fact = chosen.original.fact
    marked = replace(fact, lines=(replace(fact.lines[0], marking="01\x1d93"), fact.lines[1]))
    detail = replace(chosen.original.detail, fact=marked)
    chosen = replace(chosen, original=replace(chosen.original, detail=detail))
    assert chosen.everything().qty(1) == 0
    assert chosen.wants_scan(1)
    assert chosen.scanned("other") is None
    found = chosen.scanned("01\x1d93")
    assert found.qty(1) == 1000
    assert not found.wants_scan(1)
    assert found.request().wishes[0].marking == "01\x1d93"


def test_scanning_goods_chooses_them_as_long_as_the_receipt_has_them(place, book):
    chosen = choice(place, book, "p1:2")
    line = replace(chosen.original.fact.lines[0], barcode=COFFEE.barcodes[0])
    detail = replace(chosen.original.detail, fact=replace(chosen.original.fact, lines=(line,)))
    chosen = replace(chosen, original=replace(chosen.original, detail=detail))
    twice = chosen.scanned_product(COFFEE.barcodes[0]).scanned_product(COFFEE.barcodes[0])
    assert twice.qty(1) == 2000
    assert twice.scanned_product(COFFEE.barcodes[0]) is None


def test_another_way_is_told_before_it_is_refused(place, book):
    chosen = choice(place, book, "p1", kinds=((TenderKind.CARD, 0),)).everything()
    assert chosen.money() == {"card": 34_900}
    assert not chosen.is_other_way("way")
    assert chosen.is_other_way("cash")
    assert replace(chosen, way="cash").request().money == (("cash", 34_900),)
    assert chosen.request().money == ()


def test_a_scanned_receipt_is_found_by_its_document_and_its_sign_is_compared(place, book):
    sold(place, "p1", "p2")
    found = find_receipts(place, book, How.QR, CODE)
    assert [d.fact.number for d in found.receipts] == [1]
    assert found.signed
    with pytest.raises(RefusalError) as caught:
        find_receipts(place, book, How.QR, CODE.replace("133880425", "133880426"))
    assert caught.value.code == "refund.receipt_unknown"
    assert receipt_code(CODE).paper.fp == "133880425" == FP.lstrip("0")


def test_a_gift_receipt_leads_to_its_sale(place, book):
    sale_id = sold(place, "p1")
    found = find_receipts(place, book, How.QR, exchange_code(sale_id))
    assert [d.fact.sale_id for d in found.receipts] == [sale_id]
    assert not found.signed
    with pytest.raises(RefusalError) as caught:
        find_receipts(place, book, How.QR, exchange_code("elsewhere"))
    assert caught.value.code == "refund.receipt_unknown"


def test_a_receipt_whose_fiscal_answer_is_not_here_yet_is_found_by_day_and_sum(place, book):
    sold(place, "p1", "p2")
    book.pending = {1}
    found = find_receipts(place, book, How.QR, CODE.replace("i=1001", "i=5472"))
    assert [d.fact.number for d in found.receipts] == [1]
    assert not found.signed


def test_a_receipt_is_found_by_number_sum_card_and_customer(place, book):
    sold(place, "p1", "p2", kinds=((TenderKind.CARD, 0),))
    fact = place.journal.commits[-1].facts[-1]
    tender = replace(fact.tenders[0], reference="МИР •• 4417")
    known = replace(fact, tenders=(tender,), customer_id="c-7")
    place.journal.commits[-1] = replace(place.journal.commits[-1], facts=(known,))
    for how, text in (
        (How.NUMBER, " 1 "),
        (How.SUM, "24.11 411,50"),
        (How.CARD, "4417"),
        (How.CUSTOMER, "c-7"),
    ):
        assert len(find_receipts(place, book, how, text).receipts) == 1, how


@pytest.mark.parametrize(
    ("how", "text", "code"),
    [
        (How.QR, "t=2026&s=1", "refund.bad_code"),
        (How.NUMBER, "12а", "refund.bad_number"),
        (How.NUMBER, "99", "refund.receipt_unknown"),
        (How.SUM, "вчера", "refund.bad_sum"),
        (How.SUM, "", "refund.bad_sum"),
        (How.SUM, "31.02 10", "refund.bad_sum"),
        (How.CARD, "44", "refund.bad_card"),
        (How.CUSTOMER, "c-1", "refund.receipt_unknown"),
    ],
)
def test_what_cannot_be_read_or_found_says_so(place, book, how, text, code):
    with pytest.raises(RefusalError) as caught:
        find_receipts(place, book, how, text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "day", "total_minor"),
    [
        ("24.11.2026 1 381,90", date(2026, 11, 24), 138_190),
        ("23.11 1381.9", date(2026, 11, 23), 138_190),
        ("25.11 10", date(2025, 11, 25), 1_000),
        ("01.02.26 10", date(2026, 2, 1), 1_000),
        ("411,50", date(2026, 11, 24), 41_150),
    ],
)
def test_a_day_and_a_sum_are_read_as_people_write_them(text, day, total_minor):
    assert day_and_sum(text, date(2026, 11, 24)) == (day, total_minor)
