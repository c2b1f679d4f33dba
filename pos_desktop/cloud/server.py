"""Running the application: in a thread of the demo and the tests, or as the process itself."""

from __future__ import annotations

import socket
import sys
import threading

import uvicorn

from pos_desktop.cloud.app import create_app
from pos_desktop.cloud.parts import Parts, build
from pos_desktop.cloud.settings import CloudSettings

_STOP_SECONDS = 5.0
_BACKLOG = 128
_SWITCH_SECONDS = 0.001
_KEEP_ALIVE_SECONDS = 75
"""More than a register's two heartbeats, so that it need not connect for each."""


class CloudServer:
    """A server on its own thread.

    The port is taken when it is made, so `url` is known before `start`; a second `start` after
    `stop` listens on the same port again. OSError where the port is in use.
    """

    def __init__(self, settings: CloudSettings) -> None:
        self._settings = settings
        self._socket: socket.socket | None = listening_socket(settings.host, settings.port)
        self._port = int(self._socket.getsockname()[1])
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._parts: Parts | None = None

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        host = self._settings.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}"

    @property
    def parts(self) -> Parts:
        """The running server's objects; RuntimeError when it is stopped."""
        if self._parts is None:
            raise RuntimeError("the server is stopped")
        return self._parts

    def login_link(self) -> str:
        """An address that signs the owner in once, good for fifteen minutes."""
        return self.url + self.parts.access.new_link()

    def start(self, timeout_seconds: float = 20.0) -> None:
        """Serve; returns when the first request would be answered. TimeoutError else."""
        if self._thread is not None:
            return
        listening = self._socket or listening_socket(self._settings.host, self._port)
        self._socket = listening
        self._parts = build(self._settings)
        server = uvicorn.Server(_config(self._settings, self._parts))
        self._server = server
        self._thread = threading.Thread(
            target=server.run, args=([listening],), name="cloud-server", daemon=True
        )
        self._thread.start()
        waited = threading.Event()
        for _ in range(int(timeout_seconds * 100)):
            if server.started or not self._thread.is_alive():
                break
            waited.wait(0.01)
        if not server.started:
            self.stop()
            raise TimeoutError("the server did not start")

    def stop(self, timeout_seconds: float = 10.0) -> None:
        """Finish what is being answered and free the port."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(timeout_seconds)
        if self._socket is not None:
            self._socket.close()
        self._server = self._thread = self._socket = self._parts = None


def serve(settings: CloudSettings, parts: Parts, listening: socket.socket) -> None:
    """Serve in this thread until a signal ends the process."""
    # A register's answer must not wait the usual 5 ms for the projector to let go.
    sys.setswitchinterval(_SWITCH_SECONDS)
    uvicorn.Server(_config(settings, parts)).run([listening])


def _config(settings: CloudSettings, parts: Parts) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(settings, parts),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=int(_STOP_SECONDS),
    )


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that takes connections; OSError where the port is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening
