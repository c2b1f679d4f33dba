"""RS-232 lines and USB devices that look like one, through pyserial."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from pos_desktop.hardware.profiles import SerialLine
from pos_desktop.hardware.transports.descriptor import read_some, write_all
from pos_desktop.hardware.transports.permissions import refused_path
from pos_desktop.hardware.transports.protocol import TransportError

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


class SerialTransport:
    """path: "COM3" or "/dev/ttyUSB0", or what tells it at each open: a replugged device moves."""

    can_read = True

    def __init__(self, path: str | Callable[[], str], line: SerialLine) -> None:
        self._path = path
        self._line = line
        self._port: Any = None
        self._stuck = False
        self._cancelled = threading.Event()

    @property
    def path(self) -> str:
        return self._path if isinstance(self._path, str) else self._path()

    def open(self) -> None:
        import serial

        self.close()
        self._cancelled.clear()
        line = self._line
        options: dict[str, Any] = {"exclusive": True} if sys.platform != "win32" else {}
        try:
            self._port = serial.Serial(
                self.path,
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
            raise TransportError("unreachable", path=self.path, reason=str(error)) from error
        except _wire_errors() as error:
            raise refused_path(self.path, error) from error
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
        if sys.platform == "win32":
            return self._write_windows(port, data, deadline_seconds)
        try:
            return write_all(port.fileno(), data, deadline_seconds, self._cancelled)
        except TransportError:
            self._stuck = True
            raise

    def read(self, size: int, timeout_seconds: float) -> bytes:
        port = self._opened()
        if sys.platform == "win32":
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
                port.write_timeout = deadline_seconds
                port.write(chunk)
            except serial.SerialTimeoutException as error:
                self._stuck = True
                # pyserial does not say how much of the chunk it wrote before it gave up.
                raise TransportError("timeout", may_have_left=sent + len(chunk)) from error
            except _wire_errors() as error:
                raise TransportError(
                    "lost", may_have_left=sent + len(chunk), reason=str(error)
                ) from error
            sent += len(chunk)
        return sent

    def _read_windows(self, port: Any, size: int, timeout_seconds: float) -> bytes:
        try:
            port.timeout = timeout_seconds
            first = bytes(port.read(1))
            return first and first + bytes(port.read(min(size - 1, port.in_waiting)))
        except _wire_errors() as error:
            raise TransportError("lost", reason=str(error)) from error

    def cancel(self) -> None:
        self._cancelled.set()
        port = self._port
        if sys.platform == "win32" and port is not None:
            port.cancel_read()
            port.cancel_write()

    def _opened(self) -> Any:
        if self._cancelled.is_set():
            raise TransportError("cancelled")
        if self._port is None:
            raise TransportError("lost", reason="not open")
        return self._port
