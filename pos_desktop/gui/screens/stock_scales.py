"""The goods that label-printing scales know by number, and the file that takes them there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_desktop.domain.catalogue import Product
from pos_desktop.gui import theme
from pos_desktop.gui.screens.reports_files import AskFile, with_ending, write_file
from pos_desktop.gui.screens.stock_parts import Framed
from pos_desktop.gui.session import Shop
from pos_desktop.gui.texts import money
from pos_desktop.gui.widgets.banner import Banner
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.gui.widgets.cards import Card, ValueRow
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.nothing import Nothing
from pos_desktop.gui.widgets.plain_table import Cell, Column, PlainTable
from pos_desktop.i18n import language, number, t
from pos_desktop.operations.export_scale_goods import ScaleGoods, ScaleProgram

_COLUMNS = (
    Column("plu", 96, 80, right=True),
    Column("name"),
    Column("sold", 140, 128),
    Column("price", 110, 100, right=True),
)
_KINDS = {ScaleProgram.SHTRIH_PRINT: "txt", ScaleProgram.COLUMNS: "csv"}
_FILTERS = {"txt": "TXT (*.txt)", "csv": "CSV (*.csv)"}
_NAMED = 3


class ScaleGoodsPanel(QWidget):
    """left: back to the sale. saved(how many, path): the file is written. ask_file: asks where."""

    left = Signal()
    saved = Signal(int, str)

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop
        self._known = ScaleGoods(())
        self._program = ScaleProgram.SHTRIH_PRINT
        self.ask_file: AskFile = _ask_where
        self.table = PlainTable(_COLUMNS, _cell, _title, row_px=52)
        self.nothing = Nothing()
        self.left_out = Banner("warning")
        self.left_out.hide()
        self._ask = Label("", theme.BODY, theme.REGULAR, "ink_soft", wrap=True)
        self.programs = {program: KeyedButton(arrange="stack") for program in ScaleProgram}
        self._about = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self._count = ValueRow(bold=True, line=True)
        self.save = KeyedButton(icon="download", key="F12", kind="pay", arrange="row")
        self._build()

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.left_out)
        column.addWidget(Framed(self._stack), 1)
        self.side = Card(spacing=8)
        self.side.setFixedWidth(320)
        body = self.side.body()
        body.addWidget(self._ask)
        for program, button in self.programs.items():
            button.setCheckable(True)
            button.setChecked(program is self._program)
            button.setFixedHeight(64)
            button.clicked.connect(lambda _checked=False, p=program: self.choose(p))
            body.addWidget(button)
        body.addWidget(self._about)
        body.addStretch(1)
        body.addWidget(self._count)
        self.save.setFixedHeight(64)
        self.save.set_face(theme.LARGE, theme.SEMIBOLD)
        self.save.clicked.connect(self.save_file)
        body.addWidget(self.save)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addLayout(column, 1)
        line.addWidget(self.side)
        self.setFocusProxy(self.table)
        self.nothing.say("scale", "stock.empty_scale_goods")

    def opened(self) -> None:
        self._shop.till.ask(self._shop.desks.stock.scale_goods, self.show_goods)

    def show_goods(self, known: ScaleGoods) -> None:
        """What goes into the file, and what does not."""
        self._known = known
        self.table.show_rows(known.goods, 0)
        self._stack.setCurrentWidget(self.table if known.goods else self.nothing)
        self._say()

    def choose(self, program: ScaleProgram) -> None:
        """Whose file it is to be."""
        self._program = program
        for one, button in self.programs.items():
            button.setChecked(one is program)
        self._say()

    def save_file(self) -> None:
        """Ask where, and write it there."""
        if not self._known.goods:
            return
        kind = _KINDS[self._program]
        name = f"{t('stock.scale_goods.file_name')}.{kind}"
        path = self.ask_file(self, name, _FILTERS[kind])
        if not path:
            return
        desk, program = self._shop.desks.stock, self._program
        count = len(self._known.goods)
        self._shop.till.run(
            lambda: write_file(with_ending(path, kind), desk.scale_goods_file(program)),
            lambda written: self.saved.emit(count, written),
        )

    def take_scan(self, _text: str) -> bool:
        """A scan means nothing here."""
        return False

    def escape(self) -> bool:
        return False

    def start_search(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_narrow(self, narrow: bool) -> None:
        self.side.setFixedWidth(260 if narrow else 320)

    def retranslate(self) -> None:
        self.table.retranslate(t("stock.section.scales"))
        self.nothing.retranslate()
        self._ask.setText(t("stock.scale_goods.program"))
        for program, button in self.programs.items():
            button.setText(t(f"stock.scale_goods.{program.value}"))
            button.set_sub(t(f"stock.scale_goods.{program.value}_detail"))
        self._count.set_name(t("stock.scale_goods.count"))
        self.save.setText(t("stock.scale_goods.save"))
        self._say()

    def _say(self) -> None:
        self._about.setText(t(f"stock.scale_goods.about_{self._program.value}"))
        self._count.set_value(number(len(self._known.goods)))
        self.save.setEnabled(bool(self._known.goods))
        out = self._known.left_out
        self.left_out.setVisible(bool(out))
        if out:
            names = ", ".join(_name(product) for product in out[:_NAMED])
            names += "…" if len(out) > _NAMED else ""
            self.left_out.set_notice(
                "warning",
                t("stock.scale_goods.left_out", count=len(out)),
                t("stock.scale_goods.left_out_detail", names=names),
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F12:
            self.save_file()
        else:
            super().keyPressEvent(event)


def _ask_where(parent: QWidget, name: str, kinds: str) -> str:
    from PySide6.QtWidgets import QFileDialog

    title = t("stock.scale_goods.save_title")
    chosen, _ = QFileDialog.getSaveFileName(parent, title, name, kinds)
    return chosen


def _name(product: Product) -> str:
    return product.name_en if language() == "en" and product.name_en else product.name


def _cell(product: Product, column: str) -> Cell:
    if column == "plu":
        return Cell(str(product.plu))
    if column == "name":
        return Cell(_name(product))
    if column == "sold":
        kind = "by_weight" if product.weighed else "by_piece"
        return Cell(t(f"stock.scale_goods.{kind}"))
    return Cell(money(product.price_minor))


def _title(column: str) -> str:
    return t(f"stock.column.{column}")
