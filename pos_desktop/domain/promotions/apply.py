"""Applying the rules to a basket: priority by priority, exclusive ones first, the customer's best
among them; then those that bear each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, permutations

from pos_desktop.domain.money import divide_half_up
from pos_desktop.domain.promotions.basket import Basket, Claim, lowered
from pos_desktop.domain.promotions.claims import claims
from pos_desktop.domain.promotions.compiled import Circumstances, Promotions
from pos_desktop.domain.promotions.rules import NewPrice, PercentOff, PerItem, SumOff
from pos_desktop.domain.sale import SaleLine

Slots = dict[int, list[int]]

_Taken = tuple[int, int, list[Claim]]
"""Place of a rule, what it is worth more than the rules for its units alone, what it takes."""

_MOST_RIVALS = 3
_MOST_RIVAL_LINES = 60


def apply(
    promotions: Promotions, lines: Sequence[SaleLine], prices: Sequence[int], now: Circumstances
) -> list[list[tuple[int, int]] | None]:
    """For each line what each rule (its place in promotions.rules) took off, in minor units.

    prices: of a unit of each line before promotions. Work grows with the lines and what they match.
    """
    basket = Basket(lines, prices)
    active = promotions.active(now)
    if not active:
        return basket.off
    slots = matched(promotions, lines, active)
    rules = promotions.rules
    with_goods = [n for n in active if any(slots.get(s) for s in promotions.slots_of[n])]
    for _, level in groupby(with_goods, key=lambda n: rules[n].priority):
        places = list(level)
        exclusive = [n for n in places if not rules[n].stacking]
        if exclusive:
            _Best(promotions, basket, slots, exclusive).take()
        for n in places:
            if rules[n].stacking:
                _stack(promotions, basket, slots, n)
    return basket.off


def matched(
    promotions: Promotions, lines: Sequence[SaleLine], active: Iterable[int]
) -> dict[int, list[int]]:
    """Slot -> places of the lines that fall into it."""
    slots: Slots = {slot: [] for n in active for slot in promotions.slots_of[n]}
    get, slots_with = slots.get, promotions.slots_with
    for i, line in enumerate(lines):
        if line.discountable and not line.certificate:
            for slot in slots_with(line.product_id, line.category_id):
                place = get(slot)
                if place is not None:
                    place.append(i)
    return slots


class _Best:
    """The exclusive rules of one priority: for each unit the best rule that looks at it alone, then
    groups as long as one of them is worth more than that.

    Two or three rules that want the same few goods are tried in every order; more of them go by
    what they are worth.
    """

    def __init__(
        self, promotions: Promotions, basket: Basket, slots: Slots, places: Sequence[int]
    ) -> None:
        self._rules = promotions.rules
        self._basket = basket
        self._slots = {n: [slots[s] for s in promotions.slots_of[n]] for n in places}
        self._simple = [n for n in places if self._rules[n].is_simple]
        self._groups = [n for n in places if not self._rules[n].is_simple]
        self._lines = {n: {i for slot in self._slots[n] for i in slot} for n in self._groups}
        self._unit: dict[int, tuple[int, int]] = {}

    def take(self) -> None:
        self._find_units()
        taken = self._by_worth()
        rivals = [n for n, _, _ in self._candidates(self._groups)]
        if 1 < len(rivals) <= _MOST_RIVALS and self._few_and_common(rivals):
            before = sum(gain for _, gain, _ in taken)
            for order in permutations(rivals):
                tried = self._in_order(order)
                gain = sum(gain for _, gain, _ in tried)
                if gain > before:
                    taken, before = tried, gain
        for n, _, found in taken:
            self._lock(found)
            for claim in found:
                if claim.minor:
                    self._basket.note(claim.line, n, claim.minor)
        self._take_units()

    def _take_units(self) -> None:
        basket = self._basket
        for line, (unit, n) in self._unit.items():
            minor = basket.lower(line, unit)
            if minor:
                basket.note(line, n, minor)
                basket.free[line] = 0

    def _find_units(self) -> None:
        basket, best = self._basket, self._unit
        units, lows, free, touched = basket.unit, basket.low, basket.free, basket.touched
        for n in self._simple:
            effect = self._rules[n].effect
            assert isinstance(effect, PercentOff | SumOff | NewPrice)
            for i in self._slots[n][0]:
                if touched[i] or not free[i]:
                    continue
                unit = lowered(effect, units[i], lows[i])
                known = best.get(i)
                if unit < (known[0] if known else units[i]):
                    best[i] = unit, n

    def _by_worth(self) -> list[_Taken]:
        """The most valuable first; what shares no line with it need not be worked out again."""
        kept = list(self._basket.free)
        candidates = self._candidates(self._groups)
        taken: list[_Taken] = []
        while candidates:
            best = max(candidates, key=lambda c: (c[1], -c[0]))
            taken.append(best)
            self._lock(best[2])
            lines = {claim.line for claim in best[2]}
            others = [c for c in candidates if c is not best]
            same = [c for c in others if self._lines[c[0]].isdisjoint(lines)]
            again = [c[0] for c in others if not self._lines[c[0]].isdisjoint(lines)]
            candidates = same + self._candidates(again)
        self._basket.free[:] = kept
        return taken

    def _in_order(self, order: Iterable[int]) -> list[_Taken]:
        kept = list(self._basket.free)
        taken: list[_Taken] = []
        for n in order:
            for found in self._candidates([n]):
                taken.append(found)
                self._lock(found[2])
        self._basket.free[:] = kept
        return taken

    def _few_and_common(self, rivals: Sequence[int]) -> bool:
        sizes = [len(self._lines[n]) for n in rivals]
        return sum(sizes) <= _MOST_RIVAL_LINES and len(
            set().union(*(self._lines[n] for n in rivals))
        ) < sum(sizes)

    def _candidates(self, places: Iterable[int]) -> list[_Taken]:
        found = [(n, claims(self._rules[n], self._slots[n], self._basket)) for n in places]
        worth = [(n, self._gain(what), what) for n, what in found if what]
        return [candidate for candidate in worth if candidate[1] > 0]

    def _gain(self, found: Iterable[Claim]) -> int:
        """What the claim is worth more than the best rules for its units alone."""
        gain = 0
        for claim in found:
            gain += claim.minor
            known = self._unit.get(claim.line)
            if known is not None:
                off = self._basket.unit[claim.line] - known[0]
                gain -= divide_half_up(off * claim.thousandths, 1000)
        return gain

    def _lock(self, found: Iterable[Claim]) -> None:
        for claim in found:
            self._basket.free[claim.line] -= claim.thousandths


def _stack(promotions: Promotions, basket: Basket, slots: Slots, n: int) -> None:
    """A rule that bears others: it changes the prices of what is left, and they stay free."""
    rule = promotions.rules[n]
    own = [slots[s] for s in promotions.slots_of[n]]
    if rule.is_simple:
        effect = rule.effect
        assert isinstance(effect, PercentOff | SumOff | NewPrice)
        for i in own[0]:
            minor = 0
            if basket.free[i]:
                unit = lowered(effect, basket.unit[i], basket.low[i])
                minor = basket.lower(i, unit)
                basket.unit[i] = unit
                basket.touched[i] = basket.touched[i] or minor > 0
            if basket.mixed[i]:
                minor += _off_mixed(effect, basket, i)
            if minor:
                basket.note(i, n, minor)
        return
    for claim in claims(rule, own, basket):
        _stack_claim(basket, n, claim)


def _stack_claim(basket: Basket, n: int, claim: Claim) -> None:
    i = claim.line
    if claim.unit_minor >= 0:
        basket.unit[i] = claim.unit_minor
        basket.touched[i] = True
    else:
        basket.mixed[i] += claim.thousandths
        basket.mixed_minor[i] += basket.cost(i, claim.thousandths) - claim.minor
        basket.free[i] -= claim.thousandths
    if claim.minor:
        basket.note(i, n, claim.minor)


def _off_mixed(effect: PerItem, basket: Basket, line: int) -> int:
    """A per-item effect on units whose prices differ: on what they cost together."""
    cost, quantity = basket.mixed_minor[line], basket.mixed[line]
    if isinstance(effect, PercentOff):
        minor = divide_half_up(cost * effect.percent_hundredths, 10_000)
    elif isinstance(effect, SumOff):
        minor = divide_half_up(effect.amount_minor * quantity, 1000)
    else:
        minor = cost - divide_half_up(effect.price_minor * quantity, 1000)
    lowest = divide_half_up(basket.low[line] * quantity, 1000)
    minor = max(0, min(minor, cost - lowest))
    basket.mixed_minor[line] -= minor
    return minor
