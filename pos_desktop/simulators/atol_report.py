"""The report of an accepted document: wait, done with fiscal numbers, or fail with the reason."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from pos_desktop.simulators.atol_drive import FiscalNumbers
from pos_desktop.simulators.atol_orders import Order

FNS_SITE = "www.nalog.gov.ru"
OFD_INN = "7800000005"
# Result of checking a marking code, tag 2106: 15 = checked and right, 0 = not checked.
MARK_CHECKED, MARK_UNCHECKED = 15, 0


def stamp(moment: datetime) -> str:
    """A time in the form of the protocol, dd.mm.yyyy HH:MM:SS, in the zone the clock gave it."""
    return moment.strftime("%d.%m.%Y %H:%M:%S")


def report_of(order: Order, *, group: str, now: datetime) -> dict[str, Any]:
    """The body of the answer to GET {group}/report/{uuid}."""
    report: dict[str, Any] = {
        "uuid": order.uuid,
        "error": None,
        "status": "wait",
        "payload": None,
        "timestamp": stamp(now),
        "group_code": group,
        "daemon_code": "simulated-agent-1",
        "device_code": "simulated-kkt-1",
        "external_id": order.external_id,
        "callback_url": order.body.get("service", {}).get("callback_url", ""),
    }
    if order.error is not None and order.settled:
        report["status"] = "fail"
        report["error"] = {
            "error_id": str(uuid.uuid5(uuid.UUID(order.uuid), "error")),
            "code": order.error.code,
            "text": order.error.text,
            "type": order.error.kind,
        }
    elif order.numbers is not None:
        report["status"] = "done"
        report["payload"] = _payload(order, order.numbers)
    return report


def _payload(order: Order, numbers: FiscalNumbers) -> dict[str, Any]:
    total = order.total + Decimal(1) if order.fate == "foreign_total" else order.total
    path = "/".join(
        str(number)
        for number in (
            numbers.fn_number,
            numbers.fiscal_document_number,
            numbers.fiscal_document_attribute,
        )
    )
    payload: dict[str, Any] = {
        "fiscal_receipt_number": numbers.fiscal_receipt_number,
        "shift_number": numbers.shift_number,
        "receipt_datetime": stamp(numbers.registered_at),
        "total": total,
        "fn_number": numbers.fn_number,
        "ecr_registration_number": numbers.ecr_registration_number,
        "fiscal_document_number": numbers.fiscal_document_number,
        "fiscal_document_attribute": numbers.fiscal_document_attribute,
        "fns_site": FNS_SITE,
        "ofd_inn": OFD_INN,
        "ofd_receipt_url": f"https://ofd.example/rec/{path}",
    }
    checked = MARK_UNCHECKED if order.fate == "driver_fault_421" else MARK_CHECKED
    marks = [
        {
            "position": position,
            "mark_code": next(iter(item["mark_code"].values())),
            "result": checked,
        }
        for position, item in enumerate(order.document["items"], start=1)
        if "mark_code" in item
    ]
    if marks:
        payload["marks_result"] = marks
    return payload
