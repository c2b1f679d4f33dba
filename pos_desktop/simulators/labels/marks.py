"""What lies on a label: texts, codes, bars, boxes and pictures, in dots from its upper left."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Literal, get_args

Rotation = Literal[0, 90, 180, 270]
LabelPrinterState = Literal["ok", "cover-open", "paper-out", "ribbon-out", "paused"]
LABEL_PRINTER_STATES: tuple[LabelPrinterState, ...] = get_args(LabelPrinterState)
# Cells of the fonts that are in every printer, width and height in dots.
FONT_CELLS = {
    "1": (8, 12), "2": (12, 20), "3": (16, 24), "4": (24, 32), "5": (32, 48), "6": (14, 19),
    "7": (21, 27), "8": (14, 25),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextMark:
    """cell: width and height of one character in dots, magnification included. align: where x lies
    in the text. lines: more than one for a block."""

    x: int
    y: int
    lines: tuple[str, ...]
    cell: tuple[int, int]
    rotation: Rotation = 0
    align: Literal["left", "centre", "right"] = "left"
    spacing: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class CodeMark:
    """kind: "QR", "EAN13", "CODE128" ... payload: what a reader gives back. rows: modules, "1" is
    black; a bar code has one row, height dots high. labelled: the digits stand below."""

    x: int
    y: int
    kind: str
    payload: str
    rows: tuple[str, ...]
    module: int
    height: int = 0
    rotation: Rotation = 0
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class AreaMark:
    """A rectangle: "black", "white" (erased) or "reverse"."""

    x: int
    y: int
    width: int
    height: int
    ink: Literal["black", "white", "reverse"] = "black"


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A frame."""

    x: int
    y: int
    x_end: int
    y_end: int
    thickness: int


@dataclass(frozen=True, slots=True)
class PictureMark:
    """Rows of bits, 0 is black; mode 0 overwrites, 1 adds, 2 reverses."""

    x: int
    y: int
    width_bytes: int
    height: int
    mode: int
    data: bytes


Mark = TextMark | CodeMark | AreaMark | BoxMark | PictureMark


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """width, height: in dots. copies: how many came out. direction: 1 has the head of the label
    come out first."""

    width: int
    height: int
    copies: int
    direction: int
    marks: tuple[Mark, ...]

    def texts(self) -> list[str]:
        return [mark.text for mark in self.marks if isinstance(mark, TextMark)]

    def codes(self) -> list[tuple[str, str]]:
        """Kinds and payloads."""
        return [(m.kind, m.payload) for m in self.marks if isinstance(m, CodeMark)]


def wrapped(text: str, columns: int) -> list[str]:
    """Break a text at spaces, and inside a word that is longer than a line."""
    return textwrap.wrap(text, columns) or [""]
