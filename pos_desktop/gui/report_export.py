"""Writing the journal of a period to a disk: entries with their hashes, and the receipts beside
them as a table. Nothing is left of a file that was not finished."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.reports.behind import Behind
from pos_desktop.domain.reports.period import Period
from pos_desktop.domain.reports.receipts import receipts_table
from pos_desktop.operations.export_journal import Exported, exported_pieces
from pos_desktop.operations.read_reports import Watch, read_receipts
from pos_desktop.ports import ReportBook
from pos_desktop.receipts.report.csv import csv_file
from pos_desktop.receipts.report.sheet import ReportSheet, SheetTable
from pos_desktop.receipts.report.words import ReportWords

_ALL = 1 << 40


def export_to(
    book: ReportBook,
    zone: tzinfo | None,
    period: Period,
    path: str,
    *,
    sheet: ReportSheet,
    words: ReportWords,
    watch: Watch,
) -> Exported:
    """The journal to `path`, its receipts to the same name with "-receipts.csv" at its end.

    sheet: heads the list of receipts. StorageError("file.unwritable") names the path; StoppedError
    where it is not wanted any more.
    """
    span = book.span(*period.bounds_us(zone))
    target = Path(path)
    _written(target, exported_pieces(book, span, watch))
    receipts = read_receipts(book, period, zone, Behind("all"), watch, most=_ALL)
    listed = ReportSheet(
        sheet.title,
        sheet.place,
        sheet.period,
        sheet.made,
        (),
        (SheetTable.of(receipts_table(receipts.rows, words.tender)),),
    )
    _written(target.with_name(f"{target.stem}-receipts.csv"), iter((csv_file(listed, words),)))
    return Exported(path, span.first_seq, span.last_seq)


def _written(target: Path, pieces: Iterator[bytes]) -> None:
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        part.replace(target)
    except OSError as error:
        raise StorageError(
            "file.unwritable", path=str(target), reason=error.strerror or ""
        ) from error
    finally:
        part.unlink(missing_ok=True)
