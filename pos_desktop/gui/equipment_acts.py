"""What is done on the equipment page: setting up, trying, printing the sheet, saving a log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from pos_desktop.domain.catalogue import Category
from pos_desktop.domain.errors import PosError
from pos_desktop.gui.desk_equipment import EquipmentView, changed
from pos_desktop.gui.dialogs.device_setup import KindDialog, SetupDialog
from pos_desktop.gui.dialogs.drawer_setup import DrawerDialog
from pos_desktop.gui.dialogs.find_devices import FindDialog
from pos_desktop.gui.dialogs.frame import ConfirmFrame, DecisionFrame, OfferFrame
from pos_desktop.gui.dialogs.printer_duties import DutiesDialog
from pos_desktop.gui.dialogs.receipt_logo import LogoDialog
from pos_desktop.gui.dialogs.sbp_setup import SbpDialog
from pos_desktop.gui.equipment_words import Shown, found_at, is_there, log_words, name_of
from pos_desktop.gui.logo_file import AskPicture, ask_which, picture_of
from pos_desktop.gui.messages import message_for
from pos_desktop.gui.screens.device_steps import HAVE_PAPER
from pos_desktop.gui.screens.equipment_beside import Beside
from pos_desktop.gui.screens.equipment_detail import Detail
from pos_desktop.gui.screens.reports_files import AskFile, ask_where, write_file
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.gui.widgets.toast import Toast
from pos_desktop.i18n import t
from pos_desktop.operations.move_cash import Why
from pos_desktop.ports.equipment import (
    CarriedPaper,
    DrawerChoice,
    DrawerWiring,
    DutiesChoice,
    EquipmentRow,
    FoundDevice,
    LogoSetUp,
    PaperChoice,
    SbpSetUp,
    slot_of,
)
from pos_desktop.receipts.equipment_sheet import SheetDevice
from pos_desktop.settings import Device

Answer = TypeVar("Answer")

_TOAST_PX = 150  # above the buttons


class ActsPage(Protocol):
    """What the acts need of the page: which device is chosen and how everything is."""

    chosen: str
    view: EquipmentView | None
    shown: list[Shown]
    detail: Detail
    beside: Beside

    def row(self, device: str) -> EquipmentRow: ...
    def changed(self) -> None: ...
    def say(self, key: str, icon: str = "circle-check", **values: object) -> None: ...


class EquipmentActs:
    """One decision at a time over the page. ask_file: where a log goes."""

    def __init__(
        self, page: ActsPage, host: QWidget, shop: Shop, *, ask_file: AskFile = ask_where
    ) -> None:
        """host: the page as a widget."""
        self._page = page
        self._host = host
        self._shop = shop
        self._desk = shop.desks.equipment
        self.ask_file = ask_file
        self.ask_picture: AskPicture = ask_which
        self.work = shop.side_work
        self._modal: Modal | None = None
        self.dialog: DecisionFrame | None = None
        self._toast: Toast | None = None

    # ------------------------------------------------------------------ beside the window

    def ask(self, question: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        self.work.ask(question, then, self._failed)

    def _failed(self, error: PosError) -> None:
        message = message_for(error)
        self.say(f"{message.title}. {message.detail}", "triangle-alert")

    def say(self, text: str, icon: str = "circle-check") -> None:
        if self._toast is None:
            self._toast = Toast(self._host)
            self._toast.set_bottom(_TOAST_PX)
        self._toast.show_text(text, icon=icon)

    # ------------------------------------------------------------------ setting up

    def find(self) -> None:
        dialog = FindDialog(self._desk.room.search, self.work)
        dialog.chosen.connect(self._set_up_found)
        self._open(dialog)
        if self._modal is not None:
            self._modal.closed.connect(dialog.stop)
        dialog.begin()

    def ask_kind(self) -> None:
        there = {row.device for row in self._rows() if is_there(row)}
        dialog = KindDialog(there)
        dialog.chosen.connect(self._set_up)
        self._open(dialog)

    def _set_up_found(self, found: FoundDevice) -> None:
        dialog = self._setup_dialog(found.device)
        dialog.show_found(found)
        self._open(dialog)

    def _set_up(self, device: str) -> None:
        """From nothing, or as it is set up now."""
        if device == "sbp":
            self._shop.till.ask(self._desk.sbp, self._set_up_sbp)
            return
        if device == "drawer":
            self._shop.till.ask(self._desk.drawer, self._set_up_drawer)
            return
        row = self._page.row(device)
        dialog = self._setup_dialog(device)
        if row.endpoint:
            there = Device(endpoint=row.endpoint, profile=row.profile)
            paper = self._desk.room.paper_of(device) if device in HAVE_PAPER else None
            dialog.show_device(there, found_at(row), paper)
        self._open(dialog)

    def _setup_dialog(self, device: str) -> SetupDialog:
        dialog = SetupDialog(device, self._desk.room, self.work)
        dialog.saved.connect(self._save)
        return dialog

    def _save(self, device: str, wanted: Device, paper: PaperChoice | None) -> None:
        is_new = not self._page.row(device).endpoint

        def saved(_answer: object) -> None:
            self._saved(device)
            if is_new and device == "second_printer":
                self.choose_duties()  # it prints nothing until somebody says what

        def printer_saved(carried: CarriedPaper | None) -> None:
            saved(None)
            self._offer_page(device, carried)

        if slot_of(device).profiles == "printers":
            self._shop.till.run(
                lambda: self._desk.set_up_printer(device, wanted, paper), printer_saved
            )
            return
        self._shop.till.run(
            lambda: self._desk.set_up(device, wanted.endpoint, wanted.profile), saved
        )

    def _set_up_sbp(self, now: SbpSetUp) -> None:
        dialog = SbpDialog(now, self._desk.room, self.work)
        dialog.saved.connect(
            lambda choice, secret: self._shop.till.run(
                lambda: self._desk.set_up_sbp(choice, secret), lambda _none: self._saved("sbp")
            )
        )
        self._open(dialog)

    def _set_up_drawer(self, now: DrawerWiring) -> None:
        dialog = DrawerDialog(now, self._desk.room)
        dialog.open_wanted.connect(self._open_drawer)
        dialog.saved.connect(
            lambda choice: self._shop.till.run(
                lambda: self._desk.set_drawer(choice), lambda _none: self._saved("drawer")
            )
        )
        self._open(dialog)
        if self._modal is not None:
            self._modal.closed.connect(dialog.stop)

    def _saved(self, device: str) -> None:
        """The form goes, and the page shows what was set up."""
        self.close()
        self._page.chosen = device
        self._page.changed()
        self._page.beside.show_device(device)
        self._page.say("saved", device=name_of(device))

    def choose_model(self, profile: str) -> None:
        row = self._page.row(self._page.chosen)

        def chosen(carried: CarriedPaper | None) -> None:
            self._page.changed()
            self._offer_page(row.device, carried)

        if slot_of(row.device).profiles == "printers":
            wanted = Device(row.endpoint, profile)
            self._shop.till.run(lambda: self._desk.set_up_printer(row.device, wanted), chosen)
            return
        self._shop.till.run(
            lambda: self._desk.set_up(row.device, row.endpoint, profile), self._done
        )

    def _offer_page(self, device: str, carried: CarriedPaper | None) -> None:
        """Another model numbers its code pages otherwise: what is printed with now, and whether it
        reads right shows a test page."""
        if carried is None:
            return
        words = "page_kept" if carried.kept else "page_of_model"
        if not carried.moved:
            words = "page_replies"
        dialog = OfferFrame(
            t("equipment.wizard.page_moved"),
            t(
                f"equipment.wizard.{words}",
                codepage=carried.codepage.upper(),
                number=carried.number,
            ),
            t("equipment.wizard.page_print"),
            t("equipment.wizard.page_later"),
        )
        dialog.confirmed.connect(lambda: self._print_page_of(device))
        self._open(dialog)

    def _print_page_of(self, device: str) -> None:
        """The page through the form of the printer, which asks then what reads right on it."""
        self._set_up(device)
        if isinstance(self.dialog, SetupDialog):
            self.dialog.form.try_it()

    def change_printing(self, **what: object) -> None:
        """Width, code page, cut or logo of the receipt printer."""
        view = self._page.view
        if view is None:
            return
        choice = changed(view.printing, **what)
        self._shop.till.run(lambda: self._desk.set_printing(choice), self._done)

    def set_alone(self, alone: bool) -> None:
        """Whether the card terminal is this register's only."""
        self._shop.till.run(lambda: self._desk.set_alone(alone), self._done)

    def file_log(self, wanted: bool) -> None:
        device = self._page.chosen
        self._shop.till.run(lambda: self._desk.file_log(device, wanted), self._done)

    def _done(self, _answer: object) -> None:
        self._page.changed()

    def remove(self) -> None:
        device = self._page.chosen
        dialog = ConfirmFrame(
            t("equipment.wizard.remove_title"),
            t("equipment.wizard.remove_detail", device=name_of(device)),
            t("equipment.act.remove"),
        )

        def removed(_answer: object) -> None:
            self.close()
            self._page.changed()
            self._page.say("removed", "trash-2", device=name_of(device))

        dialog.confirmed.connect(
            lambda: self._shop.till.run(lambda: self._desk.remove(device), removed)
        )
        self._open(dialog)

    def choose_duties(self) -> None:
        """What the second printer is for."""

        def show(found: tuple[DutiesChoice, list[Category]]) -> None:
            dialog = DutiesDialog(*found)
            dialog.saved.connect(
                lambda choice: self._shop.till.run(lambda: self._desk.set_duties(choice), saved)
            )
            self._open(dialog)

        def saved(_answer: object) -> None:
            self.close()
            self._page.changed()
            self._page.say("saved", device=name_of("second_printer"))

        self._shop.till.ask(self._desk.duties, show)

    def choose_logo(self) -> None:
        """The picture on top of receipts."""

        def show(now: LogoSetUp) -> None:
            dialog = LogoDialog(now)
            dialog.choose_wanted.connect(lambda: self._choose_picture(dialog))
            dialog.saved.connect(
                lambda picture, stored: self._shop.till.run(
                    lambda: self._desk.set_logo(picture, stored), saved
                )
            )
            self._open(dialog)

        def saved(_answer: object) -> None:
            self.close()
            self._page.changed()
            self._page.say("logo_saved", "image")

        self._shop.till.ask(self._desk.logo, show)

    def _choose_picture(self, dialog: LogoDialog) -> None:
        if path := self.ask_picture(self._host):
            self.ask(lambda: picture_of(Path(path)), dialog.show_picture)

    # ------------------------------------------------------------------ trying

    def act(self, name: str) -> None:
        """Press one of the buttons of equipment_words.Look.acts."""
        acts: dict[str, Callable[[], None]] = {
            "page": self._print_page,
            "label": self._print_label,
            "drawer": self._open_drawer,
            "weigh": self._weigh,
            "zero": self._desk.room.zero,
            "scan_page": self._print_codes,
            "scan": lambda: self._page.beside.show_device("scanner"),
            "duties": self.choose_duties,
            "logo": self.choose_logo,
            "reconnect": self._desk.room.reconnect,
            "connect": lambda: self._set_up(self._page.chosen),
            "change": lambda: self._set_up(self._page.chosen),
            "remove": self.remove,
        }
        acts[name]()

    def _print_page(self) -> None:
        self._shop.till.run(
            self._desk.print_page, lambda _done: self._page.say("page_queued", "printer")
        )

    def _print_label(self) -> None:
        self._shop.till.run(
            self._desk.print_label, lambda _done: self._page.say("label_queued", "tag")
        )

    def _print_codes(self) -> None:
        """The test codes on paper, for a scanner that reads no screens."""
        self._shop.till.run(
            self._desk.print_test_codes, lambda _done: self._page.say("page_queued", "printer")
        )

    def _open_drawer(self, wired: DrawerChoice | None = None) -> None:
        why = Why(note=t("equipment.wizard.drawer_reason"))
        self._shop.till.run(lambda: self._desk.open_drawer(why, wired), self._done)

    def _weigh(self) -> None:
        weighing = not self._page.detail.weighing
        self._page.detail.show_weighing(weighing)
        self._desk.room.weigh(wanted=weighing)
        if not weighing:
            self._page.beside.show_device("scale")

    def stop_weighing(self) -> None:
        if self._page.detail.weighing:
            self._page.detail.show_weighing(False)
            self._desk.room.weigh(wanted=False)

    def print_sheet(self) -> None:
        devices = tuple(
            SheetDevice(one.name, one.badge, (one.place, one.second)) for one in self._page.shown
        )
        self._shop.till.run(
            lambda: self._desk.print_sheet(devices),
            lambda _done: self._page.say("sheet_printed", "printer"),
        )

    def export(self) -> None:
        """The log of the chosen device with all bytes, as a text file."""
        device = self._page.chosen
        path = self.ask_file(self._host, f"{name_of(device)}.txt", "*.txt")
        if not path:
            return

        def write() -> str:
            text = self._desk.room.log_text(device, log_words)
            return write_file(path, text.encode("utf-8"))

        self.ask(write, lambda done: self._page.say("exported", path=done))

    # ------------------------------------------------------------------ decisions

    def _open(self, dialog: DecisionFrame) -> None:
        self.close()
        modal = Modal(self._host, dialog)
        dialog.cancelled.connect(modal.close_modal)
        modal.closed.connect(lambda: self._closed(modal))
        self._modal, self.dialog = modal, dialog
        modal.open()
        dialog.setFocus()

    def close(self) -> None:
        if self._modal is not None:
            self._modal.close_modal()

    def _closed(self, modal: Modal) -> None:
        if modal is self._modal:
            self._modal = self.dialog = None
            self._desk.room.cancel()  # the device that is tried is the register's again

    def _rows(self) -> list[EquipmentRow]:
        return list(self._page.view.rows) if self._page.view is not None else []
