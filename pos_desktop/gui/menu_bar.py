"""The menus of the window: what menus.py lists is shown, what is tapped is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.menu import MenuDialog, MenuRow
from pos_desktop.gui.menus import MORE_MENU, SHIFT_MENU, Entry
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.i18n import t


class MenuBar:
    """host: the window. open_page(name): shows a page. acts: what each act of menus.py does."""

    def __init__(
        self,
        host: QWidget,
        open_page: Callable[[str], None],
        acts: Mapping[str, Callable[[], None]],
        missing: Callable[[str], bool] = lambda _act: False,
        want_pages: Callable[[Iterable[str]], None] = lambda _names: None,
    ) -> None:
        """missing: whether an act makes no sense in this shop now; it is not offered then.
        want_pages: called with the pages of a menu that opens."""
        self._host = host
        self._open_page = open_page
        self._acts = acts
        self._missing = missing
        self._want_pages = want_pages

    def more(self) -> None:
        self._show(t("sale.more"), MORE_MENU)

    def shift(self) -> None:
        self._show(t("sale.shift"), SHIFT_MENU)

    def _show(self, title: str, entries: tuple[Entry, ...]) -> None:
        rows: list[MenuRow] = []
        for number, entry in enumerate(entries):
            if self._missing(entry.act):
                continue
            icon, text = entry.icon, t(entry.text_key)
            if entry.act == "theme":
                icon, text = other_theme()
            rows.append(MenuRow(str(number), icon, text, entry.danger, entry.key))
        menu = MenuDialog(title, rows)
        modal = Modal(self._host, menu, close_outside=True)
        menu.cancelled.connect(modal.close_modal)

        def chosen(number: str) -> None:
            modal.close_modal()
            entry = entries[int(number)]
            if entry.page:
                self._open_page(entry.page)
            else:
                self._acts[entry.act]()

        menu.chosen.connect(chosen)
        modal.open()
        # Once the menu has been painted.
        QTimer.singleShot(0, lambda: self._want_pages([entry.page for entry in entries]))


def other_theme() -> tuple[str, str]:
    """Sign and name of the theme one would get."""
    if theme.current().name == "dark":
        return "sun", t("sale.theme_light")
    return "moon", t("sale.theme")
