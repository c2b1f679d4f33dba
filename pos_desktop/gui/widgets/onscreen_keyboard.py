"""The register's own keyboard for fingers: ЙЦУКЕН, QWERTY and numbers, posting keys to the widget
in focus.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.keyboard_layouts import (
    ACTIONS,
    BACKSPACE,
    ENTER,
    HIDE,
    ICONS,
    LANGUAGE,
    LAYOUTS,
    NUMBERS,
    SHIFT,
    SPACE,
    WIDTHS,
)

_HEIGHT = 296
_TEXT_WIDGETS = (QLineEdit, QTextEdit, QPlainTextEdit)
_NUMBER_HINTS = (
    Qt.InputMethodHint.ImhDigitsOnly
    | Qt.InputMethodHint.ImhFormattedNumbersOnly
    | Qt.InputMethodHint.ImhPreferNumbers
    | Qt.InputMethodHint.ImhDialableCharactersOnly
)
_LATIN_HINTS = (
    Qt.InputMethodHint.ImhLatinOnly
    | Qt.InputMethodHint.ImhEmailCharactersOnly
    | Qt.InputMethodHint.ImhUrlCharactersOnly
)
_SPECIAL: dict[str, tuple[Qt.Key, str]] = {
    BACKSPACE: (Qt.Key.Key_Backspace, "\b"),
    ENTER: (Qt.Key.Key_Return, "\r"),
    SPACE: (Qt.Key.Key_Space, " "),
}


class OnScreenKeyboard(QWidget):
    """A keyboard at the lower edge of a window; opens when a finger puts the focus into a text
    field.

    `open_for` and `close_keyboard` do it by hand. `height_changed` tells how many pixels of the
    window it covers (0 when closed). mode: "auto" opens after a touch, "always" whenever a text
    field gets the focus, "never".
    """

    height_changed = Signal(int)

    def __init__(self, window: QWidget, *, mode: str = "auto") -> None:
        super().__init__(window)
        self._window = window
        self._mode = mode
        self._touched = False
        self._layout_name = "ru"
        self._language = "ru"
        self._shifted = False
        self._names: dict[str, str] = {}
        self._keys: dict[str, KeyedButton] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(8, 8, 8, 8)
        self._rows.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()
        window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        if window.isVisible():
            self._watch_pointer()

    # What the screens use

    def set_mode(self, mode: str) -> None:
        """Choose when it opens: "auto", "always" or "never"."""
        self._mode = mode
        if mode == "never":
            self.close_keyboard()

    def set_language(self, code: str) -> None:
        """Start with the letters of this language: "ru" or "en"."""
        self._language = code if code in LAYOUTS else "en"
        self._layout_name = self._language
        if self.isVisible():
            self._build()

    def set_names(self, names: dict[str, str]) -> None:
        """Set what a screen reader says for the keys named in `keyboard_layouts` ("backspace":
        "Стереть").
        """
        self._names = names
        for name, button in self._keys.items():
            button.setAccessibleName(names.get(name, name))

    def open_for(self, widget: QWidget) -> None:
        """Open with the layout that fits the field: numbers or Latin letters where it asks for
        them."""
        hints = widget.inputMethodHints()
        if hints & _NUMBER_HINTS:
            self._layout_name = "numbers"
        else:
            self._layout_name = "en" if hints & _LATIN_HINTS else self._language
        self._shifted = False
        self._build()
        self._place()
        self.show()
        self.raise_()
        self.height_changed.emit(self.height())

    def close_keyboard(self) -> None:
        """Close it; the field keeps the focus."""
        if not self.isHidden():
            self.hide()
            self.height_changed.emit(0)

    def key(self, name: str) -> KeyedButton:
        """Return the button of a character in lower case or of an action; KeyError if the layout
        lacks it.
        """
        return self._keys[name]

    def layout_name(self) -> str:
        """Return "ru", "en" or "numbers"."""
        return self._layout_name

    # Keys

    def _build(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        self._keys = {}
        for names in LAYOUTS[self._layout_name]:
            row = QWidget(self)
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(6)
            for name in names:
                button = self._button(name)
                line.addWidget(button, WIDTHS.get(name, 1))
            self._rows.addWidget(row)
            row.show()
        self._rows.activate()

    def _button(self, name: str) -> KeyedButton:
        action = name in ACTIONS
        text = "" if action else self._cased(name)
        if name == NUMBERS:
            letters = "АБВ" if self._language == "ru" else "ABC"
            text = letters if self._layout_name == "numbers" else "123"
        button = KeyedButton(text, kind="soft" if action else "plain", arrange="row")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.set_radius(theme.RADIUS_SMALL)
        button.set_padding(4)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if not action:
            button.set_face(theme.LARGE, theme.MEDIUM)
        elif name != NUMBERS:
            button.set_icon(ICONS[name], 22)
        if action:
            button.setAccessibleName(self._names.get(name, name))
        button.setAutoRepeat(name == BACKSPACE)
        if name == SHIFT:
            button.setCheckable(True)
            button.setChecked(self._shifted)
        button.clicked.connect(partial(self._pressed, name))
        self._keys[name] = button
        return button

    def _cased(self, character: str) -> str:
        return character.upper() if self._shifted else character

    def _pressed(self, name: str) -> None:
        if name == HIDE:
            self.close_keyboard()
        elif name == SHIFT:
            self._shift(not self._shifted)
        elif name == LANGUAGE:
            self._language = "en" if self._layout_name == "ru" else "ru"
            self._layout_name = self._language
            self._build()
        elif name == NUMBERS:
            numbers = self._layout_name == "numbers"
            self._layout_name = self._language if numbers else "numbers"
            self._build()
        elif name in _SPECIAL:
            self._post(*_SPECIAL[name])
        else:
            text = self._cased(name)
            self._post(Qt.Key(ord(text.upper())), text)
            if self._shifted:
                self._shift(False)

    def _shift(self, on: bool) -> None:
        self._shifted = on
        for name, button in self._keys.items():
            if name not in ACTIONS:
                button.setText(self._cased(name))
        if SHIFT in self._keys:
            self._keys[SHIFT].setChecked(on)

    def _post(self, key: Qt.Key, text: str) -> None:
        target = QApplication.focusWidget()
        if target is None:
            return
        shift = Qt.KeyboardModifier.ShiftModifier
        modifiers = shift if self._shifted else Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.postEvent(target, QKeyEvent(kind, key, modifiers, text))

    # When it opens and where it is

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isinstance(new, _TEXT_WIDGETS) or new.window() is not self._window.window():
            if new is not None:
                self.close_keyboard()
            return
        wanted = self._mode == "always" or (self._mode == "auto" and self._touched)
        if wanted and not new.isReadOnly():
            self.open_for(new)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window:
            if kind == QEvent.Type.Resize and self.isVisible():
                self._place()
            elif kind == QEvent.Type.Show:
                self._watch_pointer()
        elif isinstance(event, (QMouseEvent, QTouchEvent)) and kind in (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.TouchBegin,
        ):
            touch = event.device().type() == QInputDevice.DeviceType.TouchScreen
            self._touched = touch
            self._open_again(touch)
        return super().eventFilter(watched, event)

    def _watch_pointer(self) -> None:
        # The native window gets few events and each of them still knows which device it came from.
        handle = self._window.window().windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def _open_again(self, touch: bool) -> None:
        """A second touch on a field that has the focus already opens the keyboard once more."""
        held = QApplication.focusWidget()
        if not (touch and self._mode == "auto" and self.isHidden() and held is not None):
            return
        if isinstance(held, _TEXT_WIDGETS) and held.underMouse() and not held.isReadOnly():
            self.open_for(held)

    def _place(self) -> None:
        high = min(_HEIGHT, self._window.height())
        self.setGeometry(0, self._window.height() - high, self._window.width(), high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        paint.flat(painter, self.rect(), now.track)
        paint.flat(painter, QRectF(0, 0, self.width(), 1), now.line_strong)
