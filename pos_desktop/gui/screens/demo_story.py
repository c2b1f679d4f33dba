"""Telling what happens at the register and around it: from events to lines of the log."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer

from pos_desktop.domain.errors import PosError
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.gui.desk import Snapshot
from pos_desktop.gui.messages import message_for, text_for
from pos_desktop.gui.screens.demo_log import Entry
from pos_desktop.gui.session import Queues, Shop
from pos_desktop.i18n import money, number, t, weight_kg
from pos_desktop.ports import (
    BarcodeScanned,
    Event,
    FiscalChanged,
    PrintJobChanged,
    QueueStatus,
    SyncChanged,
)
from pos_desktop.ports.world import ScanItem, World, WorldState

_SALES_KEPT = 500
_NOTHING = QueueStatus(0, 0, 0, 0)


class Story:
    """tell(Entry) is called on the window's thread; sums(text) after what changes the queues."""

    def __init__(
        self, world: World, tell: Callable[[Entry], None], sums: Callable[[str], None]
    ) -> None:
        self._world = world
        self._tell = tell
        self._sums = sums
        self._shop: Shop | None = None
        self._scan_at = 0.0
        self._scanned = ""
        self._lines = 0
        self._world_before = world.state()
        self._numbers: dict[str, int] = {}
        self._held: set[str] = set()
        self._queues = Queues(_NOTHING, _NOTHING, _NOTHING)

    def open(self, shop: Shop) -> None:
        """The register is there: listen to it."""
        self._shop = shop
        shop.bridge.happened.connect(self._happened)
        shop.till.changed.connect(self._changed)
        shop.till.completed.connect(self._completed)
        shop.till.refused.connect(self._refused)
        self._ask_queues()

    # ------------------------------------------------------------------ hands in the world

    def scanned(self, item: ScanItem) -> None:
        """A person held the scanner at something: from now the time runs."""
        self._scan_at = time.perf_counter()
        self._scanned = item.code

    def seen(self, state: WorldState) -> None:
        """Tell which switches are other than they were."""
        before, self._world_before = self._world_before, state
        switches = (
            ("network", "wifi" if state.network else "wifi-off", before.network, state.network),
            ("paper", "printer", before.printer != "paper-out", state.printer != "paper-out"),
            ("operator", "cpu", before.operator != "down", state.operator != "down"),
            ("cloud", "cloud", before.cloud != "down", state.cloud != "down"),
        )
        for part, icon, was, now in switches:
            if was != now:
                what = t(f"demo.thrown.{part}_{'on' if now else 'off'}")
                self._say(icon, t(f"demo.switch.{part}"), what)

    # ------------------------------------------------------------------ the register

    def _changed(self, shown: Snapshot) -> None:
        lines = shown.priced.lines if shown.priced is not None else ()
        grown = len(lines) > self._lines
        self._lines = len(lines)
        if self._scanned:
            code, self._scanned = self._scanned, ""
            selected = [n for n, line in enumerate(lines, 1) if line.line.line_id == shown.selected]
            what = code
            if selected:
                name = lines[selected[0] - 1].line.name
                what = t("demo.story.line", what=_readable(code), name=name, number=selected[0])
            self._time_scan(what)
        elif grown and lines[-1].line.weighed:
            line = lines[-1]
            weight = weight_kg(line.line.quantity.thousandths)
            what = t("demo.story.weighed", weight=weight, name=line.line.name, number=len(lines))
            self._say("scale", t("demo.scale_title"), what, money(line.total_minor))

    def _time_scan(self, what: str) -> None:
        """The paint of this change is already asked for: it comes before the timer."""
        started = self._scan_at

        def painted() -> None:
            milliseconds = max(1, round((time.perf_counter() - started) * 1000))
            figures = t("demo.story.on_screen", milliseconds=number(milliseconds))
            self._say("barcode", t("demo.scanner_title"), what, figures)

        QTimer.singleShot(0, painted)

    def _refused(self, error: PosError) -> None:
        message = message_for(error)
        if self._scanned:
            code, self._scanned = self._scanned, ""
            self._time_scan(f"{_readable(code)} — {message.title}")

    def _completed(self, shown: Snapshot) -> None:
        if shown.last is None:
            return
        if len(self._numbers) >= _SALES_KEPT:
            del self._numbers[next(iter(self._numbers))]
        self._numbers[shown.last.sale_id] = shown.last.number
        what = t("demo.story.committed", number=number(shown.last.number))
        self._say("file-text", t("demo.story.journal"), what, money(shown.last.total_minor))
        self._ask_queues()

    def _happened(self, event: Event) -> None:
        if isinstance(event, BarcodeScanned) and not self._scanned:
            self._scan_at, self._scanned = time.perf_counter(), event.text
        elif isinstance(event, PrintJobChanged):
            self._printed(event)
        elif isinstance(event, FiscalChanged):
            self._fiscalised(event)
        elif isinstance(event, SyncChanged):
            self._synced(event)

    def _printed(self, event: PrintJobChanged) -> None:
        name = self._number_of(event.sale_id)
        if event.state is PrintState.DONE:
            self._held.discard(event.sale_id)
            size = t("demo.story.bytes", count=event.sent_bytes) if event.sent_bytes else ""
            self._say("printer", t("status.printer"), t("demo.story.printed", number=name), size)
        elif event.state in (PrintState.HELD, PrintState.UNKNOWN):
            if event.sale_id in self._held:
                return
            self._held.add(event.sale_id)
            reason = text_for(event.reason, {}).title if event.reason else ""
            what = t("demo.story.held", number=name, reason=reason)
            self._say("printer", t("status.printer"), what)

    def _fiscalised(self, event: FiscalChanged) -> None:
        self._queues = Queues(event.queue, self._queues.cloud, self._queues.printing)
        self._show_sums()
        if event.state is FiscalState.REGISTERED:
            what = t("demo.story.registered", fd=event.fd, fp=event.fp)
            waiting = t("demo.story.fiscal_queue", number=number(event.queue.waiting))
            self._say("cpu", t("status.fiscal"), what, waiting)
        elif event.state is FiscalState.REJECTED:
            what = t("demo.story.rejected", number=self._number_of(event.sale_id))
            self._say("cpu", t("status.fiscal"), what, event.reason)

    def _synced(self, event: SyncChanged) -> None:
        self._queues = Queues(self._queues.fiscal, event.queue, self._queues.printing)
        self._show_sums()
        if event.delivered:
            what = t("demo.story.delivered", count=event.delivered)
            waiting = t("demo.story.cloud_queue", number=number(event.queue.waiting))
            self._say("cloud", t("status.cloud"), what, waiting)

    # ------------------------------------------------------------------ words and sums

    def _number_of(self, sale_id: str) -> str:
        known = self._numbers.get(sale_id)
        return number(known) if known is not None else "…"

    def _say(self, icon: str, who: str, what: str, figures: str = "") -> None:
        zone = self._shop.zone if self._shop is not None else None
        self._tell(Entry(datetime.now(zone), icon, who, what, figures))

    def _ask_queues(self) -> None:
        if self._shop is not None:
            self._shop.till.ask(self._shop.queues, self._take_queues)

    def _take_queues(self, queues: Queues) -> None:
        self._queues = queues
        self._show_sums()

    def _show_sums(self) -> None:
        state = self._world.state()
        self._sums(
            t(
                "demo.sums",
                waiting=number(self._queues.fiscal.waiting),
                registered=number(state.registered),
                duplicates=number(state.duplicates),
            )
        )


def _readable(code: str) -> str:
    """A marked code is long and holds a separator: its first part says which it is."""
    plain = code.partition("\x1d")[0]
    return plain if len(plain) <= 20 else f"{plain[:19]}…"
