"""Product tiles and the grid that lays them out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.paint import Face
from pos_desktop.gui.widgets.pressable import Pressable

_EDGE_PX = 5
_SWIPE_PX = 60
_STILL_PX = 12
_HOLD_MS = 600
_NAME = Face(theme.BODY, theme.MEDIUM, tabular=False)
_PRICE = Face(theme.LARGE, theme.SEMIBOLD)
_UNIT = paint.SMALL


@dataclass(frozen=True, slots=True)
class Tile:
    """What one tile shows.

    product_id: what `TileGrid.chosen` carries. price_text: ready text ("130,00"). unit_text: "/ кг"
    for goods sold by weight, empty otherwise. weighed: show the scale. colour_index: index of the
    category's colour. note_text: a short second line under the price's right side, for example the
    stock; muted. available: False draws it pale.
    """

    product_id: str
    name: str
    price_text: str
    unit_text: str = ""
    weighed: bool = False
    colour_index: int = 0
    note_text: str = ""
    available: bool = True


class ProductTile(Pressable):
    """One product: coloured top edge, name on two lines, large price, scale sign for weighed
    goods.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tile = Tile("", "", "")
        self.setMinimumSize(96, 72)

    def set_tile(self, tile: Tile) -> None:
        """Show another product."""
        if tile == self._tile:
            return
        self._tile = tile
        self.setText(tile.name.replace("&", "&&"))
        self.setAccessibleName(f"{tile.name}, {tile.price_text} {tile.unit_text}".strip())
        self.redraw()

    def tile(self) -> Tile:
        """Return what is shown."""
        return self._tile

    def sizeHint(self) -> QSize:
        return QSize(155, 95)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        fill = now.card
        if self.isDown():
            fill = paint.mixed(now.card, now.accent, 0.16)
        elif self.underMouse():
            fill = paint.mixed(now.card, now.ink, 0.03)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setClipRect(0, 0, self.width(), 2 * theme.RADIUS)
        painter.setBrush(now.tile(self._tile.colour_index))
        painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        painter.setClipping(False)
        painter.setBrush(fill)
        painter.drawPath(_body(self.width(), self.height()))
        self._paint_text(painter, rect)
        if self.ringed():
            paint.ring(painter, rect, theme.RADIUS, now.focus, now.card)

    def _paint_text(self, painter: QPainter, rect: QRectF) -> None:
        now = theme.current()
        tile = self._tile
        pad = 12.0 if rect.width() >= 150 else 10.0
        room = rect.width() - 2 * pad
        ink = now.ink if tile.available else now.muted
        y = 13.0 if rect.height() >= 92 else 11.0
        lines = 2 if rect.height() >= 84 else 1
        for line in paint.wrapped(_NAME, tile.name, int(room), lines):
            paint.text(painter, QRectF(pad, y, room + 4, 20), paint.LEFT, _NAME, ink, line)
            y += 20
        base = rect.height() - 34
        price = QRectF(pad, base, room, 26)
        paint.text(painter, price, paint.LEFT, _PRICE, ink, tile.price_text)
        x = pad + paint.width(_PRICE, tile.price_text) + 6
        if tile.unit_text and x + paint.width(_UNIT, tile.unit_text) <= rect.width() - 4:
            unit = QRectF(x, base + 1, room, 26)
            paint.text(painter, unit, paint.LEFT, _UNIT, now.muted, tile.unit_text)
            x += paint.width(_UNIT, tile.unit_text) + 6
        if tile.weighed and x + 16 <= rect.width() - 4:
            icons.paint(painter, "scale", now.muted, QPointF(x, base + 6), 16)
        if tile.note_text:
            paint.text(painter, price, paint.RIGHT, _UNIT, now.muted, tile.note_text)


@lru_cache(maxsize=32)
def _body(wide: int, high: int) -> QPainterPath:
    """Return the part of a tile under its coloured edge, which thins out along the corners."""
    corner, flat = theme.RADIUS, theme.RADIUS - _EDGE_PX
    path = QPainterPath(QPointF(0, _EDGE_PX + flat))
    path.arcTo(QRectF(0, _EDGE_PX, 2 * corner, 2 * flat), 180, -90)
    path.arcTo(QRectF(wide - 2 * corner, _EDGE_PX, 2 * corner, 2 * flat), 90, -90)
    path.arcTo(QRectF(wide - 2 * corner, high - 2 * corner, 2 * corner, 2 * corner), 0, -90)
    path.arcTo(QRectF(0, high - 2 * corner, 2 * corner, 2 * corner), 270, -90)
    path.closeSubpath()
    return path


class TileGrid(QWidget):
    """Tiles in as many columns as fit, a page at a time; swipe, wheel or Page keys turn the page.

    column_px: wanted width of a column. row_px: wanted height of a row; rows grow to fill the
    height. Tile widgets are made once and shown again with other products, so turning a page
    creates nothing.
    """

    chosen = Signal(str)
    held = Signal(str)
    page_changed = Signal(int, int)

    def __init__(
        self,
        *,
        column_px: int = 150,
        row_px: int = 92,
        gap: int = 10,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._column_px = column_px
        self._row_px = row_px
        self._gap = gap
        self._columns = 0
        self._tiles: list[Tile] = []
        self._widgets: list[ProductTile] = []
        self._page = 0
        self._press_y: float | None = None
        self._pressed: ProductTile | None = None
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(_HOLD_MS)
        self._hold.timeout.connect(self._held_long)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(column_px, row_px)

    def set_tiles(self, tiles: list[Tile]) -> None:
        """Show other products from the first page on."""
        self._tiles = tiles
        self._page = 0
        self._place()

    def set_columns(self, columns: int) -> None:
        """Fix the number of columns; 0 lets the width decide."""
        self._columns = columns
        self._place()

    def tiles(self) -> list[Tile]:
        """Return the products of all pages."""
        return self._tiles

    def tile_widgets(self) -> list[ProductTile]:
        """Return the tiles that are on the screen now, row by row."""
        return [widget for widget in self._widgets if not widget.isHidden()]

    def page(self) -> int:
        """Return the page on the screen, from 0."""
        return self._page

    def pages(self) -> int:
        """Return how many pages there are, at least 1."""
        columns, rows = self._shape()
        return max(1, -(-len(self._tiles) // (columns * rows)))

    def turn(self, pages: int) -> None:
        """Go so many pages on (negative: back), as far as there are any."""
        target = max(0, min(self.pages() - 1, self._page + pages))
        if target != self._page:
            self._page = target
            self._place()

    def sizeHint(self) -> QSize:
        return QSize(5 * self._column_px + 4 * self._gap, 4 * self._row_px + 3 * self._gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _shape(self) -> tuple[int, int]:
        wide, high = self.width() + self._gap, self.height() + self._gap
        columns = self._columns or max(1, wide // (self._column_px + self._gap))
        return columns, max(1, high // (self._row_px + self._gap))

    def _place(self) -> None:
        columns, rows = self._shape()
        self._page = max(0, min(self._page, self.pages() - 1))
        first = self._page * columns * rows
        shown = self._tiles[first : first + columns * rows]
        while len(self._widgets) < len(shown):
            self._widgets.append(self._new_widget())
        step_x = (self.width() + self._gap) / columns
        step_y = (self.height() + self._gap) / rows
        for index, widget in enumerate(self._widgets):
            if index >= len(shown):
                widget.hide()
                continue
            row, column = divmod(index, columns)
            left, top = round(column * step_x), round(row * step_y)
            right = round((column + 1) * step_x) - self._gap
            bottom = round((row + 1) * step_y) - self._gap
            widget.setGeometry(left, top, right - left, bottom - top)
            widget.set_tile(shown[index])
            widget.show()
        self.page_changed.emit(self._page, self.pages())

    def _new_widget(self) -> ProductTile:
        widget = ProductTile(self)
        widget.installEventFilter(self)
        widget.clicked.connect(lambda: self.chosen.emit(widget.tile().product_id))
        return widget

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, ProductTile) and isinstance(event, QMouseEvent):
            return self._watch_mouse(watched, event)
        if isinstance(watched, ProductTile) and event.type() == QEvent.Type.KeyPress:
            # A button of Qt takes the arrows for Tab; on a grid they walk up and down too.
            return isinstance(event, QKeyEvent) and self._move_focus(event.key())
        if event.type() == QEvent.Type.ContextMenu and isinstance(watched, ProductTile):
            self.held.emit(watched.tile().product_id)
            return True
        return super().eventFilter(watched, event)

    def _watch_mouse(self, tile: ProductTile, event: QMouseEvent) -> bool:
        y = event.globalPosition().y()
        if event.type() == QEvent.Type.MouseButtonPress:
            self._press_y = y
            self._pressed = tile
            self._hold.start()
        elif event.type() == QEvent.Type.MouseMove and self._press_y is not None:
            if abs(y - self._press_y) > _STILL_PX:
                self._hold.stop()
        elif event.type() == QEvent.Type.MouseButtonRelease and self._press_y is not None:
            moved = y - self._press_y
            self._press_y = None
            self._hold.stop()
            if abs(moved) > _SWIPE_PX:
                tile.setDown(False)
                self.turn(1 if moved < 0 else -1)
                return True
        return False

    def _held_long(self) -> None:
        """A finger that stays: the tile is not tapped when it leaves."""
        tile = self._pressed
        if tile is not None and tile.isDown():
            tile.setDown(False)
            self.held.emit(tile.tile().product_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.turn(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.turn(step)
        else:
            super().keyPressEvent(event)

    def _move_focus(self, key: int) -> bool:
        columns, _rows = self._shape()
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }.get(Qt.Key(key))
        shown = self.tile_widgets()
        held = next((index for index, tile in enumerate(shown) if tile.hasFocus()), None)
        if step is None or held is None or not 0 <= held + step < len(shown):
            return False
        shown[held + step].setFocus(Qt.FocusReason.TabFocusReason)
        return True
