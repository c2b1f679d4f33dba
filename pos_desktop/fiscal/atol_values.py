"""Values as ATOL Online wants them written: exact decimals, local times, tax sums.

What the format cannot carry raises RefusalError("fiscal.bad_document", field=..., value=...).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

import msgspec

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.fiscal import reasons

VAT_TYPES = frozenset(
    {
        *("none", "vat0", "vat5", "vat7", "vat10", "vat20", "vat22"),
        *("vat105", "vat107", "vat110", "vat120", "vat122"),
    }
)
# Of these the operator itself fills the turnover (FFD tags 1104, 1105): there is no tax to state.
_WITHOUT_TAX = frozenset({"none", "vat0"})

_INN = re.compile(r"[0-9]{10}|[0-9]{12}")
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def encode_json(content: object) -> bytes:
    """JSON with Decimal values written as plain numbers, digit by digit."""
    return _ENCODER.encode(content)


def demand(right: bool, field: str, value: object) -> None:
    if not right:
        raise RefusalError(reasons.BAD_DOCUMENT, field=field, value=value)


def roubles(amount_minor: int, field: str) -> Decimal:
    """Kopecks as roubles with two places."""
    demand(0 <= amount_minor <= MAX_AMOUNT_MINOR, field, amount_minor)
    return Decimal(amount_minor).scaleb(-2)


def vat_sum(vat: str, vat_minor: int) -> dict[str, Any]:
    """The rate and the tax inside a sum (FFD tags 1199, 1200)."""
    demand(vat in VAT_TYPES, "vat", vat)
    if vat in _WITHOUT_TAX:
        return {"type": vat}
    return {"type": vat, "sum": roubles(vat_minor, "vat.sum")}


def local_stamp(at_us: int, zone: tzinfo | None) -> str:
    """ "24.11.2026 10:15:00" in the shop's zone; the protocol takes no ISO 8601."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return moment.astimezone(zone).strftime("%d.%m.%Y %H:%M:%S")


def written_day(iso_day: str, field: str) -> str:
    """ "2026-11-20" as "20.11.2026"."""
    try:
        return date.fromisoformat(iso_day).strftime("%d.%m.%Y")
    except ValueError:
        raise RefusalError(reasons.BAD_DOCUMENT, field=field, value=iso_day) from None


def is_inn(text: str) -> bool:
    """Whether it has the 10 digits of a firm or the 12 of a person."""
    return _INN.fullmatch(text) is not None
