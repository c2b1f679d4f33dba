"""What every card terminal does, whoever made it: ports.PaymentTerminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pos_desktop.ports import TerminalAct, TerminalOutcome
from tests.terminal_fakes import STANDS, Stand, going_back, payment

PAID = payment()
posix_only = pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")


@pytest.fixture(params=list(STANDS))
def stand(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stand]:
    if request.param in ("upos", "arcus2") and os.name != "posix":
        pytest.skip("the program is a shell script")
    made = STANDS[request.param](tmp_path)
    yield made
    made.close()


def test_a_card_pays_once_and_leaves_its_slip_and_reference(stand: Stand) -> None:
    stand.terminal.submit(PAID)
    answer = stand.heard.answer(PAID.op_id)
    assert answer.outcome is TerminalOutcome.APPROVED
    assert answer.reference
    assert answer.slip
    assert answer.reason == ""
    assert (stand.charges, stand.taken_minor) == (1, 51_766)


def test_a_terminal_answers_for_what_was_asked_of_it_by_name_and_for_nobody_else(
    stand: Stand,
) -> None:
    request = replace(payment(), peer=stand.terminal.peer)
    stand.terminal.submit(request)
    assert stand.heard.answer(request.op_id).outcome is TerminalOutcome.APPROVED
    assert stand.terminal.answers_for(request.peer)
    assert stand.terminal.answers_for(stand.terminal.peer)
    for other in ("id:11223344,zvt", "id:11223344,external_command", "tcp://10.9.9.9:20007,zvt"):
        assert not stand.terminal.answers_for(other)


def test_a_declined_card_pays_nothing_and_the_reason_is_told(stand: Stand) -> None:
    stand.set_mode("decline")
    stand.terminal.submit(PAID)
    answer = stand.heard.answer(PAID.op_id)
    assert answer.outcome is TerminalOutcome.DECLINED
    assert answer.reason == "terminal.declined"
    assert answer.values.get("text")
    assert stand.charges == 0


def test_a_customer_who_cancels_pays_nothing(stand: Stand) -> None:
    stand.set_mode("cancel")
    stand.terminal.submit(PAID)
    answer = stand.heard.answer(PAID.op_id)
    # A program that has no code of its own for it says declined.
    assert answer.outcome in (TerminalOutcome.CANCELLED, TerminalOutcome.DECLINED)
    assert answer.reason in ("terminal.cancelled", "terminal.declined")
    assert stand.charges == 0


def test_a_payment_given_up_before_the_card_came_is_never_approved(stand: Stand) -> None:
    stand.let_card_wait()
    stand.terminal.submit(PAID)
    told = stand.heard.progress(stand.waiting_code)
    assert told.op_id == PAID.op_id
    assert told.can_cancel == stand.cancels_for_certain
    stand.terminal.cancel(PAID.op_id)
    answer = stand.heard.answer(PAID.op_id)
    certain = TerminalOutcome.CANCELLED if stand.cancels_for_certain else TerminalOutcome.UNKNOWN
    assert answer.outcome is certain
    assert stand.charges == 0


def test_a_second_payment_has_to_wait_for_the_first(stand: Stand) -> None:
    stand.let_card_wait()
    stand.terminal.submit(PAID)
    stand.heard.progress(stand.waiting_code)
    other = payment("op-2", 100)
    stand.terminal.submit(other)
    answer = stand.heard.answer(other.op_id)
    assert (answer.outcome, answer.reason) == (TerminalOutcome.DECLINED, "terminal.occupied")
    stand.show_card()
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.APPROVED
    assert stand.charges == 1


def test_the_same_id_is_answered_again_and_never_charged_again(stand: Stand) -> None:
    stand.terminal.submit(PAID)
    first = stand.heard.answer(PAID.op_id)
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id, 2) == first
    stand.restart()
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id, 3).reference == first.reference
    assert stand.charges == 1


def test_an_answer_that_came_is_known_after_a_restart(stand: Stand) -> None:
    stand.terminal.submit(PAID)
    first = stand.heard.answer(PAID.op_id)
    stand.restart()
    stand.terminal.query(PAID)
    second = stand.heard.answer(PAID.op_id, 2)
    assert (second.outcome, second.reference, second.slip) == (
        first.outcome,
        first.reference,
        first.slip,
    )
    assert stand.charges == 1


def test_a_request_that_never_left_is_known_not_to_have_been_carried_out(stand: Stand) -> None:
    stand.terminal.submit(payment("op-0", 100))
    stand.heard.answer("op-0")
    stand.restart()
    stand.terminal.query(PAID)
    answer = stand.heard.answer(PAID.op_id)
    assert (answer.outcome, answer.reason) == (TerminalOutcome.DECLINED, "terminal.not_sent")


@pytest.mark.parametrize("mode", ["dies_before", "dies_after"])
def test_a_terminal_that_dies_leaves_a_question_and_never_a_wrong_answer(
    stand: Stand, mode: str
) -> None:
    stand.terminal.submit(payment("op-0", 100))
    stand.heard.answer("op-0")
    stand.set_mode(mode)  # type: ignore[arg-type]
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.UNKNOWN
    charged = stand.charges == 2
    assert charged == (mode == "dies_after")
    stand.set_mode("ok")
    stand.restart()
    stand.terminal.query(PAID)
    answer = stand.heard.answer(PAID.op_id, 2)
    truth = TerminalOutcome.APPROVED if charged else TerminalOutcome.DECLINED
    assert answer.outcome is (truth if stand.tells_later else TerminalOutcome.UNKNOWN)
    stand.terminal.submit(PAID)
    stand.heard.answer(PAID.op_id, 3)
    assert stand.charges == 1 + charged, "asking, or submitting again, must not charge"


def test_money_goes_back_to_the_card(stand: Stand) -> None:
    stand.terminal.submit(PAID)
    paid = stand.heard.answer(PAID.op_id)
    back = going_back(PAID, paid, TerminalAct.REFUND, 20_000)
    stand.terminal.submit(back)
    answer = stand.heard.answer(back.op_id)
    assert answer.outcome is TerminalOutcome.APPROVED
    assert answer.slip
    assert stand.taken_minor == 31_766


def test_a_payment_is_taken_back_as_if_it_had_not_been(stand: Stand) -> None:
    stand.terminal.submit(PAID)
    paid = stand.heard.answer(PAID.op_id)
    back = going_back(PAID, paid, TerminalAct.REVERSE)
    stand.terminal.submit(back)
    assert stand.heard.answer(back.op_id).outcome is TerminalOutcome.APPROVED
    assert stand.taken_minor == 0


def test_the_totals_are_compared_and_leave_a_slip(stand: Stand) -> None:
    stand.terminal.submit(PAID)
    stand.heard.answer(PAID.op_id)
    stand.terminal.reconcile("rec-1")
    answer = stand.heard.answer("rec-1")
    assert answer.outcome is TerminalOutcome.APPROVED
    assert answer.slip
    assert stand.charges == 1


def test_a_payment_that_outlives_the_register_is_found_when_it_is_back(stand: Stand) -> None:
    stand.terminal.submit(payment("op-0", 100))
    stand.heard.answer("op-0")
    stand.let_card_wait()
    stand.terminal.submit(PAID)
    stand.heard.progress(stand.waiting_code)
    stand.restart()
    stand.show_card()
    stand.terminal.query(PAID)
    answer = stand.heard.answer(PAID.op_id)
    charged = stand.charges == 2
    if answer.outcome is not TerminalOutcome.UNKNOWN:
        assert charged == (answer.outcome is TerminalOutcome.APPROVED)
    assert stand.charges <= 2


def test_an_original_that_nobody_knows_moves_no_money_backwards_by_mistake(stand: Stand) -> None:
    stand.terminal.submit(PAID)
    paid = stand.heard.answer(PAID.op_id)
    back = replace(going_back(PAID, paid, TerminalAct.REVERSE), reference="; rm -rf /")
    stand.terminal.submit(back)
    answer = stand.heard.answer(back.op_id)
    went = stand.taken_minor == 0
    assert went == (answer.outcome is TerminalOutcome.APPROVED)
