"""What a request that got no answer leaves certain, and where secrets may travel."""

from __future__ import annotations

import ssl

import httpx
import pytest

from pos_desktop.http_connection import (
    MOST_JSON_BYTES,
    HttpConnection,
    Loss,
    Reply,
    is_near,
    is_this_machine,
    loss_of,
)


@pytest.mark.parametrize(
    ("raised", "certain", "loss"),
    [
        (httpx.ConnectError("x"), True, Loss.UNREACHABLE),
        (httpx.ConnectTimeout("x"), True, Loss.UNREACHABLE),
        (httpx.PoolTimeout("x"), True, Loss.UNREACHABLE),
        (httpx.UnsupportedProtocol("x"), True, Loss.BAD_ADDRESS),
        (httpx.ProxyError("x"), True, Loss.PROXY),
        (httpx.ReadTimeout("x"), False, Loss.TIMEOUT),
        (httpx.WriteTimeout("x"), False, Loss.TIMEOUT),
        (httpx.WriteError("x"), False, Loss.CONNECTION_LOST),
        (httpx.ReadError("x"), False, Loss.CONNECTION_LOST),
        (httpx.RemoteProtocolError("x"), False, Loss.CONNECTION_LOST),
    ],
)
def test_only_what_fails_before_the_first_byte_is_certain(
    raised: Exception, certain: bool, loss: Loss
):
    found = loss_of(raised)
    assert (found.certainly_not_sent, found) == (certain, loss)


def test_a_certificate_nobody_trusts_needs_a_person():
    raised = httpx.ConnectError("x")
    raised.__cause__ = ssl.SSLCertVerificationError("self-signed")
    found = loss_of(raised)
    assert (found, found.certainly_not_sent, found.needs_person) == (
        Loss.BAD_CERTIFICATE,
        True,
        True,
    )


def test_near_is_this_machine_and_a_private_network():
    hosts = ("localhost", "127.0.0.1", "::1", "192.168.1.5", "10.0.0.1", "shop.example", "8.8.8.8")
    assert [is_near(host) for host in hosts] == [True] * 5 + [False] * 2
    assert [is_this_machine(host) for host in hosts] == [True] * 3 + [False] * 4


@pytest.mark.parametrize(
    ("url", "near_may_be_plain"),
    [("http://shop.example", True), ("http://192.168.1.5", False), ("ftp://x", True), ("", True)],
)
def test_a_secret_never_leaves_over_an_address_where_others_could_read_it(
    url: str, near_may_be_plain: bool
):
    connection = HttpConnection(
        url, answer_seconds=1, connect_seconds=1, near_may_be_plain=near_may_be_plain
    )
    assert connection.request("GET", "x") is Loss.BAD_ADDRESS


def test_json_keeps_kopecks_exact_and_nonsense_is_none():
    assert str(Reply(200, b'{"sum": 0.10}', {}).json()["sum"]) == "0.10"
    for content in (b"", b"<html>", b"\xff", b"[" * 100_000, b" " * MOST_JSON_BYTES + b"1"):
        assert Reply(200, content, {}).json() is None
