"""The tiles of the people who may sign in, and the tile that stands for a badge."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.models.signin import StaffTile
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.paint import Face
from pos_desktop.gui.widgets.pressable import Pressable

_GAP = 12
_COLUMN_PX = 120
_ROW_PX = 132
_AVATAR = 56
_NAME = Face(theme.BODY, theme.SEMIBOLD, tabular=False)
_SKELETONS = 8
_DRAG_PX = 16


class StaffButton(Pressable):
    """One person: initials on a coloured circle, name, role; a pale shape while the list is
    read.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._staff: StaffTile | None = None
        self.setCheckable(True)

    def set_staff(self, staff: StaffTile | None) -> None:
        """Show a person, or the pale shape."""
        self._staff = staff
        self.setEnabled(staff is not None)
        name = "" if staff is None else staff.name
        self.setText(name.replace("&", "&&"))
        role = "" if staff is None else staff.role_text
        self.setAccessibleName(", ".join(part for part in (name, role) if part))
        self.redraw()

    def staff(self) -> StaffTile | None:
        """Return who is shown."""
        return self._staff

    def nextCheckState(self) -> None:
        """The grid decides who is chosen; a second tap does not take it back."""

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        if self.isChecked():
            paint.rounded(painter, rect, theme.RADIUS, now.accent_soft, now.focus, 2)
        else:
            fill = paint.mixed(now.card, now.accent, 0.1) if self.isDown() else now.card
            paint.rounded(painter, rect, theme.RADIUS, fill, now.card_line)
        room = int(rect.width()) - 12
        names = () if self._staff is None else paint.wrapped(_NAME, self._staff.name, room)
        top = (rect.height() - 86 - 20 * max(1, len(names))) / 2
        circle = QRectF(rect.center().x() - _AVATAR / 2, top, _AVATAR, _AVATAR)
        painter.setPen(Qt.PenStyle.NoPen)
        staff = self._staff
        painter.setBrush(now.soft if staff is None else now.avatar(staff.colour_index))
        painter.drawEllipse(circle)
        if staff is None:
            bar = QRectF(rect.center().x() - 48, top + 70, 96, 12)
            paint.rounded(painter, bar, 6, now.soft)
            paint.rounded(painter, bar.adjusted(20, 22, -20, 20), 5, now.soft)
            return
        bold = paint.LARGE_BOLD
        paint.text(painter, circle, paint.CENTRE, bold, now.avatar_ink, staff.initials)
        line = QRectF(0, top + _AVATAR + 10, rect.width(), 20)
        for name in names:
            paint.text(painter, line, paint.CENTRE, _NAME, now.ink, name)
            line.translate(0, 20)
        small, roles = paint.told(paint.SMALL, staff.role_text, room)
        line.translate(0, 2)
        for role in roles:
            paint.text(painter, line, paint.CENTRE, small, now.ink_soft, role)
            line.translate(0, 14)
        if self.ringed():
            paint.ring(painter, rect, theme.RADIUS, now.focus, now.card)


class BadgeTile(QWidget):
    """Says that a badge or a card does it too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = ""
        self._detail = ""

    def set_texts(self, title: str, detail: str) -> None:
        """Set the title and the explaining line."""
        self._title = title
        self._detail = detail
        self.setAccessibleName(f"{title}: {detail}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        painter.setPen(QPen(now.line_strong, 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        room = int(rect.width()) - 20
        titles = paint.wrapped(_NAME, self._title, room)
        # A long title takes the place of the line that only explains it.
        rows = paint.wrapped(paint.SMALL, self._detail, room, 3) if len(titles) == 1 else ()
        top = (rect.height() - _AVATAR - 10 - 20 * len(titles) - 18 * len(rows)) / 2
        circle = QRectF(rect.center().x() - _AVATAR / 2, top, _AVATAR, _AVATAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.card)
        painter.drawEllipse(circle)
        at = circle.topLeft() + QPointF(16, 16)
        icons.paint(painter, "id-card", now.ink_soft, at, 24)
        line = QRectF(0, top + _AVATAR + 10, rect.width(), 20)
        for title in titles:
            paint.text(painter, line, paint.CENTRE, _NAME, now.ink, title)
            line.translate(0, 20)
        line.translate(0, 1)
        for row in rows:
            paint.text(painter, line, paint.CENTRE, paint.SMALL, now.ink_soft, row)
            line.translate(0, 18)


class StaffGrid(QWidget):
    """Three tiles in a row where the width allows; more people than fit are scrolled by wheel or
    finger.

    It is a plain widget and no QScrollArea, whose viewport alone costs the binding 15 ms at the
    start.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._content = QWidget(self)
        self._buttons: list[StaffButton] = []
        self._badge = BadgeTile(self._content)
        self._columns = 3
        self._offset = 0
        self._pressed_at: float | None = None
        self.set_staff(None)

    def set_staff(self, staff: list[StaffTile] | None) -> None:
        """Show these people; None shows pale shapes until they are known."""
        wanted: list[StaffTile | None] = [None] * _SKELETONS if staff is None else list(staff)
        while len(self._buttons) < len(wanted):
            button = StaffButton(self._content)
            button.clicked.connect(lambda _on=False, b=button: self._pressed(b))
            button.installEventFilter(self)
            button.show()
            self._buttons.append(button)
        for button in self._buttons[len(wanted) :]:
            button.hide()
            button.deleteLater()
        del self._buttons[len(wanted) :]
        for button, person in zip(self._buttons, wanted, strict=True):
            button.set_staff(person)
        self._place()

    def set_badge_texts(self, title: str, detail: str) -> None:
        """Set the texts of the badge tile."""
        self._badge.set_texts(title, detail)

    def people(self) -> list[StaffTile]:
        """Return who is shown."""
        return [person for person in (b.staff() for b in self._buttons) if person is not None]

    def buttons(self) -> list[StaffButton]:
        """Return the tiles in their order."""
        return self._buttons

    def mark(self, staff_id: str) -> None:
        """Show who is chosen, empty for nobody."""
        for button in self._buttons:
            person = button.staff()
            button.setChecked(person is not None and person.staff_id == staff_id)
            if button.isChecked():
                self._reveal(button)

    def columns(self) -> int:
        """Return how many tiles stand in a row."""
        return self._columns

    def _pressed(self, button: StaffButton) -> None:
        person = button.staff()
        if person is not None:
            self.chosen.emit(person.staff_id)

    def _reveal(self, button: StaffButton) -> None:
        top, bottom = button.y(), button.y() + button.height()
        if top < self._offset:
            self._scroll_to(top)
        elif bottom > self._offset + self.height():
            self._scroll_to(bottom - self.height())

    def _scroll_to(self, offset: float) -> None:
        most = max(0, self._content.height() - self.height())
        self._offset = round(max(0, min(most, offset)))
        self._content.move(0, -self._offset)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._scroll_to(self._offset - event.angleDelta().y())
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, StaffButton) and isinstance(event, QMouseEvent):
            return self._drag(watched, event)
        return super().eventFilter(watched, event)

    def _drag(self, button: StaffButton, event: QMouseEvent) -> bool:
        """Let a finger that moves up or down scroll the tiles instead of pressing one."""
        y = event.globalPosition().y()
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed_at = y
        elif event.type() == QEvent.Type.MouseMove and self._pressed_at is not None:
            if button.isDown() and abs(y - self._pressed_at) < _DRAG_PX:
                return False
            button.setDown(False)
            self._scroll_to(self._offset + self._pressed_at - y)
            self._pressed_at = y
            return True
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed_at = None
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(3 * 170 + 2 * _GAP, 3 * 181 + 2 * _GAP)

    def _place(self) -> None:
        view = self.size()
        count = len(self._buttons) + 1
        self._columns = max(2, min(3, (view.width() + _GAP) // (_COLUMN_PX + _GAP)))
        rows = max(3, -(-count // self._columns))
        high = max(_ROW_PX, (view.height() - (rows - 1) * _GAP) / rows)
        total = round(rows * high + (rows - 1) * _GAP)
        self._content.resize(view.width(), total)
        self._scroll_to(self._offset)
        step_x = (view.width() + _GAP) / self._columns
        tiles: list[QWidget] = [*self._buttons, self._badge]
        for index, tile in enumerate(tiles):
            row, column = divmod(index, self._columns)
            left, right = round(column * step_x), round((column + 1) * step_x) - _GAP
            top = round(row * (high + _GAP))
            bottom = round((row + 1) * (high + _GAP)) - _GAP
            tile.setGeometry(left, top, right - left, bottom - top)
