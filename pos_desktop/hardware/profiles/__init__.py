"""Profiles of device models: what differs between one printer, scale or scanner and the next.

A profile is one TOML file in hardware_profiles/<kind>s/; its name is its id. It is read strictly:
an unknown key or a value outside its range is a ProfileError that names file, key and what is
allowed, since a typing error in a profile otherwise shows as garbage on somebody's paper. A new
kind is a module here and one line in loading.KINDS.
"""

from pos_desktop.hardware.profiles.common import (
    Byte,
    HidInterface,
    Match,
    Positive,
    Profile,
    ProfileError,
    Section,
    SerialLine,
    TransportKind,
    TransportSettings,
    UsbId,
    UsbVendor,
    Verified,
)
from pos_desktop.hardware.profiles.displays import DisplayProfile, DisplaySettings
from pos_desktop.hardware.profiles.loading import (
    KINDS,
    display_profile,
    load,
    printer_profile,
    profile_ids,
    profile_paths,
    scale_profile,
    scanner_for,
    scanner_profile,
    terminal_profile,
    use_own_profiles,
)
from pos_desktop.hardware.profiles.printers import (
    DrawerSettings,
    LabelSettings,
    Paper,
    PrinterProfile,
    PrinterSettings,
    adjusted,
    telling,
)
from pos_desktop.hardware.profiles.scales import FACTORY_PASSWORD, ScaleProfile, ScaleSettings
from pos_desktop.hardware.profiles.scanners import ScannerProfile, ScannerSettings
from pos_desktop.hardware.profiles.terminals import (
    CommandSettings,
    TerminalProfile,
    TerminalSettings,
    ZvtSettings,
)

__all__ = [
    "FACTORY_PASSWORD",
    "KINDS",
    "Byte",
    "CommandSettings",
    "DisplayProfile",
    "DisplaySettings",
    "DrawerSettings",
    "HidInterface",
    "LabelSettings",
    "Match",
    "Paper",
    "Positive",
    "PrinterProfile",
    "PrinterSettings",
    "Profile",
    "ProfileError",
    "ScaleProfile",
    "ScaleSettings",
    "ScannerProfile",
    "ScannerSettings",
    "Section",
    "SerialLine",
    "TerminalProfile",
    "TerminalSettings",
    "TransportKind",
    "TransportSettings",
    "UsbId",
    "UsbVendor",
    "Verified",
    "ZvtSettings",
    "adjusted",
    "display_profile",
    "load",
    "printer_profile",
    "profile_ids",
    "profile_paths",
    "scale_profile",
    "scanner_for",
    "scanner_profile",
    "telling",
    "terminal_profile",
    "use_own_profiles",
]
