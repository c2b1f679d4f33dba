"""The fiscal operator or registrar, and what may come back from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pos_desktop.domain.fiscal import FiscalDocument, FiscalReceipt


class Capabilities(Protocol):
    @property
    def local_registrar(self) -> bool: ...
    @property
    def controls_shift(self) -> bool: ...
    @property
    def max_positions(self) -> int: ...
    @property
    def poll_interval_seconds(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """Taken for registration; ask for the result by reference."""

    reference: str


@dataclass(frozen=True, slots=True)
class Done:
    receipt: FiscalReceipt


@dataclass(frozen=True, slots=True)
class Duplicate:
    """This key is known there already: a success; go on by reference."""

    reference: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Final for this body; nothing was registered. fault: "document" | "config" | "marking"."""

    code: str
    text: str
    fault: str = "document"


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Certainly not registered (refused connection, 401, 429, 503): try later, the whole queue
    waits.

    needs_person: trying again changes nothing until somebody mends settings (wrong password,
    blocked).
    """

    reason: str
    retry_after_seconds: float = 0.0
    needs_person: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request may have arrived: ask again with the same key, never with another."""

    reason: str


@dataclass(frozen=True, slots=True)
class Pending:
    pass


@dataclass(frozen=True, slots=True)
class Resubmit:
    """The operator says it did not register and never will under this key: send again under a new
    version of it."""

    reason: str


SubmitResult = Accepted | Done | Duplicate | Rejected | Unavailable | Unknown
PollResult = Pending | Done | Rejected | Resubmit | Unavailable | Unknown


class FiscalOperator(Protocol):
    """One channel of fiscalisation: an operator's cloud register or a local registrar.

    Methods block up to their deadline and never raise for what the network or the operator does.
    """

    def capabilities(self) -> Capabilities: ...
    def submit(self, document: FiscalDocument, key: str) -> SubmitResult: ...
    def poll(self, reference: str) -> PollResult: ...
    def close(self) -> None: ...
