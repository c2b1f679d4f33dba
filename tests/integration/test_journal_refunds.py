"""Refunds in the real journal: what came back, twice is refused, how a receipt is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    CertificateMoved,
    PaidTender,
    RefundBegun,
    RefundGivenUp,
    RefundPart,
    RefundPartSettled,
    SaleCompleted,
)
from pos_desktop.domain.refund import Returned
from pos_desktop.journal.verify import verify
from pos_desktop.ports import Commit, ReturnedBefore, TimeSpan
from tests.journal_samples import (
    START_US,
    opened,
    registered,
    sale_id_of,
    sample_sale,
    shift_commit,
)

ALWAYS = TimeSpan(0, START_US * 2)


@pytest.fixture
def journal(tmp_path):
    made = opened(tmp_path)
    made.commit(shift_commit())
    yield made
    made.close()


def refund_of(original: SaleCompleted, number: int, n: int = 1) -> SaleCompleted:
    """Line n of another sale comes back in cash."""
    line = replace(original.lines[n - 1], n=1, of_line=n)
    return replace(
        sample_sale(number),
        operation="sell_refund",
        lines=(line,),
        total_minor=line.total_minor,
        change_minor=0,
        tenders=(PaidTender("t", "cash", line.total_minor, line.total_minor),),
        original_sale_id=original.sale_id,
        original_number=original.number,
        fiscal_key="",
    )


def test_what_came_back_of_a_line_and_by_which_tender_is_known(journal):
    original = sample_sale(1)
    journal.commit(Commit((original,)))
    journal.commit(Commit((refund_of(original, 2, n=2),)))
    money = original.lines[1].total_minor
    assert journal.refunds.returned(original.sale_id) == {2: Returned(1000, money)}
    assert journal.refunds.given_back(original.sale_id) == {"cash": money}
    assert journal.refunds.returned(sale_id_of(2)) == {}


def test_the_same_line_counted_twice_is_refunded_once(journal, tmp_path):
    original = sample_sale(1)
    journal.commit(Commit((original,)))
    before = (ReturnedBefore(original.sale_id, 1, 0),)
    journal.commit(Commit((refund_of(original, 2),), returned_before=before))
    with pytest.raises(RefusalError) as caught:
        journal.commit(Commit((refund_of(original, 3),), returned_before=before))
    assert caught.value.code == "refund.changed"
    assert journal.next_sale_number() == 3
    journal.log.catch_up()
    assert {f.code for f in verify(tmp_path).findings} <= {"print.missing", "fiscal.missing"}


def test_a_refund_that_waits_for_the_terminal_is_found_until_it_is_answered(journal):
    original = sample_sale(1)
    journal.commit(Commit((original,)))
    back = replace(refund_of(original, 2), number=0)
    begun = RefundBegun(back.sale_id, "st-01", "Иванова М.", "RUB", 5, (back,), ((1, 0),))
    journal.commit(Commit((begun,)))
    assert journal.refunds.unfinished() == begun
    journal.commit(Commit((RefundGivenUp(back.sale_id, "st-01", "Иванова М."),)))
    assert journal.refunds.unfinished() is None
    journal.commit(Commit((begun,)))
    journal.commit(Commit((replace(back, number=2),)))
    assert journal.refunds.unfinished() is None
    journal.rebuild()
    assert journal.refunds.unfinished() is None


def test_of_a_refund_in_parts_the_newest_says_what_still_has_to_move(journal):
    original = sample_sale(1)
    journal.commit(Commit((original,)))
    back = replace(refund_of(original, 2), number=0)
    parts = (RefundPart("qr", 3, "A1", "sbp", "tbank 17"), RefundPart("card", 2, "", "terminal"))
    first = RefundBegun(
        back.sale_id, "st-01", "Иванова М.", "RUB", 5, (back,), ((1, 0),), "sbp", "tbank 17", parts
    )
    journal.commit(Commit((first,)))
    settled = RefundPartSettled(back.sale_id, back.sale_id, True, "st-01", "Иванова М.", "sbp")
    rest = replace(first, by="terminal", peer="", parts=parts[1:], op_id="op-2", gone_minor=3)
    journal.commit(Commit((settled, rest)))
    assert journal.refunds.unfinished() == rest
    journal.rebuild()
    assert journal.refunds.unfinished() == rest
    journal.commit(Commit((replace(back, number=2),)))
    assert journal.refunds.unfinished() is None


def test_a_certificate_whose_refund_goes_in_parts_is_reserved_once(journal):
    """The next part of a refund is not refused for what the same refund holds already."""
    sale = replace(sample_sale(1), customer_id="cust-1")
    line = replace(sale.lines[0], certificate="2900000000018")
    sale = replace(sale, lines=(line, *sale.lines[1:]))
    put = CertificateMoved(line.certificate, "sold", line.total_minor, sale.sale_id)
    journal.commit(Commit((sale, put)))
    back = replace(refund_of(sale, 2), number=0)
    begun = RefundBegun(back.sale_id, "st-01", "Иванова М.", "RUB", 5, (back,), by="sbp")
    journal.commit(Commit((begun,)))
    rest = replace(begun, by="", op_id="op-2", gone_minor=3)
    journal.commit(Commit((rest,)))
    assert journal.refunds.unfinished() == rest


def test_a_receipt_is_found_by_document_number_sum_card_and_customer(journal):
    for n in range(1, 30):
        sale = sample_sale(n, lines=1 + n % 3, kind="card" if n % 2 else "cash")
        tender = replace(sale.tenders[0], reference=f"МИР •• {4400 + n}" if n % 2 else "")
        customer = "cust-9" if n in (4, 9) else ""
        journal.commit(Commit((replace(sale, tenders=(tender,), customer_id=customer),)))
    seventh = sample_sale(7)
    done = registered(seventh)
    journal.commit(Commit((done,)))
    book = journal.refunds
    assert book.by_document(done.fn, done.fd).fact.number == 7
    assert book.by_document(done.fn, 1) is None
    assert book.by_number(7).row.number == 7
    assert book.by_number(99) is None
    assert book.by_id(sale_id_of(7)).fact.number == 7
    total = sample_sale(7, lines=2).total_minor
    assert 7 in [d.fact.number for d in book.by_sum(ALWAYS, total)]
    assert [d.fact.number for d in book.by_reference(ALWAYS, "4407")] == [7]
    assert [d.fact.number for d in book.by_customer("cust-9")] == [9, 4]
    moment = book.by_number(7).row.occurred_at_us
    assert [d.fact.number for d in book.by_sum(TimeSpan(moment, moment + 1), total)] == [7]
    assert book.by_sum(TimeSpan(moment + 1, moment + 2), total) == []
