"""Electronic copies of receipts on their way to a customer: each with a state of its own, so that
none is lost silently and none is sent again by itself where it may have arrived."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pos_desktop.domain.errors import RefusalError

MAX_EMAIL_LENGTH = 64
"""FFD tag 1008."""

_EMAIL = re.compile(r"[^@\s<>,;\"\\]+@[^@\s<>,;\"\\.]+(\.[^@\s<>,;\"\\.]+)+")


class DeliveryChannel(StrEnum):
    EMAIL = "email"
    TELEGRAM = "telegram"


class DeliveryState(StrEnum):
    """WAITING: the customer has not yet shown where to send it (a Telegram chat)."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"


MOVES: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.WAITING: frozenset({DeliveryState.QUEUED, DeliveryState.FAILED}),
    DeliveryState.QUEUED: frozenset({DeliveryState.SENDING, DeliveryState.FAILED}),
    DeliveryState.SENDING: frozenset(
        {
            DeliveryState.SENT,
            DeliveryState.UNKNOWN,
            DeliveryState.FAILED,
            # Only where nothing can have arrived: no connection, no login, not accepted yet.
            DeliveryState.QUEUED,
        }
    ),
    # A letter has an id of its own and goes again under it; a message has none, a person decides.
    DeliveryState.UNKNOWN: frozenset({DeliveryState.QUEUED, DeliveryState.SENT}),
    DeliveryState.FAILED: frozenset({DeliveryState.QUEUED}),
    DeliveryState.SENT: frozenset(),
}


def check_move(old: DeliveryState, new: DeliveryState) -> None:
    """Raise ValueError for a move the table does not allow: that is a bug, not an event."""
    if new not in MOVES[old]:
        raise ValueError(f"a delivery cannot go from {old} to {new}")


@dataclass(frozen=True, slots=True)
class Delivery:
    """delivery_id: UUIDv7, made before anything is sent; the letter's Message-ID follows from it.

    address: e-mail, or id of the Telegram chat ("" while WAITING). made_at_us, next_try_us: UTC
    microseconds.
    """

    delivery_id: str
    sale_id: str
    channel: DeliveryChannel
    address: str
    state: DeliveryState
    made_at_us: int
    next_try_us: int = 0
    attempts: int = 0
    reason: str = ""


def read_email(text: str) -> str:
    """The address as it is kept; RefusalError("contact.not_email", value=)."""
    plain = text.strip()
    if len(plain) > MAX_EMAIL_LENGTH or not plain.isascii() or not _EMAIL.fullmatch(plain):
        raise RefusalError("contact.not_email", value=text)
    return plain


def start_code(delivery_id: str) -> str:
    """What a customer's Telegram says when the code on the screen is followed (deep link "start"
    parameter: A-Z a-z 0-9 _ -, at most 64)."""
    return delivery_id.replace("-", "")


def masked(address: str) -> str:
    """An address as the journal may tell it: "i***@mail.ru"."""
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}" if at else f"***{address[-3:]}"
