"""A few rows of a report in a card: a name and some numbers, pressable as a chart is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.charts import Chart, ChartPoint

_ROW_PX = 26
_HEAD_PX = 24
_GAP = 9
_LEAST_NAME = 60
_NAME_PX = 144
_TITLE_PX = 15


def broken(face: paint.Face, text: str, room: float) -> list[str]:
    """A title broken between words where it is wider than its column."""
    lines: list[str] = []
    for word in paint.words_of(text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and paint.width(face, longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class MiniTable(Chart):
    """titles: of all columns; rows: their texts, the first at the left. muted: places of numbers
    that are said quietly. The last row is bold where it is a sum."""

    def __init__(self, *, muted: tuple[int, ...] = (), least_rows: int = 2) -> None:
        super().__init__()
        self._titles: list[str] = []
        self._rows: list[list[str]] = []
        self._total: list[str] = []
        self._muted = muted
        self._small = False
        self._least_rows = least_rows

    def set_rows(
        self, titles: list[str], rows: list[list[str]], total: list[str] | None = None
    ) -> None:
        """Show other rows; total: below them, not pressable."""
        self._titles, self._rows, self._total = titles, rows, total or []
        self.set_points([ChartPoint(row[0], 0, "", ", ".join(row)) for row in rows])

    def sizeHint(self) -> QSize:
        return QSize(280, self._head_px() + _ROW_PX * (len(self._rows) + bool(self._total)) + 2)

    def minimumSizeHint(self) -> QSize:
        rows = min(self._least_rows, len(self._rows)) + bool(self._total)
        return QSize(160, self._head_px() + _ROW_PX * rows)

    def _head_px(self) -> int:
        """Higher where titles are broken into lines."""
        if not self._titles:
            return _HEAD_PX
        widths = self._widths(float(self.width()))
        lines = max(
            len(broken(paint.SMALL, title, width - (_GAP if place else 0)))
            for place, (title, width) in enumerate(zip(self._titles, widths, strict=True))
            if width
        )
        return _HEAD_PX + _TITLE_PX * (lines - 1)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if not self._titles:
            return
        now = theme.current()
        widths = self._widths(rect.width())
        head_px = self._head_px()
        self._head(painter, head_px, widths)
        room = rect.height() - head_px - (_ROW_PX if self._total else 0)
        for index, row in enumerate(self._rows[: max(0, int(room // _ROW_PX))]):
            top = head_px + index * _ROW_PX
            place = QRectF(0, top, rect.width(), _ROW_PX)
            self._places.append(place)
            if index == self._at:
                box = place.adjusted(-4, -1, 4, -1)
                paint.rounded(painter, box, theme.RADIUS_KEYCAP, now.accent_soft)
            looks = [
                (
                    paint.SMALL if self._small else paint.BODY,
                    now.ink_soft if column in self._muted else now.ink,
                )
                for column in range(len(row))
            ]
            self._line(painter, top, row, widths, looks)
            paint.flat(painter, QRectF(0, top + _ROW_PX - 1, rect.width(), 1), now.line_soft)
        if self._total:
            top = head_px + len(self._places) * _ROW_PX
            face = paint.SMALL_BOLD if self._small else paint.BODY_BOLD
            bold = [(face, now.ink)] * len(self._total)
            self._line(painter, top, self._total, widths, bold)

    def _head(self, painter: QPainter, head_px: int, widths: list[float]) -> None:
        now = theme.current()
        x = 0.0
        for place, (title, width) in enumerate(zip(self._titles, widths, strict=True)):
            lines = broken(paint.SMALL, title, width - (_GAP if place else 0)) if width else []
            for number, line in enumerate(lines):
                top = head_px - 5 - _TITLE_PX * (len(lines) - number)
                box = QRectF(x, top, width, _TITLE_PX)
                flags = paint.RIGHT if place else paint.LEFT
                paint.text(painter, box, flags, paint.SMALL, now.ink_soft, line)
            x += width
        paint.flat(painter, QRectF(0, head_px - 2, x, 1), now.line_soft)

    def _draw_tip(self, painter: QPainter) -> None:
        """Everything is in the row."""

    def _widths(self, room: float) -> list[float]:
        """Numbers as wide as they are, the name what is left; where that is too little, the
        quiet numbers go first."""
        for whole_titles, small in ((True, False), (False, False), (False, True)):
            said, wide = self._wanted(whole_titles=whole_titles, small=small)
            self._small = small
            if said + sum(wide) <= room:
                break
        for place in sorted(self._muted, reverse=True):
            if room - sum(wide) < _NAME_PX:
                wide[place - 1] = 0
        return [max(said, room - sum(wide)), *wide]

    def _wanted(self, *, whole_titles: bool, small: bool) -> tuple[float, list[float]]:
        """(the least for the name, what each number needs)."""
        face = paint.SMALL_BOLD if small else paint.BODY_BOLD
        lines = [*self._rows, *([self._total] if self._total else [])]
        wide = []
        for place in range(1, len(self._titles)):
            title = self._titles[place]
            words = [title] if whole_titles else paint.words_of(title)
            cells = [paint.width(face, line[place]) for line in lines]
            wide.append(max([*cells, *(paint.width(paint.SMALL, w) for w in words), 0.0]) + _GAP)
        said = paint.width(face, self._total[0]) + 2 if self._total else 0.0
        return max(float(_LEAST_NAME) if not small else 0.0, said), wide

    def _line(
        self,
        painter: QPainter,
        top: float,
        texts: list[str],
        widths: list[float],
        looks: list[tuple[paint.Face, QColor]],
    ) -> None:
        x = 0.0
        for place, (text, width) in enumerate(zip(texts, widths, strict=True)):
            face, ink = looks[place]
            if width:
                box = QRectF(x, top, width, _ROW_PX - 2)
                cut = paint.elided(face, text, int(width) - (0 if place else 2) + 2)
                flags = paint.RIGHT if place else paint.LEFT
                paint.text(painter, box, flags, face, ink, cut)
            x += width
