"""Finding devices and trying them, for the first run and for the equipment page alike.

A device is tried over a wire of its own that is closed afterwards. Where the register itself holds
the device, `release` lets go of it for that time.
"""

from __future__ import annotations

import contextlib
import queue
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from pos_desktop import i18n
from pos_desktop.app.devices import DEFAULT_WEDGE
from pos_desktop.app.label_trial import trial_label
from pos_desktop.app.printer_paper import page_of, picture_of
from pos_desktop.app.printer_trial import ListenTimes, print_and_listen
from pos_desktop.domain.errors import DeviceError
from pos_desktop.hardware.discovery import Surroundings, search
from pos_desktop.hardware.displays.display_loop import LineDisplay
from pos_desktop.hardware.labels.languages import label_encoder
from pos_desktop.hardware.places import NamedPlace, Plugs
from pos_desktop.hardware.printers.encoders import encoder_for
from pos_desktop.hardware.profiles import (
    PrinterProfile,
    Profile,
    ProfileError,
    ScannerProfile,
    SerialLine,
    TerminalProfile,
    TransportSettings,
    display_profile,
    printer_profile,
    profile_ids,
    scale_profile,
    scanner_for,
    scanner_profile,
    terminal_profile,
)
from pos_desktop.hardware.profiles.loading import DEFAULT_HID
from pos_desktop.hardware.scales.probe import ProbeStep, find_scale, scale_profiles
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.scanners.scanner_loop import DirectScanner
from pos_desktop.hardware.supervisor import (
    DEFAULT_DISPLAY,
    DEFAULT_LABEL_PRINTER,
    DEFAULT_PRINTER,
    DEFAULT_SCALE,
    DEFAULT_SCANNER,
    DEFAULT_TERMINAL,
)
from pos_desktop.hardware.terminals.opening import TERMINALS, TerminalPlace, terminal_at
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.ports import (
    BarcodeScanned,
    Clock,
    DeviceChanged,
    DeviceState,
    Event,
    Health,
    WeightRead,
    WeightStatus,
)
from pos_desktop.ports.equipment import (
    DEFAULT_TCP_PORT,
    GoOn,
    ModelChoice,
    PaperPage,
    SearchResult,
    Wishes,
    slot_of,
)
from pos_desktop.receipts.label import PlacedLabel
from pos_desktop.receipts.printer_page import printer_page
from pos_desktop.settings import Endpoint, Printing, Replies

PROBE_SECONDS = 45.0
_PAUSE_SECONDS = 0.001
_LOOK_SECONDS = 0.1

Release = Callable[[str], AbstractContextManager[None]]
"""release(device): while the context lasts, the register does not hold that device."""

DEFAULTS = {
    "printer": DEFAULT_PRINTER,
    "second_printer": DEFAULT_PRINTER,
    "label_printer": DEFAULT_LABEL_PRINTER,
    "scale": DEFAULT_SCALE,
    "scanner": DEFAULT_SCANNER,
    "terminal": DEFAULT_TERMINAL,
    "customer_display": DEFAULT_DISPLAY,
}
"""The profile of a device that names none."""

READERS: dict[str, Callable[[str], Profile]] = {
    "printers": printer_profile,
    "scales": scale_profile,
    "scanners": scanner_profile,
    "displays": display_profile,
    "terminals": terminal_profile,
}
"""Folder of hardware_profiles -> how one of it is read. A kind more is one line here."""

_NO_WEIGHT = {
    WeightStatus.MOVING: "scale.moving",
    WeightStatus.OVER: "scale.over",
    WeightStatus.UNDER: "scale.under",
    WeightStatus.SILENT: "scale.no_answer",
}
"""Why a scale that was tried gave no weight, as codes of messages."""


@dataclass(frozen=True, slots=True)
class TrialTimes:
    """In seconds. answer: for a weight or a first word; scan: for a person to scan something;
    show: how long a text stays on a display; printing: for what a printer tells."""

    answer: float = 6.0
    scan: float = 20.0
    show: float = 3.0
    printing: ListenTimes = field(default_factory=ListenTimes)


class DeviceTrials:
    """ports.equipment.EquipmentTrials; every method blocks up to its own deadline."""

    def __init__(
        self,
        cache_dir: Path,
        clock: Clock,
        language: Callable[[], str],
        zone: tzinfo | None,
        *,
        release: Release | None = None,
        around: Surroundings | None = None,
        times: TrialTimes | None = None,
        plugs: Plugs | None = None,
    ) -> None:
        """plugs: of a register that has devices of its own, so that of two alike none of these is
        tried."""
        self._cache_dir = cache_dir
        self._clock = clock
        self._language = language
        self._zone = zone
        self._release: Release = release or (lambda _device: nullcontext())
        self._around = around or Surroundings(probe_scale=probe_scale, probe_address=probe_address)
        self._times = times or TrialTimes()
        self._plugs = plugs or Plugs()
        self._given_up = threading.Event()

    def when(self) -> str:
        """Date and time as a paper says them."""
        moment = datetime.fromtimestamp(self._clock.now_us() / 1_000_000, self._zone)
        return i18n.datetime(moment, self._language())

    def models(self, device: str) -> list[ModelChoice]:
        """The usual one first, of each way it is connected. A profile that cannot be read is left
        out; `pos-desktop profiles check` tells why."""
        folder = slot_of(device).profiles
        choices: list[ModelChoice] = []
        for profile_id in profile_ids(folder) if folder else []:
            time.sleep(_PAUSE_SECONDS)  # the window draws meanwhile
            try:
                profile = READERS[folder](profile_id)
            except ProfileError:
                continue
            if _is_for(device, profile):
                name, port = full_name(profile), _tcp_port_of(profile)
                choices.append(ModelChoice(profile_id, name, _kinds_of(profile), port))
        usual = (DEFAULTS.get(device, ""), DEFAULT_WEDGE, DEFAULT_HID)
        return sorted(choices, key=lambda one: (one.profile_id not in usual, one.name.casefold()))

    def search(self, wishes: Wishes, go_on: GoOn) -> SearchResult:
        return search(wishes, go_on, self._around)

    def cancel(self) -> None:
        self._given_up.set()

    def print_page(self, device: str, endpoint: str, profile: str) -> Replies:
        place = endpoint_of(endpoint, profile)
        model = printer_profile(place.profile or DEFAULT_PRINTER)
        encoder = encoder_for(model, self._cache_dir)
        payload = encoder.encode(printer_page(page_of(model, self._language(), self.when())))
        return self._print(device, place, model, payload)

    def print_label(self, endpoint: str, profile: str) -> Replies:
        place = endpoint_of(endpoint, profile)
        model = printer_profile(place.profile or DEFAULT_LABEL_PRINTER)
        payload = label_encoder(model).encode(self.label(), 1)
        return self._print("label_printer", place, model, payload)

    def label(self) -> PlacedLabel:
        """The label that shows whether place, letters and bars are right."""
        return trial_label(self._language(), self.when())

    def _print(
        self, device: str, place: Endpoint, model: PrinterProfile, payload: bytes
    ) -> Replies:
        self._given_up.clear()
        with self._wire(device, place, model.transport) as wire:
            return print_and_listen(wire, model, payload, self._given_up, self._times.printing)

    def paper(self, profile: str) -> PaperPage:
        model = printer_profile(profile or DEFAULT_PRINTER)
        return picture_of(model, Printing(), self._language(), self.when())

    def read_weight(self, endpoint: str, profile: str) -> int:
        """Return the grams of a stable weight; DeviceError says why there is none."""
        place = endpoint_of(endpoint, profile)
        model = scale_profile(place.profile or DEFAULT_SCALE)
        heard: queue.Queue[Event] = queue.Queue(64)
        with self._wire("scale", place, model.transport) as wire:
            scale = PolledScale(wire, model, into(heard))
            scale.start_weighing()  # before it starts: what is told once must not be told to nobody
            scale.start()
            last = WeightRead(WeightStatus.SILENT, None)
            try:
                for event in self._heard(heard, self._times.answer):
                    if isinstance(event, WeightRead):
                        last = event
                        if event.status is WeightStatus.STABLE:
                            return event.weight_grams or 0
                if last.status is WeightStatus.SILENT:
                    _raise_lost(scale.state)
            finally:
                scale.stop()
        raise DeviceError(last.reason or _NO_WEIGHT[last.status], **last.values)

    def read_scan(self, endpoint: str, profile: str) -> str:
        place = endpoint_of(endpoint, profile)
        named = place.profile or scanner_for(place.kind, place.address, DEFAULT_SCANNER)
        model = scanner_profile(named)
        heard: queue.Queue[Event] = queue.Queue(64)
        with self._wire("scanner", place, model.transport) as wire:
            scanner = DirectScanner(wire, model, into(heard), self._clock)
            scanner.start()
            try:
                for event in self._heard(heard, self._times.scan):
                    if isinstance(event, BarcodeScanned):
                        return event.text
                _raise_lost(scanner.state)
            finally:
                scanner.stop()
        raise DeviceError("scanner.nothing_read")

    def show_text(self, endpoint: str, profile: str, lines: tuple[str, str]) -> None:
        place = endpoint_of(endpoint, profile)
        model = display_profile(place.profile or DEFAULT_DISPLAY)
        heard: queue.Queue[Event] = queue.Queue(64)
        with self._wire("customer_display", place, model.transport) as wire:
            display = LineDisplay(wire, model, into(heard))
            display.show(*lines)
            display.start()
            try:
                await_answer("customer_display", self._heard(heard, self._times.answer))
                self._given_up.wait(self._times.show)
            finally:
                display.stop()

    def greet(self, endpoint: str, profile: str) -> None:
        place = endpoint_of(endpoint, profile)
        model = terminal_profile(place.profile or DEFAULT_TERMINAL)
        heard: queue.Queue[Event] = queue.Queue(64)
        wiring = self._wire("terminal", place, model.transport)
        with wiring as wire, tempfile.TemporaryDirectory() as folder:
            memory = Path(folder) / "terminal.json"
            there = TerminalPlace(place, model, memory, "RUB", wire)
            terminal = terminal_at(there, into(heard))
            terminal.start()
            try:
                await_answer("terminal", self._heard(heard, self._times.answer))
            finally:
                terminal.stop()

    @contextmanager
    def _wire(
        self, device: str, place: Endpoint, settings: TransportSettings
    ) -> Iterator[Callable[[], Transport]]:
        """What makes a fresh transport to a device, wherever it is plugged in now, that the
        register does not hold meanwhile."""
        with self._release(device):
            places = [plugs.place_of(place) for plugs in (self._plugs.apart(), self._plugs)]
            named = [there for there in places if isinstance(there, NamedPlace)]
            where = partial(_port_of_one, *named) if named else None
            try:
                yield lambda: transport_for(place, settings, where)
            finally:
                for there in named:
                    there.leave()

    def _heard(self, heard: queue.Queue[Event], seconds: float) -> Iterator[Event]:
        """What comes within that time, unless the trial is given up."""
        self._given_up.clear()
        until = time.monotonic() + seconds
        while not self._given_up.is_set() and (left := until - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                yield heard.get(timeout=min(left, _LOOK_SECONDS))


def _port_of_one(alone: NamedPlace, among: NamedPlace) -> str:
    """Where a device is; of several alike the one that no other device of the register uses."""
    try:
        return alone.current()
    except TransportError as error:
        if error.cause != "ambiguous":
            raise
        return among.current()


def _raise_lost(state: DeviceState) -> None:
    """DeviceError with what keeps a device from being heard at all, if anything does."""
    if state.reason and state.health in (Health.OFFLINE, Health.MISCONFIGURED):
        raise DeviceError(state.reason, **state.values)


def await_answer(device: str, heard: Iterable[Event]) -> None:
    """Wait until a device says that it works; DeviceError with its reason where it does not."""
    state: DeviceState | None = None
    for event in heard:
        if isinstance(event, DeviceChanged):
            state = event.state
            if state.health in (Health.ONLINE, Health.DEGRADED):
                return
            if state.health in (Health.OFFLINE, Health.MISCONFIGURED):
                break
    reason = state.reason if state is not None else ""
    raise DeviceError(reason or f"{device}.no_answer", **(state.values if state else {}))


def model_name(folder: str, profile_id: str) -> str:
    """The maker and the model; raises ProfileError."""
    profile = READERS[folder](profile_id)
    return full_name(profile)


def _is_for(device: str, profile: Profile) -> bool:
    """Printers of labels speak another language than those of receipts."""
    if isinstance(profile, PrinterProfile):
        return profile.label_only == (device == "label_printer")
    return True


def _kinds_of(profile: Profile) -> tuple[str, ...]:
    if isinstance(profile, TerminalProfile):
        return (TERMINALS[profile.terminal.protocol][0],)
    if isinstance(profile, ScannerProfile) and profile.scanner.mode == "wedge":
        return ("none",)
    transport: TransportSettings | None = getattr(profile, "transport", None)
    return transport.kinds if transport is not None else ()


def _tcp_port_of(profile: Profile) -> int:
    transport: TransportSettings | None = getattr(profile, "transport", None)
    return transport.tcp_port if transport is not None else DEFAULT_TCP_PORT


def full_name(profile: Profile) -> str:
    """What people call it, in their language where it is called by words; nobody says who made a
    thing without a name."""
    words = f"equipment.profile.{profile.id}"
    if i18n.has_text(words):
        return i18n.t(words)
    vendor = profile.vendor if profile.vendor.casefold() != "generic" else ""
    return f"{vendor} {profile.model}".strip()


def endpoint_of(endpoint: str, profile: str) -> Endpoint:
    """The place with its model; SettingsError as Endpoint.parse, DeviceError("device.not_named")
    for no place."""
    if not endpoint.strip():
        raise DeviceError("device.not_named")
    return Endpoint.parse(f"{endpoint.partition(',')[0]},{profile}")


def probe_scale(path: str, go_on: Callable[[], bool]) -> tuple[str, str] | None:
    """Ask a serial port whether a scale is behind it; (profile, its own line, if any).
    Raises TransportError where the port does not open."""
    stopped = threading.Event()

    def report(_step: ProbeStep) -> None:
        if not go_on():
            stopped.set()

    def open_with(line: SerialLine | None) -> Transport:
        settings = TransportSettings(kinds=("serial",), serial=line or SerialLine())
        return transport_for(Endpoint("serial", path), settings)

    found = find_scale(
        open_with, scale_profiles(), report=report, cancelled=stopped, seconds=PROBE_SECONDS
    )
    return (found.profile.id, found.line_text) if found is not None else None


def probe_address(host: str, port: int, go_on: Callable[[], bool]) -> str | None:
    """Ask an address whether a scale is there; its profile. On a port that only some models have,
    only these are meant."""
    stopped = threading.Event()

    def report(_step: ProbeStep) -> None:
        if not go_on():
            stopped.set()

    shipped = scale_profiles()
    own = [one for one in shipped if one.transport.tcp_port == port]
    place = Endpoint("tcp", f"{host}:{port}")
    try:
        found = find_scale(
            lambda _line: transport_for(place, TransportSettings(kinds=("tcp",))),
            own or shipped,
            on_network=True,
            report=report,
            cancelled=stopped,
            seconds=PROBE_SECONDS,
        )
    except TransportError:
        return None  # it listened a moment ago and does no more
    return found.profile.id if found is not None else None


def into(heard: queue.Queue[Event]) -> Callable[[Event], None]:
    """Post into a bounded queue; what no longer fits is not waited for."""

    def post(event: Event) -> None:
        if not heard.full():
            heard.put_nowait(event)

    return post
