"""Reads of customers and their accounts (the CustomerBook port)."""

from __future__ import annotations

from datetime import date
from typing import Any

from pos_desktop.domain.customers import (
    Account,
    AccountMove,
    Certificate,
    Customer,
    Holdings,
    Purchase,
)
from pos_desktop.journal.customers import statements as sql
from pos_desktop.journal.customers.folding import search_values
from pos_desktop.journal.readers import Readers


class SqliteCustomerBook:
    """calling_code: of the country, to find telephones typed with its trunk prefix."""

    def __init__(self, readers: Readers, calling_code: str = "7") -> None:
        self._readers = readers
        self._calling_code = calling_code

    def customer(self, customer_id: str) -> Customer | None:
        return self._first(sql.CUSTOMER, {"customer_id": customer_id})

    def by_card(self, card: str) -> Customer | None:
        return self._first(sql.CUSTOMER_OF_CARD, {"card": card})

    def by_phone(self, phone: str) -> list[Customer]:
        rows = self._readers.rows(sql.CUSTOMER_OF_PHONE, {"phone": phone})
        return [_customer(row) for row in rows]

    def search(self, text: str, limit: int = 50) -> list[Customer]:
        values = search_values(text, self._calling_code)
        if values is None:
            return []
        rows = self._readers.rows(sql.SEARCH_CUSTOMERS, {**values, "most": limit})
        return [_customer(row) for row in rows]

    def last(self, limit: int = 50) -> list[Customer]:
        rows = self._readers.rows(sql.LAST_CUSTOMERS, {"most": limit})
        return [_customer(row) for row in rows]

    def count(self) -> int:
        return int((self._readers.row(sql.COUNT_CUSTOMERS) or (0,))[0])

    def holdings(self, customer_id: str) -> Holdings:
        bonus_minor, moved_us, _ = self._balance(Account.BONUS, customer_id)
        return Holdings(
            bonus_minor=bonus_minor,
            debt_minor=self._balance(Account.DEBT, customer_id)[0],
            store_credit_minor=self._balance(Account.STORE_CREDIT, customer_id)[0],
            bonus_moved_us=moved_us,
        )

    def bonus_spent_since(self, customer_id: str, since_us: int) -> int:
        return self._spent_since(Account.BONUS, customer_id, since_us)

    def certificate_spent_since(self, number: str, since_us: int) -> int:
        return self._spent_since(Account.CERTIFICATE, number, since_us)

    def bonus_of_original(self, customer_id: str, why: str, sale_id: str) -> tuple[int, int]:
        values = {**_of(Account.BONUS, customer_id), "why": why, "original": sale_id}
        row = self._readers.row(sql.OF_ORIGINAL, values) or (0, 0)
        return int(row[0]), int(row[1])

    def certificate(self, number: str) -> Certificate | None:
        balance_minor, _, moves = self._balance(Account.CERTIFICATE, number)
        if not moves:
            return None
        row = self._readers.row(sql.VALID_UNTIL, _of(Account.CERTIFICATE, number))
        return Certificate(number, balance_minor, date.fromisoformat(row[0]) if row else None)

    def moves(self, account: Account, holder: str, limit: int = 200) -> list[AccountMove]:
        rows = self._readers.rows(sql.MOVES, {**_of(account, holder), "most": limit})
        return [
            AccountMove(at_us, why, amount, "" if receipt.startswith("seq-") else receipt, *rest)
            for at_us, why, amount, receipt, *rest in rows
        ]

    def purchases(self, customer_id: str, limit: int = 200) -> list[Purchase]:
        rows = self._readers.rows(sql.PURCHASES, {"customer_id": customer_id, "most": limit})
        return [Purchase(*row) for row in rows]

    def _first(self, statement: str, values: dict[str, object]) -> Customer | None:
        row = self._readers.row(statement, values)
        return _customer(row) if row else None

    def _balance(self, account: Account, holder: str) -> tuple[int, int, int]:
        row = self._readers.row(sql.BALANCE, _of(account, holder)) or (0, 0, 0)
        return int(row[0]), int(row[1]), int(row[2])

    def _spent_since(self, account: Account, holder: str, since_us: int) -> int:
        values = {**_of(account, holder), "since_us": since_us}
        return int((self._readers.row(sql.SPENT_SINCE, values) or (0,))[0])


def _of(account: Account, holder: str) -> dict[str, object]:
    return {"account": account.value, "holder": holder}


def _customer(row: tuple[Any, ...]) -> Customer:
    """A row of the table without saved_at_us and fold."""
    customer_id, name, phone, email, card, group, price_list, birth_date, note = row[:9]
    consent, buyer_inn, credit_limit_minor = row[9:]
    return Customer(
        customer_id=customer_id,
        name=name,
        phone=phone,
        email=email,
        card=card,
        group=group,
        price_list=price_list,
        birth_date=birth_date,
        note=note,
        consent=bool(consent),
        buyer_inn=buyer_inn,
        credit_limit_minor=credit_limit_minor,
    )
