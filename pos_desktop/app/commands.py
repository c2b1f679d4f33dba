"""The command that opens the real register."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pos_desktop.domain.errors import RefusalError
from pos_desktop.settings import DataDir, Settings


def open_register(
    data: Path | None, lang: str | None, size: tuple[int, int] | None, theme: str | None
) -> int:
    """The real register; the first run asks for organisation, register and devices."""
    need_display()
    from pos_desktop.app.run import RunOptions, run_register

    data_dir = DataDir(data)
    settings = Settings.load(data_dir)
    if lang:
        settings = replace(settings, language=lang)
    if theme in ("light", "dark"):
        settings = replace(settings, theme="dark" if theme == "dark" else "light")
    options = RunOptions(size=size, first_run=settings.is_first_run)
    return run_register(settings, data_dir, world=None, options=options)


def need_display() -> None:
    """RefusalError("display.none") where no window can be opened."""
    from pos_desktop.app.run import display_is_missing

    if display_is_missing():
        raise RefusalError("display.none")
