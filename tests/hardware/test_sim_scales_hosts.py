"""A program nobody of this house wrote reads the simulated scales: PyPI's scales-driver-async."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from scales_driver_async.drivers import CASType6, MassK1C, ScalesDriver
from scales_driver_async.exeptions import ConnectorError, ScalesError

from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.scales.table import scale_simulator

HOSTS = {"cas-ad": CASType6, "massa-1c": MassK1C}
STABLE, MOVING = ScalesDriver.STATUS_STABLE, ScalesDriver.STATUS_UNSTABLE
TIMEOUT_SECONDS = 2.0


@contextmanager
def read_by(profile: str, *, serial: bool = False) -> Iterator[tuple[ScaleSimulator, ScalesDriver]]:
    """A simulated scale and the foreign host on its line."""
    scale = scale_simulator(profile)
    place: dict[str, object]
    if serial:
        place = {"connection_type": "serial", "port": scale.serve_pty(), "baudrate": 9600}
    else:
        scale.start()
        place = {"connection_type": "socket", "host": scale.host, "port": scale.port}
    try:
        yield scale, HOSTS[profile]("host", transfer_timeout=TIMEOUT_SECONDS, **place)
    finally:
        scale.stop()


LINES = [
    False,
    pytest.param(True, marks=pytest.mark.skipif(os.name != "posix", reason="POSIX has them")),
]


@pytest.mark.parametrize("serial", LINES)
@pytest.mark.parametrize("profile", HOSTS)
def test_the_foreign_host_reads_weights_that_stand_swing_and_are_negative(
    profile: str, serial: bool
) -> None:
    readings = [(0, True), (1255, True), (1255, False), (-340, True), (-340, False), (14_999, True)]

    async def read_all(scale: ScaleSimulator, host: ScalesDriver) -> list[tuple[Decimal, int]]:
        found = []
        for grams, stable in readings:
            scale.set_weight(grams, stable)
            found.append(await host.get_weight(ScalesDriver.UNIT_GR))
        await host.connector._close_connection()
        return found

    with read_by(profile, serial=serial) as (scale, host):
        found = asyncio.run(read_all(scale, host))
    expected = [(Decimal(grams), STABLE if stable else MOVING) for grams, stable in readings]
    assert found == expected


def test_the_foreign_host_reads_version_and_serial_number() -> None:
    with read_by("massa-1c") as (_, host):
        assert asyncio.run(host.get_info()) == "Host. Firmware version: 2.7. Serial number: 60417"


@pytest.mark.parametrize("profile", HOSTS)
@pytest.mark.parametrize("mode", ["checksum", "garbage"])
def test_the_foreign_host_takes_no_broken_answer_for_a_weight(profile: str, mode: str) -> None:
    with read_by(profile) as (scale, host):
        scale.set_mode(mode)  # type: ignore[arg-type]
        with pytest.raises((ScalesError, ConnectorError)):
            asyncio.run(host.get_weight(ScalesDriver.UNIT_GR))


@pytest.mark.parametrize("profile", HOSTS)
def test_the_foreign_host_is_cut_off_in_the_middle_and_reads_again_when_it_comes_back(
    profile: str,
) -> None:
    async def story(scale: ScaleSimulator, host: ScalesDriver) -> tuple[Decimal, int]:
        scale.set_weight(1255)
        scale.set_mode("cut")
        with pytest.raises(ConnectorError):
            await host.get_weight(ScalesDriver.UNIT_GR)
        scale.set_mode("ok")
        return await host.get_weight(ScalesDriver.UNIT_GR)

    with read_by(profile) as (scale, host):
        assert asyncio.run(story(scale, host)) == (Decimal(1255), STABLE)
