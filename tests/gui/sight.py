"""What is wrong with a picture, found without looking at it: texts that are cut, controls that are
too small or have no name, widgets that stick out of their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from pos_desktop import i18n
from pos_desktop.gui.widgets import paint

PSEUDO = "qps"
OPEN, CLOSE = "⟦", "⟧"
"""Around every text of the pseudo-language: what has them on is a text and no name of goods."""

_MORE = "áéíóúàèìòùäëïöüâêîôû"
LEAST_PX = 48


def longer(text: str) -> str:
    """The text with 40 % more letters, told apart from data by its brackets; values stay."""
    letters = sum(ch.isalpha() for ch in re.sub(r"\{[^}]*\}", "", text))
    if not letters:
        return text
    if text == "English":
        return text  # What a language calls itself is never translated.
    more = -(-letters * 4 // 10)
    tail = "".join(_MORE[n % len(_MORE)] + (" " if n % 6 == 5 else "") for n in range(more))
    return f"{OPEN}{text}{' ' if more > 4 else ''}{tail.strip()}{CLOSE}"


_WINDOWS = {"RegisterWindow", "CustomerWindow", "QMenu"}
"""What is a window of its own on purpose."""


@contextmanager
def pseudo_language() -> Iterator[None]:
    """English, 40 % longer, as a language of its own."""
    i18n.add_language(PSEUDO, "en", longer)
    before = i18n.language()
    try:
        i18n.set_language(PSEUDO)
        yield
    finally:
        i18n.set_language(before)
        i18n.remove_language(PSEUDO)


def seen(window: QWidget) -> list[QWidget]:
    """Every widget of the window that is on the screen, at least in part."""
    ground = QRect(QPoint(0, 0), window.size())
    shown = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window.window():
            continue
        box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        if ground.intersects(box) and not widget.visibleRegion().isEmpty():
            shown.append(widget)
    return shown


class StrayWindows(QObject):
    """Parts that are shown before they have a place in the window: each flashes on the screen as a
    window of its own and takes the keyboard away."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def __enter__(self) -> StrayWindows:
        QApplication.instance().installEventFilter(self)
        return self

    def __exit__(self, *_: object) -> None:
        QApplication.instance().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shows = event.type() is QEvent.Type.Show and isinstance(watched, QWidget)
        if shows and watched.isWindow() and type(watched).__name__ not in _WINDOWS:
            self.seen.append(type(watched).__name__)
        return False


def cut_texts(window: QWidget, *, marked_only: bool) -> list[str]:
    """Texts that a person cannot read whole; marked_only: those of the pseudo-language alone, so
    that long names of goods, which may end with an ellipsis, do not count."""
    found: list[str] = []

    def note(text: str) -> None:
        if not marked_only or OPEN in text or CLOSE in text:
            found.append(f"drawn: {text!r}")

    paint.on_cut.append(note)
    try:
        window.grab()
    finally:
        paint.on_cut.remove(note)
    for widget in seen(window):
        if not isinstance(widget, QLabel) or (marked_only and OPEN not in widget.text()):
            continue
        if _label_is_cut(widget):
            found.append(f"label: {widget.text()!r} {widget.size().toTuple()}")
    return list(dict.fromkeys(found))


def _label_is_cut(label: QLabel) -> bool:
    text = label.text()
    if not text:
        return False
    room = label.contentsRect()
    metrics = label.fontMetrics()
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    wide = max(metrics.horizontalAdvance(row) for row in text.split("\n"))
    return wide > room.width() + 1


def sticking_out(window: QWidget) -> list[str]:
    """Controls of which a part lies outside what holds them, but for what can be scrolled to."""
    found = []
    for widget in seen(window):
        if not isinstance(widget, QAbstractButton) or _scrolls(widget, window):
            continue
        hidden = QRect(QPoint(0, 0), widget.size()).adjusted(1, 1, -1, -1)
        if not widget.visibleRegion().boundingRect().contains(hidden) and not _covered(widget):
            found.append(f"{_name(widget)} {widget.size().toTuple()}")
    return found


def cut_sideways(window: QWidget) -> list[str]:
    """Lists that are wider than their place and can only be scrolled up and down."""
    found = []
    for area in seen(window):
        if not isinstance(area, QScrollArea) or area.widget() is None:
            continue
        if area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            continue
        over = area.widget().width() - area.viewport().width()
        if over > 0:
            found.append(f"{type(area.parentWidget()).__name__} by {over} px")
    return found


def _covered(widget: QWidget) -> bool:
    """Whether something lies over it (a panel, a notice), which is no fault of its place."""
    middle = widget.mapToGlobal(widget.rect().center())
    above = QApplication.widgetAt(middle)
    return above is not None and above is not widget and not widget.isAncestorOf(above)


def _scrolls(widget: QWidget, window: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QAbstractScrollArea) or parent.objectName() == "scrolled":
            return True
        parent = parent.parentWidget()
    return False


def too_small(window: QWidget) -> list[str]:
    """Buttons a finger would miss: under 48 pixels either way."""
    return [
        f"{_name(button)} {button.size().toTuple()}"
        for button in seen(window)
        if isinstance(button, QAbstractButton)
        and button.isEnabled()
        and not isinstance(button, QScrollBar)
        and min(button.width(), button.height()) < LEAST_PX
    ]


def nameless(window: QWidget) -> list[str]:
    """Controls a screen reader has no word for."""
    return [
        f"{type(button).__name__} at {button.mapTo(window, QPoint(0, 0)).toTuple()}"
        for button in seen(window)
        if isinstance(button, QAbstractButton)
        and not (button.accessibleName() or button.text()).strip()
    ]


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or type(widget).__name__
