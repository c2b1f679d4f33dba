"""Journals of any length, whole and valid: chain, numbers, projections, finished jobs.

The first sales are stored by the program's own writer; the rest are copies of their rows with ids,
numbers and hashes of their own, since a third of a million sales would take minutes otherwise.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uuid_utils

from pos_desktop.app.clock import Uuid7Ids
from pos_desktop.domain.chain import EntryHead, entry_hash
from pos_desktop.domain.facts import Fact
from pos_desktop.domain.fiscal import fiscal_key
from pos_desktop.journal import statements as sql
from pos_desktop.journal.line_log import line_of
from pos_desktop.journal.names import JOURNAL_NAME, LOG_NAME
from pos_desktop.journal.preparation import FolderLock, prepared_writer
from pos_desktop.journal.print_queue import RECEIPT_JOB_STEP
from pos_desktop.journal.writer import Writer, encoded
from pos_desktop.ports import StoredEntry
from tests.bench.shop import REGISTER_ID, REGISTER_NUMBER, Sales, receipt_bytes
from tests.journal_samples import shift_commit

_FACTS_A_SALE = 3
_REAL_SALES = 2_000
_SALES_A_TRANSACTION = 2_000


def long_journal(folder: Path, entries: int, register_id: str = REGISTER_ID) -> None:
    """Make a journal of about so many entries, three a sale; it does not wait for the disk."""
    lock = FolderLock(folder)
    new_id = Uuid7Ids().new_entry_id
    writer = prepared_writer(folder / JOURNAL_NAME, register_id, REGISTER_NUMBER, new_id)
    try:
        for pragma in ("synchronous = OFF", "cache_size = -262144"):
            writer.raw.execute(f"PRAGMA {pragma}")
        sales = max(1, entries // _FACTS_A_SALE)
        _store_real(writer, min(sales, _REAL_SALES))
        if sales > _REAL_SALES:
            _copy(writer, _patterns(writer), sales - _REAL_SALES)
        with writer.transaction() as db:
            db.execute(sql.SET_FLOOR, {"queue": "print", "floor": sales * RECEIPT_JOB_STEP + 1})
            db.execute(sql.SET_FLOOR, {"queue": "fiscal", "floor": sales + 1})
        _write_end_of_log(writer, folder)
        writer.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        writer.close()
        lock.release()


def _store_real(writer: Writer, count: int) -> None:
    sales = Sales()
    facts: list[Fact] = list(shift_commit().facts)
    jobs: list[tuple[object, ...]] = []
    documents: list[tuple[object, ...]] = []
    at_us = time.time_ns() // 1000
    for _ in range(count):
        tender, sale = sales.next()
        facts += (tender, sale, sales.registered(sale))
        jobs.append(_job_row(sale.number, sale.sale_id, receipt_bytes(sale)))
        documents.append(_document_row(sale.number, sale.sale_id, at_us))
    with writer.transaction() as db:
        writer.append(db, encoded(tuple(facts)), at_us)
        db.executemany(sql.INSERT_PRINT_JOB, jobs)
        db.executemany(sql.INSERT_DOCUMENT, documents)


def _job_row(number: int, sale_id: str, payload: bytes) -> tuple[object, ...]:
    whose = ("printer", "", "")
    return (
        number * RECEIPT_JOB_STEP, sale_id, number, "receipt", "done", 0, 1, "", 1, payload, *whose
    )  # fmt: skip


def _document_row(number: int, sale_id: str, at_us: int) -> tuple[object, ...]:
    key = fiscal_key(REGISTER_NUMBER, number)
    return (number, key, sale_id, "registered", "", "", 1, 0, at_us)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A stored sale: its three entries as (kind, version, payload), its row, its receipt."""

    number: int
    sale_id: str
    entries: list[tuple[str, int, bytes]]
    row: tuple[Any, ...]
    receipt: bytes


def _patterns(writer: Writer) -> list[_Pattern]:
    found = writer.raw.execute("SELECT kind, version, payload FROM journal_entry ORDER BY seq")
    entries = found.fetchall()[1:]
    rows = writer.raw.execute("SELECT * FROM sale ORDER BY number").fetchall()
    jobs = writer.raw.execute("SELECT payload FROM print_job ORDER BY job_id").fetchall()
    return [
        _Pattern(row[0], row[1], entries[n * _FACTS_A_SALE : (n + 1) * _FACTS_A_SALE], row, job[0])
        for n, (row, job) in enumerate(zip(rows, jobs, strict=True))
    ]


def _copy(writer: Writer, patterns: list[_Pattern], count: int) -> None:
    seq, last_hash = writer.head.seq, writer.head.hash
    number = writer.head.sale_number
    for first in range(0, count, _SALES_A_TRANSACTION):
        rows = _Rows(writer.register_id, seq, last_hash)
        for pattern in patterns[: min(_SALES_A_TRANSACTION, count - first)]:
            number += 1
            rows.add(pattern, number)
        seq, last_hash = rows.seq, rows.last_hash
        with writer.transaction() as db:
            db.executemany(sql.INSERT_ENTRY, rows.entries)
            db.executemany(sql.INSERT_SALE, rows.sales)
            db.executemany(sql.INSERT_PRINT_JOB, rows.jobs)
            db.executemany(sql.INSERT_DOCUMENT, rows.documents)
        if first // _SALES_A_TRANSACTION % 10 == 0:
            writer.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    writer.load_head()


class _Rows:
    """The rows of one transaction, chained to what is stored."""

    def __init__(self, register_id: str, seq: int, last_hash: bytes) -> None:
        self._register_id = register_id
        self.seq = seq
        self.last_hash = last_hash
        self._at_us = time.time_ns() // 1000
        self.entries: list[tuple[object, ...]] = []
        self.sales: list[tuple[object, ...]] = []
        self.jobs: list[tuple[object, ...]] = []
        self.documents: list[tuple[object, ...]] = []

    def add(self, pattern: _Pattern, number: int) -> None:
        sale_id = str(uuid_utils.uuid7())
        changes = (
            (pattern.sale_id.encode(), sale_id.encode()),
            (b'"number":%d,' % pattern.number, b'"number":%d,' % number),
            (
                fiscal_key(REGISTER_NUMBER, pattern.number).encode(),
                fiscal_key(REGISTER_NUMBER, number).encode(),
            ),
        )
        for kind, version, payload in pattern.entries:
            changed = payload
            for old, new in changes:
                changed = changed.replace(old, new)
            self._add_entry(kind, version, changed)
        self.sales.append(
            (number, sale_id, self.seq - 1, self._at_us, *pattern.row[4:13], self.seq)
        )
        self.jobs.append(_job_row(number, sale_id, pattern.receipt))
        self.documents.append(_document_row(number, sale_id, self._at_us))

    def _add_entry(self, kind: str, version: int, payload: bytes) -> None:
        self.seq += 1
        entry_id = uuid_utils.uuid7().bytes
        head = EntryHead(self.seq, entry_id, self._register_id, self._at_us, 1, kind, version)
        prev_hash, self.last_hash = self.last_hash, entry_hash(self.last_hash, head, payload)
        self.entries.append(
            (self.seq, entry_id, self._register_id, self._at_us, 1, kind, version, payload,
             prev_hash, self.last_hash)
        )  # fmt: skip


def _write_end_of_log(writer: Writer, folder: Path) -> None:
    """The last line only, so that the log's thread goes on from there instead of from the start."""
    values = {"seq": writer.head.seq - 1, "most": 1}
    row = writer.raw.execute(sql.ENTRIES_AFTER, values).fetchone()
    (folder / LOG_NAME).write_bytes(line_of(StoredEntry(*row), writer.register_id))
