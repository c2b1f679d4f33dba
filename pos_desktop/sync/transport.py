"""HTTP to the cloud: one kept-alive connection, deadlines, the system's trust store."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol
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

if TYPE_CHECKING:
    import httpx

_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 20.0
_HASH_BYTES = 32


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
        self._url = checked_url(url)
        self._token = token
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds
        self._client: httpx.Client | None = None
        self._lock = threading.Lock()

    def send(
        self, register_id: str, first_seq: int, body: bytes, meanwhile: Callable[[], None]
    ) -> Answer:
        import httpx

        def content() -> Iterator[bytes]:
            yield body
            meanwhile()  # the server has it all and is at work

        headers = {
            "content-type": ENTRIES_TYPE,
            "content-encoding": "zstd",
            "content-length": str(len(body)),
        }
        try:
            response = self._open().put(
                entries_path(register_id, first_seq), content=content(), headers=headers
            )
        except httpx.HTTPError as error:
            return NoAnswer(reason_of(error))
        except RuntimeError:
            # httpx raises it for a client that `close` has just ended, from another thread.
            return NoAnswer("cloud.connection_lost")
        return answer_of(response.status_code, response.content, response.headers)

    def heartbeat(self, register_id: str, state: Heartbeat) -> HeartbeatAnswer | Answer:
        import httpx

        try:
            response = self._open().put(
                heartbeat_path(register_id),
                content=msgspec.json.encode(state),
                headers={"content-type": JSON_TYPE},
            )
        except httpx.HTTPError as error:
            return NoAnswer(reason_of(error))
        except RuntimeError:
            # httpx raises it for a client that `close` has just ended, from another thread.
            return NoAnswer("cloud.connection_lost")
        if response.status_code == httpx.codes.OK:
            try:
                return msgspec.json.decode(response.content, type=HeartbeatAnswer)
            except msgspec.DecodeError:
                return NoAnswer("cloud.bad_answer")
        return answer_of(response.status_code, response.content, response.headers)

    def close(self) -> None:
        """Drop the connection; a later call opens another."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _open(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                self._client = new_client(
                    self._url, self._connect_seconds, self._answer_seconds, self._token
                )
            return self._client


def checked_url(url: str) -> str:
    """The address without a slash at its end; RefusalError("cloud.url", url=...) when a token would
    travel readable over a public network, or it is no address."""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    if not host or parts.scheme not in {"http", "https"} or parts.query or parts.username:
        raise RefusalError("cloud.url", url=url)
    if parts.scheme == "http" and not _is_near(host):
        raise RefusalError("cloud.url", url=url)
    return url.strip().rstrip("/")


def new_client(
    url: str, connect_seconds: float, answer_seconds: float, token: str = ""
) -> httpx.Client:
    """An HTTP client for one server, trusting what the operating system trusts."""
    import ssl

    import httpx
    import truststore

    host = urlsplit(url).hostname or ""
    return httpx.Client(
        base_url=url,
        headers={"authorization": f"Bearer {token}"} if token else {},
        timeout=httpx.Timeout(answer_seconds, connect=connect_seconds),
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        trust_env=not _is_near(host),
        limits=httpx.Limits(max_connections=1, keepalive_expiry=60),
        follow_redirects=False,
    )


def answer_of(status: int, body: bytes, headers: httpx.Headers | dict[str, str]) -> Answer:
    """What an HTTP answer to a batch means. Anything not understood is no answer at all."""
    if status == 200:
        return _acknowledged(body)
    try:
        error = msgspec.json.decode(body, type=ErrorBody)
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
    wait = headers.get("retry-after", "")
    seconds = float(wait) if wait.isascii() and wait.isdigit() else 0.0
    return NoAnswer("cloud.busy" if status in {429, 503} else "cloud.server_error", seconds)


def reason_of(error: httpx.HTTPError) -> str:
    """A stable code for what went wrong on the way."""
    import httpx

    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return "cloud.unreachable"
    if isinstance(error, httpx.TimeoutException):
        return "cloud.timeout"
    return "cloud.connection_lost"


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


def _is_near(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_private
