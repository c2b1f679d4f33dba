"""Checking profiles as a whole: files of any kind, protocols that there are, ids and aliases that
mean one model only."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pos_desktop.hardware.profiles import (
    KINDS,
    Profile,
    ProfileError,
    ScaleProfile,
    load,
    profile_paths,
)
from pos_desktop.hardware.scales.protocols import SCALES


def kind_names() -> dict[str, str]:
    """Return what `kind` says in a file -> its folder: "printer" -> "printers"."""
    return {get_args(get_type_hints(made)["kind"])[0]: folder for folder, made in KINDS.items()}


def read_profile(path: Path) -> Profile:
    """Read a profile of whatever kind it says it is; raises ProfileError."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ProfileError("profile.unreadable", file=str(path), reason=str(error)) from error
    folder = kind_names().get(str(raw.get("kind", "")))
    if folder is None:
        raise ProfileError(
            "profile.bad_value", file=str(path), key="kind", expected=", ".join(kind_names())
        )
    profile = load(KINDS[folder], path)
    if isinstance(profile, ScaleProfile) and profile.scale.protocol not in SCALES:
        raise ProfileError(
            "profile.bad_value", file=str(path), key="scale.protocol", expected=", ".join(SCALES)
        )
    return profile


def all_paths() -> list[Path]:
    """Return every profile that is looked at: the shipped ones and the shop's own."""
    return [path for folder in KINDS for path in profile_paths(folder)]


def check_profiles(
    paths: Iterable[Path], beside: Iterable[Path] = ()
) -> tuple[list[Profile], list[ProfileError]]:
    """Read all of them; what is good, and what is wrong with the others.

    A name that two models of a kind share would mean one of them by chance: profile.twice (file,
    name: one or more, other). beside: profiles that are there, too, and not looked at themselves.
    """
    good: list[Profile] = []
    wrong: list[ProfileError] = []
    named: dict[tuple[type[Profile], str], str] = {}
    for there in check_profiles(beside)[0] if beside else ():
        named |= dict.fromkeys(_names(there), there.id)
    for path in paths:
        try:
            profile = read_profile(path)
        except ProfileError as error:
            wrong.append(error)
            continue
        good.append(profile)
        shared: dict[str, list[str]] = {}
        for name in _names(profile):
            other = named.setdefault(name, profile.id)
            if other != profile.id:
                shared.setdefault(other, []).append(name[1])
        for other, names in shared.items():
            values = {"file": str(path), "name": ", ".join(names), "other": other}
            wrong.append(ProfileError("profile.twice", **values))
    return good, wrong


def _names(profile: Profile) -> list[tuple[type[Profile], str]]:
    """What settings may call it, each once."""
    names = dict.fromkeys(name.casefold() for name in (profile.id, *profile.aliases))
    return [(type(profile), name) for name in names]
