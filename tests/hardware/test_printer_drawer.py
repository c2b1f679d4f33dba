"""The drawer behind the printer: one pulse for each cash sale or request, in time or never."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.printing import PrintState
from pos_desktop.hardware.profiles import DrawerSettings, printer_profile
from pos_desktop.ports import Health
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.hardware.printing import QUICK, FakeQueue, wait_until
from tests.hardware.test_printer_loop import Shop, paper, receipt, shop

__all__ = ["paper", "shop"]


def test_the_drawer_opens_once_for_a_cash_sale(shop: Shop, paper: EscposPrinterSimulator) -> None:
    shop.printer.start()
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    job = shop.queue.put(receipt("наличные"), opens_drawer=True)
    shop.printer.wake()
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    assert paper.drawer_pulses == 1


def test_the_drawer_opens_for_each_cash_sale_while_the_printer_has_no_paper(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    paper.set_state("paper-out")
    shop.printer.start()
    wait_until(lambda: shop.printer.state.reason == "printer.paper_out")
    for count in (1, 2):
        shop.queue.put(receipt("наличные"), opens_drawer=True)
        shop.printer.wake()
        wait_until(lambda count=count: paper.drawer_pulses == count)
    paper.set_state("ok")
    wait_until(lambda: shop.state(2) is PrintState.DONE)
    assert paper.drawer_pulses == 2


def test_the_drawer_stays_shut_for_sales_of_before_the_start(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    job = shop.queue.put(receipt("вчера"), opens_drawer=True)
    shop.printer.start()
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    assert paper.drawer_pulses == 0


def test_another_wiring_is_tried_without_being_set_up(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    shop.printer.start()
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    shop.printer.open_drawer(DrawerSettings(pin=1, on_ms=200, off_ms=100))
    wait_until(lambda: paper.drawer_pulses == 1)
    shop.printer.open_drawer()
    wait_until(lambda: paper.drawer_pulses == 2)
    assert [pulse.pin for pulse in paper.paper.pulses] == [5, 2]


def test_the_level_of_the_pin_is_told_before_anybody_knows_whether_a_sensor_is_there(
    shop: Shop, paper: EscposPrinterSimulator
) -> None:
    shop.printer.start()
    shop.printer.watch_drawer(wanted=True)
    wait_until(lambda: shop.printer.drawer_level is True)
    paper.set_drawer_pin3(False)
    wait_until(lambda: shop.printer.drawer_level is False)
    assert shop.printer.drawer_open is None
    paper.set_state("powered-off")
    wait_until(lambda: shop.printer.drawer_level is None)


class LateLook(FakeQueue):
    """A cash sale comes right after the printer looked whether one had come."""

    def __init__(self) -> None:
        super().__init__()
        self.sale = b""

    def newest_job(self) -> int:
        found = super().newest_job()
        if self.sale:
            self.put(self.sale, opens_drawer=True)
            self.sale = b""
        return found


def test_the_drawer_opens_for_a_sale_that_is_printed_before_the_next_look(
    paper: EscposPrinterSimulator,
) -> None:
    queue = LateLook()
    shop = Shop(paper, queue=queue)
    shop.printer.start()
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    queue.sale = receipt("наличные")
    shop.printer.wake()
    wait_until(lambda: queue.jobs and shop.state(1) is PrintState.DONE)
    wait_until(lambda: paper.drawer_pulses == 1)
    shop.printer.stop()


def test_the_drawer_opens_at_the_press_of_a_key(shop: Shop, paper: EscposPrinterSimulator) -> None:
    shop.printer.start()
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    shop.printer.open_drawer()
    wait_until(lambda: paper.drawer_pulses == 1)


def test_a_drawer_pulse_that_came_too_late_is_forgotten(paper: EscposPrinterSimulator) -> None:
    shop = Shop(paper, times=replace(QUICK, drawer_stale=0.0))
    shop.printer.open_drawer()
    shop.printer.start()
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    shop.printer.stop()
    assert paper.drawer_pulses == 0


def test_a_printer_that_would_keep_the_pulse_for_later_is_sent_none_while_it_is_out(
    paper: EscposPrinterSimulator,
) -> None:
    """ESC p waits behind the missing paper, and would open the drawer when nobody stands there."""
    shop = Shop(paper, printer_profile("RP326"))
    paper.set_state("paper-out")
    shop.printer.start()
    wait_until(lambda: shop.printer.state.reason == "printer.paper_out")
    shop.printer.open_drawer()
    wait_until(lambda: not shop.printer._drawer._asked_at)
    paper.set_state("ok")
    wait_until(lambda: shop.printer.state.health is Health.ONLINE)
    job = shop.queue.put(receipt("дальше"))
    shop.printer.wake()
    wait_until(lambda: shop.state(job) is PrintState.DONE)
    shop.printer.stop()
    assert paper.drawer_pulses == 0
