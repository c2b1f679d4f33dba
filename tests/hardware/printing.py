"""What the printer tests share: a queue in memory, a clock, and a patient way to wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pos_desktop.domain.printing import PrintJob, PrintState, check_move
from pos_desktop.hardware.printers.printer_loop import PrinterTimes
from pos_desktop.ports import Event, NewPrintJob, PrintJobChanged, WorkerFailed

QUICK = PrinterTimes(
    answer=0.3,
    first_reask=0.02,
    reask=0.05,
    backoff=(0.02, 0.05),
    idle_check=0.1,
    closed_check=0.1,
    confirm_slice=0.02,
    confirm_reask=0.05,
    stop_confirm=0.2,
    quiet=0.05,
    pause_after_bug=0.05,
)


class FakeClock:
    def now_us(self) -> int:
        return time.time_ns() // 1000

    def today(self) -> date:
        return date(2026, 11, 23)


class FakeQueue:
    """ports.PrintQueue in memory; refuses moves outside the table, as the journal does."""

    def __init__(self) -> None:
        self.jobs: dict[int, PrintJob] = {}
        self.moves: list[tuple[int, PrintState, str]] = []
        self.lock = threading.RLock()

    def add(self, job: NewPrintJob) -> int:
        with self.lock:
            number = len(self.jobs) + 1
            self.jobs[number] = PrintJob(
                number,
                job.sale_id,
                job.kind,
                job.payload,
                PrintState.QUEUED,
                job.not_before_us,
                0,
                "",
                job.sale_number,
                job.opens_drawer,
            )
            return number

    def next_job(self, now_us: int) -> PrintJob | None:
        with self.lock:
            for job in self.jobs.values():
                waiting = job.state in (PrintState.QUEUED, PrintState.HELD)
                if waiting and job.not_before_us <= now_us:
                    return job
        return None

    def next_wake_us(self) -> int:
        with self.lock:
            due = [j.not_before_us for j in self.jobs.values() if j.state is PrintState.QUEUED]
            return min((us for us in due if us > FakeClock().now_us()), default=0)

    def move(self, job_id: int, new: PrintState, reason: str = "") -> None:
        with self.lock:
            job = self.jobs[job_id]
            check_move(job.state, new)
            attempts = job.attempts + (new is PrintState.SENDING)
            self.jobs[job_id] = replace(job, state=new, reason=reason, attempts=attempts)
            self.moves.append((job_id, new, reason))

    def job(self, job_id: int) -> PrintJob | None:
        return self.jobs.get(job_id)

    def job_of_sale(self, sale_id: str) -> PrintJob | None:
        return next((j for j in self.jobs.values() if j.sale_id == sale_id), None)

    def newest_job(self) -> int:
        return len(self.jobs)

    def drawer_wanted(self, after: int, until: int) -> bool:
        return any(self.jobs[n].opens_drawer for n in range(after + 1, until + 1))

    def settle_at_start(self) -> int:
        return 0

    def put(self, payload: bytes, *, opens_drawer: bool = False, not_before_us: int = 0) -> int:
        return self.add(
            NewPrintJob(
                f"sale-{len(self.jobs) + 1}", 1, "receipt", payload, not_before_us, opens_drawer
            )
        )

    def states_of(self, job_id: int) -> list[PrintState]:
        with self.lock:
            return [state for moved, state, _ in self.moves if moved == job_id]


class Posted:
    """Collects what a device posts."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        self.events.append(event)

    def saw_no_bug(self) -> None:
        """A thread that fails goes on after a pause, which looks much like working."""
        assert [e for e in self.events if isinstance(e, WorkerFailed)] == []

    def jobs(self, job_id: int) -> list[tuple[PrintState, str]]:
        return [
            (e.state, e.reason)
            for e in list(self.events)
            if isinstance(e, PrintJobChanged) and e.job_id == job_id
        ]


def wait_until(what: Callable[[], object], seconds: float = 10.0) -> None:
    """Fail when `what` does not become true in time."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        threading.Event().wait(0.005)
