"""What the fault suites found, each told again as the smallest story that shows it."""

from __future__ import annotations

import logging
import socket
import time
from dataclasses import replace
from urllib.parse import urlsplit

from pos_desktop.cloud.server import CloudServer
from pos_desktop.cloud.settings import CloudSettings
from pos_desktop.contract.heartbeat import Heartbeat
from pos_desktop.domain.errors import StorageError
from pos_desktop.journal.verify import verify
from pos_desktop.ports import Event
from pos_desktop.sync.transport import HttpTransport
from pos_desktop.sync.worker import SyncWorker
from tests.integration.cloud_support import FakeOutbox, cloud_settings, paired_token, wait_until
from tests.journal_samples import opened, sample_commit, shift_commit


def test_a_journal_of_a_register_without_a_printer_is_whole(tmp_path):
    journal = opened(tmp_path)
    journal.commit(shift_commit())
    tender, sale = sample_commit(1).facts
    without = replace(sample_commit(1), facts=(tender, replace(sale, on_paper=False)))
    journal.commit(replace(without, print_jobs=()))
    journal.commit(sample_commit(2))
    journal.close()
    report = verify(tmp_path)
    assert report.is_good, report.text()


def test_a_register_that_dies_while_it_sends_is_no_error_of_the_cloud(tmp_path, caplog):
    server = CloudServer(CloudSettings(data_dir=tmp_path, port=0))
    server.start()
    try:
        parts = urlsplit(server.url)
        head = (
            "PUT /v1/registers/r/entries/1 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer t\r\n"
            "content-length: 1000\r\n\r\nhalf of it"
        )
        with socket.create_connection((parts.hostname, parts.port), 5.0) as register:
            register.sendall(head.encode())
            time.sleep(0.2)
    finally:
        server.stop()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


class DiskFullOnce(FakeOutbox):
    """The disk refuses to note the first acknowledgement."""

    refused = False

    def acknowledge(self, destination: str, seq: int) -> None:
        if not self.refused:
            self.refused = True
            raise StorageError("storage.full")
        super().acknowledge(destination, seq)


def test_an_acknowledgement_the_disk_refused_is_asked_for_again(tmp_path):
    server = CloudServer(cloud_settings(tmp_path))
    server.start()
    outbox = DiskFullOnce()
    outbox.sell(1, 1_795_000_000_000_000)
    events: list[Event] = []
    worker = SyncWorker(
        outbox,
        HttpTransport(server.url, paired_token(server)),
        events.append,
        queue=outbox.queue,
        state=lambda: Heartbeat(at_us=1, last_seq=0),
        jitter=lambda: 0.0,
    )
    worker.start()
    try:
        wait_until(lambda: outbox.refused)
        wait_until(lambda: any(getattr(e, "reason", "") == "storage.full" for e in events))
        worker.retry_now()
        wait_until(lambda: outbox.done == outbox.last_seq())
    finally:
        worker.stop()
        server.stop()
    assert outbox.queue().waiting == 0
