"""A few rows of a report in a card: a name and some numbers, pressable as a chart is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.charts import Chart, ChartPoint

_ROW_PX = 26
_HEAD_PX = 24
_GAP = 12
_LEAST_NAME = 60


class MiniTable(Chart):
    """titles: of all columns; rows: their texts, the first at the left. muted: places of numbers
    that are said quietly. The last row is bold where it is a sum."""

    def __init__(self, *, muted: tuple[int, ...] = (), least_rows: int = 2) -> None:
        super().__init__()
        self._titles: list[str] = []
        self._rows: list[list[str]] = []
        self._total: list[str] = []
        self._muted = muted
        self._least_rows = least_rows

    def set_rows(
        self, titles: list[str], rows: list[list[str]], total: list[str] | None = None
    ) -> None:
        """Show other rows; total: below them, not pressable."""
        self._titles, self._rows, self._total = titles, rows, total or []
        self.set_points([ChartPoint(row[0], 0, "", ", ".join(row)) for row in rows])

    def sizeHint(self) -> QSize:
        return QSize(280, _HEAD_PX + _ROW_PX * (len(self._rows) + bool(self._total)) + 2)

    def minimumSizeHint(self) -> QSize:
        rows = min(self._least_rows, len(self._rows)) + bool(self._total)
        return QSize(160, _HEAD_PX + _ROW_PX * rows)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if not self._titles:
            return
        now = theme.current()
        widths = self._widths(rect.width())
        self._line(painter, 0, self._titles, widths, [(paint.SMALL, now.ink_soft)] * len(widths))
        paint.flat(painter, QRectF(0, _HEAD_PX - 2, rect.width(), 1), now.line_soft)
        room = rect.height() - _HEAD_PX - (_ROW_PX if self._total else 0)
        for index, row in enumerate(self._rows[: max(0, int(room // _ROW_PX))]):
            top = _HEAD_PX + index * _ROW_PX
            place = QRectF(0, top, rect.width(), _ROW_PX)
            self._places.append(place)
            if index == self._at:
                box = place.adjusted(-4, -1, 4, -1)
                paint.rounded(painter, box, theme.RADIUS_KEYCAP, now.accent_soft)
            looks = [
                (paint.BODY, now.ink_soft if column in self._muted else now.ink)
                for column in range(len(row))
            ]
            self._line(painter, top, row, widths, looks)
            paint.flat(painter, QRectF(0, top + _ROW_PX - 1, rect.width(), 1), now.line_soft)
        if self._total:
            top = _HEAD_PX + len(self._places) * _ROW_PX
            bold = [(paint.BODY_BOLD, now.ink)] * len(self._total)
            self._line(painter, top, self._total, widths, bold)

    def _draw_tip(self, painter: QPainter) -> None:
        """Everything is in the row."""

    def _widths(self, room: float) -> list[float]:
        """Numbers as wide as they are, the name what is left; where that is too little, the
        quiet numbers go first."""
        lines = [self._titles, *self._rows, *([self._total] if self._total else [])]
        wide = [
            max(paint.width(paint.BODY_BOLD, line[place]) for line in lines) + _GAP
            for place in range(1, len(self._titles))
        ]
        for place in sorted(self._muted, reverse=True):
            if room - sum(wide) < _LEAST_NAME * 2:
                wide[place - 1] = 0
        return [max(_LEAST_NAME, room - sum(wide)), *wide]

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
                cut = paint.elided(face, text, int(width) - (6 if place == 0 else 0))
                flags = paint.RIGHT if place else paint.LEFT
                paint.text(painter, box, flags, face, ink, cut)
            x += width
