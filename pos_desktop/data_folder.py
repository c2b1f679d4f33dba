"""The one folder a register writes to."""

from __future__ import annotations

import os
from pathlib import Path

from pos_desktop.domain.errors import PosError

PRODUCT = "pos_desktop"
OWN_PROFILES = "profiles"
"""Folder of the data folder for the shop's own device profiles."""


class SettingsError(PosError):
    """A setting, a secret or the data folder cannot be used; nothing was changed."""


def data_folder(root: Path | str | None = None) -> Path:
    """Return where the folder of a register is, whether there is one or not; None means the user's
    data folder of the operating system.
    """
    if root is None:
        import platformdirs

        root = platformdirs.user_data_path(PRODUCT, appauthor=False)
    return Path(root).expanduser().absolute()


class DataDir:
    """The folder of one register: database, line log, settings, logs; mode 700, since sales are
    nobody else's.

    root: see `data_folder`; it is made where there is none.
    """

    def __init__(self, root: Path | str | None = None) -> None:
        self.root = data_folder(root)
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            if os.name == "posix":
                self.root.chmod(0o700)
        except OSError as error:
            raise SettingsError(
                "settings.data_dir", path=str(self.root), reason=str(error)
            ) from error

    def folder(self, name: str) -> Path:
        """Return the subfolder `name` ("logs", "paper"), made if it was not there."""
        path = self.root / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def file(self, name: str) -> Path:
        """Return the path of the file `name` ("journal.sqlite3") directly in the folder."""
        return self.root / name

    @property
    def settings_file(self) -> Path:
        return self.root / "settings.toml"
