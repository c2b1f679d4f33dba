"""What changes a price besides the catalogue: promotions, and the price lists of customers."""

from __future__ import annotations

from typing import Protocol

from pos_desktop.domain.pricing import PriceList
from pos_desktop.domain.promotions.compiled import NO_PROMOTIONS, Promotions


class PromotionSource(Protocol):
    """Rules as they were at a moment: a sale that is being paid keeps its prices, whatever is
    edited meanwhile. Answered from memory, from any thread."""

    def as_of(self, at_us: int) -> Promotions: ...


class PriceListSource(Protocol):
    """Prices of customers. Answered from memory, from any thread."""

    def price_list(self, list_id: str, at_us: int) -> PriceList | None:
        """None where there is no such list: then the catalogue's prices hold."""
        ...


class _NoPromotions:
    """A shop without any."""

    def as_of(self, at_us: int) -> Promotions:
        return NO_PROMOTIONS


class _NoPriceLists:
    """A shop where everybody pays the same."""

    def price_list(self, list_id: str, at_us: int) -> PriceList | None:
        return None


NO_PROMOTION_SOURCE: PromotionSource = _NoPromotions()
NO_PRICE_LISTS: PriceListSource = _NoPriceLists()
