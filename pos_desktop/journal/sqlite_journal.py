"""The journal of one register: one object composed of the writer, the queues and their threads."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pos_desktop.domain.delivery import DeliveryState
from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import Fact
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.domain.shift import Shift, ShiftTotals
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.journal import projections
from pos_desktop.journal import statements as sql
from pos_desktop.journal.checkpoint import Checkpointer
from pos_desktop.journal.customers.book import SqliteCustomerBook
from pos_desktop.journal.customers.demand import demand_held
from pos_desktop.journal.deliveries.queue import SqliteDeliveryQueue
from pos_desktop.journal.drafts import Drafts, Unreadable
from pos_desktop.journal.encoding import encode_line
from pos_desktop.journal.fiscal_queue import SqliteFiscalQueue
from pos_desktop.journal.label_queue import SqliteLabelQueue
from pos_desktop.journal.ledger import SqliteLedger
from pos_desktop.journal.line_log import LineLog
from pos_desktop.journal.names import JOURNAL_NAME
from pos_desktop.journal.outbox import SqliteOutbox
from pos_desktop.journal.people.book import SqlitePinResets
from pos_desktop.journal.preparation import FolderLock, prepared_writer
from pos_desktop.journal.print_queue import SecondPrintQueue, SqlitePrintQueue
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.reference_edits import ReferenceEdits
from pos_desktop.journal.refund_book import SqliteRefundBook, demand_returned
from pos_desktop.journal.sbp.book import SqliteQrBook
from pos_desktop.journal.settlement.book import SqliteSettlementBook
from pos_desktop.journal.settlement.demand import demand_open
from pos_desktop.journal.shifts.book import SqliteShiftBook
from pos_desktop.journal.stock_book import SqliteStock
from pos_desktop.journal.terminals.book import SqliteContradictionBook
from pos_desktop.journal.writer import Writer, encoded
from pos_desktop.ports import (
    CatalogueEdit,
    Clock,
    Commit,
    Draft,
    Ids,
    NewPrintJob,
    PriceListEdit,
    PromotionEdit,
    ShiftRow,
)

if TYPE_CHECKING:
    from pos_desktop.journal.reports.reads import SqliteReportBook

_log = logging.getLogger(__name__)


class SqliteJournal:
    """The Journal port; the ports beside it are its attributes: `ledger`, `prints`, `stock` ...

    Made by `open_journal`, ended by `close`. Every method may raise StorageError.
    """

    def __init__(self, path: Path, writer: Writer, clock: Clock, lock: FolderLock) -> None:
        self._writer = writer
        self._clock = clock
        self._lock = lock
        self._closed = False
        self._readers = Readers(path)
        self._drafts = Drafts(writer, self._readers, clock.now_us)
        self.prints = SqlitePrintQueue(writer, self._readers)
        self.second_prints = SecondPrintQueue(self.prints, self._readers)
        self.fiscal = SqliteFiscalQueue(writer, self._readers)
        self.ledger = SqliteLedger(self._readers, self.prints, self.fiscal)
        self.customers = SqliteCustomerBook(self._readers)
        self.refunds = SqliteRefundBook(self._readers, self.ledger)
        self._edits = ReferenceEdits(writer, self._readers)
        self.stock = SqliteStock(writer, self._readers)
        self.labels = SqliteLabelQueue(writer, self._readers)
        self.deliveries = SqliteDeliveryQueue(writer, self._readers, clock.now_us)
        self.sbp = SqliteQrBook(self._readers)
        self.contradictions = SqliteContradictionBook(self._readers)
        self.pin_resets = SqlitePinResets(self._readers)
        self.settlements = SqliteSettlementBook(self._readers)
        self.shifts = SqliteShiftBook(self._readers)
        self.outbox = SqliteOutbox(writer, self._readers, writer.register_id)
        self.log = LineLog(path.parent, self._readers, writer.register_id, _report)
        self._checkpointer = Checkpointer(path, writer.exclusive, _report)

    @cached_property
    def reports(self) -> SqliteReportBook:
        """Loaded by whoever first looks at a report."""
        from pos_desktop.journal.reports.reads import SqliteReportBook

        return SqliteReportBook(self._readers, self.outbox)

    def start(self) -> None:
        """Refuse a journal that is behind its own log, read the drafts once, start the threads."""
        if self.log.logged_seq > self._writer.head.seq:
            raise StorageError(
                "journal.behind_log",
                journal_seq=self._writer.head.seq,
                log_seq=self.log.logged_seq,
            )
        self._drafts.load()
        self.log.start()
        self._checkpointer.start()

    def close(self) -> None:
        """Write what the log still lacks, end the threads, close every connection; once."""
        if self._closed:
            return
        self._closed = True
        self.log.stop()
        self._checkpointer.stop()
        self._readers.close()
        self._writer.close()
        self._lock.release()

    # ---------------------------------------------------------------------- the book

    def commit(self, what: Commit) -> int:
        """One durable transaction; the seq of the last fact. ValueError for a wrong number."""
        facts = encoded(what.facts)
        with self._writer.transaction() as db:
            demand_returned(db, what.returned_before)
            demand_open(db, what.facts)
            demand_held(db, what.facts, what.spend_limits)
            at_us = what.occurred_at_us or self._clock.now_us()
            seq = self._writer.append(db, facts, at_us) if facts else self._writer.head.seq
            for job in what.print_jobs:
                self.prints.insert(db, job)
            for document in what.fiscal_documents:
                self.fiscal.insert(db, document, at_us)
            for change in what.fiscal_changes:
                self.fiscal.change(db, change)
            for sale_id, payload in what.print_replaced:
                self.prints.replace(db, sale_id, payload)
            for sale_id, kind, payload in what.second_replaced:
                self.prints.replace_second(db, sale_id, kind, payload)
            for copy in what.deliveries:
                self.deliveries.insert(db, copy)
            if what.delivery_sent:
                self.deliveries.change(db, what.delivery_sent, DeliveryState.SENT)
            if what.draft_removed:
                self._drafts.remove(db, what.draft_removed)
            if what.stock_draft_removed:
                self.stock.remove_draft(db, what.stock_draft_removed)
            if what.edit is not None:
                self._edits.insert(db, seq, what.edit)
        self.log.note_commit()
        self._checkpointer.note_commit()
        return seq

    def catalogue_edits(self) -> list[tuple[int, CatalogueEdit]]:
        return self._edits.of_catalogue()

    def promotion_edits(self) -> list[tuple[int, PromotionEdit]]:
        return self._edits.of_promotions()

    def price_list_edits(self) -> list[tuple[int, PriceListEdit]]:
        return self._edits.of_price_lists()

    def edit_written(self, seq: int) -> None:
        self._edits.remove(seq)

    def next_sale_number(self) -> int:
        return self._writer.head.sale_number + 1

    def next_shift_number(self) -> int:
        return self._writer.head.shift_number + 1

    def open_shift(self) -> Shift | None:
        return self._writer.head.shift

    def shift_report(self, shift_number: int) -> ShiftReport:
        return self.shifts.report(shift_number)

    def last_shift(self) -> ShiftRow | None:
        return self.shifts.last_end()

    def shift_totals(self, shift_number: int) -> ShiftTotals:
        row = self._readers.row(sql.SHIFT_TOTALS, {"number": shift_number})
        return ShiftTotals(*row) if row else ShiftTotals()

    def stock_moved(self) -> dict[str, int]:
        """Thousandths moved per product since the first entry; negative for goods sold."""
        values = {"first_sale": self.stock.unfolded()[1]}
        return dict(self._readers.rows(sql.STOCK_MOVED, values))

    def rebuild(self) -> int:
        """Make every projection again from the entries, all or nothing; how many entries."""
        with self._writer.transaction() as db:
            source = self._writer.raw.cursor()
            count = projections.replay(source, db)
            source.close()
        self._checkpointer.note_commit()
        return count

    # ---------------------------------------------------------------------- drafts

    def save_draft(
        self,
        sale: Sale,
        staff_id: str,
        changed: Sequence[SaleLine],
        removed: Sequence[int] = (),
        facts: tuple[Fact, ...] = (),
        print_jobs: Sequence[NewPrintJob] = (),
    ) -> None:
        if not facts and not print_jobs:
            self._drafts.save(sale, staff_id, changed, removed)
            self._checkpointer.note_commit()
            return
        lines = [(line.line_id, encode_line(line)) for line in changed]
        told = encoded(facts)
        with self._writer.transaction() as db:
            self._drafts.write(db, sale, staff_id, lines, removed)
            if told:
                self._writer.append(db, told, self._clock.now_us())
            for job in print_jobs:
                self.prints.insert(db, job)
        self.log.note_commit()
        self._checkpointer.note_commit()

    def split_draft(self, kept: Sale, rest: Sale, staff_id: str, label: str) -> int:
        number = self._drafts.split(kept, rest, staff_id, label)
        self._checkpointer.note_commit()
        return number

    def open_draft(self) -> Draft | None:
        return self._drafts.open()

    def parked_drafts(self) -> list[Draft]:
        return self._drafts.parked()

    def drafts_beside(self) -> list[Draft]:
        return self._drafts.beside()

    def put_beside(self, sale_id: str) -> int:
        return self._drafts.put_beside(sale_id)

    def bring_to_front(self, beside: int) -> Draft:
        return self._drafts.bring_to_front(beside)

    def name_parked(self, parked: int, label: str) -> None:
        self._drafts.name(parked, label)

    def park_draft(
        self,
        sale_id: str,
        label: str,
        changed: Sequence[SaleLine] = (),
        print_jobs: Sequence[NewPrintJob] = (),
    ) -> int:
        lines = [(line.line_id, encode_line(line)) for line in changed]
        with self._writer.transaction() as db:
            number = self._drafts.park(db, sale_id, label, lines)
            for job in print_jobs:
                self.prints.insert(db, job)
        return number

    def recall_draft(self, parked: int) -> Draft:
        return self._drafts.recall(parked)

    def drop_draft(self, sale_id: str) -> None:
        self._drafts.drop(sale_id)

    @property
    def unreadable_drafts(self) -> list[Unreadable]:
        """Draft rows set aside since the start; the window says so once."""
        return list(self._drafts.unreadable)


def open_journal(
    data_dir: Path, register_id: str, register_number: int, ids: Ids, clock: Clock
) -> SqliteJournal:
    """Open, create or migrate the journal of a register in its data folder.

    StorageError: "storage.library", "storage.network_drive", "storage.not_durable",
    "storage.in_use", "storage.other_register", "storage.newer_schema", "storage.full",
    "storage.failed", "journal.behind_log", "log.unreadable".
    """
    lock = FolderLock(data_dir)
    try:
        path = data_dir / JOURNAL_NAME
        writer = prepared_writer(path, register_id, register_number, ids.new_entry_id)
    except BaseException:
        lock.release()
        raise
    try:
        journal = SqliteJournal(path, writer, clock, lock)
        journal.start()
    except BaseException:
        writer.close()
        lock.release()
        raise
    return journal


def _report(error: StorageError) -> None:
    _log.error("behind the sale: %s", error)
