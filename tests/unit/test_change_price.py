"""Another price, discounts by hand, notes: who may, how far, and what the receipt says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.domain.rights import Action, Approval, approved
from pos_desktop.domain.sale import NO_DISCOUNT, Discount, Sale
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import discount, note, pay, sell
from pos_desktop.operations.change_price import set_price
from pos_desktop.operations.split_bill import split_by_lines
from tests.till_fakes import BREAD, CASHIER, COFFEE, SENIOR, SHIFT, VODKA, workplace


def scanned(place, *codes) -> Sale:
    sale = None
    for code in codes:
        added = sell.add_scanned(place, sale, code, staff=CASHIER)
        assert isinstance(added, sell.Added)
        sale = added.sale
    return sale


def refusal(action) -> RefusalError:
    with pytest.raises(RefusalError) as refused:
        action()
    return refused.value


def test_the_price_on_the_shelf_was_lower_and_a_senior_gives_it():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0])
    missing = refusal(lambda: set_price(place, sale, 1, 30000, "Цена на полке", staff=CASHIER))
    assert missing.values["action"] == "change_price"
    cheaper = set_price(place, sale, 1, 30000, "Цена на полке", staff=SENIOR)
    line = cheaper.lines[0]
    assert (line.price_minor, line.list_price_minor) == (30000, COFFEE.price_minor)
    payment = pay.begin_payment(place, cheaper, staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, 30000, staff=CASHIER)
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    (sold,) = place.journal.facts()[-1].lines
    assert (sold.price_minor, sold.list_price_minor) == (30000, 34900)
    assert sold.price_reason == "Цена на полке"


def test_a_changed_price_can_be_taken_back_without_a_reason():
    place = workplace()
    sale = set_price(place, scanned(place, COFFEE.barcodes[0]), 1, 30000, "Уценка", staff=SENIOR)
    twice = set_price(place, sale, 1, 29000, "Уценка", staff=SENIOR)
    assert twice.lines[0].list_price_minor == COFFEE.price_minor
    back = set_price(place, twice, 1, COFFEE.price_minor, "", staff=SENIOR)
    assert back.lines[0].merges
    assert (back.lines[0].list_price_minor, back.lines[0].price_reason) == (0, "")


@pytest.mark.parametrize(
    ("price_minor", "reason", "code"),
    [
        (0, "Уценка", "price.out_of_range"),
        (-5, "Уценка", "price.out_of_range"),
        (MAX_AMOUNT_MINOR + 1, "Уценка", "price.out_of_range"),
        (30000, "  ", "price.reason_needed"),
        (30000, "x" * 201, "note.too_long"),
    ],
)
def test_a_price_that_cannot_be_changes_nothing(price_minor, reason, code):
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0])
    error = refusal(lambda: set_price(place, sale, 1, price_minor, reason, staff=SENIOR))
    assert error.code == code
    assert place.journal.open_draft().sale == sale


def test_the_legal_minimum_holds_for_a_price_by_hand():
    place = workplace()
    sale = scanned(place, VODKA.barcodes[0])
    error = refusal(lambda: set_price(place, sale, 1, 34899, "Уценка", staff=SENIOR))
    assert error.code == "price.below_minimum"
    lowest = set_price(place, sale, 1, 34900, "Уценка", staff=SENIOR)
    more = refusal(
        lambda: discount.set_line_discount(
            place, lowest, 1, Discount(percent_hundredths=100), staff=SENIOR
        )
    )
    assert more.code == "discount.below_minimum"


def test_the_sum_of_a_certificate_is_no_price():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0])
    sale = replace(sale, lines=(replace(sale.lines[0], certificate="123"),))
    error = refusal(lambda: set_price(place, sale, 1, 100, "Уценка", staff=SENIOR))
    assert error.code == "price.fixed"


def test_a_cashier_gives_a_tenth_off_and_a_senior_three_tenths():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0])
    tenth = Discount(percent_hundredths=1000)
    assert discount.set_line_discount(place, sale, 1, tenth, staff=CASHIER).lines[0].discount
    more = Discount(percent_hundredths=1001)
    error = refusal(lambda: discount.set_line_discount(place, sale, 1, more, staff=CASHIER))
    assert (error.code, error.values["action"]) == ("rights.missing", "discount_above_limit")
    helped = approved(CASHIER, Approval(Action.DISCOUNT_ABOVE_LIMIT, SENIOR))
    assert discount.set_line_discount(place, sale, 1, more, staff=helped)
    far = Discount(percent_hundredths=3001)
    error = refusal(lambda: discount.set_line_discount(place, sale, 1, far, staff=helped))
    assert error.code == "discount.above_limit"


def test_a_sum_is_as_good_as_the_share_it_is():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0])
    assert discount.set_line_discount(place, sale, 1, Discount(amount_minor=3490), staff=CASHIER)
    above = Discount(amount_minor=3491)
    error = refusal(lambda: discount.set_line_discount(place, sale, 1, above, staff=CASHIER))
    assert error.values["action"] == "discount_above_limit"
    error = refusal(lambda: discount.set_receipt_discount(place, sale, above, staff=CASHIER))
    assert error.values["action"] == "discount_above_limit"


def test_taking_a_discount_back_needs_nobody():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0])
    big = discount.set_line_discount(
        place, sale, 1, Discount(percent_hundredths=2500), staff=SENIOR
    )
    less = discount.set_line_discount(
        place, big, 1, Discount(percent_hundredths=2000), staff=CASHIER
    )
    none = discount.set_line_discount(place, less, 1, NO_DISCOUNT, staff=CASHIER)
    assert none.lines[0].discount == NO_DISCOUNT


def test_goods_that_no_discount_may_touch_are_left_out():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0], BREAD.barcodes[0])
    fixed = replace(sale.lines[0], discountable=False)
    sale = replace(sale, lines=(fixed, sale.lines[1]))
    tenth = Discount(percent_hundredths=1000)
    error = refusal(lambda: discount.set_line_discount(place, sale, 1, tenth, staff=CASHIER))
    assert error.code == "discount.not_allowed"
    whole = Discount(amount_minor=BREAD.price_minor + 1)
    error = refusal(lambda: discount.set_receipt_discount(place, sale, whole, staff=SENIOR))
    assert (error.code, error.values["sum_minor"]) == ("discount.above_sum", BREAD.price_minor)


def test_notes_go_with_the_line_and_the_receipt_to_paper_and_journal():
    place = workplace()
    sale = note.note_line(
        place, scanned(place, COFFEE.barcodes[0]), 1, "  Подарочная   упаковка ", staff=CASHIER
    )
    sale = note.note_sale(place, sale, "Доставка к шести", staff=CASHIER)
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, payment.left_minor, staff=CASHIER)
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    fact = place.journal.facts()[-1]
    assert (fact.lines[0].note, fact.note) == ("Подарочная упаковка", "Доставка к шести")
    paper = place.journal.commits[-1].print_jobs[0].payload.decode()
    assert "Подарочная упаковка" in paper
    assert "Доставка к шести" in paper


def test_a_note_that_is_too_long_is_said_so():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0])
    assert refusal(lambda: note.note_sale(place, sale, "x" * 201, staff=CASHIER)).code == (
        "note.too_long"
    )


TEN_PERCENT = Discount(percent_hundredths=1000)


def test_ten_percent_of_a_line_and_ten_of_the_receipt_are_more_than_a_cashier_may():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0], BREAD.barcodes[0])
    line_off = discount.set_line_discount(place, sale, 1, TEN_PERCENT, staff=CASHIER)
    both = refusal(
        lambda: discount.set_receipt_discount(place, line_off, TEN_PERCENT, staff=CASHIER)
    )
    assert both.values["action"] == "discount_above_limit"
    receipt_off = discount.set_receipt_discount(place, sale, TEN_PERCENT, staff=CASHIER)
    as_sum = Discount(amount_minor=3_490)
    again = refusal(
        lambda: discount.set_line_discount(place, receipt_off, 1, as_sum, staff=CASHIER)
    )
    assert again.values["action"] == "discount_above_limit"
    assert discount.set_line_discount(place, receipt_off, 1, as_sum, staff=SENIOR)


def test_a_bill_that_was_split_keeps_what_was_taken_off_it_in_mind():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0], BREAD.barcodes[0])
    off = discount.set_receipt_discount(place, sale, TEN_PERCENT, staff=CASHIER)
    kept = split_by_lines(place, off, {1}, "", staff=CASHIER).kept
    again = refusal(lambda: discount.set_receipt_discount(place, kept, TEN_PERCENT, staff=CASHIER))
    assert again.values["action"] == "discount_above_limit"


def test_a_lower_price_is_money_off_within_the_limit_of_who_gives_it():
    place = workplace()
    sale = scanned(place, COFFEE.barcodes[0])
    for price_minor in (34_900 * 70 // 100 - 1, 1):
        missing = refusal(
            lambda p=price_minor: set_price(place, sale, 1, p, "Уценка", staff=SENIOR)
        )
        assert missing.values["action"] == "discount_above_limit"
    cheaper = set_price(place, sale, 1, 34_900 * 70 // 100, "Уценка", staff=SENIOR)
    more = refusal(lambda: discount.set_line_discount(place, cheaper, 1, TEN_PERCENT, staff=SENIOR))
    assert more.values["action"] == "discount_above_limit"
    helped = approved(CASHIER, Approval(Action.CHANGE_PRICE, SENIOR))
    assert set_price(place, sale, 1, 30_000, "Цена на полке", staff=helped)
    too_far = refusal(lambda: set_price(place, sale, 1, 100, "Уценка", staff=helped))
    assert (too_far.code, too_far.values["limit_hundredths"]) == ("discount.above_limit", 3000)
    assert set_price(place, cheaper, 1, 40_000, "Дороже", staff=SENIOR)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (TenderKind.ADVANCE, "advance.choose"),
        (TenderKind.CERTIFICATE, "certificate.scan_it"),
        (TenderKind.STORE_CREDIT, "credit.no_customer"),
    ],
)
def test_nothing_is_paid_by_what_nobody_has_put_down_before(kind, code):
    place = workplace()
    payment = pay.begin_payment(place, scanned(place, COFFEE.barcodes[0]), staff=CASHIER)
    refused = refusal(lambda: pay.add_tender(place, payment, kind, 34_900, staff=CASHIER))
    assert refused.code == code
    assert place.journal.facts() == []
