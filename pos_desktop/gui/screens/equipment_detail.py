"""The middle of the equipment page: what is chosen for one device, and the buttons that try it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.gui import theme
from pos_desktop.gui.equipment_words import Shown, acts_of, hint_of
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, Line
from pos_desktop.gui.widgets.combo import Combo
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.pressable import Pressable
from pos_desktop.gui.widgets.scrolling import scrolling
from pos_desktop.gui.widgets.switch import SwitchRow
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import (
    EquipmentRow,
    ModelChoice,
    PageRow,
    PaperPage,
    PrintingChoice,
    slot_of,
)

_MONO = "DejaVu Sans Mono"
_ACT_ICONS = {
    "page": "printer", "label": "tag", "drawer": "cash-drawer", "weigh": "scale",
    "zero": "set-zero", "scan": "scan-barcode", "scan_page": "printer", "reconnect": "refresh-cw",
    "change": "cable", "remove": "trash-2", "duties": "sliders-horizontal",
    "connect": "cable", "logo": "image",
}  # fmt: skip
_ACT_KEYS = {"connect": "F4", "change": "F4", "remove": "Del"}
_TRY_KEYS = ("F6", "F7")
_FEW_PAGES = 3
_MARGIN = 16
_BAR_PX = 10
SWITCHES = ("cut", "logo")


class PageChoice(Pressable):
    """One line of the test page: number, code page and how it reads there."""

    def __init__(self, row: PageRow) -> None:
        super().__init__()
        self.row = row
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.TOUCH)
        self.setAccessibleName(f"{row.number} {row.codepage.upper()}")
        self.setAccessibleDescription(row.reads)

    def sizeHint(self) -> QSize:
        return QSize(240, theme.TOUCH)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now, chosen = theme.current(), self.isChecked()
        if chosen:
            paint.rounded(painter, rect, theme.RADIUS, now.accent_soft, now.focus, 2)
        else:
            paint.rounded(painter, rect, theme.RADIUS, now.card, now.line)
        centre = QPointF(23, rect.height() / 2)
        painter.setPen(QPen(now.focus if chosen else now.faint, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 9, 9)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.accent)
            painter.drawEllipse(centre, 5, 5)
        face = paint.BODY_BOLD if chosen else paint.BODY
        number = QRectF(43, 0, 30, rect.height())
        paint.text(painter, number, paint.LEFT, face, now.ink, str(self.row.number))
        name = QRectF(73, 0, 70, rect.height())
        paint.text(painter, name, paint.LEFT, paint.BODY, now.ink_soft, self.row.codepage.upper())
        self._draw_sample(painter, QRectF(146, 0, rect.width() - 158, rect.height()), chosen=chosen)
        if self.ringed():
            paint.ring(painter, rect, theme.RADIUS, now.focus, now.card)

    def _draw_sample(self, painter: QPainter, room: QRectF, *, chosen: bool) -> None:
        """As printed, in letters of one width, smaller where there is little room; the end may be
        cut, its beginning tells."""
        now = theme.current()
        font = QFont(_MONO)
        for pixels in range(theme.SMALL, paint.LEAST_PX - 1, -1):
            font.setPixelSize(pixels)
            if QFontMetricsF(font).horizontalAdvance(self.row.reads) <= room.width():
                break
        painter.setFont(font)
        painter.setPen(now.ink if chosen else now.ink_soft)
        painter.setClipRect(room)
        painter.drawText(room, paint.LEFT, self.row.reads)
        painter.setClipping(False)


class Detail(QWidget):
    """model_chosen(profile id), width_chosen(columns), page_chosen(number, codepage),
    switched(name, on), acted(name of an act), filed(on), alone_told(on)."""

    model_chosen = Signal(str)
    width_chosen = Signal(int)
    page_chosen = Signal(int, str)
    switched = Signal(str, bool)
    acted = Signal(str)
    filed = Signal(bool)
    alone_told = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._device = ""
        self._drawing = False
        self._models: tuple[str, list[ModelChoice]] = ("", [])
        self._name = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self._sub = Label("", theme.BODY, theme.REGULAR, "muted", wrap=True)
        self._hint = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self._model_name = Label("", theme.SMALL, theme.REGULAR, "muted")
        self.model = Combo()
        self.widths: list[KeyedButton] = []
        self._codepage = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.pages: list[PageChoice] = []
        self.switches = {name: SwitchRow(wrap=True) for name in SWITCHES}
        self.alone = SwitchRow(wrap=True)
        self.file_log = SwitchRow(wrap=True)
        self.acts: dict[str, KeyedButton] = {}
        self.weighing = False
        self._all_pages = False
        self._paper: tuple[PaperPage | None, str, bool] = (None, "", False)
        self._build()
        self.model.currentIndexChanged.connect(self._model_changed)
        for name, row in self.switches.items():
            row.switch().toggled.connect(lambda on, n=name: self._toggled(n, on=on))
        self.alone.switch().toggled.connect(self._alone_toggled)
        self.file_log.switch().toggled.connect(self._file_toggled)

    def _build(self) -> None:
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 8)
        self._rows.setSpacing(8)
        self._width_row = QHBoxLayout()
        self._width_row.setSpacing(8)
        self._page_rows = QVBoxLayout()
        self._page_rows.setSpacing(8)
        for widget in (self._name, self._sub, self._hint, self._model_name, self.model):
            self._rows.addWidget(widget)
        self._rows.addLayout(self._width_row)
        self._rows.addWidget(self._codepage)
        self._rows.addLayout(self._page_rows)
        self._lines: list[Line] = []
        for row in (*self.switches.values(), self.alone, self.file_log):
            line = Line()
            self._lines.append(line)
            self._rows.addWidget(line)
            self._rows.addWidget(row)
        self._rows.addStretch(1)
        self._buttons = QGridLayout()
        self._buttons.setContentsMargins(16, 8, 16, 16)
        self._buttons.setSpacing(8)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(scrolling(inside), 1)
        rows.addLayout(self._buttons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_texts()

    def _fit_texts(self) -> None:
        """A scrolling area asks no label how high it is at its width."""
        room = self.width() - 2 * _MARGIN - _BAR_PX
        for label in (self._name, self._sub, self._hint, self._codepage):
            label.need_height_at(room)
        for row in (*self.switches.values(), self.alone, self.file_log):
            row.fit(room)

    # ------------------------------------------------------------------ what is shown

    def show_row(self, shown: Shown, row: EquipmentRow, *, filed: bool) -> None:
        """One device with what can be done about it."""
        self._drawing = True
        another = shown.device != self._device
        self._device = shown.device
        self._name.setText(shown.name)
        self._sub.setText(" · ".join(p for p in (shown.place, shown.badge.lower()) if p))
        hint = hint_of(row)
        self._hint.setText(hint or shown.advice)
        self._hint.setVisible(bool(hint or shown.advice))
        is_here = bool(row.endpoint) and not hint
        by_keys = row.device == "scanner" and not row.endpoint
        has_models = by_keys or (is_here and bool(slot_of(shown.device).profiles))
        self._model_name.setText(t("equipment.detail.model"))
        self._model_name.setVisible(has_models)
        self.model.setVisible(has_models)
        self.alone.set_name(t("equipment.detail.alone"))
        self.alone.switch().setChecked(row.values.get("alone") is True)
        self.alone.setVisible("alone" in row.values)
        self._lines[-2].setVisible("alone" in row.values)
        self.file_log.set_name(t("equipment.detail.file_log"))
        self.file_log.switch().setChecked(filed)
        self.file_log.setVisible(is_here)
        self._lines[-1].setVisible(is_here)
        if another:
            self.weighing = self._all_pages = False
            self._models = ("", [])
            self.model.clear()
            if row.model:  # what is set up is known before the others are read
                self.model.addItem(row.model, row.profile)
        self._show_acts(row)
        self._fit_texts()
        if shown.device != "printer" or not row.endpoint:
            self.show_paper(None, PrintingChoice())
        self._drawing = False

    def show_models(self, device: str, models: list[ModelChoice], chosen: str) -> None:
        """The profiles to choose from."""
        if device != self._device:
            return
        self._drawing = True
        if self._models != (device, models):
            self._models = (device, models)
            now = (self.model.currentText(), str(self.model.currentData() or ""))
            self.model.clear()
            for choice in models:
                self.model.addItem(choice.name, choice.profile_id)
            if now[1].casefold() == chosen.casefold() != "" and self._place_of(chosen) < 0:
                self.model.insertItem(0, *now)  # set up by hand, not offered for this wire
        self.model.setAccessibleName(t("equipment.detail.model"))
        self.model.setCurrentIndex(self._place_of(chosen))
        self._drawing = False

    def _place_of(self, profile_id: str) -> int:
        """Where a profile stands in the list, -1 = nowhere."""
        there = [str(self.model.itemData(n)).casefold() for n in range(self.model.count())]
        wanted = profile_id.casefold()
        return there.index(wanted) if wanted in there else -1

    def show_paper(self, page: PaperPage | None, printing: PrintingChoice) -> None:
        """Width, code page and switches of the receipt printer; None for any other device."""
        self._drawing = True
        is_printer = page is not None
        if (page, i18n.language(), self._all_pages) != self._paper:
            self._paper = (page, i18n.language(), self._all_pages)
            self._rebuild_paper(page)
        self._codepage.setText(t("equipment.detail.codepage"))
        self._codepage.setVisible(is_printer)
        for name, row in self.switches.items():
            row.set_name(t(f"equipment.detail.{name}"))
            row.switch().setChecked(bool(getattr(printing, name)))
            row.setVisible(is_printer)
        for line in self._lines[:-2]:
            line.setVisible(is_printer)
        self._fit_texts()
        self._drawing = False

    def _rebuild_paper(self, page: PaperPage | None) -> None:
        """What is new is shown at once: a layout counts it from then on, and without it the list
        is short for a moment, its bar goes and comes, and all beside it moves twice."""
        _clear(self._width_row)
        _clear(self._page_rows)
        self.widths, self.pages = [], []
        if page is not None:
            self._show_widths(page)
            self._show_pages(page)
        self._fit_texts()

    def _show_widths(self, page: PaperPage) -> None:
        for mm, columns in page.widths:
            button = KeyedButton(t("equipment.detail.width", mm=mm, columns=columns), arrange="row")
            button.setCheckable(True)
            button.setChecked(columns == page.columns)
            if columns == page.columns:
                button.set_icon("check")
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on=False, c=columns: self.width_chosen.emit(c))
            self._width_row.addWidget(button, 1)
            button.show()
            self.widths.append(button)

    def _show_pages(self, page: PaperPage) -> None:
        chosen = [row for row in page.rows if (row.number, row.codepage) == page.chosen]
        others = [row for row in page.rows if row not in chosen]
        rows = chosen + others
        for row in rows if self._all_pages else rows[:_FEW_PAGES]:
            choice = PageChoice(row)
            choice.setChecked((row.number, row.codepage) == page.chosen)
            choice.clicked.connect(
                lambda _on=False, r=row: self.page_chosen.emit(r.number, r.codepage)
            )
            self._page_rows.addWidget(choice)
            choice.show()
            self.pages.append(choice)
        if not self._all_pages and len(rows) > _FEW_PAGES:
            more = KeyedButton(
                t("equipment.detail.all_pages", count=len(rows)), icon="chevron-down", kind="ghost",
                arrange="row",
            )  # fmt: skip
            more.clicked.connect(self._want_all_pages)
            self._page_rows.addWidget(more)
            more.show()

    def _want_all_pages(self) -> None:
        """Every line of the test page, for printers that put their letters elsewhere."""
        self._all_pages = True
        page = self._paper[0]
        self._paper = (page, i18n.language(), True)
        self._rebuild_paper(page)

    def _show_acts(self, row: EquipmentRow) -> None:
        wanted = acts_of(row)
        if list(self.acts) != wanted:
            _clear(self._buttons)
            self.acts = {}
            for place, name in enumerate(wanted):
                self.acts[name] = self._act(name, place, of=len(wanted))
        for name, button in self.acts.items():
            stop = name == "weigh" and self.weighing
            button.setText(t(f"equipment.act.{'stop_weighing' if stop else name}"))

    def _act(self, name: str, place: int, *, of: int) -> KeyedButton:
        key = _ACT_KEYS.get(name) or (_TRY_KEYS[place] if place < len(_TRY_KEYS) else "")
        button = KeyedButton(
            icon=_ACT_ICONS.get(name, ""),
            key=key,
            kind="dark" if place == 0 and name != "change" else "plain",
            arrange="row",
        )
        button.set_padding(8)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.acted.emit(name))
        alone = of % 2  # an odd one is the first and has a row of its own
        row, column = (divmod(place + alone, 2)) if place or not alone else (0, 0)
        self._buttons.addWidget(button, row, column, 1, 2 if alone and not place else 1)
        return button

    def show_weighing(self, weighing: bool) -> None:
        self.weighing = weighing
        if "weigh" in self.acts:
            self.acts["weigh"].setText(
                t(f"equipment.act.{'stop_weighing' if weighing else 'weigh'}")
            )

    def press_key(self, key: str) -> bool:
        """Press the act of that key; False where there is none."""
        for button in self.acts.values():
            if button.key() == key:
                button.click()
                return True
        return False

    # ------------------------------------------------------------------ what is chosen

    def _model_changed(self, _at: int) -> None:
        profile_id = str(self.model.currentData() or "")
        if not self._drawing and profile_id:
            self.model_chosen.emit(profile_id)

    def _toggled(self, name: str, *, on: bool) -> None:
        if not self._drawing:
            self.switched.emit(name, on)

    def _alone_toggled(self, on: bool) -> None:
        if not self._drawing:
            self.alone_told.emit(on)

    def _file_toggled(self, on: bool) -> None:
        if not self._drawing:
            self.filed.emit(on)


def _clear(layout: QHBoxLayout | QVBoxLayout | QGridLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def split_card(*columns: QWidget) -> Card:
    """Columns beside each other in one card, with a hairline between."""
    card = Card(padding=1, spacing=0)
    line = QHBoxLayout()
    line.setSpacing(0)
    for place, column in enumerate(columns):
        if place:
            line.addWidget(Line("card_line", vertical=True))
        line.addWidget(column, 1)
    card.body().addLayout(line, 1)
    return card
