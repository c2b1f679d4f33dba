"""The birth date that is just old enough."""

from __future__ import annotations

from datetime import date

from pos_desktop.domain.age import born_by


def test_who_has_the_birthday_today_is_old_enough():
    assert born_by(date(2026, 11, 24), 18) == date(2008, 11, 24)


def test_on_the_leap_day_of_a_year_without_one_the_day_before_counts():
    assert born_by(date(2028, 2, 29), 18) == date(2010, 2, 28)
    assert born_by(date(2028, 2, 29), 16) == date(2012, 2, 29)
