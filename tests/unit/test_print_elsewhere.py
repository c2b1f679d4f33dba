"""A printer that stands in: what it is given, what stays, and nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import RECEIPT_PRINTER, SECOND_PRINTER, PrintJob, PrintState
from pos_desktop.operations.print_elsewhere import (
    HandedOver,
    fit_papers,
    hand_over,
    print_on_second,
)
from pos_desktop.operations.workplace import SecondPrinter
from tests.journal_samples import sample_sale
from tests.till_fakes import CASHIER, TextEncoder, detail_of, workplace


class Narrow(TextEncoder):
    """Another paper: its bytes are told from the first printer's."""

    paper = "narrow"

    def encode(self, document):
        return b"narrow\n" + super().encode(document)


def job(n: int, **changes: object) -> PrintJob:
    made = PrintJob(
        n, f"s{n}", "receipt", b"first", PrintState.QUEUED, 0, 0, "", n, paper=TextEncoder.paper
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def shop(*jobs: PrintJob, encoder: TextEncoder | None = None):
    place = workplace(second=SecondPrinter(encoder or Narrow()))
    for waiting in jobs:
        place.prints.jobs[str(waiting.job_id)] = waiting
        if waiting.sale_id:
            fact = replace(sample_sale(waiting.sale_number), sale_id=waiting.sale_id)
            place.ledger.details[waiting.sale_id] = detail_of(fact, FiscalState.QUEUED)
    return place


def printed_on(place, device: str) -> list[int]:
    return [j.job_id for j in place.prints.jobs.values() if j.device == device]


def test_waiting_receipts_are_made_anew_for_the_other_paper():
    place = shop(job(1), job(2, state=PrintState.HELD, reason="printer.paper_out"))
    assert hand_over(place).moved == 2
    assert printed_on(place, SECOND_PRINTER) == [1, 2]
    for moved in place.prints.jobs.values():
        assert moved.payload.startswith(b"narrow\n")
        assert "КОПИЯ" not in moved.payload.decode()
        assert moved.state is PrintState.QUEUED


def test_printers_of_one_paper_share_the_bytes_as_they_are():
    place = shop(job(1), encoder=TextEncoder())
    assert hand_over(place).moved == 1
    assert place.prints.job(1).payload == b"first"


def test_bytes_made_for_a_printer_of_before_are_not_shared():
    place = shop(job(1, paper="of the old printer"), encoder=TextEncoder())
    assert hand_over(place).moved == 1
    assert place.prints.job(1).payload != b"first"


def test_a_receipt_that_its_own_printer_began_in_that_moment_is_not_counted_as_moved():
    place = shop(job(1))
    waiting = place.prints.waiting(RECEIPT_PRINTER)
    place.prints.waiting = lambda _device: waiting
    place.prints.jobs["1"] = replace(waiting[0], state=PrintState.SENDING)
    assert hand_over(place) == HandedOver(moved=0, left=0)
    with pytest.raises(RefusalError) as refused:
        print_on_second(place, staff=CASHIER)
    assert refused.value.code == "print.nothing_moved"


@pytest.mark.parametrize(
    "state", [PrintState.SENDING, PrintState.UNKNOWN, PrintState.DONE, PrintState.FAILED]
)
def test_a_receipt_of_which_something_may_have_left_stays(state):
    place = shop(job(1, state=state))
    assert hand_over(place).moved == 0
    assert printed_on(place, RECEIPT_PRINTER) == [1]


def test_a_job_that_cannot_be_made_anew_waits_for_its_own_printer():
    place = shop(job(1, sale_id="", kind="x_report"))
    assert hand_over(place) == HandedOver(moved=0, left=1)
    assert place.prints.job(1).payload == b"first"


def test_a_copy_is_a_copy_on_the_other_printer_too():
    place = shop(job(1, kind="copy"))
    hand_over(place)
    assert "КОПИЯ" in place.prints.job(1).payload.decode()


def test_kitchen_orders_stay_with_the_kitchen():
    place = shop(job(1, sale_id="", kind="kitchen", device=SECOND_PRINTER))
    assert hand_over(place, RECEIPT_PRINTER).moved == 0
    assert printed_on(place, SECOND_PRINTER) == [1]


def test_receipts_come_back_when_the_second_printer_fails_instead():
    place = shop(job(1, device=SECOND_PRINTER, paper="narrow"))
    assert hand_over(place, RECEIPT_PRINTER).moved == 1
    assert not place.prints.job(1).payload.startswith(b"narrow")


def test_a_cashier_is_told_when_nothing_waits_any_more():
    place = shop(job(1, state=PrintState.DONE))
    with pytest.raises(RefusalError) as refused:
        print_on_second(place, staff=CASHIER)
    assert refused.value.code == "print.nothing_moved"


def test_another_model_in_the_place_of_the_old_one_gets_its_own_bytes():
    place = shop(job(1, paper="of the old printer"), job(2))
    assert fit_papers(place, {RECEIPT_PRINTER: TextEncoder.paper}) == []
    assert place.prints.job(1).payload != b"first"
    assert place.prints.job(2).payload == b"first"


def test_a_paper_that_cannot_be_made_anew_is_given_up_and_never_sent_as_another_ones_bytes():
    place = shop(job(1, sale_id="", kind="x_report", paper="of the old printer"))
    given_up = fit_papers(place, {RECEIPT_PRINTER: TextEncoder.paper})
    assert [lost.kind for lost in given_up] == ["x_report"]
    assert place.prints.job(1).state is PrintState.CANCELLED


def test_receipts_of_a_second_printer_that_is_gone_become_the_first_ones():
    place = shop(job(1, device=SECOND_PRINTER, paper="narrow"))
    place.second = None
    assert fit_papers(place, {RECEIPT_PRINTER: TextEncoder.paper}) == []
    assert printed_on(place, RECEIPT_PRINTER) == [1]
