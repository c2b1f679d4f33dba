"""Reads for the journal screen and the status pills (the SalesLedger port)."""

from __future__ import annotations

from typing import Any

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import Fact, FiscalDocumentRegistered, SaleCompleted
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.journal import statements as sql
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.fiscal_queue import SqliteFiscalQueue
from pos_desktop.journal.print_queue import SqlitePrintQueue
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.sale_places import number_of
from pos_desktop.ports import QueueStatus, SaleDetail, SaleRow

CLOUD = "cloud"
"""The destination whose cursor says whether a sale is synced."""

_BEYOND = 1 << 62


class SqliteLedger:
    def __init__(
        self, readers: Readers, prints: SqlitePrintQueue, fiscal: SqliteFiscalQueue
    ) -> None:
        self._readers = readers
        self._prints = prints
        self._fiscal = fiscal

    def sales(
        self,
        *,
        shift_number: int | None = None,
        only_waiting: bool = False,
        only_attention: bool = False,
        text: str = "",
        limit: int = 500,
    ) -> list[SaleRow]:
        """Newest first. text: part of the number, of the sum as digits ("1245.50") or of a name."""
        acknowledged = self._acknowledged()
        values: dict[str, object] = {}
        if only_attention:
            statement = sql.SALES_ATTENTION
        elif only_waiting:
            statement = sql.SALES_WAITING
            values = {
                "unsent": self._first_unsent(acknowledged),
                "print_floor": self._prints.floor,
                "fiscal_floor": self._fiscal.floor,
            }
        elif shift_number is not None:
            statement, values = sql.SALES_OF_SHIFT, {"shift_number": shift_number}
        else:
            statement = sql.SALES
        whole = shift_number is None or statement is sql.SALES_OF_SHIFT
        if whole and not text:
            rows = self._readers.some(statement, values, limit)
            return [_row(row, acknowledged) for row in rows]
        wanted = text.casefold().replace(",", ".").strip()
        found: list[SaleRow] = []
        for row in self._readers.rows(statement, values):
            if (whole or row[4] == shift_number) and _matches(row, wanted):
                found.append(_row(row, acknowledged))
                if len(found) == limit:
                    break
        return found

    def attention(self) -> list[SaleRow]:
        """Sales that wait for a person: unknown or failed print, refused document, parked entry."""
        return self.sales(only_attention=True)

    def sale(self, sale_id: str) -> SaleDetail | None:
        number = number_of(self._readers.row, sale_id)
        if number is None:
            return None
        return self._detail(self._readers.row(sql.SALE_BY_NUMBER, {"number": number}))

    def by_number(self, number: int) -> SaleDetail | None:
        return self._detail(self._readers.row(sql.SALE_BY_NUMBER, {"number": number}))

    def last_sale(self) -> SaleDetail | None:
        return self._detail(self._readers.row(sql.SALE_LAST))

    def fiscal_queue(self) -> QueueStatus:
        return self._fiscal.status()

    def cloud_queue(self) -> QueueStatus:
        acknowledged = self._acknowledged()
        last = self._readers.row(sql.LAST_ENTRY) or (0, b"")
        oldest = self._readers.row(sql.NEXT_UNSENT, {"seq": acknowledged}) or (0,)
        number = self._first_unsent(acknowledged)
        parked = self._readers.row(sql.PARKED_ENTRIES, {"destination": CLOUD}) or (0,)
        return QueueStatus(
            max(0, last[0] - acknowledged), oldest[0], 0 if number == _BEYOND else number, parked[0]
        )

    def print_queue(self) -> QueueStatus:
        return self._prints.status()

    def _detail(self, row: tuple[Any, ...] | None) -> SaleDetail | None:
        if row is None:
            return None
        fact = self._fact(row[0])
        fiscal = self._fact(row[15]) if row[15] is not None else None
        if not isinstance(fact, SaleCompleted):
            raise StorageError("journal.not_a_sale", seq=row[0])
        if not isinstance(fiscal, FiscalDocumentRegistered | None):
            raise StorageError("journal.not_a_registration", seq=row[15])
        return SaleDetail(_row(row, self._acknowledged()), fact, fiscal)

    def _fact(self, seq: int) -> Fact:
        stored = self._readers.row(sql.ENTRY_FACT, {"seq": seq})
        if stored is None:
            raise StorageError("journal.no_such_entry", seq=seq)
        return decode_fact(stored[0], stored[1], stored[2])

    def _acknowledged(self) -> int:
        row = self._readers.row(sql.READ_CURSOR, {"destination": CLOUD})
        return int(row[0]) if row else 0

    def _first_unsent(self, acknowledged: int) -> int:
        """The number of the oldest sale above the cursor; numbers and seqs grow together.

        Found by bisection, since a column of its own would be one more index page per sale.
        """
        first, last = self._readers.row(sql.SALE_NUMBERS) or (0, 0)
        if last == 0:
            return _BEYOND
        while first <= last:
            middle = (first + last) // 2
            row = self._readers.row(sql.SALE_SEQ, {"number": middle})
            if row is None:
                raise StorageError("journal.number_missing", number=middle)
            first, last = (middle + 1, last) if row[0] <= acknowledged else (first, middle - 1)
        newest = (self._readers.row(sql.LAST_SALE_NUMBER) or (0,))[0]
        return first if first <= newest else _BEYOND


def _row(row: tuple[Any, ...], acknowledged: int) -> SaleRow:
    (
        seq, sale_id, number, occurred_at_us, shift_number, staff_name, operation, total_minor,
        tender_kinds, print_state, print_reason, fiscal_key, fiscal_state, fiscal_reason,
        parked_seq, _,
    ) = row  # fmt: skip
    return SaleRow(
        seq=seq,
        sale_id=sale_id,
        number=number,
        occurred_at_us=occurred_at_us,
        shift_number=shift_number,
        staff_name=staff_name,
        operation=operation,
        total_minor=total_minor,
        tender_kinds=tuple(tender_kinds.split(",")) if tender_kinds else (),
        print_state=PrintState(print_state) if print_state else None,
        print_reason=print_reason or "",
        fiscal_state=FiscalState(fiscal_state) if fiscal_state else None,
        fiscal_reason=fiscal_reason or "",
        fiscal_key=fiscal_key or "",
        synced=seq <= acknowledged and parked_seq is None,
    )


def _matches(row: tuple[Any, ...], wanted: str) -> bool:
    number, staff_name, total_minor = row[2], row[5], row[7]
    total = f"{total_minor // 100}.{total_minor % 100:02d}"
    return wanted in str(number) or wanted in total or wanted in staff_name.casefold()
