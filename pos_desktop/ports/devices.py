"""Devices with threads of their own: printer, scale, scanner, and how they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Health(StrEnum):
    DISABLED = "disabled"
    CONNECTING = "connecting"
    ONLINE = "online"
    DEGRADED = "degraded"
    OFFLINE = "offline"
    MISCONFIGURED = "misconfigured"


@dataclass(frozen=True, slots=True)
class DeviceState:
    """reason: stable code a cashier can act on ("printer.paper_out"); "" when ONLINE, or
    "device.moved" where it was found under another name than before; values for its text."""

    device: str
    health: Health
    reason: str = ""
    values: dict[str, object] = field(default_factory=dict)


class WeightStatus(StrEnum):
    """FAULTY: the scale answers, and its weight cannot be used until somebody acts."""

    STABLE = "stable"
    MOVING = "moving"
    OVER = "over"
    UNDER = "under"
    SILENT = "silent"
    FAULTY = "faulty"


class ScaleAbility(StrEnum):
    """What a scale can be told over its cable. Taking a tare off again belongs to either tare."""

    ZERO = "zero"
    TARE = "tare"
    PRESET_TARE = "preset_tare"


class Device(Protocol):
    """A driver with its own thread; every method returns at once."""

    def start(self) -> None: ...
    def stop(self, timeout_seconds: float = 2.0) -> None: ...
    @property
    def state(self) -> DeviceState: ...


class ReceiptPrinter(Device, Protocol):
    def wake(self) -> None:
        """There may be a job to print."""
        ...

    def open_drawer(self) -> None: ...


class CustomerDisplay(Device, Protocol):
    """columns: of characters in each of its two lines."""

    columns: int

    def show(self, upper: str, lower: str) -> None:
        """The latest lines win; what is too long is cut."""
        ...


class Scale(Device, Protocol):
    """What becomes of `zero` and `tare` is posted as ScaleCommanded."""

    @property
    def abilities(self) -> frozenset[ScaleAbility]: ...
    @property
    def max_grams(self) -> int:
        """Above it there is no weight."""
        ...

    def start_weighing(self) -> None: ...
    def stop_weighing(self) -> None: ...
    def zero(self) -> None: ...
    def tare(self, weight_grams: int | None = None) -> None:
        """None tares what lies on the scale, 0 takes the tare off."""
        ...


class ShopDevices(Protocol):
    """What is set up at this register now; another device may be set up while the shop is open."""

    @property
    def scale(self) -> Scale | None: ...
    @property
    def scale_name(self) -> str: ...
    @property
    def display(self) -> CustomerDisplay | None: ...
    def is_set_up(self, device: str) -> bool:
        """Whether the settings name this device, rightly or wrongly."""
        ...
