"""What the first run may do: find devices, try them, sign in at the operator, pair, import."""

from __future__ import annotations

import glob
import queue
import sys
import time
from collections.abc import Callable, Iterator

from pos_desktop.app.assembly import staff_pepper
from pos_desktop.app.clock import SystemClock, Uuid7Ids
from pos_desktop.app.pairing import keep_token, request_id_for
from pos_desktop.contract.pairing import PairRequest
from pos_desktop.domain.errors import DeviceError, RejectedError, UnreachableError
from pos_desktop.domain.fiscal import Seller
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.fiscal.atol_online import AtolAccount, AtolOnline
from pos_desktop.fiscal.country import load_country
from pos_desktop.gui.screens.first_run_ports import (
    DeviceKind,
    FirstRunPorts,
    FirstRunResult,
    FoundDevice,
    ProfileChoice,
    Progress,
)
from pos_desktop.hardware.printers.encoders import encoder_for
from pos_desktop.hardware.profiles import (
    PrinterProfile,
    printer_profile,
    profile_ids,
    scale_profile,
    scanner_profile,
)
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.scanners.serial_scanner import SerialScanner
from pos_desktop.hardware.serial_places import connected_ports
from pos_desktop.hardware.supervisor import DEFAULT_PRINTER, DEFAULT_SCALE, DEFAULT_SCANNER
from pos_desktop.hardware.transports.opening import open_transport, transport_for
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.journal.staff import SqliteStaff
from pos_desktop.keystore import Keystore
from pos_desktop.operations.import_catalogue import (
    ImportPreview,
    ImportRules,
    apply_import,
    preview_import,
)
from pos_desktop.operations.import_columns import Columns
from pos_desktop.operations.import_row import NewProductDefaults, usual_vat
from pos_desktop.operations.tabular_table import Table
from pos_desktop.ports import BarcodeScanned, Event, WeightRead, WeightStatus
from pos_desktop.receipts.printer_page import PrinterPage, printer_page
from pos_desktop.settings import DataDir, Device, Endpoint, Operator, Register, Settings
from pos_desktop.shipped import resource_path
from pos_desktop.sync.pairing import pair

_WEIGH_SECONDS = 6.0
_SCAN_SECONDS = 20.0
_WRITE_SECONDS = 5.0
_KINDS: dict[DeviceKind, str] = {"printer": "printers", "scale": "scales", "scanner": "scanners"}


class FirstRun:
    """The first run's hands; each method blocks up to its own deadline and may raise PosError."""

    def __init__(self, settings: Settings, data_dir: DataDir) -> None:
        self._settings = settings
        self._data_dir = data_dir
        self._ids = Uuid7Ids()
        self._keystore = Keystore(data_dir)
        self._country = load_country(resource_path("countries", f"{settings.country}.toml"))
        self._clock = SystemClock(None)

    def ports(self) -> FirstRunPorts:
        return FirstRunPorts(
            new_id=self._ids.new_id,
            profiles=self._profiles,
            find_devices=lambda: list(_found()),
            print_test_page=self._print_test_page,
            read_weight=self._read_weight,
            read_scan=self._read_scan,
            check_operator=self._check_operator,
            pair=self._pair,
            keep_secret=self._keystore.set,
            preview=self._preview,
            apply=self._apply,
        )

    def keep(self, result: FirstRunResult) -> Settings:
        """Store what was answered; the settings to open the register with."""
        result.settings.save(self._data_dir)
        if result.owner is not None:
            staff = SqliteStaff(self._data_dir.file("staff.sqlite"), self._pepper)
            member = StaffMember(
                self._ids.new_id(), result.owner.name, result.owner.name, Role.OWNER
            )
            staff.add_all([(member, result.owner.pin, "")])
            staff.close()
        return result.settings

    def _pepper(self) -> str:
        return staff_pepper(self._keystore)

    # ------------------------------------------------------------------ devices

    def _profiles(self, kind: DeviceKind) -> list[ProfileChoice]:
        choices: list[ProfileChoice] = []
        for profile_id in profile_ids(_KINDS[kind]):
            load = {"printer": printer_profile, "scale": scale_profile, "scanner": scanner_profile}
            profile = load[kind](profile_id)
            if isinstance(profile, PrinterProfile) and profile.label_only:
                continue
            choices.append(ProfileChoice(profile_id, f"{profile.vendor} {profile.model}".strip()))
        return choices

    def _print_test_page(self, device: Device) -> None:
        place = _endpoint(device)
        profile = printer_profile(place.profile or DEFAULT_PRINTER)
        encoder = encoder_for(profile, self._data_dir.folder("cache"))
        page = PrinterPage(
            self._settings.language,
            f"{profile.vendor} {profile.model}",
            profile.printer.columns,
            self._country.currency,
        )
        payload = encoder.encode(printer_page(page))
        transport = open_transport(place, profile.transport)
        try:
            transport.write(payload, _WRITE_SECONDS)
        finally:
            transport.close()

    def _read_weight(self, device: Device) -> int:
        place = _endpoint(device)
        profile = scale_profile(place.profile or DEFAULT_SCALE)
        heard: queue.Queue[Event] = queue.Queue(64)
        scale = PolledScale(lambda: transport_for(place, profile.transport), profile, _into(heard))
        scale.start()
        scale.start_weighing()
        try:
            for event in _events(heard, _WEIGH_SECONDS):
                if isinstance(event, WeightRead) and event.status is WeightStatus.STABLE:
                    return event.weight_grams or 0
        finally:
            scale.stop()
        raise DeviceError("scale.no_answer")

    def _read_scan(self, device: Device) -> str:
        place = _endpoint(device)
        profile = scanner_profile(place.profile or DEFAULT_SCANNER)
        heard: queue.Queue[Event] = queue.Queue(64)
        scanner = SerialScanner(
            lambda: transport_for(place, profile.transport), profile, _into(heard), self._clock
        )
        scanner.start()
        try:
            for event in _events(heard, _SCAN_SECONDS):
                if isinstance(event, BarcodeScanned):
                    return event.text
        finally:
            scanner.stop()
        raise DeviceError("scanner.nothing_read")

    # ------------------------------------------------------------------ operator and cloud

    def _check_operator(self, operator: Operator, password: str) -> None:
        account = AtolAccount(operator.url, operator.login, operator.group)
        nobody = Seller("", "", "", "", "osn", "")
        channel = AtolOnline(account, lambda: password, nobody, None)
        try:
            trouble = channel.check_account()
        finally:
            channel.close()
        if trouble is not None:
            kind = RejectedError if trouble.needs_person else UnreachableError
            raise kind(trouble.reason)

    def _pair(self, url: str, code: str, register: Register) -> None:
        request = PairRequest(
            code=code,
            register_id=register.register_id,
            request_id=request_id_for(code, self._keystore, self._ids.new_id),
            register_name=register.name,
        )
        keep_token(pair(url, request).token, self._keystore)

    # ------------------------------------------------------------------ goods

    def _preview(
        self, table: Table, columns: Columns, tax_system: str, progress: Progress
    ) -> ImportPreview:
        rates = self._country.vat.valid_on(self._clock.today())
        defaults = NewProductDefaults(vat=usual_vat(rates, tax_system))
        rules = ImportRules(rates, defaults, self._ids.new_id)
        catalogue = self._catalogue()
        try:
            return preview_import(table, columns, catalogue, rules, progress=progress)
        finally:
            catalogue.close()

    def _apply(self, preview: ImportPreview, progress: Progress) -> int:
        setting_up = StaffMember("first-run", "", "", Role.OWNER)
        catalogue = self._catalogue()
        try:
            return apply_import(preview, writer=catalogue, staff=setting_up, progress=progress)
        finally:
            catalogue.close()

    def _catalogue(self) -> SqliteCatalogue:
        return SqliteCatalogue(self._data_dir.file("catalogue.sqlite"))


def _endpoint(device: Device) -> Endpoint:
    place = device.parsed()
    if place is None:
        raise DeviceError("device.not_named")
    return place


def _found() -> Iterator[FoundDevice]:
    """What is plugged in: serial ports for scales and scanners, printers the kernel knows."""
    for port in connected_ports():
        if port.vid is None:
            continue  # a port of the board with nothing known behind it
        name = port.description or port.device
        for kind in ("scale", "scanner"):
            yield FoundDevice(kind, f"serial:{port.device}", name)
    if sys.platform.startswith("linux"):
        for path in sorted(glob.glob("/dev/usb/lp*")):
            yield FoundDevice("printer", f"file:{path}", path)


def _into(heard: queue.Queue[Event]) -> Callable[[Event], None]:
    """Post into a bounded queue; what no longer fits is not waited for."""

    def post(event: Event) -> None:
        if not heard.full():
            heard.put_nowait(event)

    return post


def _events(heard: queue.Queue[Event], seconds: float) -> Iterator[Event]:
    """What comes within that time."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            yield heard.get(timeout=left)
        except queue.Empty:
            return
