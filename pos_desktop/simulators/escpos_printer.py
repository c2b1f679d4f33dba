"""The ESC/POS printer on a cable: what a driver connects to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from .escpos_items import PrintedReceipt
from .escpos_paper import PaperPrinter
from .escpos_status import Condition, Fault, Paper
from .on_line import OnLine
from .star_line import StarPaperPrinter

if TYPE_CHECKING:
    from PIL import Image

PrinterState = Literal[
    "ok",
    "paper-low",
    "paper-out",
    "cover-open",
    "offline",
    "cutter",
    "head-hot",
    "fault",
    "unplugged",
    "powered-off",
    "stalled",
]
_PAPERS: dict[PrinterState, Paper] = {"paper-low": "near-end", "paper-out": "out"}
_FAULTS: dict[PrinterState, Fault] = {
    "cutter": "cutter", "head-hot": "head-hot", "fault": "fault",
}  # fmt: skip


class EscposPrinterSimulator(OnLine):
    """A printer on TCP (`start`) or on a pseudo-terminal (`serve_pty`). Its state is that of the
    printer and its cable, its mode (`OnLine`) that of what it says.

    port 0 takes a free one; read `port` after `start`. dots: 576 for 80 mm paper, 384 for 58 mm.
    on_change is called, from the simulator's thread or the caller's, after paper, drawer or state
    changed; it may read everything here. `paper` is guarded by `lock`.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        dots: int = 576,
        codepages: dict[int, str] | None = None,
        model: str = "TM-T20III",
        starts_in_kanji: bool = False,
        on_change: Callable[[], None] | None = None,
        language: Literal["escpos", "star"] = "escpos",
    ) -> None:
        super().__init__("escpos-printer", host, port)
        self.on_change = on_change
        self.lock = threading.RLock()
        if language == "star":
            self.paper: PaperPrinter = StarPaperPrinter(dots, codepages or {}, model=model)
        else:
            self.paper = PaperPrinter(dots, codepages, model=model, starts_in_kanji=starts_in_kanji)
        self.connections = 0
        self._state: PrinterState = "ok"

    # The person at the printer.

    @property
    def state(self) -> PrinterState:
        """The state last set."""
        return self._state

    def set_state(self, state: PrinterState) -> None:
        """Put the printer into a state; everything else about it becomes ordinary again.

        "paper-out", "cover-open", "offline", "cutter", "head-hot", "fault": status is answered, the
        rest waits. "unplugged": the cable is out, the buffer stays. "powered-off": so is the power,
        the buffer is gone. "stalled": hosts connect and nothing is read.
        """
        self._state = state
        if state == "powered-off":
            with self.lock:
                self.paper.power_cycle()
        if state not in ("unplugged", "powered-off", "stalled"):
            self._sense(
                paper=_PAPERS.get(state, "ok"),
                cover_open=state == "cover-open",
                offline=state == "offline",
                error=_FAULTS.get(state, ""),
            )
        if state == "stalled":
            self.set_cable("stalled")
        else:
            self.set_cable("unplugged" if state in ("unplugged", "powered-off") else "in")
        self._changed()

    def power_cycle(self) -> None:
        """Switch off and on: the host is cut off, what had not printed is gone."""
        if self._wire is not None:
            self._wire.cut()
        with self.lock:
            self.paper.power_cycle()
        self._changed()

    def tear_off(self) -> None:
        """Tear off what hangs out of it."""
        with self.lock:
            self.paper.tear_off()
        self._changed()

    def set_drawer_pin3(self, high: bool) -> None:
        """Set the sensor pin of the drawer connector."""
        with self.lock:
            replies = self.paper.set_drawer_pin3(high)
        self._send(replies)

    def load_roll(self, length_mm: int, *, near_end_mm: int = 1000) -> None:
        """Put in a roll that ends by itself."""
        with self.lock:
            replies = self.paper.load_roll(length_mm, near_end_mm=near_end_mm)
        self._send(replies)
        self._changed()

    # What can be seen.

    @property
    def receipts(self) -> list[PrintedReceipt]:
        """Receipts cut off so far, oldest first."""
        with self.lock:
            return list(self.paper.receipts)

    @property
    def drawer_pulses(self) -> int:
        """How often the drawer was kicked."""
        with self.lock:
            return self.paper.drawer_pulses

    @property
    def item_count(self) -> int:
        """Items printed so far; hand it to `render_since` later."""
        with self.lock:
            return self.paper.item_count

    @property
    def paper_left_percent(self) -> int | None:
        """What is left of the roll; None while it is endless (no `load_roll`)."""
        with self.lock:
            return self.paper.paper_left_percent

    def render_since(self, item_index: int, *, margin_dots: int = 0) -> Image.Image:
        """Draw what was printed from item_index on."""
        with self.lock:
            return self.paper.render_since(item_index, margin_dots=margin_dots)

    def render_receipt(self, receipt: PrintedReceipt, *, margin_dots: int = 0) -> Image.Image:
        """Draw one cut receipt."""
        with self.lock:
            return self.paper.render_receipt(receipt, margin_dots=margin_dots)

    # The wire's side.

    def host_came(self) -> None:
        """Count a host."""
        self.connections += 1

    def received(self, data: bytes) -> None:
        """Take bytes from the host."""
        with self.lock:
            before = self._visible()
            replies = self.paper.feed(data)
            changed = self._visible() != before
        self._send(replies)
        if changed:
            self._changed()

    def room(self) -> int:
        """How much the receive buffer takes."""
        with self.lock:
            return self.paper.free_bytes

    def _visible(self) -> tuple[int, int, Condition]:
        return self.paper.item_count, self.paper.drawer_pulses, self.paper.condition

    def _sense(self, *, paper: Paper, cover_open: bool, offline: bool, error: Fault) -> None:
        with self.lock:
            condition = replace(
                self.paper.condition,
                paper=paper,
                cover_open=cover_open,
                offline=offline,
                error=error,
            )
            replies = self.paper.set_condition(condition)
        self._send(replies)

    def _send(self, replies: list[bytes]) -> None:
        self.say(b"".join(replies))

    def _changed(self) -> None:
        if self.on_change is not None:
            self.on_change()
