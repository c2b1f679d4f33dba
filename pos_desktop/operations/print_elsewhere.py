"""A printer that stands in for another: jobs of which certainly no byte has left are made anew for
the other's paper and become its jobs; nothing is ever the job of two printers.

What has been sent, or may have been, stays where it is: a person decides about that.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.printing import RECEIPT_PRINTER, SECOND_PRINTER, PrintJob, PrintState
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.close_shift import z_paper
from pos_desktop.operations.reprint import gift_document, receipt_document
from pos_desktop.operations.workplace import Workplace
from pos_desktop.receipts.document import Document, ReceiptEncoder

OTHER_PAPER = "print.other_paper"
_SHIFT = "shift:"
_OF_A_SALE = ("receipt", "copy", "gift")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """moved: jobs that the other printer has now. left: that wait for their own, for they cannot be
    made anew for another paper."""

    moved: int = 0
    left: int = 0


def hand_over(place: Workplace, device: str = SECOND_PRINTER) -> HandedOver:
    """Give what waits for the other printer to `device`; a machine's act, of which no right is
    asked. Kitchen orders and the second printer's copies stay where they belong."""
    source = RECEIPT_PRINTER if device == SECOND_PRINTER else SECOND_PRINTER
    moved = left = 0
    for job in place.prints.waiting(source):
        if not can_be_made(place, job, device):
            left += job.kind != "kitchen"
            continue
        payload = bytes_for(place, job, device)
        if payload is None:
            left += 1
        elif place.prints.give(job, device, payload):
            moved += 1
    return HandedOver(moved, left)


def print_on_second(place: Workplace, *, staff: StaffMember) -> HandedOver:
    """A person wants what waits on the second printer; RefusalError("print.nothing_moved") where
    nothing waits any more, or nothing that can be made for it."""
    demand(staff, Action.SELL)
    done = hand_over(place)
    if not done.moved:
        raise RefusalError("print.nothing_moved", left=done.left)
    return done


def fit_papers(place: Workplace, papers: dict[str, str]) -> list[PrintJob]:
    """Make waiting jobs anew whose printer has another paper now than they were made for, so that
    no printer is sent another's bytes; jobs of a second printer that is gone become the receipt
    printer's. What the journal does not say whole (an X, a cash slip) is given up, OTHER_PAPER: its
    bytes would be no text on this paper: these are returned. papers: by device, as the encoders
    say it."""
    given_up: list[PrintJob] = []
    for device in (RECEIPT_PRINTER, SECOND_PRINTER):
        for job in place.prints.waiting(device):
            target = device if device in papers else RECEIPT_PRINTER
            if target not in papers or (target == device and job.paper in ("", papers[device])):
                continue
            document = document_of(place, job)
            encoder = encoder_of(place, target)
            if document is None or encoder is None:
                place.prints.move(job.job_id, PrintState.CANCELLED, OTHER_PAPER)
                given_up.append(job)
            else:
                place.prints.give(job, target, encoder.encode(document))
    return given_up


def bytes_for(place: Workplace, job: PrintJob, device: str) -> bytes | None:
    """The job's bytes for that printer; None where it cannot be made for its paper."""
    encoder = encoder_of(place, device)
    own = encoder_of(place, job.device)
    if encoder is None:
        return None
    if own is not None and own.paper == encoder.paper == job.paper:
        return job.payload
    document = document_of(place, job)
    return None if document is None else encoder.encode(document)


def can_be_made(place: Workplace, job: PrintJob, device: str) -> bool:
    """Whether bytes_for would give some, without making them."""
    encoder, own = encoder_of(place, device), encoder_of(place, job.device)
    if encoder is None or job.kind == "kitchen":
        return False
    fits = own is not None and own.paper == encoder.paper == job.paper
    return fits or bool(job.source) or (job.kind in _OF_A_SALE and bool(job.sale_id))


def encoder_of(place: Workplace, device: str) -> ReceiptEncoder | None:
    if device == RECEIPT_PRINTER:
        return place.encoder
    return place.second.encoder if place.second is not None else None


def document_of(place: Workplace, job: PrintJob) -> Document | None:
    """What a job prints, made of the journal; None where the journal does not say it whole."""
    if job.source.startswith(_SHIFT):
        return z_paper(place, int(job.source.removeprefix(_SHIFT)), as_copy=job.kind == "z_copy")
    if job.kind not in _OF_A_SALE or not job.sale_id:
        return None
    detail = place.ledger.sale(job.sale_id)
    if detail is None:
        return None
    if job.kind == "gift":
        return gift_document(place, detail)
    return receipt_document(place, detail, as_copy=job.kind == "copy")
