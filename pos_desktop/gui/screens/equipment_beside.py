"""Beside the chosen device: the test paper, the weight or the last scan, and its log."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.equipment_words import clock, log_words, look_of, name_of, nothing_text
from pos_desktop.gui.scan_verdict import breakable, readable, scan_verdict
from pos_desktop.gui.screens.equipment_scan import ScanPanel
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import IconButton
from pos_desktop.gui.widgets.cards import Line
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.i18n import t, weight_kg
from pos_desktop.ports import Health, WeightRead, WeightStatus
from pos_desktop.ports.equipment import LogLine

_LOG_ROWS = 40
_LOG_PX = 172
_PAPER_MARGIN = 10
_PAPER_PAD = 4


class FittedPaper(QWidget):
    """One paper, whole: as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._scaled = QPixmap()
        self.setMinimumSize(160, 160)

    def show_picture(self, picture: QImage) -> None:
        self._picture = picture
        self._scale()

    def _scale(self) -> None:
        ratio = self.devicePixelRatioF()
        room = self.size() - QSize(
            2 * (_PAPER_MARGIN + _PAPER_PAD), 2 * (_PAPER_MARGIN + _PAPER_PAD)
        )
        if self._picture.isNull() or room.isEmpty():
            self._scaled = QPixmap()
            return
        size = self._picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio) * ratio
        mode = Qt.TransformationMode.SmoothTransformation
        picture = self._picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, mode)
        self._scaled = QPixmap.fromImage(picture)
        self._scaled.setDevicePixelRatio(ratio)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scale()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._scaled.isNull():
            return
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = self._scaled.deviceIndependentSize()
        wide, high = size.width() + 2 * _PAPER_PAD, size.height() + 2 * _PAPER_PAD
        sheet = QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)
        painter.setOpacity(0.25)
        paint.rounded(painter, sheet.adjusted(-1, 1, 1, 2), 2, now.shadow)
        painter.setOpacity(1.0)
        paint.rounded(painter, sheet, 2, now.paper)
        at = QPointF(round(sheet.left() + _PAPER_PAD), round(sheet.top() + _PAPER_PAD))
        painter.drawPixmap(at, self._scaled)


class Reading(QWidget):
    """One large value with a line below: a weight, or what a scan was."""

    def __init__(self, icon: str, value_px: int = theme.LARGE) -> None:
        super().__init__()
        self.icon = IconLabel(icon, 28, "ink_soft", boxed=64)
        self.value = Label("", value_px, theme.SEMIBOLD, wrap=True, tabular=True,
                           align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        self.words = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True,
                           align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 20, 20, 20)
        rows.setSpacing(12)
        rows.addStretch(1)
        rows.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(self.value)
        rows.addWidget(self.words)
        rows.addStretch(1)

    def say(self, value: str, words: str, *, good: bool | None = None) -> None:
        """good: None says neither."""
        self.value.setText(value)
        self.value.setVisible(bool(value))
        self.words.setText(words)
        self.words.set_tone("ink_soft" if good is None else "pay_text" if good else "warning_text")


class DeviceLogView(QWidget):
    """The newest lines of the log; export_wanted: to a file, with the bytes."""

    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[tuple[str, str]] = []
        self._title = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.export = IconButton("download", t("equipment.act.export"), kind="ghost", icon_px=18)
        self.export.clicked.connect(self.export_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(16, 2, 4, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.export)
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(16, 0, 12, 12)
        self._rows.setSpacing(4)
        self._rows.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(scrolling(inside), 1)

    def show_log(self, device: str, lines: list[tuple[str, str]]) -> None:
        """lines: (time, words), the newest first."""
        self._title.setText(t("equipment.log.title", device=name_of(device)))
        self.export.set_name(t("equipment.act.export"))
        if lines == self._lines and self._rows.count() > 1:
            return
        self._lines = lines
        while self._rows.count() > 1:
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (at, words) in enumerate(lines or [("", t("equipment.log.empty"))]):
            self._rows.insertWidget(place, _LogRow(at, words))


class _LogRow(QWidget):
    def __init__(self, at: str, words: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        when = Label(at, theme.SMALL, theme.REGULAR, "muted")
        when.setAlignment(Qt.AlignmentFlag.AlignTop)
        said = Label(words, theme.SMALL, theme.REGULAR, "ink", wrap=True)
        said.setAlignment(Qt.AlignmentFlag.AlignTop)
        line.addWidget(when)
        line.addWidget(said, 1)
        when.setVisible(bool(at))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class Beside(QWidget):
    """export_wanted: the log of the device that is shown."""

    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.stack = QStackedWidget()
        self.paper = FittedPaper()
        self.weight = Reading("scale", theme.HUGE)
        self.scan = Reading("scan-barcode")
        self.test = ScanPanel()
        self.nothing = Reading("plug")
        for panel in (self.paper, self.weight, self.scan, self.test, self.nothing):
            self.stack.addWidget(panel)
        self.log = DeviceLogView()
        self.log.export_wanted.connect(self.export_wanted)
        self.log.setFixedHeight(_LOG_PX)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.stack, 1)
        rows.addWidget(Line("card_line"))
        rows.addWidget(self.log)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of papers, round where the card is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = theme.current().paper_ground
        upper = QRectF(0, 0, self.width(), self.stack.height())
        painter.setClipRect(upper)
        round_box = QRectF(-2 * theme.RADIUS, 0, self.width() + 2 * theme.RADIUS, self.height())
        paint.rounded(painter, round_box, theme.RADIUS - 1, fill)

    def show_device(self, device: str) -> None:
        """Another device: its panel, empty."""
        panel = look_of(device).panel
        self.nothing.icon.set_icon(look_of(device).icon)
        self.nothing.say("", nothing_text(device))
        self.weight.say("", t("equipment.panel.weight_hint"))
        panels = {"paper": self.paper, "weight": self.weight, "scan": self.test}
        self.test.offer()
        self.stack.setCurrentWidget(panels.get(panel, self.nothing))

    def show_health(self, device: str, health: Health | None) -> None:
        """What to press there depends on whether it answers."""
        self.nothing.say("", nothing_text(device, health))

    def show_paper(self, png: bytes) -> None:
        """The test page as it should look; b"" for none."""
        picture = QImage.fromData(png) if png else QImage()
        if picture.isNull():
            self.nothing.say("", t("equipment.panel.no_paper"))
            self.stack.setCurrentWidget(self.nothing)
            return
        self.paper.show_picture(picture)
        self.stack.setCurrentWidget(self.paper)
        self.paper.setAccessibleName(t("equipment.act.page"))

    def show_weight(self, read: WeightRead) -> None:
        value = weight_kg(read.weight_grams) if read.weight_grams is not None else "—"
        good = read.status is WeightStatus.STABLE
        self.weight.say(value, t(f"equipment.panel.weight_{read.status.value}"), good=good)

    def show_scan(self, text: str) -> None:
        """How the scanner understood a code; a test code tells all about it."""
        is_test = self.test.judge(text)
        self.stack.setCurrentWidget(self.test if is_test else self.scan)
        verdict, good = scan_verdict(text)
        seen = readable(text)
        self.scan.say(breakable(seen), t(f"equipment.panel.{verdict}"), good=good)
        self.scan.value.setAccessibleName(seen)

    def show_log(self, device: str, log: list[LogLine], zone: object) -> None:
        lines = [
            (clock(line.at_us, zone, seconds=True), log_words(line))  # type: ignore[arg-type]
            for line in log[:_LOG_ROWS]
        ]
        self.log.show_log(device, lines)
