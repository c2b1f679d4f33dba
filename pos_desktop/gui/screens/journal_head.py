"""The upper edge of the journal: back, title, search, filters, and what waits for the network."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import number, t

Filter = Literal["all", "waiting", "attention"]
_ICONS: dict[Filter, str] = {"all": "", "waiting": "clock", "attention": "triangle-alert"}


class JournalHead(QWidget):
    """back_pressed, searched(text), filter_chosen(filter)."""

    back_pressed = Signal()
    searched = Signal(str)
    filter_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[Filter, str] = {}
        self._back = KeyedButton(icon="arrow-left", key="Esc", arrange="row")
        self._back.clicked.connect(self.back_pressed)
        self._title = Label("", theme.TITLE, theme.SEMIBOLD)
        self.search = SearchField(height=theme.TOUCH)
        self.search.setMaximumWidth(320)
        self.search.text_changed.connect(self.searched)
        self._filters: dict[Filter, KeyedButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self._back)
        line.addWidget(self._title)
        line.addWidget(self.search, 1)
        line.addStretch(0)
        for name, icon in _ICONS.items():
            button = KeyedButton(icon=icon, arrange="row")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, n=name: self._choose(n))
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._filters[name] = button
            line.addWidget(button)
        self._filters["all"].setChecked(True)

    def show_counts(self, counts: dict[Filter, str]) -> None:
        """How many documents each filter would show, "" while that is not known."""
        self._counts = counts
        for name, button in self._filters.items():
            word = t(f"journal.filter.{name}")
            count = counts.get(name, "")
            button.setText(f"{word} · {count}" if count else word)
            button.setAccessibleName(word)

    def set_compact(self, compact: bool) -> None:
        """Leave out icons where the line is short."""
        for name, icon in _ICONS.items():
            self._filters[name].set_icon("" if compact else icon)
            self._filters[name].set_padding(12 if compact else 16)
        self._back.set_padding(12 if compact else 16)

    def current(self) -> Filter:
        return next(name for name, button in self._filters.items() if button.isChecked())

    def _choose(self, chosen: Filter) -> None:
        for name, button in self._filters.items():
            button.setChecked(name == chosen)
        self.filter_chosen.emit(chosen)

    def retranslate(self) -> None:
        self._back.setText(t("journal.back"))
        self._title.setText(t("journal.title"))
        self.search.set_placeholder(t("journal.search"))
        self.show_counts(self._counts)


def count_text(count: int, *, more: bool = False) -> str:
    """ "37"; "500+" where there are more than were read."""
    return number(count) + ("+" if more else "")
