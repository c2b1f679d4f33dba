"""HTTP to a bank: one kept-alive connection, deadlines, the system's trust store; no address,
header or body of a request ever goes to a log."""

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

from pos_desktop.payments import reasons
from pos_desktop.payments.bank import Silent

if TYPE_CHECKING:
    import httpx

ANSWER_SECONDS = 10.0
CONNECT_SECONDS = 5.0

_KEEP_ALIVE_SECONDS = 20.0
_MOST_BYTES = 262_144
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


@dataclass(frozen=True, slots=True)
class Answer:
    """fields: of the JSON object, numbers with a point as Decimal."""

    status: int
    fields: dict[str, Any]

    def text(self, name: str) -> str:
        """A field as text: ids come as numbers from one method and as text from the next; "" where
        it is missing or no plain value."""
        value = self.fields.get(name)
        plain = isinstance(value, str | int | Decimal) and not isinstance(value, bool)
        return str(value).strip() if plain else ""


class BankHttp:
    """Requests below one base address; never raises for what the network does."""

    def __init__(
        self,
        url: str,
        answer_seconds: float = ANSWER_SECONDS,
        connect_seconds: float = CONNECT_SECONDS,
    ) -> None:
        self._url = url.strip().rstrip("/")
        parts = urlsplit(self._url)
        # A key to the shop's money travels readable over plain HTTP: this machine only.
        self._may_carry_secrets = parts.scheme == "https" or _is_this_machine(parts.hostname or "")
        self._answer_seconds = answer_seconds
        self._connect_seconds = connect_seconds
        self._client: httpx.Client | None = None
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def send(
        self, method: str, path: str, body: bytes | None = None, bearer: str = ""
    ) -> Answer | Silent:
        import httpx

        if not self._may_carry_secrets:
            return Silent(reasons.BAD_ADDRESS, certainly_not_sent=True, needs_person=True)
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            response = self._open().request(
                method,
                f"{self._url}/{path}",
                content=body,
                headers=headers,
                extensions={"trace": self._note_socket},
            )
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return _silent(error)
        except RuntimeError:
            # httpx raises it for a client that `close` has just ended.
            return Silent(reasons.CONNECTION_LOST)
        fields = _object(response.content)
        if response.status_code >= 500 or fields is None:
            # What a proxy or a broken server says tells nothing of the request.
            return Silent(reasons.BAD_ANSWER)
        return Answer(response.status_code, fields)

    def close(self) -> None:
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
                    timeout=httpx.Timeout(self._answer_seconds, connect=self._connect_seconds),
                    verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                    limits=httpx.Limits(max_connections=1, keepalive_expiry=_KEEP_ALIVE_SECONDS),
                    trust_env=not _is_this_machine(urlsplit(self._url).hostname or ""),
                    follow_redirects=False,
                )
            return self._client


def _silent(error: Exception) -> Silent:
    """A refused or failed connection is certain; anything later is not."""
    import httpx

    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return Silent(reasons.BAD_ADDRESS, certainly_not_sent=True, needs_person=True)
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        if _is_certificate_fault(error):
            return Silent(reasons.BAD_CERTIFICATE, certainly_not_sent=True, needs_person=True)
        return Silent(reasons.UNREACHABLE, certainly_not_sent=True)
    if isinstance(error, httpx.ProxyError):
        return Silent(reasons.UNREACHABLE, certainly_not_sent=True)
    if isinstance(error, httpx.TimeoutException):
        return Silent(reasons.TIMEOUT)
    return Silent(reasons.CONNECTION_LOST)


def _is_certificate_fault(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _object(raw: bytes) -> dict[str, Any] | None:
    if len(raw) > _MOST_BYTES:
        return None
    try:
        # A cancelled code is answered with nothing at all.
        fields = _DECODER.decode(raw) if raw.strip() else {}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
