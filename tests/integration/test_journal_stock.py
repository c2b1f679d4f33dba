"""What is on hand by the journal: the catalogue's figure and all that moved since it held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import ShiftClosed
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.stock import DocumentKind, DraftLine, StockDraft, on_hand
from pos_desktop.ports import Commit, NewLabelJob
from tests.journal_samples import opened, sample_sale, shift_commit
from tests.stock_samples import base_set, counted, price_changed, received, transferred, written_off
from tests.till_fakes import COFFEE


def sale(number, qty=1000, operation="sell", shift_number=1, product_id=COFFEE.product_id):
    whole = sample_sale(number, lines=1, shift_number=shift_number)
    line = replace(whole.lines[0], product_id=product_id, qty=qty)
    return Commit((replace(whole, lines=(line,), operation=operation, fiscal_key=""),))


def closed(number):
    return Commit((ShiftClosed(f"shift-{number}", number, "s1", "И", 0, 0, 0, False),))


@pytest.fixture
def journal(tmp_path):
    made = opened(tmp_path)
    made.commit(shift_commit())
    yield made
    made.close()


def coffee(journal, stock=10_000, base=0):
    product = replace(COFFEE, stock_thousandths=stock, stock_base=base)
    return on_hand(product, journal.stock.moves(COFFEE.product_id))


def test_the_figure_is_sales_refunds_receipts_write_offs_transfers_and_counts(journal):
    journal.commit(sale(1, 3000))
    journal.commit(sale(2, 1000, "sell_refund"))
    journal.commit(Commit((received(1, {"p1": 24_000}),)))
    journal.commit(Commit((written_off(1, {"p1": 1000}),)))
    journal.commit(Commit((transferred(1, {"p1": 10_000}),)))
    journal.commit(Commit((transferred(2, {"p1": 2000}, "in"),)))
    journal.commit(Commit((counted(1, {"p1": -1000}),)))
    assert coffee(journal) == 10_000 - 3000 + 1000 + 24_000 - 1000 - 10_000 + 2000 - 1000


def test_figures_of_a_new_catalogue_forget_what_moved_before_and_nothing_that_moves_after(journal):
    journal.commit(sale(1, 3000))
    journal.commit(closed(1))
    journal.commit(shift_commit(2))
    journal.commit(sale(2, 2000, shift_number=2))
    journal.commit(Commit((received(1, {"p1": 5000}),)))
    journal.commit(Commit((base_set(),)))
    journal.commit(sale(3, 1000, shift_number=2))
    base = journal.stock.last_base()
    assert base == 1
    assert coffee(journal, 50_000, base) == 49_000
    # A product whose figure did not come with the new catalogue goes on from the old one.
    assert coffee(journal, 10_000, 0) == 10_000 - 3000 - 2000 + 5000 - 1000
    journal.commit(closed(2))
    journal.commit(shift_commit(3))
    journal.commit(sale(4, 1000, shift_number=3))
    assert coffee(journal, 50_000, base) == 48_000
    assert journal.stock.all_moves()["p1"] == journal.stock.moves("p1")


def test_goods_without_a_figure_are_not_known_by_their_sales_alone(journal):
    journal.commit(sale(1, 3000))
    assert coffee(journal, None) is None
    journal.commit(Commit((received(1, {"p1": 5000}),)))
    assert coffee(journal, None) == 2000


def test_the_card_of_a_product_shows_its_documents_and_its_sales_by_shift(journal):
    journal.commit(sale(1, 3000))
    journal.commit(sale(2, 1000, "sell_refund"))
    journal.commit(sale(3, 9000, product_id='p1"\\'))
    journal.commit(Commit((received(1, {"p1": 24_000}, cost_minor=7777),)))
    moves = journal.stock.product_moves("p1")
    assert [(m.kind, m.number, m.qty, m.back) for m in moves] == [
        ("receipt", 1, 24_000, 0),
        ("sale", 1, -2000, 1000),
    ]
    assert moves[0].cost_minor == journal.stock.last_cost_minor("p1") == 7777
    assert journal.stock.product_moves('p1"\\')[0].qty == -9000


def test_numbers_of_documents_have_no_gap_for_each_kind(journal):
    journal.commit(Commit((received(1, {"p1": 1000}),)))
    assert journal.stock.next_number(DocumentKind.RECEIPT) == 2
    assert journal.stock.next_number(DocumentKind.TRANSFER) == 1
    with pytest.raises(ValueError, match="cannot follow"):
        journal.commit(Commit((received(3, {"p1": 1000}),)))
    assert len(journal.stock.documents()) == 1


def test_only_the_last_change_of_a_price_within_the_time_counts(journal):
    journal.commit(Commit((price_changed("p1", 100), price_changed("p2", 200))))
    journal.commit(Commit((price_changed("p1", 300),)))
    found = journal.stock.prices_changed(0)
    assert [(c.product_id, c.new_price_minor) for c in found] == [("p2", 200), ("p1", 300)]
    assert journal.stock.prices_changed(found[1].occurred_at_us + 1) == []


def test_a_document_that_is_being_written_survives_a_restart(tmp_path):
    journal = opened(tmp_path)
    draft = StockDraft("d1", DocumentKind.COUNT, 5, "Соколова Т.", blind=True)
    journal.stock.freeze(draft, {"p1": 10_000})
    line = DraftLine(1, "p1", "Кофе", Unit.PIECE, 2000, expected=10_000)
    journal.stock.save_draft(draft, [line, replace(line, line_id=2, product_id="p2")])
    journal.stock.save_draft(draft, [replace(line, qty=3000)], [2])
    journal.close()
    journal = opened(tmp_path)
    kept = journal.stock.draft("d1")
    assert kept == replace(draft, lines=(replace(line, qty=3000),))
    assert journal.stock.frozen("d1") == {"p1": 10_000}
    assert [d.draft_id for d in journal.stock.drafts()] == ["d1"]
    journal.commit(Commit((counted(1, {"p1": -7000}),), stock_draft_removed="d1"))
    with pytest.raises(RefusalError, match="no_such_draft"):
        journal.stock.draft("d1")
    journal.close()


def test_labels_wait_in_a_queue_of_their_own(journal):
    first = journal.labels.add_labels(NewLabelJob("Ценники, 2", b"^XA^XZ"))
    assert journal.prints.next_job(0) is None
    job = journal.labels.next_job(0)
    assert job is not None
    assert (job.job_id, job.payload, journal.labels.waiting()) == (first, b"^XA^XZ", 1)
