"""The open sale and the parked ones: no scanned line is lost, no bad row stops the register."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError, StorageError
from pos_desktop.domain.facts import AgeConfirmed, LineVoided
from pos_desktop.domain.quantity import pieces
from pos_desktop.domain.sale import Discount, Sale
from pos_desktop.domain.tender import Tender, TenderKind, TenderOutcome
from pos_desktop.operations import park, pay
from pos_desktop.operations.ask_terminal import ask_terminal
from tests.journal_samples import (
    CountingIds,
    opened,
    sale_id_of,
    sample_commit,
    shift_commit,
)
from tests.till_fakes import CASHIER, workplace


@pytest.fixture
def journal(tmp_path):
    book = opened(tmp_path)
    yield book
    book.close()


def product(n: int) -> Product:
    return Product(f"p{n}", f"a{n}", f"Товар {n}", "c1", 1000 + n, "vat22", marked_group="water")


def scanned(journal, sale: Sale, n: int) -> Sale:
    sale, line = sale.add(product(n), pieces(1), barcode=f"46{n}", marking_code="01\x1d21")
    journal.save_draft(sale, "st-01", [line])
    return sale


def sale_of(n: int) -> Sale:
    return Sale(sale_id_of(n), 1_795_000_000_000_000)


def test_every_scanned_line_is_there_after_a_power_cut(tmp_path, journal):
    sale = sale_of(1)
    for n in range(1, 201):
        sale = scanned(journal, sale, n)
    copy = tmp_path / "cut"
    copy.mkdir()
    for name in ("journal.sqlite", "journal.sqlite-wal"):
        (copy / name).write_bytes((tmp_path / name).read_bytes())
    again = opened(copy)
    draft = again.open_draft()
    assert draft.sale == sale
    assert draft.staff_id == "st-01"
    again.close()


def test_changed_lines_discounts_and_notes_come_back_and_removed_lines_do_not(journal):
    sale = scanned(journal, scanned(journal, sale_of(1), 1), 2)
    sale, line = sale.set_line_discount(1, Discount(percent_hundredths=500))
    sale = sale.set_discount(Discount(amount_minor=100))
    journal.save_draft(sale, "st-01", [line])
    journal.save_draft(sale.remove(2), "st-02", [], [2])
    draft = journal.open_draft()
    assert draft.sale.lines == (line,)
    assert draft.sale.discount == Discount(amount_minor=100)
    assert draft.staff_id == "st-02"


def test_who_looked_at_the_buyers_age_comes_back_after_a_restart(tmp_path, journal):
    sale = scanned(journal, sale_of(1), 1)
    seen = AgeConfirmed(18, "st-01", "Иванова М.", 1_795_000_000_000_000)
    journal.save_draft(replace(sale, age=seen), "st-01", [])
    journal.close()
    again = opened(tmp_path)
    assert again.open_draft().sale.age == seen
    again.close()


def test_money_already_taken_for_an_open_sale_comes_back_with_it(journal):
    sale = scanned(journal, sale_of(1), 1)
    sale = replace(sale, tenders=(Tender("t1", TenderKind.CASH, 500, 500),))
    journal.save_draft(sale, "st-01", [])
    assert journal.open_draft().sale == sale


def test_completing_a_sale_removes_its_draft(journal):
    journal.commit(shift_commit())
    scanned(journal, sale_of(1), 1)
    journal.commit(sample_commit(1))
    assert journal.open_draft() is None


def test_a_failed_completion_leaves_the_draft_as_it_was(journal):
    sale = scanned(journal, sale_of(1), 1)
    with pytest.raises(ValueError, match="cannot follow"):
        journal.commit(sample_commit(2))
    assert journal.open_draft().sale == sale


def test_a_parked_sale_is_recalled_by_its_number_after_a_restart(tmp_path, journal):
    first = scanned(journal, sale_of(1), 1)
    assert journal.park_draft(first.sale_id, "Иван") == 1
    second = scanned(journal, sale_of(2), 2)
    assert journal.park_draft(second.sale_id, "") == 2
    assert journal.open_draft() is None
    journal.close()
    again = opened(tmp_path, ids=CountingIds(1000))
    assert [(draft.parked, draft.label) for draft in again.parked_drafts()] == [
        (1, "Иван"),
        (2, ""),
    ]
    assert again.recall_draft(1).sale == first
    assert again.open_draft().sale == first
    again.drop_draft(first.sale_id)
    assert again.open_draft() is None
    again.close()


def test_the_lowest_free_number_is_given_to_the_next_parked_sale(journal):
    for n in (1, 2):
        scanned(journal, sale_of(n), n)
        journal.park_draft(sale_id_of(n), "")
    journal.drop_draft(sale_id_of(1))
    scanned(journal, sale_of(3), 3)
    assert journal.park_draft(sale_id_of(3), "") == 1


def test_recalling_a_number_that_is_not_parked_is_refused(journal):
    with pytest.raises(RefusalError) as caught:
        journal.recall_draft(7)
    assert caught.value.code == "park.no_such"


def drafts_of(journal) -> tuple[Sale | None, list[tuple[int, str, Sale]]]:
    shown = journal.open_draft()
    parked = [(draft.parked, draft.label, draft.sale) for draft in journal.parked_drafts()]
    return (shown.sale if shown else None), parked


def test_recalling_over_an_open_sale_parks_it_and_both_are_so_after_a_restart(tmp_path, journal):
    first = scanned(journal, sale_of(1), 1)
    journal.park_draft(first.sale_id, "Иван")
    second = scanned(journal, sale_of(2), 2)
    assert journal.recall_draft(1).sale == first
    assert drafts_of(journal) == (first, [(2, "", second)])
    journal.close()
    again = opened(tmp_path, ids=CountingIds(1000))
    assert drafts_of(again) == (first, [(2, "", second)])
    again.close()


def test_an_open_sale_without_lines_is_dropped_by_a_recall(journal):
    first = scanned(journal, sale_of(1), 1)
    journal.park_draft(first.sale_id, "")
    journal.save_draft(sale_of(2), "st-01", [])
    journal.recall_draft(1)
    assert drafts_of(journal) == (first, [])


def test_a_recall_that_the_disk_refuses_leaves_both_sales_as_they_were(tmp_path, journal):
    first = scanned(journal, sale_of(1), 1)
    journal.park_draft(first.sale_id, "Иван")
    second = scanned(journal, sale_of(2), 2)
    place = workplace(journal=journal)
    raw = journal._writer.raw
    raw.set_authorizer(refuse_commit)
    with pytest.raises(StorageError):
        park.recall(place, 1, second, staff=CASHIER)
    raw.set_authorizer(None)
    assert drafts_of(journal) == (second, [(1, "Иван", first)])
    # What is remembered of the heads is as it was too: the next scan goes on in the same sale.
    second = scanned(journal, second, 3)
    assert park.recall(place, 1, second, staff=CASHIER).sale == first
    journal.close()
    again = opened(tmp_path, ids=CountingIds(1000))
    assert drafts_of(again) == (first, [(2, "", second)])
    again.close()


def refuse_commit(action: int, what: str | None, *_: object) -> int:
    """An SQLite authorizer that lets everything happen but the end of a transaction."""
    refused = action == sqlite.SQLITE_TRANSACTION and what == "COMMIT"
    return sqlite.SQLITE_DENY if refused else sqlite.SQLITE_OK


@pytest.mark.parametrize("content", [b"\xff\x00", b"{}", b'{"line_id":1,"quantity":"many"}'])
def test_an_unreadable_line_is_set_aside_reported_and_the_rest_is_kept(tmp_path, journal, content):
    sale = scanned(journal, scanned(journal, sale_of(1), 1), 2)
    journal.close()
    raw = sqlite.connect(tmp_path / "journal.sqlite", isolation_level=None)
    raw.execute("UPDATE draft SET content = ? WHERE line_id = 1", (content,))
    raw.close()
    again = opened(tmp_path)
    assert again.open_draft().sale.lines == sale.lines[1:]
    assert [(bad.origin, bad.name) for bad in again.unreadable_drafts] == [("draft_line", "1/1")]
    again.close()
    raw = sqlite.connect(tmp_path / "journal.sqlite")
    assert raw.execute("SELECT content FROM quarantine").fetchall() == [(content,)]
    raw.close()


def test_a_draft_without_a_readable_head_is_set_aside_whole(tmp_path, journal):
    scanned(journal, sale_of(1), 1)
    journal.close()
    raw = sqlite.connect(tmp_path / "journal.sqlite", isolation_level=None)
    raw.execute("UPDATE draft SET content = x'00' WHERE line_id = 0")
    raw.close()
    again = opened(tmp_path)
    assert again.open_draft() is None
    assert [bad.origin for bad in again.unreadable_drafts] == ["draft", "draft_line"]
    scanned(again, sale_of(2), 2)
    again.close()


def test_a_terminal_that_was_asked_is_asked_for_after_a_power_cut(tmp_path, journal):
    place = workplace(journal=journal)
    sale = scanned(journal, sale_of(1), 1)
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    ask_terminal(place, payment, TenderKind.CARD, 500, staff=CASHIER)
    copy = tmp_path / "cut"
    copy.mkdir()
    for name in ("journal.sqlite", "journal.sqlite-wal"):
        (copy / name).write_bytes((tmp_path / name).read_bytes())
    again = opened(copy)
    resumed = pay.resume_payment(workplace(journal=again), again.open_draft().sale)
    assert resumed.pending.amount_minor == 500
    assert resumed.pending.outcome is TenderOutcome.REQUESTED
    assert again.outbox.last_seq() == 1
    again.close()


def test_the_two_parts_of_a_bill_are_stored_at_once(tmp_path, journal):
    sale = scanned(journal, scanned(journal, sale_of(1), 1), 2)
    first, second = sale.lines
    kept = replace(sale, lines=(first,), group_id=sale.sale_id)
    rest = replace(kept, sale_id=sale_id_of(2), lines=(second,))
    assert journal.split_draft(kept, rest, "st-01", "Второй") == 1
    journal.close()
    again = opened(tmp_path)
    assert again.open_draft().sale.lines == kept.lines
    [parked] = again.parked_drafts()
    assert (parked.label, parked.sale.lines) == ("Второй", rest.lines)
    assert parked.sale.group_id == sale.sale_id
    again.close()


def test_sales_beside_each_other_are_there_after_a_restart_and_change_places(tmp_path, journal):
    first = scanned(journal, sale_of(1), 1)
    assert journal.put_beside(first.sale_id) == 1
    second = scanned(journal, sale_of(2), 2)
    assert journal.open_draft().sale == second
    journal.close()
    again = opened(tmp_path, ids=CountingIds(1000))
    assert [(draft.beside, draft.sale) for draft in again.drafts_beside()] == [(1, first)]
    assert again.parked_drafts() == []
    assert again.bring_to_front(1).sale == first
    assert again.open_draft().sale == first
    assert [draft.sale for draft in again.drafts_beside()] == [second]
    with pytest.raises(RefusalError) as caught:
        again.bring_to_front(1)
    assert caught.value.code == "park.no_such"
    again.close()


def test_parking_and_recalling_leave_the_sales_beside_alone(journal):
    first = scanned(journal, sale_of(1), 1)
    journal.put_beside(first.sale_id)
    second = scanned(journal, sale_of(2), 2)
    assert journal.park_draft(second.sale_id, "") == 1
    third = scanned(journal, sale_of(3), 3)
    assert journal.recall_draft(1).sale == second
    assert [(d.parked, d.sale) for d in journal.parked_drafts()] == [(2, third)]
    assert [(d.beside, d.sale) for d in journal.drafts_beside()] == [(1, first)]


def test_a_parked_sale_gets_a_name_that_survives_a_restart(tmp_path, journal):
    first = scanned(journal, sale_of(1), 1)
    journal.park_draft(first.sale_id, "")
    journal.name_parked(1, "Иван в кепке")
    with pytest.raises(RefusalError) as caught:
        journal.name_parked(2, "Никто")
    assert caught.value.code == "park.no_such"
    journal.close()
    again = opened(tmp_path, ids=CountingIds(1000))
    assert [draft.label for draft in again.parked_drafts()] == ["Иван в кепке"]
    again.close()


def test_goods_taken_off_and_the_word_of_it_are_one_transaction(journal):
    sale = scanned(journal, scanned(journal, sale_of(1), 1), 2)
    seq = journal.outbox.last_seq()
    wrong = sample_commit(2).facts
    with pytest.raises(ValueError, match="cannot follow"):
        journal.save_draft(sale.remove(2), "st-01", [], [2], wrong)
    assert journal.open_draft().sale == sale
    assert journal.outbox.last_seq() == seq
    fact = LineVoided(sale.sale_id, "p2", "Товар 2", 1000, 1002, "st-01", "Иванова М.")
    journal.save_draft(sale.remove(2), "st-01", [], [2], (fact,))
    assert [line.line_id for line in journal.open_draft().sale.lines] == [1]
    (entry,) = journal.outbox.entries_after(seq, 10)
    assert (entry.kind, entry.version) == ("LineVoided", 2)


def test_a_line_taken_off_is_one_sync(tmp_path, journal):
    """Draft and fact leave the writer in one COMMIT."""
    sale = scanned(journal, scanned(journal, sale_of(1), 1), 2)
    statements: list[str] = []
    journal._writer.raw.set_trace_callback(statements.append)
    fact = LineVoided(sale.sale_id, "p2", "Товар 2", 1000, 1002, "st-01", "Иванова М.")
    journal.save_draft(sale.remove(2), "st-01", [], [2], (fact,))
    journal._writer.raw.set_trace_callback(None)
    assert sum(text.startswith("COMMIT") for text in statements) == 1
