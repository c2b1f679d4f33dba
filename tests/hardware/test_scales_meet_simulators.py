"""The product's codecs and the simulated scales, each written from the protocols on its own, talk
to each other: what lies on the plate is what the register reads, or nothing is."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pos_desktop.hardware.profiles import ScaleSettings
from pos_desktop.hardware.scales.protocols import SCALES as CODECS
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
from pos_desktop.simulators.on_wire import Sealed
from pos_desktop.simulators.scales.plate import Plate
from pos_desktop.simulators.scales.simulator import Scale
from pos_desktop.simulators.scales.table import PUSHING, SCALES

# Name of the simulated scale: protocol of the codec.
PAIRS = {
    "massa-tb": "massa_100", "massa-1c": "massa_1c", "massa-mk": "massa_j",
    "shtrih-slim": "shtrih_pos2", "cas-ad": "cas", "toledo-8217": "toledo_8217",
    "mt-sics": "mt_sics", "sma": "sma", "a-and-d": "a_and_d", "dibal": "dibal", "digi": "digi",
    "nci": "nci", "adam-cpw": "adam_cpw", "adam-azextra": "adam_azextra",
    "toledo-prix-iii": "prix_iii", "mercury-old": "mercury", "ohaus-aviator": "cas",
    "mertech-cas": "cas_m", "mertech-m-er": "shtrih_pos2",
}  # fmt: skip
# They say "no weight" without saying why, or nothing at all.
VAGUE = {"dibal", "digi", "adam-cpw", "adam-azextra", "mercury-old"}
# Overload has no code in it: the weight never settles.
NEVER_OVER = {"massa-mk"}
SILENT_AT_ZERO = {"adam-azextra"}
# Its commands for zero and tare are in no text there is, so the simulated one has none.
ONLY_WEIGHS = {"mertech-cas"}
MANY_STEPS = 20


def pair(name: str) -> tuple[Scale, ScaleCodec]:
    protocol = PAIRS[name]
    codec = CODECS[protocol](ScaleSettings(protocol=protocol))
    return SCALES[name](Plate(clock=lambda: 0.0)), codec


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


def test_every_simulated_scale_has_a_codec() -> None:
    assert PAIRS.keys() | PUSHING == SCALES.keys()


@pytest.mark.parametrize("name", PAIRS)
@given(grams=st.integers(0, 15_000), division=st.sampled_from([1, 2, 5, 10]))
def test_a_weight_that_stands_is_read_to_the_gram(name: str, grams: int, division: int) -> None:
    scale, codec = pair(name)
    scale.plate.division_grams = division
    scale.plate.put(grams)
    # It never says that nothing lies there.
    assume(name not in SILENT_AT_ZERO or scale.plate.shown_grams)
    [reading] = talk(scale, codec, codec.poll())
    assert isinstance(reading, ScaleReading)
    assert reading.weight_grams == scale.plate.shown_grams


@pytest.mark.parametrize("name", PAIRS)
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


@pytest.mark.parametrize("name", sorted(PAIRS.keys() - VAGUE))
def test_moving_and_over_are_told_apart(name: str) -> None:
    scale, codec = pair(name)
    scale.plate.put(1255, stable=False)
    assert talk(scale, codec, codec.poll()) == [ScaleStatus(moving=True)]
    scale.plate.overload()
    over = ScaleStatus(moving=True) if name in NEVER_OVER else ScaleStatus(over=True)
    assert talk(scale, codec, codec.poll()) == [over]


@pytest.mark.parametrize("name", sorted(VAGUE))
@pytest.mark.parametrize(("grams", "stable"), [(1255, False), (16_000, True), (-340, True)])
def test_a_scale_that_does_not_say_why_still_gives_no_weight(
    name: str, grams: int, stable: bool
) -> None:
    scale, codec = pair(name)
    scale.plate.put(grams, stable=stable)
    assert talk(scale, codec, codec.poll()) in ([], [ScaleStatus()])


@pytest.mark.parametrize("name", sorted(PAIRS.keys() - ONLY_WEIGHS))
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
    if Ability.PRESET_TARE in abilities:
        assert talk(scale, codec, codec.tare(215)) == [CommandDone()]
        assert plate.tare_grams == 215
    if Ability.TARE in abilities:
        plate.put(340)
        assert talk(scale, codec, codec.tare(None)) == [CommandDone()]
        assert plate.tare_grams == 300
    if abilities & {Ability.TARE, Ability.PRESET_TARE}:
        assert talk(scale, codec, codec.tare(0)) == [CommandDone()]
        assert plate.tare_grams == 0


@given(grams=st.integers(-999, 15_000))
def test_a_scale_that_speaks_by_itself_is_read_to_the_gram(grams: int) -> None:
    scale = SCALES["massa-mk-push"](Plate(clock=lambda: 0.0))
    codec = CODECS["massa_push"](ScaleSettings(protocol="massa_push"))
    scale.plate.put(grams, stable=False)
    assert codec.feed(scale.idle()) == []
    scale.plate.moving = False
    [reading] = set(codec.feed(scale.idle()))
    assert reading == ScaleReading(grams)


@pytest.mark.parametrize("name", ["massa-tb", "massa-1c", "shtrih-slim", "mt-sics"])
def test_a_refused_zero_is_told_as_refused(name: str) -> None:
    scale, codec = pair(name)
    scale.plate.put(5_000)
    [said] = talk(scale, codec, codec.zero())
    assert isinstance(said, CommandRefused)


@pytest.mark.parametrize(
    "name", [name for name in PAIRS if isinstance(SCALES[name](Plate()), Sealed)]
)
def test_a_wrong_checksum_is_never_believed(name: str) -> None:
    scale, codec = pair(name)
    scale.plate.put(1255)
    assert isinstance(scale, Sealed)
    scale.spoils_checksum = True
    assert not any(isinstance(step, ScaleReading) for step in talk(scale, codec, codec.poll()))
    scale.spoils_checksum = False
    again = talk(scale, codec, codec.poll())
    assert ScaleReading in {type(step) for step in again}


@pytest.mark.parametrize("name", PAIRS)
def test_the_noise_of_a_broken_line_is_never_a_weight(name: str) -> None:
    noise = random.Random(8217)
    _, codec = pair(name)
    for _ in range(200):
        codec.poll()
        garbage = bytes(noise.randrange(0x21, 0x7F) for _ in range(20))
        assert not any(isinstance(step, ScaleReading) for step in codec.feed(garbage))
