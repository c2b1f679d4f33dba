"""Between the devices that move money and the screens: what they say is shown, what they answer
goes to the desk that waits for it."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.domain.facts import RefundBegun, TerminalContradicted, TerminalReconciled
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.attention import Attention
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.desk_refund_answers import RefundHeard
from pos_desktop.gui.messages import text_for
from pos_desktop.gui.screens.payment import PaymentScreen
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money
from pos_desktop.i18n import t
from pos_desktop.ports import (
    DeviceChanged,
    Event,
    TerminalAct,
    TerminalAnswer,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
)

_SOURCE = "reconciliation"
_AGAINST = "contradiction"
_REFUND = "refund"
_DEVICES = ("terminal", "sbp")


class TerminalTalk:
    """say: a short word and its icon. front: the page beside the sale that is looked at, "" for
    none; that of refunds shows by itself what is heard here for it."""

    def __init__(
        self,
        shop: Shop,
        wait: PaymentScreen,
        attention: Attention,
        say: Callable[[str, str], None],
        front: Callable[[], str],
    ) -> None:
        self._shop = shop
        self._wait = wait
        self._attention = attention
        self._say = say
        self._front = front
        self._refund_shown = False
        self._page = ""
        self._staff_id = ""
        shop.bridge.happened.connect(self._happened)
        shop.till.changed.connect(self._look)
        self._contradicted: tuple[TerminalContradicted, ...] = ()
        attention.seen.connect(self._seen)

    def page_changed(self) -> None:
        """Whoever leaves the page of refunds is told of money that is not answered for."""
        before, self._page = self._page, self._front()
        if before == _REFUND != self._page:
            self._shop.till.ask(self._shop.desks.refund_answers.waits, self._show_refund)

    def is_missing(self, act: str) -> bool:
        """Whether an act of the menus needs a terminal that this shop has not."""
        return act == "reconcile" and TenderKind.CARD not in self._shop.place.terminals

    def reconcile(self) -> None:
        """A person wants the totals compared now."""
        self._attention.forget(_SOURCE)
        self._shop.till.run(self._shop.desks.shift.reconcile)

    def _happened(self, event: Event) -> None:
        if isinstance(event, TerminalProgress):
            self._wait.show_progress(event)
        elif isinstance(event, DeviceChanged) and event.state.device in _DEVICES:
            self._device_changed()
        elif isinstance(event, TerminalFinished):
            op_id, answer = event.op_id, event.answer
            shift, against = self._shop.desks.shift, self._shop.desks.contradictions
            self._shop.till.ask(lambda: against.hear(op_id, answer), self._show_contradictions)
            self._shop.till.act(lambda: self._shop.desks.payment.hear(op_id, answer))
            refunds = self._shop.desks.refund_answers
            self._shop.till.ask(
                lambda: refunds.hear(op_id, answer), lambda heard: self._refund_heard(heard, answer)
            )
            self._shop.till.ask(lambda: shift.hear(op_id, answer), self._reconciled)

    def _device_changed(self) -> None:
        """Another one may have taken its place, or the one that was asked is back."""
        shown = self._shop.till.current
        if shown is None or shown.staff is None:
            return
        if shown.payment is not None and shown.payment.pending is not None:
            self._shop.till.act(self._shop.desks.payment.look_after)
        if self._refund_shown:
            self._shop.till.ask(self._shop.desks.refund_answers.look_after, self._show_refund)

    def _look(self, shown: Snapshot) -> None:
        """Somebody came to a sale whose money a device has not told about."""
        staff_id = shown.staff.staff_id if shown.staff is not None else ""
        came, self._staff_id = staff_id != self._staff_id, staff_id
        if came and staff_id:
            self._shop.till.ask(
                self._shop.desks.shift.look_after_reconciliation, lambda _none: None
            )
            self._shop.till.ask(
                self._shop.desks.contradictions.look_after, self._show_contradictions
            )
            self._shop.till.ask(self._shop.desks.refund_answers.look_after, self._show_refund)
        elif self._refund_shown:
            self._shop.till.ask(self._shop.desks.refund_answers.waits, self._show_refund)
        waits = shown.payment is not None and shown.payment.pending is not None
        if came and staff_id and waits and not shown.waits_for:
            self._shop.till.act(self._shop.desks.payment.look_after)

    def _reconciled(self, fact: TerminalReconciled | None) -> None:
        if fact is None:
            return
        if fact.outcome == TerminalOutcome.APPROVED:
            self._attention.forget(_SOURCE)
            self._say(t("terminal.totals_agree"), "circle-check")
            return
        why = text_for(fact.reason, {"text": fact.outcome, "code": "", "path": ""}).title
        self._attention.show(_SOURCE, text_for("terminal.not_reconciled", {"text": why}))

    def _refund_heard(self, heard: RefundHeard | None, answer: TerminalAnswer) -> None:
        """Its own page says more where it is in front."""
        if heard is None:
            if answer.outcome is TerminalOutcome.UNKNOWN:
                self._shop.till.ask(self._shop.desks.refund_answers.waits, self._show_refund)
            return
        if self._front() == _REFUND:
            return
        if isinstance(heard.done, RefundBegun):
            self._show_refund(heard.done)
            return
        self._attention.forget(_REFUND)
        amount = money(abs(heard.begun.card_minor))
        if heard.done is not None:
            self._say(t("refund.heard.went", amount=amount), "circle-check")
        else:
            why = text_for(answer.reason, dict(answer.values)).title
            self._say(t("refund.heard.not", amount=amount, why=why), "triangle-alert")

    def _show_refund(self, begun: RefundBegun | None) -> None:
        """It stands above the screens until somebody, or its device, has said how it went."""
        self._refund_shown = begun is not None
        if begun is None or self._front() == _REFUND:
            self._attention.forget(_REFUND)
            return
        values: dict[str, object] = {"amount": money(abs(begun.card_minor))}
        self._attention.show(_REFUND, text_for("refund.waits", values), _REFUND)

    def _show_contradictions(self, found: tuple[TerminalContradicted, ...]) -> None:
        """The oldest stands above the screens until somebody has seen to it."""
        self._contradicted = found
        if not found:
            self._attention.forget(_AGAINST)
            return
        first = found[0]
        what = "pay" if first.act == TerminalAct.PAY else "back"
        code = f"terminal.late_{what}_{'moved' if first.moved else 'not'}"
        values: dict[str, object] = {"amount": money(first.amount_minor)}
        self._attention.show(_AGAINST, text_for(code, values, "danger"), "seen")

    def _seen(self, source: str) -> None:
        if source == _AGAINST and self._contradicted:
            op_id, desk = self._contradicted[0].op_id, self._shop.desks.contradictions
            self._shop.till.run(lambda: desk.settle(op_id), self._show_contradictions)
