"""RS-232 lines and USB devices that look like one, through pyserial.

On POSIX the bytes go through the descriptor; Windows has none to wait for, so pyserial moves them.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from pos_desktop.hardware.profiles import SerialLine
from pos_desktop.hardware.transports.descriptor import read_some, write_all
from pos_desktop.hardware.transports.permissions import refused_path
from pos_desktop.hardware.transports.protocol import SLICE_SECONDS, Cause, TransportError

# At 9600 baud this takes half a second, so a 5 s deadline tells a slow line from a dead one.
_WINDOWS_CHUNK_BYTES = 512


def _wire_errors() -> tuple[type[Exception], ...]:
    import serial

    if sys.platform == "win32":
        return (OSError, serial.SerialException)
    import termios

    # pyserial lets termios.error through, which is no OSError: a pseudo-terminal asked twice for
    # the same 7E1 raises it.
    return (OSError, serial.SerialException, termios.error)


def _open_port(path: str, **options: Any) -> Any:
    import serial

    return serial.Serial(path, **options)


class SerialTransport:
    """path: "COM3" or "/dev/ttyUSB0", or what tells it at each open: a replugged device moves. What
    tells it may raise TransportError. system: as sys.platform says it; open_port: pyserial, unless
    a test plays another system.
    """

    can_read = True

    def __init__(
        self,
        path: str | Callable[[], str],
        line: SerialLine,
        *,
        system: str = sys.platform,
        open_port: Callable[..., Any] = _open_port,
    ) -> None:
        self._windows = system == "win32"
        self._open_port = open_port
        self._path = path
        self._line = line
        self._port: Any = None
        self._stuck = False
        self._cancelled = threading.Event()

    @property
    def path(self) -> str:
        return self._path if isinstance(self._path, str) else self._path()

    def open(self) -> None:
        self.close()
        self._cancelled.clear()
        line, path = self._line, self.path
        # Each change of a timeout sets the whole port anew on Windows, and some adapters drop
        # their lines at that: it is set once, and longer waits are made of it.
        options = {"timeout": SLICE_SECONDS} if self._windows else {"exclusive": True}
        try:
            self._port = self._open_port(
                path,
                baudrate=line.baud,
                bytesize=line.bits,
                parity=line.parity,
                stopbits=line.stop,
                rtscts=line.flow == "rtscts",
                dsrdtr=line.flow == "dsrdtr",
                xonxoff=line.flow == "xonxoff",
                **options,
            )
        except ValueError as error:
            raise TransportError("unreachable", path=path, reason=str(error)) from error
        except _wire_errors() as error:
            raise refused_path(path, error, windows=self._windows) from error
        self._stuck = False

    def close(self) -> None:
        port, self._port = self._port, None
        if port is None:
            return
        try:
            if self._stuck:
                # Linux waits half a minute for a full line to drain when it is closed.
                port.reset_output_buffer()
        except _wire_errors():
            self._stuck = False
        finally:
            try:
                port.close()
            except _wire_errors():
                self._stuck = False

    def write(self, data: bytes, deadline_seconds: float) -> int:
        port = self._opened()
        if self._windows:
            return self._write_windows(port, data, deadline_seconds)
        try:
            return write_all(port.fileno(), data, deadline_seconds, self._cancelled)
        except TransportError:
            self._stuck = True
            raise

    def read(self, size: int, timeout_seconds: float) -> bytes:
        port = self._opened()
        if self._windows:
            return self._read_windows(port, size, timeout_seconds)
        return read_some(port.fileno(), size, timeout_seconds, self._cancelled, empty_is_lost=True)

    def _write_windows(self, port: Any, data: bytes, deadline_seconds: float) -> int:
        import serial

        sent = 0
        while sent < len(data):
            if self._cancelled.is_set():
                raise TransportError("cancelled", may_have_left=sent)
            chunk = data[sent : sent + _WINDOWS_CHUNK_BYTES]
            try:
                if port.write_timeout != deadline_seconds:
                    port.write_timeout = deadline_seconds
                port.write(chunk)
            except serial.SerialTimeoutException as error:
                self._stuck = True
                # pyserial does not say how much of the chunk it wrote before it gave up.
                raise TransportError("timeout", may_have_left=sent + len(chunk)) from error
            except _wire_errors() as error:
                cause: Cause = "cancelled" if self._cancelled.is_set() else "lost"
                raise TransportError(
                    cause, may_have_left=sent + len(chunk), reason=str(error)
                ) from error
            sent += len(chunk)
        return sent

    def _read_windows(self, port: Any, size: int, timeout_seconds: float) -> bytes:
        until = time.monotonic() + timeout_seconds
        try:
            while True:
                waiting = port.in_waiting
                if waiting:
                    return bytes(port.read(min(size, waiting)))
                if time.monotonic() >= until:
                    return b""
                if first := bytes(port.read(1)):
                    return first + bytes(port.read(min(size - 1, port.in_waiting)))
                if self._cancelled.is_set():
                    raise TransportError("cancelled")
        except _wire_errors() as error:
            cause: Cause = "cancelled" if self._cancelled.is_set() else "lost"
            raise TransportError(cause, reason=str(error)) from error

    def cancel(self) -> None:
        self._cancelled.set()
        port = self._port
        if self._windows and port is not None:
            try:
                port.cancel_read()
                port.cancel_write()
            except _wire_errors():
                return  # pulled out in this moment: its calls have ended by themselves

    def _opened(self) -> Any:
        if self._cancelled.is_set():
            raise TransportError("cancelled")
        if self._port is None:
            raise TransportError("lost", reason="not open")
        return self._port
