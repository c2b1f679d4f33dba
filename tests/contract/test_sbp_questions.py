"""Questions about QR payments that nobody can answer now: never a no, for money may have moved."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.facts import QrRefundAsked, QrRegistered
from pos_desktop.ports import Commit, TerminalAct, TerminalOutcome, TerminalRequest

SUM = 51_766
APPROVED, UNKNOWN = TerminalOutcome.APPROVED, TerminalOutcome.UNKNOWN


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
