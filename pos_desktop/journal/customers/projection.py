"""From the facts about customers to the tables: the customer as he is now, every move of his
accounts once, and which receipts are his."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.customers import Account
from pos_desktop.domain.facts import (
    BonusMoved,
    CertificateMoved,
    CreditMoved,
    CustomerSaved,
    PriceListChanged,
    SaleCompleted,
)
from pos_desktop.journal.customers import statements as sql
from pos_desktop.journal.customers.folding import customer_fold
from pos_desktop.journal.projected import Applier, Projected

_CERTIFICATE_SIGNS = {"sold": 1, "topped_up": 1, "returned": 1, "spent": -1, "withdrawn": -1}
_CREDIT = {
    "debt": (Account.DEBT, 1),
    "repaid": (Account.DEBT, -1),
    "debt_cancelled": (Account.DEBT, -1),
    "store_credit_given": (Account.STORE_CREDIT, 1),
    "store_credit_spent": (Account.STORE_CREDIT, -1),
}


def note_sale(db: sqlite.Cursor, fact: SaleCompleted) -> None:
    """A receipt of a known customer."""
    values = {"customer_id": fact.customer_id, "number": fact.number}
    db.execute(sql.ADD_CUSTOMER_SALE, values)


def _customer_saved(db: sqlite.Cursor, _seq: int, at_us: int, fact: CustomerSaved) -> None:
    values = {
        name: getattr(fact, name)
        for name in (
            "customer_id", "name", "phone", "email", "card", "group", "price_list", "birth_date",
            "note", "buyer_inn", "credit_limit_minor",
        )
    }  # fmt: skip
    fold = customer_fold(fact.name, fact.phone, fact.card, fact.email)
    db.execute(
        sql.SAVE_CUSTOMER,
        {**values, "consent": int(fact.consent), "saved_at_us": at_us, "fold": fold},
    )


def _bonus_moved(db: sqlite.Cursor, seq: int, at_us: int, fact: BonusMoved) -> None:
    _move(
        db, seq, at_us, fact,
        {
            "account": Account.BONUS.value,
            "holder": fact.customer_id,
            "why": fact.why,
            "amount_minor": fact.amount_minor,
            "reason": fact.reason,
            "original": fact.original_sale_id,
            "base_minor": fact.base_minor,
        },
    )  # fmt: skip


def _certificate_moved(db: sqlite.Cursor, seq: int, at_us: int, fact: CertificateMoved) -> None:
    _move(
        db, seq, at_us, fact,
        {
            "account": Account.CERTIFICATE.value,
            "holder": fact.number,
            "why": fact.kind,
            "amount_minor": _CERTIFICATE_SIGNS[fact.kind] * fact.amount_minor,
            "valid_until": fact.valid_until,
        },
    )  # fmt: skip


def _credit_moved(db: sqlite.Cursor, seq: int, at_us: int, fact: CreditMoved) -> None:
    account, sign = _CREDIT[fact.kind]
    _move(
        db, seq, at_us, fact,
        {
            "account": account.value,
            "holder": fact.customer_id,
            "why": fact.kind,
            "amount_minor": sign * fact.amount_minor,
            "reason": fact.reason,
        },
    )  # fmt: skip


def _move(
    db: sqlite.Cursor,
    seq: int,
    at_us: int,
    fact: BonusMoved | CertificateMoved | CreditMoved,
    values: dict[str, Any],
) -> None:
    row = {
        "receipt": fact.sale_id or f"seq-{seq}",
        "at_us": at_us,
        "staff_name": fact.staff_name,
        "valid_until": "",
        "reason": "",
        "original": "",
        "base_minor": 0,
    }
    db.execute(sql.ADD_MOVE, {**row, **values})


PROJECTED: tuple[Projected, ...] = (
    Projected("customer", sql.CLEAR_CUSTOMER, sql.ALL_CUSTOMERS),
    Projected("account_move", sql.CLEAR_MOVES, sql.ALL_MOVES),
    Projected("customer_sale", sql.CLEAR_CUSTOMER_SALES, sql.ALL_CUSTOMER_SALES),
)

APPLIERS: dict[type[Any], Applier] = {
    CustomerSaved: _customer_saved,
    BonusMoved: _bonus_moved,
    CertificateMoved: _certificate_moved,
    CreditMoved: _credit_moved,
    PriceListChanged: lambda _db, _seq, _at_us, _fact: None,
}
