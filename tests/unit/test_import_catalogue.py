"""The import of products: previewed, complained about by row, applied whole or not at all."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.barcode import ean_check_digit
from pos_desktop.domain.catalogue import Category, Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tax import VatRate
from pos_desktop.operations.import_catalogue import (
    ImportRules,
    RowState,
    apply_import,
    preview_import,
)
from pos_desktop.operations.import_columns import ImportField, propose_columns
from pos_desktop.operations.import_row import NewProductDefaults
from pos_desktop.operations.tabular_file import read_table

RATES = (VatRate("none", 0, 1, None), VatRate("vat10", 10, 110, 10), VatRate("vat22", 22, 122, 22))
MANAGER = StaffMember("m", "Управляющая", "Упр.", Role.MANAGER)
CASHIER = StaffMember("c", "Кассир", "Касс.", Role.CASHIER)
MILK = Product(
    "p1", "1", "Молоко", "dairy", 94_90, "vat10", barcodes=("4607084120301",), favourite=2,
    cost_minor=60_00, age_limit=0, plu=0, name_en="Milk",
)  # fmt: skip
BANANAS = Product("p2", "2", "Бананы", "fruit", 130_00, "vat10", Unit.KILOGRAM, True, 2101)


class Shop:
    """A catalogue in memory: what it knows and what was written."""

    def __init__(self, *products):
        self.products = {p.product_id: p for p in products}
        self.kinds = [Category("dairy", "Молочное", 1), Category("fruit", "Фрукты", 2)]

    def by_article(self, article):
        return next((p for p in self.products.values() if p.article == article), None)

    def by_barcode(self, code):
        return next((p for p in self.products.values() if code in p.barcodes), None)

    def by_plu(self, plu):
        return next((p for p in self.products.values() if p.plu == plu), None)

    def categories(self):
        return self.kinds

    def apply(self, change, progress=None):
        self.products |= {p.product_id: p for p in change.products}
        self.kinds = [*self.kinds, *change.categories]
        return 7


def preview(text, shop=None, **options):
    table = read_table(text.encode())
    ids = count(1)
    rules = ImportRules(RATES, NewProductDefaults("vat22"), lambda: f"new{next(ids)}")
    columns = options.pop("columns", None) or propose_columns(table)
    return preview_import(table, columns, shop or Shop(MILK, BANANAS), rules, **options)


def problems(text, shop=None):
    return [(p.row, p.field, p.code) for p in preview(text, shop).problems]


def test_a_preview_counts_new_changed_and_unchanged_rows():
    seen = preview("Артикул;Название;Цена\n1;Молоко;94,90\n2;Бананы;135\n3;Хлеб;62,50\n")
    assert (seen.new_count, seen.changed_count, seen.unchanged_count, seen.error_count) == (
        1, 1, 1, 0,
    )  # fmt: skip
    assert [r.state for r in seen.first] == [RowState.UNCHANGED, RowState.CHANGED, RowState.NEW]
    assert [p.name for p in seen.change.products] == ["Бананы", "Хлеб"]


def test_columns_that_are_absent_and_cells_that_are_empty_change_nothing():
    seen = preview("Артикул;Название;Цена;НДС;Закупка;Штрихкод\n1;Молоко;99,90;;;\n")
    assert seen.change.products == (replace(MILK, price_minor=99_90),)


def test_a_barcode_finds_the_product_and_new_ones_are_added_to_the_old():
    text = 'Название;Цена;Штрихкод\nМолоко;94,90;"4607084120301,4601238051176"\n'
    assert preview(text).change.products[0].barcodes == ("4607084120301", "4601238051176")
    assert preview(text).change.products[0].product_id == "p1"


def test_a_new_product_gets_defaults_an_id_and_a_weight_by_its_unit():
    seen = preview("Артикул;Название;Цена;Ед;Категория\n9;Сыр;799;кг;Молочное\n10;Чай;5;шт;Чай\n")
    cheese, tea = seen.change.products
    assert (cheese.vat, cheese.unit, cheese.weighed, cheese.category_id) == (
        "vat22", Unit.KILOGRAM, True, "dairy",
    )  # fmt: skip
    assert (cheese.product_id, tea.weighed) != (tea.product_id, True)
    assert seen.change.categories == (Category(tea.category_id, "Чай", 3),)


def test_each_problem_names_its_row_field_value_and_code():
    seen = preview(
        "Артикул;Название;Цена;НДС;Ед;Штрихкод\n"
        "5;Сыр;-1;20%;пуд;4607084120302\n"
        "6;;5;10;шт;\n"
        "7;Чай;;10;шт;\n"
        ";Безродный;5;10;шт;\n"
    )
    assert [(p.row, p.field, p.value, p.code) for p in seen.problems] == [
        (2, "barcodes", "4607084120302", "import.barcode_check_digit"),
        (2, "price", "-1", "import.price_negative"),
        (2, "unit", "пуд", "import.unit_unknown"),
        (2, "vat", "20%", "import.vat_unknown"),
        (3, "name", "", "import.name_missing"),
        (4, "price", "", "import.price_missing"),
        (5, "article", "", "import.key_missing"),
    ]
    assert (seen.error_count, seen.new_count) == (4, 0)


def test_the_same_article_or_code_twice_in_a_file_points_to_the_first():
    head = "Артикул;Название;Цена;Штрихкод\n"
    assert problems(head + "5;А;1;\n5;Б;2;\n") == [(3, "article", "import.article_twice")]
    code = "4601238051176"
    assert problems(head + f"5;А;1;{code}\n6;Б;2;{code}\n") == [
        (3, "barcodes", "import.barcode_twice")
    ]
    twice = preview(head + "5;А;1;\n5;Б;2;\n").problems[0]
    assert twice.values == {"first_row": 2}


def test_a_code_or_scale_number_of_another_product_is_named():
    text = "Артикул;Название;Цена;Штрихкод;PLU\n5;А;1;4607084120301;\n6;Б;2;;2101\n"
    seen = preview(text)
    assert [(p.code, p.values["name"]) for p in seen.problems] == [
        ("import.barcode_taken", "Молоко"),
        ("import.plu_taken", "Бананы"),
    ]


def test_two_rows_for_one_product_found_by_its_codes_are_refused():
    shop = Shop(replace(MILK, barcodes=("4607084120301", "4601238051176")))
    text = "Название;Цена;Штрихкод\nМолоко;1;4607084120301\nМолоко;2;4601238051176\n"
    assert problems(text, shop) == [(3, "barcodes", "import.product_twice")]


def test_a_name_that_is_too_long_is_cut_and_mentioned():
    seen = preview(f"Артикул;Название;Цена\n5;{'М' * 200};1\n")
    assert (seen.problem_count, seen.notes[0].code) == (0, "import.name_cut")
    assert len(seen.change.products[0].name) == 128


def test_without_name_price_and_a_key_there_is_nothing_to_import():
    with pytest.raises(RefusalError) as refused:
        preview("Название;Остаток\nМолоко;5\n")
    assert refused.value.values == {"fields": "price, article"}


def test_columns_chosen_by_a_person_are_used():
    text = "1;Молоко;10;94,90\n"
    columns = propose_columns(read_table(text.encode()))
    for field, column in (("article", 0), ("name", 1), ("price", 3)):
        columns = columns.with_field(ImportField(field), column)
    assert preview(text, columns=columns).unchanged_count == 1


def test_one_bad_row_keeps_everything_out():
    shop = Shop(MILK)
    seen = preview("Артикул;Название;Цена\n1;Молоко;1\n5;Сыр;дорого\n", shop)
    with pytest.raises(RefusalError) as refused:
        apply_import(seen, writer=shop, staff=MANAGER)
    assert (refused.value.code, refused.value.values) == ("import.has_problems", {"count": 1})
    assert shop.products == {"p1": MILK}


def test_a_cashier_may_not_import():
    seen = preview("Артикул;Название;Цена\n1;Молоко;1\n")
    with pytest.raises(RefusalError) as refused:
        apply_import(seen, writer=Shop(), staff=CASHIER)
    assert refused.value.code == "rights.missing"


def test_an_import_can_be_stopped_while_it_reads():
    with pytest.raises(RefusalError) as refused:
        preview("Артикул;Название;Цена\n1;Молоко;1\n", progress=lambda done, of: False)
    assert refused.value.code == "import.cancelled"


def test_an_import_a_second_time_changes_nothing():
    shop = Shop()
    text = "Артикул;Название;Цена;НДС;Категория;Штрихкод\n1;Чай;5;22;Чай;4601238051176\n"
    apply_import(preview(text, shop), writer=shop, staff=MANAGER)
    again = preview(text, shop)
    assert (again.unchanged_count, again.change.products, again.change.categories) == (1, (), ())


def codes(stem):
    return f"46{stem:010d}{ean_check_digit(f'46{stem:010d}')}"


names = st.text(
    st.characters(categories=["L", "N", "P", "S"], include_characters=" "), min_size=1, max_size=60
).map(lambda text: " ".join(text.split()))
drawn = st.builds(
    lambda n, stem, name, price, vat, unit, stock, cost: Product(
        f"new{n}", f"a{n}", name, "dairy", price, vat, unit, unit is Unit.KILOGRAM,
        barcodes=(codes(stem * 100_000 + n),), stock_thousandths=stock, cost_minor=cost,
    ),
    st.integers(1, 9999), st.integers(0, 9999),
    names.filter(lambda name: name != ""),
    st.integers(0, 4_294_967_295), st.sampled_from(["vat10", "vat22", "none"]),
    st.sampled_from(list(Unit)), st.integers(-(10**9), 10**9), st.integers(0, 10**8),
)  # fmt: skip


def as_file(products, encoding, delimiter):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(
        "article name category price unit vat weighed barcodes stock cost".split()  # noqa: SIM905
    )
    for p in products:
        writer.writerow(
            [
                p.article,
                p.name,
                "Молочное",
                f"{p.price_minor / 100:.2f}",
                p.unit.value,
                p.vat,
                int(p.weighed),
                ",".join(p.barcodes),
                f"{p.stock_thousandths / 1000:.3f}",
                f"{p.cost_minor / 100:.2f}",
            ]
        )
    return out.getvalue().encode(encoding)


@given(
    st.lists(drawn, min_size=1, max_size=8, unique_by=lambda p: p.article),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([";", ",", "\t"]),
)
def test_what_was_written_to_a_file_comes_back_by_import(products, encoding, delimiter):
    table = read_table(as_file(products, encoding, delimiter))
    shop = Shop()
    ids = iter([p.product_id for p in products])
    rules = ImportRules(RATES, NewProductDefaults("none"), lambda: next(ids))
    seen = preview_import(table, propose_columns(table), shop, rules)
    if seen.problem_count == 0:  # a drawn name may be of characters that names lose
        expected = [
            replace(p, name=r.after.name) for p, r in zip(products, seen.first, strict=True)
        ]
        assert list(seen.change.products) == expected
    else:
        assert {p.code for p in seen.problems} <= {"import.name_missing"}
