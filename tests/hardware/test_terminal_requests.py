"""One request at a time, none carried out twice, every answer on disk before it is told: what all
terminal drivers share, without a driver."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_desktop.hardware.terminals.memory import KEPT, TerminalMemory
from pos_desktop.hardware.terminals.requests import Done, RequestLine, Work, cancelled, unknown
from pos_desktop.ports import (
    Event,
    TerminalAct,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalRequest,
)
from tests.terminal_fakes import payment

APPROVED = TerminalAnswer(TerminalOutcome.APPROVED, "612300000001")
PAID = payment()


class Desk:
    """A line of requests, what came of them, and what was on disk when it was told."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "terminal.json"
        self.told: list[tuple[str, str, str]] = []
        self.on_disk: list[TerminalAnswer | None] = []
        self.acted: list[Work] = []
        self.woken = 0
        self.restart()

    def restart(self) -> None:
        self.memory = TerminalMemory(self.path)
        self.line = RequestLine(
            "terminal", self.memory, self._hear, merchant_copy=False, wake=self._wake
        )

    def _wake(self) -> None:
        self.woken += 1

    def _hear(self, event: Event) -> None:
        assert isinstance(event, TerminalFinished)
        found = TerminalMemory(self.path).find(event.op_id)
        self.on_disk.append(found.answer if found is not None else None)
        answer = event.answer
        self.told.append((event.op_id, answer.outcome.value, answer.reason))

    def work(self, answer: TerminalAnswer | None = APPROVED) -> bool:
        def act(work: Work) -> Done | None:
            self.acted.append(work)
            if not work.asks:
                assert self.line.begin(work.request) is None
            return Done(answer) if answer is not None else None

        return self.line.carry_out(act)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_an_answer_is_on_disk_before_it_is_told(desk: Desk) -> None:
    desk.line.submit(PAID)
    assert desk.woken == 1
    assert desk.work()
    assert desk.told == [(PAID.op_id, "approved", "")]
    assert desk.on_disk == [APPROVED]
    assert not desk.work(), "nothing is left to do"


def test_a_request_that_is_asked_for_twice_is_carried_out_once(desk: Desk) -> None:
    desk.line.submit(PAID)
    desk.line.submit(PAID)
    desk.line.query(PAID)
    while desk.work():
        pass
    assert len(desk.acted) == 1
    assert desk.told == [(PAID.op_id, "approved", "")]


def test_a_request_meanwhile_is_declined_and_the_next_one_is_not(desk: Desk) -> None:
    desk.line.submit(PAID)
    desk.line.submit(payment("op-2"))
    assert desk.told == [("op-2", "declined", "terminal.occupied")]
    desk.work()
    desk.line.submit(payment("op-3"))
    desk.work()
    assert desk.told[1:] == [(PAID.op_id, "approved", ""), ("op-3", "approved", "")]


def test_a_request_that_is_given_up_before_its_turn_is_never_begun(desk: Desk) -> None:
    desk.line.submit(PAID)
    desk.line.cancel(PAID.op_id)
    assert not desk.work()
    assert desk.told == [(PAID.op_id, "cancelled", "terminal.cancelled")]
    assert desk.acted == []


def test_giving_up_one_request_does_not_give_up_another(desk: Desk) -> None:
    desk.line.submit(PAID)
    desk.line.cancel("op-2")
    assert not desk.line.is_cancelled(PAID.op_id)
    assert not desk.line.is_cancelled("op-2"), "it is not here, and may come later"
    desk.work()
    assert desk.told == [(PAID.op_id, "approved", "")]


def test_what_was_given_up_once_does_not_give_up_a_question_about_it(desk: Desk) -> None:
    desk.line.submit(PAID)
    desk.line.cancel(PAID.op_id)
    desk.work(unknown("terminal.given_up"))
    assert not desk.line.is_cancelled(PAID.op_id)


def test_a_request_that_stayed_open_is_not_begun_again_and_may_be_asked_about(desk: Desk) -> None:
    desk.line.submit(PAID)
    desk.work(None)
    assert desk.told == []
    desk.restart()
    desk.line.submit(PAID)
    desk.work()
    assert desk.told == [(PAID.op_id, "unknown", "terminal.begun_before")]
    desk.line.query(PAID)
    desk.work()
    assert [work.asks for work in desk.acted] == [False, True]
    assert desk.told[-1] == (PAID.op_id, "approved", "")


def test_what_is_told_from_memory_does_not_change_it(desk: Desk) -> None:
    """A submit that says "begun before" is no answer of the device: a question still reaches it."""
    desk.line.submit(PAID)
    desk.work(None)
    desk.restart()
    desk.line.submit(PAID)
    desk.work()
    assert desk.on_disk == [None]


def test_a_bug_in_a_driver_leaves_a_question_and_the_next_request_goes_on(desk: Desk) -> None:
    def bug(_work: Work) -> Done:
        raise ZeroDivisionError

    desk.line.submit(PAID)
    with pytest.raises(ZeroDivisionError):
        desk.line.carry_out(bug)
    assert desk.told == [(PAID.op_id, "unknown", "terminal.failed")]
    desk.line.submit(payment("op-2"))
    assert desk.work()
    assert desk.told[-1] == ("op-2", "approved", "")


def test_a_customer_who_cancelled_has_cancelled() -> None:
    assert cancelled().outcome is TerminalOutcome.CANCELLED


# What is remembered.


def test_what_the_driver_learned_is_there_after_a_restart(desk: Desk) -> None:
    desk.memory.begin(PAID, "before")
    desk.memory.mark(PAID.op_id, "4711")
    desk.memory.mark("op-2", "nobody")
    desk.memory.learn("0007/1")
    kept = TerminalMemory(desk.path)
    [remembered] = kept.remembered
    assert (remembered.mark, kept.last_mark) == ("4711", "0007/1")


def test_the_newest_mark_stays_until_there_is_a_newer_one(desk: Desk) -> None:
    desk.memory.begin(PAID)
    desk.memory.answered(PAID, APPROVED, "0008/1")
    desk.memory.answered(PAID, APPROVED)
    assert TerminalMemory(desk.path).last_mark == "0008/1"


def test_an_answer_with_values_of_any_kind_can_be_kept(desk: Desk) -> None:
    values: dict[str, object] = {"text": "ok", "seconds": 5, "path": Path("sb_pilot")}
    desk.memory.begin(PAID)
    desk.memory.answered(PAID, TerminalAnswer(TerminalOutcome.DECLINED, values=values))
    [remembered] = TerminalMemory(desk.path).remembered
    assert remembered.answer is not None
    assert remembered.answer.values == {"text": "ok", "seconds": 5, "path": "sb_pilot"}


def test_a_new_memory_is_no_proof_for_what_is_older_than_it(desk: Desk) -> None:
    desk.memory.begin(payment("op-5"))
    desk.memory.begin(payment("op-6"))
    assert not desk.memory.was_never_begun("op-4")
    assert not desk.memory.was_never_begun("op-5")
    assert desk.memory.was_never_begun("op-7")
    assert (desk.memory.is_newest("op-5"), desk.memory.is_newest("op-6")) == (False, True)


def test_so_many_settled_requests_are_kept_and_no_more(desk: Desk) -> None:
    for number in range(2 * KEPT):
        request = TerminalRequest(f"op-{number:03d}", TerminalAct.PAY, 100, "RUB")
        desk.memory.begin(request)
        desk.memory.answered(request, APPROVED)
    kept = [one.request.op_id for one in desk.memory.remembered]
    assert kept == [f"op-{number:03d}" for number in range(KEPT, 2 * KEPT)]
