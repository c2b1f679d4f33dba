"""The product's display codecs and the simulated displays, written apart: what was to be shown is
what a customer reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.displays.codecs import DisplayPages
from pos_desktop.hardware.profiles import display_profile, profile_ids
from pos_desktop.simulators.displays.cd5220 import Cd5220
from pos_desktop.simulators.displays.escpos_display import EscposDisplay

DISPLAYS = {"cd5220": Cd5220, "escpos": EscposDisplay}
UPPER, LOWER = "Молоко 3,2% ёлка №5", "ИТОГО        1 255,00"
PRINTABLE = st.characters(codec="cp866", exclude_categories=["C", "Z", "S", "P"])
LETTERS = st.text(PRINTABLE, max_size=20)


def shown(profile: str, display: Cd5220 | EscposDisplay, upper: str, lower: str) -> tuple[str, str]:
    display.feed(DisplayPages(display_profile(profile).display).show(upper, lower))
    return display.screen.lines


def begun(profile: str) -> Cd5220 | EscposDisplay:
    settings = display_profile(profile).display
    display = DISPLAYS[settings.protocol]()
    display.feed(DisplayPages(settings).begin)
    return display


@pytest.mark.parametrize("profile", profile_ids("displays"))
def test_russian_lines_are_read_on_every_display_there_is_a_profile_for(profile: str) -> None:
    display = begun(profile)
    assert shown(profile, display, UPPER, LOWER) == (UPPER.ljust(20), LOWER[:20].ljust(20))
    assert not display.unknown
    assert not display.screen.cursor_shown


@pytest.mark.parametrize("profile", profile_ids("displays"))
@given(upper=LETTERS, lower=LETTERS)
def test_whatever_letters_are_shown_are_read(profile: str, upper: str, lower: str) -> None:
    display = begun(profile)
    assert shown(profile, display, upper, lower) == (upper.ljust(20), lower.ljust(20))
    assert shown(profile, display, lower, upper) == (lower.ljust(20), upper.ljust(20))


def test_a_cd5220_that_another_program_left_in_string_mode_is_taken_over() -> None:
    display = Cd5220()
    display.feed(b"\x1bQAleft behind\r")
    pages = DisplayPages(display_profile("cd5220").display)
    display.feed(pages.begin + pages.show(UPPER, ""))
    assert display.screen.lines == (UPPER.ljust(20), " " * 20)
    assert display.ignored == 0


@pytest.mark.parametrize("profile", ["cd5220", "escpos-display"])
def test_a_cleared_display_is_dark(profile: str) -> None:
    display = begun(profile)
    shown(profile, display, UPPER, LOWER)
    display.feed(DisplayPages(display_profile(profile).display).clear)
    assert display.screen.lines == (" " * 20, " " * 20)
