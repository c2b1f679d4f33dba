"""Every simulated scale on a serial line: it is found by its own protocol, and no other protocol
takes its answers, or a stranger's bytes, for those of a scale."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec
import pytest

from pos_desktop.app.device_trials import PROBE_SECONDS
from pos_desktop.hardware.profiles import ScaleProfile, SerialLine, profile_ids, scale_profile
from pos_desktop.hardware.scales.probe import (
    ALIKE,
    NEVER_SEARCHED,
    find_scale,
    scale_profiles,
)
from pos_desktop.hardware.scales.protocols import SCALES as CODECS
from pos_desktop.hardware.scales.protocols import codec_for
from pos_desktop.hardware.scales.readings import ScaleCodec, ScaleFault, ScaleReading, Send, Step
from pos_desktop.simulators.scales.simulator import Scale
from tests.hardware.scale_kinds import SAYS, SIMULATORS, simulated
from tests.hardware.serial_line import Chatty, ScaleOnLine, misread

MANY_STEPS = 20
QUICK_MS = 8
# Nothing has to be found in time there.
HASTY_MS = 2


SHIPPED = scale_profiles()


def quick(answer_ms: int = QUICK_MS) -> list[ScaleProfile]:
    return [
        msgspec.structs.replace(p, scale=msgspec.structs.replace(p.scale, answer_ms=answer_ms))
        for p in SHIPPED
    ]


SEARCHED = [p.id for p in SHIPPED if p.scale.protocol not in NEVER_SEARCHED]
LINES = [
    (name, line)
    for name in SEARCHED
    for line in (scale_profile(name).transport.serial, *scale_profile(name).transport.also)
]


def kin(protocol: str) -> str:
    """The protocol under which it is searched for: some cannot be told apart by their weights."""
    return ALIKE.get(protocol, protocol)


def test_every_profile_and_protocol_is_led_by_the_suites_of_scales() -> None:
    """A profile more: a simulated scale of its name. A protocol more: a line in SAYS."""
    assert set(SIMULATORS) == set(profile_ids("scales"))
    assert set(SAYS) == set(CODECS) == {p.scale.protocol for p in SHIPPED}


# Belief.

# Nothing frames an answer of protocol J: it sees a load that moves in what the other sends unasked.
TOLD_APART_BY_SILENCE = {("massa-mk-push", "massa_j")}


def loads(scale: Scale) -> dict[str, Callable[[], None]]:
    plate = scale.plate
    return {
        "empty": lambda: plate.put(0),
        "a load": lambda: plate.put(1255),
        "a load that swings": lambda: plate.put(700, stable=False),
        "too much": plate.overload,
        "less than nothing": lambda: plate.put(-50),
        "a load in a tare": lambda: (plate.preset_tare(215), plate.put(1470))[1],
    }


@pytest.mark.parametrize("protocol", CODECS)
def test_no_protocol_believes_what_a_scale_of_another_says(protocol: str) -> None:
    codec = codec_for(next(p for p in SHIPPED if p.scale.protocol == protocol))
    for stranger in SHIPPED:
        if kin(stranger.scale.protocol) == kin(protocol):
            continue
        scale = simulated(stranger.id)
        for what, put in loads(scale).items():
            put()
            said = said_in(scale, codec)
            if (stranger.id, protocol) in TOLD_APART_BY_SILENCE:
                said = [step for step in said if isinstance(step, ScaleReading)]
            assert (stranger.id, what, said) == (stranger.id, what, [])


def said_in(scale: Scale, codec: ScaleCodec) -> list[Step]:
    """What a codec makes of three questions to a scale and of what that says unasked."""
    said: list[Step] = []
    for _ in range(3):
        waiting = [codec.poll()]
        for _ in range(MANY_STEPS):
            if not waiting:
                break
            answer = scale.feed(waiting.pop(0)) + scale.idle()
            steps = codec.feed(answer)
            waiting += [step.data for step in steps if isinstance(step, Send)]
            said += [step for step in steps if not isinstance(step, Send)]
    return [step for step in said if step != ScaleFault("scale.protocol")]


# The search.


def test_bits_at_the_same_setting_are_the_bytes() -> None:
    for text in ("9600-8N1", "4800-8E1", "9600-7E1", "4800-8O1"):
        line = SerialLine().with_text(text)
        data = bytes(range(256 if line.bits == 8 else 128))
        assert misread(data, line, line) == data


@pytest.mark.parametrize("name", SEARCHED)
def test_a_scale_is_found_at_its_setting_whatever_others_make_of_its_bits(name: str) -> None:
    line = scale_profile(name).transport.serial
    scale = simulated(name)
    scale.plate.put(1255)
    found = find_scale(ScaleOnLine(scale, line).open_with, quick())
    assert found is not None
    assert name in [profile.id for profile in found.profiles]
    assert (str(found.line), found.weight_grams) == (str(line), 1255)


@pytest.mark.parametrize(("name", "line"), LINES, ids=str)
def test_a_scale_is_found_at_each_setting_that_its_profile_names(
    name: str, line: SerialLine
) -> None:
    scale = simulated(name)
    scale.plate.put(1255)
    found = find_scale(ScaleOnLine(scale, line, refuses=True).open_with, quick())
    assert found is not None
    assert name in [profile.id for profile in found.profiles]
    assert (str(found.line), found.weight_grams) == (str(line), 1255)


@pytest.mark.parametrize("line", [line for name, line in LINES if name == "cas-nt"], ids=str)
def test_a_scale_that_goes_on_speaking_is_found_before_the_wizard_gives_up(
    line: SerialLine,
) -> None:
    scale = simulated("cas-nt")
    scale.plate.put(1255)
    # All ten times as fast as it is shipped.
    found = find_scale(ScaleOnLine(scale, line).open_with, quick(30), seconds=PROBE_SECONDS / 10)
    assert found is not None
    assert (found.profile.id, str(found.line)) == ("cas-nt", str(line))


@pytest.mark.parametrize(
    ("name", "grams"),
    [("massa-mk-push", 0), ("massa-mk-push", 1255), ("adam-azextra", 1255), ("mercury-old", 0)],
)
def test_a_scale_that_says_nothing_certain_is_taken_for_no_other(name: str, grams: int) -> None:
    """Two tell a weight once only; an empty plate of the third is eighteen zeros."""
    scale = simulated(name)
    scale.plate.put(grams)
    line = scale_profile(name).transport.serial
    assert find_scale(ScaleOnLine(scale, line).open_with, quick(HASTY_MS)) is None


@pytest.mark.parametrize("name", profile_ids("scales"))
def test_a_search_leaves_zero_tare_and_price_of_a_scale_as_they_were(name: str) -> None:
    scale = simulated(name)
    plate = scale.plate
    plate.put(40)
    plate.set_zero()
    plate.preset_tare(215)
    plate.put(1510)
    before = (plate.zero_offset_grams, plate.tare_grams, getattr(scale, "price", None))
    port = ScaleOnLine(scale, scale_profile(name).transport.serial)
    find_scale(port.open_with, quick(), on_network=True)
    assert (plate.zero_offset_grams, plate.tare_grams, getattr(scale, "price", None)) == before


NOISE = random.Random(2026)
NOTHING = b""
GPS = b"$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76\r\n"
STRANGERS: dict[str, tuple[Callable[[bytes], bytes], Callable[[], bytes]]] = {
    "a plug that sends back": (lambda data: data, lambda: NOTHING),
    "a modem": (lambda data: data + b"\r\nERROR\r\n", lambda: NOTHING),
    "a printer": (lambda data: b"\x12" * (b"\x05" in data), lambda: b"\x14\x00\x00\x0f"),
    "a scanner": (lambda _: NOTHING, lambda: b"4600051000057\r\n"),
    "a receiver of satellites": (lambda _: NOTHING, lambda: GPS),
    "a broken line": (lambda _: bytes(32), lambda: bytes(16)),
    "zeros when asked": (lambda _: bytes(18), lambda: NOTHING),
    "noise when asked": (lambda _: NOISE.randbytes(24), lambda: NOTHING),
    "noise": (lambda _: NOISE.randbytes(8), lambda: NOISE.randbytes(24)),
}


@pytest.mark.parametrize("who", STRANGERS)
def test_what_is_no_scale_is_taken_for_none(who: str) -> None:
    answer, unasked = STRANGERS[who]
    found = find_scale(lambda _: Chatty(answer, unasked), quick(HASTY_MS))
    assert found is None, (found.profile.id, str(found.line))
