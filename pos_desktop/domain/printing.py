"""Print jobs: rendered bytes with a state, so that no receipt is printed twice or lost silently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PrintState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    DONE = "done"
    HELD = "held"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"


MOVES: dict[PrintState, frozenset[PrintState]] = {
    PrintState.QUEUED: frozenset({PrintState.SENDING, PrintState.HELD, PrintState.CANCELLED}),
    # HELD and QUEUED only before the first byte has left; afterwards the outcome is DONE or
    # UNKNOWN.
    PrintState.SENDING: frozenset(
        {PrintState.DONE, PrintState.UNKNOWN, PrintState.QUEUED, PrintState.HELD, PrintState.FAILED}
    ),
    PrintState.HELD: frozenset({PrintState.QUEUED, PrintState.SENDING, PrintState.CANCELLED}),
    # Only a person leaves UNKNOWN: "it is printed" or "print again".
    PrintState.UNKNOWN: frozenset({PrintState.DONE, PrintState.QUEUED, PrintState.CANCELLED}),
    PrintState.FAILED: frozenset({PrintState.QUEUED, PrintState.CANCELLED}),
    PrintState.DONE: frozenset(),
    PrintState.CANCELLED: frozenset(),
}


class ForbiddenMoveError(ValueError):
    """A move the table does not allow."""


def check_move(old: PrintState, new: PrintState) -> None:
    """Raise ForbiddenMoveError for a move the table does not allow."""
    if new not in MOVES[old]:
        raise ForbiddenMoveError(f"a print job cannot go from {old} to {new}")


RECEIPT_PRINTER = "printer"
SECOND_PRINTER = "second_printer"
"""Whose job it is. A job keeps the printer and the paper it was rendered for."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """payload: the bytes for the printer, rendered once. not_before_us: held back until then for
    the fiscal answer (UTC microseconds), 0 = print at once. kind: "receipt" | "copy" | "gift" |
    "z_report" | "kitchen" | "test" ... device: whose job it is. paper: what the bytes were made
    for, as the encoder says it, "" = not known. source: what a job without a sale can be made of
    anew ("shift:148"), "" = nothing.
    """

    job_id: int
    sale_id: str
    kind: str
    payload: bytes
    state: PrintState
    not_before_us: int
    attempts: int
    reason: str
    sale_number: int = 0
    opens_drawer: bool = False
    device: str = RECEIPT_PRINTER
    paper: str = ""
    source: str = ""

    @property
    def unsent(self) -> bool:
        """Certainly no byte of it has left."""
        return self.state in (PrintState.QUEUED, PrintState.HELD)
