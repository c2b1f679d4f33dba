"""What stands in a list or table while nothing is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.i18n import t


class Nothing(QWidget):
    """Says why a list is empty and what fills it."""

    def __init__(self, icon: str = "package", key: str = "") -> None:
        super().__init__()
        self._key = key
        centre = Qt.AlignmentFlag.AlignHCenter
        self._icon = IconLabel(icon, 32, "muted", boxed=72)
        self._title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True, align=centre)
        self._detail = Label("", theme.BODY, theme.REGULAR, "muted", wrap=True, align=centre)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(32, 24, 32, 24)
        rows.setSpacing(8)
        rows.addStretch(1)
        rows.addWidget(self._icon, 0, centre)
        rows.addWidget(self._title)
        rows.addWidget(self._detail)
        rows.addStretch(1)
        self.retranslate()

    def say(self, icon: str, key: str) -> None:
        """key: of a text with title and detail."""
        self._key = key
        self._icon.set_icon(icon)
        self.retranslate()

    def retranslate(self) -> None:
        if self._key:
            self._title.setText(t(f"{self._key}.title"))
            self._detail.setText(t(f"{self._key}.detail"))
            self.setAccessibleName(f"{self._title.text()}. {self._detail.text()}")
