"""QR payments as a payment terminal (ports.PaymentTerminal): one thread that has a code made, asks
the bank about it while it lives, and gives money back.

Nothing here decides about a sale. A code is stored in the journal before anybody sees it, so that
whatever ends this program the next one asks on; silence of the bank is never taken for a no.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from pos_desktop.payments import reasons
from pos_desktop.payments.bank import QrBank
from pos_desktop.payments.errand import Bank, Errand, Wire, answered
from pos_desktop.payments.pay_errand import PayErrand
from pos_desktop.payments.refund_errand import RefundErrand
from pos_desktop.ports import (
    Clock,
    DeviceChanged,
    DeviceState,
    Health,
    Journal,
    Post,
    QrBook,
    TerminalAct,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
    TerminalRequest,
    WorkerFailed,
)

_log = logging.getLogger(__name__)

NAME = "sbp"
LOOK_SECONDS = 600.0
"""So often the bank is asked whether it would serve, while nobody pays; a key that it refused does
not mend itself, and asking often may lock it."""
LOOK_AGAIN_SECONDS = 30.0
"""The same while it cannot be reached."""
_AFTER_FAILURE_SECONDS = 5.0
_ANSWERS_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Wish:
    """What another thread wants. what: "submit" | "query" | "cancel"."""

    what: str
    request: TerminalRequest


class SbpTerminal:
    """bank: whose codes; journal and book: where they are stored; text: what the customer's bank
    shows of a payment, "Магазин на Лесной". peer: as in the port."""

    name = NAME

    def __init__(
        self,
        bank: QrBank,
        journal: Journal,
        book: QrBook,
        clock: Clock,
        post: Post,
        text: str,
        *,
        peer: str = "",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.peer = peer
        self._bank = bank
        self._monotonic = monotonic
        self._look_at = 0.0
        self._looking = False
        self._post = post
        self._wire = Wire(bank, journal, book, clock, self._progress, text)
        self._wishes: deque[_Wish] = deque(maxlen=32)
        self._errand: Errand | None = None
        self._answers: OrderedDict[str, TerminalAnswer] = OrderedDict()
        self._state = DeviceState(NAME, Health.CONNECTING)
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    # ------------------------------------------------------------------ the port

    def answers_for(self, peer: str) -> bool:
        return peer == self.peer

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name=NAME, daemon=True)
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """A code that is shown stays valid; the next program asks on."""
        self._stop.set()
        self._wake.set()
        self._bank.close()
        if self._thread is not None:
            self._thread.join(timeout_seconds)

    @property
    def state(self) -> DeviceState:
        return self._state

    def submit(self, request: TerminalRequest) -> None:
        self._want("submit", request)

    def query(self, request: TerminalRequest) -> None:
        self._want("query", request)

    def cancel(self, op_id: str) -> None:
        self._want("cancel", TerminalRequest(op_id, TerminalAct.PAY, 0, ""))

    def reconcile(self, op_id: str) -> None:
        """The bank keeps no day of this register: its registers say what was paid."""
        self._want("submit", TerminalRequest(op_id, TerminalAct.RECONCILE, 0, ""))

    def reconnect_now(self) -> None:
        """Ask the bank at once whether it would serve."""
        self._look_at = 0.0
        self._wake.set()

    # ------------------------------------------------------------------ the thread

    def _want(self, what: str, request: TerminalRequest) -> None:
        self._wishes.append(_Wish(what, request))
        if self._looking:
            self._bank.close()  # a customer does not wait for a question that nobody needs now
        self._wake.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                pause_seconds = self.turn()
            except Exception as error:  # noqa: BLE001 - a worker's loop: said aloud, tried again
                _log.error("a QR payment could not be carried on", exc_info=error)
                self._post(WorkerFailed(NAME, repr(error)))
                pause_seconds = _AFTER_FAILURE_SECONDS
            self._wake.wait(pause_seconds)

    def turn(self) -> float:
        """Do what is wanted and the next step of what is on its way; seconds until there is
        more."""
        while self._wishes and not self._stop.is_set():
            self._take(self._wishes.popleft())
        errand = self._errand
        if self._stop.is_set():
            return 0.0
        if errand is None:
            return self._look()
        step = errand.step()
        if self._stop.is_set():
            # An answer that stopping broke off tells nothing; the next program asks again.
            return 0.0
        self._show_health(errand.bank)
        if isinstance(step, TerminalAnswer):
            self._errand = None
            self._look_later()
            self._finish(errand.request.op_id, step)
            return 0.0
        return step

    def _look(self) -> float:
        """Find out beforehand whether the bank would serve; seconds until that is due again."""
        left_seconds = self._look_at - self._monotonic()
        if left_seconds > 0:
            return left_seconds
        # Also where the key store cannot be read: that is said once in a while, not all the time.
        self._look_at = self._monotonic() + LOOK_AGAIN_SECONDS
        self._looking = True
        try:
            if self._wishes:
                return 0.0
            told = self._bank.check()
        finally:
            self._looking = False
        if self._wishes or self._stop.is_set():
            self._look_at = 0.0
            return 0.0  # it was broken off, so it tells nothing
        bank = Bank()
        bank.heard(told)
        self._show_health(bank)
        return self._look_later()

    def _look_later(self) -> float:
        lost = self._state.health is Health.OFFLINE
        pause_seconds = LOOK_AGAIN_SECONDS if lost else LOOK_SECONDS
        self._look_at = self._monotonic() + pause_seconds
        return pause_seconds

    def _take(self, wish: _Wish) -> None:
        op_id, errand = wish.request.op_id, self._errand
        if errand is not None and errand.request.op_id == op_id:
            if wish.what == "cancel":
                errand.cancel()
            else:
                errand.ask_now()
        elif wish.what == "cancel" or self._is_settled(op_id, asks=wish.what == "query"):
            self._say_again(op_id)
        elif errand is not None and wish.what == "query":
            # Not asked, so nothing is known: the money of it may have moved.
            self._post_answer(op_id, answered(TerminalOutcome.UNKNOWN, reasons.BUSY_ASKING))
        elif errand is not None:
            self._post_answer(op_id, _declined("terminal.busy"))
        elif wish.request.act is TerminalAct.RECONCILE:
            self._finish(op_id, _declined(reasons.NO_TOTALS))
        else:
            kind = PayErrand if wish.request.act is TerminalAct.PAY else RefundErrand
            self._errand = kind(wish.request, self._wire, asked_before=wish.what == "query")

    def _is_settled(self, op_id: str, *, asks: bool) -> bool:
        """Whether there is nothing more to do: a question about what nobody knew is asked anew."""
        answer = self._answers.get(op_id)
        if answer is None:
            return False
        return not (asks and answer.outcome is TerminalOutcome.UNKNOWN)

    def _say_again(self, op_id: str) -> None:
        if op_id in self._answers:
            self._post_answer(op_id, self._answers[op_id])

    def _finish(self, op_id: str, answer: TerminalAnswer) -> None:
        self._answers[op_id] = answer
        while len(self._answers) > _ANSWERS_KEPT:
            self._answers.popitem(last=False)
        self._post_answer(op_id, answer)

    def _post_answer(self, op_id: str, answer: TerminalAnswer) -> None:
        self._post(TerminalFinished(NAME, op_id, answer))

    def _progress(
        self, op_id: str, code: str, values: dict[str, object], show: str, can_cancel: bool
    ) -> None:
        self._post(TerminalProgress(NAME, op_id, code, values, show, can_cancel))

    def _show_health(self, bank: Bank) -> None:
        state = DeviceState(NAME, bank.health, bank.reason)
        if state != self._state:
            self._state = state
            self._post(DeviceChanged(state))


def _declined(reason: str) -> TerminalAnswer:
    return TerminalAnswer(TerminalOutcome.DECLINED, reason=reason)
