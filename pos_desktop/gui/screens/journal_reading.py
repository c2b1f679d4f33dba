"""What the journal screen asks the books, on the cashier's lane: rows with counts, one receipt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QImage

from pos_desktop.domain.facts import OPERATION_SIGNS, AgeConfirmed, SaleCompleted, SoldLine
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.peer_words import peer_name
from pos_desktop.gui.screens.journal_head import Filter
from pos_desktop.gui.screens.journal_words import moment
from pos_desktop.gui.session import Queues, Shop
from pos_desktop.gui.texts import money
from pos_desktop.i18n import t, weight_kg
from pos_desktop.operations.reckon_sbp import DEVICE as SBP
from pos_desktop.operations.reprint import receipt_document
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import SaleDetail, SaleRow
from pos_desktop.receipts.document import Document

FIRST_ROWS = 500
MOST_WAITING = 1_000
"""Counted up to here: 10,000 rows would keep the cashier's lane for 160 ms, these take 14."""
_SPARE_MARGIN_PX = 16
_UNREGISTERED = frozenset(FiscalState) - {FiscalState.REGISTERED, FiscalState.REJECTED}


@dataclass(frozen=True, slots=True)
class Page:
    """rows: by the filter and the text searched for, newest first, `more` if the limit cut them
    off. attention: all that need a person. waiting: documents that are not everywhere yet,
    counted up to MOST_WAITING."""

    rows: list[SaleRow]
    attention: list[SaleRow]
    waiting: int
    more: bool
    queues: Queues


def read_page(shop: Shop, chosen: Filter, text: str, limit: int) -> Page:
    """Read on the lane: a filter's rows with the counts of all three."""
    ledger = shop.place.ledger
    attention = ledger.sales(only_attention=True, limit=limit)
    waiting = _waiting(shop, "", MOST_WAITING)
    if chosen == "waiting":
        rows = _waiting(shop, text, limit)
    else:
        rows = ledger.sales(text=text, only_attention=chosen == "attention", limit=limit)
    return Page(rows, attention, len(waiting), len(rows) >= limit, shop.queues())


def _waiting(shop: Shop, text: str, limit: int) -> list[SaleRow]:
    """Sales that wait for a part that is set up here: without a cloud nothing waits for one."""
    rows = shop.place.ledger.sales(text=text, only_waiting=True, limit=limit)
    if shop.has_cloud:
        return rows
    return [row for row in rows if shop.has_operator and row.fiscal_state in _UNREGISTERED]


def read_rows(place: Workplace, sale_ids: Iterable[str]) -> list[SaleRow]:
    """Read on the lane: the present state of some sales."""
    details = (place.ledger.sale(sale_id) for sale_id in sale_ids)
    return [detail.row for detail in details if detail is not None]


@dataclass(frozen=True, slots=True)
class Paper:
    """image: the receipt as it would be printed now. reasons: a row for each price and each weight
    by hand, and for money that went back by a person's word. age: who has looked at the buyer's
    age, "" where nobody had to."""

    image: QImage
    reasons: tuple[str, ...]
    age: str = ""


def read_receipt(place: Workplace, sale_id: str) -> Paper | None:
    """Read on the lane; None for an unknown sale."""
    detail = place.ledger.sale(sale_id)
    if detail is None:
        return None
    image = _drawn(place, detail)
    changed = [line for line in detail.fact.lines if line.price_reason and line.list_price_minor]
    age = _age(place, detail.fact.age) if detail.fact.age is not None else ""
    reasons = [_reason(line) for line in changed]
    reasons += [_typed_weight(line) for line in detail.fact.lines if line.by_hand]
    reasons += [t("journal.back_by_word", who=who) for who in _by_word(detail.fact)]
    return Paper(image, tuple(reasons), age)


def _by_word(fact: SaleCompleted) -> Iterable[str]:
    """Who gave money back of which no device told: a bank or terminal that was not set up, or that
    said nothing. A card taken without a device is everyday work."""
    if OPERATION_SIGNS[fact.operation] > 0:
        return ()
    words: dict[str, None] = {}
    for tender in fact.tenders:
        by_code = tender.kind == TenderKind.QR
        if not tender.by and tender.peer:
            words[peer_name(SBP if by_code else "", tender.peer)] = None
        elif not tender.by and by_code:
            words[t("refund.tender.qr")] = None
    return words


def _age(place: Workplace, seen: AgeConfirmed) -> str:
    at = moment(seen.at_us, place.zone)
    return t("journal.age", years=seen.years, name=seen.staff_name, at=at)


def read_paper(place: Workplace, sale_id: str) -> QImage | None:
    """Read on the lane: the receipt as it would be printed now; None for an unknown sale."""
    detail = place.ledger.sale(sale_id)
    return None if detail is None else _drawn(place, detail)


def _drawn(place: Workplace, detail: SaleDetail) -> QImage:
    return image_of(receipt_document(place, detail, as_copy=False))


def image_of(document: Document) -> QImage:
    """The document as it would come out of the printer; not on the window's thread."""
    from pos_desktop.receipts.picture import draw  # Pillow and segno: not before the first preview

    picture = draw(document).convert("L")
    data = picture.tobytes()
    wide, high = picture.size
    image = QImage(data, wide, high, wide, QImage.Format.Format_Grayscale8)
    # The screen draws its own edge of paper; a copy also owns its bytes.
    return image.copy(_SPARE_MARGIN_PX, 0, wide - 2 * _SPARE_MARGIN_PX, high)


def _reason(line: SoldLine) -> str:
    return t(
        "journal.price_reason",
        name=line.name,
        old=money(line.list_price_minor, symbol=False),
        new=money(line.price_minor),
        reason=line.price_reason,
    )


def _typed_weight(line: SoldLine) -> str:
    return t("journal.weight_by_hand", n=line.n, name=line.name, weight=weight_kg(line.qty))


def read_pdf(place: Workplace, sale_id: str) -> bytes:
    """Read on the lane: the receipt as a PDF file, b"" for a sale that is not there."""
    from pos_desktop.receipts.pdf import pdf  # fpdf2: not before the first file

    detail = place.ledger.sale(sale_id)
    return b"" if detail is None else pdf(receipt_document(place, detail, as_copy=True))


def search_text(typed: str) -> str:
    """What the ledger looks for: figures lose the spaces that group them ("1 204,00")."""
    bare = "".join(typed.split())
    return bare if bare and all(c.isdigit() or c in ".,-" for c in bare) else typed.strip()
