"""HTTP to the operator: one kept-alive connection, deadlines, the system's trust store."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from pos_desktop.fiscal import reasons

if TYPE_CHECKING:
    import httpx

# Shorter than servers keep a connection, so that a request seldom meets one just closed.
_KEEP_ALIVE_SECONDS = 20.0
_MOST_BYTES = 1_048_576
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


@dataclass(frozen=True, slots=True)
class Answer:
    """content: the JSON, numbers with a point as Decimal; None where it is no JSON."""

    status: int
    content: Any
    retry_after_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """certainly_not_sent: not a byte of the request has left this machine."""

    reason: str
    certainly_not_sent: bool
    needs_person: bool = False


class AtolHttp:
    """Requests below one base address; never raises for what the network does."""

    def __init__(self, url: str, timeout_seconds: float, connect_seconds: float) -> None:
        self._url = url.strip().rstrip("/")
        parts = urlsplit(self._url)
        # A password and receipts travel readable over plain HTTP: near machines only.
        self._may_carry_secrets = parts.scheme == "https" or _is_near(parts.hostname or "")
        self._timeout_seconds = timeout_seconds
        self._connect_seconds = connect_seconds
        self._client: httpx.Client | None = None
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def send(
        self, method: str, path: str, body: bytes | None = None, token: str = ""
    ) -> Answer | NoAnswer:
        import httpx

        if not self._may_carry_secrets:
            return NoAnswer(reasons.BAD_ADDRESS, certainly_not_sent=True, needs_person=True)
        headers = {"Token": token} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            response = self._open().request(
                method,
                f"{self._url}/{path}",
                content=body,
                headers=headers,
                extensions={"trace": self._note_socket},
            )
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return _no_answer(error)
        except RuntimeError:
            # httpx raises it for a client that `close` has just ended, which happens between
            # requests as well as inside one.
            return NoAnswer(reasons.CONNECTION_LOST, certainly_not_sent=False)
        return Answer(
            response.status_code,
            _json(response.content),
            _seconds(response.headers.get("Retry-After", "")),
        )

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
        import httpx
        import truststore

        with self._lock:
            if self._client is None:
                self._client = httpx.Client(
                    timeout=httpx.Timeout(self._timeout_seconds, connect=self._connect_seconds),
                    verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                    limits=httpx.Limits(max_connections=1, keepalive_expiry=_KEEP_ALIVE_SECONDS),
                    # A proxy of the environment is for the world outside, not for this machine.
                    trust_env=not _is_this_machine(urlsplit(self._url).hostname or ""),
                    follow_redirects=False,
                )
            return self._client


def _no_answer(error: Exception) -> NoAnswer:
    """A refused or failed connection is certain; anything later is not."""
    import httpx

    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return NoAnswer(reasons.BAD_ADDRESS, certainly_not_sent=True, needs_person=True)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        if _is_certificate_fault(error):
            return NoAnswer(reasons.BAD_CERTIFICATE, certainly_not_sent=True, needs_person=True)
        return NoAnswer(reasons.UNREACHABLE, certainly_not_sent=True)
    if isinstance(error, httpx.ProxyError):
        return NoAnswer(reasons.PROXY, certainly_not_sent=True)
    if isinstance(error, httpx.TimeoutException):
        return NoAnswer(reasons.TIMEOUT, certainly_not_sent=False)
    return NoAnswer(reasons.CONNECTION_LOST, certainly_not_sent=False)


def _is_certificate_fault(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _json(raw: bytes) -> Any:
    if len(raw) > _MOST_BYTES:
        return None
    try:
        return _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _seconds(retry_after: str) -> float:
    """Retry-After in seconds; its date form is rare with services and is taken as "soon"."""
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0


def _is_this_machine(host: str) -> bool:
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _is_near(host: str) -> bool:
    """This machine or a private network."""
    address = _address(host)
    return _is_this_machine(host) or (address is not None and address.is_private)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
