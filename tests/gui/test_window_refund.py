"""Refunds at the window, as a cashier does them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.customers import Customer
from pos_desktop.domain.facts import FiscalDocumentRegistered
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.widgets.cards import ValueRow
from pos_desktop.operations import customers
from pos_desktop.operations.approve import Proof
from pos_desktop.operations.find_receipt import How
from pos_desktop.ports import Commit
from tests.gui.open_shop import PINS
from tests.till_fakes import BREAD, COFFEE, SENIOR

CODE = "t=20261124T1204&s=760.50&fn=9999078902004339&i=5472&fp=0133880425&n=1"


def sell(shop, kind=TenderKind.CASH):
    """Two coffees and a loaf; the operator has registered it. Returns the sale_id."""
    shop.scan(COFFEE.barcodes[0], BREAD.barcodes[0], COFFEE.barcodes[0])
    shop.till.pay_exact(kind)
    shop.wait(lambda: shop.shown.last is not None)
    last = shop.shown.last
    done = FiscalDocumentRegistered(
        "k", last.sale_id, "9999078902004339", 5472, "0133880425", "2026-11-24T12:04", 7, 1,
        "0000000001002292", last.total_minor, 1,
    )  # fmt: skip
    shop.opened.register.journal.commit(Commit((done,)))
    return last.sale_id


def page(shop):
    return shop.window.beside.page("refund").refund


def key(shop, which):
    QTest.keyClick(page(shop), which)


def last_receipt(shop):
    found = shop.opened.register.journal.ledger.last_sale()
    return found.fact if found else None


def settled(shop):
    """Whatever was asked of the lane has been answered."""
    answered = []
    shop.till.ask(lambda: None, lambda _answer: answered.append(True))
    shop.wait(lambda: bool(answered))


def test_where_nothing_registers_receipts_the_original_waits_for_no_answer(shop):
    shop.scan(COFFEE.barcodes[0])
    shop.till.pay_exact(TenderKind.CARD)
    shop.wait(lambda: shop.shown.last is not None)
    shop.window.open_page("refund")
    page(shop).open_sale(shop.shown.last.sale_id)
    shop.wait(lambda: page(shop).choice is not None)
    shown = [row for row in page(shop).finder.findChildren(ValueRow) if row.isVisible()]
    assert any("Кассир" in row.accessibleName() for row in shown)
    assert not any("ФД" in row.accessibleName() for row in shown)


def test_a_scanned_receipt_is_refunded_with_three_taps(shop):
    sale_id = sell(shop)
    shop.window.scanned(CODE)  # one: the scan
    shop.wait(lambda: page(shop).choice is not None)
    assert shop.window.beside.current() == "refund"
    page(shop).lines.all.click()  # two: everything
    page(shop).money.go.click()  # three: give back
    shop.wait(lambda: last_receipt(shop).operation == "sell_refund")
    receipt = last_receipt(shop)
    assert (receipt.total_minor, receipt.original_sale_id) == (76_050, sale_id)
    assert receipt.original_fp == "0133880425"
    assert receipt.reason == "Не подошёл"
    shop.wait(page(shop).answer.isVisible)
    # No receipt of its own is due here: the drawer holds what it held before the sale.
    assert shop.opened.register.journal.shift_totals(1).cash_minor == 0


def test_one_of_two_coffees_by_keys_alone(shop):
    sell(shop)
    QTest.keyClick(shop.window.sale, Qt.Key.Key_F7)
    shop.wait(page(shop).isVisible)
    page(shop).finder.use(How.NUMBER)
    page(shop).finder.wanted.emit("number", "1")
    shop.wait(lambda: page(shop).choice is not None)
    key(shop, Qt.Key.Key_Plus)
    key(shop, Qt.Key.Key_F12)
    shop.wait(lambda: last_receipt(shop).operation == "sell_refund")
    assert last_receipt(shop).total_minor == 34_900
    shop.wait(page(shop).answer.isVisible)
    key(shop, Qt.Key.Key_F12)
    shop.wait(shop.window.sale.isVisible)


def test_two_quick_taps_give_the_money_once(shop):
    sell(shop)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    page(shop).choose_all()
    page(shop).go()
    assert not page(shop).money.go.isEnabled()
    page(shop).go()
    settled(shop)
    journal = shop.opened.register.journal
    assert journal.next_sale_number() == 3
    assert sum(r.operation == "sell_refund" for r in journal.ledger.sales()) == 1


def test_money_for_the_card_waits_for_the_terminal_even_over_a_new_visit(shop):
    sell(shop, TenderKind.CARD)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    page(shop).choose_all()
    page(shop).go()
    shop.wait(page(shop).answer.isVisible)
    assert last_receipt(shop).operation == "sell"
    key(shop, Qt.Key.Key_Escape)
    shop.window.open_page("refund")
    shop.wait(page(shop).answer.isVisible)
    page(shop).answer.first.click()
    shop.wait(lambda: last_receipt(shop).operation == "sell_refund")
    assert [t.kind for t in last_receipt(shop).tenders] == ["card"]


def test_the_terminal_said_no_and_nothing_was_refunded(shop):
    sell(shop, TenderKind.CARD)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    page(shop).choose_all()
    page(shop).go()
    shop.wait(page(shop).answer.isVisible)
    page(shop).answer.second.click()
    shop.wait(page(shop).money.isVisible)
    assert shop.opened.register.journal.next_sale_number() == 2
    assert page(shop).money.go.isEnabled()


def test_cash_for_a_card_is_allowed_by_a_senior_in_place(shop):
    sell(shop, TenderKind.CARD)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    page(shop).choose_all()
    page(shop).money.way_chosen.emit("cash")
    blocked = []
    shop.till.blocked.connect(blocked.append)
    page(shop).go()
    shop.wait(lambda: bool(blocked))
    shop.till.allow(blocked[0], Proof(SENIOR.staff_id, PINS[SENIOR.staff_id]), "нет терминала")
    shop.wait(lambda: last_receipt(shop).operation == "sell_refund")
    assert [t.kind for t in last_receipt(shop).tenders] == ["cash"]


def test_goods_scanned_on_the_page_are_chosen_on_the_receipt(shop):
    sell(shop)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    shop.window.scanned(BREAD.barcodes[0])
    assert page(shop).choice.qty(2) == 1000
    refused = []
    shop.till.refused.connect(refused.append)
    shop.window.scanned(BREAD.barcodes[0])
    assert [error.code for error in refused] == ["refund.not_on_receipt"]


def test_bread_for_coffee_in_one_flow(shop):
    sell(shop)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    page(shop).choose(page(shop).choice.stepped(2, 1))
    key(shop, Qt.Key.Key_F4)
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(lambda: page(shop).basket.sale is not None)
    key(shop, Qt.Key.Key_F12)
    shop.wait(lambda: last_receipt(shop).number == 3)
    assert last_receipt(shop).operation == "sell"
    assert last_receipt(shop).group_id
    shop.wait(page(shop).answer.isVisible)
    assert "286,50" in page(shop).answer._sum.text()


def test_without_a_receipt_a_senior_is_asked(shop):
    shop.window.open_page("refund")
    shop.wait(page(shop).isVisible)
    key(shop, Qt.Key.Key_F3)
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(lambda: page(shop).basket.sale is not None)
    page(shop).paper.fields["day"].set_text("30.12.2025")
    page(shop).paper.fields["fp"].set_text("0133880425")
    blocked = []
    shop.till.blocked.connect(blocked.append)
    page(shop).go()
    shop.wait(lambda: bool(blocked))
    assert blocked[0].action == "refund_without_receipt"
    shop.till.allow(blocked[0], Proof(SENIOR.staff_id, PINS[SENIOR.staff_id]))
    shop.wait(lambda: last_receipt(shop) is not None)
    assert last_receipt(shop).lines[0].vat == "vat20"
    # The open sale of the till was not touched.
    assert shop.opened.register.journal.open_draft() is None


def test_the_code_of_another_registers_receipt_fills_in_its_paper(shop):
    shop.window.open_page("refund")
    key(shop, Qt.Key.Key_F3)
    shop.window.scanned(CODE)
    paper = page(shop).paper
    assert [paper.text(name) for name in paper.FIELDS] == [
        "24.11.2026",
        "9999078902004339",
        "5472",
        "0133880425",
    ]
    refused = []
    shop.till.refused.connect(refused.append)
    shop.window.scanned("t=2026&s=1&fn=1&i=1&fp=1")
    assert [error.code for error in refused] == ["refund.bad_code"]


def test_a_day_that_cannot_be_read_is_told_before_anything_is_stored(shop):
    shop.window.open_page("refund")
    key(shop, Qt.Key.Key_F3)
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(lambda: page(shop).basket.sale is not None)
    page(shop).paper.fields["day"].set_text("31.02")
    refused = []
    shop.till.refused.connect(refused.append)
    page(shop).go()
    assert [error.code for error in refused] == ["refund.bad_sum"]


def test_the_cashier_rang_up_cash_and_it_is_corrected(shop):
    sell(shop)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    key(shop, Qt.Key.Key_F6)
    correction = shop.window.beside.page("refund").correction
    shop.wait(lambda: correction.original is not None)
    correction.use_kind("card")
    correction.side.reason.setText("Пробили наличные вместо карты")
    shop.wait(correction.side.go.isEnabled)
    assert [box.isVisible() for box in correction.side.boxes] == [True, True]
    blocked = []
    shop.till.blocked.connect(blocked.append)
    correction.side.go.click()
    shop.wait(lambda: bool(blocked))
    assert blocked[0].action == "correct_receipt"
    assert shop.opened.register.journal.next_sale_number() == 2


def test_from_the_journal_a_sale_is_taken_back(shop):
    sale_id = sell(shop)
    shop.window.open_page("journal")
    journal = shop.window.beside.page("journal")
    shop.wait(journal.preview.refund.isEnabled)
    journal.preview.refund.click()
    shop.wait(lambda: page(shop).choice is not None)
    assert page(shop).choice.original.fact.sale_id == sale_id


def test_a_receipt_that_is_not_here_is_told(shop):
    refused = []
    shop.till.refused.connect(refused.append)
    shop.window.scanned(CODE)
    shop.wait(lambda: bool(refused))
    assert refused[0].code == "refund.receipt_unknown"


def regulars(shop, *names):
    """People known at this register; their ids."""
    place = shop.opened.register.place
    return [
        customers.add(place, Customer("", name, f"+7926123456{n}"), staff=SENIOR).customer_id
        for n, name in enumerate(names)
    ]


def sell_to(shop, customer_id):
    shop.till.run(lambda: shop.window.shop.desks.customers.attach(customer_id))
    return sell(shop)


def find_customer(shop, text):
    page(shop).finder.use(How.CUSTOMER)
    page(shop).finder.field.set_text(text)
    QTest.keyClick(page(shop).finder.field.edit(), Qt.Key.Key_Return)


def test_a_regular_without_her_receipt_is_found_by_name_and_her_receipts_are_offered(shop):
    anna, boris = regulars(shop, "Королёва Анна", "Королёв Борис")
    first = sell_to(shop, anna)
    sell_to(shop, boris)
    second = sell_to(shop, anna)
    shop.window.open_page("refund")
    find_customer(shop, "Королёв")
    offers = page(shop).finder.offers
    shop.wait(lambda: len(offers.buttons) == 2)
    next(b for b in offers.buttons if "Анна" in b.text()).click()
    shop.wait(lambda: len(offers.buttons) == 2 and "№" in offers.buttons[0].text())
    assert offers.buttons[0].text().startswith("№ 3")
    offers.buttons[1].click()
    shop.wait(lambda: page(shop).choice is not None)
    assert page(shop).choice.original.fact.sale_id == first != second


def test_nobody_of_that_name_is_told(shop):
    shop.window.open_page("refund")
    refused = []
    shop.till.refused.connect(refused.append)
    find_customer(shop, "Никто")
    shop.wait(lambda: bool(refused))
    assert refused[0].code == "refund.customer_unknown"


def test_her_card_is_scanned_where_a_customer_is_looked_for(shop):
    [anna] = regulars(shop, "Королёва Анна")
    sale_id = sell_to(shop, anna)
    shop.window.open_page("refund")
    page(shop).finder.use(How.CUSTOMER)
    shop.window.scanned("+79261234560")
    shop.wait(lambda: page(shop).choice is not None)
    assert page(shop).choice.original.fact.sale_id == sale_id


def chosen(shop):
    sell(shop)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    page(shop).choose_all()


def test_a_receipt_on_the_page_is_gone_when_the_register_is_locked(shop):
    chosen(shop)
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    assert page(shop).choice is None
    assert not page(shop).finder._title.isVisibleTo(page(shop).finder)


def test_a_receipt_on_the_page_is_gone_when_another_person_signs_in(shop):
    chosen(shop)
    shop.till.sign_in(SENIOR.staff_id, PINS[SENIOR.staff_id])
    shop.wait(lambda: shop.shown.staff.staff_id == SENIOR.staff_id)
    assert page(shop).choice is None


def test_a_receipt_on_the_page_is_gone_with_the_page(shop):
    chosen(shop)
    shop.window.open_page("journal")
    assert page(shop).choice is None
    assert shop.window.beside.page("refund").correction.original is None


def test_money_that_waits_for_the_terminal_is_asked_about_whoever_comes(shop):
    sell(shop, TenderKind.CARD)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    page(shop).choose_all()
    page(shop).go()
    shop.wait(page(shop).answer.isVisible)
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    shop.till.sign_in(SENIOR.staff_id, PINS[SENIOR.staff_id])
    shop.wait(lambda: shop.shown.staff is not None)
    shop.window.open_page("refund")
    shop.wait(page(shop).answer.isVisible)
    page(shop).answer.first.click()
    shop.wait(lambda: last_receipt(shop).operation == "sell_refund")
    assert [t.kind for t in last_receipt(shop).tenders] == ["card"]


MILK_PACK = "0104600051000057215Xk)1aBcDeF\x1d93dGVz"
MANAGER = StaffMember("s3", "Орлова Анна", "Орлова А.", Role.MANAGER)


def bought(shop, *acts):
    """A receipt of what the acts put on it, opened on the refund page."""
    for act in acts:
        act()
    shop.wait(lambda: shop.lines() == len(acts))
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: shop.shown.last is not None)
    shop.window.open_page("refund")
    page(shop).open_sale(shop.shown.last.sale_id)
    shop.wait(lambda: page(shop).choice is not None)


def test_a_marked_pack_comes_back_when_its_own_code_was_scanned(shop):
    bought(shop, lambda: shop.scan(MILK_PACK), lambda: shop.scan(BREAD.barcodes[0]))
    page(shop).choose_all()
    assert [page(shop).choice.qty(n) for n in (1, 2)] == [0, 1000]
    refused = []
    shop.till.refused.connect(refused.append)
    shop.window.scanned(MILK_PACK.replace("5Xk", "6Yk"))
    assert [error.code for error in refused] == ["refund.not_on_receipt"]
    shop.window.scanned(MILK_PACK)
    assert page(shop).choice.qty(1) == 1000
    page(shop).go()
    shop.wait(lambda: last_receipt(shop).operation == "sell_refund")
    assert [line.marking for line in last_receipt(shop).lines] == [MILK_PACK, ""]


def test_all_of_a_weight_comes_back_unweighed_and_a_part_is_what_the_scale_says(shop):
    bought(shop, lambda: shop.till.add_weighed("p3", 842))
    page(shop).choose_all()
    row = page(shop).lines.lines.rows[0]
    assert page(shop).choice.qty(1) == 842
    assert "взвесьте" in row._note.text()
    page(shop).weigh = lambda _product, then: then(900)
    refused = []
    shop.till.refused.connect(refused.append)
    row.weigh.click()
    assert [error.code for error in refused] == ["refund.too_much"]
    page(shop).weigh = lambda _product, then: then(500)
    row.weigh.click()
    assert page(shop).choice.qty(1) == 500
    assert not row._note.text()
    page(shop).go()
    shop.wait(lambda: last_receipt(shop).operation == "sell_refund")
    assert last_receipt(shop).total_minor == 6_500


def manager_corrects(shop):
    """A manager on the page of corrections, with the receipt of two coffees and a loaf."""
    shop.opened.register.staff.add_all([(MANAGER, "5555", "")])
    sell(shop)
    shop.till.sign_in(MANAGER.staff_id, "5555")
    shop.wait(lambda: shop.shown.staff.staff_id == MANAGER.staff_id)
    shop.window.scanned(CODE)
    shop.wait(lambda: page(shop).choice is not None)
    key(shop, Qt.Key.Key_F6)
    correction = shop.window.beside.page("refund").correction
    shop.wait(lambda: correction.original is not None)
    correction.side.reason.setText("Ошибка кассира")
    return correction


def corrected(shop, correction):
    shop.wait(correction.side.go.isEnabled)
    correction.side.go.click()
    shop.wait(lambda: last_receipt(shop).number == 3)
    shop.wait(page(shop).answer.isVisible)
    ledger = shop.opened.register.journal.ledger
    return [ledger.by_number(n).fact for n in (2, 3)]


def test_a_manager_puts_the_lines_of_a_receipt_right(shop):
    correction = manager_corrects(shop)
    correction.set_wrong("lines")
    correction.lines.rows[0].count.setText("1")
    undone, right = corrected(shop, correction)
    assert (undone.operation, right.operation) == ("sell_refund_correction", "sell_correction")
    assert (undone.total_minor, right.total_minor) == (76_050, 41_150)
    assert "349,00" in page(shop).answer._sum.text()


def test_a_manager_puts_the_way_of_paying_right(shop):
    correction = manager_corrects(shop)
    correction.use_kind("card")
    undone, right = corrected(shop, correction)
    assert [[t.kind for t in one.tenders] for one in (undone, right)] == [["cash"], ["card"]]
    assert right.staff_name == MANAGER.short_name
