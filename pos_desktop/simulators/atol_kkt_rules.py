"""What the operator's agent and cash register find in a document after the service accepted it.

Such a document is not registered, its report says "fail", and its external id stays taken.
Included VAT is sum * rate / (100 + rate), half up to the kopeck.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pos_desktop.simulators.atol_errors import (
    WRONG_INN,
    WRONG_MARK_CODE,
    WRONG_TAX_SUM,
    WRONG_TAX_SYSTEM,
    WRONG_VAT_RATE,
    DocumentError,
    document_error,
)
from pos_desktop.simulators.atol_rules import Document, decoded_gs1m, rounded
from pos_desktop.simulators.atol_schema import document_name

RATE_PERCENT = {
    "vat5": 5,
    "vat105": 5,
    "vat7": 7,
    "vat107": 7,
    "vat10": 10,
    "vat110": 10,
    "vat20": 20,
    "vat120": 20,
    "vat22": 22,
    "vat122": 22,
}
FIRST_DAY_OF_RATE = {
    "vat5": date(2025, 1, 1),
    "vat105": date(2025, 1, 1),
    "vat7": date(2025, 1, 1),
    "vat107": date(2025, 1, 1),
    "vat22": date(2026, 1, 1),
    "vat122": date(2026, 1, 1),
}
LAST_DAY_OF_RATE = {"vat20": date(2025, 12, 31), "vat120": date(2025, 12, 31)}
# A refund or a correction carries the rate of the sale it undoes, so an ended rate is right there.
OPERATIONS_BOUND_TO_DATE = frozenset({"sell", "buy"})


def kkt_error(
    operation: str, body: Document, *, inn: str, tax_systems: frozenset[str]
) -> DocumentError | None:
    """The first thing that stops the registration, or None.

    inn: of the organisation the cash register is registered for.
    tax_systems: the `sno` values it is registered for.
    """
    document = body[document_name(operation)]
    if document["company"]["inn"] != inn:
        return document_error(WRONG_INN)
    if document["company"]["sno"] not in tax_systems:
        return document_error(WRONG_TAX_SYSTEM)
    day = datetime.strptime(body["timestamp"], "%d.%m.%Y %H:%M:%S").date()
    for vat in [item["vat"] for item in document["items"]] + document.get("vats", []):
        if not rate_allowed(operation, vat["type"], day):
            return _at(document_error(WRONG_VAT_RATE), f"{vat['type']} на {day:%d.%m.%Y}")
    wrong = _wrong_tax_sum(document)
    if wrong is not None:
        return _at(document_error(WRONG_TAX_SUM), wrong)
    for index, item in enumerate(document["items"]):
        code = item.get("mark_code", {}).get("gs1m")
        if code is not None and b"\x1d" not in (decoded_gs1m(code) or b""):
            return _at(document_error(WRONG_MARK_CODE), f"items[{index}].mark_code: нет GS (0x1D)")
    return None


def rate_allowed(operation: str, vat_type: str, day: date) -> bool:
    """True when a document of this day and operation may carry the rate."""
    if day < FIRST_DAY_OF_RATE.get(vat_type, date.min):
        return False
    if operation not in OPERATIONS_BOUND_TO_DATE:
        return True
    return day <= LAST_DAY_OF_RATE.get(vat_type, date.max)


def included_vat(amount: Decimal, vat_type: str) -> Decimal:
    """The tax inside an amount; 0.00 for "none" and "vat0"."""
    percent = RATE_PERCENT.get(vat_type, 0)
    return rounded(amount * percent / (100 + percent))


def _wrong_tax_sum(document: Document) -> str | None:
    by_rate: dict[str, list[dict[str, Any]]] = {}
    for index, item in enumerate(document["items"]):
        vat = item["vat"]
        expected = included_vat(Decimal(item["sum"]), vat["type"])
        if "sum" in vat and Decimal(vat["sum"]) != expected:
            return f"items[{index}].vat.sum: {vat['sum']} вместо {expected}"
        by_rate.setdefault(vat["type"], []).append(item)
    totals = document.get("vats")
    if totals is None:
        return None
    if {vat["type"] for vat in totals} != set(by_rate):
        return "vats: ставки не совпадают со ставками позиций"
    for index, vat in enumerate(totals):
        if "sum" not in vat:
            continue
        right = _right_totals(vat["type"], by_rate[vat["type"]])
        if Decimal(vat["sum"]) not in right:
            return f"vats[{index}].sum: {vat['sum']} вместо {min(right)}"
    return None


def _right_totals(vat_type: str, items: list[dict[str, Any]]) -> set[Decimal]:
    """The tax totals of one rate that the cash register takes.

    Where no item states its tax, the total may be counted from the sum of the items instead of
    item by item. For "none" and "vat0" the requisites 1105 and 1104 hold the turnover, so both it
    and a tax of zero are taken.
    """
    turnover = sum((Decimal(item["sum"]) for item in items), Decimal(0))
    by_item = sum((included_vat(Decimal(item["sum"]), vat_type) for item in items), Decimal(0))
    right = {by_item}
    if not any("sum" in item["vat"] for item in items):
        right.add(included_vat(turnover, vat_type))
    if vat_type not in RATE_PERCENT:
        right.add(turnover)
    return right


def _at(error: DocumentError, place: str) -> DocumentError:
    return DocumentError(error.code, error.kind, f"{error.text}: {place}")
