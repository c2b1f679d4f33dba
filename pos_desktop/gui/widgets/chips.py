"""Category chips in a row that overflows into a menu, and small badges of a state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton

State = Literal["ok", "wait", "fail", "busy", "info"]

_GAP = 8
_STATE_ICONS: dict[str, str] = {
    "ok": "check",
    "wait": "clock",
    "fail": "triangle-alert",
    "busy": "printer",
    "info": "info",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One category: its id, carried by `ChipRow.chosen`, and its text."""

    chip_id: str
    text: str


class _MoreChip(KeyedButton):
    """The chip that opens the rest; its arrow stands after the text."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 24, hint.height())

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        chosen = self.isChecked()
        paint.rounded(painter, rect, rect.height() / 2, now.strong if chosen else now.card)
        ink = now.on_strong if chosen else now.ink
        line = rect.adjusted(self._padding, 0, -30, 0)
        face, (label,) = paint.told(self._face, self.label(), int(line.width()), 1)
        paint.text(painter, line, paint.LEFT, face, ink, label)
        at = QPointF(rect.right() - 34, (rect.height() - 16) / 2)
        icons.paint(painter, "chevron-down", ink, at, 16)
        if self.ringed():
            paint.ring(painter, rect, rect.height() / 2, now.focus, now.card)


class ChipRow(QWidget):
    """Chips on one line, one of them chosen; those that do not fit are in the menu of the last
    chip.
    """

    chosen = Signal(str)

    def __init__(self, more_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._buttons: list[KeyedButton] = []
        self._current = ""
        self._more_text = more_text
        self._more = _MoreChip(more_text, kind="chip", arrange="row", parent=self)
        self._more.setCheckable(True)
        self._more.set_padding(18)
        self._more.clicked.connect(self._open_menu)
        self._hidden: list[Chip] = []
        self.setFixedHeight(theme.TOUCH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_more_text(self, text: str) -> None:
        """Set the text of the chip that opens the rest."""
        self._more_text = text
        self._place()

    def set_chips(self, chips: list[Chip]) -> None:
        """Show other categories; the chosen one stays chosen if it is still there, else the first
        one is.
        """
        self._chips = chips
        while len(self._buttons) < len(chips):
            self._buttons.append(self._new_button())
        for button, chip in zip(self._buttons, chips, strict=False):
            button.setText(chip.text)
        if self._current not in {chip.chip_id for chip in chips}:
            self._current = chips[0].chip_id if chips else ""
        self._place()

    def current(self) -> str:
        """Return the id of the chosen chip."""
        return self._current

    def set_current(self, chip_id: str) -> None:
        """Choose a chip without emitting."""
        self._current = chip_id
        self._place()

    def hidden_chips(self) -> list[Chip]:
        """Return the chips that are in the menu because they do not fit."""
        return self._hidden

    def _new_button(self) -> KeyedButton:
        button = KeyedButton(kind="chip", arrange="row", parent=self)
        button.setCheckable(True)
        button.set_radius(theme.TOUCH / 2)
        button.set_padding(18)
        index = len(self._buttons)
        button.clicked.connect(lambda: self._choose(self._chips[index].chip_id))
        return button

    def _choose(self, chip_id: str) -> None:
        self._current = chip_id
        self._place()
        self.chosen.emit(chip_id)

    def _place(self) -> None:
        """The chip of the rest says what is chosen where that is one of the rest."""
        self._more.setText(self._more_text)
        fits = self._fitting()
        chosen = next((chip for chip in self._chips[fits:] if chip.chip_id == self._current), None)
        if chosen is not None:
            self._more.setText(chosen.text)
            fits = min(fits, self._fitting())
        x = 0
        for index, button in enumerate(self._buttons):
            shown = index < fits
            button.setVisible(shown)
            if shown:
                wide = button.sizeHint().width()
                button.setGeometry(x, 0, wide, theme.TOUCH)
                button.setChecked(self._chips[index].chip_id == self._current)
                x += wide + _GAP
        self._hidden = self._chips[fits:]
        self._more.setVisible(bool(self._hidden))
        self._more.setGeometry(
            x, 0, min(self._more.sizeHint().width(), self.width() - x), theme.TOUCH
        )
        self._more.setChecked(chosen is not None)

    def _fitting(self) -> int:
        """How many chips fit, with the chip of the rest where not all do."""
        widths = [button.sizeHint().width() for button in self._buttons[: len(self._chips)]]
        if sum(widths) + _GAP * (len(widths) - 1) <= self.width():
            return len(widths)
        room = self.width() - self._more.sizeHint().width()
        fits = 0
        for wide in widths:
            room -= wide + _GAP
            if room < 0:
                break
            fits += 1
        return fits

    def _open_menu(self) -> None:
        menu = QMenu(self)
        theme.dress(menu, "menu")
        for chip in self._hidden:
            action = QAction(chip.text, menu)
            action.setData(chip.chip_id)
            menu.addAction(action)
        menu.triggered.connect(lambda action: self._choose(action.data()))
        menu.aboutToHide.connect(self._place)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    def sizeHint(self) -> QSize:
        return QSize(600, theme.TOUCH)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, theme.TOUCH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def badge_colours(state: State) -> tuple[QColor, QColor]:
    """Return fill and text colour of a badge in the current theme."""
    now = theme.current()
    return {
        "ok": (now.pay_soft, now.pay_text),
        "wait": (now.warning_soft, now.warning_text),
        "fail": (now.danger_soft, now.danger_text),
        "busy": (now.soft, now.ink_soft),
        "info": (now.soft, now.ink_soft),
    }[state]


def badge_width(text: str, *, icon: bool = True, small: bool = False) -> int:
    """Return the width of the badge that `paint_badge` draws."""
    face = paint.SMALL_BOLD if small else paint.SMALL_MEDIUM
    return round(paint.width(face, text)) + 16 + (20 if icon else 0)


def paint_badge(
    painter: QPainter, rect: QRectF, state: State, text: str, icon: str | None = None
) -> None:
    """Draw a badge in `rect`, for delegates of lists; icon: None for the state's own, "" for
    none.
    """
    fill, ink = badge_colours(state)
    name = _STATE_ICONS[state] if icon is None else icon
    paint.rounded(painter, rect, 6, fill)
    x = rect.left() + 8
    if name:
        icons.paint(painter, name, ink, QPointF(x - 1, rect.center().y() - 8), 16)
        x += 20
    line = QRectF(x, rect.top(), rect.right() - x, rect.height())
    paint.text(painter, line, paint.LEFT, paint.SMALL_MEDIUM, ink, text)


class Badge(QWidget):
    """A state in words with its sign and colour: printed, waiting, refused."""

    def __init__(
        self,
        text: str = "",
        state: State = "ok",
        *,
        icon: str | None = None,
        large: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._state: State = state
        self._icon = icon
        self._face = paint.BODY_BOLD if large else paint.SMALL_MEDIUM
        self._large = large
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_state(self, state: State, text: str, icon: str | None = None) -> None:
        """Show another state; icon: None for the state's own, "" for none."""
        self._state = state
        self._text = text
        self._icon = icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def state(self) -> State:
        """Return the state that is shown."""
        return self._state

    def text(self) -> str:
        """Return the words that are shown."""
        return self._text

    def sizeHint(self) -> QSize:
        name = _STATE_ICONS[self._state] if self._icon is None else self._icon
        pad = 24 if self._large else 16
        wide = round(paint.width(self._face, self._text)) + pad + (20 if name else 0)
        return QSize(wide, 32 if self._large else 26)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink = badge_colours(self._state)
        name = _STATE_ICONS[self._state] if self._icon is None else self._icon
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, 6, fill)
        x = 12.0 if self._large else 8.0
        if name:
            icons.paint(painter, name, ink, QPointF(x - 1, (rect.height() - 16) / 2), 16)
            x += 20
        line = QRectF(x, 0, rect.width() - x, rect.height())
        paint.text(painter, line, paint.LEFT, self._face, ink, self._text)
