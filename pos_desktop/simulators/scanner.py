"""A barcode scanner on a serial line: what it reads, it sends, with a suffix."""

from __future__ import annotations

from typing import Literal

from .on_cable import OnCable

ScannerMode = Literal["ok", "unplugged", "stalled"]


class ScannerSimulator(OnCable):
    """A scanner on TCP (`start`) or on a pseudo-terminal (`serve_pty`).

    suffix: what ends a code (factory default of serial scanners: CR). Text goes out as UTF-8.
    split: send byte by byte, as a slow line does. sent, lost: codes, for those who count.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        suffix: bytes = b"\r",
        split: bool = False,
    ) -> None:
        super().__init__("scanner", host, port)
        self.suffix = suffix
        self.split = split
        self.sent = 0
        self.lost = 0

    def scan(self, code: str | bytes, *, aim: str = "") -> bool:
        """Read a code aloud; False when nobody listens: a real scanner beeps all the same.

        aim: symbology prefix of ISO/IEC 15424, such as "]E0" for EAN-13 or "]d2" for GS1
        DataMatrix.
        """
        data = aim.encode("ascii") + (code.encode() if isinstance(code, str) else code)
        if self._send(data + self.suffix):
            self.sent += 1
            return True
        self.lost += 1
        return False

    def set_mode(self, mode: ScannerMode) -> None:
        """Pull the cable out or put it back."""
        self.set_cable("in" if mode == "ok" else mode)

    # The wire's side.

    def received(self, data: bytes) -> None:
        """What a host says to a scanner is ignored."""

    def _send(self, data: bytes) -> bool:
        wire = self._wire
        if wire is None:
            return False
        if not self.split:
            return wire.send(data)
        return all(wire.send(data[at : at + 1]) for at in range(len(data)))
