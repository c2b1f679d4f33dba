"""A second person's word in place: what was asked for, who may allow it, PIN or badge, and why."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.models.signin import StaffTile
from pos_desktop.gui.screens.signin_pin import PinCard
from pos_desktop.gui.screens.signin_staff import StaffGrid
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import IconButton
from pos_desktop.gui.widgets.keypad import Keypad
from pos_desktop.gui.widgets.labels import ElidedLabel, IconLabel, Label
from pos_desktop.gui.widgets.reason import ReasonPicker
from pos_desktop.i18n import t

REASONS = ("customer", "mistake", "shelf_price", "damaged")
_SIZE = QSize(896, 640)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class ApprovalDialog(QWidget):
    """entered(staff_id, PIN): check it, then `refuse` or close. cancelled: leave it undone."""

    entered = Signal(str, str)
    cancelled = Signal()

    def __init__(self, title: str, detail: str, people: list[StaffTile]) -> None:
        """people: those who may allow it; none at all is said, and a badge still counts."""
        super().__init__()
        self._selected = ""
        self._people = people
        self.grid = StaffGrid()
        self.pin = PinCard(enter_key="approval.allow", with_forgotten=False)
        self.reason = ReasonPicker()
        self.notice = Banner("warning")
        self.notice.hide()
        self._title = ElidedLabel(title, theme.TITLE, theme.SEMIBOLD)
        self._detail = Label(detail, theme.BODY, tone="ink_soft", wrap=True)
        self._build()
        self.grid.set_staff(people)
        self.grid.set_badge_texts(t("signin.badge"), t("signin.badge_how"))
        self.reason.set_texts(
            [(chip, t(f"approval.reason.{chip}")) for chip in REASONS], t("approval.why")
        )
        self.pin.retranslate()
        self.grid.chosen.connect(self.choose)
        self.pin.entered.connect(lambda digits: self.entered.emit(self._selected, digits))
        self.reason.submitted.connect(self.setFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(600)
        self.choose(people[0].staff_id if len(people) == 1 else "")
        if not people:
            self.say(t("approval.nobody"), t("approval.nobody_detail"))

    def sizeHint(self) -> QSize:
        return _SIZE

    def _build(self) -> None:
        icon = IconLabel("shield-check", 26, "accent_text", boxed=56)
        icon.set_tone("accent_text", "accent_soft")
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(self._title)
        titles.addWidget(self._detail)
        close = IconButton("x", t("dialog.close"), kind="soft")
        close.clicked.connect(self.cancelled)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(icon)
        head.addLayout(titles, 1)
        head.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.grid, 1)
        left.addWidget(self.reason)
        self.pin.setFixedWidth(304)
        self.pin.set_tokens("card", "")
        self.pin.body().setContentsMargins(0, 4, 0, 0)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addLayout(left, 1)
        middle.addWidget(self.pin)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 24)
        rows.setSpacing(16)
        rows.addLayout(head)
        rows.addWidget(self.notice)
        rows.addLayout(middle, 1)

    def choose(self, staff_id: str) -> None:
        """Choose who allows it; digits typed for another one are forgotten."""
        self._selected = staff_id
        self.grid.mark(staff_id)
        names = {person.staff_id: person.name for person in self._people}
        self.pin.set_person(names.get(staff_id, ""))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected(self) -> str:
        return self._selected

    def refuse(self, text: str) -> None:
        """The word was not taken: say why where the PIN is typed, and begin anew."""
        self.pin.refuse(text)

    def say(self, title: str, detail: str = "") -> None:
        """Something happened meanwhile: a scan that is no badge, nobody who may allow it."""
        self.notice.set_notice("warning", title, detail)
        self.notice.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pin.enter()
        elif (name := Keypad.key_of(event.key(), event.text())) and name != ",":
            self.pin.press(name)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        ids = [person.staff_id for person in self._people]
        if not ids:
            return
        at = ids.index(self._selected) + by if self._selected in ids else 0
        self.choose(ids[max(0, min(len(ids) - 1, at))])
