"""What would unlock more: "one piece more, and the third is free". Asked for by the panel that
explains a price, not with every scan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pos_desktop.domain.promotions.apply import matched
from pos_desktop.domain.promotions.compiled import Circumstances, Promotions
from pos_desktop.domain.promotions.rules import (
    Bundle,
    Gift,
    NForM,
    Promotion,
    Selection,
    Tiers,
)
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.sale import SaleLine


@dataclass(frozen=True, slots=True)
class Hint:
    """kind: "pieces" (missing in thousandths, of the same goods) | "sum" (missing in minor units) |
    "goods" (missing thousandths of goods)."""

    rule: Promotion
    kind: str
    missing: int
    goods: Selection | None = None


def hints(
    promotions: Promotions, lines: Sequence[SaleLine], line: int, now: Circumstances
) -> list[Hint]:
    """What the customer could still reach that has to do with one line, by its place."""
    rich = replace(now, sum_minor=1 << 60)
    active = promotions.active(rich)
    slots = matched(promotions, lines, active)
    found: list[Hint] = []
    for n in active:
        rule = promotions.rules[n]
        own = [slots[slot] for slot in promotions.slots_of[n]]
        if not any(line in slot for slot in own):
            continue
        if now.sum_minor < rule.min_receipt_minor:
            found.append(Hint(rule, "sum", rule.min_receipt_minor - now.sum_minor))
        else:
            found += _missing(rule, own, lines, line)
    return found


def _missing(
    rule: Promotion, slots: Sequence[Sequence[int]], lines: Sequence[SaleLine], line: int
) -> Iterable[Hint]:
    effect = rule.effect
    if isinstance(effect, NForM):
        groups, rest = divmod(_pieces(slots[0], lines), effect.take)
        if rest and (not rule.times or groups < rule.times):
            yield Hint(rule, "pieces", (effect.take - rest) * 1000)
    elif isinstance(effect, Tiers):
        yield from _next_tier(rule, effect, slots[0], lines)
    elif isinstance(effect, Bundle):
        yield from _rest_of_set(rule, effect, slots, lines)
    elif isinstance(effect, Gift) and effect.count and line in slots[0]:
        earned, rest = divmod(_pieces(slots[0], lines), effect.count)
        if earned > _pieces(slots[1], lines):
            yield Hint(rule, "goods", 1000, effect.gift)
        elif rest:
            yield Hint(rule, "pieces", (effect.count - rest) * 1000)


def _next_tier(
    rule: Promotion, effect: Tiers, slot: Sequence[int], lines: Sequence[SaleLine]
) -> Iterable[Hint]:
    if effect.by == "quantity":
        reached = sum(lines[i].quantity.thousandths for i in slot)
    else:
        reached = sum(lines[i].quantity.cost_minor(lines[i].price_minor) for i in slot)
    above = [threshold for threshold, _ in effect.steps if threshold > reached]
    if above:
        kind = "pieces" if effect.by == "quantity" else "sum"
        yield Hint(rule, kind, min(above) - reached)


def _rest_of_set(
    rule: Promotion, effect: Bundle, slots: Sequence[Sequence[int]], lines: Sequence[SaleLine]
) -> Iterable[Hint]:
    """What the set that was begun lacks; a set nobody began is no hint."""
    counts = [_pieces(slot, lines) for slot in slots]
    sets = min(count // part.count for count, part in zip(counts, effect.parts, strict=True))
    if rule.times and sets >= rule.times:
        return
    over = [count - sets * part.count for count, part in zip(counts, effect.parts, strict=True)]
    if not any(over):
        return
    for part, count in zip(effect.parts, over, strict=True):
        if count < part.count:
            yield Hint(rule, "goods", (part.count - count) * 1000, part.goods)


def _pieces(slot: Iterable[int], lines: Sequence[SaleLine]) -> int:
    quantities = (lines[i].quantity for i in slot)
    return sum(q.thousandths // 1000 for q in quantities if q.unit is Unit.PIECE)
