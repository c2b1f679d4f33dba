"""Shifts, the money in the drawer, and what moved in the stock, as reports say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from pos_desktop.domain.facts import (
    CashMoved,
    CashVerified,
    CountedLine,
    DrawerOpened,
    GoodsReceived,
    GoodsTransferred,
    GoodsWrittenOff,
    PaidTender,
    ShiftClosed,
    ShiftOpened,
    StockCounted,
    StockLine,
    StockPart,
)
from pos_desktop.domain.reports.sections import Section, shifts_tables
from pos_desktop.domain.reports.shifts import ShiftTally
from pos_desktop.domain.reports.stock import StockTally, stock_table
from pos_desktop.receipts.report.words import ReportWords
from tests.report_samples import at_us, line, receipt
from tests.till_fakes import country

NOON = at_us("2026-11-24 12:00")
WORDS = ReportWords("ru", "RUB", UTC, country().vat)
CLOSED = ShiftClosed("s", 1, "s1", "Иванова М.", 2, 6_000, 0, True, declared_minor=54_800)


def moved(kind: str, amount_minor: int, reason: str = "") -> CashMoved:
    return CashMoved("m", 1, kind, amount_minor, "RUB", "s1", "Иванова М.", reason, "")


def day(*facts) -> ShiftTally:
    tally = ShiftTally()
    opened = ShiftOpened("s", 1, "s1", "Иванова М.", 50_000)
    for n, fact in enumerate((opened, *facts)):
        tally.note(NOON + n, fact)
    return tally


def test_the_drawer_is_the_sum_of_its_facts_and_the_count_says_the_difference():
    by_card = (PaidTender("t", "card", 9_000, 9_000),)
    tally = day(
        receipt(1, line(1, 10_000)),
        receipt(2, line(1, 4_000), operation="sell_refund"),
        receipt(3, line(1, 9_000), tenders=by_card),
        moved("pay_in", 3_000),
        moved("pay_out", 1_000),
        moved("safe_drop", 2_000),
        CLOSED,
    )
    shift = tally.shifts[1]
    assert shift.expected_minor == 50_000 + 10_000 - 4_000 + 3_000 - 1_000 - 2_000
    assert shift.difference_minor == -1_200
    assert [move.amount_minor for move in tally.moves] == [3_000, -1_000, -2_000]


def test_the_last_word_about_the_cash_counts_and_nobody_counted_is_not_zero():
    tally = day(CLOSED, CashVerified(1, 50_000, "s2", "Соколова Т."))
    assert tally.shifts[1].difference_minor == 0
    uncounted = day(replace(CLOSED, counted=False, declared_minor=0))
    assert uncounted.shifts[1].difference_minor is None
    drawer, _ = shifts_tables(Section.MONEY, uncounted)
    row = drawer.rows[0].cells
    assert (row[drawer.place("declared")], row[drawer.place("difference")]) == (None, None)


def test_movements_say_what_they_were_and_why():
    tally = day(moved("pay_out", 1_000, "no-such-reason"), DrawerOpened(1, "s1", "Иванова М."))
    _, moves = shifts_tables(Section.MONEY, tally)
    said = [
        [
            WORDS.cell(column.kind, value)
            for column, value in zip(moves.columns, row.cells, strict=True)
        ]
        for row in moves.rows
    ]
    assert [row[2] for row in said] == ["Открыт ящик", "Выплата"]
    assert said[1][3] == "no-such-reason"
    assert said[1][6].replace("\xa0", " ") == "−10,00"


def test_the_stock_of_a_period_is_what_came_less_what_went():
    tally = StockTally()
    piece = StockLine("p1", "Товар 1", "pcs", 10_000)
    counted = CountedLine("p1", "Товар 1", "pcs", 5_000, 0, 4_000, -1_000)
    same = CountedLine("p9", "Товар 9", "pcs", 5_000, 0, 5_000, 0)
    for fact in (
        GoodsReceived("d1", 1, "s1", "И", (piece,)),
        receipt(1, line(1, 100, qty=3_000)),
        receipt(2, line(1, 100, qty=1_000), operation="sell_refund"),
        receipt(3, line(1, 100, qty=1_000, to_stock=False), operation="sell_refund"),
        GoodsWrittenOff("d2", 1, "s1", "И", (replace(piece, qty=500),), "broken"),
        GoodsTransferred("d3", 1, "s1", "И", (replace(piece, qty=2_000),), "out", "Склад"),
        GoodsTransferred("d4", 2, "s1", "И", (replace(piece, qty=250),), "in", "Склад"),
        StockCounted("d5", 1, "s1", "И", NOON, (counted, same)),
    ):
        tally.note(NOON, fact)
    sums = tally.goods["p1"]
    assert sums.moved == 10_000 - 3_000 + 1_000 - 500 - 2_000 + 250 - 1_000
    table = stock_table(tally, {"p1": 7_000})
    assert [row.cells[0] for row in table.rows] == ["Товар 1"]
    assert table.rows[0].cells[-1] == 7_000


def test_a_kit_takes_its_parts_and_an_unknown_stock_is_not_zero():
    tally = StockTally()
    tally.note(
        NOON, receipt(1, line(1, 100, parts=(StockPart("milk", 200), StockPart("cup", 1_000))))
    )
    assert {product_id: sums.sold for product_id, sums in tally.goods.items()} == {
        "milk": 200,
        "cup": 1_000,
    }
    assert stock_table(tally, {"milk": None}).rows[0].cells[-1] is None
