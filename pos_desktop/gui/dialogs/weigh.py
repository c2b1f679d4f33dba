"""Weighing: the live weight, tare, price and sum; no confirmation while the weight is not
stable."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.quantity import Quantity, Unit, grams
from pos_desktop.domain.tax import VatTable
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.number import QuantityDialog
from pos_desktop.gui.messages import Message, text_for
from pos_desktop.gui.texts import line_amount, money, unit_text, vat_title
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.cards import Line, ValueRow
from pos_desktop.gui.widgets.chips import Badge
from pos_desktop.gui.widgets.labels import ElidedLabel, IconLabel, Label
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.i18n import quantity, t
from pos_desktop.ports import Scale, ScaleAbility, ScaleCommanded, WeightRead, WeightStatus

MAX_GRAMS = 15_000
TARES_GRAMS = (0, 4, 12)
_UNKNOWN = "—"
_NO_WEIGHT = (WeightStatus.SILENT, WeightStatus.FAULTY)
_PATIENCE_MS = 1500
"""How long a scale may take to its first word before a person may type the weight."""


class _Capacity(QWidget):
    """How much of the scale's capacity lies on it."""

    def __init__(self) -> None:
        super().__init__()
        self._grams = 0
        self._most_grams = MAX_GRAMS
        self.setFixedHeight(36)

    def show_grams(self, weight_grams: int) -> None:
        self._grams = max(0, min(weight_grams, self._most_grams))
        self.update()

    def set_most(self, most_grams: int) -> None:
        self._most_grams = most_grams
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 2, self.width(), 10)
        paint.rounded(painter, bar, 5, now.track)
        if self._grams:
            wide = max(10.0, bar.width() * self._grams / self._most_grams)
            paint.rounded(painter, QRectF(0, 2, wide, 10), 5, now.pay)
        parts = self._parts()
        for place in range(parts + 1):
            flags = paint.LEFT if not place else paint.RIGHT if place == parts else paint.CENTRE
            x = (bar.width() - 100) if place == parts else bar.width() * place / parts - 50
            box = QRectF(max(0.0, x), 16, 100, 18)
            paint.text(painter, box, flags, paint.SMALL, now.muted, self._mark(place, parts))

    def _parts(self) -> int:
        """Into how many the bar is divided so that every mark is whole kilograms."""
        return next((n for n in (3, 4, 5, 2) if self._most_grams % (n * 1000) == 0), 1)

    def _mark(self, place: int, parts: int) -> str:
        """What a part of the bar is: "5", "10", at the end with its unit."""
        kilograms = quantity(self._most_grams * place // parts)
        return f"{kilograms} {t('units.kg')}" if place == parts else kilograms


class WeighDialog(QWidget):
    """confirmed(product_id, net grams); typed(product_id, net grams): by a person, offered only
    while no scale tells a weight; cancelled.

    Preset tares are subtracted here; a tare taken on the scale itself arrives with its readings. A
    scale that cannot be told to tare is tared here, too: by the weight that it shows.
    """

    confirmed = Signal(str, int)
    typed = Signal(str, int)
    cancelled = Signal()

    def __init__(self, product: Product, rates: VatTable, scale_name: str) -> None:
        super().__init__()
        self._product = product
        self._rates = rates
        self._tare_grams = 0
        self._scale: Scale | None = None
        self._read: WeightRead | None = None
        self._is_missing = False
        self._typing: Modal | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._offer)
        self._notice = Banner("warning")
        self._badge = Badge("", "wait")
        self._net = Label("", 104, theme.BOLD)
        self._unit = Label("", theme.HUGE, theme.SEMIBOLD, "muted")
        self._capacity = _Capacity()
        self._scale_name = ElidedLabel(scale_name, theme.SMALL, theme.REGULAR, "muted", right=True)
        self._tares = QButtonGroup(self)
        self._gross_row = ValueRow("", "")
        self._tare_row = ValueRow("", "", line=True)
        self._net_row = ValueRow("", "", bold=True)
        self._price_row = ValueRow("", "")
        self._vat_row = ValueRow("", "")
        self._sum_word = Label("", theme.BODY, theme.REGULAR, "ink_soft")
        self._sum = Label("", theme.HUGE, theme.BOLD)
        self._tare_scale = KeyedButton(
            t("weigh.tare_scale"), sub=t("weigh.tare_scale_detail"), arrange="stack"
        )
        self._zero = KeyedButton(t("weigh.zero"), icon="set-zero", key="Z", arrange="stack")
        self._by_hand = KeyedButton(t("weigh.by_hand"), key="F4", arrange="stack")
        self._by_hand.hide()
        self._add = KeyedButton(t("weigh.add"), key="Enter", kind="pay", arrange="stack")
        self._zero.setEnabled(False)
        self._tare_scale.setEnabled(False)
        self._build()
        self.show_reading(WeightRead(WeightStatus.SILENT, None))
        self._offer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._head())
        rows.addWidget(Line("line"))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(self._left(), 1)
        middle.addWidget(_Sums(self._right()))
        rows.addLayout(middle, 1)
        rows.addWidget(Line("line"))
        rows.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        product = self._product
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 16)
        head.setSpacing(16)
        icon = IconLabel("scale", 26, "pay_text", boxed=56)
        icon.set_tone("pay_text", "pay_soft")
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(ElidedLabel(product.name, theme.TITLE, theme.SEMIBOLD))
        self._about = ElidedLabel("", theme.BODY, theme.REGULAR, "muted")
        self.show_stock(None)
        titles.addWidget(self._about)
        close = IconButton("x", t("weigh.close"), kind="soft")
        close.setFixedSize(56, theme.TOUCH)
        close.clicked.connect(self.cancelled)
        head.addWidget(icon)
        head.addLayout(titles, 1)
        head.addWidget(close)
        return head

    def show_stock(self, thousandths: int | None) -> None:
        """What is on hand, read while the dialog is open already."""
        product = self._product
        parts = [t("weigh.plu", plu=product.plu)] if product.plu else []
        parts.append(t("weigh.article", article=product.article))
        if thousandths is not None:
            stock = line_amount(Quantity(thousandths, Unit.KILOGRAM))
            parts.append(t("sale.stock", amount=stock))
        parts.append(vat_title(product.vat))
        self._about.setText(" · ".join(parts))

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setContentsMargins(24, 20, 24, 20)
        left.setSpacing(6)
        state = QHBoxLayout()
        state.setSpacing(12)
        state.addWidget(Label(t("weigh.net_title"), theme.BODY, theme.REGULAR, "ink_soft"))
        state.addWidget(self._badge)
        state.addStretch(1)
        state.addWidget(self._scale_name, 1)
        left.addLayout(state)
        weight = QHBoxLayout()
        weight.setSpacing(12)
        weight.addWidget(self._net)
        # The figures stand on their own line; the unit stands on the same.
        self._unit.setContentsMargins(0, 0, 0, 14)
        weight.addWidget(self._unit, alignment=Qt.AlignmentFlag.AlignBottom)
        weight.addStretch(1)
        left.addLayout(weight)
        left.addWidget(self._capacity)
        left.addStretch(1)
        left.addWidget(self._notice)
        self._notice.hide()
        left.addStretch(1)
        left.addWidget(Label(t("weigh.tare"), theme.BODY, theme.REGULAR, "ink_soft"))
        left.addLayout(self._tare_buttons())
        return left

    def _tare_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        names = (t("weigh.tare_none"), t("weigh.tare_bag"), t("weigh.tare_tray"))
        for name, tare in zip(names, TARES_GRAMS, strict=True):
            button = KeyedButton(name, sub=f"{tare} {t('units.g')}", arrange="stack")
            button.setCheckable(True)
            button.setChecked(tare == 0)
            button.setFixedHeight(60)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, g=tare: self._set_tare(g))
            self._tares.addButton(button)
            row.addWidget(button)
        scale = self._tare_scale
        scale.setFixedHeight(60)
        scale.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        scale.clicked.connect(self._weigh_tare)
        row.addWidget(scale)
        return row

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setContentsMargins(24, 20, 24, 20)
        right.setSpacing(0)
        self._gross_row.set_name(t("weigh.gross"))
        self._tare_row.set_name(t("weigh.tare"))
        self._net_row.set_name(t("weigh.net"))
        self._price_row.set_name(t("weigh.price", unit=unit_text(self._product.unit)))
        self._price_row.set_value(money(self._product.price_minor))
        self._vat_row.set_name(t("weigh.vat", vat=vat_title(self._product.vat)))
        for row in (self._gross_row, self._tare_row, self._net_row):
            right.addWidget(row)
        right.addSpacing(8)
        right.addWidget(self._price_row)
        right.addWidget(self._vat_row)
        right.addStretch(1)
        self._sum_word.setText(t("weigh.sum"))
        right.addWidget(self._sum_word)
        right.addWidget(self._sum)
        return right

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 12)
        foot.setSpacing(12)
        cancel = KeyedButton(t("weigh.cancel"), key="Esc", arrange="stack")
        cancel.clicked.connect(self.cancelled)
        self._zero.clicked.connect(self._set_zero)
        self._by_hand.clicked.connect(self.type_weight)
        self._add.clicked.connect(self.confirm)
        for button, wide in ((cancel, 160), (self._zero, 190), (self._by_hand, 190)):
            button.setFixedSize(wide, theme.PAY_HEIGHT)
            foot.addWidget(button)
        self._add.setFixedHeight(theme.PAY_HEIGHT)
        self._add.setAccessibleName(t("weigh.add"))
        foot.addWidget(self._add, 1)
        return foot

    # state

    def use_scale(self, scale: Scale) -> None:
        """Weigh on this scale, and offer what it can be told."""
        self._scale = scale
        self._take_offer_back()
        self._patience.start()
        self._capacity.set_most(scale.max_grams)
        self._zero.setEnabled(self._can(ScaleAbility.ZERO))
        if not self._can(ScaleAbility.ZERO):
            self._zero.setText(t("weigh.zero_on_scale"))
            self._zero.set_sub(t("weigh.zero_on_scale_detail"))
            self._zero.set_key("")
        if not self._can(ScaleAbility.TARE):
            self._tare_scale.set_sub(t("weigh.tare_own_detail"))
        if self._read is not None:
            self.show_reading(self._read)

    def _offer(self) -> None:
        """No scale tells a weight: a person may. While one does, nobody types another."""
        if not self._is_missing:
            return
        self._zero.hide()
        self._by_hand.show()
        if self._read is None or self._read.status is not WeightStatus.FAULTY:
            self._say(text_for("weigh.silent" if self._scale is not None else "weigh.no_scale", {}))

    def _take_offer_back(self) -> None:
        self._notice.hide()
        self._by_hand.hide()
        self._zero.show()
        if self._typing is not None:
            self._typing.close_modal()

    def type_weight(self) -> None:
        """Ask for the net weight in kilograms."""
        if self._by_hand.isHidden() or self._typing is not None:
            return
        dialog = QuantityDialog(self._product.name, 0, Unit.KILOGRAM)
        modal = Modal(self, dialog)

        def confirmed(weight_grams: int) -> None:
            modal.close_modal()
            self.typed.emit(self._product.product_id, weight_grams)

        dialog.confirmed.connect(confirmed)
        dialog.cancelled.connect(modal.close_modal)
        modal.closed.connect(self._typed_or_not)
        self._typing = modal
        modal.open()
        dialog.setFocus()

    def _typed_or_not(self) -> None:
        self._typing = None

    def _can(self, ability: ScaleAbility) -> bool:
        return self._scale is not None and ability in self._scale.abilities

    def show_outcome(self, outcome: ScaleCommanded) -> None:
        """Say why the scale did not zero or tare, or take such words back."""
        if outcome.reason:
            self._say(text_for(outcome.reason, dict(outcome.values)))
        else:
            self._notice.hide()

    def _say(self, message: Message) -> None:
        self._notice.set_notice(message.level, message.title, message.detail)
        self._notice.show()

    def show_reading(self, read: WeightRead) -> None:
        """Show what the scale says now."""
        was_missing, self._read = self._is_missing, read
        self._is_missing = read.status in _NO_WEIGHT
        if read.status is WeightStatus.FAULTY:
            self._say(text_for(read.reason, dict(read.values)))
        if not self._is_missing:
            self._patience.stop()
            if was_missing:
                self._take_offer_back()
        elif not was_missing:
            self._patience.start()
        badges = {
            WeightStatus.STABLE: ("ok", "check"),
            WeightStatus.MOVING: ("wait", "clock"),
            WeightStatus.OVER: ("fail", "triangle-alert"),
            WeightStatus.UNDER: ("fail", "triangle-alert"),
            WeightStatus.SILENT: ("fail", "triangle-alert"),
            WeightStatus.FAULTY: ("fail", "triangle-alert"),
        }
        state, icon = badges[read.status]
        word = read.status.value
        if read.status is WeightStatus.UNDER and not self._can(ScaleAbility.ZERO):
            word = "under_alone"
        elif self._scale is None:
            word = "none"
        self._badge.set_state(state, t(f"weigh.status.{word}"), icon)  # type: ignore[arg-type]
        net = self.net_grams()
        known = net is not None and read.weight_grams is not None
        # What does not lie there for sure is no tare either.
        self._tare_scale.setEnabled(self._scale is not None and not self._is_missing)
        self._net.set_tone("ink" if known else "faint")
        self._net.setText(quantity(net or 0, 3) if known else quantity(0, 3).replace("0", "–"))
        self._unit.setText(t("units.kg"))
        self._capacity.show_grams((net or 0) + read.tare_grams + self._tare_grams)
        tare = self._tare_grams + read.tare_grams
        gross = line_amount(grams((read.weight_grams or 0) + read.tare_grams))
        self._gross_row.set_value(gross if known else _UNKNOWN)
        self._tare_row.set_value(line_amount(grams(-tare)) if tare else line_amount(grams(0)))
        self._net_row.set_value(line_amount(grams(net or 0)) if known else _UNKNOWN)
        sum_minor = grams(max(net or 0, 0)).cost_minor(self._product.price_minor)
        self._sum.setText(money(sum_minor) if known else _UNKNOWN)
        vat_minor = self._rates.rate(self._product.vat).included_minor(sum_minor)
        self._vat_row.set_value(money(vat_minor, symbol=False) if known else _UNKNOWN)
        self._add.setEnabled(self.is_ready())

    def net_grams(self) -> int | None:
        if self._read is None or self._read.weight_grams is None:
            return None
        return self._read.weight_grams - self._tare_grams

    def is_ready(self) -> bool:
        """Whether the weight is stable and above zero."""
        net = self.net_grams()
        stable = self._read is not None and self._read.status is WeightStatus.STABLE
        return stable and net is not None and net > 0

    def _set_tare(self, tare_grams: int) -> None:
        self._tare_grams = tare_grams
        if self._read is not None:
            self.show_reading(self._read)

    def _set_zero(self) -> None:
        if self._scale is not None and self._can(ScaleAbility.ZERO):
            self._scale.zero()

    def _weigh_tare(self) -> None:
        """Tare what lies on the scale: by its own command, or here where it has none."""
        if self._scale is not None and self._can(ScaleAbility.TARE):
            self._scale.tare()
            return
        read = self._read
        if read is None or read.status is not WeightStatus.STABLE or read.weight_grams is None:
            self._say(text_for("scale.moving", {}))
            return
        self._tares.setExclusive(False)
        for button in self._tares.buttons():
            button.setChecked(False)
        self._tares.setExclusive(True)
        self._notice.hide()
        self._set_tare(read.weight_grams)

    def confirm(self) -> None:
        net = self.net_grams()
        if self.is_ready() and net is not None:
            self.confirmed.emit(self._product.product_id, net)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() == Qt.Key.Key_F4:
            self.type_weight()
        elif event.text().casefold() in ("z", "я"):
            self._set_zero()
        else:
            super().keyPressEvent(event)


class _Sums(QWidget):
    """The quiet right side of the panel."""

    def __init__(self, rows: QVBoxLayout) -> None:
        super().__init__()
        self.setLayout(rows)
        self.setFixedWidth(304)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.card_quiet)
        painter.fillRect(QRectF(0, 0, 1, self.height()), now.line)
