"""The rules that let people of a shop use its devices on Linux, made from the profiles.

By class wherever a class tells what a device is, by its ids where only those do: printers that
hide behind a vendor's own class, scanners that are human interface devices.
"""

from __future__ import annotations

from collections.abc import Iterable

from pos_desktop.hardware.profiles import Profile, ScannerProfile

PRINTERS, PORTS, SCANNERS = "lp", "dialout", "plugdev"
"""Groups of Debian and its relatives."""

_HEAD = f"""\
# Devices of pos-desktop: who may open them. Made by "pos-desktop profiles udev"; to install it:
#   sudo cp 70-pos-desktop.rules /etc/udev/rules.d/
#   sudo udevadm control --reload && sudo udevadm trigger
# Who uses the register belongs to the groups, or is signed in at the screen (uaccess):
#   sudo usermod -aG {PRINTERS},{PORTS},{SCANNERS} $USER

# USB printers by their class, and as the kernel's printer files.
SUBSYSTEM=="usb", ENV{{DEVTYPE}}=="usb_device", ENV{{ID_USB_INTERFACES}}=="*:0701*", \
MODE="0660", GROUP="{PRINTERS}", TAG+="uaccess"
SUBSYSTEM=="usbmisc", KERNEL=="lp[0-9]*", MODE="0660", GROUP="{PRINTERS}", TAG+="uaccess"

# Serial ports and their adapters: scales, scanners, displays.
SUBSYSTEM=="tty", KERNEL=="ttyUSB[0-9]*", MODE="0660", GROUP="{PORTS}", TAG+="uaccess"
SUBSYSTEM=="tty", KERNEL=="ttyACM[0-9]*", MODE="0660", GROUP="{PORTS}", TAG+="uaccess"
"""


def udev_rules(profiles: Iterable[Profile]) -> str:
    """Return the file of rules; the same profiles give the same text."""
    usb: dict[str, str] = {}
    vendors: dict[str, str] = {}
    for profile in sorted(profiles, key=lambda one: one.id.casefold()):
        name = f"{profile.vendor} {profile.model}"
        if isinstance(profile, ScannerProfile):
            for vendor in (*(i[:4] for i in profile.match.usb), *profile.match.usb_vendor):
                vendors.setdefault(vendor, name)
        else:
            for usb_id in profile.match.usb:
                usb.setdefault(usb_id, name)
    lines = [_HEAD, "# Models by their ids."]
    for usb_id in sorted(usb):
        lines += [f"# {usb[usb_id]}", _by_id(usb_id)]
    lines += ["", "# Barcode scanners that are human interface devices."]
    for vendor in sorted(vendors):
        lines += [f"# {vendors[vendor]} and others of the maker", _by_vendor(vendor)]
    return "\n".join(lines) + "\n"


def _by_id(usb_id: str) -> str:
    vendor, product = usb_id.split(":")
    return (
        f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{vendor}", ATTR{{idProduct}}=="{product}", '
        f'MODE="0660", GROUP="{PRINTERS}", TAG+="uaccess"'
    )


def _by_vendor(vendor: str) -> str:
    return (
        f'SUBSYSTEM=="hidraw", ATTRS{{idVendor}}=="{vendor}", '
        f'MODE="0660", GROUP="{SCANNERS}", TAG+="uaccess"'
    )
