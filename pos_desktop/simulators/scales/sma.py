"""A scale that speaks the standard of the Scale Manufacturers Association, SCP-0499.

Source: the standard's messages as the manuals of Sartorius PR 5211 and Cardinal 190 print them:
`LF command CR` is answered by `LF status range gross/net motion future weight(10) unit(3) CR`.
"""

from __future__ import annotations

from collections.abc import Callable

from .plate import Plate

LF, CR, ESC = 0x0A, 0x0D, 0x1B
LONGEST_COMMAND = 16
NO_WEIGHT = "-" * 10


class Sma:
    """weight: ten characters. Errors of zero and tare are said once and forgotten."""

    def __init__(self, plate: Plate | None = None) -> None:
        self.plate = plate or Plate()
        self._command: bytes | None = None
        self._repeats = False
        self._error = ""
        self._about = 0
        self._commands: dict[bytes, Callable[[], str]] = {
            b"W": self._weight,
            b"P": self._weight,
            b"H": lambda: self._weight(gross="g", net="n"),
            b"R": self._repeat,
            b"M": lambda: self._message("T", self.plate.tare_grams),
            b"Z": self._zero,
            b"T": self._tare,
            b"C": self._clear_tare,
            b"D": lambda: "    _",
            b"A": lambda: self._tell_about(0),
            b"B": lambda: self._tell_about(self._about + 1),
        }

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return b"".join(self._take(byte) for byte in data)

    def idle(self) -> bytes:
        """With `R`, the next weight."""
        return _line(self._weight()) if self._repeats else b""

    def _take(self, byte: int) -> bytes:
        if byte == ESC:
            self._command, self._repeats = None, False
            return b""
        if byte == LF:
            self._command = b""
            return b""
        if self._command is None:
            return b""
        if byte != CR:
            self._command += bytes([byte])
            if len(self._command) > LONGEST_COMMAND:
                self._command = None
            return b""
        command, self._command = self._command, None
        self._repeats = False
        act = self._commands.get(command)
        return _line("?" if act is None else act())

    def _weight(self, *, gross: str = "G", net: str = "N") -> str:
        plate = self.plate
        return self._message(net if plate.tare_grams else gross, plate.shown_grams)

    def _message(self, kind: str, grams: int) -> str:
        plate = self.plate
        status, self._error = self._error or self._status(), ""
        number = f"{'-' if grams < 0 else ''}{abs(grams) // 1000}.{abs(grams) % 1000:03d}"
        weight = NO_WEIGHT if status in ("E", "T") else f"{number:>10}"
        motion = "M" if plate.moving else " "
        return f"{status}1{kind}{motion} {weight}kg "

    def _status(self) -> str:
        plate = self.plate
        if plate.is_over:
            return "O"
        if plate.shown_grams < 0:
            return "U"
        return "Z" if plate.is_at_zero else " "

    def _repeat(self) -> str:
        self._repeats = True
        return self._weight()

    def _zero(self) -> str:
        if self.plate.set_zero() != "done":
            self._error = "E"
        return self._weight()

    def _tare(self) -> str:
        if self.plate.take_tare() != "done":
            self._error = "T"
        return self._weight()

    def _clear_tare(self) -> str:
        self.plate.preset_tare(0)
        return self._weight()

    def _tell_about(self, number: int) -> str:
        """`A` says the first line, each `B` one more, and then there is no more."""
        lines = ("SMA:2/1.0", "MFG:Simulated", "MOD:Plate 15", "REV:1.00", "END:")
        self._about = number
        return lines[number] if number < len(lines) else "?"


def _line(text: str) -> bytes:
    return bytes([LF]) + text.encode("ascii") + bytes([CR])
