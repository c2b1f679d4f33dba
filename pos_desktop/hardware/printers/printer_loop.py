"""The thread that prints: takes jobs from the queue in order, and never prints one twice.

A job's state is stored before its first byte leaves. A failure before that puts it back; a failure
after it makes it UNKNOWN, and a person decides. A printer that cannot print now holds the job, with
a reason, and is asked again until it can.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.printing import ForbiddenMoveError, PrintJob, PrintState
from pos_desktop.hardware.device_thread import DeviceThread
from pos_desktop.hardware.printers import escpos_requests
from pos_desktop.hardware.printers.drawer import DrawerKeeper
from pos_desktop.hardware.printers.escpos_status import PrinterCondition
from pos_desktop.hardware.printers.printer_link import PrinterLink
from pos_desktop.hardware.printers.torn_jobs import new_paper
from pos_desktop.hardware.profiles import DrawerSettings, PrinterProfile
from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.ports import (
    Clock,
    DeviceChanged,
    DeviceState,
    Health,
    Post,
    PrintJobChanged,
    PrintQueue,
)


@dataclass(frozen=True, slots=True)
class PrinterTimes:
    """All in seconds.

    answer: for one status question. first_reask, reask: after a hindrance that the printer told.
    backoff: after it could not be reached, +-20 %. idle_check: how often an idle printer is asked,
    0 never; closed_check: the same where its wire is not kept open, for others want it too.
    listen: how often it is looked whether the printer told something by itself.
    drawer_stale: a drawer is not opened later than that after it was asked for; drawer_check: how
    often its sensor is asked for where the printer does not tell by itself, drawer_watch: while
    somebody looks at it.
    confirm_slice: one wait for the confirmation of a job; confirm_reask: how often the printer is
    asked meanwhile what hinders it; stop_confirm: how long a stop waits for it. quiet: silence that
    ends a run of late confirmations.
    """

    answer: float = 0.3
    first_reask: float = 0.5
    reask: float = 2.0
    backoff: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0, 10.0)
    idle_check: float = 2.0
    closed_check: float = 5.0
    listen: float = 0.5
    drawer_check: float = 1.0
    drawer_watch: float = 0.3
    drawer_stale: float = 5.0
    confirm_slice: float = 0.25
    confirm_reask: float = 1.0
    stop_confirm: float = 1.0
    quiet: float = 0.3
    pause_after_bug: float = 2.0


@dataclass(slots=True)
class _Retry:
    """When to try a hindered printer again. reason "" = nothing hinders. job_id: last one tried."""

    failures: int = 0
    not_before: float = 0.0
    reason: str = ""
    job_id: int = 0


class EscposPrinter:
    """ports.ReceiptPrinter of one profile. Posts PrintJobChanged, DeviceChanged and DrawerMoved.

    transport_factory: makes an unopened transport for each connection. The composition root has
    called `queue.settle_at_start()` before `start`.
    """

    def __init__(
        self,
        queue: PrintQueue,
        transport_factory: Callable[[], Transport],
        profile: PrinterProfile,
        post: Post,
        clock: Clock,
        *,
        name: str = "printer",
        times: PrinterTimes | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._queue = queue
        self._profile = profile
        self._post = post
        self._clock = clock
        self._name = name
        self._times = times or PrinterTimes()
        self._jitter = jitter
        self._link = PrinterLink(transport_factory, profile)
        self._thread = DeviceThread(
            name,
            self._turn,
            post,
            cancel=self._link.cancel,
            close=self._link.close,
            pause_after_bug_seconds=self._times.pause_after_bug,
        )
        self._state = DeviceState(name, Health.CONNECTING)
        self._retry = _Retry()
        self._drawer = DrawerKeeper(
            profile.drawer,
            queue,
            post,
            stale_seconds=self._times.drawer_stale,
        )
        # Moves that the disk refused: the paper is right, the book is behind.
        self._unsaved: list[tuple[int, PrintState, str]] = []
        # Bytes of a job that may have broken off in the printer, 0 = none; None = not looked yet.
        self._torn_bytes: int | None = None
        self._checked_at = 0.0

    # What other threads call; all return at once, but for stop.

    @property
    def profile(self) -> PrinterProfile:
        """The model as the shop has it."""
        return self._profile

    @property
    def state(self) -> DeviceState:
        return self._state

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """End the thread; a job whose confirmation has not come becomes UNKNOWN."""
        self._thread.stop(timeout_seconds)

    def wake(self) -> None:
        self._thread.wake()

    def reconnect_now(self) -> None:
        """Forget the back-off: the device was plugged in again."""
        self._retry.not_before = 0.0
        self._thread.wake()

    def open_drawer(self, wired: DrawerSettings | None = None) -> None:
        """wired: to try other pins and pulses than those that are set up."""
        self._drawer.ask(wired)
        self._thread.wake()

    @property
    def drawer_open(self) -> bool | None:
        return self._drawer.is_open

    @property
    def drawer_level(self) -> bool | None:
        """Of the sensor's pin, high = True; None while the printer does not tell."""
        return self._drawer.level

    def watch_drawer(self, *, wanted: bool) -> None:
        """Ask for the sensor's level more often while somebody looks at it."""
        self._drawer.watched = wanted
        self._thread.wake()

    # The thread.

    def _turn(self) -> float:
        """Do one thing; return how long there is nothing to do, unless woken."""
        self._save_unsaved()
        if self._torn_bytes is None:
            self._torn_bytes = self._bytes_left_behind()
        self._open_drawer_if_due()
        now = time.monotonic()
        job = self._queue.next_job(self._clock.now_us())
        is_new = job is not None and job.job_id != self._retry.job_id
        if now < self._retry.not_before and not is_new:
            return self._retry.not_before - now
        if job is None:
            return self._idle(now)
        self._retry.job_id = job.job_id
        if self._become_ready(job):
            self._print(job)
        return max(0.0, self._retry.not_before - time.monotonic())

    def _bytes_left_behind(self) -> int:
        """Of a job that was on its way when the computer went out; the printer may not have."""
        newest = self._queue.job(self._queue.newest_job())
        if newest is None or newest.state is not PrintState.UNKNOWN or newest.device != self._name:
            return 0
        return len(newest.payload)

    def _idle(self, now: float) -> float:
        """Look after a printer that has nothing to print; return when there is something to do."""
        waits = [60.0]
        if self._times.idle_check:
            every = self._times.idle_check
            if not self._link.is_open:
                every = max(every, self._times.closed_check)
            if self._drawer.has_sensor and not self._link.watched:
                every = min(every, self._times.drawer_check)
            if self._drawer.watched:
                every = min(every, self._times.drawer_watch)
            due = self._checked_at + every
            if self._told_something() or due <= now or self._retry.reason:
                self._become_ready(None)
                now = time.monotonic()
                due = self._retry.not_before or now + every
            waits.append(max(0.0, due - now))
            if self._link.watched:
                waits.append(self._times.listen)
        wake_us = self._queue.next_wake_us()
        if wake_us:
            waits.append(max(0.01, (wake_us - self._clock.now_us()) / 1_000_000))
        return min(waits)

    def _told_something(self) -> bool:
        """Whether the printer told a change by itself; the drawer's are taken in their order."""
        if not self._link.watched:
            return False
        try:
            told = self._link.listen(_LOOK_SECONDS)
        except TransportError:
            self._link.close()
            return True
        for status in told:
            self._drawer.sensed(status.drawer_high)
        return bool(told)

    # Readiness.

    def _become_ready(self, job: PrintJob | None) -> bool:
        """Connect and ask. When it cannot print, hold the job, say why and set the next try."""
        self._checked_at = time.monotonic()
        was_open = self._link.is_open
        try:
            self._link.open()
            found = self._ask()
            if found is not None:
                self._link.watch()
        except TransportError as error:
            self._link.close()
            if was_open and not self._thread.stopping:
                # Only the old connection is known to be dead: its printer may be there again.
                return self._become_ready(job)
            self._hinder(job, _reason_of(error), error.values, connected=False)
            return False
        if found is None:
            self._link.close()
            self._hinder(job, "printer.no_answer", {}, connected=False)
            return False
        self._drawer.sensed(found.drawer_high)
        if found.hindrance:
            self._hinder(job, found.hindrance, {}, connected=True)
            return False
        self._retry = _Retry(job_id=self._retry.job_id)
        self._set_health(found)
        if job is None:
            self._close_if_shared()
        return True

    def _close_if_shared(self) -> None:
        """Let others have the printer; and never keep a wire that cannot show that it is dead."""
        if self._profile.transport.close_after_job or not self._link.answers:
            self._link.close()

    def _ask(self) -> PrinterCondition | None:
        found = PrinterCondition()
        if self._link.answers:
            told = self._link.ask_condition(self._times.answer)
            if told is None and self._torn_bytes:
                # A label printer takes the question itself for the rest of what broke off.
                self._end_what_broke_off()
                told = self._link.ask_condition(self._times.answer)
            if told is None or told.hindrance:
                return told
            found = told
        if self._torn_bytes:
            # Before any question that waits its turn: it would be taken for the rest of a picture.
            self._end_what_broke_off()
        if not self._link.owed:
            return found
        settled = self._link.settle_owed(self._profile.printer.confirm_ms / 1000, self._times.quiet)
        return found if settled else None

    def _end_what_broke_off(self) -> None:
        torn_bytes, self._torn_bytes = self._torn_bytes or 0, 0
        self._link.write(new_paper(self._profile, torn_bytes))

    def _set_health(self, found: PrinterCondition) -> None:
        if found.paper_low:
            self._change_state(Health.DEGRADED, "printer.paper_low", {})
        else:
            self._change_state(Health.ONLINE, "", {})

    def _hinder(
        self, job: PrintJob | None, reason: str, values: dict[str, object], *, connected: bool
    ) -> None:
        """Plan the next try and show the reason; a job in hand is held."""
        times = self._times
        if not connected:
            self._drawer.forget_level()
        same = self._retry.reason == reason
        failures = self._retry.failures + 1 if same else 1
        if connected:
            pause = times.first_reask if failures == 1 else times.reask
        else:
            step = times.backoff[min(failures, len(times.backoff)) - 1]
            pause = step * (0.8 + 0.4 * self._jitter())
        self._retry = _Retry(failures, time.monotonic() + pause, reason, self._retry.job_id)
        health = Health.MISCONFIGURED if reason in _FOR_A_PERSON else Health.OFFLINE
        self._change_state(health, reason, values)
        if job is not None and (job.state is not PrintState.HELD or job.reason != reason):
            self._hold(job, reason)

    def _hold(self, job: PrintJob, reason: str) -> None:
        try:
            if job.state is PrintState.HELD:
                # The table has no HELD -> HELD; the reason is news all the same.
                self._queue.move(job.job_id, PrintState.QUEUED)
            self._queue.move(job.job_id, PrintState.HELD, reason)
        except ForbiddenMoveError:
            return  # somebody took it away between the look and now
        self._post(
            PrintJobChanged(job.job_id, job.sale_id, PrintState.HELD, reason, device=self._name)
        )

    # Printing.

    def _print(self, job: PrintJob) -> None:
        try:
            self._move(job, PrintState.SENDING)
        except ForbiddenMoveError:
            return  # somebody took it away between the look and now
        try:
            # Until SENDING was stored the fiscal answer may have come into the stored bytes.
            fresh = self._queue.job(job.job_id) or job
            if (fresh.device, fresh.paper) != (job.device, job.paper):
                # It was given to another printer, or made for another paper, in that moment.
                self._move(job, PrintState.QUEUED)
                return
            self._send(fresh)
        except Exception:
            # A bug: nobody knows what is on the paper, and the job must not stay SENDING.
            self._link.close()
            self._move(job, PrintState.UNKNOWN, "printer.no_confirmation")
            raise
        self._close_if_shared()

    def _send(self, job: PrintJob) -> None:
        confirms = self._link.confirms
        try:
            self._link.write_job(job.payload)
        except TransportError as error:
            self._link.close()
            if error.may_have_left:
                self._link.owed += 1 if confirms else 0
                self._unknown(job, _reason_of(error), error.may_have_left)
            else:
                self._give_back(job)
            return
        if confirms:
            self._link.owed += 1
            self._await_paper(job)
        else:
            self._move(job, PrintState.DONE, sent_bytes=len(job.payload))

    def _give_back(self, job: PrintJob) -> None:
        """Nothing has left: the job waits for its next turn."""
        self._link.close()
        self._move(job, PrintState.QUEUED)
        self._hinder(None, "printer.unreachable", {}, connected=False)

    def _await_paper(self, job: PrintJob) -> None:
        """Wait until the printer says that the job is on paper, or has been silent too long."""
        times = self._times
        silent_until = time.monotonic() + self._profile.printer.confirm_ms / 1000
        ask_at = time.monotonic() + times.confirm_reask
        stop_at = 0.0
        shown = ""
        while True:
            try:
                reply = self._link.wait_confirmation(times.confirm_slice)
                if reply is not None:
                    self._move(job, PrintState.DONE, sent_bytes=len(job.payload))
                    self._set_health(PrinterCondition(paper_low=reply.paper_low))
                    return
                now = time.monotonic()
                if now >= ask_at:
                    found = self._link.ask_condition(times.answer) if self._link.answers else None
                    if found is not None and found.hindrance:
                        silent_until = now + self._profile.printer.confirm_ms / 1000
                        shown = self._show_held(job, found.hindrance, shown)
                    ask_at = time.monotonic() + times.confirm_reask
            except TransportError as error:
                self._link.close()
                self._unknown(job, _reason_of(error), len(job.payload))
                return
            self._open_drawer_if_due()
            if not self._link.is_open:
                self._unknown(job, "printer.unreachable", len(job.payload))
                return
            if self._thread.stopping and not stop_at:
                stop_at = now + times.stop_confirm
            if now > silent_until or (stop_at and now > stop_at):
                self._link.close()
                self._unknown(job, shown or "printer.no_confirmation", len(job.payload))
                return

    def _show_held(self, job: PrintJob, reason: str, shown: str) -> str:
        """Show that the printer holds the bytes; the stored state stays SENDING, for if this
        process dies now nobody knows whether they will print.
        """
        if reason != shown:
            self._change_state(Health.OFFLINE, reason, {})
            self._post(
                PrintJobChanged(
                    job.job_id, job.sale_id, PrintState.HELD, reason, len(job.payload), self._name
                )
            )
        return reason

    def _unknown(self, job: PrintJob, reason: str, sent_bytes: int) -> None:
        self._torn_bytes = len(job.payload)
        self._move(job, PrintState.UNKNOWN, reason, sent_bytes=sent_bytes)
        self._hinder(None, reason, {}, connected=False)

    def _move(
        self, job: PrintJob, new: PrintState, reason: str = "", *, sent_bytes: int = 0
    ) -> None:
        try:
            self._queue.move(job.job_id, new, reason)
        except StorageError:
            if new is PrintState.SENDING:
                raise
            self._unsaved.append((job.job_id, new, reason))
        self._post(PrintJobChanged(job.job_id, job.sale_id, new, reason, sent_bytes, self._name))

    def _save_unsaved(self) -> None:
        while self._unsaved:
            self._queue.move(*self._unsaved[0])
            self._unsaved.pop(0)

    # The drawer.

    def _open_drawer_if_due(self) -> None:
        """Open the drawer if somebody asked or a cash sale came: one try, whatever waits to print.

        An error shows as the printer's state; later than `drawer_stale` nothing is tried, for the
        cashier has used the key by then.
        """
        wired = self._drawer.take_request()
        if wired is None:
            return
        if self._state.health is Health.OFFLINE and not self._profile.printer.realtime_pulse:
            return  # the pulse would wait in the printer and open the drawer at some later time
        try:
            self._link.open()
            self._link.write(escpos_requests.drawer_pulse(replace(self._profile, drawer=wired)))
            self._drawer.pulsed()
        except TransportError as error:
            self._link.close()
            self._hinder(None, _reason_of(error), error.values, connected=False)

    def _change_state(self, health: Health, reason: str, values: dict[str, object]) -> None:
        state = DeviceState(self._name, health, reason, dict(values))
        if state != self._state:
            self._state = state
            self._post(DeviceChanged(state))


_LOOK_SECONDS = 0.01
_FOR_A_PERSON = ("printer.permission", "printer.ambiguous")
_REASONS = {
    "permission": "printer.permission",
    "busy": "printer.busy",
    "not_found": "printer.not_found",
    "ambiguous": "printer.ambiguous",
    "timeout": "printer.stalled",
}


def _reason_of(error: TransportError) -> str:
    return _REASONS.get(error.cause, "printer.unreachable")
