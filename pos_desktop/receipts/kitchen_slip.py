"""The order for the kitchen or the bar: what to make and how much, no prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from pos_desktop.domain.quantity import Unit
from pos_desktop.i18n import date, quantity, time, translate
from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Pair, Rule


@dataclass(frozen=True, slots=True)
class Dish:
    """So much of one thing. thousandths: of its unit; note: what the guest wants done about it."""

    name: str
    thousandths: int
    unit: Unit = Unit.PIECE
    note: str = ""


@dataclass(frozen=True, slots=True)
class KitchenSlip:
    """order: its name for the waiter ("Стол 4", a receipt's number). wanted: to be made; dropped:
    ordered before and not wanted any more. note: about the whole order."""

    order: str
    wanted: tuple[Dish, ...]
    dropped: tuple[Dish, ...]
    staff_name: str
    register_name: str
    occurred_at_us: int
    lang: str
    zone: tzinfo | None = None
    note: str = ""


def kitchen_slip(what: KitchenSlip) -> Document:
    """A pure function; the letters are big, for it is read from a rail at arm's length."""
    local = datetime.fromtimestamp(what.occurred_at_us / 1_000_000, what.zone)
    title = "kitchen.order" if what.wanted else "kitchen.cancel"
    elements: list[Element] = [
        Line(translate(what.lang, title), align="center", bold=True, scale=2),
        Line(what.order, align="center", bold=True, scale=2),
        Pair(what.register_name, f"{date(local.date(), what.lang)} {time(local, what.lang)}"),
        Line(what.staff_name),
        Rule(),
        *_dishes(what.wanted, what.lang),
    ]
    if what.dropped:
        if what.wanted:
            elements += [Rule(), Line(translate(what.lang, "kitchen.cancel"), bold=True, scale=2)]
        elements += _dishes(what.dropped, what.lang)
    if what.note:
        elements += [Rule(), Line(f"* {what.note}", bold=True, hang=2)]
    return Document((*elements, Feed(1), Cut()), what.lang)


def _dishes(dishes: tuple[Dish, ...], lang: str) -> list[Element]:
    rows: list[Element] = []
    for dish in dishes:
        rows.append(Line(f"{_amount(dish, lang)} {dish.name}", bold=True, scale=2, hang=2))
        if dish.note:
            rows.append(Line(f"* {dish.note}", bold=True, indent=2, hang=2))
    return rows


def _amount(dish: Dish, lang: str) -> str:
    if dish.unit == Unit.KILOGRAM:
        return f"{quantity(dish.thousandths, 3, lang)} {translate(lang, 'receipt.unit_kg')}"
    return f"{quantity(dish.thousandths, lang=lang)} x"
