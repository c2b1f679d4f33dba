"""The operating system's print spooler, raw: CUPS by its `lp` program, Windows by win32print.

A spooler tells nothing back: a job is done when the spooler has taken it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, Protocol

from pos_desktop.hardware.transports.protocol import TransportError

_TITLE = "pos_desktop"


class Spooler(Protocol):
    """Takes one whole job for a queue; raises TransportError."""

    def check(self) -> None: ...
    def submit(self, queue: str, data: bytes, timeout_seconds: float) -> None: ...


class CupsSpooler:
    """command: the program that takes a job on its standard input."""

    def __init__(self, command: Sequence[str] = ("lp",)) -> None:
        self._command = tuple(command)

    def check(self) -> None:
        import shutil

        if shutil.which(self._command[0]) is None:
            raise TransportError("not_found", needs="cups-client", program=self._command[0])

    def submit(self, queue: str, data: bytes, timeout_seconds: float) -> None:
        import subprocess

        command = [*self._command, "-d", queue, "-t", _TITLE, "-o", "raw"]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and the queue's name is one argument
                command,
                input=data,
                capture_output=True,
                timeout=timeout_seconds,
                check=False,
                env={**os.environ, "LC_ALL": "C"},
            )
        except subprocess.TimeoutExpired as error:
            raise TransportError("timeout", may_have_left=len(data), queue=queue) from error
        except OSError as error:
            raise TransportError("not_found", program=command[0], reason=str(error)) from error
        if done.returncode != 0:
            reason = done.stderr.decode("utf-8", "replace").strip()
            raise TransportError("refused", queue=queue, reason=reason)


class WindowsSpooler:
    """Needs pywin32; the queue must use the RAW data type (winprint)."""

    def check(self) -> None:
        try:
            import win32print  # type: ignore[import-untyped,unused-ignore]  # noqa: F401
        except ImportError as error:
            raise TransportError("not_found", needs="pywin32") from error

    def submit(self, queue: str, data: bytes, timeout_seconds: float) -> None:
        del timeout_seconds  # the spooler writes to a file and has no deadline of its own
        import pywintypes  # type: ignore[import-untyped,import-not-found,unused-ignore]
        import win32print

        failed: type[Exception] = pywintypes.error
        try:
            handle: Any = win32print.OpenPrinter(queue)
        except failed as error:
            raise TransportError("not_found", queue=queue, reason=str(error)) from error
        begun = 0
        try:
            win32print.StartDocPrinter(handle, 1, (_TITLE, None, "RAW"))
            begun = len(data)
            win32print.WritePrinter(handle, data)
            win32print.EndDocPrinter(handle)
        except failed as error:
            raise TransportError(
                "lost", may_have_left=begun, queue=queue, reason=str(error)
            ) from error
        finally:
            win32print.ClosePrinter(handle)


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
        """A job is handed over within its deadline or not at all."""
