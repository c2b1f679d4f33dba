"""Which device gives the money of a refund back, and what it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from pos_desktop.domain.facts import RefundBegun, SaleCompleted
from pos_desktop.domain.tender import BY_TERMINAL, TenderKind
from pos_desktop.operations.terminal_requests import device_of
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import PaymentTerminal, TerminalAct, TerminalRequest


def device_for(place: Workplace, receipts: Sequence[SaleCompleted]) -> PaymentTerminal | None:
    """The device that can do it in one go: all of it is of one kind and of one payment. A refund to
    two cards is done by a person, who says how it went."""
    parts = _parts(receipts)
    if len(parts) != 1:
        return None
    [(kind, reference)] = parts
    terminal = place.terminals.get(TenderKind(kind))
    if terminal is None or kind != TenderKind.QR:
        return terminal
    # A card takes money from any terminal; what came through a bank's app goes back through it.
    return terminal if _taken_by(place, receipts, reference) == terminal.name else None


def _taken_by(place: Workplace, receipts: Sequence[SaleCompleted], reference: str) -> str:
    """The device that took the QR payment of this reference, "" = a person said that it came."""
    for receipt in receipts:
        detail = place.ledger.sale(receipt.original_sale_id) if receipt.original_sale_id else None
        for tender in detail.fact.tenders if detail is not None else ():
            if tender.kind == TenderKind.QR and tender.reference == reference:
                return tender.by
    return ""


def device_behind(place: Workplace, begun: RefundBegun) -> PaymentTerminal | None:
    """The device that was asked; None where it was a person, or the settings name another one."""
    return next(
        (
            found
            for kind, _reference in _parts(begun.receipts)
            if (found := device_of(place, TenderKind(kind), begun.by, begun.peer)) is not None
        ),
        None,
    )


def request_of(begun: RefundBegun) -> TerminalRequest:
    """To give money back, or to take it where the goods of an exchange are dearer."""
    references = {reference for _kind, reference in _parts(begun.receipts)}
    gives = begun.card_minor > 0
    return TerminalRequest(
        op_id=begun.refund_id,
        act=TerminalAct.REFUND if gives else TerminalAct.PAY,
        amount_minor=abs(begun.card_minor),
        currency=begun.currency,
        reference=references.pop() if gives and len(references) == 1 else "",
    )


def _parts(receipts: Sequence[SaleCompleted]) -> set[tuple[str, str]]:
    """(kind, reference of the payment) of the money that goes over terminals. What goes back for
    one receipt tells the payment; what an exchange takes names none."""
    cashless = [
        (receipt.operation, tender)
        for receipt in receipts
        for tender in receipt.tenders
        if tender.kind in BY_TERMINAL
    ]
    back = {(one.kind, one.reference) for operation, one in cashless if operation != "sell"}
    return back or {(one.kind, "") for _operation, one in cashless}
