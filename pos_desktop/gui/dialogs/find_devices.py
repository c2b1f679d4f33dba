"""The search for devices over the page: what is looked at, what was found, and a way to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.errors import PosError
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import DecisionFrame
from pos_desktop.gui.equipment_words import look_of, name_of
from pos_desktop.gui.messages import message_for, text_for
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.named_field import NamedField
from pos_desktop.gui.widgets.progress import LevelBar
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import FoundDevice, SearchResult, SearchStep, Wishes

_WIDE_PX = 720
_LIST_PX = 320
_KEYED = 9

_SHARES = {
    "usb": (0.05, 0.1), "serial": (0.1, 0.15), "spooler": (0.15, 0.25),
    "network": (0.25, 0.7), "scales": (0.7, 1.0),
}  # fmt: skip
"""How far the bar is at the beginning and the end of a source."""

Search = Callable[[Wishes, Callable[[SearchStep], bool]], SearchResult]


class FoundRow(Card):
    """One thing that was found; wanted: set it up."""

    wanted = Signal()

    def __init__(self, found: FoundDevice) -> None:
        super().__init__(padding=12, spacing=0)
        self.found = found
        name = name_of(found.device)
        kind = name if found.sure else t("equipment.find_panel.maybe", device=name)
        told = " · ".join(part for part in (kind, found.by) if part)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(Label(found.name, theme.BODY, theme.MEDIUM, wrap=True))
        texts.addWidget(Label(told, theme.SMALL, theme.REGULAR, "muted", wrap=True))
        button = KeyedButton(t("equipment.find_panel.set_up"), arrange="row")
        self.button = button
        button.setAccessibleName(f"{t('equipment.find_panel.set_up')}: {found.name}, {name}")
        button.clicked.connect(self.wanted)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(IconLabel(look_of(found.device).icon, 20, "ink_soft", boxed=44))
        line.addLayout(texts, 1)
        line.addWidget(button)
        self.body().addLayout(line)


class FindDialog(DecisionFrame):
    """chosen(FoundDevice): to be set up. The search itself runs on `work`."""

    chosen = Signal(object)

    def __init__(self, search: Search, work: Work) -> None:
        super().__init__(
            t("equipment.find_panel.title"), t("equipment.find_panel.begin"), width=_WIDE_PX
        )
        self._search = search
        self._work = work
        self._stopped = threading.Event()
        self.running = False
        self.result: SearchResult | None = None
        self.addresses = NamedField(t("equipment.find_panel.addresses"), typed="latin")
        self.addresses.edit.setPlaceholderText(t("equipment.find_panel.addresses_hint"))
        self.start = KeyedButton(icon="search", key="Enter", kind="accent", arrange="row")
        self.progress = LevelBar(0.0, "accent", bar_px=6)
        self.said = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self.rows_of_found: list[FoundRow] = []
        self._build()
        for place in range(_KEYED):
            # A shortcut, for the field would take the digit.
            key = QShortcut(QKeySequence(f"Alt+{place + 1}"), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda n=place: self._set_up(n))
        self.addresses.submitted.connect(self.begin)
        self.start.clicked.connect(self._pressed)
        self._show_idle()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.addresses, 1)
        side = QVBoxLayout()
        side.addStretch(1)
        side.addWidget(self.start)
        head.addLayout(side)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(8)
        self._list.addStretch(1)
        self._area = scrolling(inside)
        self._area.setMinimumHeight(_LIST_PX)
        self.rows.addLayout(head)
        self.rows.addWidget(self.progress)
        self.rows.addWidget(self.said)
        self.rows.addWidget(self._area, 1)

    # ------------------------------------------------------------------ the search

    def begin(self) -> None:
        """Look everywhere; nothing while a search runs."""
        if self.running:
            return
        wishes = Wishes(self.addresses.text())
        self._stopped.clear()
        self.running = True
        self.begin_looks()
        self._work.ask(lambda: self._search(wishes, self._told), self._finished, self._failed)

    def begin_looks(self) -> None:
        """How it is while a search runs."""
        self._show_found([])
        self.start.setText(t("equipment.find_panel.cancel"))
        self.start.set_icon("x")
        self.start.set_key("Esc")
        self.said.set_tone("ink_soft")
        self.progress.show()
        self._step(SearchStep("usb"))

    def stop(self) -> None:
        """End a search soon; what was found until then is shown."""
        self._stopped.set()

    def _told(self, step: SearchStep) -> bool:
        """On the searching thread."""
        self._work.tell(lambda: self._step(step))
        return not self._stopped.is_set()

    def _step(self, step: SearchStep) -> None:
        if not self.running:
            return
        key = f"equipment.find_panel.{step.source}"
        self.said.setText(t(key, done=step.done, of=step.of))
        begin, end = _SHARES.get(step.source, (0.0, 1.0))
        self.progress.set_share(begin + (end - begin) * step.done / max(1, step.of))

    def _finished(self, result: SearchResult) -> None:
        self.running = False
        self.result = result
        found = list(result.found)
        self._show_idle()
        lines = [t("equipment.found", count=len(found))]
        if result.cancelled:
            lines = [t("equipment.find_panel.stopped")]
        if not found:
            lines = [t("equipment.find_panel.nothing")]
        for trouble in result.troubles:
            source = t(f"equipment.find_panel.source_{trouble.source}")
            title = text_for(trouble.code, trouble.values).title
            if "needs" in trouble.values:
                title = t("equipment.find_panel.needs", program=trouble.values["needs"])
            lines.append(t("equipment.find_panel.trouble", source=source, text=title))
        self.said.setText("\n".join(lines))
        self._show_found(found)

    def _failed(self, error: PosError) -> None:
        self.running = False
        self._show_idle()
        message = message_for(error)
        self.said.setText(f"{message.title}. {message.detail}")
        self.said.set_tone("danger_text")

    def _show_idle(self) -> None:
        self.progress.hide()
        self.said.set_tone("ink_soft")
        again = "again" if self.result is not None else "start"
        self.start.setText(t(f"equipment.find_panel.{again}"))
        self.start.set_icon("search")
        self.start.set_key("Enter")

    def _show_found(self, found: list[FoundDevice]) -> None:
        for row in self.rows_of_found:
            row.hide()
            row.deleteLater()
        self.rows_of_found = [FoundRow(one) for one in found]
        for place, row in enumerate(self.rows_of_found):
            row.wanted.connect(lambda one=row.found: self.chosen.emit(one))
            row.button.set_key(f"Alt+{place + 1}" if place < _KEYED else "")
            self._list.insertWidget(place, row)

    def _set_up(self, place: int) -> None:
        if place < len(self.rows_of_found):
            self.rows_of_found[place].button.click()

    def _pressed(self) -> None:
        if self.running:
            self.stop()
        else:
            self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops the search first and leaves with the second press."""
        if event.key() == Qt.Key.Key_Escape and self.running:
            self.stop()
        else:
            super().keyPressEvent(event)
