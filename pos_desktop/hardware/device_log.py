"""What a device and the register said to each other: the last bytes of both directions with their
times, and what happened in words.

It is always on, since the fault one looks for has just happened: a piece of bytes costs one entry
in a ring, and becomes hexadecimal only when somebody reads it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Literal, Protocol

from pos_desktop.hardware.card_masking import CardMask, CodeMask
from pos_desktop.hardware.log_file import LogFile
from pos_desktop.hardware.transports.protocol import Transport, TransportError

Direction = Literal["out", "in"]

KEPT_PIECES = 600
KEPT_BYTES = 256
KEPT_EVENTS = 200
_ROW = 16
_ARROWS: dict[Direction, str] = {"out": "->", "in": "<-"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that went over the wire at once. data: the first 256 of them; length: of all."""

    at_us: int
    direction: Direction
    data: bytes
    length: int


@dataclass(frozen=True, slots=True)
class Happening:
    """Something a person understands. code: of the texts `equipment.log.<code>`; values for it."""

    at_us: int
    code: str
    values: dict[str, object] = field(default_factory=dict)


class Mask(Protocol):
    """Hides what nobody may keep, in one direction of one line."""

    def cover(self, data: bytes) -> bytes:
        """Return as many bytes; those of a secret are others."""
        ...


MASKS: dict[str, Callable[[], Mask]] = {"terminal": CardMask, "scanner": CodeMask}
"""Device -> what its bytes are covered with unless its driver knows better."""


class DeviceLog:
    """The log of one device; written by its thread, read by any.

    mask: makes what hides secrets before anything is kept; None where there are none.
    """

    def __init__(
        self, device: str, now_us: Callable[[], int], *, mask: Callable[[], Mask] | None = None
    ) -> None:
        self.device = device
        self._now_us = now_us
        self._pieces: deque[Piece] = deque(maxlen=KEPT_PIECES)
        self._events: deque[Happening] = deque(maxlen=KEPT_EVENTS)
        self._masks: dict[Direction, Mask] = {}
        self._passwords: tuple[bytes, ...] = ()
        if mask is not None:
            self.cover_with(mask)
        self._file: LogFile | None = None
        self._lock = threading.Lock()

    def cover_with(self, mask: Callable[[], Mask]) -> None:
        """Hide what the protocol of this line says is secret, from the next byte on."""
        self._masks = {"out": mask(), "in": mask()}

    def hide(self, *passwords: bytes) -> None:
        """Hide these wherever the register sends them."""
        self._passwords = tuple(password for password in passwords if password)

    # Writing.

    def bytes_passed(self, direction: Direction, data: bytes) -> None:
        """Keep bytes that left or came."""
        if not data:
            return
        mask = self._masks.get(direction)
        kept = (mask.cover(data) if mask is not None else data)[:KEPT_BYTES]
        if direction == "out":
            for password in self._passwords:
                kept = kept.replace(password, b"*" * len(password))
        piece = Piece(self._now_us(), direction, bytes(kept), len(data))
        self._pieces.append(piece)
        if self._file is not None:
            self._to_file("\n".join(_piece_lines(piece, UTC)))

    def happened(self, code: str, **values: object) -> None:
        """Keep an event in words."""
        event = Happening(self._now_us(), code, values)
        self._events.append(event)
        if self._file is not None:
            self._to_file(f"{_clock(event.at_us, UTC)} == {_event_line(event)}")

    # Reading.

    def events(self) -> list[Happening]:
        """Return what happened, oldest first."""
        return list(self._events)

    def pieces(self) -> list[Piece]:
        """Return what passed, oldest first."""
        return list(self._pieces)

    def text(self, zone: tzinfo | None, say: Callable[[Happening], str] | None = None) -> str:
        """Return all of it as lines of text in order of time; say: an event in words."""
        said = say or _event_line
        zone = zone or UTC
        lines: list[tuple[int, list[str]]] = [
            (piece.at_us, list(_piece_lines(piece, zone))) for piece in self.pieces()
        ]
        lines += [(e.at_us, [f"{_clock(e.at_us, zone)} == {said(e)}"]) for e in self.events()]
        lines.sort(key=lambda entry: entry[0])
        return "\n".join(line for _, group in lines for line in group) + ("\n" if lines else "")

    # The file.

    def keep_in(self, folder: Path | None) -> None:
        """Write to `device-<name>.log` in folder as well from now on, None: no more.

        Four files of a megabyte at most. A disk that takes none leaves the log in memory.
        """
        with self._lock:
            old, self._file = self._file, None
            if old is not None:
                old.close()
            if folder is not None:
                self._file = LogFile(folder / f"device-{self.device}.log")

    @property
    def is_filed(self) -> bool:
        return self._file is not None

    def _to_file(self, line: str) -> None:
        with self._lock:
            if self._file is not None:
                self._file.write(line)


class DeviceLogs:
    """The logs of a register's devices, each made when it is first named."""

    def __init__(
        self,
        now_us: Callable[[], int],
        *,
        folder: Path | None = None,
        to_file: Iterable[str] = (),
    ) -> None:
        self._now_us = now_us
        self._folder = folder
        self._to_file = set(to_file)
        self._logs: dict[str, DeviceLog] = {}
        self._lock = threading.Lock()

    def of(self, device: str) -> DeviceLog:
        """Return the log of a device by its name ("printer")."""
        with self._lock:
            if device not in self._logs:
                made = DeviceLog(device, self._now_us, mask=MASKS.get(device))
                if device in self._to_file:
                    made.keep_in(self._folder)
                self._logs[device] = made
            return self._logs[device]

    def file(self, device: str, *, wanted: bool) -> None:
        """Begin or end the file of one device."""
        self.of(device).keep_in(self._folder if wanted else None)

    def close(self) -> None:
        for log in list(self._logs.values()):
            log.keep_in(None)


class LoggedTransport:
    """A transport whose bytes are also kept in a log."""

    def __init__(self, inner: Transport, log: DeviceLog) -> None:
        self._inner = inner
        self._log = log

    @property
    def can_read(self) -> bool:
        return self._inner.can_read

    def open(self) -> None:
        self._inner.open()

    def close(self) -> None:
        self._inner.close()

    def write(self, data: bytes, deadline_seconds: float) -> int:
        try:
            sent = self._inner.write(data, deadline_seconds)
        except TransportError as error:
            self._log.bytes_passed("out", data[: error.may_have_left])
            raise
        self._log.bytes_passed("out", data)
        return sent

    def read(self, size: int, timeout_seconds: float) -> bytes:
        data = self._inner.read(size, timeout_seconds)
        self._log.bytes_passed("in", data)
        return data

    def cancel(self) -> None:
        self._inner.cancel()


def _clock(at_us: int, zone: tzinfo) -> str:
    seconds, rest = divmod(at_us, 1_000_000)
    return f"{_second(seconds, zone)}.{rest // 1000:03d}"


@lru_cache(maxsize=8)
def _second(seconds: int, zone: tzinfo) -> str:
    """Many pieces pass in one second."""
    return datetime.fromtimestamp(seconds, zone).strftime("%Y-%m-%d %H:%M:%S")


def _event_line(event: Happening) -> str:
    values = " ".join(f"{name}={value}" for name, value in event.values.items())
    return f"{event.code} {values}".rstrip()


def _piece_lines(piece: Piece, zone: tzinfo) -> Iterator[str]:
    """Yield "time -> 02 30 31 0D  .01." and, for longer pieces, rows of 16 below each other."""
    head = f"{_clock(piece.at_us, zone)} {_ARROWS[piece.direction]} "
    for start in range(0, len(piece.data), _ROW):
        row = piece.data[start : start + _ROW]
        shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)
        yield f"{head}{row.hex(' ').upper():<{3 * _ROW}} {shown}"
        head = " " * len(head)
    if piece.length > len(piece.data):
        yield f"{head}... {piece.length - len(piece.data)} more bytes"
