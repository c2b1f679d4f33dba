"""The thread that carries the journal to the cloud behind the sales; it can neither block nor undo
one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from pos_desktop.contract.heartbeat import Heartbeat, HeartbeatAnswer
from pos_desktop.domain.errors import PosError
from pos_desktop.ports import Outbox, Post, QueueStatus, StoredEntry, SyncChanged, WorkerFailed
from pos_desktop.sync.answers import Acknowledged, Answer, NeedsPairing, NoAnswer
from pos_desktop.sync.engine import Send, Stopped, SyncEngine
from pos_desktop.sync.packing import packed_batch
from pos_desktop.sync.transport import CloudTransport

_log = logging.getLogger(__name__)

DESTINATION = "cloud"
HEARTBEAT_SECONDS = 30.0
_AFTER_FAILURE_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 0.05
_POST_EVERY_SECONDS = 0.25


class SyncWorker:
    """outbox: the journal's side; transport: the cloud's; post: where SyncChanged goes.

    queue: what waits, as the window shows it. state: what a heartbeat tells (its times and journal
    end are filled in here). jitter: 0 to 1. steady_seconds: a clock that never jumps.
    """

    def __init__(
        self,
        outbox: Outbox,
        transport: CloudTransport,
        post: Post,
        *,
        queue: Callable[[], QueueStatus],
        state: Callable[[], Heartbeat],
        jitter: Callable[[], float],
        steady_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._outbox = outbox
        self._transport = transport
        self._post = post
        self._queue = queue
        self._state = state
        self._jitter = jitter
        self._steady_seconds = steady_seconds
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._engine: SyncEngine | None = None
        self._heartbeat_due = 0.0
        self._selling = False
        self._last_posted: SyncChanged | None = None
        self._next_post = 0.0
        self._untold = 0
        self._ready: _Ready | None = None

    def start(self) -> None:
        """Begin; does nothing when it runs."""
        if self._thread is not None:
            return
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(self._stop,), name="sync-worker", daemon=True
        )
        self._thread.start()

    def stop(self, timeout_seconds: float = 2.0) -> None:
        """End after the exchange that runs. One that outlasts the time-out is left to its own
        deadline and touches the journal no more: what it brings is asked again next time."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_seconds)
            self._thread = None

    def wake(self) -> None:
        """There may be a new entry. A pause after a failure is still waited out."""
        self._wake.set()

    def selling(self, selling: bool) -> None:
        """Someone is selling: sync takes at most a twentieth of the processor."""
        self._selling = selling
        self._wake.set()

    def retry_now(self) -> None:
        """Try again at once: a person asked, or the network came back."""
        with self._lock:
            if self._engine is not None:
                self._engine.retry_now()
            self._heartbeat_due = 0.0
        self._wake.set()

    def paired(self, transport: CloudTransport) -> None:
        """There is a new token: go on with this transport, from what the server has."""
        with self._lock:
            old, self._transport = self._transport, transport
            if self._engine is not None:
                self._engine.paired()
            self._heartbeat_due = 0.0
        old.close()
        self._wake.set()

    def _is_abandoned(self) -> bool:
        """Whether this thread outlasted its `stop`."""
        return self._thread is not threading.current_thread()

    def _run(self, stop: threading.Event) -> None:
        self._wake.wait(_FIRST_PAUSE_SECONDS)
        while not stop.is_set():
            self._wake.clear()
            try:
                pause_seconds = self._turn()
            except PosError as error:
                self._forget()
                self._failed(error.code)
                pause_seconds = _AFTER_FAILURE_SECONDS
            except Exception as error:  # noqa: BLE001 - the third place of the house where anything is caught
                _log.exception("the sync worker failed and goes on after a pause")
                self._forget()
                self._post(WorkerFailed("sync", repr(error)))
                pause_seconds = _AFTER_FAILURE_SECONDS
            if pause_seconds > 0:
                self._wake.wait(pause_seconds)
        self._transport.close()

    def _turn(self) -> float:
        """One exchange at most; seconds until the next turn."""
        if self._engine is None:
            self._engine = SyncEngine(self._outbox.acknowledged(DESTINATION), self._jitter)
        engine = self._engine
        engine.selling(self._selling)
        now = self._steady_seconds()
        with self._lock:
            step = engine.next_step(now, self._outbox.last_seq())
        if now >= self._heartbeat_due:
            self._heartbeat_due = now + HEARTBEAT_SECONDS
            self._beat(engine)
            return 0.0
        if isinstance(step, Send):
            self._exchange(engine, step)
            return 0.0
        until_beat = self._heartbeat_due - now
        if isinstance(step, Stopped):
            self._tell(engine, 0)
            return until_beat
        return min(until_beat, step.seconds)

    def _exchange(self, engine: SyncEngine, step: Send) -> None:
        busy = time.thread_time()
        ready, self._ready = self._ready, None
        if ready is None or ready.step != step:
            ready = self._prepare(step)
        entries = ready.entries
        answer = self._transport.send(
            self._outbox.register_id(), entries[0].seq, ready.body, lambda: self._look_ahead(step)
        )
        if self._is_abandoned():
            return
        delivered = 0
        with self._lock:
            if isinstance(answer, Acknowledged) and not self._is_ours(entries, answer):
                engine.differs()
            else:
                delivered = self._take(engine, entries, answer, busy)
        self._tell(engine, delivered)

    def _prepare(self, step: Send) -> _Ready:
        entries = self._outbox.entries_after(step.after, step.limit)
        if not entries:
            raise PosError("sync.outbox_empty", after=step.after)
        body = packed_batch(self._outbox.register_id(), entries, step.withheld)
        return _Ready(step, entries, body)

    def _look_ahead(self, step: Send) -> None:
        """While the server stores a full batch, get the next one ready; never while someone
        sells."""
        last_seq = step.after + step.limit
        if not self._selling and self._outbox.last_seq() >= last_seq + step.limit:
            self._ready = self._prepare(replace(step, after=last_seq))

    def _take(
        self, engine: SyncEngine, entries: list[StoredEntry], answer: Answer, busy: float
    ) -> int:
        before = engine.acknowledged
        progress = engine.answered(
            (entries[0].seq, entries[-1].seq),
            answer,
            self._steady_seconds(),
            time.thread_time() - busy,
        )
        for seq, code, text in progress.parked:
            self._outbox.park(DESTINATION, seq, code, text)
        if progress.acknowledged > before:
            self._outbox.acknowledge(DESTINATION, progress.acknowledged)
        return max(0, progress.acknowledged - before)

    def _is_ours(self, entries: list[StoredEntry], answer: Acknowledged) -> bool:
        """Whether the server's hash is the one this journal has at that seq."""
        first = entries[0].seq
        if answer.seq < first:
            return answer.seq != first - 1 or answer.last_hash == entries[0].prev_hash
        if answer.seq <= entries[-1].seq:
            return answer.last_hash == entries[answer.seq - first].hash
        later = self._outbox.entries_after(answer.seq - 1, 1)
        return bool(later) and later[0].hash == answer.last_hash

    def _beat(self, engine: SyncEngine) -> None:
        last_seq = self._outbox.last_seq()
        last = self._outbox.entries_after(last_seq - 1, 1) if last_seq else []
        last_hash = last[0].hash.hex() if last else ""
        state = replace_state(self._state(), last_seq, last_hash)
        answer = self._transport.heartbeat(self._outbox.register_id(), state)
        if self._is_abandoned():
            return
        if isinstance(answer, HeartbeatAnswer):
            engine.contact(answer.acknowledged, last_seq)
        elif isinstance(answer, NeedsPairing):
            engine.answered((0, 0), answer, self._steady_seconds(), 0.0)
        elif isinstance(answer, NoAnswer):
            engine.no_contact(answer.reason)
        self._tell(engine, 0)

    def _tell(self, engine: SyncEngine, delivered: int) -> None:
        """Post what changed; while a long queue drains, a few times a second are enough."""
        self._untold += delivered
        now, last = self._steady_seconds(), self._last_posted
        same = last is not None and (last.online, last.reason) == (engine.online, engine.reason)
        draining = engine.acknowledged < self._outbox.last_seq()
        if same and draining and now < self._next_post:
            return
        event = SyncChanged(engine.online, engine.reason, self._queue(), self._untold)
        if self._untold or event != last:
            self._untold = 0
            self._next_post = now + _POST_EVERY_SECONDS
            self._last_posted = replace(event, delivered=0)
            self._post(event)

    def _forget(self) -> None:
        """Begin again from what is stored: an acknowledgement that was heard but not stored would
        otherwise be waited for until the next sale."""
        with self._lock:
            self._engine = None
        self._ready = None

    def _failed(self, code: str) -> None:
        queue = self._last_posted.queue if self._last_posted else QueueStatus(0, 0, 0, 0)
        self._post(SyncChanged(False, code, queue))


@dataclass(frozen=True, slots=True)
class _Ready:
    """A batch read and packed for a step."""

    step: Send
    entries: list[StoredEntry]
    body: bytes


def replace_state(state: Heartbeat, last_seq: int, last_hash: str) -> Heartbeat:
    """The heartbeat with the end of the journal filled in."""
    import msgspec

    return msgspec.structs.replace(state, last_seq=last_seq, last_hash=last_hash)
