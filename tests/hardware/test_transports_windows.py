"""What is particular to Windows, played on any system: COM ports as pyserial gives them there, and
the raw spooler behind win32print."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
import serial

from pos_desktop.hardware.profiles import SerialLine
from pos_desktop.hardware.transports.permissions import refused_path
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.hardware.transports.serial_port import SerialTransport
from pos_desktop.hardware.transports.spooler import SpoolTransport, WindowsSpooler
from tests.hardware.test_transports import caught


class FakeComPort:
    """pyserial's Serial of Windows: timeouts are the port's, a change of one sets up the port."""

    def __init__(self, path: str, **options: Any) -> None:
        self.path = path
        self.options = options
        self.set_up = 0
        self.incoming = bytearray()
        self.written = b""
        self.takes: float = 1e9
        self.fails: Exception | None = None
        self.cancelled = threading.Event()
        self.closed = False
        self._timeout = options["timeout"]
        self._write_timeout: float | None = None

    @property
    def write_timeout(self) -> float | None:
        return self._write_timeout

    @write_timeout.setter
    def write_timeout(self, seconds: float) -> None:
        self._write_timeout = seconds
        self.set_up += 1

    @property
    def in_waiting(self) -> int:
        if self.fails is not None:
            raise self.fails
        return len(self.incoming)

    def read(self, size: int) -> bytes:
        until = time.monotonic() + self._timeout
        while not self.incoming and time.monotonic() < until and not self.cancelled.is_set():
            time.sleep(0.001)
        data = bytes(self.incoming[:size])
        del self.incoming[:size]
        return data

    def write(self, data: bytes) -> int:
        if self.fails is not None:
            raise self.fails
        if len(data) > self.takes:
            raise serial.SerialTimeoutException("Write timeout")
        self.takes -= len(data)
        self.written += data
        return len(data)

    def cancel_read(self) -> None:
        self.cancelled.set()

    def cancel_write(self) -> None:
        self.cancelled.set()

    def reset_output_buffer(self) -> None:
        self.takes = 1e9

    def close(self) -> None:
        self.closed = True


def com(path: str = "COM3") -> tuple[SerialTransport, FakeComPort]:
    made: list[FakeComPort] = []

    def open_port(name: str, **options: Any) -> FakeComPort:
        made.append(FakeComPort(name, **options))
        return made[-1]

    wire = SerialTransport(path, SerialLine(), system="win32", open_port=open_port)
    wire.open()
    return wire, made[0]


@pytest.mark.parametrize("path", ["COM3", "COM10", "\\\\.\\COM10"])
def test_a_com_port_is_asked_for_by_the_name_it_has(path: str) -> None:
    _, port = com(path)
    assert port.path == path
    assert "exclusive" not in port.options  # Windows gives a port to one program anyway


def test_bytes_go_both_ways_and_the_port_is_set_up_once_however_often_it_is_asked() -> None:
    wire, port = com()
    for _ in range(20):
        port.incoming += b"\x02 1.234\r"
        assert wire.write(b"W", 0.3) == 1
        assert wire.read(3, 0.3) == b"\x02 1"
        assert wire.read(64, 0.3) == b".234\r"
        assert wire.read(64, 0.0) == b""
    assert port.written == b"W" * 20
    assert port.set_up == 1


def test_a_com_port_that_is_silent_is_waited_for_as_long_as_was_asked() -> None:
    wire, _ = com()
    began = time.monotonic()
    assert wire.read(1, 0.35) == b""
    assert 0.3 < time.monotonic() - began < 2.0


def test_a_blocked_com_port_can_be_cancelled() -> None:
    wire, _ = com()
    threading.Timer(0.05, wire.cancel).start()
    assert caught(wire.read, 1, 30.0).cause == "cancelled"


def test_a_com_port_that_takes_no_more_says_what_it_may_have_taken() -> None:
    wire, port = com()
    port.takes = 600
    error = caught(wire.write, b"x" * 2000, 0.1)
    # 512 have gone; of the next 512 pyserial does not say how many.
    assert (error.cause, error.may_have_left) == ("timeout", 1024)
    wire.close()
    assert port.closed


def test_a_com_port_pulled_out_is_lost() -> None:
    wire, port = com()
    port.fails = serial.SerialException("ClearCommError failed (PermissionError(13, ...))")
    assert caught(wire.read, 1, 1.0).cause == "lost"
    assert caught(wire.write, b"x", 1.0).may_have_left == 1


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("could not open port 'COM3': PermissionError(13, 'Отказано в доступе.', None, 5)", "busy"),
        ("could not open port 'COM9': FileNotFoundError(2, 'Не удается найти', None, 2)",
         "not_found"),
        ("could not open port 'COM4': OSError(22, 'semaphore timeout', None, 121)", "unreachable"),
    ],
)  # fmt: skip
def test_why_a_com_port_does_not_open_is_understood_in_any_language(said: str, cause: str) -> None:
    def refuse(_path: str, **_options: Any) -> Any:
        raise serial.SerialException(said)

    wire = SerialTransport("COM3", SerialLine(), system="win32", open_port=refuse)
    assert caught(wire.open).cause == cause
    assert refused_path("COM3", serial.SerialException(said), windows=True).cause == cause


# The spooler


class SpoolerError(Exception):
    """pywintypes.error"""


class FakeWin32Print:
    """win32print as far as it is used. hangs: where; short: WritePrinter takes all but so many."""

    def __init__(self, *, fails: str = "", hangs: str = "", short: int = 0) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.fails = fails
        self.hangs = hangs
        self.short = short
        self.for_ever = threading.Event()

    def _call(self, name: str, *values: Any) -> None:
        self.calls.append((name, *values))
        if self.hangs == name:
            self.for_ever.wait()
        if self.fails == name:
            raise SpoolerError(1801, name, "The printer name is invalid.")

    def OpenPrinter(self, queue: str) -> int:
        self._call("OpenPrinter", queue)
        return 7

    def StartDocPrinter(self, handle: int, level: int, document: tuple[Any, ...]) -> int:
        self._call("StartDocPrinter", handle, level, document)
        return 1

    def WritePrinter(self, handle: int, data: bytes) -> int:
        self._call("WritePrinter", handle, data)
        return len(data) - self.short

    def AbortPrinter(self, handle: int) -> None:
        self._call("AbortPrinter", handle)

    def EndDocPrinter(self, handle: int) -> None:
        self._call("EndDocPrinter", handle)

    def ClosePrinter(self, handle: int) -> None:
        self._call("ClosePrinter", handle)


def spool(api: FakeWin32Print, queue: str = "Касса") -> SpoolTransport:
    wire = SpoolTransport(queue, WindowsSpooler(api, SpoolerError))
    wire.open()
    return wire


def test_the_windows_spooler_gets_the_job_raw_and_the_queue_is_let_go() -> None:
    api = FakeWin32Print()
    assert spool(api).write(b"\x1b@job", 5.0) == 5
    assert api.calls == [
        ("OpenPrinter", "Касса"),
        ("StartDocPrinter", 7, 1, ("pos_desktop", None, "RAW")),
        ("WritePrinter", 7, b"\x1b@job"),
        ("EndDocPrinter", 7),
        ("ClosePrinter", 7),
    ]


@pytest.mark.parametrize(
    ("fails", "cause", "may_have_left"),
    [("OpenPrinter", "not_found", 0), ("StartDocPrinter", "lost", 0), ("WritePrinter", "lost", 3),
     ("EndDocPrinter", "lost", 3)],
)  # fmt: skip
def test_what_the_windows_spooler_may_have_is_told(
    fails: str, cause: str, may_have_left: int
) -> None:
    api = FakeWin32Print(fails=fails)
    error = caught(spool(api).write, b"job", 5.0)
    assert (error.cause, error.may_have_left) == (cause, may_have_left)
    assert (api.calls[-1][0] == "ClosePrinter") is (fails != "OpenPrinter")


def test_a_job_the_windows_spooler_took_in_part_is_withdrawn() -> None:
    api = FakeWin32Print(short=1)
    assert caught(spool(api).write, b"job", 5.0).may_have_left == 3
    assert [call[0] for call in api.calls[-2:]] == ["AbortPrinter", "ClosePrinter"]


@pytest.mark.parametrize(("hangs", "left"), [("OpenPrinter", 0), ("WritePrinter", 3)])
def test_a_windows_spooler_that_hangs_is_given_up_at_the_deadline(hangs: str, left: int) -> None:
    api = FakeWin32Print(hangs=hangs)
    error = caught(spool(api).write, b"job", 0.2)
    assert (error.cause, error.may_have_left) == ("timeout", left)
    api.for_ever.set()


def test_a_windows_spooler_that_hangs_does_not_keep_the_register_open() -> None:
    api = FakeWin32Print(hangs="WritePrinter")
    wire = spool(api)
    threading.Timer(0.05, wire.cancel).start()
    assert caught(wire.write, b"job", 30.0).cause == "cancelled"
    api.for_ever.set()


def test_without_pywin32_it_is_named_as_missing() -> None:
    try:
        import win32print  # noqa: F401
    except ImportError:
        with pytest.raises(TransportError) as error:
            WindowsSpooler().check()
        assert error.value.values["needs"] == "pywin32"
