"""The filter for scanners that pretend to be keyboards: a scan works wherever the focus is and
never lands in a field. The judgement is ports.KeyboardWedge; this only carries keys to it and back.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from pos_desktop.ports import Decision, KeyboardWedge, Modifiers, Stroke, Verdict

_MODIFIERS = (
    (Qt.KeyboardModifier.ShiftModifier, Modifiers.SHIFT),
    (Qt.KeyboardModifier.ControlModifier, Modifiers.CTRL),
    (Qt.KeyboardModifier.AltModifier, Modifiers.ALT),
    (Qt.KeyboardModifier.MetaModifier, Modifiers.META),
)

_BUSY_MS = 15
"""A tick later than this says that the window's thread was busy."""


class KeyClock:
    """The clock by which keys are pressed: the window system's. A thread that was busy sees keys
    late and all at once, and they were still pressed one after another, in a scanner's pace or in
    a person's.
    """

    def __init__(self) -> None:
        self._behind_ms = 0

    def pressed_ms(self, timestamp: int, now_ms: int, *, first: bool) -> int:
        """The moment of a key by that clock. timestamp: the event's, in ms of any start; 0 = the
        window system tells none, and its clock is ours. first: the key begins a run; the two clocks
        are compared anew, since they drift, and the key of a run that came with the least delay
        tells best.
        """
        pressed_ms = timestamp or now_ms
        behind_ms = now_ms - pressed_ms
        self._behind_ms = behind_ms if first else min(self._behind_ms, behind_ms)
        return pressed_ms

    def at(self, now_ms: int) -> int:
        """What that clock shows at a moment of ours."""
        return now_ms - self._behind_ms


class WedgeFilter(QObject):
    """Sits on whatever has the focus. scanned(text) gets whole codes; a person's keys are delivered
    unharmed."""

    def __init__(self, wedge: KeyboardWedge, scanned: Callable[[str], None]) -> None:
        super().__init__()
        self._wedge = wedge
        self._scanned = scanned
        self._replaying = False
        self._swallowed: set[int] = set()
        self._clock = KeyClock()
        self._waited = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)

    def install(self) -> None:
        """Only what may get a key is watched: a filter of the whole application would be called for
        every event of every widget, which costs more than the widgets do."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            app.focusWindowChanged.connect(self._watch_window)
            self._follow(None, QApplication.focusWidget())
            for window in QApplication.topLevelWidgets():
                window.installEventFilter(self)

    def remove(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._follow)
            app.focusWindowChanged.disconnect(self._watch_window)
            for window in QApplication.topLevelWidgets():
                window.removeEventFilter(self)
            self._follow(QApplication.focusWidget(), None)

    def _follow(self, left: QWidget | None, entered: QWidget | None) -> None:
        if left is not None and not left.isWindow():
            left.removeEventFilter(self)
        if entered is not None:
            entered.installEventFilter(self)

    def _watch_window(self, _window: QWindow | None) -> None:
        """Where nothing has the focus, a key is for the window."""
        window = QApplication.activeWindow()
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride):
            return False
        # A key passes the window and then the widget with the focus: it is judged once, at the
        # widget.
        if self._replaying or not isinstance(watched, QWidget) or not isinstance(event, QKeyEvent):
            return False
        if watched is not _receiver(watched):
            return False
        if kind is QEvent.Type.ShortcutOverride:
            return False
        if kind is QEvent.Type.KeyRelease:
            return self._was_swallowed(event)
        return self._judge(event)

    def _judge(self, event: QKeyEvent) -> bool:
        stroke = Stroke(
            native_scan_code=event.nativeScanCode(),
            text=event.text(),
            time_ms=self._clock.pressed_ms(
                event.timestamp(), _now_ms(), first=self._wedge.deadline_ms is None
            ),
            modifiers=_modifiers(event),
            auto_repeat=event.isAutoRepeat(),
            event=event.clone(),
        )
        decision = self._wedge.key(stroke)
        self._carry_out(decision)
        if decision.verdict is Verdict.PASS:
            return False
        self._swallowed.add(event.key())
        return True

    def _was_swallowed(self, event: QKeyEvent) -> bool:
        if event.key() not in self._swallowed:
            return False
        self._swallowed.discard(event.key())
        return True

    def _tick(self) -> None:
        """Where the thread was busy, keys that were pressed in time may still wait behind this."""
        now_ms, deadline_ms = self._clock.at(_now_ms()), self._wedge.deadline_ms
        if not self._waited and deadline_ms is not None and now_ms - deadline_ms > _BUSY_MS:
            self._waited = True
            self._timer.start(1)
            return
        self._waited = False
        self._carry_out(self._wedge.tick(now_ms))

    def _carry_out(self, decision: Decision) -> None:
        self._replay(decision)
        if decision.scan:
            self._scanned(decision.scan)
        deadline = self._wedge.deadline_ms
        if deadline is None:
            self._timer.stop()
        else:
            self._timer.start(max(1, deadline - self._clock.at(_now_ms())))

    def _replay(self, decision: Decision) -> None:
        """Give a person's keys to the widget that has the focus now, in their order."""
        self._replaying = True
        try:
            for stroke in decision.replay:
                target = QApplication.focusWidget() or QApplication.activeWindow()
                if target is not None and isinstance(stroke.event, QKeyEvent):
                    QCoreApplication.sendEvent(target, stroke.event)
        finally:
            self._replaying = False


def _receiver(watched: QWidget) -> QWidget:
    """The widget that a key press is for: the one with the focus, else its window."""
    return QApplication.focusWidget() or watched.window()


def _modifiers(event: QKeyEvent) -> Modifiers:
    found = Modifiers.NONE
    for qt_modifier, modifier in _MODIFIERS:
        if event.modifiers() & qt_modifier:
            found |= modifier
    return found


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
