"""Promotions as people write them, and the example that shows what one does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.catalogue import Category
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.promotions.rules import (
    Bundle,
    BundlePart,
    Gift,
    NForM,
    PercentOff,
    Promotion,
    Selection,
    Tiers,
    When,
)
from pos_desktop.operations.promotion_form import example, readable_card, understood
from pos_desktop.operations.workplace import Workplace
from tests.till_fakes import BREAD, COFFEE, FakeCatalogue, workplace

NAMED = {BREAD.article: "p2", COFFEE.article: "p1"}


class NamedCatalogue(FakeCatalogue):
    def categories(self) -> list[Category]:
        return [Category("c1", "Бакалея", 1), Category("c2", "Фрукты", 2)]


def shop() -> Workplace:
    return workplace(catalogue=NamedCatalogue())


def of(*products: str) -> Selection:
    return Selection(frozenset(products))


def test_ids_are_shown_as_articles_and_names_and_read_back():
    place = shop()
    rules = [
        Promotion("a", "A", PercentOff(500), Selection(of("p1").products, frozenset({"c2"}))),
        Promotion("b", "B", Bundle((BundlePart(of("p1"), 2), BundlePart(of("p2"))), 100)),
        Promotion("c", "C", Gift(of("p2"), 2), of("p1")),
    ]
    for rule in rules:
        card = readable_card(place, rule)
        assert "p1" not in str(card)
        assert understood(place, card, NAMED.get) == rule
    assert readable_card(place, rules[0])["categories"] == ["Фрукты"]


def test_a_category_that_is_not_there_is_refused_with_those_that_are():
    card = {"id": "a", "name": "A", "kind": "percent", "percent": 5, "categories": "Обувь"}
    with pytest.raises(RefusalError) as caught:
        understood(shop(), card, NAMED.get)
    assert caught.value.values["allowed"] == "Бакалея, Фрукты"


@pytest.mark.parametrize(
    ("rule", "before", "off"),
    [
        (Promotion("a", "A", NForM(3, 2), of("p1")), 3 * 34900, 34900),
        (Promotion("b", "B", Bundle((BundlePart(of("p1"), 2),), 59800)), 69800, 10000),
        (Promotion("c", "C", Tiers("quantity", ((2000, 1000),)), of("p2")), 12500, 1250),
        (Promotion("d", "D", Gift(of("p2"), 2), of("p1")), 2 * 34900 + 6250, 6250),
        (Promotion("e", "E", PercentOff(1000), of("p1")), 34900, 3490),
    ],
)
def test_the_example_is_a_basket_the_promotion_applies_to(rule: Promotion, before: int, off: int):
    hidden = replace(rule, when=When(days=frozenset({0})), coupon="X", on=False)
    priced = example(shop(), hidden)
    assert priced is not None
    assert (priced.gross_minor, priced.discount_minor) == (before, off)


def test_a_promotion_for_goods_nobody_has_gives_no_example():
    assert example(shop(), Promotion("a", "A", PercentOff(1000), of("gone"))) is None
