"""Profiles of device models: what differs between one printer, scale or scanner and the next.

A profile is one TOML file in hardware_profiles/<kind>s/; its name is its id. It is read strictly:
an unknown key or a value outside its range is a ProfileError that names file, key and what is
allowed, since a typing error in a profile otherwise shows as garbage on somebody's paper.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from pos_desktop import shipped
from pos_desktop.domain.errors import DeviceError

Positive = Annotated[int, Meta(ge=1)]
Byte = Annotated[int, Meta(ge=0, le=255)]
UsbId = Annotated[str, Meta(pattern="^[0-9a-f]{4}:[0-9a-f]{4}$")]
Verified = Literal["none", "emulator", "hardware"]
TransportKind = Literal["tcp", "serial", "usb", "file", "spool"]


class ProfileError(DeviceError):
    """A profile cannot be used. Codes: profile.not_found (id, kind, allowed), profile.unreadable
    (file, reason), profile.unknown_key (file, key, allowed), profile.missing_key (file, key),
    profile.bad_value (file, key, expected).
    """


class _Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Match(_Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By what a plugged-in device is known: USB ids "04b8:0e28", names a device says of itself."""

    usb: tuple[UsbId, ...] = ()
    serial_name: tuple[str, ...] = ()
    escpos_id: tuple[str, ...] = ()


class SerialLine(_Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parameters of an RS-232 line; a USB-serial device ignores all but the flow control."""

    baud: Annotated[int, Meta(ge=300, le=921_600)] = 9600
    bits: Literal[7, 8] = 8
    parity: Literal["N", "E", "O"] = "N"
    stop: Literal[1, 2] = 1
    flow: Literal["none", "rtscts", "dsrdtr", "xonxoff"] = "none"


class TransportSettings(_Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the model is reached. close_after_job: it serves one connection at a time and others
    want it too.
    """

    kinds: tuple[TransportKind, ...]
    tcp_port: Annotated[int, Meta(ge=1, le=65_535)] = 9100
    connect_ms: Annotated[int, Meta(ge=100, le=30_000)] = 2000
    write_ms: Annotated[int, Meta(ge=100, le=60_000)] = 5000
    close_after_job: bool = False
    serial: SerialLine = SerialLine()


class PrinterSettings(_Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """dots: printable width. columns_a/b: characters a row in font A and B. feed_before_cut: rows
    from the print head to the knife. status: how it answers questions about paper and cover.
    confirm: how it says that a job is on paper; confirm_ms: after how long without that and without
    a known hindrance the outcome is unknown. codepage_number: n of ESC t n. codepages: the other
    pages the maker documents. substitute: characters to replace before the built-in rules.
    """

    dots: Annotated[int, Meta(ge=128, le=1024)]
    columns_a: Annotated[int, Meta(ge=16, le=96)]
    columns_b: Annotated[int, Meta(ge=16, le=96)]
    codepage: str
    codepage_number: Byte
    dpi: Annotated[int, Meta(ge=100, le=600)] = 203
    font: Literal["a", "b"] = "a"
    cutter: Literal["none", "partial", "full"] = "partial"
    feed_before_cut: Annotated[int, Meta(ge=0, le=15)] = 4
    status: Literal["escpos", "none"] = "escpos"
    confirm: Literal["gs_r", "none"] = "gs_r"
    confirm_ms: Annotated[int, Meta(ge=100, le=120_000)] = 15_000
    kanji_off: bool = True
    codepages: dict[str, Byte] = {}
    qr: Literal["native", "raster"] = "native"
    image: Literal["gs_v_0", "none"] = "gs_v_0"
    image_rows: Annotated[int, Meta(ge=24, le=960)] = 255
    realtime_pulse: bool = False
    substitute: dict[str, str] = {}

    @property
    def columns(self) -> int:
        return self.columns_a if self.font == "a" else self.columns_b


class DrawerSettings(_Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """pin: 0 is connector pin 2, 1 is pin 5."""

    pin: Literal[0, 1] = 0
    on_ms: Annotated[int, Meta(ge=2, le=510)] = 50
    off_ms: Annotated[int, Meta(ge=2, le=510)] = 500


class ScaleSettings(_Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """poll_ms: between two questions while somebody weighs, idle_poll_ms: otherwise. stable_reads:
    equal stable answers in a row that make a weight.
    """

    protocol: str
    poll_ms: Annotated[int, Meta(ge=50, le=5000)] = 250
    idle_poll_ms: Annotated[int, Meta(ge=250, le=60_000)] = 1000
    answer_ms: Annotated[int, Meta(ge=50, le=2000)] = 300
    max_grams: Positive = 15_000
    stable_reads: Annotated[int, Meta(ge=1, le=10)] = 2


class ScannerSettings(_Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """suffix, prefix: characters the scanner puts around a code. encoding: tried in order.
    max_gap_ms and average_gap_ms tell a scanner's keys from a person's; hold_ms is how long keys
    are kept back to find out.
    """

    mode: Literal["serial", "wedge"]
    suffix: str = "\r"
    prefix: str = ""
    idle_flush_ms: Annotated[int, Meta(ge=10, le=2000)] = 50
    max_gap_ms: Annotated[int, Meta(ge=5, le=500)] = 100
    average_gap_ms: Annotated[int, Meta(ge=2, le=200)] = 35
    hold_ms: Annotated[int, Meta(ge=10, le=500)] = 60
    min_length: Annotated[int, Meta(ge=1, le=40)] = 6
    encoding: tuple[str, ...] = ("utf-8", "cp1251")


class _Profile(_Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every profile says. id: the file's name. source: where its figures come from."""

    id: str
    schema: Literal[1]
    vendor: str
    model: str
    source: str
    aliases: tuple[str, ...] = ()
    verified: Verified = "none"
    match: Match = Match()


class PrinterProfile(_Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["printer"]
    transport: TransportSettings
    printer: PrinterSettings
    drawer: DrawerSettings = DrawerSettings()


class ScaleProfile(_Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["scale"]
    transport: TransportSettings
    scale: ScaleSettings


class ScannerProfile(_Profile, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["scanner"]
    scanner: ScannerSettings
    transport: TransportSettings = TransportSettings(kinds=())


P = TypeVar("P", PrinterProfile, ScaleProfile, ScannerProfile)


def printer_profile(profile_id: str, folder: Path | None = None) -> PrinterProfile:
    """Return the printer profile of that id or alias; raises ProfileError."""
    return _by_id(PrinterProfile, "printers", profile_id, folder)


def scale_profile(profile_id: str, folder: Path | None = None) -> ScaleProfile:
    """Return the scale profile of that id or alias; raises ProfileError."""
    return _by_id(ScaleProfile, "scales", profile_id, folder)


def scanner_profile(profile_id: str, folder: Path | None = None) -> ScannerProfile:
    """Return the scanner profile of that id or alias; raises ProfileError."""
    return _by_id(ScannerProfile, "scanners", profile_id, folder)


def profile_ids(kind: Literal["printers", "scales", "scanners"]) -> list[str]:
    """Return the ids of the shipped profiles of a kind, sorted."""
    return sorted(path.stem for path in shipped.profile_path(kind).glob("*.toml"))


def _by_id(wanted: type[P], kind: str, profile_id: str, folder: Path | None) -> P:
    place = (folder or shipped.profile_path()) / kind
    paths = sorted(place.glob("*.toml"))
    for path in paths:
        if path.stem.lower() == profile_id.lower():
            return load(wanted, path)
    for path in paths:
        profile = load(wanted, path)
        if profile_id.lower() in (alias.lower() for alias in profile.aliases):
            return profile
    allowed = ", ".join(path.stem for path in paths)
    raise ProfileError("profile.not_found", id=profile_id, kind=kind, allowed=allowed)


def load(wanted: type[P], path: Path) -> P:
    """Read one profile file; raises ProfileError."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProfileError("profile.unreadable", file=str(path), reason=str(error)) from error
    _refuse_unknown_keys(wanted, raw, "", str(path), given_id="id" in raw)
    try:
        profile = msgspec.convert({**raw, "id": path.stem}, wanted)
    except msgspec.ValidationError as error:
        raise _explained(wanted, str(error), str(path)) from error
    _check_codepages(profile, str(path))
    return profile


def _refuse_unknown_keys(
    section: Any, raw: dict[str, Any], prefix: str, file: str, *, given_id: bool = False
) -> None:
    hints = get_type_hints(section)
    known = [name for name in hints if name != "id"]
    for key, value in raw.items():
        if key not in known or (key == "id" and given_id):
            allowed = ", ".join(prefix + name for name in known)
            raise ProfileError("profile.unknown_key", file=file, key=prefix + key, allowed=allowed)
        hint = hints[key]
        is_section = isinstance(hint, type) and issubclass(hint, msgspec.Struct)
        if is_section and isinstance(value, dict):
            _refuse_unknown_keys(hint, value, f"{prefix}{key}.", file)


def _explained(wanted: Any, text: str, file: str) -> ProfileError:
    """Turn msgspec's sentence into a code with values: which key, and what it may hold."""
    message, _, place = text.partition(" - at `$")
    key = place.rstrip("`").lstrip(".")
    if message.startswith("Object missing required field"):
        missing = message.split("`")[1]
        return ProfileError(
            "profile.missing_key", file=file, key=f"{key}.{missing}" if key else missing
        )
    allowed = _allowed(wanted, key)
    return ProfileError("profile.bad_value", file=file, key=key, expected=allowed or message)


def _allowed(section: Any, key: str) -> str:
    """Return the choices of a key that has choices, else ""."""
    hint: Any = section
    for name in key.split("."):
        hints = get_type_hints(hint) if isinstance(hint, type) else {}
        hint = hints.get(name.partition("[")[0])
    if get_origin(hint) is tuple:
        hint = get_args(hint)[0]
    if get_origin(hint) is Literal:
        return ", ".join(str(choice) for choice in get_args(hint))
    return ""


def _check_codepages(profile: PrinterProfile | ScaleProfile | ScannerProfile, file: str) -> None:
    """Refuse encodings that Python does not know: found here, not when the first receipt prints."""
    if isinstance(profile, PrinterProfile):
        names = [("printer.codepage", profile.printer.codepage)]
    elif isinstance(profile, ScannerProfile):
        names = [("scanner.encoding", name) for name in profile.scanner.encoding]
    else:
        names = []
    for key, name in names:
        try:
            "a".encode(name)
        except LookupError as error:
            raise ProfileError(
                "profile.bad_value", file=file, key=key, expected="an encoding Python knows"
            ) from error
