"""What operations, workers and screens need from outside, as Protocols, and the events that travel
to the window.

The packages that implement these never import each other; app.py hands the objects over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from pos_desktop.domain.catalogue import Category, Product, SearchHit
from pos_desktop.domain.facts import Fact, FiscalDocumentRegistered, SaleCompleted
from pos_desktop.domain.fiscal import FiscalDocument, FiscalReceipt, FiscalState
from pos_desktop.domain.printing import PrintJob, PrintState
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.domain.shift import Shift, ShiftTotals
from pos_desktop.domain.staff import StaffMember

# --------------------------------------------------------------------------- time and ids


class Clock(Protocol):
    """Wall clock. now_us: UTC microseconds since 1970; today: the shop's local date."""

    def now_us(self) -> int: ...
    def today(self) -> date: ...


class Ids(Protocol):
    """UUIDv7: time-ordered, made here, never reused."""

    def new_id(self) -> str: ...
    def new_entry_id(self) -> bytes: ...


# --------------------------------------------------------------------------- journal


@dataclass(frozen=True, slots=True)
class NewPrintJob:
    """A rendered job to store with the facts; not_before_us as in PrintJob."""

    sale_id: str
    sale_number: int
    kind: str
    payload: bytes
    not_before_us: int = 0
    opens_drawer: bool = False


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
class Commit:
    """Everything that becomes true at once: one SQLite transaction, one fdatasync.

    print_replaced: (sale_id, payload) for a receipt job still held back for its fiscal answer;
    ignored when the
    job has left QUEUED, so bytes that may be on paper are never changed.
    """

    facts: tuple[Fact, ...]
    print_jobs: tuple[NewPrintJob, ...] = ()
    fiscal_documents: tuple[NewFiscalDocument, ...] = ()
    fiscal_changes: tuple[FiscalChange, ...] = ()
    print_replaced: tuple[tuple[str, bytes], ...] = ()
    draft_removed: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An open or parked sale as stored. parked: its number among the parked (from 1), 0 = the open
    one."""

    sale: Sale
    staff_id: str
    parked: int
    parked_at_us: int
    label: str


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

    def next_sale_number(self) -> int: ...
    def next_shift_number(self) -> int: ...
    def open_shift(self) -> Shift | None: ...
    def shift_totals(self, shift_number: int) -> ShiftTotals: ...

    def save_draft(
        self, sale: Sale, staff_id: str, changed: Sequence[SaleLine], removed: Sequence[int] = ()
    ) -> None:
        """Store the open sale: its head, the changed lines and no more, so a long sale stays
        cheap."""
        ...

    def open_draft(self) -> Draft | None: ...
    def parked_drafts(self) -> list[Draft]: ...
    def park_draft(self, sale_id: str, label: str) -> int:
        """Make the open sale a parked one; its parked number."""
        ...

    def recall_draft(self, parked: int) -> Draft:
        """Make a parked sale the open one; RefusalError("park.no_such")."""
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
        """The oldest QUEUED or HELD job whose not_before_us has passed."""
        ...

    def next_wake_us(self) -> int:
        """When a held-back job becomes due, 0 = none waits."""
        ...

    def move(self, job_id: int, new: PrintState, reason: str = "") -> None: ...
    def add(self, job: NewPrintJob) -> int: ...
    def job(self, job_id: int) -> PrintJob | None: ...
    def job_of_sale(self, sale_id: str) -> PrintJob | None: ...
    def open_jobs(self) -> list[PrintJob]: ...
    def settle_at_start(self) -> int:
        """SENDING jobs of a process that died become UNKNOWN; how many."""
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

    def next_document(self, now_us: int) -> QueuedDocument | None:
        """The oldest document that is not REGISTERED or REJECTED, if its next_try_us has passed."""
        ...

    def next_to_submit(self, now_us: int) -> QueuedDocument | None:
        """The oldest document the operator has not taken yet (QUEUED, SENDING, UNKNOWN), if its
        next_try_us has passed. Those it has taken (ACCEPTED) do not hold it back."""
        ...

    def accepted_documents(self, limit: int) -> list[QueuedDocument]:
        """Documents the operator has taken and not registered yet, oldest first."""
        ...

    def next_wake_us(self) -> int: ...
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

    def postpone(self, key: str, next_try_us: int, reason: str) -> None: ...
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


# --------------------------------------------------------------------------- catalogue and staff


class Catalogue(Protocol):
    """Reference data, read from any thread."""

    def by_barcode(self, code: str) -> Product | None: ...
    def by_id(self, product_id: str) -> Product | None: ...
    def by_plu(self, plu: int) -> Product | None: ...
    def search(self, text: str, limit: int = 50) -> list[SearchHit]: ...
    def categories(self) -> list[Category]: ...
    def in_category(self, category_id: str, limit: int = 200) -> list[Product]: ...
    def favourites(self) -> list[Product]: ...
    def note_sold(self, product_ids: Iterable[str]) -> None:
        """Raise the popularity that orders search results; lost on a power cut without harm."""
        ...

    def count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """What an import would write; see operations.import_catalogue."""

    products: tuple[Product, ...]
    categories: tuple[Category, ...] = ()


class CatalogueWriter(Protocol):
    def apply(
        self, change: CatalogueChange, progress: Callable[[int, int], bool] | None = None
    ) -> int:
        """Write all or nothing in one transaction; the new version of the catalogue.
        progress(done, of) -> go on."""
        ...


class StaffDirectory(Protocol):
    def members(self) -> list[StaffMember]: ...
    def check_pin(self, staff_id: str, pin: str) -> StaffMember:
        """The member; RefusalError("signin.wrong_pin", tries_left=) or ("signin.locked",
        seconds=)."""
        ...

    def by_badge(self, code: str) -> StaffMember | None: ...


# --------------------------------------------------------------------------- fiscal operator


class Capabilities(Protocol):
    @property
    def local_registrar(self) -> bool: ...
    @property
    def controls_shift(self) -> bool: ...
    @property
    def max_positions(self) -> int: ...
    @property
    def poll_interval_seconds(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """Taken for registration; ask for the result by reference."""

    reference: str


@dataclass(frozen=True, slots=True)
class Done:
    receipt: FiscalReceipt


@dataclass(frozen=True, slots=True)
class Duplicate:
    """This key is known there already: a success; go on by reference."""

    reference: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Final for this body; nothing was registered. fault: "document" | "config" | "marking"."""

    code: str
    text: str
    fault: str = "document"


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Certainly not registered (refused connection, 401, 429, 503): try later, the whole queue
    waits.

    needs_person: trying again changes nothing until somebody mends settings (wrong password,
    blocked).
    """

    reason: str
    retry_after_seconds: float = 0.0
    needs_person: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request may have arrived: ask again with the same key, never with another."""

    reason: str


@dataclass(frozen=True, slots=True)
class Pending:
    pass


@dataclass(frozen=True, slots=True)
class Resubmit:
    """The operator says it did not register and never will under this key: send again under a new
    version of it."""

    reason: str


SubmitResult = Accepted | Done | Duplicate | Rejected | Unavailable | Unknown
PollResult = Pending | Done | Rejected | Resubmit | Unavailable | Unknown


class FiscalOperator(Protocol):
    """One channel of fiscalisation: an operator's cloud register or a local registrar.

    Methods block up to their deadline and never raise for what the network or the operator does.
    """

    def capabilities(self) -> Capabilities: ...
    def submit(self, document: FiscalDocument, key: str) -> SubmitResult: ...
    def poll(self, reference: str) -> PollResult: ...
    def close(self) -> None: ...


# --------------------------------------------------------------------------- devices


class Health(StrEnum):
    DISABLED = "disabled"
    CONNECTING = "connecting"
    ONLINE = "online"
    DEGRADED = "degraded"
    OFFLINE = "offline"
    MISCONFIGURED = "misconfigured"


@dataclass(frozen=True, slots=True)
class DeviceState:
    """reason: stable code a cashier can act on ("printer.paper_out"), "" when ONLINE; values for
    its text."""

    device: str
    health: Health
    reason: str = ""
    values: dict[str, object] = field(default_factory=dict)


class WeightStatus(StrEnum):
    STABLE = "stable"
    MOVING = "moving"
    OVER = "over"
    UNDER = "under"
    SILENT = "silent"


class Device(Protocol):
    """A driver with its own thread; every method returns at once."""

    def start(self) -> None: ...
    def stop(self, timeout_seconds: float = 2.0) -> None: ...
    @property
    def state(self) -> DeviceState: ...


class ReceiptPrinter(Device, Protocol):
    def wake(self) -> None:
        """There may be a job to print."""
        ...

    def open_drawer(self) -> None: ...


class Scale(Device, Protocol):
    def start_weighing(self) -> None: ...
    def stop_weighing(self) -> None: ...
    def zero(self) -> None: ...
    def tare(self, weight_grams: int | None = None) -> None: ...


# --------------------------------------------------------------------------- events to the window


@dataclass(frozen=True, slots=True)
class BarcodeScanned:
    """text: as understood by the scanner's decoder, group separators kept; source: "serial" |
    "wedge" | "script"."""

    text: str
    source: str
    at_us: int = 0


@dataclass(frozen=True, slots=True)
class WeightRead:
    """net grams; gross = net + tare. None where the scale gave no weight."""

    status: WeightStatus
    weight_grams: int | None
    tare_grams: int = 0


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    state: DeviceState


@dataclass(frozen=True, slots=True)
class PrintJobChanged:
    job_id: int
    sale_id: str
    state: PrintState
    reason: str = ""
    sent_bytes: int = 0


@dataclass(frozen=True, slots=True)
class FiscalChanged:
    """key "" speaks of the channel as a whole (unreachable, wrong password, age alarm)."""

    key: str
    sale_id: str
    state: FiscalState | None
    reason: str
    queue: QueueStatus
    fd: int = 0
    fp: str = ""


@dataclass(frozen=True, slots=True)
class SyncChanged:
    """online: the last exchange with the cloud worked."""

    online: bool
    reason: str
    queue: QueueStatus
    delivered: int = 0


@dataclass(frozen=True, slots=True)
class WorkerFailed:
    """A bug in a background loop: said aloud, the loop goes on after a pause."""

    worker: str
    error: str


Event = (
    BarcodeScanned
    | WeightRead
    | DeviceChanged
    | PrintJobChanged
    | FiscalChanged
    | SyncChanged
    | WorkerFailed
)
Post = Callable[[Event], None]
