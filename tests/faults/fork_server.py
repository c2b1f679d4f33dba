"""Registers in processes of their own, forked from one that has everything imported already.

The server talks in lines: "run {errand}" answers a process id, "wait ID SECONDS" answers how that
process ended: its exit code, minus the signal that killed it, or "running".
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Self

import msgspec

from pos_desktop.settings import DataDir, Register, Settings
from tests.faults.errand import DIARY, REGISTER_ID, Errand

LOG = "register.log"
PARTS = (
    "app", "contract", "domain", "fiscal", "gui", "hardware", "journal", "operations", "ports",
    "receipts", "sync",
)  # fmt: skip
EXPENSIVE = ("alembic.command", "argon2", "biip", "escpos.printer", "httpx", "truststore")
"""What a register imports on its way to the first sale; all of its own modules besides, so that a
program that is edited meanwhile stays what it was."""


class Registers:
    """The harness's side of the server."""

    def __init__(self) -> None:
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", POS_DESKTOP_KEYSTORE="file")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.fork_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=Path(__file__).parents[2],
        )
        self._running: set[int] = set()
        self._home = Path(tempfile.mkdtemp(prefix="pos-faults-stocked-"))
        self._stocked: Path | None = None

    @property
    def stocked(self) -> Path:
        """A folder of a register that was opened once: journal, goods and staff are there."""
        if self._stocked is None:
            folder = self._home / "register"
            folder.mkdir()
            Settings(register=Register(REGISTER_ID, 2, "Касса 2")).save(DataDir(folder))
            ended = self.wait(self.run(Errand(data=str(folder))), 60.0)
            if ended != 0:
                raise RuntimeError(f"no register could be stocked: {ended}")
            (folder / DIARY).unlink()
            self._stocked = folder
        return self._stocked

    def run(self, errand: Errand) -> int:
        """Start a register; its process id."""
        pid = int(self._ask("run " + msgspec.json.encode(errand).decode()))
        self._running.add(pid)
        return pid

    def wait(self, pid: int, seconds: float) -> int | None:
        """How it ended: exit code or minus a signal; None while it runs."""
        answer = self._ask(f"wait {pid} {seconds}")
        if answer == "running":
            return None
        self._running.discard(pid)
        return int(answer)

    def kill(self, pid: int) -> int:
        """kill -9 and how it ended, which is another way where it had ended before."""
        os.kill(pid, 9)
        ended = self.wait(pid, 10.0)
        if ended is None:
            raise TimeoutError(f"process {pid} survived SIGKILL")
        return ended

    def close(self) -> None:
        for pid in list(self._running):
            self.kill(pid)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10.0)
        self._process.stdout.close()
        shutil.rmtree(self._home, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the server of registers is gone")
        return answer.strip()


def _own_modules() -> list[str]:
    folder = Path(__file__).parents[2] / "pos_desktop"
    found = [path for part in PARTS for path in (folder / part).rglob("*.py")]
    names = [".".join(path.relative_to(folder.parent).with_suffix("").parts) for path in found]
    wanted = [name.removesuffix(".__init__") for name in names]
    return sorted(name for name in wanted if ".migrations" not in name)


def _fork(text: str) -> int:
    """Start one register; no thread runs in this process, so a fork is safe."""
    errand = msgspec.json.decode(text, type=Errand)
    pid = os.fork()
    if pid:
        return pid
    code = 3
    try:
        log = os.open(Path(errand.data) / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        from tests.faults.register_child import run

        code = run(errand)
    except BaseException:  # noqa: BLE001 - a fork must never return into its parent's code
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _wait(pid: int, seconds: float) -> str:
    until = time.monotonic() + seconds
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return str(os.waitstatus_to_exitcode(status))
        if time.monotonic() >= until:
            return "running"
        time.sleep(0.005)


def main() -> None:
    for name in (*EXPENSIVE, *_own_modules(), "tests.faults.register_child"):
        import_module(name)
    for line in sys.stdin:
        verb, _, rest = line.strip().partition(" ")
        if verb == "run":
            answer = str(_fork(rest))
        else:
            pid, _, seconds = rest.partition(" ")
            answer = _wait(int(pid), float(seconds))
        print(answer, flush=True)


if __name__ == "__main__":
    main()
