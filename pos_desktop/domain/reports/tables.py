"""The tables of the reports of sales, made from a SalesTally."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from pos_desktop.domain.money import divide_half_up
from pos_desktop.domain.reports.behind import Behind, effect_key
from pos_desktop.domain.reports.period import Period
from pos_desktop.domain.reports.sums import Flow, GoodsSums
from pos_desktop.domain.reports.table import Beyond, Column, Kind, Row, Table, Value
from pos_desktop.domain.reports.tally import SalesTally

CLASS_A_UNTIL, CLASS_B_UNTIL = 8000, 9500
"""ABC analysis: the best sellers that bring 80 % of the revenue are A, up to 95 % B, the rest C
(hundredths of a percent)."""

_FLOW = (
    Column("sales", Kind.COUNT, summed=True),
    Column("sold", Kind.MONEY, summed=True),
    Column("returns", Kind.COUNT, summed=True),
    Column("returned", Kind.MONEY, summed=True),
    Column("net", Kind.MONEY, summed=True),
    Column("average", Kind.MONEY),
    Column("share", Kind.SHARE),
)

T = TypeVar("T")


def share_of(part: int, whole: int) -> int:
    """Hundredths of a percent, 0 of nothing."""
    return divide_half_up(part * 10_000, whole) if whole > 0 else 0


def by_hour(tally: SalesTally) -> Table:
    """Every hour from the first in which something was sold to the last."""
    hours = range(min(tally.hours), max(tally.hours) + 1) if tally.hours else range(0)
    empty = Flow()
    rows = (
        _flow_row(hour, tally.hours.get(hour, empty), tally, Behind("hour", str(hour)))
        for hour in hours
    )
    return Table("hours", (Column("hour", Kind.HOUR, wide=True), *_FLOW), tuple(rows), "net")


def by_day(tally: SalesTally, period: Period) -> Table:
    """Every day of the period; of a long one those on which something was sold."""
    if period.days <= 62:
        days = [period.first + timedelta(n) for n in range(period.days)]
    else:
        days = sorted(tally.days)
    empty = Flow()
    rows = (
        _flow_row(
            day.isoformat(), tally.days.get(day, empty), tally, Behind("day", day.isoformat())
        )
        for day in days
    )
    return Table("days", (Column("day", Kind.DAY, wide=True), *_FLOW), tuple(rows), "net")


def by_week_hour(tally: SalesTally) -> Table:
    """Weekday and hour, for the map of busy hours."""
    columns = (
        Column("weekday", Kind.WEEKDAY, wide=True),
        Column("hour", Kind.HOUR),
        Column("sales", Kind.COUNT, summed=True),
        Column("net", Kind.MONEY, summed=True),
    )
    rows = tuple(
        Row((day, hour, flow.sales, flow.net_minor), Behind("week_hour", f"{day} {hour}"))
        for (day, hour), flow in sorted(tally.week_hours.items())
    )
    return Table("week_hours", columns, rows)


def by_product(tally: SalesTally) -> Table:
    """Best sellers first, with their class of the ABC analysis."""
    columns = (
        Column("product", Kind.TEXT, wide=True),
        Column("qty", Kind.QUANTITY),
        Column("unit", Kind.UNIT),
        Column("discount", Kind.MONEY, summed=True),
        Column("net", Kind.MONEY, summed=True),
        Column("share", Kind.SHARE),
        Column("class", Kind.TEXT),
    )
    ordered = _best_first(tally.goods)
    whole = sum(max(0, goods.net_minor) for _, goods in ordered)
    rows: list[Row] = []
    before = 0
    for product_id, goods in ordered:
        cells = (
            goods.name,
            goods.qty,
            goods.unit,
            goods.discount_minor,
            goods.net_minor,
            share_of(goods.net_minor, whole),
            _class(share_of(before, whole), goods.net_minor),
        )
        rows.append(Row(cells, Behind("product", product_id)))
        before += max(0, goods.net_minor)
    return Table("goods", columns, (*rows, *_outside(tally, len(columns), 4)), "net")


def by_category(tally: SalesTally) -> Table:
    columns = (
        Column("category", Kind.CATEGORY, wide=True),
        Column("lines", Kind.COUNT, summed=True),
        Column("returned", Kind.MONEY, summed=True),
        Column("discount", Kind.MONEY, summed=True),
        Column("net", Kind.MONEY, summed=True),
        Column("share", Kind.SHARE),
    )
    whole = sum(max(0, sums.net_minor) for sums in tally.categories.values())
    rows = tuple(
        Row(
            (
                category_id,
                sums.lines,
                -sums.returned_minor,
                sums.discount_minor,
                sums.net_minor,
                share_of(sums.net_minor, whole),
            ),
            Behind("category", category_id),
        )
        for category_id, sums in sorted(
            tally.categories.items(), key=lambda item: (-item[1].net_minor, item[0])
        )
    )
    return Table("categories", columns, (*rows, *_outside(tally, len(columns), 4)), "net")


def by_cashier(tally: SalesTally) -> Table:
    columns = (
        Column("cashier", Kind.TEXT, wide=True),
        *_FLOW[:-1],
        Column("lines", Kind.COUNT, summed=True),
        _FLOW[-1],
    )
    rows: list[Row] = []
    for staff_id, person in _ordered(tally.cashiers, lambda one: -one.flow.net_minor):
        made = _flow_row(person.name, person.flow, tally, Behind("cashier", staff_id))
        rows.append(Row((*made.cells[:-1], person.lines, made.cells[-1]), made.behind))
    return Table("cashiers", columns, tuple(rows), "net")


def by_tender(tally: SalesTally) -> Table:
    columns = (
        Column("tender", Kind.TENDER, wide=True),
        Column("payments", Kind.COUNT, summed=True),
        Column("taken", Kind.MONEY, summed=True),
        Column("paybacks", Kind.COUNT, summed=True),
        Column("given_back", Kind.MONEY, summed=True),
        Column("net", Kind.MONEY, summed=True),
        Column("share", Kind.SHARE),
    )
    whole = sum(max(0, sums.net_minor) for sums in tally.tenders.values())
    rows = [
        Row(
            (
                kind,
                sums.payments,
                sums.in_minor,
                sums.paybacks,
                -sums.out_minor,
                sums.net_minor,
                share_of(sums.net_minor, whole),
            ),
            Behind("tender", kind),
        )
        for kind, sums in _ordered(tally.tenders, lambda one: -one.net_minor)
    ]
    if tally.outside_tenders_minor:
        rows.append(Row(("", 0, 0, 0, 0, tally.outside_tenders_minor, 0)))
    return Table("tenders", columns, tuple(rows), "net")


def by_vat(tally: SalesTally) -> Table:
    columns = (
        Column("rate", Kind.VAT, wide=True),
        Column("gross", Kind.MONEY, summed=True),
        Column("vat", Kind.MONEY, summed=True),
        Column("net_of_vat", Kind.MONEY, summed=True),
        Column("share", Kind.SHARE),
    )
    whole = sum(max(0, sums.gross_minor) for sums in tally.vats.values())
    rows = [
        Row(
            (
                rate,
                sums.gross_minor,
                sums.vat_minor,
                sums.gross_minor - sums.vat_minor,
                share_of(sums.gross_minor, whole),
            ),
            Behind("vat", rate),
        )
        for rate, sums in _ordered(tally.vats, lambda one: -one.gross_minor)
    ]
    outside = tally.outside_lines_minor
    if outside:
        rows.append(Row(("", outside, 0, outside, 0)))
    return Table("vat", columns, tuple(rows), "gross")


def returns(tally: SalesTally) -> Table:
    """Every receipt that gave money back, newest first."""
    columns = (
        Column("number", Kind.NUMBER),
        Column("at", Kind.MOMENT),
        Column("operation", Kind.OPERATION),
        Column("cashier", Kind.TEXT),
        Column("reason", Kind.TEXT, wide=True),
        Column("original", Kind.NUMBER),
        Column("sum", Kind.MONEY, summed=True),
    )
    rows = tuple(
        Row(
            (
                row.number,
                row.at_us,
                row.operation,
                row.staff_name,
                row.reason,
                row.original_number or None,
                row.total_minor,
            ),
            Behind("receipt", str(row.number)),
        )
        for row in reversed(tally.returns)
    )
    return Table("returns", columns, rows)


def effects(tally: SalesTally) -> Table:
    """What made prices lower, promotions among it."""
    columns = (
        Column("effect", Kind.EFFECT),
        Column("name", Kind.TEXT, wide=True),
        Column("lines", Kind.COUNT, summed=True),
        Column("taken_off", Kind.MONEY, summed=True),
        Column("sold_with", Kind.MONEY),
        Column("taken_share", Kind.SHARE),
    )
    rows = tuple(
        Row(
            (
                kind,
                name,
                sums.lines,
                sums.taken_minor,
                sums.sold_minor,
                share_of(sums.taken_minor, sums.taken_minor + sums.sold_minor),
            ),
            Behind("effect", effect_key(kind, source_id, name)),
        )
        for (kind, source_id, name), sums in _ordered(tally.effects, lambda one: -one.taken_minor)
    )
    return Table("effects", columns, rows, "taken_off")


def risks(tally: SalesTally) -> Table:
    """What each cashier took off prices, lines and receipts by hand."""
    columns = (
        Column("cashier", Kind.TEXT, wide=True),
        Column("hand_discounts", Kind.COUNT, summed=True),
        Column("hand_discount", Kind.MONEY, summed=True),
        Column("price_changes", Kind.COUNT, summed=True),
        Column("price_change", Kind.MONEY, summed=True),
        Column("voided_lines", Kind.COUNT, summed=True),
        Column("voided_lines_sum", Kind.MONEY, summed=True),
        Column("voided_sales", Kind.COUNT, summed=True),
        Column("voided_sales_sum", Kind.MONEY, summed=True),
        Column("returns", Kind.COUNT, summed=True),
        Column("returned", Kind.MONEY, summed=True),
        Column("approvals", Kind.COUNT, summed=True),
    )
    rows = tuple(
        Row(
            (
                person.name,
                person.hand_discounts,
                person.hand_discount_minor,
                person.price_changes,
                person.price_change_minor,
                person.voided_lines,
                person.voided_lines_minor,
                person.voided_sales,
                person.voided_sales_minor,
                person.flow.returns,
                -person.flow.returned_minor,
                person.approvals,
            ),
            Behind("cashier", staff_id),
        )
        for staff_id, person in _ordered(tally.cashiers, lambda one: -one.flow.net_minor)
    )
    return Table("risks", columns, rows)


def margin(tally: SalesTally) -> Table:
    """Products by what they earned; what was sold without a known cost is the last line."""
    columns = (
        Column("product", Kind.TEXT, wide=True),
        Column("qty", Kind.QUANTITY),
        Column("unit", Kind.UNIT),
        Column("costed", Kind.MONEY, summed=True),
        Column("cost", Kind.MONEY, summed=True),
        Column("margin", Kind.MONEY, summed=True),
        Column("margin_share", Kind.SHARE),
        Column("uncosted_lines", Kind.COUNT, summed=True),
        Column("uncosted", Kind.MONEY, summed=True),
    )
    rows = tuple(
        Row(
            (
                goods.name,
                goods.qty,
                goods.unit,
                goods.costed_minor,
                goods.cost_minor,
                goods.margin_minor,
                share_of(goods.margin_minor, goods.costed_minor),
                goods.uncosted_lines,
                goods.uncosted_minor,
            ),
            Behind("product", product_id),
        )
        for product_id, goods in _ordered(tally.goods, lambda one: -one.margin_minor)
    )
    return Table("margin", columns, rows, "margin")


def best_products(tally: SalesTally, most: int) -> list[tuple[str, GoodsSums]]:
    """(product id, sums) of the best sellers by revenue."""
    return _best_first(tally.goods)[:most]


def _best_first(goods: Mapping[str, GoodsSums]) -> list[tuple[str, GoodsSums]]:
    return sorted(goods.items(), key=lambda item: (-item[1].net_minor, item[1].name, item[0]))


def _ordered(sums: Mapping[Any, T], order: Callable[[T], int]) -> list[tuple[Any, T]]:
    return sorted(sums.items(), key=lambda item: (order(item[1]), item[0]))


def _class(before: int, net_minor: int) -> str:
    if net_minor <= 0 or before >= CLASS_B_UNTIL:
        return "C"
    return "A" if before < CLASS_A_UNTIL else "B"


def _flow_row(first: Value, flow: Flow, tally: SalesTally, behind: Behind) -> Row:
    return Row(
        (
            first,
            flow.sales,
            flow.sold_minor,
            flow.returns,
            -flow.returned_minor,
            flow.net_minor,
            flow.average_minor,
            share_of(flow.net_minor, tally.total.net_minor),
        ),
        behind if flow.receipts else None,
    )


def _outside(tally: SalesTally, columns: int, place: int) -> list[Row]:
    """The lines for what belongs to no product: advances and paid debts, and what receipts were
    rounded by."""
    found = (
        (Beyond.MONEY_ONLY, tally.money_only_minor, Behind("money_only")),
        (Beyond.ROUNDING, tally.outside_lines_minor, None),
    )
    rows: list[Row] = []
    for name, minor, behind in found:
        if minor:
            cells: list[Value] = [None] * columns
            cells[0], cells[place] = name, minor
            rows.append(Row(tuple(cells), behind))
    return rows
