"""The virtual parts and their switches. Qt-free; whoever shows them listens."""

from __future__ import annotations

import contextlib
import io
import logging
import queue
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageOps

from pos_desktop.demo import goods
from pos_desktop.demo.cloud_process import STOP_SECONDS, CloudProcess, cloud_is_installed
from pos_desktop.domain.errors import PosError
from pos_desktop.ports.world import Part, PrinterMode, RemoteMode, ScanItem, WorldState
from pos_desktop.settings import DataDir
from pos_desktop.simulators.atol_online import AtolOnlineSimulator
from pos_desktop.simulators.displays.simulator import DisplaySimulator
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from pos_desktop.simulators.network import Relay
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scanner import ScannerSimulator

if TYPE_CHECKING:
    from pos_desktop.simulators.labels.simulator import LabelPrinterSimulator
    from pos_desktop.simulators.sbp_banks import RaiffeisenSimulator
    from pos_desktop.simulators.zvt_terminal import Booking, ZvtTerminalSimulator

PARTS: tuple[Part, ...] = (
    "printer", "label_printer", "scanner", "scale", "display", "terminal", "operator", "cloud",
)  # fmt: skip
ROLL_MM = 30_000
SLOW_SECONDS = 2.0
MARGIN_DOTS = 16
TASKS_KEPT = 256
# A link of the cloud lives for fifteen minutes; one is always kept that is younger.
LINK_AGE_SECONDS = 600.0
LABEL_EDGE = 170
BANK_KEY = "demo-bank"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldOptions:
    """lang: of the window and the receipts. real: endpoints or addresses of real parts that take
    the place of the virtual ones, by their names in PARTS. inn: of the shop the operator registers
    for. has_cloud, has_bank, has_terminal: whether there is a virtual one. cards_wait: a person
    shows each card to the terminal; else it is there at once."""

    lang: str = "ru"
    real: Mapping[str, str] = field(default_factory=dict)
    inn: str = goods.ORGANISATION.inn
    has_cloud: bool = True
    has_bank: bool = True
    has_terminal: bool = True
    cards_wait: bool = False


class DemoWorld:
    """The virtual parts and their switches; see ports.World. Everything slow is done by its own
    thread, in order."""

    def __init__(self, options: WorldOptions, data_dir: DataDir) -> None:
        real = options.real
        self._lang = options.lang
        self._printer = None if real.get("printer") else EscposPrinterSimulator()
        self._labels = None if real.get("label_printer") else _label_printer(self._printer_changed)
        self._scanner = None if real.get("scanner") else ScannerSimulator()
        self._scale = None if real.get("scale") else ScaleSimulator()
        self._display = None if real.get("display") else DisplaySimulator(on_change=self._tell)
        self._terminal: ZvtTerminalSimulator | None = None
        if options.has_terminal and not real.get("terminal"):
            self._terminal = _terminal(self._tell, cards_wait=options.cards_wait)
        self._operator: AtolOnlineSimulator | None = None
        if not real.get("operator"):
            store = data_dir.file("operator.jsonl")
            self._operator = AtolOnlineSimulator(store=store, inn=options.inn)
        self._cloud: CloudProcess | None = None
        if options.has_cloud and not real.get("cloud") and cloud_is_installed():
            self._cloud = CloudProcess(data_dir, options.lang, self._cloud_spoke)
        self._bank = _bank() if options.has_bank else None
        self._bank_link = Relay("127.0.0.1", 1)
        self._operator_link = Relay("127.0.0.1", 1)
        self._cloud_link = Relay("127.0.0.1", 1)
        self._lock = threading.Lock()
        self._network = True
        self._printer_mode: PrinterMode = "ok"
        self._operator_mode: RemoteMode = "up"
        self._cloud_mode: RemoteMode = "up"
        self._weight_grams, self._stable = 0, True
        self._registered = 0
        self._serial = secrets.randbelow(60_000_000)
        self._pictures: list[bytes] = []
        self._receipts_drawn = self._labels_drawn = 0
        self._listeners: list[Callable[[], None]] = []
        self._tasks: queue.Queue[Callable[[], None] | None] = queue.Queue(TASKS_KEPT)
        self._thread = threading.Thread(target=self._run, name="demo-world", daemon=True)

    # ------------------------------------------------------------------ life

    def start(self) -> None:
        """Open the ports and start the cloud; returns before the cloud is ready."""
        self._thread.start()
        if self._printer is not None:
            self._printer.start()
            self._printer.load_roll(ROLL_MM)
            self._printer.on_change = self._printer_changed
        if self._labels is not None:
            self._labels.start()
        if self._scanner is not None:
            self._scanner.start()
        if self._scale is not None:
            self._scale.start()
        if self._display is not None:
            self._display.start()
        if self._terminal is not None:
            self._terminal.start()
        if self._operator is not None:
            self._operator.on_registered = lambda _document: self._document_registered()
            self._operator.start()
            self._registered = len(self._operator.documents)
            self._operator_link.target = _host_and_port(self._operator.url)
            self._operator_link.start()
        if self._bank is not None:
            self._bank.server.on_answered = self._tell
            self._bank.start()
            self._bank_link.target = _host_and_port(self._bank.url)
            self._bank_link.start()
        if self._cloud is not None:
            self._cloud_link.start()
            self._cloud_link.set_mode("refuse")
            self._cloud.start()

    def stop(self) -> None:
        """End every part, the child process too; may be called twice."""
        self._listeners.clear()
        with contextlib.suppress(queue.Full):
            self._tasks.put(None, timeout=STOP_SECONDS)
        if self._thread.ident is not None:
            self._thread.join(STOP_SECONDS)
        if self._cloud is not None:
            self._cloud.stop()
        for link in (self._operator_link, self._cloud_link, self._bank_link):
            link.stop()
        for part in (
            self._operator, self._scale, self._scanner, self._display, self._terminal,
            self._printer, self._labels, self._bank,
        ):  # fmt: skip
            if part is not None:
                part.stop()

    @property
    def printer_endpoint(self) -> str:
        return f"tcp://127.0.0.1:{self._printer.port},escpos-80" if self._printer else ""

    @property
    def label_printer_endpoint(self) -> str:
        return f"tcp://127.0.0.1:{self._labels.port},tspl-203" if self._labels else ""

    @property
    def scanner_endpoint(self) -> str:
        return f"tcp://127.0.0.1:{self._scanner.port}" if self._scanner else ""

    @property
    def scale_endpoint(self) -> str:
        return f"tcp://127.0.0.1:{self._scale.port},toledo-8217" if self._scale else ""

    @property
    def display_endpoint(self) -> str:
        return f"tcp://127.0.0.1:{self._display.port},cd5220" if self._display else ""

    @property
    def terminal_endpoint(self) -> str:
        return f"tcp://127.0.0.1:{self._terminal.port},zvt" if self._terminal else ""

    @property
    def operator_url(self) -> str:
        """The operator behind the shop's network."""
        if self._operator is None:
            return ""
        host, port = _host_and_port(self._operator.url)
        return self._operator.url.replace(f"http://{host}:{port}", self._operator_link.url, 1)

    @property
    def bank_url(self) -> str:
        """The bank of the QR codes behind the shop's network."""
        return self._bank_link.url if self._bank is not None else ""

    @property
    def bank_merchant_id(self) -> str:
        return self._bank.merchant_id if self._bank is not None else ""

    @property
    def cloud_url(self) -> str:
        """The cloud behind the shop's network; known before the cloud is ready."""
        return self._cloud_link.url if self._cloud is not None else ""

    # ------------------------------------------------------------------ what is seen

    def has(self, part: Part) -> bool:
        """Whether the part is a virtual one that can be played with here."""
        parts = {
            "printer": self._printer,
            "label_printer": self._labels,
            "scanner": self._scanner,
            "scale": self._scale,
            "display": self._display,
            "terminal": self._terminal,
            "operator": self._operator,
            "cloud": self._cloud,
            "bank": self._bank,
        }
        return parts[part] is not None

    def state(self) -> WorldState:
        printer = self._printer
        mode = self._printer_mode
        if printer is not None and mode == "ok" and printer.paper.condition.paper == "out":
            mode = "paper-out"
        cloud = self._cloud_mode
        if self._cloud is not None and self._cloud.ended:
            cloud = "down"
        return WorldState(
            network=self._network,
            printer=mode,
            operator=self._operator_mode,
            cloud=cloud,
            paper_percent=printer.paper_left_percent if printer is not None else None,
            weight_grams=self._weight_grams,
            stable=self._stable,
            registered=self._registered,
            duplicates=self._operator.duplicates if self._operator is not None else 0,
            code_minor=self._code_minor(),
            card_minor=self._terminal.asked_minor if self._terminal is not None else 0,
            display=self._display.lines if self._display is not None else ("", ""),
        )

    def _code_minor(self) -> int:
        payment = self._bank.last_live() if self._bank is not None else None
        return payment.amount_minor if payment is not None else 0

    def scan_items(self) -> list[ScanItem]:
        """Every marked package in the list is one nobody has sold."""
        self._serial += 1
        return goods.scan_items(self._serial)

    def settled(self) -> bool:
        return self._tasks.unfinished_tasks == 0

    def printed_count(self) -> int:
        return len(self._pictures)

    def printed_png(self, number: int) -> bytes:
        return self._pictures[number]

    def owner_url(self) -> str:
        return self._cloud.take_link() if self._cloud is not None else ""

    def listen(self, on_change: Callable[[], None]) -> None:
        """on_change is called from any thread; receipts are drawn from now on."""
        self._listeners.append(on_change)
        self._later(self._draw_papers)

    # ------------------------------------------------------------------ what a person does

    def scan(self, code: str) -> bool:
        return self._scanner is not None and self._scanner.scan(code)

    def weigh(self, weight_grams: int, *, stable: bool = True) -> None:
        self._weight_grams, self._stable = weight_grams, stable
        if self._scale is not None:
            self._scale.set_weight(weight_grams, stable)
        self._tell()

    def set_printer(self, mode: PrinterMode) -> None:
        self._printer_mode = mode
        printer = self._printer
        if printer is not None:
            self._later(lambda: printer.set_state(mode))

    def new_roll(self) -> None:
        printer = self._printer
        self._printer_mode = "ok"
        if printer is not None:
            self._later(lambda: printer.set_state("ok"))
            self._later(lambda: printer.load_roll(ROLL_MM))

    def set_network(self, on: bool) -> None:
        self._network = on
        self._later(self._set_weather)

    def set_operator(self, mode: RemoteMode) -> None:
        self._operator_mode = mode
        self._later(self._set_weather)

    def set_cloud(self, mode: RemoteMode) -> None:
        self._cloud_mode = mode
        self._later(self._set_weather)

    def pay_code(self) -> None:
        if self._bank is not None:
            self._bank.ledger.pay(self._bank.last_live_code())
            self._tell()

    def show_card(self) -> None:
        terminal = self._terminal
        if terminal is not None:
            self._later(lambda: terminal.show_card(again=True))

    # ------------------------------------------------------------------ the world's thread

    def _later(self, task: Callable[[], None]) -> None:
        """Switching waits for sockets: not on the caller's time. A full queue is a stuck world."""
        try:
            self._tasks.put_nowait(task)
        except queue.Full:
            _log.error("the demo's world does not keep up: a switch was dropped")

    def _run(self) -> None:
        while True:
            try:
                task = self._tasks.get(timeout=LINK_AGE_SECONDS)
            except queue.Empty:
                if self._cloud is not None:
                    self._cloud.ask_link()
                continue
            if task is None:
                return
            try:
                task()
            except (PosError, OSError, ValueError):
                _log.exception("a switch of the demo's world failed")
            finally:
                self._tasks.task_done()
            self._tell()

    def _set_weather(self) -> None:
        if self._operator is not None:
            _blow(self._operator_link, self._network, self._operator_mode)
        if self._bank is not None:
            _blow(self._bank_link, self._network, "up")
        if self._cloud is not None:
            ready = self._cloud.port != 0
            _blow(self._cloud_link, self._network and ready, self._cloud_mode)

    def _cloud_spoke(self) -> None:
        if self._cloud is not None and self._cloud.port:
            self._cloud_link.target = ("127.0.0.1", self._cloud.port)
        self._later(self._set_weather)

    def _document_registered(self) -> None:
        with self._lock:
            self._registered += 1
        self._tell()

    def _printer_changed(self) -> None:
        if self._listeners:
            self._later(self._draw_papers)

    def _draw_papers(self) -> None:
        """Receipts and labels come out on one strip, which is what a visitor looks at."""
        if not self._listeners:
            return
        if self._printer is not None:
            for receipt in self._printer.receipts[self._receipts_drawn :]:
                self._receipts_drawn += 1
                self._keep(_trimmed(self._printer.render_receipt(receipt)))
        if self._labels is not None:
            for number in range(self._labels_drawn, len(self._labels.labels)):
                self._labels_drawn += 1
                # Its edge: a label is no part of the strip.
                self._keep(ImageOps.expand(self._labels.picture(number), 2, LABEL_EDGE))

    def _keep(self, picture: Image.Image) -> None:
        page = io.BytesIO()
        picture.save(page, "PNG")
        self._pictures.append(page.getvalue())

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()


def _label_printer(on_change: Callable[[], None]) -> LabelPrinterSimulator:
    from pos_desktop.simulators.labels.simulator import LabelPrinterSimulator

    return LabelPrinterSimulator(on_change=on_change)


def _terminal(on_change: Callable[[], None], *, cards_wait: bool) -> ZvtTerminalSimulator:
    from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator

    terminal = ZvtTerminalSimulator(slip=_slip, on_change=on_change)
    terminal.card_waits = cards_wait
    return terminal


def _slip(booking: Booking) -> tuple[str, ...]:
    """In Latin letters: the protocol has no others."""
    names = {"pay": "PURCHASE", "refund": "REFUND", "reversal": "REVERSAL"}
    amount = f"{booking.amount_minor // 100}.{booking.amount_minor % 100:02d}"
    card = "CARD **** **** **** 4771"
    return (names[booking.kind], f"RECEIPT {booking.receipt:04d}", card, amount, "APPROVED")


def _trimmed(receipt: Image.Image) -> Image.Image:
    """Without the bare paper that every receipt begins with: it lay between head and knife."""
    inked = ImageChops.invert(receipt.convert("L")).getbbox()
    if inked is None or inked[1] <= MARGIN_DOTS:
        return receipt
    return receipt.crop((0, inked[1] - MARGIN_DOTS, receipt.width, receipt.height))


def _bank() -> RaiffeisenSimulator:
    """Loaded with the demo only: a shop's register has no use for it."""
    from pos_desktop.simulators.sbp_banks import RaiffeisenSimulator

    return RaiffeisenSimulator(secret=BANK_KEY)


def _blow(link: Relay, up: bool, mode: RemoteMode) -> None:
    if not up or mode == "down":
        link.set_mode("refuse")
    elif mode == "slow":
        link.set_mode("slow", slow_seconds=SLOW_SECONDS)
    else:
        link.set_mode("pass")


def _host_and_port(url: str) -> tuple[str, int]:
    host, _, port = url.removeprefix("http://").partition("/")[0].rpartition(":")
    return host, int(port)
