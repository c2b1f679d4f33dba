"""A price list from a spreadsheet into the real catalogue file, previewed, refused, applied."""

from __future__ import annotations

import io
from itertools import count

import openpyxl
import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.operations.import_catalogue import ImportRules, apply_import, preview_import
from pos_desktop.operations.import_columns import propose_columns
from pos_desktop.operations.import_row import NewProductDefaults
from pos_desktop.operations.tabular_file import read_table
from pos_desktop.ports import CatalogueChange
from tests.integration.catalogue_support import RATES, goods

MANAGER = StaffMember("m", "Управляющая", "Упр.", Role.MANAGER)
HEADINGS = ["Артикул", "Номенклатура", "Цена, руб.", "Ед. изм.", "НДС", "Штрихкод", "Группа"]


@pytest.fixture
def catalogue(tmp_path):
    made = SqliteCatalogue(tmp_path / "catalogue.sqlite")
    made.apply(CatalogueChange((goods("Молоко", article="1", barcodes=("4607084120301",)),)))
    yield made
    made.close()


def spreadsheet(*rows):
    book = openpyxl.Workbook()
    book.active.append(["Прайс-лист на 24 ноября"])
    book.active.append(HEADINGS)
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def preview(catalogue, data):
    table = read_table(data)
    ids = count(1)
    rules = ImportRules(RATES, NewProductDefaults("vat22"), lambda: f"new{next(ids)}")
    return preview_import(table, propose_columns(table), catalogue, rules)


def test_a_spreadsheet_changes_known_products_and_adds_new_ones(catalogue):
    data = spreadsheet(
        [1, "Молоко 3,2 %", 94.9, "шт", "10%", 4607084120301, "Молочное"],
        [2, "Сыр Гауда", "1 245,50", "кг", 0.1, None, "Сыры"],
        [3, "Хлеб бородинский", 62.5, "шт.", "НДС 10 %", "4601238051176, A-17", "Хлеб"],
    )
    seen = preview(catalogue, data)
    assert (seen.columns.heading_row, seen.problems) == (2, ())
    assert (seen.changed_count, seen.new_count) == (1, 2)
    assert apply_import(seen, writer=catalogue, staff=MANAGER) == 2
    milk = catalogue.by_barcode("4607084120301")
    assert (milk.product_id, milk.name, milk.price_minor) == ("1", "Молоко 3,2 %", 94_90)
    cheese = catalogue.search("гауда")[0].product
    assert (cheese.price_minor, cheese.unit, cheese.weighed, cheese.vat) == (
        1245_50,
        Unit.KILOGRAM,
        True,
        "vat10",
    )
    assert catalogue.by_barcode("A-17").name == "Хлеб бородинский"
    assert [c.name for c in catalogue.categories()] == ["Молочное", "Сыры", "Хлеб"]
    assert preview(catalogue, data).unchanged_count == 3


def test_a_row_with_an_error_leaves_the_catalogue_as_it_was(catalogue):
    data = spreadsheet(
        [1, "Молоко 3,2 %", 94.9, "шт", "10%", None, "Молочное"],
        [2, "Сыр", 100, "шт", "10%", 4607084120302, "Сыры"],
    )
    seen = preview(catalogue, data)
    assert [(p.row, p.code) for p in seen.problems] == [(4, "import.barcode_check_digit")]
    with pytest.raises(RefusalError):
        apply_import(seen, writer=catalogue, staff=MANAGER)
    assert (catalogue.version(), catalogue.by_id("1").name) == (1, "Молоко")


def test_what_happened_between_preview_and_import_is_noticed(catalogue):
    data = spreadsheet([2, "Хлеб", 62.5, "шт", "10%", "4601238051176", "Хлеб"])
    seen = preview(catalogue, data)
    rival = goods("Другой", article="9", barcodes=("4601238051176",))
    catalogue.apply(CatalogueChange((rival,)))
    with pytest.raises(RefusalError) as refused:
        apply_import(seen, writer=catalogue, staff=MANAGER)
    assert refused.value.code == "catalogue.barcode_taken"
    assert catalogue.by_barcode("4601238051176") == rival
    assert [c.name for c in catalogue.categories()] == []


def test_an_import_stopped_while_it_writes_leaves_no_trace(catalogue):
    seen = preview(catalogue, spreadsheet([2, "Хлеб", 62.5, "шт", "10%", None, "Хлеб"]))
    with pytest.raises(RefusalError) as refused:
        apply_import(seen, writer=catalogue, staff=MANAGER, progress=lambda done, of: False)
    assert refused.value.code == "import.cancelled"
    assert (catalogue.count(), catalogue.version()) == (1, 1)
