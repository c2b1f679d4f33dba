"""Our scale hosts against our simulated scales, on TCP and on a serial line, well and broken.

Both were written from the makers' texts by people who did not read the other's code.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import msgspec
import pytest

from pos_desktop.hardware.profiles import ScaleProfile, SerialLine, profile_ids, scale_profile
from pos_desktop.hardware.scales.probe import find_scale, scale_profiles
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.transports.opening import transport_for
from pos_desktop.hardware.transports.serial_port import SerialTransport
from pos_desktop.hardware.transports.tcp import TcpTransport
from pos_desktop.ports import Health, ScaleAbility, ScaleCommanded, WeightRead, WeightStatus
from pos_desktop.simulators.scales.table import PUSHING, SCALES, scale_simulator
from tests.hardware.printing import Posted, wait_until

# A protocol that another scale speaks here already, or that says a weight and nothing more: these
# are read to the gram below, and not led through every fault.
PLAIN = {
    "nci", "adam-cpw", "adam-azextra", "toledo-prix-iii", "mercury-old", "ohaus-aviator",
    "mertech-cas", "mertech-m-er",
}  # fmt: skip
ASKED = sorted(set(SCALES) - PUSHING - PLAIN)
# These say a weight or nothing: neither that it moves nor why there is none.
TELL_LITTLE = {"dibal", "digi"}
NO_CHECKSUM = {"toledo-8217", "mt-sics", "sma", "a-and-d", "massa-mk"}
WIRES = ["tcp"] if sys.platform == "win32" else ["tcp", "serial"]


class Counter:
    """A simulated scale, our driver of it, and what the window hears."""

    def __init__(self, name: str, wire: str, answer_ms: int = 70) -> None:
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
        self.put: set[int | None] = {None, 0}
        self.scale = PolledScale(
            lambda: transport_for(endpoint, profile.transport),
            profile,
            self.posted,
            backoff_seconds=(0.02, 0.05),
        )
        self.scale.start()
        self.scale.start_weighing()

    def load(self, grams: int, *, stable: bool = True) -> None:
        self.put.add(grams)
        self.plate.set_weight(grams, stable)

    def reads(self) -> list[WeightRead]:
        return [event for event in list(self.posted.events) if isinstance(event, WeightRead)]

    def shows(self, status: WeightStatus, grams: int | None = None) -> None:
        def is_shown() -> bool:
            last = self.reads()[-1:]
            return bool(last) and (last[0].status, last[0].weight_grams) == (status, grams)

        wait_until(is_shown)

    def hears(self, command: ScaleAbility) -> ScaleCommanded:
        def outcomes() -> list[ScaleCommanded]:
            return [e for e in list(self.posted.events) if isinstance(e, ScaleCommanded)]

        wait_until(lambda: bool(outcomes()))
        [outcome] = outcomes()
        assert outcome.command is command
        self.posted.events.clear()
        self.scale.start_weighing()
        return outcome

    def stop(self) -> None:
        self.scale.stop()
        self.plate.stop()


@pytest.fixture(params=WIRES)
def wire(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=ASKED)
def counter(request: pytest.FixtureRequest, wire: str) -> Iterator[Counter]:
    one = Counter(str(request.param), wire)
    yield one
    one.stop()


# A dialog, a checksum, a line of text, bare bytes: on a serial line one of each is broken.
BREAKABLE = [(name, "tcp") for name in ASKED] + [
    (name, "serial")
    for name in ("cas-ad", "massa-tb", "massa-mk", "mt-sics", "shtrih-slim", "toledo-8217")
    if "serial" in WIRES
]


@pytest.fixture(params=BREAKABLE, ids="-".join)
def impatient(request: pytest.FixtureRequest) -> Iterator[Counter]:
    """The same, which calls a scale silent sooner."""
    one = Counter(*request.param, answer_ms=60)
    yield one
    one.stop()


def name_of(counter: Counter) -> str:
    return counter.plate.name.removeprefix("scale-")


def test_every_load_is_weighed_and_nothing_else_is_a_weight(counter: Counter) -> None:
    for grams in (1255, 340, 14_995, 0):
        counter.load(grams)
        counter.shows(WeightStatus.STABLE, grams)
    assert counter.scale.state.health is Health.ONLINE
    if name_of(counter) in TELL_LITTLE:
        return
    counter.load(700, stable=False)
    counter.shows(WeightStatus.MOVING)
    with counter.plate.lock:
        counter.plate.plate.overload()
    # Protocol J has no word for it: such a weight never comes to rest.
    is_told = name_of(counter) != "massa-mk"
    counter.shows(WeightStatus.OVER if is_told else WeightStatus.MOVING)
    counter.load(-50)
    counter.shows(WeightStatus.UNDER)
    assert {read.weight_grams for read in counter.reads()} <= {None, 0, 1255, 340, 14_995}


def test_a_broken_line_never_makes_a_weight_and_mends_by_itself(impatient: Counter) -> None:
    counter = impatient
    counter.load(1255)
    counter.shows(WeightStatus.STABLE, 1255)
    counter.posted.events.clear()
    faults = ["silent", "garbage", "unplugged"]
    if name_of(counter) not in NO_CHECKSUM:
        faults.append("checksum")
    for fault in faults:
        counter.plate.set_mode(fault)  # type: ignore[arg-type]
        counter.shows(WeightStatus.SILENT)
        counter.plate.set_mode("ok")
        counter.shows(WeightStatus.STABLE, 1255)
    counter.plate.set_mode("cut")
    seen = counter.plate.requests
    wait_until(lambda: counter.plate.requests >= seen + 2)
    counter.plate.set_mode("ok")
    counter.shows(WeightStatus.STABLE, 1255)
    counter.plate.set_mode("split")
    counter.load(340)
    counter.shows(WeightStatus.STABLE, 340)
    assert {read.weight_grams for read in counter.reads()} == {None, 1255, 340}
    assert counter.scale.state.health is Health.ONLINE


def test_a_zero_is_set_and_refused_under_a_load(counter: Counter) -> None:
    if ScaleAbility.ZERO not in counter.scale.abilities:
        counter.scale.zero()
        assert counter.hears(ScaleAbility.ZERO).reason == "scale.unsupported"
        return
    counter.load(120)
    counter.shows(WeightStatus.STABLE, 120)
    counter.scale.zero()
    assert counter.hears(ScaleAbility.ZERO).reason == ""
    counter.shows(WeightStatus.STABLE, 0)
    counter.load(5120)
    counter.shows(WeightStatus.STABLE, 5000)
    counter.scale.zero()
    outcome = counter.hears(ScaleAbility.ZERO)
    counter.shows(WeightStatus.STABLE, 5000)
    silent = name_of(counter) == "massa-mk"
    assert (outcome.reason == "") == silent
    assert outcome.reason in {"", "scale.zero_range", "scale.zero_refused"}


def test_what_lies_there_is_tared_and_freed_again(counter: Counter) -> None:
    if ScaleAbility.TARE not in counter.scale.abilities:
        counter.scale.tare()
        assert counter.hears(ScaleAbility.TARE).reason == "scale.unsupported"
        return
    counter.load(215)
    counter.shows(WeightStatus.STABLE, 215)
    counter.scale.tare()
    assert counter.hears(ScaleAbility.TARE).reason == ""
    counter.load(1470)
    counter.shows(WeightStatus.STABLE, 1255)
    assert counter.reads()[-1].tare_grams == 215
    counter.scale.tare(0)
    assert counter.hears(ScaleAbility.TARE).reason == ""
    counter.shows(WeightStatus.STABLE, 1470)


@pytest.mark.parametrize("wire", WIRES)
def test_a_scale_that_tells_a_weighing_by_itself_is_heard(wire: str) -> None:
    counter = Counter("massa-mk-push", wire)
    try:
        for grams in (1255, 340):
            counter.load(grams)
            counter.shows(WeightStatus.STABLE, grams)
        assert counter.scale.state.health is Health.ONLINE
    finally:
        counter.stop()


def test_a_known_tare_is_taken_off(counter: Counter) -> None:
    if ScaleAbility.PRESET_TARE not in counter.scale.abilities:
        counter.scale.tare(12)
        assert counter.hears(ScaleAbility.PRESET_TARE).reason == "scale.unsupported"
        return
    counter.load(1000)
    counter.shows(WeightStatus.STABLE, 1000)
    counter.scale.tare(12)
    assert counter.hears(ScaleAbility.PRESET_TARE).reason == ""
    counter.shows(WeightStatus.STABLE, 988)


@pytest.mark.parametrize("name", profile_ids("scales"))
def test_every_profile_there_is_weighs_to_the_gram(name: str) -> None:
    counter = Counter(name, "tcp")
    try:
        for grams in (1255, 340, 14_995):
            counter.load(grams)
            counter.shows(WeightStatus.STABLE, grams)
        assert counter.scale.state.health is Health.ONLINE
        assert {read.weight_grams for read in counter.reads()} <= counter.put
    finally:
        counter.stop()


def quick_profiles() -> list[ScaleProfile]:
    return [
        msgspec.structs.replace(p, scale=msgspec.structs.replace(p.scale, answer_ms=60))
        for p in scale_profiles()
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
def test_a_scale_on_a_serial_line_is_found_whatever_settings_the_line_refuses() -> None:
    plate = scale_simulator("shtrih-slim")
    path = plate.serve_pty()
    plate.set_weight(1255)
    # A pseudo-terminal cannot do parity and refuses it now and then; any rate reaches the scale.
    profiles = [p for p in quick_profiles() if p.scale.protocol in {"toledo_8217", "shtrih_pos2"}]
    try:
        found = find_scale(lambda line: SerialTransport(path, line or SerialLine()), profiles)
    finally:
        plate.stop()
    assert found is not None
    assert (found.profile.id, found.weight_grams) == ("shtrih-slim", 1255)


@pytest.mark.parametrize("name", ASKED)
def test_each_scale_is_found_among_all_protocols(name: str) -> None:
    plate = scale_simulator(name).start()
    plate.set_weight(1255)
    quick = quick_profiles()
    try:
        found = find_scale(lambda _: TcpTransport("127.0.0.1", plate.port), quick, on_network=True)
    finally:
        plate.stop()
    assert found is not None
    assert found.weight_grams == 1255
    assert scale_profile(name).id in [profile.id for profile in found.profiles]
