"""The label printer on its cable: what a driver connects to; its labels can be looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PIL import Image

from pos_desktop.simulators.on_wire import DeviceOnWire

from .commands import AtOnce, BadLine, CommandStream, Line
from .marks import PrintedLabel
from .picture import draw
from .reading import LabelReader

LabelPrinterState = Literal["ok", "cover-open", "paper-out", "ribbon-out", "paused"]
# The byte that answers `ESC ! ?`.
STATUS: dict[LabelPrinterState, int] = {
    "ok": 0x00, "cover-open": 0x01, "paper-out": 0x04, "ribbon-out": 0x08, "paused": 0x10,
}  # fmt: skip
RECEIVE_BYTES = 4_096


class TsplPrinter:
    """The printer without its cable. labels: printed so far, oldest first; while the printer is not
    "ok" they wait. model: answer to `~!T`."""

    def __init__(self, *, dots_per_mm: int = 8, model: str = "TDP-225") -> None:
        self.model = model
        self.labels: list[PrintedLabel] = []
        self._waiting: list[PrintedLabel] = []
        self._state: LabelPrinterState = "ok"
        self._stream = CommandStream()
        self._reader = LabelReader(self._print, dots_per_mm=dots_per_mm)

    @property
    def errors(self) -> list[str]:
        """What was not obeyed, in words; a real printer tells nobody."""
        return self._reader.errors

    @property
    def state(self) -> LabelPrinterState:
        return self._state

    @state.setter
    def state(self, state: LabelPrinterState) -> None:
        self._state = state
        if state == "ok":
            self.labels += self._waiting
            self._waiting = []

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; return answers to questions."""
        answer = b""
        for found in self._stream.feed(data):
            if isinstance(found, AtOnce):
                answer += self._at_once(found.letter)
            elif isinstance(found, BadLine):
                self._reader.error(str(found))
            elif isinstance(found, Line) and found.name.startswith("~!"):
                answer += self._asked(found.name)
            elif isinstance(found, Line):
                self._reader.take(found)
                self._stream.codec = self._reader.codec
            else:
                self._reader.take_picture(found)
        return answer

    def idle(self) -> bytes:
        return b""

    def _at_once(self, letter: str) -> bytes:
        if letter == "?":
            return bytes([STATUS[self._state]])
        if letter == "R":
            self._reader.reset()
            self._waiting = []
        elif letter == "P":
            self.state = "paused"
        elif letter == "O":
            self.state = "ok"
        else:
            self._reader.error(f"ESC !{letter} is not known here")
        return b""

    def _asked(self, name: str) -> bytes:
        if name == "~!T":
            return self.model.encode("ascii") + b"\r\n"
        if name == "~!@":
            return str(sum(label.height * label.copies for label in self.labels)).encode() + b"\r\n"
        self._reader.error(f"{name} is not known here")
        return b""

    def _print(self, label: PrintedLabel) -> None:
        (self.labels if self._state == "ok" else self._waiting).append(label)


class TsplPrinterSimulator(DeviceOnWire[TsplPrinter]):
    """The printer on TCP (`start`) or on a pseudo-terminal (`serve_pty`); modes in `DeviceOnWire`.

    on_change is called from the wire's thread, or by who changed the state, after labels came out.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        dots_per_mm: int = 8,
        on_change: Callable[[], None] | None = None,
    ) -> None:
        super().__init__("label-printer", TsplPrinter(dots_per_mm=dots_per_mm), host, port)
        self.on_change = on_change

    @property
    def labels(self) -> list[PrintedLabel]:
        """Labels printed so far, oldest first."""
        with self.lock:
            return list(self.device.labels)

    def picture(self, number: int) -> Image.Image:
        """The label printed as number (from 0), drawn."""
        return draw(self.labels[number])

    def set_state(self, state: LabelPrinterState) -> None:
        """Open the cover, take the labels out, or make it ready again: what waited is printed."""
        with self.lock:
            before = len(self.device.labels)
            self.device.state = state
            printed = len(self.device.labels) > before
        if printed and self.on_change is not None:
            self.on_change()

    def received(self, data: bytes) -> None:
        """Obey, and tell who watches."""
        before = len(self.labels)
        super().received(data)
        if len(self.labels) > before and self.on_change is not None:
            self.on_change()

    def room(self) -> int:
        """Pictures come in great pieces."""
        return RECEIVE_BYTES
