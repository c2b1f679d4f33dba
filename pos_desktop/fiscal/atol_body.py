"""The body of a document for ATOL Online v5 (FFD 1.2), made from the country-neutral one.

Pure: the same document gives the same bytes. Positions, parties and values are in atol_items,
atol_parties and atol_values.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from pos_desktop.domain.facts import CorrectionBasis
from pos_desktop.domain.fiscal import FiscalDocument, Seller
from pos_desktop.fiscal.atol_items import item
from pos_desktop.fiscal.atol_parties import client, company
from pos_desktop.fiscal.atol_text import fiscal_text
from pos_desktop.fiscal.atol_values import (
    demand,
    encode_json,
    is_inn,
    local_stamp,
    roubles,
    vat_sum,
    written_day,
)

RECEIPTS = frozenset({"sell", "sell_refund", "buy", "buy_refund"})
CORRECTIONS = frozenset({"sell_correction", "sell_refund_correction"})
MAX_POSITIONS = 100
MAX_VATS = 6
MAX_KEY_LENGTH = 128
MAX_CASHIER_LENGTH = 64  # FFD tag 1021
MAX_BASE_NUMBER_LENGTH = 32  # 1179
MAX_CHECK_PROPS_LENGTH = 16  # 1192

# FFD tags 1031, 1081, 1215, 1216, 1217. A certificate is money taken before, as an advance is.
PAYMENT_TYPES = {
    "cash": 0,
    "card": 1,
    "qr": 1,
    "advance": 2,
    "certificate": 2,
    "store_credit": 2,
    "credit": 3,
    "other": 4,
}
TAX_SYSTEMS = frozenset({"osn", "usn_income", "usn_income_outcome", "esn", "patent"})


def receipt_body(document: FiscalDocument, key: str, seller: Seller, zone: tzinfo | None) -> bytes:
    """The request body of one document under that key: a receipt, or a correction for the two
    operations of one.

    zone: of the shop; None is the machine's own. Raises RefusalError("fiscal.bad_document",
    field=..., value=...) for what the format cannot carry: such a document would be refused anyway.
    """
    correcting = document.operation in CORRECTIONS
    demand(correcting or document.operation in RECEIPTS, "operation", document.operation)
    demand(0 < len(key) <= MAX_KEY_LENGTH, "external_id", key)
    content = _content(document, seller)
    if correcting:
        content["correction_info"] = correction_info(document.correction)
        if document.contact or document.buyer_name or document.buyer_inn:
            content["client"] = client(document, seller)
    else:
        content["client"] = client(document, seller)
    body: dict[str, Any] = {
        "timestamp": local_stamp(document.occurred_at_us, zone),
        "external_id": key,
        "correction" if correcting else "receipt": content,
    }
    if any("mark_code" in position for position in content["items"]):
        # The goods have left the shop: a marking system that is silent may not hold the receipt up.
        body["ism_optional"] = True
    return encode_json(body)


def _content(document: FiscalDocument, seller: Seller) -> dict[str, Any]:
    """What a receipt and a correction have in common."""
    demand(0 < len(document.positions) <= MAX_POSITIONS, "items", len(document.positions))
    demand(document.tax_system in TAX_SYSTEMS, "sno", document.tax_system)
    demand(is_inn(seller.inn), "inn", seller.inn)
    content: dict[str, Any] = {
        "company": company(document, seller),
        "items": [item(position) for position in document.positions],
        "payments": _payments(document),
        "total": roubles(document.total_minor, "total"),
    }
    vats = [vat_sum(vat.vat, vat.vat_minor) for vat in document.vats]
    if len(vats) <= MAX_VATS:
        # Left out, the operator adds the positions up itself.
        content["vats"] = vats
    cashier = fiscal_text(document.cashier, MAX_CASHIER_LENGTH)
    if cashier:
        content["cashier"] = cashier
    if len(document.cashier_inn) == 12 and is_inn(document.cashier_inn):
        content["cashier_inn"] = document.cashier_inn
    if document.original_fp:
        # FFD tag 1192: the fiscal sign of the receipt that is taken back or put right.
        fp = document.original_fp
        demand(fp.isascii() and len(fp) <= MAX_CHECK_PROPS_LENGTH, "additional_check_props", fp)
        content["additional_check_props"] = fp
    return content


def correction_info(basis: CorrectionBasis | None) -> dict[str, str]:
    """Why a correction is made (FFD tags 1173, 1178, 1179)."""
    if basis is None:
        demand(False, "correction_info", None)
        return {}
    demand(basis.kind in ("self", "instruction"), "correction_info.type", basis.kind)
    info = {
        "type": basis.kind,
        "base_date": written_day(basis.base_date, "correction_info.base_date"),
    }
    number = fiscal_text(basis.base_number, MAX_BASE_NUMBER_LENGTH)
    demand(bool(number) or basis.kind == "self", "correction_info.base_number", basis.base_number)
    if number:
        info["base_number"] = number
    return info


def _payments(document: FiscalDocument) -> list[dict[str, Any]]:
    """Net sums by kind: change is never sent (a cash tender counts only with what it covered)."""
    by_type: dict[int, int] = {}
    for tender in document.tenders:
        demand(tender.kind in PAYMENT_TYPES, "payments", tender.kind)
        kind = PAYMENT_TYPES[tender.kind]
        by_type[kind] = by_type.get(kind, 0) + tender.amount_minor
    return [
        {"type": kind, "sum": roubles(amount_minor, "payments.sum")}
        for kind, amount_minor in by_type.items()
    ]
