"""TCP to a device or a serial-to-Ethernet box; port 9100 for printers."""

from __future__ import annotations

import errno
import os
import select
import socket
import threading
import time
from typing import Any

from pos_desktop.hardware.transports.protocol import (
    CHUNK_BYTES,
    SLICE_SECONDS,
    Cause,
    TransportError,
)

_DRAIN_SECONDS = 0.2
_IN_PROGRESS = {errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", -1)}


class TcpTransport:
    """host: a name or an address. connect_seconds: deadline of `open`, name lookup not counted:
    only a host given by its address is tried within it.
    """

    can_read = True

    def __init__(self, host: str, port: int, connect_seconds: float = 2.0) -> None:
        self.host = host
        self.port = port
        self._connect_seconds = connect_seconds
        self._socket: socket.socket | None = None
        self._cancelled = threading.Event()

    def open(self) -> None:
        self.close()
        self._cancelled.clear()
        try:
            connection = self._connected()
        except OSError as error:
            raise TransportError(
                _cause_of_open(error), host=self.host, port=self.port, reason=str(error)
            ) from error
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._socket = connection

    def _connected(self) -> socket.socket:
        """Return a connection to the first address of the host that takes one, or raise OSError."""
        failed: OSError = OSError(errno.EHOSTUNREACH, "no address")
        until = time.monotonic() + self._connect_seconds
        for family, kind, protocol, _, address in socket.getaddrinfo(
            self.host, self.port, type=socket.SOCK_STREAM
        ):
            connection = socket.socket(family, kind, protocol)
            try:
                self._connect(connection, address, until)
            except OSError as error:
                connection.close()
                failed = error
            except TransportError:
                connection.close()
                raise
            else:
                return connection
        raise failed

    def _connect(self, connection: socket.socket, address: Any, until: float) -> None:
        connection.setblocking(False)
        number = connection.connect_ex(address)
        while number in _IN_PROGRESS:
            if self._cancelled.is_set():
                raise TransportError("cancelled")
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
            # Windows tells a refused connection in the third set only.
            _, came, failed = select.select(
                [], [connection], [connection], min(left, SLICE_SECONDS)
            )
            if came or failed:
                number = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if number:
            raise OSError(number, os.strerror(number))

    def close(self) -> None:
        connection, self._socket = self._socket, None
        if connection is None:
            return
        try:
            # Closing with unread answers would reset the connection and could take bytes of a
            # printer's job with it.
            connection.shutdown(socket.SHUT_WR)
            until = time.monotonic() + _DRAIN_SECONDS
            while (left := until - time.monotonic()) > 0:
                if not select.select([connection], [], [], left)[0] or not connection.recv(4096):
                    break
        except OSError:
            # The other side has hung up already: nothing is left to lose.
            return
        finally:
            connection.close()

    def write(self, data: bytes, deadline_seconds: float) -> int:
        sent = 0
        until = time.monotonic() + deadline_seconds
        while sent < len(data):
            connection = self._open_socket(sent)
            try:
                taken = connection.send(data[sent : sent + CHUNK_BYTES])
            except (BlockingIOError, InterruptedError):
                self._wait_writable(connection, until, sent)
                continue
            except OSError as error:
                raise TransportError("lost", may_have_left=sent, reason=str(error)) from error
            sent += taken
            until = time.monotonic() + deadline_seconds
        return sent

    def _wait_writable(self, connection: socket.socket, until: float, sent: int) -> None:
        left = until - time.monotonic()
        if left <= 0:
            raise TransportError("timeout", may_have_left=sent)
        if self._cancelled.is_set():
            raise TransportError("cancelled", may_have_left=sent)
        select.select([], [connection], [], min(left, SLICE_SECONDS))

    def read(self, size: int, timeout_seconds: float) -> bytes:
        until = time.monotonic() + timeout_seconds
        while True:
            connection = self._open_socket(0)
            left = max(0.0, until - time.monotonic())
            if select.select([connection], [], [], min(left, SLICE_SECONDS))[0]:
                try:
                    data = connection.recv(size)
                except (BlockingIOError, InterruptedError):
                    continue
                except OSError as error:
                    raise TransportError("lost", reason=str(error)) from error
                if not data:
                    raise TransportError("lost", reason="closed by the other side")
                return data
            if left <= 0:
                return b""

    def cancel(self) -> None:
        self._cancelled.set()

    def _open_socket(self, sent: int) -> socket.socket:
        if self._cancelled.is_set():
            raise TransportError("cancelled", may_have_left=sent)
        if self._socket is None:
            raise TransportError("lost", may_have_left=sent, reason="not open")
        return self._socket


def _cause_of_open(error: OSError) -> Cause:
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, TimeoutError):
        return "unreachable"
    if isinstance(error, socket.gaierror):
        return "not_found"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "permission"
    return "unreachable"
