"""A sum of money by keypad; not a line edit, so that no scan can ever land in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.keypad import BACKSPACE, Keypad, KeypadInput
from pos_desktop.i18n import language


class _Shown(QWidget):
    """The typed sum, large."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._sign = ""
        self.setFixedHeight(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, sign: str) -> None:
        self._text, self._sign = text, sign
        self.setAccessibleName(f"{text or '0'} {sign}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, theme.RADIUS, now.card, now.focus, 2.0)
        inside = rect.adjusted(20, 0, -20, 0)
        wide = paint.width(paint.LARGE, self._sign) + 12
        paint.text(painter, inside, paint.RIGHT, paint.LARGE, now.muted, self._sign)
        ink = now.ink if self._text else now.muted
        number = inside.adjusted(0, 0, -wide, 0)
        paint.text(painter, number, paint.RIGHT, paint.HUGE, ink, self._text or "0")


class SumPad(QWidget):
    """The sum above, the keys below; `changed` after every key. sign: of the currency."""

    changed = Signal()

    def __init__(self, sign: str) -> None:
        super().__init__()
        self._sign = sign
        self.keypad = Keypad("quantity")
        self._input = KeypadInput(max_whole=8, parent=self)
        self._shown = _Shown()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self._shown)
        rows.addWidget(self.keypad, 1)
        self.keypad.pressed.connect(self._input.press)
        self._input.changed.connect(lambda _text: self._typed())
        self.retranslate()

    def amount_minor(self) -> int:
        """0 while nothing is typed."""
        try:
            return parse_amount_minor(self._input.text() or "0")
        except PosError:
            return 0

    def is_empty(self) -> bool:
        """Whether nothing was typed; a typed 0 is a sum."""
        return not self._input.text()

    def clear(self) -> None:
        self._input.preset("")

    def press(self, key: int, text: str) -> bool:
        """Take a key of the keyboard; whether it was one of the keypad's."""
        name = Keypad.key_of(key, text)
        if name:
            self._input.press(name)
        return bool(name)

    def retranslate(self) -> None:
        self.keypad.set_decimal_sign("," if language() == "ru" else ".")
        self.keypad.set_backspace_name(BACKSPACE)
        self._typed()

    def _typed(self) -> None:
        text = self._input.text()
        shown = text if language() == "ru" else text.replace(",", ".")
        self._shown.show_text(shown, self._sign)
        self.changed.emit()
