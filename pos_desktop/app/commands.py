"""The command that opens the real register."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from pos_desktop import i18n
from pos_desktop.app.first_look import FirstLook, first_look
from pos_desktop.app.run import RunOptions, display_is_missing, run_register
from pos_desktop.domain.errors import RefusalError

if TYPE_CHECKING:
    from pos_desktop.settings import DataDir, Settings

Theme = Literal["light", "dark", "system"]


def open_register(
    data: Path | None, lang: str | None, size: tuple[int, int] | None, theme: str | None
) -> int:
    """The real register; the first run asks for organisation, register and devices."""
    look = first_look(data)
    look = FirstLook(lang or look.language, theme or look.theme)
    i18n.set_language(look.language)
    need_display()
    return run_register(
        look, lambda: _load(data, look), world=None, options=RunOptions(size=size, first_run=True)
    )


def _load(data: Path | None, look: FirstLook) -> tuple[Settings, DataDir]:
    """The settings, with what the command line wished instead."""
    from pos_desktop.settings import DataDir, Settings

    data_dir = DataDir(data)
    settings = Settings.load(data_dir)
    if look.theme in get_args(Theme):
        settings = replace(settings, theme=cast("Theme", look.theme))
    return replace(settings, language=look.language), data_dir


def need_display() -> None:
    """RefusalError("display.none") where no window can be opened."""
    if display_is_missing():
        raise RefusalError("display.none")
