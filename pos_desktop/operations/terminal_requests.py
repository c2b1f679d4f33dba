"""What the device behind a tender is asked. Whoever asks has stored it first."""

from __future__ import annotations

from pos_desktop.domain.tender import Tender, TenderKind
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import PaymentTerminal, TerminalAct, TerminalRequest


def device_of(place: Workplace, kind: TenderKind, name: str, peer: str) -> PaymentTerminal | None:
    """The device of that name which takes money of this kind; None where it is not set up here
    (any more), or the settings name another bank or terminal by now: that one would answer about a
    request it never got."""
    terminal = place.terminals.get(kind)
    is_it = terminal is not None and name == terminal.name and terminal.answers_for(peer)
    return terminal if is_it and name else None


def device_behind(place: Workplace, tender: Tender) -> PaymentTerminal | None:
    """The device that moves, or moved, the money of this tender."""
    return device_of(place, tender.kind, tender.by, tender.peer)


def request_of(place: Workplace, tender: Tender) -> TerminalRequest:
    """To take the money of a tender, or to give it back where that was asked for."""
    return TerminalRequest(
        op_id=tender.op_id,
        act=TerminalAct.REVERSE if tender.returning else TerminalAct.PAY,
        amount_minor=tender.amount_minor,
        currency=place.country.currency,
        reference=tender.reference if tender.returning else "",
        original_minor=tender.amount_minor if tender.returning else 0,
        peer=tender.peer,
    )
