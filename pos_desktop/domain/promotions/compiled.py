"""Promotions made ready: ordered, and found by product and category without a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pos_desktop.domain.promotions.rules import Bundle, Gift, Promotion, Selection

_REMEMBERED_GOODS = 20_000


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a rule may ask besides the goods. local: time of the shop; sum_minor: of the receipt
    before promotions."""

    local: datetime
    group: str = ""
    coupons: tuple[str, ...] = ()
    sum_minor: int = 0


class Promotions:
    """All rules that are switched on, highest priority first, then by id.

    A slot is one selection of one rule: its goods, each part of a bundle, the gift. Which slots a
    product falls into is worked out once and remembered.
    """

    def __init__(self, rules: Iterable[Promotion]) -> None:
        self.rules: tuple[Promotion, ...] = tuple(
            sorted((r for r in rules if r.on), key=lambda r: (-r.priority, r.promotion_id))
        )
        self.slots: list[Selection] = []
        self.slots_of: list[tuple[int, ...]] = []
        for rule in self.rules:
            selections = selections_of(rule)
            self.slots_of.append(tuple(range(len(self.slots), len(self.slots) + len(selections))))
            self.slots += selections
        self.coupons = frozenset(r.coupon.casefold() for r in self.rules if r.coupon)
        self._open_to_all: list[int] = []
        self._by_product: dict[str, list[int]] = {}
        self._by_category: dict[str, list[int]] = {}
        self._index()
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}

    def _index(self) -> None:
        for slot, goods in enumerate(self.slots):
            if not goods.products and not goods.categories:
                self._open_to_all.append(slot)
            for product_id in goods.products:
                self._by_product.setdefault(product_id, []).append(slot)
            for category_id in goods.categories:
                self._by_category.setdefault(category_id, []).append(slot)

    def slots_with(self, product_id: str, category_id: str) -> tuple[int, ...]:
        """The slots the product falls into, ascending."""
        key = product_id, category_id
        found = self._known.get(key)
        if found is None:
            candidates = {
                *self._open_to_all,
                *self._by_product.get(product_id, ()),
                *self._by_category.get(category_id, ()),
            }
            found = tuple(
                slot
                for slot in sorted(candidates)
                if self.slots[slot].takes(product_id, category_id)
            )
            if len(self._known) >= _REMEMBERED_GOODS:
                self._known.clear()
            self._known[key] = found
        return found

    def active(self, now: Circumstances) -> Sequence[int]:
        """Places of the rules whose conditions hold."""
        given = {code.casefold() for code in now.coupons}
        return [n for n, rule in enumerate(self.rules) if _holds(rule, now, given)]

    def by_id(self, promotion_id: str) -> Promotion | None:
        return next((r for r in self.rules if r.promotion_id == promotion_id), None)

    def is_coupon(self, code: str) -> bool:
        """Whether a code belongs to a rule, in whatever case it is written."""
        return code.strip().casefold() in self.coupons


def selections_of(rule: Promotion) -> list[Selection]:
    """The selections of a rule: of a bundle its parts, of a gift its goods and then the gift."""
    if isinstance(rule.effect, Bundle):
        return [part.goods for part in rule.effect.parts]
    if isinstance(rule.effect, Gift):
        return [rule.goods, rule.effect.gift]
    return [rule.goods]


def _holds(rule: Promotion, now: Circumstances, coupons: set[str]) -> bool:
    return (
        (not rule.coupon or rule.coupon.casefold() in coupons)
        and (not rule.groups or now.group in rule.groups)
        and now.sum_minor >= rule.min_receipt_minor
        and rule.when.holds(now.local)
    )


NO_PROMOTIONS = Promotions(())
