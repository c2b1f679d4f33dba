"""A barcode scanner in HID-POS mode: reports of USB HID Point of Sale Usage Tables 1.02.

There is no wire to listen on: the simulator stands in for hidapi, whose objects it offers. A driver
is given `HidScannerSimulator` where it would import hidapi.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Any, Literal

HidScannerMode = Literal["ok", "unplugged", "keyboard", "garbage", "cut", "asleep"]

_DATA_BYTES = 56
_REPORT_BYTES = 64


class HidScannerSimulator:
    """vendor, product: what it says it is. shifted: one byte before the AIM identifier, as some
    makers send it. letter: the maker's own letter of the symbology, "" for none.

    Modes: keyboard shows only that interface; garbage sends other reports and noise between the
    right ones; cut loses the last piece of a code; asleep answers no open; unplugged is not there.
    features: the feature reports it was sent.
    """

    def __init__(
        self,
        vendor: int = 0x0C2E,
        product: int = 0x0B61,
        *,
        shifted: bool = False,
        serial: str = "S1",
    ) -> None:
        self.vendor = vendor
        self.product = product
        self.shifted = shifted
        self.serial = serial
        self.features: list[bytes] = []
        self.opened = 0
        self.mode: HidScannerMode = "ok"
        self._reports: deque[bytes] = deque()
        self._came = threading.Condition()
        self._handles: set[_Handle] = set()

    # What a person does with it.

    def scan(
        self, code: str | bytes, *, aim: str = "", letter: str = "", suffix: bytes = b""
    ) -> bool:
        """Read a code aloud; False when nobody listens."""
        data = (code.encode() if isinstance(code, str) else code) + suffix
        reports = list(self._pieces(data, aim.encode("ascii"), letter))
        if self.mode == "cut":
            reports = reports[:-1]
        if self.mode == "garbage":
            noise = [b"", b"\x02", b"\x07" + bytes(63), b"\x02" + b"\xff" * 63]
            reports = [piece for report in reports for piece in (*noise, report)]
        with self._came:
            if not self._handles:
                return False
            self._reports.extend(reports)
            self._came.notify_all()
        return True

    def set_mode(self, mode: HidScannerMode) -> None:
        with self._came:
            self.mode = mode
            if mode == "unplugged":
                self._handles.clear()
                self._reports.clear()
            self._came.notify_all()

    @property
    def connected(self) -> bool:
        """A host has it open."""
        with self._came:
            return bool(self._handles)

    # What hidapi offers.

    def enumerate(self, vendor_id: int = 0, product_id: int = 0) -> list[dict[str, Any]]:
        """List its interfaces as hidapi does."""
        is_asked = vendor_id in (0, self.vendor) and product_id in (0, self.product)
        if self.mode == "unplugged" or not is_asked:
            return []
        keyboard = self._interface(0, 0x01, 0x06)
        return [keyboard] if self.mode == "keyboard" else [keyboard, self._interface(1, 0x8C, 2)]

    def device(self) -> _Handle:
        """Return an unopened handle."""
        return _Handle(self)

    def _interface(self, number: int, usage_page: int, usage: int) -> dict[str, Any]:
        return {
            "path": f"simulated-{self.vendor:04x}-{number}".encode(),
            "vendor_id": self.vendor,
            "product_id": self.product,
            "serial_number": self.serial,
            "usage_page": usage_page,
            "usage": usage,
            "interface_number": number,
        }

    def _pieces(self, data: bytes, aim: bytes, letter: str) -> Iterator[bytes]:
        """Cut a code into reports: number, length, identifier, data, letter, whether more comes."""
        room = _DATA_BYTES - self.shifted
        for at in range(0, max(1, len(data)), room):
            part = data[at : at + room]
            report = bytearray(_REPORT_BYTES)
            report[0], report[1] = 2, len(part)
            start = 2 + self.shifted
            report[start : start + 3] = aim.ljust(3, b"\0")
            report[start + 3 : start + 3 + len(part)] = part
            report[61:62] = letter.encode("latin-1")[:1].ljust(1, b"\0")
            report[63] = at + room < len(data)
            yield bytes(report)

    # The handles' side.

    def take(self, handle: _Handle, seconds: float) -> bytes:
        """Wait for a report; OSError when the device is gone."""
        with self._came:
            self._came.wait_for(lambda: self._reports or handle not in self._handles, seconds)
            if handle not in self._handles:
                raise OSError("read error")
            return self._reports.popleft() if self._reports else b""

    def attach(self, handle: _Handle, path: bytes) -> None:
        """Open an interface; OSError when it cannot be."""
        with self._came:
            if self.mode in ("unplugged", "asleep") or not path.startswith(b"simulated-"):
                raise OSError("open failed")
            self._handles.add(handle)
            self.opened += 1

    def detach(self, handle: _Handle) -> None:
        with self._came:
            self._handles.discard(handle)
            self._came.notify_all()


class _Handle:
    """hidapi's device, by its methods."""

    def __init__(self, scanner: HidScannerSimulator) -> None:
        self._scanner = scanner

    def open_path(self, path: bytes) -> None:
        self._scanner.attach(self, path)

    def close(self) -> None:
        self._scanner.detach(self)

    def read(self, max_length: int, timeout_ms: int = 0) -> list[int]:
        return list(self._scanner.take(self, timeout_ms / 1000)[:max_length])

    def write(self, data: list[int]) -> int:
        """A scanner takes output reports and does nothing with them."""
        return len(data)

    def send_feature_report(self, data: list[int]) -> int:
        self._scanner.features.append(bytes(data))
        return len(data)
