"""The thread that has sales registered, in their order, behind the sale; it can neither block nor
undo one.

A document is sent only after the one before it is with the operator; results are asked for behind.
Whatever happens on the way, it goes under the same key until the operator itself says that this key
led to nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.domain.fiscal import FiscalReceipt, FiscalState, document_of
from pos_desktop.fiscal import reasons
from pos_desktop.fiscal.announcer import Announcer
from pos_desktop.fiscal.pace import FIRST_POLL_SECONDS, Backoff, InFlight, Polling
from pos_desktop.operations.settle_fiscal import (
    record_registered,
    record_rejected,
    send_under_new_key,
)
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import (
    Accepted,
    Done,
    Duplicate,
    FiscalOperator,
    FiscalQueue,
    Pending,
    PollResult,
    Post,
    QueuedDocument,
    Rejected,
    Resubmit,
    SubmitResult,
    Unavailable,
    Unknown,
    WorkerFailed,
)

_log = logging.getLogger(__name__)

IDLE_SECONDS = 30.0
AFTER_FAILURE_SECONDS = 5.0
# So many documents may be with the operator without a result: enough to drain a long queue, few
# enough that a fault there concerns few.
MOST_IN_FLIGHT = 50
# A queue longer than this is drained at a twentieth of the processor while someone sells.
LONG_QUEUE = 10
_REST_PER_BUSY_SECOND = 19.0
_LONGEST_REST_SECONDS = 0.5


class FiscalWorker:
    """queue, place: the journal's side; operator: the channel; post: where FiscalChanged goes.

    jitter: 0 to 1. steady_seconds: a clock that never jumps. The composition root calls
    `queue.settle_at_start()` before `start`.
    """

    def __init__(
        self,
        queue: FiscalQueue,
        operator: FiscalOperator,
        place: Workplace,
        post: Post,
        *,
        jitter: Callable[[], float],
        steady_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue = queue
        self._operator = operator
        self._place = place
        self._post = post
        self._steady_seconds = steady_seconds
        self._tell = Announcer(queue, place.country, place.clock, post)
        # The way to the operator, and apart from it the operator's own failure to register: while
        # it fails nothing more is submitted, but results are still asked for.
        self._channel = Backoff(jitter)
        self._registration = Backoff(jitter)
        self._polling = Polling(operator.capabilities().poll_interval_seconds)
        self._loaded = False
        self._nudged = False
        self._retry = False
        self._selling = False
        self._replacement: FiscalOperator | None = None
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; does nothing when it runs."""
        if self._thread is not None:
            return
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="fiscal-worker", daemon=True)
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """End after the exchange that runs; its connection is dropped so that it ends soon.

        A document caught in between is asked for by its key at the next start.
        """
        self._stop.set()
        self._wake.set()
        thread, self._thread = self._thread, None
        if thread is None:
            return
        thread.join(timeout_seconds / 2)
        if thread.is_alive():
            self._operator.close()
            thread.join(timeout_seconds / 2)

    def wake(self) -> None:
        """There may be a new document. Cuts a pause that the network caused, not one that the
        operator asked for."""
        self._nudged = True
        self._wake.set()

    def selling(self, selling: bool) -> None:
        """Someone is selling: a long queue is drained slowly, so that the window stays quick."""
        self._selling = selling
        self._wake.set()

    def retry_now(self) -> None:
        """Try again at once: a person asked, or settings were mended."""
        self._retry = True
        self._wake.set()

    def use(self, operator: FiscalOperator) -> None:
        """Go on with this operator: address, password or organisation were changed."""
        self._replacement = operator
        self._operator.close()
        self.retry_now()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            busy = time.thread_time()
            try:
                pause_seconds = self.turn()
            except PosError as error:
                _log.error("fiscal worker: %s", error)
                pause_seconds = self._failed(error.code)
            except Exception as error:  # noqa: BLE001 - a worker loop is a place of the house where anything is caught
                _log.exception("the fiscal worker failed and goes on after a pause")
                pause_seconds = self._failed(repr(error))
            if self._selling and self._tell.waiting > LONG_QUEUE:
                rest = (time.thread_time() - busy) * _REST_PER_BUSY_SECOND
                self._stop.wait(min(rest, _LONGEST_REST_SECONDS))
            if pause_seconds > 0:
                self._wake.wait(pause_seconds)
        self._operator.close()

    def _failed(self, error: str) -> float:
        """What was not stored is read again: the journal is right, the memory may not be."""
        self._loaded = False
        if self._stop.is_set():
            return 0.0
        self._post(WorkerFailed("fiscal", error))
        return AFTER_FAILURE_SECONDS

    def turn(self) -> float:
        """One exchange with the operator at most; seconds until the next turn."""
        now = self._steady_seconds()
        self._heed(now)
        self._tell.age()
        if not self._loaded:
            self._polling.load(self._queue.accepted_documents(MOST_IN_FLIGHT), now)
            self._loaded = True
        left = self._channel.left(now)
        if left > 0:
            return min(left, IDLE_SECONDS)
        flight = self._polling.next_due()
        if flight is not None and flight.due <= now:
            self._poll(flight)
            return 0.0
        wait = flight.due - now if flight is not None else IDLE_SECONDS
        pause = self._registration.left(now)
        if pause > 0:
            return min(wait, pause, IDLE_SECONDS)
        if len(self._polling) < MOST_IN_FLIGHT:
            document = self._queue.next_to_submit(self._place.clock.now_us())
            if document is not None:
                self._submit(document)
                return 0.0
        return wait

    def _heed(self, now: float) -> None:
        """What other threads asked for since the last turn."""
        if self._replacement is not None:
            self._operator.close()
            self._operator, self._replacement = self._replacement, None
        if self._retry:
            self._retry = False
            self._channel.worked()
            self._registration.worked()
        if self._nudged:
            self._nudged = False
            self._channel.nudge(now)
            self._tell.queue_changed()

    # ------------------------------------------------------------------ submitting

    def _submit(self, document: QueuedDocument) -> None:
        """Store SENDING, then touch the socket; the answer decides where it goes."""
        may_be_there = document.state is not FiscalState.QUEUED
        if document.state is FiscalState.SENDING:
            self._queue.move(document.key, FiscalState.UNKNOWN, reason=reasons.INTERRUPTED)
        self._queue.move(document.key, FiscalState.SENDING)
        self._tell.document(document, FiscalState.SENDING)
        result = self._ask_to_register(document)
        match result:
            case Accepted(reference) | Duplicate(reference):
                self._accepted(document, reference, known=isinstance(result, Duplicate))
            case Done(receipt):
                self._done(document, receipt)
            case Rejected(fault="config"):
                self._back(document, may_be_there, result.code)
                self._registration.failed(self._steady_seconds(), needs_person=True)
                self._tell.channel(result.code)
            case Rejected() if may_be_there:
                # An earlier try may have been taken, with other settings than this one.
                self._park(document, reasons.UNCLEAR, result.text)
            case Rejected():
                self._park(document, result.code, result.text)
            case Unavailable():
                self._back(document, may_be_there, result.reason)
                self._unavailable(result)
            case Unknown(reason):
                self._queue.move(document.key, FiscalState.UNKNOWN, reason=reason)
                self._tell.document(document, FiscalState.UNKNOWN, reason)
                self._channel.failed(self._steady_seconds())
                self._tell.channel(reason)

    def _ask_to_register(self, document: QueuedDocument) -> SubmitResult:
        try:
            receipt = document_of(
                document.fact, document.occurred_at_us, self._place.country.vat, document.key
            )
        except RefusalError as error:
            return Rejected(reasons.BAD_DOCUMENT, str(error))
        return self._operator.submit(receipt, document.key)

    def _accepted(self, document: QueuedDocument, reference: str, *, known: bool) -> None:
        self._queue.move(document.key, FiscalState.ACCEPTED, reference=reference)
        taken = replace(document, state=FiscalState.ACCEPTED, reference=reference)
        # A document that was there before has most likely its result.
        after = 0.0 if known else FIRST_POLL_SECONDS
        self._polling.add(taken, self._steady_seconds() + after)
        self._tell.document(taken, FiscalState.ACCEPTED)
        self._works()

    def _back(self, document: QueuedDocument, may_be_there: bool, reason: str) -> None:
        """Nothing arrived this time; where an earlier attempt may have, that stays unknown."""
        state = FiscalState.UNKNOWN if may_be_there else FiscalState.QUEUED
        self._queue.move(document.key, state, reason=reason)
        self._tell.document(document, state, reason)

    # ------------------------------------------------------------------ results

    def _poll(self, flight: InFlight) -> None:
        document = flight.document
        result: PollResult = self._operator.poll(document.reference)
        if not isinstance(result, Unavailable):
            self._works()
        match result:
            case Pending():
                self._polling.pending(flight, self._steady_seconds())
            case Done(receipt):
                self._done(document, receipt)
            case Rejected(fault="config"):
                self._again(document, result.code, needs_person=True)
            case Rejected():
                self._park(document, result.code, result.text)
            case Resubmit(reason):
                self._again(document, reason, needs_person=False)
            case Unavailable():
                self._unavailable(result)
            case Unknown(reason):
                # The cash register may have closed the receipt: only a person who looks it up at
                # the operator can tell, and sending it again could register the sale twice.
                self._park(document, reasons.UNCLEAR, reason)

    def _done(self, document: QueuedDocument, receipt: FiscalReceipt) -> None:
        sent_minor = document.fact.total_minor
        if receipt.total_minor != sent_minor:
            told = f"{receipt.total_minor} != {sent_minor}, FD {receipt.fd}, FP {receipt.fp}"
            self._park(document, reasons.MISMATCH, told)
            return
        record_registered(self._place, document, receipt)
        self._polling.drop(document.key)
        self._tell.document(document, FiscalState.REGISTERED, fd=receipt.fd, fp=receipt.fp)
        self._registration.worked()
        self._works()

    def _park(self, document: QueuedDocument, code: str, text: str) -> None:
        record_rejected(self._place, document, code, text)
        self._polling.drop(document.key)
        self._tell.document(document, FiscalState.REJECTED, f"{code}: {text}")

    def _again(self, document: QueuedDocument, reason: str, *, needs_person: bool) -> None:
        new_key = send_under_new_key(self._place, document, reason)
        self._polling.drop(document.key)
        self._tell.document(replace(document, key=new_key), FiscalState.QUEUED, reason)
        self._registration.failed(self._steady_seconds(), needs_person=needs_person)
        self._tell.channel(reason)

    # ------------------------------------------------------------------ the channel

    def _works(self) -> None:
        """The operator answers. What it failed to register is another matter."""
        self._channel.worked()
        if self._registration.until <= self._steady_seconds():
            self._tell.channel("")

    def _unavailable(self, result: Unavailable) -> None:
        self._channel.failed(
            self._steady_seconds(),
            at_least=result.retry_after_seconds,
            needs_person=result.needs_person,
        )
        self._tell.channel(result.reason)
