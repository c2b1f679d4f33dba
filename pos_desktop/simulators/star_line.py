"""A receipt printer in Star Line Mode: its commands become those of the ESC/POS paper, which draws
and keeps what is printed. Written from Star's Line Mode command specifications, as far as receipts
need it; what is not known is kept in `unknown`.
"""

from __future__ import annotations

from collections.abc import Callable

from .escpos_paper import PaperPrinter

_ASK = b"\x1b\x06\x01"
_EAN13 = 3
# Bytes after the two of the command.
_SIZES = {
    b"\x1b@": 0, b"\x1bE": 0, b"\x1bF": 0, b"\x1bi": 2, b"\x1ba": 1, b"\x1bd": 1, b"\x1b\x07": 2,
}  # fmt: skip


class StarPaperPrinter(PaperPrinter):
    """codepages: number of `ESC GS t` to Python codec name."""

    def __init__(self, dots: int, codepages: dict[int, str], *, model: str = "TSP650II") -> None:
        super().__init__(dots, codepages, model=model, maker="Star")
        self._line = bytearray()
        self._pulse_ms = (200, 200)
        self._qr = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes from the line; a question is answered at once wherever it stands."""
        self._line += data
        replies: list[bytes] = []
        while _ASK in self._line:
            at = self._line.index(_ASK)
            del self._line[at : at + len(_ASK)]
            replies.append(self.star_status())
        while self._line:
            size, meant = self._front(bytes(self._line))
            if size == 0:
                break
            del self._line[:size]
            replies += super().feed(meant)
        return replies

    def star_status(self) -> bytes:
        """Return nine bytes: two of length and version, then printer, errors, paper."""
        condition = self.condition
        printer = 0x04 * condition.drawer_pin3_high
        printer |= 0x08 * condition.held | 0x20 * condition.cover_open
        error = {"": 0, "cutter": 0x08, "head-hot": 0x40, "fault": 0x20}[condition.error]
        paper = {"ok": 0, "near-end": 0x04, "out": 0x0C}[condition.paper]
        return bytes((0x23, 0x06, printer, error, 0, paper, 0, 0, 0))

    def _front(self, line: bytes) -> tuple[int, bytes]:
        """Return how many bytes to take, 0 = wait for more, and what they are in ESC/POS."""
        if line[0] == 0x07:
            on, off = (min(255, ms // 2) for ms in self._pulse_ms)
            return 1, b"\x1bp\x00" + bytes((on, off))
        if line[0] == 0x1A:
            return 1, b"\x1bp\x01dd"
        if line[0] != 0x1B:
            return 1, line[:1]
        if len(line) < 2:
            return 0, b""
        if line[1:2] == b"b":
            return self._barcode(line)
        if line[1:2] == b"\x1d":
            return self._positioned(line)
        if line[1:2] == b"\x1e":
            return (4, b"\x1bM" + line[3:4]) if len(line) >= 4 else (0, b"")
        size = _SIZES.get(line[:2])
        if size is None:
            self.unknown.append(line[:2])
            return 2, b""
        return (
            (2 + size, self._plain(line[:2], line[2 : 2 + size])) if self._has(size) else (0, b"")
        )

    def _has(self, size: int) -> bool:
        return len(self._line) >= 2 + size

    def _plain(self, command: bytes, params: bytes) -> bytes:
        if command == b"\x1b\x07":
            self._pulse_ms = (params[0] * 10, params[1] * 10)
            return b""
        if command == b"\x1bi":
            return b"\x1d!" + bytes([params[1] << 4 | params[0]])
        meanings: dict[bytes, Callable[[], bytes]] = {
            b"\x1b@": lambda: b"\x1b@",
            b"\x1bE": lambda: b"\x1bE\x01",
            b"\x1bF": lambda: b"\x1bE\x00",
            b"\x1ba": lambda: b"\x1bd" + params,
            # 2 and 3 feed to the knife first.
            b"\x1bd": lambda: b"\x1dV" + (b"A\x00", b"B\x00")[params[0] & 1],
        }
        return meanings[command]()

    def _barcode(self, line: bytes) -> tuple[int, bytes]:
        """`ESC b n1 n2 n3 n4 data RS`."""
        end = line.find(b"\x1e", 6)
        if end < 0:
            return 0, b""
        kind, label, mode, height = line[2:6]
        digits = line[6:end]
        if kind != _EAN13 or mode not in (1, 2, 3) or not digits.isdigit():
            self.unknown.append(line[:6])
            return end + 1, b""
        head = b"\x1dh" + bytes([height]) + b"\x1dw" + bytes([mode + 1])
        head += b"\x1dH" + (b"\x02" if label == 2 else b"\x00")
        return end + 1, head + b"\x1dkC" + bytes([len(digits)]) + digits

    def _positioned(self, line: bytes) -> tuple[int, bytes]:
        """`ESC GS a n`, `ESC GS t n`, `ESC GS y ...`."""
        if len(line) < 5:
            return (0, b"") if line[2:3] == b"y" or len(line) < 4 else self._short(line)
        return self._qr_command(line) if line[2:3] == b"y" else self._short(line)

    def _short(self, line: bytes) -> tuple[int, bytes]:
        if line[2:3] == b"a":
            return 4, b"\x1ba" + line[3:4]
        if line[2:3] == b"t":
            return 4, b"\x1bt" + line[3:4]
        self.unknown.append(line[:4])
        return 4, b""

    def _qr_command(self, line: bytes) -> tuple[int, bytes]:
        kind = line[3:5]
        if kind[:1] == b"P":
            return 4, b"\x1d(k\x03\x001Q0"
        if kind[:1] == b"S":
            if len(line) < 6:
                return 0, b""
            number = line[5]
            meant = {
                b"S0": b"",
                b"S1": b"\x1d(k\x03\x001E" + bytes([48 + number]),
                b"S2": b"\x1d(k\x03\x001C" + bytes([number]),
            }
            if kind not in meant:
                self.unknown.append(line[:6])
            return 6, meant.get(kind, b"")
        size = 8 + int.from_bytes(line[6:8], "little") if len(line) >= 8 else 0
        if not size or len(line) < size:
            return 0, b""
        data = line[8:size]
        return size, b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data
