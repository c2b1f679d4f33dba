"""The card with the PIN pad of the sign-in screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.keypad import BACKSPACE, Keypad
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.pin import PinDots
from pos_desktop.i18n import t

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class PinCard(Card):
    """Takes a PIN for the person named on it; `entered` carries the digits, once for each attempt.

    The last digit enters the PIN by itself. Until `refuse` or `clear` further digits are not taken.
    """

    entered = Signal(str)
    forgotten = Signal()

    def __init__(
        self, length: int = 4, *, enter_key: str = "signin.enter", with_forgotten: bool = True
    ) -> None:
        """enter_key: of the text on the button that hands the PIN over."""
        super().__init__(padding=24)
        self._enter_key = enter_key
        self._length = length
        self._digits = ""
        self._waiting = False
        self._ready = False
        self._name = Label("", theme.LARGE, theme.SEMIBOLD, align=_CENTRE, tabular=False)
        self._hint = Label("", theme.BODY, tone="ink_soft", align=_CENTRE, wrap=True)
        self._dots = PinDots(length)
        self.keypad = Keypad("pin", kind="key")
        self._forgotten = KeyedButton(kind="key", arrange="row")
        self._forgotten.set_face(theme.BODY, theme.REGULAR)
        self._forgotten.set_padding(4)
        expanding = QSizePolicy.Policy.Expanding
        self._forgotten.setSizePolicy(expanding, expanding)
        self.enter_button = KeyedButton(key="Enter", kind="accent", arrange="row")
        self.enter_button.set_face(theme.LARGE, theme.SEMIBOLD)
        self.enter_button.setFixedHeight(60)
        self._build(with_forgotten)

    def _build(self, with_forgotten: bool) -> None:
        body = self.body()
        body.setContentsMargins(25, 20, 25, 25)
        body.setSpacing(0)
        body.addWidget(self._name)
        body.addSpacing(3)
        self._hint.setMinimumHeight(22)
        body.addWidget(self._hint)
        body.addSpacing(10)
        body.addWidget(self._dots)
        body.addSpacing(12)
        if with_forgotten:
            self.keypad.set_corner(self._forgotten)
        body.addWidget(self.keypad, 1)
        body.addSpacing(16)
        body.addWidget(self.enter_button)
        self.keypad.pressed.connect(self.press)
        self.enter_button.clicked.connect(self.enter)
        self._forgotten.clicked.connect(self.forgotten)
        self._say_state()

    def set_person(self, name: str) -> None:
        """Name the person whose PIN it is; empty for nobody yet. Digits typed before are
        forgotten.
        """
        self._name.setText(name or t("signin.choose_first"))
        self._ready = bool(name)
        self.clear()

    def set_length(self, length: int) -> None:
        """Set how many digits a PIN has."""
        self._length = length
        self._dots.set_length(length)
        self.clear()

    def digits(self) -> int:
        """Return how many digits have been typed."""
        return len(self._digits)

    def press(self, key: str) -> None:
        """Take a digit or keypad.BACKSPACE."""
        if self._waiting or not self._ready:
            return
        if key == BACKSPACE:
            self._digits = self._digits[:-1]
        elif len(self._digits) < self._length:
            self._digits += key
        self._show_hint()
        self._dots.set_count(len(self._digits))
        self._say_state()
        if len(self._digits) == self._length:
            self.enter()

    def enter(self) -> None:
        """Hand the digits over; too few point at the hint, and while some are checked nothing
        happens.
        """
        if self._waiting:
            return
        if len(self._digits) < self._length:
            self._hint.set_tone("danger_text")
            return
        self._waiting = True
        self._say_state()
        self.entered.emit(self._digits)

    def refuse(self, text: str) -> None:
        """Say why the PIN was not taken, in words and by the dots, and begin anew."""
        self.clear()
        self._dots.set_wrong(True)
        self._hint.set_tone("danger_text")
        self._hint.setText(text)

    def say(self, text: str) -> None:
        """Tell something in place of the hint until digits are typed."""
        self.clear()
        self._hint.set_tone("ink")
        self._hint.setText(text)

    def clear(self) -> None:
        """Forget the digits."""
        self._digits = ""
        self._waiting = False
        self._dots.set_count(0)
        self._show_hint()
        self._say_state()

    def _show_hint(self) -> None:
        self._hint.set_tone("ink_soft")
        four = self._length == 4
        self._hint.setText(
            t("signin.pin_of_four") if four else t("signin.pin_of", count=self._length)
        )

    def _say_state(self) -> None:
        self.enter_button.setEnabled(not self._waiting)

    def retranslate(self) -> None:
        """Show all texts of the card in the current language."""
        self._forgotten.setText(t("signin.forgotten"))
        self.keypad.set_backspace_name(t("signin.erase"))
        self.enter_button.setText(t(self._enter_key))
        self._show_hint()
        if not self._ready:
            self._name.setText(t("signin.choose_first"))
