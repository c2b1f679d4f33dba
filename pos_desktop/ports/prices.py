"""What changes a price besides the catalogue: promotions, and the price lists of customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pos_desktop.domain.pricing import PriceList
from pos_desktop.domain.promotions.compiled import NO_PROMOTIONS, Promotions
from pos_desktop.domain.promotions.rules import Promotion


class PromotionSource(Protocol):
    """Rules as they were at a moment: a sale that is being paid keeps its prices, whatever is
    edited meanwhile. Answered from memory, from any thread."""

    def as_of(self, at_us: int) -> Promotions:
        """at_us: UTC microseconds, 0 = as they are now."""
        ...


class PromotionBook(PromotionSource, Protocol):
    """The shop's promotions, kept with every version of each."""

    def all(self) -> list[Promotion]:
        """As they are now, switched off ones too, by name."""
        ...

    def store(self, rules: Sequence[Promotion], at_us: int) -> None:
        """Add or replace by id; all or nothing."""
        ...

    def remove(self, promotion_id: str, at_us: int) -> None: ...


class PriceListSource(Protocol):
    """Prices of customers. Answered from memory, from any thread."""

    def price_list(self, list_id: str, at_us: int) -> PriceList | None:
        """None where there is no such list: then the catalogue's prices hold."""
        ...


@dataclass(frozen=True, slots=True)
class ListPrice:
    """The price of one product in a list. valid_from, valid_until: first and last day, None = no
    such end."""

    product_id: str
    price_minor: int
    valid_from: date | None = None
    valid_until: date | None = None


class PriceListWriter(Protocol):
    def put_list(self, list_id: str, name: str, prices: Sequence[ListPrice]) -> None:
        """Replace a whole list, all or nothing; it holds for the next scan."""
        ...

    def lists(self) -> list[tuple[str, str, int]]:
        """(id, name, number of prices) of every list, by name."""
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
