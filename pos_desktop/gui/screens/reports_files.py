"""Saving a report: asking where, making the file beside the window, saying what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from pos_desktop.domain.errors import StorageError
from pos_desktop.i18n import t
from pos_desktop.receipts.report.sheet import ReportSheet
from pos_desktop.receipts.report.words import ReportWords

AskFile = Callable[[QWidget, str, str], str]
"""(parent, proposed name, filter) -> path, "" for none."""


def ask_where(parent: QWidget, name: str, kinds: str) -> str:
    """Ask for a file to write, "" where the person thought better of it."""
    chosen, _ = QFileDialog.getSaveFileName(parent, t("reports.save_title"), name, kinds)
    return chosen


def file_bytes(kind: str, sheet: ReportSheet, words: ReportWords) -> bytes:
    """The report as a file of that kind; the libraries are loaded with the first one."""
    if kind == "pdf":
        from pos_desktop.receipts.report.pdf import pdf_file

        return pdf_file(sheet, words)
    if kind == "xlsx":
        from pos_desktop.receipts.report.xlsx import xlsx_file

        return xlsx_file(sheet, words)
    from pos_desktop.receipts.report.csv import csv_file

    return csv_file(sheet, words)


def filter_of(kind: str) -> str:
    return {"pdf": "PDF (*.pdf)", "xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)"}[kind]


def proposed_name(sheet: ReportSheet, kind: str) -> str:
    """ "По часам 24.11.2026.pdf": a name any file system takes."""
    plain = f"{sheet.title} {sheet.period}".replace("/", ".").replace(":", "-")
    return f"{plain}.{kind}"


def with_ending(path: str, kind: str) -> str:
    """A name typed without its ending gets it."""
    return path if Path(path).suffix else f"{path}.{kind}"


def write_file(path: str, data: bytes) -> str:
    """Store it; StorageError("file.unwritable") names the path and what the system said."""
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        raise StorageError("file.unwritable", path=path, reason=error.strerror or "") from error
    return path
