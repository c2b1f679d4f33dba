"""The goods of the shop's label-printing scales as a file for the program that loads them.

Two forms are made:

- SHTRIH_PRINT, the text that the loader of Shtrih-Print scales takes: thirteen fields with
  semicolons in code page 1251: cell, two lines of the name, price, days of shelf life, tare, group,
  code in the label's barcode, numbers of a message and a picture, a certificate, a date, 0 = by
  weight or 1 = by piece. Taken from a public program that feeds this loader; not tried with the
  loader itself.
- COLUMNS, a table with a heading in UTF-8 with semicolons, for programs whose import asks which
  column is what: CL-Works for CAS CL scales, Massa-K's own for its label scales. Neither maker
  publishes one fixed form that could be checked, so none is claimed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.labels import LabelPattern, LabelValue
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.stock_room import StockRoom, demand_sight

_NAME_LINE = 28
_LONGEST_NAME = 56
# What begins a formula in a spreadsheet, where such a table is looked at first.
_FORMULA = ("=", "+", "-", "@")


class ScaleProgram(StrEnum):
    """Whose file it is."""

    SHTRIH_PRINT = "shtrih_print"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class ScaleGoods:
    """goods: by their numbers, each number once. left_out: those that cannot go: the number is too
    long for the labels that this shop reads, or another product has it. prefix: of its weight
    labels, "" where it reads none.
    """

    goods: tuple[Product, ...]
    left_out: tuple[Product, ...] = ()
    prefix: str = ""


def read_scale_goods(room: StockRoom, *, staff: StaffMember) -> ScaleGoods:
    """What of the catalogue has a number for scales, to be looked at; RefusalError
    ("rights.missing")."""
    demand_sight(staff)
    return _known(room)


def _known(room: StockRoom) -> ScaleGoods:
    patterns = room.place.catalogue.label_patterns()
    most = 10 ** max((pattern.item_digits for pattern in patterns), default=5)
    goods: dict[int, Product] = {}
    left_out: list[Product] = []
    for product in room.shelf.with_plu():
        if product.plu >= most or product.plu in goods:
            left_out.append(product)
        else:
            goods[product.plu] = product
    return ScaleGoods(tuple(goods.values()), tuple(left_out), _prefix(patterns))


def scale_goods_file(room: StockRoom, program: ScaleProgram, *, staff: StaffMember) -> bytes:
    """The whole file; RefusalError("rights.missing" | "scale_goods.none")."""
    demand(staff, Action.EXPORT_SCALE_GOODS)
    known = _known(room)
    if not known.goods:
        raise RefusalError("scale_goods.none")
    return _FORMS[program](known)


def _prefix(patterns: tuple[LabelPattern, ...]) -> str:
    return next((p.prefix for p in patterns if p.value is LabelValue.WEIGHT), "")


def _shtrih_print(known: ScaleGoods) -> bytes:
    rows = [_shtrih_row(product) for product in known.goods]
    return "".join(f"{row}\r\n" for row in rows).encode("cp1251", "replace")


def _shtrih_row(product: Product) -> str:
    first, second = _name_lines(product.name)
    kind = "0" if product.weighed else "1"
    fields = [str(product.plu), first, second, _price(product.price_minor)]
    fields += ["0", "0", "0", str(product.plu), "0", "0", "", "01.01.01", kind]
    return ";".join(fields)


def _columns(known: ScaleGoods) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["PLU", "ItemCode", "Name1", "Name2", "Price", "Type", "BarcodePrefix"])
    for product in known.goods:
        first, second = (_harmless(line) for line in _name_lines(product.name))
        kind = "weight" if product.weighed else "piece"
        price = _price(product.price_minor)
        writer.writerow([product.plu, product.plu, first, second, price, kind, known.prefix])
    return text.getvalue().encode("utf-8-sig")


_FORMS: dict[ScaleProgram, Callable[[ScaleGoods], bytes]] = {
    ScaleProgram.SHTRIH_PRINT: _shtrih_print,
    ScaleProgram.COLUMNS: _columns,
}


def _price(price_minor: int) -> str:
    return f"{price_minor // 100}.{price_minor % 100:02d}"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _name_lines(name: str) -> tuple[str, str]:
    """The name on the two lines of a label, broken between words where that is possible; what
    would break the file is left out of it."""
    plain = "".join(sign if sign.isprintable() and sign != ";" else " " for sign in name)
    plain = " ".join(plain.split())[:_LONGEST_NAME]
    if len(plain) <= _NAME_LINE:
        return plain, ""
    cut = plain.rfind(" ", 0, _NAME_LINE + 1)
    if cut <= 0 or len(plain) - cut - 1 > _NAME_LINE:
        return plain[:_NAME_LINE], plain[_NAME_LINE:].lstrip()
    return plain[:cut], plain[cut + 1 :]
