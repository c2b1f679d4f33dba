"""Money is whole kopecks: what is split adds up, what is read is what was typed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import (
    MAX_AMOUNT_MINOR,
    Money,
    divide_half_up,
    parse_amount_minor,
    spread,
)

SUMS = st.integers(-MAX_AMOUNT_MINOR, MAX_AMOUNT_MINOR)


@given(SUMS, st.lists(st.integers(0, MAX_AMOUNT_MINOR), min_size=1, max_size=60))
def test_what_is_spread_adds_up_and_each_part_is_within_a_kopeck_of_its_share(
    total_minor: int, weights: list[int]
):
    parts = spread(total_minor, weights)
    assert sum(parts) == total_minor
    base = sum(weights)
    if base:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(total_minor * weight, base)) < 1


@given(st.lists(st.integers(0, MAX_AMOUNT_MINOR), min_size=1, max_size=60), st.data())
def test_a_discount_not_above_the_sum_is_above_no_line(weights: list[int], data: st.DataObject):
    off_minor = data.draw(st.integers(0, sum(weights)))
    for part, weight in zip(spread(off_minor, weights), weights, strict=True):
        assert 0 <= part <= max(weight, off_minor if sum(weights) == 0 else 0)


def test_the_odd_kopeck_goes_to_the_largest_remainder_then_to_the_earlier_line():
    assert spread(100, [1, 1, 1]) == (34, 33, 33)
    assert spread(10, [1, 0, 2]) == (3, 0, 7)
    assert spread(-100, [1, 1, 1]) == (-34, -33, -33)
    assert spread(7, [0, 0]) == (7, 0)


def test_there_must_be_something_to_spread_over():
    with pytest.raises(ValueError, match="nothing to spread"):
        spread(1, [])


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_halves_go_away_from_zero(numerator: int, denominator: int):
    rounded = divide_half_up(numerator, denominator)
    exact = Fraction(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)
    assert divide_half_up(-numerator, denominator) == -rounded


@given(st.integers(0, MAX_AMOUNT_MINOR))
def test_every_sum_is_read_as_it_is_written(amount_minor: int):
    roubles, kopecks = divmod(amount_minor, 100)
    for text in (
        f"{roubles}.{kopecks:02d}",
        f"{roubles},{kopecks:02d}",
        f"{roubles:,}".replace(",", "\u00a0") + f",{kopecks:02d} ₽",
    ):
        assert parse_amount_minor(text) == amount_minor
    assert parse_amount_minor(f"\u2212{roubles},{kopecks:02d}") == -amount_minor


@given(st.text(max_size=20))
def test_any_text_is_a_sum_or_refused(text: str):
    try:
        amount_minor = parse_amount_minor(text)
    except RefusalError as refused:
        assert refused.code in ("amount.unreadable", "amount.too_large")
        assert refused.values["value"] == text
    else:
        assert abs(amount_minor) <= MAX_AMOUNT_MINOR


@pytest.mark.parametrize(
    "text", ["", "-", ".", ",", "1.234", "1.2.3", "--1", "1-", "1e5", "٣", "²"]
)
def test_what_is_no_sum_is_refused(text: str):
    with pytest.raises(RefusalError) as refused:
        parse_amount_minor(text)
    assert refused.value.code == "amount.unreadable"


def test_money_of_two_currencies_is_never_added():
    assert Money(100, "RUB") + Money(50, "RUB") - Money(1, "RUB") == Money(149, "RUB")
    assert -Money(1, "RUB") == Money(-1, "RUB")
    assert not Money(0, "RUB")
    with pytest.raises(ValueError, match="cannot be added"):
        Money(1, "RUB") + Money(1, "BYN")
