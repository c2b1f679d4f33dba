"""The two menus of the sale screen as tables: the drawer and the shift, and everything else.

An entry opens a page of pages.py, or names an act of the window.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """icon: of resources/icons. text_key: of the translations. page or act: what it leads to."""

    icon: str
    text_key: str
    page: str = ""
    act: str = ""
    danger: bool = False


SHIFT_MENU: tuple[Entry, ...] = (Entry("list", "sale.journal", page="journal"),)

LINE_MENU: tuple[Entry, ...] = (
    Entry("tag", "sale.line_price", act="price"),
    Entry("pencil", "sale.line_note", act="note"),
)
"""What is done with one line and has no button of its own under it."""

MORE_MENU: tuple[Entry, ...] = (
    Entry("pencil", "sale.note", act="note"),
    Entry("trash-2", "sale.void", act="void", danger=True),
    Entry("package", "sale.goods_file", act="goods"),
    Entry("moon", "sale.theme", act="theme"),
    Entry("languages", "sale.language", act="language"),
    Entry("lock", "sale.lock", act="lock"),
)
