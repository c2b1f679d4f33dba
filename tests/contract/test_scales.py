"""Our scale hosts against our simulated scales, on TCP and on a serial line.

Both were written from the makers' texts by people who did not read the other's code. Broken lines
and the search are in files of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pos_desktop.hardware.profiles import profile_ids, scale_profile
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.ports import ScaleAbility, ScaleCommanded, WeightStatus
from tests.contract.scale_counters import Counters
from tests.hardware.printing import Posted
from tests.hardware.scale_kinds import codec_of, says


@pytest.fixture
def counters(request: pytest.FixtureRequest) -> Iterator[Counters]:
    made = Counters(str(request.param))
    yield made
    made.stop()


def able(ability: ScaleAbility) -> list[str]:
    """The profiles whose scales can be told it."""
    return [name for name in profile_ids("scales") if ability in codec_of(name).abilities]


def led(names: list[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("counters", names, indirect=True)


@led(profile_ids("scales"))
def test_every_profile_there_is_weighs_to_the_gram(counters: Counters) -> None:
    loads = [1255, 340, 14_995] + ([0] if says(counters.name).empty else [])
    for grams in loads:
        counters.weighs(grams)
    assert counters.all_work()
    assert counters.weights() <= counters.put


@led(profile_ids("scales"))
def test_what_is_no_weight_to_sell_by_is_none(counters: Counters) -> None:
    said = says(counters.name)
    cases: list[tuple[Callable[[], None], WeightStatus | None]] = [
        (lambda: counters.load(700, stable=False), said.moving),
        (counters.overload, said.over),
        (lambda: counters.load(-50), said.under),
    ]
    for spoil, shown in cases:
        counters.weighs(1255)
        spoil()
        if shown is None:
            counters.goes_on()
            counters.shows(WeightStatus.STABLE, 1255)
        else:
            counters.shows(shown)
    assert counters.weights() <= {None, 0, 1255}


@led(able(ScaleAbility.ZERO))
def test_a_zero_is_set_and_refused_under_a_load(counters: Counters) -> None:
    counters.weighs(120)
    assert counters.zero() == ""
    counters.shows(WeightStatus.STABLE, 0)
    counters.load(5120)
    counters.shows(WeightStatus.STABLE, 5000)
    reason = counters.zero()
    counters.shows(WeightStatus.STABLE, 5000)
    is_told = codec_of(counters.name).confirms
    assert reason in ({"scale.zero_range", "scale.zero_refused"} if is_told else {""})


@led(sorted({*able(ScaleAbility.TARE), *able(ScaleAbility.PRESET_TARE)}))
def test_what_lies_there_is_tared_and_freed_again(counters: Counters) -> None:
    counters.weighs(215)
    assert counters.tare() == ""
    counters.load(1470)
    counters.shows(WeightStatus.STABLE, 1255)
    assert counters.tares() == {215}
    if says(counters.name).frees:
        assert counters.tare(0) == ""
    else:
        assert counters.tare(0) == "scale.unsupported"
        counters.shows(WeightStatus.STABLE, 1255)
        counters.load(0)
        counters.shows(WeightStatus.UNDER)
        assert counters.tare() == ""
        counters.load(1470)
    counters.shows(WeightStatus.STABLE, 1470)
    assert counters.tares() == {0}


@led(able(ScaleAbility.PRESET_TARE))
def test_a_known_tare_is_taken_off(counters: Counters) -> None:
    counters.weighs(1000)
    assert counters.tare(12) == ""
    counters.shows(WeightStatus.STABLE, 988)


@pytest.mark.parametrize("name", profile_ids("scales"))
def test_what_a_scale_cannot_be_told_is_said_at_once(name: str) -> None:
    posted = Posted()
    scale = PolledScale(lambda: pytest.fail("no wire is needed"), scale_profile(name), posted)
    orders: dict[ScaleAbility, Callable[[], None]] = {
        ScaleAbility.ZERO: scale.zero,
        ScaleAbility.TARE: scale.tare,
        ScaleAbility.PRESET_TARE: lambda: scale.tare(12),
    }
    cannot = [ability for ability in orders if ability not in scale.abilities]
    for ability in cannot:
        orders[ability]()
    assert posted.events == [ScaleCommanded(ability, "scale.unsupported") for ability in cannot]
