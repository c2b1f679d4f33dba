"""Which column of a table means what: proposed from its headings, changeable by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.operations.tabular_table import Table

_HEADING_WITHIN_ROWS = 15
_HEADINGS_NEEDED = 2


class ImportField(StrEnum):
    """What a column of a product list can hold."""

    ARTICLE = "article"
    NAME = "name"
    SHORT_NAME = "short_name"
    CATEGORY = "category"
    PRICE = "price"
    UNIT = "unit"
    VAT = "vat"
    BARCODES = "barcodes"
    PLU = "plu"
    WEIGHED = "weighed"
    KIND = "kind"
    MARKED = "marked"
    AGE_LIMIT = "age_limit"
    MIN_PRICE = "min_price"
    COST = "cost"
    STOCK = "stock"
    MIN_STOCK = "min_stock"
    FAVOURITE = "favourite"
    COLOUR = "colour"
    NAME_EN = "name_en"
    SHORT_NAME_EN = "short_name_en"
    PACKS = "packs"
    KIT = "kit"
    MODIFIERS = "modifiers"
    VARIANT_OF = "variant_of"
    VARIANT_NAME = "variant_name"
    TAX_SYSTEM = "tax_system"
    AGENT = "agent"
    SUPPLIER = "supplier"
    SUPPLIER_INN = "supplier_inn"
    SUPPLIER_PHONE = "supplier_phone"


# Headings as accounting programs and people write them, without case, ё and punctuation.
_HEADINGS: Mapping[ImportField, str] = {
    ImportField.ARTICLE: "артикул|код|код товара|код номенклатуры|внутренний код|арт|id|sku"
    "|article|item code|item number|product code|code",
    ImportField.NAME: "наименование|название|номенклатура|товар|наименование товара|имя"
    "|полное наименование|name|title|product|product name|item|item name|description",
    ImportField.SHORT_NAME: "краткое наименование|короткое название|краткое название|на плитке"
    "|short name",
    ImportField.CATEGORY: "категория|группа|группа товаров|товарная группа|раздел|родитель|отдел"
    "|category|group|department|section",
    ImportField.PRICE: "цена|цена продажи|розничная цена|цена розничная|розница|цена руб|цена р"
    "|отпускная цена|price|retail price|sale price|selling price|unit price",
    ImportField.UNIT: "единица|ед|ед изм|единица измерения|единицы измерения|еи|unit|uom|units"
    "|unit of measure",
    ImportField.VAT: "ндс|ставка ндс|ндс %|налог|ставка налога|ставка|vat|vat rate|tax|tax rate",
    ImportField.BARCODES: "штрихкод|штрих код|штрихкоды|штрих коды|шк|ean|ean 13|ean13|баркод"
    "|код ean|gtin|barcode|barcodes|bar code|upc",
    ImportField.PLU: "plu|плу|код plu|номер plu|код на весах|номер на весах|plu code|scale code",
    ImportField.WEIGHED: "весовой|весовой товар|вес|на развес|weighed|by weight|weighable",
    ImportField.KIND: "вид|тип|вид товара|тип товара|признак предмета расчета|предмет расчета"
    "|kind|type|item type",
    ImportField.MARKED: "маркировка|группа маркировки|маркированный|честный знак|вид маркировки"
    "|marked|marking|marking group",
    ImportField.AGE_LIMIT: "возраст|возрастное ограничение|ограничение возраста|18|age"
    "|age limit|age restriction|minimum age",
    ImportField.MIN_PRICE: "минимальная цена|мрц|мин цена|минимальная розничная цена"
    "|min price|minimum price|lowest price",
    ImportField.COST: "закупка|закупочная цена|цена закупки|себестоимость|приход|учетная цена"
    "|cost|cost price|purchase price",
    ImportField.STOCK: "остаток|остатки|количество|кол во|наличие|stock|quantity|qty|on hand"
    "|balance",
    ImportField.MIN_STOCK: "минимальный остаток|мин остаток|неснижаемый остаток|точка заказа"
    "|min stock|minimum stock|reorder level|reorder point",
    ImportField.FAVOURITE: "избранное|место в избранном|быстрая клавиша|favourite|favorite"
    "|favourite position|quick key",
    ImportField.COLOUR: "цвет|цвет плитки|colour|color",
    ImportField.NAME_EN: "наименование на английском|название на английском|name en|english name",
    ImportField.PACKS: "упаковки|упаковка|фасовки|packs|packages",
    ImportField.KIT: "состав|комплект|состав набора|набор из|kit|bundle of",
    ImportField.MODIFIERS: "модификаторы|добавки|опции|modifiers|extras|options",
    ImportField.VARIANT_OF: "вариант товара|родительский артикул|вариант артикула|variant of"
    "|parent article",
    ImportField.VARIANT_NAME: "вариант|характеристика|размер и цвет|variant|variant name",
    ImportField.TAX_SYSTEM: "сно|система налогообложения|режим налогообложения|tax system",
    ImportField.AGENT: "агент|признак агента|вид агента|agent|agent type",
    ImportField.SUPPLIER: "поставщик|комитент|принципал|наименование поставщика|supplier|principal",
    ImportField.SUPPLIER_INN: "инн поставщика|инн комитента|инн принципала|supplier inn",
    ImportField.SUPPLIER_PHONE: "телефон поставщика|телефон комитента|supplier phone",
    ImportField.SHORT_NAME_EN: "краткое название на английском|short name en",
}
_FIELD_OF = {
    heading: found for found, headings in _HEADINGS.items() for heading in headings.split("|")
}
_NOT_LETTERS = re.compile(r"[^\w%]+|_")


@dataclass(frozen=True, slots=True)
class Columns:
    """heading_row: number of the row with headings, 0 = none. headings: one a column of the table,
    "A", "B" where there are none. fields: which column holds what; absent ones are not touched.
    """

    heading_row: int
    headings: tuple[str, ...]
    fields: Mapping[ImportField, int]

    def with_field(self, wanted: ImportField, column: int | None) -> Columns:
        """The same with a person's choice: a column holds one field and a field one column."""
        fields = {f: c for f, c in self.fields.items() if f is not wanted and c != column}
        if column is not None:
            fields[wanted] = column
        return Columns(self.heading_row, self.headings, fields)


def plain_heading(text: str) -> str:
    """A heading without case, ё, punctuation and what stands in brackets or after a comma."""
    text = re.sub(r"[(\[].*?[)\]]", " ", text.casefold().replace("ё", "е"))
    return " ".join(_NOT_LETTERS.sub(" ", text.split(",")[0]).split())


def fields_of(headings: Sequence[str]) -> dict[ImportField, int]:
    """Known headings by column; the first column wins where two say the same."""
    fields: dict[ImportField, int] = {}
    for column, heading in enumerate(headings):
        found = _FIELD_OF.get(plain_heading(heading))
        if found is not None:
            fields.setdefault(found, column)
    return fields


def propose_columns(table: Table) -> Columns:
    """The row near the top with the most known headings, if it has two or more of them."""
    best: dict[ImportField, int] = {}
    best_row = None
    for row in table.rows[:_HEADING_WITHIN_ROWS]:
        fields = fields_of(row.cells)
        if len(fields) > len(best):
            best, best_row = fields, row
    width = table.width
    if best_row is None or len(best) < _HEADINGS_NEEDED:
        return Columns(0, tuple(_letters(column) for column in range(width)), {})
    headings = tuple(best_row.cell(c).strip() or _letters(c) for c in range(width))
    return Columns(best_row.number, headings, best)


def _letters(column: int) -> str:
    """The name of a column as spreadsheets write it: A, B ... Z, AA."""
    name = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(ord("A") + place) + name
    return name
