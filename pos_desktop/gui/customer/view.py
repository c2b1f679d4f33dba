"""Drawing the customer's screen: all sizes grow with it, so that it is read from a step away."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import icons, theme
from pos_desktop.gui.code_board import ShownCode
from pos_desktop.gui.customer.picture import Picture, ShownLine
from pos_desktop.gui.widgets import paint
from pos_desktop.gui.widgets.paint import Face
from pos_desktop.gui.widgets.qr import code_image
from pos_desktop.i18n import t

_REFERENCE_HIGH = 600
_PANEL_SHARE = 0.39
_ROW = 76
_HEAD = 72
_FOOT = 121


class CustomerView(QWidget):
    """show_picture() draws anew; show_photo(path) is what stands there while nobody buys."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture("idle", "")
        self._photo: QPixmap | None = None

    def show_picture(self, picture: Picture) -> None:
        if picture == self._picture:
            return
        self._picture = picture
        said = (picture.big_name, picture.big, picture.left)
        self.setAccessibleName(" ".join(part for part in said if part) or picture.shop)
        self.update()

    def shown(self) -> Picture:
        """What is drawn now."""
        return self._picture

    def show_photo(self, path: Path | None) -> None:
        """A picture of the shop's own, None for none; one that cannot be read is left out."""
        pixmap = QPixmap(str(path)) if path is not None else None
        self._photo = None if pixmap is None or pixmap.isNull() else pixmap
        self.update()

    # ------------------------------------------------------------------ drawing

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), theme.current().card)
        scale = max(0.6, min(self.height() / _REFERENCE_HIGH, self.width() / 1024))
        painter.scale(scale, scale)
        box = QRectF(0, 0, self.width() / scale, self.height() / scale)
        if self._picture.stage == "idle" and self._picture.code is None:
            self._paint_idle(painter, box)
            return
        panel_wide = round(box.width() * _PANEL_SHARE)
        left = QRectF(0, 0, box.width() - panel_wide, box.height())
        panel = QRectF(left.right(), 0, panel_wide, box.height())
        self._paint_panel(painter, panel)
        if self._picture.stage == "sale":
            self._paint_sale(painter, left)
        else:
            self._paint_thanks(painter, left)

    def _paint_idle(self, painter: QPainter, box: QRectF) -> None:
        now = theme.current()
        if self._photo is not None:
            size = self._photo.size()
            share = max(box.width() / size.width(), box.height() / size.height())
            wide, high = size.width() * share, size.height() * share
            at = QRectF((box.width() - wide) / 2, (box.height() - high) / 2, wide, high)
            painter.drawPixmap(at, self._photo, QRectF(self._photo.rect()))
            return
        painter.fillRect(box, now.panel)
        icons.paint(
            painter, "receipt-text", now.panel_muted, QPointF(box.width() / 2 - 32, 190), 64
        )
        line = QRectF(40, 280, box.width() - 80, 60)
        name = paint.elided(_face(40, theme.SEMIBOLD), self._picture.shop, int(line.width()))
        paint.text(painter, line, paint.CENTRE, _face(40, theme.SEMIBOLD), now.panel_text, name)
        line.translate(0, 60)
        words = t("customer.welcome")
        paint.text(painter, line, paint.CENTRE, _face(24), now.panel_muted, words)

    def _paint_sale(self, painter: QPainter, box: QRectF) -> None:
        now, shown = theme.current(), self._picture
        head = QRectF(32, 0, box.width() - 64, _HEAD)
        count_wide = int(paint.width(_face(18), shown.count)) + 16
        name = paint.elided(_face(24, theme.SEMIBOLD), shown.shop, int(head.width()) - count_wide)
        paint.text(painter, head, paint.LEFT, _face(24, theme.SEMIBOLD), now.ink, name)
        paint.text(painter, head, paint.RIGHT, _face(18), now.muted, shown.count)
        paint.flat(painter, QRectF(0, _HEAD - 1, box.width(), 1), now.line)
        room = box.height() - _HEAD - _FOOT
        fits = max(1, int(room // _ROW))
        for place, line in enumerate(shown.lines[-fits:]):
            row = QRectF(0, _HEAD + place * _ROW, box.width(), _ROW)
            _paint_line(painter, row, line)
        self._paint_foot(painter, QRectF(0, box.height() - _FOOT, box.width(), _FOOT))

    def _paint_foot(self, painter: QPainter, box: QRectF) -> None:
        now, shown = theme.current(), self._picture
        painter.fillRect(box, now.card_quiet)
        paint.flat(painter, QRectF(0, box.top(), box.width(), 1), now.line)
        small = QRectF(32, box.top() + 12, box.width() - 64, 28)
        if shown.left:
            paint.text(painter, small, paint.LEFT, _face(18), now.warning_text, shown.left)
        elif shown.saved:
            paint.text(painter, small, paint.LEFT, _face(18), now.ink_soft, t("customer.saved"))
            paint.text(painter, small, paint.RIGHT, _face(18, theme.SEMIBOLD), now.pay_text,
                       shown.saved)  # fmt: skip
        line = QRectF(32, box.top() + 40, box.width() - 64, 70)
        big = _fitting(shown.big, line.width() * 0.62)
        paint.text(painter, line, paint.RIGHT, big, now.ink, shown.big)
        word = line.adjusted(0, 14, 0, 6)
        paint.text(painter, word, paint.LEFT, _face(24, theme.SEMIBOLD), now.ink, shown.big_name)

    def _paint_thanks(self, painter: QPainter, box: QRectF) -> None:
        now, shown = theme.current(), self._picture
        middle = box.height() / 2
        icons.paint(
            painter, "circle-check", now.pay_text, QPointF(box.center().x() - 36, middle - 180), 72
        )
        line = QRectF(32, middle - 90, box.width() - 64, 50)
        paint.text(
            painter, line, paint.CENTRE, _face(40, theme.SEMIBOLD), now.ink, t("customer.thanks")
        )
        line = QRectF(32, middle, box.width() - 64, 40)
        paint.text(painter, line, paint.CENTRE, _face(24), now.muted, shown.big_name)
        line = QRectF(32, middle + 44, box.width() - 64, 90)
        paint.text(
            painter, line, paint.CENTRE, _fitting(shown.big, line.width()), now.pay_text, shown.big
        )

    def _paint_panel(self, painter: QPainter, box: QRectF) -> None:
        now, code = theme.current(), self._picture.code
        painter.fillRect(box, now.panel)
        inner = box.adjusted(24, 0, -24, 0)
        if code is not None:
            _paint_code(painter, inner, code, self._picture.code_left)
        else:
            line = QRectF(inner.left(), box.height() / 2 - 70, inner.width(), 40)
            words = t(
                "customer.how_to_pay" if self._picture.stage == "sale" else "customer.come_again"
            )
            for row in paint.wrapped(_face(24, theme.SEMIBOLD), words, int(inner.width()), 3):
                paint.text(
                    painter, line, paint.CENTRE, _face(24, theme.SEMIBOLD), now.panel_text, row
                )
                line.translate(0, 36)
        if self._picture.stage == "sale":
            self._paint_ways(painter, QRectF(inner.left(), box.height() - 60, inner.width(), 40))

    def _paint_ways(self, painter: QPainter, box: QRectF) -> None:
        """The ways to pay at the foot of the panel."""
        now, face = theme.current(), _face(15)
        code = self._picture.code
        either = "or_" if code is not None and code.below else "by_"  # a code with a sum pays, too
        ways = (
            ("credit-card", t(f"customer.{either}card")),
            ("banknote", t(f"customer.{either}cash")),
        )
        wide = sum(28 + paint.width(face, text) for _, text in ways) + 24
        x = box.left() + (box.width() - wide) / 2
        for icon, text in ways:
            icons.paint(painter, icon, now.panel_muted, QPointF(x, box.center().y() - 10), 20)
            line = QRectF(x + 28, box.top(), paint.width(face, text) + 4, box.height())
            paint.text(painter, line, paint.LEFT, face, now.panel_value, text)
            x += 28 + paint.width(face, text) + 24


def _paint_line(painter: QPainter, box: QRectF, line: ShownLine) -> None:
    now = theme.current()
    inner = box.adjusted(32, 0, -32, 0)
    top = QRectF(inner.left(), box.top() + 12, inner.width(), 26)
    sum_wide = paint.width(_face(18, theme.SEMIBOLD), line.total)
    paint.text(painter, top, paint.RIGHT, _face(18, theme.SEMIBOLD), now.ink, line.total)
    name = paint.elided(_face(18, theme.MEDIUM), line.name, int(inner.width() - sum_wide - 16))
    paint.text(painter, top, paint.LEFT, _face(18, theme.MEDIUM), now.ink, name)
    below = QRectF(inner.left(), box.top() + 38, inner.width(), 22)
    paint.text(painter, below, paint.LEFT, _face(15), now.muted, line.detail)
    paint.text(painter, below, paint.RIGHT, _face(15), now.pay_text, line.saved)
    paint.flat(painter, QRectF(box.left(), box.bottom() - 1, box.width(), 1), now.line_soft)


def _paint_code(painter: QPainter, box: QRectF, code: ShownCode, left: str) -> None:
    now = theme.current()
    line = QRectF(box.left(), 26, box.width(), 36)
    title = _fitting(code.title, box.width(), 24, theme.SEMIBOLD)
    paint.text(painter, line, paint.CENTRE, title, now.panel_text, code.title)
    line = QRectF(box.left(), 62, box.width(), 24)
    rows = paint.wrapped(_face(15), code.detail, int(box.width()), 2)
    for row in rows:
        paint.text(painter, line, paint.CENTRE, _face(15), now.panel_muted, row)
        line.translate(0, 22)
    side = min(304.0, box.width())
    square = QRectF(box.left() + (box.width() - side) / 2, 78 + 22 * len(rows), side, side)
    paint.rounded(painter, square, 16, theme.PAPER)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(square.adjusted(8, 8, -8, -8), code_image(code.text))
    line = QRectF(box.left(), square.bottom() + 14, box.width(), 56)
    big = _fitting(code.below, box.width(), 40, theme.BOLD)
    paint.text(painter, line, paint.CENTRE, big, now.panel_text, code.below)
    if left:
        line = QRectF(box.left(), line.bottom(), box.width(), 24)
        wide = paint.width(_face(15), left) + 24
        at = QPointF(box.center().x() - wide / 2, line.center().y() - 8)
        icons.paint(painter, "clock", now.panel_muted, at, 16)
        said = QRectF(at.x() + 24, line.top(), wide, line.height())
        paint.text(painter, said, paint.LEFT, _face(15), now.panel_muted, left)


@lru_cache(maxsize=32)
def _face(px: int, weight: QFont.Weight = theme.REGULAR) -> Face:
    return Face(px, weight)


def _fitting(text: str, room: float, px: int = 56, weight: QFont.Weight = theme.BOLD) -> Face:
    """The largest face in which the text is not wider than the room."""
    while px > 18 and paint.width(_face(px, weight), text) > room:
        px -= 2
    return _face(px, weight)
