"""What the kitchen is told: each dish once, when the shop wants it told, and what it is not to make
after all."""

from __future__ import annotations

import pytest

from pos_desktop.domain.printing import SECOND_PRINTER
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import note, park, pay, sell, void
from pos_desktop.operations.complete_sale import complete
from pos_desktop.operations.workplace import SecondPrinter
from tests.till_fakes import BREAD, CASHIER, COFFEE, SHIFT, VODKA, TextEncoder, workplace


def cafe(when: str = "parked", **changes):
    """A place whose kitchen makes what is in category c1: coffee and bread."""
    second = SecondPrinter(TextEncoder(), kitchen=frozenset({"c1"}), kitchen_when=when, **changes)
    return workplace(second=second)


def scanned(place, sale, *codes):
    for code in codes:
        added = sell.add_scanned(place, sale, code, staff=CASHIER)
        assert isinstance(added, sell.Added)
        sale = added.sale
    return sale


def slips(place) -> list[list[str]]:
    """The texts of each slip, without its head."""
    jobs = [job for commit in place.journal.commits for job in commit.print_jobs]
    kitchen = [job for job in jobs if job.kind == "kitchen"]
    assert all(job.device == SECOND_PRINTER for job in kitchen)
    rows = [job.payload.decode().split("\n") for job in kitchen]
    return [[row for row in slip if " x " in row or row in ("ЗАКАЗ", "ОТМЕНА")] for slip in rows]


def paid(place, sale):
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CARD, payment.left_minor, staff=CASHIER)
    return complete(place, payment, SHIFT, staff=CASHIER)


def test_an_order_put_aside_goes_to_the_kitchen_without_what_is_not_made_there():
    place = cafe()
    sale = scanned(place, None, COFFEE.barcodes[0], BREAD.barcodes[0], BREAD.barcodes[0])
    sale = scanned(place, sale, VODKA.barcodes[0])
    park.park(place, sale, staff=CASHIER, label="Стол 4")
    assert slips(place) == [["ЗАКАЗ", f"1 x {COFFEE.name}", f"2 x {BREAD.name}"]]
    [job] = place.journal.commits[-1].print_jobs
    assert "Стол 4" in job.payload.decode()


def test_an_order_taken_up_again_tells_the_kitchen_only_what_is_new():
    place = cafe()
    number = park.park(
        place, scanned(place, None, COFFEE.barcodes[0]), staff=CASHIER, label="Стол 4"
    )
    sale = park.recall(place, number, None, staff=CASHIER).sale
    sale = scanned(place, sale, COFFEE.barcodes[0], BREAD.barcodes[0])
    park.park(place, sale, staff=CASHIER, label="Стол 4")
    assert slips(place)[1:] == [["ЗАКАЗ", f"1 x {COFFEE.name}", f"1 x {BREAD.name}"]]


def test_an_order_put_aside_unchanged_tells_nothing():
    place = cafe()
    number = park.park(place, scanned(place, None, COFFEE.barcodes[0]), staff=CASHIER)
    park.park(place, park.recall(place, number, None, staff=CASHIER).sale, staff=CASHIER)
    assert len(slips(place)) == 1


def test_a_note_of_the_guest_stands_under_its_dish():
    place = cafe()
    sale = scanned(place, None, COFFEE.barcodes[0])
    sale = note.note_line(place, sale, 1, "без сахара", staff=CASHIER)
    park.park(place, sale, staff=CASHIER)
    [job] = place.journal.commits[-1].print_jobs
    rows = job.payload.decode().split("\n")
    assert rows[rows.index(f"1 x {COFFEE.name}") + 1] == "* без сахара"


def test_a_dish_taken_off_after_it_was_ordered_is_called_back():
    place = cafe()
    number = park.park(
        place, scanned(place, None, COFFEE.barcodes[0], BREAD.barcodes[0]), staff=CASHIER
    )
    sale = park.recall(place, number, None, staff=CASHIER).sale
    void.remove_line(place, sale, 1, staff=CASHIER)
    assert slips(place)[1:] == [["ОТМЕНА", f"1 x {COFFEE.name}"]]


def test_fewer_of_a_dish_than_were_ordered_calls_the_rest_back_once():
    place = cafe()
    sale = void.set_quantity(place, scanned(place, None, BREAD.barcodes[0]), 1, 5000, staff=CASHIER)
    number = park.park(place, sale, staff=CASHIER)
    sale = park.recall(place, number, None, staff=CASHIER).sale
    sale = void.set_quantity(place, sale, 1, 3000, staff=CASHIER)
    park.park(place, sale, staff=CASHIER)
    assert slips(place)[1:] == [["ОТМЕНА", f"2 x {BREAD.name}"]]


def test_a_sale_given_up_calls_back_all_that_was_ordered_and_nothing_else():
    place = cafe()
    number = park.park(place, scanned(place, None, COFFEE.barcodes[0]), staff=CASHIER)
    sale = park.recall(place, number, None, staff=CASHIER).sale
    sale = scanned(place, sale, BREAD.barcodes[0])
    void.void_sale(place, sale, staff=CASHIER)
    assert slips(place)[1:] == [["ОТМЕНА", f"1 x {COFFEE.name}"]]


@pytest.mark.parametrize("when", ["paid", "parked"])
def test_what_is_paid_without_being_put_aside_is_ordered_with_the_receipt(when):
    place = cafe(when)
    paid(place, scanned(place, None, COFFEE.barcodes[0]))
    assert slips(place) == [["ЗАКАЗ", f"1 x {COFFEE.name}"]]
    jobs = place.journal.commits[-1].print_jobs
    assert [job.kind for job in jobs] == ["receipt", "kitchen"]
    assert "Чек № 1" in jobs[1].payload.decode()


def test_a_kitchen_that_waits_for_the_payment_hears_nothing_of_an_order_put_aside():
    place = cafe("paid")
    number = park.park(place, scanned(place, None, COFFEE.barcodes[0]), staff=CASHIER)
    assert slips(place) == []
    paid(place, park.recall(place, number, None, staff=CASHIER).sale)
    assert slips(place) == [["ЗАКАЗ", f"1 x {COFFEE.name}"]]


def test_what_was_ordered_is_not_ordered_again_when_it_is_paid():
    place = cafe()
    number = park.park(place, scanned(place, None, COFFEE.barcodes[0]), staff=CASHIER)
    paid(place, park.recall(place, number, None, staff=CASHIER).sale)
    assert len(slips(place)) == 1


def test_a_shop_without_a_second_printer_prints_receipts_only():
    place = workplace()
    paid(place, scanned(place, None, COFFEE.barcodes[0]))
    assert [job.kind for job in place.journal.commits[-1].print_jobs] == ["receipt"]


def test_each_receipt_comes_out_on_the_second_printer_too_marked_as_a_copy():
    place = workplace(second=SecondPrinter(TextEncoder(), copies=True))
    paid(place, scanned(place, None, COFFEE.barcodes[0]))
    receipt, copy = place.journal.commits[-1].print_jobs
    assert (copy.kind, copy.device, copy.opens_drawer) == ("copy", SECOND_PRINTER, False)
    assert "КОПИЯ" in copy.payload.decode()
    assert "КОПИЯ" not in receipt.payload.decode()
    assert copy.not_before_us == receipt.not_before_us
