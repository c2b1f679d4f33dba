"""The settings' word for a scale, with the parameters of its line, reaches the wire."""

from __future__ import annotations

import sys

import pytest

from pos_desktop.hardware.profiles import SerialLine, scale_profile
from pos_desktop.hardware.supervisor import DeviceSupervisor
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.hardware.transports.serial_port import SerialTransport
from pos_desktop.ports import WeightRead, WeightStatus
from pos_desktop.settings import Endpoint
from pos_desktop.simulators.scales.table import scale_simulator
from tests.hardware.printing import Posted, wait_until


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("serial:COM3", SerialLine(baud=57_600)),
        ("serial:COM3@19200-8E1", SerialLine(baud=19_200, parity="E")),
        ("serial:COM3@2400-7O2", SerialLine(baud=2400, bits=7, parity="O", stop=2)),
    ],
)
def test_the_endpoint_overrules_the_profile(text: str, line: SerialLine) -> None:
    wire = transport_for(text, scale_profile("massa-tb").transport)
    assert isinstance(wire, SerialTransport)
    assert wire._line == line


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
def test_a_register_weighs_on_a_scale_whose_setting_was_found_out() -> None:
    plate = scale_simulator("shtrih-slim")
    path = plate.serve_pty()
    plate.set_weight(1255)
    posted = Posted()
    supervisor = DeviceSupervisor(posted)
    scale = supervisor.add_scale(Endpoint.parse(f"serial:{path}@19200-8N1,shtrih-slim"))
    supervisor.start()
    try:
        scale.start_weighing()
        wanted = WeightRead(WeightStatus.STABLE, 1255)
        wait_until(lambda: wanted in list(posted.events))
    finally:
        supervisor.stop()
        plate.stop()
