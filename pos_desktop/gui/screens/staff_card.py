"""One person of the staff with what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout

from pos_desktop.domain.staff import StaffMember, StaffRecord
from pos_desktop.gui import theme
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ValueRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import duration, t

_ROWS = ("short_name", "role", "position", "inn", "pin", "badge")


class StaffCard(Card):
    """Its buttons are pressed by the page's keys too."""

    def __init__(self) -> None:
        super().__init__(padding=20, spacing=8)
        self._record: StaffRecord | None = None
        self._reset_at = ""
        self._name = Label("", theme.TITLE, theme.SEMIBOLD, wrap=True)
        self._state = Label("", theme.BODY, tone="warning_text", wrap=True)
        self._rows = {name: ValueRow(line=True, height=40) for name in _ROWS}
        self.change = KeyedButton(icon="pencil", key="F4", arrange="row")
        self.pin = KeyedButton(icon="key-round", key="F6", arrange="row")
        self.badge = KeyedButton(icon="id-card", key="F7", arrange="row")
        self.leave = KeyedButton(key="F8", arrange="row")
        self.unlock = KeyedButton(icon="lock-open", key="F9", kind="accent", arrange="row")
        body = self.body()
        body.addWidget(self._name)
        body.addWidget(self._state)
        for row in self._rows.values():
            body.addWidget(row)
        body.addStretch(1)
        acts = QGridLayout()
        acts.setSpacing(8)
        acts.addWidget(self.unlock, 0, 0, 1, 2)
        for place, button in enumerate((self.change, self.pin, self.badge, self.leave), 2):
            acts.addWidget(button, place // 2, place % 2)
        for column in range(2):
            acts.setColumnStretch(column, 1)
        body.addLayout(acts)

    def show_record(self, record: StaffRecord, reset_at: str = "") -> None:
        """reset_at: when the PIN was set anew outside the register, "" where it never was."""
        self._record, self._reset_at = record, reset_at
        self.retranslate()

    def press(self, name: str) -> None:
        """Press the button of that name, where it is offered."""
        button: KeyedButton = getattr(self, name)
        if not button.isHidden():
            button.click()

    def retranslate(self) -> None:
        self.change.setText(t("staff.change"))
        self.pin.setText(t("staff.new_pin"))
        self.badge.setText(t("staff.badge"))
        self.unlock.setText(t("staff.unlock"))
        for name, row in self._rows.items():
            row.set_name(t(f"staff.row.{name}"))
        record = self._record
        if record is None:
            return
        dismissed, locked = record.dismissed, record.locked_seconds > 0
        self.leave.setText(t("staff.take_back") if dismissed else t("staff.dismiss"))
        self.leave.set_icon("undo-2" if dismissed else "log-out")
        for button in (self.pin, self.badge):
            button.setVisible(not dismissed)
        self.unlock.setVisible(locked and not dismissed)
        self._name.setText(record.member.name)
        self._state.setText(_state_of(record))
        self._state.setVisible(bool(self._state.text()))
        for name, value in _values(record, self._reset_at).items():
            self._rows[name].set_value(value)


def role_of(member: StaffMember) -> str:
    return t(f"window.role_{member.role.value}")


def _state_of(record: StaffRecord) -> str:
    if record.dismissed:
        return t("staff.is_dismissed")
    if record.locked_seconds:
        return t("staff.is_locked", time=duration(record.locked_seconds))
    return t("staff.has_first_pin") if record.first_pin else ""


def _values(record: StaffRecord, reset_at: str) -> dict[str, str]:
    member, nothing = record.member, t("staff.nothing")
    has_badge = t("staff.badge_given") if record.has_badge else nothing
    return {
        "short_name": member.short_name,
        "role": role_of(member),
        "position": member.position or nothing,
        "inn": member.inn or nothing,
        "pin": t("staff.pin_reset", at=reset_at) if reset_at else t("staff.pin_given"),
        "badge": has_badge,
    }
