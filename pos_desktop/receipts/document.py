"""The printable document: what is on the paper, before any printer, width or code page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Line:
    """One text, wrapped where the paper is narrower. scale 2 is double width and height.

    indent: characters before every row; hang: as many more before all rows but the first.
    """

    text: str
    align: Align = "left"
    bold: bool = False
    scale: Literal[1, 2] = 1
    indent: int = 0
    hang: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Text at the left and at the right edge; a left part that does not fit is wrapped above."""

    left: str
    right: str
    bold: bool = False
    scale: Literal[1, 2] = 1
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True)
class Qr:
    """text: what the code says. module_dots: printer dots a module, chosen for a code of about
    25-30 mm."""

    text: str
    module_dots: int = 5


@dataclass(frozen=True, slots=True)
class Barcode:
    """An EAN-13 with its digits below."""

    digits: str


@dataclass(frozen=True, slots=True)
class Logo:
    """png: a picture at most 200 dots high, centred."""

    png: bytes


@dataclass(frozen=True, slots=True)
class PageSample:
    """A row printed under another code page, to find out which one a printer has. number: n of its
    command; codec: what the text is encoded in, a Python name."""

    number: int
    codec: str
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """End of a receipt: feed past the knife and cut."""


Element = Line | Pair | Rule | Qr | Barcode | Logo | PageSample | Feed | Cut


@dataclass(frozen=True, slots=True)
class Document:
    """elements from top to bottom. lang: language of its texts, "ru" or "en"."""

    elements: tuple[Element, ...]
    lang: str


class ReceiptEncoder(Protocol):
    """A document -> bytes of the configured printer, its width, code page and cutter settled."""

    @property
    def paper(self) -> str:
        """What the bytes are made for: right for every printer that says the same."""
        ...

    def encode(self, document: Document) -> bytes: ...
