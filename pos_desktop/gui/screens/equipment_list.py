"""The devices of the register below each other: icon, place, badge and a second line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.equipment_words import Shown
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.cards import Card, Line
from pos_desktop.gui.widgets.chips import badge_width, paint_badge
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.pressable import Pressable
from pos_desktop.gui.widgets.scrolling import scrolling

_ROW_PX = 70
_BOX_PX = 44
_ICON_PX = 20
_BADGE_PX = 26
_LEFT = 16
_RIGHT = 17
_TEXT_LEFT = _LEFT + _BOX_PX + 12
_LINE_PX = 18
_WIDE_PX = 460
_TWO_LINES = 1.6
"""So much of the room is sure to fit into two lines whose words are not cut."""


class DeviceRow(Pressable):
    """One device. In a narrow list the second line goes below the place."""

    def __init__(self, row: Shown) -> None:
        super().__init__()
        self.row = row
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_row(row)

    def show_row(self, row: Shown) -> None:
        self.row = row
        self.setAccessibleName(f"{row.name}: {row.badge}")
        self.setAccessibleDescription(" · ".join(part for part in (row.place, row.second) if part))
        self._fit()
        self.redraw()

    def _fit(self) -> None:
        self.setFixedHeight(self._height())

    def _is_wide(self) -> bool:
        """Whether the place has room beside badge and second line, in two lines at most."""
        if self.width() < _WIDE_PX:
            return False
        second_wide = paint.width(paint.SMALL, self.row.second)
        room = self._room() - max(badge_width(self.row.badge), second_wide) - 16
        words = [paint.width(paint.SMALL, word) for word in paint.words_of(self.row.place)]
        whole = paint.width(paint.SMALL, self.row.place)
        return room >= max(words, default=0.0) and whole <= _TWO_LINES * room

    def _room(self) -> int:
        return self.width() - _TEXT_LEFT - _RIGHT

    def _lines(self) -> list[str]:
        """What stands below the name in a narrow list."""
        room = max(80, self._room())
        lines: list[str] = []
        for text in (self.row.place, self.row.second):
            if text:
                lines += paint.wrapped(paint.SMALL, text, room, 2)
        return lines

    def _height(self) -> int:
        if self._is_wide():
            return _ROW_PX
        more = _LINE_PX * (len(self._name_lines()) - 1)
        below = _BADGE_PX + 4 if self._badge_is_below() else 0
        return max(_ROW_PX, 44 + more + below + _LINE_PX * len(self._lines()))

    def _badge_is_below(self) -> bool:
        """Beside a long badge there may be no room for a single word of the name."""
        widths = [paint.width(paint.SMALL_BOLD, word) for word in self.row.name.split()]
        longest, room = max(widths, default=0.0), self._beside_room()
        # Words are not cut: in two lines up to one word less than twice the room is used.
        whole = paint.width(paint.SMALL_BOLD, self.row.name)
        return longest > room or whole > 1.4 * room

    def _beside_room(self) -> int:
        return max(60, self._room() - badge_width(self.row.badge) - 10)

    def _name_room(self) -> int:
        return self._room() if self._badge_is_below() else self._beside_room()

    def _name_lines(self) -> tuple[str, ...]:
        """In one line, or smaller in two."""
        if paint.width(paint.BODY_MEDIUM, self.row.name) <= self._name_room():
            return (self.row.name,)
        return paint.wrapped(paint.SMALL_BOLD, self.row.name, self._name_room(), 2)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(320, self._height())

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now, row = theme.current(), self.row
        if self.isChecked():
            paint.flat(painter, rect, now.accent_soft)
            paint.flat(painter, QRectF(0, 0, 4, rect.height()), now.focus)
        elif self.underMouse():
            paint.flat(painter, rect, now.card_quiet)
        box = QRectF(_LEFT, (rect.height() - _BOX_PX) / 2, _BOX_PX, _BOX_PX)
        paint.rounded(painter, box, theme.RADIUS, now.card if self.isChecked() else now.icon_box)
        at = QPointF(box.center().x() - _ICON_PX / 2, box.center().y() - _ICON_PX / 2)
        icons.paint(painter, row.icon, now.ink_soft, at, _ICON_PX)
        if self._is_wide():
            self._draw_wide(painter, rect)
        else:
            self._draw_narrow(painter, rect)
        if self.ringed():
            paint.ring(painter, rect, theme.RADIUS_SMALL, now.focus, now.card)

    def _draw_wide(self, painter: QPainter, rect: QRectF) -> None:
        now, row = theme.current(), self.row
        right = rect.width() - _RIGHT
        second_wide = paint.width(paint.SMALL, row.second) + 4 if row.second else 0.0
        badge_wide = badge_width(row.badge)
        middle = rect.height() / 2
        badge_top = middle - _BADGE_PX - 1 if row.second else middle - _BADGE_PX / 2
        badge = QRectF(right - badge_wide, badge_top, badge_wide, _BADGE_PX)
        paint_badge(painter, badge, row.state, row.badge)
        if row.second:
            line = QRectF(right - second_wide, middle + 4, second_wide, _LINE_PX)
            paint.text(painter, line, paint.RIGHT, paint.SMALL, now.muted, row.second)
        taken = max(badge_wide, second_wide)
        room = int(right - taken - 12 - _TEXT_LEFT)
        places = paint.wrapped(paint.SMALL, row.place, max(40, room), 2)
        top = middle - 22 if len(places) < 2 else middle - 29
        name = QRectF(_TEXT_LEFT, top, right - badge_wide - 12 - _TEXT_LEFT, 22)
        shown = paint.elided(paint.BODY_MEDIUM, row.name, int(name.width()))
        paint.text(painter, name, paint.LEFT, paint.BODY_MEDIUM, now.ink, shown)
        for number, text in enumerate(places):
            line = QRectF(_TEXT_LEFT, top + 24 + number * 17, room + 2, 17)
            paint.text(painter, line, paint.LEFT, paint.SMALL, now.muted, text)

    def _draw_narrow(self, painter: QPainter, rect: QRectF) -> None:
        now, row = theme.current(), self.row
        badge_wide = badge_width(row.badge)
        at = QRectF(rect.width() - _RIGHT - badge_wide, 10, badge_wide, _BADGE_PX)
        if self._badge_is_below():
            at.moveTo(_TEXT_LEFT, rect.height() - _BADGE_PX - 8)
        paint_badge(painter, at, row.state, row.badge)
        room, names = self._name_room(), self._name_lines()
        is_whole = paint.width(paint.BODY_MEDIUM, row.name) <= room
        face = paint.BODY_MEDIUM if is_whole else paint.SMALL_BOLD
        for number, text in enumerate(names):
            line = QRectF(_TEXT_LEFT, 12 + number * _LINE_PX, room + 2, 22)
            paint.text(painter, line, paint.LEFT, face, now.ink, text)
        top = 37 + _LINE_PX * (len(names) - 1)
        for number, text in enumerate(self._lines()):
            line = QRectF(_TEXT_LEFT, top + number * _LINE_PX, self._room() + 2, _LINE_PX)
            paint.text(painter, line, paint.LEFT, paint.SMALL, now.muted, text)


class _Rows(QWidget):
    """The rows with hairlines between them."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.flat(painter, self.rect(), theme.current().card)


class DeviceList(Card):
    """chosen(device): a person looks at another one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=1, spacing=0)
        self._inside = _Rows()
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        self.footer = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.footer.setContentsMargins(_LEFT, 12, _LEFT, 12)
        self._area = scrolling(self._inside)
        self.body().addWidget(self._area, 1)
        self.body().addWidget(Line())
        self.body().addWidget(self.footer)
        self.buttons: dict[str, DeviceRow] = {}

    def show_rows(self, rows: list[Shown], chosen: str) -> None:
        """Draw these; buttons of devices that stay are kept, so that a press is not lost."""
        if list(self.buttons) != [row.device for row in rows]:
            self._rebuild(rows)
        for row in rows:
            button = self.buttons[row.device]
            if button.row != row:
                button.show_row(row)
            button.setChecked(row.device == chosen)

    def _rebuild(self, rows: list[Shown]) -> None:
        while self._rows.count() > 1:
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {row.device: self._button(row) for row in rows}
        for place, button in enumerate(self.buttons.values()):
            self._rows.insertWidget(2 * place, button)
            self._rows.insertWidget(2 * place + 1, Line())

    def _button(self, row: Shown) -> DeviceRow:
        button = DeviceRow(row)
        button.clicked.connect(lambda _on=False, device=row.device: self.chosen.emit(device))
        return button

    def show_device(self, device: str) -> None:
        """Bring it into sight."""
        if device in self.buttons:
            self._area.ensureWidgetVisible(self.buttons[device])

    def neighbour(self, device: str, step: int) -> str:
        """The device so many rows below, at the ends the last one."""
        names = list(self.buttons)
        if not names:
            return ""
        at = names.index(device) + step if device in names else 0
        return names[max(0, min(len(names) - 1, at))]

    def keyPressEvent(self, event: object) -> None:
        """Up and Down are the page's."""
        event.ignore()  # type: ignore[attr-defined]
