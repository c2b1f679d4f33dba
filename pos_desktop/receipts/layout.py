"""Laying a document out in fixed-width columns: the same rows for paper, picture and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_desktop.receipts.document import (
    Barcode,
    Cut,
    Document,
    Element,
    Feed,
    Line,
    Logo,
    PageSample,
    Pair,
    Qr,
    Rule,
)


@dataclass(frozen=True, slots=True)
class TextRow:
    """One printed row: at most columns // scale characters, padded by the layout, not by the
    printer. sample: the code page it is to be printed under, where that is not the printer's."""

    text: str
    bold: bool = False
    scale: Literal[1, 2] = 1
    sample: PageSample | None = None


Row = TextRow | Qr | Barcode | Logo | Feed | Cut


def lay_out(document: Document, columns: int) -> list[Row]:
    """Rows for a paper of that many characters (48 on 80 mm, 32 on 58 mm with font A)."""
    rows: list[Row] = []
    for element in document.elements:
        rows.extend(_rows(element, columns))
    return rows


def _rows(element: Element, columns: int) -> list[Row]:
    if isinstance(element, Line):
        width = columns // element.scale
        return [
            TextRow(_aligned(pad + part, element.align, width), element.bold, element.scale)
            for pad, part in _hung(element, width - element.indent)
        ]
    if isinstance(element, Pair):
        return _pair_rows(element, columns // element.scale)
    if isinstance(element, Rule):
        return [TextRow("-" * columns)]
    if isinstance(element, PageSample):
        return [TextRow(_sample(element)[:columns], sample=element)]
    return [element]


def _sample(sample: PageSample) -> str:
    """The number and the page's name are ASCII and read well under every page."""
    return f"{sample.number:>3} {sample.codec.upper():<6} {sample.text}"


def _hung(line: Line, room: int) -> list[tuple[str, str]]:
    """(spaces before, text) of each row of a line."""
    first = wrap(line.text, room)
    pad = " " * line.indent
    if len(first) == 1 or not line.hang:
        return [(pad, part) for part in first]
    rest = line.text[len(first[0]) :].lstrip()
    hanging = pad + " " * line.hang
    return [(pad, first[0]), *((hanging, part) for part in wrap(rest, room - line.hang))]


def _pair_rows(pair: Pair, width: int) -> list[Row]:
    pad = " " * pair.indent
    room = width - len(pad)
    if len(pair.left) + 1 + len(pair.right) <= room:
        gap = room - len(pair.left) - len(pair.right)
        return [TextRow(pad + pair.left + " " * gap + pair.right, pair.bold, pair.scale)]
    lefts = wrap(pair.left, room)
    rows: list[Row] = [TextRow(pad + part, pair.bold, pair.scale) for part in lefts[:-1]]
    last = lefts[-1]
    if len(last) + 1 + len(pair.right) <= room:
        gap = room - len(last) - len(pair.right)
        return [*rows, TextRow(pad + last + " " * gap + pair.right, pair.bold, pair.scale)]
    rows.append(TextRow(pad + last, pair.bold, pair.scale))
    rows.extend(
        TextRow(pad + part.rjust(room), pair.bold, pair.scale) for part in wrap(pair.right, room)
    )
    return rows


def _aligned(text: str, align: str, width: int) -> str:
    if align == "center":
        return (" " * max(0, (width - len(text)) // 2)) + text
    return text.rjust(width) if align == "right" else text


def wrap(text: str, width: int) -> list[str]:
    """Break at spaces, and inside a word that is longer than the paper; always at least one row."""
    rows: list[str] = []
    row = ""
    for word in text.split():
        rest = word
        while len(rest) > width:
            room = width - len(row) - 1 if row else width
            if row and room >= 1:
                rows.append(f"{row} {rest[:room]}")
                rest, row = rest[room:], ""
            else:
                rows.append(rest[:width])
                rest = rest[width:]
        if row and len(row) + 1 + len(rest) <= width:
            row = f"{row} {rest}"
        else:
            if row:
                rows.append(row)
            row = rest
    if row or not rows:
        rows.append(row)
    return rows
