"""Work off the window's thread and off the cashier's lane: tests of devices, sign-in at services,
import."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from pos_desktop.domain.errors import PosError
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.lane import Lane

Answer = TypeVar("Answer")

_log = logging.getLogger(__name__)


class Work(Protocol):
    """ask(): run a question elsewhere; one of the two others is called on the window's thread.
    tell(): from inside a question, run something on the window's thread."""

    def ask(
        self,
        question: Callable[[], Answer],
        then: Callable[[Answer], None],
        failed: Callable[[PosError], None],
    ) -> None: ...
    def tell(self, what: Callable[[], None]) -> None: ...
    def stop(self, timeout_seconds: float = 1.0) -> bool: ...


class LaneWork:
    """Work on one thread of that name; a bug there is said as an error with its text. bridge: to
    the window, None makes one that belongs to the calling thread."""

    def __init__(self, name: str, bridge: Bridge | None = None) -> None:
        self._name = name
        self._bridge = bridge or Bridge()
        self._lane = Lane(lambda error: _log.error("%s failed", name, exc_info=error), name=name)
        self._lane.start()

    def ask(
        self,
        question: Callable[[], Answer],
        then: Callable[[Answer], None],
        failed: Callable[[PosError], None],
    ) -> None:
        def work() -> None:
            try:
                answer = question()
            except PosError as error:
                refused = error
                self._bridge.call(lambda: failed(refused))
                return
            except Exception as error:  # the lane logs it; the button must be free again
                bug = PosError("worker.failed", worker=self._name, text=repr(error))
                self._bridge.call(lambda: failed(bug))
                raise
            self._bridge.call(lambda: then(answer))

        if not self._lane.submit(work):
            failed(PosError("till.busy"))

    def tell(self, what: Callable[[], None]) -> None:
        self._bridge.call(what)

    def stop(self, timeout_seconds: float = 1.0) -> bool:
        """Finish what is asked and end; whether it ended in time."""
        return self._lane.stop(timeout_seconds)


class LazyWork:
    """LaneWork whose thread begins with the first question; nothing is asked after stop."""

    def __init__(self, name: str, bridge: Bridge) -> None:
        self._name = name
        self._bridge = bridge
        self._inner: LaneWork | None = None
        self._ended = False

    def ask(
        self,
        question: Callable[[], Answer],
        then: Callable[[Answer], None],
        failed: Callable[[PosError], None],
    ) -> None:
        if self._ended:
            return
        if self._inner is None:
            self._inner = LaneWork(self._name, self._bridge)
        self._inner.ask(question, self._while_open(then), self._while_open(failed))

    def tell(self, what: Callable[[], None]) -> None:
        if not self._ended:
            self._bridge.call(lambda: None if self._ended else what())

    def _while_open(self, then: Callable[[Answer], None]) -> Callable[[Answer], None]:
        """An answer that comes when the shop is shut finds no window any more."""
        return lambda answer: None if self._ended else then(answer)

    def stop(self, timeout_seconds: float = 1.0) -> bool:
        self._ended = True
        return self._inner is None or self._inner.stop(timeout_seconds)
