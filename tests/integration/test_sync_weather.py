"""The worker against a real server through a network that loses, repeats and delays."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from pos_desktop.cloud.server import CloudServer
from pos_desktop.cloud.tables import entry, register
from pos_desktop.ports import Event, SyncChanged
from pos_desktop.sync.transport import HttpTransport
from tests.integration.cloud_support import (
    REGISTER,
    FakeOutbox,
    a_worker,
    cloud_settings,
    paired_token,
    wait_until,
)

NOON = 1_795_510_800_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[CloudServer]:
    running = CloudServer(cloud_settings(tmp_path))
    running.start()
    yield running
    running.stop()


def sold(count: int, register_id: str = REGISTER) -> FakeOutbox:
    outbox = FakeOutbox(register=register_id)
    for number in range(1, count + 1):
        outbox.sell(number, NOON + number)
    return outbox


def stored(server: CloudServer) -> list[tuple[int, bytes]]:
    with server.parts.database.read() as connection:
        rows = connection.execute(sa.select(entry.c.seq, entry.c.hash).order_by(entry.c.seq)).all()
    return [(row.seq, row.hash) for row in rows]


class BadNetwork:
    """A relay that, by a seeded die, loses a request, loses an answer, or sends a request twice."""

    def __init__(self, port: int, seed: int) -> None:
        self._port = port
        self._dice = random.Random(seed)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, name="bad-network")
        self._open = True
        self.lost = 0

    def __enter__(self) -> BadNetwork:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        with suppress(OSError), socket.create_connection(self._listening.getsockname(), 1):
            pass
        self._thread.join(5)
        self._listening.close()

    def _run(self) -> None:
        while self._open:
            client, _ = self._listening.accept()
            with client, suppress(OSError):
                client.settimeout(2)
                while self._open and self._one(client):
                    pass

    def _one(self, client: socket.socket) -> bool:
        """Carry one request; whether the connection lives on."""
        request = read_message(client)
        if not request:
            return False
        fate = self._dice.random()
        if fate < 0.15:
            self.lost += 1
            return False
        answer = self._ask(request)
        if fate < 0.35:
            self.lost += 1
            return False
        if fate < 0.5:
            answer = self._ask(request)
        client.sendall(answer)
        return True

    def _ask(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self._port), 5) as upstream:
            upstream.settimeout(5)
            upstream.sendall(request)
            return read_message(upstream)


def read_message(source: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = source.recv(65_536)
        if not chunk:
            return b""
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(body) < length:
        body += source.recv(65_536)
    return head + b"\r\n\r\n" + body


@pytest.mark.parametrize("seed", range(3))
def test_through_lost_requests_lost_answers_and_repeats_each_entry_arrives_once_in_order(
    server: CloudServer, seed: int
) -> None:
    token, outbox = paired_token(server), sold(0)
    with BadNetwork(int(server.url.rpartition(":")[2]), seed) as network:
        worker = a_worker(outbox, network.url, token)
        worker.start()
        for number in range(1, 41):
            outbox.sell(number, NOON + number)
            if number % 3 == 0:
                wait_until(lambda: worker.retry_now() is None and not outbox.queue().waiting)
        wait_until(lambda: worker.retry_now() is None and outbox.done == 120)
        worker.stop()
        assert network.lost > 0
    assert stored(server) == [(e.seq, e.hash) for e in outbox.entries]
    assert outbox.parked == []


def test_with_the_server_down_the_queue_waits_and_drains_when_it_is_back(
    server: CloudServer,
) -> None:
    token, outbox, events = paired_token(server), sold(2), []
    worker = a_worker(outbox, server.url, token, events)
    worker.start()
    wait_until(lambda: outbox.done == 6)
    server.stop()
    outbox.sell(3, NOON)
    worker.wake()
    wait_until(lambda: not events[-1].online)
    assert events[-1].reason == "cloud.unreachable" or events[-1].reason == "cloud.connection_lost"
    assert events[-1].queue.waiting == 3
    assert outbox.done == 6
    server.start()
    worker.retry_now()
    wait_until(lambda: outbox.done == 9)
    worker.stop()
    assert events[-1].online
    assert sum(event.delivered for event in events) == 9


def test_a_bad_record_is_parked_and_the_sales_after_it_arrive(server: CloudServer) -> None:
    token, outbox = paired_token(server), sold(30)
    outbox.append("SaleCompleted", b"\xff\xfe torn by a bad disk", NOON)
    for number in range(31, 61):
        outbox.sell(number, NOON)
    worker = a_worker(outbox, server.url, token)
    worker.start()
    wait_until(lambda: outbox.done == 181)
    worker.stop()
    assert [(seq, code) for seq, code, _ in outbox.parked] == [(91, "entry.unreadable")]
    assert stored(server) == [(e.seq, e.hash) for e in outbox.entries]


def test_a_journal_that_was_tampered_with_stops_the_worker_with_an_alarm(
    server: CloudServer,
) -> None:
    token, outbox, events = paired_token(server), sold(3), []
    victim = outbox.entries[4]
    forged = victim.payload.replace(b"RUB", b"USD")
    outbox.entries[4] = type(victim)(
        *(forged if name == "payload" else getattr(victim, name) for name in victim.__slots__)
    )
    worker = a_worker(outbox, server.url, token, events)
    worker.start()
    wait_until(lambda: bool(events) and events[-1].reason == "chain.broken")
    worker.stop()
    assert outbox.done == 0
    assert stored(server) == []


def test_a_disk_restored_from_an_old_copy_is_noticed(server: CloudServer) -> None:
    token, outbox, events = paired_token(server), sold(3), []
    worker = a_worker(outbox, server.url, token)
    worker.start()
    wait_until(lambda: outbox.done == 9)
    worker.stop()
    old_copy = sold(2)
    old_copy.done = 6
    worker = a_worker(old_copy, server.url, token, events)
    worker.start()
    wait_until(lambda: bool(events) and events[-1].reason == "chain.conflict")
    worker.stop()
    assert not events[-1].online


def test_a_revoked_token_waits_for_pairing_and_then_goes_on(server: CloudServer) -> None:
    old, outbox, events = paired_token(server), sold(2), []
    new = paired_token(server)  # pairing again makes the old token worthless
    worker = a_worker(outbox, server.url, old, events)
    worker.start()
    wait_until(lambda: bool(events) and events[-1].reason == "sync.not_paired")
    assert outbox.done == 0
    worker.paired(HttpTransport(server.url, new))
    wait_until(lambda: outbox.done == 6)
    worker.stop()
    assert events[-1].online


def test_the_heartbeat_tells_the_owner_when_the_register_was_last_seen(
    server: CloudServer,
) -> None:
    token, outbox = paired_token(server), sold(0)
    events: list[Event] = []
    before = time.time_ns() // 1000
    worker = a_worker(outbox, server.url, token, events)
    worker.start()
    wait_until(lambda: bool(events))
    worker.stop()
    with server.parts.database.read() as connection:
        row = connection.execute(sa.select(register)).one()
    assert row.last_contact_us >= before
    assert b'"at_us"' in row.state
    assert isinstance(events[0], SyncChanged)
    assert events[0].online


def test_a_worker_that_waits_for_a_dead_server_stops_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        worker = a_worker(sold(1), url, "token")
        worker.start()
        connection, _ = silent.accept()
        with connection:
            began = time.monotonic()
            worker.stop(timeout_seconds=2.0)
            assert time.monotonic() - began < 10
