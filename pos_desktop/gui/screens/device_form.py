"""How one device is connected, which model it is, and whether it works: of the first run and of the
equipment page alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.errors import PosError
from pos_desktop.gui import theme
from pos_desktop.gui.device_address import WAYS, called, endpoint_of, is_place, lasts
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.scan_verdict import readable, scan_verdict
from pos_desktop.gui.screens.first_run_fields import ChoiceField, FieldGrid, TextField
from pos_desktop.gui.side_work import Work
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import IconLabel, Label, Tone
from pos_desktop.i18n import t, weight_kg
from pos_desktop.ports.equipment import DEFAULT_TCP_PORT, EquipmentTrials, FoundDevice, Slot
from pos_desktop.settings import Device, Replies

_TRY_TEXTS = {
    "page": "printer",
    "label": "label",
    "weight": "scale",
    "scan": "scanner",
    "text": "display",
    "state": "terminal",
}


class Tried(NamedTuple):
    """What came of a try, in words. whole: the device does all that is wanted of it. replies: what
    a printer told."""

    words: str
    whole: bool = True
    replies: Replies = "profile"


class Outcome(QWidget):
    """What came of a try: busy, good, or what was wrong."""

    def __init__(self) -> None:
        super().__init__()
        self._tone: Tone = "ink_soft"
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

    def says(self) -> Tone:
        """How it came out, as its colour."""
        return self._tone

    def wary(self, text: str) -> None:
        """It works, but not as well as it must."""
        self._say("triangle-alert", "warning_text", text)

    def bad(self, error: PosError, advice: str = "") -> None:
        message = message_for(error)
        self.wrong(f"{message.title}. {message.detail} {advice}".strip())

    def wrong(self, text: str) -> None:
        self._say("circle-alert", "danger_text", text)

    def _say(self, icon: str, tone: Tone, text: str) -> None:
        self._icon.set_icon(icon)
        self._tone = tone
        self._icon.set_tone(tone)
        self.text.set_tone(tone)
        self.text.setText(text)
        self.setAccessibleName(text)
        self.show()


class DeviceForm(QWidget):
    """tried(whether it worked); another: place or model is no more what was tried. optional: the
    device may also be none at all. replies: what the printer told when it was tried, None where it
    was not as it stands here."""

    tried = Signal(bool)
    another = Signal()

    def __init__(
        self, slot: Slot, trials: EquipmentTrials, work: Work, *, optional: bool = False
    ) -> None:
        super().__init__()
        self.slot = slot
        self._trials = trials
        self._work = work
        self._optional = optional
        self._suggested: list[FoundDevice] = []
        self._way = ""
        self._named = ("", "")
        self.replies: Replies | None = None
        self.connection = ChoiceField("connection")
        self.address = TextField("endpoint", self._check_address, typed="latin")
        self.lasts = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.model = ChoiceField("model")
        self.test = KeyedButton(arrange="row", parent=self)
        self.outcome = Outcome()
        self.test.clicked.connect(self.try_it)
        self.connection.chosen.connect(self._connection_chosen)
        self.address.changed.connect(self._address_changed)
        self.model.chosen.connect(lambda _profile: self._another())
        grid = FieldGrid()
        grid.add(self.connection)
        grid.add(self.model)
        grid.add(self.address, wide=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(grid)
        rows.addWidget(self.lasts)
        rows.addWidget(self.outcome)
        self._models = trials.models(slot.device)
        self.retranslate()
        self._connection_chosen(self.connection.current())

    def used(self) -> bool:
        return self.connection.current() != "none"

    def device(self) -> Device:
        """The device as settings store it; an empty endpoint where there is none."""
        if not self.used():
            return Device(profile=self.model.current())
        return Device(endpoint=self._endpoint(), profile=self.model.current())

    def _endpoint(self) -> str:
        """What stands in the field, as settings have it: a port that was found is known by more
        than the name it has now."""
        text, endpoint = self._named
        if self.connection.current() == "serial" and text and self.address.text() == text:
            return endpoint
        chosen = self.model.current()
        ports = [one.tcp_port for one in self._models if one.profile_id == chosen]
        port = ports[0] if ports else DEFAULT_TCP_PORT
        return endpoint_of(self.address.text(), self.connection.current(), port)

    def _another(self) -> None:
        """What came of the last try is of another place or model."""
        self.outcome.clear()
        self.replies = None
        self.another.emit()

    def _check_address(self, text: str) -> str:
        if not text:
            return "needed"
        way = self.connection.current()
        wrong = f"endpoint_{way}" if way in ("tcp", "usb", "hid") else "endpoint"
        return "" if is_place(self._endpoint()) else wrong

    def show_device(self, device: Device, port: str = "") -> None:
        """port: the name that its serial port has now, where the endpoint does not say it."""
        kind = device.endpoint.partition(":")[0]
        self.connection.choose(kind if kind in self.slot.connections else "none")
        self._show_address(device.endpoint, port)
        self._show_models()
        self.model.choose(device.profile)

    def _show_address(self, endpoint: str, port: str) -> None:
        """A port by its name; the settings get what it is known by as long as nobody types another
        one."""
        text = called(endpoint, port)
        self._named = (text, endpoint) if lasts(endpoint) else ("", "")
        self.address.set_text(text)
        self._show_lasts()

    def _address_changed(self) -> None:
        self._another()
        self._show_lasts()

    def _show_lasts(self) -> None:
        """Whether the device may be put into another socket."""
        known = lasts(self._endpoint()) if self.used() else ""
        self.lasts.setText(t(f"first_run.port_{known}") if known else "")
        self.lasts.setVisible(bool(known))

    def suggest(self, found: FoundDevice) -> None:
        """Remember a place it may be connected to, for the moment a person chooses that way."""
        self._suggested.append(found)

    def show_found(self, found: FoundDevice) -> None:
        """Take what was found, unless a person has set something here."""
        if not self.used() or not self._optional:
            self.show_device(Device(endpoint=found.endpoint, profile=found.profile), found.port)
            self.outcome.good(t("first_run.found", name=found.name))

    def try_it(self) -> None:
        """Print a page or a label, read the weight, wait for a scan."""
        if self.address.problem():
            return
        device = self.device()
        place = (device.endpoint, device.profile)
        tries: dict[str, Callable[[], Tried]] = {
            "page": lambda: self._print(*place),
            "label": lambda: self._print_label(*place),
            "weight": lambda: self._weigh(*place),
            "scan": lambda: self._scan(*place),
            "text": lambda: self._show(*place),
            "state": lambda: self._greet(*place),
        }
        self.test.setEnabled(False)
        self.outcome.busy(t(f"first_run.trying_{_TRY_TEXTS[self.slot.trial]}"))
        self._work.ask(tries[self.slot.trial], self._worked, self._failed)

    def _weigh(self, endpoint: str, profile: str) -> Tried:
        grams = self._trials.read_weight(endpoint, profile)
        return Tried(t("first_run.weight_read", weight=weight_kg(grams)))

    def _scan(self, endpoint: str, profile: str) -> Tried:
        """A code, and whether the scanner hands it over as goods with marking need it."""
        text = self._trials.read_scan(endpoint, profile)
        verdict, good = scan_verdict(text)
        read = t("first_run.scan_read", text=readable(text))
        if good and verdict != "scan_gs":
            return Tried(read)
        return Tried(f"{read}. {t(f'equipment.panel.{verdict}')}", whole=good)

    def _show(self, endpoint: str, profile: str) -> Tried:
        lines = (t("first_run.display_upper"), t("first_run.display_lower"))
        self._trials.show_text(endpoint, profile, lines)
        return Tried(t("first_run.text_shown"))

    def _greet(self, endpoint: str, profile: str) -> Tried:
        self._trials.greet(endpoint, profile)
        return Tried(t("first_run.terminal_greeted"))

    def _print(self, endpoint: str, profile: str) -> Tried:
        replies = self._trials.print_page(self.slot.device, endpoint, profile)
        return self._printed("page_printed", replies)

    def _print_label(self, endpoint: str, profile: str) -> Tried:
        return self._printed("label_printed", self._trials.print_label(endpoint, profile))

    def _printed(self, words: str, replies: Replies) -> Tried:
        said = t(f"first_run.{words}")
        if replies != "profile":
            said = f"{said} {t(f'equipment.replies.{replies}')}"
        return Tried(said, replies=replies)

    def _worked(self, tried: Tried) -> None:
        self.test.setEnabled(True)
        self.replies = tried.replies
        (self.outcome.good if tried.whole else self.outcome.wary)(tried.words)
        self.tried.emit(True)

    def _failed(self, error: PosError) -> None:
        self.test.setEnabled(True)
        silent = error.code.endswith(".no_answer") and self.model.box.count() > 1
        self.outcome.bad(error, t("first_run.perhaps_model") if silent else "")
        self.tried.emit(False)

    def _connection_chosen(self, connection: str) -> None:
        used = connection != "none"
        self._show_models()
        self.address.setVisible(used)
        self.model.setVisible(bool(self.slot.profiles) and self.model.box.count() > 0)
        self.test.setVisible(used and self.slot.trial in _TRY_TEXTS)
        self._another()
        if used:
            self.address.set_hint(t(f"first_run.endpoint_hint_{connection}"))
        if used and connection != self._way:
            there = [one for one in self._suggested if one.endpoint.startswith(WAYS[connection])]
            self._show_address(*((there[0].endpoint, there[0].port) if there else ("", "")))
        self._way = connection
        self._show_lasts()

    def _show_models(self) -> None:
        """Those that are reached this way; nothing where there is none to choose."""
        kind = self.connection.current()
        reached = [model for model in self._models if model.is_reached_by(kind)]
        if kind == "none":
            reached = [model for model in reached if "none" in model.kinds]
        self.model.set_choices([(model.profile_id, model.name) for model in reached])

    def retranslate(self) -> None:
        self._show_lasts()
        if self.slot.trial in _TRY_TEXTS:
            self.test.setText(t(f"first_run.try_{_TRY_TEXTS[self.slot.trial]}"))
        none = "wedge" if self.slot.device == "scanner" else "none"
        names = (*(("none",) if self._optional else ()), *self.slot.connections)
        self.connection.set_choices(
            [
                (name, t(f"first_run.connection_{none if name == 'none' else name}"))
                for name in names
            ]
        )
