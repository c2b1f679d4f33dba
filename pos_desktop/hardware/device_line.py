"""A device's transport, opened again with back-off, and the state that goes with it.

Used by every driver but the printer's, which has more to decide.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.ports import DeviceChanged, DeviceState, Health, Post

BACKOFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0)
# Where nobody can see that the plug is back, trying is the only way to find out.
UNSEEN_BACKOFF_SECONDS = (0.5, 1.0, 2.0)

_SUFFIXES = {
    "permission": "permission",
    "busy": "busy",
    "not_found": "not_found",
    "ambiguous": "ambiguous",
    "wrong_mode": "wrong_mode",
}
_FOR_A_PERSON = ("permission", "wrong_mode", "ambiguous")


def reason_of(device: str, error: TransportError) -> str:
    """Return the code that a cashier is shown: "scale.unreachable", "scanner.permission" ..."""
    return f"{device}.{_SUFFIXES.get(error.cause, 'unreachable')}"


class DeviceLine:
    """Owned by the device's thread; `state` may be read by any."""

    def __init__(
        self,
        device: str,
        transport_factory: Callable[[], Transport],
        post: Post,
        *,
        backoff_seconds: tuple[float, ...] = BACKOFF_SECONDS,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.device = device
        self.state = DeviceState(device, Health.CONNECTING)
        self._factory = transport_factory
        self._post = post
        self._backoff = backoff_seconds
        self._jitter = jitter
        self._transport: Transport | None = None
        self._opening: Transport | None = None
        self._failures = 0
        self._not_before = 0.0

    @property
    def transport(self) -> Transport | None:
        return self._transport

    def open_if_due(self) -> Transport | None:
        """Return the open transport, None while it cannot be opened."""
        if self._transport is None and time.monotonic() >= self._not_before:
            self._opening = self._factory()
            try:
                self._opening.open()
            except TransportError as error:
                self.fail(error)
            else:
                self._transport = self._opening
            finally:
                self._opening = None
        return self._transport

    def seconds_to_next_try(self) -> float:
        return max(0.0, self._not_before - time.monotonic())

    def works(self) -> None:
        """The device has answered."""
        self._failures = 0
        self.change(Health.ONLINE)

    def fail(self, error: TransportError) -> None:
        """Close, say why, and plan the next try."""
        self.close()
        step = self._backoff[min(self._failures, len(self._backoff) - 1)]
        self._failures += 1
        self._not_before = time.monotonic() + step * (0.8 + 0.4 * self._jitter())
        health = Health.MISCONFIGURED if error.cause in _FOR_A_PERSON else Health.OFFLINE
        self.change(health, reason_of(self.device, error), dict(error.values))

    def change(
        self, health: Health, reason: str = "", values: dict[str, object] | None = None
    ) -> None:
        """Set the state and post it when it is news."""
        state = DeviceState(self.device, health, reason, values or {})
        if state != self.state:
            self.state = state
            self._post(DeviceChanged(state))

    def reconnect_now(self) -> None:
        """Forget the back-off; may be called from another thread."""
        self._not_before = 0.0

    def cancel(self) -> None:
        """End a blocked call of the owning thread; may be called from another thread."""
        for transport in (self._opening, self._transport):
            if transport is not None:
                transport.cancel()

    def close(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()
