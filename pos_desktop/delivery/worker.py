"""The thread that sends electronic copies behind the sale; it can neither block nor undo one.

A copy goes out when its fiscal answer has come, so that it is the whole receipt; after a day it
goes without.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from pos_desktop.domain.delivery import (
    Delivery,
    DeliveryChannel,
    DeliveryState,
    masked,
    start_code,
)
from pos_desktop.domain.facts import ReceiptSent
from pos_desktop.operations.reprint import receipt_document
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import (
    Commit,
    DeliveryChanged,
    DeliveryQueue,
    Letter,
    LetterChannel,
    MaybeSent,
    NotSent,
    Post,
    SaleDetail,
    SendResult,
    Sent,
    WorkerFailed,
)

_log = logging.getLogger(__name__)

_IDLE_SECONDS = 30.0
_LOOK_SECONDS = 3.0
_AFTER_FAILURE_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 15
_LONGEST_PAUSE_SECONDS = 900
_MOST_ATTEMPTS = 200
_FISCAL_LOOK_US = 10_000_000
_WITHOUT_FISCAL_US = 24 * 3_600_000_000
_GIVE_UP_WAITING_US = 24 * 3_600_000_000
"""A code nobody has followed for a day is forgotten."""

Compose = Callable[[Delivery, SaleDetail], Letter]


class DeliveryWorker:
    """queue, place: the journal's side; channels: the ways that are set up; compose: makes the
    letter of a receipt. The composition root calls `queue.settle_at_start()` before `start`."""

    def __init__(
        self,
        queue: DeliveryQueue,
        channels: Mapping[DeliveryChannel, LetterChannel],
        place: Workplace,
        compose: Compose,
        post: Post,
    ) -> None:
        self._queue = queue
        self._channels = channels
        self._place = place
        self._compose = compose
        self._post = post
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="delivery", daemon=True)
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_seconds)
        for channel in self._channels.values():
            channel.close()

    def wake(self) -> None:
        """There may be a copy to send."""
        self._wake.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                pause_seconds = self.turn()
            except Exception as error:  # noqa: BLE001 - a worker's loop: said aloud, tried again
                _log.error("a copy could not be sent", exc_info=error)
                self._post(WorkerFailed("delivery", repr(error)))
                pause_seconds = _AFTER_FAILURE_SECONDS
            self._wake.wait(pause_seconds)

    def turn(self) -> float:
        """Send what is due; seconds until there may be more."""
        waits = self._look_for_chats()
        while not self._stop.is_set():
            found = self._queue.next_due(self._place.clock.now_us())
            if found is None:
                break
            self._one(found)
        return _LOOK_SECONDS if waits else _IDLE_SECONDS

    # ------------------------------------------------------------------ one copy

    def _one(self, copy: Delivery) -> None:
        channel = self._channels.get(copy.channel)
        detail = self._place.ledger.sale(copy.sale_id)
        if channel is None or detail is None:
            reason = "delivery.not_set_up" if channel is None else "delivery.no_receipt"
            self._move(copy, DeliveryState.FAILED, reason)
            return
        now_us = self._place.clock.now_us()
        pending = bool(detail.fact.fiscal_key) and detail.fiscal is None
        if pending and now_us - copy.made_at_us < _WITHOUT_FISCAL_US:
            self._queue.put_off(copy.delivery_id, now_us + _FISCAL_LOOK_US)
            return
        letter = self._compose(copy, detail)
        self._queue.move(copy.delivery_id, DeliveryState.SENDING)
        self._settle(copy, channel, channel.send(letter))

    def _settle(self, copy: Delivery, channel: LetterChannel, result: SendResult) -> None:
        if isinstance(result, Sent):
            self._place.journal.commit(
                Commit(
                    facts=(
                        ReceiptSent(
                            copy.delivery_id,
                            copy.sale_id,
                            copy.channel.value,
                            masked(copy.address),
                        ),
                    ),
                    delivery_sent=copy.delivery_id,
                )
            )
            self._tell(copy, DeliveryState.SENT, "")
        elif isinstance(result, MaybeSent):
            self._maybe(copy, channel, result)
        elif result.final or copy.attempts + 1 >= _MOST_ATTEMPTS:
            self._move(copy, DeliveryState.FAILED, result.reason)
        else:
            self._again(copy, result)

    def _maybe(self, copy: Delivery, channel: LetterChannel, result: MaybeSent) -> None:
        self._queue.move(copy.delivery_id, DeliveryState.UNKNOWN, reason=result.reason)
        if channel.repeats_are_one:
            at_us = self._place.clock.now_us() + _pause_us(copy.attempts)
            self._queue.move(
                copy.delivery_id, DeliveryState.QUEUED, reason=result.reason, next_try_us=at_us
            )
        self._tell(copy, DeliveryState.UNKNOWN, result.reason)

    def _again(self, copy: Delivery, result: NotSent) -> None:
        pause_us = max(_pause_us(copy.attempts), int(result.retry_after_seconds * 1_000_000))
        self._queue.move(
            copy.delivery_id,
            DeliveryState.QUEUED,
            reason=result.reason,
            next_try_us=self._place.clock.now_us() + pause_us,
        )
        self._tell(copy, DeliveryState.QUEUED, result.reason)

    def _move(self, copy: Delivery, new: DeliveryState, reason: str) -> None:
        self._queue.move(copy.delivery_id, new, reason=reason)
        self._tell(copy, new, reason)

    def _tell(self, copy: Delivery, state: DeliveryState, reason: str) -> None:
        self._post(DeliveryChanged(copy.delivery_id, copy.sale_id, state, reason))

    # ------------------------------------------------------------------ chats

    def _look_for_chats(self) -> bool:
        """Match customers who followed a code; whether anybody is still waited for."""
        waiting = self._queue.waiting()
        if not waiting:
            return False
        by_code = {start_code(copy.delivery_id): copy for copy in waiting}
        for channel in self._channels.values():
            for found in channel.look():
                copy = by_code.pop(found.start_code, None)
                if copy is not None:
                    self._queue.move(copy.delivery_id, DeliveryState.QUEUED, address=found.address)
                    self._tell(copy, DeliveryState.QUEUED, "")
        oldest_us = self._place.clock.now_us() - _GIVE_UP_WAITING_US
        for copy in by_code.values():
            if copy.made_at_us < oldest_us:
                self._move(copy, DeliveryState.FAILED, "delivery.nobody_came")
        return bool(by_code)


def _pause_us(attempts: int) -> int:
    """15 s, doubling to a quarter of an hour."""
    seconds = min(_FIRST_PAUSE_SECONDS << min(attempts, 10), _LONGEST_PAUSE_SECONDS)
    return seconds * 1_000_000


def letter_of(place: Workplace, copy: Delivery, detail: SaleDetail) -> Letter:
    """The receipt as a letter in the receipt's language."""
    from pos_desktop.i18n import money, number, translate
    from pos_desktop.receipts.pdf import pdf

    lang, fact = place.style.lang, detail.fact
    shop = place.seller.place or place.seller.name
    total = money(fact.total_minor, fact.currency, lang)
    receipt = number(fact.number, lang)
    text = translate(lang, "receipt.letter_text", number=receipt, total=total, shop=shop)
    if detail.fiscal is not None and detail.fiscal.ofd_url:
        text += f"\n{translate(lang, 'receipt.letter_link')} {detail.fiscal.ofd_url}"
    return Letter(
        copy.delivery_id,
        copy.address,
        translate(lang, "receipt.letter_subject", number=receipt, shop=shop),
        text,
        f"receipt-{fact.number}.pdf",
        pdf(receipt_document(place, detail, as_copy=True)),
    )
