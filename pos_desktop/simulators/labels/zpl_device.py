"""A label printer that takes ZPL II; what it reads is `simulators.zpl_printer`'s business."""

from __future__ import annotations

import re
from typing import Literal

from pos_desktop.simulators.escpos_codes import CodeRefusedError, bar_modules
from pos_desktop.simulators.zpl_printer import PrintedField, ZplError, read_labels
from pos_desktop.simulators.zpl_printer import PrintedLabel as ZplLabel

from .marks import CodeMark, Mark, PictureMark, PrintedLabel, TextMark, wrapped
from .tray import LabelTray

MAX_ERRORS = 1_000
LONGEST_FORMAT = 1_000_000
END, CANCEL = b"^XZ", b"~JX"
_END_OR_CANCEL = re.compile(re.escape(END) + b"|" + re.escape(CANCEL))
_BAR_CODES = {"ean13": 67, "code128": 73}
_ALIGNS: dict[str, Literal["left", "centre", "right"]] = {"L": "left", "C": "centre", "R": "right"}


class ZplPrinter(LabelTray):
    """errors: what was not obeyed, in words; a real printer tells nobody."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []
        self._buffer = b""

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; this printer is asked nothing."""
        self._buffer += data
        while found := _END_OR_CANCEL.search(self._buffer):
            job, self._buffer = self._buffer[: found.end()], self._buffer[found.end() :]
            if found[0] == END:
                self._format(job)
        if len(self._buffer) > LONGEST_FORMAT:
            self._buffer = b""
            self._error("a format without an end")
        return b""

    def _format(self, job: bytes) -> None:
        try:
            labels = [_label(label) for label in read_labels(job.strip())]
        except (ZplError, CodeRefusedError, UnicodeDecodeError, IndexError, ValueError) as error:
            self._error(str(error))
            return
        self.put(labels)

    def _error(self, text: str) -> None:
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(text)


def _label(label: ZplLabel) -> PrintedLabel:
    marks = tuple(_mark(field) for field in label.fields)
    return PrintedLabel(label.width, label.height, label.copies, 0, marks)


def _mark(field: PrintedField) -> Mark:
    if field.code:
        data = field.data.encode("ascii")
        code = bar_modules(_BAR_CODES[field.code], b"{B" + data if field.code != "ean13" else data)
        return CodeMark(
            field.x, field.y, code.kind, code.payload, code.rows, field.module, field.height,
            labelled=True,
        )  # fmt: skip
    if field.dots:
        white = bytes(byte ^ 0xFF for byte in field.dots)
        rows = len(white) // field.row_bytes
        return PictureMark(field.x, field.y, field.row_bytes, rows, 1, white)
    # Font 0 is proportional; half its height is about what a letter takes.
    cell = (max(1, field.height // 2), max(1, field.height))
    columns = max(1, field.width // cell[0]) if field.width else len(field.data)
    words = wrapped(field.data, columns)[: field.lines]
    align = _ALIGNS[field.align]
    x = field.x + {"left": 0, "centre": field.width // 2, "right": field.width}[align]
    return TextMark(x, field.y, tuple(words), cell, align=align)
