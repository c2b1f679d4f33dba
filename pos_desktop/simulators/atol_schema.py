"""The shape of an ATOL Online v5 request body (FFD 1.2): fields, lengths, enumerations, numbers.

Numbers in comments are the FFD tags the fields end up in. Rules between fields are in `atol_rules`.
"""

from __future__ import annotations

from pos_desktop.simulators.atol_shapes import (
    Check,
    Fault,
    decimal,
    exactly_one,
    flag,
    listing,
    moment,
    one_of,
    record,
    text,
    whole,
)

RECEIPT_OPERATIONS = ("sell", "sell_refund", "buy", "buy_refund")
CORRECTION_OPERATIONS = (
    "sell_correction",
    "buy_correction",
    "sell_refund_correction",
    "buy_refund_correction",
)
OPERATIONS = RECEIPT_OPERATIONS + CORRECTION_OPERATIONS

PAYMENT_METHODS = (
    "full_prepayment",
    "prepayment",
    "advance",
    "full_payment",
    "partial_payment",
    "credit",
    "credit_payment",
)
MEASURES = frozenset(
    {0, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 70, 71, 72, 73, 80, 81, 82, 83, 255}
)
PAYMENT_OBJECTS = frozenset({*range(1, 28), *range(30, 34)})
VAT_TYPES = (
    "none",
    "vat0",
    "vat10",
    "vat110",
    "vat20",
    "vat120",
    "vat5",
    "vat7",
    "vat105",
    "vat107",
    "vat22",
    "vat122",
)
TAX_SYSTEMS = ("osn", "usn_income", "usn_income_outcome", "envd", "esn", "patent")
AGENT_TYPES = (
    "bank_paying_agent",
    "bank_paying_subagent",
    "paying_agent",
    "paying_subagent",
    "attorney",
    "commission_agent",
    "another",
)

_MONEY = decimal(2, "42949672.95")
_DATE = moment("dd.mm.yyyy", "%d.%m.%Y")
_DATE_TIME = moment("dd.mm.yyyy HH:MM:SS", "%d.%m.%Y %H:%M:%S")
_INN = text(12, pattern="[0-9]{10}|[0-9]{12}", hint="ожидается ИНН из 10 или 12 цифр")
_EMAIL = text(
    64, pattern=r"none|[^@\s]+@[^@\s]+\.[^@\s.]+", hint="ожидается адрес электронной почты"
)
_PHONE = text(19, pattern=r"none|\+?[0-9]{1,19}", hint="ожидается телефон: + и цифры, либо none")
_PHONES = listing(_PHONE, 1, 100)

_CLIENT = record(
    {},
    {
        "email": _EMAIL,  # 1008
        "phone": _PHONE,  # 1008
        "name": text(256),  # 1227
        "inn": _INN,  # 1228
        "birthdate": _DATE,  # 1243
        "citizenship": text(3, pattern="[0-9]{3}"),  # 1244
        "document_code": text(2, pattern="[0-9]{2}"),  # 1245
        "document_data": text(64),  # 1246
        "address": text(256),  # 1254
    },
)
_COMPANY = record(
    {
        "email": _EMAIL,  # 1117
        "sno": one_of(*TAX_SYSTEMS),  # 1055
        "inn": _INN,  # 1018
        "payment_address": text(256, min_length=1),  # 1187
    },
    {"location": text(256)},  # 1009
)
_SECTORAL_PROPERTIES = listing(  # 1260, 1261
    record(
        {
            "federal_id": text(3, pattern="[0-9]{3}"),  # 1262
            "date": _DATE,  # 1263
            "number": text(32, min_length=1),  # 1264
            "value": text(256, min_length=1),  # 1265
        }
    ),
    1,
    100,
)
# A full code of the marking system: base64 of at most 200 characters is at most 268 characters.
_MARK_CODE = exactly_one(  # 1163
    {
        "unknown": text(32, min_length=1),
        "ean8": text(8, pattern="[0-9]{8}"),
        "ean13": text(13, pattern="[0-9]{13}"),
        "itf14": text(14, pattern="[0-9]{14}"),
        "gs10": text(38, min_length=1),
        "gs1m": text(268, min_length=1),
        "short": text(38, min_length=1),
        "fur": text(20, min_length=1),
        "egais20": text(23, min_length=23),
        "egais30": text(14, min_length=14),
    }
)
_AGENT = record(  # 1222, 1223
    {"type": one_of(*AGENT_TYPES)},
    {
        "paying_agent": record({}, {"operation": text(24), "phones": _PHONES}),
        "receive_payments_operator": record({}, {"phones": _PHONES}),
        "money_transfer_operator": record(
            {}, {"phones": _PHONES, "name": text(64), "address": text(256), "inn": _INN}
        ),
    },
)
_VAT = record({"type": one_of(*VAT_TYPES)}, {"sum": _MONEY})
_ITEM = record(
    {
        "name": text(128, min_length=1),  # 1030
        "price": _MONEY,  # 1079
        "quantity": decimal(3, "99999.999"),  # 1023
        "measure": whole(MEASURES),  # 2108
        "sum": _MONEY,  # 1043
        "payment_method": one_of(*PAYMENT_METHODS),  # 1214
        "payment_object": whole(PAYMENT_OBJECTS),  # 1212
        "vat": _VAT,  # 1199, 1200
    },
    {
        "user_data": text(64),  # 1191
        "excise": _MONEY,  # 1229
        "country_code": text(3, pattern="[0-9]{3}"),  # 1230
        "declaration_number": text(32, min_length=1),  # 1231
        "mark_quantity": record(  # 1291
            {"numerator": whole(range(1, 2**31)), "denominator": whole(range(1, 2**31))}
        ),
        "mark_processing_mode": one_of("0"),  # 2102
        "mark_code": _MARK_CODE,
        "sectoral_item_props": _SECTORAL_PROPERTIES,
        "agent_info": _AGENT,
        "supplier_info": record(  # 1224, 1226
            {"inn": _INN}, {"phones": _PHONES, "name": text(256)}
        ),
        "planned_status": whole(range(1, 7)),  # 2003
        "wholesale": flag,
    },
)
_PAYMENT = record({"type": whole(range(10)), "sum": _MONEY})
_DOCUMENT_REQUIRED: dict[str, Check] = {
    "company": _COMPANY,
    "items": listing(_ITEM, 1, 100),  # 1059
    "payments": listing(_PAYMENT, 1, 10),
    "total": _MONEY,  # 1020
}
_DOCUMENT_OPTIONAL: dict[str, Check] = {
    "vats": listing(_VAT, 1, 6),
    "cashier": text(64),  # 1021
    "cashier_inn": text(12, pattern="[0-9]{12}", hint="ожидается ИНН из 12 цифр"),  # 1203
    "additional_check_props": text(16),  # 1192
    "additional_user_props": record(  # 1084
        {"name": text(64, min_length=1), "value": text(256, min_length=1)}
    ),
    "operating_check_props": record(  # 1270
        {"name": one_of("0"), "value": text(64), "timestamp": _DATE_TIME}
    ),
    "sectoral_check_props": _SECTORAL_PROPERTIES,
    "device_number": text(20),  # 1036
    "internet": flag,  # 1125
    "timezone": whole(range(1, 12)),
    "cashless_payments": listing(  # 1234
        record(
            {"sum": _MONEY},
            {"method": whole(range(256)), "id": text(256), "additional_info": text(256)},
        ),
        1,
        10,
    ),
}
_RECEIPT = record({"client": _CLIENT, **_DOCUMENT_REQUIRED}, _DOCUMENT_OPTIONAL)
_CORRECTION = record(
    {
        "correction_info": record(  # 1173, 1174
            {"type": one_of("self", "instruction"), "base_date": _DATE}, {"base_number": text(32)}
        ),
        **_DOCUMENT_REQUIRED,
    },
    {"client": _CLIENT, **_DOCUMENT_OPTIONAL},
)


def _root(document_name: str, document: Check) -> Check:
    return record(
        {
            "timestamp": _DATE_TIME,
            "external_id": text(128, min_length=1),
            document_name: document,
        },
        {
            "service": record(
                {},
                {
                    "callback_url": text(
                        256, pattern=r"|https?://\S+", hint="ожидается адрес http или https"
                    )
                },
            ),
            "ism_optional": flag,
        },
    )


_RECEIPT_ROOT = _root("receipt", _RECEIPT)
_CORRECTION_ROOT = _root("correction", _CORRECTION)
_TOKEN_REQUEST = record(
    {"login": text(100, min_length=1), "pass": text(100, min_length=1)}, {"source": text(100)}
)


def document_name(operation: str) -> str:
    """The name of the body's main part: "correction" for corrections, else "receipt"."""
    return "correction" if operation in CORRECTION_OPERATIONS else "receipt"


def document_faults(operation: str, body: object) -> list[Fault]:
    """What is wrong with the shape of a request to one of OPERATIONS; empty when nothing is."""
    root = _CORRECTION_ROOT if operation in CORRECTION_OPERATIONS else _RECEIPT_ROOT
    return list(root(body, ""))


def token_request_faults(body: object) -> list[Fault]:
    """What is wrong with the shape of a getToken request."""
    return list(_TOKEN_REQUEST(body, ""))
