"""Every scale on a line that is silent, noisy, slow, cut into pieces or in two, pulled out, or that
spoils a checksum: never a wrong weight, and all mends by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pos_desktop.hardware.profiles import profile_ids
from pos_desktop.ports import WeightStatus
from pos_desktop.simulators.on_line import LineMode
from tests.contract.scale_counters import Counters
from tests.hardware.scale_kinds import is_quiet, is_sealed

ANSWER_MS = 60
# Twice what an answer may take.
TOO_SLOW_SECONDS = 0.12
ONCE = [name for name in profile_ids("scales") if is_quiet(name)]
AGAIN = [name for name in profile_ids("scales") if not is_quiet(name)]


@pytest.fixture
def counters(request: pytest.FixtureRequest) -> Iterator[Counters]:
    made = Counters(str(request.param), ANSWER_MS)
    yield made
    made.stop()


def muting(name: str) -> list[LineMode]:
    """The faults of a line through which nothing can be read."""
    faults: list[LineMode] = ["silent", "garbage"]
    return [*faults, "checksum"] if is_sealed(name) else faults


@pytest.mark.parametrize("counters", AGAIN, indirect=True)
def test_a_broken_line_never_makes_a_weight_and_mends_by_itself(counters: Counters) -> None:
    counters.weighs(1255)
    for fault in (*muting(counters.name), "unplugged"):
        counters.breaks(fault)  # type: ignore[arg-type]
        counters.shows(WeightStatus.SILENT)
        counters.breaks("ok")
        counters.shows(WeightStatus.STABLE, 1255)
    counters.breaks("cut")
    counters.goes_on()
    counters.breaks("ok")
    counters.shows(WeightStatus.STABLE, 1255)
    counters.breaks("split")
    counters.weighs(340)
    counters.breaks("slow", slow_seconds=0.01)
    counters.weighs(1255)
    counters.breaks("slow", slow_seconds=TOO_SLOW_SECONDS)
    counters.load(340)
    counters.goes_on()
    counters.breaks("ok")
    counters.shows(WeightStatus.STABLE, 340)
    assert counters.weights() <= {None, 0, 1255, 340}
    assert counters.all_work()


@pytest.mark.parametrize("counters", ONCE, indirect=True)
def test_what_is_told_once_and_lost_is_no_weight_and_the_next_one_is(counters: Counters) -> None:
    counters.weighs(1255)
    for lost, fault in enumerate(muting(counters.name), 5001):
        counters.breaks(fault)
        counters.load(lost)
        counters.goes_on()
        counters.shows(WeightStatus.STABLE, 1255)
        counters.breaks("ok")
        counters.weighs(340)
        counters.weighs(1255)
        assert lost not in counters.weights()
    counters.breaks("unplugged")
    counters.shows(WeightStatus.SILENT)
    counters.breaks("ok")
    counters.shows(WeightStatus.MOVING)
    counters.weighs(340)
    counters.breaks("cut")
    counters.load(6001)
    counters.goes_on()
    counters.breaks("ok")
    counters.weighs(1255)
    counters.breaks("split")
    counters.weighs(340)
    counters.breaks("slow", slow_seconds=0.01)
    counters.weighs(1255)
    counters.breaks("slow", slow_seconds=TOO_SLOW_SECONDS)
    counters.load(340)
    counters.goes_on()
    counters.breaks("ok")
    counters.weighs(555)
    assert counters.weights() <= {None, 0, 555, 1255, 340}
    assert counters.all_work()
