"""The thread that listens to a scanner: on a serial line, a TCP box or as HID-POS device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pos_desktop.domain.gs1 import with_separators
from pos_desktop.hardware.device_line import BACKOFF_SECONDS
from pos_desktop.hardware.device_on_line import DeviceOnLine
from pos_desktop.hardware.profiles import ScannerProfile
from pos_desktop.hardware.scanners.hid_pos import HidPosCodec
from pos_desktop.hardware.scanners.line_codec import LineCodec
from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.ports import BarcodeScanned, Clock, Post

_LISTEN_SECONDS = 0.25
_READ_BYTES = 1024


class ScannerCodec(Protocol):
    """waiting: whether there is the beginning of a code; flush: the line has been quiet."""

    @property
    def waiting(self) -> bool: ...
    def feed(self, data: bytes) -> list[str]: ...
    def flush(self) -> list[str]: ...


class DirectScanner(DeviceOnLine):
    """ports.Device that is read directly, not through the keyboard. Posts BarcodeScanned (source
    "serial" or "hid") and DeviceChanged.

    A scanner says nothing until something is scanned, so ONLINE means that its line is open.
    """

    def __init__(
        self,
        transport_factory: Callable[[], Transport],
        profile: ScannerProfile,
        post: Post,
        clock: Clock,
        *,
        name: str = "scanner",
        backoff_seconds: tuple[float, ...] = BACKOFF_SECONDS,
    ) -> None:
        super().__init__(name, transport_factory, post, backoff_seconds)
        is_hid = profile.scanner.mode == "hid_pos"
        self._codec: ScannerCodec = (HidPosCodec if is_hid else LineCodec)(profile.scanner)
        self._source = "hid" if is_hid else "serial"
        self._restores_separators = profile.scanner.restore_gs
        self._flush_seconds = profile.scanner.idle_flush_ms / 1000
        self._post = post
        self._clock = clock

    def _turn(self) -> float:
        transport = self._line.open_if_due()
        if transport is None:
            return self._line.seconds_to_next_try()
        self._line.works()
        try:
            self._listen(transport)
        except TransportError as error:
            self._codec.flush()
            if not self._thread.stopping:
                self._line.fail(error)
        return 0.0

    def _listen(self, transport: Transport) -> None:
        wait_seconds = self._flush_seconds if self._codec.waiting else _LISTEN_SECONDS
        data = transport.read(_READ_BYTES, wait_seconds)
        codes = self._codec.feed(data) if data else self._codec.flush()
        if self._restores_separators:
            codes = [with_separators(text) for text in codes]
        for text in codes:
            self._post(BarcodeScanned(text, self._source, self._clock.now_us()))
