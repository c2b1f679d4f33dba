"""The till as the screens see it: calls return at once, work happens on the lane, signals bring
the result."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from pos_desktop.domain.errors import PosError, RefusalError
from pos_desktop.domain.rights import Action, Approval
from pos_desktop.domain.sale import Discount
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.bridge import Bridge
from pos_desktop.gui.desk import Desk, Snapshot
from pos_desktop.gui.lane import Lane
from pos_desktop.operations.account_moves import DRAWN_BEFORE
from pos_desktop.operations.approve import Proof, Request
from pos_desktop.ports import Draft, SaleDetail, SaleRow

Answer = TypeVar("Answer")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Blocked:
    """What a person asked for and may not do. work: the whole request, to be run again as it
    was; given: the words it has already, where one action needs several."""

    error: PosError
    action: Action
    work: Callable[[], None]
    given: tuple[Approval, ...] = ()

    @property
    def subject(self) -> str:
        """What it is about, as far as the refusal says."""
        return str(self.error.values.get("subject", ""))


class Till(QObject):
    """One window's hand on the desk.

    changed(Snapshot): draw it. refused(PosError): a rule, a device or the disk said no, nothing
    was changed.
    completed(Snapshot): a sale has just become durable. failed(str): a bug, with its text.
    blocked(Blocked): the person may not do it; a second one may allow it, see allow().
    """

    changed = Signal(object)
    refused = Signal(object)
    completed = Signal(object)
    failed = Signal(str)
    blocked = Signal(object)

    def __init__(self, desk: Desk, bridge: Bridge) -> None:
        super().__init__()
        self._desk = desk
        self._lane = Lane(self._lane_failed)
        self._bridge = bridge
        self.current: Snapshot | None = None
        self._redrawing = False

    def start(self) -> None:
        """Begin to work off what is asked."""
        self._lane.start()

    def stop(self) -> None:
        """Finish what was asked, then end."""
        self._lane.stop()

    # each of these returns at once

    def restore(self) -> None:
        self._do(self._desk.restore)

    def sign_in(self, staff_id: str, pin: str) -> None:
        self._do(lambda: self._desk.sign_in(staff_id, pin))

    def lock(self, idle: bool = False) -> None:
        self._do(lambda: self._desk.lock(idle))

    def open_shift(self) -> None:
        """The quick way, without a count; see Desk.open_shift."""
        self._do(self._desk.open_shift)

    def scan(self, text: str, count: int = 1) -> None:
        self._do(lambda: self._desk.scan(text, count))

    def add_product(self, product_id: str, count: int = 1) -> None:
        self._do(lambda: self._desk.add_product(product_id, count))

    def add_weighed(self, product_id: str, weight_grams: int) -> None:
        self._do(lambda: self._desk.add_weighed(product_id, weight_grams))

    def add_typed_weight(self, product_id: str, weight_grams: int) -> None:
        """A weight that no scale told."""
        self._do(lambda: self._desk.add_weighed(product_id, weight_grams, by_hand=True))

    def want_no_weight(self) -> None:
        self._do(self._desk.want_no_weight)

    def set_quantity(self, line_id: int, thousandths: int) -> None:
        self._do(lambda: self._desk.set_quantity(line_id, thousandths))

    def change_quantity(self, line_id: int, by: int) -> None:
        self._do(lambda: self._desk.change_quantity(line_id, by))

    def discount_line(self, line_id: int, discount: Discount) -> None:
        self._do(lambda: self._desk.discount_line(line_id, discount))

    def discount_sale(self, discount: Discount) -> None:
        self._do(lambda: self._desk.discount_sale(discount))

    def remove(self, line_id: int) -> None:
        self._do(lambda: self._desk.remove(line_id))

    def void(self) -> None:
        self._do(self._desk.void)

    def select(self, line_id: int) -> None:
        self._do(lambda: self._desk.select(line_id))

    def park(self, label: str = "") -> None:
        self._do(lambda: self._desk.park(label))

    def recall(self, parked: int) -> None:
        self._do(lambda: self._desk.recall(parked))

    def begin_payment(self) -> None:
        self._do(self._desk.begin_payment)

    def leave_payment(self) -> None:
        self._do(self._desk.leave_payment)

    def tender(self, kind: TenderKind, received_minor: int) -> None:
        self._do_if_still(lambda: self._desk.tender(kind, received_minor))

    def pay_exact(self, kind: TenderKind) -> None:
        self._do_if_still(lambda: self._desk.pay_exact(kind))

    # questions; `then` gets the answer on the window's thread

    def parked_sales(self, then: Callable[[list[Draft]], None]) -> None:
        self.ask(self._desk.parked_sales, then)

    def sales(
        self,
        then: Callable[[list[SaleRow]], None],
        *,
        text: str = "",
        waiting: bool = False,
        attention: bool = False,
    ) -> None:
        ledger = self._desk.place.ledger
        self.ask(
            lambda: ledger.sales(text=text, only_waiting=waiting, only_attention=attention), then
        )

    def sale(self, sale_id: str, then: Callable[[SaleDetail | None], None]) -> None:
        self.ask(lambda: self._desk.place.ledger.sale(sale_id), then)

    def ask(self, question: Callable[[], Answer], then: Callable[[Answer], None]) -> None:
        """Run a read on the lane and bring its answer back to the window's thread."""

        def work() -> None:
            answer = question()
            self._bridge.call(lambda: then(answer))

        self._submit(work)

    def run(
        self, action: Callable[[], Answer], then: Callable[[Answer], None] | None = None
    ) -> None:
        """Run an operation of another desk on the lane; its answer goes to `then` on the window's
        thread, and the screens are drawn anew. Refusals and missing rights go the usual ways."""

        def work() -> None:
            answer = action()
            snapshot = self._desk.snapshot()
            if then is not None:
                self._bridge.call(lambda: then(answer))
            self._bridge.call(lambda: self._show(snapshot))

        self._submit(work)

    def act(self, action: Callable[[], Snapshot]) -> None:
        """Run an action of another desk that ends, as those of the selling one do, in what is to
        be drawn."""
        self._do(action)

    def allow(
        self,
        blocked: Blocked,
        proof: Proof,
        reason: str = "",
        then: Callable[[PosError | None], None] | None = None,
    ) -> None:
        """Do what was blocked, with a second person's word. then: what came of the word alone:
        None, or why it was not taken; what the action itself refuses goes the usual way."""
        request = Request(blocked.action, reason, blocked.subject)

        def work() -> None:
            try:
                approval = self._desk.approve(request, proof)
            except PosError as error:
                if then is None:
                    raise
                refusal = error
                self._bridge.call(lambda: then(refusal))
                return
            if then is not None:
                self._bridge.call(lambda: then(None))
            self._attempt(blocked.work, (*blocked.given, approval))

        self._submit(work)

    def _do(self, action: Callable[[], Snapshot]) -> None:
        def work() -> None:
            snapshot = action()
            self._bridge.call(lambda: self._show(snapshot))

        self._submit(work)

    def _do_if_still(self, action: Callable[[], Snapshot]) -> None:
        """Take money for what is shown now, or do nothing where that has changed meanwhile."""
        seen = self.current
        self._do(lambda: action() if self._desk.is_still(seen) else self._desk.snapshot())

    def _submit(self, work: Callable[[], None]) -> None:
        if not self._lane.submit(lambda: self._attempt(work)):
            self.refused.emit(RefusalError("till.busy"))

    def _attempt(self, work: Callable[[], None], given: tuple[Approval, ...] = ()) -> None:
        try:
            self._desk.with_words(given, work)
        except PosError as error:
            refusal = error
            if error.code == "rights.missing" and "action" in error.values:
                blocked = Blocked(error, Action(str(error.values["action"])), work, given)
                self._bridge.call(lambda: self.blocked.emit(blocked))
            else:
                self._bridge.call(lambda: self.refused.emit(refusal))
                if error.code in DRAWN_BEFORE:
                    self._do(self._desk.snapshot)

    def _lane_failed(self, error: BaseException) -> None:
        """A bug in an operation: said aloud, the lane goes on."""
        _log.error("an operation failed", exc_info=error)
        self._bridge.call(lambda: self.failed.emit(repr(error)))
        if not self._redrawing:
            # What the operation did before it failed must be seen, and drawn once only.
            self._redrawing = True
            self._do(self._desk.snapshot)

    def _show(self, snapshot: Snapshot) -> None:
        self._redrawing = False
        self.current = snapshot
        if snapshot.just_completed:
            self.completed.emit(snapshot)
        self.changed.emit(snapshot)
