"""Labels for a whole shop, from prices changed to the paper."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.labels import parse_pattern
from pos_desktop.domain.printing import PrintState
from pos_desktop.domain.stock import DocumentKind
from pos_desktop.hardware.labels.zpl import ZplEncoder
from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.profiles import printer_profile
from pos_desktop.operations import sell
from pos_desktop.operations.finish_stock_document import finish, print_slip_again
from pos_desktop.operations.print_labels import (
    LabelOrder,
    LabelPrinter,
    changed_prices,
    print_labels,
    receipt_labels,
    received_goods,
    settle_labels,
    wish_of,
)
from pos_desktop.operations.save_product import change_price
from pos_desktop.operations.shelf import set_label_pattern
from pos_desktop.operations.write_stock_document import Head, add_product, begin, set_head
from pos_desktop.receipts import picture
from pos_desktop.receipts.label import load_templates, place_label
from pos_desktop.shipped import resource_path
from pos_desktop.simulators.escpos_paper import PaperPrinter
from pos_desktop.simulators.paper_picture import render
from pos_desktop.simulators.zpl_printer import read_labels
from tests.stock_room import CURD, KEFIR, MANAGER, open_stock
from tests.till_fakes import BANANAS, CASHIER

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


@pytest.mark.parametrize("profile", ["escpos-80", "escpos-58"])
def test_a_receipt_printer_prints_name_price_unit_price_date_and_a_code_that_is_read(shop, profile):
    """From the bytes of the printer's own commands to the dots on the simulated paper."""
    placed = place_label(TAG, wish_of(shop.room, LabelOrder(KEFIR)))
    settings = printer_profile(profile)
    paper = PaperPrinter(dots=settings.printer.dots)
    paper.feed(EscposEncoder(settings).encode(receipt_labels([(placed, 2)], "ru")))
    assert not paper.unknown + paper.refused
    # The narrow printer has no knife: its labels are torn off.
    assert len(paper.receipts) == (2 if profile == "escpos-80" else 0)
    for label in paper.receipts:
        words = " ".join(label.text.split())
        assert words.startswith("Кефир 1 %")
        for said in ("89,90", "за шт", wish_of(shop.room, LabelOrder(KEFIR)).date_text):
            assert said in words
    codes = zxingcpp.read_barcodes(render(paper.items, settings.printer.dots, margin_dots=24))
    assert [code.text for code in codes] == [KEFIR.barcodes[0]] * 2


def test_a_label_of_weighed_goods_is_sold_at_the_weight_it_was_printed_for(shop):
    set_label_pattern(
        shop.room.place, shop.room.writer, parse_pattern("22IIIIIPPPPPC"), staff=MANAGER
    )
    set_label_pattern(
        shop.room.place, shop.room.writer, parse_pattern("21IIIIIPPPPPC"), staff=MANAGER
    )
    placed = place_label(TAG, wish_of(shop.room, LabelOrder(BANANAS, 1, 1250)))
    (code,) = [part.text for part in placed.parts if part.code]
    added = sell.add_scanned(shop.room.place, None, code, staff=CASHIER)
    (line,) = added.sale.lines
    assert (line.product_id, line.quantity.thousandths) == (BANANAS.product_id, 1250)


@pytest.mark.parametrize(
    ("orders", "code"),
    [
        ([], "label.none"),
        ([LabelOrder(KEFIR, 0)], "label.too_many"),
        ([LabelOrder(KEFIR, 999)] * 3, "label.too_many"),
        ([LabelOrder(KEFIR, 1, 100_000)], "label.weight_wrong"),
        ([LabelOrder(replace(BANANAS, plu=100_000), 1, 500)], "label.no_code"),
    ],
)
def test_labels_that_cannot_be_are_refused(shop, orders, code):
    with pytest.raises(RefusalError, match=code):
        print_labels(shop.room, label_printer(shop), TAG, orders, staff=CASHIER)
    assert shop.journal.labels.waiting() == 0


def in_doubt(shop, state):
    print_labels(shop.room, label_printer(shop), TAG, [LabelOrder(KEFIR)], staff=CASHIER)
    job = shop.journal.labels.newest_job()
    shop.journal.labels.move(job, PrintState.SENDING)
    shop.journal.labels.move(job, state, "printer.stalled")
    return job


@pytest.mark.parametrize("state", [PrintState.UNKNOWN, PrintState.FAILED])
@pytest.mark.parametrize("came_out", [True, False])
def test_labels_in_doubt_wait_for_a_person_and_are_printed_again_or_let_go(shop, state, came_out):
    job = in_doubt(shop, state)
    assert [(q.job_id, q.title) for q in shop.journal.labels.questions()] == [(job, "Кефир 1 %")]
    assert shop.journal.labels.next_job(0) is None
    settle_labels(label_printer(shop), job, came_out=came_out, staff=CASHIER)
    waiting = shop.journal.labels.next_job(0)
    assert (waiting is None) == came_out
    assert shop.journal.labels.questions() == []
    with pytest.raises(RefusalError, match=r"label\.not_asked"):
        settle_labels(label_printer(shop), job, came_out=True, staff=CASHIER)
    with pytest.raises(RefusalError, match=r"printer\.not_set_up"):
        settle_labels(None, job, came_out=True, staff=CASHIER)


def test_a_finished_document_is_printed_again_as_a_copy(shop):
    draft = begin(shop.room, DocumentKind.RECEIPT, staff=MANAGER)
    set_head(shop.room, draft.draft_id, Head(who="Склад"), staff=MANAGER)
    add_product(shop.room, draft.draft_id, "k1", 3000, staff=MANAGER)
    finish(shop.room, draft.draft_id, staff=MANAGER)
    (row,) = shop.journal.stock.documents(DocumentKind.RECEIPT)
    job = shop.journal.prints.job(print_slip_again(shop.room, row, staff=MANAGER))
    first, again = shop.journal.prints.job(1).payload.decode(), job.payload.decode()
    assert again == f"КОПИЯ\n{first}"
    without = replace(shop.room, place=replace(shop.room.place, encoder=None))
    with pytest.raises(RefusalError, match=r"printer\.not_set_up"):
        print_slip_again(without, row, staff=MANAGER)
