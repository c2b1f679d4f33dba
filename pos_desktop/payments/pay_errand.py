"""Taking money: a code is made, stored, shown, and asked about until the bank has said its last
word."""

from __future__ import annotations

from pos_desktop.domain.facts import QrRegistered
from pos_desktop.payments import reasons
from pos_desktop.payments.bank import Made, Order, PayState, Refused, Silent, Told, order_id
from pos_desktop.payments.errand import FIRST_PAUSE_SECONDS, Bank, Step, Wire, answered
from pos_desktop.ports import TerminalOutcome, TerminalRequest

LIFE_US = 5 * 60 * 1_000_000
"""How long a code can be paid."""

GRACE_US = 2 * 60 * 1_000_000
"""So long after its life the bank is asked for its last word before a person is."""

MAKING_US = 15 * 1_000_000
"""So long it is tried to have a code made; the customer waits."""

_ENDED = {
    PayState.DECLINED: (TerminalOutcome.DECLINED, reasons.DECLINED),
    PayState.EXPIRED: (TerminalOutcome.DECLINED, reasons.EXPIRED),
    PayState.CANCELLED: (TerminalOutcome.CANCELLED, reasons.CANCELLED),
    PayState.RETURNED: (TerminalOutcome.DECLINED, reasons.RETURNED),
}
_NOBODY_PAID = (PayState.DECLINED, PayState.EXPIRED, PayState.CANCELLED)


class PayErrand:
    """asked_before: a program before this one had the code made; no other one is."""

    def __init__(self, request: TerminalRequest, wire: Wire, *, asked_before: bool) -> None:
        self.request = request
        self.bank = Bank()
        self._wire = wire
        self._asked_before = asked_before
        self._order_id = order_id(request.op_id)
        self._code: QrRegistered | None = None
        self._began_us = wire.clock.now_us()
        self._cancelling = False
        self._said = ""

    def ask_now(self) -> None:
        """The next step asks in any case; what is on screen is said once more."""
        self._said = ""

    def cancel(self) -> None:
        self._cancelling = True

    def step(self) -> Step:
        if self._code is None and self._asked_before:
            self._code = self._wire.book.code(self.request.op_id)
            if self._code is None:
                return self._look_unseen()
            if self._code.bank != self._wire.bank.name:
                return self._unknown(reasons.OTHER_BANK, self._code.bank)
            self._began_us = self._wire.clock.now_us()
            self._show()
        if self._code is None:
            return self._make()
        if self._cancelling:
            return self._give_up(self._code)
        return self._look(self._code)

    def _look_unseen(self) -> Step:
        """No code was stored, so none was shown and nobody should have paid; the bank has the last
        word on that, and where it says nothing a person has."""
        if self.request.currency != self._wire.bank.currency:
            return answered(TerminalOutcome.CANCELLED, reasons.NEVER_SHOWN)
        self._tell("sbp.asking_unseen", can_cancel=True)
        told = self._wire.bank.unseen(self._order())
        self.bank.heard(told)
        if isinstance(told, Told) and told.state in _NOBODY_PAID:
            return answered(TerminalOutcome.CANCELLED, reasons.NEVER_SHOWN)
        if isinstance(told, Told) and told.state is not PayState.WAITING:
            return self._ended(told, self.request.amount_minor)
        if isinstance(told, Refused):
            return self._unknown(told.reason, told.said)
        if self._cancelling or self._wire.clock.now_us() - self._began_us >= GRACE_US:
            reason = told.reason if isinstance(told, Silent) else reasons.NO_LAST_WORD
            return self._unknown(reason)
        return self.bank.pause_seconds()

    # ------------------------------------------------------------------ making a code

    def _order(self) -> Order:
        request, now_us = self.request, self._wire.clock.now_us()
        return Order(
            self._order_id, request.amount_minor, request.currency, now_us, now_us + LIFE_US,
            self._wire.text,
        )  # fmt: skip

    def _make(self) -> Step:
        request = self.request
        if self._cancelling:
            return answered(TerminalOutcome.CANCELLED, reasons.CANCELLED)
        if request.currency != self._wire.bank.currency:
            return answered(TerminalOutcome.DECLINED, reasons.OTHER_CURRENCY)
        if request.amount_minor < self._wire.bank.least_minor:
            return answered(TerminalOutcome.DECLINED, reasons.TOO_SMALL)
        self._tell("sbp.making_code", can_cancel=True)
        order = self._order()
        made = self._wire.bank.register(order)
        self.bank.heard(made)
        if isinstance(made, Made):
            return self._made(made, order)
        if isinstance(made, Refused):
            return answered(TerminalOutcome.DECLINED, made.reason, made.said)
        if isinstance(made, Told):
            # A code of ours that nobody was shown is paid: whatever that is, a person must see it.
            return answered(TerminalOutcome.UNKNOWN, reasons.NO_LAST_WORD)
        tried_enough = order.made_at_us - self._began_us >= MAKING_US or made.certainly_not_sent
        if tried_enough:
            return answered(TerminalOutcome.DECLINED, made.reason)
        return FIRST_PAUSE_SECONDS

    def _made(self, made: Made, order: Order) -> Step:
        code = QrRegistered(
            op_id=self.request.op_id,
            bank=self._wire.bank.name,
            order_id=order.order_id,
            bank_id=made.bank_id,
            payload=made.payload,
            amount_minor=order.amount_minor,
            currency=order.currency,
            expires_at_us=order.expires_at_us,
        )
        if not self._wire.store(code):
            self._wire.bank.cancel(code)
            return answered(TerminalOutcome.CANCELLED, reasons.NOT_STORED)
        self._code = code
        self._show()
        return FIRST_PAUSE_SECONDS

    # ------------------------------------------------------------------ asking about it

    def _look(self, code: QrRegistered) -> Step:
        over = self._wire.clock.now_us() >= code.expires_at_us
        told = self._wire.bank.state(code, over=over)
        self.bank.heard(told)
        if isinstance(told, Told) and told.state is not PayState.WAITING:
            return self._ended(told, code.amount_minor)
        if over and self._waited_long(code):
            return self._last_word(code, told)
        self._show()
        return self.bank.pause_seconds()

    def _waited_long(self, code: QrRegistered) -> bool:
        """Both of the code's life and of this program's asking."""
        now_us = self._wire.clock.now_us()
        if self._asked_before and now_us - self._began_us < GRACE_US and not self.bank.failures:
            return False
        return now_us - code.expires_at_us >= GRACE_US

    def _last_word(self, code: QrRegistered, told: Told | Refused | Silent) -> Step:
        """The code is long over and the bank has not said so: take it back, else ask a person."""
        if isinstance(told, Told):
            told = self._wire.bank.cancel(code)
            self.bank.heard(told)
            if isinstance(told, Told) and told.state is not PayState.WAITING:
                return self._ended(told, code.amount_minor)
        reason = told.reason if isinstance(told, Refused | Silent) else reasons.NO_LAST_WORD
        said = told.said if isinstance(told, Refused) else ""
        return self._unknown(reason, said)

    def _give_up(self, code: QrRegistered) -> Step:
        self._tell("sbp.cancelling")
        told = self._wire.bank.cancel(code)
        self.bank.heard(told)
        if isinstance(told, Told):
            if told.state is not PayState.WAITING:
                return self._ended(told, code.amount_minor)
            # The bank takes no code back: it can be paid until it ends by itself.
            self._cancelling = False
            self._tell("sbp.not_cancelled", expires_at_us=code.expires_at_us)
            return FIRST_PAUSE_SECONDS
        said = told.said if isinstance(told, Refused) else ""
        return self._unknown(told.reason, said)

    def _ended(self, told: Told, amount_minor: int) -> Step:
        if told.state is not PayState.PAID:
            outcome, reason = _ENDED[told.state]
            return answered(outcome, reason)
        if told.amount_minor not in (0, amount_minor):
            return self._unknown(reasons.AMOUNT_DIFFERS, str(told.amount_minor))
        return answered(TerminalOutcome.APPROVED, reference=self._order_id)

    def _unknown(self, reason: str, said: str = "") -> Step:
        return answered(TerminalOutcome.UNKNOWN, reason, said, self._order_id)

    # ------------------------------------------------------------------ what is said of it

    def _show(self) -> None:
        """The code with what is known of it; said when that changes."""
        code = self._code
        if code is None:
            return
        over = self._wire.clock.now_us() >= code.expires_at_us
        state = "sbp.waiting"
        if self.bank.failures:
            state = "sbp.no_contact_over" if over else "sbp.no_contact"
        elif over:
            state = "sbp.over"
        self._tell(
            state,
            show="" if over else code.payload,
            can_cancel=not self.bank.failures,
            expires_at_us=code.expires_at_us,
        )

    def _tell(
        self, code: str, *, show: str = "", can_cancel: bool = False, expires_at_us: int = 0
    ) -> None:
        if code == self._said:
            return
        self._said = code
        values: dict[str, object] = {"order": self._order_id}
        if expires_at_us:
            values["expires_at_us"] = expires_at_us
        self._wire.tell(self.request.op_id, code, values, show, can_cancel)
