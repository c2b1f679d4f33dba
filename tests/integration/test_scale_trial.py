"""A scale that is being set up is tried: its weight, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

import pytest

from pos_desktop.app.device_trials import DeviceTrials, TrialTimes
from pos_desktop.domain.errors import DeviceError
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scales.table import scale_simulator
from tests.hardware.printing import FakeClock


@pytest.fixture
def plate() -> Iterator[ScaleSimulator]:
    one = scale_simulator("toledo-8217").start()
    yield one
    one.stop()


@pytest.fixture
def trials(tmp_path: Path) -> DeviceTrials:
    return DeviceTrials(tmp_path, FakeClock(), lambda: "ru", UTC, times=TrialTimes(answer=1.2))


def place_of(plate: ScaleSimulator) -> tuple[str, str]:
    return f"tcp://127.0.0.1:{plate.port}", "toledo-8217"


def test_the_weight_that_lies_there_is_read(plate: ScaleSimulator, trials: DeviceTrials) -> None:
    plate.set_weight(1255)
    assert trials.read_weight(*place_of(plate)) == 1255


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda plate: plate.set_weight(300, stable=False), "scale.moving"),
        (lambda plate: plate.set_weight(20_000), "scale.over"),
        (lambda plate: plate.set_weight(-50), "scale.under"),
        (lambda plate: plate.set_mode("silent"), "scale.no_answer"),
    ],
)
def test_a_scale_that_gives_no_weight_says_why(
    plate: ScaleSimulator,
    trials: DeviceTrials,
    spoil: Callable[[ScaleSimulator], None],
    code: str,
) -> None:
    spoil(plate)
    with pytest.raises(DeviceError) as caught:
        trials.read_weight(*place_of(plate))
    assert caught.value.code == code
