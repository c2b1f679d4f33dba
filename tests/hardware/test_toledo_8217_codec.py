"""Frames of the Mettler Toledo 8217 by its manual, in any pieces and after any noise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.scales.readings import Answer, ScaleReading, ScaleStatus
from pos_desktop.hardware.scales.toledo_8217 import Toledo8217
from pos_desktop.simulators.scales.toledo_8217 import Toledo8217 as SimulatedScale

MOVING, OVER, UNDER = ScaleStatus(moving=True), ScaleStatus(over=True), ScaleStatus(under=True)
VECTORS: list[tuple[bytes, Answer]] = [
    (b"\x0201.255\r", ScaleReading(1255)),
    (b"\x0200.000\r", ScaleReading(0)),
    (b"\x0214.995N\r", ScaleReading(14995, is_net=True)),
    (b"\x02?\x01\r", MOVING),
    (b"\x02?\x02\r", OVER),
    (b"\x02?\x04\r", UNDER),
    (b"\x02?\x0d\r", ScaleStatus(moving=True, under=True)),
    (b"\x02?\x50\r", ScaleStatus()),
    (b"\x02?\x41\r", MOVING),
]


@pytest.mark.parametrize(("frame", "answer"), VECTORS)
def test_each_answer_of_the_manual_is_read(frame: bytes, answer: Answer) -> None:
    assert Toledo8217().feed(frame) == [answer]


@pytest.mark.parametrize(
    "frame",
    [b"\x02\r", b"\x02@\r", b"\x021.2\r", b"\x02-0.100\r", b"\x0201.255", b"01.255\r",
     b"\x02 1.255\r", b"\x0201.255G\r"],
)  # fmt: skip
def test_what_is_no_weight_is_no_weight(frame: bytes) -> None:
    assert Toledo8217().feed(frame) == []


FRAMES = st.lists(st.sampled_from(VECTORS), max_size=6)
NOISE = st.binary(max_size=20).map(lambda data: data.replace(b"\x02", b"~"))


@given(FRAMES, NOISE, st.lists(st.integers(0, 80), max_size=8))
def test_frames_are_found_in_any_pieces_and_between_noise(
    frames: list[tuple[bytes, Answer]], noise: bytes, cuts: list[int]
) -> None:
    stream = noise + noise.join(frame for frame, _ in frames)
    codec, found, at = Toledo8217(), [], 0
    for cut in [*sorted(cuts), len(stream)]:
        end = min(cut, len(stream))
        found += codec.feed(stream[at:end])
        at = max(at, end)
    assert found == [answer for _, answer in frames]


@given(st.binary(max_size=200))
def test_no_noise_stops_the_codec(noise: bytes) -> None:
    codec = Toledo8217()
    codec.feed(noise)
    codec.feed(b"\xff" * 20)
    assert codec.feed(b"\x0201.255\r") == [ScaleReading(1255)]


@given(st.integers(0, 15_000), st.integers(0, 5_000))
def test_the_simulated_scale_says_net_what_the_codec_reads(load: int, tare: int) -> None:
    scale, codec = SimulatedScale(), Toledo8217()
    assert scale.feed(codec.tare(tare)) != b""
    scale.plate.load_grams = load
    expected = UNDER if load < tare else ScaleReading(load - tare, is_net=tare > 0)
    found = codec.feed(scale.feed(codec.poll()))
    assert found in ([expected], [ScaleStatus(under=True)]) if load < tare else found == [expected]


def test_commands_are_the_manuals() -> None:
    codec = Toledo8217()
    assert (codec.poll(), codec.zero(), codec.tare(0)) == (b"W", b"Z", b"C")
    assert codec.tare(215) == b"T00215"
    assert codec.tare(None)[:1] == b"T"
