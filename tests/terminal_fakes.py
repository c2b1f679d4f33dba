"""A card terminal in memory, and stands that put each real driver in front of a simulator."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from pos_desktop.hardware.profiles import TerminalProfile, terminal_profile
from pos_desktop.hardware.terminals.external_command import ExternalCommandTerminal
from pos_desktop.hardware.terminals.memory import TerminalMemory
from pos_desktop.hardware.terminals.zvt_terminal import ZvtTerminal
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.ports import (
    DeviceState,
    Event,
    Health,
    PaymentTerminal,
    TerminalAct,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
    TerminalRequest,
    WorkerFailed,
)
from pos_desktop.simulators import pilot_command
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator

Mode = Literal["ok", "decline", "cancel", "dies_before", "dies_after"]
SLIP = ("ОПЛАТА", "Карта: **** 4771", "ОДОБРЕНО")


class FakeTerminal:
    """Answers at once, or when `show_card` is called where the customer is slow. With `silent` set
    it takes the money and never says so; with `forgets` set it cannot tell what it did. address:
    by which it was known before it told its number."""

    name = "terminal"
    peer = ""
    address = ""

    def __init__(self, post: Callable[[Event], None] | None = None) -> None:
        self.post = post or (lambda _event: None)
        self.mode: Mode = "ok"
        self.card_waits = False
        self.silent = False
        self.forgets = False
        self.health = Health.ONLINE
        self.submitted: list[TerminalRequest] = []
        self.asked: list[TerminalRequest] = []
        self.moves: list[tuple[str, int]] = []
        self.answers: dict[str, TerminalAnswer] = {}
        self._waiting: TerminalRequest | None = None

    @property
    def charges(self) -> int:
        return sum(act == "pay" for act, _ in self.moves)

    @property
    def state(self) -> DeviceState:
        return DeviceState(self.name, self.health)

    def answers_for(self, peer: str) -> bool:
        return peer == self.peer or (peer == self.address != "")

    def start(self) -> None:
        pass

    def stop(self, timeout_seconds: float = 2.0) -> None:
        pass

    def submit(self, request: TerminalRequest) -> None:
        if self._waiting is not None:
            if self._waiting.op_id != request.op_id:
                occupied = TerminalAnswer(TerminalOutcome.DECLINED, reason="terminal.occupied")
                self.post(TerminalFinished(self.name, request.op_id, occupied))
            return
        self.submitted.append(request)
        if request.op_id in self.answers:
            self._tell(request.op_id)
        elif self.card_waits:
            self._waiting = request
            self.post(
                TerminalProgress(self.name, request.op_id, "terminal.insert_card", can_cancel=True)
            )
        else:
            self._carry_out(request)

    def show_card(self) -> None:
        request, self._waiting, self.card_waits = self._waiting, None, False
        if request is not None:
            self._carry_out(request)

    def _carry_out(self, request: TerminalRequest) -> None:
        if self.mode in ("ok", "dies_after"):
            self.moves.append((request.act.value, request.amount_minor))
        answer = self._answer(request)
        if self.mode in ("dies_before", "dies_after"):
            truth = answer
            answer = TerminalAnswer(TerminalOutcome.UNKNOWN, reason="terminal.lost")
            self.post(TerminalFinished(self.name, request.op_id, answer))
            self.answers[request.op_id] = truth
            if self.forgets:
                self.answers[request.op_id] = TerminalAnswer(
                    TerminalOutcome.UNKNOWN, reason="terminal.cannot_tell"
                )
            return
        self.answers[request.op_id] = answer
        if not self.silent:
            self._tell(request.op_id)

    def _answer(self, request: TerminalRequest) -> TerminalAnswer:
        if self.mode in ("decline", "dies_before"):
            values: dict[str, object] = {"text": "Недостаточно средств"}
            return TerminalAnswer(
                TerminalOutcome.DECLINED, reason="terminal.declined", values=values
            )
        if self.mode == "cancel":
            return TerminalAnswer(TerminalOutcome.CANCELLED, reason="terminal.cancelled")
        number = f"{612300000000 + len(self.moves)}"
        return TerminalAnswer(TerminalOutcome.APPROVED, number, "**** 4771", SLIP)

    def _tell(self, op_id: str) -> None:
        self.post(TerminalFinished(self.name, op_id, self.answers[op_id]))

    def query(self, request: TerminalRequest) -> None:
        self.asked.append(request)
        if self._waiting is not None and self._waiting.op_id == request.op_id:
            return
        not_sent = TerminalAnswer(TerminalOutcome.DECLINED, reason="terminal.not_sent")
        self.answers.setdefault(request.op_id, not_sent)
        self._tell(request.op_id)

    def cancel(self, op_id: str) -> None:
        if self._waiting is not None and self._waiting.op_id == op_id:
            self._waiting = None
            gone = TerminalAnswer(TerminalOutcome.CANCELLED, reason="terminal.cancelled")
            self.answers[op_id] = gone
            self._tell(op_id)

    def reconcile(self, op_id: str) -> None:
        self.submit(TerminalRequest(op_id, TerminalAct.RECONCILE, 0, "RUB"))


@dataclass
class Heard:
    """What a terminal posted."""

    events: list[Event] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def post(self, event: Event) -> None:
        with self.arrived:
            self.events.append(event)
            self.arrived.notify_all()

    def saw_no_bug(self) -> None:
        """A thread that fails goes on after a pause, which looks much like working."""
        assert [one for one in self.events if isinstance(one, WorkerFailed)] == []

    def answers(self, op_id: str) -> list[TerminalAnswer]:
        with self.arrived:
            return [
                one.answer
                for one in self.events
                if isinstance(one, TerminalFinished) and one.op_id == op_id
            ]

    def answer(self, op_id: str, number: int = 1, seconds: float = 8.0) -> TerminalAnswer:
        """The answer of that number to an id, waited for."""
        with self.arrived:
            came = self.arrived.wait_for(lambda: len(self.answers(op_id)) >= number, seconds)
        assert came, f"no answer {number} to {op_id}: {self.events}"
        return self.answers(op_id)[number - 1]

    def progress(self, code: str, seconds: float = 8.0) -> TerminalProgress:
        """The first progress of that code, waited for."""

        def found() -> list[TerminalProgress]:
            told = [one for one in self.events if isinstance(one, TerminalProgress)]
            return [one for one in told if one.code == code]

        with self.arrived:
            assert self.arrived.wait_for(lambda: bool(found()), seconds), self.events
            return found()[0]


class Stand(Protocol):
    """A terminal with everything around it. waiting_code: the progress told while the customer
    looks for the card; cancels_for_certain: whether cancel() leaves no doubt then; tells_later:
    whether a request that broke off can be asked about at the device."""

    heard: Heard
    terminal: PaymentTerminal
    waiting_code: str
    cancels_for_certain: bool
    tells_later: bool

    @property
    def charges(self) -> int: ...
    @property
    def taken_minor(self) -> int: ...
    def set_mode(self, mode: Mode) -> None: ...
    def let_card_wait(self) -> None: ...
    def show_card(self) -> None: ...
    def restart(self) -> None:
        """The register ends and comes again, with another driver on the same disk."""
        ...

    def close(self) -> None: ...


class FakeStand:
    waiting_code = "terminal.insert_card"
    cancels_for_certain = True
    tells_later = True

    def __init__(self, _folder: Path) -> None:
        self.heard = Heard()
        self._fake = FakeTerminal(self.heard.post)
        self.terminal: PaymentTerminal = self._fake

    @property
    def charges(self) -> int:
        return self._fake.charges

    @property
    def taken_minor(self) -> int:
        signs = {"pay": 1, "refund": -1, "reverse": -1, "reconcile": 0}
        return sum(signs[act] * amount for act, amount in self._fake.moves)

    def set_mode(self, mode: Mode) -> None:
        self._fake.mode = mode

    def let_card_wait(self) -> None:
        self._fake.card_waits = True

    def show_card(self) -> None:
        self._fake.show_card()

    def restart(self) -> None:
        pass

    def close(self) -> None:
        pass


class ZvtStand:
    waiting_code = "terminal.insert_card"
    cancels_for_certain = True
    tells_later = True

    def __init__(self, folder: Path) -> None:
        self.heard = Heard()
        self.simulator = ZvtTerminalSimulator().start()
        self._folder = folder
        profile = terminal_profile("zvt")
        quick = replace_section(profile, answer_s=1, timeout_s=3)
        self.profile = quick
        self.terminal: PaymentTerminal = self._driver()

    def _driver(self) -> ZvtTerminal:
        made = ZvtTerminal(
            lambda: TcpTransport(self.simulator.host, self.simulator.port, 1.0),
            self.profile,
            TerminalMemory(self._folder / "terminal.json"),
            self.heard.post,
            currency="EUR",
            alone=True,
            backoff_seconds=(0.05, 0.1),
        )
        made.start()
        return made

    @property
    def charges(self) -> int:
        return self.simulator.bank.charges

    @property
    def taken_minor(self) -> int:
        return self.simulator.bank.taken_minor

    def set_mode(self, mode: Mode) -> None:
        self.simulator.set_mode("customer_aborts" if mode == "cancel" else mode)

    def let_card_wait(self) -> None:
        self.simulator.card_waits = True

    def show_card(self) -> None:
        self.simulator.show_card()

    def restart(self) -> None:
        self.terminal.stop()
        self.terminal = self._driver()

    def close(self) -> None:
        self.terminal.stop()
        self.simulator.stop()
        self.heard.saw_no_bug()


class CommandStand:
    """UPOS or ARCUS2: the simulated program is a script in the terminal's folder."""

    waiting_code = "terminal.at_terminal"
    cancels_for_certain = False
    tells_later = False

    def __init__(self, folder: Path, flavour: str = "upos") -> None:
        self.heard = Heard()
        self._folder = folder
        self.bank_folder = folder / "bank"
        self.bank_folder.mkdir()
        names = {
            "upos": "sb_pilot",
            "upos-windows": "loadparm.exe",
            "arcus2": "CommandLineTool/bin/CommandLineTool.exe",
        }
        speaks = flavour.removesuffix("-windows")
        program = self.bank_folder / names[flavour]
        program.parent.mkdir(parents=True, exist_ok=True)
        root = Path(__file__).resolve().parents[1]
        # Only what it needs, so that starting the interpreter costs little.
        program.write_text(
            f"#!/bin/sh\nexec {sys.executable} -S -E "
            f'{root}/pos_desktop/simulators/pilot_command.py {speaks} {self.bank_folder} "$@"\n'
        )
        program.chmod(0o755)
        shape = terminal_profile("arcus2" if flavour == "arcus2" else f"sber-{flavour}")
        self.profile = replace_section(shape, timeout_s=20)
        self.terminal: PaymentTerminal = self._driver()

    @property
    def memory_file(self) -> Path:
        return self._folder / "terminal.json"

    def _driver(self) -> ExternalCommandTerminal:
        made = ExternalCommandTerminal(
            self.bank_folder,
            self.profile,
            TerminalMemory(self.memory_file),
            self.heard.post,
            currency="RUB",
        )
        made.start()
        return made

    @property
    def charges(self) -> int:
        return pilot_command.Bank.read(self.bank_folder).charges

    @property
    def taken_minor(self) -> int:
        return pilot_command.Bank.read(self.bank_folder).taken_minor

    def set_mode(self, mode: pilot_command.Mode) -> None:
        pilot_command.set_mode(self.bank_folder, mode)

    def let_card_wait(self) -> None:
        pilot_command.set_mode(self.bank_folder, "ok", slow_seconds=30.0)
        (self.bank_folder / "card").unlink(missing_ok=True)

    def show_card(self) -> None:
        (self.bank_folder / "card").touch()

    def restart(self) -> None:
        self.terminal.stop()
        self.terminal = self._driver()

    def close(self) -> None:
        self.show_card()
        self.terminal.stop()
        until = time.monotonic() + 3.0
        while time.monotonic() < until and self._program_runs():
            time.sleep(0.02)
        self.heard.saw_no_bug()

    def _program_runs(self) -> bool:
        book = TerminalMemory(self.memory_file)
        marks = [one.mark for one in book.remembered if one.mark.isdigit()]
        return (
            any(Path(f"/proc/{mark}").exists() for mark in marks) if os.name == "posix" else False
        )


def runs(pid: str) -> bool:
    """Whether a process is there and has not ended yet."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def arcus_stand(folder: Path) -> CommandStand:
    return CommandStand(folder, "arcus2")


def replace_section(profile: TerminalProfile, **changes: int) -> TerminalProfile:
    """The profile with other times."""
    import msgspec

    command = profile.command
    known = {key: v for key, v in changes.items() if command and hasattr(command, key)}
    if command is not None:
        command = msgspec.structs.replace(command, **known)
    zvt = msgspec.structs.replace(profile.zvt, **changes)
    return msgspec.structs.replace(profile, command=command, zvt=zvt)


STANDS: dict[str, Callable[[Path], Stand]] = {
    "in memory": FakeStand,
    "zvt": ZvtStand,
    "upos": CommandStand,
    "arcus2": arcus_stand,
}


def payment(op_id: str = "op-1", amount_minor: int = 51_766) -> TerminalRequest:
    return TerminalRequest(op_id, TerminalAct.PAY, amount_minor, "RUB")


def going_back(
    paid: TerminalRequest, answer: TerminalAnswer, act: TerminalAct, amount_minor: int = 0
) -> TerminalRequest:
    """A refund or reversal of a payment."""
    return replace(
        paid,
        op_id=f"{act.value}-{paid.op_id}",
        act=act,
        amount_minor=amount_minor or paid.amount_minor,
        reference=answer.reference,
        original_minor=paid.amount_minor,
    )
