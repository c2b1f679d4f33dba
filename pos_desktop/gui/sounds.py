"""Sounds that tell a cashier who looks at the goods what became of a scan.

Qt's own player is in a part of Qt that is not shipped, so the system's is used: winsound on
Windows, one of paplay, pw-play, aplay on Linux; where there is none the system's beep. Nothing
waits for a sound, and one that cannot be played is no failure.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtWidgets import QApplication

from pos_desktop.shipped import resource_path

Sound = Literal["added", "refused", "decision", "paid"]

_PLAYERS = ("paplay", "pw-play", "aplay")
_MOST_AT_ONCE = 3


class Player(Protocol):
    """Starts a sound file and returns at once."""

    def play(self, path: Path) -> None: ...


class ProgramPlayer:
    """A program of the system for each sound; its end is seen to with the next one."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._running: list[subprocess.Popen[bytes]] = []

    def play(self, path: Path) -> None:
        self._running = [one for one in self._running if one.poll() is None]
        if len(self._running) >= _MOST_AT_ONCE:
            return
        try:
            self._running.append(
                subprocess.Popen(  # noqa: S603 - a fixed program and a file of our own
                    [self._program, str(path)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
        except OSError:
            QApplication.beep()


class BeepPlayer:
    """Where no program plays: only what a cashier must not miss."""

    def play(self, path: Path) -> None:
        if path.stem in ("refused", "decision"):
            QApplication.beep()


class WindowsPlayer:
    def play(self, path: Path) -> None:
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC)


def system_player() -> Player:
    """The player this machine has."""
    if sys.platform == "win32":
        return WindowsPlayer()
    found = next((path for name in _PLAYERS if (path := shutil.which(name))), "")
    return ProgramPlayer(found) if found else BeepPlayer()


class Sounds:
    """player None: silence, as the settings want it."""

    def __init__(self, player: Player | None) -> None:
        self._player = player

    def play(self, sound: Sound) -> None:
        if self._player is not None:
            self._player.play(resource_path("sounds", f"{sound}.wav"))
