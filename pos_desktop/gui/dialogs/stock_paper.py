"""A finished stock document as paper, read and printed again; and since when prices changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.paper_view import PaperView
from pos_desktop.i18n import t

_DAYS = (1, 3, 7, 30)


class PaperDialog(DecisionFrame):
    """copy_wanted, labels_wanted: what is to be done with the document."""

    copy_wanted = Signal()
    labels_wanted = Signal()

    def __init__(self, title: str, image: QImage, *, with_labels: bool) -> None:
        super().__init__(title, width=560)
        self.paper = PaperView(margin=24, top=12)
        self.paper.setFixedHeight(440)
        self.paper.setAccessibleName(title)
        self.paper.show_images([image])
        self.copy = KeyedButton(t("stock.print_copy"), icon="printer", key="F7", arrange="row")
        self.labels = KeyedButton(t("stock.print_its_labels"), icon="tags", key="F8", arrange="row")
        if not with_labels:
            self.labels.hide()
        self.copy.clicked.connect(self.copy_wanted)
        self.labels.clicked.connect(self.labels_wanted)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.copy, 1)
        acts.addWidget(self.labels, 1)
        self.rows.addWidget(self.paper)
        self.rows.addLayout(acts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F7:
            self.copy_wanted.emit()
        elif event.key() == Qt.Key.Key_F8 and not self.labels.isHidden():
            self.labels_wanted.emit()
        else:
            super().keyPressEvent(event)


class SinceDialog(DecisionFrame):
    """confirmed(days): labels for prices that changed within so many days."""

    confirmed = Signal(int)

    def __init__(self) -> None:
        super().__init__(t("stock.since_title"), t("stock.since_detail"), width=440)
        self.choices: list[KeyedButton] = []
        for place, days in enumerate(_DAYS, 1):
            name = t("stock.since_1") if days == 1 else t("stock.since", count=days)
            button = KeyedButton(name, key=str(place), arrange="row")
            button.clicked.connect(lambda _checked=False, d=days: self.confirmed.emit(d))
            self.choices.append(button)
            self.rows.addWidget(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(_DAYS):
            self.confirmed.emit(_DAYS[place])
        else:
            super().keyPressEvent(event)
