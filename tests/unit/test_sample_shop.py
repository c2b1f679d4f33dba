"""The sample shop: what the pictures show, lawful rates and prices, codes that scan."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from pos_desktop.domain.barcode import has_right_check_digit
from pos_desktop.domain.catalogue import Product, ProductKind
from pos_desktop.domain.staff import Role
from pos_desktop.domain.tax import VatRate
from pos_desktop.operations.import_sample import sample_change, sample_staff
from pos_desktop.shipped import resource_path

RATES = (
    VatRate("none", 0, 1, None),
    VatRate("vat0", 0, 1, 0),
    VatRate("vat10", 10, 110, 10),
    VatRate("vat22", 22, 122, 22),
)
SAMPLE = resource_path("sample")
SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "make_sample.py"

# Name, price and VAT of what the pictures of the register show.
PICTURED = {
    "Молоко «Домик в деревне» 3,2 % 950 мл": (94_90, "vat10"),
    "Бананы": (130_00, "vat10"),
    "Кофе молотый Жокей Классический 250 г": (349_00, "vat22"),
    "Хлеб бородинский нарезка 400 г": (62_50, "vat10"),
    "Пакет-майка": (9_90, "vat22"),
    "Кефир Простоквашино 1 % 930 г": (79_90, "vat10"),
    "Томаты": (219_00, "vat10"),
    "Шоколад «Алёнка» 90 г": (99_90, "vat22"),
    "Сыр Российский 50 % 300 г": (289_90, "vat10"),
    "Вода «Святой источник» 0,5 л": (45_00, "vat22"),
    "Сосиска в тесте": (95_00, "vat10"),
    "Кофе с собой 250 мл": (150_00, "vat22"),
}
TILES = [
    "Пакет-майка", "Хлеб бородинский", "Бананы", "Огурцы", "Кофе с собой 250 мл",
    "Вода 0,5 л", "Батон нарезной", "Яблоки Гала", "Томаты", "Круассан",
    "Газета", "Булочка с маком", "Картофель", "Лук репчатый", "Чай с собой",
    "Пакет большой", "Лаваш тонкий", "Морковь мытая", "Лимоны", "Сосиска в тесте",
]  # fmt: skip


@cache
def goods() -> tuple[Product, ...]:
    return sample_change(
        (SAMPLE / "products.csv").read_bytes(), (SAMPLE / "categories.csv").read_bytes(), RATES
    ).products


@cache
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sample", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_sample"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["products.csv", "categories.csv", "staff.csv"])
def test_the_committed_files_are_what_the_script_makes(name):
    assert script().sample_files()[name] == (SAMPLE / name).read_text(encoding="utf-8")


def test_the_shop_has_three_thousand_goods_with_names_and_articles_of_their_own():
    assert len(goods()) >= 3000
    for attribute in ("name", "article", "product_id", "name_en"):
        doubled = Counter(getattr(p, attribute) for p in goods())
        if attribute != "name_en":
            assert doubled.most_common(1)[0][1] == 1
        assert "" not in doubled


@pytest.mark.parametrize("name", PICTURED)
def test_what_the_pictures_show_is_on_the_shelf(name):
    found = next(p for p in goods() if p.name == name)
    assert (found.price_minor, found.vat) == PICTURED[name]


def test_the_favourite_tiles_stand_as_in_the_picture():
    tiles = sorted((p for p in goods() if p.favourite), key=lambda p: p.favourite)
    assert [p.favourite for p in tiles] == list(range(1, 21))
    assert [p.short_name or p.name for p in tiles] == TILES
    assert all(p.name_en for p in tiles)


def test_every_barcode_is_whole_and_belongs_to_one_product():
    codes = [code for p in goods() for code in p.barcodes]
    assert len(codes) == len(set(codes))
    assert all(has_right_check_digit(code) for code in codes)
    assert {len(code) for code in codes} == {8, 13}
    assert any(len(p.barcodes) > 1 for p in goods())


def test_the_codes_of_the_demo_scanner_are_known():
    by_code = {code: p.name for p in goods() for code in p.barcodes}
    assert by_code["4607084120301"] == "Кофе молотый Жокей Классический 250 г"
    assert by_code["4601238051176"] == "Хлеб бородинский нарезка 400 г"
    assert by_code["4609990001040"] == "Пакет-майка"


def test_weighed_goods_have_a_number_on_the_scale_and_no_barcode():
    weighed = [p for p in goods() if p.weighed]
    assert len(weighed) > 100
    assert len({p.plu for p in weighed}) == len(weighed)
    assert all(p.plu > 0 and not p.barcodes and p.unit == "kg" for p in weighed)
    tomatoes = next(p for p in weighed if p.name == "Томаты")
    assert (tomatoes.plu, tomatoes.article) == (2104, "00-3187")
    assert tomatoes.stock_thousandths == 26_400


def test_rates_follow_the_kind_of_goods():
    rates = {}
    for p in goods():
        rates.setdefault(p.category_id, set()).add(p.vat)
    for category in ("bread", "press", "frozen", "baby"):
        assert "vat10" in rates[category]
    for category in ("beer", "wine", "spirits", "tobacco", "household", "snacks", "tea"):
        assert rates[category] == {"vat22"}
    assert rates["bread"] == {"vat10"}
    assert rates["press"] == {"vat10"}


def test_alcohol_and_tobacco_are_for_adults_and_never_below_the_lawful_price():
    for p in goods():
        if p.category_id in ("wine", "spirits") or p.marked_group in ("beer", "tobacco"):
            assert p.age_limit == 18, p.name
            assert p.kind is ProductKind.EXCISE, p.name
        assert p.price_minor > p.cost_minor
        assert p.price_minor >= p.min_price_minor
    lowest = {p.name.split()[0]: p.min_price_minor for p in goods() if p.min_price_minor}
    assert lowest["Сигареты"] == 153_00
    vodka = next(p for p in goods() if p.name.startswith("Водка") and p.name.endswith("0,5 л"))
    assert vodka.min_price_minor == 409_00


def test_marked_goods_name_their_group():
    groups = Counter(p.marked_group for p in goods() if p.marked_group)
    assert {"milk", "water", "tobacco", "beer", "soft_drinks"} <= set(groups)
    milk = next(p for p in goods() if p.name.startswith("Молоко «Домик"))
    assert milk.marked_group == "milk"


def test_english_names_have_no_russian_letter():
    russian = [p.name_en for p in goods() if re.search("[а-яё]", p.name_en + p.short_name_en, re.I)]
    assert russian == []


def test_names_fit_a_fiscal_position():
    assert max(len(p.name) for p in goods()) <= 128


def test_eight_people_can_sign_in_as_in_the_picture():
    people = sample_staff((SAMPLE / "staff.csv").read_bytes())
    assert [p.member.name for p in people] == [
        "Иванова М. С.", "Петров А. Д.", "Ким Е. В.", "Соколова Т. И.",
        "Гусев Р. О.", "Лебедева О. Н.", "Абрамов С. К.", "Зайцева Д. А.",
    ]  # fmt: skip
    assert len({p.pin for p in people}) == len({p.badge for p in people}) == 8
    assert all(re.fullmatch(r"\d{4}", p.pin) and has_right_check_digit(p.badge) for p in people)
    assert {p.member.role for p in people} == set(Role)


def test_every_product_is_in_a_category_that_exists():
    with (SAMPLE / "categories.csv").open(encoding="utf-8", newline="") as file:
        known = {row["category"] for row in csv.DictReader(file, delimiter=";")}
    assert {p.category_id for p in goods()} == known
