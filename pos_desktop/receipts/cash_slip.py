"""The slip of a pay-in, a pay-out or a safe drop, with lines to sign on."""

from __future__ import annotations

from datetime import datetime, tzinfo

from pos_desktop.domain.facts import CashMoved
from pos_desktop.domain.fiscal import Seller
from pos_desktop.i18n import date, money, time, translate
from pos_desktop.receipts.document import Cut, Document, Element, Feed, Line, Pair, Rule
from pos_desktop.receipts.sale_receipt import ReceiptStyle


def cash_slip(
    fact: CashMoved,
    why: str,
    occurred_at_us: int,
    seller: Seller,
    style: ReceiptStyle,
    zone: tzinfo | None = None,
) -> Document:
    """why: reason and note as the cashier saw them, "" for none. Not a fiscal document."""
    lang = style.lang
    elements: list[Element] = [
        *slip_head(seller, style, occurred_at_us, zone),
        Line(translate(lang, f"cash.slip.{fact.kind}"), align="center", bold=True, scale=2),
        Line(translate(lang, "cash.not_fiscal"), align="center"),
        Rule(),
        Pair(translate(lang, "cash.slip_shift"), str(fact.shift_number)),
        Pair(translate(lang, "cash.slip_cashier"), fact.staff_name),
        Pair(
            translate(lang, "cash.slip_sum"),
            money(fact.amount_minor, fact.currency, lang, symbol=False),
            bold=True,
            scale=2,
        ),
    ]
    if why:
        elements.append(Line(f"{translate(lang, 'cash.slip_why')}: {why}"))
    elements += [
        Feed(1),
        *signature(translate(lang, "cash.slip_gave")),
        *signature(translate(lang, "cash.slip_took")),
        Feed(1),
        Cut(),
    ]
    return Document(tuple(elements), lang)


def slip_head(
    seller: Seller, style: ReceiptStyle, occurred_at_us: int, zone: tzinfo | None
) -> list[Element]:
    """Shop, register and time, as on every paper that is no receipt."""
    lang = style.lang
    local = datetime.fromtimestamp(occurred_at_us / 1_000_000, zone)
    head: list[Element] = [Line(seller.name.upper(), align="center", bold=True)]
    if seller.address:
        head.append(Line(seller.address, align="center"))
    head.append(Line(f"{translate(lang, 'receipt.inn')} {seller.inn}", align="center"))
    head.append(Pair(style.register_name, f"{date(local.date(), lang)} {time(local, lang)}"))
    head.append(Rule())
    return head


def signature(name: str) -> list[Element]:
    """A line to sign on, and who signs."""
    return [Pair(name, "_" * 16), Feed(1)]
