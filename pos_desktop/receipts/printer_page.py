"""The page of the equipment wizard: it shows whether width, code page, sizes, codes and the cutter
of a printer are right, and lets a person say which code page reads well."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.i18n import money, translate
from pos_desktop.receipts.document import (
    Barcode,
    Cut,
    Document,
    Element,
    Feed,
    Line,
    PageSample,
    Pair,
    Qr,
    Rule,
)

PROBE = "Проверка: ЙЦУКЕН ёЁ№"
"""Letters that differ from code page to code page."""

CANDIDATES = (
    (17, "cp866"), (7, "cp866"), (59, "cp866"), (37, "cp866"),
    (46, "cp1251"), (6, "cp1251"), (23, "cp1251"), (73, "cp1251"),
)  # fmt: skip
"""(n of ESC t, its encoding): where the makers of printers put Cyrillic letters."""

SAMPLE_MINOR = 91766
SAMPLE_BARCODE = "4601234567893"
SAMPLE_QR = "t=20261124T1436&s=917.66&fn=9999078900004792&i=1&fp=1&n=1"


@dataclass(frozen=True, slots=True)
class PrinterPage:
    """What the page says. name: of the printer; columns: of a row as it is set up; when: date and
    time as text, "" = left out; candidates: code pages to try, none = only the one that is set."""

    lang: str
    name: str
    columns: int
    currency: str = "RUB"
    when: str = ""
    candidates: tuple[tuple[int, str], ...] = CANDIDATES


def printer_page(page: PrinterPage) -> Document:
    """The page; its ruler fills one row exactly where the width is right."""
    rows: list[Element] = [
        Line(_text(page, "page_title"), align="center", bold=True),
        Line(f"{page.name}  {page.when}".strip(), align="center"),
        Rule(),
        Line(_text(page, "page_width", columns=page.columns), align="center"),
        Line(("1234567890" * 10)[: page.columns]),
        Rule(),
        *(PageSample(number, codec, PROBE) for number, codec in page.candidates),
        Line(PROBE),
        Rule(),
    ]
    total = f"={money(SAMPLE_MINOR, page.currency, page.lang, symbol=False)}"
    rows += [
        Pair(_text(page, "page_bold"), total, bold=True),
        Pair(_text(page, "page_big"), total, bold=True, scale=2),
        Qr(SAMPLE_QR),
        Barcode(SAMPLE_BARCODE),
        Rule(),
    ]
    if page.candidates:
        rows.append(Line(_text(page, "page_question"), align="center"))
    return Document((*rows, Feed(1), Cut()), page.lang)


def _text(page: PrinterPage, key: str, **values: object) -> str:
    return translate(page.lang, f"receipt.{key}", **values)
