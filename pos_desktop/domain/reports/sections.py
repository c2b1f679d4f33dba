"""The reports a person chooses between, and which tables each of them is."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from pos_desktop.domain.reports import shift_tables, tables
from pos_desktop.domain.reports.period import Period
from pos_desktop.domain.reports.shifts import ShiftTally
from pos_desktop.domain.reports.table import Table
from pos_desktop.domain.reports.tally import SalesTally


class Section(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    GOODS = "goods"
    CATEGORIES = "categories"
    CASHIERS = "cashiers"
    TENDERS = "tenders"
    VAT = "vat"
    STOCK = "stock"
    MONEY = "money"
    RETURNS = "returns"
    SHIFTS = "shifts"
    DISCOUNTS = "discounts"
    MARGIN = "margin"


OF_SHIFTS = frozenset({Section.SHIFTS, Section.MONEY})
"""Reports that are read from whole shifts, not from the receipts of the period."""

WEEK_DAYS = 7
"""A map of weekdays says something from a week on."""

_OF_SALES: dict[Section, Callable[[SalesTally, Period], tuple[Table, ...]]] = {
    Section.HOURS: lambda tally, period: (
        tables.by_hour(tally),
        *((tables.by_week_hour(tally),) if period.days >= WEEK_DAYS else ()),
    ),
    Section.DAYS: lambda tally, period: (tables.by_day(tally, period),),
    Section.GOODS: lambda tally, _period: (tables.by_product(tally),),
    Section.CATEGORIES: lambda tally, _period: (tables.by_category(tally),),
    Section.CASHIERS: lambda tally, _period: (tables.by_cashier(tally),),
    Section.TENDERS: lambda tally, _period: (tables.by_tender(tally),),
    Section.VAT: lambda tally, _period: (tables.by_vat(tally),),
    Section.RETURNS: lambda tally, _period: (tables.returns(tally),),
    Section.DISCOUNTS: lambda tally, _period: (tables.effects(tally), tables.risks(tally)),
    Section.MARGIN: lambda tally, _period: (tables.margin(tally),),
}

OF_SALES = frozenset(_OF_SALES)
"""Reports that all come from one pass over the receipts of a period."""


def sales_tables(section: Section, tally: SalesTally, period: Period) -> tuple[Table, ...]:
    """The tables of a report of sales; KeyError for one of shifts."""
    return _OF_SALES[section](tally, period)


def shifts_tables(section: Section, tally: ShiftTally) -> tuple[Table, ...]:
    """The tables of a report of shifts."""
    if section is Section.MONEY:
        return shift_tables.drawer(tally), shift_tables.moves(tally)
    return (shift_tables.shift_history(tally),)
