"""The jobs of two printers in one table: each printer sees its own, a job changes hands whole or
not at all, and the receipt printer's queue costs what it did."""

from __future__ import annotations

import pytest

from pos_desktop.domain.printing import RECEIPT_PRINTER, SECOND_PRINTER, PrintState
from pos_desktop.journal import statements as sql
from pos_desktop.ports import Commit, NewPrintJob
from tests.journal_samples import (
    opened,
    registered,
    sale_id_of,
    sample_commit,
    sample_sale,
    shift_commit,
)

LATE = 1 << 60
RECEIPT = 1000


@pytest.fixture
def journal(tmp_path):
    book = opened(tmp_path)
    book.prints.papers = {RECEIPT_PRINTER: "wide", SECOND_PRINTER: "narrow"}
    book.commit(shift_commit())
    book.commit(sample_commit(1))
    yield book
    book.close()


def kitchen(payload: bytes = b"order") -> NewPrintJob:
    return NewPrintJob("", 0, "kitchen", payload, device=SECOND_PRINTER)


def give(journal, job_id: int = RECEIPT, payload: bytes = b"narrow") -> bool:
    return journal.prints.give(journal.prints.job(job_id), SECOND_PRINTER, payload)


def test_each_printer_finds_its_own_jobs_only(journal):
    order = journal.prints.add(kitchen())
    assert journal.prints.next_job(LATE).job_id == RECEIPT
    assert journal.second_prints.next_job(LATE).job_id == order
    journal.second_prints.move(order, PrintState.SENDING)
    journal.second_prints.move(order, PrintState.DONE)
    assert journal.second_prints.next_job(LATE) is None
    assert journal.prints.next_job(LATE).job_id == RECEIPT


def test_an_order_is_stored_with_the_sale_or_not_at_all(journal):
    commit = sample_commit(2)
    both = Commit(commit.facts, (*commit.print_jobs, kitchen()), commit.fiscal_documents)
    journal.commit(both)
    assert journal.prints.job_of_sale(sale_id_of(2)).job_id == 2000
    assert journal.second_prints.next_job(LATE).job_id == 2001


def test_a_job_remembers_the_printer_and_the_paper_it_was_made_for(journal):
    job = journal.prints.job(journal.prints.add(kitchen()))
    assert (job.device, job.paper) == (SECOND_PRINTER, "narrow")
    assert journal.prints.add(NewPrintJob("", 0, "z_report", b"z", source="shift:1"))
    assert journal.prints.waiting(RECEIPT_PRINTER)[-1].source == "shift:1"


def test_a_waiting_receipt_changes_hands_with_bytes_for_the_other_paper(journal):
    assert give(journal)
    job = journal.prints.job(RECEIPT)
    assert (job.device, job.paper, job.payload) == (SECOND_PRINTER, "narrow", b"narrow")
    assert journal.prints.next_job(LATE) is None
    assert journal.second_prints.next_job(LATE).job_id == RECEIPT
    assert journal.ledger.print_queue().waiting == 1


@pytest.mark.parametrize("state", [PrintState.SENDING, PrintState.DONE])
def test_a_receipt_that_was_begun_does_not_change_hands(journal, state):
    seen = journal.prints.job(RECEIPT)
    journal.prints.move(RECEIPT, PrintState.SENDING)
    if state is PrintState.DONE:
        journal.prints.move(RECEIPT, PrintState.DONE)
    assert not journal.prints.give(seen, SECOND_PRINTER, b"narrow")
    job = journal.prints.job(RECEIPT)
    assert (job.device, job.payload) != (SECOND_PRINTER, b"narrow")


def test_two_who_move_the_same_receipt_move_it_once(journal):
    seen = journal.prints.job(RECEIPT)
    assert journal.prints.give(seen, SECOND_PRINTER, b"one")
    assert not journal.prints.give(seen, SECOND_PRINTER, b"two")
    assert journal.prints.job(RECEIPT).payload == b"one"


def test_a_receipt_comes_back_and_is_found_below_the_floor(journal):
    give(journal)
    journal.commit(sample_commit(2))
    journal.prints.move(2000, PrintState.SENDING)
    journal.prints.move(2000, PrintState.DONE)
    assert journal.prints.floor > RECEIPT
    moved = journal.prints.job(RECEIPT)
    assert journal.prints.give(moved, RECEIPT_PRINTER, b"wide")
    assert journal.prints.next_job(LATE).job_id == RECEIPT


def test_a_stuck_kitchen_printer_does_not_lengthen_the_search_for_the_next_receipt(journal):
    journal.prints.add(kitchen())
    for n in range(2, 5):
        journal.commit(sample_commit(n))
    for n in range(1, 5):
        journal.prints.move(n * 1000, PrintState.SENDING)
        journal.prints.move(n * 1000, PrintState.DONE)
    assert journal.prints.floor > 4000


def test_an_open_order_is_found_by_its_index_and_no_table_is_read(journal):
    values = {"now_us": LATE, "beyond_us": LATE, "of_sale": "s", "of_kind": "copy", "payload": b""}
    for statement in (sql.NEXT_SECOND_JOB, sql.NEXT_SECOND_WAKE, sql.WAITING_SECOND_JOBS,
                      sql.SETTLE_SECOND_JOBS, sql.REPLACE_SECOND):  # fmt: skip
        rows = journal._readers.rows(f"EXPLAIN QUERY PLAN {statement}", values)
        plan = " ".join(str(row[3]) for row in rows)
        assert "print_job_second" in plan, plan


def test_the_fiscal_answer_reaches_the_second_printers_papers_and_not_the_wrong_ones(journal):
    copy = NewPrintJob(sale_id_of(1), 1, "copy", b"copy", LATE, device=SECOND_PRINTER)
    copy_id = journal.prints.add(copy)
    give(journal)
    fiscal = Commit(
        (registered(sample_sale(1)),),
        print_replaced=((sale_id_of(1), b"wide with QR"),),
        second_replaced=(
            (sale_id_of(1), "copy", b"copy with QR"),
            (sale_id_of(1), "receipt", b"narrow with QR"),
        ),
    )
    journal.commit(fiscal)
    assert journal.prints.job(RECEIPT).payload == b"narrow with QR"
    job = journal.prints.job(copy_id)
    assert (job.payload, job.not_before_us) == (b"copy with QR", 0)


def test_after_a_crash_an_order_that_was_being_sent_is_unknown_and_asked_of_nobody(journal):
    order = journal.prints.add(kitchen())
    journal.second_prints.move(order, PrintState.SENDING)
    assert journal.prints.settle_at_start() == 1
    assert journal.prints.job(order).state is PrintState.UNKNOWN
    assert journal.ledger.print_queue().parked == 0


def test_the_bytes_of_a_job_are_those_that_were_made_with_the_sale(journal, tmp_path):
    """Rendered once: what is read back after a restart is what was stored, whatever the settings
    say by then."""
    payload = sample_commit(1).print_jobs[0].payload
    assert journal.prints.job(RECEIPT).payload == payload
    journal.close()
    again = opened(tmp_path)
    again.prints.papers = {RECEIPT_PRINTER: "another"}
    job = again.prints.job(RECEIPT)
    assert (job.payload, job.paper) == (payload, "wide")
    again.close()
