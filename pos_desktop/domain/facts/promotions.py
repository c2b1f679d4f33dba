"""Facts about promotions: what the shop changed at this register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PromotionChanged:
    """A promotion was stored, switched or removed at the register.

    change: "stored" | "on" | "off" | "removed". card: the whole rule as JSON (keys of
    domain/promotions/card.py), "" where it was removed.
    """

    KIND: ClassVar[str] = "PromotionChanged"
    VERSION: ClassVar[int] = 1
    promotion_id: str
    name: str
    change: str
    card: str
    staff_id: str
    staff_name: str
