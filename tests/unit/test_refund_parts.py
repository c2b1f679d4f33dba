"""A refund of several payments: they go back one after the other, each over its own device, and
none is asked for twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.facts import RefundBegun, RefundPart, RefundPartSettled
from pos_desktop.domain.refund import Wish, parts_outside
from pos_desktop.domain.sale import Sale
from pos_desktop.operations import sell
from pos_desktop.operations.contradictions import ask_about_decisions, hear_late_answer
from pos_desktop.operations.exchange import ExchangeRequest, plan_exchange
from pos_desktop.operations.give_back import GivenBack, carry_out
from pos_desktop.operations.hear_refund import (
    Heard,
    answer,
    ask_about_refund,
    give_rest_in_cash,
    try_rest_again,
)
from pos_desktop.operations.refund import RefundRequest
from pos_desktop.ports import TerminalAct
from tests.refund_till import (
    CARD,
    OTHER_ZVT,
    QR,
    RAIFFEISEN,
    SUM,
    TBANK,
    ZVT,
    Till,
    begun_by,
    moves,
    refused,
    stored,
    untouched,
)
from tests.terminal_fakes import SLIP
from tests.till_fakes import CASHIER, COFFEE, SENIOR
from tests.unit.test_contradictions import Facts


@pytest.fixture
def till() -> Till:
    return Till()


# Several payments of one refund, one after the other.


@pytest.fixture
def mixed(till: Till) -> str:
    """200.00 by the bank, 149.00 by card."""
    return till.sold((QR, 20_000), (CARD, 14_900))


def test_a_mixed_payment_goes_back_over_both_devices_and_is_one_receipt(
    till: Till, mixed: str
) -> None:
    first = begun_by(till.give_back(mixed, staff=CASHIER))
    assert (first.by, [part.kind for part in first.parts]) == ("sbp", ["qr", "card"])
    assert len(till.terminal.submitted) == 1, "the card waits for the bank"
    receipt = stored(till.hear())
    assert [(t.kind, t.amount_minor, t.by, t.peer) for t in receipt.tenders] == [
        ("qr", 20_000, "sbp", RAIFFEISEN),
        ("card", 14_900, "terminal", ZVT),
    ]
    assert receipt.tenders[1].slip == SLIP
    assert moves(till.bank) == [("refund", 20_000)]
    assert moves(till.terminal) == [("refund", 14_900)]
    assert [(f.moved, f.by) for f in till.facts(RefundPartSettled)] == [
        (True, "sbp"),
        (True, "terminal"),
    ]
    assert till.book.unfinished() is None


def test_each_payment_is_asked_for_under_an_id_of_its_own(till: Till, mixed: str) -> None:
    till.give_back(mixed)
    till.hear()
    ids = [one.op_id for one in (*till.bank.submitted, *till.terminal.submitted)]
    assert len(set(ids)) == len(ids)
    assert till.bank.submitted[-1].op_id == till.facts(RefundBegun)[0].refund_id


def test_where_the_first_device_declines_there_is_no_refund(till: Till, mixed: str) -> None:
    till.bank.mode = "decline"
    till.give_back(mixed)
    assert till.hear() is None
    assert till.book.unfinished() is None
    assert moves(till.terminal) == []


@pytest.fixture
def half_gone(till: Till, mixed: str) -> str:
    """The bank gave its part back, the terminal declined."""
    till.terminal.mode = "decline"
    till.give_back(mixed, staff=CASHIER)
    begun = begun_by(till.hear())
    assert (begun.by, begun.gone_minor) == ("", 20_000)
    till.terminal.mode = "ok"
    return mixed


def test_a_refund_of_which_a_part_is_gone_is_not_given_up(till: Till, half_gone: str) -> None:
    code = refused(lambda: answer(till.place, till.book, went=False, staff=SENIOR))
    assert code == "refund.part_gone"
    assert refused(lambda: till.give_back(half_gone)) == "refund.unfinished"


def test_the_rest_may_be_tried_again(till: Till, half_gone: str) -> None:
    again = try_rest_again(till.place, till.book, staff=CASHIER)
    assert (again.by, again.peer) == ("terminal", ZVT)
    receipt = stored(till.hear())
    assert [(t.kind, t.by) for t in receipt.tenders] == [("qr", "sbp"), ("card", "terminal")]
    assert moves(till.terminal) == [("refund", 14_900)]


def test_the_rest_may_go_in_cash_with_a_seniors_word_and_the_receipt_says_so(
    till: Till, half_gone: str
) -> None:
    said = refused(lambda: give_rest_in_cash(till.place, till.book, staff=CASHIER))
    assert said == "rights.missing refund_other_way"
    done = give_rest_in_cash(till.place, till.book, staff=SENIOR)
    assert isinstance(done, GivenBack)
    assert done.cash_minor == 14_900
    assert [(t.kind, t.amount_minor) for t in done.receipts[0].tenders] == [
        ("qr", 20_000),
        ("cash", 14_900),
    ]
    assert sum(t.amount_minor for t in done.receipts[0].tenders) == done.receipts[0].total_minor


def test_the_rest_may_be_given_past_the_register_with_a_seniors_word(
    till: Till, half_gone: str
) -> None:
    said = refused(lambda: answer(till.place, till.book, went=True, staff=CASHIER))
    assert said == "rights.missing refund_outside"
    receipt = stored(answer(till.place, till.book, went=True, staff=SENIOR))
    assert [(t.kind, t.by, t.peer) for t in receipt.tenders] == [
        ("qr", "sbp", RAIFFEISEN),
        ("card", "", ZVT),
    ]


def test_a_device_that_can_still_decline_goes_before_a_person(till: Till, mixed: str) -> None:
    """As long as nothing has moved the refund can be given up."""
    till.exchanged(QR, TBANK)
    first = begun_by(till.give_back(mixed))
    assert (first.by, [part.kind for part in first.parts]) == ("terminal", ["card", "qr"])
    by_hand = begun_by(till.hear())
    assert (by_hand.by, by_hand.parts[0].peer) == ("", RAIFFEISEN)
    receipt = stored(answer(till.place, till.book, went=True, staff=SENIOR))
    assert [(t.kind, t.by, t.peer) for t in receipt.tenders] == [
        ("qr", "", RAIFFEISEN),
        ("card", "terminal", ZVT),
    ]


def test_a_payment_nobody_knows_about_is_asked_of_its_own_terminal_alone(
    till: Till, mixed: str
) -> None:
    till.terminal.mode = "dies_after"
    till.give_back(mixed)
    waits = till.book.unfinished()
    till.hear()
    waits = begun_by(till.book.unfinished())
    assert (waits.by, waits.parts[0].kind) == ("terminal", "card")
    other = till.exchanged(CARD, OTHER_ZVT)
    assert ask_about_refund(till.place, till.book, staff=SENIOR) == ""
    assert untouched(other)
    till.place.terminals = {**till.place.terminals, CARD: till.terminal}
    assert ask_about_refund(till.place, till.book, staff=SENIOR) == waits.request_id
    assert stored(till.hear()).tenders[1].by == "terminal"
    assert moves(till.terminal) == [("refund", 14_900)]


def test_money_of_a_bank_that_was_asked_and_changed_meanwhile_is_asked_of_no_other(
    till: Till,
) -> None:
    sale_id = till.sold((QR, SUM))
    till.bank.mode = "dies_after"
    begun = begun_by(till.give_back(sale_id))
    till.hear()
    other = till.exchanged(QR, TBANK)
    assert ask_about_refund(till.place, till.book, staff=SENIOR) == ""
    assert untouched(other)
    assert till.book.unfinished() == begun
    [tender] = stored(answer(till.place, till.book, went=True, staff=SENIOR)).tenders
    assert (tender.by, tender.peer) == ("", RAIFFEISEN)


def test_two_payments_through_one_bank_go_back_to_their_own_orders(till: Till) -> None:
    sale_id = till.sold((QR, 20_000), (QR, 14_900))
    till.give_back(sale_id)
    stored(till.hear())
    asked = till.bank.submitted[2:]
    paid = till.original(sale_id).fact.tenders
    assert [(one.amount_minor, one.reference) for one in asked] == [
        (tender.amount_minor, tender.reference) for tender in paid
    ]


# What a person said for a device, and the device says later.


def test_a_part_that_went_though_a_person_said_no_is_told(till: Till, mixed: str) -> None:
    till.terminal.mode = "dies_after"
    till.give_back(mixed)
    till.hear()
    waits = begun_by(till.book.unfinished())
    rest = begun_by(answer(till.place, till.book, went=False, staff=SENIOR))
    assert (rest.by, rest.gone_minor) == ("", 20_000)
    give_rest_in_cash(till.place, till.book, staff=SENIOR)
    assert ask_about_decisions(till.place, Facts(till)) == 1
    [event] = till.heard[-1:]
    fact = hear_late_answer(till.place, Facts(till), event.op_id, event.answer)
    assert fact is not None
    assert (fact.op_id, fact.act, fact.moved) == (waits.request_id, "refund", True)
    assert fact.amount_minor == 14_900


def test_parts_that_their_devices_told_of_are_asked_about_no_more(till: Till, mixed: str) -> None:
    till.give_back(mixed)
    stored(till.hear())
    assert ask_about_decisions(till.place, Facts(till)) == 0


def test_a_part_that_a_person_said_went_is_asked_of_its_device(till: Till, mixed: str) -> None:
    till.terminal.mode = "dies_after"
    till.give_back(mixed)
    till.hear()
    stored(answer(till.place, till.book, went=True, staff=SENIOR))
    assert ask_about_decisions(till.place, Facts(till)) == 1
    assert [one.act for one in till.terminal.asked[-1:]] == [TerminalAct.REFUND]
    assert till.bank.asked == []


# Exchanges.


def test_the_surplus_of_an_exchange_is_taken_by_the_terminal_and_not_by_the_bank_that_was_paid(
    till: Till,
) -> None:
    sale_id = till.sold((QR, SUM))
    basket = sell.add_product(till.place, None, COFFEE.product_id, staff=CASHIER, count=2).sale
    begun = begun_by(exchange(till, sale_id, basket))
    assert begun.parts == (RefundPart("card", -SUM),)
    [request] = till.terminal.submitted
    assert (request.act, request.amount_minor) == (TerminalAct.PAY, SUM)
    done = till.hear()
    assert isinstance(done, GivenBack)
    back, sold = done.receipts
    assert [(t.kind, t.by, t.slip) for t in back.tenders] == [("qr", "sbp", ())]
    assert [(t.kind, t.by, t.slip) for t in sold.tenders] == [
        ("qr", "sbp", ()),
        ("card", "terminal", SLIP),
    ]


def test_what_was_taken_in_exchange_can_go_back_through_the_bank_that_was_paid_first(
    till: Till,
) -> None:
    sale_id = till.sold((QR, SUM))
    basket = sell.add_product(till.place, None, COFFEE.product_id, staff=CASHIER).sale
    exchange(till, sale_id, basket)
    assert begun_by(till.give_back(basket.sale_id, staff=CASHIER)).by == "sbp"
    assert stored(till.hear()).tenders[0].by == "sbp"


def exchange(till: Till, sale_id: str, basket: Sale) -> Heard:
    request = RefundRequest(sale_id, (Wish(1, 1000),), "не подошло")
    planned = plan_exchange(
        till.place,
        till.original(sale_id),
        ExchangeRequest(request, basket, CARD),
        staff=SENIOR,
    )
    return carry_out(till.place, till.book, planned, staff=SENIOR)


def test_parts_are_what_moves_of_each_payment_and_nothing_of_what_an_exchange_leaves(
    till: Till,
) -> None:
    receipt = till.original(till.sold((QR, 20_000), (CARD, 14_900))).fact
    back = replace(receipt, operation="sell_refund")
    assert parts_outside((back, receipt)) == ()
    assert [part.amount_minor for part in parts_outside((back,))] == [20_000, 14_900]
