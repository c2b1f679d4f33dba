"""Price lists on the customers' page: seen, and loaded from a file in two steps."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from pos_desktop.gui.dialogs.price_lists import PriceFileDialog, PriceListsDialog
from pos_desktop.gui.screens.goods_file import AskFile
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.one_modal import OneModal
from pos_desktop.i18n import t
from pos_desktop.operations.import_prices import PriceFile


def ask_which(parent: QWidget) -> str:
    """Ask for a file of prices, "" where the person thought better of it."""
    title, kinds = t("customers.prices.from_file"), "CSV, XLSX (*.csv *.txt *.xlsx)"
    return QFileDialog.getOpenFileName(parent, title, "", kinds)[0]


class PriceLists:
    """page: what the dialogs stand on. ask_file: which file, "" for none."""

    def __init__(self, page: QWidget, shop: Shop, ask_file: AskFile = ask_which) -> None:
        self._page = page
        self._shop = shop
        self._ask_file = ask_file
        self._modal = OneModal(page)

    @property
    def dialog(self) -> QWidget | None:
        return self._modal.content

    def show(self) -> None:
        self._shop.till.ask(self._shop.desks.prices.lists, self._show_lists)

    def _show_lists(self, lists: list[tuple[str, str, int]]) -> None:
        dialog = PriceListsDialog(lists)
        dialog.file_wanted.connect(self._load)
        self._open(dialog)

    def _load(self) -> None:
        name = self._ask_file(self._page)
        if name:
            path = Path(name)
            self._shop.till.run(
                lambda: self._shop.desks.prices.read(path),
                lambda found: self._show_file(found, path.stem),
            )

    def _show_file(self, found: PriceFile, name: str) -> None:
        dialog = PriceFileDialog(found, name)
        # It stays open until the list is stored: a wrong name is corrected in place.
        dialog.confirmed.connect(
            lambda called: self._shop.till.run(
                lambda: self._shop.desks.prices.put(called, found), self._show_lists
            )
        )
        self._open(dialog)

    def _open(self, dialog: PriceListsDialog | PriceFileDialog) -> None:
        self._modal.show(dialog)
