"""What ZVT messages say: status information, lines of a receipt. Pure; nothing here raises for the
bytes of a terminal, what cannot be read is left out.

Sources: interface description ZVT (700), revision 13, "Summary of utilised BMPs"; recordings of
real terminals in the tests of Portalum.Zvt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_LL, _LLL, _TLV = -2, -3, -1
_LENGTHS: dict[int, int] = {
    0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x06: _TLV, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x0E: 2,
    0x17: 2, 0x19: 1, 0x22: _LL, 0x23: _LL, 0x24: _LLL, 0x27: 1, 0x29: 4, 0x2A: 15, 0x2D: _LL,
    0x2E: _LLL, 0x37: 3, 0x3A: 2, 0x3B: 8, 0x3C: _LLL, 0x49: 2, 0x4C: _LL, 0x60: _LLL, 0x87: 2,
    0x88: 3, 0x8A: 1, 0x8B: _LL, 0x8C: 1, 0x92: _LLL, 0x9A: _LLL, 0xA0: 1, 0xA7: _LL, 0xAA: 3,
    0xAF: _LLL, 0xBA: 5, 0xD0: 1, 0xD1: 1, 0xD2: 1, 0xD3: 1, 0xE0: 1,
}  # fmt: skip
"""Bytes of each field; LLVAR and LLLVAR say their length themselves in F0..F9, 06 as BER does."""

_RECEIPT_TYPE, _LINES, _LINE = 0x1F07, 0x25, 0x07
MERCHANT, CUSTOMER, ADMINISTRATION = 1, 2, 3


@dataclass(frozen=True, slots=True)
class StatusInformation:
    """04 0F. result: 0 = done, None where the terminal did not say. amount_minor, receipt, trace:
    None where they are missing. card: as the terminal masks it, "*" for each hidden digit. date,
    time: MMDD and HHMMSS of the terminal's clock."""

    result: int | None = None
    amount_minor: int | None = None
    receipt: int | None = None
    trace: int | None = None
    terminal_id: str = ""
    card: str = ""
    card_name: str = ""
    text: str = ""
    date: str = ""
    time: str = ""

    @property
    def mark(self) -> str:
        """By which this transaction is told from any other, "" where it has no number."""
        if self.receipt is None and self.trace is None:
            return ""
        return f"{self.terminal_id}/{self.receipt or 0:04d}/{self.trace or 0:06d}"

    @property
    def reference(self) -> str:
        """By which it is found again: its receipt first, as people look for it, and the terminal
        where it was made."""
        terminal_id, _, numbers = self.mark.partition("/")
        return f"{numbers}/{terminal_id}" if terminal_id else numbers


@dataclass(frozen=True, slots=True)
class PrintedText:
    """Lines for paper. receipt_type: MERCHANT, CUSTOMER or ADMINISTRATION, 0 = not said."""

    receipt_type: int
    lines: tuple[bytes, ...]


def fields_of(data: bytes) -> dict[int, bytes]:
    """The fields of a message by their tags, up to the first that is unknown or cut off."""
    return {tag: data[start:end] for tag, start, end in field_spans(data)}


def field_spans(data: bytes) -> list[tuple[int, int, int]]:
    """Tag, beginning and end of the content of each field, up to the first that is unknown or cut
    off."""
    found: list[tuple[int, int, int]] = []
    at = 0
    while at < len(data):
        tag = data[at]
        span = _span(_LENGTHS.get(tag, 0), data, at + 1)
        if span is None or span[1] > len(data):
            break
        found.append((tag, *span))
        at = span[1]
    return found


def _span(kind: int, data: bytes, at: int) -> tuple[int, int] | None:
    """Where the content of a field begins and ends."""
    if kind > 0:
        return at, at + kind
    if kind == _TLV:
        return _ber_span(data, at)
    digits = data[at : at - kind] if kind in (_LL, _LLL) else b""
    if not digits or len(digits) < -kind or any(not 0xF0 <= d <= 0xF9 for d in digits):
        return None
    size = int("".join(str(digit & 0x0F) for digit in digits))
    start = at - kind
    return start, start + size


def _ber_span(data: bytes, at: int) -> tuple[int, int] | None:
    if at >= len(data):
        return None
    first = data[at]
    if first < 0x80:
        return at + 1, at + 1 + first
    count = first & 0x7F
    if count not in (1, 2) or at + 1 + count > len(data):
        return None
    size = int.from_bytes(data[at + 1 : at + 1 + count], "big")
    return at + 1 + count, at + 1 + count + size


def status_of(data: bytes) -> StatusInformation:
    """Read 04 0F, or what 06 0F repeats of it."""
    fields = fields_of(data)
    result = fields.get(0x27)
    return StatusInformation(
        result=result[0] if result else None,
        amount_minor=_number(fields.get(0x04)),
        receipt=_number(fields.get(0x87)),
        trace=_number(fields.get(0x0B)),
        terminal_id=fields.get(0x29, b"").hex(),
        card=_card(fields.get(0x22, b"")),
        card_name=_text(fields.get(0x8B, b"")),
        text=_text(fields.get(0x3C, b"")),
        date=fields.get(0x0D, b"").hex(),
        time=fields.get(0x0C, b"").hex(),
    )


def _number(content: bytes | None) -> int | None:
    digits = content.hex() if content else ""
    return int(digits) if digits.isdecimal() else None


def _card(content: bytes) -> str:
    """Digits, "E" where the terminal hides one, "F" at the end of an odd number."""
    return content.hex().rstrip("f").replace("e", "*")


def _text(content: bytes) -> str:
    return content.partition(b"\0")[0].decode("cp437", "replace").strip()


def tlv_items(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tags and contents of a container, up to the first that is cut off."""
    at = 0
    while at < len(data):
        tag, start = data[at], at + 1
        if tag & 0x1F == 0x1F and start < len(data):
            tag, start = tag << 8 | data[start], start + 1
        span = _ber_span(data, start)
        if span is None or span[1] > len(data):
            return
        yield tag, data[span[0] : span[1]]
        at = span[1]


def text_block_of(data: bytes) -> PrintedText:
    """Read 06 D3: a receipt in one piece."""
    receipt_type, lines = 0, []
    for tag, content in tlv_items(fields_of(data).get(0x06, b"")):
        if tag == _RECEIPT_TYPE and content:
            receipt_type = content[0]
        elif tag == _LINES:
            lines += [line for kind, line in tlv_items(content) if kind == _LINE]
    return PrintedText(receipt_type, tuple(lines))


def text_line_of(data: bytes) -> PrintedText:
    """Read 06 D1: an attribute byte, a line, and perhaps a container that says whose it is. A line
    with the highest bit in its attribute is the end of a receipt and no text."""
    if not data:
        return PrintedText(0, ())
    text, receipt_type = data[1:], 0
    for at in range(len(text)):
        if text[at] != 0x06:
            continue
        span = _ber_span(text, at + 1)
        if span is None or span[1] != len(text):
            continue
        kinds = [c[0] for tag, c in tlv_items(text[span[0] :]) if tag == _RECEIPT_TYPE and c]
        if kinds:
            text, receipt_type = text[:at], kinds[0]
            break
    return PrintedText(receipt_type, () if data[0] & 0x80 else (text,))
