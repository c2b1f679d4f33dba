"""Making a journal database from its line log, when the database itself is lost or damaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.chain import GENESIS, EntryHead, entry_hash
from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.journal import projections
from pos_desktop.journal import statements as sql
from pos_desktop.journal.connection import open_writer, storage_errors
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.line_log import LoggedEntry, log_files, logged_entries
from pos_desktop.journal.names import JOURNAL_NAME
from pos_desktop.journal.preparation import ensure_schema


@dataclass(frozen=True, slots=True)
class RecoveryReport:
    """entries and sales made again; documents: those queued anew, to be asked for by their keys."""

    path: Path
    entries: int
    sales: int
    documents: int

    def __str__(self) -> str:
        return (
            f"{self.path}: {self.entries} entries, {self.sales} sales,"
            f" {self.documents} fiscal documents to ask for"
        )


def recover(data_dir: Path, target: Path) -> RecoveryReport:
    """Write journal.sqlite into the folder target from the log in data_dir, checking the chain.

    What the log does not hold is made safe: a document without its registration becomes UNKNOWN,
    so that it is asked for by its key before anything is sent; receipts count as printed. Nothing
    in data_dir is changed. StorageError("log.none", "log.broken_chain", "log.unreadable",
    "recovery.target_not_empty").
    """
    path = target / JOURNAL_NAME
    with storage_errors():
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        raise StorageError("recovery.target_not_empty", path=str(path))
    if not log_files(data_dir):
        raise StorageError("log.none", path=str(data_dir))
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    raw = open_writer(partial)
    try:
        with storage_errors():
            ensure_schema(raw, partial)
            report = _fill(raw, checked(logged_entries(data_dir)), path)
    finally:
        raw.close()
    with storage_errors():
        partial.rename(path)
    _copy_log(data_dir, target)
    return report


def checked(entries: Iterator[LoggedEntry]) -> Iterator[tuple[LoggedEntry, bytes]]:
    """Yield each entry with its prev_hash; StorageError("log.broken_chain") names the first bad."""
    expected, prev = 1, GENESIS
    for entry in entries:
        head = EntryHead(
            entry.seq,
            bytes.fromhex(entry.id),
            entry.register,
            entry.at_us,
            entry.shift,
            entry.kind,
            entry.version,
        )
        digest = entry_hash(prev, head, bytes(entry.payload))
        if entry.seq != expected or digest.hex() != entry.hash:
            raise StorageError("log.broken_chain", seq=entry.seq, expected=expected)
        yield entry, prev
        expected, prev = expected + 1, digest


def _fill(
    raw: sqlite.Connection, entries: Iterator[tuple[LoggedEntry, bytes]], path: Path
) -> RecoveryReport:
    db = raw.cursor()
    count = sales = 0
    raw.execute("BEGIN IMMEDIATE")
    for entry, prev in entries:
        payload, entry_id = bytes(entry.payload), bytes.fromhex(entry.id)
        if count == 0:
            db.execute(sql.WRITE_META, {"name": "register_id", "value": entry.register})
        db.execute(
            sql.INSERT_ENTRY,
            (
                entry.seq, entry_id, entry.register, entry.at_us, entry.shift, entry.kind,
                entry.version, payload, prev, bytes.fromhex(entry.hash),
            ),
        )  # fmt: skip
        fact = decode_fact(entry.kind, entry.version, payload)
        projections.apply(db, entry.seq, entry.at_us, fact)
        count += 1
        if isinstance(fact, SaleCompleted):
            sales += 1
            _queue_rows(db, fact, entry.at_us)
    db.execute(sql.RECOVER_REGISTERED)
    documents = db.execute(sql.OPEN_DOCUMENTS, {"floor": 0}).fetchone()[0]
    raw.execute("COMMIT")
    return RecoveryReport(path, count, sales, documents)


def _queue_rows(db: sqlite.Cursor, fact: SaleCompleted, at_us: int) -> None:
    """The document as UNKNOWN and a receipt that counts as printed, since both may have been."""
    if fact.fiscal_key:
        row = (fact.number, fact.fiscal_key, fact.sale_id, "unknown", "", "recovery", 0, 0, at_us)
        db.execute(sql.INSERT_DOCUMENT, row)
    db.execute(
        sql.INSERT_PRINT_JOB,
        (
            fact.number * 1000,
            fact.sale_id,
            fact.number,
            "receipt",
            "done",
            0,
            0,
            "recovery",
            0,
            b"",
            "printer",
            "",
            "",
        ),
    )


def _copy_log(data_dir: Path, target: Path) -> None:
    """The log goes along, so that the new folder is as complete as the old one was."""
    if data_dir.resolve() == target.resolve():
        return
    with storage_errors():
        for file in log_files(data_dir):
            (target / file.name).write_bytes(file.read_bytes())
