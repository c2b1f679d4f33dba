"""Print jobs as rows (the PrintQueue port): every state is stored before the act it announces."""

from __future__ import annotations

from typing import Any

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.printing import PrintJob, PrintState, check_move
from pos_desktop.journal import statements as sql
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import NewPrintJob


class SqlitePrintQueue:
    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    def next_job(self, now_us: int) -> PrintJob | None:
        return _job(self._readers.row(sql.NEXT_PRINT_JOB, {"now_us": now_us}))

    def next_wake_us(self) -> int:
        row = self._readers.row(sql.NEXT_PRINT_WAKE)
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

    def add(self, job: NewPrintJob) -> int:
        with self._writer.transaction() as db:
            db.execute(sql.INSERT_PRINT_JOB, job_row(job))
            return int(db.lastrowid)

    def job(self, job_id: int) -> PrintJob | None:
        return _job(self._readers.row(sql.PRINT_JOB, {"job_id": job_id}))

    def job_of_sale(self, sale_id: str) -> PrintJob | None:
        """The newest receipt job of a sale; copies are left out."""
        return _job(self._readers.row(sql.PRINT_JOB_OF_SALE, {"sale_id": sale_id}))

    def open_jobs(self) -> list[PrintJob]:
        rows = self._readers.rows(sql.OPEN_PRINT_JOBS)
        return [job for row in rows if (job := _job(row)) is not None]

    def settle_at_start(self) -> int:
        with self._writer.transaction() as db:
            db.execute(sql.SETTLE_PRINT_JOBS)
            return int(db.rowcount)


def job_row(job: NewPrintJob) -> dict[str, object]:
    """Return the values of a new row, QUEUED."""
    return {
        "sale_id": job.sale_id,
        "sale_number": job.sale_number,
        "kind": job.kind,
        "state": PrintState.QUEUED.value,
        "not_before_us": job.not_before_us,
        "attempts": 0,
        "reason": "",
        "opens_drawer": int(job.opens_drawer),
        "payload": job.payload,
    }


def _job(row: tuple[Any, ...] | None) -> PrintJob | None:
    if row is None:
        return None
    job_id, sale_id, number, kind, state, not_before_us, attempts, reason, drawer, payload = row
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
    )
