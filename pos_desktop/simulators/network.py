"""The network between a register and a server on loopback: it can be off, deaf or slow.

`Relay` moves bytes and knows no protocol. `ChaosProxy`, which spoils single HTTP requests, is in
`chaos_proxy` and can be had from here too.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from typing import Literal, Self

from .chaos_proxy import ChaosCounters, ChaosOdds, ChaosProxy
from .wire import STOP_TIMEOUT_SECONDS, TICK_SECONDS, TcpDoor, abort_socket

__all__ = ["ChaosCounters", "ChaosOdds", "ChaosProxy", "Relay", "RelayMode"]

RelayMode = Literal["pass", "refuse", "blackhole", "slow"]
CONNECT_TIMEOUT_SECONDS = 5.0
MAX_CONNECTIONS = 64


class Relay:
    """A TCP relay on `port` in front of target_host:target_port.

    Modes: "pass"; "refuse": connections are refused and open ones cut, as with the cable out;
    "blackhole": connections are taken, bytes are swallowed and nothing is answered, as behind a
    dead router; "slow": every piece that goes to the server waits slow_seconds first.

    connections, cut: how many came and how many of them the network ended. bytes_up, bytes_down,
    swallowed: what went to the server, what came back, what vanished.
    """

    def __init__(
        self, target_host: str, target_port: int, *, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self.target = (target_host, target_port)
        self.host = host
        self.port = port
        self.connections = 0
        self.cut = 0
        self.bytes_up = 0
        self.bytes_down = 0
        self.swallowed = 0
        self._mode: RelayMode = "pass"
        self._slow_seconds = 0.0
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._refusing = False
        self._pipes: list[_Pipe] = []
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where a client finds the server behind this network."""
        return f"http://{self.host}:{self.port}"

    @property
    def mode(self) -> RelayMode:
        """The mode last set."""
        return self._mode

    @property
    def slow_seconds(self) -> float:
        """How long a piece waits in mode "slow"."""
        return self._slow_seconds

    def start(self) -> Self:
        """Listen; OSError when the port is taken."""
        self._stop.clear()
        door = TcpDoor(self.host, self.port, backlog=MAX_CONNECTIONS, window_bytes=0)
        door.open()
        self.port = door.port
        self._refusing = False
        self._thread = threading.Thread(
            target=self._run, args=(door,), name="simulator-network", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Cut everything and give the port back."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(STOP_TIMEOUT_SECONDS)
            self._thread = None

    def set_mode(self, mode: RelayMode, *, slow_seconds: float = 1.0) -> None:
        """Change the weather; when it returns, the new one holds and what it cuts is cut."""
        with self._changed:
            self._mode = mode
            self._slow_seconds = slow_seconds if mode == "slow" else 0.0
            pipes = list(self._pipes)
            if self._thread is not None and self._thread.is_alive():
                self._changed.wait_for(
                    lambda: self._refusing == (mode == "refuse"), STOP_TIMEOUT_SECONDS
                )
        # What vanished is gone for good: a connection that lost bytes cannot be healed.
        ending = [pipe for pipe in pipes if mode == "refuse" or pipe.spoiled]
        for pipe in ending:
            self._end(pipe)
        for pipe in ending:
            pipe.thread.join(STOP_TIMEOUT_SECONDS)

    def count(self, *, up: int = 0, down: int = 0, swallowed: int = 0) -> None:
        """Add to the counters; for the connections of this relay."""
        with self._lock:
            self.bytes_up += up
            self.bytes_down += down
            self.swallowed += swallowed

    def forget(self, pipe: _Pipe) -> None:
        """Take an ended connection off the list."""
        with self._lock:
            if pipe in self._pipes:
                self._pipes.remove(pipe)

    def _run(self, door: TcpDoor) -> None:
        while not self._stop.is_set():
            self._settle(door)
            if self._refusing:
                self._stop.wait(TICK_SECONDS)
                continue
            sock = door.accept_socket(TICK_SECONDS)
            if sock is not None:
                self._let_in(sock)
        door.close()
        with self._lock:
            pipes = list(self._pipes)
        for pipe in pipes:
            pipe.end()
            pipe.thread.join(STOP_TIMEOUT_SECONDS)

    def _settle(self, door: TcpDoor) -> None:
        with self._changed:
            refuse = self._mode == "refuse"
            if refuse != self._refusing:
                if refuse:
                    door.refuse()
                else:
                    door.open()
                self._refusing = refuse
                self._changed.notify_all()

    def _let_in(self, sock: socket.socket) -> None:
        pipe = _Pipe(self, sock)
        with self._lock:
            self.connections += 1
            refuse = self._mode == "refuse" or len(self._pipes) >= MAX_CONNECTIONS
            if not refuse:
                self._pipes.append(pipe)
                pipe.thread.start()
        if refuse:
            self._end(pipe)

    def _end(self, pipe: _Pipe) -> None:
        with self._lock:
            self.cut += 1
        pipe.end()


class _Pipe:
    """One connection through the relay; its own thread moves bytes both ways."""

    def __init__(self, relay: Relay, client: socket.socket) -> None:
        self.spoiled = False
        self._relay = relay
        self._client = client
        self._server: socket.socket | None = None
        self._ended = threading.Event()
        self.thread = threading.Thread(
            target=self._run, name="simulator-network-connection", daemon=True
        )

    def end(self) -> None:
        """Cut the connection at both ends; the thread notices within a tick."""
        self._ended.set()
        if self.thread.ident is None:
            abort_socket(self._client)

    def _run(self) -> None:
        orderly = False
        try:
            orderly = self._move()
        finally:
            for sock in (self._client, self._server):
                if sock is not None and orderly:
                    sock.close()
                elif sock is not None:
                    abort_socket(sock)
            self._relay.forget(self)

    def _move(self) -> bool:
        """Move bytes until an end closes (True) or the network fails (False)."""
        self._client.settimeout(CONNECT_TIMEOUT_SECONDS)
        while not self._ended.is_set():
            ends = [sock for sock in (self._client, self._server) if sock is not None]
            for sock in select.select(ends, [], [], TICK_SECONDS)[0]:
                try:
                    data = sock.recv(65536)
                    if not data:
                        return True
                    self._pass_on(sock, data)
                except OSError:
                    return False
        return False

    def _pass_on(self, source: socket.socket, data: bytes) -> None:
        if self._ended.is_set():
            return
        if self._relay.mode == "blackhole" or self.spoiled:
            self.spoiled = True
            self._relay.count(swallowed=len(data))
            return
        if source is self._server:
            self._client.sendall(data)
            self._relay.count(down=len(data))
            return
        if self._ended.wait(self._relay.slow_seconds):
            return
        if self._server is None:
            self._server = socket.create_connection(self._relay.target, CONNECT_TIMEOUT_SECONDS)
            with contextlib.suppress(OSError):
                self._server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._server.sendall(data)
        self._relay.count(up=len(data))
