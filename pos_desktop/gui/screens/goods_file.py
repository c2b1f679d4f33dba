"""Goods from a file, step by step: choose it, say what its columns hold, look, load all or nothing.

The first run and the panel over the sale screen show the same one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.gui.screens.device_form import Outcome
from pos_desktop.gui.screens.first_run_import import ImportPanel
from pos_desktop.gui.screens.first_run_ports import Progress
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.progress import ProgressPanel
from pos_desktop.i18n import number, t
from pos_desktop.operations.import_catalogue import ImportPreview
from pos_desktop.operations.import_columns import Columns, propose_columns
from pos_desktop.operations.tabular_file import read_table
from pos_desktop.operations.tabular_table import Table

AskFile = Callable[[QWidget], str]
Preview = Callable[[Table, Columns, Progress], ImportPreview]
Apply = Callable[[ImportPreview, Progress], int]


def ask_which(parent: QWidget) -> str:
    """Ask for a file of products, "" where the person thought better of it."""
    title = t("first_run.choose_file")
    chosen, _ = QFileDialog.getOpenFileName(
        parent, title, "", "CSV, XLSX, CommerceML (*.csv *.txt *.xlsx *.xml *.zip)"
    )
    return chosen


class GoodsFile(QWidget):
    """state_changed: what may be pressed has changed. read: a preview has come. loaded(count): so
    many new and changed products are in the catalogue. failed(PosError): nothing was written.

    preview and apply run on `work`, both may raise PosError.
    """

    state_changed = Signal()
    read = Signal()
    loaded = Signal(int)
    failed = Signal(object)

    def __init__(self, preview: Preview, apply: Apply, work: Work, ask_file: AskFile) -> None:
        super().__init__()
        self._ask_preview = preview
        self._ask_apply = apply
        self._work = work
        self._ask_file = ask_file
        self._table: Table | None = None
        self._preview: ImportPreview | None = None
        self._imported = False
        self._busy = False
        self._cancelled = Flag()
        self.choose = KeyedButton(icon="folder", arrange="row")
        self.load = KeyedButton(icon="download", kind="accent", arrange="row")
        self.progress = ProgressPanel()
        self.outcome = Outcome()
        self.panel = ImportPanel()
        self._build()
        self.retranslate()
        self._show_state()

    def _build(self) -> None:
        self._buttons = QWidget()
        self.line = QHBoxLayout(self._buttons)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(12)
        self.line.addWidget(self.choose)
        self.line.addWidget(self.load)
        self.line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        for widget in (self._buttons, self.progress, self.outcome):
            rows.addWidget(widget)
        rows.addWidget(self.panel, 1)
        self.choose.clicked.connect(self.choose_file)
        self.load.clicked.connect(self.apply)
        self.progress.cancelled.connect(self._cancelled.set)
        self.panel.columns_changed.connect(self._read)

    # ------------------------------------------------------------------ what there is

    def busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._busy

    def opened(self) -> bool:
        """Whether a file was read, so that its columns are shown."""
        return self._table is not None

    def imported(self) -> bool:
        """Whether the catalogue holds all of the file."""
        return self._imported

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
        self._work.ask(read, shown, self._stopped)

    def forget(self) -> None:
        """Put the file away."""
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
        self._work.ask(
            lambda: self._ask_preview(table, columns, self._go_on), self._read_done, self._stopped
        )

    def _read_done(self, preview: ImportPreview) -> None:
        self._busy = False
        self._preview = preview
        self.panel.show_preview(preview)
        # A file that changes nothing is in the catalogue already.
        self._imported = not preview.problem_count and not _count(preview)
        self._show_state()
        if self._imported:
            self.outcome.good(t("first_run.nothing_new"))
        self.read.emit()

    def apply(self) -> None:
        """Write all of the file, or nothing of it."""
        preview = self._preview
        if preview is None or preview.problem_count or self._busy:
            return
        self._start(t("first_run.loading"))
        self._work.ask(
            lambda: self._ask_apply(preview, self._go_on),
            lambda _version: self._applied(preview),
            self._stopped,
        )

    def _applied(self, preview: ImportPreview) -> None:
        self._busy = False
        self._imported = True
        self._show_state()
        self.outcome.good(t("first_run.loaded", count=_count(preview)))
        self.loaded.emit(_count(preview))

    def _stopped(self, error: PosError) -> None:
        self._busy = False
        self._show_state()
        self.outcome.bad(error)
        self.failed.emit(error)

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
        preview = self._preview
        good = preview is not None and not preview.problem_count and not self._imported
        self._buttons.setVisible(not self._busy)
        self.load.setVisible(good)
        self.choose.set_kind("plain" if good or self._imported else "accent")
        if preview is not None:
            self.load.setText(t("first_run.load", count=_count(preview)))
        self.progress.setVisible(self._busy)
        self.panel.setVisible(self.opened())
        self.panel.setEnabled(not self._busy)
        self.state_changed.emit()

    def retranslate(self) -> None:
        self.choose.setText(t("first_run.choose_file"))
        self.panel.retranslate()
        if self._preview is not None:
            self._show_state()


def _count(preview: ImportPreview) -> int:
    return preview.new_count + preview.changed_count
