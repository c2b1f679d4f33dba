"""Charts painted by the register itself: bars, a line, horizontal shares, a map of hours.

Each point is pressable: by finger, mouse, or arrow keys and Enter; what it says is shown beside
it and read by screen readers. Values are whole minor units.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint

_AXIS_PX = 44
_LABEL_PX = 24
_TOP_PX = 26
_WIDEST_BAR = 45.0
_ROW_PX = 48
_TIP_PAD = 10


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """label: under or beside it. value: its length. mark: short, at its end. text: what is said
    when it is chosen. strong: the one that stands out. colour: token of the theme of a share, "" by
    its place."""

    label: str
    value: int
    mark: str
    text: str
    strong: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A round axis. step and top are values, low is 0 or below for negative ones."""

    low: int
    top: int
    step: int


def round_scale(values: list[int], lines: int = 4) -> Scale:
    """An axis from 0, or below where a value is, to a round number above the largest one."""
    top, low = max([*values, 0]), min([*values, 0])
    span = max(top - low, 1)
    step = 1
    while step * lines < span:
        for times in (2, 5, 10):
            if step * times * lines >= span or times == 10:
                step *= times
                break
    return Scale(low // step * step, max(-(-top // step), 1) * step, step)


class Chart(QWidget):
    """What all charts share: points with places, one of them under the finger or the keys."""

    pressed = Signal(int)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[ChartPoint] = []
        self._places: list[QRectF] = []
        self._at = -1
        self._by_key = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """What a screen reader calls the chart."""
        self.setAccessibleName(name)

    def set_points(self, points: list[ChartPoint]) -> None:
        """Show other values."""
        self._points = points
        self._at = -1
        self.setAccessibleDescription("; ".join(point.text for point in points))
        self.updateGeometry()
        self.update()

    def points(self) -> list[ChartPoint]:
        return self._points

    def current(self) -> int:
        """The point that is chosen, -1 for none."""
        return self._at

    def place_of(self, index: int) -> QRectF:
        """Where a point can be pressed, once it was painted."""
        return self._places[index]

    def choose(self, index: int) -> None:
        """Say what one point is; -1 for none."""
        index = index if 0 <= index < len(self._points) else -1
        if index != self._at:
            self._at = index
            self.setToolTip(self._points[index].text if index >= 0 else "")
            paint.announce(self)
            self.update()

    def _found(self, at: QPointF) -> int:
        return next((n for n, place in enumerate(self._places) if place.contains(at)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._found(event.position())
        self._by_key = False
        self.choose(found)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if found >= 0 else Qt.CursorShape.ArrowCursor
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choose(self._found(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._found(event.position())
        if found >= 0 and found == self._at and event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit(found)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self._by_key:
            self.choose(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._by_key = False
        self.choose(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._points:
            self._by_key = True
            first = 0 if step > 0 else len(self._points) - 1
            self.choose(first if self._at < 0 else (self._at + step) % len(self._points))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self._at >= 0:
                self.pressed.emit(self._at)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._places = []
        self.draw(painter, QRectF(self.rect()))
        if self._at >= 0 and self._at < len(self._places):
            self._draw_tip(painter)
        if self.hasFocus():
            now = theme.current()
            paint.rounded(painter, QRectF(self.rect()), theme.RADIUS_SMALL, None, now.focus, 2)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the points and note in `_places` where each is."""
        raise TypeError(f"{type(self).__name__} must draw itself")

    def _draw_tip(self, painter: QPainter) -> None:
        """What the chosen point says, above it and inside the widget."""
        now = theme.current()
        text, place = self._points[self._at].text, self._places[self._at]
        room = self.width() - 2 * _TIP_PAD
        text = paint.elided(paint.SMALL_MEDIUM, text, room - 8)
        wide = paint.width(paint.SMALL_MEDIUM, text) + 2 * _TIP_PAD
        left = min(max(0.0, place.center().x() - wide / 2), self.width() - wide)
        box = QRectF(left, max(0.0, place.top() - 4), wide, 28)
        paint.rounded(painter, box, theme.RADIUS_SMALL, now.strong)
        paint.text(painter, box, paint.CENTRE, paint.SMALL_MEDIUM, now.on_strong, text)


class _Upright(Chart):
    """A chart with a value axis at the left and labels below."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._axis: Callable[[int], str] = str
        self.setMinimumHeight(150)

    def set_axis(self, axis: Callable[[int], str]) -> None:
        """How a value of the axis is said."""
        self._axis = axis
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 210)

    def _frame(self, painter: QPainter, rect: QRectF) -> tuple[QRectF, Scale]:
        """Draw axis and lines; where the values are drawn, and their scale."""
        now = theme.current()
        scale = round_scale([point.value for point in self._points])
        plot = rect.adjusted(_AXIS_PX, _TOP_PX, -2, -_LABEL_PX)
        value = scale.low
        while value <= scale.top:
            y = round(_y(plot, scale, value)) + 0.5
            painter.setPen(QPen(now.line if value == 0 else now.line_soft, 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            box = QRectF(0, y - 10, _AXIS_PX - 10, 20)
            paint.text(painter, box, paint.RIGHT, paint.SMALL, now.muted, self._axis(value))
            value += scale.step
        return plot, scale

    def _label(self, painter: QPainter, column: QRectF, index: int) -> None:
        """Every label that has room; where there is little, each second, fifth or tenth."""
        widest = max(paint.width(paint.SMALL, point.label) for point in self._points) + 8
        every = next((n for n in (1, 2, 5, 7, 10, 14, 30, 60) if column.width() * n >= widest), 90)
        if index % every == 0:
            box = QRectF(column.center().x() - widest, column.bottom() + 3, 2 * widest, 20)
            label = self._points[index].label
            paint.text(painter, box, paint.CENTRE, paint.SMALL, theme.current().muted, label)


class BarChart(_Upright):
    """A bar for each point; the strong one in full colour."""

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if not self._points:
            return
        now = theme.current()
        plot, scale = self._frame(painter, rect)
        step = plot.width() / len(self._points)
        wide = min(_WIDEST_BAR, step * 0.62)
        zero = _y(plot, scale, 0)
        marks = max(paint.width(paint.SMALL, point.mark) for point in self._points) + 4 <= step
        for index, point in enumerate(self._points):
            column = QRectF(plot.left() + index * step, plot.top(), step, plot.height())
            self._places.append(column.adjusted(0, -_TOP_PX + 4, 0, _LABEL_PX))
            self._label(painter, column, index)
            if not point.value:
                continue
            end = _y(plot, scale, point.value)
            bar = QRectF(column.center().x() - wide / 2, min(end, zero), wide, abs(end - zero))
            chosen = point.strong or index == self._at
            painter.save()
            painter.setClipRect(bar.adjusted(-1, -1, 1, 0))
            fill = now.chart if chosen else now.chart_soft
            rounded = bar.adjusted(0, 0, 0, 4) if end <= zero else bar.adjusted(0, -4, 0, 0)
            paint.rounded(painter, rounded, min(4.0, wide / 2), fill)
            painter.restore()
            if marks:
                face = paint.SMALL_BOLD if point.strong else paint.SMALL
                box = QRectF(column.left() - 4, min(end, zero) - 21, step + 8, 18)
                paint.text(painter, box, paint.CENTRE, face, now.ink, point.mark)


class LineChart(_Upright):
    """Many points in a row: a line with its ground filled softly."""

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if not self._points:
            return
        now = theme.current()
        plot, scale = self._frame(painter, rect)
        step = plot.width() / len(self._points)
        ends: list[QPointF] = []
        for index, point in enumerate(self._points):
            column = QRectF(plot.left() + index * step, plot.top(), step, plot.height())
            self._places.append(column.adjusted(0, -_TOP_PX + 4, 0, _LABEL_PX))
            self._label(painter, column, index)
            ends.append(QPointF(column.center().x(), _y(plot, scale, point.value)))
        zero = _y(plot, scale, 0)
        ground = [QPointF(ends[0].x(), zero), *ends, QPointF(ends[-1].x(), zero)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.accent_soft)
        painter.drawPolygon(QPolygonF(ground))
        painter.setPen(QPen(now.chart, 2))
        painter.drawPolyline(QPolygonF(ends))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.chart)
        for index, point in enumerate(self._points):
            if point.strong or index == self._at:
                painter.drawEllipse(ends[index], 4, 4)


class ShareBars(Chart):
    """Names with their sums and a bar of their share, one below the other."""

    COLOURS = ("chart", "pay", "chart_violet", "chart_amber", "chart_soft", "muted")

    def __init__(
        self, name: str = "", row_px: int = _ROW_PX, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._row_px = row_px
        self._shares: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_shares(self, points: list[ChartPoint], shares: list[str]) -> None:
        """Points and, for each, its share in words."""
        self._shares = shares
        self.set_points(points)

    def sizeHint(self) -> QSize:
        return QSize(280, self._row_px * len(self._points))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._row_px * min(2, len(self._points)))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        whole = max(sum(max(0, point.value) for point in self._points), 1)
        share_px = self._share_px(rect.width())
        for index, point in enumerate(self._points):
            top = index * self._row_px
            if top + self._row_px > rect.height() + 2:
                break
            row = QRectF(0, top, rect.width(), self._row_px)
            self._places.append(row)
            line = QRectF(0, top + 2, rect.width(), self._row_px - 24)
            if share_px:
                paint.text(painter, line, paint.RIGHT, paint.SMALL, now.muted, self._shares[index])
            sums = line.adjusted(0, 0, -share_px, 0)
            paint.text(painter, sums, paint.RIGHT, paint.BODY_BOLD, now.ink, point.mark)
            room = sums.width() - paint.width(paint.BODY_BOLD, point.mark) - 10
            label = paint.elided(paint.BODY, point.label, int(max(room, 20)))
            paint.text(painter, line, paint.LEFT, paint.BODY, now.ink, label)
            bar = QRectF(0, row.bottom() - 17, rect.width(), 8)
            paint.rounded(painter, bar, 4, now.track)
            if point.value > 0:
                bar.setWidth(max(4.0, rect.width() * point.value / whole))
                name = point.colour or self.COLOURS[index % len(self.COLOURS)]
                colour = getattr(now, name)
                paint.rounded(painter, bar, min(4.0, bar.width() / 2), colour)

    def _share_px(self, width: float) -> float:
        """What the shares take; 0 where they would cut a name, since the bars tell them too."""
        shares_px = max([paint.width(paint.SMALL, share) for share in self._shares] or [0]) + 10
        rows_px = [
            paint.width(paint.BODY, point.label) + paint.width(paint.BODY_BOLD, point.mark) + 10
            for point in self._points
        ]
        return shares_px if max(rows_px, default=0) + shares_px <= width else 0

    def _draw_tip(self, painter: QPainter) -> None:
        """Everything is said in the row; the chosen one gets a ground of its own."""
        now = theme.current()
        box = self._places[self._at].adjusted(-2, 0, 2, -2)
        paint.rounded(painter, box, theme.RADIUS_SMALL, None, now.accent_line, 1)


class HeatMap(Chart):
    """Weekdays by hours: the more was sold, the deeper the colour."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._rows: list[str] = []
        self._columns: list[str] = []
        self.setMinimumHeight(170)

    def set_grid(self, rows: list[str], columns: list[str], points: list[ChartPoint]) -> None:
        """points: row by row, one for each column."""
        self._rows, self._columns = rows, columns
        self.set_points(points)

    def sizeHint(self) -> QSize:
        return QSize(600, 220)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        if not self._points:
            return
        now = theme.current()
        most = max(1, *(point.value for point in self._points))
        grid = rect.adjusted(_AXIS_PX, 0, 0, -_LABEL_PX)
        wide, high = grid.width() / len(self._columns), grid.height() / len(self._rows)
        for row, name in enumerate(self._rows):
            box = QRectF(0, grid.top() + row * high, _AXIS_PX - 10, high)
            paint.text(painter, box, paint.RIGHT, paint.SMALL, now.muted, name)
            for column in range(len(self._columns)):
                point = self._points[row * len(self._columns) + column]
                place = QRectF(grid.left() + column * wide, grid.top() + row * high, wide, high)
                self._places.append(place)
                share = max(0, point.value) / most
                fill = paint.mixed(now.card, now.chart, 0.08 + 0.92 * share)
                fill = fill if point.value > 0 else now.soft
                paint.rounded(painter, place.adjusted(2, 2, -2, -2), 4, fill)
                if wide > 38 and high > 20:
                    ink = now.on_accent if share > 0.55 else now.ink
                    paint.text(painter, place, paint.CENTRE, paint.SMALL, ink, point.mark)
        for column, name in enumerate(self._columns):
            box = QRectF(grid.left() + column * wide - 10, grid.bottom() + 3, wide + 20, 20)
            paint.text(painter, box, paint.CENTRE, paint.SMALL, now.muted, name)


def _y(plot: QRectF, scale: Scale, value: int) -> float:
    """Where a value is on the plot."""
    return plot.bottom() - plot.height() * (value - scale.low) / (scale.top - scale.low)
