"""The demo: the real register's window at the left, the outside world at the right."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_desktop import i18n
from pos_desktop.gui import icons, theme
from pos_desktop.gui.screens.demo_log import Entry, LogCard
from pos_desktop.gui.screens.demo_story import Story
from pos_desktop.gui.screens.demo_world import WorldPanel
from pos_desktop.gui.session import Shop
from pos_desktop.gui.widgets import paint
from pos_desktop.i18n import t
from pos_desktop.ports.world import World

# Below this width the world is one narrow column and the register fills the rest.
NARROW_PX = 1480
_COLUMN_PX = 326
_WORLD_PX = 536
_MARGIN = 12
_GAP = 10
_LOG_PX = 232
_LEAST_LOG_PX = 72


class Register(Protocol):
    """What the demo knows of the register's window, which is a widget."""

    @property
    def opened(self) -> SignalInstance: ...
    @property
    def shop(self) -> Shop | None: ...
    def minimumWidth(self) -> int: ...
    def minimumHeight(self) -> int: ...


class _Frame(QWidget):
    """A toy window around the register: a title bar that says which program this would be."""

    BAR_PX = 32

    def __init__(self, register: QWidget) -> None:
        super().__init__()
        self._register = register
        self._barred = True
        self._title = ""
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, self.BAR_PX, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(register)

    def set_title(self, title: str) -> None:
        self._title = title
        self.update()

    def set_barred(self, barred: bool) -> None:
        """Without its bar the register has all the room."""
        self._barred = barred
        self._rows.setContentsMargins(0, self.BAR_PX if barred else 0, 0, 0)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._barred:
            return
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, 0, self.width(), self.BAR_PX + theme.RADIUS)
        paint.rounded(painter, bar, theme.RADIUS, now.soft)
        icons.paint(painter, "receipt-text", now.ink_soft, QPointF(14, 8), 16)
        line = QRectF(38, 0, self.width() - 160, self.BAR_PX)
        paint.text(painter, line, paint.LEFT, paint.SMALL_MEDIUM, now.ink_soft, self._title)
        for place, icon in enumerate(("x", "maximize", "minus")):
            at = QPointF(self.width() - 30 - 38 * place, 8)
            icons.paint(painter, icon, now.muted, at, 16)


class DemoWindow(QWidget):
    """Both sides of the shop's counter in one window.

    Start over: the toys work again, the open sale is voided, what was sold stays sold. Exit closes
    the window.
    """

    _world_changed = Signal()

    def __init__(self, register: Register, world: World) -> None:
        super().__init__()
        self.register = register
        self._world = world
        self._frame = _Frame(cast(QWidget, register))
        self._frame.setParent(self)
        self.log = LogCard()
        self.log.setParent(self)
        self.panel: WorldPanel | None = None
        self.story = Story(world, self._tell, self._show_sums)
        self._entries: list[Entry] = []
        self._sums = ""
        self._forget_language = i18n.on_language_changed(self.retranslate)
        register.opened.connect(self._opened)
        self._world_changed.connect(self._look, Qt.ConnectionType.QueuedConnection)
        world.listen(self._world_changed.emit)
        self.setMinimumSize(register.minimumWidth() + _COLUMN_PX, register.minimumHeight())
        self.resize(QSize(1600, 900).boundedTo(self.screen().availableSize()))
        self.retranslate()

    def _opened(self) -> None:
        shop = self.register.shop
        if shop is not None:
            self.story.open(shop)

    def _look(self) -> None:
        if self.panel is not None:
            self.panel.wake()

    # ------------------------------------------------------------------ layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = self.width() < NARROW_PX
        if self.panel is None or self.panel.is_compact != compact:
            self._new_panel(compact)
        self._place(compact)

    def _new_panel(self, compact: bool) -> None:
        """One column or two are different panels; the world they show is the same."""
        if self.panel is not None:
            self.panel.setParent(None)
            self.panel.deleteLater()
        panel = WorldPanel(self._world, compact=compact)
        panel.setParent(self)
        panel.scanned.connect(self.story.scanned)
        panel.seen.connect(self.story.seen)
        panel.start_over.connect(self.start_over)
        panel.leave.connect(self.close)
        panel.show()
        self.panel = panel
        if panel.log is not None:
            for entry in reversed(self._entries):
                panel.log.rows.tell(entry)
            panel.log.set_sums(self._sums)

    def _place(self, compact: bool) -> None:
        wide, high = self.width(), self.height()
        assert self.panel is not None
        self._frame.set_barred(not compact)
        self.log.setVisible(not compact)
        if compact:
            self._frame.setGeometry(0, 0, wide - _COLUMN_PX, high)
            self.panel.setGeometry(wide - _COLUMN_PX, 0, _COLUMN_PX, high)
            return
        least = self.register.minimumHeight() + _Frame.BAR_PX
        world = min(640, max(_WORLD_PX, wide - 3 * _MARGIN - 1240))
        left = wide - world - 3 * _MARGIN
        log = min(_LOG_PX, high - 2 * _MARGIN - _GAP - least)
        self.log.setVisible(log >= _LEAST_LOG_PX)
        frame = high - 2 * _MARGIN - (log + _GAP if log >= _LEAST_LOG_PX else 0)
        self._frame.setGeometry(_MARGIN, _MARGIN, left, frame)
        self.log.setGeometry(_MARGIN, _MARGIN + frame + _GAP, left, max(log, 1))
        self.panel.setGeometry(wide - world - _MARGIN, _MARGIN, world, high - 2 * _MARGIN)

    # ------------------------------------------------------------------ what is told

    def _tell(self, entry: Entry) -> None:
        self._entries = [entry, *self._entries[:59]]
        self.log.rows.tell(entry)
        if self.panel is not None and self.panel.log is not None:
            self.panel.log.rows.tell(entry)

    def _show_sums(self, text: str) -> None:
        self._sums = text
        self.log.set_sums(text)
        if self.panel is not None and self.panel.log is not None:
            self.panel.log.set_sums(text)

    def start_over(self) -> None:
        """Back to the beginning of the play; nothing that was sold is undone."""
        if self.panel is not None:
            self.panel.reset()
            if self.panel.log is not None:
                self.panel.log.rows.clear()
        self._entries.clear()
        self.log.rows.clear()
        shop = self.register.shop
        if shop is None or shop.till.current is None:
            return
        shown = shop.till.current
        if shown.staff is not None and shown.priced is not None and shown.payment is None:
            shop.till.void()

    def retranslate(self) -> None:
        self.setWindowTitle(t("demo.title"))
        self._frame.set_title(t("demo.window_title"))
        self.log.retranslate()
        if self.panel is not None:
            self.panel.retranslate()

    # ------------------------------------------------------------------ Qt

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.update()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._forget_language()
        super().closeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        paint.flat(painter, self.rect(), paint.mixed(now.ground, now.line_strong, 0.55))
