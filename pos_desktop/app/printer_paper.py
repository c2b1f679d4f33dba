"""The test page of a printer: what is printed, and how the paper should look."""

from __future__ import annotations

import codecs

from pos_desktop.hardware.profiles import Paper, PrinterProfile, adjusted
from pos_desktop.ports.equipment import CarriedPaper, PageRow, PaperChoice, PaperPage
from pos_desktop.receipts.document import Document, Element, PageSample
from pos_desktop.receipts.picture import png
from pos_desktop.receipts.printer_page import CANDIDATES, PROBE, PrinterPage, printer_page

NARROW = (58, 32)
WIDE = (80, 48)
"""(paper in mm, characters a row) of the two rolls that receipts are printed on."""

_ORIGINAL_PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 16: "cp1252",
                   17: "cp866", 18: "cp852", 19: "cp858", 45: "cp1250", 46: "cp1251"}  # fmt: skip
"""n of ESC t of the maker who invented it; most others keep at least the first of them."""


def page_of(profile: PrinterProfile, lang: str, when: str) -> PrinterPage:
    """What the page says for this printer; its own code pages come first among the candidates.
    when: date and time as text."""
    own = tuple((number, name) for name, number in profile.printer.codepages.items())
    cyrillic = tuple(pair for pair in own if _is_cyrillic(pair[1]))
    chosen = (profile.printer.codepage_number, profile.printer.codepage)
    wanted = dict.fromkeys((chosen, *cyrillic, *CANDIDATES))
    return PrinterPage(
        lang,
        f"{profile.vendor} {profile.model}".strip(),
        profile.printer.columns,
        when=when,
        candidates=tuple(wanted),
    )


def _is_cyrillic(codec: str) -> bool:
    try:
        return PROBE.encode(codec, "replace").count(b"?") <= 1
    except LookupError:
        return False


def picture_of(profile: PrinterProfile, paper: Paper, lang: str, when: str) -> PaperPage:
    """The paper of the printer as the shop has set it up."""
    used = adjusted(profile, paper)
    page = page_of(used, lang, when)
    chosen = (used.printer.codepage_number, used.printer.codepage)
    rows = tuple(_row(profile, pair, chosen) for pair in page.candidates)
    document = printer_page(page)
    shown = iter(rows)
    elements = tuple(
        _as_printed(element, next(shown)) if isinstance(element, PageSample) else element
        for element in document.elements
    )
    drawn = png(Document(elements, document.lang), used.printer.columns)
    return PaperPage(drawn, used.printer.columns, _widths(profile), rows, chosen)


def carried(before: PrinterProfile, paper: PaperChoice, after: PrinterProfile) -> CarriedPaper:
    """The paper of a printer as another model has it: the code page that the shop chose by its
    name, under the number it has there, else the model's own; the width where that model has it.
    What it was found to tell was found in the language of the model before, and is asked anew.

    before: the model so far, as the shop has set it up.
    """
    was, own = before.printer, after.printer
    pages = {**own.codepages, own.codepage: own.codepage_number}
    chosen = bool(paper.codepage) or paper.codepage_number >= 0
    there = [name for name in pages if _is_same(name, was.codepage)] if chosen else []
    codepage = there[0] if there else own.codepage
    number = pages[codepage]
    is_own = codepage == own.codepage
    wide = paper.columns if paper.columns != own.columns else 0
    choice = PaperChoice(
        codepage="" if is_own else codepage,
        codepage_number=-1 if is_own else number,
        columns=wide if wide in [columns for _mm, columns in _widths(after)] else 0,
    )
    kept = _is_same(codepage, was.codepage)
    moved = not kept or number != was.codepage_number
    return CarriedPaper(choice, codepage, number, moved, kept, paper.replies != "profile")


def _is_same(codec: str, other: str) -> bool:
    """Whether two names are of one code page: "ibm866" is "cp866"."""
    try:
        return codecs.lookup(codec).name == codecs.lookup(other).name
    except LookupError:
        return False


def _row(profile: PrinterProfile, pair: tuple[int, str], chosen: tuple[int, str]) -> PageRow:
    number, codec = pair
    there = {n: name for name, n in profile.printer.codepages.items()}
    there[profile.printer.codepage_number] = profile.printer.codepage
    there[chosen[0]] = chosen[1]
    page = there.get(number) or _ORIGINAL_PAGES.get(number, "cp437")
    printed = PROBE.encode(codec, "replace").decode(page, "replace")
    return PageRow(number, codec, "".join(c if c.isprintable() else "·" for c in printed))


def _as_printed(sample: PageSample, row: PageRow) -> Element:
    return PageSample(sample.number, sample.codec, row.reads)


def _widths(profile: PrinterProfile) -> tuple[tuple[int, int], ...]:
    """The model's own width is what it is; the other roll is the usual one."""
    own = (profile.printer.paper_mm, profile.printer.columns)
    return (NARROW, own) if own[0] > NARROW[0] else (own, WIDE)
