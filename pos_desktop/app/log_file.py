"""program.log of the data folder: what went wrong behind the sale, for whoever helps."""

from __future__ import annotations

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

_LOG_NAME = "program.log"
_BYTES = 1024 * 1024
_OLDER_FILES = 4

_log = logging.getLogger("pos_desktop")


class LogFile:
    """Five files of a megabyte at most, however long the register runs.

    Warnings and worse of every library, what this program says from INFO on; no network library
    tells its addresses. Errors that end a thread or a slot of the window are written down, too.
    """

    def __init__(self, folder: Path) -> None:
        self._handler = RotatingFileHandler(
            folder / _LOG_NAME, maxBytes=_BYTES, backupCount=_OLDER_FILES, encoding="utf-8"
        )
        self._handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        )
        logging.getLogger().addHandler(self._handler)
        _log.setLevel(logging.INFO)
        self._of_threads, threading.excepthook = threading.excepthook, self._thread_failed
        self._of_program, sys.excepthook = sys.excepthook, self._program_failed

    def close(self) -> None:
        threading.excepthook, sys.excepthook = self._of_threads, self._of_program
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()

    def _thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        name = failed.thread.name if failed.thread else "?"
        error = failed.exc_value
        _log.critical("the thread %s ended by an error", name, exc_info=error)
        self._of_threads(failed)

    def _program_failed(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        _log.error("an error in the window", exc_info=error)
        self._of_program(kind, error, trace)
