"""A line of text that is typed, in the look of the kit."""

from __future__ import annotations

from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_desktop.gui import theme


class LineEdit(QLineEdit):
    """As Qt has it; the menu that a long press opens has the look of the kit, too. bare: it stands
    in a field that paints itself."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, bare: bool = False
    ) -> None:
        super().__init__(text, parent)
        theme.dress(self, "bare" if bare else "field")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        theme.dress(menu, "menu")
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())
