"""What the window hears of the fiscal queue: each change of a document, of the channel, of the
age of the oldest document."""

from __future__ import annotations

from pos_desktop.domain.country import CountryPack
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.fiscal import reasons
from pos_desktop.ports import Clock, FiscalChanged, FiscalQueue, Post, QueuedDocument, QueueStatus


class Announcer:
    """Posts FiscalChanged; what has not changed is not said again."""

    def __init__(self, queue: FiscalQueue, country: CountryPack, clock: Clock, post: Post) -> None:
        self._queue = queue
        self._country = country
        self._clock = clock
        self._post = post
        self._status: QueueStatus | None = None
        self._reason = ""
        self._level = ""

    @property
    def waiting(self) -> int:
        """Documents that wait, as last looked at."""
        return self._status.waiting if self._status else 0

    def document(
        self,
        document: QueuedDocument,
        state: FiscalState,
        reason: str = "",
        *,
        fd: int = 0,
        fp: str = "",
    ) -> None:
        # On the way to the operator nothing of the queue's sums changes, and counting a long queue
        # takes time.
        ended = state in (FiscalState.REGISTERED, FiscalState.REJECTED)
        status = self._look() if ended or self._status is None else self._status
        self._post(FiscalChanged(document.key, document.sale_id, state, reason, status, fd, fp))

    def channel(self, reason: str) -> None:
        """What holds the whole queue up now; "" when nothing does."""
        if reason != self._reason:
            self._reason = reason
            self._say(reason, self._look())

    def queue_changed(self) -> None:
        """A sale was added, or a person sent a parked document again."""
        before = self._status
        status = self._look()
        if status != before:
            self._say(self._reason, status)

    def age(self) -> None:
        """Say when the oldest document passes one of the country's limits, and when it is over."""
        status = self._status or self._look()
        level = self._level_of(status)
        if level != self._level:
            self._level = level
            self._say(level or self._reason, status)

    def _level_of(self, status: QueueStatus) -> str:
        age_us = self._clock.now_us() - status.oldest_us
        if not status.waiting:
            return ""
        if age_us >= self._country.limit_us:
            return reasons.AGE_LIMIT
        if age_us >= self._country.alarm_after_us:
            return reasons.AGE_ALARM
        return reasons.AGE_WARNING if age_us >= self._country.warn_after_us else ""

    def _look(self) -> QueueStatus:
        self._status = self._queue.status()
        return self._status

    def _say(self, reason: str, status: QueueStatus) -> None:
        stands = self._reason in reasons.NEEDS_PERSON
        self._post(FiscalChanged("", "", None, reason, status, needs_person=stands))
