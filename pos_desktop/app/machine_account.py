"""Who is at work on which machine, as its operating system says."""

from __future__ import annotations

import getpass
import platform


def machine_account() -> str:
    """The login and the name of the machine, "kassa@POS-1"; "?" where there is no login."""
    try:
        login = getpass.getuser()
    except (OSError, KeyError, ImportError):
        login = "?"
    return f"{login}@{platform.node()}"
