"""Customers and their accounts for the tests of operations: sums of what the fake journal was
given, each move of a receipt once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from pos_desktop.domain.customers import (
    Account,
    AccountMove,
    Certificate,
    Customer,
    Holdings,
    Purchase,
)
from pos_desktop.domain.facts import (
    BonusMoved,
    CertificateMoved,
    CreditMoved,
    CustomerSaved,
    SaleCompleted,
)

CREDIT = {
    "debt": (Account.DEBT, 1),
    "repaid": (Account.DEBT, -1),
    "debt_cancelled": (Account.DEBT, -1),
    "store_credit_given": (Account.STORE_CREDIT, 1),
    "store_credit_spent": (Account.STORE_CREDIT, -1),
}


class FakeCustomers:
    def __init__(self, journal) -> None:
        self.journal = journal
        self.at_us = 0

    def _all(self) -> list[Customer]:
        found = {}
        for fact in self.journal.facts():
            if isinstance(fact, CustomerSaved):
                known = asdict(fact)
                del known["staff_id"], known["staff_name"]
                found[fact.customer_id] = Customer(**known)
        return list(found.values())

    def _moves(self, account: Account, holder: str) -> list[tuple[object, int, int]]:
        """(fact, amount, when), newest last."""
        moves, seen = [], set()
        for commit in self.journal.commits:
            for fact in commit.facts:
                owner, of, sign = None, None, 1
                if isinstance(fact, BonusMoved):
                    owner, of = fact.customer_id, Account.BONUS
                elif isinstance(fact, CertificateMoved):
                    owner, of = fact.number, Account.CERTIFICATE
                    sign = -1 if fact.kind in ("spent", "withdrawn") else 1
                elif isinstance(fact, CreditMoved):
                    owner, (of, sign) = fact.customer_id, CREDIT[fact.kind]
                why = getattr(fact, "why", getattr(fact, "kind", ""))
                if (of, owner) != (account, holder):
                    continue
                if fact.sale_id and (fact.sale_id, why) in seen:
                    continue
                seen.add((fact.sale_id, why))
                moves.append((fact, sign * fact.amount_minor, commit.occurred_at_us))
        return moves

    def _sum(self, account: Account, holder: str) -> int:
        return sum(amount for _, amount, _ in self._moves(account, holder))

    def customer(self, customer_id: str) -> Customer | None:
        return next((c for c in self._all() if c.customer_id == customer_id), None)

    def by_card(self, card: str) -> Customer | None:
        return next((c for c in self._all() if card and c.card == card), None)

    def by_phone(self, phone: str) -> list[Customer]:
        return [c for c in self._all() if phone and c.phone == phone][:2]

    def search(self, text: str, limit: int = 50) -> list[Customer]:
        return [c for c in self._all() if text in c.name or text in c.phone][:limit]

    def last(self, limit: int = 50) -> list[Customer]:
        return self._all()[-limit:]

    def count(self) -> int:
        return len(self._all())

    def holdings(self, customer_id: str) -> Holdings:
        moves = self._moves(Account.BONUS, customer_id)
        return Holdings(
            self._sum(Account.BONUS, customer_id),
            self._sum(Account.DEBT, customer_id),
            self._sum(Account.STORE_CREDIT, customer_id),
            max((at for _, _, at in moves), default=0),
        )

    def _spent_since(self, account: Account, holder: str, since_us: int) -> int:
        moves = self._moves(account, holder)
        return -sum(
            amount
            for fact, amount, at in moves
            if at >= since_us and "spent" in (getattr(fact, "why", ""), getattr(fact, "kind", ""))
        )

    def bonus_spent_since(self, customer_id: str, since_us: int) -> int:
        return self._spent_since(Account.BONUS, customer_id, since_us)

    def certificate_spent_since(self, number: str, since_us: int) -> int:
        return self._spent_since(Account.CERTIFICATE, number, since_us)

    def bonus_of_original(self, customer_id: str, why: str, sale_id: str) -> tuple[int, int]:
        found = [
            fact
            for fact, _, _ in self._moves(Account.BONUS, customer_id)
            if fact.why == why and fact.original_sale_id == sale_id
        ]
        return sum(f.amount_minor for f in found), sum(f.base_minor for f in found)

    def certificate(self, number: str) -> Certificate | None:
        moves = self._moves(Account.CERTIFICATE, number)
        if not moves:
            return None
        until = [fact.valid_until for fact, _, _ in moves if fact.valid_until]
        return Certificate(
            number,
            self._sum(Account.CERTIFICATE, number),
            date.fromisoformat(until[-1]) if until else None,
        )

    def moves(self, account: Account, holder: str, limit: int = 200) -> list[AccountMove]:
        return [
            AccountMove(
                at, getattr(fact, "why", getattr(fact, "kind", "")), amount, fact.sale_id,
                getattr(fact, "reason", ""), fact.staff_name,
            )
            for fact, amount, at in reversed(self._moves(account, holder))
        ]  # fmt: skip

    def purchases(self, customer_id: str, limit: int = 200) -> list[Purchase]:
        return [
            Purchase(f.sale_id, f.number, 0, f.operation, f.total_minor)
            for f in self.journal.facts()
            if isinstance(f, SaleCompleted) and f.customer_id == customer_id
        ]
