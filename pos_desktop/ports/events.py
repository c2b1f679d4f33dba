"""Events that devices and workers post to the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.ports.books import QueueStatus
from pos_desktop.ports.delivery import DeliveryChanged
from pos_desktop.ports.devices import DeviceState, ScaleAbility, WeightStatus
from pos_desktop.ports.terminals import TerminalFinished, TerminalProgress


@dataclass(frozen=True, slots=True)
class BarcodeScanned:
    """text: as understood by the scanner's decoder, group separators kept; source: "serial" |
    "hid" | "wedge" | "script"."""

    text: str
    source: str
    at_us: int = 0


@dataclass(frozen=True, slots=True)
class WeightRead:
    """net grams; gross = net + tare. None where the scale gave no weight. reason, values: of the
    message that says why, where the status is FAULTY."""

    status: WeightStatus
    weight_grams: int | None
    tare_grams: int = 0
    reason: str = ""
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScaleCommanded:
    """What became of telling the scale to zero or to tare. reason: "" when it was done, or sent to
    a scale that does not say; else the code of a message, with its values."""

    command: ScaleAbility
    reason: str = ""
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    state: DeviceState


@dataclass(frozen=True, slots=True)
class PrintJobChanged:
    """device: whose job it is, "printer" or "label_printer"; each counts its own."""

    job_id: int
    sale_id: str
    state: PrintState
    reason: str = ""
    sent_bytes: int = 0
    device: str = "printer"


@dataclass(frozen=True, slots=True)
class DrawerMoved:
    """The sensor of the cash drawer. asked: False where it was opened and the register had not
    asked for it."""

    is_open: bool
    asked: bool = True


@dataclass(frozen=True, slots=True)
class SpareOffered:
    """The receipt printer is out of order and the second one could print what waits; waiting: how
    many jobs, 0 = the offer is over."""

    waiting: int


@dataclass(frozen=True, slots=True)
class FiscalChanged:
    """key "" speaks of the channel as a whole (unreachable, wrong password, age alarm).
    needs_person: the queue stands until somebody mends the cause."""

    key: str
    sale_id: str
    state: FiscalState | None
    reason: str
    queue: QueueStatus
    fd: int = 0
    fp: str = ""
    needs_person: bool = False


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
    | ScaleCommanded
    | DeviceChanged
    | PrintJobChanged
    | DrawerMoved
    | SpareOffered
    | FiscalChanged
    | SyncChanged
    | WorkerFailed
    | DeliveryChanged
    | TerminalProgress
    | TerminalFinished
)
Post = Callable[[Event], None]
