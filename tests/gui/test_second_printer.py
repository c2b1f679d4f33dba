"""Two printers in one shop: copies, orders for the kitchen, one that stands in for the other."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image

from pos_desktop import i18n
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.printing import PrintState
from pos_desktop.domain.staff import Role
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.close_shift import close_shift
from pos_desktop.operations.equipment import set_duties
from pos_desktop.operations.move_cash import Why
from pos_desktop.ports import DrawerMoved, PrintJobChanged
from pos_desktop.ports.equipment import DutiesChoice
from pos_desktop.settings import DataDir, Device, Printing, SecondPrinter, Settings
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.gui.open_shop import SETTINGS, OpenShop, open_shop
from tests.till_fakes import CASHIER

BREAD = "4601238051176"


@pytest.fixture
def printers() -> Iterator[tuple[EscposPrinterSimulator, EscposPrinterSimulator]]:
    first = EscposPrinterSimulator().start()
    second = EscposPrinterSimulator(codepages={0: "cp437", 7: "cp866"}, dots=576).start()
    yield first, second
    first.stop()
    second.stop()


def settings(first, second, **duties: object):
    """The second printer is of another make: code page 7, 42 columns."""
    return replace(
        SETTINGS,
        printer=Device(f"tcp://127.0.0.1:{first.port}", "TM-T20III"),
        second_printer=SecondPrinter(
            f"tcp://127.0.0.1:{second.port}",
            "RP326",
            **duties,  # type: ignore[arg-type]
        ),
    )


def sell(shop: OpenShop) -> None:
    shop.scan(BREAD)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.lines() == 0)


def texts(printer: EscposPrinterSimulator) -> list[str]:
    return [receipt.text for receipt in printer.receipts]


def test_the_kitchen_and_the_copy_come_out_on_the_second_printer(qtbot, tmp_path, printers):
    first, second = printers
    there = settings(first, second, copies=True, kitchen=("c1",))
    with open_shop(qtbot, tmp_path, there) as shop:
        shop.sign_in()
        sell(shop)
        shop.wait(lambda: len(first.receipts) == 1 and len(second.receipts) == 2)
    copy, order = texts(second)
    assert "КОПИЯ" in copy
    assert "ЗАКАЗ" in order
    assert "Хлеб бородинский" in order
    assert "62,50" not in order
    assert second.drawer_pulses == 0


def test_receipts_that_wait_go_to_the_second_printer_by_themselves_and_none_comes_twice(
    qtbot, tmp_path, printers
):
    first, second = printers
    first.set_state("paper-out")
    there = settings(first, second, spare="auto", spare_seconds=0)
    with open_shop(qtbot, tmp_path, there) as shop:
        shop.sign_in()
        sell(shop)
        sell(shop)
        shop.wait(lambda: len(second.receipts) == 2)
        first.set_state("ok")
        sell(shop)
        shop.wait(lambda: len(first.receipts) + len(second.receipts) == 3)
        prints = shop.opened.register.journal.prints
        jobs = [prints.job(n * 1000) for n in (1, 2, 3)]
        shop.wait(lambda: all(prints.job(j.job_id).state is PrintState.DONE for j in jobs))
    numbers = sorted(
        line.split()[3] for text in (*texts(first), *texts(second)) for line in text.splitlines()
        if line.startswith("Смена")
    )  # fmt: skip
    assert numbers == ["1", "2", "3"]
    assert all(len(row) <= 42 for text in texts(second) for row in text.splitlines())


def test_a_cashier_is_offered_the_second_printer_and_nothing_moves_unasked(
    qtbot, tmp_path, printers
):
    first, second = printers
    first.set_state("cover-open")
    there = settings(first, second, spare="ask", spare_seconds=0)
    offer = i18n.t("messages.printer_spare_offered.title")
    with open_shop(qtbot, tmp_path, there) as shop:
        shop.sign_in()
        sell(shop)
        notices = shop.window.attention._notices
        shop.wait(lambda: "spare" in notices)
        assert notices["spare"][0].title == offer
        assert offer in shop.window.attention.text(), "the way out is above the trouble itself"
        assert second.receipts == []
        shop.window.attention.second_printer_wanted.emit()
        shop.wait(lambda: len(second.receipts) == 1)
        shop.wait(lambda: "spare" not in notices)
    assert first.receipts == []


def test_without_a_spare_a_receipt_waits_for_its_own_printer(qtbot, tmp_path, printers):
    first, second = printers
    first.set_state("paper-out")
    with open_shop(qtbot, tmp_path, settings(first, second)) as shop:
        shop.sign_in()
        sell(shop)
        first.set_state("ok")
        shop.wait(lambda: len(first.receipts) == 1)
    assert second.receipts == []


def test_another_model_in_the_place_of_the_printer_gets_bytes_of_its_own(qtbot, tmp_path, printers):
    """The first printer dies with a receipt in the queue; one of another make takes its place."""
    first, second = printers
    first.set_state("paper-out")
    there = replace(SETTINGS, printer=Device(f"tcp://127.0.0.1:{first.port}", "TM-T20III"))
    with open_shop(qtbot, tmp_path, there) as shop:
        shop.sign_in()
        sell(shop)
        register = shop.opened.register
        new = Device(f"tcp://127.0.0.1:{second.port}", "RP326")
        shop.till.run(lambda: register.set_up_device("printer", new))
        shop.wait(lambda: len(second.receipts) == 1)
    [text] = texts(second)
    assert "КАССОВЫЙ ЧЕК" in text
    assert all(len(row) <= 42 for row in text.splitlines())


def test_the_shops_own_code_page_and_width_are_used_at_once_and_kept(qtbot, tmp_path, printers):
    _, second = printers
    there = replace(SETTINGS, printer=Device(f"tcp://127.0.0.1:{second.port}", "escpos-80"))
    with open_shop(qtbot, tmp_path, there) as shop:
        shop.sign_in()
        register = shop.opened.register
        mine = Printing(codepage="cp866", codepage_number=7, columns=32, logo="off")
        shop.till.run(lambda: register.set_up_printing(mine))
        shop.wait(lambda: register.settings.printing == mine)
        sell(shop)
        shop.wait(lambda: len(second.receipts) == 1)
    [text] = texts(second)
    assert "Хлеб бородинский" in text
    assert all(len(row) <= 32 for row in text.splitlines())


def test_a_drawer_opened_by_hand_is_in_the_journal_and_counted_in_the_x_report(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        register = shop.opened.register
        register._heard(DrawerMoved(is_open=True, asked=False))
        register._heard(DrawerMoved(is_open=False))
        register._heard(DrawerMoved(is_open=True, asked=True))
        report = register.journal.shift_report(shop.shown.shift.number)
        assert (report.count_of("drawer_sensed"), report.count_of("open_drawer")) == (1, 0)


def test_the_shop_says_how_its_drawer_is_wired_and_an_opening_by_hand_reaches_the_journal(
    qtbot, tmp_path, printers
):
    first, _ = printers
    there = replace(
        SETTINGS,
        printer=Device(f"tcp://127.0.0.1:{first.port}", "TM-T20III"),
        printing=Printing(drawer_sensor="low", drawer_pin="5"),
    )
    with open_shop(qtbot, tmp_path, there) as shop:
        shop.sign_in()
        register = shop.opened.register
        printer = register.devices.printer
        shop.wait(lambda: printer.drawer_open is False)
        register.devices.open_drawer()
        shop.wait(lambda: first.drawer_pulses == 1)
        first.set_drawer_pin3(False)
        shop.wait(lambda: printer.drawer_open is True)
        first.set_drawer_pin3(True)
        shop.wait(lambda: printer.drawer_open is False)
        # A key in the lock, some time after.
        printer._drawer._pulse_at -= 60
        first.set_drawer_pin3(False)
        shop.wait(lambda: printer.drawer_open is True)
        number = shop.shown.shift.number
        report = register.journal.shift_report
        shop.wait(lambda: report(number).count_of("drawer_sensed") == 1)
    assert [pulse.pin for pulse in first.paper.pulses] == [5]


def test_a_drawer_opened_before_the_shift_is_in_the_journal_too(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.let_in()
        register = shop.opened.register
        before = register.journal.outbox.last_seq()
        register._heard(DrawerMoved(is_open=True, asked=False))
        [entry] = register.journal.outbox.entries_after(before, 5)
        assert (entry.kind, entry.shift_number) == ("DrawerOpened", 0)


def test_an_open_drawer_is_shown_until_it_is_shut(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        status = shop.window.status
        status.show_event(DrawerMoved(is_open=True, asked=True))
        assert i18n.t("status.drawer_open") in [part.pill for part in status.parts()]
        status.show_event(DrawerMoved(is_open=False))
        assert "drawer" not in [part.part for part in status.parts()]


def test_an_order_that_may_not_have_come_out_is_said_and_forgotten_when_the_next_one_does(
    qtbot, tmp_path
):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        status, notices = shop.window.status, shop.window.attention._notices
        status.show_event(PrintJobChanged(7, "", PrintState.UNKNOWN, device="second_printer"))
        assert notices["order"][0].title == i18n.t("messages.print_order_unsure.title")
        status.show_event(PrintJobChanged(8, "", PrintState.DONE, device="second_printer"))
        assert "order" not in notices


def test_a_report_that_fits_no_printer_any_more_is_said(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        gone = PrintJobChanged(7, "", PrintState.CANCELLED, "print.other_paper")
        shop.window.status.show_event(gone)
        notice = shop.window.attention._notices["paper"][0]
        assert notice.title == i18n.t("messages.print_other_paper.title")


def test_a_logo_is_kept_shown_and_put_into_the_printers_own_memory(qtbot, tmp_path, printers):
    first, _ = printers
    file = io.BytesIO()
    Image.linear_gradient("L").resize((900, 700)).save(file, "JPEG")
    there = replace(SETTINGS, printer=Device(f"tcp://127.0.0.1:{first.port}", "TM-T20III"))
    with open_shop(qtbot, tmp_path, there) as shop:
        shop.sign_in()
        register = shop.opened.register
        with pytest.raises(RefusalError) as refused:
            register.print_work.set_logo(b"no picture")
        assert refused.value.code == "logo.not_a_picture"
        register.print_work.set_logo(file.getvalue())
        with Image.open(tmp_path / "logo.png") as kept:
            assert (kept.format, kept.width <= 576, kept.height <= 200) == ("PNG", True, True)
        register.set_up_printing(Printing(logo="stored"))
        owner = replace(CASHIER, role=Role.OWNER)
        register.print_work.store_logo(staff=owner)
        register.wake()
        shop.wait(lambda: first.item_count > 1 and not first.paper.waiting_bytes)
        sell(shop)
        shop.wait(lambda: len(first.receipts) == 1)
        assert first.receipts[0].pictures == 2
        register.print_work.set_logo(b"")
        with pytest.raises(RefusalError) as refused:
            register.print_work.store_logo(staff=owner)
        assert refused.value.code == "logo.none"
        with pytest.raises(RefusalError):
            register.print_work.store_logo(staff=CASHIER)


def test_a_z_report_that_waits_is_made_anew_for_the_second_printer(qtbot, tmp_path, printers):
    first, second = printers
    first.set_state("cover-open")
    there = settings(first, second, spare="auto", spare_seconds=0)
    with open_shop(qtbot, tmp_path, there) as shop:
        shop.sign_in()
        register = shop.opened.register
        close_shift(register.place, register.journal.refunds, None, Why(), staff=CASHIER)
        register.wake()
        shop.wait(lambda: len(second.receipts) == 1)
    [text] = texts(second)
    assert "Z" in text
    assert all(len(row) <= 42 for row in text.splitlines())


def test_the_owner_says_what_the_second_printer_is_for_on_the_equipment_page(
    qtbot, tmp_path, printers
):
    first, second = printers
    with open_shop(qtbot, tmp_path, settings(first, second)) as shop:
        shop.sign_in()
        shop.window.open_page("equipment")
        page = shop.window.beside.page("equipment")
        shop.wait(lambda: page.view is not None)
        page.acts.choose_duties()
        shop.wait(lambda: page.acts.dialog is not None)
        dialog = page.acts.dialog
        assert not dialog.unasked.isEnabled(), "nothing to ask while it never stands in"
        dialog.spare.switch().setChecked(True)
        dialog.unasked.switch().setChecked(True)
        dialog.kitchen["c1"].switch().setChecked(True)
        dialog.at_once.switch().setChecked(True)
        register = shop.opened.register
        wanted = dialog.choice()
        assert wanted == DutiesChoice(kitchen=("c1",), kitchen_when="parked", spare="auto")
        owner = replace(CASHIER, role=Role.OWNER)
        room = page._desk.room
        with pytest.raises(RefusalError):
            set_duties(register.place, room, wanted, staff=CASHIER)
        assert register.settings.second_printer.spare == "off"
        set_duties(register.place, room, wanted, staff=owner)
        kept = Settings.load(DataDir(tmp_path)).second_printer
        assert (kept.kitchen, kept.kitchen_when, kept.spare) == (("c1",), "parked", "auto")
        assert register.place.second.kitchen == frozenset({"c1"})
        page.acts.close()
        shop.scan(BREAD)
        shop.till.park("Стол 4")
        shop.wait(lambda: len(second.receipts) == 1)
    assert "Стол 4" in second.receipts[0].text
