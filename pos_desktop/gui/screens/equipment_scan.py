"""Beside a scanner: a test code to scan from the screen, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.scanner_check import ScannerCheck, check_scan
from pos_desktop.gui import theme
from pos_desktop.gui.scanner_words import CheckRow, Level, words_of_check
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.labels import IconLabel, Label, Tone
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import t
from pos_desktop.receipts.scanner_page import square_png

_CODE_PX = 180
_PAD_PX = 12
_MARGIN_PX = 20
_TONES: dict[Level, Tone] = {"good": "pay_text", "plain": "warning_text", "bad": "danger_text"}
_ICONS: dict[Level, str] = {"good": "circle-check", "plain": "info", "bad": "triangle-alert"}
_PAUSE_MS = 400  # nobody types a test code in one go, and no scanner pauses so long
_ZERO_WIDTH = "\u200b"


class TestCode(QWidget):
    """The square code on a white card, every module a whole number of pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self.setFixedSize(_CODE_PX, _CODE_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture.isNull():
            self._picture = QImage.fromData(square_png(1))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.rounded(painter, QRectF(self.rect()), theme.RADIUS, theme.PAPER)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        modules = self._picture.width()
        side = modules * ((_CODE_PX - 2 * _PAD_PX) // modules)
        at = (_CODE_PX - side) / 2
        painter.drawImage(QRectF(at, at, side, side), self._picture)


class ScanPanel(QStackedWidget):
    """`offer` shows the test code, `judge` what a scan of it shows. `typed` takes the characters of
    a scanner whose codes have no end: the window cannot know them for a scan."""

    def __init__(self) -> None:
        super().__init__()
        self.code = TestCode()
        self._hint = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True,
                           align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        first = QWidget()
        rows = QVBoxLayout(first)
        rows.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        rows.setSpacing(14)
        rows.addStretch(1)
        rows.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(self._hint)
        rows.addStretch(1)
        self._first = scrolling(first)
        self._result = scrolling(QWidget())
        self.check: ScannerCheck | None = None
        self._typed = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._typing_ended)
        self.addWidget(self._first)
        self.addWidget(self._result)

    def offer(self) -> None:
        self.check = None
        self._hint.setText(t("scanner_check.scan_this"))
        self.code.setAccessibleName(t("receipt.scanner_square"))
        self.setCurrentWidget(self._first)

    def judge(self, text: str) -> bool:
        """Show what became of a test code; False for a scan of something else."""
        return self._show(check_scan(text))

    def typed(self, text: str) -> None:
        self._typed += text
        self._pause.start()

    def _typing_ended(self) -> None:
        typed, self._typed = self._typed, ""
        self._show(check_scan(typed, typed=True))

    def _show(self, check: ScannerCheck) -> bool:
        if check.verdict is None:
            return False
        self.check = check
        words = words_of_check(check)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        rows.setSpacing(12)
        tone = _TONES[words.level]
        rows.addLayout(
            _marked(_ICONS[words.level], tone, Label(words.title, theme.LARGE, theme.SEMIBOLD,
                                                     tone, wrap=True))
        )  # fmt: skip
        rows.addWidget(
            Label(_ZERO_WIDTH.join(words.arrived), theme.SMALL, theme.REGULAR, "muted", wrap=True)
        )
        for row in words.rows:
            rows.addLayout(_row(row))
        rows.addStretch(1)
        self._result.setWidget(content)
        content.setAutoFillBackground(False)
        self.setCurrentWidget(self._result)
        return True


def _row(row: CheckRow) -> QHBoxLayout:
    said = QWidget()
    lines = QVBoxLayout(said)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(2)
    lines.addWidget(Label(row.text, theme.BODY, theme.MEDIUM, "ink", wrap=True))
    if row.how:
        lines.addWidget(Label(row.how, theme.SMALL, theme.REGULAR, "ink_soft", wrap=True))
    return _marked(_ICONS[row.level], _TONES[row.level], said)


def _marked(icon: str, tone: Tone, words: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(10)
    line.addWidget(IconLabel(icon, 20, tone), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1)
    return line
