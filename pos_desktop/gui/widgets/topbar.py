"""The dark bar on top: shop, register, shift, cashier at the left, states and the clock at the
right.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.pills import Pill, PillData, PillGroup

_GAP = 16
_SHOP = paint.BODY_BOLD
# States that need no eye: where room is short they become icons.
_CALM = ("ok", "off")


class TopBarTexts(NamedTuple):
    """Ready texts of the left side. shift_short stands in for shift_text where the bar is
    narrow.
    """

    shop: str = ""
    register: str = ""
    shift: str = ""
    shift_short: str = ""
    cashier: str = ""


class TopBar(QWidget):
    """The top bar. `pill_pressed` carries the id of a pill; `clock_pressed` and `pills_pressed`
    (the compact group).
    """

    pill_pressed = Signal(str)
    pills_pressed = Signal()
    clock_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = TopBarTexts()
        self._data: list[PillData] = []
        self._pills: list[Pill] = []
        self._group = PillGroup()
        self._clock = Pill(PillData("clock", "--:--"), plain=True)
        self.setFixedHeight(theme.TOPBAR_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 0, 16, 0)
        self._line.setSpacing(8)
        self._line.addStretch(1)
        self._line.addWidget(self._group)
        self._line.addWidget(self._clock)
        self._group.hide()
        self._group.clicked.connect(self.pills_pressed)
        self._clock.clicked.connect(self.clock_pressed)

    def set_texts(self, texts: TopBarTexts) -> None:
        """Show shop, register, shift and cashier."""
        self._texts = texts
        self.setAccessibleName(
            ", ".join(
                part for part in (texts.shop, texts.register, texts.shift, texts.cashier) if part
            )
        )
        self._arrange()
        self.update()

    def set_clock(self, text: str) -> None:
        """Show the time of day, "14:32"."""
        self._clock.set_data(PillData("clock", text))

    def set_pills(self, pills: list[PillData]) -> None:
        """Show these states from left to right."""
        if pills == self._data:
            return
        self._data = pills
        while len(self._pills) < len(pills):
            pill = Pill(PillData("", ""))
            pill.clicked.connect(
                lambda _checked=False, p=pill: self.pill_pressed.emit(p.data().pill_id)
            )
            self._pills.append(pill)
            self._line.insertWidget(self._line.count() - 1, pill)
        for index, pill in enumerate(self._pills):
            pill.setVisible(index < len(pills))
            if index < len(pills):
                pill.set_data(pills[index])
        self._arrange()

    def compact(self) -> bool:
        """Return whether the states that are well are gathered as icons."""
        return not self._group.isHidden()

    def sizeHint(self) -> QSize:
        return QSize(1024, theme.TOPBAR_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, theme.TOPBAR_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _pills_width(self) -> int:
        return sum(pill.sizeHint().width() + 8 for pill in self._pills[: len(self._data)])

    def _arrange(self) -> None:
        """Gather the good states as icons when words for all of them do not fit beside the left
        texts.
        """
        wanted = self._left_width(short=False) + self._pills_width()
        narrow = wanted + self._clock.sizeHint().width() + 64 > self.width()
        calm = [pill for pill in self._data if pill.state in _CALM]
        self._group.setVisible(narrow and bool(calm))
        if narrow:
            self._group.set_pills(calm)
        for pill, data in zip(self._pills, self._data, strict=False):
            pill.setVisible(not (narrow and data.state in _CALM))

    def _parts(self, *, short: bool) -> tuple[str, str, str, str]:
        texts = self._texts
        shift = (texts.shift_short or texts.shift) if short else texts.shift
        return texts.shop, texts.register, shift, texts.cashier

    def _left_width(self, *, short: bool) -> float:
        parts = [part for part in self._parts(short=short) if part]
        faces = (_SHOP, paint.BODY, paint.BODY, paint.BODY)
        gap = 12 if short else _GAP
        return sum(paint.width(face, part) + gap for face, part in zip(faces, parts, strict=False))

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        paint.flat(painter, self.rect(), now.topbar)
        short = self.compact()
        first = next(
            (w for w in (self._group, *self._pills, self._clock) if w.isVisible()), self._clock
        )
        end = first.x() - 12
        x = 16.0
        faces = (_SHOP, paint.BODY, paint.BODY, paint.BODY)
        inks = (now.topbar_text, now.topbar_muted, now.topbar_text, now.topbar_text)
        for face, ink, part in zip(faces, inks, self._parts(short=short), strict=True):
            room = end - x
            if not part or room < 24:
                continue
            line = paint.elided(face, part, int(room))
            rect = QRectF(x, 0, room, self.height())
            painter.setPen(Qt.PenStyle.NoPen)
            paint.text(painter, rect, paint.LEFT, face, ink, line)
            x += paint.width(face, line) + (12 if short else _GAP)
