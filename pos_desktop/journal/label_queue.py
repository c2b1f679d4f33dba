"""Labels that wait for the label printer: the PrintQueue port over a table of their own, so that a
label printer without a roll never makes the search for the next receipt longer."""

from __future__ import annotations

from typing import Any

from pos_desktop.domain.errors import RefusalError, StorageError
from pos_desktop.domain.printing import PrintJob, PrintState, check_move
from pos_desktop.journal.readers import Readers
from pos_desktop.journal.stock import statements as sql
from pos_desktop.journal.writer import Writer
from pos_desktop.ports import LabelQuestion, NewLabelJob, NewPrintJob


class SqliteLabelQueue:
    """What a printer thread asks of its queue, and the LabelQueue port."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    def add_labels(self, job: NewLabelJob) -> int:
        values = {"title": job.title, "state": "queued", "attempts": 0, "reason": ""}
        with self._writer.transaction() as db:
            db.execute(sql.INSERT_LABEL_JOB, {**values, "payload": job.payload})
            return int(db.lastrowid or 0)

    def waiting(self) -> int:
        return len(self._readers.rows(sql.OPEN_LABEL_JOBS))

    def questions(self) -> list[LabelQuestion]:
        asked = (PrintState.UNKNOWN, PrintState.FAILED)
        rows = self._readers.rows(sql.OPEN_LABEL_JOBS)
        return [LabelQuestion(row[0], row[1], row[4]) for row in rows if row[2] in asked]

    def settle(self, job_id: int, *, came_out: bool) -> None:
        with self._writer.transaction() as db:
            row = db.execute(sql.LABEL_JOB, {"job_id": job_id}).fetchone()
            state = PrintState(row[2]) if row is not None else PrintState.DONE
            if state not in (PrintState.UNKNOWN, PrintState.FAILED):
                raise RefusalError("label.not_asked", job_id=job_id)
            done = PrintState.DONE if state is PrintState.UNKNOWN else PrintState.CANCELLED
            new = done if came_out else PrintState.QUEUED
            values = {"of_job": job_id, "state": new.value, "reason": "", "more": 0}
            db.execute(sql.MOVE_LABEL_JOB, values)

    def next_job(self, now_us: int) -> PrintJob | None:
        return _job(self._readers.row(sql.NEXT_LABEL_JOB))

    def next_wake_us(self) -> int:
        """Labels are never held back for a time."""
        return 0

    def move(self, job_id: int, new: PrintState, reason: str = "") -> None:
        """Store a state; ValueError for a move outside the table, StorageError for no such job."""
        with self._writer.transaction() as db:
            row = db.execute(sql.LABEL_JOB, {"job_id": job_id}).fetchone()
            if row is None:
                raise StorageError("print.no_such_job", job_id=job_id)
            check_move(PrintState(row[2]), new)
            more = 1 if new is PrintState.SENDING else 0
            values = {"of_job": job_id, "state": new.value, "reason": reason, "more": more}
            db.execute(sql.MOVE_LABEL_JOB, values)

    def add(self, job: NewPrintJob) -> int:
        return self.add_labels(NewLabelJob("", job.payload))

    def job(self, job_id: int) -> PrintJob | None:
        return _job(self._readers.row(sql.LABEL_JOB, {"job_id": job_id}))

    def job_of_sale(self, sale_id: str) -> PrintJob | None:
        return None

    def newest_job(self) -> int:
        row = self._readers.row(sql.LAST_LABEL_JOB)
        return int(row[0]) if row else 0

    def drawer_wanted(self, after: int, until: int) -> bool:
        return False

    def settle_at_start(self) -> int:
        with self._writer.transaction() as db:
            db.execute(sql.SETTLE_LABEL_JOBS)
            return int(db.rowcount)


def _job(row: tuple[Any, ...] | None) -> PrintJob | None:
    if row is None:
        return None
    job_id, _title, state, attempts, reason, payload = row
    return PrintJob(
        job_id=job_id,
        sale_id="",
        kind="label",
        payload=bytes(payload),
        state=PrintState(state),
        not_before_us=0,
        attempts=attempts,
        reason=reason,
    )
