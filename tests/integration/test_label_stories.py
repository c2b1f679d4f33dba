"""Labels for a whole shop, from prices changed to the paper."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.stock import DocumentKind
from pos_desktop.hardware.labels.zpl import ZplEncoder
from pos_desktop.operations.finish_stock_document import finish
from pos_desktop.operations.print_labels import (
    LabelOrder,
    LabelPrinter,
    changed_prices,
    print_labels,
    receipt_labels,
    received_goods,
    wish_of,
)
from pos_desktop.operations.save_product import change_price
from pos_desktop.operations.write_stock_document import Head, add_product, begin, set_head
from pos_desktop.receipts import picture
from pos_desktop.receipts.label import load_templates, place_label
from pos_desktop.shipped import resource_path
from pos_desktop.simulators.zpl_printer import read_labels
from tests.stock_room import CURD, KEFIR, MANAGER, open_stock
from tests.till_fakes import CASHIER

TAG = next(x for x in load_templates(resource_path("labels")) if x.name == "tag_58x40")


@pytest.fixture
def shop(tmp_path):
    with open_stock(tmp_path) as made:
        yield made


def label_printer(shop):
    return LabelPrinter(shop.journal.labels, ZplEncoder())


def test_everything_whose_price_changed_since_yesterday_gets_a_new_tag(shop):
    change_price(shop.room, "k1", 9500, staff=MANAGER)
    change_price(shop.room, "k1", 9700, staff=MANAGER)
    change_price(shop.room, "k2", 12_500, staff=MANAGER)
    orders = changed_prices(shop.room)
    assert print_labels(shop.room, label_printer(shop), TAG, orders, staff=CASHIER) == 2
    job = shop.journal.labels.next_job(0)
    labels = read_labels(job.payload)
    assert [label.texts()[1] for label in labels] == ["97,00 ₽", "125,00 ₽"]
    assert [label.codes()[0][1] for label in labels] == [KEFIR.barcodes[0], CURD.barcodes[0]]


def test_a_delivery_gets_a_label_for_every_piece(shop):
    draft = begin(shop.room, DocumentKind.RECEIPT, staff=MANAGER)
    set_head(shop.room, draft.draft_id, Head(who="Склад"), staff=MANAGER)
    add_product(shop.room, draft.draft_id, "k1", 3000, staff=MANAGER)
    done = finish(shop.room, draft.draft_id, staff=MANAGER)
    orders = received_goods(shop.room, done.seq)
    assert [(order.product.product_id, order.copies) for order in orders] == [("k1", 3)]


def test_without_a_label_printer_the_receipt_printer_does_it_and_its_code_can_be_scanned(shop):
    orders = [LabelOrder(KEFIR, 2)]
    print_labels(shop.room, None, TAG, orders, staff=CASHIER)
    assert "Кефир 1 %" in shop.printed()
    placed = place_label(TAG, wish_of(shop.room, orders[0]))
    paper = Image.open(io.BytesIO(picture.png(receipt_labels([(placed, 1)], "ru"))))
    (code,) = zxingcpp.read_barcodes(paper)
    assert code.text == KEFIR.barcodes[0]


@pytest.mark.parametrize(
    ("orders", "code"),
    [
        ([], "label.none"),
        ([LabelOrder(KEFIR, 0)], "label.too_many"),
        ([LabelOrder(KEFIR, 999)] * 3, "label.too_many"),
        ([LabelOrder(KEFIR, 1, 100_000)], "label.weight_wrong"),
    ],
)
def test_labels_that_cannot_be_are_refused(shop, orders, code):
    with pytest.raises(RefusalError, match=code):
        print_labels(shop.room, label_printer(shop), TAG, orders, staff=CASHIER)
    assert shop.journal.labels.waiting() == 0
