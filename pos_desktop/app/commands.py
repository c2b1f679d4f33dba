"""The command that opens the real register."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pos_desktop import i18n
from pos_desktop.app.run import FirstLook, RunOptions, display_is_missing, run_register
from pos_desktop.domain.errors import RefusalError

if TYPE_CHECKING:
    from pos_desktop.settings import DataDir, Settings


def open_register(
    data: Path | None, lang: str | None, size: tuple[int, int] | None, theme: str | None
) -> int:
    """The real register; the first run asks for organisation, register and devices."""
    need_display()
    look = first_look(data)
    look = FirstLook(lang or look.language, theme or look.theme)
    return run_register(
        look, lambda: _load(data, look), world=None, options=RunOptions(size=size, first_run=True)
    )


def first_look(data: Path | None) -> FirstLook:
    """Language and theme as settings.toml has them; what is wrong there is said after the
    picture."""
    if data is None:
        import platformdirs

        data = platformdirs.user_data_path("pos_desktop", appauthor=False)
    try:
        told = tomllib.loads((data / "settings.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return FirstLook("ru", "light")
    language = str(told.get("language", "ru"))
    known = language if language in i18n.languages() else "ru"
    return FirstLook(known, str(told.get("theme", "light")))


def _load(data: Path | None, look: FirstLook) -> tuple[Settings, DataDir]:
    """The settings, with what the command line wished instead."""
    from pos_desktop.settings import DataDir, Settings

    data_dir = DataDir(data)
    theme: Literal["light", "dark"] = "dark" if look.theme == "dark" else "light"
    settings = Settings.load(data_dir)
    return replace(settings, language=look.language, theme=theme), data_dir


def need_display() -> None:
    """RefusalError("display.none") where no window can be opened."""
    if display_is_missing():
        raise RefusalError("display.none")
