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


def drawer(tally: ShiftTally) -> Table:
    """The money of each shift's drawer, from its start to what was counted; newest first."""
    columns = (
        Column("shift", Kind.NUMBER),
        Column("opened", Kind.MOMENT, wide=True),
        Column("opening", Kind.MONEY),
        Column("cash_in", Kind.MONEY, summed=True),
        Column("cash_out", Kind.MONEY, summed=True),
        Column("paid_in", Kind.MONEY, summed=True),
        Column("paid_out", Kind.MONEY, summed=True),
        Column("dropped", Kind.MONEY, summed=True),
        Column("expected", Kind.MONEY),
        Column("declared", Kind.MONEY),
        Column("difference", Kind.MONEY, summed=True),
    )
    rows = tuple(
        Row(
            (
                shift.number,
                shift.opened_at_us,
                shift.opening_minor,
                shift.cash_in_minor,
                -shift.cash_out_minor,
                shift.paid_in_minor,
                -shift.paid_out_minor,
                -shift.dropped_minor,
                shift.expected_minor,
                shift.declared_minor if shift.verified_minor is None else shift.verified_minor,
                shift.difference_minor,
            ),
            Behind("shift", str(shift.number)),
        )
        for shift in reversed(tally.shifts.values())
    )
    return Table("drawer", columns, rows)


def moves(tally: ShiftTally) -> Table:
    """Pay-ins, pay-outs, drops and openings by hand, newest first."""
    columns = (
        Column("at", Kind.MOMENT),
        Column("shift", Kind.NUMBER),
        Column("move", Kind.MOVE),
        Column("reason", Kind.REASON),
        Column("note", Kind.TEXT, wide=True),
        Column("cashier", Kind.TEXT),
        Column("sum", Kind.MONEY, summed=True),
    )
    rows = tuple(
        Row(
            (
                move.at_us,
                move.shift_number,
                move.kind,
                move.reason,
                move.note,
                move.staff_name,
                move.amount_minor,
            )
        )
        for move in reversed(tally.moves)
    )
    return Table("moves", columns, rows)
