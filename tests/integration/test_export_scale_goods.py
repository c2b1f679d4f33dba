"""The shop's label scales get their goods as a file: what is in it, for whom, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.labels import LabelPattern, LabelValue
from pos_desktop.operations.export_scale_goods import (
    ScaleProgram,
    read_scale_goods,
    scale_goods_file,
)
from pos_desktop.ports import CatalogueChange
from tests.stock_room import MANAGER, Shop, open_stock
from tests.till_fakes import BANANAS, CASHIER, COFFEE, SENIOR

HAM = replace(
    BANANAS, product_id="w1", article="20-1", name="Ветчина «Особая»; из индейки, варёная",
    plu=12, price_minor=64_990,
)  # fmt: skip
BUN = replace(
    COFFEE, product_id="w2", article="20-2", name="Булочка", plu=7, price_minor=4500, barcodes=()
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_stock(tmp_path) as one:
        one.catalogue.apply(CatalogueChange((HAM, BUN)))
        yield one


def lines(shop: Shop, program: ScaleProgram, encoding: str) -> list[str]:
    return scale_goods_file(shop.room, program, staff=SENIOR).decode(encoding).splitlines()


def test_the_loader_of_shtrih_print_gets_thirteen_fields_by_number(shop: Shop) -> None:
    assert lines(shop, ScaleProgram.SHTRIH_PRINT, "cp1251") == [
        "7;Булочка;;45.00;0;0;0;7;0;0;;01.01.01;1",
        "12;Ветчина «Особая» из индейки,;варёная;649.90;0;0;0;12;0;0;;01.01.01;0",
        "2101;Бананы;;130.00;0;0;0;2101;0;0;;01.01.01;0",
    ]


def test_a_table_with_a_heading_is_for_programs_that_ask_for_the_columns(shop: Shop) -> None:
    assert lines(shop, ScaleProgram.COLUMNS, "utf-8-sig") == [
        "PLU;ItemCode;Name1;Name2;Price;Type;BarcodePrefix",
        "7;7;Булочка;;45.00;piece;21",
        "12;12;Ветчина «Особая» из индейки,;варёная;649.90;weight;21",
        "2101;2101;Бананы;;130.00;weight;21",
    ]


def test_goods_without_a_number_are_not_for_scales(shop: Shop) -> None:
    ids = [product.product_id for product in read_scale_goods(shop.room, staff=CASHIER).goods]
    assert ids == ["w2", "w1", BANANAS.product_id]


def test_a_number_that_labels_cannot_carry_or_that_is_taken_is_told_apart(shop: Shop) -> None:
    long = replace(HAM, product_id="w3", article="20-3", plu=100_000)
    twice = replace(HAM, product_id="w4", article="20-4", name="Другая ветчина")
    shop.catalogue.apply(CatalogueChange((long, twice)))
    known = read_scale_goods(shop.room, staff=SENIOR)
    assert [product.product_id for product in known.left_out] == ["w4", "w3"]
    assert "Другая" not in "".join(lines(shop, ScaleProgram.SHTRIH_PRINT, "cp1251"))


def test_labels_with_longer_numbers_take_longer_numbers(shop: Shop) -> None:
    shop.catalogue.set_label_patterns((LabelPattern("22", 6, LabelValue.WEIGHT),))
    shop.catalogue.apply(CatalogueChange((replace(HAM, plu=100_000),)))
    known = read_scale_goods(shop.room, staff=SENIOR)
    assert (known.goods[-1].plu, known.left_out, known.prefix) == (100_000, (), "22")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Сыр", "Сыр;"),
        ("Сыр\tс\nдырками; 45 %", "Сыр с дырками 45 %;"),
        ("А" * 40, "А" * 28 + ";" + "А" * 12),
        ("А" * 90, "А" * 28 + ";" + "А" * 28),
        ("Колбаса варёная Докторская по ГОСТ 1936", "Колбаса варёная Докторская;по ГОСТ 1936"),
        ("Рис 日本", "Рис ??;"),
    ],
)
def test_a_name_fits_two_lines_and_breaks_no_file(shop: Shop, name: str, shown: str) -> None:
    shop.catalogue.apply(CatalogueChange((replace(BUN, name=name),)))
    assert lines(shop, ScaleProgram.SHTRIH_PRINT, "cp1251")[0].startswith(f"7;{shown};45.00;")


def test_a_name_that_is_a_formula_is_not_run_by_a_spreadsheet(shop: Shop) -> None:
    shop.catalogue.apply(CatalogueChange((replace(BUN, name="=1+1"),)))
    assert lines(shop, ScaleProgram.COLUMNS, "utf-8-sig")[1] == "7;7;'=1+1;;45.00;piece;21"


def test_a_cashier_looks_at_the_list_and_does_not_take_it_away(shop: Shop) -> None:
    assert read_scale_goods(shop.room, staff=CASHIER).goods
    with pytest.raises(RefusalError) as caught:
        scale_goods_file(shop.room, ScaleProgram.COLUMNS, staff=CASHIER)
    assert caught.value.code == "rights.missing"
    assert scale_goods_file(shop.room, ScaleProgram.COLUMNS, staff=MANAGER)


def test_a_shop_without_numbers_gets_no_empty_file(tmp_path: Path) -> None:
    with open_stock(tmp_path) as shop:
        shop.catalogue.apply(CatalogueChange((replace(BANANAS, plu=0),)))
        for program in ScaleProgram:
            with pytest.raises(RefusalError) as caught:
                scale_goods_file(shop.room, program, staff=SENIOR)
            assert caught.value.code == "scale_goods.none"
