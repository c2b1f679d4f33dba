"""Stock-take: what the books expect is frozen when it begins, goods are counted while the shop goes
on selling, and the differences become a fact.

The difference of a product is what was counted less what its shelf should have held at the moment
it was counted last: the frozen figure and what the books moved since, without the goods that lie
in open or parked sales just then. What is sold after that moment changes nothing. A product of
which some was sold between its first and its last scan is to be counted again: nobody knows whether
the pieces sold had been counted.
"""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import CountedLine, StockCounted
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.stock import (
    DocumentKind,
    DraftLine,
    StockDraft,
    UnknownCode,
    checked_qty,
    count_sums,
    on_hand,
)
from pos_desktop.operations.finish_stock_document import Finished, commit_finished
from pos_desktop.operations.stock_room import (
    StockRoom,
    books_of,
    find_scanned,
    in_baskets,
    known_product,
)
from pos_desktop.operations.write_stock_document import LONGEST_TEXT, Written, new_line


def begin_count(
    room: StockRoom,
    *,
    staff: StaffMember,
    scope: str = "shop",
    scope_name: str = "",
    blind: bool = False,
) -> StockDraft:
    """Freeze what the books expect of the shop or of one category."""
    demand(staff, Action.TAKE_STOCK)
    place = room.place
    moves = room.book.all_moves()
    expected = {}
    for product in room.shelf.every("" if scope == "shop" else scope):
        known = moves.get(product.product_id)
        figure = on_hand(product, known) if known else product.stock_thousandths
        if figure:
            expected[product.product_id] = figure
    draft = StockDraft(
        place.ids.new_id(),
        DocumentKind.COUNT,
        place.clock.now_us(),
        staff.short_name,
        scope=scope,
        scope_name=scope_name,
        blind=blind,
    )
    room.book.freeze(draft, expected)
    return draft


def count_scanned(room: StockRoom, draft_id: str, text: str, *, staff: StaffMember) -> Written:
    """One more of what was scanned, or its weight; a code that is no product's is listed.

    RefusalError: "scan.misread", "scan.receipt", "stock.out_of_scope" (name).
    """
    draft = _open(room, draft_id, staff)
    try:
        found = find_scanned(room, text)
    except RefusalError as error:
        if error.code != "scan.unknown":
            raise
        return Written(_with_unknown(room, draft, str(error.values["code"])))
    if not found.thousandths:
        return Written(draft, wanted=found.product)
    return _count(room, draft, found.product, found.thousandths, more=True)


def count_product(
    room: StockRoom,
    draft_id: str,
    product_id: str,
    thousandths: int,
    *,
    staff: StaffMember,
    more: bool = False,
) -> Written:
    """Set how much there is of a product, or add what another shelf holds; 0 is a count too."""
    draft = _open(room, draft_id, staff)
    return _count(room, draft, known_product(room, product_id), thousandths, more=more)


def explain_line(
    room: StockRoom, draft_id: str, line_id: int, reason: str, *, staff: StaffMember
) -> Written:
    draft = _open(room, draft_id, staff)
    line = replace(draft.line(line_id), reason=" ".join(reason.split())[:LONGEST_TEXT])
    changed = draft.with_line(line)
    room.book.save_draft(changed, [line])
    return Written(changed, line)


def uncounted(room: StockRoom, draft_id: str, *, staff: StaffMember) -> tuple[DraftLine, ...]:
    """What the books expect and nobody counted, as lines of nothing."""
    draft = _open(room, draft_id, staff)
    seen = {line.product_id for line in draft.lines}
    missing: list[DraftLine] = []
    for product_id, expected in room.book.frozen(draft_id).items():
        product = room.place.catalogue.by_id(product_id)
        if product_id in seen or product is None:
            continue
        line = replace(_fresh(room, draft, product), expected=expected, qty=0, seen=False)
        missing.append(replace(line, line_id=draft.next_line_id + len(missing)))
    return tuple(_measured(room, line) for line in missing)


def finish_count(
    room: StockRoom,
    draft_id: str,
    *,
    staff: StaffMember,
    explanation: str = "",
    rest_is_gone: bool = False,
    look_again: bool = True,
    printed: bool = True,
) -> Finished:
    """The differences become a fact and change the stock.

    rest_is_gone: what nobody counted is taken for gone; else it stays as the books have it.
    RefusalError: "stock.empty"; "stock.count_again" (count, name) for products that were sold while
    they were counted, unless look_again is False.
    """
    draft = _open(room, draft_id, staff)
    unsettled = [line for line in draft.lines if line.sold_meanwhile]
    if unsettled and look_again:
        raise RefusalError("stock.count_again", count=len(unsettled), name=unsettled[0].name)
    lines = tuple(_on_new_figures(room, line) for line in draft.lines)
    if rest_is_gone:
        lines += tuple(ln for ln in uncounted(room, draft_id, staff=staff) if ln.difference)
    if not lines:
        raise RefusalError("stock.empty")
    sums = count_sums(lines)
    fact = StockCounted(
        document_id=draft.draft_id,
        number=room.book.next_number(DocumentKind.COUNT),
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        started_at_us=draft.opened_at_us,
        lines=tuple(_counted(line) for line in lines),
        scope=draft.scope,
        scope_name=draft.scope_name,
        blind=draft.blind,
        surplus_minor=sums.surplus_minor,
        shortage_minor=sums.shortage_minor,
        explanation=" ".join(explanation.split())[:LONGEST_TEXT],
        unknown_codes=tuple(unknown.code for unknown in draft.unknown),
    )
    return commit_finished(room, draft, (fact,), printed=printed)


def _count(
    room: StockRoom, draft: StockDraft, product: Product, thousandths: int, *, more: bool
) -> Written:
    if draft.scope not in ("shop", product.category_id):
        raise RefusalError("stock.out_of_scope", name=product.name, scope=draft.scope_name)
    known = draft.line_of(product.product_id)
    if known is None:
        frozen = room.book.frozen(draft.draft_id)
        known = replace(_fresh(room, draft, product), expected=frozen.get(product.product_id, 0))
        more = False
    qty = checked_qty(thousandths + (known.qty if more else 0), known.unit, may_be_none=True)
    line = _measured(room, replace(known, qty=qty))
    if not more:
        line = replace(line, moved_first=line.moved)
    changed = draft.with_line(line)
    room.book.save_draft(changed, [line])
    return Written(changed, line)


def _fresh(room: StockRoom, draft: StockDraft, product: Product) -> DraftLine:
    cost_minor = room.book.last_cost_minor(product.product_id) or product.cost_minor
    return new_line(draft, product, 0, cost_minor)


def _measured(room: StockRoom, line: DraftLine) -> DraftLine:
    """The line with what the books moved until now, goods in baskets taken as gone."""
    product = known_product(room, line.product_id)
    on_shelf = books_of(room, product) - in_baskets(room, line.product_id)
    return replace(line, moved=on_shelf - line.expected, base=room.book.last_base())


def _on_new_figures(room: StockRoom, line: DraftLine) -> DraftLine:
    """A line that was counted before a catalogue brought its product a new figure: what was counted
    is taken as there at the moment the figure came."""
    product = room.place.catalogue.by_id(line.product_id)
    if product is None or product.stock_base <= line.base:
        return line
    return replace(line, expected=product.stock_thousandths or 0, moved=0, moved_first=0)


def _with_unknown(room: StockRoom, draft: StockDraft, code: str) -> StockDraft:
    known = {unknown.code: unknown.times for unknown in draft.unknown}
    known[code] = known.get(code, 0) + 1
    changed = replace(draft, unknown=tuple(UnknownCode(c, n) for c, n in known.items()))
    room.book.save_draft(changed)
    return changed


def _open(room: StockRoom, draft_id: str, staff: StaffMember) -> StockDraft:
    demand(staff, Action.TAKE_STOCK)
    return room.book.draft(draft_id)


def _counted(line: DraftLine) -> CountedLine:
    return CountedLine(
        line.product_id, line.name, Unit(line.unit).value, line.expected, line.moved, line.qty,
        line.difference, line.cost_minor, line.reason, line.seen,
    )  # fmt: skip
