"""Which device gives the money of a refund back, and what it is asked. A payment of a bank or
terminal that is not set up now is asked of nobody: a person gives it back there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from pos_desktop.domain.facts import Fact, PaidTender, RefundBegun, RefundPart
from pos_desktop.domain.refund import part_of, parts_outside
from pos_desktop.domain.tender import BY_TERMINAL, TenderKind
from pos_desktop.operations.terminal_requests import device_of
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import (
    Commit,
    Health,
    PaymentTerminal,
    ReturnedBefore,
    TerminalAct,
    TerminalRequest,
)

_AWAY = frozenset({Health.DISABLED, Health.OFFLINE, Health.MISCONFIGURED})


class Over(StrEnum):
    """AS_PAID: what took the money gives it back. HERE: the card terminal that is set up now gives
    it to the card, though another one took it. PERSON: a person sees to it, without a device."""

    AS_PAID = ""
    HERE = "here"
    PERSON = "person"


def device_for(
    place: Workplace, part: RefundPart, over: Over = Over.AS_PAID
) -> PaymentTerminal | None:
    """The device that moves this money; None: a person does. A card that no device of the register
    took, or that nobody paid with, is given its money by the terminal of today; a bank finds no
    payment of which only a person has told."""
    kind = TenderKind(part.kind)
    if over is Over.PERSON:
        return None
    if kind is TenderKind.CARD and (over is Over.HERE or not part.by):
        return place.terminals.get(kind)
    if kind is TenderKind.QR and not part.reference:
        return None
    return device_of(place, kind, part.by, part.peer)


def is_outside(place: Workplace, part: RefundPart, over: Over = Over.AS_PAID) -> bool:
    """Whether a person gives money back past the register that only its bank or the terminal that
    took it could give. A card whose terminal the register never knew is everyday work."""
    if part.amount_minor <= 0 or device_for(place, part, over) is not None:
        return False
    return bool(part.by) or part.kind == TenderKind.QR


def payments_outside(place: Workplace, tenders: Iterable[PaidTender]) -> tuple[RefundPart, ...]:
    """Payments of a receipt, without a sum, that no device set up here can give back."""
    found = dict.fromkeys(part_of(tender) for tender in tenders if tender.kind in BY_TERMINAL)
    return tuple(part for part in found if is_outside(place, replace(part, amount_minor=1)))


def other_over(place: Workplace, tenders: Iterable[PaidTender]) -> Over:
    """How a receipt of one payment may be given back, too; AS_PAID = in no other way. Whether the
    terminal of today is the one that took a card, in another socket or with another address, a
    person sees; and a person can do what a device cannot that is out of reach."""
    paid = {part_of(tender) for tender in tenders if tender.kind in BY_TERMINAL}
    if len(paid) != 1:
        return Over.AS_PAID
    [part] = paid
    device = device_for(place, part)
    if device is None:
        is_here = part.kind == TenderKind.CARD and TenderKind.CARD in place.terminals
        return Over.HERE if is_here else Over.AS_PAID
    return Over.PERSON if not part.by or device.state.health in _AWAY else Over.AS_PAID


def device_behind(place: Workplace, begun: RefundBegun) -> PaymentTerminal | None:
    """The device that was asked; None where it was a person, or the settings name another one."""
    return device_of(place, TenderKind(part_now(begun).kind), begun.by, begun.peer)


def part_now(begun: RefundBegun) -> RefundPart:
    """What is asked about now; of a refund that did not note its parts, all of it."""
    if begun.parts:
        return begun.parts[0]
    first = parts_outside(begun.receipts)[0]
    return replace(first, amount_minor=begun.card_minor)


def request_of(begun: RefundBegun) -> TerminalRequest:
    """To give money back, or to take it where the goods of an exchange are dearer."""
    part = part_now(begun)
    gives = part.amount_minor > 0
    return TerminalRequest(
        op_id=begun.request_id,
        act=TerminalAct.REFUND if gives else TerminalAct.PAY,
        amount_minor=abs(part.amount_minor),
        currency=begun.currency,
        reference=part.reference if gives else "",
        peer=begun.peer,
    )


def ask_for(
    place: Workplace,
    begun: RefundBegun,
    over: Over = Over.AS_PAID,
    *,
    earlier: Sequence[Fact] = (),
    before: tuple[ReturnedBefore, ...] = (),
) -> RefundBegun:
    """Store what is to move now, with what was heard earlier, then ask its device, if there is
    one."""
    terminal = device_for(place, part_now(begun), over)
    asked = replace(
        begun,
        by=terminal.name if terminal else "",
        peer=terminal.peer if terminal else "",
    )
    place.journal.commit(Commit((*earlier, asked), returned_before=before))
    if terminal is not None:
        terminal.submit(request_of(asked))
    return asked
