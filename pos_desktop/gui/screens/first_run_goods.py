"""The fifth step: what is sold here - the sample shop, a file of one's own, or nothing yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.gui.screens.first_run_devices import Outcome
from pos_desktop.gui.screens.first_run_import import ImportPanel
from pos_desktop.gui.screens.first_run_ports import FirstRunPorts, Goods
from pos_desktop.gui.screens.first_run_step import Step
from pos_desktop.gui.screens.first_run_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import ChoiceCard
from pos_desktop.gui.widgets.progress import ProgressPanel
from pos_desktop.i18n import number, t
from pos_desktop.operations.import_catalogue import ImportPreview
from pos_desktop.operations.import_columns import Columns, propose_columns
from pos_desktop.operations.tabular_file import read_table
from pos_desktop.operations.tabular_table import Table

AskFile = Callable[[QWidget], str]


def ask_which(parent: QWidget) -> str:
    """Ask for a file of products, "" where the person thought better of it."""
    title = t("first_run.choose_file")
    chosen, _ = QFileDialog.getOpenFileName(parent, title, "", "CSV, XLSX (*.csv *.txt *.xlsx)")
    return chosen


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
        self._tax_system = tax_system
        self._ports = ports
        self._work = work
        self._ask_file = ask_file
        self._table: Table | None = None
        self._preview: ImportPreview | None = None
        self._imported = False
        self._busy = False
        self._cancelled = Flag()
        self.sample = ChoiceCard()
        self.own = ChoiceCard()
        self.later = ChoiceCard()
        self.choose = KeyedButton(icon="folder", arrange="row")
        self.load = KeyedButton(icon="download", kind="accent", arrange="row")
        self.other = KeyedButton(icon="undo-2", arrange="row")
        self.progress = ProgressPanel()
        self.outcome = Outcome()
        self.panel = ImportPanel()
        self._build()
        self.retranslate()
        self._show_state()

    def _build(self) -> None:
        for card in (self.sample, self.own, self.later):
            self.add(card)
            card.clicked.connect(self._show_state)
        self.sample.setChecked(True)
        buttons = QWidget()
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.choose)
        line.addWidget(self.load)
        line.addStretch(1)
        line.addWidget(self.other)
        self._buttons = buttons
        for widget in (buttons, self.progress, self.outcome, self.panel):
            self.add(widget)
        self.choose.clicked.connect(self.choose_file)
        self.load.clicked.connect(self.apply)
        self.other.clicked.connect(self._forget_file)
        self.progress.cancelled.connect(self._cancelled.set)
        self.panel.columns_changed.connect(self._read)

    # ------------------------------------------------------------------ what was chosen

    def goods(self) -> Goods:
        if self._imported:
            return "imported"
        return "sample" if self.sample.isChecked() else "later"

    def ready(self) -> bool:
        """Whether one may finish: not while a file is being read or waits to be loaded."""
        return not self._busy and not (self.own.isChecked() and not self._imported)

    def next_key(self) -> str:
        return "finish"

    # ------------------------------------------------------------------ the file

    def choose_file(self) -> None:
        path = self._ask_file(self)
        if not path:
            return

        def read() -> tuple[Table, Columns]:
            try:
                table = read_table(Path(path).read_bytes())
            except OSError as error:
                raise RefusalError("import.unreadable", reason=error.strerror or "") from error
            return table, propose_columns(table)

        def shown(what: tuple[Table, Columns]) -> None:
            self._table, columns = what
            self.panel.show_columns(Path(path).name, columns)
            self._read(columns)

        self._imported, self._preview, self._table = False, None, None
        self._start(t("first_run.reading"))
        self._work.ask(read, shown, self._failed)

    def _forget_file(self) -> None:
        """Back to the three choices."""
        self._table, self._preview = None, None
        self.outcome.clear()
        self._show_state()

    def _read(self, columns: Columns) -> None:
        """Preview with these columns; nothing is written."""
        table = self._table
        if table is None:
            return
        self._preview = None
        self._start(t("first_run.reading"))
        tax_system = self._tax_system()
        self._work.ask(
            lambda: self._ports.preview(table, columns, tax_system, self._go_on),
            self._read_done,
            self._failed,
        )

    def _read_done(self, preview: ImportPreview) -> None:
        self._busy = False
        self._preview = preview
        self.panel.show_preview(preview)
        self._show_state()

    def apply(self) -> None:
        """Write all of the file, or nothing of it."""
        preview = self._preview
        if preview is None or preview.problem_count:
            return
        self._start(t("first_run.loading"))
        self._work.ask(lambda: self._ports.apply(preview, self._go_on), self._applied, self._failed)

    def _applied(self, _version: int) -> None:
        self._busy = False
        self._imported = True
        self._show_state()
        if self._preview is not None:
            count = self._preview.new_count + self._preview.changed_count
            self.outcome.good(t("first_run.loaded", count=count))

    def _failed(self, error: PosError) -> None:
        self._busy = False
        self._show_state()
        self.outcome.bad(error)

    # ------------------------------------------------------------------ progress

    def _start(self, title: str) -> None:
        self._busy = True
        self._cancelled.clear()
        self.outcome.clear()
        self.progress.set_texts(title, t("first_run.cancel"))
        self.progress.set_progress(0.0, "")
        self._show_state()

    def _go_on(self, done: int, of: int) -> bool:
        """From the working thread: show how far it is; False once a person has cancelled."""
        self._work.tell(lambda: self._show_progress(done, of))
        return not self._cancelled.is_set()

    def _show_progress(self, done: int, of: int) -> None:
        left = t("first_run.rows_left", number=number(max(0, of - done)))
        self.progress.set_progress(done / of if of else 0.0, left)

    def _show_state(self) -> None:
        own = self.own.isChecked()
        preview = self._preview
        good = preview is not None and not preview.problem_count and not self._imported
        self._buttons.setVisible(own and not self._busy)
        self.load.setVisible(own and good)
        if preview is not None:
            self.load.setText(t("first_run.load", count=preview.new_count + preview.changed_count))
        self.progress.setVisible(self._busy)
        opened = own and self._table is not None
        self.panel.setVisible(opened)
        self.panel.setEnabled(not self._busy and not self._imported)
        self.other.setVisible(opened and not self._imported)
        for card in (self.sample, self.later):
            card.setVisible(not opened)
        if not own:
            self.outcome.clear()
        for card in (self.sample, self.own, self.later):
            card.setEnabled(not self._busy)
        self.state_changed.emit()

    def retranslate(self) -> None:
        super().retranslate()
        for name, card in (("sample", self.sample), ("own", self.own), ("later", self.later)):
            card.set_texts(t(f"first_run.goods_{name}"), t(f"first_run.goods_{name}_detail"))
        self.choose.setText(t("first_run.choose_file"))
        self.other.setText(t("first_run.other_goods"))
        self.panel.retranslate()
        if self._preview is not None:
            self._show_state()
