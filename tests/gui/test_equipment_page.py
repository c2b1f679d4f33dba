"""The equipment page as a person at the register uses it, with simulated devices."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.facts import DeviceSetUp
from pos_desktop.domain.rights import Action
from pos_desktop.domain.scanner_check import TEST_EAN, TEST_GS1, Hint, Verdict
from pos_desktop.gui.widgets.modal import Modal
from pos_desktop.hardware.discovery import Surroundings, search
from pos_desktop.hardware.places import Plugs
from pos_desktop.hardware.plugs import Plug
from pos_desktop.i18n import t
from pos_desktop.ports import Health, WeightRead, WeightStatus
from pos_desktop.ports.equipment import (
    FoundDevice,
    ModelChoice,
    SearchResult,
    SearchStep,
    Wishes,
)
from pos_desktop.receipts.printer_page import SAMPLE_BARCODE
from pos_desktop.settings import DataDir, Device, LabelPrinter, Settings, Terminal
from pos_desktop.simulators.labels.simulator import LabelPrinterSimulator
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from tests.gui.equipment_shop import at, page_of, trust, with_printer
from tests.gui.screens_equipment import FOUND, equipment_found
from tests.till_fakes import BREAD

NOTHING = Surroundings(
    ports=list, sockets=dict, usb=list, printer_files=list, queues=list, knock=lambda *_: None
)
MARKED = "0104600051000057215Xk)1aBcDeF\x1d93dGVz"


def kinds(shop) -> list[str]:
    rows = shop.opened.register.journal.outbox.entries_after(0, 100)
    return [row.kind for row in rows]


def test_a_register_without_devices_says_that_it_sells_all_the_same(shop):
    page = page_of(shop)
    assert page._stack.currentIndex() == 1
    assert page.search.isVisible()
    assert page.add.isVisible()


def test_a_printer_is_added_by_its_address_and_works_at_once(shop, paper):
    trust(shop)
    page = page_of(shop)
    QTest.keyClick(page, Qt.Key.Key_F3)
    page.acts.dialog.buttons["printer"].click()
    form = page.acts.dialog.form
    form.connection.choose("tcp")
    form.address.set_text(at(paper.port))
    form.model.choose("TM-T20III")
    page.acts.dialog.save.click()
    shop.wait(lambda: page.acts.dialog is None)
    shop.wait(lambda: "printer" in [row.device for row in page.shown])
    assert shop.window.shop.has_printer
    kept = Settings.load(DataDir(shop.opened.register.data_dir.root)).printer
    assert (kept.endpoint, kept.profile) == (at(paper.port), "TM-T20III")
    shop.wait(lambda: page.page is not None and bool(page.detail.pages))


def test_trying_before_saving_prints_the_page_and_makes_saving_the_next_step(shop, paper):
    trust(shop)
    page = page_of(shop)
    page.acts._set_up("printer")
    dialog = page.acts.dialog
    dialog.form.connection.choose("tcp")
    dialog.form.address.set_text(at(paper.port))
    untested = dialog.save.label()
    QTest.keyClick(dialog, Qt.Key.Key_F6)
    shop.wait(lambda: len(paper.receipts) == 1)
    shop.wait(lambda: dialog.save.label() != untested)
    assert "ЙЦУКЕН" in paper.receipts[0].text


def test_an_address_half_typed_is_not_saved(shop):
    trust(shop)
    page = page_of(shop)
    page.acts._set_up("printer")
    page.acts.dialog.form.connection.choose("tcp")
    page.acts.dialog.save.click()
    assert page.acts.dialog is not None
    assert page.acts.dialog.form.address.shown_problem()
    assert shop.opened.register.settings.printer == Device()


def test_a_cashier_asks_somebody_who_may_before_a_device_is_changed(shop, paper):
    page = with_printer(shop, paper)
    blocked = []
    shop.till.blocked.connect(blocked.append)
    page.acts.choose_model("TM-T88V")
    shop.wait(lambda: bool(blocked))
    assert blocked[0].action is Action.CHANGE_SETTINGS
    assert shop.opened.register.settings.printer.profile == "TM-T20III"


def test_who_changed_what_is_in_the_journal(shop, paper):
    page = with_printer(shop, paper)
    trust(shop)
    page.acts.choose_model("TM-T88V")
    shop.wait(lambda: shop.opened.register.settings.printer.profile == "TM-T88V")
    shop.wait(lambda: DeviceSetUp.KIND in kinds(shop))
    shop.wait(lambda: page.row("printer").profile == "TM-T88V")
    events = shop.opened.register.device_logs.of("printer").events()
    assert "set_up" in [event.code for event in events]


def test_the_line_that_reads_right_is_chosen_and_the_next_receipt_is_printed_so(shop, paper):
    page = with_printer(shop, paper)
    trust(shop)
    other = next(choice for choice in page.detail.pages if not choice.isChecked())
    other.click()
    wanted = (other.row.number, other.row.codepage)
    register = shop.opened.register
    shop.wait(lambda: register.settings.printing.codepage_number == wanted[0])
    assert register.settings.printing.codepage == wanted[1]
    page.detail.acts["page"].click()
    shop.wait(lambda: len(paper.receipts) == 1)
    shop.wait(lambda: page.page is not None and page.page.chosen == wanted)


def test_width_and_knife_follow_the_roll(shop, paper):
    page = with_printer(shop, paper)
    trust(shop)
    page.detail.widths[0].click()
    register = shop.opened.register
    shop.wait(lambda: register.settings.printing.columns == 32)
    shop.wait(lambda: page.page is not None and page.page.columns == 32)
    page.detail.switches["cut"].switch().click()
    shop.wait(lambda: not register.settings.printing.cut)
    assert register.settings.printing.columns == 32


def test_the_check_page_is_printed_and_the_log_tells_how_long_it_took(shop, paper):
    page = with_printer(shop, paper)
    QTest.keyClick(page, Qt.Key.Key_F6)
    shop.wait(lambda: len(paper.receipts) == 1)
    shop.wait(lambda: any(line.code == "printed" for line in page.view.log))
    line = next(line for line in page.view.log if line.code == "printed")
    assert line.values["bytes"] > 100


def test_a_test_label_comes_out_of_the_label_printer_that_is_there(shop):
    printer = LabelPrinterSimulator()
    printer.start()
    try:
        wanted = LabelPrinter(at(printer.port), "tspl-203")
        shop.opened.register.set_up_device("label_printer", wanted)
        page = page_of(shop)
        shop.wait(lambda: bool(page.shown))
        page.choose("label_printer")
        shop.wait(lambda: "label" in page.detail.acts)
        QTest.keyClick(page, Qt.Key.Key_F6)
        shop.wait(lambda: len(printer.labels) == 1)
        assert [payload for _kind, payload in printer.labels[0].codes()] == [SAMPLE_BARCODE]
    finally:
        printer.stop()


def test_the_sheet_of_settings_comes_out_of_the_receipt_printer(shop, paper):
    page = with_printer(shop, paper)
    QTest.keyClick(page, Qt.Key.Key_F8)
    shop.wait(lambda: len(paper.receipts) == 1)
    assert "TM-T20III" in paper.receipts[0].text


def test_a_printer_pulled_out_is_told_with_its_time_and_what_goes_on(shop, paper):
    page = with_printer(shop, paper)
    paper.set_state("powered-off")
    shop.opened.register.devices.reconnect()
    page.acts.act("page")
    shop.wait(lambda: page.shown[0].due or page.read() or False)
    row = page.shown[0]
    assert row.state == "fail"
    assert row.second
    assert "чеки" in page.list.footer.text()


def test_a_device_is_taken_away_after_a_question_only(shop, paper):
    page = with_printer(shop, paper)
    trust(shop)
    QTest.keyClick(page, Qt.Key.Key_Delete)
    assert page.acts.dialog is not None
    assert shop.window.shop.has_printer
    QTest.keyClick(page.acts.dialog, Qt.Key.Key_Return)
    shop.wait(lambda: not shop.window.shop.has_printer)
    shop.wait(lambda: page._stack.currentIndex() == 1)


def test_a_weight_is_shown_while_somebody_weighs_and_no_longer(shop):
    plate = ScaleSimulator().start()
    shop.opened.register.set_up_device("scale", Device(at(plate.port), "toledo-8217"))
    page = page_of(shop)
    shop.wait(lambda: "scale" in [row.device for row in page.shown])
    page.choose("scale")
    page.detail.acts["weigh"].click()
    shop.wait(lambda: "кг" in page.beside.weight.value.text())
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.detail.weighing
    plate.stop()


def test_weights_of_every_kind_are_told_apart(shop):
    page = page_of(shop)
    page.beside.show_device("scale")
    said = set()
    for status in WeightStatus:
        page.beside.show_weight(WeightRead(status, 100 if status is WeightStatus.STABLE else None))
        said.add(page.beside.weight.words.text())
    assert len(said) == len(WeightStatus)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (MARKED, True),
        (MARKED.replace("\x1d", ""), False),
        ("4607084120301", True),
        ("ФИс-12юйцукен", False),
    ],
)
def test_a_test_scan_says_whether_the_scanner_is_set_up_well(shop, paper, text, good):
    page = with_printer(shop, paper)
    page.choose("scanner")
    shop.window.scanned(text)
    tone = page.beside.scan.words._tone
    assert (tone == "pay_text") is good
    assert shop.lines() == 0


def test_the_test_code_of_the_page_says_what_to_change(shop, paper):
    page = with_printer(shop, paper)
    page.choose("scanner")
    assert page.beside.stack.currentWidget() is page.beside.test
    shop.window.scanned(TEST_GS1.replace("\x1d", ""))
    assert page.beside.test.check.verdict is Verdict.PLAIN
    assert Hint.SEPARATOR_LOST in {noticed.hint for noticed in page.beside.test.check.noticed}
    shop.window.scanned(f"]d2{TEST_GS1}")
    assert page.beside.test.check.verdict is Verdict.READY
    page.acts.act("scan")
    assert page.beside.test.check is None


def test_a_scanner_that_sends_no_enter_is_found_out_by_its_typing(shop, paper):
    page = with_printer(shop, paper)
    page.choose("scanner")
    for letter in TEST_EAN:
        QTest.keyClicks(page, letter)
    shop.wait(lambda: page.beside.test.check is not None)
    assert Hint.NO_END in {noticed.hint for noticed in page.beside.test.check.noticed}


def test_the_test_codes_are_printed_for_scanners_that_read_no_screens(shop, paper):
    page = with_printer(shop, paper)
    page.choose("scanner")
    page.acts.act("scan_page")
    shop.wait(lambda: len(paper.receipts) == 1)


def test_a_scan_at_another_device_is_for_the_sale(shop, paper):
    page = with_printer(shop, paper)
    assert page.chosen == "printer"
    shop.scan("4607084120301")
    assert shop.lines() == 1


def test_what_is_found_is_set_up_with_one_press(shop, paper):
    trust(shop)
    page = page_of(shop)
    found = FoundDevice("printer", at(paper.port), "Epson TM-T20III", "TM-T20III", "", True)
    page._desk.room.trials.search = lambda *_: SearchResult((found,))
    QTest.keyClick(page, Qt.Key.Key_F5)
    shop.wait(lambda: bool(page.acts.dialog.rows_of_found))
    page.acts.dialog.rows_of_found[0].wanted.emit()
    assert page.acts.dialog.form.device() == Device(at(paper.port), "TM-T20III")
    QTest.keyClick(page.acts.dialog, Qt.Key.Key_F12)
    shop.wait(lambda: shop.window.shop.has_printer)


def test_the_key_printed_on_what_is_found_sets_it_up_while_an_address_is_typed(shop, qtbot):
    dialog = equipment_found(shop)
    dialog.addresses.edit.setFocus()
    assert dialog.rows_of_found[1].button.key() == "Alt+2"
    with qtbot.waitSignal(dialog.chosen, timeout=2_000) as chosen:
        QTest.keyClick(dialog.addresses.edit, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert chosen.args == [FOUND[1]]
    assert dialog.addresses.text() == ""


def test_a_profile_that_is_not_for_this_wire_is_shown_all_the_same(shop, paper):
    page = with_printer(shop, paper)
    shop.opened.register.set_up_device("scale", Device("tcp://127.0.0.1:9", "massa-mk"))
    page.read()
    shop.wait(lambda: "scale" in [row.device for row in page.shown])
    page.choose("scale")
    assert page.detail.model.currentText() == "Масса-К МК / ВТ (J)"
    page.detail.show_models(
        "scale", [ModelChoice("toledo-8217", "Mettler Toledo 8217")], "massa-mk"
    )
    assert page.detail.model.currentText() == "Масса-К МК / ВТ (J)"
    assert page.detail.model.count() == 2


def test_a_search_is_stopped_and_the_window_never_waited(shop):
    page = page_of(shop)
    begun, ended = threading.Event(), threading.Event()

    def slow(_wishes, go_on):
        while go_on(SearchStep("network", 1, 9)):
            begun.set()
        ended.set()
        return SearchResult(cancelled=True)

    page._desk.room.trials.search = slow
    page.acts.find()
    shop.wait(begun.is_set)
    QTest.keyClick(page.acts.dialog, Qt.Key.Key_Escape)
    shop.wait(ended.is_set)
    shop.wait(lambda: not page.acts.dialog.running)
    assert page.acts.dialog.result.cancelled
    QTest.keyClick(page.acts.dialog, Qt.Key.Key_Escape)
    shop.wait(lambda: page.acts.dialog is None)


def test_an_address_that_cannot_be_read_is_named_in_the_search(shop):
    page = page_of(shop)
    page._desk.room.trials.search = lambda wishes, go_on: search(wishes, go_on, NOTHING)
    page.acts.find()
    dialog = page.acts.dialog
    shop.wait(lambda: not dialog.running)
    dialog.addresses.set_text("192.168.1.900")
    dialog.begin()
    shop.wait(lambda: not dialog.running)
    assert "192.168.1.900" in dialog.said.text()


def test_the_log_is_saved_with_words_and_bytes(shop, paper, tmp_path):
    page = with_printer(shop, paper)
    target = tmp_path / "log.txt"
    page.acts.ask_file = lambda *_: str(target)
    page.acts.export()
    shop.wait(target.exists)
    text = target.read_text(encoding="utf-8")
    assert "-> 10 04 01" in text
    assert "<- " in text
    assert "На связи" in text


def test_writing_the_log_to_the_disk_is_kept_in_the_settings(shop, paper):
    page = with_printer(shop, paper)
    trust(shop)
    page.detail.file_log.switch().click()
    register = shop.opened.register
    shop.wait(lambda: register.settings.device_logs.to_file == ("printer",))
    page.acts.act("page")
    shop.wait(lambda: len(paper.receipts) == 1)
    assert (register.data_dir.folder("logs") / "device-printer.log").exists()
    page.acts.file_log(False)
    shop.wait(lambda: register.settings.device_logs.to_file == ())


def test_whether_the_terminal_is_this_registers_only_is_kept_and_used_at_once(shop):
    register = shop.opened.register
    register.set_up_device("terminal", Terminal("tcp://127.0.0.1:9", "zvt"))
    page = page_of(shop)
    page.choose("terminal")
    shop.wait(page.detail.alone.isVisible)
    trust(shop)
    driver = register.devices.terminal
    page.detail.alone.switch().click()
    shop.wait(lambda: register.settings.terminal.alone)
    assert Settings.load(register.data_dir).terminal == Terminal(
        "tcp://127.0.0.1:9", "zvt", alone=True
    )
    assert register.devices.terminal is not driver
    shop.wait(lambda: page.detail.alone.switch().isChecked())
    page.choose("drawer" if "drawer" in page._rows else "scanner")
    shop.wait(lambda: not page.detail.alone.isVisible())


def test_a_port_in_use_is_not_offered_again_whatever_the_settings_call_it(shop, tmp_path):
    plate = ScaleSimulator()
    port = tmp_path / "ttyUSB0"
    port.symlink_to(plate.serve_pty())
    plugs = Plugs(serial=lambda: [Plug("0403:6001:A1", str(port))])
    register = shop.opened.register
    register.devices._supervisor.plugs = plugs
    register.set_up_device("scale", Device("serial:0403:6001:A1", "toledo-8217"))
    asked: list[Wishes] = []
    room = shop.opened.shop.desks.equipment.room
    room.trials.search = lambda wishes, _go_on: asked.append(wishes)
    shop.wait(lambda: register.devices.scale.state.health is Health.ONLINE)
    room.search(Wishes(), lambda _step: True)
    assert f"serial:{port}" in asked[0].busy
    assert asked[0].known["scale"] == "serial:0403:6001:A1"
    page = page_of(shop)
    shop.wait(lambda: any(row.place.endswith("ttyUSB0") for row in page.shown))
    plate.stop()


def test_the_page_speaks_the_other_language_at_once(shop, paper):
    page = with_printer(shop, paper)
    shop.window.set_language("en")
    assert page.shown[0].name == "Receipt printer"
    shop.window.set_language("ru")
    assert page.shown[0].name == "Принтер чеков"


def test_keys_walk_the_list(shop, paper):
    page = with_printer(shop, paper)
    first = page.chosen
    QTest.keyClick(page, Qt.Key.Key_Down)
    assert page.chosen != first
    QTest.keyClick(page, Qt.Key.Key_Up)
    assert page.chosen == first
    QTest.keyClick(page, Qt.Key.Key_Up)
    assert page.chosen == first


def test_a_scan_while_a_device_is_set_up_loses_neither_the_form_nor_the_goods(shop):
    trust(shop)
    page = page_of(shop)
    page.acts.ask_kind()
    page.acts.dialog.buttons["printer"].click()
    page.acts.dialog.form.address.set_text("tcp://192.168.1.40:9100")
    shop.window.scanned(BREAD.barcodes[0])
    assert page.acts.dialog.form.device().endpoint == "tcp://192.168.1.40:9100"
    assert t("window.scan_waits") in shop.window.toast.text()
    page.acts.close()
    page.back_wanted.emit()
    shop.scan(BREAD.barcodes[0])
    assert shop.lines() == 1


def test_nothing_of_a_page_stays_open_over_the_sign_in(shop):
    page = page_of(shop)
    page.acts.ask_kind()
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    assert page.acts.dialog is None
    assert not [one for one in shop.window.findChildren(Modal) if one.is_open()]


def test_a_page_that_is_left_takes_its_question_along(shop):
    page = page_of(shop)
    page.acts.ask_kind()
    shop.window.open_page("reports")
    assert page.acts.dialog is None


def test_texts_take_no_more_room_than_they_need_after_the_page_was_narrow(shop, paper):
    page = with_printer(shop, paper)
    label = page.detail._sub
    whole = label.heightForWidth(label.width())
    page.detail.resize(120, page.detail.height())
    page.detail.resize(400, page.detail.height())
    assert label.minimumHeight() <= whole


def test_the_pill_of_a_device_leads_to_it_and_that_of_a_queue_to_the_journal(shop, paper):
    shop.opened.register.set_up_device("printer", Device(at(paper.port), "TM-T20III"))
    shop.window.bar.pill_pressed.emit("printer")
    assert shop.window.beside.current() == "equipment"
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.page is not None)
    assert page.chosen == "printer"
    shop.window.bar.pill_pressed.emit("cloud")
    assert shop.window.beside.current() == "journal"
