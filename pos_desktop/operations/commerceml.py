"""CommerceML 2 (the exchange format of 1C): goods of import.xml and prices of offers.xml, alone or
together in a ZIP, as the table that an ordinary import reads.

Facts of the format: root КоммерческаяИнформация; Классификатор/Группы/Группа (Ид, Наименование,
Группы); Каталог/Товары/Товар (Ид, Артикул, Штрихкод, Наименование, БазоваяЕдиница, Группы/Ид,
СтавкиНалогов/СтавкаНалога); ПакетПредложений/Предложения/Предложение (Ид, Цены/Цена/
ЦенаЗаЕдиницу, Количество, Остатки/Остаток/.../Количество). The id of an offer may go on after "#"
with that of a variant.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from pos_desktop.domain.errors import RefusalError
from pos_desktop.operations.tabular_table import MOST_ROWS, Table, TableRow, table_row

HEADINGS = (
    "article", "name", "category", "price", "unit", "vat", "barcodes", "stock", "variant_of",
    "variant_name",
)  # fmt: skip
MOST_UNPACKED_BYTES = 256 << 20
_ROOT = "КоммерческаяИнформация"
_DELETED = "удален"


@dataclass(slots=True)
class _Goods:
    """One product as both files tell of it."""

    article: str = ""
    name: str = ""
    category: str = ""
    price: str = ""
    unit: str = ""
    vat: str = ""
    barcodes: list[str] = field(default_factory=list)
    stock: str = ""
    parent: str = ""
    variant: str = ""
    deleted: bool = False


def is_commerceml(data: bytes) -> bool:
    """Whether a file looks like one, packed or not."""
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                return any(name.lower().endswith(".xml") and "/" not in name.strip("/")
                           and not name.startswith("[") for name in packed.namelist())  # fmt: skip
        except zipfile.BadZipFile:
            return False
    start = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith((b"<?xml", f"<{_ROOT}".encode()))


def read_commerceml(data: bytes) -> Table:
    """RefusalError("import.unreadable", reason=) for what is no such file, ("import.too_large")
    for one that unpacks to too much, ("import.too_many_rows")."""
    goods: dict[str, _Goods] = {}
    groups: dict[str, str] = {}
    for document in _documents(data):
        root = _root(document)
        groups |= _groups(root)
        for item in root.iter("Товар"):
            _read_goods(item, goods, groups)
        for offer in root.iter("Предложение"):
            _read_offer(offer, goods)
    if len(goods) > MOST_ROWS:
        raise RefusalError("import.too_many_rows", most=MOST_ROWS)
    rows = [TableRow(1, HEADINGS)]
    kept = (one for one in goods.values() if not one.deleted and one.name)
    for number, one in enumerate(kept, start=2):
        row = table_row(number, _cells(one))
        if row is not None:
            rows.append(row)
    return Table("CommerceML", tuple(rows))


def _documents(data: bytes) -> Iterator[bytes]:
    if not data.startswith(b"PK\x03\x04"):
        yield data
        return
    left = MOST_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            # import.xml before offers.xml, as their names stand in the alphabet.
            for info in sorted(packed.infolist(), key=lambda one: one.filename):
                if not info.filename.lower().endswith(".xml"):
                    continue
                left -= info.file_size
                if left < 0:
                    raise RefusalError(
                        "import.too_large", bytes=info.file_size, most=MOST_UNPACKED_BYTES
                    )
                yield packed.read(info)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise RefusalError("import.unreadable", reason=str(error)) from error


def _root(document: bytes) -> ElementTree.Element:
    """The tree with bare names. Entities are refused before parsing: they can make a small file
    fill the memory."""
    # UTF-16 writes a zero beside each letter.
    letters = document.replace(b"\0", b"") if b"\0" in document[:64] else document
    if b"<!DOCTYPE" in letters or b"<!ENTITY" in letters:
        raise RefusalError("import.unreadable", reason="DOCTYPE")
    try:
        root = ElementTree.fromstring(document)  # noqa: S314 - no entity gets here
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise RefusalError("import.unreadable", reason=str(error)) from error
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    if root.tag != _ROOT:
        raise RefusalError("import.unreadable", reason=root.tag[:80])
    return root


def _groups(root: ElementTree.Element) -> dict[str, str]:
    """Id -> name of every group, however deep it lies."""
    return {_text(group, "Ид"): _text(group, "Наименование") for group in root.iter("Группа")}


def _read_goods(
    item: ElementTree.Element, goods: dict[str, _Goods], groups: dict[str, str]
) -> None:
    key = _text(item, "Ид")
    if not key:
        return
    found = goods.setdefault(key, _Goods())
    found.article = _text(item, "Артикул") or found.article or key
    found.name = _text(item, "Наименование") or found.name
    found.deleted = item.get("Статус", "").casefold().startswith(_DELETED)
    found.category = groups.get(_text(item, "Группы/Ид"), found.category)
    unit = item.find("БазоваяЕдиница")
    if unit is not None:
        found.unit = (unit.text or "").strip() or unit.get("НаименованиеПолное", "")
    for rate in item.iterfind("СтавкиНалогов/СтавкаНалога"):
        found.vat = _text(rate, "Ставка") or found.vat
    code = _text(item, "Штрихкод")
    if code and code not in found.barcodes:
        found.barcodes.append(code)


def _read_offer(offer: ElementTree.Element, goods: dict[str, _Goods]) -> None:
    key = _text(offer, "Ид")
    if not key:
        return
    parent_key, is_variant, _ = key.partition("#")
    parent = goods.setdefault(parent_key, _Goods())
    found = parent
    if is_variant:
        found = goods.setdefault(key, _Goods())
        found.article = _text(offer, "Артикул") or f"{parent.article or parent_key}-{_tail(key)}"
        if found.article == parent.article:
            found.article = f"{parent.article}-{_tail(key)}"
        found.name = _text(offer, "Наименование") or parent.name
        found.category, found.unit, found.vat = parent.category, parent.unit, parent.vat
        found.parent, found.variant = parent.article or parent_key, _features(offer)
    else:
        found.article = found.article or key
        found.name = found.name or _text(offer, "Наименование")
    found.price = _text(offer, "Цены/Цена/ЦенаЗаЕдиницу") or found.price
    parent.price = parent.price or found.price
    amounts = [one.text or "" for one in offer.iterfind("Остатки/Остаток//Количество")]
    found.stock = _text(offer, "Количество") or (amounts[0].strip() if amounts else found.stock)
    code = _text(offer, "Штрихкод")
    if code and code not in found.barcodes:
        found.barcodes.append(code)


def _features(offer: ElementTree.Element) -> str:
    """ "M, синий": what tells a variant from its sisters."""
    path = "ХарактеристикиТовара/ХарактеристикаТовара"
    return ", ".join(v for one in offer.iterfind(path) if (v := _text(one, "Значение")))


def _tail(key: str) -> str:
    return key.partition("#")[2][:8]


def _cells(one: _Goods) -> list[str]:
    return [
        one.article, one.name, one.category, one.price or "0", one.unit, one.vat,
        " ".join(one.barcodes), one.stock, one.parent, one.variant,
    ]  # fmt: skip


def _text(element: ElementTree.Element, path: str) -> str:
    return (element.findtext(path) or "").strip()
