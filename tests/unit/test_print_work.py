"""When a second printer stands in for the first: long enough out of order, and only if it works."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from pos_desktop.app.print_work import PrintWork
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import RECEIPT_PRINTER, SECOND_PRINTER, PrintJob, PrintState
from pos_desktop.operations import workplace as places
from pos_desktop.ports import DeviceChanged, DeviceState, Event, Health, SpareOffered
from pos_desktop.settings import SecondPrinter
from tests.journal_samples import sample_sale
from tests.till_fakes import TextEncoder, detail_of, workplace

WAIT_SECONDS = 15


class TwoPrinters:
    """app.Printers as far as standing in is concerned."""

    def __init__(self, spare: str) -> None:
        self.second = SecondPrinter(spare=spare, spare_seconds=WAIT_SECONDS)  # type: ignore[arg-type]
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


class Counter:
    """A shop with two printers and one receipt that waits."""

    def __init__(self, spare: str) -> None:
        self.now = 1000.0
        self.posted: list[Event] = []
        self.printers = TwoPrinters(spare)
        self.place = workplace(second=places.SecondPrinter(TextEncoder()))
        self.place.prints.jobs["s1"] = PrintJob(
            1, "s1", "receipt", b"x", PrintState.HELD, 0, 0, "", 1, paper=TextEncoder.paper
        )
        fact = replace(sample_sale(1), sale_id="s1")
        self.place.ledger.details["s1"] = detail_of(fact, FiscalState.QUEUED)
        self.work = PrintWork(
            self.place,
            cast("Any", self.printers),
            cast("Any", self.place.prints),
            self.posted.append,
            Path("logo.png"),
            lambda: self.now,
        )

    def says(self, device: str, health: Health) -> None:
        self.work.heard(DeviceChanged(DeviceState(device, health)))

    def look_after(self, seconds: float) -> float:
        self.now += seconds
        return self.work._turn()

    def printer_of_the_receipt(self) -> str:
        return self.place.prints.jobs["s1"].device

    def offers(self) -> list[int]:
        return [event.waiting for event in self.posted if isinstance(event, SpareOffered)]


def test_a_receipt_goes_to_the_other_printer_when_its_own_is_out_for_long_enough() -> None:
    shop = Counter("auto")
    shop.says(SECOND_PRINTER, Health.ONLINE)
    shop.says(RECEIPT_PRINTER, Health.OFFLINE)
    assert shop.look_after(0) == WAIT_SECONDS
    shop.look_after(WAIT_SECONDS - 1)
    assert shop.printer_of_the_receipt() == RECEIPT_PRINTER
    shop.look_after(1)
    assert shop.printer_of_the_receipt() == SECOND_PRINTER
    assert shop.printers.woken == 1


def test_another_reason_of_the_same_printer_does_not_begin_the_waiting_anew() -> None:
    shop = Counter("auto")
    shop.says(SECOND_PRINTER, Health.DEGRADED)
    shop.says(RECEIPT_PRINTER, Health.OFFLINE)
    shop.look_after(WAIT_SECONDS - 1)
    shop.says(RECEIPT_PRINTER, Health.MISCONFIGURED)
    shop.look_after(1)
    assert shop.printer_of_the_receipt() == SECOND_PRINTER


def test_a_printer_that_was_mended_meanwhile_keeps_its_receipts() -> None:
    shop = Counter("auto")
    shop.says(SECOND_PRINTER, Health.ONLINE)
    shop.says(RECEIPT_PRINTER, Health.OFFLINE)
    shop.look_after(WAIT_SECONDS - 1)
    shop.says(RECEIPT_PRINTER, Health.ONLINE)
    shop.says(RECEIPT_PRINTER, Health.OFFLINE)
    shop.look_after(WAIT_SECONDS - 1)
    assert shop.printer_of_the_receipt() == RECEIPT_PRINTER


@pytest.mark.parametrize("spare", ["auto", "ask"])
def test_a_second_printer_that_is_out_too_is_given_and_offered_nothing(spare: str) -> None:
    shop = Counter(spare)
    shop.says(SECOND_PRINTER, Health.OFFLINE)
    shop.says(RECEIPT_PRINTER, Health.OFFLINE)
    shop.look_after(WAIT_SECONDS + 1)
    assert shop.printer_of_the_receipt() == RECEIPT_PRINTER
    assert shop.offers() == []


def test_where_a_person_is_to_decide_it_is_offered_once_and_taken_back() -> None:
    shop = Counter("ask")
    shop.says(SECOND_PRINTER, Health.ONLINE)
    shop.says(RECEIPT_PRINTER, Health.OFFLINE)
    shop.look_after(WAIT_SECONDS)
    shop.look_after(1)
    assert shop.offers() == [1]
    assert shop.printer_of_the_receipt() == RECEIPT_PRINTER
    shop.says(RECEIPT_PRINTER, Health.ONLINE)
    shop.look_after(1)
    assert shop.offers() == [1, 0]
