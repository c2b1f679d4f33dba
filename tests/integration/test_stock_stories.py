"""The stock of a shop, in the words of those who work in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    GoodsReceived,
    ProductPriceChanged,
    ProductSaved,
    StockBaseSet,
    StockCounted,
)
from pos_desktop.domain.stock import DocumentKind
from pos_desktop.operations import finish_stock_document as documents
from pos_desktop.operations import take_stock as counting
from pos_desktop.operations import write_stock_document as writing
from pos_desktop.operations.import_catalogue import ImportRules, apply_import, preview_import
from pos_desktop.operations.import_columns import propose_columns
from pos_desktop.operations.import_delivery import preview_delivery, take_delivery
from pos_desktop.operations.import_row import NewProductDefaults
from pos_desktop.operations.save_product import (
    CardText,
    NewProduct,
    add_new,
    bind_code,
    change_price,
    edit_card,
)
from pos_desktop.operations.tabular_file import read_table
from pos_desktop.operations.write_stock_document import Head, remove_line
from pos_desktop.ports import CatalogueChange, Commit
from tests.stock_room import CURD, KEFIR, MANAGER, open_stock
from tests.till_fakes import BANANAS, CASHIER, COFFEE, SENIOR

KEFIR_CODE, CURD_CODE, COFFEE_CODE = (p.barcodes[0] for p in (KEFIR, CURD, COFFEE))


@pytest.fixture
def shop(tmp_path):
    with open_stock(tmp_path) as made:
        yield made


def begun(shop, kind, head, staff=MANAGER, *codes):
    draft = writing.begin(shop.room, kind, staff=staff)
    writing.set_head(shop.room, draft.draft_id, head, staff=staff)
    for code in codes:
        writing.add_scanned(shop.room, draft.draft_id, code, staff=staff)
    return draft.draft_id


def refused(action, *args, **kwargs):
    with pytest.raises(RefusalError) as caught:
        action(*args, **kwargs)
    return caught.value


# ------------------------------------------------------------------ a delivery


def test_a_delivery_with_one_wrong_row_is_taken_without_it_and_the_row_is_named(shop):
    text = (
        "Штрихкод;Наименование;Количество;Цена закупки;Цена продажи\n"
        f"{KEFIR_CODE};Кефир;24;61,50;95,00\n"
        f"{CURD_CODE};Творог;шесть;90;\n"
        f"{COFFEE_CODE};Кофе;10;200;\n"
    )
    preview = preview_delivery(shop.catalogue, read_table(text.encode()))
    assert [(p.row, p.field, p.value, p.code) for p in preview.problems] == [
        (3, "stock", "шесть", "import.qty_unreadable")
    ]
    draft_id = begun(shop, DocumentKind.RECEIPT, Head(who="ООО «Молоко»", inn="7802145638"))
    error = refused(take_delivery, shop.room, draft_id, preview, staff=MANAGER)
    assert error.code == "import.has_problems"
    assert shop.journal.stock.draft(draft_id).lines == ()

    take_delivery(shop.room, draft_id, preview, staff=MANAGER, skip_wrong=True)
    writing.add_scanned(shop.room, draft_id, CURD_CODE, staff=MANAGER)
    line = shop.journal.stock.draft(draft_id).line_of("k2")
    writing.set_line(shop.room, draft_id, line.line_id, staff=MANAGER, qty=6000, cost_minor=9000)
    done = documents.finish(shop.room, draft_id, staff=MANAGER)

    assert isinstance(done.fact, GoodsReceived)
    assert (done.fact.number, len(done.fact.lines)) == (1, 3)
    assert shop.on_hand(KEFIR) == 34_000
    assert shop.on_hand(CURD) == 12_000
    kefir = shop.catalogue.by_barcode(KEFIR_CODE)
    assert (kefir.price_minor, kefir.cost_minor) == (9500, 6150)
    assert isinstance(shop.journal.stock.document(done.seq + 1), ProductPriceChanged)
    assert "ПРИХОДНАЯ НАКЛАДНАЯ 1" in shop.printed()
    assert shop.journal.stock.drafts() == []


def test_a_delivery_left_half_way_is_there_after_a_power_cut(tmp_path):
    with open_stock(tmp_path) as shop:
        draft_id = begun(
            shop, DocumentKind.RECEIPT, Head(who="Склад"), SENIOR, KEFIR_CODE, KEFIR_CODE
        )
    with open_stock(tmp_path) as shop:
        draft = shop.journal.stock.draft(draft_id)
        assert (draft.who, draft.lines[0].qty) == ("Склад", 2000)
        documents.finish(shop.room, draft_id, staff=SENIOR)
        assert shop.on_hand(KEFIR) == 12_000


def test_goods_without_a_card_are_added_on_the_spot_or_their_code_is_bound(shop):
    draft_id = begun(shop, DocumentKind.RECEIPT, Head(who="Склад"))
    error = refused(writing.add_scanned, shop.room, draft_id, "4607004650321", staff=MANAGER)
    assert (error.code, error.values["code"]) == ("scan.unknown", "4607004650321")
    wanted = NewProduct("Ряженка 2,5 %", 7990, "vat10", "4607004650321", category_id="dairy")
    made = add_new(shop.room, wanted, staff=MANAGER)
    assert (
        writing.add_scanned(shop.room, draft_id, "4607004650321", staff=MANAGER).line.product_id
        == made.product_id
    )
    bind_code(shop.room, "k1", "4601498005124", staff=MANAGER)
    assert shop.catalogue.by_barcode("4601498005124").product_id == "k1"
    kinds = [type(shop.journal.stock.document(seq)) for seq in (2, 3)]
    assert kinds == [ProductSaved, ProductSaved]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "  "}, "product.name_missing"),
        ({"price_minor": 0}, "product.no_price"),
        ({"barcode": "4607004650320"}, "product.code_wrong"),
        ({"barcode": KEFIR_CODE}, "product.code_taken"),
    ],
)
def test_a_card_that_cannot_be_is_refused_and_nothing_is_added(shop, changes, code):
    wanted = replace(NewProduct("Ряженка", 7990, "vat10", "4607004650321"), **changes)
    assert refused(add_new, shop.room, wanted, staff=MANAGER).code == code
    assert shop.catalogue.count() == 5


def test_a_cashier_may_not_receive_and_a_senior_may_not_set_prices(shop):
    error = refused(writing.begin, shop.room, DocumentKind.RECEIPT, staff=CASHIER)
    assert (error.code, error.values["action"]) == ("rights.missing", "receive_goods")
    draft_id = begun(shop, DocumentKind.RECEIPT, Head(who="Склад"), SENIOR, KEFIR_CODE)
    error = refused(writing.set_line, shop.room, draft_id, 1, staff=SENIOR, price_minor=9900)
    assert error.values["action"] == "edit_product"
    assert refused(change_price, shop.room, "k1", 100, staff=SENIOR).code == "rights.missing"


# ------------------------------------------------------------------ write-off and transfer


def test_a_bottle_breaks(shop):
    draft_id = begun(shop, DocumentKind.WRITE_OFF, Head(), MANAGER, COFFEE_CODE)
    assert refused(documents.finish, shop.room, draft_id, staff=MANAGER).code == (
        "stock.reason_missing"
    )
    writing.set_head(shop.room, draft_id, Head(reason="broken"), staff=MANAGER)
    documents.finish(shop.room, draft_id, staff=MANAGER)
    assert shop.on_hand(COFFEE) == 11_000
    assert "бой, порча" in shop.printed()
    row = shop.journal.stock.documents(DocumentKind.WRITE_OFF)[0]
    assert (row.number, row.title, row.sum_minor) == (1, "broken", 20_000)


def test_ten_go_to_the_other_shop_with_a_waybill_and_two_come_back(shop):
    draft_id = begun(shop, DocumentKind.TRANSFER, Head(who="Магазин на Садовой"), MANAGER)
    writing.add_product(shop.room, draft_id, "p1", 10_000, staff=MANAGER)
    documents.finish(shop.room, draft_id, staff=MANAGER)
    assert shop.on_hand(COFFEE) == 2000
    assert "НАКЛАДНАЯ НА ПЕРЕМЕЩЕНИЕ 1" in shop.printed()
    back = begun(
        shop, DocumentKind.TRANSFER, Head(who="Магазин на Садовой", direction="in"), MANAGER
    )
    writing.add_product(shop.room, back, "p1", 2000, staff=MANAGER)
    documents.finish(shop.room, back, staff=MANAGER)
    assert shop.on_hand(COFFEE) == 4000


@pytest.mark.parametrize(
    ("kind", "head", "code"),
    [
        (DocumentKind.RECEIPT, Head(), "stock.supplier_missing"),
        (DocumentKind.RECEIPT, Head(who="А", paper_date="26 ноября"), "stock.date_wrong"),
        (DocumentKind.TRANSFER, Head(), "stock.place_missing"),
        (DocumentKind.WRITE_OFF, Head(reason="other"), "stock.reason_missing"),
    ],
)
def test_a_document_that_says_too_little_is_kept_and_not_finished(shop, kind, head, code):
    draft_id = begun(shop, kind, head, MANAGER, KEFIR_CODE)
    assert refused(documents.finish, shop.room, draft_id, staff=MANAGER).code == code
    assert len(shop.journal.stock.draft(draft_id).lines) == 1
    assert shop.on_hand(KEFIR) == 10_000


def test_wrong_quantities_sums_and_numbers_change_no_line(shop):
    draft_id = begun(shop, DocumentKind.RECEIPT, Head(who="Склад"), MANAGER, KEFIR_CODE)
    for changes, code in (
        ({"qty": 1500}, "quantity.not_whole"),
        ({"qty": 0}, "quantity.out_of_range"),
        ({"cost_minor": -1}, "stock.sum_out_of_range"),
    ):
        error = refused(writing.set_line, shop.room, draft_id, 1, staff=MANAGER, **changes)
        assert error.code == code
    head = Head(who="Склад", inn="78021")
    assert refused(writing.set_head, shop.room, draft_id, head, staff=MANAGER).code == (
        "stock.inn_wrong"
    )
    assert refused(writing.set_line, shop.room, draft_id, 9, staff=MANAGER, qty=1000).code == (
        "stock.no_such_line"
    )
    writing.remove_line(shop.room, draft_id, 1, staff=MANAGER)
    assert refused(documents.finish, shop.room, draft_id, staff=MANAGER).code == "stock.empty"
    writing.give_up(shop.room, draft_id, staff=MANAGER)
    assert refused(documents.finish, shop.room, draft_id, staff=MANAGER).code == (
        "stock.no_such_draft"
    )


# ------------------------------------------------------------------ stock-take


def dairy(shop, **options):
    return counting.begin_count(
        shop.room, staff=SENIOR, scope="dairy", scope_name="Молочное", **options
    ).draft_id


def count(shop, draft_id, code, times):
    for _ in range(times):
        counting.count_scanned(shop.room, draft_id, code, staff=SENIOR)


def test_dairy_is_counted_while_a_customer_buys_two_kefirs(shop):
    draft_id = dairy(shop)
    # The two kefirs lie in the customer's basket: eight are on the shelf, nothing is missing.
    sale = shop.basket(KEFIR, 2)
    count(shop, draft_id, KEFIR_CODE, 8)
    shop.pay(sale)
    # Another two are sold before the curd is counted, of which one is missing.
    shop.buy(CURD, 2)
    counting.count_product(shop.room, draft_id, "k2", 3000, staff=SENIOR)
    shop.buy(KEFIR)
    done = counting.finish_count(shop.room, draft_id, staff=SENIOR, explanation="Бой в зале")
    assert isinstance(done.fact, StockCounted)
    found = {line.product_id: line for line in done.fact.lines}
    kefir, curd = found["k1"], found["k2"]
    assert (kefir.expected, kefir.moved, kefir.counted, kefir.difference) == (
        10_000, -2000, 8000, 0,
    )  # fmt: skip
    assert (curd.expected, curd.moved, curd.counted, curd.difference) == (6000, -2000, 3000, -1000)
    assert (done.fact.surplus_minor, done.fact.shortage_minor) == (0, 9000)
    assert (shop.on_hand(KEFIR), shop.on_hand(CURD)) == (7000, 3000)
    paper = shop.printed()
    assert "ИНВЕНТАРИЗАЦИЯ 1" in paper
    assert "Бой в зале" in paper


def test_goods_sold_while_they_were_being_counted_are_to_be_counted_again(shop):
    draft_id = dairy(shop)
    count(shop, draft_id, KEFIR_CODE, 4)
    shop.buy(KEFIR, 2)
    count(shop, draft_id, KEFIR_CODE, 4)
    error = refused(counting.finish_count, shop.room, draft_id, staff=SENIOR)
    assert (error.code, error.values["name"]) == ("stock.count_again", "Кефир 1 %")
    counting.count_product(shop.room, draft_id, "k1", 8000, staff=SENIOR)
    counting.finish_count(shop.room, draft_id, staff=SENIOR)
    assert shop.on_hand(KEFIR) == 8000


def test_counts_of_two_people_add_up_and_survive_a_restart(tmp_path):
    with open_stock(tmp_path) as shop:
        draft_id = dairy(shop)
        count(shop, draft_id, KEFIR_CODE, 3)
    with open_stock(tmp_path) as shop:
        count(shop, draft_id, KEFIR_CODE, 2)
        counting.count_product(shop.room, draft_id, "k1", 4000, staff=MANAGER, more=True)
        assert shop.journal.stock.draft(draft_id).line_of("k1").qty == 9000
        counting.finish_count(shop.room, draft_id, staff=SENIOR)
        assert shop.on_hand(KEFIR) == 9000


def test_what_nobody_counted_stays_or_is_taken_for_gone(shop):
    draft_id = dairy(shop)
    count(shop, draft_id, KEFIR_CODE, 10)
    missing = counting.uncounted(shop.room, draft_id, staff=SENIOR)
    assert [(line.name, line.difference) for line in missing] == [("Творог 5 %", -6000)]
    counting.finish_count(shop.room, draft_id, staff=SENIOR)
    assert shop.on_hand(CURD) == 6000
    draft_id = dairy(shop)
    count(shop, draft_id, KEFIR_CODE, 10)
    counting.finish_count(shop.room, draft_id, staff=SENIOR, rest_is_gone=True)
    assert (shop.on_hand(KEFIR), shop.on_hand(CURD)) == (10_000, 0)


def test_codes_without_a_product_are_listed_and_other_goods_are_not_counted(shop):
    draft_id = dairy(shop, blind=True)
    count(shop, draft_id, "4607004650321", 2)
    error = refused(counting.count_scanned, shop.room, draft_id, COFFEE_CODE, staff=SENIOR)
    assert (error.code, error.values["name"]) == ("stock.out_of_scope", COFFEE.name)
    count(shop, draft_id, KEFIR_CODE, 10)
    done = counting.finish_count(shop.room, draft_id, staff=SENIOR)
    assert done.fact.unknown_codes == ("4607004650321",)


def test_weighed_goods_are_counted_by_the_weight_of_their_label(shop):
    draft_id = counting.begin_count(shop.room, staff=SENIOR).draft_id
    counting.count_scanned(shop.room, draft_id, "2102101012505", staff=SENIOR)
    line = shop.journal.stock.draft(draft_id).line_of(BANANAS.product_id)
    assert line.qty == 1250


def test_new_figures_that_come_while_counting_do_not_undo_the_count(shop):
    draft_id = dairy(shop)
    count(shop, draft_id, KEFIR_CODE, 8)
    shop.journal.commit(Commit((StockBaseSet(1),)))
    kefir = replace(shop.catalogue.by_id("k1"), stock_thousandths=30_000, stock_base=1)
    shop.catalogue.apply(CatalogueChange((kefir,)))
    shop.buy(KEFIR)
    counting.finish_count(shop.room, draft_id, staff=SENIOR)
    assert shop.on_hand(KEFIR) == 7000


def test_a_cashier_may_not_take_stock_and_an_empty_count_is_none(shop):
    assert refused(counting.begin_count, shop.room, staff=CASHIER).code == "rights.missing"
    draft_id = dairy(shop)
    assert refused(counting.finish_count, shop.room, draft_id, staff=SENIOR).code == "stock.empty"
    count(shop, draft_id, KEFIR_CODE, 1)
    counting.explain_line(shop.room, draft_id, 1, "  нашли в  подсобке ", staff=SENIOR)
    assert shop.journal.stock.draft(draft_id).lines[0].reason == "нашли в подсобке"


def test_a_line_of_a_stock_take_that_was_a_mistake_is_taken_out_and_is_uncounted_again(shop):
    draft_id = dairy(shop)
    count(shop, draft_id, KEFIR_CODE, 3)
    remove_line(shop.room, draft_id, 1, staff=SENIOR)
    left = counting.uncounted(shop.room, draft_id, staff=SENIOR)
    assert "k1" in [line.product_id for line in left]
    assert refused(remove_line, shop.room, draft_id, 1, staff=SENIOR).code == "stock.no_such_line"


COMMERCEML = """<?xml version="1.0" encoding="UTF-8"?>
<КоммерческаяИнформация ВерсияСхемы="2.10"><Каталог><Товары><Товар><Ид>1</Ид>
<Артикул>10-1</Артикул><Наименование>Кефир 1 %</Наименование></Товар></Товары></Каталог>
<ПакетПредложений><Предложения><Предложение><Ид>1</Ид><Артикул>10-1</Артикул>
<Цены><Цена><ЦенаЗаЕдиницу>89.90</ЦенаЗаЕдиницу></Цена></Цены><Количество>25</Количество>
</Предложение></Предложения></ПакетПредложений></КоммерческаяИнформация>"""
CSV = "артикул;название;цена;остаток;минимальный остаток\n10-1;Кефир 1 %;89,90;25;6\n"


@pytest.mark.parametrize("file", [COMMERCEML, CSV], ids=["commerceml", "csv"])
def test_figures_of_a_file_hold_from_the_moment_it_comes(shop, file):
    """What was sold before is in them; what is sold afterwards is taken off them."""
    shop.buy(KEFIR, 2)
    table = read_table(file.encode())
    rules = ImportRules(
        shop.room.place.country.vat.valid_on(shop.room.place.clock.today()),
        NewProductDefaults("vat10"), shop.room.place.ids.new_id,
        shop.journal.stock.last_base() + 1,
    )  # fmt: skip
    seen = preview_import(table, propose_columns(table), shop.catalogue, rules)

    def begin_base(count: int) -> int:
        shop.journal.commit(Commit((StockBaseSet(count),)))
        return shop.journal.stock.last_base()

    apply_import(seen, writer=shop.catalogue, staff=MANAGER, begin_base=begin_base)
    assert shop.on_hand(KEFIR) == 25_000
    shop.buy(KEFIR, 3)
    assert shop.on_hand(KEFIR) == 22_000
    assert shop.catalogue.by_id("k1").min_stock_thousandths == (6000 if file is CSV else 0)


def test_what_a_search_shows_is_what_is_on_hand_after_every_sale_and_document(shop):
    shown = [KEFIR.product_id, CURD.product_id]
    moves = shop.room.book.moves_of
    for sold in (1, 2):
        shop.buy(KEFIR)
        assert moves(shown)[KEFIR.product_id].since(0) == -1000 * sold
    draft_id = begun(shop, DocumentKind.WRITE_OFF, Head(reason="broken"), MANAGER, CURD_CODE)
    documents.finish(shop.room, draft_id, staff=MANAGER)
    shop.journal.commit(Commit((StockBaseSet(1),)))
    shop.buy(KEFIR)
    assert moves(shown)[CURD.product_id].since(0) == -1000
    assert moves(shown)[KEFIR.product_id].by_base == {0: -2000, 1: -1000}
    assert moves(shown) == {p: shop.room.book.all_moves()[p] for p in shown}


def test_a_card_is_changed_at_the_register_and_the_journal_knows_both_price_and_card(shop):
    kefir = shop.catalogue.by_id("k1")
    wanted = CardText("Кефир 2,5 %", 9500, "vat22", "c1", f"{KEFIR_CODE}, 4607004650321", "12")
    edit_card(shop.room, "k1", wanted, staff=MANAGER)
    saved = shop.catalogue.by_barcode("4607004650321")
    assert saved == replace(
        kefir, name="Кефир 2,5 %", price_minor=9500, vat="vat22", category_id="c1",
        barcodes=(KEFIR_CODE, "4607004650321"), min_stock_thousandths=12_000,
    )  # fmt: skip
    last = shop.journal._writer.head.seq
    told = [shop.journal.stock.document(last - 1), shop.journal.stock.document(last)]
    assert isinstance(told[0], ProductSaved) and told[0].min_stock_thousandths == 12_000
    assert isinstance(told[1], ProductPriceChanged) and told[1].new_price_minor == 9500
    edit_card(shop.room, "k1", wanted, staff=MANAGER)
    assert shop.journal._writer.head.seq == last


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "  "}, "product.name_missing"),
        ({"price_minor": 0}, "product.no_price"),
        ({"vat": "vat99"}, "vat.unknown"),
        ({"barcodes": CURD_CODE}, "product.code_taken"),
        ({"barcodes": "x" * 200}, "product.code_wrong"),
        ({"min_stock": "много"}, "product.least_wrong"),
        ({"min_stock": "-1"}, "product.least_wrong"),
    ],
)
def test_a_card_that_cannot_be_is_refused_and_stays_as_it_was(shop, change, code):
    before = shop.catalogue.by_id("k1")
    wanted = replace(CardText("Кефир", 9500, "vat10", "dairy", KEFIR_CODE), **change)
    assert refused(edit_card, shop.room, "k1", wanted, staff=MANAGER).code == code
    assert refused(edit_card, shop.room, "k1", wanted, staff=CASHIER).code == "rights.missing"
    assert shop.catalogue.by_id("k1") == before
