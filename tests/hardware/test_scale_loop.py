"""The scale's thread against the simulated scale, on TCP and on a pseudo-terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import msgspec
import pytest

from pos_desktop.hardware.profiles import ProfileError, ScaleProfile, scale_profile
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.ports import Health, WeightRead, WeightStatus
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from tests.hardware.printing import Posted, wait_until

SHIPPED = scale_profile("toledo-8217")


def quick() -> ScaleProfile:
    settings = msgspec.structs.replace(SHIPPED.scale, poll_ms=50, idle_poll_ms=250, answer_ms=150)
    return msgspec.structs.replace(SHIPPED, scale=settings)


class Counter:
    """A scale on its plate, and what the window hears of it."""

    def __init__(self, plate: ScaleSimulator, endpoint: str) -> None:
        self.plate = plate
        self.posted = Posted()
        profile = quick()
        self.scale = PolledScale(
            lambda: transport_for(endpoint, profile.transport),
            profile,
            self.posted,
            backoff_seconds=(0.02, 0.05),
        )

    def reads(self) -> list[WeightRead]:
        return [event for event in list(self.posted.events) if isinstance(event, WeightRead)]

    def shows(self, status: WeightStatus, grams: int | None = None) -> None:
        """Wait until the last thing posted is this."""
        wait_until(
            lambda: (
                (last := self.reads()[-1:])
                and (last[0].status, last[0].weight_grams) == (status, grams)
            )
        )


@pytest.fixture(params=["tcp", "serial"])
def counter(request: pytest.FixtureRequest) -> Iterator[Counter]:
    if request.param == "serial" and sys.platform == "win32":
        pytest.skip("there are no pseudo-terminals here")
    plate = ScaleSimulator()
    if request.param == "tcp":
        endpoint = f"tcp://127.0.0.1:{plate.start().port}"
    else:
        endpoint = f"serial:{plate.serve_pty()}"
    made = Counter(plate, endpoint)
    yield made
    made.scale.stop()
    plate.stop()
    made.posted.saw_no_bug()


def test_a_load_is_weighed(counter: Counter) -> None:
    counter.plate.set_weight(1255)
    counter.scale.start()
    counter.scale.start_weighing()
    counter.shows(WeightStatus.STABLE, 1255)
    assert counter.scale.state.health is Health.ONLINE


def test_a_weight_counts_only_when_two_answers_agree(counter: Counter) -> None:
    counter.plate.set_weight(500)
    # The answer of an idle poll may be the first of the two, so none is asked before.
    counter.scale.start_weighing()
    counter.scale.start()
    counter.shows(WeightStatus.STABLE, 500)
    assert [read.status for read in counter.reads()] == [WeightStatus.MOVING, WeightStatus.STABLE]


def test_what_is_no_weight_is_never_zero(counter: Counter) -> None:
    counter.scale.start()
    counter.scale.start_weighing()
    for grams, stable, status in (
        (300, False, WeightStatus.MOVING),
        (20_000, True, WeightStatus.OVER),
        (-50, True, WeightStatus.UNDER),
    ):
        counter.plate.set_weight(grams, stable)
        counter.shows(status)


def test_a_silent_scale_is_silent_and_comes_back(counter: Counter) -> None:
    counter.plate.set_weight(700)
    counter.scale.start()
    counter.scale.start_weighing()
    counter.shows(WeightStatus.STABLE, 700)
    counter.plate.set_mode("silent")
    counter.shows(WeightStatus.SILENT)
    assert counter.scale.state.reason == "scale.no_answer"
    counter.plate.set_mode("ok")
    counter.shows(WeightStatus.STABLE, 700)
    assert counter.scale.state.health is Health.ONLINE


def test_noise_is_silence(counter: Counter) -> None:
    counter.plate.set_weight(700)
    counter.plate.set_mode("garbage")
    counter.scale.start()
    counter.scale.start_weighing()
    counter.shows(WeightStatus.SILENT)


def test_answers_in_pieces_are_whole(counter: Counter) -> None:
    counter.plate.set_weight(2345)
    counter.plate.set_mode("split")
    counter.scale.start()
    counter.scale.start_weighing()
    counter.shows(WeightStatus.STABLE, 2345)


def test_tare_and_zero_reach_the_scale(counter: Counter) -> None:
    counter.plate.set_weight(1000)
    counter.scale.start()
    counter.scale.start_weighing()
    counter.shows(WeightStatus.STABLE, 1000)
    counter.scale.tare(215)
    counter.shows(WeightStatus.STABLE, 785)
    assert counter.reads()[-1].tare_grams == 215
    counter.scale.tare(0)
    counter.shows(WeightStatus.STABLE, 1000)
    counter.scale.tare()
    counter.shows(WeightStatus.STABLE, 0)
    assert counter.reads()[-1].tare_grams == 1000


def test_a_tared_scale_says_so_when_asked_for_zero(counter: Counter) -> None:
    counter.plate.set_weight(120)
    counter.scale.start()
    counter.scale.start_weighing()
    counter.shows(WeightStatus.STABLE, 120)
    counter.scale.zero()
    counter.shows(WeightStatus.STABLE, 0)


def test_the_same_weight_is_told_again_to_the_next_who_weighs(counter: Counter) -> None:
    counter.plate.set_weight(640)
    counter.scale.start()
    for _ in range(2):
        counter.scale.start_weighing()
        counter.shows(WeightStatus.STABLE, 640)
        counter.scale.stop_weighing()
        counter.posted.events.clear()


def test_nothing_is_told_while_nobody_weighs(counter: Counter) -> None:
    counter.plate.set_weight(640)
    counter.scale.start()
    wait_until(lambda: counter.scale.state.health is Health.ONLINE)
    wait_until(lambda: counter.plate.requests >= 3)
    assert counter.reads() == []


def test_a_scale_pulled_out_comes_back_by_itself() -> None:
    plate = ScaleSimulator().start()
    counter = Counter(plate, f"tcp://127.0.0.1:{plate.port}")
    plate.set_weight(900)
    counter.scale.start()
    counter.scale.start_weighing()
    counter.shows(WeightStatus.STABLE, 900)
    plate.set_mode("unplugged")
    counter.shows(WeightStatus.SILENT)
    wait_until(lambda: counter.scale.state.reason == "scale.unreachable")
    plate.set_mode("ok")
    counter.shows(WeightStatus.STABLE, 900)
    counter.scale.stop()
    plate.stop()


def test_an_unknown_protocol_names_those_there_are() -> None:
    profile = msgspec.structs.replace(
        SHIPPED, scale=msgspec.structs.replace(SHIPPED.scale, protocol="steelyard")
    )
    with pytest.raises(ProfileError) as caught:
        PolledScale(
            lambda: transport_for("tcp://127.0.0.1:1", profile.transport), profile, Posted()
        )
    assert "toledo_8217, mt_sics" in str(caught.value.values["expected"])
