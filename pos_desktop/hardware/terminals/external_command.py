"""A bank's own program that is run once for each operation: Sberbank's UPOS, ARCUS2 and their kind,
told apart by profiles.

It is run without a shell; its arguments come from the profile, an amount and ids, never from a text
somebody typed. Files of an earlier run are deleted before the request is noted and the program is
started, so that whatever is there later is the answer to this request. A program that is ended by
force leaves the outcome UNKNOWN; one that outlives the register is found by its files at the next
start.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from pos_desktop.hardware.device_thread import DeviceThread
from pos_desktop.hardware.profiles import ProfileError, TerminalProfile
from pos_desktop.hardware.profiles.terminals import filled
from pos_desktop.hardware.terminals.command_answer import (
    MOST_BYTES,
    Leavings,
    answer_of,
    terminal_number,
)
from pos_desktop.hardware.terminals.currencies import number_of
from pos_desktop.hardware.terminals.identity import TerminalIdentity
from pos_desktop.hardware.terminals.memory import TerminalMemory
from pos_desktop.hardware.terminals.requests import (
    Done,
    RequestLine,
    Work,
    declined,
    unknown,
)
from pos_desktop.ports import (
    DeviceChanged,
    DeviceState,
    Health,
    Post,
    TerminalAct,
    TerminalAnswer,
    TerminalRequest,
)

_log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
_SLICE_SECONDS = 0.05
_KILL_SECONDS = 1.0
_SAFE = re.compile(r"[A-Za-z0-9_-]{1,64}")


class ExternalCommandTerminal:
    """ports.PaymentTerminal. folder: where the program is. memory: where it notes what it began.

    The program cannot be told to stop without leaving the outcome open: cancel() ends it by force
    once it runs; the customer cancels on the terminal itself.
    """

    def __init__(
        self,
        folder: Path,
        profile: TerminalProfile,
        memory: TerminalMemory,
        post: Post,
        *,
        name: str = "terminal",
        currency: str = "RUB",
    ) -> None:
        if profile.command is None:
            raise ProfileError("profile.missing_key", file=profile.id, key="command")
        self.name = name
        self.identity = TerminalIdentity(profile.terminal.protocol, memory)
        self._folder = folder
        self._settings = profile.command
        self._memory = memory
        self._post = post
        self._currency = currency
        copy = profile.terminal.merchant_copy
        self._requests = RequestLine(
            name, memory, post, merchant_copy=copy, wake=self.reconnect_now
        )
        self._thread = DeviceThread(name, self._turn, post, cancel=lambda: None, close=lambda: None)
        self._state = DeviceState(name, Health.CONNECTING)

    # ports.PaymentTerminal

    @property
    def peer(self) -> str:
        return self.identity.peer

    def answers_for(self, peer: str) -> bool:
        return self.identity.answers_for(peer)

    @property
    def state(self) -> DeviceState:
        return self._state

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """End the thread. A payment in progress goes on at the terminal: its files are read at the
        next start."""
        self._thread.stop(timeout_seconds)

    def reconnect_now(self) -> None:
        self._thread.wake()

    def submit(self, request: TerminalRequest) -> None:
        self._requests.submit(request)

    def query(self, request: TerminalRequest) -> None:
        self._requests.query(request)

    def cancel(self, op_id: str) -> None:
        self._requests.cancel(op_id)

    def reconcile(self, op_id: str) -> None:
        self._requests.reconcile(op_id, self._currency)

    # The thread.

    def _turn(self) -> float:
        self._look()
        while not self._thread.stopping and self._requests.carry_out(self._act):
            continue
        return LOOK_SECONDS

    def _look(self) -> None:
        """Whether the program is there."""
        program = Path(filled(self._settings.argv.pay[0], self._values(None)))
        if program.exists():
            self._change(DeviceState(self.name, Health.ONLINE))
        else:
            reason, values = "terminal.program_missing", {"path": str(program)}
            self._change(DeviceState(self.name, Health.MISCONFIGURED, reason, dict(values)))

    def _change(self, state: DeviceState) -> None:
        if state != self._state:
            self._state = state
            self._post(DeviceChanged(state))

    def _act(self, work: Work) -> Done | None:
        return self._ask(work.request) if work.asks else self._carry_out(work.request)

    def _carry_out(self, request: TerminalRequest) -> Done | None:
        argv_of = self._settings.argv
        template: tuple[str, ...] = getattr(argv_of, request.act.value)
        if request.act is TerminalAct.REVERSE:
            template = argv_of.reverse or argv_of.refund
        if not template:
            return Done(declined("terminal.not_possible"))
        if number_of(request.currency) is None:
            return Done(declined("terminal.currency", currency=request.currency))
        if not self.identity.is_asked(request):
            return Done(declined("terminal.another_now", number=self.identity.number))
        if self._still_runs(request.op_id):
            return Done(declined("terminal.program_runs"))
        values = self._values(request)
        argv = [filled(part, values) for part in template]
        try:
            self._clear_files()
        except OSError as error:
            # An old result that cannot be deleted would be taken for the answer.
            return Done(declined("terminal.files", text=str(error)))
        refused = self._requests.begin(request, device=self.identity.number)
        if refused is not None:
            return Done(refused)
        try:
            process = _started(argv, self._folder)
        except OSError as error:
            return Done(declined("terminal.program_failed", path=argv[0], text=str(error)))
        with contextlib.suppress(OSError):  # it only helps to wait for it after a restart
            self._memory.mark(request.op_id, f"{process.pid}/{_started_at(process.pid)}")
        self._requests.progress(request.op_id, "terminal.at_terminal", can_cancel=False)
        return self._wait(request, process)

    def _still_runs(self, op_id: str) -> bool:
        """Whether the program of an earlier life still asks for a card: a second one beside it
        would leave two results in one file."""
        before = self._memory.newest()
        if before is None or before.is_settled or before.request.op_id == op_id:
            return False
        return _is_running(before.mark)

    def _wait(self, request: TerminalRequest, process: subprocess.Popen[bytes]) -> Done | None:
        until = time.monotonic() + self._settings.timeout_s
        while process.poll() is None:
            if self._thread.stopping:
                return None
            if self._requests.is_cancelled(request.op_id):
                _end(process)
                return Done(self._ended(process, unknown("terminal.given_up")))
            if time.monotonic() >= until:
                _end(process)
                late = unknown("terminal.timeout", seconds=self._settings.timeout_s)
                return Done(self._ended(process, late))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_SLICE_SECONDS)
        return Done(self._read(process.returncode))

    def _ended(self, process: subprocess.Popen[bytes], otherwise: TerminalAnswer) -> TerminalAnswer:
        """What a program that was ended by force had told before."""
        answer = self._read(None)
        return otherwise if answer.reason == "terminal.no_result" else answer

    def _ask(self, request: TerminalRequest) -> Done | None:
        """The files of a run that ended without the register; a run that goes on is waited for."""
        remembered = self._memory.find(request.op_id)
        if remembered is None or not self._memory.is_newest(request.op_id):
            # The files, if there are any, are those of whatever was begun since.
            return Done(unknown("terminal.no_result"))
        until = time.monotonic() + self._settings.timeout_s
        while _is_running(remembered.mark) and time.monotonic() < until:
            if self._thread.stopping:
                return None
            if self._requests.is_cancelled(request.op_id):
                return Done(unknown("terminal.given_up"))
            # It is no child of this program: it can be looked for, not waited for.
            time.sleep(_SLICE_SECONDS)
        answer = self._read(None)
        if self.identity.is_other_than(remembered.device) or not self.identity.is_asked(request):
            # Another terminal was put behind the program before this run, or has run since.
            return Done(unknown("terminal.not_the_one", number=self.identity.number))
        return Done(answer)

    def _read(self, exit_code: int | None) -> TerminalAnswer:
        settings = self._settings
        left = Leavings(
            exit_code, self._content(settings.result_file), self._content(settings.slip_file)
        )
        self.identity.told(terminal_number(settings, left))
        return answer_of(settings, left)

    def _content(self, name: str) -> bytes | None:
        if not name:
            return None
        try:
            with self._path(name).open("rb") as file:
                return file.read(MOST_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            _log.warning("a file of the terminal cannot be read: %s", error)
            return None

    def _clear_files(self) -> None:
        for name in (self._settings.result_file, self._settings.slip_file):
            if name:
                self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return Path(filled(name, self._values(None)))

    def _values(self, request: TerminalRequest | None) -> dict[str, str]:
        folder = str(self._folder)
        if request is None:
            return dict.fromkeys(("minor", "id", "reference", "original_minor", "currency"), "") | {
                "dir": folder
            }
        return {
            "dir": folder,
            "minor": str(request.amount_minor),
            "original_minor": str(request.original_minor),
            "currency": f"{number_of(request.currency) or 0:03d}",
            "id": _safe(request.op_id),
            "reference": _safe(request.reference),
        }


def _safe(text: str) -> str:
    """An id as an argument: a reference that a person typed may hold anything."""
    return text if _SAFE.fullmatch(text) else ""


def _started(argv: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start it in a session of its own: what ends the register must not end a payment."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.Popen(  # noqa: S603 - no shell; arguments from the profile and from numbers
        argv,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
        creationflags=flags,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with everything it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_KILL_SECONDS)


def _is_running(mark: str) -> bool:
    """Whether the process of an earlier life of the register still runs, and not another one that
    got its number. Not known on Windows, where its files alone are looked at."""
    number, _, started_at = mark.partition("/")
    if os.name != "posix" or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return not started_at
    fields = _stat(int(number))
    if fields[:1] == ["Z"]:
        return False
    return not started_at or _started_at(int(number)) == started_at


def _started_at(pid: int) -> str:
    """When a process was started, in ticks since the machine was; "" where the system tells none
    (proc(5), field 22)."""
    return "".join(_stat(pid)[19:20])


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name of the program, which may hold anything."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    return stat.rpartition(")")[2].split()
