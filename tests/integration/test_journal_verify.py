"""verify: what it counts, and that no change goes unnoticed."""

from __future__ import annotations

import pytest
import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import StorageError
from pos_desktop.journal.connection import SCHEMA_VERSION
from pos_desktop.journal.verify import verify
from tests.journal_samples import opened, sample_commit, shift_commit


@pytest.fixture
def folder(tmp_path):
    journal = opened(tmp_path)
    journal.commit(shift_commit())
    for n in range(1, 6):
        journal.commit(sample_commit(n))
    journal.close()
    return tmp_path


def changed(folder, *statements: str, values: tuple[object, ...] = ()) -> list[str]:
    """Run statements as somebody with a database tool would; the findings afterwards."""
    raw = sqlite.connect(folder / "journal.sqlite", isolation_level=None)
    for verb in ("update", "delete"):
        raw.execute(f"DROP TRIGGER journal_entry_refuses_{verb}")
    for statement in statements:
        raw.execute(statement, values)
    raw.close()
    return [finding.text() for finding in verify(folder).findings]


def test_a_whole_journal_is_counted_and_good(folder):
    report = verify(folder)
    assert report.is_good, report.text()
    assert report.counts["entries"] == 11
    assert report.counts["SaleCompleted"] == 5
    assert report.counts["lines of the log"] == 11
    assert report.counts["documents queued"] == 5
    assert report.counts["print jobs queued"] == 5
    assert report.text().endswith("The journal is whole.")


def test_it_can_be_checked_while_it_is_sold_in(tmp_path):
    journal = opened(tmp_path)
    journal.commit(shift_commit())
    journal.commit(sample_commit(1))
    assert verify(tmp_path).is_good
    journal.commit(sample_commit(2))
    journal.close()


def test_no_journal_is_an_error_not_a_good_one(tmp_path):
    with pytest.raises(StorageError) as caught:
        verify(tmp_path)
    assert caught.value.code == "journal.none"


@pytest.mark.parametrize(
    ("version", "code"), [(1, "storage.older_schema"), (99, "storage.newer_schema")]
)
def test_a_journal_of_another_version_says_whether_it_is_older_or_newer(folder, version, code):
    raw = sqlite.connect(folder / "journal.sqlite", isolation_level=None)
    raw.execute(f"PRAGMA user_version = {version}")
    raw.close()
    with pytest.raises(StorageError) as caught:
        verify(folder)
    assert caught.value.code == code
    assert caught.value.values == {"found": version, "known": SCHEMA_VERSION}


@pytest.mark.parametrize("seq", [1, 3, 8, 11])
@pytest.mark.parametrize("column", ["payload", "hash", "prev_hash", "entry_id"])
def test_one_flipped_byte_of_any_entry_names_that_entry(folder, seq, column):
    raw = sqlite.connect(folder / "journal.sqlite", isolation_level=None)
    statement = f"SELECT {column} FROM journal_entry WHERE seq = {seq}"
    value = bytearray(raw.execute(statement).fetchone()[0])
    raw.close()
    value[len(value) // 2] ^= 1
    update = f"UPDATE journal_entry SET {column} = ? WHERE seq = {seq}"
    findings = changed(folder, update, values=(bytes(value),))
    assert any(f.startswith("chain.") and f"seq={seq} " in f + " " for f in findings), findings


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("DELETE FROM journal_entry WHERE seq = 4", "chain.gap expected=4 seq=5"),
        ("UPDATE journal_entry SET occurred_at_us = 1 WHERE seq = 4", "chain.hash seq=4"),
        ("UPDATE sale SET total_minor = 1 WHERE number = 2", "projection.differs table=sale key=2"),
        ("DELETE FROM sale WHERE number = 5", "projection.differs table=sale key=5"),
        ("UPDATE shift SET cash_minor = 7", "projection.differs table=shift key=1"),
        ("INSERT INTO stock VALUES ('p1', 0, 5)", "projection.differs table=stock key=p1"),
        ("DELETE FROM fiscal_document WHERE sale_number = 3", "fiscal.missing number=3"),
        ("UPDATE fiscal_document SET key = 'other-v1' WHERE sale_number = 3", "fiscal.other_key"),
        ("DELETE FROM print_job WHERE sale_number = 3", "print.missing number=3"),
    ],
)
def test_every_kind_of_damage_is_named(folder, statement, finding):
    findings = changed(folder, statement)
    assert any(found.startswith(finding) for found in findings), findings


def test_a_changed_line_of_the_log_is_named(folder):
    log = folder / "journal.log"
    lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[3] = lines[3].replace('"hash":"', '"hash":"00')
    log.write_text("".join(lines), encoding="utf-8")
    assert [f.text() for f in verify(folder).findings] == ["log.other_hash seq=4"]


def test_a_log_that_knows_more_than_the_journal_is_named(folder):
    findings = changed(folder, "DELETE FROM journal_entry WHERE seq > 9")
    assert any(f.startswith("log.beyond_journal seq=10 journal_seq=9") for f in findings), findings
