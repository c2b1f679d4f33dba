"""Facts about the devices of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class DeviceSetUp:
    """Somebody set a device up, changed how it is reached or used, or took it away.

    device: its name in the settings, "printer". endpoint, profile: as settings store them, both ""
    where it was taken away. changed: names of the settings that differ from before. Never a secret.
    """

    KIND: ClassVar[str] = "DeviceSetUp"
    VERSION: ClassVar[int] = 1
    device: str
    endpoint: str
    profile: str
    changed: tuple[str, ...]
    set_up_by: str
    set_up_by_name: str
