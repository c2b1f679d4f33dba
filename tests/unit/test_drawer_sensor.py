"""How the sensor of a drawer is found out: shut, opened, shut again."""

from __future__ import annotations

import pytest

from pos_desktop.domain.drawer_sensor import SensorWalk, WalkStep


@pytest.mark.parametrize(("shut", "sensor"), [(True, "low"), (False, "high")])
def test_the_level_that_comes_when_it_is_opened_and_goes_when_it_is_shut_is_the_sensors(
    shut, sensor
):
    walk = SensorWalk().said(shut)
    assert walk.step is WalkStep.OPEN
    walk = walk.sensed(shut).sensed(not shut)
    assert walk.step is WalkStep.SHUT_AGAIN
    assert walk.sensor == ""
    walk = walk.sensed(not shut).sensed(shut)
    assert (walk.step, walk.sensor) == (WalkStep.FOUND, sensor)


def test_a_level_that_never_changes_is_that_of_a_bare_pin():
    walk = SensorWalk().said(True).sensed(True).said(True)
    assert (walk.step, walk.sensor) == (WalkStep.NONE, "none")


def test_a_level_that_does_not_come_back_is_no_sensor_and_all_begins_anew():
    walk = SensorWalk().said(True).sensed(False)
    assert walk.said(False) == SensorWalk()


def test_without_a_word_of_the_printer_nothing_is_found_out():
    assert SensorWalk().said(None) == SensorWalk()
    asked = SensorWalk().said(False)
    assert asked.sensed(None) == asked
    assert asked.said(None) == SensorWalk()
    ended = SensorWalk(WalkStep.FOUND, shut_level=True)
    assert ended.sensed(False) == ended
