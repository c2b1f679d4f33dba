"""A report as a PDF to print in an office: A4 across, the font of the window, numbered pages."""

from __future__ import annotations

from fpdf import FPDF

from pos_desktop.domain.reports.table import NUMERIC, Column, Kind, Value
from pos_desktop.i18n import translate
from pos_desktop.receipts.report.sheet import KeyNumber, ReportSheet, SheetTable
from pos_desktop.receipts.report.words import ReportWords
from pos_desktop.shipped import resource_path

_MARGIN_MM = 12.0
_ROW_MM = 6.2
_PAD_MM = 1.6
_INK, _MUTED, _LINE, _FILL = (22, 32, 46), (102, 120, 143), (217, 224, 232), (247, 249, 251)
_SMALL, _BODY, _TITLE = 8.0, 9.0, 16.0
_LEAST_WIDE_MM = 42.0


class _Pages(FPDF):
    """Pages that say at their foot whose they are and which of how many."""

    def __init__(self, foot: str, lang: str) -> None:
        super().__init__(orientation="landscape", unit="mm", format="A4")
        self._foot = foot
        self._lang = lang
        self.set_margins(_MARGIN_MM, _MARGIN_MM)
        self.set_auto_page_break(False)
        for style, name in (("", "Inter-Regular.ttf"), ("B", "Inter-SemiBold.ttf")):
            self.add_font("inter", style, str(resource_path("fonts", name)))

    def footer(self) -> None:
        self.set_y(-9)
        self.set_font("inter", "", _SMALL)
        self.set_text_color(*_MUTED)
        self.cell(self.epw / 2, 5, self._foot)
        page = translate(self._lang, "reports.page", page=self.page_no(), pages="{nb}")
        self.cell(self.epw / 2, 5, page, align="R")

    def room_mm(self) -> float:
        return float(self.h - 14 - self.get_y())


def pdf_file(sheet: ReportSheet, words: ReportWords) -> bytes:
    """The document; its text can be searched."""
    file = _Pages(f"{sheet.title} · {sheet.period} · {sheet.made}", words.lang)
    file.set_title(f"{sheet.title} {sheet.period}")
    file.set_lang("ru-RU" if words.lang == "ru" else "en-GB")
    file.add_page()
    _head(file, sheet)
    for part in sheet.tables:
        _TableOnPages(file, part, words).draw()
    return bytes(file.output())


def _head(file: _Pages, sheet: ReportSheet) -> None:
    file.set_text_color(*_INK)
    file.set_font("inter", "B", _TITLE)
    file.cell(file.epw, 8, sheet.title, new_x="LMARGIN", new_y="NEXT")
    file.set_font("inter", "", _BODY)
    file.set_text_color(*_MUTED)
    file.cell(file.epw, 5, f"{sheet.place} · {sheet.period}", new_x="LMARGIN", new_y="NEXT")
    file.ln(3)
    if sheet.numbers:
        _numbers(file, sheet.numbers)
    file.set_font("inter", "", _SMALL)
    file.set_text_color(*_MUTED)
    for note in sheet.notes:
        file.multi_cell(file.epw, 4.4, note, new_x="LMARGIN", new_y="NEXT")
    file.ln(2)


def _numbers(file: _Pages, numbers: tuple[KeyNumber, ...]) -> None:
    """Boxes in one line."""
    gap = 4.0
    wide = (file.epw - gap * (len(numbers) - 1)) / len(numbers)
    top = file.get_y()
    for place, number in enumerate(numbers):
        x = _MARGIN_MM + place * (wide + gap)
        file.set_draw_color(*_LINE)
        file.rect(x, top, wide, 15, round_corners=True, corner_radius=2)
        file.set_xy(x + 3, top + 2)
        file.set_font("inter", "", _SMALL)
        file.set_text_color(*_MUTED)
        file.cell(wide - 6, 4, _cut(file, number.name, wide - 6))
        file.set_xy(x + 3, top + 7)
        file.set_font("inter", "B", 11)
        file.set_text_color(*_INK)
        file.cell(wide - 6, 5, _cut(file, number.text, wide - 6))
    file.set_xy(_MARGIN_MM, top + 19)


class _TableOnPages:
    """One table, its head repeated on every page."""

    def __init__(self, file: _Pages, part: SheetTable, words: ReportWords) -> None:
        self._file = file
        self._part = part
        self._words = words
        self._columns = part.table.columns
        file.set_font("inter", "", _BODY)
        self._texts = [self._cells(row.cells) for row in part.rows]
        self._totals = self._cells(part.table.totals()) if part.table.totals() else []
        self._widths = self._measured()

    def draw(self) -> None:
        file = self._file
        if file.room_mm() < 4 * _ROW_MM:
            file.add_page()
        file.set_font("inter", "B", 11)
        file.set_text_color(*_INK)
        title = self._words.table(self._part.table.name)
        file.cell(file.epw, 8, title, new_x="LMARGIN", new_y="NEXT")
        self._draw_head()
        if not self._texts:
            file.set_font("inter", "", _BODY)
            file.set_text_color(*_MUTED)
            empty = translate(self._words.lang, "reports.nothing")
            file.cell(file.epw, _ROW_MM, empty, new_x="LMARGIN", new_y="NEXT")
        for texts in self._texts:
            self._row(texts, "")
        if self._totals:
            first = self._totals[0] or self._words.total()
            self._row([first, *self._totals[1:]], "B")
        file.ln(4)

    def _cells(self, cells: tuple[Value, ...]) -> list[str]:
        return [
            self._words.cell(column.kind, value)
            for column, value in zip(self._columns, cells, strict=True)
        ]

    def _measured(self) -> list[float]:
        """Every column as wide as its longest text; the wide one takes the rest, and texts give
        way where there is too little."""
        wanted = [self._wanted(place, column) for place, column in enumerate(self._columns)]
        room = self._file.epw
        wide = [place for place, column in enumerate(self._columns) if column.wide] or [0]
        fixed = sum(want for place, want in enumerate(wanted) if place not in wide)
        rest = max(_LEAST_WIDE_MM * len(wide), room - fixed)
        for place in wide:
            wanted[place] = rest / len(wide)
        scale = min(1.0, room / sum(wanted))
        return [want * scale for want in wanted]

    def _wanted(self, place: int, column: Column) -> float:
        texts = {row[place] for row in [*self._texts[:400], self._totals] if row}
        longest = max((self._file.get_string_width(text) for text in texts), default=0.0)
        words = self._words.column(column.name).split()
        title = max(self._file.get_string_width(word) for word in words)
        most = 60.0 if column.kind is Kind.TEXT else 40.0
        return float(min(most, max(longest * 1.06, title * 0.95)) + 2 * _PAD_MM)

    def _draw_head(self) -> None:
        file = self._file
        file.set_font("inter", "", _SMALL)
        file.set_text_color(*_MUTED)
        file.set_fill_color(*_FILL)
        titles = [
            self._title_lines(self._words.column(column.name), width - 2 * _PAD_MM)
            for column, width in zip(self._columns, self._widths, strict=True)
        ]
        high = 3.6 * max(len(lines) for lines in titles) + 2.4
        top, x = file.get_y(), _MARGIN_MM
        file.rect(x, top, file.epw, high, style="F")
        for column, width, lines in zip(self._columns, self._widths, titles, strict=True):
            align = "R" if column.kind in NUMERIC else "L"
            for place, line in enumerate(lines):
                file.set_xy(x + _PAD_MM, top + 1.2 + 3.6 * place)
                file.cell(width - 2 * _PAD_MM, 3.6, line, align=align)
            x += width
        file.set_xy(_MARGIN_MM, top + high)

    def _title_lines(self, title: str, room: float) -> list[str]:
        lines: list[str] = []
        for word in title.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._file.get_string_width(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(_cut(self._file, word, room))
        return lines

    def _row(self, texts: list[str], style: str) -> None:
        file = self._file
        if file.room_mm() < _ROW_MM:
            file.add_page()
            self._draw_head()
        file.set_font("inter", style, _BODY)
        file.set_text_color(*_INK)
        top, x = file.get_y(), _MARGIN_MM
        for column, width, text in zip(self._columns, self._widths, texts, strict=True):
            if text:
                file.set_xy(x + _PAD_MM, top)
                room = width - 2 * _PAD_MM
                align = "R" if column.kind in NUMERIC else "L"
                file.cell(room, _ROW_MM, _cut(file, text, room), align=align)
            x += width
        file.set_draw_color(*_LINE)
        file.line(_MARGIN_MM, top + _ROW_MM, _MARGIN_MM + file.epw, top + _ROW_MM)
        file.set_xy(_MARGIN_MM, top + _ROW_MM)


def _cut(file: FPDF, text: str, room: float) -> str:
    """The text, shortened with an ellipsis where it is too long."""
    text = " ".join(text.split())
    if file.get_string_width(text) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if file.get_string_width(text[:middle] + "…") <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
