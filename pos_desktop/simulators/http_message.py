"""One HTTP/1.1 message on a socket: read whole, written whole (RFC 9112)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

MAX_LINE_BYTES = 64 * 1024
MAX_HEADERS = 200
MAX_BODY_BYTES = 256 * 1024 * 1024


class HttpMessageError(ValueError):
    """What came is not an HTTP/1.1 message, or it broke off."""


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """start: request line or status line. headers: in order, as they came. body: decoded from its
    framing, so `encode` states its length anew.
    """

    start: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header of that name, or ""."""
        return next((v for key, v in self.headers if key.lower() == name.lower()), "")

    @property
    def method(self) -> str:
        """The method of a request."""
        return self.start.split(" ", 1)[0]

    @property
    def status(self) -> int:
        """The status of a response."""
        return int(self.start.split(" ", 2)[1])

    @property
    def keeps_alive(self) -> bool:
        """The sender wants to go on on this connection."""
        return "close" not in self.header("Connection").lower()

    def encode(self, *, host: str = "", close: bool = False) -> bytes:
        """Return the message as bytes with a Content-Length; host replaces the Host header."""
        lines = [self.start]
        dropped = {"content-length", "transfer-encoding", "connection", "expect"}
        if host:
            dropped.add("host")
            lines.append(f"Host: {host}")
        lines += [f"{name}: {value}" for name, value in self.headers if name.lower() not in dropped]
        if self._has_body():
            lines.append(f"Content-Length: {len(self.body)}")
        lines.append("Connection: close" if close else "Connection: keep-alive")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + self.body

    def _has_body(self) -> bool:
        if self.start.startswith("HTTP/"):
            return self.status >= 200 and self.status not in (204, 304)
        return bool(self.body) or self.method in ("POST", "PUT", "PATCH")


def read_request(stream: BinaryIO) -> HttpMessage | None:
    """Read a request; None when the peer has closed instead. HttpMessageError, OSError."""
    start = _line(stream, may_end=True)
    if start is None:
        return None
    headers = _headers(stream)
    return HttpMessage(start, headers, _framed_body(stream, headers) or b"")


def read_response(stream: BinaryIO, *, method: str) -> HttpMessage:
    """Read the answer to a request of that method. HttpMessageError, OSError."""
    while True:
        start = _line(stream)
        assert start is not None
        headers = _headers(stream)
        answer = HttpMessage(start, headers, b"")
        if not start.startswith("HTTP/1."):
            raise HttpMessageError(f"not a status line: {start!r}")
        if answer.status >= 200:
            break
    if method == "HEAD" or answer.status in (204, 304):
        return answer
    body = _framed_body(stream, headers)
    return HttpMessage(start, headers, stream.read() if body is None else body)


def _line(stream: BinaryIO, *, may_end: bool = False) -> str | None:
    raw = stream.readline(MAX_LINE_BYTES)
    if not raw and may_end:
        return None
    if not raw.endswith(b"\n"):
        raise HttpMessageError("the message breaks off in a line")
    return raw.rstrip(b"\r\n").decode("latin-1")


def _headers(stream: BinaryIO) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for _ in range(MAX_HEADERS):
        line = _line(stream)
        if not line:
            return tuple(found)
        name, colon, value = line.partition(":")
        if not colon:
            raise HttpMessageError(f"not a header: {line!r}")
        found.append((name, value.strip()))
    raise HttpMessageError("too many headers")


def _framed_body(stream: BinaryIO, headers: tuple[tuple[str, str], ...]) -> bytes | None:
    """Read a body whose end is stated; None when it is not."""
    names = {name.lower(): value for name, value in headers}
    if "chunked" in names.get("transfer-encoding", "").lower():
        return _chunked_body(stream)
    if "content-length" not in names:
        return None
    return _exactly(stream, _number(names["content-length"], 10))


def _chunked_body(stream: BinaryIO) -> bytes:
    body = bytearray()
    while True:
        line = _line(stream) or ""
        size = _number(line.partition(";")[0], 16)
        if size == 0:
            _headers(stream)
            return bytes(body)
        if len(body) + size > MAX_BODY_BYTES:
            raise HttpMessageError("the body is too large")
        body += _exactly(stream, size)
        _line(stream)


def _number(text: str, radix: int) -> int:
    try:
        value = int(text.strip(), radix)
    except ValueError as error:
        raise HttpMessageError(f"not a length: {text!r}") from error
    if not 0 <= value <= MAX_BODY_BYTES:
        raise HttpMessageError(f"not a usable length: {text!r}")
    return value


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise HttpMessageError("the body breaks off")
    return data
