"""What every transport does, and how it fails."""

from __future__ import annotations

from typing import Literal, Protocol

from pos_desktop.domain.errors import DeviceError

Cause = Literal[
    "refused",
    "unreachable",
    "not_found",
    "ambiguous",
    "permission",
    "busy",
    "wrong_mode",
    "lost",
    "timeout",
    "cancelled",
]

CHUNK_BYTES = 4096
# A blocked wait looks this often whether it was cancelled.
SLICE_SECONDS = 0.1


class TransportError(DeviceError):
    """The wire failed. code: "transport." + cause.

    cause: refused (nobody listens), unreachable, not_found (no such port or device), ambiguous
    (several that it may be, named in `found`), permission (values: what to grant), busy (another
    program holds it), wrong_mode (it is there and set up for something else), lost (it was there),
    timeout, cancelled. may_have_left: at most so many bytes of the failed write have gone out; 0
    means certainly none, so they may be sent again.
    """

    def __init__(self, cause: Cause, *, may_have_left: int = 0, **values: object) -> None:
        super().__init__(f"transport.{cause}", **values)
        self.cause: Cause = cause
        self.may_have_left = may_have_left


class Transport(Protocol):
    """One thread opens, uses and closes it; only `cancel` may be called from another."""

    @property
    def can_read(self) -> bool:
        """Whether the device can answer over this wire."""
        ...

    def open(self) -> None:
        """Connect, or raise TransportError; at most the profile's connect_ms."""
        ...

    def close(self) -> None:
        """Let go of the device; never raises, may be called twice."""
        ...

    def write(self, data: bytes, deadline_seconds: float) -> int:
        """Hand over all of data and return its length.

        deadline_seconds: how long one chunk of at most 4 kB may make no progress. Raises
        TransportError with may_have_left.
        """
        ...

    def read(self, size: int, timeout_seconds: float) -> bytes:
        """Return 1 to size bytes as soon as there are any, b"" after the timeout."""
        ...

    def cancel(self) -> None:
        """End a blocked write or read soon, and any later one, until the next open."""
        ...
