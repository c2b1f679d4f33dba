"""The power goes between the journal and the catalogue: what was decided is there afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC
from pathlib import Path

import pytest

from pos_desktop.domain.errors import RefusalError, StorageError
from pos_desktop.domain.facts import ProductPriceChanged
from pos_desktop.domain.labels import parse_pattern
from pos_desktop.domain.promotions.rules import PercentOff, Promotion
from pos_desktop.domain.stock import DocumentKind
from pos_desktop.journal.catalogue_promotions import SqlitePromotions
from pos_desktop.journal.price_lists import SqlitePriceLists
from pos_desktop.operations import finish_stock_document, promotions, shelf
from pos_desktop.operations import write_stock_document as writing
from pos_desktop.operations.import_prices import PriceFile, put_prices
from pos_desktop.operations.reference_edits import (
    write_catalogue_edits,
    write_price_list_edits,
    write_promotion_edits,
)
from pos_desktop.operations.save_product import NewProduct, add_new, bind_code, change_price
from pos_desktop.ports import CatalogueEdit, Commit
from pos_desktop.ports.prices import ListPrice
from tests.stock_room import CURD, KEFIR, MANAGER, Shop, open_stock
from tests.till_fakes import BREAD, COFFEE

REPOSITORY = Path(__file__).resolve().parents[2]
TEN = Promotion("ten", "Десять процентов", PercentOff(1000))
OLD = Promotion("old", "Прошлая", PercentOff(500))
PRICE = parse_pattern("22IIIIIPPPPPC")
CAFE = PriceFile((ListPrice(KEFIR.product_id, 8000),), ())


class _PowerCut:
    """A catalogue and a book of promotions whose first write is the register's last moment."""

    def apply(self, *_: object) -> int:
        os._exit(9)

    store = remove = set_favourites = set_label_patterns = put_list = apply

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def __init__(self, real: object) -> None:
        self.real = real


def _delivery(shop: Shop, _cut: object) -> None:
    draft = writing.begin(shop.room, DocumentKind.RECEIPT, staff=MANAGER).draft_id
    writing.set_head(shop.room, draft, writing.Head(who="Молоко"), staff=MANAGER)
    writing.add_product(shop.room, draft, KEFIR.product_id, 5000, staff=MANAGER)
    writing.set_line(shop.room, draft, 1, staff=MANAGER, cost_minor=7000, price_minor=9900)
    finish_stock_document.finish(shop.room, draft, staff=MANAGER)


ACTS = {
    "delivery": _delivery,
    "price": lambda shop, _: change_price(shop.room, KEFIR.product_id, 9900, staff=MANAGER),
    "code": lambda shop, _: bind_code(shop.room, KEFIR.product_id, "4600000000015", staff=MANAGER),
    "new": lambda shop, _: add_new(
        shop.room, NewProduct("Сырок", 4500, "vat10", "4600000000022"), staff=MANAGER
    ),
    "favourites": lambda shop, _: shelf.set_favourites(
        shop.room.place, shop.room.writer, (BREAD.product_id, COFFEE.product_id), staff=MANAGER
    ),
    "labels": lambda shop, _: shelf.set_label_pattern(
        shop.room.place, shop.room.writer, PRICE, staff=MANAGER
    ),
    "promotion": lambda shop, book: promotions.store_promotions(
        shop.room.place, book, [TEN], staff=MANAGER
    ),
    "promotion_gone": lambda shop, book: promotions.remove_promotion(
        shop.room.place, book, "old", staff=MANAGER
    ),
    "price_list": lambda shop, book: put_prices(shop.room.place, book, "Кафе", CAFE, staff=MANAGER),
}
"""What a person does just before the power goes."""


def kill_in_between(folder: Path, act: str) -> None:
    """Run in a process of its own, which ends at the first write after the journal's commit."""
    shop = Shop(folder)
    book = SqlitePromotions(folder / "catalogue.sqlite")
    shop.room = type(shop.room)(
        shop.room.place, shop.room.book, _PowerCut(shop.catalogue), shop.room.shelf
    )
    ACTS[act](shop, _PowerCut(book))


def _there(shop: Shop, book: SqlitePromotions, lists: SqlitePriceLists, act: str) -> bool:
    catalogue = shop.catalogue
    kefir = catalogue.by_id(KEFIR.product_id)
    found = {
        "delivery": (kefir.price_minor, kefir.cost_minor) == (9900, 7000),
        "price": kefir.price_minor == 9900,
        "code": catalogue.by_barcode("4600000000015") == kefir,
        "new": catalogue.by_barcode("4600000000022") is not None,
        "favourites": [p.product_id for p in catalogue.favourites()] == ["p2", "p1"],
        "labels": PRICE in catalogue.label_patterns(),
        "promotion": TEN in book.all(),
        "promotion_gone": OLD not in book.all(),
        "price_list": lists.lists() == [("кафе", "Кафе", 1)],
    }
    return found[act]


@pytest.mark.parametrize("act", ACTS)
def test_a_register_killed_between_its_two_files_has_what_was_decided_after_the_start(
    tmp_path, act
):
    with open_stock(tmp_path):
        SqlitePromotions(tmp_path / "catalogue.sqlite").store([OLD], 1)
    code = f"from {__name__} import *; kill_in_between(Path(sys.argv[1]), {act!r})"
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=REPOSITORY, check=False, timeout=60
    )
    assert ended.returncode == 9
    with open_stock(tmp_path) as shop:
        book = SqlitePromotions(tmp_path / "catalogue.sqlite")
        lists = SqlitePriceLists(tmp_path / "catalogue.sqlite", UTC)
        assert not _there(shop, book, lists, act)
        for _ in range(2):
            write_catalogue_edits(shop.journal, shop.catalogue)
            write_promotion_edits(shop.journal, book)
            write_price_list_edits(shop.journal, lists)
        assert _there(shop, book, lists, act)
        assert not shop.journal.catalogue_edits() + shop.journal.promotion_edits()
        assert not shop.journal.price_list_edits()
        lists.close()


class _FullDisk(_PowerCut):
    def apply(self, *_: object) -> int:
        raise StorageError("catalogue.write_failed", reason="disk full")


def test_a_price_the_catalogue_could_not_take_is_written_before_the_next_one(tmp_path):
    with open_stock(tmp_path) as shop:
        good = shop.room
        shop.room = type(good)(good.place, good.book, _FullDisk(shop.catalogue), good.shelf)
        with pytest.raises(StorageError) as told:
            change_price(shop.room, KEFIR.product_id, 9900, staff=MANAGER)
        assert told.value.code == "catalogue.edit_waits"
        change_price(good, CURD.product_id, 15_000, staff=MANAGER)
        assert shop.catalogue.by_id(KEFIR.product_id).price_minor == 9900
        assert shop.catalogue.by_id(CURD.product_id).price_minor == 15_000


def test_an_edit_the_catalogue_refuses_for_good_holds_back_no_other(tmp_path):
    with open_stock(tmp_path) as shop:
        taken = shop.catalogue.by_id(KEFIR.product_id)
        fact = ProductPriceChanged("x", "Икс", 1, 2, "s3", "Орлова А.")
        stolen = CatalogueEdit((type(taken)("x", "", "Икс", "", 5, "vat10",
                                            barcodes=CURD.barcodes),))  # fmt: skip
        shop.journal.commit(Commit((fact,), edit=stolen))
        with pytest.raises(RefusalError) as told:
            write_catalogue_edits(shop.journal, shop.catalogue)
        assert told.value.code == "catalogue.barcode_taken"
        change_price(shop.room, KEFIR.product_id, 9900, staff=MANAGER)
        assert shop.catalogue.by_id(KEFIR.product_id).price_minor == 9900
