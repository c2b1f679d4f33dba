"""The devices of the register: how they are, setting them up, trying them, their logs."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.desk_equipment import EquipmentView
from pos_desktop.gui.equipment_acts import EquipmentActs
from pos_desktop.gui.equipment_words import Shown, is_there, shown, summary, what_goes_on
from pos_desktop.gui.screens.equipment_beside import Beside
from pos_desktop.gui.screens.equipment_detail import Detail, split_card
from pos_desktop.gui.screens.equipment_list import DeviceList
from pos_desktop.gui.screens.page_head import PageHead
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import IconLabel, Label
from pos_desktop.i18n import t
from pos_desktop.ports import Event, WeightRead
from pos_desktop.ports.equipment import EquipmentRow, ModelChoice, PaperPage

_COMPACT_PX = 1200
_REFRESH_MS = 150
_GAP_PX = 20


class _Nothing(Card):
    """No device yet."""

    def __init__(self) -> None:
        super().__init__(padding=32, spacing=12)
        self._title = Label("", theme.TITLE, theme.SEMIBOLD, wrap=True,
                            align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        self._detail = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True,
                             align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        self.body().addStretch(1)
        self.body().addWidget(IconLabel("plug", 36, "ink_soft", boxed=80), 0,
                              Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        self.body().addWidget(self._title)
        self.body().addWidget(self._detail)
        self.body().addStretch(1)

    def retranslate(self) -> None:
        self._title.setText(t("equipment.empty.title"))
        self._detail.setText(t("equipment.empty.detail"))


def _same_device(row: EquipmentRow, other: EquipmentRow | None) -> bool:
    """Whether it is the same model in the same place."""
    told = (other.device, other.endpoint, other.profile) if other is not None else ()
    return (row.device, row.endpoint, row.profile) == told


class EquipmentScreen(QWidget):
    """A page; back_wanted: to the sale. Reads and changes run on the lane, tries on a thread of
    their own."""

    back_wanted = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._desk = shop.desks.equipment
        self._rows: dict[str, EquipmentRow] = {}
        self.shown: list[Shown] = []
        self.chosen = ""
        self.view: EquipmentView | None = None
        self.page: PaperPage | None = None
        self._asked_for: EquipmentRow | None = None
        self.head = PageHead()
        self._summary = Label("", theme.BODY, theme.REGULAR, "muted", wrap=True)
        self.sheet = KeyedButton(icon="file-text", key="F8", arrange="row")
        self.add = KeyedButton(icon="plus", key="F3", arrange="row")
        self.search = KeyedButton(icon="search", key="F5", kind="accent", arrange="row")
        self.list = DeviceList()
        self.detail = Detail()
        self.beside = Beside()
        self.acts = EquipmentActs(self, self, shop)
        self._nothing = _Nothing()
        self._stack = QStackedWidget()
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(_REFRESH_MS)
        self._refresh.timeout.connect(self.read)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        for button in (self.sheet, self.add, self.search):
            self.head.add(button)
        self.head.put_beside_title(self._summary)
        devices = QWidget()
        line = QHBoxLayout(devices)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        self._card = split_card(self.detail, self.beside)
        line.addWidget(self.list)
        line.addWidget(self._card, 1)
        self._stack.addWidget(devices)
        self._stack.addWidget(self._nothing)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addWidget(self.head)
        rows.addWidget(self._stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        acts, detail = self.acts, self.detail
        self.head.back_pressed.connect(self.back_wanted)
        self.add.clicked.connect(acts.ask_kind)
        self.search.clicked.connect(acts.find)
        self.sheet.clicked.connect(acts.print_sheet)
        self.list.chosen.connect(self.choose)
        detail.model_chosen.connect(acts.choose_model)
        detail.width_chosen.connect(lambda columns: acts.change_printing(columns=columns))
        detail.page_chosen.connect(
            lambda number, page: acts.change_printing(codepage_number=number, codepage=page)
        )
        detail.switched.connect(lambda name, on: acts.change_printing(**{name: on}))
        detail.filed.connect(acts.file_log)
        detail.alone_told.connect(acts.set_alone)
        detail.acted.connect(acts.act)
        self.beside.export_wanted.connect(acts.export)

    # ------------------------------------------------------------------ the page

    def opened(self) -> None:
        self.read()

    def read(self) -> None:
        """Read anew how everything is; a person at another page costs nothing."""
        if self.isVisible():
            chosen = self.chosen
            self._shop.till.ask(lambda: self._desk.view(chosen), self._arrived)

    def note(self, event: Event) -> None:
        if not self.isVisible():
            return
        if isinstance(event, WeightRead):
            if self.chosen == "scale":
                self.beside.show_weight(event)
        elif not self._refresh.isActive():
            self._refresh.start()

    def take_scan(self, text: str) -> bool:
        """A scan while the scanner is looked at tests it; any other is for the sale."""
        if self.chosen != "scanner" or self.acts.dialog is not None:
            return False
        self.beside.show_scan(text)
        self._refresh.start()
        return True

    def retranslate(self) -> None:
        self.head.retranslate(t("equipment.title"))
        self.add.setText(t("equipment.add"))
        self.search.setText(t("equipment.find"))
        self.sheet.setText(t("equipment.act.sheet"))
        self._nothing.retranslate()
        if self.view is not None:
            self.page = None
            self._arrived(self.view)
            self.beside.show_device(self.chosen)
            self._read_page()

    # ------------------------------------------------------------------ state

    def _arrived(self, view: EquipmentView) -> None:
        self.view = view
        zone = self._shop.zone
        self._rows = {row.device: row for row in view.rows}
        self.shown = [shown(row, zone) for row in view.rows]
        some = any(is_there(row) or row.device == "fiscal" for row in view.rows)
        self._stack.setCurrentIndex(0 if some else 1)
        self._summary.setText(summary(self.shown) if some else "")
        self.sheet.setVisible("printer" in self._rows)
        self._fit_head()
        self.list.footer.setText(what_goes_on(self.shown))
        if self.chosen not in self._rows:
            self.choose(next(iter(self._rows), ""))
            return
        self._draw()
        if not _same_device(self._rows[self.chosen], self._asked_for):
            self.read_choices()

    def _draw(self) -> None:
        view, row = self.view, self._rows.get(self.chosen)
        if view is None or row is None:
            return
        self.list.show_rows(self.shown, self.chosen)
        words = next(one for one in self.shown if one.device == self.chosen)
        is_read = view.device == self.chosen
        self.detail.show_row(words, row, filed=view.filed and is_read)
        if self.beside.stack.currentWidget() is self.beside.nothing and row.device != "printer":
            self.beside.show_health(row.device, row.state.health if row.state else None)
        self.beside.show_log(self.chosen, view.log if is_read else [], self._shop.zone)
        if self.chosen == "printer" and self.page is not None:
            self.detail.show_paper(self.page, view.printing)

    def choose(self, device: str) -> None:
        """Look at another device."""
        if device == self.chosen:
            return
        self.acts.stop_weighing()
        self.chosen = device
        self.page = None
        self.beside.show_device(device)
        self._draw()
        self.list.show_device(device)
        self.read()
        self.read_choices()

    def read_choices(self) -> None:
        """The profiles of the chosen device, and the printer's paper: read beside the window."""
        device, row = self.chosen, self._rows.get(self.chosen)
        self._asked_for = row
        if row is None:
            return
        kind = row.endpoint.partition(":")[0] or "none"

        def models() -> list[ModelChoice]:
            there = self._desk.room.models(device)
            return [one for one in there if one.is_reached_by(kind) and (one.kinds or row.endpoint)]

        if row.endpoint or device == "scanner":
            self.acts.ask(models, lambda found: self.detail.show_models(device, found, row.profile))
        self._read_page()

    def _read_page(self) -> None:
        if self.chosen == "printer":
            self.acts.ask(self._desk.page, self._show_page)

    def _show_page(self, page: PaperPage | None) -> None:
        if self.chosen != "printer" or self.view is None:
            return
        self.page = page
        self.beside.show_paper(page.png if page is not None else b"")
        self.detail.show_paper(page, self.view.printing)

    def changed(self) -> None:
        """Something was set up otherwise: what there is to choose follows once that was read."""
        self._asked_for = None
        self.read()

    def row(self, device: str) -> EquipmentRow:
        """The device as it is set up; an empty one where it is not."""
        return self._rows.get(device, EquipmentRow(device))

    def say(self, key: str, icon: str = "circle-check", **values: object) -> None:
        """A short notice over the window."""
        self.acts.say(t(f"equipment.wizard.{key}", **values), icon)

    # ------------------------------------------------------------------ looks and keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        buttons = {Qt.Key.Key_F3: self.add, Qt.Key.Key_F5: self.search, Qt.Key.Key_F8: self.sheet}
        acts = {Qt.Key.Key_F4: "F4", Qt.Key.Key_F6: "F6", Qt.Key.Key_F7: "F7",
                Qt.Key.Key_Delete: "Del"}  # fmt: skip
        if key == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        elif key in buttons:
            if not buttons[key].isHidden():
                buttons[key].click()
        elif key in acts and self.detail.press_key(acts[key]):
            return
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.choose(self.list.neighbour(self.chosen, step))
        elif self.chosen == "scanner" and event.text():
            self.beside.test.typed(event.text())
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.acts.stop_weighing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width()
        compact = wide < _COMPACT_PX
        self.list.setFixedWidth(330 if compact else round((wide - 48) * 0.42))
        room = wide - 48 - self.list.width()
        self.beside.setFixedWidth(round(room * (0.46 if compact else 0.49)))
        self.head.title.set_face(theme.LARGE if compact else theme.TITLE, theme.SEMIBOLD)
        for button, icon in (
            (self.sheet, "file-text"),
            (self.add, "plus"),
            (self.search, "search"),
        ):
            button.set_icon("" if compact else icon)
        self._fit_head()

    def _fit_head(self) -> None:
        """The summary stands beside the title where it is read in one line there."""
        self._summary.set_face(theme.BODY, theme.REGULAR)
        wanted = self.head.title.sizeHint().width() + _GAP_PX
        wanted += self._summary.fontMetrics().horizontalAdvance(self._summary.text())
        stacked = wanted > self.head.room_for_texts()
        self._summary.set_face(theme.SMALL if stacked else theme.BODY, theme.REGULAR)
        self.head.set_stacked(stacked=stacked)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
