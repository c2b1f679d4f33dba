"""How answers of the server are read, and where a token may travel."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest
import zstandard

from pos_desktop.contract.entries import Ack, Batch, ErrorBody
from pos_desktop.contract.heartbeat import Heartbeat
from pos_desktop.domain.errors import RefusalError
from pos_desktop.http_connection import HttpConnection, Reply
from pos_desktop.ports import StoredEntry
from pos_desktop.sync.answers import (
    Acknowledged,
    Answer,
    Conflict,
    Missing,
    NeedsPairing,
    NoAnswer,
    TooLarge,
    Unacceptable,
)
from pos_desktop.sync.packing import packed_batch
from pos_desktop.sync.transport import HttpTransport, answer_of, checked_url

HASH = "ab" * 32


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (200, Ack(7, HASH), Acknowledged(7, bytes.fromhex(HASH))),
        (200, Ack(7, "short"), NoAnswer("cloud.bad_answer")),
        (200, Ack(-1, HASH), NoAnswer("cloud.bad_answer")),
        (401, ErrorBody("auth.token"), NeedsPairing()),
        (409, ErrorBody("chain.gap", acknowledged=4), Missing(4)),
        (409, ErrorBody("chain.gap"), NoAnswer("cloud.server_error")),
        (409, ErrorBody("chain.broken", "why"), Conflict("chain.broken", "why")),
        (409, ErrorBody("chain.conflict", "why"), Conflict("chain.conflict", "why")),
        (413, ErrorBody("batch.too_large"), TooLarge()),
        (400, ErrorBody("batch.malformed", "why"), Unacceptable("why")),
        (429, ErrorBody("server.busy"), NoAnswer("cloud.busy")),
        (500, ErrorBody("x"), NoAnswer("cloud.server_error")),
        (302, ErrorBody("x"), NoAnswer("cloud.server_error")),
    ],
)
def test_each_answer_means_one_thing(status: int, body: Ack | ErrorBody, answer: Answer) -> None:
    assert answer_of(Reply(status, msgspec.json.encode(body), {})) == answer


@pytest.mark.parametrize("body", [b"", b"<html>Sign in to the Wi-Fi</html>", b"{}", b"\xff"])
def test_a_page_of_somebody_else_is_no_acknowledgement(body: bytes) -> None:
    assert answer_of(Reply(200, body, {})) == NoAnswer("cloud.bad_answer")


def test_a_413_of_a_proxy_counts_and_its_400_does_not() -> None:
    assert answer_of(Reply(413, b"<html>", {})) == TooLarge()
    assert answer_of(Reply(400, b"<html>", {})) == NoAnswer("cloud.server_error")


def test_the_time_to_wait_is_read() -> None:
    assert answer_of(Reply(503, b"", {"retry-after": "17"})) == NoAnswer("cloud.busy", 17.0)
    assert answer_of(Reply(503, b"", {"retry-after": "Tue, 24 Nov"})) == NoAnswer("cloud.busy")


@pytest.mark.parametrize(
    "url", ["https://cloud.example.ru/", "http://127.0.0.1:8080", "http://192.168.1.5:8080"]
)
def test_a_token_may_travel_here(url: str) -> None:
    assert checked_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    "url", ["http://cloud.example.ru", "http://8.8.8.8", "ftp://127.0.0.1", "cloud", "", "https://"]
)
def test_a_token_may_not_travel_there(url: str) -> None:
    with pytest.raises(RefusalError, match=r"cloud\.url"):
        checked_url(url)


def test_payloads_travel_byte_for_byte() -> None:
    payload = '{"name" : "Сыр «Российский»",  "qty":1000}'.encode()
    entry = StoredEntry(5, bytes(16), 1, 2, "SaleCompleted", 1, payload, b"p" * 32, b"h" * 32)
    plain = zstandard.ZstdDecompressor().decompress(packed_batch("r1", [entry]))
    batch = msgspec.json.decode(plain, type=Batch)
    assert bytes(batch.entries[0].payload) == payload
    assert (batch.first_seq, batch.prev_hash, batch.last_hash) == (5, "70" * 32, "68" * 32)
    assert batch.withheld == {}


def test_a_withheld_entry_travels_by_its_hash_only() -> None:
    entry = StoredEntry(5, bytes(16), 1, 2, "Secret", 1, b"\xff not JSON", b"p" * 32, b"h" * 32)
    plain = zstandard.ZstdDecompressor().decompress(packed_batch("r1", [entry], {5}))
    batch = msgspec.json.decode(plain, type=Batch)
    assert bytes(batch.entries[0].payload) == b"null"
    assert batch.withheld == {5: "68" * 32}


def test_the_worker_is_imported_without_the_http_client_and_the_compressor() -> None:
    code = (
        "import sys, pos_desktop.sync.worker, pos_desktop.sync.transport, pos_desktop.sync.pairing;"
        "sys.exit(any(m in sys.modules for m in ('httpx', 'zstandard', 'ssl', 'truststore')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


class JustClosed(HttpConnection):
    """Another thread closes the connection between its opening and the request."""

    def _open(self):
        client = super()._open()
        client.close()
        return client


def test_a_connection_that_pairing_or_the_end_has_just_closed_is_no_answer_and_no_bug() -> None:
    transport = HttpTransport("http://127.0.0.1:9", "token")
    transport._connection = JustClosed("http://127.0.0.1:9", answer_seconds=1, connect_seconds=1)
    lost = NoAnswer("cloud.connection_lost")
    assert transport.send("r", 1, b"", lambda: None) == lost
    assert transport.heartbeat("r", Heartbeat(at_us=1, last_seq=0)) == lost
