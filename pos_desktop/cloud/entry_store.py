"""Rows of entries into the table, by the fastest way each database has for a few hundred rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from pos_desktop.cloud.batches import EntryRow
from pos_desktop.cloud.tables import EntryStatus, entry

_SQLITE_INSERT = (
    "INSERT INTO entry (register_no, seq, entry_id, occurred_at_us, shift_number, kind, version,"
    " payload, hash, received_at_us, status) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING"
)
_POSTGRES_TEMPORARY = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS entry_arriving (LIKE entry) ON COMMIT DELETE ROWS"
)
_POSTGRES_COPY = (
    "COPY entry_arriving (register_no, seq, entry_id, occurred_at_us, shift_number, kind, version,"
    " payload, hash, received_at_us, status) FROM STDIN (FORMAT BINARY)"
)
_POSTGRES_TYPES = [
    *("int4", "int8", "bytea", "int8", "int8", "text"),
    *("int4", "bytea", "bytea", "int8", "int2"),
]
_POSTGRES_INSERT = (
    "INSERT INTO entry (register_no, seq, entry_id, occurred_at_us, shift_number, kind, version,"
    " payload, hash, received_at_us, status) SELECT register_no, seq, entry_id, occurred_at_us,"
    " shift_number, kind, version, payload, hash, received_at_us, status FROM entry_arriving"
    " ON CONFLICT DO NOTHING"
)


def insert_entries(
    connection: sa.Connection, register_no: int, rows: Sequence[EntryRow], received_at_us: int
) -> list[int]:
    """Store rows that follow the register's head; the seqs of those whose id is there already.

    Such a one is kept without its id and payload, with its hash, so that the chain goes on.
    """
    with connection.begin_nested() as point:
        if _insert(connection, register_no, rows, received_at_us) == len(rows):
            return []
        point.rollback()
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
            unique.append(replace(row, entry_id=None, payload=None, status=EntryStatus.REFUSED))
            continue
        known.add(row.entry_id)
        unique.append(row)
    stored = _insert(connection, register_no, unique, received_at_us)
    if stored != len(rows):
        raise RuntimeError(f"{stored} of {len(rows)} entries went in after {rows[0].seq}")
    return doubles


def _insert(
    connection: sa.Connection, register_no: int, rows: Sequence[EntryRow], received_at_us: int
) -> int:
    driver: Any = connection.connection.driver_connection
    values = [
        (
            register_no,
            row.seq,
            row.entry_id,
            row.occurred_at_us,
            row.shift_number,
            row.kind,
            row.version,
            row.payload,
            row.hash,
            received_at_us,
            int(row.status),
        )
        for row in rows
    ]
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
