"""The desk of the equipment: what is set up, how it is, and changing it. Qt-free. `changes` run on
the cashier's lane; `room` is also asked by the page's own thread, for tries that take seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import Category
from pos_desktop.domain.errors import RefusalError
from pos_desktop.gui.desk import Desk
from pos_desktop.operations import equipment
from pos_desktop.operations.move_cash import Why
from pos_desktop.ports import ReportBook
from pos_desktop.ports.equipment import (
    CarriedPaper,
    DrawerChoice,
    DrawerWiring,
    DutiesChoice,
    EquipmentRoom,
    EquipmentRow,
    LogLine,
    LogoSetUp,
    PaperChoice,
    PaperPage,
    PrintingChoice,
    SbpChoice,
    SbpSetUp,
)
from pos_desktop.receipts.equipment_sheet import SheetDevice
from pos_desktop.receipts.printer_page import PrinterPage, printer_page
from pos_desktop.receipts.scanner_page import scanner_page
from pos_desktop.settings import Device


@dataclass(frozen=True, slots=True)
class EquipmentView:
    """All that the page shows at once. log: of `device`, the newest first; filed: whether that is
    also written to the disk."""

    device: str
    rows: list[EquipmentRow]
    printing: PrintingChoice
    log: list[LogLine]
    filed: bool


class EquipmentDesk:
    """Every method refuses as its operation does, and then nothing was changed."""

    def __init__(
        self, desk: Desk, room: EquipmentRoom, book: ReportBook, when: Callable[[], str]
    ) -> None:
        """book: where it is found what a bank was asked lately. when: date and time as a paper says
        them."""
        self._book = book
        self._desk = desk
        self._place = desk.place
        self._when = when
        self.room = room

    # reads

    def view(self, device: str) -> EquipmentView:
        rows = self.room.rows()
        log = self.room.log(device) if device else []
        filed = bool(device) and self.room.log_is_filed(device)
        return EquipmentView(device, rows, self.room.printing(), log, filed)

    def page(self) -> PaperPage | None:
        return self.room.page()

    def duties(self) -> tuple[DutiesChoice, list[Category]]:
        """What the second printer is for, and what can be ordered there."""
        return self.room.duties(), self._place.catalogue.categories()

    def drawer(self) -> DrawerWiring:
        return self.room.drawer()

    def sbp(self) -> SbpSetUp:
        return self.room.sbp()

    # changes

    def set_up(
        self, device: str, endpoint: str, profile: str, paper: PaperChoice | None = None
    ) -> None:
        wanted = EquipmentRow(device, endpoint, profile)
        equipment.set_up(self._place, self.room, wanted, paper, staff=self._desk.staff())
        self._desk.committed()

    def set_up_printer(
        self, device: str, wanted: Device, paper: PaperChoice | None = None
    ) -> CarriedPaper | None:
        """A printer with what its test page settled. paper: None = nobody looked at one: another
        model at the same place keeps what the shop chose as far as it has it, one elsewhere begins
        with its own. What it prints with then, where nobody has seen that it comes out right."""
        rows = {row.device: row for row in self.room.rows()}
        before = rows.get(device, EquipmentRow(device))
        carried = None
        if paper is None and before.profile != wanted.profile:
            if before.endpoint == wanted.endpoint and device != "label_printer":
                carried = self.room.carried(device, wanted.profile)
            paper = carried.choice if carried is not None else PaperChoice()
        self.set_up(device, wanted.endpoint, wanted.profile, paper)
        unseen = carried is not None and (carried.moved or carried.forgot)
        return carried if unseen else None

    def remove(self, device: str) -> None:
        """Have it no more; the bank's key is forgotten, too."""
        if device == "sbp":
            self.set_up_sbp(SbpChoice())
        else:
            self.set_up(device, "", "")

    def set_printing(self, choice: PrintingChoice) -> None:
        equipment.set_printing(self._place, self.room, choice, staff=self._desk.staff())
        self._desk.committed()

    def logo(self) -> LogoSetUp:
        return self.room.logo()

    def set_logo(self, picture: bytes | None, stored: bool) -> None:
        equipment.set_logo(self._place, self.room, picture, stored=stored, staff=self._desk.staff())
        self._desk.committed()

    def set_duties(self, choice: DutiesChoice) -> None:
        equipment.set_duties(self._place, self.room, choice, staff=self._desk.staff())
        self._desk.committed()

    def set_alone(self, alone: bool) -> None:
        equipment.set_alone(self._place, self.room, alone=alone, staff=self._desk.staff())
        self._desk.committed()

    def set_drawer(self, choice: DrawerChoice) -> None:
        equipment.set_drawer(self._place, self.room, choice, staff=self._desk.staff())
        self._desk.committed()

    def set_up_sbp(self, choice: SbpChoice, secret: str = "") -> None:
        equipment.set_up_sbp(
            self._place, self.room, self._book, choice, secret, staff=self._desk.staff()
        )
        self._desk.committed()

    def file_log(self, device: str, wanted: bool) -> None:
        equipment.file_log(self.room, device, wanted=wanted, staff=self._desk.staff())

    # trying

    def print_page(self) -> None:
        """The test page through the queue, as receipts go."""
        page = self.room.page()
        if page is None:
            raise RefusalError("printer.not_set_up")
        candidates = tuple((row.number, row.codepage) for row in page.rows)
        document = printer_page(
            PrinterPage(
                self._place.style.lang,
                self._model("printer"),
                page.columns,
                when=self._when(),
                candidates=candidates,
            )
        )
        equipment.print_document(self._place, document)
        self._desk.committed()

    def print_label(self) -> None:
        """A test label through the queue, as labels go."""
        self.room.queue_label()
        self._desk.committed()

    def print_test_codes(self) -> None:
        """The codes a scanner is tried with."""
        equipment.print_document(self._place, scanner_page(self._place.style.lang))
        self._desk.committed()

    def print_sheet(self, devices: tuple[SheetDevice, ...]) -> None:
        equipment.print_sheet(self._place, devices, self._when())
        self._desk.committed()

    def open_drawer(self, why: Why, choice: DrawerChoice | None = None) -> None:
        """choice: how it would be wired, None = as it is; written down as any opening without a
        sale."""
        wiring = choice or self.room.drawer().choice
        equipment.try_drawer(self._place, self.room, wiring, why, staff=self._desk.staff())
        self._desk.committed()

    def _model(self, device: str) -> str:
        return next((row.model for row in self.room.rows() if row.device == device), "")


def changed(choice: PrintingChoice, **what: object) -> PrintingChoice:
    """The same with some of it otherwise."""
    return replace(choice, **what)  # type: ignore[arg-type]
