"""The eyes and hands of a script: finding what is on the screen, pressing it, typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from pos_desktop.gui.script_words import key_of
from pos_desktop.gui.widgets.modal import Modal

_NO_KEYS = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


def plain(text: str) -> str:
    """Text as it is compared: no case, one ordinary space where there is any."""
    return " ".join(text.replace("&&", "&").split()).casefold()


def press_key(window: QWidget, name: str) -> None:
    """Press and release "Shift+F8", "Enter", "*" where the keyboard focus is."""
    combination = key_of(name)
    key, modifiers = combination.key(), combination.keyboardModifiers()
    text = chr(key.value).lower() if 0x20 <= key.value < 0x10000 and modifiers == _NO_KEYS else ""
    _send(window, key.value, modifiers, text)


def type_text(window: QWidget, text: str) -> None:
    """Type each character where the keyboard focus is."""
    for letter in text:
        code = ord(letter.upper())
        _send(window, code if code < 0x10000 else 0, _NO_KEYS, letter)


def _send(window: QWidget, key: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        target = _focused(window)
        QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))


def _focused(window: QWidget) -> QWidget:
    """The widget a keyboard would reach; where another window is in front, this one's own."""
    top = window.window()
    focused = QApplication.focusWidget()
    if focused is None or focused.window() is not top:
        focused = top.focusWidget()
    return focused if focused is not None and focused.isVisible() else window


def press(widget: QWidget) -> str:
    """Press and release the mouse in the middle of a widget; "" or what lies over it."""
    for area in _areas_of(widget):
        area.ensureWidgetVisible(widget)
    centre = widget.rect().center()
    top = widget.window()
    at = top.childAt(widget.mapTo(top, centre))
    if at is not widget and (at is None or not widget.isAncestorOf(at)):
        return _name_of(at) if at is not None else "?"
    target = widget if at is None else at
    place = QPointF(target.mapFrom(top, widget.mapTo(top, centre)))
    spot = QPointF(target.mapToGlobal(QPoint(int(place.x()), int(place.y()))))
    for kind, held in (
        (QEvent.Type.MouseButtonPress, _LEFT),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        QApplication.sendEvent(target, QMouseEvent(kind, place, spot, _LEFT, held, _NO_KEYS))
    return ""


def find(window: QWidget, name: str) -> list[QWidget]:
    """The visible, enabled widgets of that name: all exact ones, else all that begin with it. An
    open panel hides what is below it; things to press go before things to read. "Бананы|Bananas"
    stands for either."""
    wanted = tuple(plain(part) for part in name.split("|"))
    named = [(plain(n), w) for w in _reachable(window) if w.isEnabled() for n in _names(w)]
    exact = _once([widget for text, widget in named if text in wanted])
    if exact:
        return _pressable(exact)
    return _pressable(_once([widget for text, widget in named if text.startswith(wanted)]))


def names_to_press(window: QWidget, most: int = 24) -> str:
    """What could be pressed now, for a message."""
    buttons = [w for w in _reachable(window) if isinstance(w, QAbstractButton) and w.isEnabled()]
    names = [_name_of(button) for button in buttons]
    return ", ".join(list(dict.fromkeys(name for name in names if name))[:most])


def seen_texts(window: QWidget) -> list[str]:
    """Every text on the screen."""
    texts: dict[str, None] = {}
    for widget in _visible(window.window()):
        for text in _names(widget):
            texts[" ".join(text.split())] = None
        texts[widget.accessibleDescription()] = None
        if isinstance(widget, QLineEdit):
            texts[widget.text()] = None
    return [text for text in texts if text]


def shows(window: QWidget, text: str) -> bool:
    """Whether a text, or one of several ("да|yes"), is somewhere on the screen."""
    wanted = [plain(part) for part in text.split("|")]
    seen = [plain(part) for part in seen_texts(window)]
    return any(part in there for part in wanted for there in seen)


def _reachable(window: QWidget) -> list[QWidget]:
    top = window.window()
    modals = [modal for modal in top.findChildren(Modal) if modal.is_open()]
    return _visible(modals[-1] if modals else top)


def _visible(root: QWidget) -> list[QWidget]:
    return [w for w in root.findChildren(QWidget) if w.isVisible() and w.width() > 0]


def _names(widget: QWidget) -> list[str]:
    names = [widget.accessibleName()]
    if isinstance(widget, (QAbstractButton, QLabel)):
        names.append(widget.text().replace("&&", "&"))
    return [name for name in names if name]


def _name_of(widget: QWidget) -> str:
    names = _names(widget)
    return names[0] if names else type(widget).__name__


def _once(widgets: list[QWidget]) -> list[QWidget]:
    return list(dict.fromkeys(widgets))


def _pressable(widgets: list[QWidget]) -> list[QWidget]:
    buttons: list[QWidget] = [w for w in widgets if isinstance(w, QAbstractButton)]
    return buttons or widgets


def _areas_of(widget: QWidget) -> list[QScrollArea]:
    areas = []
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            areas.append(parent)
        parent = parent.parentWidget()
    return areas
