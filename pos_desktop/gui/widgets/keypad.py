"""The keypad: 7-8-9 on top, as on the keyboards beside it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.looks import Kind

BACKSPACE = "backspace"
Layout = Literal["amount", "pin", "quantity"]

_DIGITS = (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"))
_LAST_ROW: dict[str, tuple[str, ...]] = {
    "amount": ("00", "0", ","),
    "quantity": (",", "0", BACKSPACE),
    "pin": ("", "0", BACKSPACE),
}


class Keypad(QWidget):
    """A grid of digit keys; emits `pressed` with "0".."9", "00", the decimal sign or
    `keypad.BACKSPACE`.

    layout: "amount" ends with 00 0 comma (backspace stands beside it on the screen), "quantity"
    with comma 0 backspace, "pin" with an empty place (see `corner`), 0 and backspace. Keys never
    take the focus by a tap.
    """

    pressed = Signal(str)

    def __init__(
        self,
        layout: Layout = "amount",
        *,
        kind: Kind = "plain",
        gap: int = 10,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(gap)
        self._keys: dict[str, KeyedButton] = {}
        self._kind: Kind = kind
        for row, keys in enumerate((*_DIGITS, _LAST_ROW[layout])):
            for column, key in enumerate(keys):
                if key:
                    self._add(key, row, column)
        for index in range(4):
            self._grid.setRowStretch(index, 1)
        for index in range(3):
            self._grid.setColumnStretch(index, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _add(self, key: str, row: int, column: int) -> None:
        button = KeyedButton("" if key == BACKSPACE else key, kind=self._kind, arrange="row")
        button.set_face(theme.TITLE, theme.SEMIBOLD)
        if key == BACKSPACE:
            button.set_icon("delete", 24)
            button.setAccessibleName(key)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.setAutoRepeat(key == BACKSPACE)
        button.clicked.connect(lambda: self.pressed.emit(button.label() or BACKSPACE))
        self._keys[key] = button
        self._grid.addWidget(button, row, column)

    def button(self, key: str) -> KeyedButton:
        """Return the button of "0".."9", "00", "," or BACKSPACE; KeyError if this layout lacks
        it.
        """
        return self._keys[key]

    def grid(self) -> QGridLayout:
        """Return the grid, so that a screen can put its own buttons beside the digits."""
        return self._grid

    def set_corner(self, widget: QWidget) -> None:
        """Put a widget into the empty place of the "pin" layout."""
        self._grid.addWidget(widget, 3, 0)

    def set_decimal_sign(self, sign: str) -> None:
        """Show and emit "," or "." on the key of the decimal sign."""
        if "," in self._keys:
            self._keys[","].setText(sign)

    def set_backspace_name(self, name: str) -> None:
        """Set what a screen reader says for the backspace key."""
        if BACKSPACE in self._keys:
            self._keys[BACKSPACE].setAccessibleName(name)

    @staticmethod
    def key_of(key: int, text: str) -> str:
        """Return the keypad's name of a keyboard key (Qt.Key, its text), or an empty string if it
        has none.
        """
        if key == Qt.Key.Key_Backspace:
            return BACKSPACE
        if text.isdecimal() and text.isascii():
            return text
        return "," if text in (",", ".") and text else ""


class KeypadInput(QObject):
    """Collects keypad presses into the text of an amount or a quantity.

    max_whole, max_decimals: how many digits may stand before and after the decimal sign. Emits
    `changed` with the text. The first press after `preset` replaces what was preset, as on a pocket
    calculator. parent: who is told ends it; without one neither would ever be collected.
    """

    changed = Signal(str)

    def __init__(self, *, max_whole: int = 9, max_decimals: int = 2, parent: QObject) -> None:
        super().__init__(parent)
        self._text = ""
        self._fresh = False
        self._max_whole = max_whole
        self._max_decimals = max_decimals

    def text(self) -> str:
        """Return the digits with "," as the decimal sign, for example "1000,5"; empty at the
        start.
        """
        return self._text

    def preset(self, text: str) -> None:
        """Show a suggested value that the first digit replaces."""
        self._text = text.replace(".", ",")
        self._fresh = True
        self.changed.emit(self._text)

    def press(self, key: str) -> None:
        """Take one key as `Keypad.pressed` names it."""
        if key == BACKSPACE:
            self._text = "" if self._fresh else self._text[:-1]
            self._fresh = False
            self.changed.emit(self._text)
            return
        before = "" if self._fresh else self._text
        after = before
        for sign in "," if key == "." else key:
            after = self._with(after, sign)
        if after != before or self._fresh:
            self._fresh = False
            self._text = after
            self.changed.emit(after)

    def _with(self, before: str, sign: str) -> str:
        whole, comma, decimals = before.partition(",")
        if sign == ",":
            if comma or not self._max_decimals:
                return before
            return f"{whole or '0'},"
        if comma:
            return before + sign if len(decimals) < self._max_decimals else before
        if whole == "0":
            return sign
        return before + sign if len(whole) < self._max_whole else before
