"""The third step: printer, scale and scanner, each with a button that tries it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_desktop.domain.errors import PosError
from pos_desktop.gui import theme
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.screens.first_run_checks import check_endpoint
from pos_desktop.gui.screens.first_run_fields import ChoiceField, FieldGrid, TextField
from pos_desktop.gui.screens.first_run_ports import DeviceKind, FirstRunPorts, FoundDevice
from pos_desktop.gui.screens.first_run_step import Step
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import IconLabel, Label, Tone
from pos_desktop.i18n import t, weight_kg
from pos_desktop.settings import Device, Settings

_ICONS: dict[DeviceKind, str] = {
    "printer": "printer",
    "scale": "scale",
    "scanner": "scan-barcode",
}
_CONNECTIONS: dict[DeviceKind, tuple[str, ...]] = {
    "printer": ("none", "tcp", "usb", "serial", "file", "spool"),
    "scale": ("none", "serial", "tcp"),
    "scanner": ("none", "serial"),
}
_STARTS = {
    "tcp": "tcp://",
    "usb": "usb:",
    "serial": "serial:",
    "file": "file:",
    "spool": "spool:",
}


class Outcome(QWidget):
    """What came of a try: busy, good, or what was wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("check", 18, "pay_text")
        self.text = Label("", theme.SMALL, theme.REGULAR, "ink_soft", wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.text, 1)
        self.clear()

    def clear(self) -> None:
        self.text.setText("")
        self.hide()

    def busy(self, text: str) -> None:
        self._say("clock", "ink_soft", text)

    def good(self, text: str) -> None:
        self._say("check", "pay_text", text)

    def bad(self, error: PosError) -> None:
        message = message_for(error)
        self._say("circle-alert", "danger_text", f"{message.title}. {message.detail}")

    def _say(self, icon: str, tone: Tone, text: str) -> None:
        self._icon.set_icon(icon)
        self._icon.set_tone(tone)
        self.text.set_tone(tone)
        self.text.setText(text)
        self.setAccessibleName(text)
        self.show()


class DeviceCard(Card):
    """One kind of device: how it is connected, which model it is, and whether it works."""

    tried = Signal()

    def __init__(self, kind: DeviceKind, ports: FirstRunPorts, work: Work) -> None:
        super().__init__(padding=16, spacing=12)
        self.kind = kind
        self._ports = ports
        self._work = work
        self._suggested: list[FoundDevice] = []
        self._title = Label("", theme.LARGE, theme.SEMIBOLD)
        self.connection = ChoiceField("connection")
        self.address = TextField("endpoint", check_endpoint, typed="latin")
        self.model = ChoiceField("model")
        self.test = KeyedButton(arrange="row")
        self.outcome = Outcome()
        self.test.clicked.connect(self.try_it)
        self.connection.chosen.connect(self._connection_chosen)
        self.address.changed.connect(self.outcome.clear)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(_ICONS[kind], 20, "ink", boxed=40))
        head.addWidget(self._title, 1)
        head.addWidget(self.test)
        grid = FieldGrid()
        grid.add(self.connection)
        grid.add(self.model)
        grid.add(self.address, wide=True)
        self.body().addLayout(head)
        self.body().addWidget(grid)
        self.body().addWidget(self.outcome)
        self.model.set_choices([(p.profile_id, p.name) for p in ports.profiles(kind)])
        self.retranslate()
        self._connection_chosen(self.connection.current())

    def used(self) -> bool:
        return self.connection.current() != "none"

    def device(self) -> Device:
        """The device as settings store it; an empty endpoint where there is none."""
        if not self.used():
            return Device()
        return Device(endpoint=self.address.text(), profile=self.model.current())

    def show_device(self, device: Device) -> None:
        kind = device.endpoint.partition(":")[0]
        self.connection.choose(kind if kind in _CONNECTIONS[self.kind] else "none")
        self.address.set_text(device.endpoint.partition(",")[0])
        self.model.choose(device.profile)

    def suggest(self, found: FoundDevice) -> None:
        """Remember a place it may be connected to, for the moment a person chooses that way."""
        self._suggested.append(found)

    def show_found(self, found: FoundDevice) -> None:
        """Take what was found, unless a person has set something here."""
        if not self.used():
            self.show_device(Device(endpoint=found.endpoint, profile=found.profile))
            self.outcome.good(t("first_run.found", name=found.name))

    def try_it(self) -> None:
        """Print a page, read the weight, wait for a scan."""
        if self.address.problem():
            return
        device = self.device()
        tries: dict[DeviceKind, Callable[[], str]] = {
            "printer": lambda: self._print(device),
            "scale": lambda: t(
                "first_run.weight_read", weight=weight_kg(self._ports.read_weight(device))
            ),
            "scanner": lambda: t("first_run.scan_read", text=self._ports.read_scan(device)),
        }
        self.test.setEnabled(False)
        self.outcome.busy(t(f"first_run.trying_{self.kind}"))
        self._work.ask(tries[self.kind], self._worked, self._failed)

    def _print(self, device: Device) -> str:
        self._ports.print_test_page(device)
        return t("first_run.page_printed")

    def _worked(self, words: str) -> None:
        self.test.setEnabled(True)
        self.outcome.good(words)
        self.tried.emit()

    def _failed(self, error: PosError) -> None:
        self.test.setEnabled(True)
        self.outcome.bad(error)
        self.tried.emit()

    def _connection_chosen(self, connection: str) -> None:
        used = connection != "none"
        for widget in (self.address, self.model, self.test):
            widget.setVisible(used)
        self.outcome.clear()
        if used and not self.address.text().startswith(_STARTS[connection]):
            start = _STARTS[connection]
            places = [one.endpoint for one in self._suggested if one.endpoint.startswith(start)]
            self.address.set_text(places[0] if places else start)

    def retranslate(self) -> None:
        self._title.setText(t(f"first_run.{self.kind}"))
        self.test.setText(t(f"first_run.try_{self.kind}"))
        none = "wedge" if self.kind == "scanner" else "none"
        self.connection.set_choices(
            [
                (name, t(f"first_run.connection_{none if name == 'none' else name}"))
                for name in _CONNECTIONS[self.kind]
            ]
        )


class DevicesStep(Step):
    """Devices that are found are filled in; anything may stay empty."""

    def __init__(self, ports: FirstRunPorts, work: Work) -> None:
        super().__init__("devices")
        self._ports = ports
        self._work = work
        kinds: tuple[DeviceKind, ...] = ("printer", "scale", "scanner")
        self.cards = {kind: DeviceCard(kind, ports, work) for kind in kinds}
        for card in self.cards.values():
            self.add(card)

    def look_for_devices(self) -> None:
        """Ask once what is plugged in."""
        self._work.ask(self._ports.find_devices, self._found, lambda _error: None)

    def _found(self, devices: list[FoundDevice]) -> None:
        """A port that may be this or that is only suggested: two devices cannot share it."""
        for found in devices:
            alike = [one for one in devices if one.endpoint == found.endpoint]
            same_kind = [one for one in devices if one.kind == found.kind]
            card = self.cards[found.kind]
            card.suggest(found)
            if len(alike) == 1 and found is same_kind[0]:
                card.show_found(found)

    def fields(self) -> list[TextField]:
        return [card.address for card in self.cards.values() if card.used()]

    def show_settings(self, settings: Settings) -> None:
        self.cards["printer"].show_device(settings.printer)
        self.cards["scale"].show_device(settings.scale)
        self.cards["scanner"].show_device(settings.scanner)

    def take(self, settings: Settings) -> Settings:
        return replace(
            settings,
            printer=self.cards["printer"].device(),
            scale=self.cards["scale"].device(),
            scanner=self.cards["scanner"].device(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        for card in self.cards.values():
            card.retranslate()
