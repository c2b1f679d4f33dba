"""The ZVT driver against the simulated terminal: faults of line and device."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_desktop.hardware.terminals.memory import TerminalMemory
from pos_desktop.hardware.terminals.zvt_terminal import ZvtTerminal
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.ports import (
    DeviceChanged,
    Health,
    TerminalAct,
    TerminalOutcome,
    TerminalProgress,
)
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator
from tests.terminal_fakes import ZvtStand, going_back, payment, replace_section

PAID = payment()
PAY = b"\x06\x01"


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[ZvtStand]:
    made = ZvtStand(tmp_path)
    yield made
    made.close()


def wait_for(stand: ZvtStand, health: Health) -> None:
    until = time.monotonic() + 5
    while stand.terminal.state.health is not health and time.monotonic() < until:
        time.sleep(0.02)
    assert stand.terminal.state.health is health, stand.terminal.state


def test_the_terminal_is_online_when_it_knows_the_register(stand: ZvtStand) -> None:
    wait_for(stand, Health.ONLINE)
    assert stand.simulator.commands[0] == 0x0600


def test_what_the_customer_is_to_do_is_told_on_the_way(stand: ZvtStand) -> None:
    stand.terminal.submit(PAID)
    stand.heard.answer(PAID.op_id)
    told = [e for e in stand.heard.events if isinstance(e, TerminalProgress)]
    assert [e.code for e in told] == ["terminal.insert_card", "terminal.asks_bank"]
    assert all(e.can_cancel for e in told)


def test_a_line_that_breaks_every_message_into_bytes_changes_nothing(stand: ZvtStand) -> None:
    stand.simulator.mode = "split"
    stand.terminal.submit(PAID)
    answer = stand.heard.answer(PAID.op_id)
    assert answer.outcome is TerminalOutcome.APPROVED
    assert answer.card == "**** 4771"
    assert "Beleg-Nr 0001" in answer.slip


def test_slips_may_come_line_by_line(stand: ZvtStand) -> None:
    stand.simulator.prints = "lines"
    stand.terminal.submit(PAID)
    assert "Betrag EUR 517,66" in stand.heard.answer(PAID.op_id).slip


def test_a_terminal_that_is_not_there_has_taken_nothing(stand: ZvtStand) -> None:
    wait_for(stand, Health.ONLINE)
    stand.simulator.set_mode("unplugged")
    wait_for(stand, Health.OFFLINE)
    stand.terminal.submit(PAID)
    answer = stand.heard.answer(PAID.op_id)
    assert (answer.outcome, answer.reason) == (TerminalOutcome.DECLINED, "terminal.not_reached")
    stand.simulator.set_mode("ok")
    wait_for(stand, Health.ONLINE)


@pytest.mark.parametrize("mode", ["silent", "garbage"])
def test_a_terminal_that_does_not_make_sense_leaves_a_question(stand: ZvtStand, mode: str) -> None:
    wait_for(stand, Health.ONLINE)
    stand.simulator.mode = mode  # type: ignore[assignment]
    stand.terminal.submit(PAID)
    answer = stand.heard.answer(PAID.op_id)
    assert answer.outcome is TerminalOutcome.UNKNOWN
    assert stand.charges == 0


def test_a_terminal_that_pauses_between_its_messages_is_waited_for(stand: ZvtStand) -> None:
    wait_for(stand, Health.ONLINE)
    stand.simulator.slow_seconds = 0.1
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.APPROVED
    assert stand.charges == 1


def test_a_terminal_cut_off_in_the_middle_of_its_answer_is_asked_and_tells(
    stand: ZvtStand,
) -> None:
    wait_for(stand, Health.ONLINE)
    stand.simulator.set_mode("cut")
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.UNKNOWN
    stand.simulator.set_mode("ok")
    wait_for(stand, Health.ONLINE)
    stand.terminal.query(PAID)
    assert stand.heard.answer(PAID.op_id, 2).outcome is TerminalOutcome.APPROVED
    assert stand.charges == 1


def test_a_terminal_that_goes_mute_after_taking_money_is_asked_and_tells(stand: ZvtStand) -> None:
    stand.profile = replace_section(stand.profile, timeout_s=1)
    stand.restart()
    wait_for(stand, Health.ONLINE)
    stand.simulator.mode = "mute_after"
    stand.terminal.submit(PAID)
    answer = stand.heard.answer(PAID.op_id)
    assert (answer.outcome, answer.reason) == (TerminalOutcome.UNKNOWN, "terminal.timeout")
    stand.simulator.mode = "ok"
    stand.terminal.query(PAID)
    assert stand.heard.answer(PAID.op_id, 2).outcome is TerminalOutcome.APPROVED
    assert stand.charges == 1


def test_somebody_elses_payment_at_the_terminal_is_not_taken_for_ours(stand: ZvtStand) -> None:
    wait_for(stand, Health.ONLINE)
    stand.simulator.mode = "dies_before"
    stand.terminal.submit(PAID)
    stand.heard.answer(PAID.op_id)
    stand.simulator.mode = "ok"
    stand.simulator.bank.book("pay", 99_900)  # typed in at the terminal itself
    stand.terminal.query(PAID)
    answer = stand.heard.answer(PAID.op_id, 2)
    assert (answer.outcome, answer.reason) == (TerminalOutcome.UNKNOWN, "terminal.last_was")
    assert answer.values["amount_minor"] == 99_900


def test_our_own_next_payment_of_the_same_sum_is_not_taken_for_the_one_before(
    stand: ZvtStand,
) -> None:
    wait_for(stand, Health.ONLINE)
    stand.simulator.mode = "dies_before"
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.UNKNOWN
    stand.simulator.mode = "ok"
    wait_for(stand, Health.ONLINE)
    other = payment("op-2", PAID.amount_minor)
    stand.terminal.submit(other)
    assert stand.heard.answer(other.op_id).outcome is TerminalOutcome.APPROVED
    stand.terminal.query(PAID)
    answer = stand.heard.answer(PAID.op_id, 2)
    assert (answer.outcome, answer.reason) == (TerminalOutcome.UNKNOWN, "terminal.last_was")
    assert stand.charges == 1


class BadWire(TcpTransport):
    """A payment fails on it once: as it is written, or in the middle of what is told back."""

    def __init__(self, stand: ZvtStand, trouble: dict[str, int]) -> None:
        super().__init__(stand.simulator.host, stand.simulator.port, 1.0)
        self._trouble = trouble
        self._pays = False

    def write(self, data: bytes, deadline_seconds: float) -> int:
        self._pays = self._pays or data[:2] == PAY
        if self._pays and "may_have_left" in self._trouble:
            raise TransportError("timeout", may_have_left=self._trouble.pop("may_have_left"))
        return super().write(data, deadline_seconds)

    def read(self, size: int, timeout_seconds: float) -> bytes:
        if self._pays and self._trouble.get("cut") == 2:
            self._trouble.clear()
            raise TransportError("lost")
        data = super().read(size, timeout_seconds)
        if self._pays and len(data) > 3 and self._trouble.get("cut") == 1:
            self._trouble["cut"] = 2
            return data[:-1]
        return data


@pytest.fixture
def on_bad_wire(stand: ZvtStand, tmp_path: Path) -> Iterator[Callable[..., ZvtStand]]:
    def made(**trouble: int) -> ZvtStand:
        stand.terminal.stop()
        memory = TerminalMemory(tmp_path / "terminal.json")
        stand.terminal = ZvtTerminal(
            lambda: BadWire(stand, trouble), stand.profile, memory, stand.heard.post,
            currency="EUR", alone=True, backoff_seconds=(0.05, 0.1),
        )  # fmt: skip
        stand.terminal.start()
        return stand

    return made


@pytest.mark.parametrize(
    ("left", "outcome", "reason"),
    [
        (0, "declined", "terminal.not_reached"),
        (1, "unknown", "terminal.lost"),
        (9, "unknown", "terminal.lost"),
    ],
)
def test_a_payment_of_which_a_byte_may_have_left_is_a_question(
    on_bad_wire: Callable[..., ZvtStand], left: int, outcome: str, reason: str
) -> None:
    stand = on_bad_wire(may_have_left=left)
    stand.terminal.submit(PAID)
    answer = stand.heard.answer(PAID.op_id)
    assert (answer.outcome.value, answer.reason) == (outcome, reason)


def test_a_message_that_broke_off_is_not_the_beginning_of_the_next_one(
    on_bad_wire: Callable[..., ZvtStand],
) -> None:
    stand = on_bad_wire(cut=1)
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.UNKNOWN
    wait_for(stand, Health.ONLINE)
    other = payment("op-2", 100)
    stand.terminal.submit(other)
    assert stand.heard.answer(other.op_id).outcome is TerminalOutcome.APPROVED


def test_a_payment_is_reversed_once_only(stand: ZvtStand) -> None:
    stand.terminal.submit(PAID)
    paid = stand.heard.answer(PAID.op_id)
    first = going_back(PAID, paid, TerminalAct.REVERSE)
    stand.terminal.submit(first)
    assert stand.heard.answer(first.op_id).outcome is TerminalOutcome.APPROVED
    again = payment("again", PAID.amount_minor)
    second = going_back(again, paid, TerminalAct.REVERSE)
    stand.terminal.submit(second)
    answer = stand.heard.answer(second.op_id)
    assert (answer.outcome, answer.values["code"]) == (TerminalOutcome.DECLINED, "B4")


def test_a_reversal_without_the_terminals_own_number_is_not_sent(stand: ZvtStand) -> None:
    stand.terminal.submit(PAID)
    paid = stand.heard.answer(PAID.op_id)
    back = going_back(PAID, type(paid)(paid.outcome), TerminalAct.REVERSE)
    stand.terminal.submit(back)
    assert stand.heard.answer(back.op_id).reason == "terminal.no_reference"
    assert stand.taken_minor == PAID.amount_minor


def test_a_slow_customer_may_take_longer_than_the_terminal_may_be_silent(stand: ZvtStand) -> None:
    stand.simulator.slow_seconds = 0.1
    stand.terminal.submit(PAID)
    assert stand.heard.answer(PAID.op_id).outcome is TerminalOutcome.APPROVED


def test_a_register_that_ends_in_a_payment_ends_within_two_seconds(stand: ZvtStand) -> None:
    stand.simulator.card_waits = True
    stand.terminal.submit(PAID)
    stand.heard.progress("terminal.insert_card")
    began = time.monotonic()
    stand.terminal.stop()
    assert time.monotonic() - began < 2.0
    assert stand.heard.answers(PAID.op_id) == []


def test_at_each_connection_the_terminal_is_asked_what_it_did_last(tmp_path: Path) -> None:
    stand = ZvtStand(tmp_path)
    try:
        wait_for(stand, Health.ONLINE)
        assert stand.simulator.commands.count(0x0620) == 1
        stand.restart()
        wait_for(stand, Health.ONLINE)
        assert stand.simulator.commands.count(0x0600) == 2
        assert stand.simulator.commands.count(0x0620) == 2
    finally:
        stand.close()


def test_health_is_told_when_it_changes(stand: ZvtStand) -> None:
    wait_for(stand, Health.ONLINE)
    stand.simulator.set_mode("unplugged")
    wait_for(stand, Health.OFFLINE)
    told = [e.state for e in stand.heard.events if isinstance(e, DeviceChanged)]
    assert told[-1].reason == "terminal.unreachable"
    assert isinstance(stand.simulator, ZvtTerminalSimulator)
