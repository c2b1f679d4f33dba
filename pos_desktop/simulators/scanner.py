"""A barcode scanner on a serial line: what it reads, it sends, with a suffix."""

from __future__ import annotations

from typing import Literal, Self

from .wire import PtyDoor, TcpDoor, WireServer

ScannerMode = Literal["ok", "unplugged", "stalled"]


class ScannerSimulator:
    """A scanner on TCP (`start`) or on a pseudo-terminal (`serve_pty`).

    suffix: what ends a code (factory default of serial scanners: CR). Text goes out as UTF-8.
    split: send byte by byte, as a slow line does. sent, lost: codes, for those who count.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        suffix: bytes = b"\r",
        split: bool = False,
    ) -> None:
        self.host = host
        self.port = port
        self.suffix = suffix
        self.split = split
        self.sent = 0
        self.lost = 0
        self._wire: WireServer | None = None

    def start(self) -> Self:
        """Listen on TCP; OSError when the port is taken."""
        door = TcpDoor(self.host, self.port)
        self._serve(WireServer("scanner", door, self))
        self.port = door.port
        return self

    def serve_pty(self) -> str:
        """Serve a serial port instead of TCP; return its path (POSIX only)."""
        door = PtyDoor()
        self._serve(WireServer("scanner", door, self))
        return door.path

    def stop(self) -> None:
        """Hang up and end the thread."""
        if self._wire is not None:
            self._wire.stop()
            self._wire = None

    def scan(self, code: str | bytes, *, aim: str = "") -> bool:
        """Read a code aloud; False when nobody listens: a real scanner beeps all the same.

        aim: symbology prefix of ISO/IEC 15424, such as "]E0" for EAN-13 or "]d2" for GS1
        DataMatrix.
        """
        data = aim.encode("ascii") + (code.encode() if isinstance(code, str) else code)
        if self._send(data + self.suffix):
            self.sent += 1
            return True
        self.lost += 1
        return False

    def set_mode(self, mode: ScannerMode) -> None:
        """Pull the cable out or put it back."""
        if self._wire is None:
            return
        self._wire.stall(mode == "stalled")
        if mode == "unplugged":
            self._wire.unplug()
        else:
            self._wire.plug_in()

    @property
    def connected(self) -> bool:
        """A host is being served."""
        return self._wire is not None and self._wire.connected

    # The wire's side.

    def host_came(self) -> None:
        """A scanner does not notice."""

    def received(self, data: bytes) -> None:
        """What a host says to a scanner is ignored."""

    def idle(self) -> None:
        """Nothing to do between scans."""

    def room(self) -> int:
        """Commands are swallowed a few bytes at a time."""
        return 64

    def _serve(self, wire: WireServer) -> None:
        if self._wire is not None:
            raise RuntimeError("the scanner is already on a cable")
        wire.start()
        self._wire = wire

    def _send(self, data: bytes) -> bool:
        wire = self._wire
        if wire is None:
            return False
        if not self.split:
            return wire.send(data)
        return all(wire.send(data[at : at + 1]) for at in range(len(data)))
