"""What a promotion is: its goods, its times and conditions, its effect, how it bears others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

ALL_OFF = 10_000
"""100 %, in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which goods: those named or of a named category, all where nothing is named; never those
    excepted."""

    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    except_products: frozenset[str] = frozenset()
    except_categories: frozenset[str] = frozenset()

    def takes(self, product_id: str, category_id: str) -> bool:
        if product_id in self.except_products or category_id in self.except_categories:
            return False
        if not self.products and not self.categories:
            return True
        return product_id in self.products or category_id in self.categories


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class PercentOff:
    """percent_hundredths: 1000 takes 10.00 % off each unit's price."""

    percent_hundredths: int


@dataclass(frozen=True, slots=True)
class SumOff:
    """amount_minor off each unit."""

    amount_minor: int


@dataclass(frozen=True, slots=True)
class NewPrice:
    """price_minor for each unit, where that is less."""

    price_minor: int


@dataclass(frozen=True, slots=True)
class ReceiptSumOff:
    """amount_minor once a receipt, spread over the selected goods."""

    amount_minor: int


@dataclass(frozen=True, slots=True)
class NForM:
    """Of each `take` pieces only `pay` are paid in full; the cheapest of the group get
    percent_hundredths off. Groups are made from the dearest piece down, so nobody gains by having
    two receipts made."""

    take: int
    pay: int
    percent_hundredths: int = ALL_OFF


@dataclass(frozen=True, slots=True)
class BundlePart:
    """count pieces of the goods of a selection."""

    goods: Selection
    count: int = 1


@dataclass(frozen=True, slots=True)
class Bundle:
    """All parts together for price_minor."""

    parts: tuple[BundlePart, ...]
    price_minor: int


@dataclass(frozen=True, slots=True)
class Tiers:
    """The more, the cheaper. by: "quantity" (thresholds in thousandths) | "sum" (minor units).
    steps: (threshold, percent_hundredths), ascending; the highest that is reached holds for all."""

    by: str
    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Gift:
    """For each `count` pieces of the promotion's goods one piece of `gift`, percent_hundredths
    off; count 0: once for a receipt that meets the other conditions."""

    gift: Selection
    count: int = 1
    percent_hundredths: int = ALL_OFF


Effect = PercentOff | SumOff | NewPrice | ReceiptSumOff | NForM | Bundle | Tiers | Gift
PerItem = PercentOff | SumOff | NewPrice
"""Effects that change the price of a unit, whatever else is in the basket."""


@dataclass(frozen=True, slots=True)
class When:
    """Local time of the shop. days: 0 is Monday, empty = every day; from_time up to, but without,
    until_time, over midnight where it is the smaller one (the day is that of the beginning); dates
    inclusive."""

    days: frozenset[int] = frozenset()
    from_time: time | None = None
    until_time: time | None = None
    from_date: date | None = None
    until_date: date | None = None

    def holds(self, local: datetime) -> bool:
        day, at = local.date(), local.time()
        start, end = self.from_time, self.until_time
        if start is not None and end is not None and end <= start:
            if at < end:
                day -= timedelta(days=1)
            elif at < start:
                return False
        elif (start is not None and at < start) or (end is not None and at >= end):
            return False
        if self.days and day.weekday() not in self.days:
            return False
        if self.from_date is not None and day < self.from_date:
            return False
        return self.until_date is None or day <= self.until_date


ALWAYS = When()


@dataclass(frozen=True, slots=True)
class Promotion:
    """One rule.

    priority: the higher goes first. stacking: bears other promotions on the same unit; an exclusive
    one does not, and of those of one priority the customer gets the best. coupon: code that must be
    in the sale, "" = none. groups: of customers, empty = everybody. times: groups, bundles, gifts
    or units a receipt, 0 = no limit. max_discount_minor: a receipt, 0 = no limit.
    min_receipt_minor: what the receipt must come to before promotions. on: an owner may switch it
    off and keep it.
    """

    promotion_id: str
    name: str
    effect: Effect
    goods: Selection = EVERYTHING
    when: When = ALWAYS
    name_en: str = ""
    coupon: str = ""
    groups: frozenset[str] = frozenset()
    priority: int = 0
    stacking: bool = False
    times: int = 0
    max_discount_minor: int = 0
    min_receipt_minor: int = 0
    on: bool = True

    @property
    def is_simple(self) -> bool:
        """Whether it looks at one unit at a time."""
        return (
            isinstance(self.effect, PercentOff | SumOff | NewPrice)
            and not self.times
            and not self.max_discount_minor
        )
