"""Print jobs, fiscal documents and the cloud's cursor: states, order, floors, restarts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.facts import FiscalDocumentRejected
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.journal.verify import verify
from pos_desktop.ports import Commit, FiscalChange, NewPrintJob, QueueStatus
from tests.journal_samples import (
    CountingIds,
    opened,
    registered,
    sale_id_of,
    sample_commit,
    sample_sale,
    shift_commit,
)

LATE = 1 << 60


def sold(folder, count: int):
    journal = opened(folder)
    journal.commit(shift_commit())
    for n in range(1, count + 1):
        journal.commit(sample_commit(n))
    return journal


@pytest.fixture
def journal(tmp_path):
    book = sold(tmp_path, 3)
    yield book
    book.close()


def key(n: int) -> str:
    return sample_sale(n).fiscal_key


def register(journal, n: int) -> None:
    journal.fiscal.move(key(n), FiscalState.SENDING)
    change = FiscalChange(key(n), FiscalState.REGISTERED)
    journal.commit(Commit((registered(sample_sale(n)),), fiscal_changes=(change,)))


def reject(journal, n: int) -> None:
    journal.fiscal.move(key(n), FiscalState.SENDING)
    fact = FiscalDocumentRejected(key(n), sale_id_of(n), "32", "wrong INN")
    change = FiscalChange(key(n), FiscalState.REJECTED, "32")
    journal.commit(Commit((fact,), fiscal_changes=(change,)))


def print_out(journal, job_id: int) -> None:
    journal.prints.move(job_id, PrintState.SENDING)
    journal.prints.move(job_id, PrintState.DONE)


# ------------------------------------------------------------------------------- print jobs


def test_receipts_are_printed_in_the_order_of_the_sales(journal):
    printed = []
    while (job := journal.prints.next_job(LATE)) is not None:
        printed.append(job.sale_number)
        print_out(journal, job.job_id)
    assert printed == [1, 2, 3]
    assert journal.prints.status().waiting == 0


def test_a_copy_printed_between_two_sales_keeps_its_turn(journal):
    copy = journal.prints.add(NewPrintJob(sale_id_of(1), 1, "copy", b"copy"))
    journal.commit(sample_commit(4))
    order = []
    while (job := journal.prints.next_job(LATE)) is not None:
        order.append((job.kind, job.sale_number))
        print_out(journal, job.job_id)
    assert order == [("receipt", 1), ("receipt", 2), ("receipt", 3), ("copy", 1), ("receipt", 4)]
    assert journal.prints.job(copy).payload == b"copy"
    assert journal.prints.job_of_sale(sale_id_of(1)).kind == "receipt"


def test_a_test_print_of_no_sale_is_a_job_too(journal):
    job_id = journal.prints.add(NewPrintJob("", 0, "test", b"test"))
    assert journal.prints.job(job_id).state is PrintState.QUEUED


def test_a_receipt_job_of_a_sale_the_book_does_not_know_is_found_as_well(journal):
    journal.prints.add(NewPrintJob("elsewhere", 9, "receipt", b"x"))
    assert journal.prints.job_of_sale("elsewhere").payload == b"x"
    assert journal.prints.job_of_sale("nowhere") is None


def test_a_job_held_back_for_the_fiscal_answer_waits_until_its_time(journal):
    for n in (1, 2, 3):
        print_out(journal, n * 1000)
    journal.prints.add(NewPrintJob(sale_id_of(1), 1, "copy", b"x", not_before_us=5_000))
    assert journal.prints.next_job(4_999) is None
    assert journal.prints.next_wake_us() == 5_000
    assert journal.prints.next_job(5_000) is not None


def test_a_clock_set_back_holds_no_receipt_back_for_an_hour(journal):
    for n in (1, 2, 3):
        print_out(journal, n * 1000)
    hour_us = 3_600_000_000
    held_back = NewPrintJob(sale_id_of(1), 1, "copy", b"x", not_before_us=hour_us + 3_000_000)
    job_id = journal.prints.add(held_back)
    assert journal.prints.next_job(hour_us) is None
    assert journal.prints.next_job(3_000_000).job_id == job_id


def test_a_sale_wants_the_drawer_once_however_fast_its_receipt_was_printed(journal):
    seen = journal.prints.newest_job()
    journal.commit(sample_commit(4, kind="card"))
    card = journal.prints.newest_job()
    assert not journal.prints.drawer_wanted(seen, card)
    journal.commit(sample_commit(5, kind="cash"))
    cash = journal.prints.newest_job()
    print_out(journal, cash)
    assert journal.prints.drawer_wanted(card, cash)
    journal.prints.add(NewPrintJob(sale_id_of(5), 5, "copy", b"copy"))
    assert not journal.prints.drawer_wanted(cash, journal.prints.newest_job())


def test_a_print_move_outside_the_table_is_a_bug_and_changes_nothing(journal):
    with pytest.raises(ValueError, match="cannot go"):
        journal.prints.move(1000, PrintState.DONE)
    assert journal.prints.job(1000).state is PrintState.QUEUED


def test_a_move_of_a_job_that_is_not_there_is_an_error(journal):
    with pytest.raises(StorageError):
        journal.prints.move(77, PrintState.SENDING)


def test_a_receipt_held_for_want_of_paper_still_gets_its_fiscal_data(journal):
    journal.prints.move(1000, PrintState.HELD, "printer.paper_out")
    journal.commit(
        Commit((registered(sample_sale(1)),), print_replaced=((sale_id_of(1), b"with QR"),))
    )
    job = journal.prints.job_of_sale(sale_id_of(1))
    assert (job.payload, job.state, job.reason) == (
        b"with QR",
        PrintState.HELD,
        "printer.paper_out",
    )


def test_a_sale_stored_at_the_second_try_has_its_receipt_in_the_journal_screen(journal):
    wrong = replace(
        sample_commit(4), fiscal_changes=(FiscalChange("no such", FiscalState.SENDING),)
    )
    with pytest.raises(StorageError):
        journal.commit(wrong)
    journal.commit(sample_commit(4))
    assert journal.prints.job_of_sale(sale_id_of(4)).job_id == 4000
    assert journal.ledger.sale(sale_id_of(4)).row.print_state is PrintState.QUEUED


def test_a_receipt_that_may_be_on_paper_is_not_replaced(journal):
    print_out(journal, 1000)
    replaced = ((sale_id_of(1), b"late"), (sale_id_of(2), b"with QR"))
    journal.commit(Commit((registered(sample_sale(2)),), print_replaced=replaced))
    assert journal.prints.job_of_sale(sale_id_of(1)).payload != b"late"
    assert journal.prints.job_of_sale(sale_id_of(2)).payload == b"with QR"


def test_a_job_that_was_being_sent_when_the_power_went_is_unknown_and_not_sent_again(tmp_path):
    journal = sold(tmp_path, 2)
    journal.prints.move(1000, PrintState.SENDING)
    journal.close()
    again = opened(tmp_path, ids=CountingIds(1000))
    assert again.prints.settle_at_start() == 1
    assert again.prints.job(1000).state is PrintState.UNKNOWN
    assert again.prints.next_job(LATE).job_id == 2000
    assert [row.number for row in again.ledger.attention()] == [1]
    # The cashier says: print it again.
    again.prints.move(1000, PrintState.QUEUED)
    assert again.prints.next_job(LATE).job_id == 1000
    again.close()


def test_a_job_put_back_after_later_ones_were_printed_is_found_after_a_restart(tmp_path):
    journal = sold(tmp_path, 3)
    journal.prints.move(1000, PrintState.SENDING)
    journal.prints.move(1000, PrintState.UNKNOWN)
    for n in (2, 3):
        print_out(journal, n * 1000)
    assert journal.prints.next_job(LATE) is None
    status = journal.ledger.print_queue()
    assert (status.waiting, status.oldest_number, status.parked) == (1, 1, 1)
    journal.prints.move(1000, PrintState.QUEUED)
    journal.close()
    again = opened(tmp_path, ids=CountingIds(1000))
    assert again.prints.next_job(LATE).job_id == 1000
    again.close()


# ------------------------------------------------------------------------- fiscal documents


def test_only_the_oldest_document_is_handed_out_until_it_is_registered(journal):
    assert journal.fiscal.next_to_submit(LATE).key == key(1)
    assert journal.fiscal.next_to_submit(LATE).key == key(1)
    register(journal, 1)
    assert journal.fiscal.next_to_submit(LATE).key == key(2)


def test_a_rejected_document_is_passed_over_and_comes_back_under_a_new_key(tmp_path, journal):
    reject(journal, 1)
    assert journal.fiscal.next_to_submit(LATE).key == key(2)
    assert journal.fiscal.status() == QueueStatus(
        2, journal.ledger.sale(sale_id_of(2)).row.occurred_at_us, 2, 1
    )
    register(journal, 2)
    again = FiscalChange(key(1), FiscalState.QUEUED, next_key="r2-000001-v2")
    journal.commit(Commit((), fiscal_changes=(again,)))
    document = journal.fiscal.next_to_submit(LATE)
    assert (document.key, document.reference) == ("r2-000001-v2", "")
    journal.close()
    assert verify(tmp_path).is_good


def test_accepted_documents_do_not_hold_up_the_next_one_to_submit(journal):
    journal.fiscal.move(key(1), FiscalState.SENDING)
    journal.fiscal.move(key(1), FiscalState.ACCEPTED, reference="uuid-1")
    assert journal.fiscal.next_to_submit(LATE).key == key(2)
    accepted = journal.fiscal.accepted_documents(10)
    assert [(doc.key, doc.reference) for doc in accepted] == [(key(1), "uuid-1")]


def test_a_document_whose_answer_was_lost_is_handed_out_to_be_asked_for_again(journal):
    journal.fiscal.move(key(1), FiscalState.SENDING)
    journal.fiscal.move(key(1), FiscalState.UNKNOWN, reason="timeout", next_try_us=900)
    # A later document does not overtake it meanwhile.
    assert journal.fiscal.next_to_submit(899) is None
    document = journal.fiscal.next_to_submit(900)
    assert (document.key, document.state, document.attempts) == (key(1), FiscalState.UNKNOWN, 1)


def test_a_document_that_was_being_sent_when_the_power_went_is_unknown(tmp_path):
    journal = sold(tmp_path, 1)
    journal.fiscal.move(key(1), FiscalState.SENDING)
    journal.close()
    again = opened(tmp_path, ids=CountingIds(1000))
    assert again.fiscal.settle_at_start() == 1
    assert again.fiscal.next_to_submit(LATE).state is FiscalState.UNKNOWN
    again.close()


def test_a_registered_document_never_moves_again(journal):
    register(journal, 1)
    with pytest.raises(ValueError, match="cannot go"):
        journal.fiscal.move(key(1), FiscalState.SENDING)


def test_a_refused_change_takes_its_facts_back_with_it(journal):
    before = journal.outbox.last_seq()
    change = FiscalChange(key(1), FiscalState.REGISTERED)  # was never sent
    with pytest.raises(ValueError, match="cannot go"):
        journal.commit(Commit((registered(sample_sale(1)),), fiscal_changes=(change,)))
    assert journal.outbox.last_seq() == before
    assert journal.ledger.sale(sale_id_of(1)).fiscal is None


# ------------------------------------------------------------------------------- the cloud


def test_entries_after_a_seq_are_the_stored_ones_in_order(journal):
    entries = journal.outbox.entries_after(1, 4)
    assert [entry.seq for entry in entries] == [2, 3, 4, 5]
    assert entries[1].prev_hash == entries[0].hash


def test_an_acknowledgement_moves_the_cursor_forward_only_and_never_past_the_end(journal):
    journal.outbox.acknowledge("cloud", 4)
    journal.outbox.acknowledge("cloud", 2)
    assert journal.outbox.acknowledged("cloud") == 4
    with pytest.raises(ValueError, match="acknowledged"):
        journal.outbox.acknowledge("cloud", 8)


def test_sales_are_synced_up_to_the_cursor_and_parked_ones_are_not(journal):
    journal.outbox.park("cloud", 3, "schema", "unknown field")
    journal.outbox.acknowledge("cloud", 5)
    assert [(row.number, row.synced) for row in journal.ledger.sales()] == [
        (3, False),
        (2, True),
        (1, False),
    ]
    status = journal.ledger.cloud_queue()
    assert (status.waiting, status.oldest_number, status.parked) == (2, 3, 1)
    assert [row.number for row in journal.ledger.attention()] == [1]


def test_only_waiting_shows_what_still_has_to_go_somewhere(journal):
    for n in (1, 2):
        print_out(journal, n * 1000)
        register(journal, n)
    journal.outbox.acknowledge("cloud", 5)
    assert [row.number for row in journal.ledger.sales(only_waiting=True)] == [3]


def test_sales_are_found_by_number_sum_and_name(journal):
    total = sample_sale(2).total_minor
    text = f"{total // 100},{total % 100:02d}"
    assert [row.number for row in journal.ledger.sales(text=text)] == [2]
    assert [row.number for row in journal.ledger.sales(text="иВАНОВА", limit=2)] == [3, 2]
    assert journal.ledger.sales(shift_number=2) == []
