"""What the operations on the stock work with, and how they find what was scanned."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.barcode import CodeKind, ScannedCode, understand
from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.stock import DocumentKind, on_hand
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import CatalogueKeeper, Shelf, StockBook

RIGHT_OF: dict[DocumentKind, Action] = {
    DocumentKind.RECEIPT: Action.RECEIVE_GOODS,
    DocumentKind.WRITE_OFF: Action.WRITE_OFF,
    DocumentKind.TRANSFER: Action.TRANSFER_GOODS,
    DocumentKind.COUNT: Action.TAKE_STOCK,
}


@dataclass(frozen=True, slots=True)
class StockRoom:
    """A register with the books of its stock and a catalogue that may be written."""

    place: Workplace
    book: StockBook
    writer: CatalogueKeeper
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class Found:
    """What a scan means. thousandths: how much of it, 0 = sold by weight and no weight known."""

    product: Product
    thousandths: int


def demand_sight(staff: StaffMember) -> None:
    """Whoever reads the stock may see it; RefusalError("rights.missing")."""
    demand(staff, Action.SEE_STOCK)


def find_scanned(room: StockRoom, text: str) -> Found:
    """RefusalError("scan.misread" | "scan.receipt" | "scan.unknown", code=)."""
    code = understand(text)
    if code.kind is CodeKind.MISREAD:
        raise RefusalError("scan.misread", code=code.text)
    if code.kind is CodeKind.RECEIPT:
        raise RefusalError("scan.receipt", code=code.text)
    product = _product(room, code)
    if product is None:
        raise RefusalError("scan.unknown", code=code.lookup)
    if not product.weighed:
        return Found(product, 1000)
    return Found(product, code.weight_grams)


def known_product(room: StockRoom, product_id: str) -> Product:
    """RefusalError("product.unknown")."""
    product = room.place.catalogue.by_id(product_id)
    if product is None:
        raise RefusalError("product.unknown", product_id=product_id)
    return product


def unit_of(product: Product) -> Unit:
    return Unit.KILOGRAM if product.weighed else product.unit


def books_of(room: StockRoom, product: Product) -> int:
    """Thousandths on hand by the books, 0 where nothing is known."""
    return on_hand(product, room.book.moves(product.product_id)) or 0


def in_baskets(room: StockRoom, product_id: str) -> int:
    """Thousandths that lie in open and parked sales of this register: off the shelf, not sold."""
    journal = room.place.journal
    drafts = journal.parked_drafts()
    shown = journal.open_draft()
    lines = [line for d in (*drafts, *([shown] if shown else [])) for line in d.sale.lines]
    taken = 0
    for line in lines:
        if line.parts:
            each = sum(part.qty for part in line.parts if part.product_id == product_id)
            taken += each * line.quantity.thousandths // 1000
        elif line.product_id == product_id:
            taken += line.quantity.thousandths
    return taken


def _product(room: StockRoom, code: ScannedCode) -> Product | None:
    catalogue = room.place.catalogue
    if code.kind is CodeKind.WEIGHED:
        return catalogue.by_plu(code.plu) or catalogue.by_barcode(code.text)
    return next((found for key in code.lookups if (found := catalogue.by_barcode(key))), None)
