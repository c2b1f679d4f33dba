"""Taking a register's entries in: once, in order, durable before the answer, whatever they say."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from pos_desktop.cloud.batches import ApiError, CheckedBatch, EntryRow
from pos_desktop.cloud.database import Database
from pos_desktop.cloud.entry_store import UsedIdError, insert_entries, without_doubles
from pos_desktop.cloud.tables import EntryStatus, entry, register
from pos_desktop.cloud.tasks import note_task
from pos_desktop.contract.entries import Ack, RefusedEntry
from pos_desktop.contract.wire import Code


class Ingest:
    """now_us: UTC microseconds since 1970; stored: called after each batch that brought something
    new."""

    def __init__(
        self, database: Database, now_us: Callable[[], int], stored: Callable[[], None]
    ) -> None:
        self._database = database
        self._now_us = now_us
        self._stored = stored

    def take(self, register_id: str, batch: CheckedBatch) -> Ack:
        """Store what is new of the batch in one durable transaction and say where we stand.

        ApiError 409: chain.gap (entries are missing before it), chain.broken (it does not continue
        what is stored), chain.conflict (a stored seq comes with another hash). Nothing is stored
        then; the last two are noted for the owner.
        """
        try:
            try:
                ack, fresh = self._store(register_id, batch)
            except UsedIdError:
                ack, fresh = self._store(register_id, batch, has_doubles=True)
        except ApiError as error:
            if error.code in {Code.BROKEN, Code.CONFLICT}:
                self.alarm(register_id, error.code, batch.first_seq)
            raise
        if fresh:
            self._stored()
        return ack

    def alarm(self, register_id: str, code: str, seq: int) -> None:
        """Note for the owner that a register's chain does not hold."""
        with self._database.write() as connection:
            no = connection.scalar(
                sa.select(register.c.no).where(register.c.register_id == register_id)
            )
            if no is not None:
                note_task(connection, no, code, seq=seq, at_us=self._now_us())

    def _store(
        self, register_id: str, batch: CheckedBatch, *, has_doubles: bool = False
    ) -> tuple[Ack, bool]:
        now_us = self._now_us()
        with self._database.write() as connection:
            head = connection.execute(
                sa.select(register.c.no, register.c.head_seq, register.c.head_hash)
                .where(register.c.register_id == register_id)
                .with_for_update()
            ).one()
            new, refused = self._new_rows(connection, head.no, head.head_seq, batch)
            if not new:
                return Ack(head.head_seq, head.head_hash.hex(), refused), False
            if batch.first_seq == head.head_seq + 1 and batch.prev_hash != head.head_hash:
                raise _broken(head.head_seq, head.head_hash)
            if has_doubles:
                new, doubles = without_doubles(connection, head.no, new)
                refused += [_double(seq) for seq in doubles]
            insert_entries(connection, head.no, new, now_us)
            self._note(connection, head.no, new, refused)
            last = new[-1]
            connection.execute(
                sa.update(register)
                .where(register.c.no == head.no)
                .values(head_seq=last.seq, head_hash=last.hash, last_contact_us=now_us)
            )
        return Ack(last.seq, last.hash.hex(), refused), True

    @staticmethod
    def _new_rows(
        connection: sa.Connection, no: int, head_seq: int, batch: CheckedBatch
    ) -> tuple[list[EntryRow], list[RefusedEntry]]:
        """The rows after our head, once the ones before it were found to be the very same, and what
        was refused of all of them."""
        if batch.first_seq > head_seq + 1:
            raise ApiError(409, Code.GAP, f"{head_seq + 1} is missing", acknowledged=head_seq)
        if batch.first_seq == head_seq + 1:
            return batch.rows, list(batch.refused)
        stored = {
            row.seq: row
            for row in connection.execute(
                sa.select(entry.c.seq, entry.c.hash, entry.c.status).where(
                    entry.c.register_no == no,
                    entry.c.seq.between(batch.first_seq - 1, batch.last_seq),
                )
            )
        }
        if batch.first_seq > 1 and stored[batch.first_seq - 1].hash != batch.prev_hash:
            raise _broken(head_seq, b"")
        again = [row for row in batch.rows if row.seq <= head_seq]
        refused = list(batch.refused)
        for row in again:
            if stored[row.seq].hash != row.hash:
                raise ApiError(
                    409, Code.CONFLICT, f"another entry {row.seq} is stored", acknowledged=head_seq
                )
            if stored[row.seq].status == EntryStatus.REFUSED and row.status is EntryStatus.STORED:
                refused.append(_double(row.seq))
        return batch.rows[len(again) :], refused

    def _note(
        self,
        connection: sa.Connection,
        no: int,
        rows: list[EntryRow],
        refused: list[RefusedEntry],
    ) -> None:
        at_us = self._now_us()
        for one in refused:
            if one.seq >= rows[0].seq:
                note_task(connection, no, one.code, seq=one.seq, at_us=at_us)
        for row in rows:
            if row.status is EntryStatus.WITHHELD:
                note_task(
                    connection, no, Code.ENTRY_WITHHELD, kind=row.kind, seq=row.seq, at_us=at_us
                )


def _double(seq: int) -> RefusedEntry:
    return RefusedEntry(seq, Code.ENTRY_DUPLICATE_ID, "this id was used before")


def _broken(head_seq: int, head_hash: bytes) -> ApiError:
    return ApiError(
        409,
        Code.BROKEN,
        "the batch does not continue what is stored",
        acknowledged=head_seq,
        last_hash=head_hash.hex(),
    )
