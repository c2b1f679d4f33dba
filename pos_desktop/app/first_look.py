"""Language and theme as settings.toml has them, read before anything heavy is loaded."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from pos_desktop import i18n
from pos_desktop.data_folder import data_folder


class FirstLook(NamedTuple):
    """All that the first picture and the command line need to know of the settings."""

    language: str
    theme: str


def first_look(data: Path | None) -> FirstLook:
    """data: the register's folder, None for the usual one. What is wrong in the settings is said
    by those who read all of them."""
    try:
        told = tomllib.loads((data_folder(data) / "settings.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return FirstLook("ru", "light")
    language = str(told.get("language", "ru"))
    known = language if language in i18n.languages() else "ru"
    return FirstLook(known, str(told.get("theme", "light")))
