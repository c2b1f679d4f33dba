"""Finding the receipt that goods come back on: its QR code, its number, day and sum, the card.

Everything is read from this register's own journal, so it works with no network. Where the fiscal
answer has not come yet, the day and sum of the QR code find the sale.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.exchange_code import sale_id_of
from pos_desktop.domain.money import parse_amount_minor
from pos_desktop.domain.refund import RETURNABLE
from pos_desktop.operations.refund import PaperReceipt
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import RefundBook, SaleDetail, TimeSpan

_DAY_US = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CARD_DAYS = 60
"""How far back a slip is looked for: cards have no index, the sales are read one by one."""


class How(StrEnum):
    QR = "qr"
    NUMBER = "number"
    SUM = "sum"
    CARD = "card"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """What the QR code of a fiscal receipt says (order of the Federal Tax Service)."""

    made_at: datetime
    total_minor: int
    fn: str
    fd: str
    fp: str

    @property
    def paper(self) -> PaperReceipt:
        return PaperReceipt(self.fn, self.fd, self.fp, self.made_at.date())


@dataclass(frozen=True, slots=True)
class Found:
    """receipts: newest first. signed: the fiscal sign of the code is that of the receipt."""

    receipts: tuple[SaleDetail, ...]
    signed: bool = False


def find_receipts(place: Workplace, book: RefundBook, how: How, text: str) -> Found:
    """What may be meant; RefusalError("refund.receipt_unknown" | "refund.bad_code" |
    "refund.bad_number" | "refund.bad_sum" | "refund.bad_card")."""
    if how is How.QR:
        gift = sale_id_of(text.strip())
        found = _by_id(book, gift) if gift else _by_code(place, book, receipt_code(text))
    elif how is How.NUMBER:
        found = _by_number(book, text)
    elif how is How.SUM:
        day, total_minor = day_and_sum(text, place.clock.today())
        found = Found(_sold(book.by_sum(_day_span(place, day, day), total_minor)))
    elif how is How.CARD:
        found = Found(_sold(book.by_reference(_last_days(place, CARD_DAYS), _card(text))))
    else:
        found = Found(_sold(book.by_customer(text)))
    if not found.receipts:
        raise RefusalError("refund.receipt_unknown")
    return found


def receipt_code(text: str) -> ReceiptCode:
    """Read "t=20261124T1204&s=1381.90&fn=...&i=...&fp=...&n=1"."""
    fields = dict(part.partition("=")[::2] for part in text.strip().split("&"))
    try:
        made_at = datetime.strptime(fields["t"][:13], "%Y%m%dT%H%M")
        return ReceiptCode(
            made_at, parse_amount_minor(fields["s"]), fields["fn"], fields["i"], fields["fp"]
        )
    except (KeyError, ValueError, RefusalError) as error:
        raise RefusalError("refund.bad_code", value=text[:40]) from error


def day_and_sum(text: str, today: date) -> tuple[date, int]:
    """Read "24.11.2026 1381,90", "24.11 1381.90" or "1381,90" of today."""
    words = text.split()
    if not words:
        raise RefusalError("refund.bad_sum", value=text)
    day = today
    if len(words) > 1 and words[0].count(".") in (1, 2):
        day = day_of(words[0], today)
        words = words[1:]
    try:
        return day, parse_amount_minor("".join(words))
    except RefusalError as error:
        raise RefusalError("refund.bad_sum", value=text) from error


def day_of(text: str, today: date) -> date:
    """Read "24.11.2026", or "24.11", which is the last such day that was."""
    parts = text.strip(".").split(".")
    try:
        numbers = [int(part) for part in parts]
        year = today.year
        if len(numbers) == 3:
            year = numbers[2] if numbers[2] > 99 else 2000 + numbers[2]
        day = date(year, numbers[1], numbers[0])
        return day.replace(year=year - 1) if len(numbers) == 2 and day > today else day
    except (ValueError, IndexError) as error:
        raise RefusalError("refund.bad_sum", value=text) from error


def _by_code(place: Workplace, book: RefundBook, code: ReceiptCode) -> Found:
    known = book.by_document(code.fn, int(code.fd)) if code.fd.isdecimal() else None
    if known is not None and known.fiscal is not None:
        same = known.fiscal.fp.lstrip("0") == code.fp.lstrip("0")
        return Found((known,), signed=True) if same else Found(())
    # Registered, but the answer is still on its way: minutes and kopecks are the same.
    day = code.made_at.date()
    span = _day_span(place, day - timedelta(days=1), day)
    waiting = [d for d in book.by_sum(span, code.total_minor) if d.fiscal is None]
    return Found(_sold(waiting))


def _by_id(book: RefundBook, sale_id: str) -> Found:
    """By the code of a gift receipt, which says nothing of prices."""
    known = book.by_id(sale_id)
    return Found((known,) if known is not None else ())


def _by_number(book: RefundBook, text: str) -> Found:
    digits = "".join(text.split())
    if not digits.isdecimal() or len(digits) > 12:
        raise RefusalError("refund.bad_number", value=text)
    known = book.by_number(int(digits))
    return Found((known,) if known is not None else ())


def _card(text: str) -> str:
    digits = text.strip()
    if len(digits) < 4:
        raise RefusalError("refund.bad_card", value=text)
    return digits


def _sold(found: Iterable[SaleDetail]) -> tuple[SaleDetail, ...]:
    return tuple(detail for detail in found if detail.fact.operation in RETURNABLE)


def _day_span(place: Workplace, first: date, last: date) -> TimeSpan:
    return TimeSpan(_start_us(place, first), _start_us(place, last + timedelta(days=1)))


def _start_us(place: Workplace, day: date) -> int:
    start = datetime(day.year, day.month, day.day, tzinfo=place.zone).astimezone(UTC)
    return round((start - _EPOCH) / timedelta(microseconds=1))


def _last_days(place: Workplace, days: int) -> TimeSpan:
    until_us = place.clock.now_us() + _DAY_US
    return TimeSpan(max(0, until_us - (days + 1) * _DAY_US), until_us)
