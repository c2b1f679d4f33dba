"""Where printed labels come out, and where they wait while the printer cannot print."""

from __future__ import annotations

from collections.abc import Iterable

from .marks import LabelPrinterState, PrintedLabel


class LabelTray:
    """labels: printed so far, oldest first; while the printer is not "ok" they wait."""

    def __init__(self) -> None:
        self.labels: list[PrintedLabel] = []
        self._waiting: list[PrintedLabel] = []
        self._state: LabelPrinterState = "ok"

    @property
    def state(self) -> LabelPrinterState:
        return self._state

    @state.setter
    def state(self, state: LabelPrinterState) -> None:
        self._state = state
        if state == "ok":
            self.put(self._waiting)
            self._waiting = []

    def idle(self) -> bytes:
        """A label printer says nothing by itself."""
        return b""

    def put(self, labels: Iterable[PrintedLabel]) -> None:
        (self.labels if self._state == "ok" else self._waiting).extend(labels)

    def drop_waiting(self) -> None:
        self._waiting = []
