"""The command that looks after device profiles: check them, list them, write the rules for udev."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TextIO

from pos_desktop.gui.messages import message_for
from pos_desktop.hardware.profile_check import all_paths, check_profiles, kind_names
from pos_desktop.hardware.profiles import KINDS, Profile, ProfileError, use_own_profiles
from pos_desktop.hardware.udev_rules import udev_rules
from pos_desktop.i18n import t
from pos_desktop.settings import OWN_PROFILES, data_folder


def run(given: Namespace) -> int:
    """given.act: "check" (files: none = all there are), "list", "udev"; the exit code."""
    use_own_profiles(data_folder(given.data) / OWN_PROFILES)
    if given.act == "check":
        return _check([Path(name) for name in given.files])
    good, wrong = check_profiles(all_paths())
    _complain(wrong)
    if given.act == "udev":
        sys.stdout.write(udev_rules(good))
    else:
        _list(good)
    return 1 if wrong else 0


def _check(paths: list[Path]) -> int:
    """Every error with its file, key and what is allowed; 1 where there is any. paths: none = all
    there are; otherwise these among all there are."""
    good, wrong = check_profiles(paths, all_paths()) if paths else check_profiles(all_paths())
    _complain(wrong)
    _say(t("equipment.profiles.checked", good=len(good), wrong=len(wrong)))
    return 1 if wrong else 0


def _complain(wrong: list[ProfileError]) -> None:
    for error in wrong:
        message = message_for(error)
        _say(f"{message.title}. {message.detail}\n[{error}]", sys.stderr)


def _list(profiles: list[Profile]) -> None:
    for folder in kind_names().values():
        mine = [profile for profile in profiles if isinstance(profile, KINDS[folder])]
        _say(f"{folder} ({len(mine)})")
        for profile in sorted(mine, key=lambda one: one.id.casefold()):
            name = f"{profile.vendor} {profile.model}".strip()
            _say(f"  {profile.id:<22} {profile.verified:<9} {name}")


def _say(line: str, where: TextIO | None = None) -> None:
    (where or sys.stdout).write(line + "\n")
