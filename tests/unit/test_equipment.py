"""Setting devices up: who may, what is written down, what is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.domain.facts import DeviceSetUp
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.gui.equipment_words import (
    log_words,
    name_of,
    nothing_text,
    shown,
    summary,
    trouble_of,
    what_goes_on,
    where,
)
from pos_desktop.gui.scan_verdict import breakable, readable, scan_verdict
from pos_desktop.i18n import t
from pos_desktop.operations import equipment
from pos_desktop.ports import DeviceState, Health
from pos_desktop.ports.equipment import EquipmentRow, LogLine, PrintingChoice
from pos_desktop.receipts.document import Line, Pair
from pos_desktop.receipts.equipment_sheet import SheetDevice, equipment_sheet
from tests.till_fakes import CASHIER, workplace

BOSS = StaffMember("boss", "Гусев Роман", "Гусев Р.", Role.OWNER)
PRINTER = EquipmentRow("printer", "usb:04b8:0e28", "TM-T20III", "Epson TM-T20III")


class FakeRoom:
    def __init__(self, *rows: EquipmentRow, refuses: PosError | None = None) -> None:
        self.there = {row.device: row for row in rows}
        self.choice = PrintingChoice()
        self.filed: list[tuple[str, bool]] = []
        self.refuses = refuses

    def rows(self):
        return list(self.there.values())

    def set_up(self, device, endpoint, profile, _paper=None):
        if self.refuses is not None:
            raise self.refuses
        self.there[device] = EquipmentRow(device, endpoint, profile)

    def printing(self):
        return self.choice

    def set_printing(self, choice):
        self.choice = choice

    def set_alone(self, *, alone):
        row = self.there["terminal"]
        self.there["terminal"] = replace(row, values={"alone": alone})

    def file_log(self, device, *, wanted):
        self.filed.append((device, wanted))


@pytest.fixture
def place():
    return workplace()


def test_a_device_is_set_up_and_the_journal_names_who_did_it(place):
    room = FakeRoom()
    equipment.set_up(place, room, PRINTER, staff=BOSS)
    assert room.there["printer"].endpoint == "usb:04b8:0e28"
    [fact] = place.journal.facts()
    assert fact == DeviceSetUp(
        "printer", "usb:04b8:0e28", "TM-T20III", ("endpoint", "profile"), "boss", "Гусев Р."
    )


def test_the_same_again_changes_nothing_and_writes_nothing(place):
    equipment.set_up(place, FakeRoom(PRINTER), PRINTER, staff=BOSS)
    assert place.journal.facts() == []


def test_taking_a_device_away_is_written_down_too(place):
    room = FakeRoom(PRINTER)
    equipment.set_up(place, room, EquipmentRow("printer"), staff=BOSS)
    [fact] = place.journal.facts()
    assert (fact.device, fact.endpoint) == ("printer", "")


@pytest.mark.parametrize(
    "act",
    [
        lambda place, room: equipment.set_up(place, room, EquipmentRow("scale"), staff=CASHIER),
        lambda place, room: equipment.set_alone(place, room, alone=True, staff=CASHIER),
        lambda place, room: equipment.set_printing(
            place, room, PrintingChoice(columns=32), staff=CASHIER
        ),
        lambda _, room: equipment.file_log(room, "printer", wanted=True, staff=CASHIER),
    ],
)
def test_a_cashier_changes_nothing(place, act):
    room = FakeRoom(PRINTER)
    with pytest.raises(RefusalError) as refused:
        act(place, room)
    assert refused.value.code == "rights.missing"
    assert room.there == {"printer": PRINTER}
    assert room.choice == PrintingChoice()
    assert room.filed == []
    assert place.journal.facts() == []


def test_what_could_not_be_set_up_is_not_written_down(place):
    room = FakeRoom(refuses=PosError("settings.not_kept"))
    with pytest.raises(PosError):
        equipment.set_up(place, room, PRINTER, staff=BOSS)
    assert place.journal.facts() == []


def test_only_what_differs_of_the_printing_is_named(place):
    room = FakeRoom(PRINTER)
    equipment.set_printing(place, room, PrintingChoice(columns=32, cut=False), staff=BOSS)
    [fact] = place.journal.facts()
    assert fact.changed == ("columns", "cut")


def test_who_says_that_the_terminal_is_this_registers_only_is_written_down(place):
    room = FakeRoom(
        EquipmentRow("terminal", "tcp://10.0.0.7:20007", "zvt", values={"alone": False})
    )
    equipment.set_alone(place, room, alone=True, staff=BOSS)
    equipment.set_alone(place, room, alone=True, staff=BOSS)
    assert room.there["terminal"].values == {"alone": True}
    assert [fact.changed for fact in place.journal.facts()] == [("alone",)]


def test_a_page_without_a_printer_is_refused(place):
    bare = replace(place, encoder=None)
    with pytest.raises(RefusalError) as refused:
        equipment.print_sheet(bare, (), "")
    assert refused.value.code == "printer.not_set_up"


def test_the_sheet_names_every_device_with_its_state_and_place(place):
    devices = (SheetDevice("Весы", "Готов", ("Масса-К · COM3", "")),)
    document = equipment_sheet(place.style, devices, "24.11.2026 14:36")
    assert Pair("Весы", "Готов", bold=True) in document.elements
    texts = [element.text for element in document.elements if isinstance(element, Line)]
    assert "Масса-К · COM3" in texts
    assert "" not in texts


def row(device: str, health: Health, reason: str = "", **more: object) -> EquipmentRow:
    state = DeviceState(device, health, reason, more.pop("values", {}))
    return EquipmentRow(device, "tcp://192.168.1.40:9100", "x", "X", state, **more)


def test_a_fault_is_told_with_its_cause_and_what_goes_on():
    broken = shown(row("terminal", Health.OFFLINE, "terminal.unreachable", since_us=1), None)
    assert (broken.state, broken.due) == ("fail", True)
    assert "кабеля" in broken.second
    assert "наличные" in what_goes_on([broken])
    assert "1" in summary([broken])


def test_paper_at_its_end_is_a_warning_and_no_fault():
    assert shown(row("printer", Health.OFFLINE, "printer.paper_out"), None).state == "wait"
    assert shown(row("printer", Health.DEGRADED, "printer.paper_low"), None).state == "wait"


def test_a_reason_without_words_is_an_error_all_the_same():
    assert shown(row("scale", Health.OFFLINE, "scale.moon_phase"), None).state == "fail"


def test_whoever_is_let_in_to_nothing_reads_which_group_or_rule_is_missing():
    let_in = {"path": "/dev/ttyUSB0", "group": "dialout", "fix": "sudo usermod -aG dialout $USER"}
    closed = shown(row("scale", Health.MISCONFIGURED, "scale.permission", values=let_in), None)
    assert "sudo usermod -aG dialout $USER" in closed.advice
    rules = {"fix": "pos-desktop profiles udev | sudo tee ..."}
    labels = row("label_printer", Health.MISCONFIGURED, "printer.permission", values=rules)
    assert "pos-desktop profiles udev" in shown(labels, None).advice
    assert "Чеки" not in shown(labels, None).advice
    told = log_words(LogLine(0, "trouble", {"reason": "scale.permission", "fix": rules["fix"]}))
    assert "pos-desktop profiles udev" in told


def test_of_two_equal_devices_it_is_said_which_are_there():
    values = {"found": ("COM3", "COM5")}
    unclear = shown(row("scale", Health.MISCONFIGURED, "scale.ambiguous", values=values), None)
    assert (unclear.state, unclear.badge) == ("fail", "Два одинаковых")
    assert "COM3, COM5" in unclear.advice


def test_a_device_found_under_another_name_says_so_until_it_has_done_something():
    moved = DeviceState(
        "scale", Health.ONLINE, "device.moved", {"found_at": "COM5", "before": "COM3"}
    )
    plate = EquipmentRow("scale", "serial:COM3", "x", "CAS ER", moved, since_us=2)
    said = shown(plate, None)
    assert (said.state, said.due, said.advice) == ("ok", False, "")
    assert said.place == "CAS ER · COM5"
    assert said.second == "найден по USB, был COM3"
    used = shown(replace(plate, last_us=3), None)
    assert used.place == said.place
    assert used.second.startswith("взвешивал")


def test_the_port_of_an_address_that_does_not_answer_is_no_new_place():
    values = {"host": "192.168.1.40", "port": 9100}
    silent = shown(row("printer", Health.OFFLINE, "printer.unreachable", values=values), None)
    assert silent.place == "X · 192.168.1.40:9100"


def test_all_is_well_says_so():
    good = shown(row("printer", Health.ONLINE), None)
    assert not good.due
    assert what_goes_on([good]) == "Все устройства работают."


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("tcp://192.168.1.40:9100", "192.168.1.40:9100"),
        ("serial:/dev/ttyUSB0", "ttyUSB0"),
        ("file:/dev/usb/lp0", "USB, lp0"),
        ("serial:COM3", "COM3"),
        ("usb:04b8:0e28", "USB"),
        ("spool:kassa", "очередь kassa"),
        ("what is this", "what is this"),
    ],
)
def test_a_place_is_said_as_people_say_it(endpoint, said):
    assert where(endpoint) == said


def test_the_log_speaks_in_words_and_names_what_it_has_none_for():
    printed = LogLine(0, "printed", {"bytes": 1412, "tenths": 9})
    assert log_words(printed) == "Напечатано: 1\u00a0412 байт за 0,9\u00a0с"
    assert "Нет связи" in log_words(LogLine(0, "trouble", {"reason": "printer.unreachable"}))
    assert "sang" in log_words(LogLine(0, "sang", {}))


def test_a_marking_code_without_separators_is_told_from_a_good_one():
    code = "0104600051000057215Xk)1aBcDeF\x1d93dGVz"
    assert scan_verdict(code) == ("scan_gs", True)
    assert scan_verdict("]d2" + code.replace("\x1d", "")) == ("scan_no_gs", False)
    assert "<GS>" in readable(code)
    assert breakable(code).replace("\u200b", "") == code


def test_a_second_printer_without_duties_says_so_and_needs_nobody():
    state = DeviceState("second_printer", Health.ONLINE, "")
    row = EquipmentRow("second_printer", "tcp://192.168.1.40:9100", state=state)
    idle = shown(replace(row, values={"idle": True}), None)
    assert (idle.state, idle.badge) == ("info", t("equipment.badge.idle"))
    assert idle.second == t("equipment.second.idle")
    assert not idle.due
    assert shown(row, None).badge == t("equipment.badge.ready")


def test_what_stands_beside_a_device_that_answers_is_no_advice_for_a_silent_one():
    assert nothing_text("terminal", Health.ONLINE) == t("equipment.panel.nothing_ready")
    assert nothing_text("terminal", Health.OFFLINE) == t("equipment.panel.nothing_reconnect")
    assert nothing_text("drawer", Health.ONLINE) == t("equipment.panel.nothing_drawer")


def test_a_device_that_cannot_be_reached_is_shown_where_it_was_set_up():
    values = {"host": "192.168.1.40", "port": 9100, "reason": "refused"}
    state = DeviceState("printer", Health.OFFLINE, "printer.unreachable", values)
    row = EquipmentRow("printer", "tcp://192.168.1.40:9100", model="Epson", state=state)
    assert shown(row, None).place == "Epson · 192.168.1.40:9100"
    drawer = EquipmentRow("drawer", state=state, values={"pin": 0, "on_ms": 50})
    assert shown(drawer, None).second == ""


def test_a_device_whose_settings_cannot_be_used_is_not_called_unplugged():
    values = {"id": "zvtt", "allowed": ("zvt",)}
    state = DeviceState("terminal", Health.MISCONFIGURED, "profile.not_found", values)
    row = shown(EquipmentRow("terminal", "tcp://192.168.1.40:20007", state=state), None)
    assert (row.state, row.badge) == ("fail", t("equipment.badge.wrong"))
    assert row.second == t("equipment.cause.wrong")
    said = trouble_of(state)
    assert name_of("terminal") in said.title
    assert "zvtt" in said.detail


def test_trouble_above_the_screens_names_no_long_list_of_models():
    values = {"id": "x", "allowed": tuple(f"model-{n}" for n in range(40))}
    state = DeviceState("printer", Health.MISCONFIGURED, "profile.not_found", values)
    assert "model-1" not in trouble_of(state).detail
    cable = DeviceState("printer", Health.OFFLINE, "printer.not_found")
    assert trouble_of(cable).title == t("messages.printer_not_found.title")


def test_a_drawer_whose_printer_cannot_be_read_says_so():
    state = DeviceState("printer", Health.MISCONFIGURED, "profile.unknown_key")
    row = EquipmentRow("drawer", state=state, values={"on_cash": True})
    assert shown(row, None).place == t("equipment.place.drawer_unknown")
