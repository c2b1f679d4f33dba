"""The journal in the real window, over a real book."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.printing import PrintState
from pos_desktop.domain.tender import TenderKind
from pos_desktop.ports import NewPrintJob, PrintJobChanged
from tests.gui.open_shop import OpenShop
from tests.till_fakes import GOODS


def sell(shop: OpenShop) -> str:
    """One sale; its id."""
    ledger = shop.opened.shop.place.ledger
    before = len(ledger.sales())
    shop.till.scan(next(product.barcodes[0] for product in GOODS if product.barcodes))
    shop.wait(lambda: shop.shown.priced is not None)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: len(ledger.sales()) > before and shop.shown.priced is None)
    return ledger.sales()[0].sale_id


def test_a_sale_just_made_stands_first_with_its_receipt(shop):
    sell(shop)
    sell(shop)
    shop.window.open_page("journal")
    table = shop.window.beside.page("journal").table
    shop.wait(lambda: len(table.model_of_rows().sales()) == 2)
    assert table.current_sale().number == 2
    shop.wait(lambda: shop.window.beside.page("journal").preview.paper.count() == 1)


def test_the_answer_about_an_unclear_receipt_reaches_the_book(shop):
    sale_id = sell(shop)
    prints = shop.opened.shop.place.prints
    job = prints.add(NewPrintJob(sale_id, 1, "receipt", b"receipt"))
    prints.move(job, PrintState.SENDING)
    prints.move(job, PrintState.UNKNOWN, "printer.no_confirmation")
    shop.window.open_page("journal")
    journal = shop.window.beside.page("journal")
    shop.wait(journal.preview.print_question.isVisible)
    journal.note(PrintJobChanged(job, sale_id, PrintState.UNKNOWN))
    journal.preview.print_question.first.click()
    shop.wait(lambda: prints.job(job).state is PrintState.DONE)
    shop.wait(lambda: not journal.preview.print_question.isVisible())


def test_without_a_printer_no_copy_is_offered(shop):
    sell(shop)
    shop.window.open_page("journal")
    journal = shop.window.beside.page("journal")
    shop.wait(lambda: journal.table.current_sale() is not None)
    assert not journal.preview.copy.isEnabled()


def test_esc_leads_back_to_the_sale(shop):
    sell(shop)
    shop.window.open_page("journal")
    journal = shop.window.beside.page("journal")
    shop.wait(lambda: journal.table.current_sale() is not None)
    QTest.keyClick(journal.table, Qt.Key.Key_Escape)
    shop.wait(lambda: shop.window.pages.currentWidget() is shop.window.sale)


def test_a_receipt_the_printer_refused_goes_back_into_the_queue_from_the_journal(shop):
    sale_id = sell(shop)
    prints = shop.opened.shop.place.prints
    job = prints.add(NewPrintJob(sale_id, 1, "receipt", b"receipt"))
    prints.move(job, PrintState.SENDING)
    prints.move(job, PrintState.FAILED, "printer.fault")
    shop.window.open_page("journal")
    journal = shop.window.beside.page("journal")
    shop.wait(journal.preview.print_question.isVisible)
    journal.preview.print_question.first.click()
    shop.wait(lambda: prints.job(job).state is PrintState.QUEUED)
    shop.wait(lambda: not journal.preview.print_question.isVisible())
