"""Texts and formats in the person's language.

Texts are TOML files `resources/translations/<language>/<area>.toml`; a text `total` in `sale.toml`
has the key `sale.total`, one inside a table `[pay]` there has `sale.pay.cash`. A table of CLDR
plural categories with at least `other` is one text, chosen by the value `count`. Files are read
when first needed, one area at a time.

Formats follow CLDR through Babel, which is imported by the first format and not by the first text.
A minus is U+2212 and spaces inside a number or before a unit do not break: these strings are for
eyes, not for parsing.
"""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from pos_desktop.shipped import resource_path

if TYPE_CHECKING:
    from babel.core import Locale

# British conventions for English: 24 hours and day before month, as the fiscal documents beside it
# have them.
_LOCALES = {"en": "en_GB"}
# CLDR gives English no short sign for these; the amount column has room for one character.
_CURRENCY_SIGNS = {"RUB": "₽", "KZT": "₸", "BYN": "Br", "AMD": "֏", "USD": "$"}
_PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
_NBSP = "\u00a0"
_MINUS = "\u2212"

Text = str | dict[str, str]

_strict = os.environ.get("POS_DESKTOP_STRICT_TEXTS") == "1"
_current = "ru"
_catalogues: dict[str, dict[str, Text]] = {}
_read_areas: set[tuple[str, str]] = set()
_listeners: list[Callable[[], None]] = []
_added: dict[str, tuple[str, Callable[[str], str]]] = {}


class UnknownTextError(LookupError):
    """A key, or a value its text needs, is missing; raised in tests only, see `t`."""


def t(key: str, /, **values: object) -> str:
    """Return the text of `key` ("sale.total") in the current language with `values` put in.

    The value `count` (an int) also chooses the plural form and is formatted by locale; all others
    are put in as they are, so amounts are passed ready: `total=money(...)`. A missing key or value
    is logged and the key or the bare text is returned, because a shop must go on selling; with
    POS_DESKTOP_STRICT_TEXTS=1 it raises UnknownTextError.
    """
    return translate(_current, key, **values)


def translate(lang: str, key: str, /, **values: object) -> str:
    """Return what `t` returns, in the language `lang` ("ru"): receipts take their language as an
    argument.
    """
    text = _find(lang, key)
    if text is None:
        return _missing(f"no text {key!r} in {lang!r}", key)
    if isinstance(text, dict):
        text = _plural(lang, text, values.get("count"))
    if "{" not in text:
        return text
    count = values.get("count")
    if isinstance(count, int):
        values["count"] = number(count, lang)
    try:
        return text.format_map(values)
    except (KeyError, ValueError, IndexError) as error:
        return _missing(f"text {key!r} in {lang!r} lacks a value: {error!r}", text)


def has_text(key: str) -> bool:
    """Return whether the current language has words for `key`: for codes that come from outside."""
    return _find(_current, key) is not None


def set_language(code: str) -> None:
    """Switch the current language and tell the listeners; ValueError for one there is no catalogue
    of.
    """
    global _current  # noqa: PLW0603 - one language for one window is what a person chose
    if code not in languages():
        raise ValueError(f"no translation {code!r}, there are: {', '.join(languages())}")
    if code == _current:
        return
    _current = code
    for listener in list(_listeners):
        listener()


def language() -> str:
    """Return the code of the current language, "ru" until someone chooses."""
    return _current


def languages() -> tuple[str, ...]:
    """Return the codes there are catalogues of, sorted."""
    return tuple(sorted({*_shipped_languages(), *_added}))


@lru_cache(maxsize=1)
def _shipped_languages() -> tuple[str, ...]:
    return tuple(p.name for p in resource_path("translations").iterdir() if p.is_dir())


def add_language(code: str, like: str, change: Callable[[str], str]) -> None:
    """Add a language whose texts are those of `like`, each changed by `change`; formats are those
    of `like` too. For languages that are no files: a pseudo-language that shows which texts a
    screen has no room for.
    """
    _added[code] = (like, change)
    _LOCALES[code] = _LOCALES.get(like, like)


def remove_language(code: str) -> None:
    """Take an added language off again."""
    if _added.pop(code, None) is not None:
        _LOCALES.pop(code, None)
        _catalogues.pop(code, None)
        _read_areas.difference_update({known for known in _read_areas if known[0] == code})


def language_name(code: str) -> str:
    """Return what a language calls itself, "Русский": readable for those who look for it."""
    return translate(code, "common.language_name")


def on_language_changed(callback: Callable[[], None]) -> Callable[[], None]:
    """Call `callback` after each switch, in the thread that switched; return what takes it off
    again.
    """
    _listeners.append(callback)

    def forget() -> None:
        if callback in _listeners:
            _listeners.remove(callback)

    return forget


def money(
    amount_minor: int, currency: str = "RUB", lang: str | None = None, symbol: bool = True
) -> str:
    """Return "1 245,50 ₽" in Russian, "1,245.50 ₽" in English; `amount_minor` by the ISO 4217
    exponent.
    """
    return _money(amount_minor, currency, lang or _current, symbol)


def currency_sign(currency: str) -> str:
    """The short sign of a currency: "₽" for "RUB"; the code itself where none is known."""
    return _CURRENCY_SIGNS.get(currency, currency)


def number(value: int, lang: str | None = None) -> str:
    """Return a whole number with its groups: "5 235"."""
    return _decimal(value, 0, lang or _current)


def percent(basis_points: int, lang: str | None = None) -> str:
    """Return a share with as many decimals as it has, at most two: 1050 is "10,5 %" in Russian."""
    return _percent(basis_points, lang or _current)


def quantity(thousandths: int, decimals: int = 0, lang: str | None = None) -> str:
    """Return a quantity with at least `decimals` of 0-3 decimals; further digits show when they are
    not zero.
    """
    return _quantity(thousandths, decimals, lang or _current)


def weight_kg(grams: int, lang: str | None = None) -> str:
    """Return "0,532 кг": kilograms with all three decimals, as a scale shows them."""
    return _weight_kg(grams, lang or _current)


def date(value: dt.date, lang: str | None = None, style: str = "short") -> str:
    """Return "23.11.2026" (short) or "23 ноября 2026 г." (long); the other CLDR styles are medium
    and full.
    """
    day = value.date() if isinstance(value, dt.datetime) else value
    return _date(day, style, lang or _current)


def time(value: dt.time | dt.datetime, lang: str | None = None, seconds: bool = False) -> str:
    """Return "15:54", with seconds "15:54:07"; the value is shown as it is, in its own zone."""
    # Aware values of one instant are equal in every zone, so a cache must see the bare wall clock;
    # Babel would move an aware value to UTC besides.
    return _time(value.replace(tzinfo=None), seconds, lang or _current)


def datetime(value: dt.datetime, lang: str | None = None, seconds: bool = False) -> str:
    """Return "23.11.2026 15:54"; the value is shown as it is, in its own time zone."""
    return f"{date(value, lang)} {time(value, lang, seconds)}"


def duration(seconds: int, lang: str | None = None) -> str:
    """Return the two largest units of a span: "2 ч 14 мин", "3 дн. 2 ч", "45 с"; a negative span is
    0.
    """
    return _duration(max(0, int(seconds)), lang or _current)


def _missing(what: str, shown: str) -> str:
    if _strict:
        raise UnknownTextError(what)
    import logging

    logging.getLogger(__name__).error(what)
    return shown


def _find(lang: str, key: str) -> Text | None:
    catalogue = _catalogues.get(lang)
    if catalogue is not None and (text := catalogue.get(key)) is not None:
        return text
    area = key.partition(".")[0]
    if (lang, area) in _read_areas:
        return None
    catalogue = _catalogues.setdefault(lang, {})
    like, change = _added.get(lang, (lang, None))
    path = resource_path("translations", like, f"{area}.toml")
    if path.is_file():
        texts = read_area(path.read_text(encoding="utf-8"), area)
        catalogue.update(texts if change is None else _changed(texts, change))
    _read_areas.add((lang, area))
    return catalogue.get(key)


def load_area(area: str, lang: str | None = None) -> None:
    """Read the texts of an area, "stock" for those of `stock.*`, before the first is wanted."""
    _find(lang or _current, f"{area}.")


def _changed(texts: dict[str, Text], change: Callable[[str], str]) -> dict[str, Text]:
    return {
        key: {form: change(one) for form, one in text.items()}
        if isinstance(text, dict)
        else change(text)
        for key, text in texts.items()
    }


def read_area(toml: str, area: str) -> dict[str, Text]:
    """Return the texts of one catalogue file by their full keys; ValueError for a value that is no
    text.
    """
    texts: dict[str, Text] = {}

    def add(key: str, value: object, deeper: bool) -> None:
        if isinstance(value, str):
            texts[key] = value
        elif isinstance(value, dict) and "other" in value and value.keys() <= _PLURALS:
            texts[key] = {str(form): str(text) for form, text in value.items()}
        elif isinstance(value, dict) and deeper:
            for name, inner in value.items():
                add(f"{key}.{name}", inner, False)
        else:
            raise ValueError(
                f"{key}: a text, a table of plural forms or one level of tables is expected"
            )

    for name, value in tomllib.loads(toml).items():
        add(f"{area}.{name}", value, True)
    return texts


def _plural(lang: str, forms: dict[str, str], count: object) -> str:
    if not isinstance(count, int):
        return _missing(f"plural text without an int count: {forms['other']!r}", forms["other"])
    return forms.get(_locale(lang).plural_form(abs(count)), forms["other"])


@lru_cache(maxsize=16)
def _locale(lang: str) -> Locale:
    from babel.core import Locale

    return Locale.parse(_LOCALES.get(lang, lang))


def _finish(text: str) -> str:
    return text.replace("-", _MINUS).replace(" ", _NBSP)


@lru_cache(maxsize=1024)
def _decimal(value: int, exponent: int, lang: str) -> str:
    from decimal import Decimal

    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * exponent if exponent else "")
    exact = Decimal(f"{value}E-{exponent}")
    return _finish(format_decimal(exact, format=pattern, locale=_locale(lang)))


@lru_cache(maxsize=2048)
def _money(amount_minor: int, currency: str, lang: str, symbol: bool) -> str:
    from babel.numbers import get_currency_precision, get_currency_symbol

    text = _decimal(amount_minor, get_currency_precision(currency), lang)
    if not symbol:
        return text
    sign = _CURRENCY_SIGNS.get(currency) or get_currency_symbol(currency, locale=_locale(lang))
    return f"{text}{_NBSP}{sign}"


@lru_cache(maxsize=256)
def _percent(basis_points: int, lang: str) -> str:
    exponent = 2
    while exponent and basis_points % 10 == 0:
        basis_points //= 10
        exponent -= 1
    sign = _locale(lang).percent_formats[None].pattern.lstrip("#,0")
    return _finish(_decimal(basis_points, exponent, lang) + sign)


@lru_cache(maxsize=1024)
def _quantity(thousandths: int, decimals: int, lang: str) -> str:
    exponent = 3
    while exponent > decimals and thousandths % 10 == 0:
        thousandths //= 10
        exponent -= 1
    return _decimal(thousandths, exponent, lang)


@lru_cache(maxsize=512)
def _weight_kg(grams: int, lang: str) -> str:
    return f"{_decimal(grams, 3, lang)}{_NBSP}{_unit('mass-kilogram', lang)}"


@lru_cache(maxsize=64)
def _unit(name: str, lang: str) -> str:
    """Return the bare short sign of a CLDR unit that has one sign for every number."""
    from babel.units import format_unit

    return format_unit(1, name, length="short", locale=_locale(lang)).lstrip("1 \u00a0\u202f")


@lru_cache(maxsize=256)
def _date(value: dt.date, style: str, lang: str) -> str:
    from babel.dates import format_date

    if style not in {"short", "medium", "long", "full"}:
        raise ValueError(f"no date style {style!r}")
    return format_date(value, format=style, locale=_locale(lang)).replace(" ", _NBSP)


@lru_cache(maxsize=512)
def _time(value: dt.time | dt.datetime, seconds: bool, lang: str) -> str:
    from babel.dates import format_time

    return format_time(value, format="medium" if seconds else "short", locale=_locale(lang))


@lru_cache(maxsize=256)
def _duration(seconds: int, lang: str) -> str:
    from babel.units import format_unit

    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    spans = [(days, "day"), (hours, "hour"), (minutes, "minute"), (rest, "second")]
    first = next((i for i, (value, _) in enumerate(spans) if value), 3)
    # Seconds beside minutes only flicker: they show alone, below one minute.
    shown = spans[first:3][:2] if first < 3 else spans[3:]
    return " ".join(
        format_unit(value, f"duration-{unit}", length="short", locale=_locale(lang)).replace(
            " ", _NBSP
        )
        for value, unit in shown
        if value or unit == "second"
    )
