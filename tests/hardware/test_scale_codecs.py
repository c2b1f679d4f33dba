"""What every scale codec keeps, whatever comes over the wire; what it shares with other readers is
in test_every_reader.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.scales.protocols import SCALES
from pos_desktop.hardware.scales.readings import Ability, ScaleCodec, ScaleReading
from tests.hardware.codecs import CODECS, CodecCase, answers
from tests.hardware.scale_kinds import SAYS

NAMES = st.sampled_from(sorted(CODECS))


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
