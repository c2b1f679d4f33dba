"""The HTTP side of the simulated operator: a bounded threaded server that can misbehave."""

from __future__ import annotations

import itertools
import logging
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

MAX_CONNECTIONS = 128
MAX_BODY_BYTES = 1_048_576
IDLE_TIMEOUT_SECONDS = 30.0
STOP_TIMEOUT_SECONDS = 5.0


_LINGER_ZERO = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_LOG = logging.getLogger(__name__)


class Wire(Enum):
    """What happens on the connection."""

    ANSWER = "the reply is sent"
    RESET = "the connection is reset without a byte"
    HOLD = "nothing is sent until the delay is over, then the connection is reset"
    GARBAGE = "bytes that are no HTTP are sent, then the connection is closed"


@dataclass(frozen=True, slots=True)
class Request:
    """One request; path without the query."""

    method: str
    path: str
    token: str | None
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; delay_seconds pass before it goes out."""

    http_status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    wire: Wire = Wire.ANSWER
    delay_seconds: float = 0.0


Answer = Callable[[Request], Reply]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_TIMEOUT_SECONDS
    disable_nagle_algorithm = True
    wbufsize = 65_536
    server: AtolHttpServer

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: requests are counted by the service."""

    def version_string(self) -> str:
        return "possystem"

    def _serve(self, method: str) -> None:
        body = self._read_body()
        if body is None:
            return
        request = Request(
            method=method,
            path=self.path.split("?", 1)[0],
            token=self.headers.get("Token"),
            content_type=self.headers.get("Content-Type", ""),
            body=body,
        )
        reply = self.server.answer(request)
        if reply.delay_seconds > 0:
            self.server.stopping.wait(reply.delay_seconds)
        if reply.wire in (Wire.RESET, Wire.HOLD):
            self.server.reset_at_end(self.connection)
            self.close_connection = True
        elif reply.wire is Wire.GARBAGE:
            self.wfile.write(reply.body)
            self.close_connection = True
        else:
            self._send(reply)

    def _read_body(self) -> bytes | None:
        declared = self.headers.get("Content-Length")
        if declared is None and self.command == "GET":
            return b""
        if declared is None or not declared.isdigit():
            self.close_connection = True
            self._send(Reply(411, b""))
            return None
        if int(declared) > MAX_BODY_BYTES:
            self.close_connection = True
            self._send(Reply(413, b""))
            return None
        body = self.rfile.read(int(declared))
        if len(body) < int(declared):
            self.close_connection = True
            return None
        return body

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.http_status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)


class AtolHttpServer(ThreadingHTTPServer):
    """Listens from the moment it is built; `close` frees the port and cuts every connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], answer: Answer) -> None:
        self.answer = answer
        self.stopping = threading.Event()
        self._guard = threading.Lock()
        self._connections: dict[socket.socket, threading.Thread] = {}
        self._to_reset: set[socket.socket] = set()
        self._numbers = itertools.count(1)
        super().__init__(address, _Handler)
        self._thread = threading.Thread(
            target=self.serve_forever, args=(0.02,), name="atol-listener", daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def close(self) -> None:
        """Stop listening, cut what is connected, wait STOP_TIMEOUT_SECONDS at most for threads."""
        self.stopping.set()
        self.shutdown()
        self.server_close()
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        with self._guard:
            open_now = dict(self._connections)
            for connection in open_now:
                _cut(connection)
        for thread in [*open_now.values(), self._thread]:
            if thread is not threading.current_thread():
                thread.join(max(0.0, deadline - time.monotonic()))

    def reset_at_end(self, connection: socket.socket) -> None:
        """Let the connection end with a reset instead of an orderly close."""
        with self._guard:
            self._to_reset.add(connection)

    def server_bind(self) -> None:
        # HTTPServer looks up the name of the host here, which may ask the network.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.port

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self.process_request_thread,
            args=(request, client_address),
            name=f"atol-connection-{next(self._numbers)}",
            daemon=True,
        )
        with self._guard:
            full = len(self._connections) >= MAX_CONNECTIONS or self.stopping.is_set()
            if not full:
                self._connections[request] = thread
        if full:
            self.reset_at_end(request)
            self.shutdown_request(request)
        else:
            thread.start()

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            reset = request in self._to_reset
            self._to_reset.discard(request)
        if reset:
            # Linger of zero seconds makes close() send a reset.
            request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
            self.close_request(request)
        else:
            super().shutdown_request(request)
        with self._guard:
            self._connections.pop(request, None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that went away is no error here; anything else is a defect of the simulator.
        if not isinstance(sys.exc_info()[1], OSError):
            _LOG.exception("the simulated fiscal operator failed to answer")


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
