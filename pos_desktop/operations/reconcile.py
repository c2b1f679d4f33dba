"""Comparing a terminal's totals with the bank, when a shift closes or when somebody wants it. What
comes of it is written down and printed; it never keeps a shift open."""

from __future__ import annotations

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import ReconciliationRequested, TerminalReconciled
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations.print_slip import slip_job
from pos_desktop.operations.terminal_requests import device_of
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, ReportBook, TerminalAct, TerminalAnswer, TerminalRequest


def reconcile(
    place: Workplace, shift_number: int, *, staff: StaffMember
) -> ReconciliationRequested:
    """Store that the card terminal is asked, then ask it; RefusalError("terminal.not_set_up")."""
    demand(staff, Action.CLOSE_SHIFT)
    terminal = place.terminals.get(TenderKind.CARD)
    if terminal is None:
        raise RefusalError("terminal.not_set_up")
    asked = ReconciliationRequested(
        place.ids.new_id(),
        terminal.name,
        shift_number,
        staff.staff_id,
        staff.short_name,
        terminal.peer,
    )
    place.journal.commit(Commit((asked,)))
    terminal.reconcile(asked.op_id)
    return asked


def left_open(
    place: Workplace, book: ReportBook, since_us: int
) -> tuple[ReconciliationRequested, ...]:
    """Those asked since then whose answer nobody heard, for the register ended meanwhile."""
    kinds = (ReconciliationRequested.KIND, TerminalReconciled.KIND)
    waiting: dict[str, ReconciliationRequested] = {}
    for batch in book.batches(book.span(since_us, place.clock.now_us()), kinds):
        for _at_us, fact in batch.facts:
            if isinstance(fact, ReconciliationRequested):
                waiting[fact.op_id] = fact
            elif isinstance(fact, TerminalReconciled):
                waiting.pop(fact.op_id, None)
    return tuple(waiting.values())


def ask_about_reconciliation(place: Workplace, asked: ReconciliationRequested) -> bool:
    """Ask the terminal what came of it; False where that very one is not set up any more."""
    terminal = device_of(place, TenderKind.CARD, asked.device, asked.peer)
    if terminal is None:
        return False
    currency = place.country.currency
    terminal.query(
        TerminalRequest(asked.op_id, TerminalAct.RECONCILE, 0, currency, peer=asked.peer)
    )
    return True


def hear_reconciliation(
    place: Workplace, asked: ReconciliationRequested, answer: TerminalAnswer
) -> TerminalReconciled:
    """Store what came of it, with its paper."""
    fact = TerminalReconciled(
        asked.op_id,
        asked.device,
        asked.shift_number,
        answer.outcome.value,
        answer.reason,
        answer.slip,
    )
    place.journal.commit(
        Commit(
            (fact,),
            print_jobs=(*slip_job(place, answer.slip), *slip_job(place, answer.merchant_slip)),
        )
    )
    return fact
