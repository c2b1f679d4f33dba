"""Reports of a scanner in HID-POS mode (USB HID Point of Sale Usage Tables 1.02, usage page 8Ch).

Report 2 holds one piece of a code: number 02, length, three bytes of AIM identifier, up to 56 bytes
of data, at 61 the maker's letter for the symbology (Honeywell, Youjie), at 63 whether more follows.
Some makers put a byte before the identifier; it is known by its "]". The layout is that of
WebHidBarcodeScanner; no scanner was at hand.
"""

from __future__ import annotations

from pos_desktop.hardware.profiles import ScannerSettings
from pos_desktop.hardware.scanners.code_text import MAX_CODE_BYTES, text_of

REPORT_NUMBER = 2
REPORT_BYTES = 64
_LENGTH_AT = 1
_AIM_AT = 2
_LETTER_AT = 61
_MORE_AT = 63
_LONGEST_PIECE = 56
_BRACKET = 0x5D

# Where the AIM identifier is missing the maker's letter tells as much (ISO/IEC 15424).
_AIM_OF_LETTER = {
    "d": "]E0", "D": "]E4", "c": "]E0", "E": "]E0", "j": "]C0", "|": "]C1", "I": "]C1",
    "y": "]e0", "{": "]e0", "}": "]e0", "w": "]d1", "s": "]Q1", "b": "]A0", "i": "]G0",
}  # fmt: skip


class HidPosCodec:
    """Reports as they come -> codes with their AIM identifier, in order; never raises.

    Reports of another number or without an identifier are not about codes and are skipped.
    """

    def __init__(self, settings: ScannerSettings) -> None:
        self._settings = settings
        self._suffix = settings.suffix.encode("latin-1")
        self._aim = ""
        self._data = bytearray()
        self._more = False

    @property
    def waiting(self) -> bool:
        """Whether there is the beginning of a code."""
        return self._more

    def feed(self, data: bytes) -> list[str]:
        """Take one report; return the code it completes, if any."""
        piece = _piece_of(data)
        if piece is None:
            return []
        aim, part, more = piece
        if not self._more:
            self._aim, self._data = aim, bytearray()
        self._more = more
        self._data += part
        if len(self._data) > MAX_CODE_BYTES:
            self._data = self._data[: MAX_CODE_BYTES + 1]  # noise; dropped when it ends
        return [] if more else self._code()

    def flush(self) -> list[str]:
        """The rest of a code did not come: half a code must not be sold."""
        self._more = False
        self._data.clear()
        return []

    def _code(self) -> list[str]:
        raw = bytes(self._data)
        self._data.clear()
        if len(raw) > MAX_CODE_BYTES:
            return []
        raw = raw.removesuffix(self._suffix) if self._suffix else raw
        text = text_of(raw.rstrip(b"\r\n"), self._settings)
        return [self._aim + text] if text else []


def _piece_of(report: bytes) -> tuple[str, bytes, bool] | None:
    """Return identifier, data and whether more follows; None for what is no piece of a code."""
    if len(report) <= _AIM_AT + 3 or report[0] != REPORT_NUMBER:
        return None
    at = _AIM_AT
    if report[at] != _BRACKET and report[at + 1] == _BRACKET:
        at += 1
    letter = chr(report[_LETTER_AT]) if len(report) > _LETTER_AT else ""
    if report[at] == _BRACKET:
        aim = bytes(report[at : at + 3]).decode("latin-1")
    elif not any(report[at : at + 3]):
        aim = _AIM_OF_LETTER.get(letter, "")
    else:
        return None
    start = at + 3
    length = min(report[_LENGTH_AT], _LONGEST_PIECE)
    more = len(report) > _MORE_AT and report[_MORE_AT] != 0
    return aim, bytes(report[start : start + length]), more
