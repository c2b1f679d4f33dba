"""A label printer that reads ZPL II as far as the register writes it, and says what is on each
label. A command it does not know is an error: real printers swallow it, tests must not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PrintedField:
    """x, y in dots. code: "" for text, "ean13" or "code128"; data: as a person or a scanner reads
    it. module: dots of the narrowest bar. width, align: of a text's block ("L", "C", "R"). dots,
    row_bytes: of a picture, a set bit is black."""

    x: int
    y: int
    data: str
    code: str = ""
    height: int = 0
    lines: int = 1
    module: int = 2
    width: int = 0
    align: str = "L"
    dots: bytes = b""
    row_bytes: int = 0


@dataclass(slots=True)
class PrintedLabel:
    width: int = 0
    height: int = 0
    copies: int = 1
    fields: list[PrintedField] = field(default_factory=list)

    def texts(self) -> list[str]:
        return [f.data for f in self.fields if not f.code and not f.dots]

    def codes(self) -> list[tuple[str, str]]:
        return [(f.code, f.data) for f in self.fields if f.code]


class ZplError(ValueError):
    """Bytes that are no labels."""


_COMMAND = re.compile(r"[\^~]([A-Z][A-Z0-9@])", re.ASCII)
_IGNORED = {"LH", "CI"}


def read_labels(data: bytes) -> list[PrintedLabel]:
    """Every label of a job, in order; ZplError for what is not ZPL of a known kind."""
    labels: list[PrintedLabel] = []
    reader: _Label | None = None
    for command, text in _commands(data.decode("utf-8")):
        if command == "XA":
            if reader is not None:
                raise ZplError("^XA inside a label")
            reader = _Label()
        elif reader is None:
            raise ZplError(f"^{command} outside a label")
        elif command == "XZ":
            labels.append(reader.done())
            reader = None
        else:
            reader.take(command, text)
    if reader is not None:
        raise ZplError("a label without ^XZ")
    return labels


def _commands(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    for match in _COMMAND.finditer(text):
        if found:
            found[-1] = (found[-1][0], text[place : match.start()].rstrip("\n"))
        elif text[: match.start()].strip():
            raise ZplError("text before the first command")
        found.append((match[1], ""))
        place = match.end()
    if not found:
        raise ZplError("no commands at all")
    found[-1] = (found[-1][0], text[place:].strip())
    return found


class _Label:
    """One label being read."""

    def __init__(self) -> None:
        self._label = PrintedLabel()
        self._utf8 = False
        self._module = 2
        self._reset()

    def _reset(self) -> None:
        self._x = self._y = self._height = 0
        self._lines, self._code, self._hex, self._data = 1, "", "", ""
        self._width, self._align = 0, "L"
        self._dots, self._row_bytes = b"", 0

    def done(self) -> PrintedLabel:
        if not self._utf8:
            raise ZplError("texts without ^CI28")
        return self._label

    def take(self, command: str, text: str) -> None:
        numbers = [int(part) if part.isdigit() else 0 for part in text.split(",")]
        if command == "PW":
            self._label.width = numbers[0]
        elif command == "LL":
            self._label.height = numbers[0]
        elif command == "PQ":
            self._label.copies = numbers[0]
        elif command == "FO":
            self._reset()
            self._x, self._y = numbers[:2]
        elif command == "A0":
            self._height = numbers[1]
        elif command == "BY":
            self._module = numbers[0]
        elif command == "FB":
            self._width, self._lines = numbers[:2]
            self._align = text.split(",")[3] if numbers[3:] else "L"
        elif command in ("BE", "BC"):
            self._code = "ean13" if command == "BE" else "code128"
            self._height = numbers[1]
        elif command == "GF":
            self._dots, self._row_bytes = _graphic(text)
        elif command == "FH":
            self._hex = text or "_"
        elif command == "FD":
            self._data = _plain(text, self._hex)
        elif command == "FS":
            self._close()
        elif command not in _IGNORED:
            raise ZplError(f"^{command} is not known here")
        self._utf8 = self._utf8 or (command == "CI" and text == "28")

    def _close(self) -> None:
        data = self._data
        if self._code == "ean13":
            if len(data) != 12 or not data.isdigit():
                raise ZplError(f"^BE wants twelve digits, not {data!r}")
            odd = sum(int(d) for d in data[::2])
            even = sum(int(d) for d in data[1::2])
            data += str(-(odd + 3 * even) % 10)
        self._label.fields.append(
            PrintedField(
                self._x,
                self._y,
                data,
                self._code,
                self._height,
                self._lines,
                self._module,
                self._width,
                self._align,
                self._dots,
                self._row_bytes,
            )
        )
        self._reset()


def _graphic(text: str) -> tuple[bytes, int]:
    """The dots of ^GFA and how many bytes a row of them has."""
    form, sent, whole, row, *data = text.split(",")
    dots = bytes.fromhex("".join(data))
    if form != "A" or not int(sent) == int(whole) == len(dots) or len(dots) % int(row):
        raise ZplError("^GF is no whole picture in hexadecimal")
    return dots, int(row)


def _plain(text: str, mark: str) -> str:
    """The field's data with its hexadecimal bytes read."""
    if not mark:
        return text
    raw = bytearray()
    place = 0
    while place < len(text):
        if text[place] == mark:
            raw.append(int(text[place + 1 : place + 3], 16))
            place += 3
        else:
            raw += text[place].encode("utf-8")
            place += 1
    return raw.decode("utf-8")
