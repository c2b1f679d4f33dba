"""TSPL commands -> marks on a label. A command that this printer does not know or cannot obey is
an error in `errors`: a real printer swallows it, a test must not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Literal

from pos_desktop.simulators.escpos_codes import CodeRefusedError, bar_modules, qr_modules

from .marks import (
    FONT_CELLS,
    AreaMark,
    BoxMark,
    CodeMark,
    Mark,
    PictureMark,
    PrintedLabel,
    Rotation,
    TextMark,
    wrapped,
)
from .tspl_commands import Line, RawPicture

MAX_ERRORS = 1_000
CODE_PAGES = {
    "437": "cp437", "850": "cp850", "852": "cp852", "860": "cp860", "863": "cp863", "865": "cp865",
    "866": "cp866", "1250": "cp1250", "1251": "cp1251", "1252": "cp1252", "1253": "cp1253",
    "1254": "cp1254", "UTF-8": "utf-8",
}  # fmt: skip
# Type of `BARCODE` -> number of the same code in `escpos_codes.bar_modules`.
BAR_CODES = {"UPCA": 65, "EAN13": 67, "EAN8": 68, "39": 69, "25": 70, "128": 73, "EAN128": 74}
# They move paper, warm the head or beep; nothing of it is on the label.
MECHANICS = {
    "GAP", "BLINE", "OFFSET", "SPEED", "DENSITY", "SHIFT", "COUNTRY", "SET", "FEED", "BACKFEED",
    "BACKUP", "FORMFEED", "HOME", "CUT", "SOUND", "DELAY", "LIMITFEED", "SELFTEST", "EOP",
}  # fmt: skip
_ROTATIONS: dict[int, Rotation] = {0: 0, 90: 90, 180: 180, 270: 270}
_ALIGNS: dict[int, Literal["left", "centre", "right"]] = {
    0: "left", 1: "left", 2: "centre", 3: "right",
}  # fmt: skip


class BadCommand(ValueError):  # noqa: N818 it is reported, never raised out of the printer
    """Parameters that make no sense."""


class LabelReader:
    """dots_per_mm: 8 at 203 dpi, 12 at 300. on_print gets each label that comes out. codec: of
    texts, to be read by whoever decodes them."""

    def __init__(self, on_print: Callable[[PrintedLabel], None], *, dots_per_mm: int = 8) -> None:
        self.dots_per_mm = dots_per_mm
        self.errors: list[str] = []
        self.codec = "cp437"
        self._on_print = on_print
        self._commands: dict[str, Callable[[Line], None]] = {
            "SIZE": self._size,
            "DIRECTION": self._direction_is,
            "REFERENCE": self._reference,
            "CODEPAGE": self._code_page,
            "CLS": lambda line: self._marks.clear(),
            "TEXT": self._text,
            "BLOCK": self._block,
            "BARCODE": self._bar_code,
            "QRCODE": self._qr_code,
            "BAR": lambda line: self._area(line, "black"),
            "ERASE": lambda line: self._area(line, "white"),
            "REVERSE": lambda line: self._area(line, "reverse"),
            "BOX": self._box,
            "PRINT": self._print,
        }
        self.reset()

    def reset(self) -> None:
        """As after power-on."""
        self.codec = "cp437"
        self._width = self._height = 0
        self._direction = 0
        self._origin = (0, 0)
        self._marks: list[Mark] = []

    def take(self, line: Line) -> None:
        """Obey one command."""
        if line.name in MECHANICS:
            return
        command = self._commands.get(line.name)
        if command is None:
            self.error(f"{line.name} is not known here")
            return
        try:
            command(line)
        except (BadCommand, CodeRefusedError) as error:
            self.error(f"{line.name}: {error}")

    def take_picture(self, picture: RawPicture) -> None:
        if picture.mode not in (0, 1, 2):
            self.error(f"BITMAP: mode {picture.mode}")
            return
        x, y = self._at(picture.x, picture.y)
        width, height = picture.width_bytes, picture.height
        self._marks.append(PictureMark(x, y, width, height, picture.mode, picture.data))

    def error(self, text: str) -> None:
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(text)

    # The label.

    def _size(self, line: Line) -> None:
        if not 1 <= len(line.parameters) <= 2:
            raise BadCommand("takes width and height")
        sizes = [self._length(text) for text in line.parameters]
        self._width = sizes[0]
        self._height = sizes[1] if len(sizes) == 2 else self._height

    def _length(self, text: str) -> int:
        """Dots from "58mm", "464dot" or inches."""
        number = text.removesuffix("mm").removesuffix("dot")
        unit = text[len(number) :]
        try:
            value = Decimal(number)
        except InvalidOperation:
            raise BadCommand(f"{text!r} is no length") from None
        factor = {"mm": Decimal(self.dots_per_mm), "dot": Decimal(1)}
        return int(value * factor.get(unit, Decimal("25.4") * self.dots_per_mm))

    def _direction_is(self, line: Line) -> None:
        self._direction = _numbers(line, 1)[0]

    def _reference(self, line: Line) -> None:
        x, y = _numbers(line, 2)
        self._origin = (x, y)

    def _code_page(self, line: Line) -> None:
        name = line.parameters[0].upper() if line.parameters else ""
        if name not in CODE_PAGES:
            raise BadCommand(f"{name!r} is not there")
        self.codec = CODE_PAGES[name]

    def _print(self, line: Line) -> None:
        counts = _numbers(line, 1)
        copies = counts[0] * (counts[1] if len(counts) > 1 else 1)
        if not self._width or not self._height:
            raise BadCommand("before SIZE")
        if copies < 1:
            raise BadCommand(f"{copies} copies")
        marks = tuple(self._marks)
        self._on_print(PrintedLabel(self._width, self._height, copies, self._direction, marks))

    # What is on it.

    def _text(self, line: Line) -> None:
        # x, y, font, rotation, magnification across and down, then an alignment or not, the text.
        given = line.parameters
        if len(given) not in (7, 8):
            raise BadCommand("takes seven or eight parameters")
        x, y = self._at(*_ints(given[:2]))
        turn, across, down = _ints(given[3:6])
        align = _ALIGNS.get(_ints(given[6:7])[0], "left") if len(given) == 8 else "left"
        cell = self._cell(given[2], across, down)
        self._marks.append(TextMark(x, y, (given[-1],), cell, _rotation(turn), align))

    def _block(self, line: Line) -> None:
        # x, y, width, height, font, rotation, magnifications, then spacing and alignment or not.
        given = line.parameters
        if not 9 <= len(given) <= 12:
            raise BadCommand("takes nine parameters or more")
        x, y, width, height = _ints(given[:4])
        turn, across, down = _ints(given[5:8])
        more = _ints(given[8:-1])
        spacing = more[0] if more else 0
        align = _ALIGNS.get(more[1], "left") if len(more) > 1 else "left"
        cell = self._cell(given[4], across, down)
        lines = wrapped(given[-1], max(1, width // cell[0]))
        lines = lines[: max(1, (height + spacing) // (cell[1] + spacing))]
        if align != "left":
            x += width // 2 if align == "centre" else width
        at = self._at(x, y)
        self._marks.append(TextMark(*at, tuple(lines), cell, _rotation(turn), align, spacing))

    def _cell(self, font: str, across: int, down: int) -> tuple[int, int]:
        if font in FONT_CELLS:
            if not (1 <= across <= 10 and 1 <= down <= 10):
                raise BadCommand(f"magnification {across}x{down}")
            width, height = FONT_CELLS[font]
            return width * across, height * down
        # Font 0 and fonts from files are scalable: magnifications are sizes in points.
        if font == "0" or font.upper().endswith((".TTF", ".EFT")):
            dpi = self.dots_per_mm * 25.4
            return max(1, int(across * dpi / 72 * 0.5)), max(1, int(down * dpi / 72))
        raise BadCommand(f"font {font!r} is not there")

    def _bar_code(self, line: Line) -> None:
        # x, y, type, height, digits, rotation, narrow, wide, then an alignment or not, the data.
        given = line.parameters
        if len(given) not in (9, 10):
            raise BadCommand("takes nine or ten parameters")
        x, y = self._at(*_ints(given[:2]))
        height, digits, turn, narrow = _ints(given[3:7])
        kind = given[2].upper()
        if kind not in BAR_CODES:
            raise BadCommand(f"code {kind} is not drawn here")
        data = given[-1].encode("ascii", "replace")
        code = bar_modules(BAR_CODES[kind], b"{B" + data if "128" in kind else data)
        self._marks.append(
            CodeMark(
                x, y, code.kind, code.payload, code.rows, max(1, narrow), height,
                _rotation(turn), digits > 0,
            )
        )  # fmt: skip

    def _qr_code(self, line: Line) -> None:
        # x, y, level, dots of a module, mode, rotation, options, the data.
        given = line.parameters
        if len(given) < 7:
            raise BadCommand("takes seven parameters or more")
        x, y = self._at(*_ints(given[:2]))
        level = given[2].upper()
        if level not in ("L", "M", "Q", "H"):
            raise BadCommand(f"level {level!r}")
        module = _ints(given[3:4])[0]
        turn = _ints(given[5:6])[0]
        code = qr_modules(given[-1].encode(self.codec, "replace"), level)
        self._marks.append(
            CodeMark(x, y, code.kind, code.payload, code.rows, module, 0, _rotation(turn))
        )

    def _area(self, line: Line, ink: Literal["black", "white", "reverse"]) -> None:
        x, y, width, height = _numbers(line, 4)
        self._marks.append(AreaMark(*self._at(x, y), width, height, ink))

    def _box(self, line: Line) -> None:
        x, y, x_end, y_end, thickness = _numbers(line, 5)[:5]
        self._marks.append(BoxMark(*self._at(x, y), *self._at(x_end, y_end), thickness))

    def _at(self, x: int, y: int) -> tuple[int, int]:
        return x + self._origin[0], y + self._origin[1]


def _ints(texts: tuple[str, ...]) -> list[int]:
    try:
        return [int(text) for text in texts]
    except ValueError:
        raise BadCommand(f"{', '.join(texts)}: no whole numbers") from None


def _numbers(line: Line, at_least: int) -> list[int]:
    if len(line.parameters) < at_least:
        raise BadCommand(f"takes {at_least} numbers")
    return _ints(line.parameters)


def _rotation(turn: int) -> Rotation:
    if turn not in _ROTATIONS:
        raise BadCommand(f"rotation {turn}")
    return _ROTATIONS[turn]
