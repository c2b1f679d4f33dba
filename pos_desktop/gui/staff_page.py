"""The people who work here: a list at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.staff import Role, StaffMember, StaffRecord
from pos_desktop.gui import theme
from pos_desktop.gui.desk_staff import StaffList
from pos_desktop.gui.dialogs.frame import ConfirmFrame, DecisionFrame
from pos_desktop.gui.dialogs.staff import BadgeForm, PinForm, StaffForm
from pos_desktop.gui.screens.journal_words import moment
from pos_desktop.gui.screens.page_head import PageHead
from pos_desktop.gui.screens.staff_card import StaffCard, role_of
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import t
from pos_desktop.operations.staff import NewPin
from pos_desktop.ports import Event
from pos_desktop.ports.people import PinReset

_COMPACT_PX = 1200
_ROW_PX = 64
_KEYS = {
    Qt.Key.Key_F4: "change",
    Qt.Key.Key_F6: "pin",
    Qt.Key.Key_F7: "badge",
    Qt.Key.Key_F8: "leave",
    Qt.Key.Key_F9: "unlock",
}


class StaffScreen(QWidget):
    """A page; back_wanted: to the sale. All reading and writing happens on the lane."""

    back_wanted = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._desk = shop.desks.staff
        self.records: list[StaffRecord] = []
        self._resets: Mapping[str, PinReset] = {}
        self._chosen = ""
        self._buttons: list[KeyedButton] = []
        self._modal: Modal | None = None
        self.dialog: DecisionFrame | None = None
        self.head = PageHead()
        self.new = KeyedButton(icon="plus", key="F3", kind="accent", arrange="row")
        self.card = StaffCard()
        self.nothing = Nothing("users", "staff.empty")
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.head.add(self.new)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(0, 0, 8, 0)
        listed.addWidget(self.nothing, 1)
        listed.addLayout(self._list)
        listed.addStretch(0)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(scrolling(inside), 1)
        middle.addWidget(self.card)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.head)
        rows.addLayout(middle, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.head.back_pressed.connect(self.back_wanted)
        self.new.clicked.connect(self._ask_new)
        self.card.change.clicked.connect(self._ask_change)
        self.card.pin.clicked.connect(self._ask_pin)
        self.card.badge.clicked.connect(self._ask_badge)
        self.card.leave.clicked.connect(self._ask_leave)
        self.card.unlock.clicked.connect(self._unlock)

    # ------------------------------------------------------------------ the page

    def opened(self) -> None:
        """Who still has the PIN that everybody knows is asked for another one first."""
        self._shop.till.ask(self._desk.everyone, self._arrived)

    def _arrived(self, found: StaffList) -> None:
        me = self._me()
        self._show(replace(found, chosen=self._chosen or me))
        if self._shop.roster.has_first_pin(me):
            self.choose(me)
            self._ask_pin()

    def note(self, _event: Event) -> None:
        """Nothing behind the window changes people."""

    def take_scan(self, text: str) -> bool:
        """A badge while one is waited for; everything else is for the sale."""
        if not isinstance(self.dialog, BadgeForm):
            return False
        self._set_badge(text)
        return True

    def retranslate(self) -> None:
        self.head.retranslate(t("staff.title"))
        self.new.setText(t("staff.add"))
        self.nothing.retranslate()
        self.card.retranslate()
        self._draw()

    # ------------------------------------------------------------------ state

    def _show(self, found: StaffList) -> None:
        """Everyone as they are now, here and at sign-in."""
        self.records, self._resets = found.records, found.resets
        self._chosen = found.chosen or self._chosen
        self._shop.roster.set_records(found.records)
        self._draw()

    def _saved(self, found: StaffList) -> None:
        self._close()
        self._show(found)

    def _draw(self) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(record) for record in self.records]
        for button in self._buttons:
            self._list.addWidget(button)
        self.nothing.setVisible(not self.records)
        known = [record.member.staff_id for record in self.records]
        self.choose(self._chosen if self._chosen in known else next(iter(known), ""))

    def _button(self, record: StaffRecord) -> KeyedButton:
        member, words = record.member, [role_of(record.member)]
        if record.dismissed:
            words = [t("staff.state.dismissed")]
        elif record.locked_seconds:
            words.append(t("staff.state.locked"))
        button = KeyedButton(member.name, sub=" · ".join(words), arrange="stack")
        button.set_align_left(True)
        button.setCheckable(True)
        button.setFixedHeight(_ROW_PX)
        button.clicked.connect(lambda _on=False, i=member.staff_id: self.choose(i))
        return button

    def choose(self, staff_id: str) -> None:
        """Show this person, "" for nobody."""
        self._chosen = staff_id
        for record, button in zip(self.records, self._buttons, strict=True):
            button.setChecked(record.member.staff_id == staff_id)
        chosen = self._record()
        self.card.setVisible(chosen is not None)
        if chosen is not None:
            reset = self._resets.get(staff_id)
            self.card.show_record(chosen, moment(reset.at_us, self._shop.zone) if reset else "")

    def _record(self) -> StaffRecord | None:
        return next((r for r in self.records if r.member.staff_id == self._chosen), None)

    def _me(self) -> str:
        shown = self._shop.till.current
        return shown.staff.staff_id if shown is not None and shown.staff is not None else ""

    # ------------------------------------------------------------------ acts

    def _ask_new(self) -> None:
        form = StaffForm(StaffMember("", "", "", Role.CASHIER))

        def confirmed(asked: StaffMember, pin: NewPin) -> None:
            # It stays open until the person is stored: a wrong field is corrected in place.
            self._shop.till.run(lambda: self._desk.add(asked, pin), self._saved)

        form.confirmed.connect(confirmed)
        self._open(form)

    def _ask_change(self) -> None:
        record = self._record()
        if record is None:
            return
        form = StaffForm(record.member)

        def confirmed(asked: StaffMember, _pin: NewPin) -> None:
            self._shop.till.run(lambda: self._desk.change(asked), self._saved)

        form.confirmed.connect(confirmed)
        self._open(form)

    def _ask_pin(self) -> None:
        record = self._record()
        if record is None:
            return
        staff_id = record.member.staff_id
        form = PinForm(record.member, t("staff.first_pin") if record.first_pin else "")

        def confirmed(pin: NewPin) -> None:
            self._shop.till.run(lambda: self._desk.set_pin(staff_id, pin), self._saved)

        form.confirmed.connect(confirmed)
        self._open(form)

    def _ask_badge(self) -> None:
        record = self._record()
        if record is None:
            return
        form = BadgeForm(record.member, has_badge=record.has_badge)
        form.removed.connect(lambda: self._set_badge(""))
        self._open(form)

    def _set_badge(self, code: str) -> None:
        staff_id = self._chosen
        self._shop.till.run(lambda: self._desk.set_badge(staff_id, code), self._saved)

    def _ask_leave(self) -> None:
        """The person leaves, or comes back who had left."""
        record = self._record()
        if record is None:
            return
        staff_id = record.member.staff_id
        if record.dismissed:
            self._shop.till.run(lambda: self._desk.take_back(staff_id), self._saved)
            return
        form = ConfirmFrame(
            t("staff.dismiss_of", name=record.member.short_name),
            t("staff.dismiss_how"),
            t("staff.dismiss"),
        )
        form.confirmed.connect(
            lambda: self._shop.till.run(lambda: self._desk.dismiss(staff_id), self._saved)
        )
        self._open(form)

    def _unlock(self) -> None:
        staff_id = self._chosen
        self._shop.till.run(lambda: self._desk.unlock(staff_id), self._saved)

    def _open(self, dialog: DecisionFrame) -> None:
        self._close()
        modal = Modal(self, dialog)
        dialog.cancelled.connect(modal.close_modal)
        modal.closed.connect(lambda: self._closed(modal))
        self._modal, self.dialog = modal, dialog
        modal.open()
        dialog.setFocus()

    def _close(self) -> None:
        if self._modal is not None:
            self._modal.close_modal()

    def _closed(self, modal: Modal) -> None:
        if modal is self._modal:
            self._modal = self.dialog = None

    # ------------------------------------------------------------------ looks and keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        ids = [record.member.staff_id for record in self.records]
        if key == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif key == Qt.Key.Key_F3:
            self.new.click()
        elif key in _KEYS:
            self.card.press(_KEYS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and ids:
            at = ids.index(self._chosen) + (1 if key == Qt.Key.Key_Down else -1)
            self.choose(ids[max(0, min(len(ids) - 1, at))])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.setFixedWidth(440 if self.width() < _COMPACT_PX else 560)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
