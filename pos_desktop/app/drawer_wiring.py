"""The drawer between the settings, the model of its printer and the page that sets it up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pos_desktop.hardware.profiles import DrawerSettings, ProfileError, printer_profile
from pos_desktop.hardware.supervisor import DEFAULT_PRINTER
from pos_desktop.ports.equipment import DrawerChoice
from pos_desktop.settings import Device, Printing, Settings, SettingsError

PRINTERS = ("printer", "second_printer")
"""Those a drawer can be plugged into."""


def choice_of(printing: Printing) -> DrawerChoice:
    return DrawerChoice(
        on_cash=printing.drawer,
        printer=printing.drawer_printer,
        pin=printing.drawer_pin,
        on_ms=printing.drawer_on_ms,
        off_ms=printing.drawer_off_ms,
        sensor=printing.drawer_sensor,
    )


def printing_with(printing: Printing, choice: DrawerChoice) -> Printing:
    """The settings of the receipt printer with this drawer."""
    told: dict[str, Any] = {
        "drawer": choice.on_cash,
        "drawer_printer": choice.printer,
        "drawer_pin": choice.pin,
        "drawer_on_ms": choice.on_ms,
        "drawer_off_ms": choice.off_ms,
        "drawer_sensor": choice.sensor,
    }
    return replace(printing, **told)


def own_drawer(settings: Settings, printer: str) -> DrawerSettings:
    """What the model of this printer says of a drawer; SettingsError, ProfileError."""
    device: Device = getattr(settings, printer)
    place = device.parsed()
    return printer_profile((place.profile if place else "") or DEFAULT_PRINTER).drawer


def models_of(settings: Settings) -> dict[str, DrawerChoice]:
    """The same for each printer that is set up, as the page says it."""
    found: dict[str, DrawerChoice] = {}
    for name in PRINTERS:
        device: Device = getattr(settings, name)
        if not device.endpoint.strip():
            continue
        try:
            found[name] = told_drawer(own_drawer(settings, name), name)
        except (SettingsError, ProfileError):
            continue  # its own row says what is wrong with it
    return found


def told_drawer(drawer: DrawerSettings, printer: str = "printer") -> DrawerChoice:
    return DrawerChoice(
        on_cash=drawer.on_cash,
        printer=printer,
        pin="2" if drawer.pin == 0 else "5",
        on_ms=drawer.on_ms,
        off_ms=drawer.off_ms,
        sensor=drawer.sensor_open_level,
    )
