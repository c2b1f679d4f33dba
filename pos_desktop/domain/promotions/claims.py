"""Which units a rule takes and how much comes off them, for every effect that looks at more than
one unit or has a limit. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence

from pos_desktop.domain.money import spread
from pos_desktop.domain.promotions.basket import Basket, Claim, lowered
from pos_desktop.domain.promotions.rules import (
    Bundle,
    BundlePart,
    Gift,
    NForM,
    PercentOff,
    PerItem,
    Promotion,
    ReceiptSumOff,
    Tiers,
)

_NO_LIMIT = 1 << 60

Taken = dict[int, int]
"""Place of a line -> thousandths of it."""


def claims(rule: Promotion, slots: Sequence[Sequence[int]], basket: Basket) -> list[Claim]:
    """What the rule would take now. slots: for each of its selections the places of the lines."""
    effect = rule.effect
    if isinstance(effect, NForM):
        found = _n_for_m(rule, effect, slots[0], basket)
    elif isinstance(effect, Bundle):
        found = _bundle(rule, effect, slots, basket)
    elif isinstance(effect, Gift):
        found = _gift(rule, effect, slots, basket)
    elif isinstance(effect, Tiers):
        found = _tiers(rule, effect, slots[0], basket)
    elif isinstance(effect, ReceiptSumOff):
        found = _spread(effect.amount_minor, _whole(rule, slots[0], basket), basket)
    else:
        found = _per_item(rule, effect, slots[0], basket)
    limit = rule.max_discount_minor
    if limit and sum(claim.minor for claim in found) > limit:
        found.sort(key=lambda claim: basket.order(claim.line))
        parts = spread(limit, [claim.minor for claim in found])
        found = [Claim(c.line, c.thousandths, part) for c, part in zip(found, parts, strict=True)]
    return found if any(claim.minor for claim in found) else []


def _pieces(
    rule: Promotion, slot: Sequence[int], basket: Basket, taken: Taken | None = None
) -> list[tuple[int, int]]:
    """(line, whole pieces it may still take), dearest first."""
    free = [
        (i, (basket.claimable(i, stacking=rule.stacking) - (taken or {}).get(i, 0)) // 1000)
        for i in slot
        if basket.countable[i]
    ]
    return sorted((f for f in free if f[1] > 0), key=lambda f: basket.order(f[0]))


def _whole(rule: Promotion, slot: Sequence[int], basket: Basket) -> Taken:
    free = {i: basket.claimable(i, stacking=rule.stacking) for i in slot}
    return {i: thousandths for i, thousandths in free.items() if thousandths}


def _off_a_piece(line: int, percent_hundredths: int, basket: Basket) -> int:
    unit = basket.unit[line]
    return unit - lowered(PercentOff(percent_hundredths), unit, basket.low[line])


def _n_for_m(rule: Promotion, effect: NForM, slot: Sequence[int], basket: Basket) -> list[Claim]:
    runs = _pieces(rule, slot, basket)
    groups = min(sum(count for _, count in runs) // effect.take, rule.times or _NO_LIMIT)
    left = groups * effect.take
    found: list[Claim] = []
    at = 0
    for line, count in runs:
        used = min(count, left)
        if not used:
            break
        given = _given_up_to(effect, at + used) - _given_up_to(effect, at)
        off = given * _off_a_piece(line, effect.percent_hundredths, basket) if given else 0
        found.append(Claim(line, used * 1000, off))
        at += used
        left -= used
    return found


def _given_up_to(effect: NForM, pieces: int) -> int:
    """How many of the first `pieces` are given: the last of each group."""
    groups, rest = divmod(pieces, effect.take)
    return groups * (effect.take - effect.pay) + max(0, rest - effect.pay)


def _bundle(
    rule: Promotion, effect: Bundle, slots: Sequence[Sequence[int]], basket: Basket
) -> list[Claim]:
    most = rule.times or _NO_LIMIT
    for part, slot in zip(effect.parts, slots, strict=True):
        most = min(most, sum(count for _, count in _pieces(rule, slot, basket)) // part.count)
    fewest = 0
    taken: Taken = {}
    while fewest < most:
        middle = (fewest + most + 1) // 2
        tried = _sets(rule, effect.parts, slots, basket, middle)
        if tried is None:
            most = middle - 1
        else:
            fewest, taken = middle, tried
    cost_minor = sum(basket.cost(line, thousandths) for line, thousandths in taken.items())
    return _spread(cost_minor - fewest * effect.price_minor, taken, basket)


def _sets(
    rule: Promotion,
    parts: Sequence[BundlePart],
    slots: Sequence[Sequence[int]],
    basket: Basket,
    sets: int,
) -> Taken | None:
    """The pieces of so many sets, or None where parts want the same pieces and there are too
    few."""
    taken: Taken = {}
    narrowest_first = sorted(range(len(parts)), key=lambda n: (len(slots[n]), n))
    for n in narrowest_first:
        wanted = parts[n].count * sets
        for line, count in _pieces(rule, slots[n], basket, taken):
            used = min(count, wanted)
            taken[line] = taken.get(line, 0) + used * 1000
            wanted -= used
            if not wanted:
                break
        if wanted:
            return None
    return taken


def _gift(
    rule: Promotion, effect: Gift, slots: Sequence[Sequence[int]], basket: Basket
) -> list[Claim]:
    """The cheapest of the possible gifts; a piece is either given or counts as bought."""
    gifts = list(reversed(_pieces(rule, slots[1], basket)))
    limit = min(rule.times or _NO_LIMIT, sum(count for _, count in gifts))
    if not effect.count:
        return _given(effect, gifts, min(limit, rule.times or 1), basket)
    counted = [basket.lines[i].quantity for i in slots[0] if basket.countable[i]]
    bought = sum(quantity.thousandths // 1000 for quantity in counted)
    both = set(slots[0])
    limit = min(limit, bought // effect.count)
    while limit:
        given = _given(effect, gifts, limit, basket)
        own = sum(claim.thousandths // 1000 for claim in given if claim.line in both)
        enough = (bought - own) // effect.count
        if enough >= limit:
            return given
        limit = min(limit - 1, max(enough, (limit - 1 + enough) // 2))
    return []


def _given(
    effect: Gift, gifts: Sequence[tuple[int, int]], count: int, basket: Basket
) -> list[Claim]:
    found: list[Claim] = []
    for line, pieces in gifts:
        used = min(pieces, count)
        if not used:
            break
        off = used * _off_a_piece(line, effect.percent_hundredths, basket)
        found.append(Claim(line, used * 1000, off))
        count -= used
    return found


def _tiers(rule: Promotion, effect: Tiers, slot: Sequence[int], basket: Basket) -> list[Claim]:
    whole = _whole(rule, slot, basket)
    if effect.by == "quantity":
        reached = sum(whole.values())
    else:
        reached = sum(basket.cost(line, thousandths) for line, thousandths in whole.items())
    percent = max((p for threshold, p in effect.steps if threshold <= reached), default=0)
    if not percent:
        return []
    return [_at_price(line, PercentOff(percent), basket) for line in whole]


def _at_price(line: int, effect: PerItem, basket: Basket) -> Claim:
    unit = lowered(effect, basket.unit[line], basket.low[line])
    return Claim(line, basket.free[line], basket.lower(line, unit), unit)


def _per_item(rule: Promotion, effect: PerItem, slot: Sequence[int], basket: Basket) -> list[Claim]:
    """With a limit of units: those that save most; a weighed line is one."""
    whole = _whole(rule, slot, basket)
    if not rule.times:
        return [_at_price(line, effect, basket) for line in whole]
    saved: dict[int, int] = {}
    for i in whole:
        unit = lowered(effect, basket.unit[i], basket.low[i])
        saved[i] = basket.unit[i] - unit if basket.countable[i] else basket.lower(i, unit)
    lines = sorted(whole, key=lambda i: (-saved[i], *basket.order(i)))
    left = rule.times
    found: list[Claim] = []
    for line in lines:
        if not left:
            break
        if not basket.countable[line]:
            found.append(_at_price(line, effect, basket))
            left -= 1
            continue
        used = min(whole[line] // 1000, left)
        found.append(Claim(line, used * 1000, used * saved[line]))
        left -= used
    return found


def _spread(minor: int, taken: Taken, basket: Basket) -> list[Claim]:
    """Take minor off by what the units cost, no line below its lowest price."""
    lines = sorted(taken, key=basket.order)
    rooms = [basket.room(line, taken[line]) for line in lines]
    minor = min(minor, sum(rooms))
    if minor <= 0 or not lines:
        return []
    costs = [basket.cost(line, taken[line]) for line in lines]
    parts = spread(minor, costs)
    if any(part > room for part, room in zip(parts, rooms, strict=True)):
        parts = spread(minor, rooms)
    return [Claim(i, taken[i], part) for i, part in zip(lines, parts, strict=True)]
