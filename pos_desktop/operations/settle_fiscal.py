"""Writing down what the fiscal operator answered: the fact, the document's state and, where the
receipt still waits for it, the final receipt with its QR code - in one transaction.
"""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import FiscalDocumentRegistered, FiscalDocumentRejected
from pos_desktop.domain.fiscal import (
    MISMATCH,
    OPERATION_CODES,
    UNCLEAR,
    FiscalReceipt,
    FiscalState,
    next_key_version,
)
from pos_desktop.domain.printing import SECOND_PRINTER
from pos_desktop.domain.rights import Action, demand
from pos_desktop.domain.staff import StaffMember
from pos_desktop.operations.workplace import Workplace
from pos_desktop.ports import Commit, FiscalChange, QueuedDocument
from pos_desktop.receipts.sale_receipt import SaleReceipt, sale_receipt


def record_registered(place: Workplace, document: QueuedDocument, receipt: FiscalReceipt) -> None:
    """The document is registered. Raises StorageError; then it will be asked for again by its
    key."""
    fact = document.fact
    registered = FiscalDocumentRegistered(
        fiscal_key=document.key,
        sale_id=document.sale_id,
        fn=receipt.fn,
        fd=receipt.fd,
        fp=receipt.fp,
        registered_at=receipt.registered_at,
        shift_number=receipt.shift_number,
        number_in_shift=receipt.number_in_shift,
        kkt_number=receipt.kkt_number,
        total_minor=receipt.total_minor,
        operation_code=OPERATION_CODES[fact.operation],
        fns_site=receipt.fns_site,
        ofd_url=receipt.ofd_url,
    )
    what = SaleReceipt(
        fact,
        document.occurred_at_us,
        place.seller,
        place.style,
        place.country.vat,
        place.zone,
        fiscal=registered,
    )
    replaced: tuple[tuple[str, bytes], ...] = ()
    encoder = place.encoder
    if encoder is not None:
        replaced = ((document.sale_id, encoder.encode(sale_receipt(what))),)
    place.journal.commit(
        Commit(
            facts=(registered,),
            fiscal_changes=(FiscalChange(document.key, FiscalState.REGISTERED),),
            print_replaced=replaced,
            second_replaced=_on_second(place, what),
        )
    )


def _on_second(place: Workplace, what: SaleReceipt) -> tuple[tuple[str, str, bytes], ...]:
    """The final papers of the second printer: its copy, or the receipt it prints for the other."""
    second, sale_id = place.second, what.fact.sale_id
    if second is None:
        return ()
    made: list[tuple[str, str, bytes]] = []
    if second.copies:
        copy = sale_receipt(replace(what, as_copy=True))
        made.append((sale_id, "copy", second.encoder.encode(copy)))
    job = place.prints.job_of_sale(sale_id)
    if job is not None and job.device == SECOND_PRINTER and job.unsent:
        made.append((sale_id, "receipt", second.encoder.encode(sale_receipt(what))))
    return tuple(made)


def record_rejected(place: Workplace, document: QueuedDocument, code: str, text: str) -> None:
    """The operator refused for good: the document is parked with its reason, the queue goes on."""
    place.journal.commit(
        Commit(
            facts=(FiscalDocumentRejected(document.key, document.sale_id, code, text),),
            fiscal_changes=(FiscalChange(document.key, FiscalState.REJECTED, f"{code}: {text}"),),
        )
    )


def send_under_new_key(place: Workplace, document: QueuedDocument, reason: str) -> str:
    """The operator took the document, did not register it and never will under this key: queue it
    under the next version. Returns the new key."""
    new_key = next_key_version(document.key)
    change = FiscalChange(document.key, FiscalState.QUEUED, reason, new_key)
    place.journal.commit(Commit(facts=(), fiscal_changes=(change,)))
    return new_key


def send_again(
    place: Workplace, sale_id: str, *, staff: StaffMember, looked_up: bool = False
) -> str:
    """A person mended the cause of a refusal: queue the document under the next version of its key.

    looked_up: the person has looked for the receipt at the operator and it is not there; needed
    where it may be registered. Returns the new key. RefusalError("fiscal.not_rejected" |
    "fiscal.look_up_first" | "fiscal.registered_otherwise").
    """
    demand(staff, Action.RETRY_FISCAL)
    detail = place.ledger.sale(sale_id)
    if detail is None or detail.row.fiscal_state is not FiscalState.REJECTED:
        raise RefusalError("fiscal.not_rejected", sale_id=sale_id)
    code = detail.row.fiscal_reason.partition(": ")[0]
    if code == MISMATCH:
        raise RefusalError("fiscal.registered_otherwise", sale_id=sale_id)
    if code == UNCLEAR and not looked_up:
        raise RefusalError("fiscal.look_up_first", sale_id=sale_id)
    old_key = detail.row.fiscal_key
    new_key = next_key_version(old_key)
    place.journal.commit(
        Commit(
            facts=(),
            fiscal_changes=(FiscalChange(old_key, FiscalState.QUEUED, "sent_again", new_key),),
        )
    )
    return new_key
