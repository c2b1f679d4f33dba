"""While a device of the register takes money: what it says, and the way out of waiting."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.domain.tender import Tender
from pos_desktop.gui import theme
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.qr import code_image
from pos_desktop.i18n import duration, has_text, t
from pos_desktop.ports import TerminalProgress

CENTRE = Qt.AlignmentFlag.AlignHCenter
_TICK_MS = 1000
_CODE_PX = 220


class _Code(QWidget):
    """A QR code the customer follows, on the cashier's screen too."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(_CODE_PX, _CODE_PX)

    def show_text(self, text: str) -> None:
        self._text = text
        self.setVisible(bool(text))
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._text:
            QPainter(self).drawImage(self.rect(), code_image(self._text))


class WaitPanel(QWidget):
    """stop_wanted: nobody wants to wait any more. by_hand_wanted: the device says nothing even
    then; a person answers."""

    stop_wanted = Signal()
    by_hand_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._op_id = ""
        self._seconds = 0
        self._stopping = False
        self._can_cancel = False
        self._said: dict[str, TerminalProgress] = {}
        self._icon = IconLabel("card-terminal", 56, "accent_text")
        self._code = _Code()
        self._title = Label("", theme.TITLE, theme.SEMIBOLD, wrap=True, align=CENTRE)
        self._amount = Label("", 54, theme.BOLD, align=CENTRE)
        self._says = Label("", theme.LARGE, theme.MEDIUM, wrap=True, align=CENTRE)
        self._waited = Label("", theme.BODY, theme.REGULAR, "muted", align=CENTRE)
        self._hint = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True, align=CENTRE)
        self.stop = KeyedButton("", key="F2", kind="danger_plain", arrange="stack")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._build()

    def _build(self) -> None:
        card = Card(padding=24, spacing=12)
        body = card.body()
        body.addStretch(1)
        body.addWidget(self._icon, alignment=CENTRE)
        body.addWidget(self._code, alignment=CENTRE)
        for label in (self._title, self._amount, self._says, self._waited):
            body.addWidget(label)
        body.addStretch(1)
        body.addWidget(self._hint)
        self.stop.setFixedHeight(72)
        self.stop.clicked.connect(self.press_stop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 24)
        rows.setSpacing(12)
        rows.addWidget(card, 1)
        rows.addWidget(self.stop)

    def show_tender(self, tender: Tender, *, asks: bool) -> None:
        """Wait for this tender's device. asks: it is asked what became of it."""
        if tender.op_id != self._op_id:
            self._op_id, self._seconds, self._stopping = tender.op_id, 0, False
            self._can_cancel = False
            self._said = {key: one for key, one in self._said.items() if key == tender.op_id}
        self._timer.start(_TICK_MS)
        key = "return" if tender.returning else "ask" if asks else "pay"
        kind = t(f"payment.kind.{tender.kind.value}")
        self._title.setText(t(f"payment.wait_{key}_title", kind=kind))
        self._amount.setText(money(tender.amount_minor))
        self._say(self._said.get(tender.op_id))
        self.setAccessibleName(f"{self._title.text()} {self._amount.text()}")

    def show_progress(self, event: TerminalProgress) -> None:
        """What a device says; kept until its tender is shown, which may come later."""
        known = self._said.get(event.op_id)
        if known is not None and known.show and not event.show:
            event = TerminalProgress(
                event.device, event.op_id, event.code, event.values, known.show, event.can_cancel
            )
        self._said[event.op_id] = event
        if event.op_id == self._op_id:
            self._say(event)

    def _say(self, event: TerminalProgress | None) -> None:
        self._can_cancel = event is not None and event.can_cancel
        says = t("payment.wait_starts")
        if event is not None and has_text(event.code):
            says = t(event.code, **event.values)
        self._says.setText(says)
        shown = event.show if event is not None else ""
        self._code.show_text(shown)
        self._icon.setVisible(not shown)
        self._tick_text()
        self._show_way_out()

    def _show_way_out(self) -> None:
        if self._stopping:
            self.stop.setText(t("payment.wait_by_hand"))
            self._hint.setText(t("payment.wait_stopping"))
        elif self._can_cancel:
            self.stop.setText(t("payment.wait_cancel"))
            self._hint.setText(t("payment.wait_cancel_hint"))
        else:
            self.stop.setText(t("payment.wait_stop"))
            self._hint.setText(t("payment.wait_stop_hint"))

    def press_stop(self) -> None:
        """Once: tell the device. Twice: nothing came of that, a person answers."""
        if self._stopping:
            self.by_hand_wanted.emit()
            return
        self._stopping = True
        self._show_way_out()
        self.stop_wanted.emit()

    def end(self) -> None:
        """Nothing is waited for any more."""
        self._timer.stop()
        self._op_id = ""

    def _tick(self) -> None:
        self._seconds += 1
        self._tick_text()

    def _tick_text(self) -> None:
        # Kept as high as it will be, so that nothing jumps in the first second.
        waited = t("payment.waited", time=duration(self._seconds)) if self._seconds else " "
        self._waited.setText(waited)
