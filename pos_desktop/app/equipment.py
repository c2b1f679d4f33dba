"""The devices of the open register as the equipment page sees and changes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pos_desktop import i18n
from pos_desktop.app.device_trials import DEFAULTS, READERS, DeviceTrials, model_name
from pos_desktop.app.drawer_wiring import (
    choice_of,
    models_of,
    own_drawer,
    printing_with,
    told_drawer,
)
from pos_desktop.app.equipment_watch import EquipmentWatch
from pos_desktop.app.label_trial import trial_name
from pos_desktop.app.printer_paper import carried, picture_of
from pos_desktop.app.printers import wired
from pos_desktop.app.sbp import SECRET, kept_secret, try_bank
from pos_desktop.domain.errors import DeviceError
from pos_desktop.domain.facts import DrawerOpened
from pos_desktop.domain.staff import StaffMember
from pos_desktop.hardware.device_log import DeviceLogs as Logs
from pos_desktop.hardware.device_log import Happening
from pos_desktop.hardware.profiles import ProfileError, adjusted, printer_profile
from pos_desktop.hardware.supervisor import DEFAULT_PRINTER
from pos_desktop.ports import Health, NewLabelJob
from pos_desktop.ports.equipment import (
    SLOTS,
    CarriedPaper,
    DrawerChoice,
    DrawerWiring,
    DutiesChoice,
    EquipmentRow,
    GoOn,
    LogLine,
    LogoSetUp,
    ModelChoice,
    PaperChoice,
    PaperPage,
    PrintingChoice,
    SbpChoice,
    SbpSetUp,
    SearchResult,
    Slot,
    Wishes,
)
from pos_desktop.settings import (
    Device,
    DeviceLogs,
    Endpoint,
    Replies,
    Sbp,
    SecondPrinter,
    SettingsError,
    Terminal,
)
from pos_desktop.settings.checks import checked_drawer, checked_sbp

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
            plugs=register.devices.plugs,
        )

    # ------------------------------------------------------------------ how they are

    def rows(self) -> list[EquipmentRow]:
        known = (*self._register.devices.states(), *self._register.sbp.states())
        states = {state.device: state for state in known}
        rows: list[EquipmentRow] = []
        for slot in SLOTS:
            row = self._row(slot)
            if row is not None:
                behind = str(row.values.get("printer", "")) if slot.through else slot.device
                rows.append(replace(row, state=states.get(behind)))
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
        if slot.trial in ("page", "label"):
            values["replies"] = self.paper_of(slot.device).replies
        if isinstance(device, SecondPrinter):
            values["idle"] = not (device.copies or device.kitchen or device.spare != "off")
        if isinstance(device, Terminal):
            values |= self._told_of_terminal(device)
        return EquipmentRow(
            slot.device,
            device.endpoint.partition(",")[0],
            profile if device.endpoint else device.profile,
            _model(slot.profiles, profile) if device.endpoint else "",
            since_us=seen.since_us,
            last_us=seen.last_us,
            values=values,
        )

    def _told_of_terminal(self, device: Terminal) -> dict[str, object]:
        terminal = self._register.devices.terminal
        number = terminal.identity.number if terminal is not None else ""
        told: dict[str, object] = {"number": number} if number else {}
        return told | ({"alone": device.alone} if device.endpoint.startswith("tcp:") else {})

    def _through(self, slot: Slot) -> EquipmentRow | None:
        """The drawer is where the printer is that opens it."""
        settings = self._register.settings
        if not settings.printer.endpoint.strip():
            return None
        values: dict[str, object] = {"on_cash": settings.printing.drawer}
        printer = self._register.devices.printers.behind_drawer
        if printer is not None:
            values |= asdict(told_drawer(printer.profile.drawer))
            values["is_open"] = printer.drawer_open
        values["printer"] = settings.printing.drawer_printer
        values |= self._openings()
        return EquipmentRow(
            slot.device, last_us=self._watch.seen(slot.device).last_us, values=values
        )

    def _openings(self) -> dict[str, object]:
        """How often it was opened in this shift without a sale: by a person at the register, and
        by nobody there."""
        shift = self._register.journal.open_shift()
        if shift is None:
            return {}
        book = self._register.journal.reports
        span = book.span(shift.opened_at_us, self._register.clock.now_us() + 1)
        opened = [
            fact.sensed
            for batch in book.batches(span, (DrawerOpened.KIND,))
            for _at_us, fact in batch.facts
            if isinstance(fact, DrawerOpened)
        ]
        return {"opened": opened.count(False), "sensed": opened.count(True)}

    def _fiscal(self) -> EquipmentRow | None:
        operator = self._register.settings.operator
        queue = self._register.journal.ledger.fiscal_queue()
        if not operator.url and not queue.waiting:
            return None
        values: dict[str, object] = {"waiting": queue.waiting, "oldest_us": queue.oldest_us}
        host = urlsplit(operator.url).netloc
        return EquipmentRow("fiscal", host, "", operator.group, values=values)

    def _sbp(self) -> EquipmentRow:
        kind = self._sbp_choice().kind
        seen = self._watch.seen("sbp")
        return EquipmentRow("sbp", profile=kind, since_us=seen.since_us)

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

    def set_up(
        self, device: str, endpoint: str, profile: str, paper: PaperChoice | None = None
    ) -> None:
        wanted = self._like(device, endpoint, profile)
        told: dict[str, Any] = asdict(paper) if paper is not None else {}
        if device == "printer" and told:
            printing = replace(self._register.settings.printing, **told)
            self._register.set_up_printing(printing, wanted)
        else:
            known = {name: told[name] for name in told if hasattr(wanted, name)}
            self._register.set_up_device(device, replace(wanted, **known))
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
        return PrintingChoice(now.codepage, now.codepage_number, now.columns, now.cut, logo)

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
                logo=shown if choice.logo else "off",
            )
        )
        self._logs.of("printer").happened("set_up", endpoint="")

    def logo(self) -> LogoSetUp:
        printer = self._register.devices.printer
        can_store = printer is not None and printer.profile.printer.stored_logo
        stored = self._register.settings.printing.logo == "stored"
        return LogoSetUp(self._register.print_work.logo(), stored and can_store, can_store)

    def set_logo(self, picture: bytes | None, *, stored: bool, staff: StaffMember) -> None:
        work, before = self._register.print_work, self._register.settings.printing
        if picture is not None:
            work.set_logo(picture)
        kept: Literal["printed", "stored"] = "stored" if stored else "printed"
        if before.logo != kept:
            self._register.set_up_printing(replace(before, logo=kept))
        if stored:
            work.store_logo(staff=staff)
            self._register.wake()
        self._logs.of("printer").happened("set_up", endpoint="")

    def paper_of(self, device: str) -> PaperChoice:
        settings = self._register.settings
        if device == "label_printer":
            return PaperChoice(replies=settings.label_printer.replies)
        now = settings.printing if device == "printer" else settings.second_printer
        return PaperChoice(now.codepage, now.codepage_number, now.columns, now.replies)

    def carried(self, device: str, profile: str) -> CarriedPaper:
        settings = self._register.settings
        now = settings.printing if device == "printer" else settings.second_printer
        named = _profile_of(getattr(settings, device)) or DEFAULT_PRINTER
        after = printer_profile(profile or DEFAULT_PRINTER)
        try:
            before = adjusted(printer_profile(named), now)
        except ProfileError:
            return CarriedPaper(PaperChoice())  # it never printed, so there is nothing to carry
        return carried(before, self.paper_of(device), after)

    def duties(self) -> DutiesChoice:
        now = self._register.settings.second_printer
        return DutiesChoice(now.copies, now.kitchen, now.kitchen_when, now.spare)

    def set_duties(self, choice: DutiesChoice) -> None:
        before = self._register.settings.second_printer
        told: dict[str, Any] = asdict(choice)
        self._register.set_up_device("second_printer", replace(before, **told))
        self._logs.of("second_printer").happened("set_up", endpoint=before.endpoint)

    # ------------------------------------------------------------------ the drawer

    def drawer(self) -> DrawerWiring:
        settings = self._register.settings
        return DrawerWiring(choice_of(settings.printing), models_of(settings))

    def check_drawer(self, choice: DrawerChoice) -> None:
        checked_drawer(printing_with(self._register.settings.printing, choice))

    def set_drawer(self, choice: DrawerChoice) -> None:
        self._register.set_up_printing(printing_with(self._register.settings.printing, choice))
        self._logs.of("drawer").happened("set_up", endpoint="")

    def try_drawer(self, choice: DrawerChoice) -> None:
        printer = self._register.devices.printers.printer_of(choice.printer)
        if printer is None:
            raise DeviceError("printer.not_set_up")
        printing = printing_with(self._register.settings.printing, choice)
        printer.open_drawer(wired(own_drawer(self._register.settings, choice.printer), printing))
        self._watch.seen("drawer").last_us = self._register.clock.now_us()
        self._logs.of("drawer").happened("pulsed")

    def watch_drawer(self, printer: str, *, wanted: bool) -> None:
        behind = self._register.devices.printers.printer_of(printer)
        if behind is not None:
            behind.watch_drawer(wanted=wanted)

    def drawer_level(self, printer: str) -> bool | None:
        behind = self._register.devices.printers.printer_of(printer)
        return behind.drawer_level if behind is not None else None

    # ------------------------------------------------------------------ payments by QR code

    def _sbp_choice(self) -> SbpChoice:
        now = self._register.settings.sbp
        return SbpChoice(
            now.provider, now.merchant_id, now.account, now.terminal_key, now.static_payload
        )

    def sbp(self) -> SbpSetUp:
        keystore = self._register.keystore
        return SbpSetUp(self._sbp_choice(), bool(keystore.get(SECRET)), keystore.is_plain)

    def check_sbp(self, choice: SbpChoice) -> None:
        checked_sbp(self._sbp_with(choice))

    def _sbp_with(self, choice: SbpChoice) -> Sbp:
        """An address that only settings.toml tells is of the bank set up now, or of the first
        one."""
        before = self._register.settings.sbp
        told: dict[str, Any] = asdict(choice)
        url = before.url if before.provider in ("", choice.provider) else ""
        return replace(before, url=url, **told)

    def set_sbp(self, choice: SbpChoice, secret: str) -> None:
        wanted = checked_sbp(self._sbp_with(choice))
        self._refuse_without_key(choice, secret)
        with kept_secret(self._register.keystore, secret, wanted=bool(choice.provider)):
            self._register.set_up_sbp(wanted)
        self._watch.forget("sbp")
        self._logs.of("sbp").happened("set_up" if choice.kind else "removed", endpoint="")

    def try_sbp(self, choice: SbpChoice, secret: str) -> None:
        self._refuse_without_key(choice, secret)
        key = secret or self._register.keystore.get(SECRET) or ""
        try_bank(self._sbp_with(choice), key)

    def _refuse_without_key(self, choice: SbpChoice, secret: str) -> None:
        """The key that is kept is of the bank that is set up now."""
        if not choice.provider or secret:
            return
        same = choice.provider == self._register.settings.sbp.provider
        if not same or not self._register.keystore.get(SECRET):
            raise SettingsError("sbp.secret_needed")

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

    def queue_label(self) -> None:
        encoder = self._register.devices.label_encoder
        if encoder is None:
            raise DeviceError("printer.not_set_up")
        payload = encoder.encode(self.trials.label(), 1)
        self._register.journal.labels.add_labels(NewLabelJob(trial_name(i18n.language()), payload))

    def weigh(self, *, wanted: bool) -> None:
        scale = self._register.devices.scale
        if scale is not None:
            (scale.start_weighing if wanted else scale.stop_weighing)()

    def zero(self) -> None:
        scale = self._register.devices.scale
        if scale is not None:
            scale.zero()

    def reconnect(self) -> None:
        self._register.devices.reconnect()
        self._register.sbp.reconnect_now()

    def models(self, device: str) -> list[ModelChoice]:
        return self.trials.models(device)

    def search(self, wishes: Wishes, go_on: GoOn) -> SearchResult:
        held: set[str] = set()
        rows = self.rows()
        for row in rows:
            if row.state is None or not row.endpoint or row.state.health not in _WORKS:
                continue
            kind = row.endpoint.partition(":")[0]
            port = row.state.values.get("found_at")  # where it is, whatever the settings say
            held.add(f"{kind}:{port}" if port else row.endpoint)
        known = {row.device: row.endpoint for row in rows if row.endpoint}
        return self.trials.search(replace(wishes, busy=wishes.busy | held, known=known), go_on)

    def cancel(self) -> None:
        self.trials.cancel()

    def print_page(self, device: str, endpoint: str, profile: str) -> Replies:
        return self.trials.print_page(device, endpoint, profile)

    def print_label(self, endpoint: str, profile: str) -> Replies:
        return self.trials.print_label(endpoint, profile)

    def paper(self, profile: str) -> PaperPage:
        return self.trials.paper(profile)

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
