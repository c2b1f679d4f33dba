"""A journal that was given out: an auditor finds every change in it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from pos_desktop.__main__ import main
from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.reports.period import Period
from pos_desktop.journal.export import verify_file
from pos_desktop.operations.export_journal import exported_pieces
from pos_desktop.operations.read_reports import StoppedError, Watch
from tests.journal_samples import START_US, opened, sample_commit, shift_commit

DAY = datetime.fromtimestamp(START_US // 1_000_000, UTC).date()


@pytest.fixture
def exported(tmp_path):
    """A register with twelve sales, and its journal as a file."""
    journal = opened(tmp_path / "shop")
    journal.commit(shift_commit())
    for n in range(1, 13):
        journal.commit(sample_commit(n))
    file = tmp_path / "journal.jsonl"
    _write(journal, Period(DAY, DAY), file)
    yield file
    journal.close()


def _write(journal, period: Period, file) -> None:
    span = journal.reports.span(*period.bounds_us(UTC))
    file.write_bytes(b"".join(exported_pieces(journal.reports, span, Watch())))


def codes(file) -> set[str]:
    return {finding.code for finding in verify_file(file).findings}


def changed(file, place: int, change) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    lines[place] = change(lines[place])
    file.write_bytes(b"".join(lines))


def test_a_whole_file_is_whole(exported):
    report = verify_file(exported)
    assert report.is_good, report.text()
    assert report.counts["entries"] == 25
    assert report.counts["SaleCompleted"] == 12
    assert main(["verify", "--file", str(exported)]) == 0


def test_its_first_line_says_what_it_is(exported):
    head = json.loads(exported.read_bytes().splitlines()[0])
    assert head["format"] == "pos-desktop journal export"
    assert (head["first_seq"], head["last_seq"]) == (1, 25)


def test_a_changed_sum_breaks_the_chain(exported):
    changed(exported, 3, lambda line: line.replace(b'"total_minor":', b'"total_minor":1', 1))
    assert "chain.hash" in codes(exported)
    assert main(["verify", "--file", str(exported)]) == 1


def test_a_sale_that_was_taken_out_is_missed(exported):
    lines = exported.read_bytes().splitlines(keepends=True)
    exported.write_bytes(b"".join(lines[:5] + lines[7:]))
    assert {"chain.gap", "chain.hash", "sale.gap"} <= codes(exported)


def test_a_file_that_ends_too_early_is_found(exported):
    lines = exported.read_bytes().splitlines(keepends=True)
    exported.write_bytes(b"".join(lines[:-1]))
    assert {"export.cut_off", "chain.last_hash"} <= codes(exported)


def test_an_entry_that_was_put_in_is_found(exported):
    lines = exported.read_bytes().splitlines(keepends=True)
    exported.write_bytes(b"".join([*lines, lines[-1]]))
    assert {"chain.gap", "entry.id_twice", "export.cut_off"} & codes(exported)


def test_entries_of_another_register_are_found(exported):
    changed(exported, 2, lambda line: line.replace(b'"register":"0', b'"register":"1', 1))
    assert "export.other_register" in codes(exported)


def test_a_torn_line_is_named(exported):
    changed(exported, 4, lambda line: line[:40] + b"\n")
    assert "export.line" in codes(exported)


@pytest.mark.parametrize("content", [b"", b"{}\n", b"not json\n", b'{"format":"x"}\n'])
def test_what_is_no_export_is_said_to_be_none(tmp_path, content):
    file = tmp_path / "x.jsonl"
    file.write_bytes(content)
    with pytest.raises(StorageError) as error:
        verify_file(file)
    assert error.value.code == "export.unreadable"
    assert error.value.values["path"] == str(file)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StorageError) as error:
        verify_file(tmp_path / "none.jsonl")
    assert error.value.code == "export.unreadable"


def test_a_piece_from_the_middle_is_checked_by_itself(tmp_path):
    journal = opened(tmp_path / "shop")
    journal.commit(shift_commit())
    for n in range(1, 6):
        journal.commit(sample_commit(n))
    span = journal.reports.span(*Period(DAY, DAY).bounds_us(UTC))
    middle = type(span)(4, 9, span.from_us, span.until_us)
    file = tmp_path / "middle.jsonl"
    file.write_bytes(b"".join(exported_pieces(journal.reports, middle, Watch())))
    journal.close()
    report = verify_file(file)
    assert report.is_good, report.text()
    assert report.counts["entries"] == 6


def test_an_empty_period_is_an_empty_file_that_is_whole(tmp_path):
    journal = opened(tmp_path / "shop")
    journal.commit(shift_commit())
    file = tmp_path / "empty.jsonl"
    _write(journal, Period(date(2020, 1, 1), date(2020, 1, 1)), file)
    journal.close()
    assert verify_file(file).is_good


def test_it_stops_where_nobody_wants_it(exported, tmp_path):
    journal = opened(tmp_path / "other")
    journal.commit(shift_commit())
    span = journal.reports.span(*Period(DAY, DAY).bounds_us(UTC))
    pieces = exported_pieces(journal.reports, span, Watch(wanted=lambda: False))
    with pytest.raises(StoppedError):
        list(pieces)
    journal.close()
