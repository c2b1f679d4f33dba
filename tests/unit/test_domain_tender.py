"""Tenders, change and the banknotes a customer is likely to hand over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.domain.tender import (
    TenderKind,
    left_to_pay_minor,
    likely_cash_minor,
    make_change,
    take,
)
from pos_desktop.fiscal.country import load_country
from pos_desktop.shipped import resource_path

COUNTRY = load_country(Path(resource_path("countries", "ru.toml")))
KINDS = st.sampled_from(list(TenderKind))
SUMS = st.integers(-100, MAX_AMOUNT_MINOR)


@given(KINDS, SUMS, SUMS)
def test_a_tender_never_counts_for_more_than_is_due(
    kind: TenderKind, received_minor: int, left_minor: int
):
    try:
        tender = take("t", kind, received_minor, left_minor)
    except RefusalError as refused:
        reasons = {
            "tender.nothing_due": left_minor <= 0,
            "tender.not_positive": received_minor <= 0,
            "tender.above_due": received_minor > left_minor and kind is not TenderKind.CASH,
        }
        assert reasons[refused.code]
    else:
        assert 0 < tender.amount_minor <= left_minor
        assert tender.amount_minor + tender.change_minor == received_minor
        assert tender.change_minor >= 0
        if kind is not TenderKind.CASH:
            assert tender.change_minor == 0


@given(
    st.integers(1, 10_000_000),
    st.lists(st.tuples(KINDS, st.integers(1, 5_000_000)), min_size=1, max_size=10),
)
def test_a_mixed_payment_covers_the_total_exactly(
    total_minor: int, handed: list[tuple[TenderKind, int]]
):
    taken = []
    for n, (kind, received_minor) in enumerate(handed):
        left = left_to_pay_minor(total_minor, taken)
        if left == 0:
            break
        most = received_minor if kind is TenderKind.CASH else min(received_minor, left)
        taken.append(take(str(n), kind, most, left))
    paid = sum(tender.amount_minor for tender in taken)
    assert paid + left_to_pay_minor(total_minor, taken) == total_minor
    assert left_to_pay_minor(total_minor, taken) >= 0
    assert sum(tender.change_minor > 0 for tender in taken) <= 1


@given(st.integers(1, 50_000_000))
def test_suggested_banknotes_are_few_rising_and_above_the_sum(due_minor: int):
    offered = likely_cash_minor(due_minor, COUNTRY.banknotes_minor)
    assert len(offered) <= 4
    assert list(offered) == sorted(set(offered))
    for sum_minor in offered:
        assert sum_minor > due_minor
        notes = [n for n, count in make_change(sum_minor, COUNTRY.banknotes_minor)]
        assert sum_minor - due_minor < min(notes)


def test_what_is_handed_over_for_1245_roubles():
    offered = likely_cash_minor(124_500, COUNTRY.banknotes_minor)
    assert {150_000, 200_000} <= set(offered)


def test_no_note_is_handed_over_in_vain():
    # Of 6,000 roubles for 4,990 the thousand would come straight back.
    assert likely_cash_minor(499_000, COUNTRY.banknotes_minor) == (500_000,)
    assert likely_cash_minor(51_766, COUNTRY.banknotes_minor) == (60_000, 100_000, 200_000, 500_000)


@given(st.integers(0, 50_000_000))
def test_change_is_given_in_full_down_to_the_smallest_coin(change_minor: int):
    parts = make_change(change_minor, COUNTRY.denominations_minor)
    given_minor = sum(note * count for note, count in parts)
    assert 0 <= change_minor - given_minor < min(COUNTRY.denominations_minor)
    assert [note for note, _ in parts] == sorted((note for note, _ in parts), reverse=True)
    assert all(count > 0 for _, count in parts)


def test_a_card_is_never_charged_above_the_due_sum():
    with pytest.raises(RefusalError, match=r"tender\.above_due"):
        take("t", TenderKind.CARD, 101, 100)
