"""Scales that answer lines of text: MT-SICS, SMA, A&D."""

from __future__ import annotations

import pytest

from pos_desktop.simulators.scales.a_and_d import AAndD
from pos_desktop.simulators.scales.mt_sics import MtSics
from pos_desktop.simulators.scales.plate import Plate
from pos_desktop.simulators.scales.sma import Sma


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def plate_with(grams: int, *, moving: bool = False) -> Plate:
    plate = Plate(clock=Clock())
    plate.put(grams, stable=not moving)
    return plate


@pytest.mark.parametrize(
    ("grams", "moving", "unit", "request_", "answer"),
    [
        (100, False, "g", b"S", b"S S        100 g"),
        (1255, False, "kg", b"S", b"S S      1.255 kg"),
        (1255, False, "kg", b"SI", b"S S      1.255 kg"),
        (-340, True, "kg", b"SI", b"S D     -0.340 kg"),
        (16_000, False, "kg", b"S", b"S +"),
        (-2_000, False, "kg", b"SI", b"S -"),
        (16_000, True, "kg", b"S", b"S +"),
        (40, False, "kg", b"Z", b"Z A"),
        (40, True, "kg", b"Z", b"Z I"),
        (4000, False, "kg", b"Z", b"Z +"),
        (250, False, "kg", b"T", b"T S      0.250 kg"),
        (250, True, "kg", b"T", b"T I"),
        (0, False, "kg", b"TA 0.250 kg", b"TA A      0.250 kg"),
        (0, False, "kg", b"TA 250 g", b"TA A      0.250 kg"),
        (0, False, "kg", b"TA 99.000 kg", b"TA L"),
        (0, False, "kg", b"TA much", b"EL"),
        (0, False, "kg", b"TAC", b"TAC A"),
        (0, False, "kg", b"@", b'I4 A "B021002593"'),
        (0, False, "kg", b"I4", b'I4 A "B021002593"'),
        (0, False, "kg", b"I2", b'I2 A "Simulated 15.000 kg"'),
        (0, False, "kg", b"S 1", b"EL"),
        (0, False, "kg", b"HELLO", b"ES"),
        (0, False, "kg", b"\xff", b"ET"),
    ],
)
def test_mt_sics_answers_as_the_reference_says(
    grams: int, moving: bool, unit: str, request_: bytes, answer: bytes
) -> None:
    scale = MtSics(plate_with(grams, moving=moving), unit=unit)
    assert scale.feed(request_ + b"\r\n") == answer + b"\r\n"


def test_s_waits_for_the_weight_to_settle_and_gives_up_in_the_end() -> None:
    plate = plate_with(1255, moving=True)
    scale = MtSics(plate, patience_seconds=3.0)
    assert scale.feed(b"S\r\n") == b""
    assert scale.idle() == b""
    plate.moving = False
    assert scale.idle() == b"S S      1.255 kg\r\n"
    plate.moving = True
    scale.feed(b"S\r\n")
    assert isinstance(plate.clock, Clock)
    plate.clock.now = 3.0
    assert scale.idle() == b"S I\r\n"
    assert scale.idle() == b""


def test_sir_goes_on_until_the_next_command() -> None:
    scale = MtSics(plate_with(5))
    assert scale.feed(b"SIR\r\n") == scale.idle() == scale.idle() == b"S S      0.005 kg\r\n"
    scale.feed(b"@\r\n")
    assert scale.idle() == b""


def test_a_dialect_begins_with_the_command_itself() -> None:
    assert MtSics(plate_with(0), says_command=True).feed(b"SI\r\n") == b"SI S      0.000 kg\r\n"


def test_i0_names_every_command() -> None:
    lines = MtSics().feed(b"I0\r\n").split(b"\r\n")[:-1]
    assert lines[0] == b'I0 B 0 "S"'
    assert lines[-1].startswith(b"I0 A")


@pytest.mark.parametrize(
    ("grams", "moving", "request_", "answer"),
    [
        (750, True, b"W", b" 1GM      0.750kg "),
        (5025, False, b"W", b" 1G       5.025kg "),
        (0, False, b"W", b"Z1G       0.000kg "),
        (16_000, False, b"W", b"O1G      16.000kg "),
        (-340, False, b"W", b"U1G      -0.340kg "),
        (5025, False, b"H", b" 1g       5.025kg "),
        (40, False, b"Z", b"Z1G       0.000kg "),
        (5025, False, b"Z", b"E1G  ----------kg "),
        (250, False, b"T", b" 1N       0.000kg "),
        (-5, False, b"T", b"T1G  ----------kg "),
        (0, False, b"M", b"Z1T       0.000kg "),
        (0, False, b"A", b"SMA:2/1.0"),
        (0, False, b"X", b"?"),
    ],
)
def test_sma_answers_as_the_standard_says(
    grams: int, moving: bool, request_: bytes, answer: bytes
) -> None:
    scale = Sma(plate_with(grams, moving=moving))
    assert scale.feed(b"\n" + request_ + b"\r") == b"\n" + answer + b"\r"


def test_an_error_of_sma_is_said_once() -> None:
    scale = Sma(plate_with(5025))
    assert scale.feed(b"\nZ\r")[1:2] == b"E"
    assert scale.feed(b"\nW\r")[1:2] == b" "


def test_sma_tells_about_itself_line_by_line_and_then_no_more() -> None:
    scale = Sma()
    told = [scale.feed(b"\nA\r"), *(scale.feed(b"\nB\r") for _ in range(5))]
    assert told[1] == b"\nMFG:Simulated\r"
    assert told[-1] == b"\n?\r"


def test_sma_repeats_until_another_command_or_an_escape() -> None:
    scale = Sma(plate_with(5))
    assert scale.feed(b"\nR\r") == scale.idle()
    assert scale.feed(b"\x1b") == b""
    assert scale.idle() == b""


def test_sma_passes_over_what_stands_outside_a_command() -> None:
    scale = Sma(plate_with(0))
    assert scale.feed(b"W\rnoise\nW\r") == b"\nZ1G       0.000kg \r"


@pytest.mark.parametrize(
    ("grams", "moving", "unit", "request_", "answer"),
    [
        (1250, False, "kg", b"Q", b"ST,+0001.250 kg"),
        (1255, True, "kg", b"Q", b"US,+0001.255 kg"),
        (-340, False, "g", b"Q", b"ST,-00000340  g"),
        (16_000, False, "kg", b"Q", b"OL,+9999.999 kg"),
        (-2_000, False, "g", b"Q", b"OL,-99999999  g"),
        (40, False, "kg", b"Z", b"Z"),
        (4000, False, "kg", b"Z", b"I"),
        (250, False, "kg", b"T", b"T"),
        (0, False, "kg", b"WHAT", b"?"),
    ],
)
def test_a_and_d_answers_in_the_standard_format(
    grams: int, moving: bool, unit: str, request_: bytes, answer: bytes
) -> None:
    scale = AAndD(plate_with(grams, moving=moving), unit=unit)
    assert scale.feed(request_ + b"\r\n") == answer + b"\r\n"


def test_a_and_d_waits_for_a_stable_weight_and_repeats_until_cancelled() -> None:
    plate = plate_with(5, moving=True)
    scale = AAndD(plate)
    assert scale.feed(b"S\r\n") == scale.idle() == b""
    plate.moving = False
    assert scale.idle() == b"ST,+0000.005 kg\r\n"
    assert scale.idle() == b""
    assert scale.feed(b"SIR\r\n") == scale.idle() == b"ST,+0000.005 kg\r\n"
    assert scale.feed(b"C\r\n") == scale.idle() == b""


def test_a_line_without_an_end_does_not_fill_the_memory_and_is_no_command() -> None:
    scale = MtSics(plate_with(0))
    assert scale.feed(b"S" * 10_000 + b"\r\n") == b"ES\r\n"
    assert scale.feed(b"S\r\n") == b"S S      0.000 kg\r\n"
