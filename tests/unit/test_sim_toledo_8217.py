from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.simulators.scales.plate import Plate
from pos_desktop.simulators.scales.toledo_8217 import Toledo8217

WEIGHT = re.compile(rb"\x02[0-9]{2}\.[0-9]{3}N?\r")
STATUS = re.compile(rb"\x02\?[\x00-\x7f]\r", re.DOTALL)


def scale_with(grams: int, *, moving: bool = False) -> Toledo8217:
    scale = Toledo8217()
    scale.plate.load_grams = grams
    scale.plate.moving = moving
    return scale


@pytest.mark.parametrize(
    ("scale", "request_", "answer"),
    [
        (scale_with(1255), b"W", b"\x0201.255\r"),
        (scale_with(0), b"W", b"\x0200.000\r"),
        (scale_with(15000), b"W", b"\x0215.000\r"),
        (scale_with(1255), b"W\r\n", b"\x0201.255\r"),
        (scale_with(1255, moving=True), b"W", b"\x02?\x01\r"),
        (scale_with(15001), b"W", b"\x02?\x02\r"),
        (scale_with(-5), b"W", b"\x02?\x04\r"),
        (scale_with(0), b"X", b"\x02?\x50\r"),
        (scale_with(1255), b"A", b"\x02\r"),
        (scale_with(1255), b"B", b"\x02@\r"),
        (scale_with(1255), b"Ehello", b"\x02E\rhello"),
        (scale_with(1255), b"EWFW", b"\x02E\rW\x0201.255\r"),
    ],
)
def test_the_scale_answers_as_the_manual_says(
    scale: Toledo8217, request_: bytes, answer: bytes
) -> None:
    assert scale.feed(request_) == answer


def test_tare_makes_the_weight_net_until_it_is_cleared() -> None:
    scale = scale_with(250)
    assert scale.feed(b"T") == b""
    assert scale.idle() == b"\x02?\x20\r"
    scale.plate.load_grams = 1505
    assert scale.feed(b"W") == b"\x0201.255N\r"
    assert scale.feed(b"C") == b"\x02?\x00\r"
    assert scale.feed(b"W") == b"\x0201.505\r"


def test_a_digital_tare_is_five_digits_of_kilograms() -> None:
    scale = scale_with(1505)
    assert scale.feed(b"T00250") == b"\x02?\x20\r"
    assert scale.feed(b"W") == b"\x0201.255N\r"
    assert scale.feed(b"T12") == b""
    assert scale.idle() == b"\x02?\x60\r"
    scale.plate.load_grams = 100
    assert scale.feed(b"W") == b"\x02?\x24\r"


def test_zero_works_near_zero_only_and_not_while_moving() -> None:
    scale = scale_with(40)
    assert scale.feed(b"Z") == b"\x02?\x10\r"
    assert scale.feed(b"W") == b"\x0200.000\r"
    scale.plate.load_grams = 1000
    assert scale.feed(b"Z") == b"\x02?\x08\r"
    scale.plate.load_grams, scale.plate.moving = 50, True
    assert scale.feed(b"Z") == b"\x02?\x01\r"
    scale.plate.moving = False
    assert scale.feed(b"W") == b"\x0200.010\r"


def test_an_8213_sets_bit_6_in_every_status() -> None:
    scale = Toledo8217(always_bit_6=True)
    assert scale.feed(b"C") == b"\x02?\x50\r"


def test_weight_is_rounded_to_the_division() -> None:
    scale = Toledo8217(Plate(division_grams=5))
    shown = []
    for grams in (1252, 1253):
        scale.plate.load_grams = grams
        shown.append(scale.feed(b"W"))
    assert shown == [b"\x0201.250\r", b"\x0201.255\r"]


@given(
    data=st.lists(
        st.one_of(st.sampled_from([b"W", b"Z", b"T", b"C", b"E", b"F", b"00250"]), st.binary()),
        max_size=12,
    ).map(b"".join),
    cut=st.integers(0, 40),
    grams=st.integers(-500, 20_000),
    moving=st.booleans(),
)
def test_any_split_of_the_questions_gives_the_same_answers(
    data: bytes, cut: int, grams: int, moving: bool
) -> None:
    whole, split = scale_with(grams, moving=moving), scale_with(grams, moving=moving)
    assert split.feed(data[:cut]) + split.feed(data[cut:]) == whole.feed(data)
    assert split.idle() == whole.idle()


@given(grams=st.integers(-20_000, 40_000), tare=st.integers(0, 15_000), moving=st.booleans())
def test_an_answer_is_a_weight_or_a_status_and_never_both(
    grams: int, tare: int, moving: bool
) -> None:
    scale = scale_with(grams, moving=moving)
    scale.plate.tare_grams = tare
    answer = scale.feed(b"W")
    assert bool(WEIGHT.fullmatch(answer)) != bool(STATUS.fullmatch(answer))
    if moving or grams - tare < 0 or grams > 15_000:
        assert STATUS.fullmatch(answer)
