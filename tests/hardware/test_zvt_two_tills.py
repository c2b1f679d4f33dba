"""A ZVT terminal on which more than one till takes money: a question about a payment is never
answered by what another till did."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos_desktop.hardware.profiles import terminal_profile
from pos_desktop.hardware.terminals.memory import TerminalMemory
from pos_desktop.hardware.terminals.zvt_answer import Talk
from pos_desktop.hardware.terminals.zvt_fields import StatusInformation
from pos_desktop.hardware.terminals.zvt_newest import (
    NO_MARK,
    Question,
    answer_of_question,
    follows,
)
from pos_desktop.hardware.terminals.zvt_terminal import ZvtTerminal
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.ports import Health, TerminalAct, TerminalAnswer, TerminalOutcome
from pos_desktop.simulators.zvt_terminal import TerminalBank, ZvtTerminalSimulator
from tests.terminal_fakes import Heard, going_back, payment, replace_section

COFFEE = 25_000


class Till:
    """One register; it holds the terminal's only connection while it is on."""

    def __init__(self, folder: Path, *, alone: bool = False, prints: str = "register") -> None:
        folder.mkdir(exist_ok=True)
        self._memory_file = folder / "terminal.json"
        self._alone = alone
        shape = terminal_profile("zvt")
        self._profile = replace_section(shape, answer_s=1, timeout_s=30, prints=prints)
        self.heard = Heard()
        self._asked: dict[str, int] = {}
        self._driver: ZvtTerminal | None = None

    def switch_on(self, simulator: ZvtTerminalSimulator) -> None:
        self._driver = ZvtTerminal(
            lambda: TcpTransport(simulator.host, simulator.port, 1.0),
            self._profile,
            TerminalMemory(self._memory_file),
            self.heard.post,
            currency="EUR",
            alone=self._alone,
            backoff_seconds=(0.05, 0.1),
        )
        self._driver.start()
        until = time.monotonic() + 5
        while self._driver.state.health is not Health.ONLINE and time.monotonic() < until:
            time.sleep(0.01)
        assert self._driver.state.health is Health.ONLINE

    def switch_off(self) -> None:
        assert self._driver is not None
        self._driver.stop()
        self.heard.saw_no_bug()

    def pay(self, op_id: str, amount_minor: int = COFFEE) -> TerminalAnswer:
        assert self._driver is not None
        self._driver.submit(payment(op_id, amount_minor))
        return self._next(op_id)

    def ask(self, op_id: str, amount_minor: int = COFFEE) -> TerminalAnswer:
        assert self._driver is not None
        self._driver.query(payment(op_id, amount_minor))
        return self._next(op_id)

    def take_back(self, op_id: str, paid: TerminalAnswer) -> TerminalAnswer:
        assert self._driver is not None
        back = going_back(payment(op_id, COFFEE), paid, TerminalAct.REVERSE)
        self._driver.submit(back)
        return self._next(back.op_id)

    def _next(self, op_id: str) -> TerminalAnswer:
        self._asked[op_id] = self._asked.get(op_id, 0) + 1
        return self.heard.answer(op_id, self._asked[op_id])

    def lives(self, simulator: ZvtTerminalSimulator, *payments: str, sum_minor: int = COFFEE):
        """Switch on, pay, switch off."""
        self.switch_on(simulator)
        for op_id in payments:
            assert self.pay(op_id, sum_minor).outcome is TerminalOutcome.APPROVED
        self.switch_off()


@pytest.fixture
def terminal() -> Iterator[ZvtTerminalSimulator]:
    simulator = ZvtTerminalSimulator().start()
    yield simulator
    simulator.stop()


def breaks_off(till: Till, terminal: ZvtTerminalSimulator, op_id: str, mode: str) -> None:
    """A payment whose line breaks, and the register is switched off over it."""
    terminal.set_mode(mode)  # type: ignore[arg-type]
    assert till.pay(op_id).outcome is TerminalOutcome.UNKNOWN
    till.switch_off()
    terminal.set_mode("ok")


def test_another_tills_payment_of_the_same_sum_does_not_answer_the_question(
    terminal: ZvtTerminalSimulator, tmp_path: Path
) -> None:
    first, second = Till(tmp_path / "1"), Till(tmp_path / "2")
    first.switch_on(terminal)
    first.pay("op-1")
    breaks_off(first, terminal, "op-2", "dies_before")
    second.lives(terminal, "op-3")
    first.switch_on(terminal)
    answer = first.ask("op-2")
    assert (answer.outcome, answer.reason) == (TerminalOutcome.UNKNOWN, "terminal.whose")
    assert answer.values["amount_minor"] == COFFEE
    first.switch_off()
    assert terminal.bank.charges == 2


def test_a_payment_that_the_terminal_never_did_is_certain_for_any_till(
    terminal: ZvtTerminalSimulator, tmp_path: Path
) -> None:
    first = Till(tmp_path / "1")
    first.switch_on(terminal)
    first.pay("op-1")
    breaks_off(first, terminal, "op-2", "dies_before")
    first.switch_on(terminal)
    answer = first.ask("op-2")
    assert (answer.outcome, answer.reason) == (TerminalOutcome.DECLINED, "terminal.not_done")
    first.switch_off()


def test_a_till_that_has_the_terminal_alone_finds_its_payment_by_itself(
    terminal: ZvtTerminalSimulator, tmp_path: Path
) -> None:
    only = Till(tmp_path / "1", alone=True)
    only.lives(terminal, "op-1")
    only.switch_on(terminal)
    breaks_off(only, terminal, "op-2", "dies_after")
    only.switch_on(terminal)
    assert only.ask("op-2").outcome is TerminalOutcome.APPROVED
    only.switch_off()
    assert terminal.bank.charges == 2


@pytest.mark.parametrize("before", ["payment", "question"])
def test_who_calls_it_alone_is_not_believed_once_another_till_was_seen(
    terminal: ZvtTerminalSimulator, tmp_path: Path, before: str
) -> None:
    first, second = Till(tmp_path / "1", alone=True), Till(tmp_path / "2")
    first.lives(terminal, "op-1")
    if before == "payment":  # the other till was at it before; ours took no money
        second.lives(terminal, "op-2", sum_minor=700)
        first.switch_on(terminal)
        breaks_off(first, terminal, "op-3", "dies_before")
        second.lives(terminal, "op-4")
    else:  # both came after it
        first.switch_on(terminal)
        breaks_off(first, terminal, "op-3", "dies_before")
        second.lives(terminal, "op-2", "op-4")
    first.switch_on(terminal)
    answer = first.ask("op-3")
    expected = "terminal.shared" if before == "payment" else "terminal.last_was"
    assert (answer.outcome, answer.reason) == (TerminalOutcome.UNKNOWN, expected)
    breaks_off(first, terminal, "op-5", "dies_after")
    first.switch_on(terminal)
    assert first.ask("op-5").reason == "terminal.shared"
    first.switch_off()


def test_numbers_missing_between_two_payments_of_ours_are_somebody_elses(
    terminal: ZvtTerminalSimulator, tmp_path: Path
) -> None:
    only = Till(tmp_path / "1", alone=True)
    only.switch_on(terminal)
    only.pay("op-1")
    terminal.bank.book("pay", COFFEE)  # typed in at the terminal itself
    only.pay("op-2")
    breaks_off(only, terminal, "op-3", "dies_after")
    only.switch_on(terminal)
    assert only.ask("op-3").reason == "terminal.shared"
    only.switch_off()


def test_after_fifty_payments_of_ours_in_a_row_the_terminal_is_believed_to_be_ours(
    tmp_path: Path,
) -> None:
    memory = TerminalMemory(tmp_path / "terminal.json")
    memory.saw_others()
    for number in range(50):
        assert memory.is_shared
        paid = payment(f"op-{number}", COFFEE)
        memory.begin(paid)
        memory.answered(paid, TerminalAnswer(TerminalOutcome.DECLINED))
        memory.answered(paid, TerminalAnswer(TerminalOutcome.APPROVED))
    assert not TerminalMemory(tmp_path / "terminal.json").is_shared


def test_a_terminal_that_prints_itself_is_not_made_to_print_to_be_asked(
    terminal: ZvtTerminalSimulator, tmp_path: Path
) -> None:
    only = Till(tmp_path / "1", alone=True, prints="terminal")
    only.lives(terminal, "op-1")
    terminal.bank.book("pay", COFFEE)  # nobody is told about it
    only.switch_on(terminal)
    assert 0x0620 not in terminal.commands
    breaks_off(only, terminal, "op-2", "dies_before")
    only.switch_on(terminal)
    assert only.ask("op-2").reason == "terminal.last_was"
    only.switch_off()


def test_a_payment_made_at_another_terminal_is_not_reversed_at_this_one(tmp_path: Path) -> None:
    till = Till(tmp_path / "1")
    here = ZvtTerminalSimulator().start()
    there = ZvtTerminalSimulator(TerminalBank(terminal_id=11223344)).start()
    till.switch_on(here)
    paid = till.pay("op-1")
    assert paid.reference == "0001/000471/28004869"
    till.switch_off()
    there.bank.book("pay", 99_900)  # somebody else's, with the same number
    till.switch_on(there)
    answer = till.take_back("op-1", paid)
    assert (answer.outcome, answer.reason) == (TerminalOutcome.DECLINED, "terminal.other_terminal")
    assert there.bank.taken_minor == 99_900
    till.switch_off()
    till.switch_on(here)
    assert till.take_back("op-2", paid).outcome is TerminalOutcome.APPROVED
    till.switch_off()
    here.stop()
    there.stop()


# What counts as the answer, point by point.

NOON = datetime(2026, 11, 27, 12, 0, 0)
OURS = StatusInformation(
    0, COFFEE, receipt=13, trace=483, terminal_id="28004869", date="1127", time="120020"
)
ASKED = Question(
    "28004869/0012/000482",
    checked=True,
    newest=True,
    begun=NOON,
    until=NOON + timedelta(minutes=6),
    alone=True,
    shared=False,
)


def judged(status: StatusInformation, asked: Question = ASKED) -> tuple[str, str]:
    talk = Talk(status=status, completed=True)
    answer = answer_of_question(talk, payment("op-1", COFFEE), asked, "cp437")
    return answer.outcome.value, answer.reason


def test_what_fits_in_every_point_is_ours() -> None:
    assert judged(OURS) == ("approved", "")


@pytest.mark.parametrize(
    "other",
    [
        {"amount_minor": COFFEE + 1},
        {"amount_minor": None},
        {"receipt": 14},
        {"receipt": 11},
        {"terminal_id": "11223344"},
        {"terminal_id": ""},
        {"time": "115759"},
        {"time": "120801"},
        {"date": "1126"},
        {"date": ""},
        {"time": "996699"},
    ],
)
def test_what_differs_in_one_point_is_no_answer(other: dict[str, object]) -> None:
    assert judged(replace(OURS, **other)) == ("unknown", "terminal.last_was")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"alone": False}, "terminal.whose"),
        ({"shared": True}, "terminal.shared"),
        ({"checked": False}, "terminal.last_was"),
        ({"newest": False}, "terminal.last_was"),
        ({"before": ""}, "terminal.last_was"),
    ],
)
def test_what_the_register_is_not_sure_of_is_no_answer(
    other: dict[str, object], reason: str
) -> None:
    assert judged(OURS, replace(ASKED, **other)) == ("unknown", reason)  # type: ignore[arg-type]


def test_nothing_since_means_not_done_however_little_is_known() -> None:
    unsure = replace(ASKED, checked=False, alone=False, shared=True, begun=datetime.min)
    before = replace(OURS, receipt=12, trace=482)
    assert judged(before, unsure) == ("declined", "terminal.not_done")


def test_the_turn_of_the_year_is_no_year_long() -> None:
    eve = datetime(2026, 12, 31, 23, 59, 50)
    asked = replace(ASKED, begun=eve, until=eve + timedelta(minutes=6))
    assert judged(replace(OURS, date="0101", time="000010"), asked) == ("approved", "")
    assert judged(replace(OURS, date="1231", time="235955"), asked) == ("approved", "")


@pytest.mark.parametrize(
    ("before", "mark", "directly"),
    [
        ("A/0012/000482", "A/0013/000490", True),
        ("A/9999/000482", "A/0001/000483", True),
        ("A/9999/000482", "A/0000/000483", True),
        ("A/0012/000482", "A/0012/000482", False),
        ("A/0012/000482", "B/0013/000483", False),
        ("A/0000/000482", "A/0000/000483", True),
        ("A/0000/000482", "A/0000/000484", False),
        (NO_MARK, "A/0105/000600", True),
        ("A/0012/000482", NO_MARK, False),
        ("", "A/0001/000001", False),
        ("0012/000482", "A/0013/000483", False),
    ],
)
def test_one_receipt_follows_another_at_the_same_terminal(
    before: str, mark: str, directly: bool
) -> None:
    assert follows(before, mark) is directly
