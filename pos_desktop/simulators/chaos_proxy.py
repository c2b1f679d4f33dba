"""A proxy that spoils single HTTP requests by chance, the same ones for the same seed."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlsplit

from .http_message import HttpMessage, HttpMessageError, read_request, read_response
from .wire import STOP_TIMEOUT_SECONDS, TICK_SECONDS, TcpDoor, abort_socket

TIMEOUT_SECONDS = 30.0
MAX_CLIENTS = 64
_UNAVAILABLE = HttpMessage(
    "HTTP/1.1 503 Service Unavailable", (("Content-Type", "text/plain"),), b"chaos\n"
)


@dataclass(frozen=True, slots=True)
class ChaosOdds:
    """How likely each fault is for a request, 0.0 to 1.0; the first four exclude each other.

    drop_request: the server never sees it. drop_answer: the server did it, the client gets a
    closed connection. duplicate: the server gets it twice, the client the second answer.
    unavailable: answer 503, the server never sees it. delay: wait up to delay_seconds first.
    """

    drop_request: float = 0.0
    drop_answer: float = 0.0
    duplicate: float = 0.0
    unavailable: float = 0.0
    delay: float = 0.0
    delay_seconds: float = 0.05


@dataclass(frozen=True, slots=True)
class ChaosCounters:
    """What the proxy did. requests = passed + dropped_requests + dropped_answers + duplicated +
    unavailable + unreachable; the server got forwarded = passed + dropped_answers + 2 * duplicated,
    less what broke off half way.
    """

    requests: int = 0
    passed: int = 0
    dropped_requests: int = 0
    dropped_answers: int = 0
    duplicated: int = 0
    unavailable: int = 0
    unreachable: int = 0
    delayed: int = 0
    forwarded: int = 0


class ChaosProxy:
    """An HTTP/1.1 proxy on `port` in front of `target` (host, port), which may be changed.

    odds may be replaced at run time. Each request to the server has its own connection.
    """

    def __init__(
        self,
        target_host: str,
        target_port: int,
        *,
        odds: ChaosOdds | None = None,
        seed: int = 1,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.target = (target_host, target_port)
        self.odds = odds or ChaosOdds()
        self.host = host
        self.port = port
        self._chance = random.Random(seed)  # noqa: S311 faults must repeat
        self._counters = ChaosCounters()
        self._lock = threading.Lock()
        self._clients: dict[socket.socket, threading.Thread] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where a client finds the server behind this proxy."""
        return f"http://{self.host}:{self.port}"

    @property
    def counters(self) -> ChaosCounters:
        """What was done so far."""
        with self._lock:
            return self._counters

    def retarget(self, url: str) -> None:
        """Send what comes from now on to another server, "http://host:port"."""
        parts = urlsplit(url)
        if parts.hostname is None:
            raise ValueError(f"no host in {url!r}")
        self.target = (parts.hostname, parts.port or 80)

    def start(self) -> Self:
        """Listen; OSError when the port is taken."""
        self._stop.clear()
        door = TcpDoor(self.host, self.port, backlog=MAX_CLIENTS, window_bytes=0)
        door.open()
        self.port = door.port
        self._thread = threading.Thread(
            target=self._run, args=(door,), name="simulator-chaos", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Cut the clients off and give the port back."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(STOP_TIMEOUT_SECONDS)
            self._thread = None

    def _run(self, door: TcpDoor) -> None:
        while not self._stop.is_set():
            client = door.accept_socket(TICK_SECONDS)
            if client is None:
                continue
            thread = threading.Thread(
                target=self._serve, args=(client,), name="simulator-chaos-client", daemon=True
            )
            with self._lock:
                full = len(self._clients) >= MAX_CLIENTS
                if not full:
                    self._clients[client] = thread
            if full:
                abort_socket(client)
            else:
                thread.start()
        door.close()
        with self._lock:
            left = dict(self._clients)
        for client in left:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        for thread in left.values():
            thread.join(STOP_TIMEOUT_SECONDS)

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(TIMEOUT_SECONDS)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with client.makefile("rb") as stream:
                while not self._stop.is_set():
                    request = read_request(stream)
                    if request is None:
                        break
                    answer = self._treat(request)
                    if answer is None:
                        break
                    client.sendall(answer.encode(close=not request.keeps_alive))
                    if not request.keeps_alive:
                        break
        except (OSError, HttpMessageError):
            # The client went away in the middle, or speaks something else.
            pass
        finally:
            client.close()
            with self._lock:
                self._clients.pop(client, None)

    def _treat(self, request: HttpMessage) -> HttpMessage | None:
        """Return what the client gets; None: a closed connection."""
        fate, delay_seconds = self._draw()
        if delay_seconds:
            self._stop.wait(delay_seconds)
        if fate == "dropped_requests":
            return None
        if fate == "unavailable":
            return _UNAVAILABLE
        try:
            answer = self._forward(request)
            if fate == "duplicated":
                answer = self._forward(request)
        except (OSError, HttpMessageError):
            # The request's fate was counted already: move it to "unreachable".
            self._count(fate, -1)
            self._count("unreachable")
            return None
        return None if fate == "dropped_answers" else answer

    def _draw(self) -> tuple[str, float]:
        odds = self.odds
        with self._lock:
            point = self._chance.random()
            late = self._chance.random() < odds.delay
            delay_seconds = self._chance.random() * odds.delay_seconds if late else 0.0
        fate = "passed"
        for name, likely in (
            ("dropped_requests", odds.drop_request),
            ("dropped_answers", odds.drop_answer),
            ("duplicated", odds.duplicate),
            ("unavailable", odds.unavailable),
        ):
            if point < likely:
                fate = name
                break
            point -= likely
        self._count("requests")
        self._count(fate)
        if late:
            self._count("delayed")
        return fate, delay_seconds

    def _forward(self, request: HttpMessage) -> HttpMessage:
        host, port = self.target
        with socket.create_connection((host, port), TIMEOUT_SECONDS) as server:
            server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.sendall(request.encode(host=f"{host}:{port}", close=True))
            self._count("forwarded")
            with server.makefile("rb") as stream:
                return read_response(stream, method=request.method)

    def _count(self, name: str, by: int = 1) -> None:
        with self._lock:
            value = getattr(self._counters, name) + by
            self._counters = replace(self._counters, **{name: value})
