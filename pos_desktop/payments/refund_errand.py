"""Giving money back through the bank that took it. What may have been asked for is looked at under
its own id; it is sent again only where the bank itself says that it knows no such request."""

from __future__ import annotations

from pos_desktop.domain.facts import QrRefundAsked
from pos_desktop.payments import reasons
from pos_desktop.payments.bank import Basis, RefundState, RefundTold, Refused, Silent
from pos_desktop.payments.errand import Bank, Step, Wire, answered
from pos_desktop.ports import TerminalOutcome, TerminalRequest

LONGEST_US = 60 * 1_000_000
"""So long the bank is asked what became of it before a person is."""


class RefundErrand:
    """asked_before: a program before this one may have asked the bank; nothing is sent then."""

    def __init__(self, request: TerminalRequest, wire: Wire, *, asked_before: bool) -> None:
        self.request = request
        self.bank = Bank()
        self._wire = wire
        self._asked_before = asked_before
        self._ask: QrRefundAsked | None = None
        self._sent = False
        self._until_us = wire.clock.now_us() + LONGEST_US

    def ask_now(self) -> None:
        self._until_us = self._wire.clock.now_us() + LONGEST_US

    def cancel(self) -> None:
        """Money on its way back cannot be stopped; the answer comes as ever."""

    def step(self) -> Step:
        if self._ask is None:
            return self._begin()
        if not self._sent:
            return self._send(self._ask)
        told = self._wire.bank.refund_state(self._ask)
        self.bank.heard(told)
        return self._judge(told)

    def _begin(self) -> Step:
        if self._asked_before:
            self._ask = self._wire.book.refund(self.request.op_id)
            if self._ask is None:
                return answered(TerminalOutcome.DECLINED, reasons.NEVER_ASKED)
            if self._ask.bank != self._wire.bank.name:
                # The bank of today knows no such refund, which says nothing of the other one.
                return self._unknown(reasons.OTHER_BANK, self._ask.bank)
            self._sent = True
            return 0.0
        if not self.request.reference:
            return answered(TerminalOutcome.DECLINED, reasons.NO_REFERENCE)
        self._wire.tell(self.request.op_id, "sbp.refunding", {}, "", False)
        basis = self._wire.bank.basis(self.request.reference)
        self.bank.heard(basis)
        if not isinstance(basis, Basis):
            said = basis.said if isinstance(basis, Refused) else ""
            return answered(TerminalOutcome.DECLINED, basis.reason, said)
        ask = QrRefundAsked(
            op_id=self.request.op_id,
            bank=self._wire.bank.name,
            order_id=self.request.reference,
            bank_id=basis.bank_id,
            amount_minor=self.request.amount_minor,
            currency=self.request.currency,
            before=basis.before,
        )
        if not self._wire.store(ask):
            return answered(TerminalOutcome.DECLINED, reasons.NOT_STORED)
        self._ask = ask
        return 0.0

    def _send(self, ask: QrRefundAsked) -> Step:
        self._sent = True
        told = self._wire.bank.refund(ask)
        self.bank.heard(told)
        if isinstance(told, Refused):
            return answered(TerminalOutcome.DECLINED, told.reason, told.said)
        if isinstance(told, Silent) and told.certainly_not_sent:
            return answered(TerminalOutcome.DECLINED, told.reason)
        return self._judge(told)

    def _judge(self, told: RefundTold | Refused | Silent) -> Step:
        late = self._wire.clock.now_us() >= self._until_us
        if isinstance(told, RefundTold):
            if told.state is RefundState.DONE:
                return answered(TerminalOutcome.APPROVED, reference=self.request.reference)
            if told.state is RefundState.DECLINED:
                return answered(TerminalOutcome.DECLINED, reasons.REFUND_DECLINED, told.said)
            if told.state is RefundState.NOT_ASKED:
                return self._not_there()
            reason = (
                reasons.REFUND_UNDER_WAY
                if told.state is RefundState.UNDER_WAY
                else reasons.REFUND_UNCLEAR
            )
            return self._unknown(reason, told.said) if late else self.bank.pause_seconds()
        if late or isinstance(told, Refused):
            said = told.said if isinstance(told, Refused) else ""
            return self._unknown(told.reason, said)
        return self.bank.pause_seconds()

    def _not_there(self) -> Step:
        """The bank knows no refund of this id, so the one that was lost may go again under it."""
        if self._asked_before:
            return answered(TerminalOutcome.DECLINED, reasons.NEVER_ASKED)
        if self._wire.clock.now_us() >= self._until_us:
            return self._unknown(reasons.REFUND_UNCLEAR)
        self._sent = False
        return self.bank.pause_seconds()

    def _unknown(self, reason: str, said: str = "") -> Step:
        return answered(TerminalOutcome.UNKNOWN, reason, said, self.request.reference)
