"""Checking a journal from outside: the chain, the numbers, the projections, the queues, the log.

Reads only, entry by entry, so a book of any length is checked in little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.chain import GENESIS, EntryHead, entry_hash
from pos_desktop.domain.errors import PosError, StorageError
from pos_desktop.domain.facts import SaleCompleted, ShiftOpened
from pos_desktop.journal import projections
from pos_desktop.journal import statements as sql
from pos_desktop.journal.connection import SCHEMA_VERSION, open_reader, storage_errors
from pos_desktop.journal.encoding import decode_fact
from pos_desktop.journal.line_log import LoggedEntry, logged_entries
from pos_desktop.journal.names import JOURNAL_NAME

MOST_FINDINGS = 100
"""After so many the check goes on and counts, but lists no more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """code: "chain.hash", "sale.gap" ...; values: plain data, the seq or number among them."""

    code: str
    values: dict[str, object]

    def text(self) -> str:
        return f"{self.code} " + " ".join(f"{name}={value}" for name, value in self.values.items())


@dataclass(slots=True)
class VerifyReport:
    """What was counted and what was found wrong; good without findings."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    found: int = 0
    last_hash: str = ""

    @property
    def is_good(self) -> bool:
        return self.found == 0

    def count(self, name: str, more: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + more

    def add(self, code: str, **values: object) -> None:
        self.found += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(code, values))

    def text(self) -> str:
        """Return the report for a terminal: counts, then findings, then the verdict."""
        lines = [f"{count:>12,}  {name}" for name, count in self.counts.items()]
        lines += [f"WRONG  {finding.text()}" for finding in self.findings]
        if self.found > len(self.findings):
            lines.append(f"WRONG  {self.found - len(self.findings)} more")
        lines.append(f"chain ends with {self.last_hash or 'nothing'}")
        lines.append("The journal is whole." if self.is_good else "The journal is NOT whole.")
        return "\n".join(lines)


def verify(data_dir: Path) -> VerifyReport:
    """Check the journal of a data folder; a register may be selling in it meanwhile.

    StorageError("journal.none" | "storage.older_schema" | "storage.newer_schema" |
    "storage.failed") where there is nothing to check.
    """
    path = data_dir / JOURNAL_NAME
    if not path.exists():
        raise StorageError("journal.none", path=str(path))
    raw = open_reader(path)
    try:
        with storage_errors():
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            if version != SCHEMA_VERSION:
                is_older = version < SCHEMA_VERSION
                code = "storage.older_schema" if is_older else "storage.newer_schema"
                raise StorageError(code, found=version, known=SCHEMA_VERSION)
            # One snapshot for all questions, whatever is sold meanwhile.
            raw.execute("BEGIN")
            return _Check(raw, data_dir).run()
    finally:
        raw.close()


class _Check:
    def __init__(self, raw: sqlite.Connection, data_dir: Path) -> None:
        self._raw = raw
        self._data_dir = data_dir
        self._report = VerifyReport()
        self._hashes_of_log = _LogReader(data_dir)
        self._sale_number = 0
        self._shift_number = 0
        self._without_paper: set[int] = set()

    def run(self) -> VerifyReport:
        self._integrity()
        rebuilt = _empty_projections(self._raw)
        try:
            self._entries(rebuilt.cursor())
            self._same_projections(rebuilt)
        finally:
            rebuilt.close()
        self._documents()
        self._receipts()
        self._rest()
        return self._report

    def _integrity(self) -> None:
        for (line,) in self._raw.execute("PRAGMA quick_check"):
            if line != "ok":
                self._report.add("database.damaged", reason=line)

    def _entries(self, rebuilt: sqlite.Cursor) -> None:
        """Walk the chain once: hashes, gaps, numbers, the log, and the projections made anew."""
        report, expected, prev = self._report, 1, GENESIS
        for row in self._raw.cursor().execute(sql.ALL_ENTRIES):
            seq, entry_id, at_us, shift_number, kind, version, payload, prev_hash, digest = row[:9]
            report.count("entries")
            report.count(kind)
            if seq != expected:
                report.add("chain.gap", expected=expected, seq=seq)
            head = EntryHead(seq, entry_id, row[9], at_us, shift_number, kind, version)
            if prev_hash != prev:
                report.add("chain.prev_hash", seq=seq, kind=kind)
            if entry_hash(prev_hash, head, payload) != digest:
                report.add("chain.hash", seq=seq, kind=kind)
            expected, prev = seq + 1, digest
            self._compare_with_log(seq, digest)
            try:
                self._fact(rebuilt, seq, at_us, kind, version, payload)
            except (PosError, ValueError, sqlite.Error) as error:
                report.add("entry.unreadable", seq=seq, kind=kind, reason=str(error))
        for first, last in self._raw.cursor().execute(sql.ENTRY_IDS_TWICE):
            report.add("entry.id_twice", seq=last, first=first)
        report.last_hash = prev.hex() if report.counts else ""
        self._log_beyond(expected - 1)

    def _fact(self, rebuilt: sqlite.Cursor, seq: int, at_us: int, *stored: Any) -> None:
        fact = decode_fact(*stored)
        if isinstance(fact, SaleCompleted):
            if fact.number != self._sale_number + 1:
                self._report.add("sale.gap", expected=self._sale_number + 1, number=fact.number)
            self._sale_number = fact.number
        elif isinstance(fact, ShiftOpened):
            if fact.number != self._shift_number + 1:
                self._report.add("shift.gap", expected=self._shift_number + 1, number=fact.number)
            self._shift_number = fact.number
        projections.apply(rebuilt, seq, at_us, fact)
        if isinstance(fact, SaleCompleted):
            self._sale_in_queues(fact)

    def _sale_in_queues(self, fact: SaleCompleted) -> None:
        """One fiscal document under the sale's key or a later version of it; a receipt where there
        was a printer."""
        if not fact.on_paper:
            self._without_paper.add(fact.number)
        row = self._raw.execute(sql.DOCUMENT_OF_NUMBER, {"number": fact.number}).fetchone()
        if fact.fiscal_key:
            self._report.count("sales that need a document")
            if row is None:
                self._report.add("fiscal.missing", number=fact.number, key=fact.fiscal_key)
            elif row[0] != fact.sale_id or not _same_document(row[1], fact.fiscal_key):
                self._report.add("fiscal.other_key", number=fact.number, key=row[1])
        elif row is not None:
            self._report.add("fiscal.not_due", number=fact.number, key=row[1])

    def _compare_with_log(self, seq: int, digest: bytes) -> None:
        try:
            logged = self._hashes_of_log.at(seq)
        except StorageError as error:
            self._report.add(error.code, **error.values)
            return
        if logged is not None:
            self._report.count("lines of the log")
            if logged.hash != digest.hex():
                self._report.add("log.other_hash", seq=seq)

    def _log_beyond(self, last_seq: int) -> None:
        try:
            beyond = self._hashes_of_log.rest()
        except StorageError as error:
            self._report.add(error.code, **error.values)
            return
        if beyond is not None:
            self._report.add("log.beyond_journal", seq=beyond.seq, journal_seq=last_seq)

    def _same_projections(self, rebuilt: sqlite.Connection) -> None:
        for table in projections.PROJECTED:
            stored = self._raw.cursor().execute(table.every)
            made = rebuilt.cursor().execute(table.every)
            for have, want in _side_by_side(stored, made):
                if have is not None:
                    self._report.count(f"rows of {table.name}")
                if have != want:
                    key = (have or want or ("",))[0]
                    self._report.add("projection.differs", table=table.name, key=key)

    def _documents(self) -> None:
        keys: set[str] = set()
        for number, _sale_id, key, state in self._raw.cursor().execute(sql.ALL_DOCUMENTS):
            self._report.count(f"documents {state}")
            if key in keys:
                self._report.add("fiscal.key_twice", number=number, key=key)
            keys.add(key)

    def _receipts(self) -> None:
        for (number,) in self._raw.cursor().execute(sql.SALES_WITHOUT_RECEIPT):
            if number not in self._without_paper:
                self._report.add("print.missing", number=number)
        for state, count in self._raw.cursor().execute(sql.PRINT_STATES):
            self._report.count(f"print jobs {state}", count)

    def _rest(self) -> None:
        for destination, seq in self._raw.cursor().execute(sql.ALL_CURSORS):
            self._report.counts[f"entries delivered to {destination}"] = seq
        for name, statement in (
            ("draft rows", sql.DRAFT_ROWS),
            ("rows in quarantine", sql.QUARANTINED),
        ):
            count = self._raw.execute(statement).fetchone()[0]
            if count:
                self._report.counts[name] = count


class _LogReader:
    """The log beside the chain: both are read forward once."""

    def __init__(self, folder: Path) -> None:
        self._lines = logged_entries(folder)
        self._next: LoggedEntry | None = None
        self._started = False

    def at(self, seq: int) -> LoggedEntry | None:
        """The line of an entry; None where the log has none (yet)."""
        self._start()
        while self._next is not None and self._next.seq < seq:
            self._next = next(self._lines, None)
        if self._next is None or self._next.seq != seq:
            return None
        found, self._next = self._next, next(self._lines, None)
        return found

    def rest(self) -> LoggedEntry | None:
        """A line after the last entry, which only a lost or older database leaves."""
        self._start()
        return self._next

    def _start(self) -> None:
        if not self._started:
            self._started = True
            self._next = next(self._lines, None)


def _same_document(key: str, first_key: str) -> bool:
    """Versions of one key name one document: "r2-000007-v1" and "r2-000007-v2"."""
    return key.rpartition("-v")[0] == first_key.rpartition("-v")[0]


def _empty_projections(source: sqlite.Connection) -> sqlite.Connection:
    """Return a database in memory with the tables of this one, empty."""
    memory = sqlite.connect(":memory:", isolation_level=None)
    names = {table.name for table in projections.PROJECTED}
    for name, statement in source.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
    ):
        if name in names:
            memory.execute(statement)
    memory.execute("BEGIN")
    return memory


def _side_by_side(
    stored: Iterator[tuple[Any, ...]], made: Iterator[tuple[Any, ...]]
) -> Iterator[tuple[tuple[Any, ...] | None, tuple[Any, ...] | None]]:
    """Merge two results that are sorted by their first column; None where one has no such row."""
    have, want = next(stored, None), next(made, None)
    while have is not None or want is not None:
        if want is None or (have is not None and have[0] < want[0]):
            yield have, None
            have = next(stored, None)
        elif have is None or want[0] < have[0]:
            yield None, want
            want = next(made, None)
        else:
            yield have, want
            have, want = next(stored, None), next(made, None)
