"""A promotion as a card of named plain values, as files, the catalogue and the editor hold it. What
is wrong is refused with the key, what stands there and what may stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import TypeVar

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import parse_amount_minor
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
    When,
)

Find = Callable[[str], str | None]
"""From what a file calls a product (article, barcode, id) to its id; None = there is none."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "percent": (("percent",), ()),
    "sum_off": (("sum",), ()),
    "new_price": (("price",), ()),
    "receipt_sum_off": (("sum",), ()),
    "n_for_m": (("take", "pay"), ("percent",)),
    "bundle": (("parts", "price"), ()),
    "tiers": (("by", "steps"), ()),
    "gift": (("gift",), ("count", "percent")),
}
"""Kind -> keys it must have, keys it may have."""

_COMMON = (
    "id", "name", "name_en", "kind", "on", "priority", "stacking", "coupon", "groups", "products",
    "categories", "except_products", "except_categories", "days", "from_time", "until_time",
    "from_date", "until_date", "times", "max_discount", "min_receipt",
)  # fmt: skip

KEYS = (*_COMMON, *sorted({key for must, may in KINDS.values() for key in (*must, *may)}))
"""Every key there is; columns of a table have these names."""

_DAYS_RU = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_BY_RU = {"количество": "quantity", "сумма": "sum"}
_YES = ("true", "1", "yes", "да", "+")
_NO = ("false", "0", "no", "нет", "-")
_MOST_PIECES = 9999


_Moment = TypeVar("_Moment", date, time)


class _Card:
    """Reads one card key by key."""

    def __init__(self, values: Mapping[str, object], find: Find) -> None:
        self._values = {key: value for key, value in values.items() if value not in ("", None)}
        self._find = find

    def check_keys(self) -> str:
        """The kind, or a refusal for a key that does not belong to it."""
        kind = self.one_of("kind", KINDS)
        must, may = KINDS[kind]
        allowed = (*_COMMON, *must, *may)
        for key in self._values:
            if key not in allowed:
                raise RefusalError("promotion.unknown_key", key=key, allowed=", ".join(allowed))
        for key in ("id", "name", *must):
            if key not in self._values:
                raise RefusalError("promotion.missing_key", key=key)
        return kind

    def wrong(self, key: str, allowed: str) -> RefusalError:
        return RefusalError(
            "promotion.bad_value", key=key, value=str(self._values.get(key, "")), allowed=allowed
        )

    def text(self, key: str) -> str:
        return str(self._values.get(key, "")).strip()

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        text = self.text(key)
        if text not in allowed:
            raise self.wrong(key, ", ".join(allowed))
        return text

    def flag(self, key: str, default: bool) -> bool:
        text = self.text(key).casefold()
        if not text:
            return default
        if text not in _YES + _NO:
            raise self.wrong(key, "true, false")
        return text in _YES

    def number(self, key: str, low: int, high: int, default: int = 0) -> int:
        text = self.text(key)
        if not text:
            return default
        return self._whole(key, text, low, high)

    def _whole(self, key: str, text: str, low: int, high: int) -> int:
        plain = text.removeprefix("-")
        if not (plain.isascii() and plain.isdigit()) or not low <= int(text) <= high:
            raise self.wrong(key, f"{low}-{high}")
        return int(text)

    def money(self, key: str, *, default: int = 0) -> int:
        text = self.text(key)
        return self._money(key, text) if text else default

    def _money(self, key: str, text: str) -> int:
        try:
            amount_minor = parse_amount_minor(text)
        except RefusalError:
            raise self.wrong(key, "0.00") from None
        if amount_minor < 0:
            raise self.wrong(key, ">= 0.00")
        return amount_minor

    def percent(self, key: str, default: int = 0) -> int:
        text = self.text(key)
        return self._percent(key, text) if text else default

    def _percent(self, key: str, text: str) -> int:
        share = self._money(key, text.removesuffix("%").strip())
        if not 0 < share <= ALL_OFF:
            raise self.wrong(key, "0.01-100")
        return share

    def many(self, key: str) -> tuple[str, ...]:
        """A list, or a text with commas, as a cell of a table has it."""
        value = self._values.get(key, ())
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list | tuple):
            raise self.wrong(key, "a, b, c")
        return tuple(text for part in parts if (text := str(part).strip()))

    def product(self, key: str, text: str) -> str:
        found = self._find(text)
        if found is None:
            raise RefusalError("promotion.no_such_product", key=key, value=text)
        return found

    def goods(self) -> Selection:
        return Selection(
            frozenset(self.product("products", p) for p in self.many("products")),
            frozenset(self.many("categories")),
            frozenset(self.product("except_products", p) for p in self.many("except_products")),
            frozenset(self.many("except_categories")),
        )

    def alternatives(self, key: str, text: str) -> Selection:
        """ "00-1 | category:tea | not 00-2": any of these but that; "*" is everything."""
        products: dict[bool, set[str]] = {True: set(), False: set()}
        categories: dict[bool, set[str]] = {True: set(), False: set()}
        names = [name.strip() for name in text.split("|") if name.strip()]
        if not names:
            raise self.wrong(key, "00-1 | category:tea | not 00-2, *")
        for name in names:
            wanted = not name.startswith("not ")
            plain = name.removeprefix("not ").strip()
            if plain.startswith("category:"):
                categories[wanted].add(plain.removeprefix("category:"))
            elif plain != "*":
                products[wanted].add(self.product(key, plain))
        return Selection(
            frozenset(products[True]),
            frozenset(categories[True]),
            frozenset(products[False]),
            frozenset(categories[False]),
        )

    def parts(self) -> tuple[BundlePart, ...]:
        made = []
        for text in self.many("parts"):
            count, cross, rest = text.partition(" x ")
            pieces = self._whole("parts", count.strip(), 1, _MOST_PIECES) if cross else 1
            made.append(BundlePart(self.alternatives("parts", rest if cross else text), pieces))
        if not made:
            raise self.wrong("parts", "2 x 00-1, category:tea")
        return tuple(made)

    def steps(self, by: str) -> tuple[tuple[int, int], ...]:
        made: dict[int, int] = {}
        for text in self.many("steps"):
            threshold, equals, percent = text.partition("=")
            if not equals:
                raise self.wrong("steps", "3 = 5, 10 = 15")
            amount = self._threshold(threshold.strip(), by)
            made[amount] = self._percent("steps", percent.strip())
        if not made:
            raise self.wrong("steps", "3 = 5, 10 = 15")
        return tuple(sorted(made.items()))

    def _threshold(self, text: str, by: str) -> int:
        if by == "sum":
            return self._money("steps", text)
        whole, _, fraction = text.partition(".")
        if not (whole + fraction).isdigit() or len(fraction) > 3 or len(whole) > 5:
            raise self.wrong("steps", "0.001-99999")
        return int(whole) * 1000 + int(fraction.ljust(3, "0"))

    def when(self) -> When:
        days = set()
        for day in self.many("days"):
            known = _DAYS_RU if day.casefold() in _DAYS_RU else DAYS
            if day.casefold() not in known:
                raise self.wrong("days", ", ".join(DAYS))
            days.add(known.index(day.casefold()))
        return When(
            frozenset(days),
            self._read("from_time", time.fromisoformat, "17:00"),
            self._read("until_time", time.fromisoformat, "19:00"),
            self._read("from_date", _day, "2026-11-26"),
            self._read("until_date", _day, "2026-12-31"),
        )

    def _read(self, key: str, read: Callable[[str], _Moment], example: str) -> _Moment | None:
        text = self.text(key)
        if not text:
            return None
        try:
            return read(text)
        except ValueError:
            raise self.wrong(key, example) from None

    def effect(self, kind: str) -> Effect:
        if kind == "percent":
            return PercentOff(self.percent("percent"))
        if kind == "sum_off":
            return SumOff(self.money("sum"))
        if kind == "new_price":
            return NewPrice(self.money("price"))
        if kind == "receipt_sum_off":
            return ReceiptSumOff(self.money("sum"))
        if kind == "bundle":
            return Bundle(self.parts(), self.money("price"))
        if kind == "tiers":
            written = self.text("by").casefold()
            by = _BY_RU.get(written) or self.one_of("by", ("quantity", "sum"))
            return Tiers(by, self.steps(by))
        if kind == "gift":
            gift = self.alternatives("gift", self.text("gift"))
            count = self.number("count", 0, _MOST_PIECES, 1)
            return Gift(gift, count, self.percent("percent", ALL_OFF))
        take = self.number("take", 2, _MOST_PIECES)
        pay = self.number("pay", 0, take - 1)
        return NForM(take, pay, self.percent("percent", ALL_OFF))


def _day(text: str) -> date:
    """2026-12-31 or 31.12.2026."""
    return datetime.strptime(text, "%d.%m.%Y").date() if "." in text else date.fromisoformat(text)


def promotion_of(values: Mapping[str, object], find: Find = lambda text: text) -> Promotion:
    """The promotion of a card.

    RefusalError: "promotion.unknown_key" (key, allowed), "promotion.missing_key" (key),
    "promotion.bad_value" (key, value, allowed), "promotion.no_such_product" (key, value).
    """
    card = _Card(values, find)
    kind = card.check_keys()
    return Promotion(
        promotion_id=card.text("id"),
        name=card.text("name"),
        effect=card.effect(kind),
        goods=card.goods(),
        when=card.when(),
        name_en=card.text("name_en"),
        coupon=card.text("coupon"),
        groups=frozenset(card.many("groups")),
        priority=card.number("priority", -1000, 1000),
        stacking=card.flag("stacking", False),
        times=card.number("times", 0, _MOST_PIECES),
        max_discount_minor=card.money("max_discount"),
        min_receipt_minor=card.money("min_receipt"),
        on=card.flag("on", True),
    )
