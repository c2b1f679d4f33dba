"""What every scale codec keeps, whatever comes over the wire."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.scales.protocols import SCALES
from pos_desktop.hardware.scales.readings import (
    Ability,
    ScaleCodec,
    ScaleReading,
    Step,
)
from tests.hardware.codecs import CODECS, CodecCase, answers
from tests.hardware.scale_kinds import SAYS

NAMES = st.sampled_from(sorted(CODECS))
WITH_CHECKSUM = st.sampled_from(sorted(name for name, case in CODECS.items() if case.has_checksum))


def pieces(stream: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    return [stream[a:b] for a, b in pairwise(edges)]


def fed(codec: ScaleCodec, chunks: list[bytes]) -> list[Step]:
    return [step for chunk in chunks for step in codec.feed(chunk)]


def kept_bytes(codec: ScaleCodec) -> int:
    frames = codec._frames  # type: ignore[attr-defined]
    return int(frames.waiting)


def test_every_protocol_has_its_frames_here() -> None:
    assert {case.protocol for case in CODECS.values()} == set(SCALES)


@pytest.mark.parametrize(
    ("name", "frame"), [(name, frame) for name, case in CODECS.items() for frame in case.frames]
)
def test_each_answer_is_read(name: str, frame: bytes) -> None:
    case = CODECS[name]
    assert answers(case.make().feed(frame)) == [case.frames[frame]]


@given(NAMES, st.data(), st.lists(st.integers(0, 120), max_size=8))
def test_any_split_of_the_stream_says_the_same(
    name: str, data: st.DataObject, cuts: list[int]
) -> None:
    case = CODECS[name]
    parts = st.one_of(st.sampled_from(sorted(case.frames)), st.binary(max_size=12))
    stream = b"".join(data.draw(st.lists(parts, max_size=6)))
    assert fed(case.make(), pieces(stream, cuts)) == case.make().feed(stream)


@given(NAMES, st.data(), st.binary(max_size=30))
def test_noise_before_an_answer_is_skipped(name: str, data: st.DataObject, noise: bytes) -> None:
    case = CODECS[name]
    frame = data.draw(st.sampled_from(sorted(case.frames)))
    assert answers(case.make().feed(case.noise(noise) + frame)) == [case.frames[frame]]


@given(WITH_CHECKSUM, st.data())
def test_a_changed_bit_is_never_believed(name: str, data: st.DataObject) -> None:
    case = CODECS[name]
    frame = bytearray(data.draw(st.sampled_from(sorted(case.frames))))
    place = data.draw(st.integers(0, len(frame) * 8 - 1))
    right = case.frames[bytes(frame)]
    frame[place // 8] ^= 1 << place % 8
    believed = [right] if bytes(frame) in case.also_right() else []
    assert answers(case.make().feed(bytes(frame))) == believed


@given(NAMES, st.lists(st.binary(max_size=80), max_size=6))
def test_nothing_raises_and_little_is_kept(name: str, chunks: list[bytes]) -> None:
    case = CODECS[name]
    codec = case.make()
    for chunk in chunks:
        for step in answers(codec.feed(chunk)):
            if isinstance(step, ScaleReading):
                assert isinstance(step.weight_grams, int)
        assert kept_bytes(codec) < case.longest


@given(NAMES, st.binary(max_size=80), st.data())
def test_after_any_noise_the_next_question_is_answered(
    name: str, noise: bytes, data: st.DataObject
) -> None:
    case = CODECS[name]
    frame = data.draw(st.sampled_from(sorted(case.frames)))
    codec = case.make()
    codec.feed(noise)
    if not codec.poll():
        return  # it is not asked, and resynchronises by itself
    said = answers(codec.feed(case.handshake[-2:] + frame))
    assert said == [case.frames[frame]]


@pytest.mark.parametrize("case", CODECS.values(), ids=list(CODECS))
def test_a_command_is_bytes_only_where_the_scale_has_it(case: CodecCase) -> None:
    codec = case.make()
    assert bool(codec.zero()) == (Ability.ZERO in codec.abilities)
    assert bool(codec.tare(215)) == (Ability.PRESET_TARE in codec.abilities)
    can_tare = codec.abilities & {Ability.TARE, Ability.PRESET_TARE}
    assert bool(codec.tare(0)) == (bool(can_tare) and SAYS[case.protocol].frees)
