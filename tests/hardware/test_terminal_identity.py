"""A terminal is the one that it says it is, wherever it is plugged in; another one that stands at
its address is not taken for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from pos_desktop.hardware.profiles import terminal_profile
from pos_desktop.hardware.terminals.command_answer import Leavings, terminal_number
from pos_desktop.hardware.terminals.opening import Terminal, TerminalPlace, terminal_at
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.ports import (
    DeviceChanged,
    Health,
    TerminalAct,
    TerminalAnswer,
    TerminalOutcome,
    TerminalProgress,
    TerminalRequest,
)
from pos_desktop.settings import Endpoint
from pos_desktop.simulators.pilot_command import Bank
from pos_desktop.simulators.zvt_terminal import TerminalBank, ZvtTerminalSimulator
from tests.terminal_fakes import CommandStand, Heard, going_back, payment, replace_section

APPROVED, DECLINED, UNKNOWN = (
    TerminalOutcome.APPROVED,
    TerminalOutcome.DECLINED,
    TerminalOutcome.UNKNOWN,
)
NUMBER, OTHER = "id:28004869,zvt", "id:11223344,zvt"
only_posix = pytest.mark.skipif(os.name != "posix", reason="the program is a shell script")


class Till:
    """A register whose terminal is set up at one address after another, with one memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._profile = replace_section(terminal_profile("zvt"), answer_s=1, timeout_s=3)
        self._told: dict[str, int] = {}
        self.heard = Heard()
        self.terminal: Terminal | None = None

    def set_up(self, host: str, port: int, *, works: bool = True) -> Terminal:
        self.close()
        self.heard = Heard()
        self._told = {}
        place = TerminalPlace(
            Endpoint.parse(f"tcp://{host}:{port}"),
            self._profile,
            self._folder / "terminal.json",
            "EUR",
            lambda: TcpTransport(host, port, 1.0),
            alone=True,
        )
        self.terminal = terminal_at(place, self.heard.post)
        self.terminal.start()
        if works:
            self._wait_for(Health.ONLINE)
        return self.terminal

    def _wait_for(self, health: Health) -> None:
        def is_so() -> bool:
            told = [one for one in self.heard.events if isinstance(one, DeviceChanged)]
            return bool(told) and told[-1].state.health is health

        with self.heard.arrived:
            assert self.heard.arrived.wait_for(is_so, 5.0), self.heard.events

    def stand_at(self, simulator: ZvtTerminalSimulator) -> Terminal:
        return self.set_up(simulator.host, simulator.port)

    def submit(self, request: TerminalRequest) -> TerminalAnswer:
        assert self.terminal is not None
        self.terminal.submit(request)
        return self._next(request)

    def query(self, request: TerminalRequest) -> TerminalAnswer:
        assert self.terminal is not None
        self.terminal.query(request)
        return self._next(request)

    def _next(self, request: TerminalRequest) -> TerminalAnswer:
        self._told[request.op_id] = self._told.get(request.op_id, 0) + 1
        return self.heard.answer(request.op_id, self._told[request.op_id])

    def close(self) -> None:
        if self.terminal is not None:
            self.terminal.stop()
        self.heard.saw_no_bug()


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = Till(tmp_path)
    yield made
    made.close()


@pytest.fixture
def at() -> Iterator[Callable[..., ZvtTerminalSimulator]]:
    """A terminal with that bank, at an address of its own or at the port of one that is gone."""
    with ExitStack() as stack:

        def start(bank: TerminalBank | None = None, port: int = 0) -> ZvtTerminalSimulator:
            made = ZvtTerminalSimulator(bank, port=port).start()
            stack.callback(made.stop)
            return made

        yield start


def asked(op_id: str, peer: str, amount_minor: int = 25_000) -> TerminalRequest:
    return replace(payment(op_id, amount_minor), peer=peer)


def breaks_off(till: Till, there: ZvtTerminalSimulator, request: TerminalRequest) -> None:
    """The terminal takes the money and is gone."""
    there.set_mode("dies_after")
    assert till.submit(request).outcome is UNKNOWN
    there.set_mode("ok")


def test_a_terminal_is_its_address_until_it_says_its_number(till: Till, at) -> None:
    there = at()
    address = f"tcp://{there.host}:{there.port},zvt"
    off = till.set_up("127.0.0.1", 1, works=False)
    assert (off.peer, off.answers_for(NUMBER)) == ("tcp://127.0.0.1:1,zvt", False)
    terminal = till.stand_at(there)
    assert terminal.peer == NUMBER
    assert [terminal.answers_for(one) for one in (NUMBER, address)] == [True, True]
    strangers = (OTHER, "tcp://127.0.0.1:1,zvt", "id:28004869,external_command", "")
    assert not any(terminal.answers_for(one) for one in strangers)


def test_a_terminal_that_got_another_address_tells_about_its_payment_by_itself(
    till: Till, at
) -> None:
    bank = TerminalBank()
    before = at(bank)
    till.stand_at(before)
    request = asked("op-1", NUMBER)
    breaks_off(till, before, request)
    before.stop()
    moved = till.stand_at(at(bank))
    assert moved.answers_for(request.peer)
    assert till.query(request).outcome is APPROVED
    assert bank.charges == 1


def test_its_payment_is_reversed_at_its_new_address(till: Till, at) -> None:
    bank = TerminalBank()
    before = at(bank)
    till.stand_at(before)
    request = asked("op-1", NUMBER)
    paid = till.submit(request)
    before.stop()
    till.stand_at(at(bank))
    back = till.submit(going_back(request, paid, TerminalAct.REVERSE))
    assert (back.outcome, bank.taken_minor) == (APPROVED, 0)


@pytest.mark.parametrize("noted", [NUMBER, "address"])
def test_another_terminal_at_the_same_address_is_not_taken_for_it(
    till: Till, at, noted: str
) -> None:
    """The one was new and had done nothing yet, and the other has just taken the same sum."""
    before, instead = at(), TerminalBank(terminal_id=11223344)
    till.stand_at(before)
    address = f"tcp://{before.host}:{before.port},zvt"
    request = asked("op-1", address if noted == "address" else noted)
    breaks_off(till, before, request)
    before.stop()
    till.stand_at(at(instead, before.port))
    instead.book("pay", request.amount_minor)
    answer = till.query(request)
    assert (answer.outcome, answer.reason) == (UNKNOWN, "terminal.not_the_one")
    assert answer.values["number"] == "11223344"


def test_what_the_journal_says_one_terminal_is_asked_another_does_not_carry_out(
    till: Till, at
) -> None:
    """It took the place of the other one in the moment between the two."""
    instead = TerminalBank(terminal_id=11223344)
    till.stand_at(at(instead))
    answer = till.submit(asked("op-1", NUMBER))
    assert (answer.outcome, answer.reason) == (DECLINED, "terminal.another_now")
    assert instead.charges == 0
    assert till.submit(asked("op-2", OTHER)).outcome is APPROVED


def test_a_terminal_that_is_off_is_still_known_at_its_address_and_nowhere_else(
    till: Till, at
) -> None:
    there = at()
    till.stand_at(there)
    there.stop()
    assert till.set_up(there.host, there.port, works=False).peer == NUMBER
    assert till.query(asked("op-1", NUMBER)).outcome is UNKNOWN
    assert till.set_up("127.0.0.1", 1, works=False).peer == "tcp://127.0.0.1:1,zvt"


def test_a_terminal_that_does_not_introduce_itself_is_known_by_its_last_payment(
    till: Till, at
) -> None:
    there = at()
    there.introduces = False
    terminal = till.stand_at(there)
    assert terminal.peer.startswith("tcp://")
    assert till.submit(asked("op-1", terminal.peer)).outcome is APPROVED
    assert terminal.peer == NUMBER
    moved = at(there.bank)
    moved.introduces = False
    there.stop()
    assert till.stand_at(moved).peer == NUMBER


def test_zeros_are_nobodys_number(till: Till, at) -> None:
    terminal = till.stand_at(at(TerminalBank(terminal_id=0)))
    assert terminal.peer.startswith("tcp://")
    assert till.submit(asked("op-1", terminal.peer)).outcome is APPROVED
    assert terminal.peer.startswith("tcp://")


# A bank's program.


class Programs:
    """UPOS in a folder; the terminal behind it is exchanged, or the folder moved."""

    def __init__(self, folder: Path) -> None:
        self.stand = CommandStand(folder)
        self.stand.terminal.stop()
        self._folder = folder
        self.place = self.stand.bank_folder
        self.terminal = self._driver()

    def _driver(self) -> Terminal:
        place = TerminalPlace(
            Endpoint.parse(f"command:{self.place}"),
            self.stand.profile,
            self._folder / "terminal.json",
            "RUB",
            lambda: TcpTransport("127.0.0.1", 1, 1.0),
        )
        made = terminal_at(place, self.stand.heard.post)
        made.start()
        return made

    def restart(self) -> Terminal:
        self.terminal.stop()
        self.terminal = self._driver()
        return self.terminal

    def move(self) -> Terminal:
        self.place = self._folder / "moved"
        shutil.copytree(self.stand.bank_folder, self.place)
        program = self.place / "sb_pilot"
        script = program.read_text().replace(f"{self.stand.bank_folder} ", f"{self.place} ")
        program.write_text(script)
        return self.restart()

    def plug_in(self, number: str) -> None:
        bank = Bank.read(self.place)
        bank.terminal = number
        bank.write(self.place)

    def submit(self, request: TerminalRequest) -> TerminalAnswer:
        self.terminal.submit(request)
        return self.stand.heard.answer(request.op_id)

    def is_at_terminal(self, request: TerminalRequest) -> None:
        """Wait until the program was started for it."""
        heard = self.stand.heard

        def is_so() -> bool:
            told = [one for one in heard.events if isinstance(one, TerminalProgress)]
            return any(one.op_id == request.op_id for one in told)

        with heard.arrived:
            assert heard.arrived.wait_for(is_so, 5.0), heard.events

    def query(self, request: TerminalRequest) -> TerminalAnswer:
        known = len(self.stand.heard.answers(request.op_id))
        self.terminal.query(request)
        return self.stand.heard.answer(request.op_id, known + 1)

    def close(self) -> None:
        self.terminal.stop()
        self.stand.heard.saw_no_bug()


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    made = Programs(tmp_path)
    yield made
    made.close()


UPOS = "id:10299999,external_command"


@only_posix
def test_a_program_tells_the_number_of_its_terminal_with_the_first_payment(
    programs: Programs,
) -> None:
    address = programs.terminal.peer
    assert address.startswith("command:")
    assert programs.submit(replace(payment("op-1"), peer=address)).outcome is APPROVED
    assert programs.terminal.peer == UPOS
    assert programs.terminal.answers_for(address)
    assert programs.restart().peer == UPOS
    assert programs.move().peer.endswith("moved,sber-upos"), "nobody knows yet what is there"
    assert not programs.terminal.answers_for(UPOS)
    assert (
        programs.submit(replace(payment("op-2"), peer=programs.terminal.peer)).outcome is APPROVED
    )
    assert programs.terminal.peer == UPOS


@only_posix
def test_a_result_of_another_terminal_is_no_answer_to_a_question_about_this_one(
    programs: Programs,
) -> None:
    programs.submit(payment("op-1"))
    programs.stand.let_card_wait()
    programs.plug_in("20388888")
    request = replace(payment("op-2"), peer=programs.terminal.peer)
    programs.terminal.submit(request)
    programs.is_at_terminal(request)
    programs.restart()
    programs.stand.show_card()
    answer = programs.query(request)
    assert (answer.outcome, answer.reason) == (UNKNOWN, "terminal.not_the_one")
    assert programs.terminal.peer == "id:20388888,external_command"


@only_posix
def test_a_payment_at_an_exchanged_terminal_counts_when_its_program_was_waited_for(
    programs: Programs,
) -> None:
    programs.submit(payment("op-1"))
    programs.plug_in("20388888")
    assert programs.submit(replace(payment("op-2"), peer=UPOS)).outcome is APPROVED
    answer = programs.submit(replace(payment("op-3"), peer=UPOS))
    assert (answer.outcome, answer.reason) == (DECLINED, "terminal.another_now")


@pytest.mark.parametrize(
    ("profile", "lines", "number"),
    [
        ("sber-upos", ["0,ОДОБРЕНО", "**4771", "12/27", "123456", "0001", "MIR", "0", "10299999",
                       "20261126120000", "612300000001"], "10299999"),
        ("sber-upos-windows", ["0,ОДОБРЕНО", "**4771", "12/27", "123456", "0001", "MIR", "0",
                               "10299999", "20261126120000", "612300000001"], "10299999"),
        ("sber-upos", ["0,ОДОБРЕНО", "**4771", "12/27", "123456", "0001", "MIR", "0", "1029999",
                       "20261126120000", "612300000001"], ""),
        ("sber-upos", ["0,ОДОБРЕНО", "**4771", "12/27", "123456", "10299999"], ""),
        ("sber-upos", ["4119,НЕДОСТАТОЧНО СРЕДСТВ"], ""),
        ("arcus2", ["000", "10299999"], ""),
    ],
)  # fmt: skip
def test_the_number_stands_in_one_line_of_the_result_or_nowhere(
    profile: str, lines: list[str], number: str
) -> None:
    settings = terminal_profile(profile).command
    assert settings is not None
    left = Leavings(0, "\r\n".join(lines).encode(settings.encoding))
    assert terminal_number(settings, left) == number
    assert terminal_number(settings, Leavings(0)) == ""
