"""How to get to each screen of the stock; a senior is at the register."""

from __future__ import annotations

from pos_desktop.domain.stock import DocumentKind
from tests.gui.open_shop import PINS, OpenShop
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
    shop.wait(lambda: editor.questions.modal is not None)


def stock_count_begins(shop: OpenShop) -> None:
    editor = _editor(shop, DocumentKind.COUNT)
    shop.window.beside.page("stock").sections["count"].begin()
    shop.wait(lambda: editor.questions.modal is not None)


def stock_count(shop: OpenShop) -> None:
    stock_count_begins(shop)
    editor = shop.window.beside.page("stock").sections["count"].editor
    editor.questions.modal.content().confirm()
    shop.wait(lambda: editor.draft is not None)
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(lambda: bool(editor.draft.lines))


def stock_count_ends(shop: OpenShop) -> None:
    stock_count(shop)
    editor = shop.window.beside.page("stock").sections["count"].editor
    editor.finish()
    shop.wait(lambda: editor.questions.modal is not None)


def stock_labels(shop: OpenShop) -> None:
    page = _page(shop)
    page.choose("labels")
    shop.window.scanned(COFFEE.barcodes[0])
    shop.wait(lambda: len(page.sections["labels"].orders()) == 1)
