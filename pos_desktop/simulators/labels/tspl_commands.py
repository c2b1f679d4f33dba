"""Finds TSPL commands in a stream: lines of a name and parameters, pictures in raw bytes, and
questions that are answered at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ESC = 0x1B
LONGEST_LINE = 4_096
MAX_PICTURE_BYTES = 1_000_000
_PICTURE = re.compile(rb"BITMAP\s+(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,")
_NAME = re.compile(r"\s*([A-Za-z~!][A-Za-z0-9_!?@~]*)\s*")
# How the language writes a quotation mark inside a text.
QUOTE = '\\["]'


@dataclass(frozen=True, slots=True)
class Line:
    """A command: its name in capitals, and its parameters; texts have lost their quotation marks
    and are marked by being in `texts`, by position."""

    name: str
    parameters: tuple[str, ...]
    texts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RawPicture:
    """`BITMAP`: width in bytes, height in dots, mode, and a row after the other."""

    x: int
    y: int
    width_bytes: int
    height: int
    mode: int
    data: bytes


@dataclass(frozen=True, slots=True)
class AtOnce:
    """`ESC ! c`: answered whatever else is going on."""

    letter: str


class BadLine(ValueError):  # noqa: N818 it is reported, never raised out of the printer
    """A line that is no command."""


Found = Line | RawPicture | AtOnce | BadLine


class CommandStream:
    """codec: Python codec of texts, as `CODEPAGE` sets it."""

    def __init__(self) -> None:
        self.codec = "cp437"
        self._buffer = b""
        self._too_long = False

    def feed(self, data: bytes) -> Iterator[Found]:
        """Yield what is whole now, in order. The code page may be changed between two of them."""
        self._buffer += data
        while (found := self._next()) is not None:
            yield found

    def _next(self) -> Found | None:
        self._buffer = self._buffer.lstrip(b"\r\n\x00")
        if self._buffer[:1] == bytes([ESC]):
            if len(self._buffer) < 3:
                return None
            taken, self._buffer = self._buffer[:3], self._buffer[3:]
            return AtOnce(chr(taken[2])) if taken[1:2] == b"!" else BadLine(f"ESC {taken[1]:02X}")
        if (match := _PICTURE.match(self._buffer)) is not None:
            return self._picture(match)
        return self._line()

    def _line(self) -> Line | BadLine | None:
        end = re.search(rb"[\r\n]", self._buffer)
        if end is None:
            if len(self._buffer) > LONGEST_LINE:
                self._too_long = True
                self._buffer = b"~"
            return None
        line, self._buffer = self._buffer[: end.start()], self._buffer[end.end() :]
        too_long, self._too_long = self._too_long or len(line) > LONGEST_LINE, False
        return (
            BadLine("a line too long")
            if too_long
            else parse_line(line.decode(self.codec, "replace"))
        )

    def _picture(self, match: re.Match[bytes]) -> Found | None:
        x, y, width, height, mode = (int(number) for number in match.groups())
        size = width * height
        if size > MAX_PICTURE_BYTES:
            self._buffer = self._buffer[match.end() :]
            return BadLine(f"BITMAP of {size} bytes")
        if len(self._buffer) < match.end() + size:
            return None
        data = self._buffer[match.end() : match.end() + size]
        self._buffer = self._buffer[match.end() + size :]
        return RawPicture(x, y, width, height, mode, data)


def parse_line(line: str) -> Line | BadLine:
    """Split a line into its name and parameters; commas within quotation marks do not split."""
    match = _NAME.match(line)
    if match is None:
        return BadLine(line)
    text = line[match.end() :].strip()
    if not text:
        return Line(match[1].upper(), ())
    parameters: list[str] = []
    texts: set[int] = set()
    part, at, inside = "", 0, False
    while at < len(text):
        if inside and text.startswith(QUOTE, at):
            part, at = part + '"', at + len(QUOTE)
            continue
        char = text[at]
        at += 1
        if char == '"':
            inside = not inside
            texts.add(len(parameters))
        elif char == "," and not inside:
            parameters.append(part)
            part = ""
        elif inside or char != " ":
            part += char
    parameters.append(part)
    return BadLine(line) if inside else Line(match[1].upper(), tuple(parameters), frozenset(texts))
