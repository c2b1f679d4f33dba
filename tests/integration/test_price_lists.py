"""Price lists of customers: imported whole, valid by day, read once, priced at the till."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pos_desktop.domain.customers import Customer
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.journal.price_lists import SqlitePriceLists
from pos_desktop.operations import customers, sell
from pos_desktop.operations.import_prices import put_prices, read_prices
from pos_desktop.operations.price_sale import priced
from pos_desktop.ports import CatalogueChange
from pos_desktop.ports.prices import ListPrice
from tests.till_fakes import CASHIER, COFFEE, GOODS, SENIOR, workplace

BOSS = StaffMember("s3", "Хозяин", "Хозяин", Role.MANAGER)
FILE = "Артикул;Цена\n00-1;300,00\n00-2;60\n99-9;1\n".encode()


def at(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1_000_000)


@pytest.fixture
def shop(tmp_path):
    catalogue = SqliteCatalogue(tmp_path / "catalogue.sqlite")
    catalogue.apply(CatalogueChange(GOODS))
    lists = SqlitePriceLists(tmp_path / "catalogue.sqlite", UTC)
    yield workplace(price_lists=lists, catalogue=catalogue), lists, catalogue
    lists.close()
    catalogue.close()


def test_a_cafe_pays_the_prices_of_its_list_and_everybody_else_those_of_the_shelf(shop):
    place, lists, catalogue = shop
    found = read_prices(FILE, catalogue)
    assert found.unknown == ("99-9",)
    list_id = put_prices(place, lists, " Кафе ", found, staff=BOSS)
    assert lists.lists() == [("кафе", "Кафе", 2)]
    made = customers.add(place, Customer("", "Кафе «Ель»", price_list=list_id), staff=SENIOR)
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    assert priced(place, sale).total_minor == 34_900
    sale = customers.attach(place, sale, made.customer_id, staff=CASHIER)
    sums = priced(place, sale)
    assert sums.total_minor == 30_000
    assert [(s.kind, s.name) for s in sums.lines[0].shares] == [("price_list", "Кафе")]


def test_a_price_holds_from_its_first_to_its_last_day(shop):
    _, lists, _ = shop
    prices = (
        ListPrice("p1", 30_000),
        ListPrice("p1", 25_000, date(2026, 12, 1), date(2026, 12, 31)),
    )
    lists.put_list("кафе", "Кафе", prices)
    for day, minor in (
        (date(2026, 11, 30), 30_000),
        (date(2026, 12, 1), 25_000),
        (date(2026, 12, 31), 25_000),
        (date(2027, 1, 1), 30_000),
    ):
        assert lists.price_list("кафе", at(day)).prices_minor["p1"] == minor


def test_a_list_is_replaced_whole_and_holds_at_once(shop):
    _, lists, _ = shop
    lists.put_list("кафе", "Кафе", (ListPrice("p1", 30_000),))
    assert lists.price_list("кафе", at(date(2026, 11, 24))).prices_minor == {"p1": 30_000}
    lists.put_list("кафе", "Кафе", (ListPrice("p2", 5_000),))
    assert lists.price_list("кафе", at(date(2026, 11, 24))).prices_minor == {"p2": 5_000}
    assert lists.price_list("никакой", at(date(2026, 11, 24))) is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("Артикул;Цена\n00-1;дорого\n".encode(), "prices.bad_price"),
        ("Артикул;Цена\n00-1;0\n".encode(), "prices.bad_price"),
        ("Артикул;Цена\n77-7;5\n".encode(), "prices.none"),
        ("Название;Сколько\nКофе;5\n".encode(), "import.columns_missing"),
    ],
)
def test_a_wrong_file_changes_nothing_and_is_refused_by_name(shop, data, code):
    _, lists, catalogue = shop
    with pytest.raises(RefusalError) as refusal:
        read_prices(data, catalogue)
    assert refusal.value.code == code
    assert lists.lists() == []


def test_a_list_needs_a_name_and_the_right_to_import(shop):
    place, lists, catalogue = shop
    found = read_prices(FILE, catalogue)
    for staff, name, code in ((CASHIER, "Кафе", "rights.missing"), (BOSS, " ", "prices.nameless")):
        with pytest.raises(RefusalError) as refusal:
            put_prices(place, lists, name, found, staff=staff)
        assert refusal.value.code == code
    assert lists.lists() == []
