"""The product's codecs and the simulated scales, each written from the protocols on its own, talk
to each other: what lies on the plate is what the register reads, or nothing is."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pos_desktop.hardware.scales.readings import (
    Ability,
    CommandDone,
    CommandRefused,
    ScaleCodec,
    ScaleReading,
    ScaleStatus,
    Send,
    Step,
)
from pos_desktop.ports import WeightStatus
from pos_desktop.simulators.on_wire import Sealed
from pos_desktop.simulators.scales.nci import Nci
from pos_desktop.simulators.scales.plate import Plate
from pos_desktop.simulators.scales.simulator import Scale
from tests.hardware.scale_kinds import (
    SIMULATORS,
    codec_of,
    is_asked,
    is_sealed,
    says,
    simulated,
)

# Whole sets of scales, and forms of a protocol that no profile needs to tell apart.
NAMES = list(SIMULATORS)
FORMS: dict[str, tuple[str, Callable[[Plate], Scale]]] = {
    **{name: (name, SIMULATORS[name]) for name in NAMES if is_asked(name)},
    "nci-ecr": ("nci", lambda plate: Nci(plate, ecr=True)),
}
SAID = {form: says(profile) for form, (profile, _) in FORMS.items()}
PUSHING = [name for name in NAMES if not is_asked(name)]
MANY_STEPS = 20


def pair(form: str) -> tuple[Scale, ScaleCodec]:
    profile, make = FORMS[form]
    return make(Plate(clock=lambda: 0.0)), codec_of(profile)


def talk(scale: Scale, codec: ScaleCodec, first: bytes) -> list[Step]:
    """Carry a dialog through; what the codec said in it."""
    said: list[Step] = []
    waiting = [first]
    for _ in range(MANY_STEPS):
        if not waiting:
            break
        reply = scale.feed(waiting.pop(0)) or scale.idle()
        for step in codec.feed(reply):
            if isinstance(step, Send):
                waiting.append(step.data)
            else:
                said.append(step)
    return said


@pytest.mark.parametrize("name", FORMS)
@given(grams=st.integers(0, 15_000), division=st.sampled_from([1, 2, 5, 10]))
def test_a_weight_that_stands_is_read_to_the_gram(name: str, grams: int, division: int) -> None:
    scale, codec = pair(name)
    scale.plate.division_grams = division
    scale.plate.put(grams)
    assume(SAID[name].empty or scale.plate.shown_grams)
    [reading] = talk(scale, codec, codec.poll())
    assert isinstance(reading, ScaleReading)
    assert reading.weight_grams == scale.plate.shown_grams


@pytest.mark.parametrize("name", FORMS)
@given(grams=st.integers(-1_500, 16_000), moving=st.booleans(), tare=st.integers(0, 3_000))
def test_there_is_no_reading_but_the_true_one(
    name: str, grams: int, moving: bool, tare: int
) -> None:
    scale, codec = pair(name)
    plate = scale.plate
    plate.preset_tare(tare)
    plate.put(grams, stable=not moving)
    for said in talk(scale, codec, codec.poll()):
        if isinstance(said, ScaleReading):
            assert not plate.moving
            assert not plate.is_over
            assert said.weight_grams == plate.shown_grams
            assert said.tare_grams in (None, tare)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(("grams", "stable"), [(1255, False), (16_000, True), (-340, True)])
def test_what_is_no_weight_is_told_as_what_it_is_or_not_at_all(
    name: str, grams: int, stable: bool
) -> None:
    scale, codec = pair(name)
    scale.plate.put(grams, stable=stable)
    said = SAID[name]
    shown = said.moving if not stable else said.over if grams > 0 else said.under
    [told] = talk(scale, codec, codec.poll()) or [None]
    if isinstance(told, ScaleReading):
        # Many scales have a sign and no word for it.
        assert (shown, told.weight_grams) == (WeightStatus.UNDER, grams)
    elif shown in (None, WeightStatus.SILENT):
        assert told is None
    else:
        over, under = shown is WeightStatus.OVER, shown is WeightStatus.UNDER
        assert isinstance(told, ScaleStatus)
        assert (told.over, told.under) == (over, under)


@pytest.mark.parametrize("name", FORMS)
def test_zero_and_tare_do_what_the_register_asked_for(name: str) -> None:
    scale, codec = pair(name)
    plate, abilities = scale.plate, codec.abilities
    if Ability.ZERO in abilities:
        plate.put(40)
        assert talk(scale, codec, codec.zero()) in ([], [CommandDone()])
        assert plate.zero_offset_grams == 40
        plate.put(1040)
        refused = talk(scale, codec, codec.zero())
        assert not any(isinstance(step, CommandDone) for step in refused)
        assert plate.zero_offset_grams == 40
    done = [[CommandDone()]] if codec.confirms else [[]]
    if Ability.PRESET_TARE in abilities:
        assert talk(scale, codec, codec.tare(215)) in done
        assert plate.tare_grams == 215
    if Ability.TARE in abilities:
        plate.put(340)
        assert talk(scale, codec, codec.tare(None)) in done
        assert plate.tare_grams == 300
    if codec.tare(0):
        assert talk(scale, codec, codec.tare(0)) in done
        assert plate.tare_grams == 0


@pytest.mark.parametrize("name", PUSHING)
@given(grams=st.integers(-999, 15_000))
def test_a_scale_that_speaks_by_itself_is_read_to_the_gram(name: str, grams: int) -> None:
    scale, codec = simulated(name), codec_of(name)
    scale.plate.put(grams, stable=False)
    assert set(codec.feed(scale.idle())) <= {ScaleStatus(moving=True)}
    scale.plate.moving = False
    [reading] = set(codec.feed(scale.idle()))
    assert reading == ScaleReading(grams)


@pytest.mark.parametrize("name", ["massa-tb", "massa-1c", "shtrih-slim", "mt-sics"])
def test_a_refused_zero_is_told_as_refused(name: str) -> None:
    scale, codec = pair(name)
    scale.plate.put(5_000)
    [said] = talk(scale, codec, codec.zero())
    assert isinstance(said, CommandRefused)


@pytest.mark.parametrize("name", [name for name in NAMES if is_sealed(name)])
def test_a_wrong_checksum_is_never_believed(name: str) -> None:
    scale, codec = simulated(name), codec_of(name)
    scale.plate.put(1255)
    assert isinstance(scale, Sealed)
    scale.spoils_checksum = True
    assert not any(isinstance(step, ScaleReading) for step in talk(scale, codec, codec.poll()))
    scale.spoils_checksum = False
    scale.plate.put(1260)
    again = talk(scale, codec, codec.poll())
    assert ScaleReading in {type(step) for step in again}


@pytest.mark.parametrize("name", NAMES)
def test_the_noise_of_a_broken_line_is_never_a_weight(name: str) -> None:
    noise = random.Random(8217)
    codec = codec_of(name)
    for _ in range(200):
        codec.poll()
        garbage = bytes(noise.randrange(0x21, 0x7F) for _ in range(20))
        assert not any(isinstance(step, ScaleReading) for step in codec.feed(garbage))
