"""The server takes a register's journal in: once, in order, unchanged, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
import sqlalchemy as sa

from pos_desktop.cloud.server import CloudServer
from pos_desktop.cloud.tables import entry, register, sale, task
from pos_desktop.contract.entries import Ack, Batch, ErrorBody, WireEntry
from pos_desktop.contract.wire import MAX_PAYLOAD_BYTES, MAX_PLAIN_BYTES, entries_path
from pos_desktop.sync.packing import compressed, packed_batch
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
def server(tmp_path: Path, database_url: str) -> Iterator[CloudServer]:
    running = CloudServer(cloud_settings(tmp_path, database_url=database_url))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def sqlite_till(tmp_path: Path) -> Iterator[Till]:
    """For what never gets as far as the database."""
    running = CloudServer(cloud_settings(tmp_path))
    running.start()
    one = Till(running)
    yield one
    one.client.close()
    running.stop()


@pytest.fixture
def till(server: CloudServer) -> Iterator[Till]:
    one = Till(server)
    yield one
    one.client.close()


class Till:
    """A register that sends what the test tells it to send."""

    def __init__(self, server: CloudServer) -> None:
        self.server = server
        self.outbox = FakeOutbox()
        self.client = httpx.Client(base_url=server.url, timeout=10, trust_env=False)
        self.token = paired_token(server)

    def sell(self, count: int) -> None:
        done = len(self.outbox.entries) // 3
        for number in range(done + 1, done + count + 1):
            self.outbox.sell(number, NOON + number * 1_000_000)

    def put(self, first: int, last: int) -> httpx.Response:
        return self.send(first, packed_batch(REGISTER, self.outbox.entries[first - 1 : last]))

    def send(self, first: int, body: bytes, **headers: str) -> httpx.Response:
        defaults = {"authorization": f"Bearer {self.token}", "content-encoding": "zstd"}
        return self.client.put(
            entries_path(REGISTER, first), content=body, headers={**defaults, **headers}
        )

    def stored(self) -> list[tuple[int, bytes | None, bytes]]:
        with self.server.parts.database.read() as connection:
            rows = connection.execute(
                sa.select(entry.c.seq, entry.c.payload, entry.c.hash).order_by(entry.c.seq)
            ).all()
        return [(row.seq, row.payload, row.hash) for row in rows]

    def tasks(self) -> list[tuple[str, str, int]]:
        with self.server.parts.database.read() as connection:
            rows = connection.execute(sa.select(task).order_by(task.c.code, task.c.kind)).all()
        return [(row.code, row.kind, row.count) for row in rows]

    def expected(self) -> list[tuple[int, bytes, bytes]]:
        return [(e.seq, e.payload, e.hash) for e in self.outbox.entries]


def ack(response: httpx.Response) -> Ack:
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=Ack)


def error(response: httpx.Response, status: int) -> ErrorBody:
    assert response.status_code == status, response.text
    return msgspec.json.decode(response.content, type=ErrorBody)


def test_a_batch_is_stored_byte_for_byte_and_acknowledged_with_the_same_hash(till: Till) -> None:
    till.sell(4)
    answer = ack(till.put(1, 12))
    assert (answer.acknowledged, answer.last_hash) == (12, till.outbox.entries[-1].hash.hex())
    assert answer.refused == []
    assert till.stored() == till.expected()


def test_the_same_batch_twice_is_stored_once_and_acknowledged_twice(till: Till) -> None:
    till.sell(4)
    assert ack(till.put(1, 12)) == ack(till.put(1, 12))
    assert till.stored() == till.expected()
    assert till.tasks() == []


def test_a_batch_that_overlaps_what_is_stored_brings_only_its_new_end(till: Till) -> None:
    till.sell(4)
    ack(till.put(1, 7))
    assert ack(till.put(3, 12)).acknowledged == 12
    assert ack(till.put(2, 5)).acknowledged == 12
    assert till.stored() == till.expected()


def test_a_batch_out_of_order_is_refused_with_the_place_to_go_on_from(till: Till) -> None:
    till.sell(4)
    ack(till.put(1, 3))
    refusal = error(till.put(7, 12), 409)
    assert (refusal.code, refusal.acknowledged) == ("chain.gap", 3)
    assert len(till.stored()) == 3
    assert till.tasks() == []  # a lost request is no alarm


def test_an_entry_changed_after_its_hash_was_made_is_refused_and_nothing_is_stored(
    till: Till,
) -> None:
    till.sell(4)
    victim = till.outbox.entries[4]
    cheaper = victim.payload.replace(b'"qty":1000', b'"qty":2000', 1)
    assert cheaper != victim.payload
    till.outbox.entries[4] = type(victim)(
        *(cheaper if name == "payload" else getattr(victim, name) for name in victim.__slots__)
    )
    assert error(till.put(1, 12), 409).code == "chain.broken"
    assert till.stored() == []
    assert till.tasks() == [("chain.broken", "", 1)]


def test_a_removed_entry_is_noticed(till: Till) -> None:
    till.sell(4)
    ack(till.put(1, 3))
    del till.outbox.entries[3]
    shifted = [
        type(e)(e.seq - 1, *(getattr(e, name) for name in e.__slots__[1:]))
        for e in till.outbox.entries[3:]
    ]
    refusal = error(till.send(4, packed_batch(REGISTER, shifted)), 409)
    assert refusal.code == "chain.broken"
    assert len(till.stored()) == 3


def test_another_entry_at_a_stored_place_is_refused_and_alarmed(till: Till) -> None:
    till.sell(2)
    ack(till.put(1, 6))
    kept = till.expected()
    till.outbox.entries.clear()
    for number in (7, 8):
        till.outbox.sell(number, NOON)
    assert error(till.put(1, 6), 409).code == "chain.conflict"
    assert till.stored() == kept
    assert till.tasks() == [("chain.conflict", "", 1)]


def test_a_wrong_token_an_unknown_register_and_no_token_are_refused_alike(till: Till) -> None:
    till.sell(1)
    body = packed_batch(REGISTER, till.outbox.entries)
    wrong = till.send(1, body, authorization="Bearer wrong")
    stranger = till.client.put(
        entries_path("somebody-else", 1), content=body, headers=dict(wrong.request.headers)
    )
    assert error(wrong, 401) == error(stranger, 401)
    assert error(till.send(1, body, authorization=""), 401).code == "auth.token"
    assert till.stored() == []


def test_the_token_of_one_register_does_not_open_another(till: Till) -> None:
    other = paired_token(till.server, register="other-register")
    till.sell(1)
    body = packed_batch(REGISTER, till.outbox.entries)
    assert till.send(1, body, authorization=f"Bearer {other}").status_code == 401


def test_a_payload_the_server_cannot_read_is_stored_and_becomes_a_task(till: Till) -> None:
    till.outbox.append("LoyaltyPointsGranted", b'{"points":5}', NOON)
    till.outbox.append("SaleCompleted", b'{"sale_id":42}', NOON)
    till.outbox.append("SaleCompleted", b"[1, 2,3]", NOON)
    till.outbox.append("ShiftOpened", b"{}", NOON, version=99)
    till.sell(1)
    count = len(till.outbox.entries)
    assert ack(till.put(1, count)).refused == []
    assert till.stored() == till.expected()
    wait_until(lambda: projected(till) == count)
    assert till.tasks() == [
        ("entry.unknown_kind", "LoyaltyPointsGranted", 1),
        ("entry.unreadable", "SaleCompleted", 2),
        ("entry.unreadable", "ShiftOpened", 1),
    ]


def test_an_id_used_before_is_kept_aside_and_the_entries_after_it_are_stored(till: Till) -> None:
    till.sell(1)
    till.outbox.append("SaleCompleted", b"{}", NOON, entry_id=till.outbox.entries[0].entry_id)
    till.outbox.append("ShiftOpened", b"{}", NOON)
    twin = till.outbox.entries[-1].entry_id
    till.outbox.append("ShiftOpened", b"{}", NOON, entry_id=twin)
    first = ack(till.put(1, 6))
    assert first.acknowledged == 6
    assert [(r.seq, r.code) for r in first.refused] == [
        (4, "entry.duplicate_id"),
        (6, "entry.duplicate_id"),
    ]
    assert ack(till.put(1, 6)) == first  # the answer may have been lost
    assert [hash_ for _, _, hash_ in till.stored()] == [e.hash for e in till.outbox.entries]


def test_a_payload_too_large_is_kept_aside_and_the_chain_goes_on(till: Till) -> None:
    till.outbox.append("Novel", b'"' + b"x" * MAX_PAYLOAD_BYTES + b'"', NOON)
    till.outbox.sell(1, NOON)
    answer = ack(till.put(1, 4))
    assert [(r.seq, r.code) for r in answer.refused] == [(1, "entry.too_large")]
    assert [seq for seq, _, _ in till.stored()] == [1, 2, 3, 4]


def test_a_withheld_entry_is_named_to_the_owner_and_the_chain_goes_on(till: Till) -> None:
    till.sell(2)
    ack(till.send(1, packed_batch(REGISTER, till.outbox.entries[:4], {2})))
    ack(till.put(5, 6))
    assert [hash_ for _, _, hash_ in till.stored()] == [e.hash for e in till.outbox.entries]
    assert till.stored()[1][1] is None
    assert till.tasks() == [("entry.withheld", "SaleCompleted", 1)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not zstd at all", 400),
        (compressed(b"not json"), 400),
        (compressed(b"{}"), 400),
        (compressed(b'{"register_id":"' + REGISTER.encode() + b'"}'), 400),
        (compressed(b"[" * 100_000), 400),
        (compressed(b" " * (MAX_PLAIN_BYTES + 1)), 413),
        (b"x" * (5 * 1024 * 1024), 413),
    ],
)
def test_rubbish_is_refused_with_a_code(sqlite_till: Till, body: bytes, status: int) -> None:
    assert error(sqlite_till.send(1, body), status).code in {"batch.malformed", "batch.too_large"}


@pytest.mark.parametrize(
    "change",
    [
        {"id": "zz" * 16},
        {"seq": 2},
        {"at": 2**63},
        {"kind": ""},
        {"kind": "Sale\nCompleted"},
        {"v": -1},
    ],
)
def test_an_entry_out_of_range_is_malformed(sqlite_till: Till, change: dict[str, object]) -> None:
    values: dict[str, object] = {
        "seq": 1,
        "id": "00" * 16,
        "at": 1,
        "shift": 0,
        "kind": "A",
        "v": 1,
        "payload": msgspec.Raw(b"{}"),
        **change,
    }
    one = WireEntry(*values.values())  # type: ignore[arg-type]
    batch = Batch(REGISTER, 1, "00" * 32, "00" * 32, [one])
    answer = sqlite_till.send(1, compressed(msgspec.json.encode(batch)))
    assert error(answer, 400).code == "batch.malformed"


def test_entries_can_neither_be_changed_nor_removed_in_the_database(till: Till) -> None:
    till.sell(1)
    ack(till.put(1, 3))
    for act in (sa.delete(entry), sa.update(entry).values(kind="Other")):
        with (
            pytest.raises(sa.exc.DatabaseError, match="append only"),
            till.server.parts.database.write() as connection,
        ):
            connection.execute(act)
    assert till.stored() == till.expected()


def test_sales_are_projected_once_and_a_rebuild_gives_the_same(till: Till) -> None:
    till.sell(5)
    till.outbox.sell(6, NOON, registered=False)
    ack(till.put(1, 8))
    ack(till.put(1, 17))
    wait_until(lambda: projected(till) == 17)
    before = sales(till)
    assert [(row.number, row.fiscal_state) for row in before] == [
        *((n, "registered") for n in range(1, 6)),
        (6, "queued"),
    ]
    assert till.server.parts.projector.rebuild() == 17
    assert sales(till) == before


def test_what_was_acknowledged_is_there_after_a_restart(till: Till) -> None:
    till.sell(3)
    ack(till.put(1, 9))
    till.server.stop()
    till.server.start()
    assert till.stored() == till.expected()
    assert ack(till.put(1, 9)).acknowledged == 9


def test_a_worker_delivers_a_months_sales_in_order(till: Till) -> None:
    till.sell(700)
    worker = a_worker(till.outbox, till.server.url, till.token)
    worker.start()
    wait_until(lambda: till.outbox.done == 2_100)
    worker.stop()
    assert till.stored() == till.expected()
    assert till.outbox.parked == []


def test_the_tables_are_what_the_migrations_make(server: CloudServer) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from pos_desktop.cloud.tables import metadata

    with server.parts.database.read() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_the_database_is_durable_at_every_commit(server: CloudServer) -> None:
    with server.parts.database.read() as connection:
        if server.parts.database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        else:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
            assert connection.exec_driver_sql("SHOW fsync").scalar() == "on"


def projected(till: Till) -> int:
    with till.server.parts.database.read() as connection:
        return int(connection.scalar(sa.select(register.c.projected_seq)) or 0)


def sales(till: Till) -> list[sa.Row[tuple[object, ...]]]:
    with till.server.parts.database.read() as connection:
        return list(connection.execute(sa.select(sale).order_by(sale.c.number)).all())
