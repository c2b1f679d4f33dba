"""Reading a country pack; wrong packs are refused with the file, the key and the value."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.errors import PosError
from pos_desktop.domain.tax import VatRate, vat_table

_MINUTE_US = 60_000_000


class CountryPackError(PosError):
    """The pack cannot be used; values name the file, the key and what stands there."""


def load_country(path: Path) -> CountryPack:
    """The pack of one file. Raises CountryPackError("country.unreadable" | "country.bad_value")."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CountryPackError("country.unreadable", file=path.name, text=str(error)) from error
    try:
        return _pack(data)
    except (KeyError, TypeError, ValueError) as error:
        raise CountryPackError("country.bad_value", file=path.name, text=repr(error)) from error


def _pack(data: dict[str, Any]) -> CountryPack:
    fiscal, shift = data["fiscal"], data["shift"]
    return CountryPack(
        code=str(data["code"]),
        currency=str(data["currency"]),
        timezone=str(data["timezone"]),
        vat=vat_table(_rate(entry) for entry in data["vat"]),
        banknotes_minor=tuple(int(n) for n in data["cash"]["banknotes"]),
        coins_minor=tuple(int(n) for n in data["cash"]["coins"]),
        print_wait_ms=int(fiscal["print_wait_ms"]),
        warn_after_us=int(fiscal["warn_after_minutes"]) * _MINUTE_US,
        alarm_after_us=int(fiscal["alarm_after_hours"]) * 60 * _MINUTE_US,
        limit_us=int(fiscal["limit_days"]) * 24 * 60 * _MINUTE_US,
        fiscal_site=str(fiscal["site"]),
        cash_step_minor=_cash_step(data["cash"].get("step", 1)),
        shift_warn_us=int(shift["warn_after_hours"]) * 60 * _MINUTE_US,
        shift_limit_us=int(shift["limit_hours"]) * 60 * _MINUTE_US,
    )


def _rate(entry: dict[str, Any]) -> VatRate:
    percent = entry.get("percent")
    share = (int(percent), 100 + int(percent)) if percent else (0, 1)
    return VatRate(
        code=str(entry["code"]),
        numerator=share[0],
        denominator=share[1],
        percent=None if percent is None else int(percent),
        calculated=bool(entry.get("calculated", False)),
        valid_from=_day(entry.get("from", date.min)),
        valid_until=_day(entry.get("until", date.max)),
    )


def _cash_step(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"cash.step wants minor units from 1 on, not {value!r}")
    return value


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise ValueError(f"a date is wanted, not {value!r}")
    return value
