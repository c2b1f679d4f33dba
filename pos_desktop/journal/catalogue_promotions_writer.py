"""Writing promotions: its table beside the catalogue's own, a row for each version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, String, Table, func, insert, select
from sqlalchemy.exc import DatabaseError

from pos_desktop.domain.errors import StorageError
from pos_desktop.journal.catalogue_connection import connect
from pos_desktop.journal.catalogue_schema import make_engine, metadata

promotion = Table(
    "promotion",
    metadata,
    Column("promotion_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("changed_at_us", Integer, nullable=False),
    Column("card", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""card: JSON, empty where the promotion was removed. version: from 1, the last one holds."""


def write_versions(path: Path, rows: Sequence[tuple[str, int, bytes]]) -> None:
    """Append (promotion_id, changed_at_us, card); all or nothing. StorageError(
    "promotion.not_stored")."""
    raw = connect(path, writing=True)
    engine = make_engine(lambda: raw)
    try:
        with engine.begin() as connection:
            promotion.create(connection, checkfirst=True)
            for promotion_id, changed_at_us, card in rows:
                own = promotion.c.promotion_id == promotion_id
                last = connection.execute(select(func.max(promotion.c.version)).where(own))
                connection.execute(
                    insert(promotion),
                    {
                        "promotion_id": promotion_id,
                        "version": int(last.scalar() or 0) + 1,
                        "changed_at_us": changed_at_us,
                        "card": card,
                    },
                )
    except DatabaseError as error:
        raise StorageError("promotion.not_stored", reason=str(error.orig)) from error
    finally:
        engine.dispose()
        raw.close()
