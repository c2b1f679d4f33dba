"""A number by keypad: the quantity of a line, a discount, a price."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.domain.quantity import Unit, parse_quantity
from pos_desktop.domain.sale import Discount
from pos_desktop.gui import theme
from pos_desktop.gui.texts import currency_sign, money, unit_text
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.keypad import Keypad, KeypadInput
from pos_desktop.gui.widgets.labels import ElidedLabel
from pos_desktop.i18n import language, t


class _Shown(QWidget):
    """The typed number, large."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._unit = ""
        self.setFixedHeight(80)

    def show_text(self, text: str, unit: str) -> None:
        self._text, self._unit = text, unit
        self.setAccessibleName(f"{text} {unit}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, theme.RADIUS, now.card, now.accent, 2.0)
        inside = rect.adjusted(20, 0, -20, 0)
        wide = paint.width(paint.LARGE, self._unit) + 12
        paint.text(painter, inside, paint.RIGHT, paint.LARGE, now.muted, self._unit)
        number = inside.adjusted(0, 0, -wide, 0)
        paint.text(painter, number, paint.RIGHT, paint.HUGE, now.ink, self._text or "0")


class NumberDialog(QWidget):
    """Common frame: title, number, keypad, OK. Subclasses say what the number means."""

    cancelled = Signal()

    def __init__(self, title: str, max_decimals: int) -> None:
        super().__init__()
        self.input = KeypadInput(max_whole=6, max_decimals=max_decimals, parent=self)
        self.keypad = Keypad("quantity")
        self.keypad.set_decimal_sign("," if language() == "ru" else ".")
        self.shown = _Shown()
        self.ok = KeyedButton(t("dialog.ok"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(72)
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.cancelled)
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(title, theme.LARGE, theme.SEMIBOLD), 1)
        head.addWidget(close)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(20, 16, 20, 20)
        self.rows.setSpacing(12)
        self.rows.addLayout(head)
        self.rows.addWidget(self.shown)
        self.rows.addWidget(self.keypad, 1)
        self.rows.addWidget(self.ok)
        self.keypad.pressed.connect(self.input.press)
        self.input.changed.connect(lambda _text: self.refresh())
        self.ok.clicked.connect(self.confirm)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(400, 560)

    def refresh(self) -> None:
        """Draw the number; subclasses add the unit and whether OK may be pressed."""

    def confirm(self) -> None:
        """Emit the outcome; subclasses know which."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = Keypad.key_of(event.key(), event.text())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif name:
            self.input.press(name)
        else:
            super().keyPressEvent(event)


class QuantityDialog(NumberDialog):
    """confirmed(thousandths)."""

    confirmed = Signal(int)

    def __init__(self, name: str, thousandths: int, unit: Unit) -> None:
        super().__init__(name, max_decimals=0 if unit is Unit.PIECE else 3)
        self._unit = unit
        whole, rest = divmod(thousandths, 1000)
        self.input.preset(f"{whole},{rest:03d}".rstrip("0").rstrip(",") if rest else str(whole))
        self.refresh()

    def _thousandths(self) -> int:
        try:
            return parse_quantity(self.input.text() or "0", self._unit).thousandths
        except PosError:
            return 0

    def refresh(self) -> None:
        self.shown.show_text(self.input.text(), unit_text(self._unit))
        self.ok.setEnabled(self._thousandths() > 0)

    def confirm(self) -> None:
        if self._thousandths():
            self.confirmed.emit(self._thousandths())


class DiscountDialog(NumberDialog):
    """confirmed(Discount), in percent or in money; 0 takes a discount away."""

    confirmed = Signal(object)

    def __init__(self, title: str, current: Discount) -> None:
        super().__init__(title, max_decimals=2)
        self._percent = not current.amount_minor
        self._modes = QHBoxLayout()
        self._modes.setSpacing(8)
        self._buttons: dict[bool, KeyedButton] = {}
        for percent, text in ((True, "%"), (False, currency_sign())):
            button = KeyedButton(text)
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, p=percent: self._choose(p))
            self._buttons[percent] = button
            self._modes.addWidget(button)
        self.rows.insertLayout(1, self._modes)
        self.setFixedSize(400, 620)
        hundredths = current.percent_hundredths or current.amount_minor
        self.input.preset(f"{hundredths / 100:g}".replace(".", ",") if hundredths else "")
        self._choose(self._percent)

    def _choose(self, percent: bool) -> None:
        self._percent = percent
        for of, button in self._buttons.items():
            button.setChecked(of is percent)
        self.refresh()

    def _discount(self) -> Discount | None:
        try:
            hundredths = parse_amount_minor(self.input.text() or "0")
            if self._percent:
                return Discount(percent_hundredths=hundredths)
            return Discount(amount_minor=hundredths)
        except PosError:
            return None

    def refresh(self) -> None:
        self.shown.show_text(self.input.text(), "%" if self._percent else currency_sign())
        self.ok.setEnabled(self._discount() is not None)

    def confirm(self) -> None:
        discount = self._discount()
        if discount is not None:
            self.confirmed.emit(discount)


class PriceDialog(NumberDialog):
    """confirmed(price in minor units of one unit); the catalogue's price is one tap away."""

    confirmed = Signal(int)

    def __init__(self, name: str, price_minor: int, list_price_minor: int) -> None:
        super().__init__(name, max_decimals=2)
        listed_minor = list_price_minor or price_minor
        back = KeyedButton(t("dialog.price_list"), sub=money(listed_minor), arrange="stack")
        back.setFixedHeight(56)
        back.clicked.connect(lambda: self.confirmed.emit(listed_minor))
        back.setEnabled(bool(list_price_minor))
        self.rows.insertWidget(1, back)
        self.setFixedSize(400, 632)
        whole, rest = divmod(price_minor, 100)
        self.input.preset(f"{whole},{rest:02d}" if rest else str(whole))
        self.refresh()

    def _price_minor(self) -> int:
        try:
            return parse_amount_minor(self.input.text() or "0")
        except PosError:
            return 0

    def refresh(self) -> None:
        self.shown.show_text(self.input.text(), currency_sign())
        self.ok.setEnabled(self._price_minor() > 0)

    def confirm(self) -> None:
        if self._price_minor():
            self.confirmed.emit(self._price_minor())
