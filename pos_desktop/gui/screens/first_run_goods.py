"""The fifth step: what is sold here - the sample shop, a file of one's own, or nothing yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from pos_desktop.gui.screens.first_run_ports import FirstRunPorts, Goods, Progress
from pos_desktop.gui.screens.first_run_step import Step
from pos_desktop.gui.screens.goods_file import AskFile, GoodsFile, ask_which
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import ChoiceCard
from pos_desktop.i18n import t
from pos_desktop.operations.import_catalogue import ImportPreview
from pos_desktop.operations.import_columns import Columns
from pos_desktop.operations.tabular_table import Table


class GoodsStep(Step):
    """state_changed: what the button that goes on says and whether it may be pressed."""

    state_changed = Signal()

    def __init__(
        self,
        ports: FirstRunPorts,
        work: Work,
        tax_system: Callable[[], str],
        ask_file: AskFile = ask_which,
    ) -> None:
        super().__init__("goods")
        self.sample = ChoiceCard()
        self.own = ChoiceCard()
        self.later = ChoiceCard()
        self.other = KeyedButton(icon="undo-2", arrange="row")

        def preview(table: Table, columns: Columns, progress: Progress) -> ImportPreview:
            return ports.preview(table, columns, tax_system(), progress)

        self.file = GoodsFile(preview, ports.apply, work, ask_file)
        self._build()
        self.retranslate()
        self._show_state()

    def _build(self) -> None:
        for card in (self.sample, self.own, self.later):
            self.add(card)
            card.clicked.connect(self._choose)
        self.sample.setChecked(True)
        self.file.line.addWidget(self.other)
        self.add(self.file)
        self.other.clicked.connect(self.file.forget)
        self.file.state_changed.connect(self._show_state)

    def goods(self) -> Goods:
        if self.file.imported():
            return "imported"
        return "sample" if self.sample.isChecked() else "later"

    def ready(self) -> bool:
        """Whether one may finish: not while a file is being read or waits to be loaded."""
        waits = self.own.isChecked() and not self.file.imported()
        return not self.file.busy() and not waits

    def next_key(self) -> str:
        return "finish"

    def _choose(self) -> None:
        if not self.own.isChecked():
            self.file.outcome.clear()
        self._show_state()

    def _show_state(self) -> None:
        opened = self.own.isChecked() and self.file.opened()
        self.file.setVisible(self.own.isChecked())
        self.other.setVisible(opened and not self.file.imported())
        for card in (self.sample, self.later):
            card.setVisible(not opened)
        for card in (self.sample, self.own, self.later):
            card.setEnabled(not self.file.busy())
        self.state_changed.emit()

    def retranslate(self) -> None:
        super().retranslate()
        for name, card in (("sample", self.sample), ("own", self.own), ("later", self.later)):
            card.set_texts(t(f"first_run.goods_{name}"), t(f"first_run.goods_{name}_detail"))
        self.other.setText(t("first_run.other_goods"))
        self.file.retranslate()
