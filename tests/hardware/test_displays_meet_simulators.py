"""The product's display codecs and the simulated displays, written apart: what was to be shown is
what a customer reads."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.displays.codecs import DisplayPages
from pos_desktop.hardware.displays.display_loop import LineDisplay
from pos_desktop.hardware.profiles import display_profile, profile_ids
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.ports import Health
from pos_desktop.simulators.displays.cd5220 import Cd5220
from pos_desktop.simulators.displays.escpos_display import EscposDisplay
from pos_desktop.simulators.displays.simulator import DisplaySimulator, display_simulator
from pos_desktop.simulators.on_line import LineMode
from tests.hardware.printing import Posted, wait_until

DISPLAYS = {"cd5220": Cd5220, "escpos": EscposDisplay}
NOT_FOUND = "customer_display.not_found"
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


# The driver with its thread, over a cable.


@pytest.fixture(params=["tcp", "serial"])
def cable(request: pytest.FixtureRequest) -> Iterator[tuple[DisplaySimulator, str]]:
    if request.param == "serial" and sys.platform == "win32":
        pytest.skip("there are no pseudo-terminals here")
    glass = display_simulator("cd5220")
    if request.param == "tcp":
        yield glass, f"tcp://127.0.0.1:{glass.start().port}"
    else:
        yield glass, f"serial:{glass.serve_pty()}"
    glass.stop()


@pytest.fixture
def driven(cable: tuple[DisplaySimulator, str]) -> Iterator[tuple[DisplaySimulator, LineDisplay]]:
    glass, endpoint = cable
    profile = display_profile("cd5220")
    driver = LineDisplay(
        lambda: transport_for(endpoint, profile.transport),
        profile,
        Posted(),
        backoff_seconds=(0.02, 0.05),
    )
    driver.start()
    yield glass, driver
    driver.stop()


def reads(glass: DisplaySimulator, upper: str, lower: str) -> bool:
    return glass.lines == (upper.ljust(20), lower.ljust(20))


def test_a_customer_reads_what_the_till_shows(
    driven: tuple[DisplaySimulator, LineDisplay],
) -> None:
    glass, driver = driven
    for number in range(30):
        driver.show(f"Товар {number}", f"ИТОГО {number},00")
    wait_until(lambda: reads(glass, "Товар 29", "ИТОГО 29,00"))
    assert driver.state.health is Health.ONLINE


@pytest.mark.parametrize("fault", ["silent", "garbage", "split", "slow"])
def test_whatever_a_display_says_back_does_not_matter(
    driven: tuple[DisplaySimulator, LineDisplay], fault: LineMode
) -> None:
    glass, driver = driven
    glass.set_mode(fault, slow_seconds=0.05)
    driver.show(UPPER, "5,00")
    wait_until(lambda: reads(glass, UPPER, "5,00"))
    assert driver.state.health is Health.ONLINE


def test_a_display_that_was_unplugged_shows_the_present_lines_when_it_is_back(
    driven: tuple[DisplaySimulator, LineDisplay],
) -> None:
    glass, driver = driven
    driver.show("before", "1,00")
    wait_until(lambda: reads(glass, "before", "1,00"))
    glass.set_mode("unplugged")
    driver.show("meanwhile", "2,00")
    wait_until(lambda: driver.state.reason in ("customer_display.unreachable", NOT_FOUND))
    driver.show("after", "3,00")
    glass.set_mode("ok")
    wait_until(lambda: reads(glass, "after", "3,00"))
    assert driver.state.health is Health.ONLINE


def test_a_display_that_takes_nothing_holds_nobody_up(
    driven: tuple[DisplaySimulator, LineDisplay],
) -> None:
    glass, driver = driven
    wait_until(lambda: driver.state.health is Health.ONLINE)
    glass.set_mode("stalled")
    begun_at = time.monotonic()
    for number in range(1000):
        driver.show(f"line {number}", "")
    assert time.monotonic() - begun_at < 1.0
    glass.set_mode("ok")
    wait_until(lambda: reads(glass, "line 999", ""))
