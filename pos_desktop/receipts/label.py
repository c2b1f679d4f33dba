"""Price tags and shelf labels: a template says where, a product says what; the placed label is the
same for the label printer, the receipt printer and the picture on the screen."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from pos_desktop.domain.barcode import ean_check_digit, has_right_check_digit
from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.labels import DEFAULT_PATTERNS, LabelPattern, LabelValue
from pos_desktop.domain.money import divide_half_up
from pos_desktop.i18n import money, quantity, translate

Kind = Literal["name", "price", "unit_price", "barcode", "date", "weight", "shop"]
_KINDS = ("name", "price", "unit_price", "barcode", "date", "weight", "shop")
_ALIGNS = ("left", "center", "right")


@dataclass(frozen=True, slots=True)
class LabelField:
    """One thing on a label, in tenths of a millimetre. height: of the letters, or of the bars.
    lines: how many a long text may take."""

    kind: Kind
    x: int
    y: int
    width: int
    height: int
    lines: int = 1
    align: str = "left"


@dataclass(frozen=True, slots=True)
class LabelTemplate:
    """width, height: of the label in tenths of a millimetre."""

    name: str
    title_ru: str
    title_en: str
    width: int
    height: int
    fields: tuple[LabelField, ...]


@dataclass(frozen=True, slots=True)
class LabelWish:
    """What a label is to say. weight_grams: of goods that were weighed for it, 0 = none; patterns:
    how the shop's scales write such goods."""

    product: Product
    lang: str
    currency: str
    date_text: str = ""
    shop: str = ""
    weight_grams: int = 0
    patterns: tuple[LabelPattern, ...] = DEFAULT_PATTERNS


@dataclass(frozen=True, slots=True)
class Placed:
    """A field with its text. code: "" for text, "ean13" or "code128" for bars of it."""

    field: LabelField
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    template: LabelTemplate
    parts: tuple[Placed, ...]


class LabelEncoder(Protocol):
    """A placed label -> bytes of the label printer, so many copies."""

    def encode(self, label: PlacedLabel, copies: int) -> bytes: ...


def load_templates(folder: Path) -> tuple[LabelTemplate, ...]:
    """Every template of the folder, by file name; ValueError names file, key and allowed values."""
    return tuple(
        _template(path, tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.toml"))
    )


def _template(path: Path, data: dict[str, object]) -> LabelTemplate:
    fields: list[LabelField] = []
    rows = data.get("field", [])
    if not isinstance(rows, list):
        raise ValueError(f"{path.name}: field must be a list of tables")
    for row in rows:
        unknown = set(row) - {"kind", "x", "y", "width", "height", "lines", "align"}
        if unknown:
            raise ValueError(f"{path.name}: unknown key {sorted(unknown)[0]}")
        if row["kind"] not in _KINDS:
            raise ValueError(f"{path.name}: kind {row['kind']!r}, allowed: {', '.join(_KINDS)}")
        if row.get("align", "left") not in _ALIGNS:
            raise ValueError(f"{path.name}: align {row['align']!r}, allowed: {', '.join(_ALIGNS)}")
        fields.append(LabelField(**row))
    return LabelTemplate(
        path.stem, str(data["title_ru"]), str(data["title_en"]), int(str(data["width"])),
        int(str(data["height"])), tuple(fields),
    )  # fmt: skip


def in_store_code(
    patterns: tuple[LabelPattern, ...], item: int, weight_grams: int, cost_minor: int
) -> str:
    """The code of weighed goods as the shop's own scales would print it, so that the register
    reads both alike: by weight where a pattern says one, else by price; "" where none can."""
    amounts = {LabelValue.WEIGHT: weight_grams, LabelValue.PRICE: cost_minor}
    for value, amount in amounts.items():
        for pattern in patterns:
            digits = pattern.write(item, amount) if pattern.value is value else ""
            if digits:
                return f"{digits}{ean_check_digit(digits)}"
    return ""


def code_of(wish: LabelWish) -> tuple[str, str]:
    """(digits or text, "ean13" | "code128") of a product, ("", "") where it has none."""
    product = wish.product
    if product.weighed and product.plu and wish.weight_grams:
        code = in_store_code(wish.patterns, product.plu, wish.weight_grams, _cost(wish))
        return (code, "ean13") if code else ("", "")
    for code in product.barcodes:
        if len(code) == 13 and has_right_check_digit(code):
            return code, "ean13"
    text = next((c for c in (*product.barcodes, product.article) if c.isascii() and c), "")
    return (text, "code128") if text else ("", "")


def place_label(template: LabelTemplate, wish: LabelWish) -> PlacedLabel:
    """The label of one product; what it does not have is left out."""
    texts = _texts(wish)
    code, symbology = code_of(wish)
    parts: list[Placed] = []
    for field in template.fields:
        if field.kind == "barcode":
            if code:
                parts.append(Placed(field, code, symbology))
        elif texts[field.kind]:
            parts.append(Placed(field, texts[field.kind]))
    return PlacedLabel(template, tuple(parts))


def _texts(wish: LabelWish) -> dict[str, str]:
    product, lang = wish.product, wish.lang
    unit = translate(lang, f"units.{'kg' if product.weighed else product.unit.value}")
    price = money(product.price_minor, wish.currency, lang)
    name = product.name_en if lang == "en" and product.name_en else product.name
    texts = {
        "name": name,
        "price": price,
        "unit_price": translate(lang, "label.per_unit", price=price, unit=unit),
        "date": wish.date_text,
        "weight": "",
        "shop": wish.shop,
    }
    if wish.weight_grams:
        texts["weight"] = f"{quantity(wish.weight_grams, 3, lang)} {unit}"
        texts["price"] = money(_cost(wish), wish.currency, lang)
    return texts


def _cost(wish: LabelWish) -> int:
    return divide_half_up(wish.weight_grams * wish.product.price_minor, 1000)
