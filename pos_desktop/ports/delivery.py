"""Electronic copies of receipts: the queue they wait in and the channels they leave by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pos_desktop.domain.delivery import Delivery, DeliveryChannel, DeliveryState


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A copy to queue, with the facts it belongs to or by itself; address "" = not known yet."""

    delivery_id: str
    sale_id: str
    channel: DeliveryChannel
    address: str


class DeliveryQueue(Protocol):
    """Every method may raise StorageError."""

    def add(self, delivery: NewDelivery) -> None: ...
    def next_due(self, now_us: int) -> Delivery | None:
        """The oldest QUEUED one whose next_try_us has passed."""
        ...

    def waiting(self) -> list[Delivery]:
        """Those whose address is not known yet, oldest first."""
        ...

    def get(self, delivery_id: str) -> Delivery | None: ...
    def of_sale(self, sale_id: str) -> list[Delivery]: ...
    def move(
        self,
        delivery_id: str,
        new: DeliveryState,
        *,
        reason: str = "",
        next_try_us: int = 0,
        address: str = "",
    ) -> None:
        """Store a state before the act it announces; ValueError for a move outside the table."""
        ...

    def put_off(self, delivery_id: str, next_try_us: int) -> None:
        """A QUEUED one is not to be tried before that time; it counts as no attempt."""
        ...

    def settle_at_start(self) -> int:
        """SENDING ones of a process that died become UNKNOWN; how many."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent. delivery_id: its own id. subject and text: plain text; pdf: the receipt."""

    delivery_id: str
    address: str
    subject: str
    text: str
    pdf_name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    pass


@dataclass(frozen=True, slots=True)
class NotSent:
    """Certainly not sent. final: trying again changes nothing (no such address). reason: a stable
    code, with what the other side said after ": "."""

    reason: str
    final: bool = False
    retry_after_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class MaybeSent:
    """The connection broke after the content had left."""

    reason: str


SendResult = Sent | NotSent | MaybeSent


@dataclass(frozen=True, slots=True)
class Found:
    """A customer has followed the code: start_code as it was shown, chat as the messenger names
    it."""

    start_code: str
    address: str


class LetterChannel(Protocol):
    """One way out. Methods block up to their deadline and never raise for what the network or the
    other side does. repeats_are_one: a letter sent twice under its id is seen once."""

    @property
    def repeats_are_one(self) -> bool: ...
    def send(self, letter: Letter) -> SendResult: ...
    def look(self) -> list[Found]:
        """Who has shown where to send a waiting copy; empty where the channel has no such thing."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class DeliveryChanged:
    """Posted to the window."""

    delivery_id: str
    sale_id: str
    state: DeliveryState
    reason: str = ""
