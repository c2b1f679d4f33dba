"""The outside world beside the register: the toys in one column or two."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.screens.demo_log import LogCard
from pos_desktop.gui.screens.demo_parts import (
    DisplayToy,
    LinksToy,
    PrinterToy,
    ScaleToy,
    ScannerToy,
    TapToy,
)
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import ElidedLabel, Label
from pos_desktop.i18n import number, t
from pos_desktop.ports.world import ScanItem, World, WorldState


class WorldPanel(QWidget):
    """Every toy that the world has.

    scanned(ScanItem): a tap in the scanner's list, before the scanner has read it.
    seen(WorldState): looked at after a change. start_over, leave: the buttons. compact: one column.
    """

    scanned = Signal(object)
    seen = Signal(object)
    start_over = Signal()
    leave = Signal()

    def __init__(self, world: World, *, compact: bool) -> None:
        super().__init__()
        self._world = world
        self.is_compact = compact
        self._compact = compact
        self._shown_receipts = 0
        self._title = Label("", theme.TITLE if not compact else theme.LARGE, theme.BOLD)
        self._hint = ElidedLabel("", theme.SMALL, theme.REGULAR, "ink_soft")
        self._again = KeyedButton("", icon="refresh-cw", arrange="row")
        self._leave = KeyedButton("", icon="x", arrange="row")
        self._owner = KeyedButton("", icon="external-link", kind="plain", arrange="row")
        self.printer = PrinterToy(compact=compact)
        self.scanner = ScannerToy(compact=compact)
        self.scale = ScaleToy(compact=compact)
        self.links = LinksToy(compact=compact)
        self.display = DisplayToy(compact=compact)
        self.card = TapToy("credit-card", "demo.card", "demo.show_card", compact=compact)
        self.phone = TapToy("smartphone", "demo.phone", "demo.pay_code", compact=compact)
        self.log = LogCard(compact=True) if compact else None
        self._build()
        self._connect()
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again.setInterval(30)
        self._look_again.timeout.connect(self.refresh)
        self.retranslate()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        rows = QVBoxLayout(self)
        side = 8 if self._compact else 14
        rows.setContentsMargins(side, side, side, side)
        rows.setSpacing(8 if self._compact else 12)
        rows.addLayout(self._head())
        rows.addLayout(self._narrow() if self._compact else self._wide(), 1)
        for part, toy in (
            ("printer", self.printer),
            ("scanner", self.scanner),
            ("display", self.display),
        ):
            toy.setVisible(self._world.has(part))  # type: ignore[arg-type]
        self.scale.setVisible(self._world.has("scale"))
        self._owner.setVisible(self._world.has("cloud"))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._title)
        if not self._compact:
            titles.addWidget(self._hint)
        head.addLayout(titles, 1)
        buttons = [self._again, self._leave]
        if self._compact:
            buttons.insert(0, self._owner)
        for button in buttons:
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            if self._compact:
                button.setFixedWidth(theme.TOUCH)
            head.addWidget(button)
        return head

    def _wide(self) -> QHBoxLayout:
        toys = QVBoxLayout()
        toys.setSpacing(10)
        for toy in (self.scanner, self.scale, self.links):
            toys.addWidget(toy)
        toys.addStretch(1)
        papers = QVBoxLayout()
        papers.setSpacing(10)
        papers.addWidget(self.display)
        papers.addWidget(self.printer, 1)
        # Only the paper gives way to what a customer pays with.
        for widget in (self.card, self.phone, self._owner):
            papers.addWidget(widget)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addLayout(papers, 1)
        columns.addLayout(toys, 1)
        return columns

    def _side_toys(
        self,
    ) -> tuple[DisplayToy, ScannerToy, ScaleToy, TapToy, TapToy, LinksToy]:
        return self.display, self.scanner, self.scale, self.card, self.phone, self.links

    def _narrow(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(8)
        rows.addWidget(self.display)
        rows.addWidget(self.printer, 3)
        rows.addWidget(self.scanner)
        rows.addWidget(self.scale)
        rows.addWidget(self.card)
        rows.addWidget(self.phone)
        rows.addWidget(self.links)
        if self.log is not None:
            self.log.setMinimumHeight(92)
            rows.addWidget(self.log, 1)
        return rows

    def _connect(self) -> None:
        self.scanner.scanned.connect(self._scan)
        self.scale.weighed.connect(self._weigh)
        self.links.thrown.connect(self._throw)
        self.card.paid.connect(self._world.show_card)
        self.phone.paid.connect(self._world.pay_code)
        self._again.clicked.connect(self.start_over)
        self._leave.clicked.connect(self.leave)
        self._owner.clicked.connect(self.open_owner_page)

    # ------------------------------------------------------------------ what a person does

    def _scan(self, item: ScanItem) -> None:
        self.scanned.emit(item)
        self._world.scan(item.code)
        # The next package of marked goods has a serial of its own.
        self.scanner.show_items(self._world.scan_items())

    def _weigh(self, weight_grams: int, stable: bool) -> None:
        self._world.weigh(weight_grams, stable=stable)

    def _throw(self, name: str, on: bool) -> None:
        if name == "network":
            self._world.set_network(on)
        elif name == "paper":
            if on:
                self._world.new_roll()
            else:
                self._world.set_printer("paper-out")
        elif name == "operator":
            self._world.set_operator("up" if on else "down")
        else:
            self._world.set_cloud("up" if on else "down")
        self.refresh()

    def open_owner_page(self) -> None:
        """Open the cloud's pages in the browser, signed in."""
        url = self._world.owner_url()
        if url:
            QDesktopServices.openUrl(QUrl(url))

    def reset(self) -> None:
        """Everything works again, nothing lies on the scale, the strip of paper is torn off."""
        self._world.set_network(True)
        self._world.new_roll()
        self._world.set_operator("up")
        self._world.set_cloud("up")
        self._world.weigh(0)
        self.printer.paper.clear()
        self.refresh()

    # ------------------------------------------------------------------ what is seen

    def wake(self) -> None:
        """The world changed. Many changes come at once: look once."""
        if not self._look_again.isActive():
            self._look_again.start()

    def refresh(self) -> None:
        """Show the world as it is now."""
        state = self._world.state()
        while self._shown_receipts < self._world.printed_count():
            self.printer.feed(self._world.printed_png(self._shown_receipts))
            self._shown_receipts += 1
        self.printer.show_state(state.printer)
        self.scale.show_weight(state.weight_grams)
        self.display.show_lines(state.display)
        self.card.show_amount(state.card_minor)
        self.phone.show_amount(state.code_minor)
        if self.log is not None:
            # One column has no room for all of it: what happened is told again afterwards.
            self.log.setVisible(not (state.card_minor or state.code_minor))
        self._show_switches(state)
        self.seen.emit(state)

    def _show_switches(self, state: WorldState) -> None:
        links, has = self.links, self._world.has
        network = t("demo.network.on") if state.network else t("demo.network.off")
        links.show_switch("network", state.network, network, attention=not state.network)
        if not has("printer"):
            links.show_real("paper")
        else:
            there = state.printer != "paper-out"
            text = t("demo.paper.out")
            if there:
                percent = number(state.paper_percent or 0)
                text = t("demo.paper.left", percent=percent)
            links.show_switch("paper", there, text, attention=not there)
        for name, mode in (("operator", state.operator), ("cloud", state.cloud)):
            if not has(name):  # type: ignore[arg-type]
                links.show_real(name)
                continue
            up = mode != "down"
            key = mode if state.network or not up else "no_network"
            links.show_switch(name, up, t(f"demo.remote.{key}"), attention=not up)

    def retranslate(self) -> None:
        self._title.setText(t("demo.title"))
        self._hint.setText(t("demo.hint"))
        buttons = (
            (self._again, "demo.again"),
            (self._leave, "demo.leave"),
            (self._owner, "demo.owner"),
        )
        for button, key in buttons:
            button.setText("" if self._compact else t(key))
            button.setAccessibleName(t(key))
            button.setToolTip(t(key) if self._compact else "")
        for toy in self._side_toys():
            toy.retranslate()
        if self.log is not None:
            self.log.retranslate()
        self.scanner.show_items(self._world.scan_items())
        self.refresh()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = 0 if self._compact else 16
        paint.rounded(painter, QRectF(self.rect()), radius, theme.current().ground)
