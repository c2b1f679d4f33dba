"""What an ESC/POS printer says about itself, cut out of one mixed stream of answers.

Source: Epson's ESC/POS command reference: DLE EOT answers 0xx1xx10, automatic status starts
0xx1xx00 and has four bytes, GS r answers 0xx0xxxx, GS I sends a block "_" (or "=") ... NUL.
"""

from __future__ import annotations

from dataclasses import dataclass

_MAX_BLOCK_BYTES = 80


@dataclass(frozen=True, slots=True)
class RealTimeReply:
    """The answer to one DLE EOT; which of them it answers only the asker knows."""

    value: int


@dataclass(frozen=True, slots=True)
class BufferedReply:
    """The answer to GS r: everything sent before it has been processed."""

    value: int

    @property
    def paper_low(self) -> bool:
        return bool(self.value & 0x03)


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """Four bytes that the printer sends by itself after GS a."""

    data: bytes

    @property
    def drawer_high(self) -> bool:
        """The level of the drawer connector's sensor pin."""
        return bool(self.data[0] & 0x04)


@dataclass(frozen=True, slots=True)
class InfoReply:
    """The answer to GS I: the model's or the maker's name."""

    text: str


Reply = RealTimeReply | BufferedReply | AutomaticStatus | InfoReply


class StatusCodec:
    """Bytes as they come -> replies. Never raises; what is no reply is skipped."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Reply]:
        """Return the replies that are complete now, in order."""
        self._buffer += data
        replies: list[Reply] = []
        while self._buffer:
            size, reply = self._front()
            if size == 0:
                break
            del self._buffer[:size]
            if reply is not None:
                replies.append(reply)
        return replies

    def reset(self) -> None:
        """Forget an incomplete reply: the connection is a new one."""
        self._buffer.clear()

    def _front(self) -> tuple[int, Reply | None]:
        """Return how many bytes to take and what they are; 0 = wait for more."""
        first = self._buffer[0]
        if first & 0x93 == 0x12:
            return 1, RealTimeReply(first)
        if first & 0x93 == 0x10:
            return self._automatic()
        if first & 0x90 == 0:
            return 1, BufferedReply(first)
        if first in (0x5F, 0x3D):
            return self._block()
        return 1, None  # XON, XOFF, line noise

    def _automatic(self) -> tuple[int, Reply | None]:
        follow = self._buffer[1:4]
        if any(byte & 0x90 for byte in follow):
            return 1, None
        if len(follow) < 3:
            return 0, None
        return 4, AutomaticStatus(bytes(self._buffer[:4]))

    def _block(self) -> tuple[int, Reply | None]:
        end = self._buffer.find(0, 1, _MAX_BLOCK_BYTES)
        if end > 0:
            return end + 1, InfoReply(self._buffer[1:end].decode("ascii", "replace"))
        return (1, None) if len(self._buffer) >= _MAX_BLOCK_BYTES else (0, None)


@dataclass(frozen=True, slots=True)
class PrinterCondition:
    """What keeps the printer from printing, "" when nothing does; paper_low does not.

    hindrance: "printer.cover_open" | "printer.paper_out" | "printer.cutter" | "printer.head_hot" |
    "printer.fault" | "printer.offline". drawer_high: the level of the drawer's sensor pin, None =
    not known.
    """

    hindrance: str = ""
    paper_low: bool = False
    drawer_high: bool | None = None


def condition(printer: int, offline_cause: int, paper: int, error: int = 0) -> PrinterCondition:
    """Read the answers to DLE EOT 1, 2, 4 and 3 together; the most useful reason wins.

    error: 0 where it was not asked for, since the printer tells of none.
    """
    reason = ""
    if offline_cause & 0x04:
        reason = "printer.cover_open"
    elif paper & 0x60 or offline_cause & 0x20:
        reason = "printer.paper_out"
    elif offline_cause & 0x40:
        reason = _fault(error)
    elif printer & 0x08 and not offline_cause & 0x08:
        reason = "printer.offline"
    return PrinterCondition(reason, bool(paper & 0x0C), bool(printer & 0x04))


def _fault(error: int) -> str:
    if error & 0x08:
        return "printer.cutter"
    if error & 0x40 and not error & 0x20:
        return "printer.head_hot"
    return "printer.fault"
