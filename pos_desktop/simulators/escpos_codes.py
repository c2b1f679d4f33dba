"""Bar codes and QR codes as modules, the way `GS k` and `GS ( k` ask for them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

import segno

# `GS k` m of form A is 0..6 and of form B 65..71 for the same symbologies.
KINDS = ("UPC-A", "UPC-E", "EAN13", "EAN8", "CODE39", "ITF", "CODABAR", "CODE93", "CODE128", "GS1")


class CodeRefusedError(ValueError):
    """The printer prints nothing for this data; it says so to nobody."""


class Modules(NamedTuple):
    """A code ready to draw: what a reader gives back, and rows of "1" (black) and "0"."""

    kind: str
    payload: str
    rows: tuple[str, ...]


def text_of(data: bytes) -> str:
    """Read code data as a scanner would: UTF-8 if it is that, else ISO 8859-1 (ISO 18004)."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def qr_modules(data: bytes, level: str) -> Modules:
    """Encode a QR code; level is "L", "M", "Q" or "H". CodeRefusedError when it cannot hold it."""
    try:
        code = segno.make_qr(data, error=level.lower(), boost_error=False)
    except (ValueError, segno.DataOverflowError) as error:
        raise CodeRefusedError(str(error)) from error
    rows = tuple("".join("1" if bit else "0" for bit in row) for row in code.matrix)
    return Modules("QR", text_of(data), rows)


def bar_modules(m: int, data: bytes) -> Modules:
    """Encode the data of `GS k m`; CodeRefusedError for data that the symbology does not take."""
    index = m - 65 if m >= 65 else m
    if not 0 <= index < len(KINDS):
        raise CodeRefusedError(f"GS k {m}")
    kind = KINDS[index]
    if kind in ("CODE128", "GS1"):
        return _code128(data)
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError as error:
        raise CodeRefusedError(f"{kind}: not ASCII") from error
    return _library_code(kind, text)


def _library_code(kind: str, text: str) -> Modules:
    from barcode import CODABAR, EAN8, EAN13, ITF, UPCA, Code39
    from barcode.errors import BarcodeError

    makers: dict[str, tuple[Callable[[str], Any], int]] = {
        "EAN13": (EAN13, 12),
        "EAN8": (EAN8, 7),
        "UPC-A": (UPCA, 11),
        "CODE39": (lambda value: Code39(value, add_checksum=False), 0),
        "ITF": (ITF, 0),
        "CODABAR": (CODABAR, 0),
    }
    if kind not in makers:
        raise CodeRefusedError(f"{kind} is not known to this printer")
    maker, digits = makers[kind]
    if digits and not (text.isdigit() and len(text) in (digits, digits + 1)):
        raise CodeRefusedError(f"{kind} takes {digits} digits and a check digit")
    try:
        code = maker(text)
        rows = tuple(code.build())
    except (BarcodeError, ValueError, KeyError, IndexError) as error:
        raise CodeRefusedError(f"{kind}: {error}") from error
    payload = code.get_fullcode() if digits else text
    if digits and len(text) == digits + 1 and payload != text:
        raise CodeRefusedError(f"{kind}: the check digit of {text} is wrong")
    return Modules(kind, payload, rows)


def _code128(data: bytes) -> Modules:
    """Encode `{B...` data: a code set selector comes first, `{{` is a brace, `{1` is FNC1."""
    from barcode.charsets import code128

    if data[:1] != b"{" or data[1:2] not in (b"A", b"B", b"C"):
        raise CodeRefusedError("CODE128 data starts with {A, {B or {C")
    current = chr(data[1])
    values = [code128.START_CODES[current]]
    payload = ""
    rest = data[2:]
    while rest:
        if rest[:1] == b"{" and rest[1:2] in (b"A", b"B", b"C"):
            current = chr(rest[1])
            values.append({"A": 101, "B": 100, "C": 99}[current])
            rest = rest[2:]
        elif rest[:2] == b"{1":
            values.append(102)
            # FNC1 in the first place says "GS1"; elsewhere a reader gives it back as GS.
            payload += "\x1d" if payload else ""
            rest = rest[2:]
        elif current == "C":
            if rest[0] > 99:
                raise CodeRefusedError("CODE128 code set C takes bytes 0..99")
            values.append(rest[0])
            payload += f"{rest[0]:02d}"
            rest = rest[1:]
        else:
            taken = 2 if rest[:2] == b"{{" else 1
            char = chr(rest[0])
            table = code128.A if current == "A" else code128.B
            if rest[0] > 127 or char not in table:
                raise CodeRefusedError(f"CODE128 code set {current} has no {char!r}")
            values.append(table[char])
            payload += char
            rest = rest[taken:]
    return Modules("CODE128", payload, (_code128_bars(values),))


def _code128_bars(values: list[int]) -> str:
    from barcode.charsets import code128

    weights = itertools.chain((1,), itertools.count(1))
    check = sum(weight * value for weight, value in zip(weights, values, strict=False)) % 103
    # The stop pattern of the table lacks its closing two-module bar.
    bars: list[str] = [code128.CODES[value] for value in [*values, check]]
    return "".join(bars) + str(code128.STOP) + "11"
