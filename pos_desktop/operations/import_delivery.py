"""A supplier's delivery note from a CSV or XLSX file into a receipt of goods: a preview with a
complaint for each wrong row first, then all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.stock import MAX_LINES, DraftLine, StockDraft, checked_qty
from pos_desktop.operations.import_columns import ImportField, propose_columns
from pos_desktop.operations.import_row import RowProblem
from pos_desktop.operations.import_values import (
    ValueProblemError,
    plain_text,
    read_barcodes,
    read_price,
    read_stock,
)
from pos_desktop.operations.stock_room import StockRoom, unit_of
from pos_desktop.operations.tabular_table import Table, TableRow
from pos_desktop.operations.write_stock_document import new_line
from pos_desktop.ports import KnownProducts

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One good row. row: as a spreadsheet counts. cost_minor, price_minor: 0 = not given."""

    row: int
    product: Product
    thousandths: int
    cost_minor: int = 0
    price_minor: int = 0


@dataclass(frozen=True, slots=True)
class DeliveryPreview:
    """rows: what can be taken; problems: one for each row that cannot."""

    rows: tuple[DeliveryRow, ...]
    problems: tuple[RowProblem, ...]

    @property
    def cost_minor(self) -> int:
        return sum((row.thousandths * row.cost_minor + 500) // 1000 for row in self.rows)


def preview_delivery(known: KnownProducts, table: Table) -> DeliveryPreview:
    """Read every row; nothing is written. Columns are found by their headings: the purchase price
    is "cost", a plain "price" beside it the new selling price, and alone the purchase price.

    RefusalError("import.columns_missing", fields=) without a quantity or a code or article.
    """
    columns = propose_columns(table)
    fields = dict(columns.fields)
    missing = [] if ImportField.STOCK in fields else [ImportField.STOCK.value]
    if ImportField.BARCODES not in fields and ImportField.ARTICLE not in fields:
        missing.append(ImportField.BARCODES.value)
    if missing:
        raise RefusalError("import.columns_missing", fields=", ".join(missing))
    if ImportField.COST not in fields and ImportField.PRICE in fields:
        fields[ImportField.COST] = fields.pop(ImportField.PRICE)
    reader = _Reader(known, fields)
    rows = [reader.row(row) for row in table.rows if row.number > columns.heading_row]
    return DeliveryPreview(tuple(row for row in rows if row), tuple(reader.problems))


def take_delivery(
    room: StockRoom,
    draft_id: str,
    preview: DeliveryPreview,
    *,
    staff: StaffMember,
    skip_wrong: bool = False,
) -> StockDraft:
    """Add the rows to the document; a product it has already gets more. skip_wrong: leave the rows
    out that cannot be taken, else none is taken while there is one.

    RefusalError: "rights.missing", "import.has_problems" (count), "stock.too_many_lines". New
    prices need the right to change products.
    """
    demand(staff, Action.RECEIVE_GOODS)
    if preview.problems and not skip_wrong:
        raise RefusalError("import.has_problems", count=len(preview.problems))
    draft = room.book.draft(draft_id)
    if any(r.price_minor not in (0, r.product.price_minor) for r in preview.rows):
        demand(staff, Action.EDIT_PRODUCT)
    lines = {line.product_id: line for line in draft.lines}
    next_id = draft.next_line_id
    for row in preview.rows:
        line = lines.get(row.product.product_id)
        if line is None:
            line = replace(new_line(draft, row.product, 0, 0), line_id=next_id)
            next_id += 1
        lines[row.product.product_id] = _grown(line, row)
    if len(lines) > MAX_LINES:
        raise RefusalError("stock.too_many_lines", most=MAX_LINES)
    changed = replace(draft, lines=tuple(lines.values()))
    room.book.save_draft(changed, changed.lines)
    return changed


def _grown(line: DraftLine, row: DeliveryRow) -> DraftLine:
    return replace(
        line,
        qty=checked_qty(line.qty + row.thousandths, line.unit),
        cost_minor=row.cost_minor or line.cost_minor or row.product.cost_minor,
        price_minor=row.price_minor or line.price_minor,
    )


class _Reader:
    """Reads rows and keeps what is wrong with them."""

    def __init__(self, known: KnownProducts, fields: dict[ImportField, int]) -> None:
        self._known = known
        self._fields = fields
        self.problems: list[RowProblem] = []

    def row(self, row: TableRow) -> DeliveryRow | None:
        """The row understood, None after a problem was noted."""
        before = len(self.problems)
        product = self._product(row)
        qty = self._read(row, ImportField.STOCK, _quantity)
        cost_minor = self._read(row, ImportField.COST, _rounded_price) or 0
        price_minor = self._read(row, ImportField.PRICE, read_price) or 0
        if product is None or len(self.problems) > before:
            return None
        if qty is None or qty <= 0:
            self._complain(row, ImportField.STOCK, "import.qty_missing")
            return None
        try:
            checked_qty(qty, unit_of(product))
        except RefusalError:
            self._complain(row, ImportField.STOCK, "import.qty_not_whole")
            return None
        return DeliveryRow(row.number, product, qty, cost_minor, price_minor)

    def _product(self, row: TableRow) -> Product | None:
        codes = self._read(row, ImportField.BARCODES, read_barcodes) or ()
        article = plain_text(self._cell(row, ImportField.ARTICLE))
        found = next((p for c in codes if (p := self._known.by_barcode(c))), None)
        if found is None and article:
            found = self._known.by_article(article)
        if found is None and not self._noted(row):
            field = ImportField.BARCODES if codes else ImportField.ARTICLE
            code = "import.product_unknown" if codes or article else "import.key_missing"
            self._complain(row, field, code)
        return found

    def _noted(self, row: TableRow) -> bool:
        return any(problem.row == row.number for problem in self.problems)

    def _read(
        self, row: TableRow, wanted: ImportField, reader: Callable[[str], _Value]
    ) -> _Value | None:
        text = self._cell(row, wanted)
        if not text:
            return None
        try:
            return reader(text)
        except ValueProblemError as error:
            self._complain(row, wanted, error.code, **error.values)
            return None

    def _cell(self, row: TableRow, wanted: ImportField) -> str:
        return row.cell(self._fields.get(wanted, -1)).strip()

    def _complain(self, row: TableRow, wanted: ImportField, code: str, **values: object) -> None:
        shown = plain_text(self._cell(row, wanted))[:80]
        self.problems.append(RowProblem(row.number, wanted.value, shown, code, dict(values)))


def _quantity(text: str) -> int:
    try:
        return read_stock(text)
    except ValueProblemError as error:
        raise ValueProblemError("import.qty_unreadable") from error


def _rounded_price(text: str) -> int:
    return read_price(text, rounded=True)
