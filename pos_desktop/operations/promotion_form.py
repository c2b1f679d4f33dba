"""A promotion as a person writes it: products by article, categories by name; and an example of
what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.pricing import PricedSale, PricingContext, price
from pos_desktop.domain.promotions.card import promotion_of
from pos_desktop.domain.promotions.compiled import Promotions
from pos_desktop.domain.promotions.rules import (
    ALWAYS,
    Bundle,
    Gift,
    NForM,
    Promotion,
    Selection,
    Tiers,
)
from pos_desktop.domain.promotions.writing import Card, card_of
from pos_desktop.domain.quantity import Quantity
from pos_desktop.domain.sale import Sale
from pos_desktop.operations.workplace import Workplace

_NAMED = 3

Rename = Callable[[str], str]


def readable_card(place: Workplace, rule: Promotion) -> Card:
    """The card with articles and names of categories in place of ids."""
    names = {c.category_id: c.name for c in place.catalogue.categories()}

    def article(product_id: str) -> str:
        product = place.catalogue.by_id(product_id)
        return product.article if product is not None and product.article else product_id

    return card_of(_renamed(rule, article, lambda category_id: names.get(category_id, category_id)))


def understood(
    place: Workplace, card: Mapping[str, object], find: Callable[[str], str | None]
) -> Promotion:
    """The promotion of a card as a person wrote it.

    RefusalError: as of promotion_of; "promotion.bad_value" for a category there is not.
    """
    ids = {c.name.casefold(): c.category_id for c in place.catalogue.categories()}
    ids |= {c.name_en.casefold(): c.category_id for c in place.catalogue.categories() if c.name_en}
    ids |= {c.category_id.casefold(): c.category_id for c in place.catalogue.categories()}

    def category(name: str) -> str:
        if name.casefold() not in ids:
            allowed = ", ".join(c.name for c in place.catalogue.categories())
            raise RefusalError("promotion.bad_value", key="categories", value=name, allowed=allowed)
        return ids[name.casefold()]

    return _renamed(promotion_of(card, find), lambda product_id: product_id, category)


def example(place: Workplace, rule: Promotion) -> PricedSale | None:
    """A basket that the rule applies to, priced by it alone; None where the shop has no such
    goods."""
    sale = Sale("example", 0)
    for goods, thousandths in _wanted(rule):
        found = _products(place, goods)
        for product_id in found[: _NAMED if thousandths == 0 else 1]:
            product = place.catalogue.by_id(product_id)
            if product is None or product.price_minor <= 0:
                continue
            sale, _ = sale.add(product, Quantity(thousandths or 1000, product.unit))
    if not sale.lines:
        return None
    freed = replace(rule, when=ALWAYS, coupon="", groups=frozenset(), min_receipt_minor=0, on=True)
    context = PricingContext(datetime.fromtimestamp(0, place.zone), Promotions([freed]))
    return price(sale, place.country.vat, context)


def _wanted(rule: Promotion) -> list[tuple[Selection, int]]:
    """Selections and how much of each makes the rule apply; 0: one each of several."""
    effect = rule.effect
    if isinstance(effect, Bundle):
        return [(part.goods, part.count * 1000) for part in effect.parts]
    if isinstance(effect, NForM):
        return [(rule.goods, effect.take * 1000)]
    if isinstance(effect, Gift):
        bought = [(rule.goods, effect.count * 1000)] if effect.count else [(rule.goods, 0)]
        return [*bought, (effect.gift, 1000)]
    if isinstance(effect, Tiers) and effect.by == "quantity":
        return [(rule.goods, -(-effect.steps[0][0] // 1000) * 1000)]
    return [(rule.goods, 0)]


def _products(place: Workplace, goods: Selection) -> list[str]:
    found = [
        product
        for product_id in sorted(goods.products)
        if (product := place.catalogue.by_id(product_id)) is not None
    ]
    for category_id in sorted(goods.categories):
        found += place.catalogue.in_category(category_id, 20)
    if not goods.products and not goods.categories:
        found += place.catalogue.favourites()
    return [p.product_id for p in found if goods.takes(p.product_id, p.category_id)]


def _renamed(rule: Promotion, product: Rename, category: Rename) -> Promotion:
    def goods(of: Selection) -> Selection:
        return Selection(
            frozenset(product(p) for p in of.products),
            frozenset(category(c) for c in of.categories),
            frozenset(product(p) for p in of.except_products),
            frozenset(category(c) for c in of.except_categories),
        )

    effect = rule.effect
    if isinstance(effect, Bundle):
        effect = replace(
            effect, parts=tuple(replace(p, goods=goods(p.goods)) for p in effect.parts)
        )
    elif isinstance(effect, Gift):
        effect = replace(effect, gift=goods(effect.gift))
    return replace(rule, goods=goods(rule.goods), effect=effect)
