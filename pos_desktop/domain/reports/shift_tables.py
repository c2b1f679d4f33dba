"""The tables of shifts and of the money in their drawers, made from a ShiftTally."""

from __future__ import annotations

from pos_desktop.domain.reports.behind import Behind
from pos_desktop.domain.reports.shifts import ShiftTally
from pos_desktop.domain.reports.table import Column, Kind, Row, Table


def shift_history(tally: ShiftTally) -> Table:
    """X report of the open shift, Z reports of the others; newest first."""
    columns = (
        Column("shift", Kind.NUMBER),
        Column("opened", Kind.MOMENT),
        Column("closed", Kind.MOMENT),
        Column("cashier", Kind.TEXT, wide=True),
        Column("sales", Kind.COUNT, summed=True),
        Column("sold", Kind.MONEY, summed=True),
        Column("returned", Kind.MONEY, summed=True),
        Column("net", Kind.MONEY, summed=True),
        Column("cash", Kind.MONEY, summed=True),
        Column("cashless", Kind.MONEY, summed=True),
    )
    rows = tuple(
        Row(
            (
                shift.number,
                shift.opened_at_us,
                shift.closed_at_us or None,
                shift.opened_by,
                shift.flow.sales,
                shift.flow.sold_minor,
                -shift.flow.returned_minor,
                shift.flow.net_minor,
                shift.cash_in_minor - shift.cash_out_minor,
                shift.flow.net_minor - shift.cash_in_minor + shift.cash_out_minor,
            ),
            Behind("shift", str(shift.number)),
        )
        for shift in reversed(tally.shifts.values())
    )
    return Table("shifts", columns, rows)
