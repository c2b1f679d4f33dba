"""A long read of the journal for a screen: on a thread of its own, one at a time, the last wins."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pos_desktop.domain.errors import PosError
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.side_work import LaneWork, Work

if TYPE_CHECKING:
    from pos_desktop.operations.read_reports import Watch

Answer = TypeVar("Answer")

_PAUSE_SECONDS = 0.001
"""After some milliseconds of work, so that a scan finds the interpreter free."""


class ReportWork:
    """The thread of the reports: started by the first question, ended with the register. bridge:
    of the window."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._lane: LaneWork | None = None
        self.stopped = threading.Event()

    def lane(self) -> Work:
        if self._lane is None:
            self._lane = LaneWork("reports", self._bridge)
        return self._lane

    def stop(self) -> None:
        """Let go of what is being read, then end."""
        self.stopped.set()
        if self._lane is not None:
            self._lane.stop(5.0)


class Reading:
    """What one screen reads: a new question takes the place of the one before. progress: the
    share in thousandths, on the window's thread."""

    def __init__(
        self, work: ReportWork, progress: Callable[[int], None], failed: Callable[[PosError], None]
    ) -> None:
        self._work = work
        self._progress = progress
        self._failed = failed
        self._token = 0

    @property
    def token(self) -> int:
        """Grows with each question."""
        return self._token

    def cancel(self) -> None:
        """Nobody wants the answer any more."""
        self._token += 1

    def start(self, question: Callable[[Watch], Answer], then: Callable[[Answer], None]) -> None:
        """Ask; `then` gets the answer on the window's thread unless another question came."""
        from pos_desktop.operations.read_reports import StoppedError, Watch

        self._token += 1
        token, lane, stopped = self._token, self._work.lane(), self._work.stopped
        shown = 0

        def wanted() -> bool:
            return self._token == token and not stopped.is_set()

        def progress(share: int) -> None:
            nonlocal shown
            if share - shown >= 10:
                shown = share
                lane.tell(lambda: self._progress(share) if wanted() else None)

        def work() -> Answer | None:
            try:
                return question(Watch(progress, wanted, lambda: time.sleep(_PAUSE_SECONDS)))
            except StoppedError:
                return None

        def answered(answer: Answer | None) -> None:
            if wanted() and answer is not None:
                then(answer)

        lane.ask(work, answered, lambda error: self._failed(error) if wanted() else None)
