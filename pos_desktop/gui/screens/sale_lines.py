"""The list of the open sale's lines; the selected one opens its own controls."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QScroller,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pos_desktop.domain.pricing import PricedLine, PricedSale
from pos_desktop.gui import icons, theme
from pos_desktop.gui.models.sale_lines import LINE_ROLE, SaleLinesModel
from pos_desktop.gui.promotion_words import off_word
from pos_desktop.gui.texts import line_amount, line_name, money, vat_title
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.buttons import IconButton, KeyedButton
from pos_desktop.gui.widgets.scrolling import thin_bars
from pos_desktop.i18n import language, t

_TOP = 9
_NAME_PX = 21
_DETAIL_PX = 20
_ROW_PX = 61
_CONTROLS_PX = 60
_TEXT_X = 52
_RIGHT = 16
_NARROW_PX = 480
_PICTURES_KEPT = 16
_SUMS_PX = 140


class LineControls(QWidget):
    """− quantity + discount delete and the rest, under the selected line; signs alone where the
    words find no room."""

    less = Signal()
    more = Signal()
    quantity = Signal()
    discount = Signal()
    delete = Signal()
    menu = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._less = IconButton("minus", "", parent=self)
        self._amount = KeyedButton("", parent=self)
        self._amount.set_face(theme.BODY + 1, theme.SEMIBOLD)
        self._more = IconButton("plus", "", parent=self)
        self._discount = KeyedButton("", arrange="row", parent=self)
        self._delete = KeyedButton("", kind="danger_plain", arrange="row", parent=self)
        self._menu = IconButton("ellipsis", "", parent=self)
        self._less.clicked.connect(self.less)
        self._more.clicked.connect(self.more)
        self._amount.clicked.connect(self.quantity)
        self._discount.clicked.connect(self.discount)
        self._delete.clicked.connect(self.delete)
        self._menu.clicked.connect(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._less)
        row.addWidget(self._amount)
        row.addWidget(self._more)
        row.addStretch(1)
        row.addWidget(self._discount)
        row.addWidget(self._delete)
        row.addWidget(self._menu)
        self._signs = False
        self.setFixedHeight(theme.TOUCH)

    def retranslate(self) -> None:
        self._less.set_name(t("sale.line_less"))
        self._more.set_name(t("sale.line_more"))
        self._menu.set_name(t("sale.line_menu"))
        self._name_words(signs=self._signs)

    def show_line(self, line: PricedLine, *, narrow: bool) -> None:
        weighed = line.line.weighed
        marked = line.line.marking_code is not None
        self._amount.setText(line_amount(line.line.quantity))
        self._amount.setAccessibleName(f"{t('sale.quantity')}: {line_amount(line.line.quantity)}")
        self._amount.setFixedWidth(76 if narrow else 82)
        for button in (self._less, self._more):
            button.setEnabled(not weighed and not (marked and button is self._more))
        self._amount.setEnabled(not weighed and not marked)
        self._name_words(signs=narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        row = self.layout()
        if not self._signs and row is not None and row.minimumSize().width() > self.width():
            self._name_words(signs=True)

    def _name_words(self, *, signs: bool) -> None:
        """Words, or their signs where those find no room."""
        self._signs = signs
        for button, key, icon in (
            (self._discount, "sale.line_discount", "percent"),
            (self._delete, "sale.line_delete", "trash-2"),
        ):
            button.set_padding(12)
            button.setText("" if signs else t(key))
            button.set_icon(icon if signs else "")
            button.setAccessibleName(t(key))
            button.setFixedWidth(theme.TOUCH if signs else button.sizeHint().width())


class _LineDelegate(QStyledItemDelegate):
    """Paints one line: number, name, badge, sum; amount x price and tax below.

    The pictures of the last rows are kept: each scan moves the list, and most rows look as before.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures: OrderedDict[tuple[object, ...], tuple[PricedLine, QPixmap]] = OrderedDict()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        view = option.widget
        rect = QRectF(option.rect)
        line: PricedLine = index.data(LINE_ROLE)
        now = theme.current()
        chosen = isinstance(view, SaleLinesView) and view.selected_row() == index.row()
        if not chosen:
            ratio = painter.device().devicePixelRatioF()
            picture = self._picture(rect.size().toSize(), ratio, index.row() + 1, line)
            # The picture may have been of a larger row before.
            seen = QRectF(0, 0, rect.width() * ratio, rect.height() * ratio)
            painter.drawPixmap(rect, picture, seen)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, now.accent_soft)
        painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), now.focus)
        self._paint_row(painter, rect, index.row() + 1, line)

    def _picture(self, size: QSize, ratio: float, number: int, line: PricedLine) -> QPixmap:
        """The row as it looks while it is not chosen."""
        now = theme.current()
        key = (
            id(line.line), number, line.total_minor, line.discount_minor, off_word(line),
            size.width(), size.height(), ratio, now.name, language(),
        )  # fmt: skip
        kept = self._pictures.pop(key, None)
        if kept is None or paint.on_cut:
            old = None
            if len(self._pictures) >= _PICTURES_KEPT:
                old = self._pictures.popitem(last=False)[1][1]
            wide, high = round(size.width() * ratio), round(size.height() * ratio)
            picture = paint.canvas(old, wide, high, ratio)
            picture.fill(now.card)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_row(painter, QRectF(0, 0, size.width(), size.height()), number, line)
            painter.end()
            # The line is kept with its picture, so that no other line can get its id.
            kept = line, picture
        self._pictures[key] = kept
        return kept[1]

    def _paint_row(self, painter: QPainter, rect: QRectF, number: int, line: PricedLine) -> None:
        now = theme.current()
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), now.line_soft)
        self._paint_text(painter, rect, number, line)

    def _paint_text(self, painter: QPainter, rect: QRectF, number: int, line: PricedLine) -> None:
        now = theme.current()
        top = rect.top() + _TOP
        right = rect.right() - _RIGHT
        total = money(line.total_minor, symbol=False)
        paint.text(
            painter,
            QRectF(rect.left() + 16, top + 1, 32, _NAME_PX),
            paint.LEFT,
            paint.SMALL,
            now.muted,
            str(number),
        )
        sum_wide = paint.width(paint.BODY_BOLD, total)
        paint.text(
            painter,
            QRectF(right - sum_wide - 4, top, sum_wide + 4, _NAME_PX),
            paint.RIGHT,
            paint.BODY_BOLD,
            now.ink,
            total,
        )
        badges = _badges(line)
        wide = sum(badge_width(text) + 8 for text, _ in badges)
        room = int(right - sum_wide - 12 - _TEXT_X - rect.left() - wide)
        rows = name_rows(line_name(line.line), int(rect.width()), room)
        y = top
        for row in rows:
            paint.text(
                painter,
                QRectF(rect.left() + _TEXT_X, y, room + 8, _NAME_PX),
                paint.LEFT,
                paint.BODY_MEDIUM,
                now.ink,
                row,
            )
            y += _NAME_PX
        x = rect.left() + _TEXT_X + paint.width(paint.BODY_MEDIUM, rows[0]) + 8
        for text, icon in badges:
            x += _paint_badge(painter, x, top, text, icon) + 8
        self._paint_below(painter, QPointF(rect.left() + _TEXT_X + 1, y + 1), right, line)

    def _paint_below(
        self, painter: QPainter, corner: QPointF, right: float, line: PricedLine
    ) -> None:
        """Amount, price and tax with what was taken off at the right; the note below."""
        now = theme.current()
        x, y = corner.x(), corner.y()
        wide = right - x
        off = ""
        if line.discount_minor:
            off = f"{money(-line.discount_minor, symbol=False)} {off_word(line)}"
            box = QRectF(right - 200, y, 200, _DETAIL_PX)
            paint.text(painter, box, paint.RIGHT, paint.SMALL, now.warning_text, off)
        room = wide - (paint.width(paint.SMALL, off) + 8 if off else 0)
        detail = paint.elided(paint.SMALL, _detail(line), int(room))
        box = QRectF(x, y, room + 4, _DETAIL_PX)
        paint.text(painter, box, paint.LEFT, paint.SMALL, now.muted, detail)
        if line.line.note:
            note = paint.elided(paint.SMALL, f"✎ {line.line.note}", int(wide))
            box = QRectF(x, y + _DETAIL_PX, wide, _DETAIL_PX)
            paint.text(painter, box, paint.LEFT, paint.SMALL, now.ink_soft, note)


def _detail(line: PricedLine) -> str:
    price = money(line.line.price_minor, symbol=False)
    words = [f"{line_amount(line.line.quantity)} × {price}", vat_title(line.line.vat)]
    if line.line.price_reason:
        words.append(line.line.price_reason)
    return " · ".join(words)


def _badges(line: PricedLine) -> list[tuple[str, str]]:
    badges: list[tuple[str, str]] = []
    if line.line.marking_code is not None:
        badges.append((t("sale.badge_marked"), "check"))
    if line.line.age_limit:
        badges.append((f"{line.line.age_limit}+", ""))
    if line.line.list_price_minor:
        listed = money(line.line.list_price_minor, symbol=False)
        badges.append((t("sale.badge_price", price=listed), ""))
    return badges


def badge_width(text: str) -> float:
    return paint.width(paint.SMALL_MEDIUM, text) + 32


def _paint_badge(painter: QPainter, x: float, top: float, text: str, icon: str) -> float:
    now = theme.current()
    wide = badge_width(text) if icon else badge_width(text) - 16
    box = QRectF(x, top + 1, wide, 20)
    ink: QColor = now.pay_text if icon else now.warning_text
    paint.rounded(painter, box, 6, now.pay_soft if icon else now.warning_soft)
    inside = box.adjusted(8, 0, 0, 0)
    paint.text(painter, inside, paint.LEFT, paint.SMALL_MEDIUM, ink, text)
    if icon:
        at = box.topRight()
        at.setX(at.x() - 22)
        at.setY(at.y() + 3)
        icons.paint(painter, icon, ink, at, 14)
    return wide


def name_rows(name: str, width: int, room: int) -> tuple[str, ...]:
    """A narrow list gives long names a second row; a wide one cuts them."""
    if width <= _NARROW_PX:
        return paint.wrapped(paint.BODY_MEDIUM, name, room)
    return (paint.elided(paint.BODY_MEDIUM, name, room),)


class SaleLinesView(QTableView):
    """Shows the lines of a sale. `line_chosen` carries a line_id; the control signals too."""

    line_chosen = Signal(int)
    less = Signal(int)
    more = Signal(int)
    quantity = Signal(int)
    discount = Signal(int)
    delete = Signal(int)
    why = Signal(int)
    menu = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = SaleLinesModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_LineDelegate(self))
        self._row = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        thin_bars(self)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.verticalHeader().setMinimumSectionSize(_ROW_PX)
        self.horizontalHeader().setStretchLastSection(True)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._controls = LineControls(self.viewport())
        self._controls.hide()
        self._controls.less.connect(lambda: self.less.emit(self.selected_line_id()))
        self._controls.more.connect(lambda: self.more.emit(self.selected_line_id()))
        self._controls.quantity.connect(lambda: self.quantity.emit(self.selected_line_id()))
        self._controls.discount.connect(lambda: self.discount.emit(self.selected_line_id()))
        self._controls.delete.connect(lambda: self.delete.emit(self.selected_line_id()))
        self._controls.menu.connect(lambda: self.menu.emit(self.selected_line_id()))
        self.verticalScrollBar().valueChanged.connect(self._place_controls)
        self.setAccessibleName(t("sale.lines"))

    def show_sale(self, priced: PricedSale | None, selected: int) -> None:
        """Show the lines and open the controls of the selected one."""
        old_row = self._row
        old_count = self._model.rowCount()
        self._model.show(priced)
        count = self._model.rowCount()
        self._row = self._model.row_of(selected)
        for row in range(min(old_count, count), count):
            self._fit_row(row)
        if 0 <= old_row < count and old_row != self._row:
            self._fit_row(old_row)
            self.viewport().update(self._row_rect(old_row))
        if self._row >= 0:
            self._fit_row(self._row)
            self._controls.show_line(self._model.line(self._row), narrow=self._narrow())
            self.scrollTo(self._model.index(self._row, 0))
        self._controls.setVisible(self._row >= 0)
        self._place_controls()

    def selected_row(self) -> int:
        return self._row

    def selected_line_id(self) -> int:
        return self._model.line(self._row).line.line_id if self._row >= 0 else 0

    def step(self, by: int) -> None:
        """Choose the line below (+1) or above (-1)."""
        count = self._model.rowCount()
        if count:
            row = min(max(self._row + by, 0), count - 1)
            self.line_chosen.emit(self._model.line(row).line.line_id)

    def retranslate(self) -> None:
        self._controls.retranslate()
        self.setAccessibleName(t("sale.lines"))
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            line = self._model.line(row)
            self.line_chosen.emit(line.line.line_id)
            if line.shares and self._on_sums(row, event.position().toPoint()):
                self.why.emit(line.line.line_id)

    def _on_sums(self, row: int, at: QPoint) -> bool:
        """Whether a tap is on the sum of a line and what came off it."""
        rect = self._row_rect(row)
        return at.x() > rect.right() - _SUMS_PX and at.y() < rect.top() + _ROW_PX

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            for row in range(self._model.rowCount()):
                self._fit_row(row)
        if self._row >= 0:
            self._controls.show_line(self._model.line(self._row), narrow=self._narrow())
        self._place_controls()

    def sizeHint(self) -> QSize:
        return QSize(420, 300)

    def _narrow(self) -> bool:
        return self.viewport().width() <= _NARROW_PX

    def _fit_row(self, row: int) -> None:
        height = _ROW_PX
        if self._narrow():
            line = self._model.line(row)
            wide = paint.width(paint.BODY_BOLD, money(line.total_minor, symbol=False))
            badges = sum(badge_width(text) + 8 for text, _ in _badges(line))
            room = int(self.viewport().width() - _RIGHT - wide - 12 - _TEXT_X - badges)
            rows = name_rows(line_name(line.line), self.viewport().width(), room)
            height += _NAME_PX * (len(rows) - 1)
        if self._model.line(row).line.note:
            height += _DETAIL_PX
        if row == self._row:
            height += _CONTROLS_PX
        if self.rowHeight(row) != height:
            self.setRowHeight(row, height)

    def _row_rect(self, row: int) -> QRect:
        top = self.rowViewportPosition(row)
        return QRect(0, top, self.viewport().width(), self.rowHeight(row))

    def _place_controls(self) -> None:
        if self._row < 0:
            return
        rect = self._row_rect(self._row)
        self._controls.setGeometry(
            _TEXT_X,
            rect.bottom() - theme.TOUCH - 11,
            rect.width() - _TEXT_X - _RIGHT,
            theme.TOUCH,
        )
