"""The catalogue file: what goes in comes out, all or nothing, read from any thread."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pos_desktop.domain.catalogue import Category, Product, ProductKind
from pos_desktop.domain.errors import RefusalError, StorageError
from pos_desktop.domain.quantity import Unit
from pos_desktop.journal.catalogue_store import SqliteCatalogue
from pos_desktop.operations.import_sample import sample_change
from pos_desktop.ports import CatalogueChange
from pos_desktop.shipped import resource_path
from tests.integration.catalogue_support import RATES, goods

EVERYTHING = Product(
    product_id="018f", article="00-1207", name="Молоко «Домик» 3,2 %", category_id="dairy",
    price_minor=94_90, vat="vat10", unit=Unit.LITRE, weighed=True, plu=2101,
    kind=ProductKind.EXCISE, marked_group="milk", age_limit=18, min_price_minor=50_00,
    cost_minor=67_53, stock_thousandths=-1_500, favourite=3, colour_index=4,
    barcodes=("4607084120301", "46012345"), name_en="Milk", short_name="Молоко",
    short_name_en="Milk",
)  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / "catalogue.sqlite"


@pytest.fixture
def catalogue(path):
    made = SqliteCatalogue(path)
    yield made
    made.close()


def put(catalogue, *products):
    return catalogue.apply(CatalogueChange(products))


def test_every_field_of_a_product_comes_back_as_it_was(catalogue):
    put(catalogue, EVERYTHING, goods("Хлеб", article="2"))
    assert catalogue.by_id("018f") == EVERYTHING
    assert catalogue.by_id("2") == goods("Хлеб", article="2")


def test_each_of_several_barcodes_finds_the_product(catalogue):
    put(catalogue, EVERYTHING)
    assert catalogue.by_barcode("4607084120301") == EVERYTHING
    assert catalogue.by_barcode("46012345") == EVERYTHING
    assert catalogue.by_barcode("4607084120") is None
    assert catalogue.by_barcode("") is None


def test_products_are_found_by_article_and_by_the_number_on_the_scale(catalogue):
    put(catalogue, EVERYTHING, goods("Без номера", article="x"))
    assert catalogue.by_article("00-1207") == EVERYTHING
    assert catalogue.by_plu(2101) == EVERYTHING
    assert catalogue.by_plu(0) is None
    assert catalogue.with_plu() == [EVERYTHING]


def test_what_was_written_is_there_when_the_file_is_opened_again(path, catalogue):
    put(catalogue, EVERYTHING)
    catalogue.close()
    again = SqliteCatalogue(path)
    assert again.by_barcode("46012345") == EVERYTHING
    assert (again.count(), again.version()) == (1, 1)
    again.close()


def test_every_change_raises_the_version_by_one(catalogue):
    assert catalogue.version() == 0
    assert put(catalogue, goods("Один")) == 1
    assert put(catalogue, goods("Два")) == 2
    assert catalogue.version() == 2


def test_a_changed_product_replaces_the_one_before(catalogue):
    put(catalogue, goods("Молоко", article="1", barcodes=("46012345",)))
    changed = goods("Кефир", article="1", price_minor=1, barcodes=("4607084120301",))
    put(catalogue, changed)
    assert catalogue.by_id("1") == changed
    assert catalogue.by_barcode("46012345") is None
    assert catalogue.count() == 1


def test_a_barcode_may_move_to_another_product_in_one_change(catalogue):
    put(catalogue, goods("А", article="1", barcodes=("46012345",)), goods("Б", article="2"))
    put(catalogue, goods("Б", article="2", barcodes=("46012345",)), goods("А", article="1"))
    assert catalogue.by_barcode("46012345").name == "Б"


def test_a_barcode_of_another_product_refuses_the_whole_change(catalogue):
    put(catalogue, goods("Молоко", article="1", barcodes=("46012345",)))
    with pytest.raises(RefusalError) as refused:
        put(
            catalogue,
            goods("Новый", article="2"),
            goods("Вор", article="3", barcodes=("46012345",)),
        )
    assert (refused.value.code, refused.value.values) == (
        "catalogue.barcode_taken", {"code": "46012345"},
    )  # fmt: skip
    assert catalogue.by_id("2") is None
    assert (catalogue.count(), catalogue.version()) == (1, 1)


def test_the_same_barcode_twice_in_one_change_is_refused(catalogue):
    with pytest.raises(RefusalError) as refused:
        put(catalogue, goods("А", barcodes=("46012345",)), goods("Б", barcodes=("46012345",)))
    assert refused.value.values == {"code": "46012345"}
    assert catalogue.count() == 0


def test_a_cancelled_change_leaves_no_trace(catalogue):
    put(catalogue, goods("Молоко", article="1"))
    with pytest.raises(RefusalError) as refused:
        catalogue.apply(
            CatalogueChange(
                (goods("Кефир", article="1"), goods("Новый")), (Category("c", "К", 1),)
            ),
            lambda done, of: False,
        )
    assert refused.value.code == "import.cancelled"
    assert catalogue.by_id("1").name == "Молоко"
    assert catalogue.categories() == []
    assert catalogue.search("новый") == []
    assert put(catalogue, goods("После")) == 2


def test_progress_counts_up_to_all_products(catalogue):
    steps = []
    products = tuple(goods(f"Товар {n}") for n in range(4500))
    catalogue.apply(CatalogueChange(products), lambda done, of: steps.append((done, of)) or True)
    assert steps == [(2000, 4500), (4000, 4500), (4500, 4500)]


def test_categories_come_in_their_order_and_can_be_renamed(catalogue):
    catalogue.apply(
        CatalogueChange((), (Category("b", "Хлеб", 2, 1, "Bread"), Category("d", "Молочное", 1)))
    )
    catalogue.apply(CatalogueChange((), (Category("b", "Хлебное", 2, 1, "Bread"),)))
    assert catalogue.categories() == [
        Category("d", "Молочное", 1), Category("b", "Хлебное", 2, 1, "Bread"),
    ]  # fmt: skip


def test_favourites_come_in_their_places(catalogue):
    put(catalogue, goods("В", favourite=3), goods("А", favourite=1), goods("нет"))
    assert [p.name for p in catalogue.favourites()] == ["А", "В"]


def test_a_category_shows_what_sells_first_and_then_by_name(catalogue):
    put(
        catalogue, goods("Яйцо", article="1"), goods("Айран", article="2"),
        goods("Сыр", article="3"), goods("Хлеб", article="4", category_id="bread"),
    )  # fmt: skip
    catalogue.note_sold(["3", "3", "1", "4"])
    assert [p.name for p in catalogue.in_category("dairy")] == ["Сыр", "Яйцо", "Айран"]
    assert [p.name for p in catalogue.in_category("dairy", 2)] == ["Сыр", "Яйцо"]


def test_sales_of_unknown_products_are_nobodys_business(catalogue):
    catalogue.note_sold([])
    catalogue.note_sold(["gone", "gone"])
    assert catalogue.count() == 0


def test_a_sale_that_the_disk_refuses_to_count_is_no_error_and_is_counted_later(catalogue, path):
    put(catalogue, goods("Молоко А", article="1"), goods("Молоко Б", article="2"))
    with sqlite3.connect(path) as raw:
        raw.execute(
            "CREATE TRIGGER refusing BEFORE INSERT ON popularity"
            " BEGIN SELECT RAISE(FAIL, 'the disk refuses'); END"
        )
    catalogue.note_sold(["2"])
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM popularity").fetchone() == (0,)
        raw.execute("DROP TRIGGER refusing")
    catalogue.note_sold(["1"])
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*), sum(sold) FROM popularity").fetchone() == (2, 2)


def test_a_sale_during_an_import_is_counted_after_it(catalogue):
    put(catalogue, goods("Молоко А", article="1"), goods("Молоко Б", article="2"))

    def sell_meanwhile(done, of):
        catalogue.note_sold(["2"])
        return True

    catalogue.apply(CatalogueChange((goods("Хлеб", article="3"),)), sell_meanwhile)
    assert [hit.product.name for hit in catalogue.search("молоко")] == ["Молоко Б", "Молоко А"]


def test_a_large_change_leaves_the_search_index_ready_for_small_ones(catalogue, monkeypatch, path):
    monkeypatch.setattr("pos_desktop.journal.catalogue_change._BULK", 10)
    put(catalogue, *(goods(f"Товар {n}", article=str(n)) for n in range(20)))
    put(catalogue, goods("Новинка", article="n"))
    assert [hit.product.name for hit in catalogue.search("новин")] == ["Новинка"]
    with sqlite3.connect(path) as raw:
        options = dict(raw.execute("SELECT k, v FROM all_search_config"))
    assert (options["automerge"], options["hashsize"]) == (4, 1 << 20)


def test_many_threads_read_while_one_writes(catalogue):
    put(catalogue, *(goods(f"Молоко {n}", article=str(n), barcodes=(f"b{n}",)) for n in range(50)))
    stop = threading.Event()

    def read() -> int:
        times = 0
        while not stop.is_set() and times < 20_000:
            assert catalogue.by_barcode("b7").name.startswith("Молоко 7")
            assert catalogue.search("молоко 7")
            times += 1
        return times

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for price in range(1, 30):
                put(catalogue, goods("Молоко 7", article="7", price_minor=price, barcodes=("b7",)))
                catalogue.note_sold(["7"])
        finally:
            stop.set()
        assert all(reader.result(timeout=30) > 0 for reader in readers)
    assert catalogue.by_barcode("b7").price_minor == 29


def test_a_read_leaves_no_old_state_open_behind_it(catalogue):
    put(catalogue, goods("Молоко", article="1", barcodes=("46012345",)))
    assert catalogue.by_barcode("46012345").price_minor == 100_00
    put(catalogue, goods("Молоко", article="1", price_minor=1, barcodes=("46012345",)))
    assert catalogue.by_barcode("46012345").price_minor == 1


def test_a_barcode_is_looked_up_through_indexes_only(catalogue, path):
    from pos_desktop.journal import catalogue_statements as sql

    put(catalogue, EVERYTHING)
    with sqlite3.connect(path) as raw:
        plan = [row[3] for row in raw.execute("EXPLAIN QUERY PLAN " + sql.BY_BARCODE, ("1",))]
    assert len(plan) == 2
    assert all(step.startswith("SEARCH") for step in plan)


def test_a_catalogue_of_a_later_program_is_left_alone(path):
    SqliteCatalogue(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    with pytest.raises(StorageError) as refused:
        SqliteCatalogue(path)
    assert refused.value.code == "catalogue.newer_schema"


def test_a_file_that_is_no_database_is_named(path):
    path.write_bytes(b"not a database at all" * 500)
    with pytest.raises(StorageError) as refused:
        SqliteCatalogue(path)
    assert refused.value.code == "catalogue.cannot_open"
    assert refused.value.values["path"] == str(path)


def test_selling_needs_no_sqlalchemy(path, catalogue):
    put(catalogue, EVERYTHING)
    code = (
        "import sys; from pos_desktop.journal.catalogue_store import SqliteCatalogue;"
        f"c = SqliteCatalogue({str(path)!r}); assert c.by_barcode('46012345');"
        "assert c.search('молоко'); print('sqlalchemy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "False"


def test_the_sample_shop_fits_and_a_second_load_changes_nothing(catalogue):
    sample = resource_path("sample")
    change = sample_change(
        (sample / "products.csv").read_bytes(), (sample / "categories.csv").read_bytes(), RATES
    )
    catalogue.apply(change)
    before = [catalogue.by_id(p.product_id) for p in change.products]
    assert before == list(change.products)
    catalogue.apply(change)
    assert catalogue.count() == len(change.products)
    assert [catalogue.by_id(p.product_id) for p in change.products] == before
    assert len(catalogue.categories()) == 26
