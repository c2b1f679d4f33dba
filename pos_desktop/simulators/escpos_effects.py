"""Commands of ESC/POS that change style or put something on the paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from .escpos_codes import CodeRefusedError, bar_modules, qr_modules
from .escpos_commands import Command
from .escpos_items import Picture
from .escpos_typesetter import DEFAULT_SPACING_DOTS, Align, Typesetter

# Code page numbers of Epson's TM series; clones disagree, so a printer may be given its own.
EPSON_CODEPAGES = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    34: "cp855",
    44: "cp1125",
    45: "cp1250",
    46: "cp1251",
    47: "cp1253",
    48: "cp1254",
}
_ALIGNS: dict[int, Align] = {0: "left", 1: "centre", 2: "right"}
_QR_LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}


class Effects:
    """Runs one command on the typesetter.

    codepages: `ESC t` number to Python codec name. starts_in_kanji: the printer pairs bytes from
    0x81 up until `FS .`, as many Chinese clones do. refused: codes that could not be printed.
    """

    def __init__(
        self, setter: Typesetter, codepages: dict[int, str], *, starts_in_kanji: bool
    ) -> None:
        self._setter = setter
        self._codepages = codepages
        self._starts_in_kanji = starts_in_kanji
        self.refused: list[str] = []
        # Pictures in the printer's memory by their two letters: neither ESC @ nor power ends them.
        self._kept: dict[bytes, Picture] = {}
        self.reset()
        self._table: dict[str, Callable[[bytes], bool | None]] = {
            "NUL": lambda p: None,
            "LF": lambda p: setter.end_line(),
            "HT": lambda p: setter.tab(),
            "CAN": lambda p: setter.clear_line(),
            "ESC t": self._codepage,
            "FS .": lambda p: self._kanji_mode(False),
            "FS &": lambda p: self._kanji_mode(True),
            "ESC a": self._align,
            "ESC !": self._print_mode,
            "ESC E": lambda p: self._style(bold=bool(p[0] & 1)),
            "ESC G": lambda p: self._style(bold=bool(p[0] & 1)),
            "ESC -": lambda p: self._style(underline_dots=p[0] % 48 if p[0] % 48 <= 2 else 0),
            "ESC M": lambda p: self._style(font="B" if p[0] in (1, 49) else "A"),
            "ESC {": lambda p: self._style(upside_down=bool(p[0] & 1)),
            "GS !": lambda p: self._style(width=((p[0] >> 4) & 7) + 1, height=(p[0] & 7) + 1),
            "GS B": lambda p: self._style(inverse=bool(p[0] & 1)),
            "ESC d": lambda p: setter.feed_lines(p[0]),
            "ESC J": lambda p: setter.feed(p[0]),
            "ESC 2": lambda p: self._spacing(DEFAULT_SPACING_DOTS),
            "ESC 3": lambda p: self._spacing(p[0]),
            "ESC  ": lambda p: setattr(setter, "letter_spacing", p[0]),
            "ESC D": lambda p: setattr(setter, "tab_columns", list(p[:-1])),
            "ESC $": lambda p: setter.move_to(p[0] + 256 * p[1]),
            "ESC \\": lambda p: setter.move_by(int.from_bytes(p, "little", signed=True)),
            "GS L": lambda p: setattr(setter, "left_margin", p[0] + 256 * p[1]),
            "GS W": lambda p: setattr(setter, "area_width", p[0] + 256 * p[1]),
            "GS h": lambda p: setattr(setter, "bar_height_dots", max(1, p[0])),
            "GS w": lambda p: setattr(setter, "module_dots", min(6, max(1, p[0]))),
            "GS H": lambda p: setattr(setter, "label_place", p[0] % 48 & 3),
            "GS f": lambda p: setattr(setter, "label_font", "B" if p[0] in (1, 49) else "A"),
            "GS k": self._barcode,
            "GS v": self._raster,
            "ESC *": self._bit_image,
            "GS (": lambda p: self._extended(p[:1], p[3:]),
            "GS 8": lambda p: self._extended(p[:1], p[5:]),
        }

    def reset(self) -> None:
        """Return to power-on settings (`ESC @`)."""
        self._setter.reset()
        self._encoding = self._codepages.get(0, "cp437")
        self.kanji = self._starts_in_kanji
        self._qr_module_dots = 3
        self._qr_level = "L"
        self._qr_data = b""
        self._graphics: Picture | None = None

    def run(self, command: Command) -> bool:
        """Do it; False when this command (or this parameter of it) is not known."""
        if command.name == "text":
            self._put(command.params)
            return True
        action = self._table.get(command.name)
        return action is None or action(command.params) is not False

    def _put(self, data: bytes) -> None:
        if len(data) == 2:
            self._setter.put(data.decode("gb18030", "replace")[:1], cells=2)
        else:
            self._setter.put(data.decode(self._encoding, "replace"))

    def _style(self, **changes: object) -> None:
        self._setter.style = replace(self._setter.style, **changes)  # type: ignore[arg-type]

    def _spacing(self, dots: int) -> None:
        self._setter.line_spacing = dots

    def _kanji_mode(self, on: bool) -> None:
        self.kanji = on

    def _codepage(self, p: bytes) -> bool:
        if p[0] not in self._codepages:
            return False
        self._encoding = self._codepages[p[0]]
        return True

    def _align(self, p: bytes) -> bool:
        if p[0] % 48 not in _ALIGNS:
            return False
        self._setter.align = _ALIGNS[p[0] % 48]
        return True

    def _print_mode(self, p: bytes) -> None:
        self._style(
            font="B" if p[0] & 1 else "A",
            bold=bool(p[0] & 0x08),
            height=2 if p[0] & 0x10 else 1,
            width=2 if p[0] & 0x20 else 1,
            underline_dots=1 if p[0] & 0x80 else 0,
        )

    def _barcode(self, p: bytes) -> None:
        data = p[2:] if p[0] >= 65 else p[1:-1]
        try:
            modules = bar_modules(p[0], data)
        except CodeRefusedError as error:
            self.refused.append(str(error))
            return
        setter = self._setter
        if not setter.symbol(
            modules, module_dots=setter.module_dots, bar_height_dots=setter.bar_height_dots
        ):
            self.refused.append(f"{modules.kind} is wider than the paper")

    def _raster(self, p: bytes) -> bool:
        """`GS v 0 m xL xH yL yH d...`; m bit 0 doubles the width, bit 1 the height."""
        if p[0] != 0x30:
            return False
        wide, tall = p[2] + 256 * p[3], p[4] + 256 * p[5]
        if wide and tall:
            scale = p[1] % 48
            picture = Picture(0, wide * 8, tall, p[6:], 1 + (scale & 1), 1 + (scale >> 1 & 1))
            self._setter.raster(picture)
        return True

    def _bit_image(self, p: bytes) -> bool:
        """`ESC * m nL nH d...`: columns from the left, most significant bit on top."""
        if p[0] not in (0, 1, 32, 33):
            return False
        columns = p[1] + 256 * p[2]
        if columns:
            dots = 24 if p[0] >= 32 else 8
            upright = Image.frombytes("1", (dots, columns), p[3:])
            rows = upright.transpose(Image.Transpose.TRANSPOSE).tobytes()
            x_scale = 1 if p[0] & 1 else 2
            # Eight dots stand as tall as twenty-four.
            self._setter.put_picture(Picture(0, columns, dots, rows, x_scale, 24 // dots))
        return True

    def _extended(self, group: bytes, data: bytes) -> bool:
        """`GS ( k` and `GS ( L`; the other groups are the printer's own."""
        if group == b"k":
            return self._qr(data)
        if group == b"L":
            return self._stored_graphics(data)
        return True

    def _qr(self, data: bytes) -> bool:
        if len(data) < 3 or data[0] != 0x31:
            return False
        function, value = data[1], data[2]
        if function == 67:
            self._qr_module_dots = min(16, max(1, value))
        elif function == 69:
            self._qr_level = _QR_LEVELS.get(value, "L")
        elif function == 80:
            self._qr_data = data[3:]
        elif function == 81 and self._qr_data:
            self._print_qr()
        return function in (65, 67, 69, 80, 81, 82)

    def _print_qr(self) -> None:
        try:
            modules = qr_modules(self._qr_data, self._qr_level)
        except CodeRefusedError as error:
            self.refused.append(str(error))
            return
        if not self._setter.symbol(modules, module_dots=self._qr_module_dots, bar_height_dots=0):
            self.refused.append("QR is wider than the paper")

    def _stored_graphics(self, data: bytes) -> bool:
        """`GS ( L` function 112 takes a raster picture, functions 2 and 50 print it; 67 keeps one
        for good, 66 forgets it and 69 prints it."""
        if len(data) < 2:
            return False
        if data[1] in (66, 67, 69):
            return self._kept_graphics(data)
        if data[1] == 112 and len(data) >= 10:
            wide, tall = data[6] + 256 * data[7], data[8] + 256 * data[9]
            rows = data[10:].ljust((wide + 7) // 8 * tall, b"\0")
            if wide and tall:
                self._graphics = Picture(0, wide, tall, rows, max(1, data[3]), max(1, data[4]))
        elif data[1] in (2, 50) and self._graphics is not None:
            self._setter.raster(self._graphics)
            self._graphics = None
        return True

    def _kept_graphics(self, data: bytes) -> bool:
        if data[1] == 67 and len(data) >= 11:
            wide, tall = data[6] + 256 * data[7], data[8] + 256 * data[9]
            rows = data[11:].ljust((wide + 7) // 8 * tall, b"\0")
            self._kept[data[3:5]] = Picture(0, wide, tall, rows)
        elif data[1] == 66:
            self._kept.pop(data[2:4], None)
        elif data[1] == 69 and (kept := self._kept.get(data[2:4])):
            self._setter.raster(replace(kept, x_scale=data[4], y_scale=data[5]))
        return True
