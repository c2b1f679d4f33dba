"""A scanner that pretends to be a keyboard, with a field in focus and under a Russian layout."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_desktop.app.devices import keyboard_wedge
from pos_desktop.gui.wedge_filter import WedgeFilter
from tests.gui.open_shop import type_text

# X11 key codes of the digits' row: evdev number + 8.
DIGITS = {str(n): 10 + (n - 1) % 10 for n in range(10)}
ENTER = 36
RUSSIAN_Q = (24, "й")


@pytest.fixture
def form(qtbot):
    scans: list[str] = []
    window = QWidget()
    field = QLineEdit()
    QVBoxLayout(window).addWidget(field)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    wedge = WedgeFilter(keyboard_wedge("xcb"), scans.append)
    wedge.install()
    yield window, field, scans
    wedge.remove()


def press(target, native, text, key=Qt.Key.Key_unknown):
    none = Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, none, native, 0, 0, text)
        QCoreApplication.sendEvent(target, event)


def scan(target, code):
    for digit in code:
        press(target, DIGITS[digit], digit)
    press(target, ENTER, "\r", Qt.Key.Key_Return)


def test_a_scan_never_lands_in_the_field_that_has_the_focus(form):
    _window, field, scans = form
    scan(field, "4607084120301")
    assert scans == ["4607084120301"]
    assert field.text() == ""


def test_twenty_scans_in_a_row_are_twenty_codes(form):
    _window, field, scans = form
    codes = [f"46070841203{n:02d}" for n in range(20)]
    for code in codes:
        scan(field, code)
    assert scans == codes
    assert field.text() == ""


def test_a_code_under_a_russian_layout_is_read_from_the_key_positions(form):
    _window, field, scans = form
    for native, text in [RUSSIAN_Q] * 7:
        press(field, native, text)
    press(field, ENTER, "\r", Qt.Key.Key_Return)
    assert scans == ["qqqqqqq"]


def test_what_a_person_types_arrives_unharmed(form, qtbot):
    _window, field, scans = form
    type_text(qtbot, field, "молоко", pause_ms=110)
    qtbot.waitUntil(lambda: field.text() == "молоко", timeout=3000)
    assert scans == []
