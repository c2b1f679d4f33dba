"""What a bank that makes QR codes can do, and its answers.

Answers never raise for what the network or the bank does. Silence is told apart from a refusal: a
request that may have arrived is asked about, a refused one moved no money.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pos_desktop.domain.facts import QrRefundAsked, QrRegistered


def order_id(op_id: str) -> str:
    """The name under which a bank knows a request: made of its id alone, so that it is the same
    after a power cut. 24 letters and digits 2-7 (both banks take 36 of A-Z 0-9), in which no run of
    digits can look like a card number."""
    digest = hashlib.sha256(b"pos_desktop sbp " + op_id.encode()).digest()
    return base64.b32encode(digest[:15]).decode("ascii")


@dataclass(frozen=True, slots=True)
class Order:
    """What a code is to be made for. text: what the customer's bank shows, at most 140 letters."""

    order_id: str
    amount_minor: int
    currency: str
    made_at_us: int
    expires_at_us: int
    text: str


class PayState(StrEnum):
    """WAITING: it may still be paid. RETURNED: it was paid and the bank gave the money back."""

    WAITING = "waiting"
    PAID = "paid"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class RefundState(StrEnum):
    """NOT_ASKED: the bank knows no such request, it may be sent under the same id. UNCLEAR: what
    the bank says fits this refund as well as none."""

    DONE = "done"
    UNDER_WAY = "under_way"
    DECLINED = "declined"
    NOT_ASKED = "not_asked"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Made:
    """A code exists. payload: what it holds."""

    bank_id: str
    payload: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the bank says of a payment; amount_minor: that was paid, 0 = not told."""

    state: PayState
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Basis:
    """The payment that a refund is of, as the bank knows it now."""

    bank_id: str
    before: str


@dataclass(frozen=True, slots=True)
class RefundTold:
    state: RefundState
    said: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The bank said no: nothing was made and no money moved. reason: stable code; said: the bank's
    own words. needs_person: every request will be refused until somebody mends the settings."""

    reason: str
    said: str = ""
    needs_person: bool = False


@dataclass(frozen=True, slots=True)
class Silent:
    """No answer that could be read. certainly_not_sent: not a byte of the request has left."""

    reason: str
    certainly_not_sent: bool = False
    needs_person: bool = False


class QrBank(Protocol):
    """One bank's API; blocks up to its deadline."""

    @property
    def name(self) -> str:
        """As in BANKS, in facts and settings."""
        ...

    @property
    def currency(self) -> str:
        """ISO 4217: what its codes are paid in."""
        ...

    @property
    def least_minor(self) -> int:
        """The smallest sum it takes."""
        ...

    def check(self) -> Refused | Silent | None:
        """Whether it knows this shop and its key, by a question that makes nothing and moves
        nothing; None = it does."""
        ...

    def register(self, order: Order) -> Made | Told | Refused | Silent:
        """Make a code. Asked again for the same order it makes another one or finds the first: the
        caller shows none it has not stored, so that one nobody has seen does no harm."""
        ...

    def unseen(self, order: Order) -> Told | Refused | Silent:
        """What became of an order whose code nobody was shown, because the program ended before it
        was stored: PAID where somebody has paid it all the same, CANCELLED where nobody has and it
        is known here at most by codes that nobody has seen."""
        ...

    def state(self, code: QrRegistered, *, over: bool) -> Told | Refused | Silent:
        """Whether it is paid. over: it can no longer be, by our clock or because it was
        cancelled: then the last word is wanted, by whatever further question."""
        ...

    def cancel(self, code: QrRegistered) -> Told | Refused | Silent:
        """Nobody is to pay it any more; PAID where somebody was quicker, WAITING where the bank
        cannot do that."""
        ...

    def basis(self, order_id: str) -> Basis | Refused | Silent:
        """The payment of an earlier order, before money of it is given back. Moves nothing."""
        ...

    def refund(self, ask: QrRefundAsked) -> RefundTold | Refused | Silent:
        """Give money back, under order_id(ask.op_id) where the bank takes ids for it."""
        ...

    def refund_state(self, ask: QrRefundAsked) -> RefundTold | Refused | Silent: ...
    def close(self) -> None:
        """Drop the connection, which ends a request that waits on it; the next opens another."""
        ...
