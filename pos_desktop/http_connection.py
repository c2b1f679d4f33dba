"""HTTP to one server, for everybody who speaks it: one kept-alive connection, deadlines, the
system's trust store, and what a request without an answer leaves certain.

A leaf that imports nothing of the house; httpx is loaded by the first request. No address, header
or body ever goes to a log from here.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

if TYPE_CHECKING:
    import httpx

MOST_JSON_BYTES = 1_048_576
# Shorter than servers keep a connection, so that a request seldom meets one just closed.
KEEP_ALIVE_SECONDS = 20.0

_DECODER = msgspec.json.Decoder(float_hook=Decimal)


class Loss(StrEnum):
    """Why there is no answer."""

    BAD_ADDRESS = "bad_address"
    BAD_CERTIFICATE = "bad_certificate"
    UNREACHABLE = "unreachable"
    PROXY = "proxy"
    TIMEOUT = "timeout"
    CONNECTION_LOST = "connection_lost"

    @property
    def certainly_not_sent(self) -> bool:
        """Not a byte of the request has left this machine."""
        return self not in (Loss.TIMEOUT, Loss.CONNECTION_LOST)

    @property
    def needs_person(self) -> bool:
        """It does not pass by waiting."""
        return self in (Loss.BAD_ADDRESS, Loss.BAD_CERTIFICATE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said. headers: their names in lower case."""

    status: int
    content: bytes
    headers: Mapping[str, str]

    def json(self) -> Any:
        """The content with numbers that have a point as Decimal; None where it is no JSON or longer
        than MOST_JSON_BYTES."""
        if len(self.content) > MOST_JSON_BYTES:
            return None
        try:
            return _DECODER.decode(self.content)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None

    @property
    def retry_after_seconds(self) -> float:
        """Its date form is rare with services and is taken as "soon"."""
        wait = self.headers.get("retry-after", "")
        return float(wait) if wait.isascii() and wait.isdigit() else 0.0


class HttpConnection:
    """Requests below one base address, from one thread; never raises for what the network does.

    near_may_be_plain: secrets may travel over plain HTTP within a private network, not only within
    this machine. headers: of every request.
    """

    def __init__(
        self,
        url: str,
        *,
        answer_seconds: float,
        connect_seconds: float,
        near_may_be_plain: bool = False,
        keep_alive_seconds: float = KEEP_ALIVE_SECONDS,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._url = url.strip().rstrip("/")
        parts = urlsplit(self._url)
        self._host = parts.hostname or ""
        may_be_plain = is_near if near_may_be_plain else is_this_machine
        self._may_carry_secrets = parts.scheme == "https" or may_be_plain(self._host)
        self._answer_seconds = answer_seconds
        self._connect_seconds = connect_seconds
        self._keep_alive_seconds = keep_alive_seconds
        self._headers = dict(headers or {})
        self._client: httpx.Client | None = None
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | Iterator[bytes] | None = None,
        query: Mapping[str, int | str] | None = None,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
    ) -> Reply | Loss:
        """content: the body; or form and files (name, bytes, media type) as multipart."""
        import httpx

        if not self._may_carry_secrets:
            return Loss.BAD_ADDRESS
        try:
            response = self._open().request(
                method,
                f"{self._url}/{path.lstrip('/')}",
                headers=headers,
                content=content,
                params=query,
                data=form,
                files=files,
                extensions={"trace": self._note_socket},
            )
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return loss_of(error)
        except RuntimeError:
            # httpx raises it for a client that `close` has just ended, which happens between
            # requests as well as inside one.
            return Loss.CONNECTION_LOST
        return Reply(response.status_code, response.content, response.headers)

    def close(self) -> None:
        """Drop the connection, which ends a request that waits on it; a later one opens another."""
        with self._lock:
            client, self._client = self._client, None
            waiting, self._socket = self._socket, None
        if waiting is not None:
            with contextlib.suppress(OSError):
                waiting.shutdown(socket.SHUT_RDWR)
        if client is not None:
            client.close()

    def _note_socket(self, event: str, info: dict[str, Any]) -> None:
        """Remember the socket: closing a client does not wake a thread that reads from it."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")

    def _open(self) -> httpx.Client:
        import ssl

        import httpx
        import truststore

        with self._lock:
            if self._client is None:
                self._client = httpx.Client(
                    headers=self._headers,
                    timeout=httpx.Timeout(self._answer_seconds, connect=self._connect_seconds),
                    verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                    limits=httpx.Limits(
                        max_connections=1, keepalive_expiry=self._keep_alive_seconds
                    ),
                    # A proxy of the environment is for the world outside.
                    trust_env=not is_near(self._host),
                    follow_redirects=False,
                )
            return self._client


def loss_of(error: Exception) -> Loss:
    """What an error of httpx means: a refused or failed connection is certain, anything later is
    not."""
    import httpx

    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return Loss.BAD_ADDRESS
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Loss.BAD_CERTIFICATE if _is_certificate_fault(error) else Loss.UNREACHABLE
    if isinstance(error, httpx.ProxyError):
        return Loss.PROXY
    if isinstance(error, httpx.TimeoutException):
        return Loss.TIMEOUT
    return Loss.CONNECTION_LOST


def is_this_machine(host: str) -> bool:
    """Whether a host's name or address is the loopback's."""
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def is_near(host: str) -> bool:
    """This machine or an address of a private network."""
    address = _address(host)
    return is_this_machine(host) or (address is not None and address.is_private)


def _is_certificate_fault(error: BaseException | None) -> bool:
    import ssl

    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
