"""What every simulated device at the end of a cable has in common: a door on TCP or on a
pseudo-terminal (not on Windows), one host at a time, and a cable that can be pulled out."""

from __future__ import annotations

from typing import Literal, Self

from .wire import Door, PtyDoor, Session, TcpDoor, WireServer

CableState = Literal["in", "unplugged", "stalled"]


class OnCable(Session):
    """`start` listens on TCP, port 0 takes a free one, kept from then on; `serve_pty` on a serial
    port. What the device does with what it is sent, `received`, is its own."""

    def __init__(self, name: str, host: str, port: int) -> None:
        self.name = name
        self.host = host
        self.port = port
        self._wire: WireServer | None = None
        self._cable: CableState = "in"

    def start(self) -> Self:
        """Listen on TCP; OSError when the port is taken."""
        door = TcpDoor(self.host, self.port)
        self._serve(door)
        self.port = door.port
        return self

    def serve_pty(self) -> str:
        """Serve a serial port instead of TCP; return its path (POSIX only)."""
        door = PtyDoor()
        self._serve(door)
        return door.path

    def stop(self) -> None:
        """Hang up and end the thread."""
        if self._wire is not None:
            self._wire.stop()
            self._wire = None

    @property
    def connected(self) -> bool:
        """A host is being served."""
        return self._wire is not None and self._wire.connected

    def set_cable(self, state: CableState) -> None:
        """Pull the cable out or put it in; "stalled": hosts connect and nothing is read."""
        self._cable = state
        if self._wire is None:
            return
        self._wire.stall(state == "stalled")
        if state == "unplugged":
            self._wire.unplug()
        else:
            self._wire.plug_in()

    # The wire's side.

    def host_came(self) -> None:
        """A device on a serial line does not notice."""

    def idle(self) -> None:
        """Nothing came for a while."""

    def room(self) -> int:
        """Such a device takes a few bytes at a time."""
        return 64

    def _serve(self, door: Door) -> None:
        if self._wire is not None:
            raise RuntimeError(f"{self.name} is already on a cable")
        wire = WireServer(self.name, door, self)
        wire.start()
        self._wire = wire
        if self._cable != "in":
            self.set_cable(self._cable)
