"""From a file to a profile, strictly, with an error that names file, key and what is allowed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from pos_desktop import shipped
from pos_desktop.hardware.profiles.allowed import allowed_at, section_of
from pos_desktop.hardware.profiles.common import Profile, ProfileError
from pos_desktop.hardware.profiles.displays import DisplayProfile
from pos_desktop.hardware.profiles.printers import PrinterProfile
from pos_desktop.hardware.profiles.scales import ScaleProfile
from pos_desktop.hardware.profiles.scanners import ScannerProfile
from pos_desktop.hardware.profiles.terminals import TerminalProfile

KINDS: dict[str, type[Profile]] = {
    "printers": PrinterProfile,
    "scales": ScaleProfile,
    "scanners": ScannerProfile,
    "displays": DisplayProfile,
    "terminals": TerminalProfile,
}
"""Folder of hardware_profiles -> what its files are read as."""

_ENCODINGS = "cp866, cp1251, cp437, utf-8, …"

P = TypeVar("P", bound=Profile)

DEFAULT_HID = "hid-generic"
"""The scanner profile of a HID device that no other one knows."""

_own_folders: list[Path] = []


def use_own_profiles(folder: Path | None) -> None:
    """Also look into this folder, a subfolder for each kind as among the shipped ones; None: no
    more. A profile there wins over a shipped one of the same id.
    """
    _own_folders[:] = [] if folder is None else [folder]


def profile_paths(kind: str, folder: Path | None = None) -> list[Path]:
    """Return the files of a kind, a key of KINDS, sorted by id: the shipped ones and the person's
    own, or those of `folder` alone.
    """
    places = [folder] if folder is not None else [shipped.profile_path(), *_own_folders]
    found = {path.stem: path for place in places for path in sorted((place / kind).glob("*.toml"))}
    return [found[stem] for stem in sorted(found)]


def printer_profile(profile_id: str, folder: Path | None = None) -> PrinterProfile:
    """Return the printer profile of that id or alias; raises ProfileError."""
    return _by_id(PrinterProfile, "printers", profile_id, folder)


def scale_profile(profile_id: str, folder: Path | None = None) -> ScaleProfile:
    """Return the scale profile of that id or alias; raises ProfileError."""
    return _by_id(ScaleProfile, "scales", profile_id, folder)


def scanner_profile(profile_id: str, folder: Path | None = None) -> ScannerProfile:
    """Return the scanner profile of that id or alias; raises ProfileError."""
    return _by_id(ScannerProfile, "scanners", profile_id, folder)


def scanner_for(endpoint_kind: str, address: str, default: str) -> str:
    """Return the id of the scanner profile for an endpoint that names none: for "hid" the one that
    knows its "VID:PID", else `default`.
    """
    if endpoint_kind != "hid":
        return default
    mine = [scanner_profile(name) for name in profile_ids("scanners")]
    mine = [profile for profile in mine if "hid" in profile.transport.kinds]
    best = max(mine, key=lambda profile: profile.match.fits(address[:9]))
    return best.id if best.match.fits(address[:9]) else DEFAULT_HID


def display_profile(profile_id: str, folder: Path | None = None) -> DisplayProfile:
    """Return the display profile of that id or alias; raises ProfileError."""
    return _by_id(DisplayProfile, "displays", profile_id, folder)


def terminal_profile(profile_id: str, folder: Path | None = None) -> TerminalProfile:
    """Return the terminal profile of that id or alias; raises ProfileError."""
    return _by_id(TerminalProfile, "terminals", profile_id, folder)


def profile_ids(kind: str) -> list[str]:
    """Return the ids of the profiles of a kind, a key of KINDS, sorted."""
    return [path.stem for path in profile_paths(kind)]


def _by_id(wanted: type[P], kind: str, profile_id: str, folder: Path | None) -> P:
    paths = profile_paths(kind, folder)
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
    _check_encodings(profile, str(path))
    profile.check(str(path))
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
        found = section_of(hints[key])
        if found is None:
            continue
        if isinstance(value, dict):
            _refuse_unknown_keys(found, value, f"{prefix}{key}.", file)
        elif isinstance(value, list):
            for place, one in enumerate(value):
                if isinstance(one, dict):
                    _refuse_unknown_keys(found, one, f"{prefix}{key}[{place}].", file)


def _explained(wanted: Any, text: str, file: str) -> ProfileError:
    """Turn msgspec's sentence into a code with values: which key, and what it may hold."""
    message, _, place = text.partition(" - at `$")
    key = place.rstrip("`").lstrip(".").replace("[...]", "[]")
    if message.startswith("Object missing required field"):
        missing = message.split("`")[1]
        return ProfileError(
            "profile.missing_key", file=file, key=f"{key}.{missing}" if key else missing
        )
    expected = allowed_at(wanted, key) or message
    return ProfileError(
        "profile.bad_value", file=file, key=key.removesuffix("[]"), expected=expected
    )


def _check_encodings(profile: Profile, file: str) -> None:
    """Refuse what is no encoding of text in bytes: found here, not when the first receipt prints.
    One in which a Latin letter is not its ASCII byte would garble every command beside it."""
    for key, name in profile.encodings():
        try:
            good = "a".encode(name) == b"a"
        except LookupError:
            good = False
        if not good:
            raise ProfileError("profile.bad_value", file=file, key=key, expected=_ENCODINGS)
