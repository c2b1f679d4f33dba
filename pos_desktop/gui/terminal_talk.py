"""Between the devices that move money and the screens: what they say is shown, what they answer
goes to the desk that waits for it."""

from __future__ import annotations

from collections.abc import Callable

from pos_desktop.domain.facts import TerminalContradicted, TerminalReconciled
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.attention import Attention
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.messages import text_for
from pos_desktop.gui.screens.payment import PaymentScreen
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money
from pos_desktop.i18n import t
from pos_desktop.ports import (
    Event,
    TerminalAct,
    TerminalFinished,
    TerminalOutcome,
    TerminalProgress,
)

_SOURCE = "reconciliation"
_AGAINST = "contradiction"


class TerminalTalk:
    """say: a short word and its icon. Refunds are heard by their own page."""

    def __init__(
        self, shop: Shop, wait: PaymentScreen, attention: Attention, say: Callable[[str, str], None]
    ) -> None:
        self._shop = shop
        self._wait = wait
        self._attention = attention
        self._say = say
        self._staff_id = ""
        shop.bridge.happened.connect(self._happened)
        shop.till.changed.connect(self._look)
        self._contradicted: tuple[TerminalContradicted, ...] = ()
        attention.seen.connect(self._seen)

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
        elif isinstance(event, TerminalFinished):
            op_id, answer = event.op_id, event.answer
            shift, against = self._shop.desks.shift, self._shop.desks.contradictions
            self._shop.till.ask(lambda: against.hear(op_id, answer), self._show_contradictions)
            self._shop.till.act(lambda: self._shop.desks.payment.hear(op_id, answer))
            self._shop.till.ask(lambda: shift.hear(op_id, answer), self._reconciled)

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
