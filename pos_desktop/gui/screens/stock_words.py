"""What the tables of the stock say in their cells."""

from __future__ import annotations

from datetime import datetime, tzinfo

from pos_desktop import i18n
from pos_desktop.domain.quantity import Quantity, Unit
from pos_desktop.domain.stock import DocumentKind, DraftLine, StockDraft
from pos_desktop.gui.desk_stock import OnHand
from pos_desktop.gui.texts import line_amount, money
from pos_desktop.gui.widgets.labels import Tone
from pos_desktop.gui.widgets.plain_table import Cell
from pos_desktop.i18n import t
from pos_desktop.ports import ProductMove, StockDocumentRow


def amount(thousandths: int, unit: Unit) -> str:
    """ "12 шт", "1,250 кг"; a fraction of other units is shown too."""
    if unit is not Unit.KILOGRAM and thousandths % 1000:
        return f"{i18n.quantity(thousandths, 3)} {t(f'units.{unit.value}')}"
    return line_amount(Quantity(thousandths, unit))


def signed(thousandths: int, unit: Unit) -> str:
    return ("+" if thousandths > 0 else "") + amount(thousandths, unit)


def stamp(at_us: int, zone: tzinfo | None) -> str:
    """ "24.11.26 14:32"."""
    local = datetime.fromtimestamp(at_us / 1_000_000, zone)
    return f"{i18n.date(local.date())} {i18n.time(local)}"


def stock_cell(row: OnHand, column: str) -> Cell:
    product, unit = row.product, _unit(row)
    if column == "name":
        return Cell(product.name, sub=product.barcodes[0] if product.barcodes else product.article)
    if column == "stock":
        if row.thousandths is None:
            return Cell(t("stock.not_known"), "muted")
        tone: Tone = "danger_text" if row.below_zero else "ink"
        return Cell(amount(row.thousandths, unit), tone, bold=True)
    if column == "least":
        least = product.min_stock_thousandths
        return Cell(amount(least, unit) if least else "—", "ink" if least else "muted")
    return Cell(money(product.price_minor, symbol=False))


def _unit(row: OnHand) -> Unit:
    return Unit.KILOGRAM if row.product.weighed else row.product.unit


def unit_of_row(row: OnHand) -> Unit:
    """In what its stock is counted."""
    return _unit(row)


def move_cell(move: ProductMove, unit: Unit, zone: tzinfo | None, column: str) -> Cell:
    if column == "what":
        key = "stock.move_sale" if move.kind == "sale" else f"stock.move_{move.kind}"
        return Cell(t(key, number=move.number), sub=stamp(move.occurred_at_us, zone))
    tone: Tone = "pay_text" if move.qty > 0 else "ink"
    sub = t("stock.at_cost", sum=money(move.cost_minor)) if move.cost_minor else ""
    if move.back:
        sub = t("stock.brought_back", amount=amount(move.back, unit))
    return Cell(signed(move.qty, unit), tone, bold=True, sub=sub)


def title_of(row: StockDocumentRow) -> str:
    """Supplier, reason, other place or what was counted, for a person."""
    if row.kind is DocumentKind.WRITE_OFF:
        return t(f"stock.reason.{row.title}")
    if row.kind is DocumentKind.TRANSFER:
        direction, _, place = row.title.partition(":")
        return t(f"stock.transfer_{direction}", place=place)
    if row.kind is DocumentKind.COUNT:
        return row.title or t("stock.whole_shop")
    return row.title


def paper_cell(row: StockDocumentRow | StockDraft, zone: tzinfo | None, column: str) -> Cell:
    if isinstance(row, StockDraft):
        return _draft_cell(row, zone, column)
    if column == "number":
        return Cell(i18n.number(row.number), bold=True)
    if column == "title":
        return Cell(title_of(row), sub=row.staff_name)
    if column == "when":
        return Cell(stamp(row.occurred_at_us, zone), "ink_soft")
    if column == "lines":
        return Cell(i18n.number(row.lines_count))
    return Cell(money(row.sum_minor, symbol=False), bold=True)


def _draft_cell(draft: StockDraft, zone: tzinfo | None, column: str) -> Cell:
    if column == "number":
        return Cell("…", "warning_text", bold=True)
    if column == "title":
        return Cell(draft.who or draft.scope_name or t("stock.draft"), sub=t("stock.goes_on"))
    if column == "when":
        return Cell(stamp(draft.opened_at_us, zone), "ink_soft")
    return Cell("")


def line_cell(draft: StockDraft, line: DraftLine, column: str) -> Cell:
    unit = Unit(line.unit)
    if column == "name":
        sub = line.reason or line.note
        if line.sold_meanwhile:
            sub = t("stock.count_again")
        return Cell(line.name, sub=sub)
    if column == "qty":
        if not line.seen:
            return Cell(t("stock.not_counted"), "muted")
        return Cell(amount(line.qty, unit), bold=True)
    if column == "expected":
        return Cell("•••" if draft.blind else amount(line.expected + line.moved, unit), "ink_soft")
    if column == "difference":
        if draft.blind or not line.difference:
            return Cell("•••" if draft.blind else "0", "muted")
        tone: Tone = "pay_text" if line.difference > 0 else "danger_text"
        return Cell(signed(line.difference, unit), tone, bold=True)
    if column == "cost":
        return Cell(money(line.cost_minor, symbol=False) if line.cost_minor else "—")
    if column == "price":
        changed = line.price_minor not in (0, line.old_price_minor)
        shown = line.price_minor or line.old_price_minor
        return Cell(money(shown, symbol=False), "accent_text" if changed else "ink", bold=changed)
    if not line.cost_minor:
        return Cell("—", "muted")
    return Cell(money(line.cost_sum_minor, symbol=False), bold=True)
