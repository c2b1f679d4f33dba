"""Who buys here and what he holds: reads of the journal, safe from any thread."""

from __future__ import annotations

from typing import Protocol

from pos_desktop.domain.customers import (
    Account,
    AccountMove,
    Certificate,
    Customer,
    Holdings,
    Purchase,
)


class CustomerBook(Protocol):
    """Every answer is of this register's own journal, with no network."""

    def customer(self, customer_id: str) -> Customer | None: ...
    def by_card(self, card: str) -> Customer | None: ...
    def by_phone(self, phone: str) -> list[Customer]:
        """At most two: whether the number (E.164) is one person's."""
        ...

    def search(self, text: str, limit: int = 50) -> list[Customer]:
        """By part of the name, telephone, card or e-mail, in order of names."""
        ...

    def last(self, limit: int = 50) -> list[Customer]:
        """Those who were added or changed last."""
        ...

    def count(self) -> int: ...
    def holdings(self, customer_id: str) -> Holdings: ...
    def bonus_spent_since(self, customer_id: str, since_us: int) -> int:
        """Minor units of points spent here since then, given-back ones not taken off."""
        ...

    def certificate_spent_since(self, number: str, since_us: int) -> int: ...
    def bonus_of_original(self, customer_id: str, why: str, sale_id: str) -> tuple[int, int]:
        """(points, sum of receipts) of the refunds of one sale so far."""
        ...

    def certificate(self, number: str) -> Certificate | None:
        """None where no certificate of this number was ever sold here."""
        ...

    def moves(self, account: Account, holder: str, limit: int = 200) -> list[AccountMove]:
        """Newest first."""
        ...

    def purchases(self, customer_id: str, limit: int = 200) -> list[Purchase]:
        """Newest first."""
        ...
