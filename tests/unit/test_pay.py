"""Paying and what is true when complete() has returned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import FiscalDocumentRegistered, SaleCompleted, TenderAccepted
from pos_desktop.domain.fiscal import FiscalReceipt, FiscalState
from pos_desktop.domain.printing import PrintJob, PrintState
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import park, pay, reprint, sell, settle_fiscal
from pos_desktop.ports import QueuedDocument
from tests.journal_samples import registered
from tests.till_fakes import (
    CASHIER,
    COFFEE,
    SENIOR,
    SHIFT,
    FakeCatalogue,
    FakeClock,
    detail_of,
    workplace,
)

DAY_US = 24 * 3_600_000_000


def sale_of(place, *codes):
    sale = None
    for code in codes:
        sale = sell.add_scanned(place, sale, code, staff=CASHIER).sale
    return sale


def paid(place, *tenders, codes=("4607084120301", "4601238051176")):
    payment = pay.begin_payment(place, sale_of(place, *codes), staff=CASHIER)
    for kind, received_minor in tenders:
        payment = pay.add_tender(place, payment, kind, received_minor, staff=CASHIER)
    return payment


def refusal(act) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value


def test_a_completed_sale_is_one_commit_with_everything_in_it():
    place = workplace()
    done = pay.complete(place, paid(place, (TenderKind.CASH, 50000)), SHIFT, staff=CASHIER)
    [commit] = place.journal.commits
    tender, fact = commit.facts
    assert isinstance(tender, TenderAccepted)
    assert isinstance(fact, SaleCompleted)
    assert (fact.total_minor, fact.change_minor, fact.number) == (41150, 8850, 1)
    assert commit.fiscal_documents[0].key == "r2-r-000001-v1" == fact.fiscal_key
    assert commit.draft_removed == fact.sale_id
    assert commit.occurred_at_us == place.clock.now_us()
    assert (done.total_minor, done.change_minor) == (41150, 8850)


def test_registers_of_the_same_number_never_share_the_key_of_a_document():
    keys = set()
    for register_id in (
        "0192d2f0-aaaa-7000-8000-000000000001",
        "0192d2f0-aaaa-7000-8000-00000000000f",
    ):
        place = workplace(register_id=register_id)
        pay.complete(place, paid(place, (TenderKind.CASH, 41150)), SHIFT, staff=CASHIER)
        keys.add(place.journal.facts()[-1].fiscal_key)
    assert keys == {"r2-00000001-000001-v1", "r2-0000000f-000001-v1"}


def test_the_receipt_waits_a_moment_for_its_fiscal_data_and_says_so_until_then():
    place = workplace()
    pay.complete(place, paid(place, (TenderKind.CARD, 41150)), SHIFT, staff=CASHIER)
    [job] = place.journal.commits[0].print_jobs
    assert job.not_before_us == place.clock.now_us() + place.country.print_wait_ms * 1000
    text = job.payload.decode()
    assert "ФИСКАЛЬНЫЙ ПРИЗНАК ОЖИДАЕТСЯ" in text
    assert "=411,50" in text.replace("\u00a0", " ")


def test_without_an_operator_nothing_waits_and_no_document_is_queued():
    place = workplace(fiscal_due=False)
    pay.complete(place, paid(place, (TenderKind.CASH, 41150)), SHIFT, staff=CASHIER)
    [commit] = place.journal.commits
    assert commit.fiscal_documents == ()
    assert commit.print_jobs[0].not_before_us == 0
    assert commit.facts[-1].fiscal_key == ""


def test_card_and_cash_together_make_one_sale():
    place = workplace()
    payment = paid(place, (TenderKind.CARD, 20000), (TenderKind.CASH, 30000))
    done = pay.complete(place, payment, SHIFT, staff=CASHIER)
    fact = place.journal.commits[0].facts[-1]
    assert [(t.kind, t.amount_minor, t.received_minor) for t in fact.tenders] == [
        ("card", 20000, 20000),
        ("cash", 21150, 30000),
    ]
    assert done.change_minor == 8850


def test_money_taken_is_on_disk_before_the_rest_is_paid():
    place = workplace()
    payment = paid(place, (TenderKind.CARD, 20000))
    stored = place.journal.open_draft().sale
    assert [t.amount_minor for t in stored.tenders] == [20000]
    resumed = pay.resume_payment(place, stored)
    assert resumed is not None
    assert resumed.left_minor == payment.left_minor == 21150
    assert refusal(lambda: park.park(place, stored, staff=CASHIER)).code == "payment.in_progress"
    assert (
        refusal(lambda: sell.add_scanned(place, stored, "4607084120301", staff=CASHIER)).code
        == "payment.in_progress"
    )


def test_an_unpaid_sale_is_not_completed_and_nothing_is_written():
    place = workplace()
    error = refusal(
        lambda: pay.complete(place, paid(place, (TenderKind.CASH, 100)), SHIFT, staff=CASHIER)
    )
    assert (error.code, error.values["left_minor"]) == ("sale.not_paid", 41050)
    assert place.journal.commits == []


@pytest.mark.parametrize(
    ("kind", "sum_minor", "code"),
    [
        (TenderKind.CARD, 41151, "tender.above_due"),
        (TenderKind.CASH, 0, "tender.not_positive"),
        (TenderKind.CASH, -5, "tender.not_positive"),
    ],
)
def test_a_tender_that_makes_no_sense_is_refused(kind, sum_minor, code):
    assert refusal(lambda: paid(workplace(), (kind, sum_minor))).code == code


def test_after_a_day_the_next_sale_is_in_the_next_shift():
    place = workplace(clock=FakeClock(DAY_US))
    payment = paid(place, (TenderKind.CASH, 41150))
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    closed, opened, _, sale = place.journal.facts()
    assert (closed.number, closed.shift_id, closed.counted) == (148, SHIFT.shift_id, False)
    assert sale.shift_number == opened.number
    assert opened.cash_minor == closed.cash_minor
    [z_report] = place.journal.commits[0].print_jobs
    assert z_report.kind == "z_report"
    assert "Z-ОТЧЁТ" in z_report.payload.decode(), "a shift that ends by itself has its paper too"


class Day(FakeClock):
    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day

    def today(self) -> date:
        return self.day


def test_goods_put_aside_last_year_are_not_sold_at_last_years_rate():
    goods = FakeCatalogue([replace(COFFEE, vat="vat20")])
    old = workplace(catalogue=goods, clock=Day(date(2025, 12, 31)))
    sale = sale_of(old, "4607084120301")
    assert pay.begin_payment(old, sale, staff=CASHIER).priced.vats[0].vat == "vat20"
    new = replace(old, clock=Day(date(2026, 1, 1)))
    assert refusal(lambda: pay.begin_payment(new, sale, staff=CASHIER)).code == "vat.not_valid"


def test_money_taken_before_midnight_is_never_refused_after_it():
    goods = FakeCatalogue([replace(COFFEE, vat="vat20")])
    old = workplace(catalogue=goods, clock=Day(date(2025, 12, 31)))
    payment = pay.begin_payment(old, sale_of(old, "4607084120301"), staff=CASHIER)
    payment = pay.add_tender(old, payment, TenderKind.CARD, 10000, staff=CASHIER)
    new = replace(old, clock=Day(date(2026, 1, 1)))
    again = pay.begin_payment(new, payment.priced.sale, staff=CASHIER)
    paid_up = pay.add_tender(new, again, TenderKind.CASH, 24900, staff=CASHIER)
    assert pay.complete(new, paid_up, SHIFT, staff=CASHIER).total_minor == 34900


def test_a_receipt_longer_than_the_operator_takes_is_refused_before_money_is_taken():
    place = workplace(max_positions=1)
    error = refusal(lambda: paid(place))
    assert (error.code, error.values["limit"]) == ("sale.too_many_lines", 1)


def test_numbers_have_no_gap():
    place = workplace()
    numbers = [
        pay.complete(place, paid(place, (TenderKind.CASH, 41150)), SHIFT, staff=CASHIER).number
        for _ in range(3)
    ]
    assert numbers == [1, 2, 3]


def test_a_parked_sale_gives_way_and_comes_back_whole():
    place = workplace()
    first = sale_of(place, "4607084120301")
    number = park.park(place, first, staff=CASHIER)
    second = sale_of(place, "4601238051176")
    draft = park.recall(place, number, second, staff=CASHIER)
    assert draft.sale == first
    assert [d.sale for d in place.journal.parked_drafts()] == [second]


def test_recalling_what_is_not_there_changes_nothing():
    place = workplace()
    sale = sale_of(place, "4607084120301")
    assert refusal(lambda: park.recall(place, 7, sale, staff=CASHIER)).code == "park.no_such"
    assert place.journal.open_draft().sale == sale


# ---------------------------------------------------------------------- what the operator answered

RECEIPT = FiscalReceipt(
    "7380440903612845", 5531, "0126767668", "2026-11-24T14:32:00", 148, 3, "0008143927057715", 41150
)


def queued(place) -> QueuedDocument:
    fact = place.journal.commits[0].facts[-1]
    return QueuedDocument(
        fact.fiscal_key, fact.sale_id, 1, 0, FiscalState.ACCEPTED, "u", 1, 0, fact
    )


def test_the_answer_becomes_a_fact_and_completes_the_waiting_receipt():
    place = workplace()
    pay.complete(place, paid(place, (TenderKind.CASH, 41150)), SHIFT, staff=CASHIER)
    settle_fiscal.record_registered(place, queued(place), RECEIPT)
    commit = place.journal.commits[1]
    assert isinstance(commit.facts[0], FiscalDocumentRegistered)
    assert commit.fiscal_changes[0].state is FiscalState.REGISTERED
    [(sale_id, payload)] = commit.print_replaced
    assert sale_id == commit.facts[0].sale_id
    text = payload.decode()
    assert "t=20261124T1432&s=411.50&fn=7380440903612845&i=5531&fp=0126767668&n=1" in text
    assert "ОЖИДАЕТСЯ" not in text


def test_a_refused_document_can_be_sent_again_under_a_new_key_by_who_may():
    place = workplace()
    pay.complete(place, paid(place, (TenderKind.CASH, 41150)), SHIFT, staff=CASHIER)
    fact = place.journal.commits[0].facts[-1]
    place.ledger.details[fact.sale_id] = detail_of(fact, FiscalState.REJECTED)
    assert (
        refusal(lambda: settle_fiscal.send_again(place, fact.sale_id, staff=CASHIER)).code
        == "rights.missing"
    )
    assert settle_fiscal.send_again(place, fact.sale_id, staff=SENIOR) == "r2-r-000001-v2"


@pytest.mark.parametrize(
    ("reason", "looked_up", "code"),
    [
        ("fiscal.unclear: driver 177: closing interrupted", False, "fiscal.look_up_first"),
        ("fiscal.mismatch: 100 != 200, FD 7", False, "fiscal.registered_otherwise"),
        ("fiscal.mismatch: 100 != 200, FD 7", True, "fiscal.registered_otherwise"),
    ],
)
def test_a_document_that_may_be_registered_gets_no_new_key_by_itself(reason, looked_up, code):
    place = workplace()
    pay.complete(place, paid(place, (TenderKind.CASH, 41150)), SHIFT, staff=CASHIER)
    fact = place.journal.commits[0].facts[-1]
    detail = detail_of(fact, FiscalState.REJECTED)
    parked = replace(detail, row=replace(detail.row, fiscal_reason=reason))
    place.ledger.details[fact.sale_id] = parked
    refused = refusal(
        lambda: settle_fiscal.send_again(place, fact.sale_id, staff=SENIOR, looked_up=looked_up)
    )
    assert refused.code == code
    assert len(place.journal.commits) == 1


def test_a_document_that_is_not_at_the_operator_is_sent_again_under_a_new_key():
    place = workplace()
    pay.complete(place, paid(place, (TenderKind.CASH, 41150)), SHIFT, staff=CASHIER)
    fact = place.journal.commits[0].facts[-1]
    detail = detail_of(fact, FiscalState.REJECTED)
    unclear = replace(detail.row, fiscal_reason="fiscal.unclear: driver 177")
    place.ledger.details[fact.sale_id] = replace(detail, row=unclear)
    key = settle_fiscal.send_again(place, fact.sale_id, staff=SENIOR, looked_up=True)
    assert key == "r2-r-000001-v2"


def test_a_copy_says_that_it_is_one():
    place = workplace()
    pay.complete(place, paid(place, (TenderKind.CASH, 41150)), SHIFT, staff=CASHIER)
    fact = place.journal.commits[0].facts[-1]
    place.ledger.details[fact.sale_id] = detail_of(fact, FiscalState.QUEUED)
    reprint.print_copy(place, fact.sale_id, staff=CASHIER)
    [job] = place.prints.added
    assert job.kind == "copy"
    assert "КОПИЯ" in job.payload.decode()


def test_a_receipt_the_printer_refused_is_printed_again_once():
    place = workplace()
    place.prints.jobs["s"] = PrintJob(1, "s", "receipt", b"", PrintState.FAILED, 0, 1, "refused")
    reprint.print_again(place, "s", staff=CASHIER)
    assert place.prints.jobs["s"].state is PrintState.QUEUED
    again = refusal(lambda: reprint.print_again(place, "s", staff=CASHIER))
    assert again.code == "print.not_failed"


def test_a_receipt_that_did_not_come_out_is_printed_with_the_answer_that_came_meanwhile():
    place = workplace()
    pay.complete(place, paid(place, (TenderKind.CASH, 41150)), SHIFT, staff=CASHIER)
    fact = place.journal.commits[0].facts[-1]
    detail = detail_of(fact, FiscalState.REGISTERED, registered(fact))
    place.ledger.details[fact.sale_id] = detail
    place.prints.jobs[fact.sale_id] = PrintJob(
        1, fact.sale_id, "receipt", b"", PrintState.UNKNOWN, 0, 1, "lost"
    )
    reprint.settle_unknown_print(place, fact.sale_id, came_out=False, staff=CASHIER)
    [(sale_id, payload)] = place.journal.commits[-1].print_replaced
    assert sale_id == fact.sale_id
    assert "3522207165" in payload.decode()
    assert "КОПИЯ" not in payload.decode()


@pytest.mark.parametrize("state", [PrintState.UNKNOWN, PrintState.DONE, PrintState.SENDING])
def test_what_may_be_on_paper_is_never_printed_again_as_if_it_were_not(state):
    place = workplace()
    place.prints.jobs["s"] = PrintJob(1, "s", "receipt", b"", state, 0, 1, "")
    refused = refusal(lambda: reprint.print_again(place, "s", staff=CASHIER))
    assert refused.code == "print.not_failed"
    assert place.prints.jobs["s"].state is state


@pytest.mark.parametrize(
    ("came_out", "state"), [(True, PrintState.DONE), (False, PrintState.QUEUED)]
)
def test_only_a_person_settles_a_receipt_that_may_be_on_paper(came_out, state):
    place = workplace()
    place.prints.jobs["s"] = PrintJob(1, "s", "receipt", b"", PrintState.UNKNOWN, 0, 1, "lost")
    reprint.settle_unknown_print(place, "s", came_out=came_out, staff=CASHIER)
    assert place.prints.jobs["s"].state is state
    again = refusal(
        lambda: reprint.settle_unknown_print(place, "s", came_out=came_out, staff=CASHIER)
    )
    assert again.code == "print.not_unknown"
