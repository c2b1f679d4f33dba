"""The refund whose money at a terminal is not answered yet, as a transaction sees it: what it takes
is not there for anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.facts import Fact, RefundBegun, SaleCompleted
from pos_desktop.journal import statements as journal_sql
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.refunds import statements as sql


def refund_under_way(db: sqlite.Cursor) -> RefundBegun | None:
    row = db.execute(sql.FIRST_BEGUN).fetchone()
    stored = db.execute(journal_sql.ENTRY_FACT, {"seq": row[0]}).fetchone() if row else None
    return begun_of(stored) if stored else None


def is_of(under_way: RefundBegun | None, facts: Iterable[Fact]) -> bool:
    """Whether these facts are the end of that refund, or its next payment."""
    return under_way is not None and any(
        (isinstance(fact, SaleCompleted) and fact.sale_id == under_way.refund_id)
        or (isinstance(fact, RefundBegun) and fact.refund_id == under_way.refund_id)
        for fact in facts
    )


def begun_of(stored: tuple[Any, ...]) -> RefundBegun | None:
    """stored: kind, version and payload of its entry."""
    fact = decode_fact(stored[0], stored[1], stored[2])
    return fact if isinstance(fact, RefundBegun) else None
