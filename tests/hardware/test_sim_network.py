from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from pos_desktop.simulators.network import ChaosOdds, ChaosProxy, Relay

WAIT_SECONDS = 5.0


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A cut connection is what these tests are about."""


class CountingServer:
    """Counts what reached it and answers with the count."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                answer = b"%d %s" % (len(outer.bodies), self.path.encode())
                self.send_response(201)
                self.send_header("X-Seen", "yes")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b"5\r\nhello\r\n0\r\n\r\n")

            def log_message(self, *args: object) -> None:
                pass

        self._server = QuietServer(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(WAIT_SECONDS)


@pytest.fixture
def server() -> Iterator[CountingServer]:
    counting = CountingServer()
    yield counting
    counting.stop()


@pytest.fixture
def relay(server: CountingServer) -> Iterator[Relay]:
    network = Relay("127.0.0.1", server.port).start()
    yield network
    network.stop()


@pytest.fixture
def proxy(server: CountingServer) -> Iterator[ChaosProxy]:
    chaos = ChaosProxy("127.0.0.1", server.port).start()
    yield chaos
    chaos.stop()


def client(url: str, timeout_seconds: float = WAIT_SECONDS) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=timeout_seconds, trust_env=False)


def eventually(true: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(true() or pause.wait(0.02) for _ in range(250))


def test_a_network_that_works_changes_nothing(relay: Relay, server: CountingServer) -> None:
    with client(relay.url) as http:
        assert http.post("/a", content=b"one").text == "1 /a"
        assert http.post("/a", content=b"x" * 300_000).text == "2 /a"
    assert server.bodies == [b"one", b"x" * 300_000]
    assert relay.connections == 1
    assert relay.bytes_up > 300_000
    assert relay.bytes_down > 0


def test_a_network_that_is_off_cuts_what_is_open_and_refuses_what_comes(
    relay: Relay, server: CountingServer
) -> None:
    with client(relay.url) as http:
        http.post("/a", content=b"one")
        relay.set_mode("refuse")
        for _ in range(2):
            with pytest.raises(httpx.TransportError):
                http.post("/a", content=b"two")
        with pytest.raises(httpx.ConnectError):
            http.post("/a", content=b"two")
        relay.set_mode("pass")
        assert http.post("/a", content=b"three").status_code == 201
    assert server.bodies == [b"one", b"three"]
    assert relay.cut == 1


def test_a_black_hole_takes_the_request_and_answers_nothing(
    relay: Relay, server: CountingServer
) -> None:
    relay.set_mode("blackhole")
    with client(relay.url, 0.3) as http, pytest.raises(httpx.ReadTimeout):
        http.post("/a", content=b"one")
    assert eventually(lambda: relay.swallowed > 0)
    assert server.bodies == []
    relay.set_mode("pass")
    with client(relay.url) as http:
        assert http.post("/a", content=b"two").status_code == 201


def test_a_black_hole_swallows_on_open_connections_too_and_ends_them_afterwards(
    relay: Relay, server: CountingServer
) -> None:
    with socket.create_connection(("127.0.0.1", relay.port), WAIT_SECONDS) as host:
        request = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1"
        host.sendall(request)
        assert host.recv(12) == b"HTTP/1.1 201"
        relay.set_mode("blackhole")
        host.sendall(request)
        assert eventually(lambda: relay.swallowed >= len(request))
        relay.set_mode("pass")
        with pytest.raises(ConnectionResetError):
            while host.recv(4096):
                pass
    assert server.bodies == [b"1"]


def test_a_slow_network_is_slow_and_complete(relay: Relay, server: CountingServer) -> None:
    relay.set_mode("slow", slow_seconds=0.4)
    with client(relay.url, 0.1) as http, pytest.raises(httpx.ReadTimeout):
        http.post("/a", content=b"one")
    with client(relay.url) as http:
        assert http.post("/a", content=b"two").status_code == 201
    assert server.bodies[-1] == b"two"


def test_the_network_is_there_and_the_server_is_not(server: CountingServer) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        relay = Relay("127.0.0.1", nobody.getsockname()[1]).start()
        try:
            with client(relay.url) as http, pytest.raises(httpx.TransportError):
                http.post("/a", content=b"one")
        finally:
            relay.stop()


def test_a_proxy_without_odds_passes_everything_on(
    proxy: ChaosProxy, server: CountingServer
) -> None:
    with client(proxy.url) as http:
        answer = http.post("/path?q=1", content=b"one")
        assert (answer.status_code, answer.text) == (201, "1 /path?q=1")
        assert answer.headers["X-Seen"] == "yes"
        assert http.get("/").text == "hello"
        assert http.post("/", content=iter([b"a", b"b"])).status_code == 201
    assert server.bodies == [b"one", b"ab"]
    assert proxy.counters.passed == proxy.counters.forwarded == 3


@pytest.mark.parametrize(
    ("odds", "reached", "counted"),
    [
        (ChaosOdds(drop_request=1.0), 0, "dropped_requests"),
        (ChaosOdds(drop_answer=1.0), 1, "dropped_answers"),
    ],
)
def test_a_dropped_request_or_answer_is_a_closed_connection(
    proxy: ChaosProxy, server: CountingServer, odds: ChaosOdds, reached: int, counted: str
) -> None:
    proxy.odds = odds
    with client(proxy.url) as http, pytest.raises(httpx.RemoteProtocolError):
        http.post("/", content=b"one")
    assert len(server.bodies) == reached
    assert getattr(proxy.counters, counted) == 1


def test_a_duplicated_request_arrives_twice_and_is_answered_once(
    proxy: ChaosProxy, server: CountingServer
) -> None:
    proxy.odds = ChaosOdds(duplicate=1.0, delay=1.0, delay_seconds=0.01)
    with client(proxy.url) as http:
        assert http.post("/", content=b"one").text == "2 /"
    assert server.bodies == [b"one", b"one"]
    assert (proxy.counters.duplicated, proxy.counters.delayed) == (1, 1)


def test_an_unavailable_server_answers_503_and_sees_nothing(
    proxy: ChaosProxy, server: CountingServer
) -> None:
    proxy.odds = ChaosOdds(unavailable=1.0)
    with client(proxy.url) as http:
        assert http.post("/", content=b"one").status_code == 503
    assert server.bodies == []


def spoil(proxy: ChaosProxy, requests: int) -> list[int]:
    """Send requests one after another; return statuses, 0 for a closed connection."""
    outcomes = []
    with client(proxy.url) as http:
        for number in range(requests):
            try:
                outcomes.append(http.post("/", content=b"%d" % number).status_code)
            except httpx.RemoteProtocolError:
                outcomes.append(0)
    return outcomes


def test_the_counters_agree_with_both_ends_and_a_seed_repeats(server: CountingServer) -> None:
    odds = ChaosOdds(drop_request=0.1, drop_answer=0.1, duplicate=0.1, unavailable=0.1)
    runs = []
    for _ in range(2):
        seen = len(server.bodies)
        proxy = ChaosProxy("127.0.0.1", server.port, odds=odds, seed=7).start()
        outcomes = spoil(proxy, 200)
        proxy.stop()
        done = proxy.counters
        assert done.requests == 200
        assert outcomes.count(0) == done.dropped_requests + done.dropped_answers
        assert outcomes.count(503) == done.unavailable
        assert outcomes.count(201) == done.passed + done.duplicated
        assert len(server.bodies) - seen == done.forwarded
        assert done.forwarded == done.passed + done.dropped_answers + 2 * done.duplicated
        assert min(done.dropped_requests, done.dropped_answers, done.duplicated) > 5
        runs.append((outcomes, done))
    assert runs[0] == runs[1]


def test_a_proxy_follows_the_server_to_its_new_port(
    proxy: ChaosProxy, server: CountingServer
) -> None:
    other = CountingServer()
    try:
        with client(proxy.url) as http:
            http.post("/", content=b"one")
            proxy.retarget(f"http://127.0.0.1:{other.port}")
            http.post("/", content=b"two")
    finally:
        other.stop()
    assert (server.bodies, other.bodies) == ([b"one"], [b"two"])


def test_a_server_that_is_gone_is_a_closed_connection_and_counted(
    proxy: ChaosProxy, server: CountingServer
) -> None:
    server.stop()
    with client(proxy.url) as http, pytest.raises(httpx.RemoteProtocolError):
        http.post("/", content=b"one")
    assert (proxy.counters.unreachable, proxy.counters.passed) == (1, 0)


def test_a_stopped_proxy_lets_go_of_idle_clients(server: CountingServer) -> None:
    proxy = ChaosProxy("127.0.0.1", server.port).start()
    with client(proxy.url) as http:
        http.post("/", content=b"one")
        proxy.stop()
        with pytest.raises(httpx.TransportError):
            http.post("/", content=b"two")
    assert not [t for t in threading.enumerate() if t.name.startswith("simulator-chaos")]


def test_bytes_that_are_no_http_end_the_connection_only(
    proxy: ChaosProxy, server: CountingServer
) -> None:
    with socket.create_connection(("127.0.0.1", proxy.port), WAIT_SECONDS) as host:
        host.sendall(b"\xff\xfe nonsense\r\nno header\r\n\r\n")
        assert host.recv(1) == b""
    with client(proxy.url) as http:
        assert http.post("/", content=b"one").status_code == 201
