"""What the reports show when there is nothing to show yet: why it is empty, or how far it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.progress import ProgressPanel
from pos_desktop.i18n import percent, t


class ReportsNothing(Card):
    """Says why there is no report, and what to press. pressed: the button below."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__(padding=32)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._icon = IconLabel("receipt-text", 32, "muted", boxed=72)
        self.title = Label("", theme.LARGE, theme.SEMIBOLD, align=centre)
        self._detail = Label("", theme.BODY, theme.REGULAR, "muted", wrap=True, align=centre)
        self.button = KeyedButton(arrange="row")
        self.button.clicked.connect(self.pressed)
        rows = self.body()
        rows.addStretch(1)
        rows.addWidget(self._icon, 0, centre)
        rows.addSpacing(4)
        rows.addWidget(self.title)
        rows.addWidget(self._detail)
        rows.addSpacing(8)
        rows.addWidget(self.button, 0, centre)
        rows.addStretch(1)

    def say(self, icon: str, what: str, button: str = "", button_icon: str = "") -> None:
        """what: names the texts; button: its text, "" for none."""
        self._icon.set_icon(icon)
        self.title.setText(t(f"reports.{what}_title"))
        self._detail.setText(t(f"reports.{what}_detail"))
        self.button.setText(button)
        self.button.set_icon(button_icon)
        self.button.setVisible(bool(button))


class ReportsBusy(Card):
    """A long read: how far it is, and a button to leave it. stopped: it was pressed."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__(padding=32)
        self._panel = ProgressPanel()
        self._panel.cancelled.connect(self.stopped)
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.addStretch(1)
        rows.addWidget(self._panel)
        rows.addStretch(2)
        self.body().addWidget(inside, 1)

    def show_share(self, thousandths: int) -> None:
        """How much is read."""
        self._panel.set_texts(t("reports.reading"), t("reports.stop"))
        text = t("reports.reading_left", percent=percent(thousandths // 10 * 100))
        self._panel.set_progress(thousandths / 1000, text)
