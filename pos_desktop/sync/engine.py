"""What to send next. Pure: the time, the ends of the journal and a random number are handed in.

The engine knows one thing for sure, `acknowledged`: the server said that everything up to there is
durable. Whatever else happens, it sends from there again; the server tells what it has already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_desktop.sync.answers import (
    Acknowledged,
    Answer,
    Conflict,
    Missing,
    NeedsPairing,
    NoAnswer,
    TooLarge,
    Unacceptable,
)

FULL_BATCH = 500
SELLING_BATCH = 200
SELLING_DUTY = 0.05
"""Share of the processor while someone sells: flat out, sync doubles the time of a repaint."""
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
_LONGEST_REST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Send:
    """Send up to `limit` entries after `after`; those in withheld without their payload."""

    after: int
    limit: int
    withheld: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do for so long, unless woken; inf: nothing until there is a new entry."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Stopped:
    """Nothing will be sent until a person acted: "sync.not_paired", "chain.conflict" and such."""

    reason: str


Step = Send | Wait | Stopped


@dataclass(frozen=True, slots=True)
class Progress:
    """What an answer changed. acknowledged: the new end, moved_back: it is before the old one (the
    server lost entries). parked: (seq, code, text) to store with it."""

    acknowledged: int
    parked: tuple[tuple[int, str, str], ...] = ()
    moved_back: bool = False


class SyncEngine:
    """jitter: a number from 0 to 1, asked once for each pause, so that a street of registers does
    not come back at the same moment."""

    def __init__(self, acknowledged: int, jitter: Callable[[], float]) -> None:
        self.acknowledged = acknowledged
        self.reason = ""
        self._jitter = jitter
        self._limit = FULL_BATCH
        self._failures = 0
        self._not_before = 0.0
        self._rest_until = 0.0
        self._stopped = ""
        self._withheld: dict[int, tuple[str, str]] = {}
        self._selling = False

    @property
    def online(self) -> bool:
        """The last exchange came to an answer, and nothing is stopped."""
        return self._failures == 0 and not self._stopped

    def selling(self, selling: bool) -> None:
        """Someone is at the register now, or no longer."""
        self._selling = selling

    def retry_now(self) -> None:
        """A person, or a network that came back, wants the next try at once."""
        self._not_before = 0.0

    def paired(self) -> None:
        """There is a new token."""
        if self._stopped == "sync.not_paired":
            self._stopped = self.reason = ""
        self.retry_now()

    def next_step(self, now_seconds: float, last_seq: int) -> Step:
        """What to do at now_seconds (any steady clock) with a journal that ends at last_seq."""
        if self._stopped:
            return Stopped(self._stopped)
        if last_seq <= self.acknowledged:
            return Wait(float("inf"))
        due = max(self._not_before, self._rest_until if self._selling else 0.0)
        if due > now_seconds:
            return Wait(due - now_seconds)
        limit = min(self._limit, SELLING_BATCH) if self._selling else self._limit
        return Send(self.acknowledged, limit, frozenset(self._withheld))

    def answered(
        self, sent: tuple[int, int], answer: Answer, now_seconds: float, busy_seconds: float
    ) -> Progress:
        """Take an answer to the batch `sent` = (first seq, last seq) that cost busy_seconds of the
        processor."""
        rest = busy_seconds * (1 / SELLING_DUTY - 1)
        self._rest_until = now_seconds + min(rest, _LONGEST_REST_SECONDS)
        match answer:
            case Acknowledged():
                return self._acknowledged(sent, answer)
            case Missing(seq):
                return self._missing(seq, sent, now_seconds)
            case NoAnswer(reason, retry_after):
                self._failed(reason, now_seconds, retry_after)
            case TooLarge():
                self._shrink(sent, "entry.too_large", "the server takes no entry of this size")
            case Unacceptable(text):
                self._shrink(sent, "entry.unreadable", text)
            case NeedsPairing():
                self._stopped = self.reason = "sync.not_paired"
            case Conflict(code, _):
                self._stopped = self.reason = code
        return Progress(self.acknowledged)

    def contact(self, acknowledged: int, last_seq: int) -> None:
        """A heartbeat was answered; acknowledged: what the server has, last_seq: what we have."""
        if self._stopped == "sync.not_paired":
            self._stopped = ""
        if self._stopped:
            return
        if acknowledged > last_seq:
            # It knows entries this journal has lost: an old copy of the disk runs here.
            self.differs()
            return
        self.acknowledged = min(self.acknowledged, acknowledged)
        self._failures = 0
        self._not_before = 0.0
        self.reason = ""

    def no_contact(self, reason: str) -> None:
        """A heartbeat got no answer; reason: stable code."""
        if not self._stopped:
            self._failures = max(self._failures, 1)
            self.reason = reason

    def differs(self) -> None:
        """The server has entries this journal has not, or acknowledged another hash: stop."""
        self._stopped = self.reason = "chain.conflict"

    def _acknowledged(self, sent: tuple[int, int], answer: Acknowledged) -> Progress:
        if answer.seq < sent[1]:
            # Only part of it is durable: that much counts, the rest goes again.
            if answer.seq < self.acknowledged:
                return self._back(answer.seq)
        elif self._limit < FULL_BATCH:
            self._limit = min(FULL_BATCH, self._limit * 2)
        self._failures = 0
        self._not_before = 0.0
        self.reason = ""
        parked = list(answer.refused)
        for seq in sorted(self._withheld):
            if seq <= answer.seq:
                code, text = self._withheld.pop(seq)
                parked.append((seq, code, text))
        # It may be past what was sent now: an earlier answer, to a larger batch, was lost.
        self.acknowledged = max(self.acknowledged, answer.seq)
        return Progress(self.acknowledged, tuple(parked))

    def _missing(self, seq: int, sent: tuple[int, int], now_seconds: float) -> Progress:
        if seq + 1 >= sent[0]:
            # It asks for what it was just sent: not worth a tight loop.
            self._failed("cloud.no_answer", now_seconds, 0.0)
            return Progress(self.acknowledged)
        return self._back(seq)

    def _back(self, seq: int) -> Progress:
        self._failures = 0
        self.acknowledged = seq
        return Progress(seq, moved_back=True)

    def _failed(self, reason: str, now_seconds: float, retry_after_seconds: float) -> None:
        pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** min(self._failures, 10))
        pause *= 0.5 + 0.5 * self._jitter()
        self._failures += 1
        self.reason = reason
        self._not_before = now_seconds + max(
            FIRST_PAUSE_SECONDS, pause, min(retry_after_seconds, LONGEST_PAUSE_SECONDS)
        )

    def _shrink(self, sent: tuple[int, int], code: str, text: str) -> None:
        """Halve until the one entry that is the trouble stands alone, then send it by its hash."""
        self._failures = 0
        first, last = sent
        if first < last:
            self._limit = max(1, (last - first + 1) // 2)
        elif first not in self._withheld:
            self._withheld[first] = (code, text)
        else:
            self._stopped = self.reason = "sync.not_understood"
