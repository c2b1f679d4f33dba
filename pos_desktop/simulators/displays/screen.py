"""The glass of a customer display: what is lit, whoever asked for it."""

from __future__ import annotations

from typing import Literal

COLUMNS, ROWS = 20, 2
# Number of `ESC t` to Python codec: Epson DM-D110 (0 to 19), Aures OCD (11 and 12) and the numbers
# of Epson's printers (46), which some displays take, too.
CODE_PAGES = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 11: "cp866", 12: "cp1251",
    16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 46: "cp1251",
}  # fmt: skip
LEAST_BRIGHTNESS, MOST_BRIGHTNESS = 1, 4

WriteMode = Literal["overwrite", "vertical", "horizontal"]


class Screen:
    """column, row: of the cursor, from 0. code_page: Python codec of bytes from 80h on.
    marks: columns whose annunciator (the small triangle) is lit."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """As after power-on."""
        self._cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self.column = self.row = 0
        self.write_mode: WriteMode = "overwrite"
        self.cursor_shown = False
        self.brightness = MOST_BRIGHTNESS
        self.blink = 0
        self.reverse = False
        self.code_page = CODE_PAGES[0]
        self.marks: set[int] = set()

    @property
    def lines(self) -> tuple[str, str]:
        """What a customer reads, twenty characters each."""
        upper, lower = ("".join(row) for row in self._cells)
        return upper, lower

    def character(self, byte: int) -> str:
        """What a byte looks like in the present code page."""
        return bytes([byte]).decode(self.code_page, "replace")

    def write(self, byte: int) -> None:
        """Show a character at the cursor and move on, as the write mode says."""
        if self.column == COLUMNS:
            self._next_cell()
        self._cells[self.row][self.column] = self.character(byte)
        self.column += 1
        if self.write_mode == "overwrite" and self.column == COLUMNS:
            self._next_cell()

    def write_line(self, row: int, data: bytes) -> None:
        """Show a line of its own: what is missing is blank, what does not fit is lost."""
        text = "".join(self.character(byte) for byte in data[:COLUMNS])
        self._cells[row] = list(text.ljust(COLUMNS))

    def clear(self) -> None:
        """Blank everything; the cursor goes home."""
        self._cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self.marks.clear()
        self.move(0, 0)

    def clear_row(self) -> None:
        """Blank the cursor's row; the cursor goes to its start."""
        self._cells[self.row] = [" "] * COLUMNS
        self.column = 0

    def move(self, column: int, row: int) -> bool:
        """Move the cursor; a place outside is not taken."""
        if not (0 <= column < COLUMNS and 0 <= row < ROWS):
            return False
        self.column, self.row = column, row
        return True

    def step(self, columns: int) -> None:
        """Move the cursor along the cells, from the end of a row to the next and round."""
        at = self.row * COLUMNS + min(self.column, COLUMNS - 1) + columns
        self.row, self.column = divmod(at % (ROWS * COLUMNS), COLUMNS)

    def step_row(self, rows: int) -> None:
        """Move the cursor up or down; in vertical mode the bottom row scrolls."""
        at = self.row + rows
        if at >= ROWS and self.write_mode == "vertical":
            self._scroll_up()
            return
        self.row = at % ROWS

    def set_brightness(self, level: int) -> bool:
        if not LEAST_BRIGHTNESS <= level <= MOST_BRIGHTNESS:
            return False
        self.brightness = level
        return True

    def _next_cell(self) -> None:
        if self.write_mode == "horizontal":
            row = self._cells[self.row]
            self._cells[self.row] = [*row[1:], " "]
            self.column = COLUMNS - 1
            return
        self.column = 0
        if self.row < ROWS - 1:
            self.row += 1
        elif self.write_mode == "vertical":
            self._scroll_up()
        else:
            self.row = 0

    def _scroll_up(self) -> None:
        self._cells = [*self._cells[1:], [" "] * COLUMNS]
