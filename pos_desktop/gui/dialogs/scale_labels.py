"""Teaching the till the labels of the shop's scales: one is scanned, the reading that fits is
tapped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.domain.labels import LabelPattern, LabelValue, weight_at_price
from pos_desktop.domain.quantity import grams, pieces
from pos_desktop.gui import theme
from pos_desktop.gui.desk_shelf import LabelOffer
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.messages import Message
from pos_desktop.gui.texts import line_amount, money
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.i18n import language, t

_MOST = 8


class ScaleLabelsDialog(DecisionFrame):
    """chosen(LabelPattern). The window brings scans here; nothing of them is sold."""

    chosen = Signal(object)

    def __init__(self, patterns: tuple[LabelPattern, ...]) -> None:
        super().__init__(t("labels.title"), t("labels.detail"), width=640)
        known = " · ".join(_said(pattern) for pattern in patterns)
        self._known = Label(
            t("labels.known", patterns=known), theme.SMALL, theme.REGULAR, "muted", wrap=True
        )
        self._told = Banner("warning")
        self._told.hide()
        self._inside = QWidget()
        self._offers = QVBoxLayout(self._inside)
        self._offers.setContentsMargins(0, 0, 0, 0)
        self._offers.setSpacing(8)
        self._offers.addStretch(1)
        self._offers.addWidget(
            IconLabel("scan-barcode", 56, "accent_text"), alignment=Qt.AlignmentFlag.AlignHCenter
        )
        self._offers.addStretch(1)
        area = ScrollArea(sideways=True)
        area.setWidget(self._inside)
        self.rows.addWidget(self._told)
        self.rows.addWidget(area, 1)
        self.rows.addWidget(self._known)
        self.setFixedHeight(620)

    def show_offers(self, offers: list[LabelOffer]) -> None:
        """The readings of the label just scanned, with what each would sell."""
        self._told.hide()
        while (item := self._offers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for offer in offers[:_MOST]:
            button = KeyedButton(_title(offer), sub=_detail(offer), arrange="stack")
            button.set_align_left(True)
            button.setFixedHeight(64)
            button.setAccessibleName(f"{_title(offer)}. {_detail(offer)}")
            pattern = offer.reading.pattern
            button.clicked.connect(lambda _checked=False, p=pattern: self.chosen.emit(p))
            self._offers.addWidget(button)
        self._offers.addStretch(1)

    def tell(self, message: Message) -> None:
        """The scan was no label."""
        self._told.set_notice(message.level, message.title, message.detail)
        self._told.show()


def _title(offer: LabelOffer) -> str:
    product = offer.product
    if product is None:
        return t("labels.no_goods", number=offer.reading.item)
    name = product.name_en if language() == "en" and product.name_en else product.name
    return f"{name} · {_worth(offer)}"


def _worth(offer: LabelOffer) -> str:
    """What the line would be: an amount and its sum."""
    reading, product = offer.reading, offer.product
    price_minor = product.price_minor if product is not None else 0
    if reading.pattern.value is LabelValue.WEIGHT:
        weight = grams(reading.amount)
        return f"{line_amount(weight)} = {money(weight.cost_minor(price_minor))}"
    if reading.pattern.value is LabelValue.PIECES:
        total_minor = reading.amount * price_minor
        return f"{line_amount(pieces(reading.amount))} = {money(total_minor)}"
    if product is not None and product.weighed and price_minor > 0:
        weight_grams, _ = weight_at_price(reading.amount, price_minor)
        return f"{money(reading.amount)} = {line_amount(grams(weight_grams))}"
    return money(reading.amount)


def _detail(offer: LabelOffer) -> str:
    reading = offer.reading
    kind = t(f"labels.value_{reading.pattern.value.name.lower()}")
    return t("labels.reading", item=reading.item, kind=kind, pattern=reading.pattern.text)


def _said(pattern: LabelPattern) -> str:
    kind = t(f"labels.value_{pattern.value.name.lower()}")
    return t("labels.pattern", prefix=pattern.prefix, kind=kind)
