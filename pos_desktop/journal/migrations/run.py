"""Create or migrate a journal file; imported only when one is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool


def migrate(raw: sqlite.Connection, version: int) -> None:
    """Bring the database of a raw connection to this schema version, all or nothing.

    The caller keeps a copy of a file with data in it first. user_version is part of the same
    transaction, so a cut leaves the old file or the new one.
    """
    engine = create_engine("sqlite://", creator=lambda: raw, module=sqlite, poolclass=StaticPool)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        raw.execute("BEGIN IMMEDIATE")
        try:
            raw.execute(f"PRAGMA user_version = {version:d}")
            attributes: dict[str, Any] = config.attributes
            attributes["connection"] = connection
            command.upgrade(config, f"{version:04d}")
            if raw.in_transaction:
                raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise
