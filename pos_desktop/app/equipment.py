"""The devices of the open register as the equipment page sees and changes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pos_desktop import i18n
from pos_desktop.app.device_trials import DEFAULTS, READERS, DeviceTrials, model_name
from pos_desktop.app.equipment_watch import EquipmentWatch
from pos_desktop.app.printer_paper import picture_of
from pos_desktop.hardware.device_log import DeviceLogs as Logs
from pos_desktop.hardware.device_log import Happening
from pos_desktop.hardware.profiles import ProfileError, printer_profile
from pos_desktop.hardware.supervisor import DEFAULT_PRINTER
from pos_desktop.ports import Health
from pos_desktop.ports.equipment import (
    SLOTS,
    DutiesChoice,
    EquipmentRow,
    GoOn,
    LogLine,
    ModelChoice,
    PaperPage,
    PrintingChoice,
    SearchResult,
    Slot,
    Wishes,
)
from pos_desktop.settings import (
    Device,
    DeviceLogs,
    Endpoint,
    SecondPrinter,
    SettingsError,
    Terminal,
)

if TYPE_CHECKING:
    from pos_desktop.app.assembly import OpenRegister

_WORKS = (Health.ONLINE, Health.DEGRADED)


class RegisterEquipment:
    """ports.equipment.EquipmentRoom of an open register."""

    def __init__(self, register: OpenRegister, logs: Logs, watch: EquipmentWatch) -> None:
        self._register = register
        self._logs = logs
        self._watch = watch
        self.trials = DeviceTrials(
            register.data_dir.folder("cache"),
            register.clock,
            i18n.language,
            register.zone,
            release=self._released,
        )

    # ------------------------------------------------------------------ how they are

    def rows(self) -> list[EquipmentRow]:
        states = {state.device: state for state in self._register.devices.states()}
        rows: list[EquipmentRow] = []
        for slot in SLOTS:
            row = self._row(slot)
            if row is not None:
                rows.append(replace(row, state=states.get(slot.through or slot.device)))
        return rows

    def _row(self, slot: Slot) -> EquipmentRow | None:
        settings = self._register.settings
        elsewhere: dict[str, Callable[[], EquipmentRow | None]] = {
            "fiscal": self._fiscal,
            "sbp": self._sbp,
            "customer_screen": self._customer_screen,
        }
        if slot.device in elsewhere:
            return elsewhere[slot.device]()
        if slot.through:
            return self._through(slot)
        device: Device = getattr(settings, slot.device)
        if not device.endpoint.strip() and slot.device != "scanner":
            return None
        seen = self._watch.seen(slot.device)
        profile = _profile_of(device) or DEFAULTS.get(slot.device, "")
        values = dict(seen.values)
        if isinstance(device, SecondPrinter):
            values["idle"] = not (device.copies or device.kitchen or device.spare != "off")
        if isinstance(device, Terminal) and device.endpoint.startswith("tcp:"):
            values["alone"] = device.alone
        return EquipmentRow(
            slot.device,
            device.endpoint.partition(",")[0],
            profile if device.endpoint else device.profile,
            _model(slot.profiles, profile) if device.endpoint else "",
            since_us=seen.since_us,
            last_us=seen.last_us,
            values=values,
        )

    def _through(self, slot: Slot) -> EquipmentRow | None:
        """The drawer is where the printer is that opens it."""
        behind: Device = getattr(self._register.settings, slot.through)
        if not behind.endpoint.strip() or not self._register.settings.printing.drawer:
            return None
        try:
            profile = printer_profile(_profile_of(behind) or DEFAULT_PRINTER)
        except ProfileError:
            return EquipmentRow(slot.device)
        seen = self._watch.seen(slot.device)
        values: dict[str, object] = {"pin": profile.drawer.pin, "on_ms": profile.drawer.on_ms}
        return EquipmentRow(slot.device, last_us=seen.last_us, values=values)

    def _fiscal(self) -> EquipmentRow | None:
        operator = self._register.settings.operator
        queue = self._register.journal.ledger.fiscal_queue()
        if not operator.url and not queue.waiting:
            return None
        values: dict[str, object] = {"waiting": queue.waiting, "oldest_us": queue.oldest_us}
        host = urlsplit(operator.url).netloc
        return EquipmentRow("fiscal", host, "", operator.group, values=values)

    def _sbp(self) -> EquipmentRow | None:
        provider = self._register.settings.sbp.provider
        return EquipmentRow("sbp", values={"provider": provider}) if provider else None

    def _customer_screen(self) -> EquipmentRow | None:
        wanted = self._register.settings.display.screen == "on"
        return EquipmentRow("customer_screen") if wanted else None

    # ------------------------------------------------------------------ log

    def log(self, device: str) -> list[LogLine]:
        return [_line(event) for event in reversed(self._logs.of(device).events())]

    def log_text(self, device: str, say: Callable[[LogLine], str]) -> str:
        zone = self._register.zone
        return self._logs.of(device).text(zone, lambda event: say(_line(event)))

    def log_is_filed(self, device: str) -> bool:
        return self._logs.of(device).is_filed

    def file_log(self, device: str, *, wanted: bool) -> None:
        filed = dict.fromkeys(self._register.settings.device_logs.to_file)
        filed.pop(device, None)
        names = (*filed, device) if wanted else tuple(filed)
        self._register.keep_settings(
            replace(self._register.settings, device_logs=DeviceLogs(names))
        )
        self._logs.file(device, wanted=wanted)

    # ------------------------------------------------------------------ changes

    def set_up(self, device: str, endpoint: str, profile: str) -> None:
        self._register.set_up_device(device, self._like(device, endpoint, profile))
        self._watch.forget(device)
        self._logs.of(device).happened("set_up" if endpoint else "removed", endpoint=endpoint)

    def _like(self, device: str, endpoint: str, profile: str) -> Device:
        """The settings of a device besides its place and model stay as they are."""
        before: Device = getattr(self._register.settings, device)
        return replace(before, endpoint=endpoint.partition(",")[0], profile=profile)

    def set_alone(self, *, alone: bool) -> None:
        before = self._register.settings.terminal
        self._register.set_up_device("terminal", replace(before, alone=alone))
        self._logs.of("terminal").happened("set_up", endpoint=before.endpoint)

    def printing(self) -> PrintingChoice:
        now = self._register.settings.printing
        logo = now.logo != "off"
        return PrintingChoice(
            now.codepage, now.codepage_number, now.columns, now.cut, now.drawer, logo
        )

    def set_printing(self, choice: PrintingChoice) -> None:
        before = self._register.settings.printing
        shown = before.logo if before.logo != "off" else "printed"
        self._register.set_up_printing(
            replace(
                before,
                codepage=choice.codepage,
                codepage_number=choice.codepage_number,
                columns=choice.columns,
                cut=choice.cut,
                drawer=choice.drawer,
                logo=shown if choice.logo else "off",
            )
        )
        self._logs.of("printer").happened("set_up", endpoint="")

    def duties(self) -> DutiesChoice:
        now = self._register.settings.second_printer
        return DutiesChoice(now.copies, now.kitchen, now.kitchen_when, now.spare)

    def set_duties(self, choice: DutiesChoice) -> None:
        before = self._register.settings.second_printer
        told: dict[str, Any] = asdict(choice)
        self._register.set_up_device("second_printer", replace(before, **told))
        self._logs.of("second_printer").happened("set_up", endpoint=before.endpoint)

    # ------------------------------------------------------------------ trying

    def page(self) -> PaperPage | None:
        settings = self._register.settings
        if not settings.printer.endpoint.strip():
            return None
        try:
            profile = printer_profile(_profile_of(settings.printer) or DEFAULT_PRINTER)
            return picture_of(profile, settings.printing, i18n.language(), self.trials.when())
        except ProfileError:
            return None

    def weigh(self, *, wanted: bool) -> None:
        scale = self._register.devices.scale
        if scale is not None:
            (scale.start_weighing if wanted else scale.stop_weighing)()

    def zero(self) -> None:
        scale = self._register.devices.scale
        if scale is not None:
            scale.zero()

    def open_drawer(self) -> None:
        self._register.devices.open_drawer()
        self._watch.seen("drawer").last_us = self._register.clock.now_us()

    def reconnect(self) -> None:
        self._register.devices.reconnect()

    def models(self, device: str) -> list[ModelChoice]:
        return self.trials.models(device)

    def search(self, wishes: Wishes, go_on: GoOn) -> SearchResult:
        held = {
            row.endpoint
            for row in self.rows()
            if row.state is not None and row.endpoint and row.state.health in _WORKS
        }
        return self.trials.search(replace(wishes, busy=wishes.busy | held), go_on)

    def cancel(self) -> None:
        self.trials.cancel()

    def print_page(self, device: str, endpoint: str, profile: str) -> None:
        self.trials.print_page(device, endpoint, profile)

    def read_weight(self, endpoint: str, profile: str) -> int:
        return self.trials.read_weight(endpoint, profile)

    def read_scan(self, endpoint: str, profile: str) -> str:
        return self.trials.read_scan(endpoint, profile)

    def show_text(self, endpoint: str, profile: str, lines: tuple[str, str]) -> None:
        self.trials.show_text(endpoint, profile, lines)

    def greet(self, endpoint: str, profile: str) -> None:
        self.trials.greet(endpoint, profile)

    @contextmanager
    def _released(self, device: str) -> Iterator[None]:
        """Let go of the port while something else tries it, then take it up again."""
        kept: Device = getattr(self._register.settings, device)
        self._register.devices.let_go(device)
        try:
            yield
        finally:
            now: Device = getattr(self._register.settings, device)
            if now == kept and kept.endpoint.strip():
                self._register.devices.replace(device, kept)


def _line(event: Happening) -> LogLine:
    return LogLine(event.at_us, event.code, event.values)


def _profile_of(device: Device) -> str:
    """The profile that settings name for a device, "" = its default."""
    try:
        place: Endpoint | None = device.parsed()
    except SettingsError:
        return device.profile
    return place.profile if place is not None else ""


def _model(folder: str, profile_id: str) -> str:
    if folder not in READERS:
        return ""
    try:
        return model_name(folder, profile_id)
    except ProfileError:
        return profile_id
