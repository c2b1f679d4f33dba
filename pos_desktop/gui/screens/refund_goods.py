"""Goods scanned on the refund page: taken back without a receipt, or taken in exchange."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_desktop.domain.catalogue import SearchHit
from pos_desktop.domain.pricing import PricedLine, PricedSale
from pos_desktop.gui import theme
from pos_desktop.gui.texts import line_amount, line_name, money, vat_title
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.cards import Card
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.gui.widgets.scrolling import ScrollArea
from pos_desktop.gui.widgets.search_field import SearchField
from pos_desktop.i18n import t

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MOST_HITS = 4


class GoodsRow(QWidget):
    """changed(line_id, thousandths)."""

    changed = Signal(int, int)

    def __init__(self, sums: PricedLine) -> None:
        super().__init__()
        line = sums.line
        self._qty = line.quantity.thousandths
        name = Label(line_name(line), theme.BODY, theme.MEDIUM, wrap=True)
        amount = f"{line_amount(line.quantity)} × {money(line.price_minor, symbol=False)}"
        detail = Label(
            f"{amount} · {vat_title(line.vat)}", theme.SMALL, theme.REGULAR, "muted", wrap=True
        )
        self.less = IconButton("minus", t("refund.less", name=line.name))
        self.more = IconButton("plus", t("refund.more", name=line.name))
        single = line.weighed or line.marking_code is not None
        self.less.set_icon("trash-2" if single or self._qty <= 1000 else "minus")
        if single:
            self.more.hide()
        step = self._qty if single else 1000
        self.less.clicked.connect(lambda: self.changed.emit(line.line_id, self._qty - step))
        self.more.clicked.connect(lambda: self.changed.emit(line.line_id, self._qty + 1000))
        total = Label(money(sums.total_minor, symbol=False), theme.BODY, theme.SEMIBOLD,
                      align=RIGHT)  # fmt: skip
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(name)
        texts.addWidget(detail)
        texts.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.less)
        buttons.addWidget(self.more)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        # The sum stands over the buttons: beside them a long word has no room at 1024.
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addWidget(total)
        side.addLayout(buttons)
        row.addLayout(texts, 1)
        row.addLayout(side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = QRectF(0, self.height() - 1, self.width(), 1)
        paint.flat(painter, edge, theme.current().line_soft)


class GoodsCard(Card):
    """searched(text), product_chosen(product_id), changed(line_id, thousandths)."""

    searched = Signal(str)
    product_chosen = Signal(str)
    changed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__(padding=0, spacing=0)
        self._head = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self.search = SearchField(height=theme.TOUCH)
        self._hits = [KeyedButton(arrange="row") for _ in range(_MOST_HITS)]
        self._ids: list[str] = []
        self._hint = Label("", theme.BODY, theme.REGULAR, "muted", wrap=True,
                           align=Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        self.rows: list[GoodsRow] = []
        self._layout = QVBoxLayout()
        self._build()
        self.search.text_changed.connect(self._typed)
        self.show_hits([])

    def _build(self) -> None:
        inside = QWidget()
        inside.setLayout(self._layout)
        self._layout.setContentsMargins(1, 0, 1, 0)
        self._layout.setSpacing(0)
        self._layout.addStretch(1)
        area = ScrollArea()
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        find = QVBoxLayout()
        find.setContentsMargins(16, 0, 16, 12)
        find.setSpacing(8)
        find.addWidget(self.search)
        for place, button in enumerate(self._hits):
            button.set_align_left(True)
            button.clicked.connect(lambda _on=False, p=place: self._pick(p))
            find.addWidget(button)
        self._hint.setContentsMargins(24, 24, 24, 24)
        body = self.body()
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 8)
        head.addWidget(self._head)
        body.addLayout(head)
        body.addLayout(find)
        body.addWidget(self._hint)
        body.addWidget(area, 1)

    def say(self, title: str, hint: str) -> None:
        self._head.setText(title)
        self._hint.setText(hint)
        self.search.set_placeholder(t("refund.search"))

    def show_basket(self, priced: PricedSale | None) -> None:
        for row in self.rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        self.rows = [GoodsRow(line) for line in priced.lines] if priced else []
        for place, row in enumerate(self.rows):
            row.changed.connect(self.changed)
            self._layout.insertWidget(place, row)
        self._hint.setVisible(not self.rows)

    def show_hits(self, hits: list[SearchHit]) -> None:
        found = hits[:_MOST_HITS]
        self._ids = [hit.product.product_id for hit in found]
        for place, button in enumerate(self._hits):
            button.setVisible(place < len(found))
            if place < len(found):
                product = found[place].product
                button.setText(f"{product.name} · {money(product.price_minor)}")

    def _typed(self, text: str) -> None:
        if text.strip():
            self.searched.emit(text.strip())
        else:
            self.show_hits([])

    def _pick(self, place: int) -> None:
        chosen = self._ids[place]
        self.search.clear()
        self.product_chosen.emit(chosen)


class PaperCard(Card):
    """What the paper of a receipt says that this register does not have."""

    FIELDS = ("day", "fn", "fd", "fp")

    def __init__(self) -> None:
        super().__init__(padding=16, spacing=12)
        self._title = Label("", theme.LARGE, theme.SEMIBOLD, wrap=True)
        self._hint = Label("", theme.SMALL, theme.REGULAR, "muted", wrap=True)
        self.fields = {name: SearchField(icon="", height=theme.TOUCH) for name in self.FIELDS}
        body = self.body()
        body.addWidget(self._title)
        body.addWidget(self._hint)
        for field in self.fields.values():
            body.addWidget(field)
        body.addStretch(1)

    def retranslate(self) -> None:
        self._title.setText(t("refund.paper.title"))
        self._hint.setText(t("refund.paper.hint"))
        for name, field in self.fields.items():
            field.set_placeholder(t(f"refund.paper.{name}"))

    def text(self, name: str) -> str:
        return self.fields[name].text().strip()

    def show_texts(self, texts: dict[str, str]) -> None:
        for name, field in self.fields.items():
            field.set_text(texts.get(name, ""))
