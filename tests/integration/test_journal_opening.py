"""Opening a journal: what it demands, what it refuses, what it does not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.journal import preparation
from pos_desktop.journal.connection import (
    NETWORK_FILE_SYSTEMS,
    demand_library,
    mount_type,
    open_reader,
    open_writer,
)
from pos_desktop.journal.sqlite_journal import open_journal
from tests.journal_samples import CountingIds, StepClock, opened, sample_commit, shift_commit

REPOSITORY = Path(__file__).resolve().parents[2]


def code_of(action) -> str:
    with pytest.raises(StorageError) as caught:
        action()
    return caught.value.code


def test_the_writer_is_in_wal_mode_with_full_synchronisation(tmp_path):
    raw = open_writer(tmp_path / "journal.sqlite")
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert raw.execute("PRAGMA synchronous").fetchone() == (2,)
    raw.close()


def test_an_sqlite_with_the_wal_reset_bug_is_refused():
    assert code_of(lambda: demand_library((3, 51, 2))) == "storage.library"
    demand_library((3, 51, 3))


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/shop/data", "ext4"),
        ("/mnt/share/shop", "cifs"),
        ("/mnt/my share/shop", "nfs4"),
        ("/mnt", "ext4"),
    ],
)
def test_the_file_system_of_a_folder_is_the_innermost_mount(folder, kind):
    table = (
        "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
        "40 22 0:40 / /mnt/share rw - cifs //server/share rw\n"
        "41 22 0:41 / /mnt/my\\040share rw - nfs4 server:/share rw\n"
    )
    assert mount_type(table, Path(folder)) == kind
    assert (kind in NETWORK_FILE_SYSTEMS) == (kind != "ext4")


def test_a_second_process_is_told_that_the_journal_is_in_use(tmp_path):
    journal = opened(tmp_path)
    script = (
        "from pathlib import Path; from tests.journal_samples import opened\n"
        "from pos_desktop.domain.errors import StorageError\n"
        "try: opened(Path(__import__('sys').argv[1]))\n"
        "except StorageError as error: print(error.code)"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout.strip() == "storage.in_use"
    journal.close()


def test_the_journal_of_another_register_is_refused_and_left_free(tmp_path):
    opened(tmp_path).close()
    other = "019ab0c4-7a00-7000-8000-0000000000bb"
    refused = code_of(lambda: open_journal(tmp_path, other, 2, CountingIds(), StepClock()))
    assert refused == "storage.other_register"
    opened(tmp_path).close()


def test_a_file_of_a_later_program_is_refused(tmp_path):
    opened(tmp_path).close()
    raw = sqlite.connect(tmp_path / "journal.sqlite")
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    assert code_of(lambda: opened(tmp_path)) == "storage.newer_schema"


def test_a_file_that_is_no_database_is_refused_and_not_overwritten(tmp_path):
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"not a database, but somebody's only copy of something\n" * 100)
    assert code_of(lambda: opened(tmp_path)) == "storage.failed"
    assert path.read_bytes().startswith(b"not a database")


def test_opening_an_up_to_date_journal_loads_neither_sqlalchemy_nor_alembic(tmp_path):
    opened(tmp_path).close()
    script = (
        "import sys; from pathlib import Path; from tests.journal_samples import opened\n"
        "opened(Path(sys.argv[1])).close()\n"
        "print([m for m in ('sqlalchemy', 'alembic', 'argon2') if m in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout.strip() == "[]"


def test_a_migration_of_existing_data_keeps_a_copy_of_the_file_first(tmp_path):
    journal = opened(tmp_path)
    journal.commit(shift_commit())
    journal.commit(sample_commit(1))
    journal.close()
    raw = open_writer(tmp_path / "journal.sqlite")
    copy = preparation.keep_copy(raw, tmp_path / "journal.sqlite", 1)
    raw.close()
    kept = open_reader(copy)
    assert kept.execute("SELECT count(*) FROM journal_entry").fetchone() == (3,)
    assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept.close()


def test_a_database_older_than_its_own_log_is_refused_instead_of_forked(tmp_path):
    journal = opened(tmp_path)
    journal.commit(shift_commit())
    journal.close()
    old = (tmp_path / "journal.sqlite").read_bytes()
    journal = opened(tmp_path, ids=CountingIds(100))
    journal.commit(sample_commit(1))
    journal.close()
    (tmp_path / "journal.sqlite").write_bytes(old)
    assert code_of(lambda: opened(tmp_path)) == "journal.behind_log"
