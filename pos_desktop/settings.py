"""What a register is told once: its organisation, devices and services.

`DataDir` is the one folder a register writes to. `Settings` is `settings.toml` in it: read
strictly, written atomically.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self, TypeVar, get_args, get_origin, get_type_hints

from pos_desktop.domain.errors import PosError

PRODUCT = "pos_desktop"


class SettingsError(PosError):
    """A setting, a secret or the data folder cannot be used; nothing was changed."""


class DataDir:
    """The folder of one register: database, line log, settings, logs; mode 700, since sales are
    nobody else's.

    root: the folder; None means the user's data folder of the operating system.
    """

    def __init__(self, root: Path | str | None = None) -> None:
        if root is None:
            import platformdirs

            root = platformdirs.user_data_path(PRODUCT, appauthor=False)
        self.root = Path(root).expanduser().absolute()
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            if os.name == "posix":
                self.root.chmod(0o700)
        except OSError as error:
            raise SettingsError(
                "settings.data_dir", path=str(self.root), reason=str(error)
            ) from error

    def folder(self, name: str) -> Path:
        """Return the subfolder `name` ("logs", "paper"), made if it was not there."""
        path = self.root / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def file(self, name: str) -> Path:
        """Return the path of the file `name` ("journal.sqlite3") directly in the folder."""
        return self.root / name

    @property
    def settings_file(self) -> Path:
        return self.root / "settings.toml"


EndpointKind = Literal["tcp", "serial", "usb", "file", "spool", "hid"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a device is.

    kind: how it is reached. address: "HOST:PORT" for tcp, a port or file path for serial and file,
    "VID:PID" in four hexadecimal digits each for usb and hid, the queue's name for spool. profile:
    the model's profile, "" for the default one.
    """

    kind: EndpointKind
    address: str
    profile: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "tcp://127.0.0.1:9100,TM-T20III", "serial:/dev/ttyUSB0" and the like.

        Raises SettingsError `endpoint.kind` (values: given, allowed) or `endpoint.address` (values:
        given, form).
        """
        place, _, profile = text.strip().partition(",")
        kind, colon, address = place.strip().partition(":")
        kind = kind.lower()
        if not colon or kind not in get_args(EndpointKind):
            raise SettingsError(
                "endpoint.kind", given=text, allowed=", ".join(get_args(EndpointKind))
            )
        if kind == "tcp":
            address = address.removeprefix("//").rstrip("/")
        if not _address_is_good(kind, address):
            raise SettingsError("endpoint.address", given=text, form=_ADDRESS_FORMS[kind])
        if kind in ("usb", "hid"):
            address = address.lower()
        return cls(kind=kind, address=address, profile=profile.strip())  # type: ignore[arg-type]

    def __str__(self) -> str:
        slashes = "//" if self.kind == "tcp" else ""
        return f"{self.kind}:{slashes}{self.address}" + (f",{self.profile}" if self.profile else "")

    @property
    def host_and_port(self) -> tuple[str, int]:
        """Return the host without the brackets of IPv6 and the port of a tcp endpoint."""
        host, _, port = self.address.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def vendor_and_product(self) -> tuple[int, int]:
        """Return the two USB identifiers of a usb or hid endpoint."""
        vendor, _, product = self.address.partition(":")
        return int(vendor, 16), int(product, 16)


_ADDRESS_FORMS = {
    "tcp": "tcp://HOST:PORT",
    "serial": "serial:PATH",
    "usb": "usb:VID:PID",
    "file": "file:PATH",
    "spool": "spool:NAME",
    "hid": "hid:VID:PID",
}


def _address_is_good(kind: str, address: str) -> bool:
    if kind == "tcp":
        host, colon, port = address.rpartition(":")
        return bool(host and colon and port.isascii() and port.isdigit() and 0 < int(port) < 65_536)
    if kind in ("usb", "hid"):
        parts = address.split(":")
        return len(parts) == 2 and all(
            len(p) == 4 and set(p.lower()) <= set("0123456789abcdef") for p in parts
        )
    return bool(address.strip())


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


@dataclass(frozen=True, slots=True)
class Printing:
    """The receipt printer as this shop has it, where that differs from its profile.

    codepage, codepage_number: as the test page settled them, "" and -1 = the profile's. columns: of
    the paper in it, 32 on 58 mm, 0 = the profile's. cut: whether receipts are cut off; drawer:
    whether it opens the cash drawer. logo: of the picture logo.png in the data folder: "printed"
    is sent with each receipt, "stored" is kept in the printer (`store_logo`).
    """

    codepage: str = ""
    codepage_number: int = -1
    columns: int = 0
    cut: bool = True
    drawer: bool = True
    logo: Literal["off", "printed", "stored"] = "printed"


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
    cut: bool = True
    copies: bool = False
    kitchen: tuple[str, ...] = ()
    kitchen_when: Literal["paid", "parked"] = "paid"
    spare: Literal["off", "ask", "auto"] = "off"
    spare_seconds: int = 15


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
    label_printer: Device = Device()
    device_logs: DeviceLogs = DeviceLogs()
    printing: Printing = Printing()
    second_printer: SecondPrinter = SecondPrinter()
    customer_display: Device = Device()
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
        return _build(cls, raw, "", str(path))

    def save(self, data_dir: DataDir) -> None:
        """Write settings.toml so that a power cut leaves the old file or the new one, whole."""
        write_atomically(data_dir.settings_file, to_toml(asdict(self)))

    @property
    def is_first_run(self) -> bool:
        """Return whether no register was set up here yet."""
        return not self.register.register_id


_Section = TypeVar("_Section")


def _build(section: type[_Section], raw: dict[str, Any], prefix: str, file: str) -> _Section:
    """Return the dataclass `section` made of a TOML table; raises as `Settings.load` does."""
    hints = get_type_hints(section)
    for key in raw:
        if key not in hints:
            allowed = ", ".join(prefix + name for name in hints)
            raise SettingsError(
                "settings.unknown_key", file=file, key=prefix + key, allowed=allowed
            )
    return section(**{k: _checked(hints[k], v, prefix + k, file) for k, v in raw.items()})


def _checked(hint: Any, value: Any, key: str, file: str) -> Any:
    """Return `value` if it is what `hint` (str, int, bool, Literal, tuple, section) says."""
    expected = getattr(hint, "__name__", str(hint))
    if get_origin(hint) is Literal:
        if value in get_args(hint):
            return value
        expected = ", ".join(repr(choice) for choice in get_args(hint))
    elif get_origin(hint) is tuple:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        expected = "a list of strings"
    elif hint in (str, int, bool):
        if type(value) is hint:  # True is no int here
            return value
    elif isinstance(value, dict):
        return _build(hint, value, key + ".", file)
    raise SettingsError(
        "settings.bad_value", file=file, key=key, given=repr(value), expected=expected
    )


def to_toml(values: dict[str, Any]) -> str:
    """Return a TOML document of strings, ints, bools, lists of strings and one level of tables of
    the same.
    """
    lines = [f"{k} = {_toml_value(v)}" for k, v in values.items() if not isinstance(v, dict)]
    for name, table in values.items():
        if isinstance(table, dict):
            lines += ["", f"[{name}]", *(f"{k} = {_toml_value(v)}" for k, v in table.items())]
    return "\n".join(lines) + "\n"


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml_value(item) for item in value) + "]"
    if isinstance(value, str):
        # A JSON string is a TOML basic string but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    raise TypeError(f"settings hold no {type(value).__name__}")


def write_atomically(path: Path, text: str, mode: int = 0o600) -> None:
    """Replace `path` by `text` in UTF-8: temporary file, fsync, rename, fsync of the folder."""
    temporary = path.with_name(path.name + ".new")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        if os.name == "posix":
            os.fchmod(handle, mode)
        view = memoryview(text.encode("utf-8"))
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    temporary.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
