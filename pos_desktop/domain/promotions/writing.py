"""From a promotion back to its card: what promotion_of reads again as the same rule."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.domain.promotions.card import DAYS
from pos_desktop.domain.promotions.rules import (
    ALL_OFF,
    Bundle,
    BundlePart,
    Effect,
    Gift,
    NewPrice,
    NForM,
    PercentOff,
    Promotion,
    ReceiptSumOff,
    Selection,
    SumOff,
    Tiers,
)

Card = dict[str, object]


def card_of(promotion: Promotion) -> Card:
    """Plain values; what stands at its default is left out."""
    rule, when, goods = promotion, promotion.when, promotion.goods
    kind, effect = _KINDS[type(rule.effect)]
    card: Card = {
        "id": rule.promotion_id,
        "name": rule.name,
        "name_en": rule.name_en,
        "kind": kind,
        **effect(rule.effect),
        "products": sorted(goods.products),
        "categories": sorted(goods.categories),
        "except_products": sorted(goods.except_products),
        "except_categories": sorted(goods.except_categories),
        "groups": sorted(rule.groups),
        "days": [DAYS[day] for day in sorted(when.days)],
        "from_time": when.from_time.isoformat("minutes") if when.from_time else "",
        "until_time": when.until_time.isoformat("minutes") if when.until_time else "",
        "from_date": when.from_date.isoformat() if when.from_date else "",
        "until_date": when.until_date.isoformat() if when.until_date else "",
        "coupon": rule.coupon,
        "priority": rule.priority,
        "stacking": rule.stacking,
        "times": rule.times,
        "max_discount": decimal(rule.max_discount_minor) if rule.max_discount_minor else "",
        "min_receipt": decimal(rule.min_receipt_minor) if rule.min_receipt_minor else "",
    }
    kept = {key: value for key, value in card.items() if value not in ("", [], 0, False)}
    # A price or a count of 0 means something, so what the effect says is kept whole.
    kept |= effect(rule.effect)
    return kept if rule.on else {**kept, "on": False}


def decimal(hundredths: int) -> str:
    """1250 as "12.50"; money and percentages alike."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _percent(effect: PercentOff) -> Card:
    return {"percent": decimal(effect.percent_hundredths)}


def _n_for_m(effect: NForM) -> Card:
    card: Card = {"take": effect.take, "pay": effect.pay}
    if effect.percent_hundredths != ALL_OFF:
        card["percent"] = decimal(effect.percent_hundredths)
    return card


def _gift(effect: Gift) -> Card:
    card: Card = {"gift": _alternatives(effect.gift), "count": effect.count}
    if effect.percent_hundredths != ALL_OFF:
        card["percent"] = decimal(effect.percent_hundredths)
    return card


def _bundle(effect: Bundle) -> Card:
    return {"parts": [_part(part) for part in effect.parts], "price": decimal(effect.price_minor)}


def _part(part: BundlePart) -> str:
    goods = _alternatives(part.goods)
    return goods if part.count == 1 else f"{part.count} x {goods}"


def _alternatives(goods: Selection) -> str:
    wanted = [*sorted(goods.products), *(f"category:{c}" for c in sorted(goods.categories))]
    unwanted = [
        *(f"not {p}" for p in sorted(goods.except_products)),
        *(f"not category:{c}" for c in sorted(goods.except_categories)),
    ]
    return " | ".join([*(wanted or ["*"]), *unwanted])


def _tiers(effect: Tiers) -> Card:
    steps = [f"{_threshold(at, effect.by)} = {decimal(share)}" for at, share in effect.steps]
    return {"by": effect.by, "steps": steps}


def _threshold(at: int, by: str) -> str:
    if by == "sum":
        return decimal(at)
    return str(at // 1000) if at % 1000 == 0 else f"{at // 1000}.{at % 1000:03d}"


_KINDS: dict[type[Effect], tuple[str, Callable[..., Card]]] = {
    PercentOff: ("percent", _percent),
    SumOff: ("sum_off", lambda effect: {"sum": decimal(effect.amount_minor)}),
    NewPrice: ("new_price", lambda effect: {"price": decimal(effect.price_minor)}),
    ReceiptSumOff: ("receipt_sum_off", lambda effect: {"sum": decimal(effect.amount_minor)}),
    NForM: ("n_for_m", _n_for_m),
    Bundle: ("bundle", _bundle),
    Tiers: ("tiers", _tiers),
    Gift: ("gift", _gift),
}
