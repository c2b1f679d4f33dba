"""Reads of open advances, orders and debts (the SettlementBook port)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pos_desktop.domain.settlement import OpenSettlement
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.settlement import statements as sql

_MOST = 2000


class SqliteSettlementBook:
    """Safe from any thread."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    def open(self, text: str = "", customer_id: str = "") -> list[OpenSettlement]:
        wanted = text.casefold().replace("ё", "е").split()
        return [
            one
            for row in self._readers.rows(sql.OPEN_SETTLEMENTS, {"most": _MOST})
            if (one := _settlement(row))
            and (not customer_id or one.customer_id == customer_id)
            and all(part in _said(one) for part in wanted)
        ]

    def of_sale(self, sale_id: str) -> OpenSettlement | None:
        row = self._readers.row(sql.SETTLEMENT, {"sale_id": sale_id})
        return _settlement(row) if row else None


def _said(one: OpenSettlement) -> str:
    return f"{one.number} {one.name}".casefold().replace("ё", "е")


def _settlement(row: Sequence[Any]) -> OpenSettlement:
    return OpenSettlement(*row)
