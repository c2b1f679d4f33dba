"""Printers that tell less than others of their kind: nothing, or how they are and never that a job
is on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_desktop.domain.printing import PrintState
from pos_desktop.hardware.profiles import printer_profile, telling
from pos_desktop.ports import Health
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.hardware.printing import wait_until
from tests.hardware.test_printer_loop import Shop, receipt, texts

CLONE = printer_profile("XP-N160II")


@pytest.fixture
def paper() -> Iterator[EscposPrinterSimulator]:
    simulator = EscposPrinterSimulator().start()
    yield simulator
    simulator.stop()


def test_a_printer_that_must_answer_and_does_not_prints_nothing(
    paper: EscposPrinterSimulator,
) -> None:
    paper.set_mode("silent")
    shop = Shop(paper, CLONE)
    job = shop.queue.put(receipt("чек"))
    shop.printer.start()
    try:
        wait_until(lambda: shop.queue.jobs[job].reason == "printer.no_answer")
    finally:
        shop.printer.stop()
    assert texts(paper) == []


@pytest.mark.parametrize("replies", ["status", "none"])
def test_one_that_confirms_nothing_prints_each_receipt_once_and_asks_nobody(
    paper: EscposPrinterSimulator, replies: str
) -> None:
    if replies == "none":
        paper.set_mode("silent")
    shop = Shop(paper, telling(CLONE, replies))
    jobs = [shop.queue.put(receipt(f"чек {n}")) for n in range(3)]
    shop.printer.start()
    try:
        wait_until(lambda: shop.state(jobs[-1]) is PrintState.DONE)
        wait_until(lambda: texts(paper) == ["чек 0", "чек 1", "чек 2"])
        assert shop.printer.state.health is Health.ONLINE
    finally:
        shop.printer.stop()


def test_one_that_tells_its_state_only_still_holds_receipts_while_there_is_no_paper(
    paper: EscposPrinterSimulator,
) -> None:
    paper.set_state("paper-out")
    shop = Shop(paper, telling(CLONE, "status"))
    job = shop.queue.put(receipt("ждём"))
    shop.printer.start()
    try:
        wait_until(lambda: shop.queue.jobs[job].reason == "printer.paper_out")
        paper.set_state("ok")
        wait_until(lambda: shop.state(job) is PrintState.DONE)
    finally:
        shop.printer.stop()
    wait_until(lambda: texts(paper) == ["ждём"])
