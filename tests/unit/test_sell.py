"""Building a sale: what a cashier sees and what is kept of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.pricing import price
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.sale import Discount, Sale
from pos_desktop.operations import discount, sell, void
from tests.till_fakes import (
    BANANAS,
    BREAD,
    CASHIER,
    COFFEE,
    GOODS,
    MILK,
    SENIOR,
    VODKA,
    FakeCatalogue,
    country,
    workplace,
)

MILK_CODE = "0104600051000057215Xk)1aBcDeF\x1d93dGVz"


def scanned(place, sale, *codes) -> Sale:
    for code in codes:
        added = sell.add_scanned(place, sale, code, staff=CASHIER)
        assert isinstance(added, sell.Added)
        sale = added.sale
    return sale


def refusal(act) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value


def test_a_second_scan_of_the_same_product_raises_its_quantity():
    sale = scanned(workplace(), None, "4607084120301", "4601238051176", "4607084120301")
    assert [(line.name, line.quantity.thousandths) for line in sale.lines] == [
        ("Кофе молотый 250 г", 2000),
        ("Хлеб бородинский", 1000),
    ]


def test_every_line_is_on_disk_before_it_is_on_the_screen():
    place = workplace()
    sale = scanned(place, None, "4607084120301")
    draft = place.journal.open_draft()
    assert draft is not None
    assert draft.sale == sale


def test_a_misread_is_told_apart_from_an_unknown_product():
    place = workplace()
    misread = refusal(lambda: sell.add_scanned(place, None, "4607084120302", staff=CASHIER))
    unknown = refusal(lambda: sell.add_scanned(place, None, "4600000000008", staff=CASHIER))
    assert (misread.code, unknown.code) == ("scan.misread", "scan.unknown")
    assert unknown.values == {"code": "4600000000008"}
    assert place.journal.open_draft() is None


def test_weighed_goods_wait_for_their_weight():
    place = workplace()
    wanted = sell.add_product(place, None, BANANAS.product_id, staff=CASHIER)
    assert wanted == sell.WeightWanted(BANANAS)
    added = sell.add_weighed(place, None, BANANAS.product_id, 1172, staff=CASHIER)
    assert price(added.sale, country().vat).total_minor == 15236


def test_marked_goods_that_are_weighed_at_the_till_keep_their_code():
    cheese = replace(MILK, weighed=True, unit=Unit.KILOGRAM)
    place = workplace(catalogue=FakeCatalogue((cheese,)))
    picked = refusal(lambda: sell.add_product(place, None, cheese.product_id, staff=CASHIER))
    unscanned = refusal(
        lambda: sell.add_weighed(place, None, cheese.product_id, 640, staff=CASHIER)
    )
    assert (picked.code, unscanned.code) == ("sale.needs_marking", "sale.needs_marking")
    wanted = sell.add_scanned(place, None, MILK_CODE, staff=CASHIER)
    assert isinstance(wanted, sell.WeightWanted)
    added = sell.add_weighed(place, None, cheese.product_id, 640, staff=CASHIER, wanted=wanted)
    assert added.line.quantity.thousandths == 640
    assert added.line.marking_code is not None
    again = refusal(
        lambda: sell.add_weighed(
            place, added.sale, cheese.product_id, 640, staff=CASHIER, wanted=wanted
        )
    )
    assert again.code == "sale.marking_twice"


def test_a_label_from_the_scale_brings_product_and_weight():
    added = sell.add_scanned(workplace(), None, "2102101011720", staff=CASHIER)
    assert isinstance(added, sell.Added)
    assert (added.line.name, added.line.quantity.thousandths) == ("Бананы", 1172)


@pytest.mark.parametrize("grams", [0, -5])
def test_nothing_on_the_scale_is_not_sold(grams):
    error = refusal(
        lambda: sell.add_weighed(workplace(), None, BANANAS.product_id, grams, staff=CASHIER)
    )
    assert error.code == "weight.not_positive"


def test_marked_goods_are_sold_by_their_own_code_once():
    place = workplace()
    plain = refusal(lambda: sell.add_scanned(place, None, "4600051000057", staff=CASHIER))
    assert (plain.code, plain.values["name"]) == ("sale.needs_marking", MILK.name)
    sale = scanned(place, None, MILK_CODE)
    assert sale.lines[0].marking_code == MILK_CODE
    twice = refusal(lambda: sell.add_scanned(place, sale, MILK_CODE, staff=CASHIER))
    assert twice.code == "sale.marking_twice"


def test_a_marking_code_that_lost_its_separators_is_refused_with_a_hint():
    error = refusal(
        lambda: sell.add_scanned(workplace(), None, MILK_CODE.replace("\x1d", ""), staff=CASHIER)
    )
    assert error.code == "marking.no_separator"


@pytest.mark.parametrize("aim", ["]d2", "]C1", "]Q3"])
def test_an_identifier_before_a_marking_code_is_no_part_of_it(aim):
    sale = scanned(workplace(), None, aim + MILK_CODE)
    assert sale.lines[0].marking_code == MILK_CODE


def test_cheese_weighed_by_its_maker_is_sold_at_the_weight_of_its_code():
    cheese = replace(BANANAS, product_id="p9", barcodes=("4601112223330",))
    place = workplace(catalogue=FakeCatalogue((*GOODS, cheese)))
    added = sell.add_scanned(place, None, "]e001046011122233303103000512", staff=CASHIER)
    assert isinstance(added, sell.Added)
    assert (added.line.product_id, added.line.quantity.thousandths) == ("p9", 512)
    assert sell.add_scanned(place, None, "4601112223330", staff=CASHIER) == sell.WeightWanted(
        cheese, "4601112223330"
    )


def test_a_marked_piece_weighed_by_its_maker_keeps_its_code():
    cheese = replace(BANANAS, product_id="p9", barcodes=("4601112223330",), marked_group="milk")
    place = workplace(catalogue=FakeCatalogue((*GOODS, cheese)))
    code = "0104601112223330215Xk)1a\x1d93dGVz\x1d3103000512"
    sale = scanned(place, None, code)
    assert (sale.lines[0].marking_code, sale.lines[0].quantity.thousandths) == (code, 512)
    twice = refusal(lambda: sell.add_scanned(place, sale, code, staff=CASHIER))
    assert twice.code == "sale.marking_twice"


def test_american_goods_are_found_by_either_form_of_their_number():
    listed_long = replace(BREAD, product_id="p9", barcodes=("0036000291452",))
    listed_short = replace(BREAD, product_id="p8", barcodes=("042100005264",))
    place = workplace(catalogue=FakeCatalogue((*GOODS, listed_long, listed_short)))
    sale = scanned(place, None, "036000291452", "]E004252614")
    assert [line.product_id for line in sale.lines] == ["p9", "p8"]


def test_cigarettes_are_sold_by_the_code_on_their_pack():
    pack = replace(VODKA, product_id="p9", barcodes=("46198488",), marked_group="tobacco")
    place = workplace(catalogue=FakeCatalogue((*GOODS, pack)))
    sale = scanned(place, None, "00000046198488X?io+qCABm8wAYa")
    assert sale.lines[0].marking_code == "00000046198488X?io+qCABm8wAYa"


def test_two_packs_of_marked_goods_are_two_lines():
    other = MILK_CODE.replace("5Xk", "6Yk")
    sale = scanned(workplace(), None, MILK_CODE, other)
    assert [line.quantity.thousandths for line in sale.lines] == [1000, 1000]


def test_a_discount_may_not_go_below_the_legal_minimum_price():
    place = workplace()
    sale = scanned(place, None, VODKA.barcodes[0])
    line_id = sale.lines[0].line_id
    less = Discount(amount_minor=5000)
    small = discount.set_line_discount(place, sale, line_id, less, staff=SENIOR)
    assert price(small, country().vat).total_minor == 35000
    error = refusal(
        lambda: discount.set_line_discount(
            place, sale, line_id, Discount(percent_hundredths=2000), staff=CASHIER
        )
    )
    assert error.code == "discount.below_minimum"


def test_a_receipt_discount_does_not_push_a_line_below_the_legal_minimum():
    place = workplace()
    sale = scanned(place, None, VODKA.barcodes[0])
    error = refusal(
        lambda: discount.set_receipt_discount(
            place, sale, Discount(percent_hundredths=5000), staff=CASHIER
        )
    )
    assert error.code == "discount.below_minimum"


def test_removing_the_last_line_leaves_no_draft():
    place = workplace()
    sale = scanned(place, None, "4607084120301")
    assert void.remove_line(place, sale, sale.lines[0].line_id, staff=CASHIER) is None
    assert place.journal.open_draft() is None


def test_a_removed_number_is_never_used_again():
    place = workplace()
    sale = scanned(place, None, "4607084120301", "4601238051176")
    left = void.remove_line(place, sale, 2, staff=CASHIER)
    grown = scanned(place, left, "4601238051176")
    assert [line.line_id for line in grown.lines] == [1, 3]


def test_a_product_whose_rate_has_ended_is_not_sold():
    stale = COFFEE.__class__(
        "p9", "9", "Старая ставка", "c", 100, "vat20", barcodes=("4600000000008",)
    )
    place = workplace(catalogue=FakeCatalogue([stale]))
    error = refusal(lambda: sell.add_scanned(place, None, "4600000000008", staff=CASHIER))
    assert error.code == "vat.not_valid"


def test_a_typed_weight_is_kept_as_such_in_the_line_and_in_the_journal():
    place = workplace()
    typed = sell.add_weighed(place, None, BANANAS.product_id, 1172, staff=CASHIER, by_hand=True)
    assert (typed.line.quantity.thousandths, typed.line.by_hand) == (1172, True)
    read = sell.add_weighed(place, typed.sale, BANANAS.product_id, 500, staff=CASHIER)
    assert not read.line.by_hand
