"""The pages beside the sale: built when first wanted, shown one at a time.

To add one: a screen with the shape of Page and one line in PAGES, one in app/preloading.py for its
modules, one in page_cover.py if it takes longer than a frame to build; a menu of menus.py may name
it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_desktop.gui.page_cover import EDGES, PageCover
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.ports import Event
from pos_desktop.ports.equipment import SLOTS


class Page(Protocol):
    """A screen, besides being a QWidget.

    back_wanted: to the sale. opened: it comes into sight, read what is to be shown. note: something
    happened behind the window. take_scan: whether the scan was meant for this page; if not, the
    sale takes it.
    """

    back_wanted: SignalInstance

    def opened(self) -> None: ...
    def retranslate(self) -> None: ...
    def note(self, event: Event) -> None: ...
    def take_scan(self, text: str) -> bool: ...


def _stock(shop: Shop) -> QWidget:
    from pos_desktop.gui.screens.stock import StockScreen
    from pos_desktop.gui.stock_questions import StockQuestions

    return StockScreen(shop, lambda host: StockQuestions(host, shop))


def _advances(shop: Shop) -> QWidget:
    from pos_desktop.gui.advances_page import AdvancesScreen

    return AdvancesScreen(shop)


def _journal(shop: Shop) -> QWidget:
    from pos_desktop.gui.screens.journal import JournalScreen

    return JournalScreen(shop)


def _reports(shop: Shop) -> QWidget:
    from pos_desktop.gui.screens.reports import ReportsScreen

    return ReportsScreen(shop)


def _promotions(shop: Shop) -> QWidget:
    from pos_desktop.gui.promotions_page import PromotionsScreen

    return PromotionsScreen(shop)


def _refund(shop: Shop) -> QWidget:
    from pos_desktop.gui.screens.refund_page import RefundPage

    return RefundPage(shop)


def _shift_open(shop: Shop) -> QWidget:
    from pos_desktop.gui.screens.shift_open import ShiftOpenScreen

    return ShiftOpenScreen(shop)


def _shift_close(shop: Shop) -> QWidget:
    from pos_desktop.gui.screens.shift_close import ShiftCloseScreen

    return ShiftCloseScreen(shop)


def _shift_history(shop: Shop) -> QWidget:
    from pos_desktop.gui.screens.shift_history import ShiftHistoryScreen

    return ShiftHistoryScreen(shop)


def _shift_x(shop: Shop) -> QWidget:
    from pos_desktop.gui.screens.shift_x import ShiftXScreen

    return ShiftXScreen(shop)


def _equipment(shop: Shop) -> QWidget:
    from pos_desktop.gui.equipment_page import EquipmentScreen

    return EquipmentScreen(shop)


def _staff(shop: Shop) -> QWidget:
    from pos_desktop.gui.staff_page import StaffScreen

    return StaffScreen(shop)


def _customers(shop: Shop) -> QWidget:
    from pos_desktop.gui.customers_page import CustomersScreen

    return CustomersScreen(shop)


PAGES: dict[str, Callable[[Shop], QWidget]] = {
    "advances": _advances,
    "journal": _journal,
    "stock": _stock,
    "reports": _reports,
    "promotions": _promotions,
    "refund": _refund,
    "shift_open": _shift_open,
    "shift_close": _shift_close,
    "shift_x": _shift_x,
    "customers": _customers,
    "staff": _staff,
    "equipment": _equipment,
    "shift_history": _shift_history,
}
"""Name of a page -> how it is made."""


class Pages:
    """The pages of one window in its stack; home is the sale."""

    def __init__(
        self,
        stack: QStackedWidget,
        shop: Shop,
        home: Callable[[], None],
        built: Callable[[str, QWidget], None],
    ) -> None:
        """built(name, page): called once for each, to connect what the window does for it."""
        self._stack = stack
        self._shop = shop
        self._home = home
        self._tell_built = built
        self._built: dict[str, QWidget] = {}

    def page(self, name: str) -> QWidget:
        """The page of that name, built now if it was not."""
        if name not in self._built:
            widget = PAGES[name](self._shop)
            as_page(widget).back_wanted.connect(self._home)
            self._built[name] = widget
            self._stack.addWidget(widget)
            self._tell_built(name, widget)
        return self._built[name]

    def forget(self, name: str) -> None:
        """Give up a page that is wanted once a day; whoever comes to it again gets a new one."""
        widget = self._built.pop(name, None)
        if widget is not None:
            self._stack.removeWidget(widget)
            widget.deleteLater()

    def show(self, name: str) -> QWidget:
        """Bring a page to the front; it reads anew what it shows."""
        cover = self._cover(name)
        try:
            widget = self.page(name)
            self._stack.setCurrentWidget(widget)
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            as_page(widget).opened()
        finally:
            if cover is not None:
                cover.lift()
        return widget

    def _cover(self, name: str) -> PageCover | None:
        """Show the upper edge of a page that takes its time, before it is built."""
        edge = EDGES.get(name)
        if edge is None or name in self._built or not self._stack.isVisible():
            return None
        shown = self._shop.till.current
        shift = shown.shift if shown is not None else None
        return PageCover(self._stack, edge, shift.number if shift is not None else 0)

    def refund(self, sale_id: str) -> None:
        """Goods of this sale come back."""
        from pos_desktop.gui.screens.refund_page import RefundPage

        page = self.show("refund")
        if isinstance(page, RefundPage):
            page.open_sale(sale_id)

    def look_at(self, part: str) -> None:
        """What a pill of the top bar tells about: a device, or what waits to be sent."""
        from pos_desktop.gui.equipment_page import EquipmentScreen

        is_device = any(slot.device == part != "fiscal" for slot in SLOTS)
        page = self.show("equipment" if is_device else "journal")
        if isinstance(page, EquipmentScreen):
            page.choose(part)

    def current(self) -> str:
        """The name of the page in front, "" where it is none of these."""
        front = self._stack.currentWidget()
        return next((name for name, page in self._built.items() if page is front), "")

    def take_scan(self, text: str) -> bool:
        """Whether the page in front took the scan."""
        name = self.current()
        return bool(name) and as_page(self._built[name]).take_scan(text)

    def is_asking(self) -> bool:
        """Whether a form or a question is open over the page in front: it would go with the
        page, and what was typed with it."""
        front = self._built.get(self.current())
        panels = self._stack.window().findChildren(Modal)
        return front is not None and any(panel.asks_over(front) for panel in panels)

    def note(self, event: Event) -> None:
        for widget in self._built.values():
            as_page(widget).note(event)

    def retranslate(self) -> None:
        for widget in self._built.values():
            as_page(widget).retranslate()


def as_page(widget: QWidget) -> Page:
    """The page side of a widget from PAGES."""
    return cast(Page, widget)
