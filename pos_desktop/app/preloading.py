"""What the pages beside the sale need, loaded before somebody comes to them: modules and texts.

Whoever opens a page would wait for both on the window's thread, up to 70 ms. All pages together
are 14 MiB, so those of a menu are loaded while its reader chooses, and two with the start.
"""

from __future__ import annotations

import linecache
import logging
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import MetaPathFinder

from pos_desktop import i18n

PARTS: dict[str, tuple[str, ...]] = {
    "refund": ("gui.screens.refund_page", "gui.desk_refund", "gui.weigh_once"),
    "shift_open": ("gui.screens.shift_open",),
    "shift_x": ("gui.screens.shift_x",),
    "shift_close": ("gui.screens.shift_close",),
    "shift_history": ("gui.screens.shift_history",),
    "journal": ("gui.screens.journal",),
    "reports": ("gui.screens.reports", "gui.desk_reports"),
    "stock": ("gui.screens.stock", "gui.stock_questions", "gui.desk_stock"),
    "advances": ("gui.advances_page",),
    "customers": ("gui.customers_page",),
    "promotions": ("gui.promotions_page", "gui.desk_promotions"),
    "staff": ("gui.staff_page", "gui.desk_staff"),
    "equipment": ("gui.equipment_page", "gui.desk_equipment", "app.equipment"),
}
"""Name of a page -> modules of pos_desktop. Its area of texts has the name of the page."""

AT_THE_START = ("shift_open", "refund")
"""No menu leads to these."""

_PAUSE_SECONDS = 0.002
_STOP_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Preloading:
    """want(): from the window's thread, returns at once. stop(): nothing is loaded after it."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._ended = False
        self._threads: list[threading.Thread] = []

    def want(self, pages: Iterable[str]) -> None:
        """Load what these need, on a thread of its own."""
        new = [page for page in pages if page in PARTS and page not in self._known]
        if not new or self._ended:
            return
        self._known.update(new)
        thread = threading.Thread(target=self.load, args=(new,), name="preloading", daemon=True)
        self._threads.append(thread)
        thread.start()

    def load(self, pages: Iterable[str] = AT_THE_START) -> None:
        """Load what these need here and now; not for the window's thread."""
        with _pauses():
            for page in pages:
                if self._ended:
                    return
                _load(page)
        # PySide has the source of every module read that is imported, and its lines are kept.
        linecache.clearcache()

    def stop(self) -> None:
        """Finish the page that is being loaded, and no more."""
        self._ended = True
        for thread in self._threads:
            thread.join(_STOP_SECONDS)


def _load(page: str) -> None:
    try:
        for part in PARTS[page]:
            import_module(f"pos_desktop.{part}")
        i18n.load_area(page)
    except Exception:  # noqa: BLE001 - whoever opens the page hears of it
        _log.exception("the page %s was not loaded", page)


class _Pauses(MetaPathFinder):
    """Finds nothing; makes the thread it was made on wait before each module."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: object = None, /
    ) -> None:
        if threading.get_ident() == self._thread:
            time.sleep(_PAUSE_SECONDS)


@contextmanager
def _pauses() -> Iterator[None]:
    """Load module by module with a pause before each.

    Whatever computes keeps the window's thread waiting for a moment at each widget that is painted
    (see run.share_interpreter). So it computes for a module's time at most.
    """
    pauses = _Pauses()
    sys.meta_path.insert(0, pauses)
    try:
        yield
    finally:
        sys.meta_path.remove(pauses)
