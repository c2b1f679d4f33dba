"""The QrBook port on SQLite."""

from __future__ import annotations

from pos_desktop.domain.facts import Fact, QrRefundAsked, QrRegistered
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.sbp import statements as sql


class SqliteQrBook:
    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def code(self, op_id: str) -> QrRegistered | None:
        fact = self._fact(op_id)
        return fact if isinstance(fact, QrRegistered) else None

    def refund(self, op_id: str) -> QrRefundAsked | None:
        fact = self._fact(op_id)
        return fact if isinstance(fact, QrRefundAsked) else None

    def _fact(self, op_id: str) -> Fact | None:
        row = self._readers.row(sql.REQUEST_FACT, {"op_id": op_id})
        return decode_fact(*row) if row is not None else None
