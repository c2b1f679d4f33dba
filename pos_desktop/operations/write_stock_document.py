"""Writing a stock document: begun, filled line by line, left and taken up again, given up. Each
change is stored before it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import MAX_AMOUNT_MINOR
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.stock import DocumentKind, DraftLine, StockDraft, checked_qty
from pos_desktop.operations.stock_room import (
    RIGHT_OF,
    StockRoom,
    find_scanned,
    known_product,
    unit_of,
)

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Written:
    """The document with its new or changed line. wanted: a product that waits for its weight, and
    nothing was changed."""

    draft: StockDraft
    line: DraftLine | None = None
    wanted: Product | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a person fills in above the lines; see StockDraft."""

    who: str = ""
    inn: str = ""
    paper_number: str = ""
    paper_date: str = ""
    direction: str = "out"
    reason: str = ""
    note: str = ""


def begin(
    room: StockRoom, kind: DocumentKind, *, staff: StaffMember, direction: str = "out"
) -> StockDraft:
    """A new empty document; a stock-take is begun by take_stock."""
    demand(staff, RIGHT_OF[kind])
    place = room.place
    draft = StockDraft(
        place.ids.new_id(), kind, place.clock.now_us(), staff.short_name, direction=direction
    )
    room.book.save_draft(draft)
    return draft


def give_up(room: StockRoom, draft_id: str, *, staff: StaffMember) -> None:
    demand(staff, RIGHT_OF[room.book.draft(draft_id).kind])
    room.book.drop_draft(draft_id)


def set_head(room: StockRoom, draft_id: str, head: Head, *, staff: StaffMember) -> StockDraft:
    """RefusalError("stock.inn_wrong", value=) for an INN that is not 10 or 12 digits."""
    draft = _open(room, draft_id, staff)
    inn = "".join(head.inn.split())
    if inn and not (inn.isascii() and inn.isdigit() and len(inn) in (10, 12)):
        raise RefusalError("stock.inn_wrong", value=head.inn)
    changed = replace(
        draft,
        who=_short(head.who),
        inn=inn,
        paper_number=_short(head.paper_number),
        paper_date=_short(head.paper_date),
        direction=head.direction,
        reason=head.reason,
        note=_short(head.note),
    )
    room.book.save_draft(changed)
    return changed


def add_scanned(room: StockRoom, draft_id: str, text: str, *, staff: StaffMember) -> Written:
    """One more of what was scanned; errors as find_scanned."""
    draft = _open(room, draft_id, staff)
    found = find_scanned(room, text)
    if not found.thousandths:
        return Written(draft, wanted=found.product)
    return _add(room, draft, found.product, found.thousandths)


def add_product(
    room: StockRoom, draft_id: str, product_id: str, thousandths: int, *, staff: StaffMember
) -> Written:
    """So much more of a product that was searched for; 0 asks for the weight of weighed goods and
    is one piece of others."""
    draft = _open(room, draft_id, staff)
    product = known_product(room, product_id)
    if not thousandths and product.weighed:
        return Written(draft, wanted=product)
    return _add(room, draft, product, thousandths or 1000)


def set_line(
    room: StockRoom,
    draft_id: str,
    line_id: int,
    *,
    staff: StaffMember,
    qty: int | None = None,
    cost_minor: int | None = None,
    price_minor: int | None = None,
    note: str | None = None,
) -> Written:
    """Change what is given of a line.

    RefusalError: "quantity.*", "stock.sum_out_of_range" (value), "rights.missing" for a new price.
    """
    draft = _open(room, draft_id, staff)
    line = draft.line(line_id)
    if qty is not None:
        line = replace(line, qty=checked_qty(qty, line.unit))
    if cost_minor is not None:
        line = replace(line, cost_minor=_checked_sum(cost_minor))
    if price_minor is not None:
        demand(staff, Action.EDIT_PRODUCT)
        line = replace(line, price_minor=_checked_sum(price_minor))
    if note is not None:
        line = replace(line, note=_short(note))
    return _store(room, draft, line)


def remove_line(room: StockRoom, draft_id: str, line_id: int, *, staff: StaffMember) -> StockDraft:
    draft = _open(room, draft_id, staff)
    changed = draft.without(line_id)
    room.book.save_draft(changed, removed=[line_id])
    return changed


def new_line(draft: StockDraft, product: Product, thousandths: int, cost_minor: int) -> DraftLine:
    """A line for a product that the document does not have yet."""
    return DraftLine(
        draft.next_line_id,
        product.product_id,
        product.name,
        unit_of(product),
        thousandths,
        cost_minor,
        old_price_minor=product.price_minor,
    )


def _add(room: StockRoom, draft: StockDraft, product: Product, thousandths: int) -> Written:
    line = draft.line_of(product.product_id)
    if line is None:
        cost_minor = room.book.last_cost_minor(product.product_id) or product.cost_minor
        line = new_line(draft, product, 0, cost_minor)
    return _store(room, draft, replace(line, qty=checked_qty(line.qty + thousandths, line.unit)))


def _store(room: StockRoom, draft: StockDraft, line: DraftLine) -> Written:
    changed = draft.with_line(line)
    room.book.save_draft(changed, [line])
    return Written(changed, line)


def _open(room: StockRoom, draft_id: str, staff: StaffMember) -> StockDraft:
    draft = room.book.draft(draft_id)
    demand(staff, RIGHT_OF[draft.kind])
    return draft


def _checked_sum(amount_minor: int) -> int:
    if not 0 <= amount_minor <= MAX_AMOUNT_MINOR:
        raise RefusalError("stock.sum_out_of_range", amount_minor=amount_minor)
    return amount_minor


def _short(text: str) -> str:
    return " ".join(text.split())[:LONGEST_TEXT]
