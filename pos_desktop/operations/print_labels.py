"""Price tags and labels: on the label printer where there is one, else on the receipt printer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import GoodsReceived
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.i18n import date
from pos_desktop.operations.stock_room import StockRoom, known_product
from pos_desktop.ports import LabelQueue, NewLabelJob, NewPrintJob
from pos_desktop.receipts.document import Barcode, Cut, Document, Element, Feed, Line, Pair
from pos_desktop.receipts.label import (
    LabelEncoder,
    LabelTemplate,
    LabelWish,
    PlacedLabel,
    code_of,
    place_label,
)

MOST_COPIES = 999
MOST_LABELS = 2000
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class LabelPrinter:
    """The label printer's queue, and how its labels are written."""

    queue: LabelQueue
    encoder: LabelEncoder


@dataclass(frozen=True, slots=True)
class LabelOrder:
    """copies of the label of a product; weight_grams: as the scale showed it, 0 = none."""

    product: Product
    copies: int = 1
    weight_grams: int = 0


def wish_of(room: StockRoom, order: LabelOrder) -> LabelWish:
    place = room.place
    today = date(place.clock.today(), place.style.lang)
    return LabelWish(
        order.product, place.style.lang, place.country.currency, today, place.seller.place,
        order.weight_grams, place.catalogue.label_patterns(),
    )  # fmt: skip


def print_labels(
    room: StockRoom,
    printer: LabelPrinter | None,
    template: LabelTemplate,
    orders: Sequence[LabelOrder],
    *,
    staff: StaffMember,
) -> int:
    """Queue the labels; how many. They are stored before they are printed.

    RefusalError: "rights.missing", "label.none", "label.too_many" (most), "label.weight_wrong"
    (name), "label.no_code" (name) where no pattern of the scales can say so much,
    "printer.not_set_up".
    """
    demand(staff, Action.PRINT_LABELS)
    if not orders:
        raise RefusalError("label.none")
    total = sum(order.copies for order in orders)
    if total > MOST_LABELS or any(not 0 < order.copies <= MOST_COPIES for order in orders):
        raise RefusalError("label.too_many", most=MOST_LABELS)
    for order in orders:
        if order.weight_grams and not 0 < order.weight_grams <= 99_999:
            raise RefusalError("label.weight_wrong", name=order.product.name)
        if order.weight_grams and order.product.plu and not code_of(wish_of(room, order))[0]:
            raise RefusalError("label.no_code", name=order.product.name)
    placed = [(place_label(template, wish_of(room, order)), order.copies) for order in orders]
    if printer is not None:
        payload = b"".join(printer.encoder.encode(label, copies) for label, copies in placed)
        printer.queue.add_labels(NewLabelJob(orders[0].product.name, payload))
        return total
    if room.place.encoder is None:
        raise RefusalError("printer.not_set_up")
    document = receipt_labels(placed, room.place.style.lang)
    room.place.prints.add(NewPrintJob("", 0, "label", room.place.encoder.encode(document)))
    return total


def settle_labels(
    printer: LabelPrinter | None, job_id: int, *, came_out: bool, staff: StaffMember
) -> None:
    """Somebody looked whether labels are there; if not, they are printed again.

    RefusalError("rights.missing" | "label.not_asked" | "printer.not_set_up").
    """
    demand(staff, Action.PRINT_LABELS)
    if printer is None:
        raise RefusalError("printer.not_set_up")
    printer.queue.settle(job_id, came_out=came_out)


def receipt_labels(placed: Sequence[tuple[PlacedLabel, int]], lang: str) -> Document:
    """The labels on receipt paper, each cut off by itself."""
    elements: list[Element] = []
    for label, copies in placed:
        elements += [*_on_paper(label), Feed(1), Cut()] * copies
    return Document(tuple(elements), lang)


def _on_paper(label: PlacedLabel) -> list[Element]:
    rows: list[Element] = []
    small: list[str] = []
    order = {"name": 0, "price": 1, "barcode": 2}
    for part in sorted(label.parts, key=lambda part: order.get(part.field.kind, 3)):
        if part.code == "ean13":
            rows.append(Barcode(part.text))
        elif part.code:
            rows.append(Line(part.text, align="center"))
        elif part.field.kind == "name":
            rows.append(Line(part.text, bold=True))
        elif part.field.kind == "price":
            rows.append(Line(part.text, align="right", bold=True, scale=2))
        else:
            small.append(part.text)
    pairs = [Pair(small[n], "".join(small[n + 1 : n + 2])) for n in range(0, len(small), 2)]
    return [*rows[:2], *pairs, *rows[2:]]


def changed_prices(room: StockRoom, days: int = 1) -> list[LabelOrder]:
    """One label for everything whose price changed since so many days ago, and is not what it was
    before."""
    since_us = room.place.clock.now_us() - days * _DAY_US
    found = [room.place.catalogue.by_id(c.product_id) for c in room.book.prices_changed(since_us)]
    return [LabelOrder(product) for product in found if product is not None]


def received_goods(room: StockRoom, seq: int) -> list[LabelOrder]:
    """A label for every piece that a receipt of goods brought; one for weighed goods."""
    fact = room.book.document(seq)
    if not isinstance(fact, GoodsReceived):
        return []
    orders = []
    for line in fact.lines:
        product = known_product(room, line.product_id)
        copies = 1 if product.weighed else min(MOST_COPIES, max(1, line.qty // 1000))
        orders.append(LabelOrder(product, copies))
    return orders
