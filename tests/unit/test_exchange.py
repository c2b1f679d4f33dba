"""An exchange: the old goods come back, others go, the difference is settled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import RefundBegun, TenderAccepted
from pos_desktop.domain.refund import Wish
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import sell
from pos_desktop.operations.exchange import ExchangeRequest, difference_minor, plan_exchange
from pos_desktop.operations.give_back import carry_out
from pos_desktop.operations.hear_refund import answer
from pos_desktop.operations.refund import RefundRequest, look_up
from tests.refund_fakes import FakeRefundBook, open_place, sold
from tests.till_fakes import CASHIER


@pytest.fixture
def place():
    return open_place()


@pytest.fixture
def book(place):
    return FakeRefundBook(place)


def basket(place, *product_ids):
    sale = None
    for product_id in product_ids:
        sale = sell.add_product(place, sale, product_id, staff=CASHIER).sale
    return sale


def exchange(place, book, sale_id, sale, more_by=TenderKind.CASH):
    original = look_up(place, book, sale_id, 14)
    refund = RefundRequest(sale_id, (Wish(1, 1000),), "Не подошёл")
    request = ExchangeRequest(refund, sale, more_by)
    return carry_out(place, book, plan_exchange(place, original, request, staff=CASHIER),
                     staff=CASHIER)  # fmt: skip


def money(receipt):
    return {tender.kind: tender.amount_minor for tender in receipt.tenders}


def test_bread_for_coffee_with_the_surplus_in_cash(place, book):
    sale_id = sold(place, "p2")
    done = exchange(place, book, sale_id, basket(place, "p1"))
    back, gone = done.receipts
    assert (back.operation, gone.operation) == ("sell_refund", "sell")
    assert (back.number, gone.number) == (2, 3)
    assert back.group_id == gone.group_id != ""
    assert (money(back), money(gone)) == ({"cash": 6_250}, {"cash": 34_900})
    assert done.cash_minor == -difference_minor(6_250, 34_900) == -28_650
    commit = place.journal.commits[-1]
    assert len(commit.print_jobs) == len(commit.fiscal_documents) == 2
    assert [type(f) for f in commit.facts] == [type(back), TenderAccepted, type(gone)]


def test_coffee_for_bread_gives_the_rest_back(place, book):
    done = exchange(place, book, sold(place, "p1"), basket(place, "p2"))
    assert done.cash_minor == 28_650
    assert money(done.receipts[1]) == {"cash": 6_250}


def test_coffee_paid_by_card_for_bread_gives_only_the_difference_back_to_the_card(place, book):
    sale_id = sold(place, "p1", kinds=((TenderKind.CARD, 0),))
    begun = exchange(place, book, sale_id, basket(place, "p2"))
    assert isinstance(begun, RefundBegun)
    assert begun.card_minor == 28_650
    done = answer(place, book, went=True, staff=CASHIER)
    assert [money(r) for r in done.receipts] == [{"card": 34_900}, {"card": 6_250}]
    assert done.cash_minor == 0


def test_bread_paid_by_card_for_coffee_takes_the_surplus_at_the_terminal(place, book):
    sale_id = sold(place, "p2", kinds=((TenderKind.CARD, 0),))
    begun = exchange(place, book, sale_id, basket(place, "p1"), TenderKind.CARD)
    assert begun.card_minor == -28_650
    assert answer(place, book, went=False, staff=CASHIER) is None
    assert book.returned(sale_id) == {}


def test_like_for_like_moves_no_money(place, book):
    sale_id = sold(place, "p2", kinds=((TenderKind.CARD, 0),))
    done = exchange(place, book, sale_id, basket(place, "p2"))
    assert done.cash_minor == 0
    assert [money(r) for r in done.receipts] == [{"card": 6_250}] * 2


def test_goods_of_two_tax_systems_are_not_one_receipt(place, book):
    sale_id, taken = sold(place, "p2"), basket(place, "p1", "p2")
    two = replace(taken, lines=(replace(taken.lines[0], tax_system="patent"), taken.lines[1]))
    with pytest.raises(RefusalError) as caught:
        exchange(place, book, sale_id, two)
    assert caught.value.code == "exchange.two_systems"


def test_what_was_exchanged_does_not_come_back_again(place, book):
    sale_id = sold(place, "p2")
    exchange(place, book, sale_id, basket(place, "p1"))
    with pytest.raises(RefusalError) as caught:
        exchange(place, book, sale_id, basket(place, "p1"))
    assert caught.value.code == "refund.too_much"
    assert place.journal.next_sale_number() == 4
