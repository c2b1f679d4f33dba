"""What the operating system's refusal to open a device means, and what to grant."""

from __future__ import annotations

import errno
import os
import sys

from pos_desktop.hardware.transports.protocol import Cause, TransportError

RULES_FILE = "70-pos-desktop.rules"
INSTALL_RULES = (
    f"pos-desktop profiles udev | sudo tee /etc/udev/rules.d/{RULES_FILE}"
    " && sudo udevadm control --reload && sudo udevadm trigger"
)

_CAUSES: dict[int, Cause] = {
    errno.ENOENT: "not_found",
    errno.ENODEV: "not_found",
    errno.ENXIO: "not_found",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EBUSY: "busy",
    errno.EAGAIN: "busy",
}


def refused_path(
    path: str, error: Exception, *, windows: bool = sys.platform == "win32"
) -> TransportError:
    """Return the TransportError for a device file or port that does not open.

    Values of a permission error: path, group (the group that may open it, "" where unknown), fix
    (the command that lets this program in, "" where there is none).
    """
    number = getattr(error, "errno", None)
    cause = _CAUSES.get(number, "unreachable") if isinstance(number, int) else "unreachable"
    if windows and "PermissionError" in str(error):
        cause = "busy"  # Windows gives a COM port to one program and calls the second unauthorised
    if windows and "FileNotFoundError" in str(error):
        cause = "not_found"
    if cause == "permission":
        group = group_of(path)
        return TransportError("permission", path=path, group=group, fix=fix_of(group))
    return TransportError(cause, path=path, reason=str(error))


def group_of(path: str) -> str:
    """Return the name of the group that owns a device file, "" where there is none to tell."""
    if sys.platform == "win32":
        return ""
    import grp

    try:
        return grp.getgrgid(os.stat(path).st_gid).gr_name
    except (OSError, KeyError):
        return ""


def fix_of(group: str) -> str:
    """Return the command an administrator types: join the group that owns the device, or, where
    only the system itself owns it, install the rules of this program. A group counts from the next
    sign-in on.
    """
    if sys.platform == "win32":
        return ""
    return INSTALL_RULES if group in ("", "root") else f"sudo usermod -aG {group} $USER"


def udev_rule(vendor: int, product: int) -> str:
    """Return the udev rule that lets the group lp use one USB model."""
    return (
        f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{vendor:04x}", '
        f'ATTR{{idProduct}}=="{product:04x}", MODE="0660", GROUP="lp"'
    )
