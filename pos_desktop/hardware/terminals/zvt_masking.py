"""Takes what nobody may keep out of the bytes of a ZVT line: card numbers, tracks, the terminal's
password. Sums, numbers of receipts and codes stay, for they are what one looks for in a log.

Source: interface description ZVT (700), "Summary of utilised BMPs". What is not read for certain is
covered as any line of digits.
"""

from __future__ import annotations

from pos_desktop.hardware.card_masking import CardMask
from pos_desktop.hardware.terminals import zvt_codec as codec
from pos_desktop.hardware.terminals.zvt_fields import field_spans

_HIDDEN = 0xEE
_SECRET_TAGS = frozenset({0x0E, 0x22, 0x23, 0x24, 0x2D, 0x3A})
"""Expiry date, card number, tracks 2, 3 and 1, the number on the back."""
_PLAIN_TAGS = frozenset({0x03, 0x04, 0x0B, 0x0C, 0x0D, 0x17, 0x19, 0x27, 0x29, 0x2A, 0x37, 0x3B,
                         0x49, 0x87, 0x88, 0x8A, 0x8C, 0xA0, 0xAA, 0xBA})  # fmt: skip
"""Without a card number whatever stands in them; a container may hold one."""
_TEXT_TAGS = frozenset({0x3C, 0x8B})
_TEXTS = frozenset({codec.PRINT_LINE, codec.PRINT_BLOCK})
_PASSWORD_BYTES = 3
_WITH_PASSWORD = frozenset({0x0600, 0x0620, 0x0630, 0x0631, 0x0650})
_REGISTRATION = 0x0600
_FIELDS_AT = {
    0x0601: 0, 0x0620: 3, 0x0630: 3, 0x0631: 3, 0x0650: 3,
    codec.STATUS: 0, codec.COMPLETED: 0, codec.ABORTED: 1,
}  # fmt: skip
"""Where the fields of a message begin."""


class ZvtMask:
    """One direction of one line."""

    def __init__(self) -> None:
        self._unread = CardMask()

    def cover(self, data: bytes) -> bytes:
        """Return as many bytes with the secret ones hidden."""
        spans = _messages(data)
        if spans is None:
            return self._unread.cover(data)
        self._unread = CardMask()
        shown = bytearray(data)
        for control, start, end in spans:
            _cover_message(control, shown, start, end)
        return bytes(shown)


def _messages(data: bytes) -> list[tuple[int, int, int]] | None:
    """Control field, beginning and end of the data of each message; None where the bytes are not
    whole messages from the first to the last."""
    found, at = [], 0
    while at < len(data):
        head = data[at : at + 5]
        if len(head) < 3:
            return None
        start, size = at + 3, head[2]
        if size == 0xFF:
            if len(head) < 5:
                return None
            start, size = at + 5, int.from_bytes(head[3:5], "little")
        if start + size > len(data):
            return None
        found.append((int.from_bytes(head[:2], "big"), start, start + size))
        at = start + size
    return found


def _cover_message(control: int, shown: bytearray, start: int, end: int) -> None:
    if control in _WITH_PASSWORD:
        _hide(shown, start, min(end, start + _PASSWORD_BYTES))
    if control == _REGISTRATION:
        return
    at = start
    if control in _FIELDS_AT:
        at = min(end, start + _FIELDS_AT[control])
        for tag, first, last in field_spans(bytes(shown[at:end])):
            if tag in _SECRET_TAGS:
                _hide(shown, at + first, at + last)
            elif tag not in _PLAIN_TAGS:
                _cover(shown, at + first, at + last, text=tag in _TEXT_TAGS)
        spans = field_spans(bytes(shown[at:end]))
        at += spans[-1][2] if spans else 0
    _cover(shown, at, end, text=control in _TEXTS)


def _hide(shown: bytearray, start: int, end: int) -> None:
    shown[start:end] = bytes([_HIDDEN]) * (end - start)


def _cover(shown: bytearray, start: int, end: int, *, text: bool) -> None:
    """What may be a card number and is not known to be one."""
    shown[start:end] = CardMask(packed=not text).cover(bytes(shown[start:end]))
