"""A written document becomes a fact: received, written off, transferred. One transaction with its
printed slip and what it changes in the catalogue: prices and costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    Fact,
    GoodsReceived,
    GoodsTransferred,
    GoodsWrittenOff,
    ProductPriceChanged,
    StockLine,
)
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.stock import WRITE_OFF_REASONS, DocumentKind, StockDraft
from pos_desktop.operations.reference_edits import commit_catalogue
from pos_desktop.operations.stock_room import RIGHT_OF, StockRoom, demand_sight
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import CatalogueEdit, Commit, NewPrintJob, StockDocumentRow
from pos_desktop.receipts.document import Document
from pos_desktop.receipts.stock_slip import SlipStyle, stock_slip

SlipFact = GoodsReceived | GoodsWrittenOff | GoodsTransferred


@dataclass(frozen=True, slots=True)
class Finished:
    """fact: what is in the journal now; printed: a slip was queued."""

    fact: Fact
    seq: int
    printed: bool


def finish(room: StockRoom, draft_id: str, *, staff: StaffMember, printed: bool = True) -> Finished:
    """Store the document for good.

    RefusalError: "rights.missing", "stock.empty", "stock.supplier_missing", "stock.reason_missing",
    "stock.place_missing", "stock.date_wrong" (value). A new price needs the right to change
    products.
    """
    draft = room.book.draft(draft_id)
    demand(staff, RIGHT_OF[draft.kind])
    if not draft.lines:
        raise RefusalError("stock.empty")
    fact = _fact(room, draft, staff)
    prices = _prices(draft, staff, fact.number)
    return commit_finished(room, draft, (fact, *prices), _edits(room, draft), printed=printed)


def commit_finished(
    room: StockRoom,
    draft: StockDraft,
    facts: tuple[Fact, ...],
    edits: tuple[Product, ...] = (),
    *,
    printed: bool = True,
) -> Finished:
    """The facts, the slip of the first of them and the end of the draft, all or nothing."""
    place = room.place
    jobs: tuple[NewPrintJob, ...] = ()
    at_us = place.clock.now_us()
    if printed and place.encoder is not None:
        payload = place.encoder.encode(stock_slip(facts[0], at_us, _style(place)))
        jobs = (NewPrintJob("", 0, "document", payload),)
    what = Commit(facts, print_jobs=jobs, stock_draft_removed=draft.draft_id, occurred_at_us=at_us)
    if edits:
        seq = commit_catalogue(place.journal, room.writer, what, CatalogueEdit(products=edits))
    else:
        seq = place.journal.commit(what)
    return Finished(facts[0], seq - len(facts) + 1, bool(jobs))


def slip_of(room: StockRoom, row: StockDocumentRow, *, as_copy: bool = False) -> Document:
    """A finished document as it was printed."""
    fact = room.book.document(row.seq)
    return stock_slip(fact, row.occurred_at_us, _style(room.place), as_copy=as_copy)


def read_slip(room: StockRoom, row: StockDocumentRow, *, staff: StaffMember) -> Document:
    """A finished document for somebody who may see the stock; RefusalError("rights.missing")."""
    demand_sight(staff)
    return slip_of(room, row)


def print_slip_again(room: StockRoom, row: StockDocumentRow, *, staff: StaffMember) -> int:
    """Queue a copy, marked as one; the job's id. RefusalError("rights.missing" |
    "printer.not_set_up")."""
    demand(staff, Action.REPRINT)
    place = room.place
    if place.encoder is None:
        raise RefusalError("printer.not_set_up")
    payload = place.encoder.encode(slip_of(room, row, as_copy=True))
    return place.prints.add(NewPrintJob("", 0, "document", payload))


def _style(place: Workplace) -> SlipStyle:
    return SlipStyle(place.style.lang, place.seller.place, place.style.register_name,
                     place.country.currency, place.zone)  # fmt: skip


def _fact(room: StockRoom, draft: StockDraft, staff: StaffMember) -> SlipFact:
    number = room.book.next_number(draft.kind)
    lines = _lines(draft)
    if draft.kind is DocumentKind.RECEIPT:
        if not draft.who:
            raise RefusalError("stock.supplier_missing")
        _check_date(draft.paper_date)
        return GoodsReceived(
            draft.draft_id, number, staff.staff_id, staff.short_name, lines, draft.who, draft.inn,
            draft.paper_number, draft.paper_date, draft.note,
        )  # fmt: skip
    if draft.kind is DocumentKind.WRITE_OFF:
        if draft.reason not in WRITE_OFF_REASONS or (draft.reason == "other" and not draft.note):
            raise RefusalError("stock.reason_missing")
        return GoodsWrittenOff(
            draft.draft_id, number, staff.staff_id, staff.short_name, lines, draft.reason,
            draft.note,
        )  # fmt: skip
    if draft.kind is not DocumentKind.TRANSFER:
        raise ValueError(f"a {draft.kind} is not finished here")
    if not draft.who:
        raise RefusalError("stock.place_missing")
    return GoodsTransferred(
        draft.draft_id, number, staff.staff_id, staff.short_name, lines, draft.direction,
        draft.who, draft.paper_number, draft.note,
    )  # fmt: skip


def _lines(draft: StockDraft) -> tuple[StockLine, ...]:
    return tuple(
        StockLine(
            line.product_id, line.name, line.unit.value, line.qty, line.cost_minor,
            _new_price(line.price_minor, line.old_price_minor), line.note,
        )
        for line in draft.lines
    )  # fmt: skip


def _new_price(price_minor: int, old_minor: int) -> int:
    return price_minor if price_minor != old_minor else 0


def _prices(draft: StockDraft, staff: StaffMember, number: int) -> list[ProductPriceChanged]:
    changed = [
        ProductPriceChanged(
            line.product_id, line.name, line.old_price_minor, line.price_minor, staff.staff_id,
            staff.short_name, f"receipt {number}",
        )
        for line in draft.lines
        if draft.kind is DocumentKind.RECEIPT
        and _new_price(line.price_minor, line.old_price_minor)
    ]  # fmt: skip
    if changed:
        demand(staff, Action.EDIT_PRODUCT)
    return changed


def _edits(room: StockRoom, draft: StockDraft) -> tuple[Product, ...]:
    """The products as a delivery leaves them: what was paid for them, what they cost now."""
    if draft.kind is not DocumentKind.RECEIPT:
        return ()
    edits = []
    for line in draft.lines:
        before = room.place.catalogue.by_id(line.product_id)
        if before is None:
            continue
        after = replace(
            before,
            cost_minor=line.cost_minor or before.cost_minor,
            price_minor=line.price_minor or before.price_minor,
        )
        if after != before:
            edits.append(after)
    return tuple(edits)


def _check_date(text: str) -> None:
    if not text:
        return
    try:
        date.fromisoformat(text)
    except ValueError:
        raise RefusalError("stock.date_wrong", value=text) from None
