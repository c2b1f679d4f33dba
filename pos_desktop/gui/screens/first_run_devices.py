"""The third step: printer, scale and scanner, each with a button that tries it."""

from __future__ import annotations

from dataclasses import asdict, replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout

from pos_desktop.gui import theme
from pos_desktop.gui.equipment_words import look_of
from pos_desktop.gui.screens.device_steps import DeviceSteps
from pos_desktop.gui.screens.first_run_fields import TextField
from pos_desktop.gui.screens.first_run_ports import FirstRunPorts
from pos_desktop.gui.screens.first_run_step import Step
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import PaperChoice, SearchResult, Wishes, slot_of
from pos_desktop.settings import Settings

KINDS = ("printer", "scale", "scanner")


class DeviceCard(Card):
    """One kind of device with its title and its button."""

    def __init__(self, device: str, ports: FirstRunPorts, work: Work) -> None:
        super().__init__(padding=16, spacing=12)
        self._title = Label("", theme.LARGE, theme.SEMIBOLD)
        self.steps = DeviceSteps(slot_of(device), ports.trials, work, optional=True)
        self.form = self.steps.form
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(look_of(device).icon, 20, "ink", boxed=40))
        head.addWidget(self._title, 1)
        head.addWidget(self.form.test)
        self.body().addLayout(head)
        self.body().addWidget(self.steps)
        self._device = device
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(t(f"first_run.{self._device}"))
        self.steps.retranslate()


class DevicesStep(Step):
    """Devices that are found are filled in; anything may stay empty."""

    def __init__(self, ports: FirstRunPorts, work: Work) -> None:
        super().__init__("devices")
        self._ports = ports
        self._work = work
        self._cards = {kind: DeviceCard(kind, ports, work) for kind in KINDS}
        self.forms = {kind: card.form for kind, card in self._cards.items()}
        for card in self._cards.values():
            self.add(card)
            card.steps.stepped.connect(lambda shown=card: self._bring_up(shown))

    def _bring_up(self, card: DeviceCard) -> None:
        """What a test page asks stands below its printer, perhaps out of sight; the button that
        was pressed has given the keys to the next device."""
        card.form.test.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, card, lambda: self.ensureWidgetVisible(card.steps, 0, 12))

    def look_for_devices(self) -> None:
        """Ask once what is plugged in; which scale it is is asked on the equipment page."""
        self._work.ask(
            lambda: self._ports.trials.search(Wishes(scales=False), lambda _step: True),
            self._found,
            lambda _error: None,
        )

    def _found(self, result: SearchResult) -> None:
        """A port that may be this or that is only suggested: two devices cannot share it."""
        devices = [found for found in result.found if found.device in self.forms]
        for found in devices:
            alike = [one for one in devices if one.endpoint == found.endpoint]
            same_kind = [one for one in devices if one.device == found.device]
            form = self.forms[found.device]
            form.suggest(found)
            if len(alike) == 1 and found is same_kind[0]:
                form.show_found(found)

    def fields(self) -> list[TextField]:
        return [form.address for form in self.forms.values() if form.used()]

    def show_settings(self, settings: Settings) -> None:
        for kind, card in self._cards.items():
            card.steps.show_device(getattr(settings, kind))

    def take(self, settings: Settings) -> Settings:
        paper = self._paper()
        return replace(
            settings,
            printing=replace(settings.printing, **asdict(paper)),
            printer=self.forms["printer"].device(),
            scale=self.forms["scale"].device(),
            scanner=self.forms["scanner"].device(),
        )

    def _paper(self) -> PaperChoice:
        """What the printer's test page settled; the model's own where nobody looked at one."""
        steps = self._cards["printer"].steps
        return steps.paper() or PaperChoice(replies=steps.form.replies or "profile")

    def retranslate(self) -> None:
        super().retranslate()
        for card in self._cards.values():
            card.retranslate()
