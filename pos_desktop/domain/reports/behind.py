"""Which receipts are behind a number of a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Literal

from pos_desktop.domain.facts import OPERATION_SIGNS, SaleCompleted, SoldLine
from pos_desktop.domain.reports.period import local_time
from pos_desktop.domain.reports.tally import NO_REASON
from pos_desktop.domain.settlement import MONEY_ONLY

By = Literal[
    "all", "hour", "day", "week_hour", "product", "category", "cashier", "tender", "vat",
    "returns", "shift", "effect", "uncosted", "receipt",
    "money_only",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """Receipts by one key of a report. key: an hour "18", an ISO day, "0 18" for Monday 18 h, an
    id, a kind, a rate, a number of a shift or receipt, "kind|source|name" of an effect."""

    by: By
    key: str = ""


def matching(behind: Behind, zone: tzinfo | None) -> Callable[[int, SaleCompleted], bool]:
    """A question to each receipt (time, fact): is it behind the number?"""
    by, key = behind.by, behind.key
    tests: dict[By, Callable[[int, SaleCompleted], bool]] = {
        "all": lambda _at, _fact: True,
        "hour": lambda at, _fact: str(local_time(at, zone).hour) == key,
        "day": lambda at, _fact: local_time(at, zone).date() == date.fromisoformat(key),
        "week_hour": lambda at, _fact: _week_hour(at, zone) == key,
        "product": lambda _at, fact: any(line.product_id == key for line in _handed_over(fact)),
        "category": lambda _at, fact: any(line.category_id == key for line in _handed_over(fact)),
        "cashier": lambda _at, fact: fact.staff_id == key,
        "tender": lambda _at, fact: any(tender.kind == key for tender in fact.tenders),
        "vat": lambda _at, fact: any(line.vat == key for line in fact.lines),
        "money_only": lambda _at, fact: any(line.method in MONEY_ONLY for line in fact.lines),
        "returns": lambda _at, fact: OPERATION_SIGNS[fact.operation] < 0,
        "shift": lambda _at, fact: str(fact.shift_number) == key,
        "effect": lambda _at, fact: _has_effect(fact, key),
        "receipt": lambda _at, fact: str(fact.number) == key,
        "uncosted": lambda _at, fact: any(not line.cost_minor for line in _handed_over(fact)),
    }
    return tests[by]


def _handed_over(fact: SaleCompleted) -> list[SoldLine]:
    """The lines that are goods or services, not only money for them."""
    return [line for line in fact.lines if line.method not in MONEY_ONLY]


def _week_hour(at_us: int, zone: tzinfo | None) -> str:
    at = local_time(at_us, zone)
    return f"{at.weekday()} {at.hour}"


def effect_key(kind: str, source_id: str, name: str) -> str:
    return f"{kind}|{source_id}|{name}"


def _has_effect(fact: SaleCompleted, key: str) -> bool:
    if key == effect_key(NO_REASON, "", ""):
        return any(line.discount_minor and not line.shares for line in fact.lines)
    return any(
        effect_key(share.kind, share.source_id, share.name) == key
        for line in fact.lines
        for share in line.shares
    )
