"""The simulated banks' HTTP server on loopback and the ways it fails."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

MAX_BODY_BYTES = 256 * 1024
LONGEST_SILENCE_SECONDS = 30.0
_POLL_SECONDS = 0.02

Mood = Literal["ok", "silence", "error", "slow", "lost-answer", "lost-request", "garbage"]
"""lost-answer: the request is carried out and its answer never arrives; lost-request: it is not."""


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    content_type: str
    bearer: str
    fields: dict[str, Any] | None
    """Of the JSON body; None where there is none or it is no object."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    fields: dict[str, Any] | None = None


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers break their connections off; that is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class BankServer:
    """answer: the bank's API. mood: how all requests fare, or the next few (fail_next).
    on_answered: called from its threads after each request that was carried out."""

    def __init__(
        self,
        name: str,
        answer: Callable[[Request], Reply],
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """OSError when the port is taken; 0 takes a free one."""
        self._answer = answer
        self._mood: Mood = "ok"
        self._next: list[Mood] = []
        self._lock = threading.Lock()
        self._release = threading.Event()
        self.slow_seconds = 0.5
        self.on_answered: Callable[[], None] = lambda: None
        self.requests: list[Request] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server._serve(self)

            do_POST = do_DELETE = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """A simulator writes no log of requests."""

        self._server = _Server((host, port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=lambda: self._server.serve_forever(_POLL_SECONDS), name=name, daemon=True
        )

    @property
    def url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._release.set()
        if self._thread.ident is not None:
            self._server.shutdown()
            self._thread.join(5.0)
        self._server.server_close()

    def set_mood(self, mood: Mood) -> None:
        with self._lock:
            self._mood = mood
            self._next.clear()
        # Whoever was kept waiting is let go, without an answer.
        self._release.set()
        self._release = threading.Event()

    def fail_next(self, mood: Mood, count: int = 1) -> None:
        """The next requests fare so, those after them as before."""
        with self._lock:
            self._next += [mood] * count

    def _serve(self, http: BaseHTTPRequestHandler) -> None:
        request = _read(http)
        with self._lock:
            mood = self._next.pop(0) if self._next else self._mood
            release = self._release
            self.requests.append(request)
        if mood == "silence":
            release.wait(LONGEST_SILENCE_SECONDS)
        if mood in ("silence", "lost-request"):
            http.close_connection = True
            return
        if mood == "error":
            _write(http, 500, b"Internal Server Error", "text/plain")
            return
        if mood == "garbage":
            _write(http, 200, b"<html>maintenance", "text/html")
            return
        reply = self._answer(request)
        self.on_answered()
        if mood == "lost-answer":
            http.close_connection = True
            return
        if mood == "slow":
            release.wait(self.slow_seconds)
        content = b"" if reply.fields is None else json.dumps(reply.fields).encode()
        _write(http, reply.status, content, "application/json")


def _read(http: BaseHTTPRequestHandler) -> Request:
    length = min(int(http.headers.get("Content-Length") or 0), MAX_BODY_BYTES)
    body = http.rfile.read(length)
    try:
        fields = json.loads(body, parse_float=Decimal) if body else None
    except ValueError:
        fields = None
    authorization = http.headers.get("Authorization") or ""
    return Request(
        http.command,
        http.path,
        (http.headers.get("Content-Type") or "").partition(";")[0].strip(),
        authorization.removeprefix("Bearer ") if authorization.startswith("Bearer ") else "",
        fields if isinstance(fields, dict) else None,
    )


def _write(http: BaseHTTPRequestHandler, status: int, content: bytes, kind: str) -> None:
    http.send_response(status)
    http.send_header("Content-Type", kind)
    http.send_header("Content-Length", str(len(content)))
    http.end_headers()
    http.wfile.write(content)
