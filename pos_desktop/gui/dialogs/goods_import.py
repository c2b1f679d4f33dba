"""Goods from a file over the sale screen. Scans go into the sale meanwhile, and are told here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.pricing import PricedSale
from pos_desktop.gui import theme
from pos_desktop.gui.messages import Message
from pos_desktop.gui.screens.goods_file import GoodsFile
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import IconButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t


class GoodsImportDialog(QWidget):
    """left: back to the sale; what is being read or written goes on."""

    left = Signal()

    def __init__(self, file: GoodsFile) -> None:
        super().__init__()
        self.file = file
        self.notice = Banner("info")
        self._title = Label(t("sale.goods_file"), theme.LARGE, theme.SEMIBOLD)
        self._detail = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self._close = IconButton("x", t("dialog.close"), kind="soft")
        self._close.clicked.connect(self.left)
        self.notice.first_pressed.connect(self.left)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 20)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(self._detail)
        rows.addWidget(file, 1)
        rows.addWidget(self.notice)
        self.notice.hide()
        self.setMinimumWidth(640)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    def tell_sale(self, priced: PricedSale) -> None:
        """A scan has come into the sale behind this panel."""
        total = money(priced.total_minor)
        positions = t("sale.positions", count=len(priced.lines))
        self._tell(Message("info", t("sale.scanned_behind", positions=positions, total=total), ""))

    def tell_refusal(self, message: Message) -> None:
        """A scan brought nothing: say it where one looks."""
        self._tell(message)

    def _tell(self, message: Message) -> None:
        self.notice.set_notice(message.level, message.title, message.detail)
        self.notice.set_buttons(t("journal.back"))
        self.notice.show()

    def retranslate(self) -> None:
        self._title.setText(t("sale.goods_file"))
        self._detail.setText(t("first_run.goods_own_detail"))
        self._close.setAccessibleName(t("dialog.close"))
        self.file.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
