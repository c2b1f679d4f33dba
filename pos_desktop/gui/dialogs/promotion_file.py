"""What a file of promotions would change, row by row, before it does."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScroller, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.promotion_words import effect_text, rule_name, sentence
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import IconLabel, Label, Tone
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.i18n import t
from pos_desktop.operations.import_promotions import PromotionsPreview

_LIST_PX = 340


class PromotionFileDialog(DecisionFrame):
    """confirmed: store them; not possible while a row is wrong."""

    confirmed = Signal()

    def __init__(self, preview: PromotionsPreview) -> None:
        counted = t(
            "promotions.file_counted",
            new=len(preview.new),
            changed=len(preview.rules) - len(preview.new),
            wrong=len(preview.problems),
        )
        super().__init__(t("promotions.from_file"), counted, width=680)
        self.texts: list[str] = []
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(10)
        for problem in preview.problems:
            message = message_for(problem.error)
            where = t("promotions.file_row", row=problem.row, name=problem.name)
            self._row("circle-alert", "danger_text", where, f"{message.title}. {message.detail}")
        for rule in preview.rules:
            new = rule.promotion_id in preview.new
            word = t("promotions.file_new" if new else "promotions.file_changed")
            self._row(
                "check", "pay_text", rule_name(rule), sentence(f"{word} · {effect_text(rule)}")
            )
        self._list.addStretch(1)
        scroll = ScrollArea()
        scroll.setWidget(inside)
        QScroller.grabGesture(scroll.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        scroll.setFixedHeight(_LIST_PX)
        self.ok = KeyedButton(t("promotions.file_store"), key="Enter", kind="pay", arrange="row")
        self.ok.setFixedHeight(64)
        self.ok.setEnabled(bool(preview.rules) and not preview.problems)
        self.ok.clicked.connect(self.confirmed)
        self.rows.addWidget(scroll)
        self.rows.addWidget(self.ok)

    def _row(self, icon: str, tone: Tone, title: str, detail: str) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Label(title, theme.BODY, theme.SEMIBOLD, wrap=True))
        texts.addWidget(Label(detail, theme.SMALL, theme.REGULAR, "ink_soft", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(
            IconLabel(icon, 20, tone),
            alignment=Qt.AlignmentFlag.AlignTop,
        )
        line.addLayout(texts, 1)
        self._list.addLayout(line)
        self.texts.append(f"{title}: {detail}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ok.isEnabled():
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)
