"""Sign in: who is at the register. It is the first picture, so it shows itself before any data is
there.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.models.signin import HealthRow, LockNotice, PlaceTexts, StaffTile
from pos_desktop.gui.screens.signin_panel import SignInPanel
from pos_desktop.gui.screens.signin_pin import PinCard
from pos_desktop.gui.screens.signin_staff import StaffGrid
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.keypad import Keypad
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t

_NARROW_PX = 1200
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


def _escaped(text: str) -> str:
    """Return `text` as markup shows it; importing `html` for this costs 2 ms of the start."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


class SignInScreen(QWidget):
    """The sign-in screen, fed by setters.

    signed_in_requested(staff_id, pin): a PIN was entered; answer with `show_refusal` or by leaving
    the screen. language_chosen(code): a language was pressed; switch it and call `retranslate`.
    forgotten_pressed: the person does not know the PIN.
    """

    signed_in_requested = Signal(str, str)
    language_chosen = Signal(str)
    forgotten_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selected = ""
        self.panel = SignInPanel()
        self.staff_grid = StaffGrid()
        self.pin = PinCard()
        self.banner = Banner("info")
        self.banner.hide()
        self._title = Label("", theme.TITLE, theme.SEMIBOLD)
        self._subtitle = Label("", theme.BODY, tone="ink_soft")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self.panel.language_chosen.connect(self.language_chosen)
        self.staff_grid.chosen.connect(self.select_staff)
        self.pin.entered.connect(self._entered)
        self.pin.forgotten.connect(self.forgotten_pressed)
        self.retranslate()

    def _build(self) -> None:
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._title.setFixedHeight(32)
        self._subtitle.setFixedHeight(21)
        self._right.addWidget(self._title)
        self._right.addWidget(self._subtitle)
        self._right.addSpacing(19)
        self._right.addWidget(self.banner)
        self._banner_gap = QWidget()
        self._banner_gap.setFixedHeight(16)
        self._banner_gap.hide()
        self._right.addWidget(self._banner_gap)
        self._lower = QHBoxLayout()
        self._lower.setSpacing(24)
        self._lower.addWidget(self.staff_grid, 1)
        self._lower.addWidget(self.pin)
        self._right.addLayout(self._lower, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.panel)
        line.addLayout(self._right, 1)

    # Data

    def set_now(self, moment: dt.datetime) -> None:
        """Show time of day and date."""
        self.panel.set_now(moment)

    def set_place(self, texts: PlaceTexts) -> None:
        """Show shop, register and shift."""
        self.panel.set_place(texts)

    def set_health(self, rows: list[HealthRow]) -> None:
        """Show how the devices and the links are."""
        self.panel.health.set_rows(rows)

    def set_languages(self, names: dict[str, str], current: str) -> None:
        """Offer languages: code and own name; `current` is the one in use."""
        self.panel.set_languages(names, current)

    def set_staff(self, staff: list[StaffTile] | None) -> None:
        """Show the people; None shows pale tiles until they are known. The only one is chosen at
        once.
        """
        self.staff_grid.set_staff(staff)
        known = {person.staff_id for person in staff or []}
        if self._selected not in known:
            self.select_staff(next(iter(known)) if len(known) == 1 else "")
        else:
            self.select_staff(self._selected)

    def set_pin_length(self, length: int) -> None:
        """Set how many digits a PIN has."""
        self.pin.set_length(length)

    def select_staff(self, staff_id: str) -> None:
        """Choose a person, empty for nobody; digits typed for another one are forgotten."""
        self._selected = staff_id
        self.staff_grid.mark(staff_id)
        people = {person.staff_id: person for person in self.staff_grid.people()}
        self.pin.set_person(people[staff_id].name if staff_id in people else "")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected(self) -> str:
        """Return the id of the chosen person, empty for nobody."""
        return self._selected

    def show_refusal(self, text: str) -> None:
        """Say why nobody was signed in; the digits begin anew."""
        self.pin.refuse(text)

    def say(self, text: str) -> None:
        """Tell something where the PIN is typed; the digits begin anew."""
        self.pin.say(text)

    def set_lock_notice(self, notice: LockNotice | None) -> None:
        """Say that the register locked itself and which sale waits; None takes the notice away."""
        if notice is not None:
            plain = f"{notice.before} {notice.strong} {notice.after}"
            self.banner.set_notice("info", " ".join(plain.split()), icon="lock")
            strong = f"<b>{_escaped(notice.strong)}</b>" if notice.strong else ""
            parts = (_escaped(notice.before), strong, _escaped(notice.after))
            self.banner.set_title_rich(" ".join(part for part in parts if part))
        self.banner.setVisible(notice is not None)
        self._banner_gap.setVisible(notice is not None)

    def reset(self) -> None:
        """Begin anew: nobody chosen, no digits."""
        self.select_staff("")

    def retranslate(self) -> None:
        """Show all own texts in the current language; ready texts are set anew by the caller."""
        self._title.setText(t("signin.who"))
        self._subtitle.setText(t("signin.how"))
        self.staff_grid.set_badge_texts(t("signin.badge"), t("signin.badge_how"))
        self.panel.retranslate()
        self.pin.retranslate()

    def _entered(self, digits: str) -> None:
        self.signed_in_requested.emit(self._selected, digits)

    # Keys and size

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pin.enter()
        elif (name := Keypad.key_of(event.key(), event.text())) and name != ",":
            self.pin.press(name)
        else:
            super().keyPressEvent(event)

    def _step(self, columns: int, rows: int) -> None:
        people = self.staff_grid.people()
        if not people:
            return
        ids = [person.staff_id for person in people]
        if self._selected not in ids:
            self.select_staff(ids[0])
            return
        at = ids.index(self._selected) + columns + rows * self.staff_grid.columns()
        if 0 <= at < len(ids):
            self.select_staff(ids[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_PX
        side = 20 if narrow else 32
        self._right.setContentsMargins(side, 24, side, 32 if not narrow else 24)
        self._lower.setSpacing(16 if narrow else 24)
        self.pin.setFixedWidth(280 if narrow else max(336, min(460, round(self.width() * 0.24))))
        self.panel.setFixedWidth(272 if narrow else min(480, round(self.width() * 0.2987)))
        self.panel.set_compact(narrow)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint.flat(QPainter(self), self.rect(), theme.current().ground)
