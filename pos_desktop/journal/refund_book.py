"""The RefundBook port on SQLite, and the check that stands inside the commit of a refund."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import RefusalError, StorageError
from pos_desktop.domain.facts import RefundBegun
from pos_desktop.domain.refund import Returned
from pos_desktop.journal import statements as journal_sql
from pos_desktop.journal.customers import statements as customers_sql
from pos_desktop.journal.ledger import SqliteLedger
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.refunds import statements as sql
from pos_desktop.journal.refunds.under_way import begun_of
from pos_desktop.journal.sale_places import first_completed_after
from pos_desktop.ports import ReturnedBefore, SaleDetail, TimeSpan

MOST = 30
"""So many receipts are worth choosing from; with more the question was too wide."""


class SqliteRefundBook:
    """Times are narrowed to numbers by bisection, since sales lie in order of their completion:
    no index of times, sums or cards costs a sale a page."""

    def __init__(self, readers: Readers, ledger: SqliteLedger) -> None:
        self._readers = readers
        self._ledger = ledger

    def returned(self, sale_id: str) -> dict[int, Returned]:
        rows = self._readers.rows(sql.RETURNED_LINES, {"sale_id": sale_id})
        return {n: Returned(qty, total_minor) for n, qty, total_minor in rows}

    def given_back(self, sale_id: str) -> dict[str, int]:
        return dict(self._readers.rows(sql.RETURNED_MONEY, {"sale_id": sale_id}))

    def unfinished(self) -> RefundBegun | None:
        row = self._readers.row(sql.FIRST_BEGUN)
        if row is None:
            return None
        stored = self._readers.row(journal_sql.ENTRY_FACT, {"seq": row[0]})
        if stored is None:
            raise StorageError("journal.no_such_entry", seq=row[0])
        return begun_of(stored)

    def corrected_by(self, sale_id: str) -> SaleDetail | None:
        row = self._readers.row(sql.CORRECTED_BY, {"sale_id": sale_id})
        return self._ledger.by_number(row[0]) if row else None

    def by_id(self, sale_id: str) -> SaleDetail | None:
        return self._ledger.sale(sale_id)

    def by_number(self, number: int) -> SaleDetail | None:
        return self._ledger.by_number(number)

    def by_document(self, fn: str, fd: int) -> SaleDetail | None:
        row = self._readers.row(sql.NUMBER_REGISTERED, {"fn": fn, "fd": fd})
        return self._ledger.by_number(row[0]) if row else None

    def by_sum(self, span: TimeSpan, total_minor: int) -> list[SaleDetail]:
        values = {**self._numbers(span), "total_minor": total_minor}
        rows = self._readers.some(sql.NUMBERS_BY_SUM, values, MOST)
        return self._details((row[0] for row in rows), lambda _detail: True)

    def by_reference(self, span: TimeSpan, text: str) -> list[SaleDetail]:
        def has_it(detail: SaleDetail) -> bool:
            return any(text in tender.reference for tender in detail.fact.tenders)

        values = {**self._numbers(span), "text": text}
        rows = self._readers.rows(sql.NUMBERS_BY_TEXT, values)
        return self._details((row[0] for row in rows), has_it)

    def by_customer(self, customer_id: str) -> list[SaleDetail]:
        rows = self._readers.some(
            customers_sql.PURCHASES, {"customer_id": customer_id, "most": MOST}, MOST
        )
        return self._details((row[1] for row in rows), lambda _detail: True)

    def _numbers(self, span: TimeSpan) -> dict[str, int]:
        first, end = (
            first_completed_after(self._readers.row, at_us)
            for at_us in (span.from_us, span.until_us)
        )
        return {"first": first, "end": end}

    def _details(
        self, numbers: Iterable[int], fits: Callable[[SaleDetail], bool]
    ) -> list[SaleDetail]:
        found: list[SaleDetail] = []
        for number in numbers:
            detail = self._ledger.by_number(number)
            if detail is not None and fits(detail):
                found.append(detail)
                if len(found) == MOST:
                    break
        return found


def demand_returned(db: sqlite.Cursor, before: Iterable[ReturnedBefore]) -> None:
    """Inside the transaction of a refund: as much as it was counted from has come back, not more.

    RefusalError("refund.changed"): another refund of the line got in between.
    """
    for line in before:
        values = {"sale_id": line.sale_id, "n": line.n}
        row = db.execute(sql.RETURNED_QTY, values).fetchone()
        if (row[0] if row else 0) != line.qty:
            raise RefusalError("refund.changed", n=line.n)
