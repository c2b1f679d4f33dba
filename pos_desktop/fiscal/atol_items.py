"""One position of a document for ATOL Online v5: what is settled, how, for whom, with which tax."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

from pos_desktop.domain.fiscal import Position
from pos_desktop.domain.gs1 import is_tobacco_pack
from pos_desktop.domain.quantity import MAX_QUANTITY_THOUSANDTHS, Unit
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.fiscal.atol_parties import agent_fields
from pos_desktop.fiscal.atol_text import fiscal_text
from pos_desktop.fiscal.atol_values import demand, roubles, vat_sum

MAX_NAME_LENGTH = 128  # FFD tag 1030
MAX_MARK_BYTES = 200

# FFD tag 2108.
MEASURES: dict[str, int] = {
    Unit.PIECE: 0,
    Unit.GRAM: 10,
    Unit.KILOGRAM: 11,
    Unit.CENTIMETRE: 20,
    Unit.METRE: 22,
    Unit.SQUARE_METRE: 32,
    Unit.MILLILITRE: 40,
    Unit.LITRE: 41,
    Unit.CUBIC_METRE: 42,
    Unit.HOUR: 71,
    Unit.OTHER: 255,
}
# FFD tag 1212.
PAYMENT_OBJECTS: dict[str, int] = {
    "goods": 1,
    "excise": 2,
    "work": 3,
    "service": 4,
    "lottery_ticket": 7,
    "intellectual": 9,
    "payment": 10,
    "agent_fee": 11,
    "other": 13,
    "property_right": 14,
    "deposit": 19,
}
# FFD tag 1212 of goods of a marked group: without their code and with it.
MARKED_OBJECTS: dict[str, tuple[int, int]] = {"goods": (32, 33), "excise": (30, 31)}
# FFD tag 1214. Of the settlement before or after the goods only money is the object, whatever it
# is for (value 10: "an advance, a deposit, a prepayment, a credit"); goods that stay in the shop
# do not leave the marking system.
MONEY_ONLY = frozenset(
    {
        PaymentMethod.FULL_PREPAYMENT.value,
        PaymentMethod.PREPAYMENT.value,
        PaymentMethod.ADVANCE.value,
        PaymentMethod.CREDIT_PAYMENT.value,
    }
)
_METHODS = frozenset(method.value for method in PaymentMethod)


def item(position: Position) -> dict[str, Any]:
    """The position as a JSON object (FFD tag 1059)."""
    demand(position.unit in MEASURES, "measure", position.unit)
    demand(position.kind in PAYMENT_OBJECTS, "payment_object", position.kind)
    demand(position.method in _METHODS, "payment_method", position.method)
    demand(0 < position.qty <= MAX_QUANTITY_THOUSANDTHS, "quantity", position.qty)
    with_code = bool(position.marking) and _is_marked(position)
    found: dict[str, Any] = {
        "name": fiscal_text(position.name, MAX_NAME_LENGTH) or "Товар",
        "price": roubles(position.price_minor, "price"),
        "quantity": Decimal(position.qty).scaleb(-3),
        "measure": MEASURES[position.unit],
        "sum": roubles(position.total_minor, "sum"),
        "payment_method": position.method,
        "payment_object": payment_object(position),
        "vat": vat_sum(position.vat, position.vat_minor),
    }
    if with_code:
        code = position.marking.encode()
        demand(len(code) <= MAX_MARK_BYTES, "mark_code", len(code))
        found["mark_processing_mode"] = "0"
        # A pack of tobacco bears a code without application identifiers (FFD tag 1306).
        short = is_tobacco_pack(position.marking)
        found["mark_code"] = (
            {"short": position.marking}
            if short
            else {"gs1m": base64.b64encode(code).decode("ascii")}
        )
    if position.agent is not None:
        found |= agent_fields(position.agent)
    return found


def payment_object(position: Position) -> int:
    """FFD tag 1212."""
    if position.method in MONEY_ONLY:
        return PAYMENT_OBJECTS["payment"]
    if _is_marked(position):
        return MARKED_OBJECTS[position.kind][1 if position.marking else 0]
    return PAYMENT_OBJECTS[position.kind]


def _is_marked(position: Position) -> bool:
    """Only goods that change hands now; work, services and money are never marked."""
    of_group = bool(position.marked_group or position.marking)
    return of_group and position.method not in MONEY_ONLY and position.kind in MARKED_OBJECTS
