"""The drawer is set up on the equipment page: wired, tried, its sensor found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.drawer_sensor import WalkStep
from pos_desktop.domain.facts import DeviceSetUp, DrawerOpened
from pos_desktop.domain.rights import Action
from pos_desktop.domain.tender import TenderKind
from pos_desktop.i18n import t
from pos_desktop.ports import Health
from pos_desktop.settings import DataDir, Device, SecondPrinter, Settings
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.gui.equipment_shop import at, page_of, trust, with_printer
from tests.gui.open_shop import SETTINGS, facts, open_shop

BREAD = "4601238051176"


def form_of(shop, paper):
    page = with_printer(shop, paper)
    trust(shop)
    page.choose("drawer")
    shop.wait(lambda: "change" in page.detail.acts)
    page.detail.acts["change"].click()
    shop.wait(lambda: page.acts.dialog is not None)
    return page.acts.dialog


def drawer_row(page):
    return next(one for one in page.shown if one.device == "drawer")


def test_pin_and_pulse_are_saved_and_open_the_drawer_at_the_next_cash_sale(shop, paper, tmp_path):
    dialog = form_of(shop, paper)
    dialog.pin.choose("5")
    dialog.on_ms.set_text("120")
    dialog.off_ms.set_text("240")
    QTest.keyClick(dialog, Qt.Key.Key_F12)
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.acts.dialog is None)
    kept = Settings.load(DataDir(tmp_path)).printing
    assert (kept.drawer_pin, kept.drawer_on_ms, kept.drawer_off_ms) == ("5", 120, 240)
    [fact] = facts(shop, DeviceSetUp)
    assert (fact.device, fact.changed) == ("drawer", ("pin", "on_ms", "off_ms"))
    shop.wait(lambda: shop.opened.register.devices.printer.state.health is Health.ONLINE)
    shop.scan(BREAD)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: paper.drawer_pulses == 1)
    [pulse] = paper.paper.pulses
    assert pulse.pin == 5


def test_the_drawer_is_opened_as_it_stands_in_the_form_and_that_is_written_down(shop, paper):
    dialog = form_of(shop, paper)
    dialog.pin.choose("5")
    QTest.keyClick(dialog, Qt.Key.Key_F6)
    shop.wait(lambda: paper.drawer_pulses == 1)
    assert [pulse.pin for pulse in paper.paper.pulses] == [5]
    [fact] = facts(shop, DrawerOpened)
    assert fact.note == t("equipment.wizard.drawer_reason")
    assert shop.opened.register.settings.printing.drawer_pin == "profile"


def test_before_the_shift_the_drawer_can_be_tried_too(qtbot, tmp_path, paper):
    with open_shop(qtbot, tmp_path) as shop:
        shop.let_in()
        page = with_printer(shop, paper)
        trust(shop)
        page.acts.act("drawer")
        shop.wait(lambda: paper.drawer_pulses == 1)
        [fact] = facts(shop, DrawerOpened)
        assert fact.shift_number == 0


@pytest.mark.parametrize("length", ["1", "511", "-5", "1e2", "сто"])
def test_a_length_no_printer_can_make_is_said_at_its_field_and_nothing_is_saved(
    shop, paper, length
):
    dialog = form_of(shop, paper)
    dialog.off_ms.set_text(length)
    dialog.save.click()
    assert "510" in dialog.off_ms.problem()
    dialog.open_now.click()
    assert shop.window.beside.page("equipment").acts.dialog is dialog
    assert paper.drawer_pulses == 0
    assert not facts(shop, DrawerOpened)


def test_the_sensor_is_found_by_shutting_opening_and_shutting(shop, paper, tmp_path):
    paper.set_drawer_pin3(True)
    dialog = form_of(shop, paper)
    shop.wait(lambda: dialog.level is True)
    QTest.keyClick(dialog, Qt.Key.Key_F7)
    assert dialog.walk.step is WalkStep.SHUT
    QTest.keyClick(dialog, Qt.Key.Key_F7)
    assert dialog.walk.step is WalkStep.OPEN
    dialog.open_now.click()
    shop.wait(lambda: paper.drawer_pulses == 1)
    paper.set_drawer_pin3(False)
    shop.wait(lambda: dialog.walk.step is WalkStep.SHUT_AGAIN)
    paper.set_drawer_pin3(True)
    shop.wait(lambda: dialog.walk.step is WalkStep.FOUND)
    assert dialog.sensor.current() == "low"
    dialog.save.click()
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: drawer_row(page).badge == t("equipment.badge.drawer_shut"))
    assert Settings.load(DataDir(tmp_path)).printing.drawer_sensor == "low"
    paper.set_drawer_pin3(False)
    shop.wait(lambda: drawer_row(page).badge == t("equipment.badge.drawer_open"))
    assert not drawer_row(page).due


def test_a_pin_that_nothing_is_plugged_into_is_found_out(shop, paper):
    dialog = form_of(shop, paper)
    shop.wait(lambda: dialog.level is not None)
    for _ in range(3):
        dialog.step.click()
    assert dialog.walk.step is WalkStep.NONE
    assert dialog.sensor.current() == "none"


def test_nobody_looks_at_the_sensor_after_the_form_is_closed(shop, paper):
    dialog = form_of(shop, paper)
    printer = shop.opened.register.devices.printer
    assert printer._drawer.watched
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    shop.wait(lambda: not printer._drawer.watched)


def test_the_row_counts_openings_without_a_sale_of_this_shift(shop, paper):
    page = with_printer(shop, paper)
    trust(shop)
    page.acts.act("drawer")
    shop.wait(lambda: drawer_row(page).second == t("equipment.second.opened", count="1"))
    shop.scan(BREAD)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: paper.drawer_pulses == 2)
    page = page_of(shop)
    shop.wait(lambda: page.row("drawer").last_us > 0)
    assert drawer_row(page).second == t("equipment.second.opened", count="1")
    assert drawer_row(page).badge == t("equipment.badge.no_sensor")


def test_a_drawer_behind_the_second_printer_opens_there_for_a_receipt_of_the_first(
    shop, paper, tmp_path
):
    second = EscposPrinterSimulator().start()
    register = shop.opened.register
    there = SecondPrinter(at(second.port), "TM-T20III")
    register.set_up_device("second_printer", there)
    dialog = form_of(shop, paper)
    assert dialog.printer.isVisible()
    dialog.printer.choose("second_printer")
    dialog.save.click()
    shop.wait(lambda: register.settings.printing.drawer_printer == "second_printer")
    behind = register.devices.printers
    shop.wait(lambda: behind.second_printer.state.health is Health.ONLINE)
    shop.scan(BREAD)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: second.drawer_pulses == 1)
    shop.wait(lambda: len(paper.receipts) == 1)
    assert paper.drawer_pulses == 0
    register.set_up_device("second_printer", SecondPrinter())
    page = page_of(shop)
    shop.wait(lambda: drawer_row(page).due)
    second.stop()


def test_a_cashier_asks_somebody_who_may_before_the_drawer_is_changed(shop, paper):
    page = with_printer(shop, paper)
    blocked = []
    shop.till.blocked.connect(blocked.append)
    page.acts._set_up("drawer")
    shop.wait(lambda: page.acts.dialog is not None)
    page.acts.dialog.on_cash.switch().click()
    page.acts.dialog.save.click()
    shop.wait(lambda: bool(blocked))
    assert blocked[0].action is Action.CHANGE_SETTINGS
    assert shop.opened.register.settings.printing.drawer


def test_a_wrong_length_in_the_settings_is_told_as_the_printers_fault(qtbot, tmp_path, paper):
    wrong = replace(SETTINGS.printing, drawer_on_ms=900)
    there = replace(SETTINGS, printer=Device(at(paper.port), "TM-T20III"), printing=wrong)
    with open_shop(qtbot, tmp_path, there) as shop:
        [state] = [s for s in shop.opened.register.devices.states() if s.device == "printer"]
        assert state.values["key"] == "printing.drawer_on_ms"
