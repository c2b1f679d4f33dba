"""Errors by blame: a refusal by a rule, a device, the remote side. Everything else is a bug.

Each carries a stable code and plain values, never a translated sentence; gui/messages.py turns
codes into text.
"""

from __future__ import annotations


class PosError(Exception):
    """An expected failure. code: stable dotted name, "sale.empty"; values: plain data for the
    message."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        if not self.values:
            return self.code
        return f"{self.code} ({', '.join(f'{k}={v!r}' for k, v in self.values.items())})"


class RefusalError(PosError):
    """A rule of the shop or the law said no; nothing was changed."""


class DeviceError(PosError):
    """A device could not do its part; what it was to do is kept."""


class RemoteError(PosError):
    """The other side of a network call."""


class UnreachableError(RemoteError):
    """No usable answer came: what happened there is unknown, ask again by the same id."""


class RejectedError(RemoteError):
    """The other side understood and refused for good."""


class StorageError(PosError):
    """The disk or the database refused; what was already acknowledged is kept."""
