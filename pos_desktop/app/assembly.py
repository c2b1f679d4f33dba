"""Building the register behind the window: journal, catalogue, staff, devices, workers."""

from __future__ import annotations

import gc
import linecache
import logging
import random
import secrets
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

from pos_desktop import __version__, i18n
from pos_desktop.app.clock import SystemClock, Uuid7Ids
from pos_desktop.app.copies import copies_worker, letter_channels
from pos_desktop.app.customer_rules import (
    LOYALTY_FILE,
    customer_rules,
)
from pos_desktop.app.devices import Devices
from pos_desktop.app.equipment_watch import EquipmentWatch
from pos_desktop.app.machine_account import machine_account
from pos_desktop.app.pairing import TOKEN, Pairing
from pos_desktop.app.payment_rules import payment_rules
from pos_desktop.app.print_work import PrintWork
from pos_desktop.app.printers import PrintQueues
from pos_desktop.app.sample_shop import fill_sample
from pos_desktop.app.sbp import SbpLink
from pos_desktop.contract.heartbeat import DeviceReport, Heartbeat, QueueReport
from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.facts import StaffPinReset
from pos_desktop.domain.fiscal import Seller
from pos_desktop.domain.payment_rules import PaymentRules
from pos_desktop.domain.staff import FIRST_PIN, Role, StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.fiscal.atol_online import AtolAccount
from pos_desktop.fiscal.country import load_country
from pos_desktop.fiscal.operators import OPERATORS
from pos_desktop.fiscal.worker import FiscalWorker
from pos_desktop.hardware.device_log import DeviceLogs
from pos_desktop.hardware.profiles import use_own_profiles
from pos_desktop.journal.catalogue_promotions import SqlitePromotions
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.journal.price_lists import SqlitePriceLists
from pos_desktop.journal.sqlite_journal import SqliteJournal, open_journal
from pos_desktop.journal.staff import SqliteStaff
from pos_desktop.keystore import PEPPER, Keystore
from pos_desktop.operations.reference_edits import (
    write_catalogue_edits,
    write_price_list_edits,
    write_promotion_edits,
)
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import (
    Commit,
    Event,
    FiscalChanged,
    FiscalOperator,
    PaymentTerminal,
    Post,
    QueueStatus,
    WorkerFailed,
)
from pos_desktop.receipts.sale_receipt import ReceiptStyle
from pos_desktop.settings import (
    OWN_PROFILES,
    DataDir,
    Device,
    Printing,
    Sbp,
    Settings,
    SettingsError,
)
from pos_desktop.settings.checks import checked_sbp
from pos_desktop.shipped import resource_path
from pos_desktop.sync.transport import HttpTransport
from pos_desktop.sync.worker import SyncWorker

_log = logging.getLogger(__name__)

# httpx brings a command line of its own, which loads megabytes of terminal drawing where that is
# installed; the register never asks for it.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

OPERATOR_PASSWORD = "operator.password"  # noqa: S105 - a name in the key store


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line adds to the settings. pairing_code: for the cloud; sample: fill an
    empty shop."""

    pairing_code: str = ""
    sample: bool = False


class OpenRegister:
    """Everything behind the window. Made by open_register, started once, ended by stop()."""

    def __init__(self, settings: Settings, data_dir: DataDir, post: Post, wishes: Wishes) -> None:
        self.settings = settings
        self.data_dir = data_dir
        self.country: CountryPack = load_country(
            resource_path("countries", f"{settings.country}.toml")
        )
        self.zone: tzinfo | None = ZoneInfo(self.country.timezone)
        self.ids = Uuid7Ids()
        self.clock = SystemClock(self.zone)
        self.keystore = Keystore(data_dir)
        self._post = post
        self._logo = data_dir.file("logo.png")
        self._loyalty = data_dir.file(LOYALTY_FILE)
        register = settings.register
        with ExitStack() as undo:
            self.journal: SqliteJournal = open_journal(
                data_dir.root, register.register_id, register.number, self.ids, self.clock
            )
            undo.callback(self.journal.close)
            # What a dead process left open is known as such before anybody looks at it.
            self.journal.prints.settle_at_start()
            self.journal.labels.settle_at_start()
            self.journal.fiscal.settle_at_start()
            self.journal.deliveries.settle_at_start()
            self.catalogue = SqliteCatalogue(data_dir.file("catalogue.sqlite"))
            undo.callback(self.catalogue.close)
            self.promotions = SqlitePromotions(data_dir.file("catalogue.sqlite"))
            self.price_lists = SqlitePriceLists(data_dir.file("catalogue.sqlite"), self.zone)
            undo.callback(self.price_lists.close)
            self.staff = SqliteStaff(data_dir.file("staff.sqlite"), self._pepper, self.clock.now_us)
            undo.callback(self.staff.close)
            self._unwritten = self._catch_up_reference()
            if wishes.sample:
                fill_sample(self, self._loyalty)
            self._name_first_person()
            self.device_logs = DeviceLogs(
                self.clock.now_us,
                folder=data_dir.folder("logs"),
                to_file=settings.device_logs.to_file,
            )
            undo.callback(self.device_logs.close)
            self.watch = EquipmentWatch(self.device_logs, self.clock.now_us)
            use_own_profiles(data_dir.file(OWN_PROFILES))
            self.devices = Devices(
                settings,
                PrintQueues(self.journal.prints, self.journal.labels, self.journal.second_prints),
                self._heard,
                self.clock,
                data_dir.folder("cache"),
                terminal_file=data_dir.file("terminal.json"),
                currency=self.country.currency,
                logs=self.device_logs,
            )
            self.sbp = SbpLink(
                settings, self.keystore, self.journal, self.journal.sbp, self.clock, self._heard
            )
            self._channel = self._operator()
            self.place = self._workplace()
            self.print_work = PrintWork(
                self.place, self.devices.printers, self.journal.prints, self._post, self._logo
            )
            self.print_work.use_printers()
            self.fiscal = self._fiscal_worker()
            self.sync = self._sync_worker()
            self.delivery = copies_worker(
                settings, self.keystore, self.journal.deliveries, self.place, self._heard
            )
            self._pairing = self._new_pairing(wishes.pairing_code)
            undo.pop_all()

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """Start the threads."""
        self.devices.start()
        self.print_work.start()
        self.sbp.start()
        if self.fiscal is not None:
            self.fiscal.start()
        if self.sync is not None:
            self.sync.start()
        if self.delivery is not None:
            self.delivery.start()
        if self._pairing is not None:
            self._pairing.start()
        self._tell_forgotten_documents()
        if self._unwritten:
            self._post(WorkerFailed("catalogue", self._unwritten))
        if lost := self.journal.unreadable_drafts:
            # Lines of a sale that was open are missing now: somebody must hear of it.
            rows = ", ".join(f"{row.origin} {row.name}" for row in lost)
            self._post(WorkerFailed("journal", rows))

    def _catch_up_reference(self) -> str:
        """Prices and promotions whose facts were stored when the power went; "" or why not. The
        shop sells on without them."""
        try:
            write_catalogue_edits(self.journal, self.catalogue)
            write_promotion_edits(self.journal, self.promotions)
            write_price_list_edits(self.journal, self.price_lists)
        except PosError as error:
            return str(error)
        return ""

    def _tell_forgotten_documents(self) -> None:
        """Documents wait, and the settings name nobody to register them with any more."""
        queue = self.journal.ledger.fiscal_queue()
        if self.fiscal is None and queue.waiting:
            reason = "fiscal.no_operator"
            self._post(FiscalChanged("", "", None, reason, queue, needs_person=True))

    def stop(self) -> None:
        """End the threads, then close the books."""
        workers = (self._pairing, self.sync, self.delivery, self.fiscal, self.sbp)
        for part in (*workers, self.print_work, self.devices):
            if part is not None:
                part.stop()
        self.device_logs.close()
        self.price_lists.close()
        self.catalogue.close()
        self.staff.close()
        self.journal.close()

    def wake(self) -> None:
        """Something was committed: whoever carries it on may look."""
        self.devices.wake_printer()
        if self.fiscal is not None:
            self.fiscal.wake()
        if self.sync is not None:
            self.sync.wake()
        if self.delivery is not None:
            self.delivery.wake()

    def check_links(self) -> None:
        """A person asks to try printer, operator and cloud at once."""
        self.devices.reconnect()
        self.sbp.reconnect_now()
        if self.fiscal is not None:
            self.fiscal.retry_now()
        if self.sync is not None:
            self.sync.retry_now()

    def set_up_device(self, name: str, device: Device) -> None:
        """Keep another device in the settings and use it from now on; for the lane. name: of the
        settings' field, "scale". Raises SettingsError or ProfileError, and nothing has changed.
        """
        before: Device = getattr(self.settings, name)
        settings = replace(self.settings, **{name: device})  # type: ignore[arg-type]
        self.devices.replace(name, device)
        try:
            self.keep_settings(settings)
        except SettingsError:
            self.devices.replace(name, before)
            raise
        finally:
            # The device before has a new driver, too.
            self.place.terminals = self._terminals()
        self.print_work.use_printers()
        self.place.payments = self._payment_rules()

    def set_up_printing(self, printing: Printing, printer: Device | None = None) -> None:
        """Keep another code page, width, knife or logo of the receipt printer, or another drawer,
        and use it from now on; for the lane. printer: which it is then, None = as it is: a page's
        number is right for one model only, so both are kept at once. Raises as set_up_device
        does."""
        before = self.settings
        settings = replace(before, printing=printing, printer=printer or before.printer)
        self.devices.use_printing(settings, before)
        try:
            self.keep_settings(settings)
        except SettingsError:
            self.devices.use_printing(before, settings)
            raise
        self.print_work.use_printers()

    def set_up_sbp(self, sbp: Sbp) -> None:
        """Take payments by the QR codes of this bank from now on; for the lane. SettingsError, and
        nothing has changed."""
        settings = replace(self.settings, sbp=checked_sbp(sbp))
        self.keep_settings(settings)
        self.sbp.use(settings)
        self.place.terminals = self._terminals()
        self.place.payments = self._payment_rules()

    def keep_settings(self, settings: Settings) -> None:
        """Store the settings, whole or not at all; SettingsError("settings.not_kept")."""
        try:
            settings.save(self.data_dir)
        except OSError as error:
            raise SettingsError("settings.not_kept", reason=str(error)) from error
        self.settings = settings

    def selling(self, selling: bool) -> None:
        if self.fiscal is not None:
            self.fiscal.selling(selling)
        if self.sync is not None:
            self.sync.selling(selling)

    # ------------------------------------------------------------------ parts

    def _heard(self, event: Event) -> None:
        """What workers and devices tell each other on the way to the window."""
        self.watch.hear(event)
        self.print_work.heard(event)
        if isinstance(event, FiscalChanged):
            self.devices.wake_printer()
            if self.sync is not None:
                self.sync.wake()
        self._post(event)

    def _pepper(self) -> str:
        return staff_pepper(self.keystore)

    def _name_first_person(self) -> None:
        """A shop that named nobody gets an owner, whose PIN the sign-in screen says."""
        if self.staff.members():
            return
        name = i18n.t("window.role_owner")
        owner = StaffMember("owner", name, name, Role.OWNER)
        if self.journal.next_shift_number() > 1 or self.journal.next_sale_number() > 1:
            # It had people: somebody has taken their file away, which must not go unnoticed.
            gone = StaffPinReset(owner.staff_id, name, machine_account(), "no_people")
            self.journal.commit(Commit((gone,)))
        self.staff.add_all([(owner, FIRST_PIN, "")], first_pin=True)

    def _seller(self) -> Seller:
        organisation = self.settings.organisation
        return Seller(
            name=organisation.name,
            inn=organisation.inn,
            address=organisation.address,
            place=organisation.place,
            tax_system=organisation.tax_system or "osn",
            email=organisation.email,
        )

    def _workplace(self) -> Workplace:
        settings = self.settings
        lang = settings.receipt.language or settings.language
        style = ReceiptStyle(
            lang=lang,
            register_name=settings.register.name or f"№ {settings.register.number}",
            fiscal_site=self.country.fiscal_site,
            header=settings.receipt.header,
            footer=settings.receipt.footer,
        )
        return Workplace(
            register_id=settings.register.register_id,
            register_number=settings.register.number,
            seller=self._seller(),
            country=self.country,
            style=style,
            zone=self.zone,
            journal=self.journal,
            ledger=self.journal.ledger,
            prints=self.journal.prints,
            catalogue=self.catalogue,
            customers=self.journal.customers,
            clock=self.clock,
            ids=self.ids,
            encoder=self.devices.encoder,
            fiscal_due=self._channel is not None,
            letter_channels=letter_channels(settings),
            max_positions=self._channel.capabilities().max_positions if self._channel else 0,
            ask_void_reason=settings.selling.ask_void_reason,
            promotions=self.promotions,
            price_lists=self.price_lists,
            customer_rules=customer_rules(settings, self._loyalty, self.country),
            payments=self._payment_rules(),
            terminals=self._terminals(),
        )

    def _terminals(self) -> dict[TenderKind, PaymentTerminal]:
        """The devices that take money of a kind; the other kinds are taken by hand."""
        devices = {TenderKind.CARD: self.devices.terminal, TenderKind.QR: self.sbp.terminal}
        return {kind: device for kind, device in devices.items() if device is not None}

    def _payment_rules(self) -> PaymentRules:
        """A terminal that is set up wrongly takes no money by itself: a person is asked then."""
        rules = payment_rules(self.settings.payments, self.country)
        rules = replace(rules, static_qr=self.settings.sbp.static_payload)
        wrong = self.devices.terminal is None and bool(self.settings.terminal.endpoint)
        return replace(
            rules,
            ask_after=rules.ask_after or wrong,
            reconcile=self.settings.terminal.reconcile,
        )

    def _operator(self) -> FiscalOperator | None:
        operator = self.settings.operator
        if not operator.url:
            return None
        return OPERATORS["atol_online"](
            AtolAccount(operator.url, operator.login, operator.group),
            lambda: self.keystore.get(OPERATOR_PASSWORD) or "",
            self._seller(),
            self.zone,
        )

    def _fiscal_worker(self) -> FiscalWorker | None:
        if self._channel is None:
            return None
        return FiscalWorker(
            self.journal.fiscal, self._channel, self.place, self._heard, jitter=random.random
        )

    def _sync_worker(self) -> SyncWorker | None:
        url = self.settings.cloud.url
        if not url:
            return None
        return SyncWorker(
            self.journal.outbox,
            HttpTransport(url, self.keystore.get(TOKEN) or ""),
            self._heard,
            queue=self.journal.ledger.cloud_queue,
            state=self._heartbeat,
            jitter=random.random,
        )

    def _new_pairing(self, code: str) -> Pairing | None:
        if self.sync is None or not code or self.keystore.get(TOKEN):
            return None
        url, sync = self.settings.cloud.url, self.sync
        register = self.settings.register
        return Pairing(
            url,
            code,
            (register.register_id, register.name),
            self.keystore,
            self.ids.new_id,
            lambda token: sync.paired(HttpTransport(url, token)),
        )

    def _heartbeat(self) -> Heartbeat:
        ledger = self.journal.ledger
        return Heartbeat(
            at_us=self.clock.now_us(),
            last_seq=0,
            software_version=__version__,
            cloud=_report(ledger.cloud_queue()),
            fiscal=_report(ledger.fiscal_queue()),
            printing=_report(ledger.print_queue()),
            devices=[
                DeviceReport(state.device, state.health.value, state.reason)
                for state in (*self.devices.states(), *self.sbp.states())
            ],
        )


def staff_pepper(keystore: Keystore) -> str:
    """Made once; without it a stolen staff file does not tell any PIN."""
    pepper = keystore.get(PEPPER)
    if pepper is None:
        pepper = secrets.token_hex(32)
        keystore.set(PEPPER, pepper)
    return pepper


def _report(queue: QueueStatus) -> QueueReport:
    return QueueReport(queue.waiting, queue.oldest_us, queue.parked)


def warm_up(register: OpenRegister) -> Callable[[], None]:
    """What may be slow the first time, to be done before the first customer: imports, formats, the
    first search."""

    def work() -> None:
        register.devices.load_encoder()
        register.catalogue.warm_up()
        i18n.money(0)
        # PySide has the source of every module imported after it read, and all its lines are kept:
        # ten megabytes nobody needs. A traceback reads its own again.
        linecache.clearcache()
        # What is loaded now stays to the end: no later collection walks through it in a sale.
        gc.collect()
        gc.freeze()

    return work
