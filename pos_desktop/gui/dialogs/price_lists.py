"""The price lists of a shop, and what a file would make of one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.gui.widgets.named_field import NamedField
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import t
from pos_desktop.operations.import_prices import PriceFile

_LIST_PX = 280
_UNKNOWN_TOLD = 5


class PriceListsDialog(DecisionFrame):
    """lists: (id, name, number of prices). file_wanted: another one from a file."""

    file_wanted = Signal()

    def __init__(self, lists: list[tuple[str, str, int]]) -> None:
        super().__init__(t("customers.prices.title"), t("customers.prices.detail"), width=560)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 8, 0)
        rows.setSpacing(8)
        for _list_id, name, count in lists:
            line = QHBoxLayout()
            line.addWidget(ElidedLabel(name, theme.BODY, theme.SEMIBOLD), 1)
            line.addWidget(
                Label(t("customers.prices.count", count=count), theme.BODY, tone="ink_soft")
            )
            rows.addLayout(line)
        if not lists:
            rows.addWidget(
                Label(t("customers.prices.none"), theme.BODY, tone="ink_soft", wrap=True)
            )
        rows.addStretch(1)
        area = scrolling(inside)
        area.setFixedHeight(_LIST_PX)
        self.file = KeyedButton(
            t("customers.prices.from_file"), icon="upload", key="Enter", kind="accent",
            arrange="row",
        )  # fmt: skip
        self.file.setFixedHeight(64)
        self.file.clicked.connect(self.file_wanted)
        self.rows.addWidget(area)
        self.rows.addWidget(self.file)
        self.setFocusProxy(self.file)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.file.click()
        else:
            super().keyPressEvent(event)


class PriceFileDialog(DecisionFrame):
    """confirmed: store the file's prices under this name."""

    confirmed = Signal(str)

    def __init__(self, found: PriceFile, name: str) -> None:
        counted = t("customers.prices.in_file", count=len(found.prices))
        super().__init__(t("customers.prices.from_file"), counted, width=560)
        self.name = NamedField(t("customers.prices.name"), longest=64)
        self.name.set_text(name)
        self.unknown = Label("", theme.BODY, tone="warning_text", wrap=True)
        told = ", ".join(found.unknown[:_UNKNOWN_TOLD])
        more = "…" if len(found.unknown) > _UNKNOWN_TOLD else ""
        self.unknown.setText(
            t("customers.prices.unknown", count=len(found.unknown), articles=told + more)
        )
        if not found.unknown:
            self.unknown.hide()
        self.ok = KeyedButton(t("customers.prices.store"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(64)
        for widget in (self.name, self.unknown, self.ok):
            self.rows.addWidget(widget)
        self.name.changed.connect(self._typed)
        self.name.submitted.connect(self.ok.click)
        self.ok.clicked.connect(lambda: self.confirmed.emit(self.name.text()))
        self.setFocusProxy(self.name)
        self._typed()

    def _typed(self) -> None:
        self.ok.setEnabled(bool(self.name.text()))
