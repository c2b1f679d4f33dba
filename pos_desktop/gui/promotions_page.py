"""The shop's promotions: on and off, what each does to an example, new ones by hand or from a
file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScroller,
    QVBoxLayout,
    QWidget,
)

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.promotions.rules import Promotion
from pos_desktop.domain.promotions.writing import Card
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.promotion_file import PromotionFileDialog
from pos_desktop.gui.dialogs.promotion_form import PromotionForm
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.screens.goods_file import AskFile
from pos_desktop.gui.screens.promotions_parts import PromotionRow, PromotionSide
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.i18n import t
from pos_desktop.operations.import_promotions import PromotionsPreview
from pos_desktop.ports import Event


def ask_which(parent: QWidget) -> str:
    """Ask for a file of promotions, "" where the person thought better of it."""
    title, kinds = t("promotions.from_file"), "TOML, CSV, XLSX (*.toml *.csv *.txt *.xlsx)"
    return QFileDialog.getOpenFileName(parent, title, "", kinds)[0]


class PromotionsScreen(QWidget):
    """back_wanted: to the sale. All work happens on the lane. ask_file: which file, "" for none."""

    back_wanted = Signal()

    def __init__(self, shop: Shop, ask_file: AskFile = ask_which) -> None:
        super().__init__()
        self._shop = shop
        self._desk = shop.desks.promotions
        self._ask_file = ask_file
        self._modal = OneModal(self)
        self._rules: list[Promotion] = []
        self._chosen = ""
        self.rows: list[PromotionRow] = []
        self._back = KeyedButton(icon="arrow-left", key="Esc", arrange="row")
        self._title = Label("", theme.TITLE, theme.SEMIBOLD)
        self.file = KeyedButton(icon="upload", key="F3", arrange="row")
        self.new = KeyedButton(icon="plus", key="F2", kind="accent", arrange="row")
        self.side = PromotionSide()
        self.nothing = Nothing("badge-percent", "promotions.empty")
        self._build()
        self._back.clicked.connect(self.back_wanted)
        self.new.clicked.connect(lambda: self.edit({}))
        self.file.clicked.connect(self.load)
        self.side.edit_wanted.connect(self._edit_chosen)
        self.side.remove_wanted.connect(self._remove_chosen)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    @property
    def dialog(self) -> QWidget | None:
        return self._modal.content

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.file)
        head.addWidget(self.new)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        self._list.addWidget(self.nothing, 1)
        self._list.addStretch(0)
        scroll = ScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        QScroller.grabGesture(scroll.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(scroll, 1)
        line.addWidget(self.side)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addLayout(line, 1)

    # ------------------------------------------------------------------ as a page

    def opened(self) -> None:
        self._shop.till.ask(self._desk.all, self._show)

    def retranslate(self) -> None:
        self._title.setText(t("promotions.title"))
        self.nothing.retranslate()
        self._back.setText(t("promotions.back"))
        self.file.setText(t("promotions.from_file"))
        self.new.setText(t("promotions.new"))
        self.side.retranslate()
        self._show(self._rules)

    def note(self, event: Event) -> None:
        """Nothing behind the window changes promotions."""

    def take_scan(self, text: str) -> bool:
        """While a form is open a scanned product goes into it."""
        form = self.dialog
        if isinstance(form, PromotionForm):
            form.take_scan(text)
            return True
        return False

    # ------------------------------------------------------------------ the list

    def _show(self, rules: list[Promotion]) -> None:
        self._rules = rules
        for row in self.rows:
            row.deleteLater()
            self._list.removeWidget(row)
        self.rows = []
        for place, rule in enumerate(rules):
            row = PromotionRow(rule)
            row.switched.connect(self._switch)
            row.chosen.connect(self._choose)
            self._list.insertWidget(place, row)
            self.rows.append(row)
        self.nothing.setVisible(not rules)
        known = [rule.promotion_id for rule in rules]
        if self._chosen not in known:
            self._chosen = known[0] if known else ""
        self._choose(self._chosen)

    def _choose(self, promotion_id: str) -> None:
        self._chosen = promotion_id
        rule = next((r for r in self._rules if r.promotion_id == promotion_id), None)
        for row in self.rows:
            row.set_chosen(row.promotion_id == promotion_id)
        if rule is None:
            self.side.show_nothing()
            return
        self.side.show_rule(rule)
        self._shop.till.ask(
            lambda: self._desk.example(rule), lambda found: self.side.show_example(rule, found)
        )

    def _switch(self, promotion_id: str, on: bool) -> None:
        self._shop.till.run(lambda: self._desk.switch(promotion_id, on=on), self._show)

    def _remove_chosen(self) -> None:
        chosen = self._chosen
        self._shop.till.run(lambda: self._desk.remove(chosen), self._show)

    # ------------------------------------------------------------------ by hand and from a file

    def _edit_chosen(self) -> None:
        chosen = self._chosen
        self._shop.till.ask(lambda: self._desk.form(chosen), self.edit)

    def edit(self, card: Card) -> None:
        """The form, empty for a new one."""
        form = PromotionForm(card)

        def written(values: Card) -> None:
            def understood() -> Promotion | RefusalError:
                try:
                    return self._desk.understood(values)
                except RefusalError as error:
                    return error

            self._shop.till.ask(understood, answered)

        def answered(found: Promotion | RefusalError) -> None:
            if isinstance(found, RefusalError):
                form.tell(message_for(found))
                return
            self._modal.close()
            self._chosen = found.promotion_id
            self._shop.till.run(lambda: self._desk.store((found,)), self._show)

        form.confirmed.connect(written)
        self._open(form)

    def load(self) -> None:
        """Promotions from a file: first what it would change."""
        name = self._ask_file(self)
        if name:
            self._shop.till.run(lambda: self._desk.preview(Path(name)), self.show_preview)

    def show_preview(self, preview: PromotionsPreview) -> None:
        """What a file would change, to be confirmed."""
        dialog = PromotionFileDialog(preview)

        def confirmed() -> None:
            self._modal.close()
            self._shop.till.run(lambda: self._desk.store(preview.rules), self._show)

        dialog.confirmed.connect(confirmed)
        self._open(dialog)

    def _open(self, dialog: PromotionForm | PromotionFileDialog) -> None:
        self._modal.show(dialog)

    # ------------------------------------------------------------------ keys and ground

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            Qt.Key.Key_Escape: self.back_wanted.emit,
            Qt.Key.Key_F2: lambda: self.edit({}),
            Qt.Key.Key_F3: self.load,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
