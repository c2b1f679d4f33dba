"""Icons of the window: Lucide outlines (ISC licence) from resources/icons, tinted, sharp on every
screen, cached.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pos_desktop.shipped import resource_path

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

# The outlines are drawn on a grid of 24 with a stroke of 2; this much at 20 px gives the weight of
# the text beside.
_STROKE = "1.9"


class UnknownIconError(LookupError):
    """There is no outline of this name in resources/icons."""


@lru_cache(maxsize=256)
def _outline(name: str) -> str:
    try:
        return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise UnknownIconError(name) from missing


@lru_cache(maxsize=1024)
def _render(name: str, rgba: int, size: int, ratio: float) -> QPixmap:
    colour = QColor.fromRgba(rgba)
    svg = _outline(name).replace("currentColor", colour.name())
    svg = svg.replace('stroke-width="2"', f'stroke-width="{_STROKE}"', 1)
    renderer = QSvgRenderer(svg.encode())
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(colour.alphaF())
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, colour: QColor, size: int = 20, ratio: float | None = None) -> QPixmap:
    """Return the icon `name` in `colour`, `size` device independent pixels wide and high.

    ratio: device pixels per pixel, of the main screen when None. Raises UnknownIconError.
    """
    if ratio is None:
        screen = QGuiApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen is not None else 1.0
    return _render(name, colour.rgba(), size, ratio)


def icon(name: str, colour: QColor, size: int = 20) -> QIcon:
    """Return `pixmap` as a QIcon for menus and Qt's own buttons."""
    from PySide6.QtGui import QIcon

    return QIcon(pixmap(name, colour, size))


def paint(painter: QPainter, name: str, colour: QColor, at: QPointF, size: int = 20) -> None:
    """Draw the icon with its top left corner at `at`, moved to whole pixels so that it stays
    sharp.
    """
    # Asking for the device instead would make the binding look up its type among all classes of Qt.
    ratio = painter.deviceTransform().m11()
    painter.drawPixmap(at.toPoint(), _render(name, colour.rgba(), size, ratio))
