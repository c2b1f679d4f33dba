"""What every simulated scale keeps to, whatever it speaks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_desktop.simulators.scales.plate import Plate
from pos_desktop.simulators.scales.simulator import Scale
from pos_desktop.simulators.scales.table import SCALES
from tests.hardware.scale_kinds import is_asked

# Questions of all protocols, and pieces of them.
WORDS = [
    bytes.fromhex("F855CE0100232300"), bytes.fromhex("F855CE0100A0A000"),
    bytes.fromhex("F855CE0500A3640000002223"), bytes.fromhex("F855CE0100727200"),
    b"\xf8\x55", b"\x4a", b"\x45", b"\x0e", b"\x05", b"\x06", b"\x15", b"\x11", b"\x12",
    bytes.fromhex("02053A303033303C"), bytes.fromhex("0205303030333036"), b"\x02\x05\x3a",
    b"W", b"Z", b"T", b"T00250", b"C", b"E", b"F", b"S\r\n", b"SI\r\n", b"SIR\r\n", b"Q\r\n",
    b"TAC\r\n", b"\nW\r", b"\nZ\r", b"\nT\r", b"\nR\r", b"\x1b", b"\r\n", b"\x02\x57\x03",
    bytes.fromhex("39383030313233310D0A"), b"S" * 80, b"W\r", b"S\r", b"P\r\n", b"N\r\n", b"\x03",
    b"\x01", b"<ZK>\t", b"<TK>\t", bytes.fromhex("02 00 00 03 02 01 00"),
]  # fmt: skip
STREAMS = st.lists(st.one_of(st.sampled_from(WORDS), st.binary(max_size=6)), max_size=10).map(
    b"".join
)


def scale_of(profile: str, grams: int, moving: bool) -> Scale:
    plate = Plate(clock=lambda: 0.0)
    plate.put(grams, stable=not moving)
    return SCALES[profile](plate)


@pytest.mark.parametrize("profile", SCALES)
@given(
    stream=STREAMS,
    cuts=st.lists(st.integers(0, 120), max_size=4),
    grams=st.integers(-1_500, 16_000),
    moving=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_split_of_the_questions_gives_the_same_answers(
    profile: str, stream: bytes, cuts: list[int], grams: int, moving: bool
) -> None:
    whole, split = scale_of(profile, grams, moving), scale_of(profile, grams, moving)
    answer, at = b"", 0
    for end in [*sorted(cuts), len(stream)]:
        answer += split.feed(stream[at:end])
        at = max(at, min(end, len(stream)))
    assert answer == whole.feed(stream)
    assert split.idle() == whole.idle()


@pytest.mark.parametrize("profile", [name for name in SCALES if is_asked(name)])
def test_a_scale_nobody_asked_says_nothing(profile: str) -> None:
    scale = scale_of(profile, 1255, False)
    assert scale.idle() == scale.idle() == b""


def test_a_load_swings_as_long_as_it_was_told_to() -> None:
    now = [0.0]
    plate = Plate(clock=lambda: now[0])
    plate.put(1255, stable_after_ms=300)
    assert plate.moving
    now[0] = 0.3
    assert not plate.moving
    plate.put(5, stable=False)
    now[0] = 1e6
    assert plate.moving


def test_over_and_under_are_beyond_the_scales_range_from_any_zero() -> None:
    plate = Plate()
    plate.put(200)
    assert plate.set_zero() == "done"
    plate.overload()
    assert plate.is_over
    plate.lift_plate()
    assert plate.is_under
    plate.put(100)
    assert not plate.is_over
    assert not plate.is_under
    assert plate.shown_grams == -100


@given(st.integers(-3_000, 3_000), st.sampled_from([1, 2, 5, 10, 20]))
def test_weights_are_rounded_to_the_nearest_division(grams: int, division: int) -> None:
    plate = Plate(division_grams=division)
    plate.put(grams)
    assert plate.shown_grams % division == 0
    assert abs(plate.shown_grams - grams) * 2 <= division
