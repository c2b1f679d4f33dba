"""Rules between the fields of an ATOL Online v5 body that are checked before it is accepted.

All functions expect a body whose shape `atol_schema.document_faults` found right. Broken rules
refuse the document (code 32, nothing registered). What only the cash register finds is in
`atol_kkt_rules`.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pos_desktop.simulators.atol_schema import document_name
from pos_desktop.simulators.atol_shapes import Fault

KOPECK = Decimal("0.01")

# FFD payment kinds, field payments[].type.
PREPAYMENT_OFFSET = 2
CREDIT = 3
COUNTER_PROVISION = 4

ADVANCE_METHODS = frozenset({"full_prepayment", "prepayment", "advance"})
ON_CREDIT_METHODS = frozenset({"partial_payment", "credit"})
OBJECTS_WITH_MARK_CODE = frozenset({31, 33})
ADVANCE_PAYMENT_OBJECT = 10
# Money without goods: its object is the payment itself.
MONEY_METHODS = ADVANCE_METHODS | {"credit_payment"}
CALCULATED_RATES = frozenset({"vat105", "vat107", "vat110", "vat120", "vat122"})
WITHOUT_TAX = frozenset({"none", "vat0"})

Document = dict[str, Any]


def rounded(amount: Decimal) -> Decimal:
    """The amount in whole kopecks, half away from zero."""
    return amount.quantize(KOPECK, ROUND_HALF_UP)


def rule_faults(operation: str, body: Document) -> list[Fault]:
    """Every broken rule of one document, each with the path of the field to correct."""
    name = document_name(operation)
    document = body[name]
    faults = [
        *_client_faults(document, name),
        *_sum_faults(document, name),
        *_payment_faults(document, name),
        *_repeated_vat_faults(document, name),
        *_correction_faults(document, name, body["timestamp"]),
    ]
    for index, item in enumerate(document["items"]):
        path = f"{name}.items[{index}]"
        faults += [*_item_sum_faults(item, path), *_mark_faults(item, path)]
        faults += [*_agent_faults(item, path), *_object_faults(item, path)]
    return faults


def name_warnings(operation: str, body: Document) -> list[str]:
    """Texts with characters outside CP866, which a receipt loses, and doubtful attributes of the
    settlement."""
    name = document_name(operation)
    document = body[name]
    texts = [(f"{name}.cashier", document.get("cashier", ""))]
    texts.append((f"{name}.client.name", document.get("client", {}).get("name", "")))
    texts.append((f"{name}.company.payment_address", document["company"]["payment_address"]))
    found = []
    for index, item in enumerate(document["items"]):
        path = f"{name}.items[{index}]"
        texts.append((f"{path}.name", item["name"]))
        texts.append((f"{path}.user_data", item.get("user_data", "")))
        found += _doubtful_settlement(item, path)
    for path, content in texts:
        outside = sorted({character for character in content if not _in_cp866(character)})
        if outside:
            codes = " ".join(f"U+{ord(character):04X}" for character in outside)
            found.append(f"{path}: вне CP866: {codes}")
    return found


def _doubtful_settlement(item: Document, path: str) -> list[str]:
    """What a cash register takes and a tax inspector asks about."""
    method, vat = item["payment_method"], item["vat"]["type"]
    found = []
    if method in MONEY_METHODS and item["payment_object"] != ADVANCE_PAYMENT_OBJECT:
        found.append(f"{path}.payment_object: для {method} ожидается {ADVANCE_PAYMENT_OBJECT}")
    if method in ADVANCE_METHODS and vat not in CALCULATED_RATES | WITHOUT_TAX:
        found.append(f"{path}.vat.type: для {method} ожидается расчётная ставка, а не {vat}")
    if method not in ADVANCE_METHODS and vat in CALCULATED_RATES:
        found.append(f"{path}.vat.type: расчётная ставка {vat} только для предоплаты и аванса")
    if method == "credit_payment" and vat not in WITHOUT_TAX:
        found.append(f"{path}.vat.type: оплата кредита облагалась при передаче товара")
    return found


def _in_cp866(character: str) -> bool:
    try:
        encoded = character.encode("cp866")
    except UnicodeEncodeError:
        return False
    return encoded[0] >= 0x20


def _client_faults(document: Document, name: str) -> Iterator[Fault]:
    client = document.get("client")
    if client is not None and "email" not in client and "phone" not in client:
        yield Fault(f"{name}.client", "нужен email или phone")


def _item_sum_faults(item: Document, path: str) -> Iterator[Fault]:
    expected = rounded(Decimal(item["price"]) * Decimal(item["quantity"]))
    if Decimal(item["sum"]) != expected:
        yield Fault(f"{path}.sum", f"{item['sum']} вместо {expected} = цена x количество")


def _sum_faults(document: Document, name: str) -> Iterator[Fault]:
    total = Decimal(document["total"])
    of_items = sum((Decimal(item["sum"]) for item in document["items"]), Decimal(0))
    if of_items != total:
        yield Fault(f"{name}.total", f"{total} не равен сумме позиций {of_items}")
    of_payments = sum((Decimal(payment["sum"]) for payment in document["payments"]), Decimal(0))
    if of_payments != total:
        yield Fault(f"{name}.payments", f"сумма оплат {of_payments} не равна итогу {total}")


def _payment_faults(document: Document, name: str) -> Iterator[Fault]:
    """Tie the ways of settlement (1214) to the kinds of payment (1031, 1081, 1215, 1216, 1217)."""
    paid: dict[int, Decimal] = {}
    for payment in document["payments"]:
        kind = payment["type"]
        paid[kind] = paid.get(kind, Decimal(0)) + Decimal(payment["sum"])
    by_method: dict[str, Decimal] = {}
    for item in document["items"]:
        method = item["payment_method"]
        by_method[method] = by_method.get(method, Decimal(0)) + Decimal(item["sum"])
    on_credit = paid.get(CREDIT, Decimal(0))
    most = sum((by_method.get(method, Decimal(0)) for method in ON_CREDIT_METHODS), Decimal(0))
    least = by_method.get("credit", Decimal(0))
    if on_credit > most:
        yield Fault(
            f"{name}.payments", f"в кредит {on_credit}, а позиций с кредитом только на {most}"
        )
    if on_credit < least:
        yield Fault(f"{name}.payments", f"в кредит {on_credit}, а переданы в кредит {least}")
    if "partial_payment" in by_method and on_credit <= least:
        yield Fault(f"{name}.payments", "partial_payment без оплаты типа 3 (кредит)")
    offset = paid.get(PREPAYMENT_OFFSET, Decimal(0))
    if offset > 0 and set(by_method) <= ADVANCE_METHODS:
        yield Fault(f"{name}.payments", "предоплата и аванс не оплачиваются типом 2 (зачёт)")
        return
    money = sum((by_method.get(method, Decimal(0)) for method in MONEY_METHODS), Decimal(0))
    without_money = sum(
        (paid.get(k, Decimal(0)) for k in (PREPAYMENT_OFFSET, CREDIT, COUNTER_PROVISION)),
        Decimal(0),
    )
    if without_money > Decimal(document["total"]) - money:
        yield Fault(
            f"{name}.payments", f"предоплата, аванс и оплата кредита на {money} только деньгами"
        )
    handed_over = sum(
        (by_method.get(method, Decimal(0)) for method in ("full_payment", "partial_payment")),
        Decimal(0),
    )
    if offset > handed_over:
        yield Fault(f"{name}.payments", f"зачёт {offset}, а товара к зачёту на {handed_over}")


def _repeated_vat_faults(document: Document, name: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, vat in enumerate(document.get("vats", ())):
        if vat["type"] in seen:
            yield Fault(f"{name}.vats[{index}].type", f"ставка {vat['type']} повторяется")
        seen.add(vat["type"])


def _correction_faults(document: Document, name: str, stamp: str) -> Iterator[Fault]:
    info = document.get("correction_info")
    if info is not None and info["type"] == "instruction" and not info.get("base_number"):
        yield Fault(
            f"{name}.correction_info.base_number", "обязателен для коррекции по предписанию"
        )
    if info is not None and _day(info["base_date"]) > _day(stamp):
        yield Fault(f"{name}.correction_info.base_date", "позже самого чека коррекции")


def _day(written: str) -> date:
    """Of "24.11.2026 10:15:00" or of the date alone."""
    return datetime.strptime(written[:10], "%d.%m.%Y").date()


def _object_faults(item: Document, path: str) -> Iterator[Fault]:
    if item["payment_method"] == "advance" and item["payment_object"] != ADVANCE_PAYMENT_OBJECT:
        yield Fault(f"{path}.payment_object", f"для аванса только {ADVANCE_PAYMENT_OBJECT}")


def _mark_faults(item: Document, path: str) -> Iterator[Fault]:
    share = item.get("mark_quantity")
    if share is not None:
        if item["measure"] != 0:
            yield Fault(f"{path}.mark_quantity", "допустимо только при measure = 0")
        if share["numerator"] >= share["denominator"]:
            yield Fault(f"{path}.mark_quantity.numerator", "числитель не меньше знаменателя")
    code = item.get("mark_code")
    needs_code = item["payment_object"] in OBJECTS_WITH_MARK_CODE
    if code is not None and not needs_code:
        yield Fault(f"{path}.mark_code", "допустимо только при payment_object 31 или 33")
    if code is None and needs_code:
        yield Fault(f"{path}.mark_code", "обязательно при payment_object 31 и 33")
    if code is not None and "gs1m" in code and decoded_gs1m(code["gs1m"]) is None:
        yield Fault(f"{path}.mark_code.gs1m", "ожидается base64 не более чем от 200 байт")


def decoded_gs1m(encoded: str) -> bytes | None:
    """The bytes of a full marking code, or None when it is no base64 or longer than 200 bytes."""
    try:
        code = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    return code if 0 < len(code) <= 200 else None


def _agent_faults(item: Document, path: str) -> Iterator[Fault]:
    if "agent_info" in item and "supplier_info" not in item:
        yield Fault(f"{path}.supplier_info", "обязательно вместе с agent_info")
    if "supplier_info" in item and "agent_info" not in item:
        yield Fault(f"{path}.agent_info", "обязательно вместе с supplier_info")
