"""A document as the bytes of an ESC/POS printer.

python-escpos makes the bytes of each command; its transports, its automatic code pages and its
prints to stdout are not used. The text of a job is in one code page, named at the start of the
job; no byte of any text is a control byte.
"""

from __future__ import annotations

import io
import logging
import os
import tempfile
import threading
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from pos_desktop.hardware.printers import escpos_requests
from pos_desktop.hardware.printers.paper import paper_of
from pos_desktop.hardware.printers.plain_texts import PlainTexts, widest_module
from pos_desktop.hardware.profiles import PrinterProfile
from pos_desktop.receipts.document import (
    Barcode,
    Cut,
    Document,
    Feed,
    Logo,
    PageSample,
    Qr,
)
from pos_desktop.receipts.layout import Row, TextRow, lay_out

_log = logging.getLogger(__name__)

LOGO_MAX_ROWS = 200
FEED_MAX_LINES = 15
# White around a QR code (ISO/IEC 18004 clause 9.1); the gap between two lines adds to it.
_QUIET_MODULES = 4
_PICKLE_DIR = "ESCPOS_CAPABILITIES_PICKLE_DIR"
_import_lock = threading.Lock()


def load_library(cache_dir: Path | None = None) -> Any:
    """Import python-escpos (0.1 to 1.4 s the first time) and return its printer module.

    cache_dir: where its table of printers is kept between starts. Safe to call from any thread;
    call it early in a background thread so that the first receipt need not wait.
    """
    with _import_lock:
        if _PICKLE_DIR not in os.environ:
            os.environ[_PICKLE_DIR] = str(_writable(cache_dir))
        root = logging.getLogger()
        handlers = list(root.handlers)
        try:
            from escpos import printer
        except Exception as error:  # noqa: BLE001 - whatever a half-written pickle raises
            # The library trusts its cache blindly: one cut short by a power cut must not end
            # printing for good.
            _log.warning("the cached printer table is made anew: %r", error)
            os.environ[_PICKLE_DIR] = tempfile.mkdtemp()
            for stale in (cache_dir or _user_cache()).glob("*.capabilities.pickle"):
                stale.unlink(missing_ok=True)
            from escpos import printer
        for handler in root.handlers[:]:
            # The library calls logging.basicConfig() when imported; the program sets up its own.
            if handler not in handlers:
                root.removeHandler(handler)
        return printer


def _user_cache() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("pos_desktop", appauthor=False) / "escpos"


def _writable(cache_dir: Path | None) -> Path:
    folder = cache_dir or _user_cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        folder = Path(tempfile.mkdtemp())
        _log.warning("printer table is not kept between starts: %s", error)
    return folder


class _OnePage:
    """The encoder that python-escpos asks for bytes: always the page of the profile."""

    def __init__(self, codec: str, number: int) -> None:
        self._codec = codec
        self._number = number

    def get_sequence(self, _encoding: str) -> int:
        return self._number

    def encode(self, text: str, _encoding: str) -> bytes:
        return text.encode(self._codec, "replace")


class EscposEncoder:
    """receipts.document.ReceiptEncoder for one printer profile; safe to use from any thread."""

    def __init__(
        self,
        profile: PrinterProfile,
        cache_dir: Path | None = None,
        *,
        stored_logo: bool = False,
    ) -> None:
        """stored_logo: print the picture that `store_logo` has put into the printer."""
        self.profile = profile
        self._settings = profile.printer
        self._cache_dir = cache_dir
        self._plain = PlainTexts(self._settings)
        self._stored_logo = stored_logo and self._settings.stored_logo
        self.paper = paper_of(profile, stored_logo=self._stored_logo)
        self._page = _OnePage(self._settings.codepage, self._settings.codepage_number)
        self._library_profile: Any = None
        self._raster = lru_cache(maxsize=4)(self._rastered_logo)

    def warm_up(self) -> None:
        """Import what encoding needs; see `load_library`."""
        self._new_printer()

    def drawer_pulse(self) -> bytes:
        """Return the bytes that open the cash drawer."""
        return escpos_requests.drawer_pulse(self.profile)

    def encode(self, document: Document) -> bytes:
        """Return the whole job: initialisation, rows, codes, feed and cut."""
        out = self._new_printer()
        out.hw("INIT")
        if self._settings.kanji_off:
            # Some Chinese printers start in two-byte mode and ignore ESC t until they leave it.
            out._raw(b"\x1c.")
        out.charcode(self._settings.codepage)
        if self._settings.font == "b":
            out._raw(b"\x1bM\x01")
        rows = lay_out(self._plain.document(document), self._settings.columns)
        self._write_rows(out, rows)
        return bytes(out.output)

    def _write_rows(self, out: Any, rows: list[Row]) -> None:
        bold, scale = False, 1
        for row in rows:
            if isinstance(row, TextRow):
                if row.bold is not bold or row.scale != scale:
                    bold, scale = self._set_style(out, row, bold, scale)
                if row.sample is not None:
                    self._write_sample(out, row.text, row.sample)
                else:
                    out.text(row.text.rstrip(" ") + "\n")
            elif isinstance(row, Feed):
                if row.lines > 0:
                    out.print_and_feed(min(row.lines, FEED_MAX_LINES))
            elif isinstance(row, Cut):
                self._write_cut(out)
            else:
                self._write_centred(out, row)

    def _write_sample(self, out: Any, text: str, sample: PageSample) -> None:
        """One row under another code page, then back to the printer's own. A number that the
        printer does not know leaves it at page 0, which has no Cyrillic letters."""
        row = bytes(b for b in text.encode(sample.codec, "replace") if b >= 0x20)
        own = self._settings.codepage_number
        page = b"\x1bt\x00\x1bt" + bytes([sample.number])
        out._raw(page + row + b"\n\x1bt" + bytes([own]))

    @staticmethod
    def _set_style(out: Any, row: TextRow, bold: bool, scale: int) -> tuple[bool, int]:
        if row.scale != scale:
            out.set(custom_size=True, width=row.scale, height=row.scale)
        if row.bold is not bold:
            out.set(bold=row.bold)
        return row.bold, row.scale

    def _write_centred(self, out: Any, row: Qr | Barcode | Logo) -> None:
        out.set(align="center")
        if isinstance(row, Qr):
            self._write_qr(out, row)
        elif isinstance(row, Barcode):
            # Its public name prints a line to stdout each time.
            out._hw_barcode(row.digits, "EAN13", 80, 3, "BELOW", "A", False, "A")
        else:
            out._raw(self._raster(row.png) if not self._stored_logo else print_logo(row.png))
        out.set(align="left")

    def _write_qr(self, out: Any, qr: Qr) -> None:
        if not qr.text:
            return
        if self._settings.qr == "native":
            from escpos.constants import QR_ECLEVEL_M

            size = min(max(1, qr.module_dots), 16, widest_module(qr.text, self._settings.dots))
            # The printer leaves no margin: letters or bars that touch the code make it unreadable.
            margin = b"\x1bJ" + bytes([_QUIET_MODULES * size])
            out._raw(margin)
            out.qr(qr.text, ec=QR_ECLEVEL_M, size=size, native=True)
            out._raw(margin)
        else:
            out._raw(self._rastered_qr(qr))

    def _rastered_qr(self, qr: Qr) -> bytes:
        import segno
        from PIL import Image

        code = segno.make_qr(qr.text.encode("utf-8", "replace"), error="m", boost_error=False)
        side = code.symbol_size(scale=1, border=2)[0]
        scale = max(1, min(qr.module_dots, self._settings.dots // side))
        buffer = io.BytesIO()
        code.save(buffer, kind="png", scale=scale, border=2)
        picture: Any = Image.open(buffer)
        return self._raster_of(picture)

    def _rastered_logo(self, png: bytes) -> bytes:
        if self._settings.image == "none":
            return b""
        picture = self._logo_picture(png)
        return b"" if picture is None else self._raster_of(picture)

    def store_logo(self, png: bytes) -> bytes:
        """Return the job that puts the picture into the printer's memory, b"" where it has none or
        the file is no picture. A memory lasts some ten thousand writes: only a person asks for it.
        """
        picture = self._logo_picture(png) if self._settings.stored_logo else None
        if picture is None:
            return b""
        self.warm_up()  # the library's parts are imported as load_library wants it
        from escpos.image import EscposImage

        image = EscposImage(picture)
        width, height = image.width_bytes * 8, image.height
        sizes = width.to_bytes(2, "little") + height.to_bytes(2, "little")
        data = b"0C0" + logo_key(png) + b"\x01" + sizes + b"1" + image.to_raster_format()
        if len(data) > 0xFFFF:
            return b""
        head = b"\x1b@\x1d(L" + len(data).to_bytes(2, "little")
        return head + without_realtime_commands(data) + print_logo(png) + b"\n"

    def _logo_picture(self, png: bytes) -> Any:
        """The picture as wide and high as a receipt allows; None where the file is none."""
        from PIL import Image

        try:
            picture: Any = Image.open(io.BytesIO(png))
            picture.thumbnail((self._settings.dots, LOGO_MAX_ROWS))
            return picture
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            # A receipt without its logo is better than none.
            _log.warning("the logo cannot be printed: %s", error)
            return None

    def _raster_of(self, picture: Any) -> bytes:
        out = self._new_printer()
        out.image(picture, fragment_height=self._settings.image_rows)
        return without_realtime_commands(bytes(out.output))

    def _write_cut(self, out: Any) -> None:
        if self._settings.feed_before_cut:
            out.print_and_feed(self._settings.feed_before_cut)
        if self._settings.cutter != "none":
            out._raw(b"\x1dV\x01" if self._settings.cutter == "partial" else b"\x1dV\x00")

    def _new_printer(self) -> Any:
        library = load_library(self._cache_dir)
        if self._library_profile is None:
            self._library_profile = _library_profile(self.profile)
        return library.Dummy(
            profile=self._library_profile, magic_encode_args={"encoder": self._page}
        )


def logo_key(png: bytes) -> bytes:
    """Return the two letters under which a printer keeps this picture: another picture has others,
    so a printer that was given an older one prints none instead of it."""
    number = zlib.crc32(png)
    return bytes((0x41 + number % 26, 0x41 + number // 26 % 26))


def print_logo(png: bytes) -> bytes:
    """Return GS ( L, function 69: print a stored picture; nothing where the printer has it not."""
    return b"\x1d(L\x06\x000E" + logo_key(png) + b"\x01\x01"


def _library_profile(profile: PrinterProfile) -> Any:
    """Return our profile in the shape python-escpos takes."""
    from escpos.capabilities import Profile

    printer = profile.printer
    made = Profile(columns=printer.columns, features={"barcodeA": True})
    made.profile_data = {
        "name": profile.id,
        "media": {"width": {"pixels": printer.dots, "mm": printer.paper_mm}, "dpi": printer.dpi},
        "fonts": {"0": {"columns": printer.columns_a}},
        "codePages": {str(printer.codepage_number): printer.codepage},
    }
    return made


def without_realtime_commands(raster: bytes) -> bytes:
    """Return picture data that holds no DLE EOT, DLE ENQ or DLE DC4.

    Printers obey those three inside picture data too: a grey gradient once opened the drawer. The
    byte 0x10 is one black dot between white ones, so that dot is left out.
    """
    for second in (b"\x04", b"\x05", b"\x14"):
        raster = raster.replace(b"\x10" + second, b"\x00" + second)
    return raster
