"""What is happening: the newest events of the demo, one line each."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.i18n import t, time

ROW_PX = 24
KEPT = 60
_TIME_PX = 76
_WHO_PX = 140


@dataclass(frozen=True, slots=True)
class Entry:
    """who: the part it happened to, in words; figures: what was measured, at the right end."""

    at: datetime
    icon: str
    who: str
    what: str
    figures: str = ""


class LogRows(QWidget):
    """As many of the newest entries as there is room for. compact: time and words only."""

    def __init__(self, *, compact: bool) -> None:
        super().__init__()
        self._compact = compact
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def tell(self, entry: Entry) -> None:
        self._entries.appendleft(entry)
        self.setAccessibleName(f"{entry.who}: {entry.what}")
        self.setAccessibleDescription(entry.figures)
        self.update()

    def clear(self) -> None:
        self._entries.clear()
        self.update()

    def entries(self) -> list[Entry]:
        """Newest first."""
        return list(self._entries)

    def sizeHint(self) -> QSize:
        return QSize(200, 7 * ROW_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, ROW_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, entry in enumerate(self._entries):
            top = place * ROW_PX
            if top + ROW_PX > self.height() + 4:
                return
            if self._compact:
                self._paint_compact(painter, entry, top)
            else:
                self._paint_row(painter, entry, top)

    def _paint_row(self, painter: QPainter, entry: Entry, top: int) -> None:
        now, wide = theme.current(), self.width()
        line = QRectF(0, top, _TIME_PX, ROW_PX)
        clock = time(entry.at, seconds=True)
        paint.text(painter, line, paint.LEFT, paint.SMALL, now.muted, clock)
        icons.paint(painter, entry.icon, now.ink, QPointF(_TIME_PX, top + 4), 16)
        line = QRectF(_TIME_PX + 24, top, _WHO_PX - 24, ROW_PX)
        who = paint.elided(paint.SMALL_BOLD, entry.who, _WHO_PX - 30)
        paint.text(painter, line, paint.LEFT, paint.SMALL_BOLD, now.ink, who)
        figures = paint.width(paint.SMALL, entry.figures)
        line = QRectF(wide - figures - 2, top, figures + 2, ROW_PX)
        paint.text(painter, line, paint.RIGHT, paint.SMALL, now.muted, entry.figures)
        left = _TIME_PX + _WHO_PX
        room = int(wide - left - figures - 16)
        line = QRectF(left, top, room + 4, ROW_PX)
        what = paint.elided(paint.SMALL, entry.what, room)
        paint.text(painter, line, paint.LEFT, paint.SMALL, now.ink, what)

    def _paint_compact(self, painter: QPainter, entry: Entry, top: int) -> None:
        now = theme.current()
        line = QRectF(0, top, 44, ROW_PX)
        paint.text(painter, line, paint.LEFT, paint.SMALL, now.muted, time(entry.at))
        icons.paint(painter, entry.icon, now.ink_soft, QPointF(42, top + 5), 15)
        room = self.width() - 64
        text = f"{entry.what} · {entry.figures}" if entry.figures else entry.what
        what = paint.elided(paint.SMALL, text, room)
        line = QRectF(64, top, room + 2, ROW_PX)
        paint.text(painter, line, paint.LEFT, paint.SMALL, now.ink, what)


class LogCard(Card):
    """The rows with a title and the sums of all."""

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__(padding=10, spacing=2)
        self.rows = LogRows(compact=compact)
        self._compact = compact
        self._title = Label("", theme.BODY, theme.SEMIBOLD)
        self._sums = ElidedLabel("", theme.SMALL, theme.REGULAR, "muted", right=True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._sums, 1)
        self._sums.setVisible(not compact)
        if compact:
            head.addStretch(1)
        else:
            self.body().setContentsMargins(16, 7, 16, 6)
        self.body().addLayout(head)
        self.body().addWidget(self.rows, 1)

    def set_sums(self, text: str) -> None:
        self._sums.setText(text)

    def retranslate(self) -> None:
        self._title.setText(t("demo.log_title"))
