"""How to get to each screen of the stock; a senior is at the register."""

from __future__ import annotations

from pos_desktop.domain.stock import DocumentKind
from pos_desktop.ports import LabelQuestion
from tests.gui.open_shop import PINS, OpenShop
from tests.stock_room import MANAGER
from tests.till_fakes import BREAD, COFFEE, SENIOR


def _page(shop: OpenShop):
    shop.till.sign_in(SENIOR.staff_id, PINS[SENIOR.staff_id])
    shop.wait(lambda: shop.shown.staff is not None and shop.shown.staff.staff_id == "s2")
    shop.window.open_page("stock")
    return shop.window.beside.page("stock")


def _editor(shop: OpenShop, kind: DocumentKind):
    page = _page(shop)
    page.choose(kind.value)
    return page.sections[kind.value].editor


def stock_list(shop: OpenShop) -> None:
    page = _page(shop)
    shop.wait(lambda: bool(page.sections["list"].table.rows()))


def stock_receipt(shop: OpenShop) -> None:
    editor = _editor(shop, DocumentKind.RECEIPT)
    for count, product in enumerate((COFFEE, BREAD), 1):
        shop.window.scanned(product.barcodes[0])
        shop.wait(lambda n=count: editor.draft is not None and len(editor.draft.lines) == n)


def stock_unknown_code(shop: OpenShop) -> None:
    stock_receipt(shop)
    editor = shop.window.beside.page("stock").sections["receipt"].editor
    shop.window.scanned("4607004650321")
    shop.wait(lambda: editor.questions.dialog is not None)


def stock_count_begins(shop: OpenShop) -> None:
    editor = _editor(shop, DocumentKind.COUNT)
    shop.window.beside.page("stock").sections["count"].begin()
    shop.wait(lambda: editor.questions.dialog is not None)


def stock_count(shop: OpenShop) -> None:
    stock_count_begins(shop)
    editor = shop.window.beside.page("stock").sections["count"].editor
    editor.questions.dialog.confirm()
    shop.wait(lambda: editor.draft is not None)
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(lambda: bool(editor.draft.lines))


def stock_count_ends(shop: OpenShop) -> None:
    stock_count(shop)
    editor = shop.window.beside.page("stock").sections["count"].editor
    editor.finish()
    shop.wait(lambda: editor.questions.dialog is not None)


def stock_labels(shop: OpenShop) -> None:
    page = _page(shop)
    page.choose("labels")
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(lambda: len(page.sections["labels"].orders()) == 1)


def stock_scales(shop: OpenShop) -> None:
    page = _page(shop)
    page.choose("scales")
    shop.wait(lambda: bool(page.sections["scales"].table.rows()))


def stock_paper(shop: OpenShop) -> None:
    """A receipt of goods that was finished is opened again."""
    stock_receipt(shop)
    papers = shop.window.beside.page("stock").sections["receipt"]
    papers.editor.head.fields["who"].edit.setText("ООО «Молочный край»")
    papers.editor.finish()
    shop.wait(lambda: papers.editor.draft is None and len(papers.table.rows()) == 1)
    papers.table.entered.emit(papers.table.rows()[0])
    shop.wait(lambda: papers.editor.questions.dialog is not None)


def stock_labels_unsure(shop: OpenShop) -> None:
    stock_labels(shop)
    panel = shop.window.beside.page("stock").sections["labels"]
    panel.show_questions([LabelQuestion(1, "Кофе молотый 250 г", "print.interrupted")])


def stock_labels_since(shop: OpenShop) -> None:
    stock_labels(shop)
    shop.window.beside.page("stock").sections["labels"].changed.click()


def _as_manager(shop: OpenShop, kind: DocumentKind):
    shop.opened.register.staff.add_all([(MANAGER, "3333", "")])
    shop.till.sign_in(MANAGER.staff_id, "3333")
    shop.wait(lambda: shop.shown.staff.staff_id == MANAGER.staff_id)
    shop.window.open_page("stock")
    page = shop.window.beside.page("stock")
    page.choose(kind.value)
    return page.sections[kind.value].editor


def stock_write_off(shop: OpenShop) -> None:
    editor = _as_manager(shop, DocumentKind.WRITE_OFF)
    for count, product in enumerate((COFFEE, BREAD), 1):
        shop.window.scanned(product.barcodes[0])
        shop.wait(lambda n=count: editor.draft is not None and len(editor.draft.lines) == n)


def stock_transfer(shop: OpenShop) -> None:
    editor = _as_manager(shop, DocumentKind.TRANSFER)
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(lambda: editor.draft is not None and bool(editor.draft.lines))


def stock_card(shop: OpenShop) -> None:
    stock_list(shop)
    panel = shop.window.beside.page("stock").sections["list"]
    panel.edit()
    shop.wait(lambda: panel.questions.dialog is not None)
