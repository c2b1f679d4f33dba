"""The cable of a simulated device: TCP or a pseudo-terminal, one host at a time, faults on request.

One named thread owns every descriptor; other threads ask for a change and wait until it is done.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import socket
import struct
import tempfile
import threading
from pathlib import Path
from typing import Protocol

TICK_SECONDS = 0.05
SEND_TIMEOUT_SECONDS = 1.0
STOP_TIMEOUT_SECONDS = 5.0
# A device has little memory: a host that sends to one that does not read is soon held up.
RECEIVE_WINDOW_BYTES = 8 * 1024


class Session(Protocol):
    """What a device does with its cable; called from the wire's thread only."""

    def host_came(self) -> None:
        """A host is served from now on."""

    def received(self, data: bytes) -> None:
        """Bytes came, at least one."""

    def idle(self) -> None:
        """Nothing came for TICK_SECONDS."""

    def room(self) -> int:
        """How many bytes the device takes now; at 0 the wire is not read."""


class Connection(Protocol):
    """An open line to one host."""

    def receive(self, limit: int, timeout_seconds: float) -> bytes | None:
        """Return what came, None when nothing did, b"" when the host is gone."""

    def send(self, data: bytes) -> bool:
        """Send all of it; False when the host is gone or does not take it in time."""

    def close(self, *, abort: bool = False) -> None:
        """Hang up; abort as a pulled cable does, so that the host gets an error."""


class Door(Protocol):
    """Where hosts come in."""

    def open(self) -> None:
        """Let hosts in; OSError when the address is taken."""

    def accept(self, timeout_seconds: float) -> Connection | None:
        """Return the next host, or None."""

    def refuse(self) -> None:
        """Send hosts away, keeping the address."""

    def close(self) -> None:
        """Give the address back."""


def abort_socket(sock: socket.socket) -> None:
    """Close so that the peer gets a reset at once instead of an orderly end."""
    linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    sock.close()


class SocketConnection:
    """One TCP host."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._sending = threading.Lock()
        sock.settimeout(SEND_TIMEOUT_SECONDS)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def receive(self, limit: int, timeout_seconds: float) -> bytes | None:
        try:
            if not select.select([self._sock], [], [], timeout_seconds)[0]:
                return None
            return self._sock.recv(limit)
        except (OSError, ValueError):
            return b""

    def send(self, data: bytes) -> bool:
        with self._sending:
            try:
                self._sock.sendall(data)
            except OSError:
                return False
            return True

    def close(self, *, abort: bool = False) -> None:
        with self._sending:
            if abort:
                abort_socket(self._sock)
            else:
                self._sock.close()


class TcpDoor:
    """A TCP port on which hosts wait in the backlog until they are accepted.

    window_bytes: how much the kernel takes ahead of the reader; 0 leaves that to the system.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        backlog: int = 1,
        window_bytes: int = RECEIVE_WINDOW_BYTES,
    ) -> None:
        self.host = host
        self.port = port
        self._window_bytes = window_bytes
        self._backlog = backlog
        self._listener: socket.socket | None = None

    def open(self) -> None:
        self._bind()
        assert self._listener is not None
        self._listener.listen(self._backlog)

    def accept(self, timeout_seconds: float) -> SocketConnection | None:
        sock = self.accept_socket(timeout_seconds)
        return None if sock is None else SocketConnection(sock)

    def accept_socket(self, timeout_seconds: float) -> socket.socket | None:
        """Return the next host's plain socket, or None."""
        assert self._listener is not None
        try:
            if not select.select([self._listener], [], [], timeout_seconds)[0]:
                return None
            return self._listener.accept()[0]
        except OSError:
            return None

    def refuse(self) -> None:
        # A socket that is bound and does not listen refuses, and nobody else takes the port.
        self._bind()

    def close(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _bind(self) -> None:
        self.close()
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":
            # On Windows this option would let two programs share the port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if self._window_bytes:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._window_bytes)
        try:
            listener.bind((self.host, self.port))
        except OSError:
            listener.close()
            raise
        self.port = int(listener.getsockname()[1])
        self._listener = listener


class PtyConnection:
    """The device's end of a pseudo-terminal; whether a host holds the other end is not visible."""

    def __init__(self, master: int, slave: int) -> None:
        self._master = master
        self._slave = slave
        self._sending = threading.Lock()

    def receive(self, limit: int, timeout_seconds: float) -> bytes | None:
        try:
            if not select.select([self._master], [], [], timeout_seconds)[0]:
                self.stay_changeable()
                return None
            return os.read(self._master, limit)
        except (OSError, ValueError):
            return b""

    def send(self, data: bytes) -> bool:
        with self._sending:
            rest = data
            while rest:
                try:
                    if not select.select([], [self._master], [], SEND_TIMEOUT_SECONDS)[1]:
                        return False
                    rest = rest[os.write(self._master, rest) :]
                except (OSError, ValueError):
                    return False
            return True

    def close(self, *, abort: bool = False) -> None:
        with self._sending:
            os.close(self._slave)
            os.close(self._master)

    def stay_changeable(self) -> None:
        """Keep one meaningless flag set.

        A pseudo-terminal cannot do seven bits with parity; a host that asks for it gets EINVAL
        unless the same call also changes something else. This flag is what it changes.
        """
        import termios

        flags = termios.tcgetattr(self._slave)
        if not flags[3] & termios.ECHOK:
            flags[3] |= termios.ECHOK
            termios.tcsetattr(self._slave, termios.TCSANOW, flags)


class PtyDoor:
    """A serial port made of a pseudo-terminal, under a path that survives unplugging (POSIX)."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pos-desktop-serial-"))
        self.path = str(self._folder / "tty")
        self._waiting: PtyConnection | None = None

    def open(self) -> None:
        import pty
        import tty

        master, slave = pty.openpty()
        tty.setraw(slave)
        Path(self.path).unlink(missing_ok=True)
        Path(self.path).symlink_to(os.ttyname(slave))
        self._waiting = PtyConnection(master, slave)
        self._waiting.stay_changeable()

    def accept(self, timeout_seconds: float) -> PtyConnection | None:
        if self._waiting is None:
            # The line before was cut: the adapter is plugged in anew.
            self.open()
        found, self._waiting = self._waiting, None
        return found

    def refuse(self) -> None:
        Path(self.path).unlink(missing_ok=True)
        self._hang_up()

    def close(self) -> None:
        self._hang_up()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _hang_up(self) -> None:
        if self._waiting is not None:
            self._waiting.close()
            self._waiting = None


class WireServer:
    """Serves one device on one door.

    `unplug`, `plug_in` and `stop` return when it has happened. `stall(True)`: hosts are let in and
    nothing is read. `send` may be called from any thread.
    """

    def __init__(self, name: str, door: Door, session: Session) -> None:
        self._door = door
        self._session = session
        self._connection: Connection | None = None
        self._changing = threading.Condition()
        self._wanted_open = True
        self._is_open = False
        self._cut_wanted = False
        self._stalled = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"simulator-{name}", daemon=True)

    def start(self) -> None:
        """Open the door and serve; OSError when the address is taken."""
        self._door.open()
        self._is_open = True
        self._thread.start()

    def stop(self) -> None:
        """End the thread and give the address back."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(STOP_TIMEOUT_SECONDS)

    def unplug(self) -> None:
        """Cut the host off with an error and refuse others."""
        self._ask(wanted_open=False)

    def plug_in(self) -> None:
        """Let hosts in again at the same address."""
        self._ask(wanted_open=True)

    def cut(self) -> None:
        """Cut the present host off; it may come back at once. Where the session itself asks for it,
        in the wire's thread, it is done as soon as the session returns."""
        if threading.current_thread() is self._thread:
            self._cut_wanted = True
            return
        with self._changing:
            if not self._thread.is_alive():
                return
            self._cut_wanted = True
            self._changing.wait_for(lambda: not self._cut_wanted, STOP_TIMEOUT_SECONDS)

    def stall(self, on: bool) -> None:
        """Stop reading, or read again."""
        if on:
            self._stalled.set()
        else:
            self._stalled.clear()

    @property
    def connected(self) -> bool:
        """A host is being served."""
        return self._connection is not None

    def send(self, data: bytes) -> bool:
        """Send to the present host; False when there is none or it does not take it."""
        connection = self._connection
        return bool(data) and connection is not None and connection.send(data)

    def _ask(self, *, wanted_open: bool) -> None:
        with self._changing:
            self._wanted_open = wanted_open
            if self._thread.is_alive():
                self._changing.wait_for(lambda: self._is_open == wanted_open, STOP_TIMEOUT_SECONDS)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._settle()
                connection = self._door.accept(TICK_SECONDS) if self._is_open else None
                if connection is None:
                    self._stop.wait(0 if self._is_open else TICK_SECONDS)
                    continue
                self._serve(connection)
        finally:
            self._door.close()

    def _settle(self) -> None:
        """Make the door what was asked for, and tell who waits."""
        with self._changing:
            if self._wanted_open != self._is_open:
                if self._wanted_open:
                    self._door.open()
                else:
                    self._door.refuse()
                self._is_open = self._wanted_open
            self._cut_wanted = False
            self._changing.notify_all()

    def _leaving(self) -> bool:
        return self._stop.is_set() or self._cut_wanted or self._wanted_open != self._is_open

    def _serve(self, connection: Connection) -> None:
        self._connection = connection
        try:
            self._session.host_came()
            while not self._leaving():
                room = 0 if self._stalled.is_set() else self._session.room()
                if room <= 0:
                    self._stop.wait(TICK_SECONDS)
                    continue
                data = connection.receive(min(room, 4096), TICK_SECONDS)
                if data is None:
                    self._session.idle()
                elif data == b"":
                    return
                else:
                    self._session.received(data)
        finally:
            self._connection = None
            connection.close(abort=self._leaving())
