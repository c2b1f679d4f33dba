"""Closing the shift: counted, with its difference written down; X at any time; the verified value
afterwards."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import CashVerified, ShiftClosed
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.shift import Shift
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.move_cash import Why
from pos_desktop.operations.open_shift import Declared, shift_in_hand
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, NewPrintJob, RefundBook, ShiftBook
from pos_desktop.receipts.document import Document
from pos_desktop.receipts.shift_report import ShiftPaper, shift_paper


def close_shift(
    place: Workplace,
    refunds: RefundBook,
    declared: Declared | None,
    why: Why,
    *,
    staff: StaffMember,
) -> ShiftReport:
    """Close the open shift and print its Z; the report as it was closed.

    declared: None where nobody counts; the drawer then goes over as it should be. A difference is
    written down with its reason and never keeps the shift open. RefusalError("shift.not_open",
    "payment.in_progress": money was taken for a sale that is not complete, "refund.unfinished":
    nobody has said whether a terminal gave money back, "cash.below_zero").
    """
    demand(staff, Action.CLOSE_SHIFT)
    shift = shift_in_hand(place)
    draft = place.journal.open_draft()
    if draft is not None and draft.sale.tenders:
        raise RefusalError("payment.in_progress", taken=len(draft.sale.tenders))
    if refunds.unfinished() is not None:
        raise RefusalError("refund.unfinished")
    if declared is not None and declared.total_minor < 0:
        raise RefusalError("cash.below_zero")
    report = place.journal.shift_report(shift.number)
    fact = closing_fact(report, shift, declared, why, staff)
    now_us = place.clock.now_us()
    closed = closed_report(report, fact, now_us)
    place.journal.commit(
        Commit(
            facts=(fact,),
            print_jobs=shift_papers(place, closed, "z_report", now_us, as_copy=False),
            occurred_at_us=now_us,
        )
    )
    return closed


def closing_fact(
    report: ShiftReport, shift: Shift, declared: Declared | None, why: Why, staff: StaffMember
) -> ShiftClosed:
    """The fact that closes a shift with these sums."""
    return ShiftClosed(
        shift_id=shift.shift_id,
        number=shift.number,
        staff_id=staff.staff_id,
        staff_name=staff.short_name,
        sales_count=report.sales_count,
        sales_minor=report.revenue_minor,
        cash_minor=report.expected_minor,
        counted=declared is not None,
        declared_minor=declared.total_minor if declared else 0,
        counts=declared.counts if declared else (),
        difference_minor=declared.total_minor - report.expected_minor if declared else 0,
        reason=why.reason,
        explanation=why.note,
        receipts_count=report.receipts_count,
        refunds_count=report.refunds_count,
        refunds_minor=report.refunds_minor,
        discounts_minor=report.discounts_minor,
        voids_count=report.voids_count,
        voids_minor=report.voids_minor,
        tenders=report.tenders,
        vats=report.vats,
        opening_minor=report.opening_minor,
        pay_in_minor=report.moved_minor("pay_in"),
        pay_out_minor=report.moved_minor("pay_out"),
        safe_drop_minor=report.moved_minor("safe_drop"),
    )


def closed_report(report: ShiftReport, fact: ShiftClosed, now_us: int) -> ShiftReport:
    """The report with its end, as the journal will fold it."""
    return replace(
        report,
        closed_at_us=now_us,
        closed_by=fact.staff_name,
        counted=fact.counted,
        declared_minor=fact.declared_minor,
        counts=fact.counts,
        reason=fact.reason,
        explanation=fact.explanation,
    )


def x_report(place: Workplace, *, staff: StaffMember) -> ShiftReport:
    """The sums of the open shift as they are now; RefusalError("shift.not_open")."""
    demand(staff, Action.X_REPORT)
    return place.journal.shift_report(shift_in_hand(place).number)


def print_x(place: Workplace, *, staff: StaffMember, with_drawer: bool = True) -> int:
    """Queue the X report; the job's id. with_drawer: False leaves out all that tells what the
    drawer should hold, while it is to be counted blind.

    RefusalError("shift.not_open", "printer.not_set_up").
    """
    report = x_report(place, staff=staff)
    if place.encoder is None:
        raise RefusalError("printer.not_set_up")
    now_us = place.clock.now_us()
    [job] = shift_papers(place, report, "x_report", now_us, as_copy=False, with_drawer=with_drawer)
    return place.prints.add(job)


def reprint_z(place: Workplace, book: ShiftBook, number: int, *, staff: StaffMember) -> int:
    """Queue the Z of a closed shift again, marked as a copy; the job's id.

    RefusalError("shift.not_closed", number=), ("printer.not_set_up").
    """
    demand(staff, Action.REPRINT)
    report = book.report(number)
    if not report.closed_at_us:
        raise RefusalError("shift.not_closed", number=number)
    if place.encoder is None:
        raise RefusalError("printer.not_set_up")
    [job] = shift_papers(place, report, "z_copy", report.closed_at_us, as_copy=True)
    return place.prints.add(job)


def verify_cash(
    place: Workplace,
    book: ShiftBook,
    number: int,
    verified_minor: int,
    *,
    staff: StaffMember,
    note: str = "",
) -> CashVerified:
    """Write down what a person with the right found in a closed shift's drawer or bag.

    RefusalError("shift.not_closed", number=), ("cash.below_zero").
    """
    demand(staff, Action.VERIFY_CASH)
    row = book.shift(number)
    if row is None or row.is_open:
        raise RefusalError("shift.not_closed", number=number)
    if verified_minor < 0:
        raise RefusalError("cash.below_zero")
    fact = CashVerified(number, verified_minor, staff.staff_id, staff.short_name, note)
    place.journal.commit(Commit(facts=(fact,)))
    return fact


def shift_papers(
    place: Workplace,
    report: ShiftReport,
    kind: str,
    at_us: int,
    *,
    as_copy: bool,
    with_drawer: bool = True,
) -> tuple[NewPrintJob, ...]:
    """The report as a print job; none where no printer is set up. kind: "x_report" | "z_report" |
    "z_copy"."""
    if place.encoder is None:
        return ()
    paper = ShiftPaper(
        report,
        at_us,
        place.seller,
        place.style,
        place.country.vat,
        place.country.currency,
        place.zone,
        is_z=kind != "x_report",
        as_copy=as_copy,
        with_drawer=with_drawer,
    )
    # An X is of its moment; a Z can be made anew from the facts.
    source = "" if kind == "x_report" else f"shift:{report.number}"
    payload = place.encoder.encode(shift_paper(paper))
    return (NewPrintJob("", 0, kind, payload, source=source),)


def z_paper(place: Workplace, number: int, *, as_copy: bool) -> Document:
    """The Z of a closed shift, from its facts."""
    report = place.journal.shift_report(number)
    return shift_paper(
        ShiftPaper(
            report,
            report.closed_at_us,
            place.seller,
            place.style,
            place.country.vat,
            place.country.currency,
            place.zone,
            is_z=True,
            as_copy=as_copy,
        )
    )
