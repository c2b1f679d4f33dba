"""Paper of a terminal that belongs to no receipt: of money given back before its sale was made, of
totals compared with the bank, the shop's own copy."""

from __future__ import annotations

from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import NewPrintJob, TerminalAnswer
from pos_desktop.receipts.terminal_slip import terminal_slip


def slip_job(place: Workplace, lines: tuple[str, ...]) -> tuple[NewPrintJob, ...]:
    """The lines as a print job; none where there are no lines or no printer."""
    if place.encoder is None or not lines:
        return ()
    document = terminal_slip(lines, place.style.lang)
    return (NewPrintJob("", 0, "slip", place.encoder.encode(document)),)


def print_slips(place: Workplace, answer: TerminalAnswer) -> None:
    """Queue the customer's paper and the shop's."""
    for lines in (answer.slip, answer.merchant_slip):
        for job in slip_job(place, lines):
            place.prints.add(job)
