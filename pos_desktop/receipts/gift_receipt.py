"""The receipt that goes with a present: what it is and where it can be exchanged, no price."""

from __future__ import annotations

from datetime import datetime

from pos_desktop.domain.exchange_code import exchange_code
from pos_desktop.domain.facts import SoldLine
from pos_desktop.domain.quantity import Unit
from pos_desktop.i18n import date, quantity, translate
from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Logo, Pair, Qr, Rule
from pos_desktop.receipts.sale_receipt import SaleReceipt


def gift_receipt(what: SaleReceipt) -> Document:
    """A pure function of the facts; the code finds the sale for an exchange."""
    lang, fact = what.style.lang, what.fact
    local = datetime.fromtimestamp(what.occurred_at_us / 1_000_000, what.zone)
    elements: list[Element] = []
    if what.style.logo_png:
        elements.append(Logo(what.style.logo_png))
    elements.append(Line(what.seller.name.upper(), align="center", bold=True))
    places = (what.seller.address, what.seller.place, *what.style.header)
    elements += [Line(text, align="center") for text in places if text]
    elements += [
        Rule(),
        Line(translate(lang, "receipt.gift"), align="center", bold=True, scale=2),
        Pair(translate(lang, "receipt.gift_number", receipt=fact.number), date(local.date(), lang)),
        Rule(),
    ]
    for line in fact.lines:
        elements.append(Pair(f"{line.n}. {line.name}", _amount(line, lang)))
    elements += [
        Rule(),
        Line(translate(lang, "receipt.gift_detail"), align="center"),
        Feed(1),
        Qr(exchange_code(fact.sale_id)),
    ]
    elements += [Line(text, align="center") for text in what.style.footer]
    elements += [Feed(1), Cut()]
    return Document(tuple(elements), lang)


def _amount(line: SoldLine, lang: str) -> str:
    if line.unit == Unit.KILOGRAM:
        return f"{quantity(line.qty, 3, lang)} {translate(lang, 'receipt.unit_kg')}"
    return f"x {quantity(line.qty, lang=lang)}"
