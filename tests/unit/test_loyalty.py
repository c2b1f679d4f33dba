"""Points: never below zero, never earned on what was not paid in money, exact over many refunds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.loyalty import (
    EarningLine,
    LoyaltyRules,
    alive_minor,
    earned_minor,
    payable_minor,
    share_of_refund,
    spendable_minor,
)
from pos_desktop.operations.loyalty_rules import loyalty_rules
from pos_desktop.shipped import resource_path

DAY_US = 86_400_000_000
RULES = LoyaltyRules(
    earn_hundredths={"all": 300, "gold": 750},
    payable_hundredths=5000,
    excluded_categories=frozenset({"tobacco"}),
    step_minor=100,
    valid_days=365,
)
SUMS = st.integers(0, 10_000_000)
LINES = st.lists(
    st.builds(EarningLine, st.sampled_from(("milk", "tobacco")), SUMS, st.booleans()), max_size=6
)
PERCENTS = st.integers(0, 10_000)


def test_a_gold_customer_earns_more_than_everybody_else():
    lines = [EarningLine("milk", 100_000)]
    assert earned_minor(RULES, "gold", lines, 0) == 7_500
    assert earned_minor(RULES, "", lines, 0) == 3_000
    assert earned_minor(RULES, "of a group without a rate", lines, 0) == 3_000


def test_points_are_rounded_down_to_whole_roubles():
    assert earned_minor(RULES, "", [EarningLine("milk", 9_999)], 0) == 200


def test_tobacco_and_a_certificate_earn_nothing_and_are_not_paid_by_points():
    lines = [EarningLine("tobacco", 50_000), EarningLine("", 300_000, money_only=True)]
    assert earned_minor(RULES, "gold", lines, 0) == 0
    assert payable_minor(RULES, lines) == 0


def test_half_a_receipt_paid_by_certificate_earns_half():
    assert earned_minor(RULES, "", [EarningLine("milk", 200_000)], 100_000) == 3_000


def test_points_never_pay_a_whole_receipt():
    whole = LoyaltyRules(payable_hundredths=10_000)
    assert payable_minor(whole, [EarningLine("milk", 5_000)]) == 4_999


def test_points_lapse_when_nothing_moved_for_a_year_and_a_debt_of_points_does_not():
    assert alive_minor(RULES, 500, 0, 365 * DAY_US) == 500
    assert alive_minor(RULES, 500, 0, 365 * DAY_US + 1) == 0
    assert alive_minor(RULES, -500, 0, 400 * DAY_US) == -500


@given(LINES, SUMS, PERCENTS, st.integers(1, 1000))
def test_no_receipt_earns_more_than_its_rate_of_the_money_paid(lines, other, percent, step):
    rules = LoyaltyRules({"all": percent}, excluded_categories=frozenset({"tobacco"}),
                         step_minor=step)  # fmt: skip
    money = max(0, sum(line.total_minor for line in lines) - other)
    earned = earned_minor(rules, "", lines, other)
    assert 0 <= earned <= money * percent // 10_000
    assert earned % step == 0


@given(st.integers(-10_000, 10_000_000), LINES, PERCENTS, st.none() | SUMS)
def test_what_may_be_spent_is_never_negative_nor_above_any_of_the_limits(
    balance, lines, share, offline
):
    rules = LoyaltyRules(payable_hundredths=share)
    most = payable_minor(rules, lines)
    spent = spendable_minor(balance, most, offline)
    assert 0 <= spent <= max(0, balance)
    assert spent <= most
    assert offline is None or spent <= offline
    total = sum(line.total_minor for line in lines)
    assert total == 0 or spent < total


@given(SUMS, st.lists(st.integers(1, 1_000_000), min_size=1, max_size=8))
def test_the_refunds_of_a_whole_sale_give_back_exactly_what_it_moved(moved, parts):
    sale, before, given_back = sum(parts), 0, 0
    for part in parts:
        due = share_of_refund(moved, sale, before, part)
        assert due >= given_back
        given_back, before = due, before + part
    assert given_back == moved


def test_a_refund_of_nothing_moves_nothing():
    assert share_of_refund(500, 0, 0, 0) == 0


def test_the_sample_rules_are_readable():
    rules = loyalty_rules(resource_path("sample", "loyalty.toml").read_text(encoding="utf-8"))
    assert rules.on
    assert rules.rate_hundredths("gold") == 750
    assert rules.payable_hundredths == 5000
    assert rules.points_offline_minor == 50_000
    assert rules.step_minor == 100


def test_an_empty_file_switches_points_off():
    assert not loyalty_rules("").on


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("[earn]\nall = 101", "earn.all"),
        ("[earn]\nall = 1.234", "earn.all"),
        ('[earn]\nall = "3"', "earn.all"),
        ("[earn]\nall = true", "earn.all"),
        ("earn = 3", "earn"),
        ("[spend]\nmost = 50", "spend.most"),
        ("[spend]\nmost_percent = -1", "spend.most_percent"),
        ("[goods]\nwithout_points = 'milk'", "goods.without_points"),
        ("[goods]\nwithout_points = [1]", "goods.without_points"),
        ("[expiry]\ndays = 1.5", "expiry.days"),
        ("[gifts]\nx = 1", "gifts"),
        ("[earn", "toml"),
    ],
)
def test_wrong_rules_name_the_field_and_the_value(content, field):
    with pytest.raises(RefusalError) as refusal:
        loyalty_rules(content)
    assert refusal.value.code == "loyalty.bad_rules"
    assert refusal.value.values["field"] == field
