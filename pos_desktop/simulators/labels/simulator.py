"""A label printer on its cable: what a driver connects to; its labels can be looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PIL import Image

from pos_desktop.simulators.on_wire import Device, DeviceOnWire

from .marks import LabelPrinterState, PrintedLabel
from .picture import draw
from .tspl_printer import TsplPrinter
from .zpl_device import ZplPrinter

RECEIVE_BYTES = 4_096


class LabelPrinter(Device, Protocol):
    """A label printer of some language. labels: printed so far, oldest first; while it is not "ok"
    they wait. errors: what was not obeyed, in words; a real printer tells nobody."""

    labels: list[PrintedLabel]
    state: LabelPrinterState

    @property
    def errors(self) -> list[str]: ...


LANGUAGES: dict[str, Callable[[], LabelPrinter]] = {"tspl": TsplPrinter, "zpl": ZplPrinter}


class LabelPrinterSimulator(DeviceOnWire[LabelPrinter]):
    """The printer on TCP (`start`) or on a pseudo-terminal (`serve_pty`); modes in `DeviceOnWire`.

    on_change is called from the wire's thread, or by who changed the state, after labels came out
    or a command was not obeyed.
    """

    def __init__(
        self,
        printer: LabelPrinter | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        name: str = "label-printer",
        on_change: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(name, printer or TsplPrinter(), host, port)
        self.on_change = on_change

    @property
    def labels(self) -> list[PrintedLabel]:
        """Labels printed so far, oldest first."""
        with self.lock:
            return list(self.device.labels)

    @property
    def errors(self) -> list[str]:
        """What was not obeyed."""
        with self.lock:
            return list(self.device.errors)

    def picture(self, number: int) -> Image.Image:
        """The label printed as number (from 0), drawn."""
        return draw(self.labels[number])

    def set_state(self, state: LabelPrinterState) -> None:
        """Open the cover, take the labels out, or make it ready again: what waited is printed."""
        before = self._visible()
        with self.lock:
            self.device.state = state
        self._tell(before)

    def received(self, data: bytes) -> None:
        """Obey, and tell who watches."""
        before = self._visible()
        super().received(data)
        self._tell(before)

    def room(self) -> int:
        """Pictures come in great pieces."""
        return RECEIVE_BYTES

    def _visible(self) -> tuple[int, int]:
        with self.lock:
            return len(self.device.labels), len(self.device.errors)

    def _tell(self, before: tuple[int, int]) -> None:
        if self._visible() != before and self.on_change is not None:
            self.on_change()
