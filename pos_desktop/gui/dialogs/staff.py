"""A person as a form, a new PIN typed twice, a badge to be scanned."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit

from pos_desktop.domain.staff import LONGEST_NAME, PIN_DIGITS, Role, StaffMember
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import CONFIRM_PX, DecisionFrame
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.named_field import NamedField, Typed
from pos_desktop.gui.widgets.reason import ChipFlow
from pos_desktop.i18n import t
from pos_desktop.operations.staff import NewPin

_FIELDS: tuple[tuple[str, Typed], ...] = (
    ("name", "words"),
    ("short_name", "words"),
    ("position", "words"),
    ("inn", "digits"),
)


class _TwoPins:
    """The fields of a new PIN and of the same again."""

    def __init__(self) -> None:
        self.fields = (
            NamedField(t("staff.field.pin"), typed="digits", longest=PIN_DIGITS),
            NamedField(t("staff.field.again"), typed="digits", longest=PIN_DIGITS),
        )
        for field in self.fields:
            field.edit.setEchoMode(QLineEdit.EchoMode.Password)

    def typed(self) -> NewPin:
        return NewPin(*(field.text() for field in self.fields))


class StaffForm(DecisionFrame):
    """confirmed(StaffMember, NewPin): as typed; what is wrong in it is said by the operation."""

    confirmed = Signal(object, object)

    def __init__(self, member: StaffMember) -> None:
        """member: with an empty id for a new person, who gets a PIN at once."""
        is_new = not member.staff_id
        super().__init__(t("staff.new") if is_new else member.short_name, width=640)
        self._member = member
        self._pins = _TwoPins()
        self.fields = {
            name: NamedField(t(f"staff.field.{name}"), typed=typed, longest=LONGEST_NAME)
            for name, typed in _FIELDS
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        pins = self._pins.fields if is_new else ()
        shown = (*self.fields.values(), *pins)
        for place, field in enumerate(shown):
            grid.addWidget(field, place // 2, place % 2)
            field.submitted.connect(self._confirm)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        for name in self.fields:
            self.fields[name].set_text(getattr(member, name))
        self.rows.addLayout(grid)
        self.rows.addWidget(Label(t("staff.field.role"), theme.SMALL, theme.MEDIUM, "ink_soft"))
        self.roles = ChipFlow(keeps=True)
        self.roles.set_chips([(role.value, t(f"window.role_{role.value}")) for role in Role])
        self.roles.set_current(member.role.value)
        self.roles.chosen.connect(self._role_chosen)
        self.rows.addWidget(self.roles)
        self.ok = _confirm_button(t("staff.save"))
        self.ok.clicked.connect(self._confirm)
        self.rows.addWidget(self.ok)
        self.setFocusProxy(self.fields["name"])

    def pin_fields(self) -> tuple[NamedField, NamedField]:
        return self._pins.fields

    def _role_chosen(self, role: str) -> None:
        """Everybody has one: a second tap does not take it away."""
        role = role or self._member.role.value
        self._member = replace(self._member, role=Role(role))
        self.roles.set_current(role)

    def _confirm(self) -> None:
        typed = {name: field.text() for name, field in self.fields.items()}
        self.confirmed.emit(replace(self._member, **typed), self._pins.typed())  # type: ignore[arg-type]


class PinForm(DecisionFrame):
    """confirmed(NewPin)."""

    confirmed = Signal(object)

    def __init__(self, member: StaffMember, detail: str = "") -> None:
        super().__init__(t("staff.pin_of", name=member.short_name), detail or t("staff.pin_how"))
        self._pins = _TwoPins()
        first, again = self.fields = self._pins.fields
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(first)
        line.addWidget(again)
        self.rows.addLayout(line)
        self.ok = _confirm_button(t("staff.save"))
        self.rows.addWidget(self.ok)
        first.submitted.connect(again.setFocus)
        again.submitted.connect(self._confirm)
        self.ok.clicked.connect(self._confirm)
        self.setFocusProxy(first)

    def _confirm(self) -> None:
        self.confirmed.emit(self._pins.typed())


class BadgeForm(DecisionFrame):
    """Waits for a scan, which the page brings. removed: the person has no badge from now on."""

    removed = Signal()

    def __init__(self, member: StaffMember, *, has_badge: bool) -> None:
        super().__init__(t("staff.badge_of", name=member.short_name), t("staff.badge_how"))
        self.rows.addWidget(IconLabel("id-card", 72, "faint"), 0, Qt.AlignmentFlag.AlignHCenter)
        self.remove = KeyedButton(
            t("staff.badge_off"), icon="trash-2", key="Del", kind="danger_plain", arrange="row"
        )
        self.remove.setFixedHeight(CONFIRM_PX)
        if not has_badge:
            self.remove.hide()
        self.remove.clicked.connect(self.removed)
        self.rows.addWidget(self.remove)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not self.remove.isHidden():
            self.removed.emit()
        else:
            super().keyPressEvent(event)


def _confirm_button(text: str) -> KeyedButton:
    button = KeyedButton(text, key="Enter", kind="accent", arrange="row")
    button.setFixedHeight(CONFIRM_PX)
    return button
