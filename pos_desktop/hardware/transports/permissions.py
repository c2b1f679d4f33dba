"""What the operating system's refusal to open a device means, and what to grant."""

from __future__ import annotations

import errno
import os
import sys

from pos_desktop.hardware.transports.protocol import Cause, TransportError

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

    Values of a permission error: path, group (the group that may open it, "" where unknown).
    """
    number = getattr(error, "errno", None)
    cause = _CAUSES.get(number, "unreachable") if isinstance(number, int) else "unreachable"
    if windows and "PermissionError" in str(error):
        cause = "busy"  # Windows gives a COM port to one program and calls the second unauthorised
    if windows and "FileNotFoundError" in str(error):
        cause = "not_found"
    if cause == "permission":
        return TransportError("permission", path=path, group=group_of(path))
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


def udev_rule(vendor: int, product: int) -> str:
    """Return the udev rule that lets the group lp use one USB model."""
    return (
        f'SUBSYSTEM=="usb", ATTR{{idVendor}}=="{vendor:04x}", '
        f'ATTR{{idProduct}}=="{product:04x}", MODE="0660", GROUP="lp"'
    )
