"""Status bytes of an ESC/POS printer and the real-time commands that ask for them.

Source: Epson's ESC/POS reference, DLE EOT, GS r, GS a.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Paper = Literal["ok", "near-end", "out"]
Fault = Literal["", "cutter", "head-hot", "fault"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What the sensors of the printer say.

    drawer_pin3_high: the drawer connector's sensor pin. offline: taken offline by hand. error:
    a jammed knife, a head that is too hot (it goes by itself), or one that wants the service.
    """

    paper: Paper = "ok"
    cover_open: bool = False
    offline: bool = False
    drawer_pin3_high: bool = True
    error: Fault = ""

    @property
    def held(self) -> bool:
        """Nothing prints now: bytes wait in the receive buffer."""
        return self.paper == "out" or self.cover_open or self.offline or bool(self.error)

    def dle_eot(self, n: int) -> bytes:
        """Answer `DLE EOT n`, n 1..4: one byte 0xx1xx10."""
        value = 0x12
        if n == 1:
            value |= 0x04 * self.drawer_pin3_high | 0x08 * self.held
        elif n == 2:
            value |= 0x04 * self.cover_open | 0x20 * (self.paper == "out")
            value |= 0x40 * bool(self.error)
        elif n == 3:
            value |= {"": 0, "cutter": 0x08, "head-hot": 0x40, "fault": 0x20}[self.error]
        elif n == 4:
            value |= {"ok": 0, "near-end": 0x0C, "out": 0x6C}[self.paper]
        return bytes([value])

    def gs_r(self, n: int) -> bytes:
        """Answer `GS r n`: n 1 paper, n 2 drawer; nothing for another n."""
        if n in (1, 49):
            return bytes([{"ok": 0, "near-end": 0x03, "out": 0x0F}[self.paper]])
        if n in (2, 50):
            return bytes([int(self.drawer_pin3_high)])
        return b""

    def asb(self) -> bytes:
        """Return the four bytes of the automatic status."""
        first = 0x10 | 0x04 * self.drawer_pin3_high | 0x08 * self.held | 0x20 * self.cover_open
        second = {"": 0, "cutter": 0x08, "head-hot": 0x40, "fault": 0x20}[self.error]
        return bytes([first, second, {"ok": 0, "near-end": 0x03, "out": 0x0F}[self.paper], 0])

    def asb_changed(self, earlier: Condition, mask: int) -> bool:
        """Tell whether a change since `earlier` is one that `GS a mask` asked for."""
        watched = [
            (0x01, self.drawer_pin3_high != earlier.drawer_pin3_high),
            (0x02, self.held != earlier.held or self.cover_open != earlier.cover_open),
            (0x04, self.error != earlier.error),
            (0x08, self.paper != earlier.paper),
        ]
        return any(mask & bit and changed for bit, changed in watched)


class RealTimeScanner:
    """Finds real-time commands in the stream as it arrives.

    The printer's interrupt looks at every byte, in text, in raster data and while the rest of the
    buffer waits: a picture that happens to hold 10 14 01 kicks the drawer.
    """

    def __init__(self) -> None:
        self._seen = bytearray()

    def push(self, byte: int) -> bytes:
        """Take one byte; return the whole command it completes, or nothing."""
        if byte != 0x10 and not self._seen:
            return b""
        self._seen.append(byte)
        size = self._size()
        if size is None:
            # What was not a command may still end in the DLE of the next one.
            self._seen[:] = b"\x10" if byte == 0x10 else b""
            return b""
        if len(self._seen) < size:
            return b""
        found = bytes(self._seen)
        self._seen.clear()
        return found

    def _size(self) -> int | None:
        """Return how long the command in hand is, or None when it is none."""
        seen = self._seen
        if len(seen) == 1:
            return 2
        kind = seen[1]
        if kind not in (0x04, 0x05, 0x14):
            return None
        if len(seen) == 2:
            return 3
        if kind == 0x04:
            return 3 if 1 <= seen[2] <= 4 else None
        if kind == 0x05:
            return 3 if seen[2] in (1, 2) else None
        return self._dc4_size()

    def _dc4_size(self) -> int | None:
        seen = self._seen
        if seen[2] == 1:
            good = (len(seen) < 4 or seen[3] in (0, 1)) and (len(seen) < 5 or 1 <= seen[4] <= 8)
            return 5 if good else None
        clear = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
        return len(clear) if clear.startswith(bytes(seen)) else None
