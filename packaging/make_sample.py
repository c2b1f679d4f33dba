"""Write resources/sample/: the goods, categories and staff of an invented Russian grocery shop.

Run `python packaging/make_sample.py`; the vocabularies lie in sample_shop/ beside this file. The
same vocabularies give the same bytes: no network, no clock, one fixed seed. A test compares the
committed files with a fresh run.

Every barcode has a right check digit (GS1 General Specifications 7.9). VAT follows article 164 of
the Tax Code as of 2026: 10 % for the listed foods, goods for children and the press, 22 % for the
rest. Lowest prices: 409 and 755 roubles for half a litre of vodka and cognac, 239 for 0.75 l of
sparkling wine (orders of the Ministry of Finance), 153 for a pack of cigarettes in 2026 (Ministry
of Agriculture).
"""

from __future__ import annotations

import csv
import io
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

VOCABULARY = Path(__file__).parent / "sample_shop"
SAMPLE = Path(__file__).parent.parent / "resources" / "sample"
OWN_MAKER = "9990"
FIRST_FREE_PLU = 2109

COLUMNS = (
    "article", "name", "short_name", "category", "price", "unit", "vat", "barcodes", "plu",
    "weighed", "kind", "marked", "age_limit", "min_price", "cost", "stock", "favourite_position",
    "colour", "name_en", "short_name_en", "packs", "kit", "modifiers", "variant_of", "variant_name",
)  # fmt: skip

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_PACK_ENGLISH = {
    "мл": "ml", "л": "l", "кг": "kg", "г": "g", "шт": "pcs", "пак.": "bags", "по": "of",
    "спецвыпуск": "special issue",
}  # fmt: skip
_KNOWN_IN_ENGLISH = {"Жокей": "Jockey", "Святой источник": "Svyatoy Istochnik"}
_AFTER_THE_NOUN = re.compile(
    r"(with|without|for|of|from|in|on|to|Extra|No\.|C|K|KV|select|.*\d%?)( |\d|$|%)"
)


@dataclass(frozen=True)
class Kind:
    """One line of kinds.txt; texts are (Russian, English), packs (text, price factor)."""

    order: str
    category: str
    vat: str
    marked: str
    age_limit: int
    price_range: tuple[int, int]
    most: int
    name: tuple[str, str]
    brands: list[str]
    variants: list[tuple[str, str]]
    packs: list[tuple[str, float]]


def check_digit(digits: str) -> str:
    """The EAN check digit of the digits before it."""
    return str(-sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(digits[::-1])) % 10)


class Barcodes:
    """Gives out barcodes: each maker has its own block 460MMMM, the items in it are counted."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._makers: dict[str, str] = {}
        self._items: dict[str, int] = {}
        self.used: set[str] = set()

    def ean13(self, maker: str) -> str:
        code = self._maker(maker)
        while True:
            self._items[code] = self._items.get(code, 100) + self._rng.randint(1, 7)
            digits = f"460{code}{self._items[code]:05d}"
            if self._take(digits + check_digit(digits)):
                return digits + check_digit(digits)

    def ean8(self) -> str:
        while True:
            digits = f"46{self._rng.randint(10_000, 99_999)}"
            if self._take(digits + check_digit(digits)):
                return digits + check_digit(digits)

    def _take(self, code: str) -> bool:
        fresh = code not in self.used
        self.used.add(code)
        return fresh

    def _maker(self, maker: str) -> str:
        if not maker:
            return OWN_MAKER
        while maker not in self._makers:
            code = f"{self._rng.randint(100, 9989):04d}"
            if code not in self._makers.values():
                self._makers[maker] = code
        return self._makers[maker]


def transliterated(text: str) -> str:
    out = []
    for char in text:
        latin = _LATIN.get(char.lower(), char)
        out.append(latin.capitalize() if char.isupper() else latin)
    return "".join(out)


def pack_in_english(pack: str) -> str:
    words = [_PACK_ENGLISH.get(word, word) for word in pack.split()]
    return re.sub(r"(\d),(\d)", r"\1.\2", " ".join(words))


def read_csv(name: str) -> list[dict[str, str]]:
    with (VOCABULARY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _pair(text: str) -> tuple[str, str]:
    russian, _, english = text.partition("=")
    return russian, english


def _pack(text: str) -> tuple[str, float]:
    pack, _, factor = text.partition("*")
    return pack, float(factor)


def read_kinds() -> Iterator[Kind]:
    for line in (VOCABULARY / "kinds.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        field = line.split("|")
        low, high = field[5].split("-")
        yield Kind(
            field[0], field[1], field[2], field[3], int(field[4]), (int(low), int(high)),
            int(field[6]), _pair(field[7]), field[8].split(";"),
            [_pair(v) for v in field[9].split(";")], [_pack(p) for p in field[10].split(";")],
        )  # fmt: skip


def names_of(kind: Kind, brand: str, variant: tuple[str, str], pack: str) -> tuple[str, str]:
    """The Russian and the English name of one article of a kind."""
    shown_pack = "" if pack == "1 шт" else pack
    quoted = f"«{brand}»" if brand else ""
    russian = {"n": kind.name[0], "v": variant[0], "b": quoted, "B": brand, "p": shown_pack}
    name = " ".join(part for part in (russian[letter] for letter in kind.order) if part)
    latin = _KNOWN_IN_ENGLISH.get(brand) or transliterated(brand)
    if "b" in kind.order and latin:
        latin = f"«{latin}»"
    goods = variant[1] if "n" not in kind.order else described_in_english(kind.name[1], variant[1])
    name_en = " ".join(part for part in (goods, latin, pack_in_english(shown_pack)) if part)
    return name[0].upper() + name[1:], name_en[0].upper() + name_en[1:]


def described_in_english(goods: str, variant: str) -> str:
    """English puts "coconut" before the bar and "with nuts" or "2.5%" after it."""
    if _AFTER_THE_NOUN.match(variant):
        return f"{goods} {variant}"
    return f"{variant} {goods[0].lower()}{goods[1:]}"


def price_of(kind: Kind, tier: float, factor: float, rng: random.Random) -> int:
    """A shelf price in kopecks: dearer brands, bigger packs, and the endings shops like."""
    low, high = kind.price_range
    roubles = (low + (high - low) * min(1.0, max(0.0, tier + rng.uniform(-0.15, 0.15)))) * factor
    ending = rng.choices((90, 99, 50, 0), (60, 20, 8, 12))[0]
    return max(1, int(roubles)) * 100 + ending


def lowest_price(kind: Kind, name: str, pack: str) -> int:
    """The legal minimum in kopecks, 0 where there is none."""
    if name.startswith("Сигареты"):
        return 153_00
    volume = float(pack.removesuffix(" л").replace(",", ".")) if pack.endswith(" л") else 0.0
    if name.startswith("Вино игристое"):
        return round(239_00 * volume / 0.75)
    if not name.startswith(("Водка", "Коньяк", "Виски")):
        return 0
    half_litre = 755_00 if name.startswith(("Коньяк", "Виски")) else 409_00
    return round(half_litre * volume / 0.5)


def roubles(kopecks: int) -> str:
    return f"{kopecks // 100}.{kopecks % 100:02d}"


def _tier(text: str) -> float:
    """How dear a brand is, 0 to 1, the same in every run."""
    return random.Random(text).random()  # noqa: S311 - repeatable, not secret


def kind_rows(kind: Kind, codes: Barcodes, rng: random.Random) -> Iterator[dict[str, str]]:
    choices = list(product(kind.brands, kind.variants, kind.packs))
    picked = sorted(rng.sample(range(len(choices)), min(kind.most, len(choices))))
    tiers = {brand: _tier(brand + kind.name[0]) for brand in kind.brands}
    for place in picked:
        brand, variant, (pack, factor) = choices[place]
        name, name_en = names_of(kind, brand, variant, pack)
        price = price_of(kind, tiers[brand], factor, rng)
        lowest = lowest_price(kind, name, pack)
        price = max(price, lowest + 990) if lowest else price
        small = kind.name[0] in ("Жевательная резинка", "Сигареты", "Стики табачные")
        barcodes = [codes.ean8() if small else codes.ean13(brand)]
        barcodes += [codes.ean13(brand) for share in (0.09, 0.02) if rng.random() < share]
        stock = 0 if rng.random() < 0.03 else max(1, int(rng.gammavariate(2.0, 9.0)))
        yield {
            "name": name, "name_en": name_en, "category": kind.category, "price": roubles(price),
            "unit": "шт", "vat": kind.vat, "barcodes": ",".join(barcodes), "weighed": "0",
            "marked": kind.marked, "age_limit": str(kind.age_limit), "stock": str(stock),
            "min_price": roubles(lowest) if lowest else "",
        }  # fmt: skip


def weighed_rows(rng: random.Random) -> Iterator[dict[str, str]]:
    for plu, row in enumerate(read_csv("weighed.csv"), FIRST_FREE_PLU):
        price = round(float(row["price"]) * 100)
        yield {
            "name": row["name"], "name_en": row["name_en"], "category": row["category"],
            "price": roubles(price), "unit": "кг", "vat": row["vat"], "plu": str(plu),
            "weighed": "1", "age_limit": "0", "stock": f"{rng.gammavariate(2.0, 8.0):.1f}",
        }  # fmt: skip


def named_rows(codes: Barcodes) -> Iterator[dict[str, str]]:
    rows = read_csv("named.csv")
    codes.used.update(row["barcodes"] for row in rows if row["barcodes"])
    for row in rows:
        prepared = row["weighed"] == "1" or row["unit"] == "л" or "с собой" in row["name"]
        if not row["barcodes"] and not prepared:
            quoted = re.search("«(.+?)»", row["name"])
            row["barcodes"] = codes.ean13(quoted[1] if quoted else "")
        yield row


def all_rows() -> list[dict[str, str]]:
    """Every product once, named ones first, then by category; each with an article and a cost."""
    rng = random.Random("a shop on Lesnaya street")  # noqa: S311 - repeatable, not secret
    codes = Barcodes(rng)
    categories = {row["category"]: row for row in read_csv("categories.csv")}
    rows = list(named_rows(codes)) + list(weighed_rows(rng))
    for kind in read_kinds():
        rows.extend(kind_rows(kind, codes, rng))
    counted: dict[str, int] = {}
    unique: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["name"] in unique:
            continue
        unique[row["name"]] = row
        category = categories[row["category"]]
        if not row.get("article"):
            counted[row["category"]] = counted.get(row["category"], 0) + 1
            row["article"] = f"{int(category['position']):02d}-{counted[row['category']]:04d}"
        price = round(float(row["price"]) * 100)
        row["cost"] = roubles(round(price * rng.uniform(0.62, 0.84)))
        row["colour"] = row.get("colour") or category["colour"]
        excise = row["category"] in ("beer", "wine", "spirits") or row.get("marked") == "tobacco"
        row["kind"] = "excise" if excise else "goods"
    return with_assortment(list(unique.values()), categories)


def with_assortment(
    rows: list[dict[str, str]], categories: dict[str, dict[str, str]]
) -> list[dict[str, str]]:
    """Packs, kits, extras and variants: new products, or more about those that are there."""
    by_article = {row["article"]: row for row in rows}
    for told in read_csv("assortment.csv"):
        known = by_article.get(told["article"])
        if known is not None:
            known.update({name: text for name, text in told.items() if text})
            continue
        colour = categories[told["category"]]["colour"]
        rows.append({**told, "colour": colour, "kind": "goods", "age_limit": "0", "weighed": "0"})
    return rows


def as_csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=";", lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def sample_files() -> dict[str, str]:
    """File name in resources/sample/ -> text."""
    categories = read_csv("categories.csv")
    staff = read_csv("staff.csv")
    return {
        "products.csv": as_csv(COLUMNS, all_rows()),
        "categories.csv": as_csv(tuple(categories[0]), categories),
        "staff.csv": as_csv(tuple(staff[0]), staff),
    }


def main() -> int:
    SAMPLE.mkdir(parents=True, exist_ok=True)
    for name, text in sample_files().items():
        (SAMPLE / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {text.count(chr(10)) - 1} rows, {len(text.encode())} bytes")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
