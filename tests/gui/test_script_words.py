"""What may be written in a session, and what is said of what may not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos_desktop.domain.errors import RefusalError
from pos_desktop.gui.script_words import STEPS, key_of, read_script
from pos_desktop.shipped import resource_path


def only(line):
    [step] = read_script([line])
    return step


def test_lines_are_counted_as_an_editor_counts_them_and_remarks_are_no_steps():
    steps = read_script(["# a remark", "", "  scan 46  ", "park"])
    assert [(step.line, step.verb, step.argument) for step in steps] == [
        (3, "scan", "46"),
        (4, "park", ""),
    ]


def test_sums_are_understood_with_a_dot_and_with_a_comma():
    assert only("expect total 123.45").amount_minor == 12345
    assert only("pay cash 1000,00").amount_minor == 100000
    assert only("pay card").amount_minor == 0


def test_a_group_separator_can_be_written():
    assert only("scan 0104600051000057<GS>93x").argument == "0104600051000057\x1d93x"


def test_keys_are_named_as_they_are_printed():
    assert key_of("Shift+F8").key() == Qt.Key.Key_F8
    assert key_of("Shift+F8").keyboardModifiers() == Qt.KeyboardModifier.ShiftModifier
    assert key_of("Ctrl+L").key() == Qt.Key.Key_L
    assert key_of("*").key() == Qt.Key.Key_Asterisk
    assert key_of("Esc").key() == Qt.Key.Key_Escape


def test_an_unknown_step_is_named_with_its_line_and_all_there_are():
    with pytest.raises(RefusalError) as caught:
        read_script(["scan 46", "dance"])
    assert caught.value.code == "script.unknown_step"
    assert caught.value.values["line"] == 2
    for form, _ in STEPS.values():
        assert form in caught.value.values["allowed"]


@pytest.mark.parametrize(
    "line",
    [
        "scan",
        "key NoSuchKey",
        "weigh heavy",
        "pay cash a lot",
        "park now",
        "recall first",
        "network maybe",
        "printer on fire",
        "sleep -1",
        "expect lines three",
        "screenshot ../escape",
        "signin Иванова",
        "wait printed twice",
    ],
)
def test_a_step_that_cannot_be_read_says_how_it_is_written(line):
    with pytest.raises(RefusalError) as caught:
        read_script(["# session", line])
    assert caught.value.code == "script.bad_step"
    assert caught.value.values["line"] == 2
    assert caught.value.values["form"].split()[0] == line.split()[0]


@pytest.mark.parametrize("name", ["session.txt", "picture.txt"])
def test_the_sessions_that_are_shipped_can_be_read(name):
    text = resource_path("sample", name).read_text(encoding="utf-8")
    assert len(read_script(text.splitlines())) > 20
