"""Whatever takes money outside the register: a card terminal, a bank's QR payments.

A request is stored in the journal before it is submitted, under an id made here, and that id is all
that is needed later: after a power cut it is asked about, never sent again. Every method returns at
once; what comes of it is posted as TerminalProgress and, once for each request or question,
TerminalFinished.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from pos_desktop.ports.devices import Device


class TerminalAct(StrEnum):
    """REVERSE takes back a payment of the same business day as if it had not been; REFUND gives
    money back for one of any day."""

    PAY = "pay"
    REFUND = "refund"
    REVERSE = "reverse"
    RECONCILE = "reconcile"


class TerminalOutcome(StrEnum):
    """CANCELLED: by the customer or by cancel(), certainly without money moved. UNKNOWN: nobody can
    say; the request is asked about with query(), a person decides where even that tells nothing."""

    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TerminalRequest:
    """op_id: ours, unique for ever; the tender's id where a tender is paid. amount_minor: above
    zero, 0 for RECONCILE. currency: ISO 4217. reference: what the answer to the original payment
    named, for REFUND and REVERSE; "" where that is not known. original_minor: what that payment
    was, 0 = not known. peer: whom the journal says is asked, "" = not noted; another one carries
    nothing out, and cannot tell."""

    op_id: str
    act: TerminalAct
    amount_minor: int
    currency: str
    reference: str = ""
    original_minor: int = 0
    peer: str = ""


@dataclass(frozen=True, slots=True)
class TerminalAnswer:
    """reference: by which the bank finds it again (RRN, the slip's number, a QR's id), at most 40
    characters. card: masked, "" where there is none. slip: lines for the customer's paper,
    merchant_slip: for the shop's, () = no second one. reason: stable code of what is not APPROVED
    ("terminal.declined"), values for its text; the terminal's own words are in values["text"]."""

    outcome: TerminalOutcome
    reference: str = ""
    card: str = ""
    slip: tuple[str, ...] = ()
    merchant_slip: tuple[str, ...] = ()
    reason: str = ""
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TerminalProgress:
    """What is going on with a request. code: of a text ("terminal.insert_card"), values for it.
    show: something the customer is to see, such as what a QR code holds, "" = nothing new.
    can_cancel: whether cancel() now ends it for certain; else it may end UNKNOWN."""

    device: str
    op_id: str
    code: str
    values: dict[str, object] = field(default_factory=dict)
    show: str = ""
    can_cancel: bool = False


@dataclass(frozen=True, slots=True)
class TerminalFinished:
    """The answer to a request or to the question about it."""

    device: str
    op_id: str
    answer: TerminalAnswer


class PaymentTerminal(Device, Protocol):
    """One request at a time; a second one meanwhile is DECLINED with "terminal.occupied". An op_id
    that is on its way or was answered is never carried out again: its answer is posted once more.
    No method raises for what the device does."""

    @property
    def name(self) -> str:
        """As it stands in tenders, events and states ("terminal", "sbp")."""
        ...

    @property
    def peer(self) -> str:
        """Which bank or terminal is asked under that name, never a secret: the bank and its number
        of this shop; the terminal's own number, or the endpoint and profile where it has told none.
        Another one knows nothing of a request, so its answer to a question about it would be
        wrong."""
        ...

    def answers_for(self, peer: str) -> bool:
        """Whether what was asked of that peer was asked of this very one, which may have told its
        number since. In doubt not."""
        ...

    def submit(self, request: TerminalRequest) -> None:
        """Carry it out. Its intent is in the journal by now."""
        ...

    def query(self, request: TerminalRequest) -> None:
        """Find out what became of it, perhaps by a program that ended meanwhile. Moves no money.
        UNKNOWN where that cannot be told."""
        ...

    def cancel(self, op_id: str) -> None:
        """Give it up as far as that is possible; the outcome is posted as ever, and may be
        APPROVED."""
        ...

    def reconcile(self, op_id: str) -> None:
        """Compare the totals of the day with the bank; its slip is in the answer."""
        ...
