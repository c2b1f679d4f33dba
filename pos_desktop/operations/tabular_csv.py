"""CSV as shops have it: UTF-8 or Windows-1251, semicolons, commas, tabs or bars."""

from __future__ import annotations

import csv
import io
from collections import Counter

from pos_desktop.domain.errors import RefusalError
from pos_desktop.operations.tabular_table import MOST_ROWS, Table, TableRow, table_row

DELIMITERS = ";\t,|"
_SAMPLE_ROWS = 40
_LONGEST_CELL = 32_767  # what a cell of a spreadsheet can hold
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: by its mark, else UTF-8 if it is valid, else
    Windows-1251. RefusalError("import.unreadable") for bytes that are no text at all.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise RefusalError("import.unreadable", reason=str(error)) from error
    if b"\x00" in data:
        raise RefusalError("import.unreadable", reason="binary")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # 0x98 has no meaning in Windows-1251; one stray byte must not stop an import.
        return data.decode("cp1251", errors="replace"), "cp1251"


def find_delimiter(text: str) -> str:
    """The delimiter that cuts the first rows into the same number of columns most often."""
    best, best_score = DELIMITERS[0], (0.0, 0)
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        for row, _ in zip(csv.reader(io.StringIO(text), delimiter=delimiter), range(_SAMPLE_ROWS),
                          strict=False):  # fmt: skip
            if row:
                widths[len(row)] += 1
        wide = {width: times for width, times in widths.items() if width > 1}
        if not wide:
            continue
        width, times = max(wide.items(), key=lambda item: (item[1], item[0]))
        score = (times / widths.total(), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def read_csv(data: bytes) -> Table:
    """Every row of a CSV file; see tabular_file.read_table for the errors."""
    text, encoding = decode(data)
    delimiter = find_delimiter(text)
    rows: list[TableRow] = []
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            row = table_row(number, cells)
            if row is not None:
                rows.append(row)
            if len(rows) > MOST_ROWS:
                raise RefusalError("import.too_many_rows", most=MOST_ROWS)
    except csv.Error as error:
        raise RefusalError("import.unreadable", reason=str(error)) from error
    shown = "tab" if delimiter == "\t" else delimiter
    return Table(f"csv {encoding} {shown}", tuple(rows))
