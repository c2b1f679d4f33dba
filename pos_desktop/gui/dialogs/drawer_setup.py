"""Setting up the drawer: where it is plugged in, its pulse, its sensor; tried on the spot."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from pos_desktop.domain.drawer_sensor import SensorWalk, WalkStep
from pos_desktop.gui import theme
from pos_desktop.gui.dialogs.frame import CONFIRM_PX, DecisionFrame
from pos_desktop.gui.drawer_words import pulse_ms, pulse_range
from pos_desktop.gui.equipment_words import name_of
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.combo import NamedChoice
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.named_field import NamedField
from pos_desktop.gui.widgets.switch import SwitchRow
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import DrawerChoice, DrawerWiring

_WIDE_PX = 680
_LOOK_MS = 200
_ROOM_PX = _WIDE_PX - 40
_STEP_ICONS = {
    WalkStep.SHUT: "cash-drawer",
    WalkStep.OPEN: "cash-drawer",
    WalkStep.SHUT_AGAIN: "cash-drawer",
    WalkStep.FOUND: "circle-check",
    WalkStep.NONE: "info",
}


class DrawerSensors(Protocol):
    """What the form needs of the room; both return at once."""

    def watch_drawer(self, printer: str, *, wanted: bool) -> None: ...
    def drawer_level(self, printer: str) -> bool | None: ...


class DrawerDialog(DecisionFrame):
    """saved(DrawerChoice): keep it so. open_wanted(DrawerChoice): open it now, wired like that.
    stop: when it is closed."""

    saved = Signal(object)
    open_wanted = Signal(object)

    def __init__(self, now: DrawerWiring, room: DrawerSensors) -> None:
        super().__init__(t("equipment.drawer_form.title"), width=_WIDE_PX)
        self._now = now
        self._room = room
        self.walk: SensorWalk | None = None
        self.level: bool | None = None
        chosen = now.choice
        printers = [(name, name_of(name)) for name in now.models]
        self.printer = NamedChoice(t("equipment.drawer_form.printer"), printers, chosen.printer)
        if len(printers) < 2:
            self.printer.hide()
        self.pin = NamedChoice(t("equipment.drawer_form.pin"), self._pins(), chosen.pin)
        self.on_ms = self._length("on_ms", chosen.on_ms)
        self.off_ms = self._length("off_ms", chosen.off_ms)
        self.sensor = NamedChoice(t("equipment.drawer_form.sensor"), self._sensors(), chosen.sensor)
        self.on_cash = SwitchRow(t("equipment.detail.drawer"), wrap=True)
        self.on_cash.switch().setChecked(chosen.on_cash)
        self.on_cash.fit(_ROOM_PX)
        self._icon = IconLabel("cash-drawer", 24, "ink_soft")
        self.said = Label("", theme.BODY, theme.MEDIUM, wrap=True)
        # As high as its longest words, so that the form does not jump while somebody presses on.
        self.said.setMinimumHeight(2 * self.said.fontMetrics().lineSpacing())
        self.seen = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.step = KeyedButton(key="F7", arrange="row")
        self.open_now = KeyedButton(
            t("equipment.drawer_form.open"), icon="cash-drawer", key="F6", arrange="row"
        )
        self.save = KeyedButton(t("equipment.wizard.save"), key="F12", kind="accent", arrange="row")
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._build()
        self._connect()
        self._printer_chosen(self.printer.current())
        self._look.start()

    def _connect(self) -> None:
        self.printer.chosen.connect(self._printer_chosen)
        self.step.clicked.connect(self.walk_on)
        self.open_now.clicked.connect(self._open)
        self.save.clicked.connect(self._save)
        self._look.timeout.connect(self.look)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.printer, 0, 0, 1, 2, top)
        for place, field in enumerate((self.pin, self.sensor, self.on_ms, self.off_ms)):
            grid.addWidget(field, 1 + place // 2, place % 2, top)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.rows.addLayout(grid)
        card = Card(padding=12, spacing=8)
        line = QHBoxLayout()
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.said)
        words.addWidget(self.seen)
        line.addWidget(self._icon)
        line.addLayout(words, 1)
        card.body().addLayout(line)
        self.rows.addWidget(card)
        self.rows.addWidget(self.on_cash)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.open_now, self.step, self.save):
            button.setFixedHeight(CONFIRM_PX)
            button.set_padding(8)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            foot.addWidget(button, 1)
        self.rows.addLayout(foot)

    def _model(self) -> DrawerChoice:
        """What the model of the chosen printer says of a drawer."""
        chosen = self.printer.current() or self._now.choice.printer
        return self._now.models.get(chosen, DrawerChoice())

    @staticmethod
    def _own(value: str) -> str:
        return t("equipment.drawer_form.own", value=value)

    def _pins(self) -> list[tuple[str, str]]:
        return [("profile", self._own(self._model().pin)), ("2", "2"), ("5", "5")]

    def _sensors(self) -> list[tuple[str, str]]:
        own = t(f"equipment.drawer_form.sensor_{self._model().sensor}")
        names = [(name, t(f"equipment.drawer_form.sensor_{name}"))
                 for name in ("none", "high", "low")]  # fmt: skip
        return [("profile", self._own(own)), *names]

    @staticmethod
    def _length(name: str, chosen: int) -> NamedField:
        field = NamedField(t(f"equipment.drawer_form.{name}"), typed="digits", longest=6)
        if chosen:
            field.set_text(str(chosen))
        return field

    # ------------------------------------------------------------------ the sensor

    def _printer_chosen(self, printer: str) -> None:
        """Another printer has another pin to listen to, and another model."""
        for name in self._now.models:
            self._room.watch_drawer(name, wanted=name == printer)
        for field, choices in ((self.pin, self._pins()), (self.sensor, self._sensors())):
            field.box.setItemText(0, choices[0][1])
        for name, length in (("on_ms", self.on_ms), ("off_ms", self.off_ms)):
            length.edit.setPlaceholderText(self._own(str(getattr(self._model(), name))))
        self.walk = None
        self.look()

    def look(self) -> None:
        """Show what the sensor says now."""
        self.level = self._room.drawer_level(self.printer.current())
        before = self.walk
        if before is not None:
            self.walk = before.sensed(self.level)
        if self.walk is not before and self.walk is not None:
            self._take(self.walk)
        self._show_walk()

    def walk_on(self) -> None:
        """The person did what was asked for, or begins."""
        at_end = self.walk is None or self.walk.step in (WalkStep.FOUND, WalkStep.NONE)
        self.walk = SensorWalk() if self.walk is None or at_end else self.walk.said(self.level)
        self._take(self.walk)
        self._show_walk()

    def _take(self, walk: SensorWalk) -> None:
        if walk.sensor:
            self.sensor.choose(walk.sensor)

    def _show_walk(self) -> None:
        step = self.walk.step if self.walk is not None else None
        name = step.value if step is not None else "idle"
        self.said.setText(t(f"equipment.drawer_form.walk_{name}"))
        self.step.setText(t(f"equipment.drawer_form.press_{name}"))
        can = self.level is not None or self.walk is not None
        self.step.setEnabled(can and (step is not WalkStep.SHUT or self.level is not None))
        self._icon.set_icon(_STEP_ICONS[step] if step is not None else "cash-drawer")
        self._icon.set_tone("pay_text" if step is WalkStep.FOUND else "ink_soft")
        level = {None: "unknown", True: "high", False: "low"}[self.level]
        self.seen.setText(t(f"equipment.drawer_form.level_{level}"))

    def stop(self) -> None:
        """Nobody looks any more."""
        self._look.stop()
        for name in self._now.models:
            self._room.watch_drawer(name, wanted=False)

    # ------------------------------------------------------------------ what is entered

    def choice(self) -> DrawerChoice | None:
        """As it stands there; None where a length is wrong, which is said at its field."""
        lengths: list[int] = []
        for field in (self.on_ms, self.off_ms):
            length = pulse_ms(field.text())
            if length is None:
                field.say(pulse_range())
                field.setFocus()
                return None
            lengths.append(length)
        return DrawerChoice(
            on_cash=self.on_cash.switch().isChecked(),
            printer=self.printer.current() or self._now.choice.printer,
            pin=self.pin.current(),
            on_ms=lengths[0],
            off_ms=lengths[1],
            sensor=self.sensor.current(),
        )

    def _open(self) -> None:
        if (choice := self.choice()) is not None:
            self.open_wanted.emit(choice)

    def _save(self) -> None:
        if (choice := self.choice()) is not None:
            self.saved.emit(choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        buttons = {
            Qt.Key.Key_F6: self.open_now,
            Qt.Key.Key_F7: self.step,
            Qt.Key.Key_F12: self.save,
        }
        button = buttons.get(Qt.Key(event.key()))
        if button is not None:
            button.click()
        else:
            super().keyPressEvent(event)
