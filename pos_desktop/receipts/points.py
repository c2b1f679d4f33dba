"""The customer's points on a receipt: before, spent, earned and after, as this register knows them
with or without the network."""

from __future__ import annotations

from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.i18n import money, translate
from pos_desktop.receipts.document import Element, Pair, Rule


def points_lines(fact: SaleCompleted, lang: str) -> list[Element]:
    """Nothing where the receipt moved no points and none were there."""
    spent, earned, before = (
        fact.bonus_spent_minor,
        fact.bonus_earned_minor,
        fact.bonus_before_minor,
    )
    if not (spent or earned or before):
        return []

    def row(key: str, amount_minor: int) -> Pair:
        amount = money(amount_minor, fact.currency, lang, symbol=False)
        return Pair(translate(lang, f"receipt.{key}"), amount)

    rows: list[Element] = [row("points_before", before)]
    if spent:
        rows.append(row("points_spent", -spent))
    if earned:
        rows.append(row("points_earned", earned))
    return [*rows, row("points_after", before - spent + earned), Rule()]
