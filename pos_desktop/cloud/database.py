"""The server's database: SQLite by default, PostgreSQL by a URL; both durable at every commit."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from pos_desktop.cloud.settings import CloudSettings

_OLDEST_SQLITE = (3, 51, 3)
"""Older ones carry the WAL-reset bug: a rare race that corrupts (sqlite.org/changes.html)."""
_BUSY_TIMEOUT_SECONDS = 10
_PRAGMAS = (
    # Entries are large and written in hundreds: a fifth less time a commit than with 4 KiB.
    "page_size = 8192",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    # 16 MiB: a checkpoint every 25 batches of 500.
    "wal_autocheckpoint = 2000",
    "cache_size = -16000",
)

DATABASES = ("postgresql", "postgres", "postgresql+psycopg")
"""What an address of a database may begin with."""


class Database:
    """Opens and migrates; `write()` is one durable transaction, `read()` a consistent view.

    Raises RuntimeError for an SQLite too old to trust and sqlalchemy.exc.OperationalError where the
    database cannot be reached.
    """

    def __init__(self, settings: CloudSettings) -> None:
        self._writer = threading.Lock()
        if settings.database_url:
            self.engine = _postgres(settings.database_url)
        else:
            settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.engine = _sqlite(settings.data_dir / "cloud.sqlite3")
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._migrate()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that is on the disk when the block ends; rolled back when it raises."""
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                yield connection
            return
        # SQLite has one writer; queueing here is fairer than its own busy loop.
        with (
            self._writer,
            self.engine.connect().execution_options(pos_write=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        with self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def _migrate(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _postgres(url: str) -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.drivername in DATABASES:
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(parsed, pool_size=8, max_overflow=8, pool_timeout=10)

    @sa.event.listens_for(engine, "connect")
    def durable(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")
        connection.commit()

    return engine


def _sqlite(path: Path) -> sa.Engine:
    import sqlcipher3.dbapi2 as driver

    if driver.sqlite_version_info < _OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {driver.sqlite_version} is too old to keep a shop's data")
    engine = sa.create_engine(
        f"sqlite:///{path}",
        module=driver,
        poolclass=sa.QueuePool,
        pool_size=8,
        max_overflow=40,
        connect_args={"check_same_thread": False, "timeout": _BUSY_TIMEOUT_SECONDS},
    )

    @sa.event.listens_for(engine, "connect")
    def pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, by their purpose
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writing = connection.get_execution_options().get("pos_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
