"""VAT by day of supply, and the tax inside a sum."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.fiscal.country import load_country
from pos_desktop.shipped import resource_path

RATES = load_country(Path(resource_path("countries", "ru.toml"))).vat
LAST_DAY_OF_20 = date(2025, 12, 31)
FIRST_DAY_OF_22 = date(2026, 1, 1)


@given(st.dates(date(2019, 1, 1), date(2040, 12, 31)))
def test_twenty_percent_ends_where_twenty_two_begins(day: date):
    valid = {rate.code for rate in RATES.valid_on(day)}
    assert ("vat20" in valid) == (day <= LAST_DAY_OF_20)
    assert ("vat22" in valid) == (day >= FIRST_DAY_OF_22)
    assert ("vat120" in valid) == ("vat20" in valid)
    assert ("vat122" in valid) == ("vat22" in valid)
    assert ("vat5" in valid) == (day >= date(2025, 1, 1))
    assert {"none", "vat0", "vat10", "vat110"} <= valid
    assert "vat18" not in valid


def test_the_turn_of_the_year_is_to_the_day():
    assert RATES.rate_on("vat20", LAST_DAY_OF_20).percent == 20
    assert RATES.rate_on("vat22", FIRST_DAY_OF_22).percent == 22
    for code, day in (("vat20", FIRST_DAY_OF_22), ("vat22", LAST_DAY_OF_20)):
        with pytest.raises(RefusalError) as refused:
            RATES.rate_on(code, day)
        assert refused.value.code == "vat.not_valid"
        assert refused.value.values == {"value": code, "day": day.isoformat()}


def test_a_refund_keeps_the_rate_of_its_sale_whatever_the_day():
    long_after = LAST_DAY_OF_20 + timedelta(days=300)
    assert RATES.rate("vat20").included_minor(12_000) == 2_000
    with pytest.raises(RefusalError):
        RATES.rate_on("vat20", long_after)


def test_an_unknown_rate_is_named():
    with pytest.raises(RefusalError, match="vat18"):
        RATES.rate("vat18")


@given(st.sampled_from(sorted(RATES.rates)), st.integers(0, MAX_AMOUNT_MINOR))
def test_the_tax_inside_a_sum_is_rounded_once_half_up(code: str, sum_minor: int):
    rate = RATES.rate(code)
    tax = rate.included_minor(sum_minor)
    percent = rate.percent or 0
    exact = Fraction(sum_minor * percent, 100 + percent)
    assert abs(tax - exact) <= Fraction(1, 2)
    assert tax >= exact or abs(tax - exact) < Fraction(1, 2)


@pytest.mark.parametrize(
    ("code", "sum_minor", "tax"),
    [
        ("vat22", 12_200, 2_200),
        ("vat20", 12_000, 2_000),
        ("vat10", 12_000, 1_091),
        ("vat5", 10_500, 500),
        ("vat7", 10_700, 700),
        ("vat122", 12_200, 2_200),
        ("vat0", 12_000, 0),
        ("none", 12_000, 0),
    ],
)
def test_known_sums(code: str, sum_minor: int, tax: int):
    assert RATES.rate(code).included_minor(sum_minor) == tax


def test_no_tax_and_a_tax_of_zero_are_not_the_same():
    assert RATES.rate("none").percent is None
    assert RATES.rate("vat0").percent == 0
