"""Setting up the devices of the register: who may, and the word of it in the journal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pos_desktop.domain.errors import DeviceError, RefusalError
from pos_desktop.domain.facts import DeviceSetUp, DrawerOpened
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.contradictions import waits_for_device
from pos_desktop.operations.move_cash import Why
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, NewPrintJob, ReportBook
from pos_desktop.ports.equipment import (
    DrawerChoice,
    DutiesChoice,
    EquipmentRoom,
    EquipmentRow,
    PaperChoice,
    PrintingChoice,
    SbpChoice,
)
from pos_desktop.receipts.document import Document
from pos_desktop.receipts.equipment_sheet import SheetDevice, equipment_sheet


def set_up(
    place: Workplace,
    room: EquipmentRoom,
    wanted: EquipmentRow,
    paper: PaperChoice | None = None,
    *,
    staff: StaffMember,
) -> None:
    """Use a device at another place or as another model from now on; nothing where it is so.

    wanted: endpoint "" takes the device away. paper: of a printer, as its test page settled it;
    None = as it is. RefusalError("rights.missing"), SettingsError and ProfileError leave everything
    as it was.
    """
    demand(staff, Action.CHANGE_SETTINGS)
    before = _row(room, wanted.device)
    changed = tuple(
        name for name in ("endpoint", "profile") if getattr(before, name) != getattr(wanted, name)
    )
    if paper is not None:
        changed += _changed(asdict(room.paper_of(wanted.device)), asdict(paper))
    if not changed:
        return
    room.set_up(wanted.device, wanted.endpoint, wanted.profile, paper)
    _write(place, wanted, changed, staff)


def set_printing(
    place: Workplace, room: EquipmentRoom, choice: PrintingChoice, *, staff: StaffMember
) -> None:
    """How receipts come out of the receipt printer from now on."""
    demand(staff, Action.CHANGE_SETTINGS)
    changed = _changed(asdict(room.printing()), asdict(choice))
    if changed:
        room.set_printing(choice)
        _write(place, _row(room, "printer"), changed, staff)


def set_logo(
    place: Workplace,
    room: EquipmentRoom,
    picture: bytes | None,
    *,
    stored: bool,
    staff: StaffMember,
) -> None:
    """The picture on top of receipts, None = the one that is there; stored: it is put into the
    printer again, too, which may be another one than before. RefusalError("rights.missing"); what
    room.set_logo raises leaves the picture as it was."""
    demand(staff, Action.CHANGE_SETTINGS)
    if picture is None and not stored and not room.logo().stored:
        return
    room.set_logo(picture, stored=stored, staff=staff)
    _write(place, _row(room, "printer"), ("logo",), staff)


def set_duties(
    place: Workplace, room: EquipmentRoom, choice: DutiesChoice, *, staff: StaffMember
) -> None:
    """What the second printer is for from now on; RefusalError("rights.missing")."""
    demand(staff, Action.CHANGE_SETTINGS)
    changed = _changed(asdict(room.duties()), asdict(choice))
    if changed:
        room.set_duties(choice)
        _write(place, _row(room, "second_printer"), changed, staff)


def set_alone(place: Workplace, room: EquipmentRoom, *, alone: bool, staff: StaffMember) -> None:
    """Whether no other till uses the card terminal; RefusalError("rights.missing")."""
    demand(staff, Action.CHANGE_SETTINGS)
    row = _row(room, "terminal")
    if row.endpoint and row.values.get("alone") is not alone:
        room.set_alone(alone=alone)
        _write(place, row, ("alone",), staff)


def set_drawer(
    place: Workplace, room: EquipmentRoom, choice: DrawerChoice, *, staff: StaffMember
) -> None:
    """How the drawer is wired and when it opens from now on. RefusalError("rights.missing"),
    SettingsError and ProfileError leave everything as it was."""
    demand(staff, Action.CHANGE_SETTINGS)
    room.check_drawer(choice)
    changed = _changed(asdict(room.drawer().choice), asdict(choice))
    if changed:
        room.set_drawer(choice)
        _write(place, EquipmentRow("drawer", profile=choice.printer), changed, staff)


def try_drawer(
    place: Workplace, room: EquipmentRoom, choice: DrawerChoice, why: Why, *, staff: StaffMember
) -> DrawerOpened:
    """Open the drawer as it would be wired. Written down as any opening without a sale, before the
    shift too: outside one it is shift 0's.

    RefusalError("rights.missing"), SettingsError for a pulse no printer can make,
    DeviceError("printer.not_set_up").
    """
    demand(staff, Action.OPEN_DRAWER)
    room.check_drawer(choice)
    if choice.printer not in room.drawer().models:
        raise DeviceError("printer.not_set_up")
    shift = place.journal.open_shift()
    number = shift.number if shift is not None else 0
    fact = DrawerOpened(number, staff.staff_id, staff.short_name, why.reason, why.note)
    place.journal.commit(Commit((fact,)))
    room.try_drawer(choice)
    return fact


def set_up_sbp(
    place: Workplace,
    room: EquipmentRoom,
    book: ReportBook,
    choice: SbpChoice,
    secret: str = "",
    *,
    staff: StaffMember,
) -> None:
    """Take payments by the codes of this bank from now on, or of none. secret: the bank's key, ""
    = the one that is kept; it never gets into the journal.

    RefusalError("rights.missing", "sbp.payment_waits": the bank now set up was asked for money and
    nobody knows yet what became of it; another one could not tell. What another bank was asked
    keeps nobody from setting that one up again). SettingsError leaves everything as it was.
    """
    demand(staff, Action.CHANGE_SETTINGS)
    room.check_sbp(choice)
    before = room.sbp().choice
    changed = _changed(asdict(before), asdict(choice))
    bank_stays = set(changed) <= {"static_payload"}
    bank = place.terminals.get(TenderKind.QR)
    if not bank_stays and bank is not None and waits_for_device(place, book, bank):
        raise RefusalError("sbp.payment_waits")
    if changed or secret:
        room.set_sbp(choice, secret)
        changed = (*changed, "secret") if secret else changed
        _write(place, EquipmentRow("sbp", profile=choice.kind), changed, staff)


def file_log(room: EquipmentRoom, device: str, *, wanted: bool, staff: StaffMember) -> None:
    """Write what a device and the register say to each other to the disk, or no more."""
    demand(staff, Action.CHANGE_SETTINGS)
    room.file_log(device, wanted=wanted)


def print_document(place: Workplace, document: Document) -> int:
    """Queue a page that belongs to no sale; RefusalError("printer.not_set_up")."""
    if place.encoder is None:
        raise RefusalError("printer.not_set_up")
    payload = place.encoder.encode(document)
    return place.prints.add(NewPrintJob("", 0, "test", payload))


def print_sheet(place: Workplace, devices: tuple[SheetDevice, ...], when: str) -> int:
    """Queue what is set up at this register, for the folder beside it."""
    return print_document(place, equipment_sheet(place.style, devices, when))


def _changed(before: dict[str, Any], wanted: dict[str, Any]) -> tuple[str, ...]:
    """The names of what differs."""
    return tuple(name for name, value in wanted.items() if before[name] != value)


def _row(room: EquipmentRoom, device: str) -> EquipmentRow:
    rows = {row.device: row for row in room.rows()}
    return rows.get(device, EquipmentRow(device))


def _write(
    place: Workplace, row: EquipmentRow, changed: tuple[str, ...], staff: StaffMember
) -> None:
    fact = DeviceSetUp(
        row.device, row.endpoint, row.profile, changed, staff.staff_id, staff.short_name
    )
    place.journal.commit(Commit((fact,)))
