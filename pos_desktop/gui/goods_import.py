"""Goods from a file from the window's side: one panel, whose work goes on when it is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.domain.rights import Action, demand
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.dialogs.goods_import import GoodsImportDialog
from pos_desktop.gui.messages import Message, message_for
from pos_desktop.gui.screens.first_run_ports import Progress
from pos_desktop.gui.screens.goods_file import AskFile, GoodsFile, ask_which
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.i18n import t
from pos_desktop.operations.import_catalogue import ImportPreview

_ROOM = QSize(980, 664)


class GoodsImport:
    """say(text, icon): a short notice over the window. loaded: the catalogue has changed. ask_file:
    which file, "" for none."""

    def __init__(
        self,
        host: QWidget,
        shop: Shop,
        say: Callable[[str, str], None],
        loaded: Callable[[], None],
    ) -> None:
        self.ask_file: AskFile = ask_which
        self.dialog: GoodsImportDialog | None = None
        self._host = host
        self._shop = shop
        self._say = say
        self._told = loaded
        self._modal: Modal | None = None
        self._pieces: tuple[object, ...] = ()

    def open(self) -> None:
        """Show the panel to who may import; what was left at work is found there again."""
        current = self._shop.till.current
        if current is None or current.staff is None or self._modal is not None:
            return
        try:
            demand(current.staff, Action.IMPORT_CATALOGUE)
        except RefusalError as error:
            self._shop.till.refused.emit(error)
            return
        if self.dialog is None:
            self.dialog = self._new_dialog()
        self.dialog.retranslate()
        self.dialog.notice.hide()
        self._pieces = _pieces(current)
        modal = Modal(self._host, self.dialog, closable=False)
        self.dialog.show()
        modal.closed.connect(self._closed)
        self._modal = modal
        self._fit()
        modal.open()

    def leave(self) -> None:
        """Back to the sale."""
        if self._modal is not None:
            self._modal.close_modal()

    def show_snapshot(self, shown: Snapshot) -> None:
        """A sale that changes behind the panel is told in it; nobody signed in: it closes."""
        if shown.staff is None:
            self.leave()
        pieces = _pieces(shown)
        if self._modal is None or self.dialog is None or pieces == self._pieces:
            return
        self._pieces = pieces
        if shown.priced is not None:
            self.dialog.tell_sale(shown.priced)

    def note_scan(self, message: Message) -> None:
        """A scan that brought nothing."""
        if self._modal is not None and self.dialog is not None:
            self.dialog.tell_refusal(message)

    # ------------------------------------------------------------------ the panel

    def _new_dialog(self) -> GoodsImportDialog:
        ports = self._shop.open_imports()
        till = self._shop.till

        def apply(preview: ImportPreview, progress: Progress) -> int:
            staff = till.current.staff if till.current else None
            if staff is None:
                raise RefusalError("signin.needed")
            return ports.apply(preview, staff, progress)

        file = GoodsFile(ports.preview, apply, ports.work, self._ask)
        dialog = GoodsImportDialog(file)
        dialog.left.connect(self.leave)
        file.state_changed.connect(self._fit)
        file.read.connect(self._read)
        file.loaded.connect(self._loaded)
        file.failed.connect(self._failed)
        return dialog

    def _ask(self, parent: QWidget) -> str:
        return self.ask_file(parent)

    def _fit(self) -> None:
        """Small before a file is chosen, then with room for its rows."""
        if self._modal is not None and self.dialog is not None:
            self._modal.set_size(_ROOM if self.dialog.file.opened() else None)

    def _closed(self) -> None:
        """The panel outlives its frame while its work goes on."""
        dialog = self.dialog
        self._modal = None
        if dialog is None:
            return
        dialog.setParent(None)
        if dialog.file.busy():
            self._say(t("sale.goods_go_on"), "clock")
        else:
            self._drop()

    def _drop(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    # ------------------------------------------------------------------ what came of it

    def _read(self) -> None:
        if self._modal is None:
            self._say(t("sale.goods_read"), "info")

    def _loaded(self, count: int) -> None:
        self._told()
        self._say(t("first_run.loaded", count=count), "check")
        if self._modal is not None:
            self.leave()
        else:
            self._drop()

    def _failed(self, error: PosError) -> None:
        """In the panel it stands beside the button."""
        if self._modal is None:
            message = message_for(error)
            self._say(f"{message.title}. {message.detail}", "triangle-alert")
            self._drop()


def _pieces(shown: Snapshot) -> tuple[object, ...]:
    """What of the open sale a scan changes."""
    if shown.priced is None:
        return ()
    return tuple((line.line.line_id, line.line.quantity) for line in shown.priced.lines)
