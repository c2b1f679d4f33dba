"""The commands that open a window: the register and the demo."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from pos_desktop import i18n
from pos_desktop.domain.errors import RefusalError
from pos_desktop.settings import DataDir, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCommand:
    """What the command line asks of the demo. real: part -> endpoint in place of the virtual
    one."""

    data: Path | None
    lang: str
    size: tuple[int, int] | None
    theme: str
    script: Path | None
    screenshots: Path | None
    plain: bool
    real: dict[str, str]


def open_register(
    data: Path | None, lang: str | None, size: tuple[int, int] | None, theme: str | None
) -> int:
    """The real register; the first run asks for organisation, register and devices."""
    _need_display()
    from pos_desktop.app.run import RunOptions, run_register

    data_dir = DataDir(data)
    settings = Settings.load(data_dir)
    if lang:
        settings = replace(settings, language=lang)
    if theme in ("light", "dark"):
        settings = replace(settings, theme="dark" if theme == "dark" else "light")
    options = RunOptions(size=size, first_run=Settings.is_first_run(data_dir))
    return run_register(settings, data_dir, world=None, options=options)


def open_demo(command: DemoCommand) -> int:
    """The demo shop; its data folder is named at the end and stays for inspection."""
    i18n.set_language(command.lang)
    lines = _script(command.script)
    if lines is None:
        _need_display()
    from pos_desktop.app.run import RunOptions, run_register
    from pos_desktop.demo import DEMO_PAIRING_CODE, WorldOptions, start_world

    root = command.data or Path(tempfile.mkdtemp(prefix="pos-desktop-demo-"))
    data_dir = DataDir(root)
    if command.screenshots:
        command.screenshots.mkdir(parents=True, exist_ok=True)
    world, settings = start_world(WorldOptions(lang=command.lang, real=command.real), data_dir)
    settings = replace(settings, theme="dark" if command.theme == "dark" else "light")
    try:
        code = run_register(
            settings,
            data_dir,
            world=world,
            options=RunOptions(
                size=command.size,
                script=lines,
                screenshots=str(command.screenshots or ""),
                pairing_code=DEMO_PAIRING_CODE,
                sample=True,
                beside=not command.plain and lines is None,
            ),
        )
    finally:
        world.stop()
    sys.stderr.write(f"{data_dir.root}\n")
    return code


def _script(path: Path | None) -> list[str] | None:
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RefusalError("script.unreadable", path=str(path), reason=str(error)) from error


def _need_display() -> None:
    from pos_desktop.app.run import display_is_missing

    if display_is_missing():
        raise RefusalError("display.none")
