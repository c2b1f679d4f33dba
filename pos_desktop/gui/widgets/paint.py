"""Strokes shared by the widgets: rounded boxes, key caps, focus rings and text whose measures are
remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import theme

CENTRE = int(Qt.AlignmentFlag.AlignCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

KEYCAP_HEIGHT = 20
LEAST_PX = 10
"""How small a text may become before it is broken or cut."""


class Face(NamedTuple):
    """A cut of the font: size in pixels, weight, and whether all figures (and signs) are equally
    wide.
    """

    px: int
    weight: QFont.Weight
    tabular: bool = True


SMALL = Face(theme.SMALL, theme.REGULAR)
SMALL_MEDIUM = Face(theme.SMALL, theme.MEDIUM)
SMALL_BOLD = Face(theme.SMALL, theme.SEMIBOLD)
KEY = Face(theme.SMALL, theme.MEDIUM, tabular=False)
BODY = Face(theme.BODY, theme.REGULAR)
BODY_MEDIUM = Face(theme.BODY, theme.MEDIUM)
BODY_BOLD = Face(theme.BODY, theme.SEMIBOLD)
LARGE = Face(theme.LARGE, theme.REGULAR)
LARGE_BOLD = Face(theme.LARGE, theme.SEMIBOLD)
TITLE = Face(theme.TITLE, theme.SEMIBOLD)
HUGE = Face(theme.HUGE, theme.BOLD)


@lru_cache(maxsize=64)
def font(face: Face) -> QFont:
    """Return the shared font of `face`; not to be changed by the caller."""
    return theme.font(face.px, face.weight, face.tabular)


@lru_cache(maxsize=64)
def _metrics(face: Face) -> QFontMetricsF:
    return QFontMetricsF(font(face))


@lru_cache(maxsize=2048)
def width(face: Face, text: str) -> float:
    """Return how many pixels `text` is wide."""
    return _metrics(face).horizontalAdvance(text)


@lru_cache(maxsize=512)
def fitting(face: Face, text: str, room: int, least_px: int) -> Face:
    """Return `face`, or the largest smaller one, down to `least_px`, in which `text` is no wider
    than `room` pixels; the smallest where none is enough."""
    while face.px > least_px and width(face, text) > room:
        face = face._replace(px=face.px - 1)
    return face


def told(face: Face, text: str, room: int, lines: int = 2) -> tuple[Face, tuple[str, ...]]:
    """Return how a text is written in so many pixels: smaller, then in more rows, at last with an
    ellipsis."""
    fit = fitting(face, text, room, LEAST_PX)
    if lines == 1 or width(fit, text) <= room:
        return fit, (elided(fit, text, room + 1),)
    return fit, wrapped(fit, text, room, lines)


on_cut: list[Callable[[str], None]] = []
"""Told each text that is drawn with an ellipsis or beyond its box: how tests see what a screen has
no room for. Empty in a shop."""


def elided(face: Face, text: str, room: int) -> str:
    """Return `text`, cut with an ellipsis if it is wider than `room` pixels."""
    shown = _elided(face, text, room)
    if on_cut and shown != text:
        _tell(text)
    return shown


@lru_cache(maxsize=2048)
def _elided(face: Face, text: str, room: int) -> str:
    return _metrics(face).elidedText(text, Qt.TextElideMode.ElideRight, room)


def _tell(text: str) -> None:
    for listener in on_cut:
        listener(text)


_AMOUNT = re.compile(r"(?<!\S)(\d[\d.,]*) (?=(?:[^\W\d_]{1,3}|%)(?!\w))")
"""A number and its unit in a name that people typed: "950 мл", "3,2 %"."""


def words_of(text: str) -> list[str]:
    """What a line may be broken between; a number keeps its unit, as after a no-break space."""
    return [word for word in re.split(r"[ \n]+", _AMOUNT.sub("\\1\u00a0", text)) if word]


def wrapped(face: Face, text: str, room: int, lines: int = 2) -> tuple[str, ...]:
    """Return `text` broken between words into at most `lines` lines, the last one elided."""
    rows = _wrapped(face, text, room, lines)
    if on_cut and " ".join(rows) != " ".join(words_of(text)):
        _tell(text)
    return rows


@lru_cache(maxsize=1024)
def _wrapped(face: Face, text: str, room: int, lines: int) -> tuple[str, ...]:
    words = words_of(text)
    rows: list[str] = []
    while words and len(rows) < lines - 1:
        row = words.pop(0)
        while words and width(face, f"{row} {words[0]}") <= room:
            row = f"{row} {words.pop(0)}"
        rows.append(_elided(face, row, room))
    if words:
        rows.append(_elided(face, " ".join(words), room))
    return tuple(rows)


def canvas(old: QPixmap | None, wide_px: int, high_px: int, ratio: float) -> QPixmap:
    """Return an empty picture of at least that many device pixels: the old one, wiped, where it is
    large enough.

    The binding keeps six references to None for every picture that a painter has ever worked on
    (PySide6 6.11), so that one picture for each change would add up over a year of sales.
    """
    if old is None or old.width() < wide_px or old.height() < high_px:
        old = QPixmap(wide_px, high_px)
    old.setDevicePixelRatio(ratio)
    old.fill(Qt.GlobalColor.transparent)
    return old


@lru_cache(maxsize=512)
def _mix(first: int, second: int, share: float) -> QColor:
    a, b = QColor.fromRgba(first), QColor.fromRgba(second)
    return QColor(
        round(a.red() + (b.red() - a.red()) * share),
        round(a.green() + (b.green() - a.green()) * share),
        round(a.blue() + (b.blue() - a.blue()) * share),
    )


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """Return `first` with `share` (0 to 1) of `second` in it."""
    return _mix(first.rgba(), second.rgba(), share)


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    border: QColor | None = None,
    border_px: float = 1.0,
) -> None:
    """Fill and outline a rounded box; the border lies inside `rect`."""
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
        box = rect
    else:
        painter.setPen(QPen(border, border_px))
        half = border_px / 2
        box = rect.adjusted(half, half, -half, -half)
        radius = max(0.0, radius - half)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(fill)
    painter.drawRoundedRect(box, radius, radius)


def ring(painter: QPainter, rect: QRectF, radius: float, colour: QColor, gap: QColor) -> None:
    """Draw the sign of keyboard focus: a line of `colour` at the edge and a line of `gap` inside
    it.
    """
    rounded(painter, rect, radius, None, colour, 2.0)
    rounded(painter, rect.adjusted(2, 2, -2, -2), radius - 2, None, gap, 2.0)


def flat(painter: QPainter, rect: QRectF | QRect, fill: QColor) -> None:
    """Fill a rectangle. QPainter.fillRect would make the binding build every enum of QGradient."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRect(rect)


def announce(widget: QWidget) -> None:
    """Tell screen readers that what `widget` says has changed and matters now."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


def text(
    painter: QPainter, rect: QRectF, flags: int, face: Face, colour: QColor, line: str
) -> None:
    """Draw one line of text."""
    if on_cut and width(face, line) > rect.width() + 1:
        _tell(line)
    painter.setFont(font(face))
    painter.setPen(colour)
    painter.drawText(rect, flags, line)


def keycap_width(key: str) -> float:
    """Return how wide the cap of the key named `key` is."""
    return max(20.0, round(width(KEY, key)) + 14) if key else 0.0


def keycap(painter: QPainter, rect: QRectF, key: str, fill: QColor, colour: QColor) -> None:
    """Draw the cap of a key, its name in the middle of `rect`."""
    rounded(painter, rect, theme.RADIUS_KEYCAP, fill)
    text(painter, rect, CENTRE, KEY, colour, key)
