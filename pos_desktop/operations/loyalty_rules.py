"""Reading the rules of points from their file (resources/sample/loyalty.toml shows one).

Percents and sums are decimals of the shop's currency. A wrong file changes nothing and names the
field and the value.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.loyalty import LoyaltyRules

_SECTIONS: dict[str, dict[str, type]] = {
    "spend": {"most_percent": Decimal},
    "goods": {"without_points": list},
    "rounding": {"step": Decimal},
    "expiry": {"days": int},
    "offline": {"hours": int, "points": Decimal, "certificate": Decimal},
}


def loyalty_rules(content: str) -> LoyaltyRules:
    """RefusalError("loyalty.bad_rules", field=, value=)."""
    try:
        raw = tomllib.loads(content, parse_float=Decimal)
    except ValueError as error:
        raise _wrong("toml", error) from error
    earn = _table(raw, "earn")
    for name in raw:
        if name not in (*_SECTIONS, "earn"):
            raise _wrong(name, raw[name])
    found = {name: _section(raw, name) for name in _SECTIONS}
    goods, offline = found["goods"], found["offline"]
    without = goods.get("without_points", [])
    if not all(isinstance(one, str) for one in without):
        raise _wrong("goods.without_points", without)
    return LoyaltyRules(
        earn_hundredths={
            group: _hundredths(f"earn.{group}", percent, most=100)
            for group, percent in earn.items()
        },
        payable_hundredths=_hundredths(
            "spend.most_percent", found["spend"].get("most_percent", 0), most=100
        ),
        excluded_categories=frozenset(without),
        step_minor=max(1, _hundredths("rounding.step", found["rounding"].get("step", 0))),
        valid_days=_whole("expiry.days", found["expiry"].get("days", 0)),
        offline_hours=_whole("offline.hours", offline.get("hours", 24)),
        points_offline_minor=_hundredths("offline.points", offline.get("points", 0)),
        certificate_offline_minor=_hundredths("offline.certificate", offline.get("certificate", 0)),
    )


def _section(raw: dict[str, Any], name: str) -> dict[str, Any]:
    table = _table(raw, name)
    for key, value in table.items():
        wanted = _SECTIONS[name].get(key)
        if wanted is None or (wanted is list and not isinstance(value, list)):
            raise _wrong(f"{name}.{key}", value)
    return table


def _table(raw: dict[str, Any], name: str) -> dict[str, Any]:
    table = raw.get(name, {})
    if not isinstance(table, dict):
        raise _wrong(name, table)
    return table


def _hundredths(field: str, value: object, most: int = 10_000_000) -> int:
    """ "2.5" -> 250; both of a percent and of a sum with two decimals."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong(field, value)
    hundredths = Decimal(value) * 100
    if hundredths != hundredths.to_integral_value() or not 0 <= value <= most:
        raise _wrong(field, value)
    return int(hundredths)


def _whole(field: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100_000:
        raise _wrong(field, value)
    return value


def _wrong(field: str, value: object) -> RefusalError:
    return RefusalError("loyalty.bad_rules", field=field, value=str(value))
