"""Goods taken off a sale: what the owner finds in the journal, and what stops whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import AgeConfirmed, LineVoided, SaleCompleted, SaleVoided
from pos_desktop.domain.rights import Action, Approval, approved
from pos_desktop.domain.sale import Discount, Sale
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import discount, note, park, pay, sell, void
from pos_desktop.operations.void import Removal
from tests.till_fakes import BREAD, CASHIER, COFFEE, SENIOR, SHIFT, VODKA, workplace

MILK_CODE = "0104600051000057215Xk)1aBcDeF\x1d93dGVz"
OTHER_MILK = "0104600051000057216Yk)1aBcDeF\x1d93dGVz"


def scanned(place, sale, *codes) -> Sale:
    for code in codes:
        added = sell.add_scanned(place, sale, code, staff=CASHIER)
        assert isinstance(added, sell.Added)
        sale = added.sale
    return sale


def refusal(action) -> RefusalError:
    with pytest.raises(RefusalError) as refused:
        action()
    return refused.value


def test_a_line_taken_off_is_journalled_with_what_it_would_have_cost():
    place = workplace()
    sale = scanned(place, None, COFFEE.barcodes[0], BREAD.barcodes[0], BREAD.barcodes[0])
    left = void.remove_line(place, sale, 2, staff=CASHIER)
    assert [line.name for line in left.lines] == [COFFEE.name]
    assert place.journal.facts() == [
        LineVoided(sale.sale_id, "p2", BREAD.name, 2000, 12500, "s1", "Иванова М.")
    ]
    assert place.journal.open_draft().sale == left


def test_one_piece_less_is_goods_taken_off_and_one_more_is_not():
    place = workplace()
    sale = scanned(place, None, COFFEE.barcodes[0])
    more = void.set_quantity(place, sale, 1, 3000, staff=CASHIER)
    assert place.journal.facts() == []
    void.set_quantity(place, more, 1, 2000, staff=CASHIER)
    (fact,) = place.journal.facts()
    assert (fact.qty, fact.total_minor) == (1000, COFFEE.price_minor)


def test_the_last_line_taken_off_leaves_its_word_and_no_draft():
    place = workplace()
    sale = scanned(place, None, COFFEE.barcodes[0])
    assert void.remove_line(place, sale, 1, staff=CASHIER) is None
    assert place.journal.open_draft() is None
    assert len(place.journal.facts()) == 1


def test_a_whole_sale_given_up_is_journalled():
    place = workplace()
    sale = scanned(place, None, COFFEE.barcodes[0], BREAD.barcodes[0])
    void.void_sale(place, sale, staff=CASHIER)
    assert place.journal.facts() == [
        SaleVoided(sale.sale_id, 2, COFFEE.price_minor + BREAD.price_minor, "s1", "Иванова М.")
    ]
    assert place.journal.open_draft() is None


def test_a_parked_sale_given_up_is_journalled_too():
    place = workplace()
    sale = scanned(place, None, COFFEE.barcodes[0])
    number = park.park(place, sale, staff=CASHIER)
    void.drop_parked(place, number, staff=CASHIER)
    assert isinstance(place.journal.facts()[0], SaleVoided)
    assert place.journal.parked_drafts() == []
    gone = refusal(lambda: void.drop_parked(place, number, staff=CASHIER))
    assert gone.code == "park.no_such"


def test_a_shop_that_wants_reasons_gets_them():
    place = workplace(ask_void_reason=True)
    sale = scanned(place, None, COFFEE.barcodes[0], COFFEE.barcodes[0])
    for action in (
        lambda: void.remove_line(place, sale, 1, staff=CASHIER),
        lambda: void.set_quantity(place, sale, 1, 1000, staff=CASHIER),
        lambda: void.void_sale(place, sale, staff=CASHIER, reason="  "),
    ):
        assert refusal(action).code == "void.reason_needed"
    assert place.journal.facts() == []
    void.remove_line(place, sale, 1, staff=CASHIER, how=Removal("Покупатель передумал"))
    assert place.journal.facts()[0].reason == "Покупатель передумал"
    long = Removal("x" * 201)
    error = refusal(lambda: void.remove_line(place, sale, 1, staff=CASHIER, how=long))
    assert error.code == "note.too_long"


def test_a_marked_pack_leaves_the_receipt_only_when_it_is_scanned_again():
    place = workplace()
    sale = scanned(place, None, MILK_CODE, OTHER_MILK)
    asked = refusal(lambda: void.remove_line(place, sale, 1, staff=CASHIER))
    assert (asked.code, asked.values["line_id"]) == ("marking.scan_to_remove", 1)
    wrong = Removal(scanned=OTHER_MILK)
    error = refusal(lambda: void.remove_line(place, sale, 1, staff=CASHIER, how=wrong))
    assert error.code == "marking.other_pack"
    assert place.journal.facts() == []
    left = void.remove_line(place, sale, 1, staff=CASHIER, how=Removal(scanned="]d2" + MILK_CODE))
    assert [line.marking_code for line in left.lines] == [OTHER_MILK]
    assert place.journal.facts()[0].marking == MILK_CODE


def test_without_the_pack_at_hand_somebody_with_the_right_says_so():
    place = workplace()
    sale = scanned(place, None, MILK_CODE, COFFEE.barcodes[0])
    how = Removal(unscanned=True)
    missing = refusal(lambda: void.remove_line(place, sale, 1, staff=CASHIER, how=how))
    assert missing.values["action"] == "void_unscanned"
    helped = approved(CASHIER, Approval(Action.VOID_UNSCANNED, SENIOR))
    void.remove_line(place, sale, 1, staff=helped, how=how)
    (fact,) = place.journal.facts()
    assert fact.unscanned
    assert fact.marking == MILK_CODE


def test_a_second_scan_of_a_pack_names_its_line():
    place = workplace()
    sale = scanned(place, None, COFFEE.barcodes[0], MILK_CODE)
    error = refusal(lambda: sell.add_scanned(place, sale, MILK_CODE, staff=CASHIER))
    assert (error.code, error.values["line_id"]) == ("sale.marking_twice", 2)


def test_three_of_a_marked_pack_cannot_share_one_code():
    error = refusal(lambda: sell.add_scanned(workplace(), None, MILK_CODE, staff=CASHIER, count=3))
    assert error.code == "sale.marked_is_single"


def test_nothing_is_paid_before_the_age_was_looked_at_and_once_is_enough():
    place = workplace()
    sale = scanned(place, None, VODKA.barcodes[0])
    error = refusal(lambda: pay.begin_payment(place, sale, staff=CASHIER))
    assert (error.code, error.values["years"]) == ("sale.age_not_confirmed", 18)
    confirmed = note.confirm_age(place, sale, staff=CASHIER)
    again = scanned(place, confirmed, VODKA.barcodes[0])
    assert again.age_to_confirm == 0
    assert pay.begin_payment(place, again, staff=CASHIER).left_minor == 2 * VODKA.price_minor
    assert place.journal.open_draft().sale.age_confirmed == 18


def _sold(place, sale, staff=CASHIER):
    payment = pay.begin_payment(place, sale, staff=staff)
    payment = pay.add_tender(place, payment, TenderKind.CASH, payment.left_minor, staff=staff)
    pay.complete(place, payment, SHIFT, staff=staff)
    return next(f for f in place.journal.commits[-1].facts if isinstance(f, SaleCompleted))


def test_a_receipt_says_who_looked_at_the_buyers_age_and_when():
    place = workplace()
    sale = scanned(place, None, VODKA.barcodes[0], COFFEE.barcodes[0])
    confirmed = note.confirm_age(place, sale, staff=CASHIER)
    fact = _sold(place, confirmed, staff=SENIOR)
    now_us = place.clock.now_us()
    assert fact.age == AgeConfirmed(18, CASHIER.staff_id, CASHIER.short_name, now_us)


def test_a_receipt_without_such_goods_says_nothing_of_an_age():
    place = workplace()
    sale = scanned(place, None, VODKA.barcodes[0], COFFEE.barcodes[0])
    confirmed = note.confirm_age(place, sale, staff=CASHIER)
    without = confirmed.remove(confirmed.lines[0].line_id)
    assert _sold(place, without).age is None


def test_a_higher_age_is_asked_for_again():
    place = workplace()
    energy = replace(VODKA, product_id="p6", age_limit=16, barcodes=("4600682000020",))
    place.catalogue.goods.append(energy)
    sale = note.confirm_age(place, scanned(place, None, "4600682000020"), staff=CASHIER)
    assert sale.age_confirmed == 16
    assert scanned(place, sale, VODKA.barcodes[0]).age_to_confirm == 18


def test_a_buyer_too_young_leaves_the_other_goods_in_the_receipt():
    place = workplace()
    sale = scanned(place, None, VODKA.barcodes[0], COFFEE.barcodes[0], VODKA.barcodes[0])
    left = void.refuse_age(place, sale, staff=CASHIER)
    assert [line.name for line in left.lines] == [COFFEE.name]
    (fact,) = place.journal.facts()
    assert (fact.name, fact.qty, fact.reason) == (VODKA.name, 2000, "age")
    only = scanned(place, None, VODKA.barcodes[0])
    assert void.refuse_age(place, only, staff=CASHIER) is None


def test_nothing_is_taken_off_once_money_was_taken():
    place = workplace()
    sale = scanned(place, None, COFFEE.barcodes[0], COFFEE.barcodes[0])
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    part = pay.add_tender(place, payment, TenderKind.CASH, 100, staff=CASHIER)
    paying = part.priced.sale
    for action in (
        lambda: void.remove_line(place, paying, 1, staff=CASHIER),
        lambda: void.set_quantity(place, paying, 1, 1000, staff=CASHIER),
        lambda: void.void_sale(place, paying, staff=CASHIER),
        lambda: void.refuse_age(place, paying, staff=CASHIER),
        lambda: note.note_sale(place, paying, "x", staff=CASHIER),
    ):
        assert refusal(action).code == "payment.in_progress"


def test_a_sum_discount_does_not_grow_by_taking_goods_off():
    """10 of 100 off is allowed; the same 10 of what is left after a void needs a senior."""
    place = workplace()
    sale = scanned(place, None, COFFEE.barcodes[0], COFFEE.barcodes[0])
    cheaper = discount.set_receipt_discount(place, sale, Discount(amount_minor=6980), staff=CASHIER)
    error = refusal(lambda: void.set_quantity(place, cheaper, 1, 1000, staff=CASHIER))
    assert error.values["action"] == "discount_above_limit"
    helped = approved(CASHIER, Approval(Action.DISCOUNT_ABOVE_LIMIT, SENIOR))
    left = void.set_quantity(place, cheaper, 1, 1000, staff=helped)
    assert left.lines[0].quantity.thousandths == 1000
