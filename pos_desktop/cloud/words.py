"""Texts and formats of the owner's pages in one language.

The server has its own small catalogues in texts/, since the register's are another product's words.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol

LANGUAGES = ("ru", "en")
_LOCALES = {"ru": "ru", "en": "en_GB"}
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Words:
    """lang: "ru" or "en". Each method returns what a person reads; none raises for a missing text,
    which comes back as its key."""

    lang: str

    def t(self, key: str, /, **values: object) -> str:
        text = _catalogue(self.lang).get(key)
        return key if text is None else text.format_map(values)

    def has(self, key: str) -> bool:
        return key in _catalogue(self.lang)

    def or_plain(self, area: str, name: str) -> str:
        """The text of a code, or the code itself where there is none: "kg" or "box"."""
        key = f"{area}.{name}"
        return self.t(key) if self.has(key) else name

    def capital(self, text: str) -> str:
        """The text with a capital first letter, the others as they are."""
        return text[:1].upper() + text[1:]

    def sum(self, amount_minor: int, currency: str = "RUB") -> str:
        """ "1 245,50" without the currency's sign."""
        decimals = get_currency_precision(currency)
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        value = Decimal(amount_minor).scaleb(-decimals)
        return format_decimal(value, pattern, locale=self.locale).replace("-", "\u2212")

    def money(self, amount_minor: int, currency: str = "RUB") -> str:
        """ "1 245,50 ₽"."""
        return f"{self.sum(amount_minor, currency)}{_NBSP}{self.sign(currency)}"

    def sign(self, currency: str) -> str:
        return "₽" if currency == "RUB" else get_currency_symbol(currency, locale=self.locale)

    def number(self, value: int) -> str:
        return format_decimal(value, locale=self.locale)

    def quantity(self, thousandths: int) -> str:
        return format_decimal(Decimal(thousandths).scaleb(-3), "#,##0.###", locale=self.locale)

    def percent(self, value: int) -> str:
        return f"{value}{_NBSP}%"

    def day(self, value: dt.date) -> str:
        """ "вторник, 24 ноября"."""
        pattern = "EEEE, d MMMM" if self.lang == "ru" else "EEEE d MMMM"
        return format_date(value, pattern, locale=self.locale)

    def short_day(self, value: dt.date) -> str:
        return format_date(value, "dd.MM.yyyy" if self.lang == "ru" else "dd/MM/yyyy")

    def span(self, seconds: int) -> str:
        """ "52 мин", "2 ч 05 мин", "3 дн. 4 ч"."""
        minutes = max(1, seconds // 60)
        if minutes < 60:
            return self.t("span.minutes", count=minutes)
        if minutes < 24 * 60:
            return self.t("span.hours", hours=minutes // 60, minutes=minutes % 60)
        return self.t("span.days", days=minutes // 1440, hours=minutes % 1440 // 60)

    @property
    def locale(self) -> Locale:
        return _locale(self.lang)


def chosen(wish: str | None, default: str) -> Words:
    """The words of the language a person chose, else of the default."""
    if wish in LANGUAGES:
        return Words(wish)
    return Words(default if default in LANGUAGES else LANGUAGES[0])


@lru_cache(maxsize=4)
def _locale(lang: str) -> Locale:
    return Locale.parse(_LOCALES[lang])


@lru_cache(maxsize=4)
def _catalogue(lang: str) -> dict[str, str]:
    path = Path(__file__).parent / "texts" / f"{lang}.toml"
    areas = tomllib.loads(path.read_text(encoding="utf-8"))
    return {f"{area}.{name}": text for area, texts in areas.items() for name, text in texts.items()}
