"""A customer display in CD5220 mode (Firich, Aures OCD, Partner and most others).

Source: command lists of the CD5220 (pages 15 to 17), Epson P07303 (page 20) and POS-X XP8200
(page 19). `ESC Q A` and `ESC Q B` bring it into string mode; in it nothing but they, CLR and CAN is
taken, which many a host forgets.
"""

from __future__ import annotations

from .commands import Command, CommandReader
from .escpos_display import selects_display, shared_commands, show_cursor
from .screen import COLUMNS, ROWS, Screen, WriteMode

CR = 0x0D
RUSSIA = ord("R")
TAKEN_IN_STRING_MODE = (b"\x1bQ", b"\x0c", b"\x18", b"\x1b=")


class Cd5220:
    """string_mode: only whole lines are taken now. ignored: commands that came in it."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.selected = True
        self.string_mode = False
        self.ignored = 0
        self.scrolling = b""
        commands = self._commands()
        for name, command in commands.items():
            if name[:2] not in TAKEN_IN_STRING_MODE and name not in TAKEN_IN_STRING_MODE:
                commands[name] = self._barred(command)
        self._reader = CommandReader(commands, self._write)

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

    def _commands(self) -> dict[bytes, Command]:
        screen = self.screen
        right, bottom = COLUMNS - 1, ROWS - 1
        return shared_commands(screen) | {
            b"\x0c": Command(0, lambda _: self._leave_strings(screen.clear)),
            b"\x18": Command(0, lambda _: self._leave_strings(screen.clear_row)),
            b"\x1bQA": Command(0, lambda p: self._line(0, p), until=CR),
            b"\x1bQB": Command(0, lambda p: self._line(1, p), until=CR),
            b"\x1bQD": Command(0, self._scroll, until=CR),
            b"\x1buA": Command(0, self._both_rows, until=CR),
            b"\x1b\x11": Command(0, lambda _: self._mode("overwrite")),
            b"\x1b\x12": Command(0, lambda _: self._mode("vertical")),
            b"\x1b\x13": Command(0, lambda _: self._mode("horizontal")),
            b"\x1b[A": Command(0, lambda _: screen.step_row(-1)),
            b"\x1b[B": Command(0, lambda _: screen.step_row(1)),
            b"\x1b[C": Command(0, lambda _: screen.step(1)),
            b"\x1b[D": Command(0, lambda _: screen.step(-1)),
            b"\x1b[H": Command(0, lambda _: screen.move(0, 0)),
            b"\x1b[L": Command(0, lambda _: screen.move(0, screen.row)),
            b"\x1b[R": Command(0, lambda _: screen.move(right, screen.row)),
            b"\x1b[K": Command(0, lambda _: screen.move(right, bottom)),
            b"\x1bl": Command(2, lambda p: screen.move(p[0] - 1, p[1] - 1)),
            b"\x1bW": Command(4, lambda _: None),
            b"\x1b*": Command(1, lambda p: screen.set_brightness(p[0])),
            b"\x1b_": Command(1, lambda p: show_cursor(screen, p[0])),
            b"\x1bf": Command(1, self._font),
            b"\x1bc": Command(1, self._font),
            b"\x1b=": Command(1, self._select),
            b"\x1bs": Command(1, lambda _: None),
            b"\x1bd": Command(1, lambda _: None),
            b"\x1b#": Command(1, lambda _: None),
        }

    def _barred(self, command: Command) -> Command:
        def act(parameters: bytes) -> object:
            if self.string_mode:
                self.ignored += 1
                return None
            return command.act(parameters)

        return Command(command.parameters, act, command.until, command.glyphs)

    def _write(self, byte: int) -> None:
        if self.string_mode:
            self.ignored += 1
        elif self.selected:
            self.screen.write(byte)

    def _line(self, row: int, parameters: bytes) -> None:
        if self.selected:
            self.string_mode = True
            self.scrolling = b"" if row == 0 else self.scrolling
            self.screen.write_line(row, parameters[:-1])

    def _both_rows(self, parameters: bytes) -> None:
        """The UTC command set's way: 40 characters at once."""
        if self.selected:
            text = parameters[:-1]
            self.screen.write_line(0, text[:COLUMNS])
            self.screen.write_line(1, text[COLUMNS:])

    def _scroll(self, parameters: bytes) -> None:
        """The upper line runs along from now on; its beginning is what is shown here."""
        self._line(0, parameters)
        self.scrolling = parameters[:-1][: 2 * COLUMNS]

    def _leave_strings(self, act: object) -> None:
        self.string_mode = False
        self.scrolling = b""
        if callable(act):
            act()

    def _mode(self, mode: WriteMode) -> None:
        self.screen.write_mode = mode

    def _font(self, parameter: bytes) -> None:
        """`ESC f n`, `ESC c n`: R is Russia, all others are Latin here."""
        self.screen.code_page = "cp866" if parameter[0] == RUSSIA else "cp437"

    def _select(self, parameter: bytes) -> bool:
        chosen = selects_display(parameter[0])
        if chosen is not None:
            self.selected = chosen
        return chosen is not None
