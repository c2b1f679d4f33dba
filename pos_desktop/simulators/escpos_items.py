"""What lies on the paper: lines of text, codes, pictures, feeds and cuts, measured in dots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

# Cell of font A and font B at 203 dots an inch, width and height in dots.
CELLS = {"A": (12, 24), "B": (9, 17)}


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a character is drawn.

    width, height: magnification 1..8 (`GS !`). underline_dots: 0, 1 or 2.
    """

    font: Literal["A", "B"] = "A"
    bold: bool = False
    underline_dots: int = 0
    width: int = 1
    height: int = 1
    inverse: bool = False
    upside_down: bool = False

    @property
    def cell_width(self) -> int:
        """Width of one character in dots, magnification included."""
        return CELLS[self.font][0] * self.width

    @property
    def cell_height(self) -> int:
        """Height of one character in dots, magnification included."""
        return CELLS[self.font][1] * self.height


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters of one style; x_dots is the left edge on the paper."""

    x_dots: int
    text: str
    style: TextStyle
    width_dots: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Black dots, one bit each, rows from the top, most significant bit left, rows byte-aligned.

    x_scale, y_scale: dots of paper per dot of the picture.
    """

    x_dots: int
    width: int
    height: int
    rows: bytes
    x_scale: int = 1
    y_scale: int = 1

    @property
    def width_dots(self) -> int:
        """Width on the paper."""
        return self.width * self.x_scale

    @property
    def height_dots(self) -> int:
        """Height on the paper."""
        return self.height * self.y_scale

    @property
    def text(self) -> str:
        """A picture says nothing in the plain text of a receipt."""
        return ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line: runs and inline pictures, and how far the paper moved."""

    parts: tuple[TextRun | Picture, ...]
    height_dots: int

    @property
    def is_picture(self) -> bool:
        """The line is a slice of a picture and nothing else."""
        return bool(self.parts) and all(isinstance(part, Picture) for part in self.parts)

    @property
    def text(self) -> str:
        """The line as a reader sees it; gaps become spaces of the ordinary width."""
        out = ""
        end = 0
        for part in self.parts:
            if isinstance(part, TextRun):
                gap = part.x_dots - end
                out += " " * (gap // CELLS[part.style.font][0]) + part.text
            end = part.x_dots + part.width_dots
        return out.rstrip()


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR code or a bar code.

    kind: "QR", "EAN13", "CODE128" ... payload: what a reader gives back. rows: the modules, "1"
    is black; a bar code has one row, drawn bar_height_dots high. label_above, label_below: the
    human readable text.
    """

    kind: str
    payload: str
    x_dots: int
    rows: tuple[str, ...]
    module_dots: int
    bar_height_dots: int
    label_style: TextStyle
    label_above: str = ""
    label_below: str = ""

    @property
    def width_dots(self) -> int:
        """Width on the paper, quiet zone not included."""
        return len(self.rows[0]) * self.module_dots

    @property
    def height_dots(self) -> int:
        """Height on the paper with its labels."""
        labels = bool(self.label_above) + bool(self.label_below)
        bars = self.bar_height_dots or len(self.rows) * self.module_dots
        return bars + labels * self.label_style.cell_height


@dataclass(frozen=True, slots=True)
class Feed:
    """Blank paper."""

    height_dots: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The knife; it takes no paper, the picture shows it as a torn edge."""

    kind: Literal["full", "partial"]
    height_dots: int = 0


Item = TextLine | Symbol | Picture | Feed | Cut


class Barcode(NamedTuple):
    """A printed bar code: kind as in "EAN13" and the data a scanner reads from it."""

    kind: str
    data: str


class DrawerPulse(NamedTuple):
    """A drawer kick: connector pin 2 or 5, time on and off in milliseconds."""

    pin: int
    on_ms: int
    off_ms: int


@dataclass(frozen=True, slots=True)
class PrintedReceipt:
    """What fell off the knife.

    text: lines joined by a newline, as a reader sees them, pictures left out. qr_payloads,
    barcodes: what a scanner reads. cut: "full" or "partial". first_item, end_item: its place on
    the roll for `render`. blank_tail_dots: paper fed after the last print; where the
    cut itself did not feed, what is within 112 dots of the end hides behind a real printer's knife.
    """

    text: str
    qr_payloads: tuple[str, ...]
    barcodes: tuple[Barcode, ...]
    cut: Literal["full", "partial"]
    first_item: int
    end_item: int
    blank_tail_dots: int
    pictures: int


def receipt_of(items: list[Item], first_item: int, cut: Cut) -> PrintedReceipt:
    """Gather one receipt from the items since the previous cut (the cut itself not among them)."""
    symbols = [item for item in items if isinstance(item, Symbol)]
    tail = 0
    for item in reversed(items):
        if not isinstance(item, Feed):
            break
        tail += item.height_dots
    return PrintedReceipt(
        text="\n".join(
            item.text for item in items if isinstance(item, TextLine) and not item.is_picture
        ).rstrip("\n"),
        qr_payloads=tuple(one.payload for one in symbols if one.kind == "QR"),
        barcodes=tuple(Barcode(one.kind, one.payload) for one in symbols if one.kind != "QR"),
        cut=cut.kind,
        first_item=first_item,
        end_item=first_item + len(items) + 1,
        blank_tail_dots=tail,
        pictures=sum(
            isinstance(item, Picture)
            or (isinstance(item, TextLine) and any(isinstance(p, Picture) for p in item.parts))
            for item in items
        ),
    )
