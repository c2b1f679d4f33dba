"""The part that every terminal driver shares: one request at a time, none carried out twice, every
answer on disk before it is told."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from pos_desktop.hardware.terminals.memory import TerminalMemory
from pos_desktop.ports import (
    Post,
    TerminalAct,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
    TerminalRequest,
)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """asks: find out what became of it instead of carrying it out."""

    request: TerminalRequest
    asks: bool


@dataclass(frozen=True, slots=True)
class Done:
    """mark: of the operation at the device, "" where it told none."""

    answer: TerminalAnswer
    mark: str = ""


def unknown(reason: str, **values: object) -> TerminalAnswer:
    return TerminalAnswer(TerminalOutcome.UNKNOWN, reason=reason, values=values)


def declined(reason: str, **values: object) -> TerminalAnswer:
    return TerminalAnswer(TerminalOutcome.DECLINED, reason=reason, values=values)


def cancelled() -> TerminalAnswer:
    return TerminalAnswer(TerminalOutcome.CANCELLED, reason="terminal.cancelled")


MOST_WAITING = 256
"""Questions; of requests there is one at a time. Nobody asks about so many at once."""


class RequestLine:
    """Filled from any thread, worked off by the driver's one. merchant_copy: whether the shop's
    slip is kept and so printed. wake: the driver's thread has something to do."""

    def __init__(
        self,
        device: str,
        memory: TerminalMemory,
        post: Post,
        *,
        merchant_copy: bool,
        wake: Callable[[], None],
    ) -> None:
        self.device = device
        self.memory = memory
        self._post = post
        self._merchant_copy = merchant_copy
        self._wake = wake
        self._lock = threading.Lock()
        self._waiting: deque[Work] = deque(maxlen=MOST_WAITING)
        self._current: Work | None = None
        self._cancelled: set[str] = set()

    # Called from any thread.

    def submit(self, request: TerminalRequest) -> None:
        self._admit(Work(request, asks=False))

    def query(self, request: TerminalRequest) -> None:
        self._admit(Work(request, asks=True))

    def reconcile(self, op_id: str, currency: str) -> None:
        self.submit(TerminalRequest(op_id, TerminalAct.RECONCILE, 0, currency))

    def cancel(self, op_id: str) -> None:
        """Note that somebody wants no more of it."""
        with self._lock:
            in_hand = self._current is not None and self._current.request.op_id == op_id
            if in_hand or any(one.request.op_id == op_id for one in self._waiting):
                self._cancelled.add(op_id)
        self._wake()

    def is_cancelled(self, op_id: str) -> bool:
        with self._lock:
            return op_id in self._cancelled

    def _admit(self, work: Work) -> None:
        with self._lock:
            busy = [one for one in (self._current, *self._waiting) if one is not None]
            if any(one.request.op_id == work.request.op_id for one in busy):
                return  # on its way: its answer comes anyway
            occupied = bool(busy) and not work.asks
            if not occupied:
                self._waiting.append(work)
        if occupied:
            answer = declined("terminal.occupied")
            self._post(TerminalFinished(self.device, work.request.op_id, answer))
        else:
            self._wake()

    # Called from the driver's thread.

    def carry_out(self, act: Callable[[Work], Done | None]) -> bool:
        """Work off the next request, if there is one. act: None where it has to stay open, since
        the register ends."""
        work = self.next()
        if work is None:
            return False
        try:
            done = act(work)
        except Exception:
            # Whatever the bug is, nobody may wait for ever, and nobody may guess.
            self.finish(work.request, unknown("terminal.failed"))
            raise
        if done is not None:
            self.finish(work.request, done.answer, last_mark=done.mark)
        return True

    def next(self) -> Work | None:
        """Take the next request in hand that the device is needed for; the others are answered
        from memory."""
        while True:
            with self._lock:
                work = self._current = self._waiting.popleft() if self._waiting else None
            if work is None:
                return None
            answer = self._known(work)
            if answer is None:
                return work
            self.finish(work.request, answer, store=False)

    def _known(self, work: Work) -> TerminalAnswer | None:
        """What can be said without the device."""
        op_id = work.request.op_id
        remembered = self.memory.find(op_id)
        if remembered is not None:
            if remembered.answer is None and not work.asks:
                # Begun before: it is asked about, whoever submits it once more.
                return unknown("terminal.begun_before")
            if remembered.answer is None:
                return None
            final = remembered.answer.outcome is not TerminalOutcome.UNKNOWN
            return remembered.answer if final or not work.asks else None
        if work.asks:
            return declined("terminal.not_sent") if self.memory.was_never_begun(op_id) else None
        return cancelled() if self.is_cancelled(op_id) else None

    def begin(
        self,
        request: TerminalRequest,
        mark: str = "",
        *,
        checked: bool = False,
        begun: str = "",
        device: str = "",
    ) -> TerminalAnswer | None:
        """Store that it begins; the answer where the disk does not take it: then nothing may be
        sent."""
        try:
            self.memory.begin(request, mark, checked=checked, begun=begun, device=device)
        except OSError as error:
            return declined("terminal.disk", text=str(error))
        return None

    def progress(self, op_id: str, code: str, *, can_cancel: bool, **values: object) -> None:
        self._post(TerminalProgress(self.device, op_id, code, values, can_cancel=can_cancel))

    def finish(
        self,
        request: TerminalRequest,
        answer: TerminalAnswer,
        *,
        last_mark: str = "",
        store: bool = True,
    ) -> None:
        """Store the answer, then tell it."""
        if answer.merchant_slip and not self._merchant_copy:
            answer = replace(answer, merchant_slip=())
        if store:
            try:
                self.memory.answered(request, answer, last_mark)
            except OSError as error:
                # The journal will hold it; only a cut in this very moment has to be asked about.
                _log.warning("the terminal's answer is not in its memory: %s", error)
        with self._lock:
            self._current = None
            self._cancelled.discard(request.op_id)
        self._post(TerminalFinished(self.device, request.op_id, answer))
