"""The toys of the demo's world: printer, scanner, scale, switches."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, Line
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.gui.widgets.paper_view import PaperView
from pos_desktop.gui.widgets.pressable import Pressable
from pos_desktop.gui.widgets.slider import TouchSlider
from pos_desktop.gui.widgets.switch import SwitchRow
from pos_desktop.i18n import t, weight_kg
from pos_desktop.ports.world import ScanItem

MOST_GRAMS = 3_000
STEP_GRAMS = 2


class _Case(QWidget):
    """The printer's body with its slot; the paper comes out below it."""

    def __init__(self, *, compact: bool) -> None:
        super().__init__()
        self._title = self._state = ""
        self._good = True
        self.setFixedHeight(42 if compact else 52)

    def show_state(self, title: str, state: str, *, good: bool) -> None:
        self._title, self._state, self._good = title, state, good
        self.setAccessibleName(f"{title}: {state}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint.rounded(painter, box, theme.RADIUS, now.panel)
        slot = QRectF(8, box.height() - 7, box.width() - 16, 7)
        paint.rounded(painter, slot, 2, now.paper_ink)
        line = box.adjusted(14, 0, -14, -8)
        state = paint.elided(paint.SMALL, self._state, int(line.width() / 2))
        room = int(line.width() - paint.width(paint.SMALL, state)) - 24
        title = paint.elided(paint.BODY_BOLD, self._title, room)
        paint.text(painter, line, paint.LEFT, paint.BODY_BOLD, now.panel_text, title)
        paint.text(painter, line, paint.RIGHT, paint.SMALL, now.panel_value, state)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.pill_ok if self._good else now.panel_bad)
        dot = QPointF(line.right() - paint.width(paint.SMALL, state) - 10, line.center().y())
        painter.drawEllipse(dot, 4, 4)


class PrinterToy(QWidget):
    """Paper scrolls out of a case."""

    def __init__(self, *, compact: bool) -> None:
        super().__init__()
        self._case = _Case(compact=compact)
        self.paper = PaperView(margin=8, surface="")
        self.paper.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._case)
        rows.addWidget(self.paper, 1)

    def feed(self, png: bytes) -> None:
        """One more receipt comes out."""
        image = QImage.fromData(png)
        if not image.isNull():
            self.paper.feed(image)

    def show_state(self, mode: str) -> None:
        good = mode == "ok"
        state = t("demo.printer_width") if good else t(f"demo.printer.{mode.replace('-', '_')}")
        self._case.show_state(t("demo.printer_title"), state, good=good)


class ScanRow(Pressable):
    """One thing the scanner can be held at."""

    def __init__(self, *, compact: bool) -> None:
        super().__init__()
        self._compact = compact
        self._sub = ""
        self._bad = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.TOUCH)

    def show_item(self, item: ScanItem) -> None:
        plain = item.kind == "goods"
        self._sub = item.code if plain else t(f"demo.scan_kind.{item.kind}")
        self._bad = item.kind in ("misread", "unknown")
        self.setText(item.name.replace("&", "&&"))
        self.setAccessibleName(t("demo.scan_name", name=item.name))
        self.setAccessibleDescription(self._sub)
        self.redraw()

    def sizeHint(self) -> QSize:
        return QSize(120, theme.TOUCH)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        if self.isDown() or self.underMouse():
            fill = now.accent_soft if self.isDown() else now.card_quiet
            paint.rounded(painter, rect, theme.RADIUS_SMALL, fill)
        side = 8.0 if self._compact else 14.0
        name = self.text().replace("&&", "&")
        icon = "triangle-alert" if self._bad else "scan-barcode"
        icon_px = 16 if self._compact else 20
        at = QPointF(rect.width() - side - icon_px, (rect.height() - icon_px) / 2)
        icons.paint(painter, icon, now.accent_text, at, icon_px)
        room = int(rect.width() - 2 * side - icon_px - 6)
        face = paint.SMALL_MEDIUM if self._compact else paint.BODY_MEDIUM
        line = QRectF(side, 5, room + 2, 20)
        paint.text(painter, line, paint.LEFT, face, now.ink, paint.elided(face, name, room))
        sub = paint.elided(paint.SMALL, self._sub, room)
        line = QRectF(side, 24, room + 2, 18)
        paint.text(painter, line, paint.LEFT, paint.SMALL, now.muted, sub)
        if self.ringed():
            paint.ring(painter, rect, theme.RADIUS_SMALL, now.focus, now.card)


class _ToyHead(QWidget):
    """Icon and name of a toy; what stands at the right end is the caller's."""

    def __init__(self, icon: str, right: Label | None = None) -> None:
        super().__init__()
        self._title = Label("", theme.BODY, theme.SEMIBOLD)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(IconLabel(icon, 18, "ink"))
        line.addWidget(self._title, 1)
        if right is not None:
            line.addWidget(right)

    def set_title(self, text: str) -> None:
        self._title.setText(text)


class ScannerToy(Card):
    """A list of goods; a tap holds the scanner at one. scanned(ScanItem)."""

    scanned = Signal(object)

    def __init__(self, *, compact: bool) -> None:
        super().__init__(padding=0, spacing=0)
        self._compact = compact
        self._items: list[ScanItem] = []
        self._rows: list[ScanRow] = []
        self._hint = Label("", theme.SMALL, theme.REGULAR, "muted")
        self._head = _ToyHead("barcode", self._hint)
        self._head.setFixedHeight(32 if compact else 42)
        self._head.setContentsMargins(14, 0, 14, 0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(*((6, 0, 6, 6) if compact else (1, 0, 1, 4)))
        self._grid.setSpacing(0)
        self.body().addWidget(self._head)
        self.body().addWidget(Line())
        self.body().addLayout(self._grid)

    def show_items(self, items: list[ScanItem]) -> None:
        self._items = items
        while len(self._rows) < len(items):
            self._add_row()
        for row, item in zip(self._rows, items, strict=False):
            row.show_item(item)

    def row(self, place: int) -> ScanRow:
        return self._rows[place]

    def _add_row(self) -> None:
        place = len(self._rows)
        row = ScanRow(compact=self._compact)
        row.clicked.connect(lambda: self.scanned.emit(self._items[place]))
        self._rows.append(row)
        columns = 2 if self._compact else 1
        self._grid.addWidget(row, place // columns, place % columns)

    def retranslate(self) -> None:
        self._head.set_title(t("demo.scanner_title"))
        self._hint.setText(t("demo.scanner_hint"))


class ScaleToy(Card):
    """A slider is the load. weighed(grams, stable): while it is dragged the scale swings."""

    weighed = Signal(int, bool)

    def __init__(self, *, compact: bool) -> None:
        super().__init__(padding=12, spacing=4)
        self._compact = compact
        self._weight = Label("", theme.TITLE if not compact else theme.LARGE, theme.SEMIBOLD)
        self._head = _ToyHead("scale", self._weight)
        self.slider = TouchSlider()
        self.slider.setRange(0, MOST_GRAMS)
        self.slider.setSingleStep(STEP_GRAMS)
        self.slider.setPageStep(100)
        self.take_off = KeyedButton("", arrange="row")
        self.stable = KeyedButton("", icon="check", arrange="row")
        self.stable.setCheckable(True)
        self.stable.setChecked(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, share in ((self.take_off, 4), (self.stable, 5)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button, share)
        if compact:
            self._build_compact()
        else:
            self.body().addWidget(self._head)
            self.body().addWidget(self.slider)
            self.body().addLayout(buttons)
        self.slider.valueChanged.connect(self._say)
        self.slider.sliderReleased.connect(self._say)
        self.stable.toggled.connect(self._toggled)
        self.take_off.clicked.connect(lambda: self.slider.setValue(0))
        self.show_weight(0)

    def _build_compact(self) -> None:
        """Weight and buttons in one line, the slider below it."""
        self.body().setContentsMargins(12, 4, 12, 2)
        self.body().setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._weight, 1)
        for button in (self.take_off, self.stable):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.set_padding(10)
            button.set_face(theme.SMALL, theme.MEDIUM)
            line.addWidget(button)
        self.body().addLayout(line)
        self.body().addWidget(self.slider)
        self._head.hide()

    def show_weight(self, weight_grams: int) -> None:
        """What the world says lies on the plate, whoever put it there."""
        self._weight.setText(weight_kg(weight_grams))
        if not self.slider.isSliderDown() and self.slider.value() != weight_grams:
            self.slider.blockSignals(True)
            self.slider.setValue(weight_grams)
            self.slider.blockSignals(False)
            self.slider.update()

    def _toggled(self, stable: bool) -> None:
        self.stable.set_icon("check" if stable else "")
        self._say()

    def _say(self) -> None:
        grams = self.slider.value() // STEP_GRAMS * STEP_GRAMS
        stable = self.stable.isChecked() and not self.slider.isSliderDown()
        self.weighed.emit(grams, stable)

    def retranslate(self) -> None:
        self._head.set_title(t("demo.scale_title"))
        self.slider.setAccessibleName(t("demo.scale_title"))
        if not self._compact:
            self.slider.set_marks(("0", "1", "2", f"3 {t('units.kg')}"))
        self.take_off.setText(t("demo.take_off"))
        self.stable.setText(t("demo.stable"))
        self._weight.setText(weight_kg(self.slider.value()))


class DisplayToy(QWidget):
    """The customer's display: two lines of characters that glow, each in a cell of its own."""

    _SIDE = 10.0

    def __init__(self, *, compact: bool) -> None:
        super().__init__()
        self._lines = ("", "")
        self._row_px = 17 if compact else 24
        self._face = paint.SMALL_MEDIUM if compact else paint.BODY_BOLD
        self.setFixedHeight(2 * self._row_px + (10 if compact else 16))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: tuple[str, str]) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        self.retranslate()
        self.update()

    def lines(self) -> tuple[str, str]:
        return self._lines

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        paint.rounded(painter, box, theme.RADIUS_SMALL, now.panel)
        top = (box.height() - 2 * self._row_px) / 2
        for row, line in enumerate(self._lines):
            cell = (box.width() - 2 * self._SIDE) / max(1, len(line))
            for place, char in enumerate(line):
                at = QRectF(self._SIDE + place * cell, top + row * self._row_px, cell, self._row_px)
                paint.text(painter, at, paint.CENTRE, self._face, now.panel_ok, char)

    def retranslate(self) -> None:
        self.setAccessibleName(t("demo.display_title"))
        self.setAccessibleDescription(" / ".join(line.strip() for line in self._lines))


class TapToy(Card):
    """What a customer holds out to pay with; it is there while somebody asks for it. title, act:
    keys of its name and of its button, which says the sum. paid: it was tapped."""

    paid = Signal()

    def __init__(self, icon: str, title: str, act: str, *, compact: bool) -> None:
        super().__init__(padding=8 if compact else 10, spacing=6)
        self._keys = title, act
        self._amount_minor = 0
        self._title = Label("", theme.BODY, theme.SEMIBOLD)
        self.pay = KeyedButton("", kind="pay", arrange="row")
        wide = QSizePolicy.Policy.Fixed if compact else QSizePolicy.Policy.Expanding
        self.pay.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        self.pay.set_face(theme.BODY, theme.SEMIBOLD)
        self.pay.setFixedHeight(theme.TOUCH)
        self.pay.set_padding(10)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(IconLabel(icon, 20, "ink"))
        line.addWidget(self._title, 1)
        self.body().addLayout(line)
        if compact:
            line.addWidget(self.pay)
        else:
            self.body().addWidget(self.pay)
        self.pay.clicked.connect(self.paid)
        self.hide()

    def show_amount(self, amount_minor: int) -> None:
        """0: there is nothing to pay."""
        self._amount_minor = amount_minor
        self.setVisible(amount_minor > 0)
        self.retranslate()

    def retranslate(self) -> None:
        title, act = self._keys
        self._title.setText(t(title))
        self.pay.setText(t(act, amount=money(self._amount_minor)))


class LinksToy(Card):
    """Switches by name. thrown(name, on)."""

    thrown = Signal(str, bool)

    NAMES = ("network", "paper", "operator", "cloud")
    _ICONS = ("wifi", "printer", "cpu", "cloud")

    def __init__(self, *, compact: bool) -> None:
        super().__init__(padding=0, spacing=0)
        self._compact = compact
        self._head = _ToyHead("zap")
        self._head.setFixedHeight(42)
        self._head.setContentsMargins(14, 0, 14, 0)
        self._rows: dict[str, SwitchRow] = {}
        self._head.setVisible(not compact)
        self.body().addWidget(self._head)
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, (name, icon) in enumerate(zip(self.NAMES, self._ICONS, strict=True)):
            row = SwitchRow("", "" if compact else icon)
            row.setFixedHeight(50 if compact else theme.TOUCH + 1)
            row.setContentsMargins(*((10, 0, 4, 0) if compact else (14, 0, 10, 0)))
            row.switch().clicked.connect(lambda on, n=name: self.thrown.emit(n, on))
            self._rows[name] = row
            if compact:
                grid.addWidget(row, place // 2, place % 2)
            else:
                grid.addWidget(Line(), 2 * place, 0)
                grid.addWidget(row, 2 * place + 1, 0)
        self.body().addLayout(grid)

    def row(self, name: str) -> SwitchRow:
        return self._rows[name]

    def show_switch(self, name: str, on: bool, text: str, *, attention: bool = False) -> None:
        row = self._rows[name]
        row.switch().setChecked(on)
        row.set_state(text, attention=attention)

    def show_real(self, name: str) -> None:
        """A real part cannot be switched off from here."""
        self._rows[name].switch().hide()
        self._rows[name].set_state(t("demo.real_part"))

    def retranslate(self) -> None:
        self._head.set_title(t("demo.links_title"))
        for name, row in self._rows.items():
            short = self._compact and name == "operator"
            row.set_name(t("demo.operator_short") if short else t(f"demo.switch.{name}"))
