"""Starting a training: goods and people are copied, then another register opens beside this one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from pos_desktop.domain.errors import DeviceError
from pos_desktop.journal.snapshot import copy_database
from pos_desktop.settings import DataDir

_COPIED = ("catalogue.sqlite", "staff.sqlite")


def copy_shop(shop: DataDir, training: DataDir) -> None:
    """The goods, prices and people as they are now."""
    for name in _COPIED:
        copy_database(shop.file(name), training.file(name))


def training_starter(shop: DataDir) -> Callable[[str], None]:
    """What opens a training of this shop in a program of its own; called with a language.

    DeviceError("training.not_started") where the system does not start it.
    """

    def start(lang: str) -> None:
        program = [sys.executable] if getattr(sys, "frozen", False) else [
            sys.executable, "-m", "pos_desktop",
        ]  # fmt: skip
        command = [*program, "train", "--data", str(shop.root), "--lang", lang]
        try:
            subprocess.Popen(  # noqa: S603 - this very program with a folder of its own
                command, stdin=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            raise DeviceError("training.not_started", reason=str(error)) from error

    return start
