"""A scale that speaks MT-SICS, Mettler Toledo's standard interface command set, levels 0 and 1;
Ohaus, Sartorius and Radwag have dialects of it. 9600 8N1, lines end with CR LF.

Source: Mettler Toledo's MT-SICS reference. `S` waits for a stable weight, `SI` does not, `SIR` goes
on by itself until the next command.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .lines import END, LineReader
from .plate import Outcome, Plate

_WEIGHT = re.compile(r"(\d{1,5}(?:\.\d{1,3})?) (g|kg)", re.ASCII)


class MtSics:
    """unit: "g" or "kg". patience_seconds: how long `S` waits for a stable weight. says_command:
    the answer to `SI` begins with SI, as some dialects have it, and not with S.
    """

    def __init__(
        self,
        plate: Plate | None = None,
        *,
        unit: str = "kg",
        patience_seconds: float = 3.0,
        says_command: bool = False,
        serial: str = "B021002593",
    ) -> None:
        self.plate = plate or Plate()
        self.unit = unit
        self.patience_seconds = patience_seconds
        self.says_command = says_command
        self.serial = serial
        self._lines = LineReader()
        self._repeats = False
        self._waits_until: float | None = None
        self._commands: dict[str, Callable[[], str]] = {
            "S": self._stable,
            "SI": lambda: self._weight("SI" if self.says_command else "S"),
            "SIR": self._repeat,
            "Z": lambda: _done("Z", self.plate.set_zero()),
            "T": self._tare,
            "TA": lambda: f"TA A {self._shown(self.plate.tare_grams)}",
            "TAC": self._clear_tare,
            "@": lambda: f'I4 A "{self.serial}"',
            "I0": self._list,
            "I1": lambda: 'I1 A "01" "2.30" "2.20" "" ""',
            "I2": lambda: f'I2 A "Simulated {self.plate.capacity_grams / 1000:.3f} kg"',
            "I3": lambda: 'I3 A "1.00"',
            "I4": lambda: f'I4 A "{self.serial}"',
        }

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return the answer to all of them."""
        return _lines([self._take(line) for line in self._lines.feed(data)])

    def idle(self) -> bytes:
        """Send what an `S` waited for, and the next of a `SIR`."""
        if self._waits_until is not None:
            if not self.plate.moving:
                self._waits_until = None
                return _lines([self._weight("S")])
            if self.plate.clock() >= self._waits_until:
                self._waits_until = None
                return _lines(["S I"])
        return _lines([self._weight("S")]) if self._repeats else b""

    def _take(self, line: bytes) -> str:
        self._repeats = False
        self._waits_until = None
        try:
            text = line.decode("ascii")
        except UnicodeDecodeError:
            return "ET"
        command = self._commands.get(text)
        if command is not None:
            return command()
        name, _, rest = text.partition(" ")
        if name == "TA" and rest:
            return self._preset_tare(rest)
        return "EL" if name in self._commands else "ES"

    def _shown(self, grams: int) -> str:
        """Ten characters of weight, a space, the unit."""
        number = f"{grams}" if self.unit == "g" else _kilograms(grams)
        return f"{number:>10} {self.unit}"

    def _weight(self, name: str) -> str:
        plate = self.plate
        if plate.is_over:
            return f"{name} +"
        if plate.is_under:
            return f"{name} -"
        return f"{name} {'D' if plate.moving else 'S'} {self._shown(plate.shown_grams)}"

    def _stable(self) -> str:
        if self.plate.moving and not (self.plate.is_over or self.plate.is_under):
            self._waits_until = self.plate.clock() + self.patience_seconds
            return ""
        return self._weight("S")

    def _repeat(self) -> str:
        self._repeats = True
        return self._weight("S")

    def _tare(self) -> str:
        outcome = self.plate.take_tare()
        if outcome == "done":
            return f"T S {self._shown(self.plate.tare_grams)}"
        return _done("T", outcome)

    def _preset_tare(self, text: str) -> str:
        match = _WEIGHT.fullmatch(text)
        if match is None:
            return "EL"
        whole, _, part = match[1].partition(".")
        grams = int(whole) * 1000 + int(part.ljust(3, "0")) if match[2] == "kg" else int(whole)
        if self.plate.preset_tare(grams) != "done":
            return "TA L"
        return f"TA A {self._shown(grams)}"

    def _clear_tare(self) -> str:
        self.plate.preset_tare(0)
        return "TAC A"

    def _list(self) -> str:
        *names, last = self._commands
        level = {name: "01"["Z@S".find(name[0]) < 0] for name in self._commands}
        lines = [f'I0 B {level[name]} "{name}"' for name in names]
        return "\r\n".join([*lines, f'I0 A {level[last]} "{last}"'])


def _done(name: str, outcome: Outcome) -> str:
    return f"{name} {({'done': 'A', 'moving': 'I', 'range': '+'})[outcome]}"


def _kilograms(grams: int) -> str:
    sign = "-" if grams < 0 else ""
    return f"{sign}{abs(grams) // 1000}.{abs(grams) % 1000:03d}"


def _lines(answers: list[str]) -> bytes:
    return b"".join(answer.encode("ascii") + END for answer in answers if answer)
