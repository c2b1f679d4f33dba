"""The money behind the simulated banks: codes, who paid them, what went back. Every movement is
counted, so that a test can prove that nothing moved twice."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Literal

PayStage = Literal["new", "shown", "on-its-way", "paid", "declined", "cancelled"]
RefundStage = Literal["on-its-way", "done", "declined"]


@dataclass(slots=True)
class Refund:
    """refund_id: the shop's, "" where it named none."""

    refund_id: str
    amount_minor: int
    stage: RefundStage


@dataclass(slots=True)
class Payment:
    """bank_id: of the code or the payment at the bank; expires_at: seconds of the epoch."""

    bank_id: str
    order: str
    amount_minor: int
    expires_at: float
    payload: str = ""
    stage: PayStage = "new"
    refunds: list[Refund] = field(default_factory=list)
    refused_attempts: int = 0

    @property
    def returned_minor(self) -> int:
        return sum(r.amount_minor for r in self.refunds if r.stage != "declined")


class Ledger:
    """taken and returned: each movement of money in order, (order, minor units)."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.payments: dict[str, Payment] = {}
        self.taken: list[tuple[str, int]] = []
        self.returned: list[tuple[str, int]] = []
        self.refunds_take_time = False
        self.refunds_are_declined = False
        self._skipped_seconds = 0.0

    def now(self) -> float:
        return time.time() + self._skipped_seconds

    def skip(self, seconds: float) -> None:
        """Let time pass for the bank."""
        with self.lock:
            self._skipped_seconds += seconds

    def add(self, payment: Payment) -> None:
        with self.lock:
            self.payments[payment.bank_id] = payment

    def of_order(self, order: str) -> list[Payment]:
        with self.lock:
            return [payment for payment in self.payments.values() if payment.order == order]

    def is_live(self, payment: Payment) -> bool:
        """Whether somebody can pay it now."""
        return payment.stage in ("new", "shown") and self.now() < payment.expires_at

    # ------------------------------------------------------------------ the customer

    def pay(self, payload: str, *, slowly: bool = False) -> bool:
        """A customer follows a code and pays; whether the bank took it. slowly: the bank has heard
        of it and has not told the shop yet, see settle()."""
        with self.lock:
            payment = self._by_payload(payload)
            if payment is None or not self.is_live(payment):
                return False
            payment.stage = "on-its-way"
            if not slowly:
                self._take(payment)
            return True

    def decline(self, payload: str) -> None:
        """A customer follows a code and his bank says no."""
        with self.lock:
            payment = self._by_payload(payload)
            if payment is not None and self.is_live(payment):
                payment.refused_attempts += 1

    def settle(self) -> None:
        """What was on its way arrives."""
        with self.lock:
            for payment in self.payments.values():
                if payment.stage == "on-its-way":
                    self._take(payment)
                for refund in payment.refunds:
                    if refund.stage == "on-its-way":
                        refund.stage = "done"

    def _take(self, payment: Payment) -> None:
        payment.stage = "paid"
        self.taken.append((payment.order, payment.amount_minor))

    def _by_payload(self, payload: str) -> Payment | None:
        found = [p for p in self.payments.values() if p.payload and p.payload == payload]
        return found[-1] if found else None

    # ------------------------------------------------------------------ money back

    def give_back(self, payment: Payment, amount_minor: int, refund_id: str = "") -> Refund | None:
        """None where that is more than is left."""
        with self.lock:
            if amount_minor > payment.amount_minor - payment.returned_minor:
                return None
            stage: RefundStage = "on-its-way" if self.refunds_take_time else "done"
            if self.refunds_are_declined:
                stage = "declined"
            refund = Refund(refund_id, amount_minor, stage)
            payment.refunds.append(refund)
            if stage != "declined":
                self.returned.append((payment.order, amount_minor))
            return refund
