"""While a customer pays by a QR code: the code, how long it lives, and what can be done meanwhile.

Stands in the place of the panel for card terminals and has its signals.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.tender import Tender
from pos_desktop.gui import theme
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.progress import LevelBar, Spinner
from pos_desktop.gui.widgets.qr import QrView
from pos_desktop.i18n import has_text, t
from pos_desktop.ports import TerminalProgress

CENTRE = Qt.AlignmentFlag.AlignHCenter
PAYABLE = frozenset({"sbp.waiting", "sbp.no_contact", "sbp.not_cancelled"})
"""What is said while somebody can pay the code."""

_CONCERNS = frozenset({"sbp.no_contact", "sbp.no_contact_over", "sbp.over", "sbp.not_cancelled"})
_TICK_MS = 1000
_LIFE_SECONDS = 300
_SPINNER_PX = 64
_LOW = 640
_BUTTON_PX = 72


class QrPanel(QWidget):
    """stop_wanted: the code is to be taken back. by_hand_wanted: the bank says nothing even then; a
    person answers. ask_wanted: the bank is to be asked now. print_wanted(payload, expires_at_us).
    now_us: the register's clock; has_printer: whether there is one now."""

    stop_wanted = Signal()
    by_hand_wanted = Signal()
    ask_wanted = Signal()
    print_wanted = Signal(str, object)

    def __init__(self, now_us: Callable[[], int], has_printer: Callable[[], bool]) -> None:
        super().__init__()
        self._now_us = now_us
        self._op_id = ""
        self._code = "sbp.making_code"
        self._returning = False
        self._stopping = False
        self._expires_at_us = 0
        self._said: dict[str, TerminalProgress] = {}
        self._has_printer = has_printer
        self._amount = Label("", 44, theme.BOLD, align=CENTRE)
        self.code = QrView(220)
        self._spinner = QWidget()
        self._middle = QStackedWidget()
        self._left = LevelBar(1.0, "accent")
        self._says = Label("", theme.TITLE, theme.SEMIBOLD, wrap=True, align=CENTRE)
        self._hint = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True, align=CENTRE)
        self.print_code = KeyedButton("", icon="printer", key="F6", kind="quiet", arrange="stack")
        self.again = KeyedButton("", icon="refresh-cw", key="F7", kind="quiet", arrange="stack")
        self.stop = KeyedButton("", icon="x", key="F2", kind="danger_plain", arrange="stack")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._build()
        self._connect()

    def _build(self) -> None:
        turning = QVBoxLayout(self._spinner)
        turning.addWidget(Spinner(_SPINNER_PX), alignment=Qt.AlignmentFlag.AlignCenter)
        self._middle.addWidget(self.code)
        self._middle.addWidget(self._spinner)
        self._card = Card(padding=16, spacing=8)
        body = self._card.body()
        body.addWidget(self._amount)
        body.addWidget(self._middle, 1)
        for widget in (self._left, self._says, self._hint):
            body.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (self.stop, self.print_code, self.again):
            button.setFixedHeight(_BUTTON_PX)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.set_face(theme.BODY, theme.MEDIUM)
            foot.addWidget(button, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 24)
        rows.setSpacing(12)
        rows.addWidget(self._card, 1)
        rows.addLayout(foot)

    def _connect(self) -> None:
        self.stop.clicked.connect(self.press_stop)
        self.again.clicked.connect(self.ask_wanted)
        self.print_code.clicked.connect(self.press_print)

    # ------------------------------------------------------------------ what is shown

    def show_tender(self, tender: Tender, *, asks: bool = False) -> None:
        """Wait for the bank about this tender. asks: it is asked what became of it."""
        op_id = tender.op_id
        self._returning = bool(tender.returning)
        if op_id != self._op_id:
            self._op_id, self._stopping, self._expires_at_us = op_id, False, 0
            self._said = {key: one for key, one in self._said.items() if key == op_id}
        self._timer.start(_TICK_MS)
        self._amount.setText(money(tender.amount_minor))
        self._say(self._said.get(op_id))

    def show_progress(self, event: TerminalProgress) -> None:
        """What the worker says; kept until its tender is shown, which may come later."""
        self._said[event.op_id] = event
        if event.op_id == self._op_id:
            self._say(event)

    def _say(self, event: TerminalProgress | None) -> None:
        code = "sbp.refunding" if self._returning else "sbp.making_code"
        if event is not None and has_text(event.code):
            code = event.code
        expires = event.values.get("expires_at_us", 0) if event is not None else 0
        self._expires_at_us = expires if isinstance(expires, int) else 0
        payable = code in PAYABLE
        if event is not None and event.show:
            self.code.show_text(event.show, t("sbp.code_name", amount=self._amount.text()))
        shown = payable and bool(self.code.text())
        self._middle.setCurrentWidget(self.code if shown else self._spinner)
        self._left.setVisible(shown)
        self._says.set_tone("warning_text" if code in _CONCERNS else "ink")
        self._code = code
        self._tick()
        self._hint.setText(t("sbp.stopping") if self._stopping else t(f"{code}_hint"))
        stop = "sbp.stop" if shown or code == "sbp.making_code" else "payment.wait_stop"
        self.stop.setText(t("sbp.by_hand" if self._stopping else stop))
        self.again.setText(t("sbp.ask_bank"))
        self.print_code.setText(t("sbp.print"))
        self.print_code.setVisible(self._has_printer())
        self.print_code.setEnabled(shown and self._has_printer())
        self.setAccessibleName(f"{self._says.text()} {self._amount.text()}")

    def _tick(self) -> None:
        said = t(self._code)
        left_seconds = max(0, (self._expires_at_us - self._now_us()) // 1_000_000)
        if self._expires_at_us and self._code in PAYABLE:
            clock = f"{left_seconds // 60}:{left_seconds % 60:02d}"
            said = t("sbp.left", said=said, time=clock)
            self._left.set_share(left_seconds / _LIFE_SECONDS)
        self._says.setText(said)

    def said(self) -> str:
        """The code of what is said now."""
        return self._code

    def shown_code(self) -> str:
        """The code somebody can pay now, "" = none."""
        return self.code.text() if self._middle.currentWidget() is self.code else ""

    def end(self) -> None:
        """Nothing is waited for any more."""
        self._timer.stop()
        self._op_id = ""
        self.code.show_text("")

    # ------------------------------------------------------------------ what a person does

    def press_stop(self) -> None:
        """Once: the bank is to take the code back. Twice: it says nothing, a person answers."""
        if self._stopping:
            self.by_hand_wanted.emit()
            return
        self._stopping = True
        self._say(self._said.get(self._op_id))
        self.stop_wanted.emit()

    def press_print(self) -> None:
        if self.print_code.isEnabled():
            self.print_wanted.emit(self.code.text(), self._expires_at_us)

    def press(self, key: Qt.Key) -> bool:
        """Do what a key stands for; whether it stands for anything here."""
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_F2: self.press_stop,
            Qt.Key.Key_F6: self.press_print,
            Qt.Key.Key_F7: self.ask_wanted.emit,
        }
        if key not in acts:
            return False
        acts[key]()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = event.size().height() < _LOW
        self._amount.set_face(34 if low else 44, theme.BOLD)
