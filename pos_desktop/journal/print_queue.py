"""Print jobs as rows (the PrintQueue port): every state is stored before the act it announces."""

from __future__ import annotations

from typing import Any

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.printing import RECEIPT_PRINTER, PrintJob, PrintState, check_move
from pos_desktop.journal import statements as sql
from pos_desktop.journal.queue_floor import QueueFloor
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.sale_places import number_of
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import NewPrintJob, QueueStatus

RECEIPT_JOB_STEP = 1000
"""The receipt of sale n is job n * 1000; copies and tests take the numbers in between, so jobs
stay in the order they came and the receipt of a sale is found without an index."""

LONGEST_HOLD_US = 60_000_000
"""Nobody holds a receipt back for longer: a time beyond that was written by a clock that has been
set back since."""

ACTIVE = (PrintState.QUEUED, PrintState.SENDING, PrintState.HELD)


class SqlitePrintQueue:
    """The jobs of all printers (the PrintBook port); as a PrintQueue it is the receipt printer's.

    papers: what each printer's bytes are made for now, by device, said by the composition root.
    """

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self.papers: dict[str, str] = {}
        self._writer = writer
        self._readers = readers
        self._floor = QueueFloor("print", sql.FIRST_ACTIVE_JOB, writer)

    @property
    def floor(self) -> int:
        return self._floor.value

    def next_job(self, now_us: int) -> PrintJob | None:
        values = {"floor": self.floor, "now_us": now_us, "beyond_us": now_us + LONGEST_HOLD_US}
        return _job(self._readers.row(sql.NEXT_PRINT_JOB, values))

    def next_wake_us(self) -> int:
        row = self._readers.row(sql.NEXT_PRINT_WAKE, {"floor": self.floor})
        return int(row[0]) if row else 0

    def move(self, job_id: int, new: PrintState, reason: str = "") -> None:
        """Store a state; ValueError for a move outside the table, StorageError for no such job."""
        with self._writer.transaction() as db:
            row = db.execute(sql.PRINT_STATE, {"job_id": job_id}).fetchone()
            if row is None:
                raise StorageError("print.no_such_job", job_id=job_id)
            check_move(PrintState(row[0]), new)
            more = 1 if new is PrintState.SENDING else 0
            values = {"of_job": job_id, "state": new.value, "reason": reason, "more": more}
            db.execute(sql.MOVE_PRINT_JOB, values)
            if row[1] != RECEIPT_PRINTER:
                return  # the floor is the receipt printer's
            if new in ACTIVE:
                self._floor.reopened(db, job_id)
            else:
                self._floor.closed(db, job_id)

    def add(self, job: NewPrintJob) -> int:
        with self._writer.transaction() as db:
            return self.insert(db, job)

    def insert(self, db: sqlite.Cursor, job: NewPrintJob) -> int:
        """Queue a job inside a transaction; its id."""
        own_id = job.sale_number * RECEIPT_JOB_STEP if job.kind == "receipt" else 0
        # Asked of the table each time: a number remembered here would outlive a roll-back, and the
        # sale stored at the second try would not find its receipt.
        last_id = db.execute(sql.LAST_PRINT_JOB).fetchone()[0]
        job_id = own_id if own_id > last_id else last_id + 1
        db.execute(
            sql.INSERT_PRINT_JOB,
            (
                job_id, job.sale_id, job.sale_number, job.kind, "queued", job.not_before_us, 0, "",
                1 if job.opens_drawer else 0, job.payload, job.device,
                self.papers.get(job.device, ""), job.source,
            ),
        )  # fmt: skip
        return job_id

    def replace(self, db: sqlite.Cursor, sale_id: str, payload: bytes) -> None:
        """Change the bytes of a receipt that is QUEUED or HELD and let it go, inside a
        transaction."""
        job = self.job_of_sale(sale_id)
        if job is not None:
            values = {"of_job": job.job_id, "of_sale": sale_id, "payload": payload}
            db.execute(sql.REPLACE_PRINT, values)

    def replace_second(self, db: sqlite.Cursor, sale_id: str, kind: str, payload: bytes) -> None:
        """The same for a job of another printer."""
        values = {"of_sale": sale_id, "of_kind": kind, "payload": payload}
        db.execute(sql.REPLACE_SECOND, values)

    def waiting(self, device: str) -> list[PrintJob]:
        if device == RECEIPT_PRINTER:
            rows = self._readers.rows(sql.WAITING_PRINT_JOBS, {"floor": self.floor})
        else:
            rows = self._readers.rows(sql.WAITING_SECOND_JOBS)
        return [job for row in rows if (job := _job(row)) is not None and job.device == device]

    def give(self, job: PrintJob, device: str, payload: bytes) -> bool:
        values = {
            "of_job": job.job_id, "of_device": job.device, "device": device, "payload": payload,
            "paper": self.papers.get(device, ""),
        }  # fmt: skip
        with self._writer.transaction() as db:
            db.execute(sql.GIVE_PRINT_JOB, values)
            if db.rowcount != 1:
                return False
            if device == RECEIPT_PRINTER:
                self._floor.reopened(db, job.job_id)
            elif job.device == RECEIPT_PRINTER:
                self._floor.closed(db, job.job_id)
        return True

    def job(self, job_id: int) -> PrintJob | None:
        return _job(self._readers.row(sql.PRINT_JOB, {"job_id": job_id}))

    def job_of_sale(self, sale_id: str) -> PrintJob | None:
        """The receipt job of a sale; copies are left out."""
        number = number_of(self._readers.row, sale_id)
        if number is not None:
            values = {"job_id": number * RECEIPT_JOB_STEP, "sale_id": sale_id}
            job = _job(self._readers.row(sql.RECEIPT_JOB, values))
            if job is not None:
                return job
        return _job(self._readers.row(sql.SEARCH_RECEIPT_JOB, {"sale_id": sale_id}))

    def newest_job(self) -> int:
        row = self._readers.row(sql.LAST_PRINT_JOB)
        return int(row[0]) if row else 0

    def drawer_wanted(self, after: int, until: int) -> bool:
        """Asked at every turn of the printer: ids only, no payload is read."""
        values = {"after": after, "until": until}
        return self._readers.row(sql.DRAWER_JOB, values) is not None

    def status(self) -> QueueStatus:
        """parked counts the jobs that wait for a person: unknown and failed."""
        row = self._readers.row(sql.PRINT_QUEUE, {"floor": self.floor})
        return QueueStatus(*(row or (0, 0, 0, 0)))

    def settle_at_start(self) -> int:
        with self._writer.transaction() as db:
            db.execute(sql.SETTLE_PRINT_JOBS, {"floor": self.floor})
            settled = int(db.rowcount)
            db.execute(sql.SETTLE_SECOND_JOBS)
            return settled + int(db.rowcount)


class SecondPrintQueue:
    """The same jobs as another printer's PrintQueue; its open ones are found by an index."""

    def __init__(self, book: SqlitePrintQueue, readers: Readers) -> None:
        self._book = book
        self._readers = readers
        self.add = book.add
        self.move = book.move
        self.job = book.job
        self.job_of_sale = book.job_of_sale
        self.newest_job = book.newest_job

    def next_job(self, now_us: int) -> PrintJob | None:
        values = {"now_us": now_us, "beyond_us": now_us + LONGEST_HOLD_US}
        return _job(self._readers.row(sql.NEXT_SECOND_JOB, values))

    def next_wake_us(self) -> int:
        row = self._readers.row(sql.NEXT_SECOND_WAKE)
        return int(row[0]) if row else 0

    def drawer_wanted(self, after: int, until: int) -> bool:
        """The drawer hangs on the receipt printer."""
        return False

    def settle_at_start(self) -> int:
        """The book settles the jobs of all printers."""
        return 0


def _job(row: tuple[Any, ...] | None) -> PrintJob | None:
    if row is None:
        return None
    job_id, sale_id, number, kind, state, not_before_us, attempts, reason, drawer = row[:9]
    payload, device, paper, source = row[9:]
    return PrintJob(
        job_id=job_id,
        sale_id=sale_id,
        kind=kind,
        payload=bytes(payload),
        state=PrintState(state),
        not_before_us=not_before_us,
        attempts=attempts,
        reason=reason,
        sale_number=number,
        opens_drawer=bool(drawer),
        device=device,
        paper=paper,
        source=source,
    )
