"""A document as the bytes of a Star printer in Star Line Mode.

Source: Star Micronics, Star Line Mode command specifications (ESC GS t, ESC i, ESC E/F, ESC GS a,
ESC a, ESC d, ESC b, ESC GS y, ESC BEL). Pictures are left out: each series has its own way.
"""

from __future__ import annotations

from pathlib import Path

from pos_desktop.hardware.printers.paper import paper_of
from pos_desktop.hardware.printers.plain_texts import PlainTexts, widest_module
from pos_desktop.hardware.profiles import PrinterProfile
from pos_desktop.receipts.document import Barcode, Cut, Document, Feed, PageSample, Qr
from pos_desktop.receipts.layout import Row, TextRow, lay_out

_INIT = b"\x1b@"
_FEED_MAX_LINES = 127
_BAR_DOTS = 80


class StarEncoder:
    """ReceiptEncoder for a profile with `language = "star"`; safe to use from any thread."""

    def __init__(self, profile: PrinterProfile, _cache_dir: Path | None = None) -> None:
        self.profile = profile
        self._settings = profile.printer
        self._plain = PlainTexts(profile.printer)
        self.paper = paper_of(profile)

    def warm_up(self) -> None:
        """Nothing is slow the first time."""

    def encode(self, document: Document) -> bytes:
        """Return the whole job: initialisation, rows, codes, feed and cut."""
        out = bytearray(_INIT + self._page(self._settings.codepage_number))
        if self._settings.font == "b":
            out += b"\x1b\x1eF\x01"
        bold, scale = False, 1
        for row in lay_out(self._plain.document(document), self._settings.columns):
            if not isinstance(row, TextRow):
                out += self._other(row)
                continue
            if row.scale != scale:
                scale = row.scale
                out += b"\x1bi" + bytes((scale - 1, scale - 1))
            if row.bold is not bold:
                bold = row.bold
                out += b"\x1bE" if bold else b"\x1bF"
            out += self._text(row)
        return bytes(out)

    def store_logo(self, _png: bytes) -> bytes:
        """Nothing: pictures are left out."""
        return b""

    @staticmethod
    def _page(number: int) -> bytes:
        return b"\x1b\x1dt" + bytes([number])

    def _text(self, row: TextRow) -> bytes:
        if row.sample is None:
            return row.text.rstrip(" ").encode(self._settings.codepage, "replace") + b"\n"
        return self._sample(row.text, row.sample)

    def _sample(self, text: str, sample: PageSample) -> bytes:
        shown = bytes(b for b in text.encode(sample.codec, "replace") if b >= 0x20)
        own = self._page(self._settings.codepage_number)
        return self._page(1) + self._page(sample.number) + shown + b"\n" + own

    def _other(self, row: Row) -> bytes:
        if isinstance(row, Feed):
            return b"\x1ba" + bytes([min(row.lines, _FEED_MAX_LINES)]) if row.lines > 0 else b""
        if isinstance(row, Cut):
            return self._cut()
        if isinstance(row, Qr):
            return _centred(self._qr(row)) if row.text else b""
        if isinstance(row, Barcode):
            # JAN/EAN-13, digits below and a line feed, modules of 3 dots.
            head = b"\x1bb\x03\x02\x02" + bytes([_BAR_DOTS])
            return _centred(head + row.digits.encode("ascii") + b"\x1e")
        return b""

    def _cut(self) -> bytes:
        """Cuts 2 and 3 feed past the knife by themselves."""
        if self._settings.cutter == "none":
            return b"\x1ba" + bytes([self._settings.feed_before_cut])
        return b"\x1bd" + (b"\x03" if self._settings.cutter == "partial" else b"\x02")

    def _qr(self, qr: Qr) -> bytes:
        data = qr.text.encode("utf-8", "replace")
        cells = min(max(1, qr.module_dots), 8, widest_module(qr.text, self._settings.dots))
        return b"".join(
            (
                b"\x1b\x1dyS0\x02",
                b"\x1b\x1dyS1\x01",
                b"\x1b\x1dyS2" + bytes([cells]),
                b"\x1b\x1dyD1\x00" + len(data).to_bytes(2, "little") + data,
                b"\x1b\x1dyP",
                b"\n",
            )
        )


def _centred(command: bytes) -> bytes:
    return b"\x1b\x1da\x01" + command + b"\x1b\x1da\x00"


def star_pulse(profile: PrinterProfile) -> bytes:
    """Return the bytes that open the drawer: its times in steps of 10 ms, then the pulse; the
    second drawer has a command of its own and a fixed time."""
    drawer = profile.drawer
    if drawer.pin == 1:
        return b"\x1a"
    steps = (min(127, max(1, ms // 10)) for ms in (drawer.on_ms, drawer.off_ms))
    return b"\x1b\x07" + bytes(steps) + b"\x07"
