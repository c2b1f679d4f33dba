"""Questions about QR payments that nobody can answer now: never a no, for money may have moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.facts import QrRefundAsked, QrRegistered
from pos_desktop.payments.bank import Made, Order, order_id
from pos_desktop.payments.pay_errand import GRACE_US, LIFE_US
from pos_desktop.ports import Commit, TerminalAct, TerminalOutcome, TerminalRequest
from pos_desktop.simulators.sbp_banks import TBankSimulator
from tests.contract.sbp_till import SUM

APPROVED, UNKNOWN = TerminalOutcome.APPROVED, TerminalOutcome.UNKNOWN
CANCELLED = TerminalOutcome.CANCELLED
REQUEST = TerminalRequest("tender-1", TerminalAct.PAY, SUM, "RUB")


def made_and_not_stored(till) -> str:
    """A program had a code made and ended before the journal had it: what the code holds."""
    now_us = int(till.simulator.ledger.now() * 1_000_000)
    order = Order(order_id("tender-1"), SUM, "RUB", now_us, now_us + LIFE_US, "Лесная лавка")
    made = till.bank.register(order)
    assert isinstance(made, Made)
    till.restart()
    return made.payload


def test_a_question_while_another_code_is_shown_is_never_answered_with_no(till):
    first = till.pay()
    till.turns()
    assert till.simulator.ledger.pay(till.shown())
    till.restart()
    till.events.clear()
    till.pay("tender-2")
    till.turns()
    till.terminal.query(first)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (UNKNOWN, "sbp.busy_asking")


def test_what_the_bank_has_told_is_told_again_while_another_code_is_shown(till):
    till.pay()
    till.turns()
    assert till.simulator.ledger.pay(till.shown())
    till.turns()
    till.pay("tender-2")
    till.turns()
    till.terminal.query(TerminalRequest("tender-1", TerminalAct.PAY, SUM, "RUB"))
    till.turns()
    assert [answer.outcome for answer in till.answers()] == [APPROVED, APPROVED]


def test_a_refund_begun_at_the_bank_before_is_a_question_and_not_begun_anew(till):
    """The owner changes the bank while a refund is on its way: the new one has never heard of
    it."""
    asked = QrRefundAsked("refund-1", "the bank before", "ORDER", "42", SUM, "RUB", "")
    till.journal.commit(Commit((asked,)))
    till.terminal.query(TerminalRequest("refund-1", TerminalAct.REFUND, SUM, "RUB", "ORDER"))
    till.turns(3)
    assert (till.answer.outcome, till.answer.reason) == (UNKNOWN, "sbp.other_bank")


def test_a_code_of_the_bank_before_is_a_question(till):
    request = till.pay()
    till.turns()
    [code] = [fact for fact in till.journal.facts() if isinstance(fact, QrRegistered)]
    till.journal.commit(Commit((replace(code, bank="the bank before"),)))
    till.restart()
    till.terminal.query(request)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (UNKNOWN, "sbp.other_bank")


def test_a_sum_in_another_currency_is_asked_of_no_bank(till):
    till.terminal.submit(TerminalRequest("tender-1", TerminalAct.PAY, SUM, "KZT"))
    till.turns(2)
    assert (till.answer.outcome, till.answer.reason) == (
        TerminalOutcome.DECLINED,
        "sbp.other_currency",
    )
    assert till.simulator.ledger.payments == {}


def test_a_code_that_was_never_shown_and_is_paid_all_the_same_is_paid(till):
    assert till.simulator.ledger.pay(made_and_not_stored(till))
    till.terminal.query(REQUEST)
    till.turns()
    assert (till.answer.outcome, till.answer.reference) == (APPROVED, order_id("tender-1"))
    assert till.simulator.ledger.taken == [(order_id("tender-1"), SUM)]


def test_a_code_that_was_never_shown_and_nobody_paid_is_none(till):
    made_and_not_stored(till)
    till.terminal.query(REQUEST)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (CANCELLED, "sbp.never_shown")
    assert not till.shown()
    assert till.simulator.ledger.returned == []


def test_a_request_that_never_reached_the_bank_is_none(till):
    till.terminal.query(REQUEST)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (CANCELLED, "sbp.never_shown")


def test_a_silent_bank_is_asked_on_about_a_code_nobody_saw_and_then_a_person_is(till):
    payload = made_and_not_stored(till)
    assert till.simulator.ledger.pay(payload)
    till.cut()
    till.terminal.query(REQUEST)
    till.turns(3)
    assert not till.answers()
    assert till.last_said() == "sbp.asking_unseen"
    till.pass_seconds(GRACE_US / 1_000_000)
    till.turns()
    assert (till.answer.outcome, till.answer.reason) == (UNKNOWN, "sbp.unreachable")
    till.mend()
    till.terminal.query(REQUEST)
    till.turns()
    assert till.answer.outcome is APPROVED


def test_a_cashier_who_stops_waiting_for_a_silent_bank_is_asked_himself(till):
    made_and_not_stored(till)
    till.cut()
    till.terminal.query(REQUEST)
    till.turns()
    till.terminal.cancel("tender-1")
    till.turns()
    assert till.answer.outcome is UNKNOWN


@pytest.mark.parametrize("mood", ["error", "garbage"])
def test_what_a_broken_bank_says_of_a_code_nobody_saw_is_not_taken_for_a_no(till, mood):
    made_and_not_stored(till)
    till.simulator.server.fail_next(mood, 1)
    till.terminal.query(REQUEST)
    till.turns()
    assert not till.answers()
    till.turns()
    assert till.answer.outcome is CANCELLED


def test_another_sum_paid_by_a_code_nobody_saw_is_a_question(till):
    payload = made_and_not_stored(till)
    payment = next(iter(till.simulator.ledger.payments.values()))
    payment.amount_minor += 1
    assert till.simulator.ledger.pay(payload)
    till.terminal.query(REQUEST)
    till.turns()
    if isinstance(till.simulator, TBankSimulator):
        assert (till.answer.outcome, till.answer.reason) == (UNKNOWN, "sbp.amount_differs")
    else:
        # Raiffeisen tells by order number that it is paid, not how much.
        assert till.answer.outcome is APPROVED
