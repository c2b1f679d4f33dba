"""A label as it will come out, drawn to fit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint
from pos_desktop.receipts.codes import code128_modules, ean13_modules
from pos_desktop.receipts.label import Placed, PlacedLabel

_MARGIN = 8
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class LabelView(QWidget):
    """Paper is white and ink is black in every theme."""

    def __init__(self) -> None:
        super().__init__()
        self._label: PlacedLabel | None = None
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_label(self, label: PlacedLabel | None) -> None:
        self._label = label
        said = ", ".join(part.text for part in label.parts) if label else ""
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, 210)

    def paintEvent(self, _event: QPaintEvent) -> None:
        label, painter = self._label, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        if label is None:
            paint.rounded(painter, room, theme.RADIUS_SMALL, theme.current().card_quiet)
            return
        template = label.template
        scale = min(room.width() / template.width, room.height() / template.height)
        wide, high = template.width * scale, template.height * scale
        paper = QRectF(room.center().x() - wide / 2, room.center().y() - high / 2, wide, high)
        paint.rounded(painter, paper, 4, theme.PAPER, theme.current().line)
        for part in label.parts:
            field = part.field
            box = QRectF(
                paper.left() + field.x * scale, paper.top() + field.y * scale,
                field.width * scale, field.height * scale * field.lines,
            )  # fmt: skip
            if part.code:
                _bars(painter, box, part)
            else:
                _words(painter, box, part, field.height * scale)


def _words(painter: QPainter, box: QRectF, part: Placed, letter_px: float) -> None:
    weight = theme.BOLD if part.field.kind == "price" else theme.MEDIUM
    painter.setFont(theme.font(max(6, round(letter_px * 0.8)), weight))
    painter.setPen(theme.INK)
    flags = _ALIGN[part.field.align] | Qt.AlignmentFlag.AlignTop
    if part.field.lines > 1:
        flags |= Qt.TextFlag.TextWordWrap
    painter.drawText(box, int(flags), part.text)


def _bars(painter: QPainter, box: QRectF, part: Placed) -> None:
    ean = part.code == "ean13"
    modules = ean13_modules(part.text) if ean else code128_modules(part.text)
    module = box.width() / (len(modules) + 18)
    for place, dark in enumerate(modules):
        if dark == "1":
            x = box.left() + (place + 9) * module
            paint.flat(painter, QRectF(x, box.top(), module, box.height()), theme.INK)
    below = QRectF(box.left(), box.bottom(), box.width(), 14)
    painter.setFont(theme.font(9, theme.REGULAR))
    painter.setPen(theme.INK)
    painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter), part.text)
