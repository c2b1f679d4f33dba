"""The thread that keeps a customer display showing the latest two lines."""

from __future__ import annotations

import time
from collections.abc import Callable

from pos_desktop.hardware.device_line import BACKOFF_SECONDS
from pos_desktop.hardware.device_on_line import DeviceOnLine
from pos_desktop.hardware.displays.codecs import DisplayPages
from pos_desktop.hardware.profiles import DisplayProfile
from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.ports import Post

_LOOK_SECONDS = 1.0
_READ_BYTES = 256


class LineDisplay(DeviceOnLine):
    """ports.CustomerDisplay. The latest lines win: nobody wants to see those before them.

    A display answers nothing, so ONLINE means that its wire took the bytes. Once a second the wire
    is listened to, which tells a plug that was pulled; all of it is written again after it is back.
    """

    def __init__(
        self,
        transport_factory: Callable[[], Transport],
        profile: DisplayProfile,
        post: Post,
        *,
        name: str = "customer_display",
        backoff_seconds: tuple[float, ...] = BACKOFF_SECONDS,
    ) -> None:
        super().__init__(name, transport_factory, post, backoff_seconds)
        self.columns = profile.display.columns
        self._pages = DisplayPages(profile.display)
        self._write_seconds = profile.transport.write_ms / 1000
        self._refresh_seconds = profile.display.refresh_ms / 1000
        self._wanted = ("", "")
        self._shown: tuple[str, str] | None = None
        self._greeted = False
        self._written_at = 0.0

    def show(self, upper: str, lower: str) -> None:
        """Show two lines as soon as the wire takes them; returns at once."""
        self._wanted = (upper, lower)
        self._thread.wake()

    def _turn(self) -> float:
        transport = self._line.open_if_due()
        if transport is None:
            self._greeted = False
            return self._line.seconds_to_next_try()
        try:
            self._keep_showing(transport)
        except TransportError as error:
            self._greeted = False
            if not self._thread.stopping:
                self._line.fail(error)
            return self._line.seconds_to_next_try()
        return _LOOK_SECONDS

    def _keep_showing(self, transport: Transport) -> None:
        if transport.can_read:
            transport.read(_READ_BYTES, 0.0)  # a wire that was pulled out is noticed here
        if not self._greeted:
            transport.write(self._pages.begin, self._write_seconds)
            self._greeted, self._shown = True, None
        wanted = self._wanted
        stale = time.monotonic() - self._written_at >= self._refresh_seconds
        if wanted != self._shown or stale:
            transport.write(self._pages.show(*wanted), self._write_seconds)
            self._shown, self._written_at = wanted, time.monotonic()
        self._line.works()

    def _leave(self) -> None:
        """A register that is closed leaves no price behind."""
        transport = self._line.transport
        if transport is not None and self._greeted:
            try:
                transport.write(self._pages.clear, min(0.3, self._write_seconds))
            except TransportError:
                self._greeted = False  # it is gone, and its text with it
        super()._leave()
