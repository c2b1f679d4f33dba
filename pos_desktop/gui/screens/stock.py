"""The stock: what is on hand, goods in and out, stock-takes, labels, as sections of one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.facts import StockCounted
from pos_desktop.domain.stock import DocumentKind
from pos_desktop.gui import theme
from pos_desktop.gui.screens.stock_labels import LabelsPanel
from pos_desktop.gui.screens.stock_list import StockListPanel
from pos_desktop.gui.screens.stock_papers import PapersPanel
from pos_desktop.gui.screens.stock_ports import AskWith
from pos_desktop.gui.screens.stock_scales import ScaleGoodsPanel
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t
from pos_desktop.operations.finish_stock_document import Finished
from pos_desktop.operations.print_labels import LabelOrder
from pos_desktop.ports import Event, PrintJobChanged, WeightRead

_NARROW_PX = 1200
_ICONS = {
    "list": "package",
    "receipt": "truck",
    "write_off": "trash-2",
    "transfer": "arrow-left-right",
    "count": "square-check",
    "labels": "tags",
    "scales": "scale",
}


class _Section(Protocol):
    """What the page asks of a section, besides being a QWidget."""

    left: SignalInstance

    def opened(self) -> None: ...
    def take_scan(self, text: str) -> bool: ...
    def escape(self) -> bool: ...
    def start_search(self) -> None: ...
    def set_narrow(self, narrow: bool) -> None: ...
    def retranslate(self) -> None: ...


class _Sections(dict[str, QWidget]):
    """Those that somebody came to, by their names; one that is asked for is built then."""

    def __init__(self, build: Callable[[str], QWidget]) -> None:
        super().__init__()
        self._build = build

    def __missing__(self, name: str) -> QWidget:
        self[name] = self._build(name)
        return self[name]


class StockScreen(QWidget):
    """back_wanted: to the sale. catalogue_changed: prices or products may be others now."""

    back_wanted = Signal()
    catalogue_changed = Signal()

    def __init__(self, shop: Shop, ask_with: AskWith) -> None:
        super().__init__()
        self._shop = shop
        self._ask_with = ask_with
        self._current = "list"
        self._weight: WeightRead | None = None
        self.sections = _Sections(self._section_built)
        self._back = KeyedButton(icon="arrow-left", key="Esc", arrange="row")
        self._title = Label("", theme.TITLE, theme.SEMIBOLD)
        self.said = Label("", theme.BODY, theme.MEDIUM, "pay_text")
        self._nav: dict[str, KeyedButton] = {}
        self._build()
        self._back.clicked.connect(self._go_back)
        self.retranslate()
        self._choose_quietly("list")

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._back)
        head.addWidget(self._title)
        head.addWidget(self.said, 1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(4)
        self._stack = QStackedWidget()
        for place, (name, icon) in enumerate(_ICONS.items(), 1):
            button = KeyedButton(icon=icon, kind="nav", arrange="row")
            button.set_key(f"Alt+{place}")
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, n=name: self.choose(n))
            self._nav[name] = button
            side.addWidget(button)
        side.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._side)
        line.addWidget(self._stack, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 16)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addLayout(line, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # ------------------------------------------------------------------ sections

    def _section_built(self, name: str) -> QWidget:
        made = self._new_section(name)
        section = cast(_Section, made)
        section.retranslate()
        section.set_narrow(self._is_narrow())
        self._stack.addWidget(made)
        return made

    def _new_section(self, name: str) -> QWidget:
        shop, ask_with = self._shop, self._ask_with
        if name == "list":
            stock = StockListPanel(shop, ask_with)
            stock.product_saved.connect(self.catalogue_changed)
            return stock
        if name == "labels":
            labels = LabelsPanel(shop, ask_with)
            labels.printed.connect(self._printed)
            if self._weight is not None:
                labels.weighed(self._weight)
            return labels
        if name == "scales":
            goods = ScaleGoodsPanel(shop)
            goods.saved.connect(self._saved_goods)
            return goods
        papers = PapersPanel(shop, DocumentKind(name), ask_with)
        papers.finished.connect(self._finished)
        papers.copied.connect(self._copied)
        papers.labels_wanted.connect(self._show_labels)
        return papers

    def section(self) -> _Section:
        return cast(_Section, self.sections[self._current])

    def choose(self, name: str) -> None:
        """Show a section; it reads anew what it shows."""
        self.said.setText("")
        self._choose_quietly(name)
        self.section().opened()

    def _choose_quietly(self, name: str) -> None:
        self._current = name
        for key, button in self._nav.items():
            button.setChecked(key == name)
        self._stack.setCurrentWidget(self.sections[name])
        self.setFocusProxy(self.sections[name])

    def _finished(self, done: Finished) -> None:
        fact = done.fact
        self.catalogue_changed.emit()
        if isinstance(fact, StockCounted):
            text = t(
                "stock.counted", number=fact.number, surplus=money(fact.surplus_minor),
                shortage=money(fact.shortage_minor),
            )  # fmt: skip
        else:
            text = t(f"stock.done.{self._current}", number=getattr(fact, "number", 0))
        self.said.setText(text if not done.printed else f"{text} {t('stock.slip_prints')}")

    def _copied(self) -> None:
        self.said.setText(t("stock.copy_prints"))

    def _show_labels(self, orders: list[LabelOrder]) -> None:
        self.choose("labels")
        cast(LabelsPanel, self.section()).show_orders(orders, 0)

    def _printed(self, count: int) -> None:
        self.said.setText(t("stock.labels_print", count=count))

    def _saved_goods(self, count: int, path: str) -> None:
        self.said.setText(t("stock.scale_goods.saved", count=count, path=path))

    # ------------------------------------------------------------------ a page of the window

    def opened(self) -> None:
        self.section().opened()

    def note(self, event: Event) -> None:
        """The weight on the scale is for a label of weighed goods; a label may be in doubt."""
        if isinstance(event, WeightRead):
            self._weight = event
        labels = self.sections.get("labels")
        if not isinstance(labels, LabelsPanel):
            return
        if isinstance(event, WeightRead):
            labels.weighed(event)
        elif isinstance(event, PrintJobChanged) and event.device == "label_printer":
            labels.look_at_questions()

    def take_scan(self, text: str) -> bool:
        return self.section().take_scan(text)

    def retranslate(self) -> None:
        self.setAccessibleName(t("stock.title"))
        self._back.setText(t("stock.back"))
        self._title.setText(t("stock.title"))
        for name, button in self._nav.items():
            button.setText(t(f"stock.section.{name}"))
        for widget in self.sections.values():
            cast(_Section, widget).retranslate()

    def _go_back(self) -> None:
        if not self.section().escape():
            self.back_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        names = list(_ICONS)
        place = key - Qt.Key.Key_1
        if key == Qt.Key.Key_Escape:
            self._go_back()
        elif key == Qt.Key.Key_F5:
            self.section().opened()
        elif key == Qt.Key.Key_F2:
            self.section().start_search()
        elif key == Qt.Key.Key_F4 and isinstance(self.section(), PapersPanel):
            cast(PapersPanel, self.section()).begin()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and 0 <= place < len(names):
            self.choose(names[place])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self._is_narrow()
        self._side.setFixedWidth(176 if narrow else 224)
        for place, button in enumerate(self._nav.values(), 1):
            button.set_key("" if narrow else f"Alt+{place}")
            button.set_padding(12 if narrow else 16)
        for widget in self.sections.values():
            cast(_Section, widget).set_narrow(narrow)

    def _is_narrow(self) -> bool:
        return self.width() < _NARROW_PX

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().ground)
