"""A customer display that takes Epson's ESC/POS commands for displays (DM-D).

Source: command lists of Epson P07303 (page 21) and POS-X XP8200 (page 12); code pages of the Epson
DM-D110. Columns and rows count from 1.
"""

from __future__ import annotations

from .commands import Command, CommandReader
from .screen import CODE_PAGES, COLUMNS, ROWS, Screen

PRINTER_ONLY, DISPLAY_ONLY, BOTH = 1, 2, 3


def shared_commands(screen: Screen) -> dict[bytes, Command]:
    """Commands both command sets have."""
    return {
        b"\x08": Command(0, lambda _: screen.step(-1)),
        b"\x09": Command(0, lambda _: screen.step(1)),
        b"\x0a": Command(0, lambda _: screen.step_row(1)),
        b"\x0b": Command(0, lambda _: screen.move(0, 0)),
        b"\x0c": Command(0, lambda _: screen.clear()),
        b"\x0d": Command(0, lambda _: screen.move(0, screen.row)),
        b"\x18": Command(0, lambda _: screen.clear_row()),
        b"\x1f\x01": Command(0, lambda _: _mode(screen, "overwrite")),
        b"\x1f\x02": Command(0, lambda _: _mode(screen, "vertical")),
        b"\x1f\x03": Command(0, lambda _: _mode(screen, "horizontal")),
        b"\x1f\x0a": Command(0, lambda _: screen.step_row(-1)),
        b"\x1f\x0d": Command(0, lambda _: screen.move(COLUMNS - 1, screen.row)),
        b"\x1fB": Command(0, lambda _: screen.move(COLUMNS - 1, ROWS - 1)),
        b"\x1fE": Command(1, lambda p: _blink(screen, p[0])),
        b"\x1f@": Command(0, lambda _: None),
        b"\x1b@": Command(0, lambda _: screen.reset()),
        b"\x1b&": Command(0, lambda _: None, glyphs=True),
        b"\x1b?": Command(1, lambda _: None),
        b"\x1b%": Command(1, lambda _: None),
        b"\x1bt": Command(1, lambda p: choose_page(screen, p[0])),
        b"\x1bR": Command(1, lambda _: None),
        # Displays that can do both are told so; here it is always the set that was chosen.
        b"\x02\x05C": Command(0, lambda _: None, until=0x03),
    }


def choose_page(screen: Screen, number: int) -> bool:
    """`ESC t n`; False where the display has no such page."""
    codec = CODE_PAGES.get(number)
    if codec is not None:
        screen.code_page = codec
    return codec is not None


class EscposDisplay:
    """selected: bytes are meant for this display and not for the printer behind it (`ESC =`)."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.selected = True
        screen = self.screen
        self._reader = CommandReader(
            shared_commands(screen)
            | {
                b"\x1f$": Command(2, lambda p: screen.move(p[0] - 1, p[1] - 1)),
                b"\x1fC": Command(1, lambda p: show_cursor(screen, p[0])),
                b"\x1fX": Command(1, lambda p: screen.set_brightness(p[0])),
                b"\x1fr": Command(1, lambda p: _reverse(screen, p[0])),
                b"\x1f#": Command(2, lambda p: _mark(screen, p[0], p[1])),
                b"\x1f.": Command(1, lambda p: self._write(p[0])),
                b"\x1f,": Command(1, lambda p: self._write(p[0])),
                b"\x1f;": Command(1, lambda p: self._write(p[0])),
                b"\x1b=": Command(1, self._select),
            },
            self._write,
        )

    @property
    def unknown(self) -> list[bytes]:
        """Commands that were skipped."""
        return self._reader.unknown

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; a display has nothing to say."""
        self._reader.feed(data)
        return b""

    def idle(self) -> bytes:
        return b""

    def _write(self, byte: int) -> None:
        if self.selected:
            self.screen.write(byte)

    def _select(self, parameter: bytes) -> bool:
        chosen = selects_display(parameter[0])
        if chosen is not None:
            self.selected = chosen
        return chosen is not None


def selects_display(number: int) -> bool | None:
    """What `ESC = n` means for the display; None where it means nothing. Digits count, too."""
    chosen = number - 0x30 if number > 0x30 else number
    return {PRINTER_ONLY: False, DISPLAY_ONLY: True, BOTH: True}.get(chosen)


def show_cursor(screen: Screen, flag: int) -> bool:
    """0 or 1, or these as digits."""
    if flag not in (0, 1, 0x30, 0x31):
        return False
    screen.cursor_shown = flag in (1, 0x31)
    return True


def _mode(screen: Screen, mode: str) -> None:
    screen.write_mode = mode  # type: ignore[assignment]


def _blink(screen: Screen, half_period: int) -> None:
    """0 is steady, 255 dark, between them so many times 50 ms."""
    screen.blink = half_period


def _reverse(screen: Screen, flag: int) -> None:
    screen.reverse = bool(flag & 1)


def _mark(screen: Screen, flag: int, column: int) -> bool:
    if not 0 <= column <= COLUMNS:
        return False
    chosen = set(range(1, COLUMNS + 1)) if column == 0 else {column}
    screen.marks = screen.marks | chosen if flag & 1 else screen.marks - chosen
    return True
