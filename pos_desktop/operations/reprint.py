"""Printing again: a copy of any receipt, and the answer to "did it come out?" after a fault."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.printing import RECEIPT_PRINTER, SECOND_PRINTER, PrintJob, PrintState
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, NewPrintJob, SaleDetail
from pos_desktop.receipts.document import Document
from pos_desktop.receipts.gift_receipt import gift_receipt
from pos_desktop.receipts.sale_receipt import SaleReceipt, sale_receipt


def receipt_document(place: Workplace, detail: SaleDetail, *, as_copy: bool) -> Document:
    """The receipt of a stored sale with its fiscal data, where they have come."""
    return sale_receipt(replace(_receipt_of(place, detail), as_copy=as_copy))


def gift_document(place: Workplace, detail: SaleDetail) -> Document:
    """The receipt without prices of a stored sale."""
    return gift_receipt(_receipt_of(place, detail))


def _receipt_of(place: Workplace, detail: SaleDetail) -> SaleReceipt:
    return SaleReceipt(
        detail.fact,
        detail.row.occurred_at_us,
        place.seller,
        place.style,
        place.country.vat,
        place.zone,
        fiscal=detail.fiscal,
        fiscal_due=bool(detail.fact.fiscal_key),
    )


def print_copy(place: Workplace, sale_id: str, *, staff: StaffMember) -> int:
    """Queue a copy, marked as one; the job's id. RefusalError("sale.unknown" |
    "printer.not_set_up")."""
    demand(staff, Action.REPRINT)
    detail = place.ledger.sale(sale_id)
    if detail is None:
        raise RefusalError("sale.unknown", sale_id=sale_id)
    if place.encoder is None:
        raise RefusalError("printer.not_set_up")
    payload = place.encoder.encode(receipt_document(place, detail, as_copy=True))
    return place.prints.add(NewPrintJob(sale_id, detail.fact.number, "copy", payload))


def print_gift(place: Workplace, sale_id: str, *, staff: StaffMember) -> int:
    """Queue a receipt without prices for a present; the job's id.

    RefusalError("sale.unknown" | "gift.only_sales" | "printer.not_set_up").
    """
    demand(staff, Action.REPRINT)
    detail = place.ledger.sale(sale_id)
    if detail is None:
        raise RefusalError("sale.unknown", sale_id=sale_id)
    if detail.fact.operation != "sell":
        raise RefusalError("gift.only_sales", sale_number=detail.fact.number)
    if place.encoder is None:
        raise RefusalError("printer.not_set_up")
    payload = place.encoder.encode(gift_document(place, detail))
    return place.prints.add(NewPrintJob(sale_id, detail.fact.number, "gift", payload))


def last_sale_id(place: Workplace) -> str:
    """The receipt before; RefusalError("sale.none_yet")."""
    detail = place.ledger.last_sale()
    if detail is None:
        raise RefusalError("sale.none_yet")
    return detail.fact.sale_id


def settle_unknown_print(
    place: Workplace, sale_id: str, *, came_out: bool, staff: StaffMember
) -> None:
    """The cashier looked: the receipt is there (done), or is not (print again, with its fiscal data
    if they have come meanwhile).

    RefusalError("print.not_unknown") where nothing is asked about this sale any more.
    """
    demand(staff, Action.SETTLE_UNKNOWN_PRINT)
    job = place.prints.job_of_sale(sale_id)
    if job is None or job.state is not PrintState.UNKNOWN:
        raise RefusalError("print.not_unknown", sale_id=sale_id)
    if came_out:
        place.prints.move(job.job_id, PrintState.DONE, "asked")
    else:
        _queue_again(place, job)


def print_again(place: Workplace, sale_id: str, *, staff: StaffMember) -> None:
    """Queue a receipt again that the printer refused: nothing of it has come out.

    RefusalError("print.not_failed") where it is not one of those (any more).
    """
    demand(staff, Action.REPRINT)
    job = place.prints.job_of_sale(sale_id)
    if job is None or job.state is not PrintState.FAILED:
        raise RefusalError("print.not_failed", sale_id=sale_id)
    _queue_again(place, job)


def _queue_again(place: Workplace, job: PrintJob) -> None:
    """Queue the receipt; with its fiscal data where they came while it could not be changed."""
    place.prints.move(job.job_id, PrintState.QUEUED, "asked")
    detail = place.ledger.sale(job.sale_id)
    if detail is None or detail.fiscal is None:
        return
    document = receipt_document(place, detail, as_copy=False)
    if job.device == SECOND_PRINTER and place.second is not None:
        final = place.second.encoder.encode(document)
        replaced = ((job.sale_id, job.kind, final),)
        place.journal.commit(Commit(facts=(), second_replaced=replaced))
    elif job.device == RECEIPT_PRINTER and place.encoder is not None:
        final = place.encoder.encode(document)
        place.journal.commit(Commit(facts=(), print_replaced=((job.sale_id, final),)))
