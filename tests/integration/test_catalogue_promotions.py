"""Promotions in the catalogue's file: every version is kept, a moment is answered as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pos_desktop.domain.promotions.rules import NForM, PercentOff, Promotion, Selection
from pos_desktop.journal.catalogue_promotions import SqlitePromotions
from pos_desktop.journal.catalogue_store import SqliteCatalogue

TEN = Promotion("ten", "Десять", PercentOff(1000), Selection(frozenset({"p1"})))
PAIR = Promotion("pair", "Пара", NForM(2, 1, 5000), priority=3, stacking=True)


def book(folder: Path) -> SqlitePromotions:
    SqliteCatalogue(folder / "catalogue.sqlite").close()
    return SqlitePromotions(folder / "catalogue.sqlite")


def test_a_catalogue_from_before_promotions_has_none_and_takes_them(tmp_path: Path):
    empty = book(tmp_path)
    assert empty.all() == []
    assert empty.as_of(0).rules == ()
    empty.store([TEN, PAIR], 100)
    assert book(tmp_path).all() == [TEN, PAIR]


def test_what_was_in_force_at_a_moment_is_found_again_after_a_restart(tmp_path: Path):
    first = book(tmp_path)
    first.store([TEN], 100)
    first.store([replace(TEN, effect=PercentOff(2000))], 200)
    first.remove("ten", 300)
    for again in (first, book(tmp_path)):
        rates = [[rule.effect for rule in again.as_of(at).rules] for at in (150, 250, 350)]
        assert rates == [[PercentOff(1000)], [PercentOff(2000)], []]
        assert again.as_of(0).rules == ()
        assert again.all() == []


def test_one_that_is_switched_off_is_kept_and_not_applied(tmp_path: Path):
    kept = book(tmp_path)
    kept.store([replace(TEN, on=False)], 100)
    assert kept.as_of(0).rules == ()
    assert [rule.on for rule in book(tmp_path).all()] == [False]
