"""Codes on a serial line: cut at the suffix, or at a pause when the scanner sends none.

A scanner that has ended a code by a suffix once does so always: what a pause cuts off after that is
half a code, whose plug was pulled or whose line was cut, and half a code may be another one.
"""

from __future__ import annotations

from pos_desktop.hardware.profiles import ScannerSettings
from pos_desktop.hardware.scanners.code_text import MAX_CODE_BYTES, text_of


class LineCodec:
    """Bytes as they come -> codes as text, in order; never raises.

    Group separators (0x1D) inside a code are kept. prefix and suffix of the profile are taken off;
    CR and LF always end a code, so that CRLF gives one code and not an empty second. What grows
    longer than any code is noise: it is dropped up to its end, however it was cut into pieces.
    """

    def __init__(self, settings: ScannerSettings) -> None:
        self._settings = settings
        suffix = settings.suffix.encode("latin-1")
        self._ends = tuple(dict.fromkeys(end for end in (suffix, b"\r", b"\n") if end))
        self._buffer = bytearray()
        self._looked = 0  # so far there is no end in the buffer
        self._too_long = False
        self._sends_ends = False

    @property
    def waiting(self) -> bool:
        """Whether there is the beginning of a code."""
        return bool(self._buffer)

    def feed(self, data: bytes) -> list[str]:
        """Return the codes that are complete now."""
        self._buffer += data
        codes: list[str] = []
        while (cut := self._end()) is not None:
            start, after = cut
            codes += self._code(bytes(self._buffer[:start]))
            del self._buffer[:after]
            self._looked, self._too_long = 0, False
            self._sends_ends = True
        self._looked = max(0, len(self._buffer) - max(map(len, self._ends)) + 1)
        if len(self._buffer) > MAX_CODE_BYTES + len(self._ends[0]):
            self._too_long = True
            del self._buffer[: self._looked]
            self._looked = 0
        return codes

    def flush(self) -> list[str]:
        """The line has been quiet for idle_flush_ms: return what has come as a code, if this
        scanner ends its codes by nothing else.
        """
        codes = [] if self._sends_ends else self._code(bytes(self._buffer))
        self._buffer.clear()
        self._looked, self._too_long = 0, False
        return codes

    def _end(self) -> tuple[int, int] | None:
        """Return where the first code ends and where the next begins; of two ends at one place the
        longer one counts."""
        found = [(self._buffer.find(end, self._looked), -len(end)) for end in self._ends]
        found = [cut for cut in found if cut[0] >= 0]
        if not found:
            return None
        at, size = min(found)
        return at, at - size

    def _code(self, raw: bytes) -> list[str]:
        if self._too_long or len(raw) > MAX_CODE_BYTES:
            return []
        text = text_of(raw, self._settings)
        return [text] if text else []
