"""What a register is told once: its organisation, devices and services.

`DataDir` is the one folder a register writes to, `Endpoint` says where a device is, `Settings` is
`settings.toml`: read strictly, written atomically. May import domain only. To add a setting, give
it its dataclass or field here.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, replace
from typing import Literal, Self

from pos_desktop.data_folder import OWN_PROFILES, DataDir, SettingsError, data_folder
from pos_desktop.settings.endpoint import Endpoint, EndpointKind, is_usb_identity
from pos_desktop.settings.file import built, to_toml, write_atomically

__all__ = [
    "OWN_PROFILES",
    "DataDir",
    "Endpoint",
    "EndpointKind",
    "Settings",
    "SettingsError",
    "data_folder",
    "is_usb_identity",
    "to_toml",
    "write_atomically",
]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who sells: what the law wants on a receipt (54-FZ article 4.7) and what the owner wants to be
    called.

    tax_system: osn, usn_income, usn_income_outcome, esn or patent, the names ATOL Online uses; ""
    until chosen.
    """

    name: str = ""
    inn: str = ""
    address: str = ""
    place: str = ""
    tax_system: Literal["", "osn", "usn_income", "usn_income_outcome", "esn", "patent"] = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Which workplace this is: register_id is a UUID made once, number and name are what people
    call it.
    """

    register_id: str = ""
    number: int = 1
    name: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """One device; endpoint as `Endpoint.parse` reads it, "" for none. profile wins over one in the
    endpoint.
    """

    endpoint: str = ""
    profile: str = ""

    def parsed(self) -> Endpoint | None:
        """Return the endpoint with its profile, None where no device is set; raises as
        Endpoint.parse does.
        """
        if not self.endpoint.strip():
            return None
        endpoint = Endpoint.parse(self.endpoint)
        return replace(endpoint, profile=self.profile) if self.profile else endpoint


@dataclass(frozen=True, slots=True)
class DeviceLogs:
    """Devices whose log of bytes is also kept in files of the folder `logs`; the one in memory is
    always there.
    """

    to_file: tuple[str, ...] = ()


Replies = Literal["profile", "status", "none"]
"""What a printer tells over its wire: all that its model does; its state, but not that a job is on
paper; nothing, as many that are sold under other names and cables of two wires."""


@dataclass(frozen=True, slots=True)
class Printing:
    """The receipt printer as this shop has it, where that differs from its profile.

    codepage, codepage_number: as the test page settled them, "" and -1 = the profile's. columns: of
    the paper in it, 32 on 58 mm, 0 = the profile's. replies: as the printer answered when its test
    page was printed. cut: whether receipts are cut off; drawer: whether cash opens the drawer;
    drawer_printer: which printer it is plugged into; drawer_pin: of that printer's connector;
    drawer_on_ms, drawer_off_ms: length of the pulse and the pause after it, 0 = the profile's;
    drawer_sensor: the level of its sensor while it is open, which differs from drawer to drawer.
    logo: of the picture logo.png in the data folder: "printed" is sent with each receipt, "stored"
    is kept in the printer (`store_logo`).
    """

    codepage: str = ""
    codepage_number: int = -1
    columns: int = 0
    replies: Replies = "profile"
    cut: bool = True
    drawer: bool = True
    logo: Literal["off", "printed", "stored"] = "printed"
    drawer_printer: Literal["printer", "second_printer"] = "printer"
    drawer_pin: Literal["profile", "2", "5"] = "profile"
    drawer_on_ms: int = 0
    drawer_off_ms: int = 0
    drawer_sensor: Literal["profile", "high", "low", "none"] = "profile"


@dataclass(frozen=True, slots=True)
class LabelPrinter(Device):
    """replies: as in Printing."""

    replies: Replies = "profile"


@dataclass(frozen=True, slots=True)
class SecondPrinter(Device):
    """Another printer and its duties; codepage to cut as in Printing.

    copies: each receipt comes out there too, marked as a copy. kitchen: ids of the categories whose
    goods are ordered there; kitchen_when: "paid", or "parked" = as soon as the sale is put aside.
    spare: receipts that the receipt printer has not begun when it is out of order for spare_seconds
    are offered to it ("ask") or go there by themselves ("auto").
    """

    codepage: str = ""
    codepage_number: int = -1
    columns: int = 0
    replies: Replies = "profile"
    cut: bool = True
    copies: bool = False
    kitchen: tuple[str, ...] = ()
    kitchen_when: Literal["paid", "parked"] = "paid"
    spare: Literal["off", "ask", "auto"] = "off"
    spare_seconds: int = 15


@dataclass(frozen=True, slots=True)
class Terminal(Device):
    """The card terminal; endpoint "tcp://HOST:PORT" or "command:FOLDER", "" = cards are taken by
    hand. reconcile: whether its totals are compared when a shift closes. alone: no other till uses
    it, so that its newest operation may be taken for this register's.
    """

    reconcile: bool = True
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """The fiscal operator's cloud register; its password is in the key store under
    `operator.password`. ffd: version of the fiscal documents it makes; a wrong receipt is corrected
    as that wants it.
    """

    url: str = ""
    group: str = ""
    login: str = ""
    ffd: Literal["1.05", "1.2"] = "1.2"


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where journal entries go; the register's token is in the key store under `cloud.token`."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail server that electronic copies leave by; its password is in the key store under
    `mail.password`. host "" = none. sender: the address in From.
    """

    host: str = ""
    port: int = 465
    security: Literal["tls", "starttls", "none"] = "tls"
    login: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Telegram:
    """The shop's bot, by its user name without @, "" = none; its token is in the key store under
    `telegram.token`. url: of the Bot API, "" = Telegram's own.
    """

    bot: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptTexts:
    """The owner's own lines above and below each receipt, and the receipt's language ("" = the
    window's).
    """

    header: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Display:
    """The customer's screen. screen: "on" opens it with the register, on the second screen where
    there is one. Its pictures lie in the folder `display` of the data folder.
    """

    screen: Literal["off", "on"] = "off"


@dataclass(frozen=True, slots=True)
class Customers:
    """What the codes on customers' cards and on gift certificates begin with, and how many days a
    certificate may be spent after money was put on it, 0 = no end. The rules of points are in
    loyalty.toml beside this file.
    """

    card_prefixes: tuple[str, ...] = ("29",)
    certificate_prefixes: tuple[str, ...] = ("28",)
    certificate_days: int = 365


@dataclass(frozen=True, slots=True)
class Selling:
    """How the shop sells. ask_void_reason: whether taking goods off a sale wants a reason. The
    lists are ready words offered as chips; empty = those every shop can use. refund_days: goods of
    older receipts come back with a senior's word (14: law on consumer rights, art. 25).
    """

    ask_void_reason: bool = False
    void_reasons: tuple[str, ...] = ()
    price_reasons: tuple[str, ...] = ()
    note_templates: tuple[str, ...] = ()
    refund_days: int = 14


@dataclass(frozen=True, slots=True)
class Payments:
    """What is taken as payment. tenders: in the order of the payment screen. card_confirm: "after"
    asks what the terminal answered before a card counts as paid. cash_rounding: sums paid wholly in
    cash are rounded down to a multiple of so many minor units, "country" = as the country has it.
    paper: "always", or "optional" where the buyer may want the receipt by e-mail or phone only.
    """

    tenders: tuple[str, ...] = ("cash", "card", "qr", "advance", "certificate", "credit")
    card_confirm: Literal["at_once", "after"] = "at_once"
    cash_rounding: Literal["off", "country", "10", "50", "100"] = "off"
    paper: Literal["always", "optional"] = "always"


@dataclass(frozen=True, slots=True)
class Sbp:
    """Paying by a QR code of the faster payments system (SBP); the bank's secret is in the key
    store under `sbp.secret`. provider: whose API makes the codes, "" = none. merchant_id and
    account: for raiffeisen, the latter where money goes to one of several; terminal_key: for tbank.
    url: of the API, "" = the bank's own. static_payload: the link in the shop's own printed code,
    for when there is no network.
    """

    provider: Literal["", "raiffeisen", "tbank"] = ""
    merchant_id: str = ""
    account: str = ""
    terminal_key: str = ""
    url: str = ""
    static_payload: str = ""


@dataclass(frozen=True, slots=True)
class Drawer:
    """How the drawer is counted. blind_close: what should lie there is shown after the count only;
    blind_open: the same in the morning, so nobody takes the sum over unseen.
    """

    blind_close: bool = True
    blind_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one register. Change with `dataclasses.replace` and `save`."""

    language: str = "ru"
    theme: Literal["light", "dark", "system"] = "light"
    country: str = "ru"
    idle_lock_minutes: int = 10
    sounds: Literal["on", "off"] = "on"
    organisation: Organisation = Organisation()
    register: Register = Register()
    printer: Device = Device()
    scanner: Device = Device()
    scale: Device = Device()
    label_printer: LabelPrinter = LabelPrinter()
    device_logs: DeviceLogs = DeviceLogs()
    printing: Printing = Printing()
    second_printer: SecondPrinter = SecondPrinter()
    customer_display: Device = Device()
    terminal: Terminal = Terminal()
    operator: Operator = Operator()
    cloud: Cloud = Cloud()
    receipt: ReceiptTexts = ReceiptTexts()
    selling: Selling = Selling()
    display: Display = Display()
    customers: Customers = Customers()
    mail: Mail = Mail()
    telegram: Telegram = Telegram()
    payments: Payments = Payments()
    sbp: Sbp = Sbp()
    drawer: Drawer = Drawer()

    @classmethod
    def load(cls, data_dir: DataDir) -> Self:
        """Read settings.toml of `data_dir`; all defaults when there is none.

        Raises SettingsError: `settings.unreadable` (file, reason), `settings.unknown_key` (file,
        key, allowed), `settings.bad_value` (file, key, given, expected).
        """
        path = data_dir.settings_file
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError) as error:
            raise SettingsError("settings.unreadable", file=str(path), reason=str(error)) from error
        return built(cls, raw, "", str(path))

    def save(self, data_dir: DataDir) -> None:
        """Write settings.toml so that a power cut leaves the old file or the new one, whole."""
        write_atomically(data_dir.settings_file, to_toml(asdict(self)))

    @property
    def is_first_run(self) -> bool:
        """Return whether no register was set up here yet."""
        return not self.register.register_id
