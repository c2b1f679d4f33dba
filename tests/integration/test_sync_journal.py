"""The register's real journal against the real server: each sale arrives once, with its number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from pos_desktop.cloud.server import CloudServer
from pos_desktop.cloud.tables import entry, sale
from pos_desktop.ports import Event
from tests.integration.cloud_support import cloud_settings, paired_token, wait_until, worker_of
from tests.journal_samples import REGISTER_ID, CountingIds, opened, sample_commit, shift_commit


@pytest.fixture
def server(tmp_path: Path) -> Iterator[CloudServer]:
    running = CloudServer(cloud_settings(tmp_path / "cloud"))
    running.start()
    yield running
    running.stop()


def test_sales_of_the_real_journal_arrive_once_in_order_and_the_queue_empties(
    server: CloudServer, tmp_path: Path
) -> None:
    token = paired_token(server, REGISTER_ID)
    events: list[Event] = []
    folder = tmp_path / "register"
    folder.mkdir()
    journal = opened(folder)
    worker = worker_of(journal, server.url, token, events)
    worker.start()
    journal.commit(shift_commit())
    for number in range(1, 61):
        journal.commit(sample_commit(number))
        worker.wake()
    last_seq = journal.outbox.last_seq()
    wait_until(lambda: journal.outbox.acknowledged("cloud") == last_seq)
    wait_until(lambda: journal.ledger.cloud_queue().waiting == 0)
    worker.stop()
    mine = [(e.seq, e.entry_id, e.payload, e.hash) for e in journal.outbox.entries_after(0, 1_000)]
    assert all(row.synced for row in journal.ledger.sales())
    journal.close()
    with server.parts.database.read() as connection:
        theirs = connection.execute(
            sa.select(entry.c.seq, entry.c.entry_id, entry.c.payload, entry.c.hash).order_by(
                entry.c.seq
            )
        ).all()
    assert [tuple(row) for row in theirs] == mine
    wait_until(lambda: len(numbers(server)) == 60)
    assert numbers(server) == list(range(1, 61))


def test_after_a_restart_the_register_goes_on_where_the_server_acknowledged(
    server: CloudServer, tmp_path: Path
) -> None:
    token = paired_token(server, REGISTER_ID)
    folder = tmp_path / "register"
    folder.mkdir()
    for start in (1, 6):
        journal = opened(folder, ids=CountingIds(start * 1_000))
        if start == 1:
            journal.commit(shift_commit())
        events: list[Event] = []
        worker = worker_of(journal, server.url, token, events)
        for number in range(start, start + 5):
            journal.commit(sample_commit(number))
        worker.start()
        last_seq = journal.outbox.last_seq()
        wait_until(lambda j=journal, seq=last_seq: j.outbox.acknowledged("cloud") == seq)
        worker.stop()
        journal.close()
    wait_until(lambda: len(numbers(server)) == 10)
    assert numbers(server) == list(range(1, 11))


def numbers(server: CloudServer) -> list[int]:
    with server.parts.database.read() as connection:
        return list(connection.scalars(sa.select(sale.c.number).order_by(sale.c.number)))
