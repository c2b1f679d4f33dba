"""Goods scanned for a refund without a receipt, an exchange or a correction: found and priced as in
selling, beside the open sale and without a draft of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.sell import (
    Added,
    WeightWanted,
    add_product,
    add_scanned,
    add_weighed,
)
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Journal


class _WithoutDrafts:
    """The journal, but for the open sale, which stays what it is."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def save_draft(self, *_what: object, **_more: object) -> None:
        """Nothing: only money that moved has to survive, and that is written before it does."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)


def add_to_basket(
    place: Workplace,
    sale: Sale | None,
    code: str = "",
    product_id: str = "",
    weight_grams: int = 0,
    *,
    staff: StaffMember,
) -> Added | WeightWanted:
    """Add a scanned code, a product, or a weighed product; refusals as of selling."""
    beside = replace(place, journal=cast(Journal, _WithoutDrafts(place.journal)))
    if code:
        return add_scanned(beside, sale, code, staff=staff)
    if weight_grams:
        return add_weighed(beside, sale, product_id, weight_grams, staff=staff)
    return add_product(beside, sale, product_id, staff=staff)
