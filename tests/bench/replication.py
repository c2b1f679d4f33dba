"""Replication of a long queue from a register's journal to the cloud, durable at both ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.contract.heartbeat import Heartbeat, HeartbeatAnswer
from pos_desktop.journal.sqlite_journal import SqliteJournal
from pos_desktop.ports import Event, SyncChanged, WorkerFailed
from pos_desktop.sync.answers import Answer
from pos_desktop.sync.engine import FULL_BATCH
from pos_desktop.sync.transport import HttpTransport
from pos_desktop.sync.worker import SyncWorker
from tests.bench import machine
from tests.bench.cloud import cloud, postgres, token_of
from tests.bench.figures import Figure, counted
from tests.bench.long_journal import long_journal
from tests.bench.options import Options
from tests.bench.shop import open_book

NAME = "replication"
_DEADLINE_SECONDS = 60.0


class CountingTransport:
    """The real transport; counts the bytes and the batches that go through it."""

    def __init__(self, real: HttpTransport) -> None:
        self._real = real
        self.sent_bytes = 0
        self.batches = 0

    def send(
        self, register_id: str, first_seq: int, body: bytes, meanwhile: Callable[[], None]
    ) -> Answer:
        self.sent_bytes += len(body)
        self.batches += 1
        return self._real.send(register_id, first_seq, body, meanwhile)

    def heartbeat(self, register_id: str, state: Heartbeat) -> HeartbeatAnswer | Answer:
        return self._real.heartbeat(register_id, state)

    def close(self) -> None:
        self._real.close()


def run(options: Options) -> list[Figure]:
    entries = 3_000 if options.quick else 60_000
    rounds = 1 if options.quick else 3
    with machine.common_scheduling(), machine.folder() as folder, ExitStack() as stack:
        options.say(f"building {rounds} journals of {entries:,} entries")
        for turn in range(rounds):
            long_journal(folder / f"{turn}", entries, _register(turn))
        urls = {"SQLite": stack.enter_context(cloud(folder / "cloud"))}
        database_url = stack.enter_context(postgres())
        urls["PostgreSQL"] = stack.enter_context(cloud(folder / "cloud-pg", database_url))
        seen: dict[str, list[Delivery]] = {kind: [] for kind in urls}
        limits: list[float] = []
        for turn in range(rounds):
            limits.append(_direct(folder / f"direct{turn}.sqlite", folder / f"{turn}", turn))
            for kind, url in urls.items():
                options.say(f"{entries:,} entries to {kind}")
                seen[kind].append(_delivered(folder / f"{turn}", _register(turn), url))
                _rewind(folder / f"{turn}", _register(turn))
        return _figures(seen, limits)


def _register(turn: int) -> str:
    return f"019ab0c4-7a00-7000-8000-0000000001{turn:02x}"


class Delivery:
    """seconds: from the first batch to the last acknowledgement; processor: of the register."""

    def __init__(self, entries: int, seconds: float, processor: float, sent: float) -> None:
        self.rate = entries / seconds
        self.processor_us = processor / entries * 1e6
        self.bytes_an_entry = sent / entries


def _delivered(folder: Path, register_id: str, url: str) -> Delivery:
    """Send everything the journal has, at full speed, as when nobody is selling."""
    transport = CountingTransport(HttpTransport(url, token_of(url, register_id)))
    done = threading.Event()
    with closing(open_book(folder, register_id)) as journal:
        last = journal.outbox.last_seq()

        def heard(event: Event) -> None:
            if (
                isinstance(event, SyncChanged) and journal.outbox.acknowledged("cloud") == last
            ) or isinstance(event, WorkerFailed):
                done.set()

        worker = SyncWorker(
            journal.outbox, transport, heard, queue=journal.ledger.cloud_queue,
            state=lambda: Heartbeat(at_us=1, last_seq=0), jitter=lambda: 0.0,
        )  # fmt: skip
        start, processor = perf_counter(), process_time()
        worker.start()
        arrived = done.wait(_DEADLINE_SECONDS)
        seconds, processor = perf_counter() - start, process_time() - processor
        worker.stop()
        if not arrived or journal.outbox.acknowledged("cloud") < last:
            raise RuntimeError(f"{journal.outbox.acknowledged('cloud')} of {last} entries arrived")
    return Delivery(last, seconds, processor, transport.sent_bytes)


def _rewind(folder: Path, register_id: str) -> None:
    """As if nothing had been sent: the same journal goes to the next cloud."""
    with closing(open_book(folder, register_id)) as journal:
        _forget_cursor(journal)


def _forget_cursor(journal: SqliteJournal) -> None:
    with journal._writer.transaction() as db:
        db.execute("DELETE FROM cursor WHERE destination = 'cloud'")


def _direct(target: Path, source: Path, turn: int) -> float:
    """Entries a second of a limit: the same rows from file to file in the same batches, without
    network, check or contract; commits durable."""
    reading = sqlite.connect(str(source / "journal.sqlite"), isolation_level=None)
    writing = sqlite.connect(str(target), isolation_level=None)
    writing.execute("PRAGMA journal_mode = WAL")
    writing.execute("PRAGMA synchronous = FULL")
    writing.execute(
        "CREATE TABLE entry (register_no INTEGER, seq INTEGER, entry_id BLOB, at INTEGER,"
        " shift INTEGER, kind TEXT, version INTEGER, payload BLOB, hash BLOB,"
        " PRIMARY KEY (register_no, seq)) WITHOUT ROWID"
    )
    count = 0
    start = perf_counter()
    while True:
        rows = reading.execute(
            "SELECT ?, seq, entry_id, occurred_at_us, shift_number, kind, version, payload, hash"
            " FROM journal_entry WHERE seq > ? ORDER BY seq LIMIT ?", (turn, count, FULL_BATCH),
        ).fetchall()  # fmt: skip
        if not rows:
            break
        writing.execute("BEGIN IMMEDIATE")
        writing.executemany("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?)", rows)
        writing.execute("COMMIT")
        count += len(rows)
    seconds = perf_counter() - start
    reading.close()
    writing.close()
    return count / seconds


def _figures(seen: dict[str, list[Delivery]], limits: list[float]) -> list[Figure]:
    limit = median(limits)
    figures = []
    for kind, deliveries in seen.items():
        rate = median(one.rate for one in deliveries)
        rates = ", ".join(f"{one.rate:,.0f}" for one in deliveries)
        figures.append(
            Figure(NAME, f"register to cloud on {kind}", rate, "entries/s", None, "file to file",
                   limit, rate / limit, ">= 20,000", rate >= 20_000, f"each round: {rates}")
        )  # fmt: skip
        figures.append(
            counted(NAME, f"register's processor, {kind}",
                    median(one.processor_us for one in deliveries), "us/entry")
        )  # fmt: skip
    one = seen["SQLite"][0]
    figures.append(
        counted(NAME, "bytes of a batch's body", one.bytes_an_entry, "B/entry", at_most=170,
                note="the request's head adds about 1 byte an entry; tender, sale of 5 lines and"
                " fiscal document of each sale")
    )  # fmt: skip
    return figures
