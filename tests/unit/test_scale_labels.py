"""Labels of in-store scales: weight, price or pieces; a till learns them from one label."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from biip.checksums import gs1_price_weight_check_digit, gs1_standard_check_digit
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.barcode import CodeKind, ean_check_digit, understand
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import FavouritesChanged, LabelPatternsChanged
from pos_desktop.domain.labels import (
    DEFAULT_PATTERNS,
    LabelPattern,
    LabelValue,
    parse_pattern,
    readings,
    weight_at_price,
    with_pattern,
)
from pos_desktop.domain.quantity import Unit, grams
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.operations import sell, shelf
from pos_desktop.operations.import_sample import sample_change
from pos_desktop.shipped import resource_path
from tests.till_fakes import (
    BANANAS,
    BREAD,
    CASHIER,
    COFFEE,
    SENIOR,
    FakeCatalogue,
    workplace,
)

MANAGER = StaffMember("s3", "Орлова Нина", "Орлова Н.", Role.MANAGER)
PRICE = parse_pattern("23IIIIIPPPPPC")


def label(digits: str) -> str:
    return digits + str(ean_check_digit(digits))


def refusal(action) -> RefusalError:
    with pytest.raises(RefusalError) as refused:
        action()
    return refused.value


@pytest.mark.parametrize(
    "text", ["21IIIIIWWWWWC", "23IIIIIPPPPPC", "20IIIIVPPPPPC", "25IIIIIIWWWWC", "22IIIINNNNNNC"]
)
def test_a_pattern_is_read_as_it_is_written(text):
    assert parse_pattern(text).text == text


@pytest.mark.parametrize(
    "text", ["", "31IIIIIWWWWWC", "21IIIWWWWWWWC", "21IIIIIWWWWW", "21IIIIIXXXXXC"]
)
def test_what_is_no_pattern_is_refused(text):
    assert refusal(lambda: parse_pattern(text)).code == "label.bad_pattern"


def test_the_example_of_the_trade_reads_as_item_123_and_a_weight():
    code = understand("2100123012343")
    assert (code.kind, code.plu, code.weight_grams) == (CodeKind.WEIGHED, 123, 1234)


def test_the_check_digit_agrees_with_another_makers():
    assert str(ean_check_digit("210012301234")) == str(gs1_standard_check_digit("210012301234"))


def test_a_price_label_comes_to_exactly_its_price():
    place = workplace()
    place.catalogue.labels = with_pattern(DEFAULT_PATTERNS, PRICE)
    added = sell.add_scanned(place, None, label("230210109802"), staff=CASHIER)
    line = added.sale.lines[0]
    assert line.name == BANANAS.name
    assert line.quantity.thousandths == 754
    assert line.quantity.cost_minor(line.price_minor) == 9802
    assert line.list_price_minor == 0


def test_a_label_printed_before_the_price_rose_still_costs_what_it_says():
    place = workplace()
    place.catalogue.labels = with_pattern(DEFAULT_PATTERNS, PRICE)
    added = sell.add_scanned(place, None, label("230210100007"), staff=CASHIER)
    line = added.sale.lines[0]
    assert line.quantity.cost_minor(line.price_minor) == 7
    assert line.list_price_minor in (0, BANANAS.price_minor)


@given(st.integers(1, 999_99), st.integers(100, 500_000))
def test_every_price_label_has_a_weight_and_a_price_near_the_catalogues(total_minor, price_minor):
    weight_grams, near_minor = weight_at_price(total_minor, price_minor)
    assert grams(weight_grams).cost_minor(near_minor) == total_minor


@given(st.integers(1, 9_999), st.integers(1_001, 500_000))
def test_a_label_of_the_same_price_gives_its_weight_back(weight_grams, price_minor):
    total_minor = grams(weight_grams).cost_minor(price_minor)
    assert weight_at_price(total_minor, price_minor) == (weight_grams, price_minor)


def test_a_piece_label_sells_pieces():
    place = workplace()
    place.catalogue.goods.remove(BREAD)
    place.catalogue.goods.append(replace(BREAD, plu=77))
    place.catalogue.labels = (parse_pattern("22IIIIINNNNNC"),)
    added = sell.add_scanned(place, None, label("220007700003"), staff=CASHIER)
    assert added.sale.lines[0].quantity.thousandths == 3000


def test_a_label_that_names_no_goods_is_unknown():
    error = refusal(
        lambda: sell.add_scanned(workplace(), None, label("219999901000"), staff=CASHIER)
    )
    assert error.code == "scan.unknown"


def test_one_scanned_label_offers_the_readings_that_name_goods():
    place = workplace()
    found = shelf.read_label(place, label("210210101500"))
    assert found[0].pattern == LabelPattern("21", 5, LabelValue.WEIGHT)
    assert (found[0].item, found[0].amount) == ("02101", 1500)
    assert {reading.pattern.value for reading in found} == {LabelValue.WEIGHT, LabelValue.PRICE}
    unknown = shelf.read_label(place, label("219999901500"))
    assert {reading.pattern.value for reading in unknown} == set(LabelValue)


def test_a_price_with_its_own_check_digit_comes_before_one_whose_digit_is_wrong():
    place = workplace()
    good = gs1_price_weight_check_digit("09802")
    for digit in (good, (good + 1) % 10):
        code = label(f"239999{digit}09802")
        texts = [reading.pattern.text for reading in shelf.read_label(place, code)]
        with_digit = texts.index("23IIIIVPPPPPC")
        plain = texts.index("23IIIIIPPPPPC")
        assert (with_digit > len(texts) - 4) is (digit != good)
        assert plain < len(texts) - 3


def test_what_is_no_label_is_said_so():
    place = workplace()
    right = label("210210101500")
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert refusal(lambda: shelf.read_label(place, "4607084120301")).code == "label.not_in_store"
    assert refusal(lambda: shelf.read_label(place, wrong)).code == "scan.misread"
    assert readings("21x2101015000") == ()


def test_the_chosen_reading_holds_from_the_next_scan_on_and_is_journalled():
    place = workplace()
    missing = refusal(lambda: shelf.set_label_pattern(place, place.catalogue, PRICE, staff=CASHIER))
    assert missing.code == "rights.missing"
    shelf.set_label_pattern(place, place.catalogue, PRICE, staff=MANAGER)
    assert place.journal.facts() == [
        LabelPatternsChanged(("21IIIIIWWWWWC", "23IIIIIPPPPPC"), "s3", "Орлова Н.")
    ]
    weight = parse_pattern("23IIIIIWWWWWC")
    shelf.set_label_pattern(place, place.catalogue, weight, staff=MANAGER)
    assert weight in place.catalogue.labels
    assert PRICE not in place.catalogue.labels


def test_favourites_are_arranged_by_a_senior_and_journalled():
    place = workplace()
    order = (BANANAS.product_id, COFFEE.product_id)
    missing = refusal(lambda: shelf.set_favourites(place, place.catalogue, order, staff=CASHIER))
    assert missing.values["action"] == "edit_favourites"
    shelf.set_favourites(place, place.catalogue, order, staff=SENIOR)
    shelf.set_favourites(place, place.catalogue, order, staff=SENIOR)
    assert place.journal.facts() == [FavouritesChanged(order, "s2", "Соколова Т.")]
    many = tuple(str(n) for n in range(201))
    error = refusal(lambda: shelf.set_favourites(place, place.catalogue, many, staff=SENIOR))
    assert error.code == "favourites.too_many"


CHEESE_CODE = "0104600051000057215Xk)1aBcDeF\x1d93dGVz"


def sample_goods():
    rates = workplace().country.vat.valid_on(date(2026, 11, 24))
    files = (resource_path("sample", name).read_bytes() for name in (
        "products.csv", "categories.csv"
    ))  # fmt: skip
    return [p for p in sample_change(*files, rates).products if p.plu]


def weight_label(plu: int) -> str:
    return label(f"21{plu:05}01234")


def test_every_label_of_the_sample_shop_sells_its_goods():
    place = workplace(catalogue=FakeCatalogue(sample_goods()))
    for product in place.catalogue.goods:
        line = sell.add_scanned(place, None, weight_label(product.plu), staff=CASHIER).line
        assert (line.name, line.quantity.thousandths) == (product.name, 1234)


@pytest.mark.parametrize("how", ["weight", "price", "pieces"])
def test_a_label_of_the_scales_stands_for_no_marking_code(how):
    cheese = next(p for p in sample_goods() if p.name == "Сыр Российский весовой")
    cheese = replace(cheese, marked_group="milk", barcodes=("4600051000057",))
    if how == "pieces":
        cheese = replace(cheese, weighed=False, unit=Unit.PIECE)
    patterns = (*DEFAULT_PATTERNS, PRICE, parse_pattern("22IIIIINNNNNC"))
    place = workplace(catalogue=FakeCatalogue([cheese]))
    place.catalogue.labels = patterns
    head = {"weight": "21", "price": "23", "pieces": "22"}[how]
    refused = refusal(
        lambda: sell.add_scanned(place, None, label(f"{head}{cheese.plu:05}00254"), staff=CASHIER)
    )
    assert (refused.code, refused.values["group"]) == ("sale.needs_marking", "milk")
    assert place.journal.drafts == {}


def test_marked_goods_by_weight_are_sold_by_the_code_of_their_pack():
    cheese = replace(sample_goods()[0], marked_group="milk", barcodes=("4600051000057",))
    place = workplace(catalogue=FakeCatalogue([cheese]))
    wanted = sell.add_scanned(place, None, CHEESE_CODE, staff=CASHIER)
    assert isinstance(wanted, sell.WeightWanted)
    added = sell.add_weighed(place, None, cheese.product_id, 1234, staff=CASHIER, wanted=wanted)
    assert added.line.marking_code is not None
    assert added.line.quantity == grams(1234)
