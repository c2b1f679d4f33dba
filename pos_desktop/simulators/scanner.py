"""A barcode scanner on a serial line: what it reads, it sends, with a suffix."""

from __future__ import annotations

from .on_line import OnLine


class ScannerSimulator(OnLine):
    """A scanner on TCP (`start`) or on a pseudo-terminal (`serve_pty`); modes in `OnLine`.

    suffix: what ends a code (factory default of serial scanners: CR). Text goes out as UTF-8.
    sent, lost: codes, for those who count.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0, *, suffix: bytes = b"\r") -> None:
        super().__init__("scanner", host, port)
        self.suffix = suffix
        self.sent = 0
        self.lost = 0

    def scan(self, code: str | bytes, *, aim: str = "") -> bool:
        """Read a code aloud; False when nobody heard it: a real scanner beeps all the same.

        aim: symbology prefix of ISO/IEC 15424, such as "]E0" for EAN-13 or "]d2" for GS1
        DataMatrix.
        """
        data = aim.encode("ascii") + (code.encode() if isinstance(code, str) else code)
        if self.say(data + self.suffix):
            self.sent += 1
            return True
        self.lost += 1
        return False

    # The wire's side.

    def received(self, data: bytes) -> None:
        """What a host says to a scanner is ignored."""
