"""Beside the sums of a shift: what came by QR codes, and what no bank has confirmed."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.peer_words import peer_name
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import ValueRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import number, t, time
from pos_desktop.operations.reckon_sbp import DEVICE, Doubt, DoubtfulQr, QrReckoning
from pos_desktop.ports import TerminalAct

_ROW_PX = 26


class SbpSums(QWidget):
    """doubts_wanted: a person wants to see what is not confirmed."""

    doubts_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.button = KeyedButton(icon="triangle-alert", key="F6", arrange="row")
        self.button.clicked.connect(self.doubts_wanted)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addLayout(self._rows)
        outer.addWidget(self.button)
        self.hide()

    def show_reckoning(self, told: QrReckoning) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(not told.is_empty)
        lines = [("payments", told.payments, told.payments_minor)]
        if told.by_word:
            lines.append(("by_word", told.by_word, told.by_word_minor))
        if told.refunds:
            lines.append(("refunds", told.refunds, -told.refunds_minor))
        if told.refunds_by_word:
            by_word_minor = -told.refunds_by_word_minor
            lines.append(("refunds_by_word", told.refunds_by_word, by_word_minor))
        self._rows.addWidget(Label(t("shift_close.sbp.title"), theme.SMALL, tone="ink_soft"))
        for name, count, sum_minor in lines:
            words = t(f"shift_close.sbp.{name}", count=number(count))
            self._rows.addWidget(ValueRow(words, money(sum_minor, symbol=False), height=_ROW_PX))
        count = len(told.doubtful)
        self.button.setText(t("shift_close.sbp.doubts", count=number(count)))
        self.button.setVisible(count > 0)


def doubt_title(one: DoubtfulQr, zone: tzinfo | None) -> str:
    """ "14:32 · payment, 450.00 ₽"."""
    act = "pay" if one.act is TerminalAct.PAY else "back"
    at = time(datetime.fromtimestamp(one.at_us / 1_000_000, zone))
    return t(f"shift_close.sbp.act_{act}", time=at, amount=money(one.amount_minor))


def doubt_words(one: DoubtfulQr) -> str:
    """What is known, and how to settle it."""
    if one.doubt is Doubt.WAITING:
        act = "pay" if one.act is TerminalAct.PAY else "back"
        return t(f"shift_close.sbp.waiting_{act}")
    moved = "moved" if one.moved else "not_moved"
    if one.doubt is Doubt.CONTRADICTED:
        return t(f"shift_close.sbp.contradicted_{moved}")
    said = t(f"shift_close.sbp.said_{moved}")
    if one.can_ask:
        return said
    bank = peer_name(DEVICE, one.peer)
    return f"{said} {t('shift_close.sbp.look_there', bank=bank)}"
