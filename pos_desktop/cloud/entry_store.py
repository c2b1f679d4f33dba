"""Rows of entries into the table, by the fastest way each database has for a few hundred rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from pos_desktop.cloud.batches import EntryRow
from pos_desktop.cloud.tables import EntryStatus, entry

_SQLITE_INSERT = (
    "INSERT INTO entry (register_no, seq, entry_id, occurred_at_us, shift_number, kind, version,"
    " payload, hash, status, received_at_us) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING"
)
_POSTGRES_TEMPORARY = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS entry_arriving (LIKE entry) ON COMMIT DELETE ROWS"
)
_POSTGRES_COPY = (
    "COPY entry_arriving (register_no, seq, entry_id, occurred_at_us, shift_number, kind, version,"
    " payload, hash, status, received_at_us) FROM STDIN (FORMAT BINARY)"
)
_POSTGRES_TYPES = [
    *("int4", "int8", "bytea", "int8", "int8", "text"),
    *("int4", "bytea", "bytea", "int2", "int8"),
]
_POSTGRES_INSERT = (
    "INSERT INTO entry (register_no, seq, entry_id, occurred_at_us, shift_number, kind, version,"
    " payload, hash, status, received_at_us) SELECT register_no, seq, entry_id, occurred_at_us,"
    " shift_number, kind, version, payload, hash, status, received_at_us FROM entry_arriving"
    " ON CONFLICT DO NOTHING"
)


class UsedIdError(Exception):
    """Some entry's id is there already; roll back, take those out with `without_doubles`."""


def insert_entries(
    connection: sa.Connection, register_no: int, rows: Sequence[EntryRow], received_at_us: int
) -> None:
    """Store rows that follow the register's head; UsedIdError when not all of them went in.

    Looking the ids up first, or a savepoint to come back to, would cost each good batch.
    """
    if _insert(connection, register_no, rows, received_at_us) != len(rows):
        raise UsedIdError(rows[0].seq)


def without_doubles(
    connection: sa.Connection, register_no: int, rows: Sequence[EntryRow]
) -> tuple[list[EntryRow], list[int]]:
    """The rows with those whose id is used stripped of id and payload, and the seqs of these.

    They keep their hash, so that the chain goes on.
    """
    known = set(
        connection.scalars(
            sa.select(entry.c.entry_id).where(
                entry.c.register_no == register_no,
                entry.c.entry_id.in_([row.entry_id for row in rows if row.entry_id]),
            )
        )
    )
    unique: list[EntryRow] = []
    doubles: list[int] = []
    for row in rows:
        if row.entry_id is not None and row.entry_id in known:
            doubles.append(row.seq)
            unique.append(row._replace(entry_id=None, payload=None, status=EntryStatus.REFUSED))
            continue
        known.add(row.entry_id)
        unique.append(row)
    return unique, doubles


def _insert(
    connection: sa.Connection, register_no: int, rows: Sequence[EntryRow], received_at_us: int
) -> int:
    driver: Any = connection.connection.driver_connection
    values = [(register_no, *row, received_at_us) for row in rows]
    if connection.dialect.name == "sqlite":
        return int(driver.executemany(_SQLITE_INSERT, values).rowcount)
    with driver.cursor() as cursor:
        cursor.execute(_POSTGRES_TEMPORARY)
        with cursor.copy(_POSTGRES_COPY) as copy:
            copy.set_types(_POSTGRES_TYPES)
            for value in values:
                copy.write_row(value)
        cursor.execute(_POSTGRES_INSERT)
        return int(cursor.rowcount)
