"""Changing the shop's promotions at the register: stored, and told to the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import PromotionChanged
from pos_desktop.domain.promotions.rules import Promotion
from pos_desktop.domain.promotions.writing import card_of
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.reference_edits import commit_promotions
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, PromotionEdit
from pos_desktop.ports.prices import PromotionBook


def store_promotions(
    place: Workplace, book: PromotionBook, rules: Sequence[Promotion], *, staff: StaffMember
) -> None:
    """Add or replace promotions by id. The journal hears first: what is stored was meant."""
    demand(staff, Action.EDIT_PROMOTION)
    if not rules:
        return
    _change(place, book, [(rule, "stored") for rule in rules], staff)


def switch_promotion(
    place: Workplace, book: PromotionBook, promotion_id: str, *, on: bool, staff: StaffMember
) -> Promotion:
    """Switch one on or off; RefusalError("promotion.no_such")."""
    demand(staff, Action.EDIT_PROMOTION)
    rule = replace(_found(book, promotion_id), on=on)
    _change(place, book, [(rule, "on" if on else "off")], staff)
    return rule


def remove_promotion(
    place: Workplace, book: PromotionBook, promotion_id: str, *, staff: StaffMember
) -> None:
    """Take one away for good; what was sold by it keeps its reasons. RefusalError(
    "promotion.no_such")."""
    demand(staff, Action.EDIT_PROMOTION)
    rule = _found(book, promotion_id)
    _change(place, book, [(rule, "removed")], staff)


def _found(book: PromotionBook, promotion_id: str) -> Promotion:
    for rule in book.all():
        if rule.promotion_id == promotion_id:
            return rule
    raise RefusalError("promotion.no_such", value=promotion_id)


def _change(
    place: Workplace,
    book: PromotionBook,
    changes: Sequence[tuple[Promotion, str]],
    staff: StaffMember,
) -> None:
    facts = tuple(_fact(rule, change, staff) for rule, change in changes)
    edit = PromotionEdit(
        at_us=place.clock.now_us(),
        cards=tuple(fact.card for fact in facts if fact.card),
        removed=tuple(fact.promotion_id for fact in facts if not fact.card),
    )
    commit_promotions(place.journal, book, Commit(facts), edit)


def _fact(rule: Promotion, change: str, staff: StaffMember) -> PromotionChanged:
    card = "" if change == "removed" else json.dumps(card_of(rule), ensure_ascii=False)
    return PromotionChanged(
        rule.promotion_id, rule.name, change, card, staff.staff_id, staff.short_name
    )
