"""One cell of an import -> a value of the domain, or a coded complaint with the text as it was.

Every reader takes the text of the cell and raises ValueProblemError; an empty cell is not asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pos_desktop.domain.barcode import has_right_check_digit
from pos_desktop.domain.catalogue import ProductKind
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import MAX_AMOUNT_MINOR, divide_half_up
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.tax import VatRate

LONGEST_NAME = 128
"""Characters of a position's name (FFD tag 1030)."""

_LONGEST_CODE = 48
_RETAIL_LENGTHS = (8, 12, 13, 14)
_BETWEEN_CODES = re.compile(r"[\s,;|]+")
_ROUNDED_NUMBER = re.compile(r"\d[.,]\d+[eе]\+?\d+", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(\.\d+)?|-?\.\d+")
_CURRENCY = re.compile(r"(руб(лей|ля|ль)?\.?|р\.|р|₽|rub|rur)$", re.IGNORECASE)
_VAT_WORDS = re.compile(r"ндс|vat|ставка|rate|[%\s]", re.IGNORECASE)
_NO_VAT = {"none", "no", "нет", "необлагается", "exempt", "-", "—", "without"}
_YES = {"1", "да", "yes", "true", "истина", "y", "д", "+", "x", "х", "v"}
_NO = {"0", "нет", "no", "false", "ложь", "n", "н", "-", "—"}

_UNIT_NAMES: dict[Unit, str] = {
    Unit.PIECE: "шт|штука|штук|шт-ка|pcs|pc|piece|pieces|ea|each|уп|упак|упаковка|пач|пачка|бут"
    "|бутылка|банка|пак|пакет|рул|рулон|компл|комплект|набор|пара|блок|порц|порция|ед",
    Unit.KILOGRAM: "кг|килограмм|kg|kilogram",
    Unit.GRAM: "г|гр|грамм|g|gram",
    Unit.LITRE: "л|литр|l|litre|liter|дм3",
    Unit.MILLILITRE: "мл|миллилитр|ml",
    Unit.METRE: "м|метр|m|metre|meter|пог м|п м",
    Unit.CENTIMETRE: "см|сантиметр|cm",
    Unit.SQUARE_METRE: "м2|кв м|м²|m2",
    Unit.CUBIC_METRE: "м3|куб м|м³|m3",
    Unit.HOUR: "час|ч|h|hour",
    Unit.OTHER: "другое|other",
}
_UNITS = {name: unit for unit, names in _UNIT_NAMES.items() for name in names.split("|")}
_KINDS = {
    "goods": ProductKind.GOODS, "товар": ProductKind.GOODS, "товары": ProductKind.GOODS,
    "excise": ProductKind.EXCISE, "подакцизный": ProductKind.EXCISE,
    "подакцизный товар": ProductKind.EXCISE,
    "work": ProductKind.WORK, "работа": ProductKind.WORK,
    "service": ProductKind.SERVICE, "услуга": ProductKind.SERVICE,
}  # fmt: skip


class ValueProblemError(RefusalError):
    """A cell cannot be used; code is stable ("import.price_unreadable"), values fill its text."""


def plain_text(text: str) -> str:
    """Without control, format and line characters, spaces single, letters composed."""
    kept = [" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Zs") else c for c in text]
    shown = "".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    return " ".join(unicodedata.normalize("NFC", shown).split())


def read_name(text: str) -> tuple[str, bool]:
    """The name as a receipt can carry it, and whether it had to be cut to LONGEST_NAME."""
    name = plain_text(text)
    if not name:
        raise ValueProblemError("import.name_missing")
    return name[:LONGEST_NAME].rstrip(), len(name) > LONGEST_NAME


def read_decimal(text: str, places: int, code: str, *, rounded: bool = False) -> int:
    """ "1 245,50", "1,245.50 ₽" or "1245.5" in units of 10**-places.

    More places than that are a problem, ("<code>_decimals"), unless they may be rounded half up.
    """
    plain = _CURRENCY.sub("", "".join(text.split()).replace("'", "").replace("−", "-"))
    if "," in plain and "." in plain:
        thousands = "," if plain.rindex(",") < plain.rindex(".") else "."
        plain = plain.replace(thousands, "")
    plain = plain.replace(",", ".")
    if not plain.isascii() or not _NUMBER.fullmatch(plain) or len(plain) > 24:
        raise ValueProblemError(f"{code}_unreadable")
    whole, _, fraction = plain.partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > places and not rounded:
        raise ValueProblemError(f"{code}_decimals", most=places)
    width = max(places, len(fraction))
    digits = int(whole.lstrip("-") + fraction.ljust(width, "0"))
    value = divide_half_up(digits, 10 ** (width - places))
    return -value if whole.startswith("-") else value


def read_price(text: str, *, rounded: bool = False) -> int:
    """Minor units, 0 to the largest sum a receipt can carry."""
    amount_minor = read_decimal(text, 2, "import.price", rounded=rounded)
    if amount_minor < 0:
        raise ValueProblemError("import.price_negative")
    if amount_minor > MAX_AMOUNT_MINOR:
        raise ValueProblemError("import.price_too_large", most_minor=MAX_AMOUNT_MINOR)
    return amount_minor


def read_stock(text: str) -> int:
    """Thousandths of the unit; below zero where more was sold than received."""
    thousandths = read_decimal(text, 3, "import.stock", rounded=True)
    if abs(thousandths) > 10**12:
        raise ValueProblemError("import.stock_unreadable")
    return thousandths


def read_min_stock(text: str) -> int:
    """Thousandths below which goods are to be ordered; 0 = not watched."""
    thousandths = read_stock(text)
    if thousandths < 0:
        raise ValueProblemError("import.stock_unreadable")
    return thousandths


def read_vat(text: str, rates: Iterable[VatRate]) -> str:
    """The code of a rate: from "10", "НДС 10 %", "0.1" (a percent cell), "без НДС", "vat10"."""
    known = {rate.code: rate for rate in rates if not rate.calculated}
    given = text.strip().casefold()
    if given in known:
        return given
    plain = _VAT_WORDS.sub("", given).replace(",", ".")
    if (plain in _NO_VAT or plain.startswith("без")) and "none" in known:
        return "none"
    for rate in known.values():
        spellings = {str(rate.percent), f"{rate.percent}.0", f"{rate.percent}.00"}
        if rate.percent:
            spellings |= {f"0.{rate.percent:02d}", f"0.{rate.percent:02d}".rstrip("0")}
        if rate.percent is not None and plain in spellings:
            return rate.code
    raise ValueProblemError(
        "import.vat_unknown",
        allowed=", ".join("none" if r.percent is None else str(r.percent) for r in known.values()),
    )


def read_unit(text: str) -> Unit:
    plain = " ".join(text.casefold().replace(".", " ").split())
    unit = _UNITS.get(plain)
    if unit is None:
        try:
            unit = Unit(plain)
        except ValueError:
            raise ValueProblemError("import.unit_unknown") from None
    return unit


def read_flag(text: str) -> bool:
    plain = text.strip().casefold()
    if plain in _YES:
        return True
    if plain in _NO:
        return False
    raise ValueProblemError("import.flag_unreadable")


def read_kind(text: str) -> ProductKind:
    kind = _KINDS.get(" ".join(text.casefold().split()))
    if kind is None:
        raise ValueProblemError("import.kind_unknown")
    return kind


def read_whole(text: str, most: int) -> int:
    """A whole number from 0 to most; "18+" is 18."""
    plain = "".join(text.split()).rstrip("+").removesuffix(".0")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9 or int(plain) > most:
        raise ValueProblemError("import.number_out_of_range", most=most)
    return int(plain)


def read_marked_group(text: str) -> str | None:
    """The group of compulsory marking: a word in Latin letters, None for no."""
    plain = text.strip().casefold()
    if plain in _NO:
        return None
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,31}", plain):
        raise ValueProblemError("import.marked_unknown")
    return plain


def read_barcodes(text: str) -> tuple[str, ...]:
    """The codes of a cell, each once; retail codes must have the right check digit.

    A GTIN-14 with a leading zero becomes the EAN-13 that a scanner reports for it.
    """
    if _ROUNDED_NUMBER.fullmatch(text.strip()):
        raise ValueProblemError("import.barcode_rounded")
    codes: dict[str, None] = {}
    for given in _BETWEEN_CODES.split(text.strip()):
        if given:
            codes.setdefault(_barcode(given.removesuffix(".0")))
    return tuple(codes)


def _barcode(code: str) -> str:
    if not code.isascii() or not code.isprintable() or not 3 <= len(code) <= _LONGEST_CODE:
        raise ValueProblemError("import.barcode_unreadable", code_text=code[:_LONGEST_CODE])
    if not code.isdigit() or len(code) not in _RETAIL_LENGTHS:
        return code
    if not has_right_check_digit(code):
        raise ValueProblemError("import.barcode_check_digit", code_text=code)
    if len(code) == 13 and code.startswith("21"):
        raise ValueProblemError("import.barcode_of_scale", code_text=code)
    return code[1:] if len(code) == 14 and code[0] == "0" else code
