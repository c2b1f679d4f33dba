"""A panel over the dimmed window. It is a child widget, not a window of its own, so scans and
screenshots reach it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from pos_desktop.gui import theme
from pos_desktop.gui.widgets import paint

_MARGIN = 16
_RADIUS = 16


class _Panel(QWidget):
    """The rounded panel; clips nothing, its content keeps off the corners."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.current()
        border = now.line if now.name == "dark" else None
        paint.rounded(painter, QRectF(self.rect()), _RADIUS, now.card, border)


def _stops_at(widget: QWidget) -> bool:
    """Return whether the Tab key stops at a widget."""
    reachable = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return reachable and widget.isVisible() and widget.isEnabled()


def _is_left(event: QEvent) -> bool:
    """Return whether a page is left; one whose window is only minimised is hidden, too, but by the
    system."""
    return event.type() == QEvent.Type.Hide and not event.spontaneous()


def _ground_of(host: QWidget) -> QWidget:
    """What a panel covers: the window, or the part of it that says so (property holds_modals)."""
    ground = host
    while not ground.isWindow() and not ground.property("holds_modals"):
        parent = ground.parentWidget()
        if parent is None:
            break
        ground = parent
    return ground


class Modal(QWidget):
    """An overlay over `host` with `content` in a rounded panel in the middle.

    Keyboard focus stays inside until it is closed; Esc closes it unless `closable` is False, a tap
    outside too if `close_outside`. It goes with its host: a page that is left takes what was asked
    over it along. `closed` is emitted once, then the overlay deletes itself and gives the focus
    back.
    """

    closed = Signal()

    def __init__(
        self,
        host: QWidget,
        content: QWidget,
        *,
        size: QSize | None = None,
        closable: bool = True,
        close_outside: bool = False,
    ) -> None:
        ground = _ground_of(host)
        super().__init__(ground)
        self._host = host
        self._window = ground
        self._content = content
        self._wanted = size
        self._closable = closable
        self._close_outside = close_outside
        self._open = False
        self._before: QWidget | None = None
        self._bottom_inset = 0
        self._panel = _Panel(self)
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(content)
        self._panel.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def content(self) -> QWidget:
        """Return the widget in the panel."""
        return self._content

    def open(self) -> None:
        """Show the overlay and move the focus into it."""
        window = self._window
        self._open = True
        self._before = QApplication.focusWidget()
        window.installEventFilter(self)
        self._host.installEventFilter(self)
        self.setGeometry(window.rect())
        self._place()
        self.show()
        self.raise_()
        if not self._focus_first():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_focus)

    def close_modal(self) -> None:
        """Close the overlay; a second call does nothing."""
        if not self._open:
            return
        self._open = False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._keep_focus)
        self._window.removeEventFilter(self)
        self._host.removeEventFilter(self)
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def is_open(self) -> bool:
        """Return whether it is on the screen."""
        return self._open

    def asks_over(self, page: QWidget) -> bool:
        """Return whether it is open over that page and a tap beside it would not give it up."""
        over = self._host is page or page.isAncestorOf(self._host)
        return self._open and over and not self._close_outside

    def panel_rect(self) -> QRectF:
        """Return where the panel is, in the window's pixels."""
        return QRectF(self._panel.geometry())

    def set_size(self, size: QSize | None) -> None:
        """Give the panel another size; None: that of its content."""
        self._wanted = size
        layout = self._panel.layout()
        if layout is not None:
            layout.activate()
        self._place()

    def set_bottom_inset(self, inset: int) -> None:
        """Keep the panel above so many pixels at the lower edge, where the on-screen keyboard
        is.
        """
        self._bottom_inset = inset
        self._place()

    def _place(self) -> None:
        high = self.height() - self._bottom_inset
        room = QSize(self.width() - 2 * _MARGIN, high - 2 * _MARGIN)
        wanted = (self._wanted or self._panel.sizeHint()).boundedTo(room)
        self._panel.resize(wanted)
        self._panel.move(
            QPoint((self.width() - wanted.width()) // 2, (high - wanted.height()) // 2)
        )

    def _focus_first(self) -> bool:
        for child in self._content.findChildren(QWidget):
            if _stops_at(child):
                child.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _keep_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring the focus back when it went to a widget below the overlay."""
        if not self._open or new is None or new is self or self.isAncestorOf(new):
            return
        if new.window() is self.window() and not self._above(new) and not self._focus_first():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _above(self, widget: QWidget) -> bool:
        """Return whether a widget belongs to an overlay that was opened later."""
        later = [w for w in self._window.findChildren(Modal) if w.is_open()]
        return any(w is not self and w.isAncestorOf(widget) for w in later)

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = [w for w in self._content.findChildren(QWidget) if _stops_at(w)]
        if not stops:
            return False
        held = QApplication.focusWidget()
        at = stops.index(held) if held in stops else (-1 if forward else 0)
        step = stops[(at + (1 if forward else -1)) % len(stops)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        step.setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._closable:
            self.close_modal()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        outside = not self._panel.geometry().contains(event.position().toPoint())
        if outside and self._close_outside and self._closable:
            self.close_modal()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._panel and event.type() == QEvent.Type.LayoutRequest:
            # What the content says may have become longer while the panel was open.
            if self._open and self._wanted is None:
                self._place()
        elif watched is self._window and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._place()
        elif watched is self._host is not self._window and _is_left(event):
            self.close_modal()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        now = theme.current()
        paint.flat(painter, self.rect(), now.scrim)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        panel = QRectF(self._panel.geometry())
        painter.setPen(Qt.PenStyle.NoPen)
        shadow = now.shadow
        painter.setOpacity(0.12)
        for spread in (16, 12, 8, 4):
            box = panel.adjusted(-spread, 8 - spread, spread, 8 + spread)
            paint.rounded(painter, box, _RADIUS + spread, shadow)
