"""Small texts that several screens say in the same way."""

from __future__ import annotations

import re
from datetime import date, datetime

from pos_desktop import i18n
from pos_desktop.domain.quantity import Quantity, Unit
from pos_desktop.domain.sale import SaleLine
from pos_desktop.gui.widgets.keyboard_layouts import ACTIONS
from pos_desktop.i18n import language, number, quantity, t

_PERCENTS = {
    "vat0": "0",
    "vat5": "5",
    "vat7": "7",
    "vat10": "10",
    "vat20": "20",
    "vat22": "22",
    "vat105": "5/105",
    "vat107": "7/107",
    "vat110": "10/110",
    "vat120": "20/120",
    "vat122": "22/122",
}


_NBSP = "\u00a0"
_WRITTEN_DATE = "%d.%m.%Y"

_shop = {"currency": "RUB"}


def use_currency(code: str) -> None:
    """All amounts of the window are in the shop's currency (ISO 4217), of its country pack."""
    _shop["currency"] = code


def money(amount_minor: int, *, symbol: bool = True) -> str:
    """An amount of the shop's currency by locale: "1 245,50 ₽"."""
    return i18n.money(amount_minor, _shop["currency"], symbol=symbol)


def currency_sign() -> str:
    """ "₽"."""
    return i18n.currency_sign(_shop["currency"])


def line_amount(amount: Quantity) -> str:
    """ "2 шт", "1,172 кг"."""
    decimals = 3 if amount.unit is Unit.KILOGRAM else 0
    return f"{quantity(amount.thousandths, decimals)}{_NBSP}{unit_text(amount.unit)}"


def unbroken(text: str) -> str:
    """A text that stays in one line: a name and its initial, an amount and its unit."""
    return text.replace(" ", _NBSP)


def line_name(line: SaleLine) -> str:
    """The name of a line on the screen; its receipt carries the catalogue's own."""
    return line.name_en if line.name_en and language() == "en" else line.name


def written_date(iso_day: str) -> str:
    """ "2026-12-31" -> "31.12.2026", as it is typed; what is no date stays as it is."""
    try:
        return date.fromisoformat(iso_day).strftime(_WRITTEN_DATE)
    except ValueError:
        return iso_day


def iso_date(written: str) -> str:
    """ "31.12.2026" -> "2026-12-31"; what is no date goes on as it is and is refused by name."""
    try:
        return datetime.strptime(written, _WRITTEN_DATE).date().isoformat()
    except ValueError:
        return written


def keyboard_names() -> dict[str, str]:
    """What a screen reader says for the keys of the on-screen keyboard that are signs."""
    return {name: t(f"dialog.key_{name}") for name in sorted(ACTIONS)}


def unit_text(unit: Unit) -> str:
    return t(f"units.{unit.value}")


def vat_title(code: str) -> str:
    """ "НДС 10 %", "без НДС"."""
    if code == "none":
        return t("units.vat_none")
    return t("units.vat", percent=_PERCENTS.get(code, code))


def vat_percent(code: str) -> str:
    """ "22 %" beside other rates of the same line."""
    return t("units.percent", percent=_PERCENTS.get(code, "0"))


def whole_money(amount_minor: int) -> str:
    """A banknote's sum without its zero kopecks: "1 000 ₽", "1,000 ₽"."""
    return re.sub(r"[.,]00(?=\D*$)", "", money(amount_minor))


def denomination(value_minor: int) -> str:
    """ "5 000 ₽", "50 коп."."""
    if value_minor < 100:
        return t("cash.kopecks", count=number(value_minor))
    return whole_money(value_minor)
