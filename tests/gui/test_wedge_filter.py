"""A scanner that pretends to be a keyboard, with a field in focus and under a Russian layout."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from pos_desktop.app.devices import keyboard_wedge
from pos_desktop.gui.wedge_filter import WedgeFilter
from tests.gui.open_shop import type_text
from tests.unit.test_wedge import BY_CHAR, GS, RUSSIAN

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


def press(target, native, text, key=Qt.Key.Key_unknown, at_ms=0):
    none = Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, none, native, 0, 0, text)
        event.setTimestamp(at_ms)
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


def test_a_scan_is_heard_in_a_field_and_a_window_that_came_later(form, qtbot):
    window, field, scans = form
    later = QLineEdit()
    window.layout().addWidget(later)
    later.show()
    later.setFocus()
    assert QApplication.focusWidget() is later
    scan(later, "4607084120301")
    other = QWidget()
    inside = QLineEdit()
    QVBoxLayout(other).addWidget(inside)
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    inside.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is inside)
    scan(inside, "4601238051176")
    inside.clearFocus()
    scan(other, "4600682000013")
    assert scans == ["4607084120301", "4601238051176", "4600682000013"]
    assert (field.text(), later.text(), inside.text()) == ("", "", "")


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


def test_a_scan_stays_whole_when_the_window_was_busy_in_the_middle_of_it(form):
    _window, field, scans = form
    code = "4607084120301"
    for place, digit in enumerate(code):
        if place in (2, 9):
            time.sleep(0.15)
        press(field, DIGITS[digit], digit, at_ms=5_000 + 4 * place)
    press(field, ENTER, "\r", Qt.Key.Key_Return, at_ms=5_000 + 4 * len(code))
    assert scans == [code]
    assert field.text() == ""


def test_keys_that_wait_while_the_window_is_busy_come_before_it_gives_up_on_a_scan(form, qtbot):
    _window, field, scans = form
    for place, digit in enumerate("460"):
        press(field, DIGITS[digit], digit, at_ms=5_000 + 4 * place)

    def the_rest() -> None:
        for place, digit in enumerate("7084120301", 3):
            press(field, DIGITS[digit], digit, at_ms=5_000 + 4 * place)
        press(field, ENTER, "\r", Qt.Key.Key_Return, at_ms=5_060)

    time.sleep(0.15)
    QTimer.singleShot(0, the_rest)
    qtbot.waitUntil(lambda: bool(scans), timeout=2000)
    assert scans == ["4607084120301"]
    assert field.text() == ""


def test_a_person_is_still_a_person_when_the_window_was_busy(form, qtbot):
    _window, field, scans = form
    for place, digit in enumerate("46070841"):
        press(field, DIGITS[digit], digit, at_ms=5_000 + 120 * place)
    press(field, ENTER, "\r", Qt.Key.Key_Return, at_ms=5_960)
    qtbot.waitUntil(lambda: field.text() == "46070841", timeout=2000)
    assert scans == []


def press_char(target, char, *, russian):
    """A key of a scanner as X11 tells it: the position, and what the layout made of it."""
    if char == GS:
        press_with(target, 27, "ъ" if russian else GS, Qt.KeyboardModifier.ControlModifier)
        return
    number, shifted = BY_CHAR[char]
    shift = Qt.KeyboardModifier.ShiftModifier if shifted else Qt.KeyboardModifier.NoModifier
    press_with(target, number, RUSSIAN.get(char, char) if russian else char, shift)


def press_with(target, number, text, modifiers, key=Qt.Key.Key_unknown):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, modifiers, number + 8, 0, 0, text)
        QCoreApplication.sendEvent(target, event)


@pytest.mark.parametrize("russian", [False, True])
@pytest.mark.parametrize("separator", ["ctrl", "f8"])
def test_a_marking_code_lands_in_no_field_and_presses_nothing(form, russian, separator):
    _window, field, scans = form
    pressed: list[int] = []
    field.keyPressEvent = lambda event: pressed.append(event.key())
    code = f"0104600051000057215Xk)1aB;c'D{GS}93dGVz"
    for char in code:
        if char == GS and separator == "f8":
            press_with(field, 66, "", Qt.KeyboardModifier.NoModifier, Qt.Key.Key_F8)
        else:
            press_char(field, char, russian=russian)
    press(field, ENTER, "\r", Qt.Key.Key_Return)
    assert scans == [code]
    assert (field.text(), pressed) == ("", [])
