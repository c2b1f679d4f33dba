"""The printers of one register: receipts, the second printer with its duties, labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pos_desktop.domain.printing import RECEIPT_PRINTER, SECOND_PRINTER, PrintJob
from pos_desktop.hardware.profiles import (
    DrawerSettings,
    PrinterProfile,
    adjusted,
    printer_profile,
    telling,
)
from pos_desktop.hardware.supervisor import (
    DEFAULT_LABEL_PRINTER,
    DEFAULT_PRINTER,
    DeviceSupervisor,
)
from pos_desktop.ports import Clock, PrintQueue
from pos_desktop.receipts.label import LabelEncoder
from pos_desktop.settings import Endpoint, Printing, Replies, SecondPrinter
from pos_desktop.settings.checks import checked_drawer

if TYPE_CHECKING:
    from pos_desktop.hardware.printers.encoders import PrinterEncoder
    from pos_desktop.hardware.printers.printer_loop import EscposPrinter

LABEL_PRINTER = "label_printer"


@dataclass(frozen=True, slots=True)
class PrintQueues:
    """second: None where no second printer is to be used."""

    receipts: PrintQueue
    labels: PrintQueue
    second: PrintQueue | None = None


class FittingQueue:
    """A printer's queue that gives it no job made for another paper: until that is made anew, the
    printer waits. A job whose paper is not known was made before papers had names.
    """

    def __init__(self, queue: PrintQueue, paper: str, cash: PrintQueue | None = None) -> None:
        """cash: whose cash receipts open the drawer behind this printer, None = its own."""
        self._queue = queue
        self._paper = paper
        self.next_wake_us = queue.next_wake_us
        self.move = queue.move
        self.add = queue.add
        self.job = queue.job
        self.job_of_sale = queue.job_of_sale
        self.newest_job = (cash or queue).newest_job
        self.drawer_wanted = (cash or queue).drawer_wanted
        self.settle_at_start = queue.settle_at_start

    def next_job(self, now_us: int) -> PrintJob | None:
        job = self._queue.next_job(now_us)
        return job if job is None or job.paper in ("", self._paper) else None


def wired(drawer: DrawerSettings, printing: Printing) -> DrawerSettings:
    """The drawer of a profile as the shop has it; SettingsError as of checked_drawer."""
    checked_drawer(printing)
    told: dict[str, object] = {"on_cash": printing.drawer}
    if printing.drawer_pin != "profile":
        told["pin"] = 0 if printing.drawer_pin == "2" else 1
    if printing.drawer_sensor != "profile":
        told["sensor_open_level"] = printing.drawer_sensor
    told["on_ms"] = printing.drawer_on_ms or drawer.on_ms
    told["off_ms"] = printing.drawer_off_ms or drawer.off_ms
    return replace(drawer, **told)


class Printers:
    """Each printer and its encoder are None where the settings name none.

    printing, second, labels_tell: what is said of them besides where they are; set before `use_*`.
    """

    def __init__(
        self, supervisor: DeviceSupervisor, queues: PrintQueues, clock: Clock, cache_dir: Path
    ) -> None:
        self.printing = Printing()
        self.second = SecondPrinter()
        self.labels_tell: Replies = "profile"
        self.receipts: EscposPrinter | None = None
        self.encoder: PrinterEncoder | None = None
        self.second_printer: EscposPrinter | None = None
        self.second_encoder: PrinterEncoder | None = None
        self.labels: EscposPrinter | None = None
        self.label_encoder: LabelEncoder | None = None
        self._supervisor = supervisor
        self._queues = queues
        self._clock = clock
        self._cache_dir = cache_dir

    @property
    def papers(self) -> dict[str, str]:
        """What each printer's bytes are made for now, by device."""
        told: dict[str, str] = {}
        if self.encoder is not None:
            told[RECEIPT_PRINTER] = self.encoder.paper
        if self.second_encoder is not None:
            told[SECOND_PRINTER] = self.second_encoder.paper
        return told

    # Each takes the printer's new place, None for none; what raises comes before any change.

    def use_receipts(self, place: Endpoint | None) -> None:
        if place is None:
            self.receipts = self.encoder = None
            self._supervisor.remove(RECEIPT_PRINTER)
            return
        profile = adjusted(printer_profile(place.profile or DEFAULT_PRINTER), self.printing)
        profile = self._with_drawer(profile, RECEIPT_PRINTER)
        stored = self.printing.logo == "stored"
        from pos_desktop.hardware.printers.encoders import encoder_for

        encoder = encoder_for(profile, self._cache_dir, stored_logo=stored)
        queue = FittingQueue(self._queues.receipts, encoder.paper)
        self.receipts = self._add(place, queue, profile, RECEIPT_PRINTER)
        self.encoder = encoder

    def _with_drawer(self, profile: PrinterProfile, name: str) -> PrinterProfile:
        """The printer with the drawer as the shop has it, which hangs on one of them only."""
        if name != self.printing.drawer_printer:
            drawer = replace(profile.drawer, on_cash=False, sensor_open_level="none")
        else:
            drawer = wired(profile.drawer, self.printing)
        return replace(profile, drawer=drawer)

    @property
    def behind_drawer(self) -> EscposPrinter | None:
        """The printer that opens the drawer."""
        return self.printer_of(self.printing.drawer_printer)

    def printer_of(self, name: str) -> EscposPrinter | None:
        return self.second_printer if name == SECOND_PRINTER else self.receipts

    def use_second(self, place: Endpoint | None) -> None:
        if place is None or self._queues.second is None:
            self.second_printer = self.second_encoder = None
            self._supervisor.remove(SECOND_PRINTER)
            return
        profile = adjusted(printer_profile(place.profile or DEFAULT_PRINTER), self.second)
        profile = self._with_drawer(profile, SECOND_PRINTER)
        from pos_desktop.hardware.printers.encoders import encoder_for

        encoder = encoder_for(profile, self._cache_dir)
        queue = FittingQueue(self._queues.second, encoder.paper, self._queues.receipts)
        self.second_printer = self._add(place, queue, profile, SECOND_PRINTER)
        self.second_encoder = encoder

    def use_labels(self, place: Endpoint | None) -> None:
        if place is None:
            self.labels = self.label_encoder = None
            self._supervisor.remove(LABEL_PRINTER)
            return
        profile = telling(printer_profile(place.profile or DEFAULT_LABEL_PRINTER), self.labels_tell)
        self.labels = self._add(place, self._queues.labels, profile, LABEL_PRINTER)
        from pos_desktop.hardware.labels.languages import label_encoder

        self.label_encoder = label_encoder(profile)

    def _add(
        self, place: Endpoint, queue: PrintQueue, profile: PrinterProfile, name: str
    ) -> EscposPrinter:
        return self._supervisor.add_printer(
            place,
            queue,
            self._clock,
            profile=profile,
            name=name,
        )

    def wake(self) -> None:
        """There may be a job to print."""
        for printer in (self.receipts, self.second_printer, self.labels):
            if printer is not None:
                printer.wake()

    def warm_up(self) -> None:
        """Import what encoding needs, so that the first receipt need not wait for it."""
        for encoder in (self.encoder, self.second_encoder):
            if encoder is not None:
                encoder.warm_up()
