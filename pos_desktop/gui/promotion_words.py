"""Promotions in words: the steps of a price, what would unlock more, what a rule does and when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pos_desktop.domain.facts import PriceShare
from pos_desktop.domain.pricing import PricedLine
from pos_desktop.domain.promotions.card import DAYS
from pos_desktop.domain.promotions.rules import (
    Bundle,
    Gift,
    NewPrice,
    NForM,
    PercentOff,
    Promotion,
    ReceiptSumOff,
    SumOff,
    When,
)
from pos_desktop.gui.texts import line_amount, money, unbroken, unit_text
from pos_desktop.i18n import date, language, quantity, t, time

if TYPE_CHECKING:
    from pos_desktop.gui.desk_promotions import Wish

_OFF_WORDS = {"promotion": "promotions.off_promotion", "bonus": "promotions.off_bonus",
              "rounding": "promotions.off_rounding"}  # fmt: skip
_BEFORE_DISCOUNT = ("price_list", "manual_price")


def off_word(line: PricedLine) -> str:
    """What lowered a line, in one word beside the sum: "акция", "скидка"."""
    kinds = {s.kind for s in line.shares if s.kind not in _BEFORE_DISCOUNT}
    if len(kinds) == 1:
        return t(_OFF_WORDS.get(kinds.pop(), "sale.discount_word"))
    return t("promotions.off_promotion" if "promotion" in kinds else "sale.discount_word")


def steps(line: PricedLine, names_en: dict[str, str]) -> list[tuple[str, str]]:
    """(what, how much) from the catalogue's price to the total, as the panel lists them."""
    of = line.line
    listed = money(of.list_price_minor or of.price_minor, symbol=False)
    first = t("promotions.step_catalogue", amount=line_amount(of.quantity), price=listed)
    rows = [(first, money(line.catalogue_minor, symbol=False))]
    rows += [(_step(share, names_en), _signed(-share.amount_minor)) for share in line.shares]
    return rows


def _signed(amount_minor: int) -> str:
    text = money(amount_minor, symbol=False)
    return f"+{text}" if amount_minor > 0 else text


def _step(share: PriceShare, names_en: dict[str, str]) -> str:
    name = share.name
    if language() == "en":
        name = names_en.get(share.source_id) or name
    title = t(f"promotions.step_{share.kind}")
    if not name:
        return title
    return t("promotions.step_named", title=title, name=name)


def rule_name(rule: Promotion) -> str:
    """In the language of the screen."""
    return rule.name_en if rule.name_en and language() == "en" else rule.name


def wish_text(wish: Wish, line: PricedLine) -> str:
    """ "Ещё 1 шт — и «Третья в подарок»"."""
    hint, name = wish.hint, rule_name(wish.hint.rule)
    if hint.kind == "sum":
        return t("promotions.wish_sum", sum=money(hint.missing), name=name)
    unit = unit_text(line.line.quantity.unit)
    amount = unbroken(f"{quantity(hint.missing, 3 if hint.missing % 1000 else 0)} {unit}")
    if hint.kind == "goods":
        return t("promotions.wish_goods", amount=amount, goods=wish.goods, name=name)
    return t("promotions.wish_pieces", amount=amount, name=name)


def percent(hundredths: int) -> str:
    """ "12,5 %"."""
    text = quantity(hundredths * 10, 0 if hundredths % 100 == 0 else 2)
    return t("units.percent", percent=text)


def effect_text(rule: Promotion) -> str:
    """What a rule does, in a few words."""
    effect = rule.effect
    if isinstance(effect, PercentOff):
        return t("promotions.does_percent", percent=percent(effect.percent_hundredths))
    if isinstance(effect, SumOff):
        return t("promotions.does_sum_off", sum=money(effect.amount_minor))
    if isinstance(effect, NewPrice):
        return t("promotions.does_new_price", price=money(effect.price_minor))
    if isinstance(effect, ReceiptSumOff):
        return t("promotions.does_receipt_sum_off", sum=money(effect.amount_minor))
    if isinstance(effect, NForM):
        return t(
            "promotions.does_n_for_m",
            take=effect.take,
            pay=effect.pay,
            percent=percent(effect.percent_hundredths),
        )
    if isinstance(effect, Bundle):
        return t("promotions.does_bundle", price=money(effect.price_minor))
    if isinstance(effect, Gift):
        return t("promotions.does_gift")
    return t("promotions.does_tiers")


def sentence(text: str) -> str:
    """Words that stand by themselves begin with a capital."""
    return text[:1].upper() + text[1:]


def when_text(rule: Promotion) -> str:
    """When it holds, for whom and with what; "" = always and for everybody."""
    parts = [*_dates(rule.when)]
    if rule.coupon:
        parts.append(t("promotions.with_coupon", code=rule.coupon))
    if rule.groups:
        parts.append(t("promotions.for_groups", groups=", ".join(sorted(rule.groups))))
    if rule.min_receipt_minor:
        parts.append(t("promotions.from_sum", sum=money(rule.min_receipt_minor)))
    return " · ".join(parts) or t("promotions.always")


def _dates(when: When) -> list[str]:
    parts: list[str] = []
    if when.from_date is not None:
        parts.append(t("promotions.from_date", date=date(when.from_date)))
    if when.until_date is not None:
        parts.append(t("promotions.until_date", date=date(when.until_date)))
    if when.days:
        parts.append(", ".join(t(f"promotions.day_{DAYS[day]}") for day in sorted(when.days)))
    if when.from_time is not None or when.until_time is not None:
        any_day = datetime(2026, 1, 1)
        ends = [
            time(any_day.replace(hour=at.hour, minute=at.minute)) if at is not None else ""
            for at in (when.from_time, when.until_time)
        ]
        parts.append("–".join(ends))
    return parts
