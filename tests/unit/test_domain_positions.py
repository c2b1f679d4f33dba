"""Folding discounts into prices: each position is price x quantity, the parts add up."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pos_desktop.domain.money import MAX_AMOUNT_MINOR, divide_half_up
from pos_desktop.domain.positions import Part, parts_of, vat_of_parts
from pos_desktop.domain.quantity import MAX_QUANTITY_THOUSANDTHS
from pos_desktop.domain.tax import VatRate

WEIGHTS = st.integers(1, MAX_QUANTITY_THOUSANDTHS)
PIECES = st.integers(1, MAX_QUANTITY_THOUSANDTHS // 1000).map(lambda count: count * 1000)
VAT22 = VatRate("vat22", 22, 122, 22)


def cost(qty: int, price_minor: int) -> int:
    return divide_half_up(qty * price_minor, 1000)


def assert_right(qty: int, total_minor: int, parts: tuple[Part, ...]) -> None:
    assert len(parts) in (1, 2)
    assert sum(part.qty for part in parts) == qty
    assert sum(part.total_minor for part in parts) == total_minor
    for part in parts:
        assert part.qty > 0
        assert part.price_minor >= 0
        assert part.total_minor == cost(part.qty, part.price_minor) >= 0
    if len(parts) == 2:
        assert parts[1].price_minor == parts[0].price_minor + 1


@given(st.one_of(WEIGHTS, PIECES), st.integers(0, MAX_AMOUNT_MINOR), st.integers(0, 10_000_000))
@example(1, 1, 0)
@example(1172, 1, 100)
@example(99_999_999, MAX_AMOUNT_MINOR, 42_949)
@example(1500, 3, 2)
@example(2500, 1, 1)
@example(99_999_000, 1, 100)
def test_any_total_of_any_quantity_becomes_one_or_two_right_positions(
    qty: int, total_minor: int, price_minor: int
):
    assert_right(qty, total_minor, parts_of(qty, price_minor, total_minor))


@given(st.integers(1, 4000), st.integers(0, 6000))
def test_small_weights_and_sums_where_rounding_bites_most(qty: int, total_minor: int):
    assert_right(qty, total_minor, parts_of(qty, 0, total_minor))


def test_every_small_weight_with_every_small_total():
    for qty in range(1001, 1400, 7):
        for total_minor in range(300):
            assert_right(qty, total_minor, parts_of(qty, 1, total_minor))


@given(PIECES, st.integers(0, MAX_AMOUNT_MINOR))
def test_whole_pieces_are_never_cut(qty: int, total_minor: int):
    for part in parts_of(qty, 0, total_minor):
        assert part.qty % 1000 == 0


@given(st.one_of(WEIGHTS, PIECES), st.integers(0, 42_000))
def test_a_price_that_gives_the_total_is_kept(qty: int, price_minor: int):
    total_minor = cost(qty, price_minor)
    assert parts_of(qty, price_minor, total_minor) == (Part(qty, price_minor, total_minor),)


def test_given_away_costs_nothing():
    assert parts_of(3000, 9990, 0) == (Part(3000, 0, 0),)


def test_three_for_a_rouble_are_two_positions():
    assert parts_of(3000, 50, 100) == (Part(2000, 33, 66), Part(1000, 34, 34))


@pytest.mark.parametrize("qty", [99_999_000, 99_999_999])
def test_a_pallet_is_split_as_quickly_as_a_pair(qty: int):
    # A search over the pieces would take minutes for so many calls.
    for total_minor in range(4_000_000_000, 4_000_002_000):
        assert_right(qty, total_minor, parts_of(qty, 45_000, total_minor))


@given(st.one_of(WEIGHTS, PIECES), st.integers(0, MAX_AMOUNT_MINOR))
def test_the_tax_of_the_parts_is_that_of_the_total_but_for_one_rounding(qty: int, total_minor: int):
    parts = parts_of(qty, 0, total_minor)
    assert abs(vat_of_parts(VAT22, parts) - VAT22.included_minor(total_minor)) <= len(parts) - 1
