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


def check_move(old: PrintState, new: PrintState) -> None:
    """Raise ValueError for a move the table does not allow: that is a bug, not an event."""
    if new not in MOVES[old]:
        raise ValueError(f"a print job cannot go from {old} to {new}")


@dataclass(frozen=True, slots=True)
class PrintJob:
    """payload: the bytes for the printer, rendered once. not_before_us: held back until then for
    the fiscal
    answer (UTC microseconds), 0 = print at once. kind: "receipt" | "copy" | "test".
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
