"""What a Star printer says about itself: blocks of seven bytes or more.

Source: Star Micronics, automatic status of the Line Mode: the first byte 0xx0xxx1 and the second
tell the length, then come printer, errors, and in the sixth paper. Which byte holds the near end of
the paper differs between series; bit 2 of the sixth is that of the TSP series.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.hardware.printers.escpos_status import PrinterCondition

_LEAST_BYTES = 7


@dataclass(frozen=True, slots=True)
class StarStatus:
    data: bytes

    def condition(self) -> PrinterCondition:
        printer, error, jam, paper = self.data[2:6]
        reason = ""
        if printer & 0x20:
            reason = "printer.cover_open"
        elif paper & 0x08:
            reason = "printer.paper_out"
        elif error & 0x08:
            reason = "printer.cutter"
        elif error & 0x40:
            reason = "printer.head_hot"
        elif error & 0x24 or jam & 0x0A:
            reason = "printer.fault"
        elif printer & 0x08:
            reason = "printer.offline"
        return PrinterCondition(reason, bool(paper & 0x04), bool(printer & 0x04))


class StarStatusCodec:
    """Bytes as they come -> statuses. Never raises; what is none is skipped."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[StarStatus]:
        """Return the statuses that are complete now, in order."""
        self._buffer += data
        found: list[StarStatus] = []
        while self._buffer:
            size = self._size()
            if size == 0 or size > len(self._buffer):
                break
            if size > 1:
                found.append(StarStatus(bytes(self._buffer[:size])))
            del self._buffer[:size]
        return found

    def reset(self) -> None:
        """Forget an incomplete status: the connection is a new one."""
        self._buffer.clear()

    def _size(self) -> int:
        """Return how long the block in front is, 1 for a byte that begins none, 0 = not known."""
        first = self._buffer[0]
        if first & 0x91 != 0x01:
            return 1
        if len(self._buffer) < 2:
            return 0
        size = (first >> 2 & 0x18 | first >> 1 & 0x07) + (self._buffer[1] >> 6 & 0x02)
        # No byte of a block has its bit 4 set, and the second's bit 0 is clear.
        good = size >= _LEAST_BYTES and not any(b & 0x11 for b in self._buffer[1:2])
        good = good and not any(b & 0x10 for b in self._buffer[2:size])
        return size if good else 1
