"""A payment code on paper, for a customer who cannot see the register's screens."""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.i18n import money, translate
from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Qr, Rule


@dataclass(frozen=True, slots=True)
class QrSlip:
    """payload: what the code holds. until: time of the day as text, "" = the code has no end."""

    lang: str
    shop: str
    payload: str
    amount_minor: int
    currency: str
    until: str = ""


def qr_slip(slip: QrSlip) -> Document:
    """It is no receipt, and says so."""
    rows: list[Element] = [
        Line(slip.shop, align="center", bold=True),
        Line(_text(slip, "qr_title"), align="center"),
        Rule(),
        Feed(1),
        Qr(slip.payload, module_dots=6),
        Feed(1),
        Line(money(slip.amount_minor, slip.currency, slip.lang), align="center", bold=True,
             scale=2),
    ]  # fmt: skip
    if slip.until:
        rows.append(Line(_text(slip, "qr_until", time=slip.until), align="center"))
    rows += [Line(_text(slip, "qr_not_a_receipt"), align="center"), Feed(1), Cut()]
    return Document(tuple(rows), slip.lang)


def _text(slip: QrSlip, key: str, **values: object) -> str:
    return translate(slip.lang, f"receipt.{key}", **values)
