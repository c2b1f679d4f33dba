"""Every simulated scale that can be searched for is found on TCP and on a serial line, by the
protocol of its profile, among all there are."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from pos_desktop.hardware.profiles import ScaleProfile, SerialLine, profile_ids, scale_profile
from pos_desktop.hardware.scales.probe import (
    ALIKE,
    NEVER_SEARCHED,
    FoundScale,
    find_scale,
    scale_profiles,
)
from pos_desktop.hardware.transports.protocol import Transport, TransportError
from pos_desktop.hardware.transports.serial_port import SerialTransport
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.simulators.scales.table import scale_simulator
from pos_desktop.simulators.wire import TICK_SECONDS
from tests.contract.scale_counters import WIRES
from tests.hardware.memory_transport import MemoryTransport

SHIPPED = scale_profiles()
SEARCHED = [
    name
    for name in profile_ids("scales")
    if scale_profile(name).scale.protocol not in NEVER_SEARCHED
]


def quick() -> list[ScaleProfile]:
    return [
        msgspec.structs.replace(p, scale=msgspec.structs.replace(p.scale, answer_ms=50))
        for p in SHIPPED
    ]


def searched(name: str, wire: str) -> FoundScale | None:
    plate = scale_simulator(name)
    try:
        plate.set_weight(1255)
        if wire == "tcp":
            port = plate.start().port
            return find_scale(lambda _: TcpTransport("127.0.0.1", port), quick(), on_network=True)
        path = plate.serve_pty()
        own = scale_profile(name).transport.serial
        return find_scale(lambda line: on_pty(path, line, own), quick())
    finally:
        plate.stop()


def on_pty(path: str, line: SerialLine | None, own: SerialLine) -> Transport:
    """A pseudo-terminal lets any rate through: here it knows that of the scale and no other. Parity
    it cannot do, and refuses it when it is asked again before the simulator has had a pause."""
    if line is None or str(line) != str(own):
        refused = MemoryTransport()
        refused.open_fails = TransportError("unreachable", reason="Invalid argument")
        return refused
    if line.parity != "N":
        threading.Event().wait(2 * TICK_SECONDS)
    return SerialTransport(path, line)


@pytest.mark.parametrize("name", SEARCHED)
def test_each_scale_is_found_among_all_protocols(name: str) -> None:
    own = scale_profile(name).scale.protocol
    with ThreadPoolExecutor() as pool:
        each = list(pool.map(lambda wire: searched(name, wire), WIRES))
    for found in each:
        assert found is not None
        assert found.weight_grams == 1255
        assert name in [profile.id for profile in found.profiles]
        spoken = {profile.scale.protocol for profile in found.profiles}
        assert {ALIKE.get(one, one) for one in spoken} == {ALIKE.get(own, own)}
