"""A file of rows, recognised by its content and not by its name."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.operations.commerceml import is_commerceml, read_commerceml
from pos_desktop.operations.tabular_table import Table

MOST_BYTES = 64 << 20


def read_table(data: bytes, *, sheet: str = "") -> Table:
    """Read a CSV, XLSX or CommerceML file (XML, or a ZIP of them) by its content.

    RefusalError: "import.too_large" (bytes, most), "import.too_many_rows" (most), "import.empty",
    "import.unreadable" (reason), "import.old_excel" for the .xls of Excel 2003 and before.
    """
    if len(data) > MOST_BYTES:
        raise RefusalError("import.too_large", bytes=len(data), most=MOST_BYTES)
    if is_commerceml(data):
        table = read_commerceml(data)
    elif data.startswith(b"PK\x03\x04"):
        from pos_desktop.operations.tabular_xlsx import read_xlsx

        table = read_xlsx(data, sheet)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusalError("import.old_excel")
    else:
        from pos_desktop.operations.tabular_csv import read_csv

        table = read_csv(data)
    if not table.rows:
        raise RefusalError("import.empty")
    return table
