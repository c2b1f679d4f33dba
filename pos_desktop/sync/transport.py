"""HTTP to the cloud: its paths, and what its answers mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from pos_desktop.contract.entries import Ack, ErrorBody
from pos_desktop.contract.heartbeat import Heartbeat, HeartbeatAnswer
from pos_desktop.contract.wire import (
    ENTRIES_TYPE,
    JSON_TYPE,
    Code,
    entries_path,
    heartbeat_path,
)
from pos_desktop.domain.errors import RefusalError
from pos_desktop.http_connection import HttpConnection, Loss, Reply, is_near
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

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 20.0
_KEEP_ALIVE_SECONDS = 60.0
_HASH_BYTES = 32
_REASONS = {
    Loss.BAD_CERTIFICATE: "cloud.unreachable",
    Loss.UNREACHABLE: "cloud.unreachable",
    Loss.TIMEOUT: "cloud.timeout",
}


class CloudTransport(Protocol):
    """The worker's way to the server. Methods block up to their deadline and never raise for what
    the network or the server does."""

    def send(
        self, register_id: str, first_seq: int, body: bytes, meanwhile: Callable[[], None]
    ) -> Answer:
        """Send a batch; meanwhile is called once its bytes are on the way, and may raise."""
        ...

    def heartbeat(self, register_id: str, state: Heartbeat) -> HeartbeatAnswer | Answer: ...
    def close(self) -> None: ...


class HttpTransport:
    """url: "https://cloud.example.ru"; plain http only to this machine or a private network.
    token: of the register. RefusalError("cloud.url") for an address that cannot be used."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        connect_seconds: float = _CONNECT_SECONDS,
        answer_seconds: float = _ANSWER_SECONDS,
    ) -> None:
        self._connection = new_connection(checked_url(url), connect_seconds, answer_seconds, token)

    def send(
        self, register_id: str, first_seq: int, body: bytes, meanwhile: Callable[[], None]
    ) -> Answer:
        def content() -> Iterator[bytes]:
            yield body
            meanwhile()  # the server has it all and is at work

        headers = {
            "content-type": ENTRIES_TYPE,
            "content-encoding": "zstd",
            "content-length": str(len(body)),
        }
        reply = self._connection.request(
            "PUT", entries_path(register_id, first_seq), headers=headers, content=content()
        )
        return NoAnswer(reason_of(reply)) if isinstance(reply, Loss) else answer_of(reply)

    def heartbeat(self, register_id: str, state: Heartbeat) -> HeartbeatAnswer | Answer:
        reply = self._connection.request(
            "PUT",
            heartbeat_path(register_id),
            headers={"content-type": JSON_TYPE},
            content=msgspec.json.encode(state),
        )
        if isinstance(reply, Loss):
            return NoAnswer(reason_of(reply))
        if reply.status == HTTPStatus.OK:
            try:
                return msgspec.json.decode(reply.content, type=HeartbeatAnswer)
            except msgspec.DecodeError:
                return NoAnswer("cloud.bad_answer")
        return answer_of(reply)

    def close(self) -> None:
        """Drop the connection; a later call opens another."""
        self._connection.close()


def checked_url(url: str) -> str:
    """The address without a slash at its end; RefusalError("cloud.url", url=...) when a token would
    travel readable over a public network, or it is no address."""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    if not host or parts.scheme not in {"http", "https"} or parts.query or parts.username:
        raise RefusalError("cloud.url", url=url)
    if parts.scheme == "http" and not is_near(host):
        raise RefusalError("cloud.url", url=url)
    return url.strip().rstrip("/")


def new_connection(
    url: str, connect_seconds: float, answer_seconds: float, token: str = ""
) -> HttpConnection:
    """url: a checked one."""
    return HttpConnection(
        url,
        answer_seconds=answer_seconds,
        connect_seconds=connect_seconds,
        near_may_be_plain=True,
        keep_alive_seconds=_KEEP_ALIVE_SECONDS,
        headers={"authorization": f"Bearer {token}"} if token else {},
    )


def answer_of(reply: Reply) -> Answer:
    """What an HTTP answer to a batch means. Anything not understood is no answer at all."""
    status = reply.status
    if status == 200:
        return _acknowledged(reply.content)
    try:
        error = msgspec.json.decode(reply.content, type=ErrorBody)
    except (msgspec.DecodeError, UnicodeDecodeError):
        error = ErrorBody("")
    if status == 401:
        return NeedsPairing()
    if status == 413:
        return TooLarge()
    if status == 409 and error.code == Code.GAP and error.acknowledged >= 0:
        return Missing(error.acknowledged)
    if status == 409 and error.code in {Code.BROKEN, Code.CONFLICT}:
        return Conflict(error.code, error.text)
    if status in {400, 422} and error.code:
        return Unacceptable(error.text)
    busy = status in {429, 503}
    return NoAnswer("cloud.busy" if busy else "cloud.server_error", reply.retry_after_seconds)


def reason_of(loss: Loss) -> str:
    """A stable code for what went wrong on the way."""
    return _REASONS.get(loss, "cloud.connection_lost")


def _acknowledged(body: bytes) -> Answer:
    try:
        ack = msgspec.json.decode(body, type=Ack)
        last_hash = bytes.fromhex(ack.last_hash)
    except (msgspec.DecodeError, ValueError):
        return NoAnswer("cloud.bad_answer")
    if len(last_hash) != _HASH_BYTES or ack.acknowledged < 0:
        return NoAnswer("cloud.bad_answer")
    refused = tuple((one.seq, one.code, one.text) for one in ack.refused)
    return Acknowledged(ack.acknowledged, last_hash, refused)
