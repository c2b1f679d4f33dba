"""Cells of an import that speak of packs, kits, modifiers and variants.

packs:      "упаковка 6 шт = 6 = 250.00 = 4600000000008; ящик = 24"   name = amount = price = codes
kit:        "00-12 * 2; 00-15"                                         article * amount
modifiers:  "Молоко!: обычное, овсяное +40; Сироп x3: ваниль +30"      ! = needed, xN = up to N
variant_of: the article of the product that stands for all of them

Every reader raises ValueProblemError with the part that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import KitPart, Modifier, ModifierGroup, Pack, Product
from pos_desktop.operations.import_values import (
    LONGEST_NAME,
    ValueProblemError,
    plain_text,
    read_barcodes,
    read_decimal,
    read_price,
)

_GROUP = re.compile(
    r"(?P<name>[^!:]+?)(?P<needed>!)?(?:\s*[xх×](?P<most>\d{1,2}))?\s*:(?P<rest>.*)"
)
_OPTION = re.compile(r"(?P<name>.+?)(?:\s*\+\s*(?P<price>[\d.,]+))?")


def read_packs(text: str) -> tuple[Pack, ...]:
    """ValueProblemError("import.packs_unreadable", part=)."""
    packs: list[Pack] = []
    for part in _parts(text):
        cells = [cell.strip() for cell in part.split("=")]
        name = plain_text(cells[0])[:LONGEST_NAME]
        if not name or not 2 <= len(cells) <= 4 or any(name == pack.name for pack in packs):
            raise ValueProblemError("import.packs_unreadable", part=part)
        qty = read_decimal(cells[1], 3, "import.pack_amount")
        if qty <= 0:
            raise ValueProblemError("import.packs_unreadable", part=part)
        price_minor = read_price(cells[2]) if len(cells) > 2 and cells[2] else 0
        codes = read_barcodes(cells[3]) if len(cells) > 3 and cells[3] else ()
        packs.append(Pack(name, qty, codes, price_minor))
    return tuple(packs)


def read_kit(text: str) -> tuple[KitPart, ...]:
    """Parts by their articles, to be linked when every row is read; ValueProblemError(
    "import.kit_unreadable", part=)."""
    kit: list[KitPart] = []
    for part in _parts(text):
        article, _, amount = part.partition("*")
        qty = read_decimal(amount, 3, "import.kit_amount") if amount.strip() else 1000
        if not article.strip() or qty <= 0:
            raise ValueProblemError("import.kit_unreadable", part=part)
        kit.append(KitPart(plain_text(article), qty))
    return tuple(kit)


def read_modifiers(text: str) -> tuple[ModifierGroup, ...]:
    """ValueProblemError("import.modifiers_unreadable", part=)."""
    groups: list[ModifierGroup] = []
    for part in _parts(text):
        found = _GROUP.fullmatch(part)
        if found is None:
            raise ValueProblemError("import.modifiers_unreadable", part=part)
        options = tuple(_option(one, part) for one in found["rest"].split(",") if one.strip())
        most = int(found["most"] or 1)
        name = plain_text(found["name"])
        names = {option.name for option in options}
        if not options or len(names) != len(options) or not name or not most:
            raise ValueProblemError("import.modifiers_unreadable", part=part)
        groups.append(ModifierGroup(name, options, 1 if found["needed"] else 0, most))
    return tuple(groups)


def _option(text: str, part: str) -> Modifier:
    found = _OPTION.fullmatch(text.strip())
    if found is None or not plain_text(found["name"]):
        raise ValueProblemError("import.modifiers_unreadable", part=part)
    price_minor = read_price(found["price"]) if found["price"] else 0
    return Modifier(plain_text(found["name"]), price_minor)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


@dataclass(frozen=True, slots=True)
class Unlinked:
    """An article that a row names and nobody bears. row: where it is named; of: "kit" |
    "variant_of"."""

    article: str
    row: int
    of: str


def link_goods(
    products: Mapping[int, Product],
    parents: Mapping[int, str],
    find: Callable[[str], Product | None],
) -> tuple[dict[int, Product], list[Unlinked]]:
    """Put ids in the place of articles, and variants under what stands for them.

    products: by row, kits with articles in the place of ids. parents: row -> article of the product
    it is a variant of. find: a product of the catalogue by its article.
    """
    row_of = {product.article: row for row, product in products.items() if product.article}
    linked = dict(products)
    missing: list[Unlinked] = []

    def known(article: str, row: int, of: str) -> Product | None:
        found = linked[row_of[article]] if article in row_of else find(article)
        if found is None:
            missing.append(Unlinked(article, row, of))
        return found

    for row, product in products.items():
        if product.kit:
            parts = [(known(part.product_id, row, "kit"), part.qty) for part in product.kit]
            kit = tuple(KitPart(found.product_id, qty) for found, qty in parts if found)
            linked[row] = replace(product, kit=kit)
    by_parent: dict[str, list[str]] = {}
    for row, article in parents.items():
        if known(article, row, "variant_of") is not None:
            by_parent.setdefault(article, []).append(products[row].product_id)
    for article, variants in by_parent.items():
        if article in row_of:
            parent = linked[row_of[article]]
            linked[row_of[article]] = replace(parent, variants=_joined(parent.variants, variants))
    return linked, missing


def _joined(before: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))
