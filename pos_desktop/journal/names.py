"""Names of the files of a journal in its data folder."""

from __future__ import annotations

JOURNAL_NAME = "journal.sqlite"
LOG_NAME = "journal.log"
LOCK_NAME = "journal.lock"
