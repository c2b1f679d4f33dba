"""Where one ESC/POS command ends and the next begins.

Sizes are from Epson's public ESC/POS command reference. `next_command` is pure and looks at the
front of a buffer only, so the same bytes give the same commands however the line splits them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Size = int | Callable[[bytes], int]


class Command(NamedTuple):
    """One command taken from the buffer.

    name: the manual's name ("GS V"), "text" for one character, or "?" when it is unknown.
    params: the bytes after the name. size: bytes it takes in the buffer, name included.
    """

    name: str
    params: bytes
    size: int


def _after(header: int, data: Callable[[bytes], int]) -> Callable[[bytes], int]:
    """Return a size made of a header and data whose length stands in the header."""
    return lambda p: header if len(p) < header else header + data(p)


def _until_nul(limit: int) -> Callable[[bytes], int]:
    def size(params: bytes) -> int:
        end = params.find(b"\0")
        return min(len(params) + 1, limit) if end < 0 else end + 1

    return size


def _bit_image(p: bytes) -> int:
    """`ESC * m nL nH`: 8-dot modes have one byte a column, 24-dot modes three."""
    return (3 if p[0] in (32, 33) else 1) * (p[1] + 256 * p[2])


def _user_characters(p: bytes) -> int:
    """`ESC & y c1 c2 [x d1..dxy]...`: each character says its own width."""
    if len(p) < 3:
        return 3
    size = 3
    for _ in range(max(0, p[2] - p[1] + 1)):
        if len(p) <= size:
            return size + 1
        size += 1 + p[0] * p[size]
    return size


def _nv_images(p: bytes) -> int:
    """`FS q n [xL xH yL yH d...]...`"""
    size = 1
    for _ in range(p[0] if p else 0):
        if len(p) < size + 4:
            return size + 4
        x, y = p[size] + 256 * p[size + 1], p[size + 2] + 256 * p[size + 3]
        size += 4 + x * y * 8
    return size


def _barcode(p: bytes) -> int:
    """`GS k m`: form A (m 0..6) ends with NUL, form B (m 65..79) says its length."""
    if not p:
        return 1
    if p[0] >= 65:
        return 2 if len(p) < 2 else 2 + p[1]
    return 1 + _until_nul(256)(p[1:])


def _counter(p: bytes) -> int:
    """`GS C`: print mode of the serial number counter, in five forms."""
    return 1 if not p else {0x30: 3, 0x31: 7, 0x32: 3}.get(p[0], 1)


def _real_time(p: bytes) -> int:
    """`DLE DC4 fn`: pulse, power off, buzzer, status and clear have fixed sizes."""
    return 1 if not p else {1: 3, 2: 3, 3: 6, 7: 2, 8: 8}.get(p[0], 1)


def _le16(at: int) -> Callable[[bytes], int]:
    return lambda p: p[at] + 256 * p[at + 1]


def _each(prefix: str, names: str, size: Size) -> dict[str, Size]:
    return {f"{prefix} {name}": size for name in names}


SIZES: dict[str, Size] = {
    **_each("ESC", "@2LSimv", 0),
    **_each("ESC", "!aEGMtdeJK-3RrVT{U=%?u ", 1),
    # `ESC B` is the buzzer of many clones.
    **_each("ESC", "$\\cB", 2),
    "ESC p": 3,
    "ESC W": 8,
    "ESC D": _until_nul(33),
    "ESC *": _after(3, _bit_image),
    "ESC &": _user_characters,
    "ESC (": _after(3, _le16(1)),
    **_each("GS", ":c", 0),
    **_each("GS", "!BbHfhwarIT/j", 1),
    **_each("GS", "LWP\\$", 2),
    "GS ^": 3,
    "GS z": 3,
    "GS g": 4,
    "GS V": lambda p: 1 if not p else (2 if p[0] in (65, 66, 97, 98, 103, 104) else 1),
    "GS k": _barcode,
    "GS C": _counter,
    "GS *": _after(2, lambda p: p[0] * p[1] * 8),
    "GS (": _after(3, _le16(1)),
    "GS 8": _after(5, lambda p: int.from_bytes(p[1:5], "little")),
    "GS v": _after(6, lambda p: (p[2] + 256 * p[3]) * (p[4] + 256 * p[5])),
    **_each("FS", ".&", 0),
    **_each("FS", "!-CW", 1),
    **_each("FS", "Sp", 2),
    "FS 2": 74,
    "FS q": _nv_images,
    "FS (": _after(3, _le16(1)),
    "DLE EOT": lambda p: 1 if not p else (2 if p[0] in (7, 8, 18) else 1),
    "DLE ENQ": 1,
    "DLE DC4": _real_time,
}
PREFIXES = {0x1B: "ESC", 0x1D: "GS", 0x1C: "FS"}
SINGLE = {0x00: "NUL", 0x0A: "LF", 0x0D: "CR", 0x09: "HT", 0x0C: "FF", 0x18: "CAN"}
DLE = {0x04: "DLE EOT", 0x05: "DLE ENQ", 0x14: "DLE DC4"}
# Longer than any header or NUL-terminated text, so that a size can be told from it.
_HEAD = 300


def _name(first: int, second: int) -> str:
    if first == 0x10:
        return DLE.get(second, "?")
    name = f"{PREFIXES[first]} {chr(second)}"
    return name if name in SIZES else "?"


def next_command(buffer: bytearray, *, double_byte: bool = False) -> Command | int:
    """Return the command at the front of a non-empty buffer, or how many bytes it must hold
    before that can be told.

    double_byte: characters from 0x81 up come in pairs (a printer in Kanji mode).
    """
    first = buffer[0]
    if first >= 0x20:
        size = 2 if double_byte and first >= 0x81 else 1
        return size if len(buffer) < size else Command("text", bytes(buffer[:size]), size)
    if first in SINGLE:
        return Command(SINGLE[first], b"", 1)
    if first not in PREFIXES and first != 0x10:
        return Command("?", bytes(buffer[:1]), 1)
    if len(buffer) < 2:
        return 2
    name = _name(first, buffer[1])
    if name == "?":
        return Command("?", bytes(buffer[:2]), 2)
    rule = SIZES[name]
    if isinstance(rule, int):
        size = 2 + rule
    else:
        head = bytes(buffer[2:] if name in ("ESC &", "FS q") else buffer[2 : 2 + _HEAD])
        size = 2 + rule(head)
    if len(buffer) < size:
        return size
    return Command(name, bytes(buffer[2:size]), size)
