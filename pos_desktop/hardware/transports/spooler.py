"""The operating system's print spooler, raw: CUPS by its `lp` program, Windows by win32print.

A spooler tells nothing back: a job is done when the spooler has taken it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

from pos_desktop.hardware.transports.protocol import SLICE_SECONDS, Cause, TransportError

_TITLE = "pos_desktop"
_LIST_SECONDS = 4.0
_END_SECONDS = 1.0


class Spooler(Protocol):
    """Takes one whole job for a queue; raises TransportError. `cancel` ends a submit that waits,
    from another thread.
    """

    def check(self) -> None: ...
    def submit(self, queue: str, data: bytes, timeout_seconds: float) -> None: ...
    def cancel(self) -> None: ...


class CupsSpooler:
    """command: the program that takes a job on its standard input."""

    def __init__(self, command: Sequence[str] = ("lp",)) -> None:
        self._command = tuple(command)
        self._running: subprocess.Popen[bytes] | None = None
        self._cancelled = threading.Event()

    def check(self) -> None:
        self._cancelled.clear()
        if shutil.which(self._command[0]) is None:
            raise TransportError("not_found", needs="cups-client", program=self._command[0])

    def submit(self, queue: str, data: bytes, timeout_seconds: float) -> None:
        if self._cancelled.is_set():
            raise TransportError("cancelled", queue=queue)
        command = [*self._command, "-d", queue, "-t", _TITLE, "-o", "raw"]
        try:
            running = subprocess.Popen(  # noqa: S603 - no shell, and the queue's name is one argument
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={**os.environ, "LC_ALL": "C"},
            )
        except OSError as error:
            raise TransportError("not_found", program=command[0], reason=str(error)) from error
        self._running = running
        try:
            _, said = running.communicate(data, timeout_seconds)
        except subprocess.TimeoutExpired as error:
            raise TransportError("timeout", may_have_left=len(data), queue=queue) from error
        finally:
            self._running = None
            _end(running)
        if self._cancelled.is_set():
            raise TransportError("cancelled", may_have_left=len(data), queue=queue)
        if running.returncode != 0:
            reason = said.decode("utf-8", "replace").strip()
            raise TransportError("refused", queue=queue, reason=reason)

    def cancel(self) -> None:
        self._cancelled.set()
        running = self._running
        if running is not None:
            running.kill()


def _end(running: subprocess.Popen[bytes]) -> None:
    """Leave no process and no pipe behind."""
    if running.poll() is None:
        running.kill()
        with suppress(subprocess.TimeoutExpired):
            running.wait(_END_SECONDS)  # longer only where the system itself hangs
    for pipe in (running.stdin, running.stderr):
        if pipe is not None:
            pipe.close()


class WindowsSpooler:
    """Needs pywin32; the queue must use the RAW data type (winprint).

    win32print knows no deadline and no cancelling, so each job has a short thread of its own, which
    is left behind when the spooler hangs. api, failures: win32print and its error, unless a test
    plays them.
    """

    def __init__(self, api: Any = None, failures: type[Exception] | None = None) -> None:
        self._api = api
        self._failures = failures
        self._cancelled = threading.Event()

    def check(self) -> None:
        self._cancelled.clear()
        self._load()

    def _load(self) -> tuple[Any, type[Exception]]:
        if self._api is None or self._failures is None:
            try:
                import pywintypes  # type: ignore[import-untyped,import-not-found,unused-ignore]
                import win32print  # type: ignore[import-untyped,unused-ignore]
            except ImportError as error:
                raise TransportError("not_found", needs="pywin32") from error
            self._api, self._failures = win32print, pywintypes.error
        return self._api, self._failures

    def submit(self, queue: str, data: bytes, timeout_seconds: float) -> None:
        job = _WindowsJob(*self._load(), queue, data)
        job.start()
        until = time.monotonic() + timeout_seconds
        while not job.done.wait(SLICE_SECONDS):
            cause: Cause = "cancelled" if self._cancelled.is_set() else "timeout"
            if cause == "cancelled" or time.monotonic() >= until:
                raise TransportError(cause, may_have_left=job.begun, queue=queue)
        if job.failed is not None:
            raise job.failed

    def cancel(self) -> None:
        self._cancelled.set()


class _WindowsJob(threading.Thread):
    """begun: how many bytes may be on their way, 0 until the spooler has opened the document."""

    def __init__(self, api: Any, failures: type[Exception], queue: str, data: bytes) -> None:
        super().__init__(name="spooler-job", daemon=True)
        self._api = api
        self._failures = failures
        self._queue = queue
        self._data = data
        self.begun = 0
        self.failed: TransportError | None = None
        self.done = threading.Event()

    def run(self) -> None:
        try:
            handle = self._api.OpenPrinter(self._queue)
        except self._failures as error:
            self.failed = TransportError("not_found", queue=self._queue, reason=str(error))
        else:
            self._print(handle)
        self.done.set()

    def _print(self, handle: Any) -> None:
        api = self._api
        try:
            api.StartDocPrinter(handle, 1, (_TITLE, None, "RAW"))
            self.begun = len(self._data)
            taken = api.WritePrinter(handle, self._data)
            if taken != len(self._data):
                api.AbortPrinter(handle)
                raise self._failures(0, "WritePrinter", f"{taken} of {len(self._data)} bytes")
            api.EndDocPrinter(handle)
        except self._failures as error:
            self.failed = TransportError(
                "lost", may_have_left=self.begun, queue=self._queue, reason=str(error)
            )
        finally:
            api.ClosePrinter(handle)


class SpoolTransport:
    """Each write is one job of the spooler."""

    can_read = False

    def __init__(self, queue: str, spooler: Spooler | None = None) -> None:
        self.queue = queue
        self._spooler = spooler or (WindowsSpooler() if sys.platform == "win32" else CupsSpooler())

    def open(self) -> None:
        if self.queue.startswith("-"):
            raise TransportError("not_found", queue=self.queue)
        self._spooler.check()

    def close(self) -> None:
        """There is nothing to let go of."""

    def write(self, data: bytes, deadline_seconds: float) -> int:
        self._spooler.submit(self.queue, data, deadline_seconds)
        return len(data)

    def read(self, size: int, timeout_seconds: float) -> bytes:
        del size, timeout_seconds
        return b""

    def cancel(self) -> None:
        self._spooler.cancel()


def queues() -> list[str]:
    """Return the names of the system's print queues; TransportError where it has no spooler."""
    return _windows_queues() if sys.platform == "win32" else cups_queues()


def cups_queues(command: Sequence[str] = ("lpstat", "-e")) -> list[str]:
    """Return the queues of CUPS; command: prints one name a line."""
    import subprocess

    try:
        done = subprocess.run(  # noqa: S603 - no shell, nothing of it comes from outside
            list(command),
            capture_output=True,
            timeout=_LIST_SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired as error:
        raise TransportError("timeout", program=command[0]) from error
    except OSError as error:
        raise TransportError("not_found", needs="cups-client", program=command[0]) from error
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return [line.strip() for line in lines if line.strip()]


def _windows_queues() -> list[str]:
    try:
        import win32print
    except ImportError as error:
        raise TransportError("not_found", needs="pywin32") from error
    local, connected, level = 2, 4, 4
    return [
        str(queue["pPrinterName"])
        for queue in win32print.EnumPrinters(local | connected, None, level)
    ]
