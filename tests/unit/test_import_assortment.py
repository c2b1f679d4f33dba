"""Packs, kits, extras and variants from a table, and goods from CommerceML."""

from __future__ import annotations

import io
import itertools
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.catalogue import KitPart, Modifier, ModifierGroup, Pack
from pos_desktop.domain.errors import RefusalError
from pos_desktop.operations.import_assortment import read_kit, read_modifiers, read_packs
from pos_desktop.operations.import_catalogue import ImportRules, preview_import
from pos_desktop.operations.import_columns import propose_columns
from pos_desktop.operations.import_row import NewProductDefaults
from pos_desktop.operations.import_values import ValueProblemError
from pos_desktop.operations.tabular_file import read_table
from tests.till_fakes import country

IMPORT_XML = """<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация ВерсияСхемы="2.05" xmlns="urn:1C.ru:commerceml_2">
 <Классификатор><Группы><Группа><Ид>g1</Ид><Наименование>Одежда</Наименование>
  <Группы><Группа><Ид>g2</Ид><Наименование>Футболки</Наименование></Группа></Группы>
 </Группа></Группы></Классификатор>
 <Каталог><Товары>
  <Товар><Ид>t1</Ид><Артикул>F-1</Артикул><Наименование>Футболка</Наименование>
   <БазоваяЕдиница НаименованиеПолное="Штука">шт</БазоваяЕдиница>
   <Группы><Ид>g2</Ид></Группы>
   <СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование><Ставка>22</Ставка></СтавкаНалога>
   </СтавкиНалогов></Товар>
  <Товар><Ид>t2</Ид><Артикул>H-1</Артикул><Штрихкод>4601238051176</Штрихкод>
   <Наименование>Хлеб</Наименование></Товар>
  <Товар Статус="Удален"><Ид>t3</Ид><Наименование>Старое</Наименование></Товар>
 </Товары></Каталог>
</КоммерческаяИнформация>
"""
OFFERS_XML = """<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация xmlns="urn:1C.ru:commerceml_2"><ПакетПредложений><Предложения>
 <Предложение><Ид>t1#m</Ид><Наименование>Футболка (M)</Наименование>
  <ХарактеристикиТовара><ХарактеристикаТовара><Наименование>Размер</Наименование>
   <Значение>M</Значение></ХарактеристикаТовара></ХарактеристикиТовара>
  <Цены><Цена><ЦенаЗаЕдиницу>990.00</ЦенаЗаЕдиницу></Цена></Цены><Количество>3</Количество>
 </Предложение>
 <Предложение><Ид>t2</Ид><Цены><Цена><ЦенаЗаЕдиницу>62.50</ЦенаЗаЕдиницу></Цена></Цены>
  <Остатки><Остаток><Склад><Количество>7</Количество></Склад></Остаток></Остатки></Предложение>
</Предложения></ПакетПредложений></КоммерческаяИнформация>
"""


class Nothing:
    """A catalogue with nothing in it."""

    def by_article(self, _article):
        return None

    by_barcode = by_article
    by_plu = by_article

    def categories(self):
        return []


def preview(data: bytes):
    ids = itertools.count(1)
    table = read_table(data)
    rates = country().vat.rates.values()
    rules = ImportRules(tuple(rates), NewProductDefaults("vat22"), lambda: f"id{next(ids)}")
    return preview_import(table, propose_columns(table), Nothing(), rules)


def goods(data: bytes):
    found = preview(data)
    assert found.problems == ()
    return {product.article: product for product in found.change.products}


def zipped(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(f"{name}.xml", text)
    return out.getvalue()


def test_packs_are_read_with_price_and_codes_or_without():
    assert read_packs("упаковка 6 шт = 6 = 199,00 = 4607084120318; полкило = 0,5") == (
        Pack("упаковка 6 шт", 6000, ("4607084120318",), 19900),
        Pack("полкило", 500),
    )


def test_extras_are_read_with_what_is_needed_and_how_many():
    assert read_modifiers("Молоко!: обычное, овсяное +40; Сироп x3: ваниль +30.50") == (
        ModifierGroup("Молоко", (Modifier("обычное"), Modifier("овсяное", 4000)), 1, 1),
        ModifierGroup("Сироп", (Modifier("ваниль", 3050),), 0, 3),
    )


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (read_packs, "ящик"),
        (read_packs, "ящик = 0"),
        (read_packs, "ящик = 6; ящик = 12"),
        (read_packs, "ящик = шесть"),
        (read_packs, "ящик = 6 = дорого"),
        (read_packs, "ящик = 6 = 10 = 4607084120300"),
        (read_kit, "* 2"),
        (read_kit, "00-1 * 0"),
        (read_modifiers, "Молоко"),
        (read_modifiers, "Молоко:"),
        (read_modifiers, "Молоко: овсяное, овсяное"),
        (read_modifiers, "Молоко x0: овсяное"),
    ],
)
def test_what_cannot_be_read_is_a_problem_of_its_cell(reader, text):
    with pytest.raises(ValueProblemError):
        reader(text)


@given(st.text(max_size=60))
def test_no_text_in_a_cell_is_anything_but_read_or_complained_about(text):
    for reader in (read_packs, read_kit, read_modifiers):
        try:
            reader(text)
        except ValueProblemError as problem:
            assert problem.code.startswith("import.")


def test_a_kit_names_its_parts_by_article_wherever_they_stand_in_the_file():
    rows = 'артикул;название;цена;состав\nК-1;Набор;100;"Х-1 * 2; Ч-1"\nХ-1;Хлеб;50;\nЧ-1;Чай;70;\n'
    found = goods(rows.encode())
    assert found["К-1"].kit == (
        KitPart(found["Х-1"].product_id, 2000),
        KitPart(found["Ч-1"].product_id, 1000),
    )


def test_a_part_that_is_nowhere_is_a_problem_of_its_row():
    rows = "артикул;название;цена;состав\nК-1;Набор;100;Х-9\n"
    found = preview(rows.encode())
    [problem] = found.problems
    assert (problem.row, problem.field, problem.code) == (2, "kit", "import.article_unknown")
    assert problem.values == {"article": "Х-9"}
    assert found.change.products == ()


def test_variants_stand_under_what_they_are_variants_of():
    rows = (
        "артикул;название;цена;вариант товара;вариант\n"
        "Ф;Футболка;990;;\nФ-М;Футболка M;990;Ф;M\nФ-Л;Футболка L;990;Ф;L\n"
    )
    found = goods(rows.encode())
    assert found["Ф"].variants == (found["Ф-М"].product_id, found["Ф-Л"].product_id)
    assert found["Ф-М"].variant_name == "M"


def test_a_barcode_of_a_pack_that_another_row_bears_is_a_problem():
    rows = (
        "артикул;название;цена;штрихкод;упаковки\n"
        "А;Кофе;349;4607084120301;\nБ;Чай;99;;пара = 2 = 190 = 4607084120301\n"
    )
    [problem] = preview(rows.encode()).problems
    assert problem.code == "import.barcode_twice"


IN_FOLDERS = {"w/import0_1": IMPORT_XML, "w/offers0_1": OFFERS_XML}


@pytest.mark.parametrize(
    "files", [{"import": IMPORT_XML, "offers": OFFERS_XML}, {**IN_FOLDERS, "import": IMPORT_XML}]
)
def test_goods_prices_and_variants_come_from_commerceml(files):
    found = goods(zipped(**files))
    assert set(found) == {"F-1", "F-1-m", "H-1"}
    assert found["F-1"].variants == (found["F-1-m"].product_id,)
    assert (found["F-1-m"].price_minor, found["F-1-m"].variant_name) == (99000, "M")
    assert found["F-1-m"].stock_thousandths == 3000
    bread = found["H-1"]
    assert (bread.price_minor, bread.barcodes, bread.stock_thousandths) == (
        6250, ("4601238051176",), 7000,
    )  # fmt: skip


def test_a_file_that_is_no_commerceml_or_would_fill_the_memory_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><КоммерческаяИнформация/>'
    wide = zipped(offers=bomb.encode("utf-16"))
    for data in (b"<?xml version='1.0'?><html/>", bomb.encode(), wide, b"<?xml version='1.0'?><a>"):
        with pytest.raises(RefusalError, match=r"import\.unreadable"):
            read_table(data)


@given(st.binary(max_size=300))
def test_no_bytes_get_past_the_reader_as_anything_but_a_table_or_a_refusal(data):
    try:
        read_table(b"<?xml version='1.0'?>" + data)
    except RefusalError as refusal:
        assert refusal.code.startswith("import.")
