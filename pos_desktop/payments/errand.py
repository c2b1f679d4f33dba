"""One request on its way through the bank: what payments and refunds have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.facts import QrRefundAsked, QrRegistered
from pos_desktop.payments.bank import QrBank, Refused, Silent
from pos_desktop.ports import (
    Clock,
    Commit,
    Health,
    Journal,
    QrBook,
    TerminalAnswer,
    TerminalOutcome,
    TerminalRequest,
)

FIRST_PAUSE_SECONDS = 2.0
SLOWEST_PAUSE_SECONDS = 10.0


class Tell(Protocol):
    """Tells the register what is going on; see ports.TerminalProgress."""

    def __call__(
        self, op_id: str, code: str, values: dict[str, object], show: str, can_cancel: bool
    ) -> None: ...


@dataclass(slots=True)
class Bank:
    """How the bank has answered lately. failures: silences in a row."""

    health: Health = Health.CONNECTING
    reason: str = ""
    failures: int = 0

    def heard(self, answer: object) -> None:
        if isinstance(answer, Silent):
            self.failures += 1
            self.health = Health.MISCONFIGURED if answer.needs_person else Health.OFFLINE
            self.reason = answer.reason
            return
        self.failures = 0
        wrong = isinstance(answer, Refused) and answer.needs_person
        self.health = Health.MISCONFIGURED if wrong else Health.ONLINE
        self.reason = answer.reason if isinstance(answer, Refused) and wrong else ""

    def pause_seconds(self) -> float:
        """Two seconds while it answers, doubling to ten while it does not."""
        return min(FIRST_PAUSE_SECONDS * 2.0**self.failures, SLOWEST_PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class Wire:
    """What an errand works with. text: what the customer's bank shows."""

    bank: QrBank
    journal: Journal
    book: QrBook
    clock: Clock
    tell: Tell
    text: str

    def store(self, fact: QrRegistered | QrRefundAsked) -> bool:
        """Whether it is on disk now."""
        try:
            self.journal.commit(Commit((fact,)))
        except PosError:
            return False
        return True


Step = TerminalAnswer | float
"""The answer, or how many seconds there is nothing to do."""


class Errand(Protocol):
    request: TerminalRequest
    bank: Bank

    def step(self) -> Step: ...
    def ask_now(self) -> None:
        """A person wants to know: ask the bank at once."""
        ...

    def cancel(self) -> None: ...


def answered(
    outcome: TerminalOutcome, reason: str = "", said: str = "", reference: str = ""
) -> TerminalAnswer:
    """said: the bank's own words."""
    return TerminalAnswer(outcome, reference=reference, reason=reason, values={"text": said})
