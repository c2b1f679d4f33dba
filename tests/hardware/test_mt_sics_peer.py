"""Our MT-SICS host against somebody else's scale: PyPI `mt-sics-emulator` (MIT), over TCP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import msgspec
import pytest
from mtsics.core.state import ScaleConfig, ScaleState
from mtsics.protocol.engine import MTSICSEngine
from mtsics.transport.tcp import TCPConfig, TCPTransport

from pos_desktop.hardware.profiles import scale_profile
from pos_desktop.hardware.scales.probe import find_scale, scale_profiles
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.ports import Health, ScaleAbility, ScaleCommanded, WeightRead, WeightStatus
from tests.hardware.printing import Posted, wait_until


class Emulator:
    """The emulator's server in a thread of its own; kilograms with three decimals, 15 kg."""

    def __init__(self) -> None:
        self.state = ScaleState(config=ScaleConfig(capacity=15.0, graduation=0.001, unit="kg"))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        server = TCPTransport(MTSICSEngine(self.state), cfg=TCPConfig("127.0.0.1", 0))
        started = asyncio.run_coroutine_threadsafe(server.start(), self._loop)
        self.port = started.result(5)[1]

    def stop(self) -> None:
        async def cancel_all() -> None:
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(cancel_all(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


class Counter:
    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        profile = scale_profile("mt-sics")
        settings = msgspec.structs.replace(profile.scale, poll_ms=50, idle_poll_ms=50)
        profile = msgspec.structs.replace(profile, scale=settings)
        endpoint = f"tcp://127.0.0.1:{emulator.port}"
        self.posted = Posted()
        self.scale = PolledScale(
            lambda: transport_for(endpoint, profile.transport), profile, self.posted
        )
        self.scale.start()
        self.scale.start_weighing()

    def shows(self, status: WeightStatus, grams: int | None = None, tare: int = 0) -> None:
        wanted = WeightRead(status, grams, tare)
        wait_until(
            lambda: (
                [e for e in list(self.posted.events) if isinstance(e, WeightRead)][-1:] == [wanted]
            )
        )

    def hears(self, command: ScaleAbility, reason: str = "") -> None:
        wait_until(lambda: ScaleCommanded(command, reason) in list(self.posted.events))


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    one = Emulator()
    yield one
    one.stop()


@pytest.fixture
def counter(emulator: Emulator) -> Iterator[Counter]:
    one = Counter(emulator)
    yield one
    one.scale.stop()


def test_its_weights_are_ours(counter: Counter) -> None:
    for grams in (0, 1, 340, 1255, 15_000):
        counter.emulator.state.set_weight(grams / 1000)
        counter.shows(WeightStatus.STABLE, grams)
    assert counter.scale.state.health is Health.ONLINE


def test_what_it_calls_no_weight_is_none_here(counter: Counter) -> None:
    counter.emulator.state.set_weight(0.3, stable=False)
    counter.shows(WeightStatus.MOVING)
    counter.emulator.state.set_weight(15.5)
    counter.shows(WeightStatus.OVER)
    counter.emulator.state.set_weight(-0.5)
    counter.shows(WeightStatus.UNDER)


def test_it_is_zeroed_and_refuses_to_be_under_a_load(counter: Counter) -> None:
    counter.emulator.state.set_weight(0.02)
    counter.shows(WeightStatus.STABLE, 20)
    counter.scale.zero()
    counter.hears(ScaleAbility.ZERO)
    counter.shows(WeightStatus.STABLE, 0)
    counter.emulator.state.set_weight(5.0)
    counter.shows(WeightStatus.STABLE, 4980)
    counter.scale.zero()
    counter.hears(ScaleAbility.ZERO, "scale.zero_refused")
    counter.shows(WeightStatus.STABLE, 4980)


def test_it_is_tared_and_freed_of_the_tare(counter: Counter) -> None:
    counter.emulator.state.set_weight(0.215)
    counter.shows(WeightStatus.STABLE, 215)
    counter.scale.tare()
    counter.hears(ScaleAbility.TARE)
    counter.emulator.state.set_weight(1.47)
    counter.shows(WeightStatus.STABLE, 1255, tare=215)
    counter.scale.tare(0)
    counter.shows(WeightStatus.STABLE, 1470)


def test_a_known_tare_that_it_does_not_understand_is_refused_aloud(counter: Counter) -> None:
    counter.emulator.state.set_weight(1.0)
    counter.shows(WeightStatus.STABLE, 1000)
    counter.scale.tare(215)
    counter.hears(ScaleAbility.PRESET_TARE, "scale.unsupported")
    counter.shows(WeightStatus.STABLE, 1000)


def test_it_is_found_among_all_protocols(emulator: Emulator) -> None:
    emulator.state.set_weight(1.255)
    quick = [
        msgspec.structs.replace(p, scale=msgspec.structs.replace(p.scale, answer_ms=60))
        for p in scale_profiles()
    ]
    found = find_scale(lambda _: TcpTransport("127.0.0.1", emulator.port), quick, on_network=True)
    assert found is not None
    assert (found.profile.id, found.weight_grams) == ("mt-sics", 1255)
