"""Setting up one device: which kind, where it is, which model, does it work, save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from pos_desktop.gui.dialogs.frame import CONFIRM_PX, DecisionFrame
from pos_desktop.gui.equipment_words import look_of, name_of
from pos_desktop.gui.screens.device_steps import DeviceSteps
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import (
    SLOTS,
    EquipmentTrials,
    FoundDevice,
    PaperChoice,
    slot_of,
)
from pos_desktop.settings import Device

_WIDE_PX = 680
_KIND_PX = 64


class KindDialog(DecisionFrame):
    """Which kind of device is connected; chosen(device)."""

    chosen = Signal(str)

    def __init__(self, there: set[str]) -> None:
        """there: devices that are set up already, with a tick; choosing one changes it."""
        super().__init__(t("equipment.wizard.add"), t("equipment.wizard.kind"), width=_WIDE_PX)
        self.buttons: dict[str, KeyedButton] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        kinds = [s.device for s in SLOTS if s.connections or (s.own_form and not s.through)]
        for place, device in enumerate(kinds):
            button = KeyedButton(name_of(device), icon=look_of(device).icon, arrange="row")
            button.set_key(str(place + 1) if place < 9 else "")
            button.setFixedHeight(_KIND_PX)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            if device in there:
                button.set_icon("check")
                button.setAccessibleDescription(t("equipment.wizard.there"))
            button.clicked.connect(lambda _on=False, d=device: self.chosen.emit(d))
            grid.addWidget(button, place // 2, place % 2)
            self.buttons[device] = button
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.rows.addLayout(grid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self.buttons):
            list(self.buttons.values())[number].click()
        else:
            super().keyPressEvent(event)


class SetupDialog(DecisionFrame):
    """saved(device, Device, PaperChoice or None): keep it so. A printer of receipts has a second
    step, once its test page came out: what reads right on it."""

    saved = Signal(str, object, object)

    def __init__(self, device: str, trials: EquipmentTrials, work: Work) -> None:
        super().__init__(t("equipment.wizard.change", device=name_of(device)), width=_WIDE_PX)
        self.device = device
        self.steps = DeviceSteps(slot_of(device), trials, work)
        self.form = self.steps.form
        self.save = KeyedButton(key="F12", kind="plain", arrange="row")
        self.save.setFixedHeight(CONFIRM_PX)
        self.form.test.setFixedHeight(CONFIRM_PX)
        self.form.test.set_key("F6")
        for button in (self.form.test, self.save):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rows.addWidget(self.steps)
        self._buttons = QWidget()
        line = QHBoxLayout(self._buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.form.test, 1)
        line.addWidget(self.save, 1)
        self.rows.addWidget(self._buttons)
        self.form.tried.connect(self._tried)
        self.steps.stepped.connect(lambda: self._tried(self.steps.step is not None))
        self.save.clicked.connect(self._save)
        self._tried(False)

    def show_found(self, found: FoundDevice) -> None:
        self.form.suggest(found)
        self.form.show_found(found)

    def show_device(self, device: Device, port: str = "", paper: PaperChoice | None = None) -> None:
        """port, paper: as in DeviceSteps."""
        self.steps.show_device(device, port, paper)

    def _tried(self, worked: bool) -> None:
        """Trying comes first; saving untried is allowed, since the device may come tomorrow."""
        can_try = not self.form.test.isHidden()
        self.save.set_kind("accent" if worked or not can_try else "plain")
        self.form.test.set_kind("plain" if worked else "accent")
        name = "save" if worked or not can_try else "save_anyway"
        self.save.setText(t(f"equipment.wizard.{name}"))

    def _save(self) -> None:
        if not self.form.address.problem():
            self.saved.emit(self.device, self.form.device(), self.steps.paper())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F12:
            self.save.click()
        elif event.key() == Qt.Key.Key_F6 and self.form.test.isEnabled():
            self.form.test.click()
        else:
            super().keyPressEvent(event)
