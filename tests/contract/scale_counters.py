"""A simulated scale, our driver of it, and what the window hears: on TCP and on a serial line."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import msgspec

from pos_desktop.hardware.profiles import scale_profile
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.ports import Health, ScaleAbility, ScaleCommanded, WeightRead, WeightStatus
from pos_desktop.simulators.on_line import LineMode
from pos_desktop.simulators.scales.table import scale_simulator
from pos_desktop.simulators.wire import TICK_SECONDS
from tests.hardware.printing import Posted, wait_until
from tests.hardware.scale_kinds import is_asked

WIRES = ["tcp"] if sys.platform == "win32" else ["tcp", "serial"]


class Counter:
    """One scale on one wire."""

    def __init__(self, name: str, wire: str, answer_ms: int) -> None:
        self.plate = scale_simulator(name)
        if wire == "tcp":
            endpoint = f"tcp://127.0.0.1:{self.plate.start().port}"
        else:
            endpoint = f"serial:{self.plate.serve_pty()}"
        shipped = scale_profile(name)
        settings = msgspec.structs.replace(
            shipped.scale, poll_ms=20, idle_poll_ms=20, answer_ms=answer_ms, max_grams=15_000
        )
        profile = msgspec.structs.replace(shipped, scale=settings)
        self.posted = Posted()
        self.scale = PolledScale(
            lambda: transport_for(endpoint, profile.transport),
            profile,
            self.posted,
            backoff_seconds=(0.02, 0.05),
        )
        self.scale.start()
        self.scale.start_weighing()

    def reads(self) -> list[WeightRead]:
        return [event for event in list(self.posted.events) if isinstance(event, WeightRead)]

    def is_shown(self, status: WeightStatus, grams: int | None) -> bool:
        last = self.reads()[-1:]
        return bool(last) and (last[0].status, last[0].weight_grams) == (status, grams)

    def outcomes(self) -> list[ScaleCommanded]:
        return [e for e in list(self.posted.events) if isinstance(e, ScaleCommanded)]

    def hears(self, command: ScaleAbility) -> str:
        """Return the reason of what came of a command, "" when it was done."""
        wait_until(lambda: bool(self.outcomes()))
        [outcome] = self.outcomes()
        assert outcome.command is command
        self.posted.events.clear()
        self.scale.start_weighing()
        return outcome.reason

    def stop(self) -> None:
        self.scale.stop()
        self.plate.stop()
        self.posted.saw_no_bug()


class Counters:
    """The same scale on each wire there is, led through the same story at the same time."""

    def __init__(self, name: str, answer_ms: int = 70) -> None:
        self.name = name
        self.put: set[int | None] = {None, 0}
        self.each = [Counter(name, wire, answer_ms) for wire in WIRES]

    @property
    def abilities(self) -> frozenset[ScaleAbility]:
        return self.each[0].scale.abilities

    def load(self, grams: int, *, stable: bool = True) -> None:
        self.put.add(grams)
        for one in self.each:
            one.plate.set_weight(grams, stable)

    def overload(self) -> None:
        for one in self.each:
            with one.plate.lock:
                one.plate.plate.overload()

    def weighs(self, grams: int) -> None:
        """Put a load on, and see it."""
        self.load(grams)
        self.shows(WeightStatus.STABLE, grams)

    def shows(self, status: WeightStatus, grams: int | None = None) -> None:
        for one in self.each:
            wait_until(lambda one=one: one.is_shown(status, grams))  # type: ignore[misc]

    def breaks(self, mode: LineMode, *, slow_seconds: float | None = None) -> None:
        for one in self.each:
            one.plate.set_mode(mode, slow_seconds=slow_seconds)

    def goes_on(self) -> None:
        """Wait until each has been asked again and again, or could have spoken."""
        if not is_asked(self.name):
            threading.Event().wait(4 * TICK_SECONDS)
            return
        seen = [one.plate.requests for one in self.each]
        wait_until(
            lambda: all(
                one.plate.requests >= before + 2
                for one, before in zip(self.each, seen, strict=True)
            )
        )

    def hears(self, command: ScaleAbility) -> str:
        [reason] = {one.hears(command) for one in self.each}
        return reason

    def zero(self) -> str:
        for one in self.each:
            one.scale.zero()
        return self.hears(ScaleAbility.ZERO)

    def tare(self, grams: int | None = None) -> str:
        for one in self.each:
            one.scale.tare(grams)
        return self.hears(ScaleAbility.PRESET_TARE if grams else ScaleAbility.TARE)

    def tares(self) -> set[int]:
        return {one.reads()[-1].tare_grams for one in self.each}

    def weights(self) -> set[int | None]:
        return {read.weight_grams for one in self.each for read in one.reads()}

    def forget(self) -> None:
        for one in self.each:
            one.posted.events.clear()
            one.scale.start_weighing()

    def all_work(self) -> bool:
        return {one.scale.state.health for one in self.each} == {Health.ONLINE}

    def stop(self) -> None:
        with ThreadPoolExecutor() as pool:
            list(pool.map(Counter.stop, self.each))
