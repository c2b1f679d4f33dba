"""The left side of the sale screen: the receipt with its head, lines, last change and totals."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from pos_desktop.domain.pricing import PricedSale
from pos_desktop.gui import theme
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.screens.sale_customer import CustomerButton
from pos_desktop.gui.screens.sale_lines import SaleLinesView
from pos_desktop.gui.screens.sale_tabs import SaleTabs
from pos_desktop.gui.texts import money, vat_percent
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.i18n import number, quantity, t
from pos_desktop.operations.pay import CompletedSale

RIGHT = Qt.AlignmentFlag.AlignRight


class _Row(QWidget):
    """Muted words at the left, their amount at the right."""

    def __init__(self, tone: str = "ink_soft") -> None:
        super().__init__()
        self.left = Label("", theme.BODY, theme.REGULAR, tone)  # type: ignore[arg-type]
        self.right = Label("", theme.BODY, theme.REGULAR, tone, align=RIGHT)  # type: ignore[arg-type]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.left)
        row.addStretch(1)
        row.addWidget(self.right)
        self.setFixedHeight(22)

    def show_texts(self, left: str, right: str) -> None:
        self.left.setText(left)
        self.right.setText(right)


class Totals(QWidget):
    """Positions, discounts, tax and the one number this screen is about."""

    def __init__(self) -> None:
        super().__init__()
        self._count = _Row()
        self._discounts = _Row("warning_text")
        self._vat = _Row()
        self._word = Label("", theme.TITLE + 4, theme.MEDIUM)
        self._total = Label("", theme.HUGE, theme.BOLD, align=RIGHT)
        self._total.setObjectName("total")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 10, 16, 8)
        rows.setSpacing(0)
        for row in (self._count, self._discounts, self._vat):
            rows.addWidget(row)
        line = QHBoxLayout()
        line.addWidget(self._word, alignment=Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        line.addWidget(self._total)
        rows.addLayout(line)

    def show_sale(self, priced: PricedSale | None) -> None:
        lines = priced.lines if priced else ()
        count = t("sale.positions", count=len(lines))
        if priced and lines:
            count = f"{count} · {quantity(priced.quantity_thousandths)}"
        gross_minor = priced.gross_minor if priced else 0
        self._count.show_texts(count, money(gross_minor, symbol=False))
        off_minor = priced.discount_minor if priced else 0
        self._discounts.setVisible(bool(off_minor))
        self._discounts.show_texts(t("sale.discounts"), money(-off_minor, symbol=False))
        self._show_vat(priced)
        total_minor = priced.total_minor if priced else 0
        self._word.setText(t("sale.total"))
        self._total.setText(money(total_minor))
        self._total.setAccessibleDescription(t("sale.total"))

    def _show_vat(self, priced: PricedSale | None) -> None:
        taxed = [vat for vat in priced.vats if vat.vat_minor] if priced else []
        self._vat.setVisible(bool(priced))
        if not taxed:
            self._vat.show_texts(t("sale.no_vat") if priced else "", "")
            return
        rates = " · ".join(vat_percent(vat.vat) for vat in taxed)
        sums = " · ".join(money(vat.vat_minor, symbol=False) for vat in taxed)
        self._vat.show_texts(t("sale.vat_in", rates=rates), sums)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.card_quiet)
        painter.fillRect(QRectF(0, 0, self.width(), 1), now.line)


class LastChange(QWidget):
    """The change of the last sale stays on screen until the one after it is paid."""

    def __init__(self) -> None:
        super().__init__()
        self._text = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self._word = Label("", theme.SMALL, theme.REGULAR, "muted")
        self._change = Label("", theme.LARGE + 1, theme.SEMIBOLD)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("receipt-text", 18, "ink_soft"))
        row.addWidget(self._text, 1)
        row.addWidget(self._word)
        row.addWidget(self._change)
        self.setFixedHeight(48)

    def show_last(self, last: CompletedSale) -> None:
        total = money(last.total_minor, symbol=False)
        self._text.setText(t("sale.last_receipt", number=number(last.number), total=total))
        self._word.setText(t("sale.change"))
        self._change.setText(money(last.change_minor))
        for label in (self._word, self._change):
            label.setVisible(last.change_minor > 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.card_quiet)
        painter.fillRect(QRectF(0, 0, self.width(), 1), now.line)


class _Empty(QWidget):
    """What stands in place of lines before the first one."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label(
            "", theme.LARGE, theme.MEDIUM, "muted", align=Qt.AlignmentFlag.AlignHCenter
        )
        self._detail = Label(
            "", theme.BODY, theme.REGULAR, "muted", wrap=True, align=Qt.AlignmentFlag.AlignHCenter
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(48, 0, 48, 0)
        rows.setSpacing(8)
        rows.addStretch(1)
        rows.addWidget(
            IconLabel("scan-barcode", 48, "faint"), alignment=Qt.AlignmentFlag.AlignHCenter
        )
        rows.addWidget(self._title)
        rows.addWidget(self._detail)
        rows.addStretch(1)

    def retranslate(self) -> None:
        self._title.setText(t("sale.empty_title"))
        self._detail.setText(t("sale.empty_detail"))


class SalePanel(QWidget):
    """The receipt. pay is placed under the totals where the window is narrow."""

    parked_pressed = Signal()
    customer_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines = SaleLinesView()
        self._empty = _Empty()
        self._number = Label("", theme.LARGE + 1, theme.SEMIBOLD)
        self.parked = KeyedButton("", key="F5", kind="soft", arrange="row")
        self.parked.clicked.connect(self.parked_pressed)
        self.customer = CustomerButton()
        self.customer.clicked.connect(self.customer_pressed)
        self._head = QWidget()
        head = self._head_row = QHBoxLayout(self._head)
        head.addWidget(self._number)
        head.addStretch(1)
        head.addWidget(self.customer)
        head.addWidget(self.parked)
        middle = QWidget()
        self._middle = QStackedLayout(middle)
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self.lines)
        self.tabs = SaleTabs()
        self._last = LastChange()
        self._last.hide()
        self._totals = Totals()
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(16, 0, 16, 12)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 1, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head)
        rows.addWidget(self.tabs)
        rows.addWidget(middle, 1)
        rows.addWidget(self._last)
        rows.addWidget(self._totals)
        rows.addLayout(self.foot)
        self.set_compact(False)

    def show_snapshot(self, shown: Snapshot) -> None:
        self._number.setText(t("sale.receipt_number", number=number(shown.number)))
        parked = t("sale.parked_count", number=shown.parked) if shown.parked else t("sale.parked")
        self.parked.setText(parked)
        self.parked.setAccessibleName(t("sale.parked"))
        self.tabs.show_snapshot(shown)
        self.customer.show_sale(shown.priced.sale if shown.priced else None, shown.points)
        self.lines.show_sale(shown.priced, shown.selected)
        has_lines = shown.priced is not None and bool(shown.priced.lines)
        self._middle.setCurrentIndex(1 if has_lines else 0)
        self._totals.show_sale(shown.priced)
        self._last.setVisible(shown.last is not None)
        if shown.last is not None:
            self._last.show_last(shown.last)

    def retranslate(self) -> None:
        self._empty.retranslate()
        self.lines.retranslate()

    def set_compact(self, compact: bool) -> None:
        self._head.setFixedHeight(64 if compact else 72)
        side = 10 if compact else 16
        self._head_row.setContentsMargins(side, 0, side, 0)
        self._head_row.setSpacing(4 if compact else 8)
        self.customer.set_compact(compact)
        self._number.set_face(theme.BODY if compact else theme.LARGE + 1, theme.SEMIBOLD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.card)
        foot_top = self._totals.geometry().bottom()
        painter.fillRect(
            QRectF(0, foot_top, self.width(), self.height() - foot_top), now.card_quiet
        )
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), now.line)
        painter.fillRect(QRectF(0, self._head.height() - 1, self.width(), 1), now.line)
