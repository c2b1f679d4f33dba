"""The body of a receipt for ATOL Online v5 (FFD 1.2), made from the country-neutral document.

Pure: the same document gives the same bytes. Numbers are written as exact decimals with two places
(three for quantities), never through binary floats.
"""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

import msgspec

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.fiscal import FiscalDocument, Position, Seller
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.domain.quantity import MAX_QUANTITY_THOUSANDTHS, Unit
from pos_desktop.fiscal import reasons
from pos_desktop.fiscal.atol_text import fiscal_text

OPERATIONS = frozenset({"sell", "sell_refund", "buy", "buy_refund"})
MAX_POSITIONS = 100
MAX_VATS = 6
MAX_KEY_LENGTH = 128
MAX_NAME_LENGTH = 128  # FFD tag 1030
MAX_CASHIER_LENGTH = 64  # 1021
MAX_ADDRESS_LENGTH = 256  # 1009, 1187
MAX_EMAIL_LENGTH = 64  # 1008, 1117
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
# FFD tag 1212 without and with a marking code; work and services are not marked.
PAYMENT_OBJECTS = {"goods": (1, 33), "excise": (2, 31), "work": (3, 3), "service": (4, 4)}
# FFD tags 1031, 1081, 1215, 1216, 1217.
PAYMENT_TYPES = {"cash": 0, "card": 1, "qr": 1, "advance": 2, "credit": 3, "other": 4}
VAT_TYPES = frozenset(
    {
        *("none", "vat0", "vat5", "vat7", "vat10", "vat20", "vat22"),
        *("vat105", "vat107", "vat110", "vat120", "vat122"),
    }
)
TAX_SYSTEMS = frozenset({"osn", "usn_income", "usn_income_outcome", "esn", "patent"})
# Of these the operator itself fills the turnover (FFD tags 1104, 1105): there is no tax to state.
_WITHOUT_TAX = frozenset({"none", "vat0"})

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_INN = re.compile(r"[0-9]{10}|[0-9]{12}")
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def encode_json(content: object) -> bytes:
    """JSON with Decimal values written as plain numbers, digit by digit."""
    return _ENCODER.encode(content)


def receipt_body(document: FiscalDocument, key: str, seller: Seller, zone: tzinfo | None) -> bytes:
    """The request body of one receipt under that key.

    zone: of the shop; None is the machine's own. Raises RefusalError("fiscal.bad_document",
    field=..., value=...) for what the format cannot carry: such a document would be refused anyway.
    """
    _demand(document.operation in OPERATIONS, "operation", document.operation)
    _demand(0 < len(key) <= MAX_KEY_LENGTH, "external_id", key)
    _demand(0 < len(document.positions) <= MAX_POSITIONS, "items", len(document.positions))
    _demand(document.tax_system in TAX_SYSTEMS, "sno", document.tax_system)
    _demand(_INN.fullmatch(seller.inn) is not None, "inn", seller.inn)
    method = payment_method(document)
    receipt: dict[str, Any] = {
        "client": client(document.contact, seller),
        "company": company(document, seller),
        "items": [_item(position, method) for position in document.positions],
        "payments": _payments(document),
        "total": _roubles(document.total_minor, "total"),
    }
    vats = [_vat_sum(vat.vat, vat.vat_minor) for vat in document.vats]
    if len(vats) <= MAX_VATS:
        # Left out, the operator adds the positions up itself.
        receipt["vats"] = vats
    cashier = fiscal_text(document.cashier, MAX_CASHIER_LENGTH)
    if cashier:
        receipt["cashier"] = cashier
    if len(document.cashier_inn) == 12 and document.cashier_inn.isdecimal():
        receipt["cashier_inn"] = document.cashier_inn
    body: dict[str, Any] = {
        "timestamp": local_stamp(document.occurred_at_us, zone),
        "external_id": key,
        "receipt": receipt,
    }
    if any("mark_code" in item for item in receipt["items"]):
        # The goods have left the shop: a marking system that is silent may not hold the receipt up.
        body["ism_optional"] = True
    return encode_json(body)


def local_stamp(at_us: int, zone: tzinfo | None) -> str:
    """ "24.11.2026 10:15:00" in the shop's zone; the protocol takes no ISO 8601."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return moment.astimezone(zone).strftime("%d.%m.%Y %H:%M:%S")


def client(contact: str, seller: Seller) -> dict[str, str]:
    """The buyer's address for the electronic receipt, else the shop's own e-mail, else none."""
    email = _email(contact)
    if email:
        return {"email": email}
    digits = "".join(ch for ch in contact if ch.isascii() and ch.isdigit())
    if "@" not in contact and 5 <= len(digits) <= 15:
        local_form = len(digits) == 11 and digits[0] == "8" and "+" not in contact
        return {"phone": f"+7{digits[1:]}" if local_form else f"+{digits}"}
    return {"email": _email(seller.email) or "none"}


def company(document: FiscalDocument, seller: Seller) -> dict[str, str]:
    """The seller (FFD tags 1018, 1055, 1117, 1187, 1009)."""
    place = fiscal_text(seller.place or seller.address, MAX_ADDRESS_LENGTH)
    _demand(bool(place), "payment_address", seller.place)
    found = {
        "email": _email(seller.email) or "none",
        "sno": document.tax_system,
        "inn": seller.inn,
        "payment_address": place,
    }
    location = fiscal_text(seller.address, MAX_ADDRESS_LENGTH)
    if location:
        found["location"] = location
    return found


def payment_method(document: FiscalDocument) -> str:
    """FFD tag 1214 of every position: paid in full, partly or wholly on credit."""
    credit_minor = sum(t.amount_minor for t in document.tenders if t.kind == "credit")
    if credit_minor == 0:
        return "full_payment"
    return "credit" if credit_minor >= document.total_minor else "partial_payment"


def _item(position: Position, method: str) -> dict[str, Any]:
    _demand(position.unit in MEASURES, "measure", position.unit)
    _demand(position.kind in PAYMENT_OBJECTS, "payment_object", position.kind)
    _demand(0 < position.qty <= MAX_QUANTITY_THOUSANDTHS, "quantity", position.qty)
    plain, marked = PAYMENT_OBJECTS[position.kind]
    with_code = bool(position.marking) and marked != plain
    item: dict[str, Any] = {
        "name": fiscal_text(position.name, MAX_NAME_LENGTH) or "Товар",
        "price": _roubles(position.price_minor, "price"),
        "quantity": Decimal(position.qty).scaleb(-3),
        "measure": MEASURES[position.unit],
        "sum": _roubles(position.total_minor, "sum"),
        "payment_method": method,
        "payment_object": marked if with_code else plain,
        "vat": _vat_sum(position.vat, position.vat_minor),
    }
    if with_code:
        code = position.marking.encode()
        _demand(len(code) <= MAX_MARK_BYTES, "mark_code", len(code))
        item["mark_processing_mode"] = "0"
        item["mark_code"] = {"gs1m": base64.b64encode(code).decode("ascii")}
    return item


def _vat_sum(vat: str, vat_minor: int) -> dict[str, Any]:
    _demand(vat in VAT_TYPES, "vat", vat)
    if vat in _WITHOUT_TAX:
        return {"type": vat}
    return {"type": vat, "sum": _roubles(vat_minor, "vat.sum")}


def _payments(document: FiscalDocument) -> list[dict[str, Any]]:
    """Net sums by kind: change is never sent (a cash tender counts only with what it covered)."""
    by_type: dict[int, int] = {}
    for tender in document.tenders:
        _demand(tender.kind in PAYMENT_TYPES, "payments", tender.kind)
        kind = PAYMENT_TYPES[tender.kind]
        by_type[kind] = by_type.get(kind, 0) + tender.amount_minor
    return [
        {"type": kind, "sum": _roubles(amount_minor, "payments.sum")}
        for kind, amount_minor in by_type.items()
    ]


def _roubles(amount_minor: int, field: str) -> Decimal:
    _demand(0 <= amount_minor <= MAX_AMOUNT_MINOR, field, amount_minor)
    return Decimal(amount_minor).scaleb(-2)


def _email(text: str) -> str:
    plain = text.strip()
    fits = plain.isascii() and len(plain) <= MAX_EMAIL_LENGTH
    return plain if fits and _EMAIL.fullmatch(plain) else ""


def _demand(right: bool, field: str, value: object) -> None:
    if not right:
        raise RefusalError(reasons.BAD_DOCUMENT, field=field, value=value)
