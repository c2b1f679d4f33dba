"""Setting one device up, in the first run and on the equipment page: its form and, of a printer of
receipts, what can be read on its test page once that came out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.screens.device_form import DeviceForm
from pos_desktop.gui.screens.printer_paper_step import PaperStep
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import EquipmentTrials, PaperChoice, PaperPage, Slot
from pos_desktop.settings import Device

HAVE_PAPER = ("printer", "second_printer")
"""Printers whose test page settles code page and width."""


class DeviceSteps(QWidget):
    """stepped: the other of the two is in front now."""

    stepped = Signal()

    def __init__(
        self, slot: Slot, trials: EquipmentTrials, work: Work, *, optional: bool = False
    ) -> None:
        """optional: as in DeviceForm."""
        super().__init__()
        self._trials = trials
        self._work = work
        self._page: PaperPage | None = None
        self._set_up = ("", PaperChoice())
        self.form = DeviceForm(slot, trials, work, optional=optional)
        self.step: PaperStep | None = None
        self._question = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self.to_form = KeyedButton(icon="arrow-left", kind="ghost", arrange="row")
        self.to_form.clicked.connect(self.leave_paper)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(12)
        self._rows.addWidget(self._question)
        self._rows.addWidget(self.form)
        self._rows.addWidget(self.to_form)
        self._question.hide()
        self.to_form.hide()
        self.form.tried.connect(self._tried)
        self.form.another.connect(self.leave_paper)
        self._say()

    def show_device(self, device: Device, port: str = "", paper: PaperChoice | None = None) -> None:
        """port: as in DeviceForm. paper: of this printer as it is set up."""
        self.leave_paper()
        self._set_up = (device.profile, paper or PaperChoice())
        self.form.show_device(device, port)

    def paper(self) -> PaperChoice | None:
        """What a printer's test page settled; None where none was looked at."""
        if self.step is not None:
            return self.step.choice()
        told = self.form.replies if self.form.slot.trial == "label" else None
        return PaperChoice(replies=told) if told is not None else None

    def _tried(self, worked: bool) -> None:
        if worked and self.form.slot.device in HAVE_PAPER and self.step is None:
            profile = self.form.device().profile
            self._work.ask(
                lambda: self._trials.paper(profile), self.show_paper, self.form.outcome.bad
            )

    def show_paper(self, page: PaperPage) -> None:
        """The page is in the person's hand: what reads right on it?"""
        profile, now = self._set_up
        self._page = page
        self._show_step(now if profile == self.form.device().profile else PaperChoice())
        self.form.hide()
        self._question.show()
        self.to_form.show()
        self.stepped.emit()

    def _show_step(self, now: PaperChoice) -> None:
        if self._page is None:
            return
        self._drop_step()
        self.step = PaperStep(self._page, self.form.replies or "profile", now)
        self._rows.insertWidget(self._rows.indexOf(self.to_form), self.step)

    def _drop_step(self) -> None:
        if self.step is not None:
            self.step.hide()
            self.step.deleteLater()
        self.step = None

    def leave_paper(self) -> None:
        """Back to the wire and the model; another model has another page."""
        if self.step is None:
            return
        self._drop_step()
        self._question.hide()
        self.to_form.hide()
        self.form.show()
        self.stepped.emit()

    def retranslate(self) -> None:
        self.form.retranslate()
        self._say()
        if self.step is not None:
            self._show_step(self.step.choice())

    def _say(self) -> None:
        self._question.setText(t("equipment.wizard.paper"))
        self.to_form.setText(t("equipment.wizard.to_form"))
