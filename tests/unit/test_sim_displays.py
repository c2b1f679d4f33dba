"""Customer displays of both command sets, against the makers' command lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.simulators.displays.cd5220 import Cd5220
from pos_desktop.simulators.displays.escpos_display import EscposDisplay
from pos_desktop.simulators.displays.simulator import DISPLAYS

BLANK = " " * 20
MILK, PRICE = "Молоко 3,2%".ljust(20), "89.90".rjust(20)


def lines_after(display: Cd5220 | EscposDisplay, *data: bytes) -> tuple[str, str]:
    for piece in data:
        assert display.feed(piece) == b""
    return display.screen.lines


def test_cd5220_shows_two_whole_lines_in_russian() -> None:
    display = Cd5220()
    shown = lines_after(
        display,
        b"\x1b@\x1bcR",
        b"\x1bQA" + MILK.encode("cp866") + b"\r",
        b"\x1bQB" + PRICE.encode("cp866") + b"\r",
    )
    assert shown == (MILK, PRICE)
    assert display.string_mode
    assert not display.unknown


def test_a_line_too_short_is_filled_and_one_too_long_is_cut() -> None:
    shown = lines_after(Cd5220(), b"\x1bQAabc\r", b"\x1bQB" + b"x" * 25 + b"\r")
    assert shown == ("abc".ljust(20), "x" * 20)


def test_in_string_mode_only_clearing_helps() -> None:
    display = Cd5220()
    shown = lines_after(display, b"\x1bQAabc\r", b"\x1b@", b"\x1bl\x01\x01", b"hello")
    assert shown == ("abc".ljust(20), BLANK)
    assert display.ignored == 7
    assert lines_after(display, b"\x0c", b"hello") == ("hello".ljust(20), BLANK)


def test_a_display_without_the_russian_font_shows_letters_nobody_can_read() -> None:
    shown = lines_after(Cd5220(), b"\x1bQA" + "Хлеб".encode("cp866") + b"\r")
    assert shown[0].strip() == "Хлеб".encode("cp866").decode("cp437").strip()


def test_cd5220_writes_at_the_cursor_and_goes_round() -> None:
    display = Cd5220()
    shown = lines_after(display, b"\x1bl\x13\x01abcd", b"\x1bl\x14\x02z", b"Y")
    assert shown == ("Y" + " " * 17 + "ab", "cd" + " " * 17 + "z")


def test_brightness_and_cursor_are_set_and_wrong_values_refused() -> None:
    display = Cd5220()
    display.feed(b"\x1b*\x02\x1b_\x01")
    assert (display.screen.brightness, display.screen.cursor_shown) == (2, True)
    display.feed(b"\x1b*\x09\x1bl\x15\x01\x1b_\x00")
    assert (display.screen.brightness, display.screen.cursor_shown) == (2, False)
    assert display.unknown == [b"\x1b*\x09", b"\x1bl\x15\x01"]


def test_the_upper_line_runs_until_the_next_command() -> None:
    display = Cd5220()
    shown = lines_after(display, b"\x1bQD" + b"0123456789" * 3 + b"\r")
    assert shown[0] == "01234567890123456789"
    assert display.scrolling == b"0123456789" * 3
    lines_after(display, b"\x0c")
    assert display.scrolling == b""


def test_escpos_moves_writes_and_chooses_its_page() -> None:
    display = EscposDisplay()
    shown = lines_after(
        display, b"\x1b@\x1bt\x11\x0c", "Итого".encode("cp866"), b"\x1f$\x0b\x02", b"1255.00"
    )
    assert shown == ("Итого".ljust(20), " " * 10 + "1255.00".ljust(10))
    lines_after(display, b"\x1bt\x0c\x0b", "Ё".encode("cp1251"))
    assert display.screen.lines[0][0] == "Ё"
    display.feed(b"\x1bt\x63")
    assert display.unknown == [b"\x1bt\x63"]
    assert display.screen.code_page == "cp1251"


def test_escpos_sets_brightness_cursor_blinking_and_marks() -> None:
    display = EscposDisplay()
    display.feed(b"\x1fX\x01\x1fC\x01\x1fE\x0a\x1fr\x01\x1f#\x01\x03")
    screen = display.screen
    assert (screen.brightness, screen.cursor_shown, screen.blink) == (1, True, 10)
    assert screen.reverse
    assert screen.marks == {3}
    display.feed(b"\x1b@")
    assert (screen.brightness, screen.cursor_shown, screen.blink) == (4, False, 0)
    assert not screen.marks


def test_vertical_mode_scrolls_and_horizontal_mode_shifts() -> None:
    vertical = lines_after(EscposDisplay(), b"\x1f\x02", b"a" * 20, b"b" * 20, b"c")
    assert vertical == ("b" * 20, "c".ljust(20))
    horizontal = lines_after(EscposDisplay(), b"\x1f\x03", b"x" * 19 + b"yz")
    assert horizontal == ("x" * 18 + "yz", BLANK)


def test_the_cursor_keys_move_as_the_list_says() -> None:
    display = EscposDisplay()
    display.feed(b"\x1f\x0d")
    assert (display.screen.column, display.screen.row) == (19, 0)
    display.feed(b"\x09")
    assert (display.screen.column, display.screen.row) == (0, 1)
    display.feed(b"\x08\x0a\x0d\x1f\x0a")
    assert (display.screen.column, display.screen.row) == (0, 0)
    display.feed(b"\x1fB\x0b")
    assert (display.screen.column, display.screen.row) == (0, 0)


@pytest.mark.parametrize("display", [Cd5220(), EscposDisplay()])
def test_what_is_meant_for_the_printer_behind_it_is_not_shown(
    display: Cd5220 | EscposDisplay,
) -> None:
    assert lines_after(display, b"\x1b=\x01receipt")[0] == BLANK
    assert lines_after(display, b"\x1b=\x02shown")[0].strip() == "shown"


def test_definitions_of_characters_are_not_taken_for_text() -> None:
    display = EscposDisplay()
    two = b"\x1b&\x01\x41\x42" + b"\x05ABCDE" + b"\x03ABC"
    assert lines_after(display, two + b"x")[0] == "x".ljust(20)
    assert not display.unknown


def test_a_command_it_does_not_know_is_kept_for_who_looks() -> None:
    display = EscposDisplay()
    assert lines_after(display, b"\x1b\x7fok")[0] == "ok".ljust(20)
    assert display.unknown == [b"\x1b\x7f"]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [b"\x1bQAabc\r", b"\x1bQB", b"\r", b"\x0c", b"\x18", b"\x1b@", b"\x1bl\x05\x02",
             b"\x1f$\x05\x01", b"\x1bt\x11", b"\x1bcR", b"\x1f\x02", b"\x1f\x03", b"hello",
             b"\x1b&\x01\x41\x41\x02zz", b"\x1b=\x01", b"\x1b=2", b"\x02\x05C1\x03"]
        ),
        st.binary(max_size=5),
    ),
    max_size=10,
).map(b"".join)  # fmt: skip


@pytest.mark.parametrize("profile", DISPLAYS)
@given(stream=PIECES, cut=st.integers(0, 60))
def test_any_split_of_the_stream_shows_the_same(profile: str, stream: bytes, cut: int) -> None:
    whole, split = DISPLAYS[profile](), DISPLAYS[profile]()
    whole.feed(stream)
    split.feed(stream[:cut])
    split.feed(stream[cut:])
    assert split.screen.lines == whole.screen.lines
    assert split.unknown == whole.unknown
    assert all(len(line) == 20 for line in whole.screen.lines)
