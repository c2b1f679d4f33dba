"""Every simulated scale that can be searched for is found on TCP and on a serial line, by the
protocol of its profile, among all there are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from pos_desktop.app.device_trials import probe_scale
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
from tests.contract.scale_counters import WIRES
from tests.hardware.memory_transport import MemoryTransport

SHIPPED = scale_profiles()
SEARCHED = [
    name
    for name in profile_ids("scales")
    if scale_profile(name).scale.protocol not in NEVER_SEARCHED
]


def kin(protocol: str) -> str:
    return ALIKE.get(protocol, protocol)


def quick(name: str) -> list[ScaleProfile]:
    """Others are not waited for: it is the scale of this profile that is there."""
    own = kin(scale_profile(name).scale.protocol)

    def answer_ms(profile: ScaleProfile) -> int:
        return profile.scale.answer_ms if kin(profile.scale.protocol) == own else 30

    return [
        msgspec.structs.replace(p, scale=msgspec.structs.replace(p.scale, answer_ms=answer_ms(p)))
        for p in SHIPPED
    ]


def searched(name: str, wire: str) -> FoundScale | None:
    plate = scale_simulator(name)
    try:
        plate.set_weight(1255)
        if wire == "tcp":
            port = plate.start().port
            return find_scale(
                lambda _: TcpTransport("127.0.0.1", port), quick(name), on_network=True
            )
        path = plate.serve_pty()
        own = scale_profile(name).transport.serial
        return find_scale(lambda line: on_pty(path, line, own), quick(name))
    finally:
        plate.stop()


def on_pty(path: str, line: SerialLine | None, own: SerialLine) -> Transport:
    """A pseudo-terminal lets any rate through: here it knows that of the scale and no other. Parity
    it cannot do, so that it is not asked for it."""
    if line is None or str(line) != str(own):
        refused = MemoryTransport()
        refused.open_fails = TransportError("unreachable", reason="Invalid argument")
        return refused
    return SerialTransport(path, msgspec.structs.replace(line, bits=8, parity="N"))


@pytest.mark.skipif(len(WIRES) == 1, reason="there are no pseudo-terminals here")
def test_the_wizard_finds_a_scale_with_the_shipped_figures() -> None:
    plate = scale_simulator("cas-nt")
    try:
        plate.set_weight(1255)
        assert probe_scale(plate.serve_pty(), lambda: True) == ("cas-nt", "")
    finally:
        plate.stop()


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
        assert {kin(one) for one in spoken} == {kin(own)}
