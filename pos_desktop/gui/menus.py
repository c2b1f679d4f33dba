"""The two menus of the sale screen as tables: the drawer and the shift, and everything else.

An entry opens a page of pages.py, or names an act of the window.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """icon: of resources/icons. text_key: of the translations. page or act: what it leads to.
    key: what does the same on the sale screen."""

    icon: str
    text_key: str
    page: str = ""
    act: str = ""
    danger: bool = False
    key: str = ""


SHIFT_MENU: tuple[Entry, ...] = (
    Entry("file-text", "cash.menu.x", page="shift_x"),
    Entry("arrow-down", "cash.menu.pay_in", act="pay_in"),
    Entry("arrow-up", "cash.menu.pay_out", act="pay_out"),
    Entry("landmark", "cash.menu.safe_drop", act="safe_drop"),
    Entry("cash-drawer", "cash.menu.open_drawer", act="open_drawer"),
    Entry("card-terminal", "cash.menu.reconcile", act="reconcile"),
    Entry("lock", "cash.menu.close", page="shift_close"),
    Entry("history", "shift_history.title", page="shift_history"),
    Entry("list", "sale.journal", page="journal"),
    Entry("chart-column", "reports.title", page="reports"),
)

LINE_MENU: tuple[Entry, ...] = (
    Entry("tag", "sale.line_price", act="price"),
    Entry("pencil", "sale.line_note", act="note"),
    Entry("package", "choose.pack", act="pack"),
    Entry("circle-help", "promotions.why", act="why"),
)
"""What is done with one line and has no button of its own under it."""

FAVOURITE_MENU: tuple[Entry, ...] = (
    Entry("arrow-left-right", "sale.favourite_to", act="move"),
    Entry("trash-2", "sale.favourite_remove", act="remove", danger=True),
)
OTHER_TILE_MENU: tuple[Entry, ...] = (Entry("star", "sale.favourite_add", act="add"),)
"""What is done with a tile that was pressed long."""

MORE_MENU: tuple[Entry, ...] = (
    Entry("plus", "sale.new_beside", act="new_sale", key="Ctrl+N"),
    Entry("tag", "sale.park_named", act="park_named", key="Shift+F6"),
    Entry("pencil", "sale.note", act="note"),
    Entry("ticket", "promotions.coupon", act="coupon"),
    Entry("copy", "sale.copy_last", act="copy_last", key="Ctrl+P"),
    Entry("gift", "sale.gift_last", act="gift_last"),
    Entry("tags", "customers.certificates", act="certificates"),
    Entry("hand-coins", "advances.title", page="advances"),
    Entry("users", "customers.title", page="customers"),
    Entry("badge-percent", "promotions.title", page="promotions"),
    Entry("warehouse", "sale.stock_page", page="stock"),
    Entry("package", "sale.goods_file", act="goods"),
    Entry("scale", "sale.scale_labels", act="scale_labels"),
    Entry("plug", "equipment.title", page="equipment"),
    Entry("id-card", "staff.title", page="staff"),
    Entry("flag", "training.title", act="training"),
    Entry("monitor", "customer.title", act="customer_screen"),
    Entry("moon", "sale.theme", act="theme"),
    Entry("languages", "sale.language", act="language"),
    Entry("lock", "sale.lock", act="lock"),
    Entry("trash-2", "sale.void", act="void", danger=True),
)
"""The open receipt, who it is for, goods and devices, the register itself; what cannot be taken
back stands apart at the end."""
