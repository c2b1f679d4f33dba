"""When the fiscal worker may act next: pauses after failures and the polling of accepted documents.

Pure: every method is given the time, in seconds of a clock that never jumps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pos_desktop.ports import QueuedDocument

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
# Where only a person can mend it, trying often would get the account blocked.
PERSON_PAUSE_SECONDS = 600.0
# A new sale may cut a pause short, but not more often than this.
NUDGE_SECONDS = 1.0
FIRST_POLL_SECONDS = 0.2
# So many polls within the time a receipt waits for its QR code; afterwards they grow rarer.
QUICK_POLLS = 15
SLOW_AFTER_POLLS = 20
POLL_GROWTH = 1.5


@dataclass(slots=True)
class Backoff:
    """The pause of the whole channel. jitter: 0 to 1, spreads the registers of a chain of shops."""

    jitter: Callable[[], float]
    failures: int = 0
    until: float = 0.0
    _began: float = 0.0
    _may_cut: bool = True

    def failed(self, now: float, *, at_least: float = 0.0, needs_person: bool = False) -> None:
        """at_least: what the other side asked for (Retry-After). Several failures within one pause
        count once."""
        counts = now >= self.until
        pause = min(FIRST_PAUSE_SECONDS * 2.0**self.failures, LONGEST_PAUSE_SECONDS)
        if needs_person:
            pause = PERSON_PAUSE_SECONDS
        self.failures = min(self.failures + counts, 16)
        # Three quarters to five quarters of the pause, so that nobody is far off the mean.
        pause *= 0.75 + 0.5 * self.jitter()
        self._began = now
        self._may_cut = at_least <= 0.0 and not needs_person
        self.until = max(self.until, now + max(pause, at_least))

    def worked(self) -> None:
        """Anything succeeded: go on at once."""
        self.failures = 0
        self.until = 0.0

    def nudge(self, now: float) -> None:
        """There is something new: try sooner, unless the other side or a person decides when."""
        if self._may_cut:
            self.until = min(self.until, max(now, self._began + NUDGE_SECONDS))

    def left(self, now: float) -> float:
        return max(0.0, self.until - now)


@dataclass(slots=True)
class InFlight:
    """A document the operator has accepted. due: when to ask for its result."""

    document: QueuedDocument
    due: float
    polls: int = 0


@dataclass(slots=True)
class Polling:
    """Accepted documents in the order they were accepted, which is the order of the sales.

    The operator registers them in that order, so while the oldest has no result the others are not
    asked for - unless it has been silent for long, which must not keep the others without a result.
    """

    slowest_seconds: float
    flights: dict[str, InFlight] = field(default_factory=dict)

    def add(self, document: QueuedDocument, due: float) -> None:
        self.flights[document.key] = InFlight(document, due)

    def load(self, documents: Iterable[QueuedDocument], now: float) -> None:
        """What an earlier run left accepted."""
        self.flights = {document.key: InFlight(document, now) for document in documents}

    def drop(self, key: str) -> None:
        self.flights.pop(key, None)

    def pending(self, flight: InFlight, now: float) -> None:
        """No result yet: ask again a little later."""
        flight.polls += 1
        growth = POLL_GROWTH ** max(0, flight.polls - QUICK_POLLS)
        flight.due = now + min(FIRST_POLL_SECONDS * growth, self.slowest_seconds)

    def next_due(self) -> InFlight | None:
        """The one to ask for next, due or not."""
        best: InFlight | None = None
        for flight in self.flights.values():
            if best is None or flight.due < best.due:
                best = flight
            if flight.polls < SLOW_AFTER_POLLS:
                break
        return best

    def __len__(self) -> int:
        return len(self.flights)
