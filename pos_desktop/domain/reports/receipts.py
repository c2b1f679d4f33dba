"""Receipts as a table, for the list behind a number and beside an exported journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos_desktop.domain.reports.behind import Behind
from pos_desktop.domain.reports.sums import ReceiptRow
from pos_desktop.domain.reports.table import Column, Kind, Row, Table

_COLUMNS = (
    Column("number", Kind.NUMBER),
    Column("at", Kind.MOMENT),
    Column("shift", Kind.NUMBER),
    Column("operation", Kind.OPERATION),
    Column("tender", Kind.TEXT, wide=True),
    Column("cashier", Kind.TEXT),
    Column("sum", Kind.MONEY, summed=True),
)


def receipts_table(rows: Sequence[ReceiptRow], tender: Callable[[str], str]) -> Table:
    """The receipts in their order; tender: how a kind of tender is called."""
    return Table("receipts", _COLUMNS, tuple(_row(row, tender) for row in rows))


def _row(row: ReceiptRow, tender: Callable[[str], str]) -> Row:
    return Row(
        (
            row.number,
            row.at_us,
            row.shift_number,
            row.operation,
            ", ".join(tender(kind) for kind in row.tender_kinds),
            row.staff_name,
            row.total_minor,
        ),
        Behind("receipt", str(row.number)),
    )
