"""The line log and making a journal from it."""

from __future__ import annotations

import pytest

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.journal.line_log import log_files, logged_entries
from pos_desktop.journal.log_file import LogFile
from pos_desktop.journal.recovery import recover
from pos_desktop.journal.verify import verify
from pos_desktop.ports import Commit, FiscalChange
from tests.journal_samples import (
    CountingIds,
    opened,
    registered,
    sample_commit,
    sample_sale,
    shift_commit,
)


def sell(folder, count: int, first: int = 1, *, rotate_bytes: int = 0) -> None:
    journal = opened(folder, ids=CountingIds(first * 100))
    journal.log.rotate_bytes = rotate_bytes or journal.log.rotate_bytes
    if first == 1:
        journal.commit(shift_commit())
    for n in range(first, first + count):
        journal.commit(sample_commit(n))
        if rotate_bytes:
            journal.log.catch_up()
    journal.close()


def test_every_entry_is_one_line_with_its_hash(tmp_path):
    sell(tmp_path, 3)
    assert [entry.seq for entry in logged_entries(tmp_path)] == [1, 2, 3, 4, 5, 6, 7]
    assert verify(tmp_path).counts["lines of the log"] == 7


def test_a_log_that_was_late_is_caught_up_at_the_next_start(tmp_path):
    sell(tmp_path, 3)
    lines = (tmp_path / "journal.log").read_bytes().splitlines(keepends=True)
    # The power went while the fifth line was being written.
    (tmp_path / "journal.log").write_bytes(b"".join(lines[:4]) + lines[4][:40])
    sell(tmp_path, 1, first=4)
    assert [entry.seq for entry in logged_entries(tmp_path)] == list(range(1, 10))
    assert verify(tmp_path).is_good


def test_a_log_that_was_deleted_is_written_again(tmp_path):
    sell(tmp_path, 2)
    (tmp_path / "journal.log").unlink()
    opened(tmp_path).close()
    assert len(list(logged_entries(tmp_path))) == 5


def test_the_log_is_rotated_by_size_and_read_as_one(tmp_path):
    sell(tmp_path, 6, rotate_bytes=5000)
    assert len(log_files(tmp_path)) >= 3
    sell(tmp_path, 1, first=7)
    assert [entry.seq for entry in logged_entries(tmp_path)] == list(range(1, 16))
    assert verify(tmp_path).is_good


def test_a_file_that_cannot_be_rotated_now_gets_no_entry_twice(tmp_path):
    journal = opened(tmp_path)
    journal.log.rotate_bytes = 1
    journal.commit(shift_commit())
    # A folder of that name stands for whatever keeps the file from being renamed.
    (tmp_path / "journal-000000000001.log").mkdir()
    with pytest.raises(StorageError):
        journal.log.catch_up()
    (tmp_path / "journal-000000000001.log").rmdir()
    journal.commit(sample_commit(1))
    journal.log.catch_up()
    journal.close()
    assert [entry.seq for entry in logged_entries(tmp_path)] == [1, 2, 3]
    assert verify(tmp_path).is_good


class TornDisk(LogFile):
    """Takes two thirds of what it is given, then neither writes nor cuts."""

    def write(self, data: bytes) -> int:
        super().write(data[: len(data) * 2 // 3])
        raise OSError(28, "No space left on device")

    def cut(self, size_bytes: int) -> None:
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize("restarted", [False, True])
def test_a_torn_line_that_could_not_be_cut_off_is_cut_before_the_next_one(tmp_path, restarted):
    journal = opened(tmp_path)
    journal.commit(shift_commit())
    journal.log.catch_up()
    journal.log.open_file = TornDisk
    for n in (1, 2):
        journal.commit(sample_commit(n))
    for _ in range(2):
        with pytest.raises(StorageError) as caught:
            journal.log.catch_up()
        assert caught.value.code == "log.failed"
    # Whole lines and a torn one stand where the next line would go.
    log = (tmp_path / "journal.log").read_bytes()
    assert log.count(b"\n") > 1
    assert not log.endswith(b"\n")
    if restarted:
        journal.close()
        journal = opened(tmp_path, ids=CountingIds(1000))
    journal.log.open_file = LogFile
    journal.commit(sample_commit(3))
    journal.close()
    assert [entry.seq for entry in logged_entries(tmp_path)] == [1, 2, 3, 4, 5, 6, 7]
    assert verify(tmp_path).is_good


def test_a_lost_database_is_made_again_from_its_log(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    journal = opened(old)
    journal.commit(shift_commit())
    for n in range(1, 5):
        journal.commit(sample_commit(n))
    first = sample_sale(1)
    journal.fiscal.move(first.fiscal_key, FiscalState.SENDING)
    change = FiscalChange(first.fiscal_key, FiscalState.REGISTERED)
    journal.commit(Commit((registered(first),), fiscal_changes=(change,)))
    totals, sales = journal.shift_totals(1), journal.ledger.sales()
    journal.close()
    (old / "journal.sqlite").unlink()

    report = recover(old, new)
    assert (report.entries, report.sales, report.documents) == (10, 4, 3)
    assert verify(new).is_good, verify(new).text()
    again = opened(new, ids=CountingIds(1000))
    assert again.shift_totals(1) == totals
    assert [row.sale_id for row in again.ledger.sales()] == [row.sale_id for row in sales]
    # Nothing is sent or printed twice: documents are asked for by key, receipts count as printed.
    assert again.fiscal.next_to_submit(1 << 60).state is FiscalState.UNKNOWN
    assert again.prints.next_job(1 << 60) is None
    again.commit(sample_commit(5))
    again.close()


def test_a_forged_line_stops_the_recovery_and_is_named(tmp_path):
    sell(tmp_path / "old", 2)
    log = tmp_path / "old" / "journal.log"
    log.write_text(log.read_text(encoding="utf-8").replace("Иванова", "Петрова", 1), "utf-8")
    with pytest.raises(StorageError) as caught:
        recover(tmp_path / "old", tmp_path / "new")
    assert (caught.value.code, caught.value.values["seq"]) == ("log.broken_chain", 1)
    assert not (tmp_path / "new" / "journal.sqlite").exists()


def test_recovery_never_overwrites_a_journal(tmp_path):
    sell(tmp_path, 1)
    with pytest.raises(StorageError) as caught:
        recover(tmp_path, tmp_path)
    assert caught.value.code == "recovery.target_not_empty"
