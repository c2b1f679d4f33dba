"""Adding a product at the register, giving a known one another barcode, changing a price."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import Fact, ProductPriceChanged, ProductSaved
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.import_values import (
    ValueProblemError,
    plain_text,
    read_barcodes,
    read_min_stock,
    read_name,
)
from pos_desktop.operations.reference_edits import commit_catalogue
from pos_desktop.operations.stock_room import StockRoom, known_product
from pos_desktop.ports import CatalogueEdit, Commit


@dataclass(frozen=True, slots=True)
class NewProduct:
    """What the small form asks for. vat: code of a rate in the country pack."""

    name: str
    price_minor: int
    vat: str
    barcode: str = ""
    unit: Unit = Unit.PIECE
    category_id: str = ""


@dataclass(frozen=True, slots=True)
class CardText:
    """What a person may change on a product's card, as typed: barcodes divided by commas, the
    minimum stock as a decimal number, "" = not watched."""

    name: str
    price_minor: int
    vat: str
    category_id: str
    barcodes: str = ""
    min_stock: str = ""


def add_new(room: StockRoom, wanted: NewProduct, *, staff: StaffMember) -> Product:
    """A product that was not in the catalogue.

    RefusalError: "rights.missing", "product.name_missing", "product.no_price" (name),
    "product.code_wrong" (code), "product.code_taken" (code, name), "vat.unknown", "vat.not_valid".
    """
    demand(staff, Action.EDIT_PRODUCT)
    if not plain_text(wanted.name):
        raise RefusalError("product.name_missing")
    name, _ = read_name(wanted.name)
    if wanted.price_minor <= 0:
        raise RefusalError("product.no_price", name=name)
    room.place.country.vat.rate_on(wanted.vat, room.place.clock.today())
    product = Product(
        product_id=room.place.ids.new_id(),
        article="",
        name=name,
        category_id=wanted.category_id,
        price_minor=wanted.price_minor,
        vat=wanted.vat,
        unit=wanted.unit,
        weighed=wanted.unit is Unit.KILOGRAM,
        barcodes=_free_codes(room, wanted.barcode) if wanted.barcode else (),
    )
    _store(room, product, (_saved(product, staff, is_new=True),))
    return product


def bind_code(room: StockRoom, product_id: str, code: str, *, staff: StaffMember) -> Product:
    """The product is found by one code more; errors as add_new."""
    demand(staff, Action.EDIT_PRODUCT)
    before = known_product(room, product_id)
    codes = tuple(c for c in _free_codes(room, code) if c not in before.barcodes)
    after = replace(before, barcodes=before.barcodes + codes)
    _store(room, after, (_saved(after, staff),))
    return after


def edit_card(room: StockRoom, product_id: str, wanted: CardText, *, staff: StaffMember) -> Product:
    """The product as its card says now; the same card changes nothing.

    RefusalError as add_new, and "product.least_wrong" (value) for a minimum that is no number.
    """
    demand(staff, Action.EDIT_PRODUCT)
    before = known_product(room, product_id)
    if not plain_text(wanted.name):
        raise RefusalError("product.name_missing")
    name, _ = read_name(wanted.name)
    if wanted.price_minor <= 0:
        raise RefusalError("product.no_price", name=name)
    room.place.country.vat.rate_on(wanted.vat, room.place.clock.today())
    try:
        least = read_min_stock(wanted.min_stock) if wanted.min_stock.strip() else 0
    except ValueProblemError as error:
        raise RefusalError("product.least_wrong", value=wanted.min_stock) from error
    after = replace(
        before,
        name=name,
        price_minor=wanted.price_minor,
        vat=wanted.vat,
        category_id=wanted.category_id,
        barcodes=_own_codes(room, before, wanted.barcodes),
        min_stock_thousandths=least,
    )
    if after == before:
        return before
    facts: tuple[Fact, ...] = (_saved(after, staff),)
    if after.price_minor != before.price_minor:
        facts += (_price_changed(before, after.price_minor, staff, ""),)
    _store(room, after, facts)
    return after


def change_price(
    room: StockRoom, product_id: str, price_minor: int, *, staff: StaffMember, reason: str = ""
) -> Product:
    """The catalogue's price from now on; the same price changes nothing."""
    demand(staff, Action.EDIT_PRODUCT)
    before = known_product(room, product_id)
    if price_minor <= 0:
        raise RefusalError("product.no_price", name=before.name)
    if price_minor == before.price_minor:
        return before
    after = replace(before, price_minor=price_minor)
    _store(room, after, (_price_changed(before, price_minor, staff, reason),))
    return after


def _price_changed(
    before: Product, price_minor: int, staff: StaffMember, reason: str
) -> ProductPriceChanged:
    return ProductPriceChanged(
        before.product_id, before.name, before.price_minor, price_minor, staff.staff_id,
        staff.short_name, reason,
    )  # fmt: skip


def _own_codes(room: StockRoom, product: Product, text: str) -> tuple[str, ...]:
    """The codes a card is to have: those it has, and others that are free."""
    if not text.strip():
        return ()
    try:
        codes = read_barcodes(text)
    except ValueProblemError as error:
        raise RefusalError("product.code_wrong", code=text) from error
    fresh = [code for code in codes if code not in product.barcodes]
    for code in fresh:
        _free_codes(room, code)
    return codes


def _free_codes(room: StockRoom, text: str) -> tuple[str, ...]:
    try:
        codes = read_barcodes(text)
    except ValueProblemError as error:
        raise RefusalError("product.code_wrong", code=text) from error
    for code in codes:
        owner = room.place.catalogue.by_barcode(code)
        if owner is not None:
            raise RefusalError("product.code_taken", code=code, name=owner.name)
    return codes


def _store(room: StockRoom, product: Product, facts: tuple[Fact, ...]) -> None:
    commit_catalogue(
        room.place.journal, room.writer, Commit(facts), CatalogueEdit(products=(product,))
    )


def _saved(product: Product, staff: StaffMember, *, is_new: bool = False) -> ProductSaved:
    return ProductSaved(
        product_id=product.product_id,
        name=product.name,
        article=product.article,
        category_id=product.category_id,
        price_minor=product.price_minor,
        vat=product.vat,
        unit=product.unit.value,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        is_new=is_new,
        weighed=product.weighed,
        plu=product.plu,
        cost_minor=product.cost_minor,
        barcodes=product.barcodes,
        kind=product.kind.value,
        marked_group=product.marked_group or "",
        min_stock_thousandths=product.min_stock_thousandths,
    )
