"""The journal and its queues: what is stored, what is read of it, what waits to go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pos_desktop.domain.customers import Account
from pos_desktop.domain.facts import Fact, FiscalDocumentRegistered, SaleCompleted
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import RECEIPT_PRINTER, PrintJob, PrintState
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.domain.shift import Shift, ShiftTotals
from pos_desktop.domain.shift_report import ShiftReport
from pos_desktop.ports.delivery import NewDelivery
from pos_desktop.ports.reference import CatalogueEdit, PriceListEdit, PromotionEdit
from pos_desktop.ports.shifts import ShiftRow


@dataclass(frozen=True, slots=True)
class NewPrintJob:
    """A rendered job to store with the facts; the fields are those of PrintJob."""

    sale_id: str
    sale_number: int
    kind: str
    payload: bytes
    not_before_us: int = 0
    opens_drawer: bool = False
    device: str = RECEIPT_PRINTER
    source: str = ""


@dataclass(frozen=True, slots=True)
class NewFiscalDocument:
    """A document to queue with the facts: its key is stored before anything is sent."""

    key: str
    sale_id: str
    sale_number: int


@dataclass(frozen=True, slots=True)
class FiscalChange:
    """A state change of a fiscal document that belongs to the facts of the same commit."""

    key: str
    state: FiscalState
    reason: str = ""
    next_key: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedBefore:
    """What of a line had come back when a refund of it was counted, in thousandths."""

    sale_id: str
    n: int
    qty: int


@dataclass(frozen=True, slots=True)
class SpendLimit:
    """The most that may have been spent from an account since a moment, this commit included.

    since_us: UTC microseconds since 1970. most_minor: minor units.
    """

    account: Account
    holder: str
    since_us: int
    most_minor: int


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything that becomes true at once: one SQLite transaction, one fdatasync.

    print_replaced: (sale_id, payload) for a receipt job of which nothing has left: it waits for
    its fiscal answer, its turn or paper (QUEUED, HELD). Ignored otherwise, so bytes that may be on
    paper are never changed; nor are those of another printer, whose jobs are meant by
    second_replaced (sale_id, kind, payload).
    deliveries: electronic copies to queue; delivery_sent: id of one that has left.
    occurred_at_us: when it happened, where that is said elsewhere too (the paper of a sale); 0 =
    the journal's clock at the write. Entries are in order of their seq, so it may lie before the
    time of the entry before.
    returned_before: RefusalError("refund.changed") where another refund got in between.
    spend_limits: of accounts whose owner may be spending them elsewhere, too: RefusalError(
    "loyalty.offline_spent" | "certificate.offline_spent") where another sale has used them up.
    edit: of reference data in a file of its own; kept until it is written there.
    """

    facts: tuple[Fact, ...]
    print_jobs: tuple[NewPrintJob, ...] = ()
    fiscal_documents: tuple[NewFiscalDocument, ...] = ()
    fiscal_changes: tuple[FiscalChange, ...] = ()
    print_replaced: tuple[tuple[str, bytes], ...] = ()
    second_replaced: tuple[tuple[str, str, bytes], ...] = ()
    draft_removed: str = ""
    deliveries: tuple[NewDelivery, ...] = ()
    delivery_sent: str = ""
    occurred_at_us: int = 0
    returned_before: tuple[ReturnedBefore, ...] = ()
    spend_limits: tuple[SpendLimit, ...] = ()
    stock_draft_removed: str = ""
    edit: CatalogueEdit | PromotionEdit | PriceListEdit | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An open or parked sale as stored. parked: its number among the parked (from 1), 0 = an open
    one. beside: its number among those open beside the one in front (from 1), 0 = it is none."""

    sale: Sale
    staff_id: str
    parked: int
    parked_at_us: int
    label: str
    beside: int = 0

    @property
    def in_front(self) -> bool:
        """Whether it is the sale on the screen."""
        return not self.parked and not self.beside


@dataclass(frozen=True, slots=True)
class SaleRow:
    """One row of the journal screen."""

    seq: int
    sale_id: str
    number: int
    occurred_at_us: int
    shift_number: int
    staff_name: str
    operation: str
    total_minor: int
    tender_kinds: tuple[str, ...]
    print_state: PrintState | None
    print_reason: str
    fiscal_key: str
    fiscal_state: FiscalState | None
    fiscal_reason: str
    synced: bool


@dataclass(frozen=True, slots=True)
class SaleDetail:
    row: SaleRow
    fact: SaleCompleted
    fiscal: FiscalDocumentRegistered | None


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """waiting: documents not delivered; oldest_us: when the oldest of them happened, 0 = none
    waits; parked: refused."""

    waiting: int
    oldest_us: int
    oldest_number: int
    parked: int


class Journal(Protocol):
    """Append-only book of facts with what is derived from it. Every method may raise
    StorageError."""

    def commit(self, what: Commit) -> int:
        """Store all of it in one durable transaction; the seq of the last fact. When it returns,
        it exists."""
        ...

    def catalogue_edits(self) -> list[tuple[int, CatalogueEdit]]:
        """Edits that are not written into the catalogue's file yet, oldest first, each with the
        number that edit_written takes."""
        ...

    def promotion_edits(self) -> list[tuple[int, PromotionEdit]]: ...
    def price_list_edits(self) -> list[tuple[int, PriceListEdit]]: ...
    def edit_written(self, seq: int) -> None: ...
    def next_sale_number(self) -> int: ...
    def next_shift_number(self) -> int: ...
    def open_shift(self) -> Shift | None: ...
    def shift_totals(self, shift_number: int) -> ShiftTotals: ...
    def shift_report(self, shift_number: int) -> ShiftReport:
        """All sums of a shift, folded from its facts."""
        ...

    def last_shift(self) -> ShiftRow | None:
        """The last shift that was closed."""
        ...

    def save_draft(
        self,
        sale: Sale,
        staff_id: str,
        changed: Sequence[SaleLine],
        removed: Sequence[int] = (),
        facts: tuple[Fact, ...] = (),
        print_jobs: Sequence[NewPrintJob] = (),
    ) -> None:
        """Store the open sale: its head, the changed lines and no more, so a long sale stays
        cheap. facts, print_jobs: what happened with it, in the same transaction."""
        ...

    def split_draft(self, kept: Sale, rest: Sale, staff_id: str, label: str) -> int:
        """Store two parts of the open sale in one durable transaction: kept stays the open one, the
        rest becomes a parked sale; its parked number."""
        ...

    def open_draft(self) -> Draft | None: ...
    def parked_drafts(self) -> list[Draft]: ...
    def park_draft(
        self,
        sale_id: str,
        label: str,
        changed: Sequence[SaleLine] = (),
        print_jobs: Sequence[NewPrintJob] = (),
    ) -> int:
        """Make the open sale a parked one; its parked number. changed: lines that are stored anew
        in the same transaction, with the orders that go to a printer for them."""
        ...

    def recall_draft(self, parked: int) -> Draft:
        """Make a parked sale the open one and park the open one, both or neither, in one durable
        transaction; an open sale without lines is dropped. RefusalError("park.no_such")."""
        ...

    def name_parked(self, parked: int, label: str) -> None:
        """Give a parked sale a name; RefusalError("park.no_such")."""
        ...

    def drafts_beside(self) -> list[Draft]:
        """The sales open beside the one in front, by their numbers."""
        ...

    def put_beside(self, sale_id: str) -> int:
        """Keep the open sale beside, so that another may be in front; its number."""
        ...

    def bring_to_front(self, beside: int) -> Draft:
        """Change places of a sale beside and the one in front, both or neither; a sale in front
        without lines is dropped. RefusalError("park.no_such")."""
        ...

    def drop_draft(self, sale_id: str) -> None: ...


class SalesLedger(Protocol):
    """Reads for the journal screen; safe to call from any thread."""

    def sales(
        self,
        *,
        shift_number: int | None = None,
        only_waiting: bool = False,
        only_attention: bool = False,
        text: str = "",
        limit: int = 500,
    ) -> list[SaleRow]: ...
    def attention(self) -> list[SaleRow]: ...
    def sale(self, sale_id: str) -> SaleDetail | None: ...
    def last_sale(self) -> SaleDetail | None: ...
    def fiscal_queue(self) -> QueueStatus: ...
    def cloud_queue(self) -> QueueStatus: ...
    def print_queue(self) -> QueueStatus: ...


class PrintQueue(Protocol):
    """The printer thread's side of print jobs."""

    def next_job(self, now_us: int) -> PrintJob | None:
        """The oldest QUEUED or HELD job whose not_before_us has passed, or lies so far ahead that
        the clock must have been set back."""
        ...

    def next_wake_us(self) -> int:
        """When a held-back job becomes due, 0 = none waits."""
        ...

    def move(self, job_id: int, new: PrintState, reason: str = "") -> None: ...
    def add(self, job: NewPrintJob) -> int: ...
    def job(self, job_id: int) -> PrintJob | None: ...
    def job_of_sale(self, sale_id: str) -> PrintJob | None: ...
    def newest_job(self) -> int:
        """The id of the newest job, 0 = there is none; ids only grow."""
        ...

    def drawer_wanted(self, after: int, until: int) -> bool:
        """Whether a job with an id above `after` and up to `until` opens the drawer, whatever its
        state is by now."""
        ...

    def settle_at_start(self) -> int:
        """SENDING jobs of a process that died become UNKNOWN; how many."""
        ...


class PrintBook(PrintQueue, Protocol):
    """The jobs of all printers, as operations see them; as a PrintQueue it is the receipt
    printer's."""

    def waiting(self, device: str) -> list[PrintJob]:
        """The jobs of a printer of which certainly nothing has left, oldest first."""
        ...

    def give(self, job: PrintJob, device: str, payload: bytes) -> bool:
        """Make it the job of that printer with bytes made for it, in one durable transaction;
        False where it is not waiting any more: then nothing has changed."""
        ...


@dataclass(frozen=True, slots=True)
class QueuedDocument:
    """reference: the operator's id once accepted. occurred_at_us: of the sale."""

    key: str
    sale_id: str
    sale_number: int
    occurred_at_us: int
    state: FiscalState
    reference: str
    attempts: int
    next_try_us: int
    fact: SaleCompleted


class FiscalQueue(Protocol):
    """The fiscal worker's side of the documents; strictly in order of the sales."""

    def next_to_submit(self, now_us: int) -> QueuedDocument | None:
        """The oldest document the operator has not taken yet (QUEUED, SENDING, UNKNOWN), if its
        next_try_us has passed. Those it has taken (ACCEPTED) do not hold it back."""
        ...

    def accepted_documents(self, limit: int) -> list[QueuedDocument]:
        """Documents the operator has taken and not registered yet, oldest first."""
        ...

    def move(
        self,
        key: str,
        new: FiscalState,
        *,
        reference: str = "",
        reason: str = "",
        next_try_us: int = 0,
    ) -> None:
        """Store a state before the act it announces; ValueError for a move outside the table."""
        ...

    def status(self) -> QueueStatus: ...
    def settle_at_start(self) -> int:
        """SENDING documents of a process that died become UNKNOWN (asked again by key); how
        many."""
        ...


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """A journal entry as it goes to the cloud; payload is the stored bytes, untouched."""

    seq: int
    entry_id: bytes
    occurred_at_us: int
    shift_number: int
    kind: str
    version: int
    payload: bytes
    prev_hash: bytes
    hash: bytes


class Outbox(Protocol):
    """The sync worker's side of the journal: a cursor per destination plus parked entries."""

    def register_id(self) -> str: ...
    def acknowledged(self, destination: str) -> int: ...
    def entries_after(self, seq: int, limit: int) -> list[StoredEntry]: ...
    def acknowledge(self, destination: str, seq: int) -> None: ...
    def park(self, destination: str, seq: int, code: str, text: str) -> None: ...
    def last_seq(self) -> int: ...
