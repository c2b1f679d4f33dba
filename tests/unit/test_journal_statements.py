"""The SQL text that the register runs is what SQLAlchemy Core compiles, on the tables of schema."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from pos_desktop.journal import statements
from pos_desktop.journal.compile_queries import NOUNS, text_of
from pos_desktop.journal.connection import SCHEMA_VERSION
from pos_desktop.journal.migrations.run import migrate
from pos_desktop.journal.schema import metadata


@pytest.fixture(scope="module")
def database():
    raw = sqlite.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(raw, SCHEMA_VERSION)
    yield raw
    raw.close()


@pytest.mark.parametrize("file", NOUNS)
def test_the_statements_are_what_the_queries_compile_to(file):
    stored = (Path(statements.__file__).parent / file).read_text(encoding="utf-8")
    assert stored == text_of(NOUNS[file]), "run python -m pos_desktop.journal.compile_queries"


def test_the_migrations_make_the_tables_of_the_schema(database):
    engine = create_engine(
        "sqlite://", creator=lambda: database, module=sqlite, poolclass=StaticPool
    )
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_migrated_file_says_its_version(database):
    assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


@pytest.mark.parametrize(
    ("file", "name"), [(file, name) for file, found in NOUNS.items() for name in sorted(found)]
)
def test_every_statement_runs_on_the_tables(database, file, name):
    module = file.removesuffix(".py").replace("/", ".")
    text = getattr(import_module(f"pos_desktop.journal.{module}"), name)
    # EXPLAIN compiles a statement without running it; unbound parameters are not looked at.
    plan = f"EXPLAIN {text}"
    if "?" in text:
        database.execute(plan, (None,) * text.count("?"))
    else:
        database.execute(plan, _Anything())


class _Anything(dict[str, None]):
    def __missing__(self, _name: str) -> None:
        return None


@pytest.mark.parametrize(
    "name",
    [
        "NEXT_PRINT_JOB", "DRAWER_JOB", "NEXT_TO_SUBMIT", "ACCEPTED_DOCUMENTS",
        "ENTRIES_AFTER", "REJECTED_DOCUMENTS", "RECEIPT_JOB", "SALE_BY_NUMBER", "SET_FISCAL_SEQ",
        "SHIFT_TOTALS", "PRINT_QUEUE",
    ],
)  # fmt: skip
def test_no_question_asked_all_day_reads_a_whole_table(database, name):
    plan = database.execute(f"EXPLAIN QUERY PLAN {getattr(statements, name)}", _Anything())
    steps = [row[3] for row in plan]
    scans = [
        step
        for step in steps
        if step.startswith("SCAN") and "INDEX" not in step and step != "SCAN open_job"
    ]
    assert not scans, steps
