"""What goes on between the printers and the shop: jobs fit the paper that is in, a second printer
stands in for the first, a drawer that somebody opened by hand is written down."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pos_desktop.app.printers import Printers
from pos_desktop.app.receipt_logo import keep_logo, read_logo
from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.printing import RECEIPT_PRINTER, SECOND_PRINTER, PrintState
from pos_desktop.domain.staff import StaffMember
from pos_desktop.hardware.device_thread import DeviceThread
from pos_desktop.journal.print_queue import SqlitePrintQueue
from pos_desktop.operations.move_cash import note_drawer_opened
from pos_desktop.operations.print_elsewhere import (
    OTHER_PAPER,
    can_be_made,
    fit_papers,
    hand_over,
)
from pos_desktop.operations.store_logo import store_logo
from pos_desktop.operations.workplace import SecondPrinter, Workplace
from pos_desktop.ports import (
    DeviceChanged,
    DrawerMoved,
    Event,
    Health,
    Post,
    PrintJobChanged,
    SpareOffered,
    WorkerFailed,
)

_IDLE_SECONDS = 60.0
_LOOK_SECONDS = 1.0
_WORKING = (Health.ONLINE, Health.DEGRADED)
_OUT = (Health.OFFLINE, Health.MISCONFIGURED)


class PrintWork:
    """Started and stopped with the register. `heard` may be called from any thread."""

    def __init__(
        self,
        place: Workplace,
        printers: Printers,
        prints: SqlitePrintQueue,
        post: Post,
        logo: Path,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._place = place
        self._printers = printers
        self._prints = prints
        self._post = post
        self._logo = logo
        self._monotonic = monotonic
        self._health: dict[str, Health] = {}
        self._out_since: dict[str, float] = {}
        self._offered = 0
        self._started = False
        self._thread = DeviceThread(
            "spare-printer", self._turn, post, cancel=lambda: None, close=lambda: None
        )

    # Life.

    def use_printers(self) -> None:
        """Take over which printers there are and what they have in; for the lane, and at start."""
        printers, second = self._printers, self._printers.second
        self._place.encoder = printers.encoder
        self._place.second = (
            SecondPrinter(
                printers.second_encoder,
                copies=second.copies,
                kitchen=frozenset(second.kitchen),
                kitchen_when=second.kitchen_when,
            )
            if printers.second_encoder is not None
            else None
        )
        shows_logo = printers.printing.logo != "off"
        logo_png = read_logo(self._logo) if shows_logo else b""
        self._place.style = replace(self._place.style, logo_png=logo_png)
        self._prints.papers = printers.papers
        for job in fit_papers(self._place, printers.papers):
            state = PrintState.CANCELLED
            self._post(PrintJobChanged(job.job_id, job.sale_id, state, OTHER_PAPER))
        printers.wake()
        if self._started:
            self.start()

    def logo(self) -> bytes:
        """The shop's picture, whether receipts show it or not; b"" for none."""
        return read_logo(self._logo)

    def set_logo(self, picture: bytes) -> None:
        """Keep the shop's picture for the heads of its receipts, b"" for none; for the lane.
        RefusalError("logo.not_a_picture")."""
        keep_logo(self._logo, picture)
        self.use_printers()

    def store_logo(self, *, staff: StaffMember) -> int:
        """Queue the job that puts the picture into the printer's own memory; its id. Refuses as
        operations.store_logo does."""
        return store_logo(self._place, self._printers.encoder, staff=staff)

    def start(self) -> None:
        """A thread only where a printer may stand in for the other."""
        self._started = True
        if self._printers.second.spare != "off":
            self._thread.start()

    def stop(self) -> None:
        self._thread.stop()

    def heard(self, event: Event) -> None:
        if isinstance(event, DeviceChanged):
            self._note(event.state.device, event.state.health)
        elif isinstance(event, DrawerMoved) and event.is_open and not event.asked:
            self._write_down()

    def _note(self, device: str, health: Health) -> None:
        if device not in (RECEIPT_PRINTER, SECOND_PRINTER):
            return
        self._health[device] = health
        if health in _WORKING:
            self._out_since.pop(device, None)
        elif health in _OUT:
            self._out_since.setdefault(device, self._monotonic())
        self._thread.wake()

    def _write_down(self) -> None:
        try:
            note_drawer_opened(self._place)
        except StorageError as error:
            self._post(WorkerFailed("journal", str(error)))

    # The printer that stands in.

    def _turn(self) -> float:
        """Look whether jobs wait for a printer that is out of order; how long not to look again."""
        for device, other in (
            (RECEIPT_PRINTER, SECOND_PRINTER),
            (SECOND_PRINTER, RECEIPT_PRINTER),
        ):
            left = self._seconds_until_out(device)
            if left is None or self._health.get(other) not in _WORKING:
                continue
            if left > 0:
                return left
            self._stand_in(other)
            return _LOOK_SECONDS
        self._offer(0)
        return _IDLE_SECONDS

    def _seconds_until_out(self, device: str) -> float | None:
        """0 when the printer is out of order for so long that another may stand in."""
        since = self._out_since.get(device)
        if since is None:
            return None
        return max(0.0, since + self._printers.second.spare_seconds - self._monotonic())

    def _stand_in(self, device: str) -> None:
        if self._printers.second.spare == "auto":
            if hand_over(self._place, device).moved:
                self._printers.wake()
        elif device == SECOND_PRINTER:
            waiting = self._prints.waiting(RECEIPT_PRINTER)
            self._offer(sum(can_be_made(self._place, job, device) for job in waiting))

    def _offer(self, waiting: int) -> None:
        if waiting != self._offered:
            self._offered = waiting
            self._post(SpareOffered(waiting))
