"""Internal slips of the stock: goods received, written off, a waybill, the list of a stock-take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as calendar_date
from datetime import datetime, tzinfo

from pos_desktop.domain.facts import (
    CountedLine,
    Fact,
    GoodsReceived,
    GoodsTransferred,
    GoodsWrittenOff,
    StockCounted,
    StockLine,
)
from pos_desktop.domain.money import divide_half_up
from pos_desktop.i18n import date, money, quantity, time, translate
from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Pair, Rule


@dataclass(frozen=True, slots=True)
class SlipStyle:
    """lang: of the texts; place and register: whose slip it is."""

    lang: str
    place: str
    register: str
    currency: str
    zone: tzinfo | None = None


def stock_slip(
    fact: Fact, occurred_at_us: int, style: SlipStyle, *, as_copy: bool = False
) -> Document:
    """The slip of one document; ValueError for a fact that has none. as_copy: marked as one."""
    if isinstance(fact, GoodsReceived):
        rows = _received(fact, style)
        title = translate(style.lang, "stock_slip.receipt", number=fact.number)
    elif isinstance(fact, GoodsWrittenOff):
        rows = _written_off(fact, style)
        title = translate(style.lang, "stock_slip.write_off", number=fact.number)
    elif isinstance(fact, GoodsTransferred):
        rows = _transferred(fact, style)
        title = translate(style.lang, f"stock_slip.transfer_{fact.direction}", number=fact.number)
    elif isinstance(fact, StockCounted):
        rows = _counted(fact, style)
        title = translate(style.lang, "stock_slip.count", number=fact.number)
    else:
        raise ValueError(f"{type(fact).__name__} has no slip")
    mark = [Line(translate(style.lang, "receipt.copy"), align="center", bold=True)]
    elements = [
        *(mark if as_copy else []),
        *_head(title, fact.staff_name, occurred_at_us, style),
        *rows,
        Feed(1),
    ]
    elements += _signatures(fact, style)
    return Document((*elements, Feed(1), Cut()), style.lang)


def _head(title: str, staff_name: str, at_us: int, style: SlipStyle) -> list[Element]:
    local = datetime.fromtimestamp(at_us / 1_000_000, style.zone)
    stamp = f"{date(local.date(), style.lang)} {time(local, style.lang)}"
    return [
        Line(title, align="center", bold=True),
        Line(style.place, align="center"),
        Pair(style.register, stamp),
        Line(translate(style.lang, "stock_slip.by", name=staff_name)),
    ]


def _received(fact: GoodsReceived, style: SlipStyle) -> list[Element]:
    rows = [_said(style, "supplier", fact.supplier)]
    if fact.supplier_inn:
        rows.append(_said(style, "inn", fact.supplier_inn))
    if fact.paper_number:
        rows.append(_said(style, "paper", fact.paper_number))
    if fact.paper_date:
        shown = date(calendar_date.fromisoformat(fact.paper_date), style.lang)
        rows.append(_said(style, "paper_date", shown))
    return [*rows, *_note(fact.note, style), *_lines(fact.lines, style)]


def _written_off(fact: GoodsWrittenOff, style: SlipStyle) -> list[Element]:
    reason = translate(style.lang, f"stock_slip.reason_{fact.reason}")
    rows = [_said(style, "reason", reason), *_note(fact.note, style)]
    return [*rows, *_lines(fact.lines, style)]


def _transferred(fact: GoodsTransferred, style: SlipStyle) -> list[Element]:
    here, there = style.place, fact.place
    source, target = (there, here) if fact.direction == "in" else (here, there)
    rows = [_said(style, "from", source), _said(style, "to", target)]
    if fact.paper_number:
        rows.append(_said(style, "paper", fact.paper_number))
    return [*rows, *_note(fact.note, style), *_lines(fact.lines, style)]


def _counted(fact: StockCounted, style: SlipStyle) -> list[Element]:
    lang = style.lang
    started = datetime.fromtimestamp(fact.started_at_us / 1_000_000, style.zone)
    rows: list[Element] = [
        _said(style, "scope", fact.scope_name or translate(lang, "stock_slip.whole_shop")),
        _said(style, "began", f"{date(started.date(), lang)} {time(started, lang)}"),
        Rule(),
    ]
    differing = [line for line in fact.lines if line.difference]
    for n, line in enumerate(differing, 1):
        rows += _difference(n, line, style)
    if not differing:
        rows.append(Line(translate(lang, "stock_slip.no_difference"), align="center"))
    rows.append(Rule())
    rows.append(Pair(translate(lang, "stock_slip.counted_lines"), str(len(fact.lines))))
    rows.append(Pair(translate(lang, "stock_slip.surplus"), _sum(fact.surplus_minor, style)))
    rows.append(Pair(translate(lang, "stock_slip.shortage"), _sum(fact.shortage_minor, style)))
    if fact.unknown_codes:
        rows.append(Line(translate(lang, "stock_slip.unknown")))
        rows += [Line(code, indent=3) for code in fact.unknown_codes]
    return [*rows, *_note(fact.explanation, style)]


def _difference(n: int, line: CountedLine, style: SlipStyle) -> list[Element]:
    should = _amount(line.expected + line.moved, line.unit, style)
    found = _amount(line.counted, line.unit, style)
    sign = "+" if line.difference > 0 else ""
    rows: list[Element] = [
        Line(f"{n}. {line.name}", hang=3),
        Pair(
            translate(style.lang, "stock_slip.should_and_is", should=should, found=found),
            sign + _amount(line.difference, line.unit, style),
            indent=3,
        ),
    ]
    if line.reason:
        rows.append(Line(line.reason, indent=3))
    return rows


def _lines(lines: tuple[StockLine, ...], style: SlipStyle) -> list[Element]:
    rows: list[Element] = [Rule()]
    total_minor = 0
    for n, line in enumerate(lines, 1):
        sum_minor = divide_half_up(line.qty * line.cost_minor, 1000)
        total_minor += sum_minor
        amount = _amount(line.qty, line.unit, style)
        rows.append(Line(f"{n}. {line.name}", hang=3))
        if line.cost_minor:
            cost = _sum(line.cost_minor, style)
            rows.append(Pair(f"{amount} x {cost}", _sum(sum_minor, style), indent=3))
        else:
            rows.append(Pair("", amount, indent=3))
        if line.price_minor:
            price = _sum(line.price_minor, style)
            rows.append(Pair(translate(style.lang, "stock_slip.new_price"), price, indent=3))
        if line.note:
            rows.append(Line(line.note, indent=3))
    rows.append(Rule())
    rows.append(
        Pair(
            translate(style.lang, "stock_slip.total", count=len(lines)),
            _sum(total_minor, style),
            bold=True,
        )
    )
    return rows


def _signatures(fact: Fact, style: SlipStyle) -> list[Element]:
    first, second = "handed", "took"
    if isinstance(fact, GoodsWrittenOff | StockCounted):
        first, second = "did", "checked"
    blank = "_" * 18
    return [Pair(translate(style.lang, f"stock_slip.{who}"), blank) for who in (first, second)]


def _said(style: SlipStyle, what: str, value: str) -> Element:
    return Pair(translate(style.lang, f"stock_slip.{what}"), value)


def _note(note: str, style: SlipStyle) -> list[Element]:
    return [_said(style, "note", note)] if note else []


def _amount(thousandths: int, unit: str, style: SlipStyle) -> str:
    decimals = 3 if unit == "kg" else None
    shown = (
        quantity(thousandths, decimals, style.lang)
        if decimals
        else quantity(thousandths, lang=style.lang)
    )
    return f"{shown} {translate(style.lang, f'units.{unit}')}"


def _sum(amount_minor: int, style: SlipStyle) -> str:
    return money(amount_minor, style.currency, style.lang, symbol=False)
