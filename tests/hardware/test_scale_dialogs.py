"""The scale's thread with protocols of several steps, refusals, faults and scales that speak by
themselves; the scales are a few lines each, on a wire in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
import pytest

from pos_desktop.hardware.profiles import ScaleProfile, scale_profile
from pos_desktop.hardware.scales.massa_frames import frame as massa_frame
from pos_desktop.hardware.scales.scale_loop import PolledScale
from pos_desktop.hardware.scales.shtrih_pos2 import frame as shtrih_frame
from pos_desktop.hardware.transports.protocol import TransportError
from pos_desktop.ports import Health, ScaleAbility, ScaleCommanded, WeightRead, WeightStatus
from tests.hardware.codecs import SHTRIH_CHANNEL
from tests.hardware.memory_transport import MemoryTransport
from tests.hardware.printing import Posted, wait_until


def quick(profile_id: str) -> ScaleProfile:
    profile = scale_profile(profile_id)
    settings = msgspec.structs.replace(profile.scale, poll_ms=20, idle_poll_ms=20, answer_ms=60)
    return msgspec.structs.replace(profile, scale=settings)


class Bench:
    """A scale on a wire in memory, and what the window hears of it."""

    def __init__(self, profile_id: str, answer: Callable[[bytes], bytes]) -> None:
        self.wire = MemoryTransport(answer)
        self.posted = Posted()
        self.scale = PolledScale(
            lambda: self.wire, quick(profile_id), self.posted, backoff_seconds=(0.02, 0.05)
        )

    def start(self) -> None:
        self.scale.start()
        self.scale.start_weighing()

    def reads(self) -> list[WeightRead]:
        return [event for event in list(self.posted.events) if isinstance(event, WeightRead)]

    def outcomes(self) -> list[ScaleCommanded]:
        return [event for event in list(self.posted.events) if isinstance(event, ScaleCommanded)]

    def shows(self, status: WeightStatus, grams: int | None = None) -> WeightRead:
        def is_shown() -> bool:
            last = self.reads()[-1:]
            return bool(last) and (last[0].status, last[0].weight_grams) == (status, grams)

        wait_until(is_shown)
        return self.reads()[-1]

    def hears(self, command: ScaleAbility, reason: str = "") -> None:
        wait_until(lambda: bool(self.outcomes()))
        assert [(o.command, o.reason) for o in self.outcomes()] == [(command, reason)]
        self.posted.events.clear()


Make = Callable[[str, Callable[[bytes], bytes]], Bench]


@pytest.fixture
def bench() -> Iterator[Make]:
    made: list[Bench] = []

    def make(profile_id: str, answer: Callable[[bytes], bytes]) -> Bench:
        made.append(Bench(profile_id, answer))
        return made[-1]

    yield make
    for one in made:
        one.scale.stop()
        one.posted.saw_no_bug()


class Shtrih:
    """Answers every question; error: of zero and tare; skips_ack: it forgets that it was told."""

    def __init__(self) -> None:
        self.error = 0
        self.grams = 1255
        self.tare = 0
        self.bits = 0b1_0101

    def __call__(self, data: bytes) -> bytes:
        if data == b"\x05":
            return b"\x15"
        if data[:1] != b"\x02":
            return b""
        command = data[2]
        if command == 0xE8:
            return b"\x06" + SHTRIH_CHANNEL
        if command == 0x3A:
            bits = self.bits | (8 if self.tare else 0)
            said = bits.to_bytes(2, "little") + (self.grams - self.tare).to_bytes(
                4, "little", signed=True
            )
            return b"\x06" + shtrih_frame(
                0x3A, b"\0" + said + self.tare.to_bytes(2, "little") + b"\0"
            )
        if command == 0x32 and not self.error:
            self.tare = int.from_bytes(data[7:9], "little")
        return b"\x06" + shtrih_frame(command, bytes([self.error]))


def test_a_dialog_of_many_steps_ends_in_a_weight(bench: Make) -> None:
    one = bench("shtrih-slim", Shtrih())
    one.start()
    one.shows(WeightStatus.STABLE, 1255)
    assert one.scale.state.health is Health.ONLINE


def test_the_tare_that_the_scale_tells_is_the_one_shown(bench: Make) -> None:
    one = bench("shtrih-slim", Shtrih())
    one.start()
    one.shows(WeightStatus.STABLE, 1255)
    one.scale.tare(215)
    assert one.shows(WeightStatus.STABLE, 1040).tare_grams == 215
    assert one.outcomes() == [ScaleCommanded(ScaleAbility.PRESET_TARE)]


@pytest.mark.parametrize(
    ("error", "reason"),
    [(150, "scale.zero_range"), (152, "scale.moving"), (122, "scale.password")],
)
def test_a_zero_that_the_scale_refuses_is_told_with_its_reason(
    bench: Make, error: int, reason: str
) -> None:
    scale = Shtrih()
    scale.error = error
    one = bench("shtrih-slim", scale)
    one.scale.start()
    one.scale.zero()
    one.hears(ScaleAbility.ZERO, reason)


def test_a_zero_that_was_done_is_told_too(bench: Make) -> None:
    one = bench("shtrih-slim", Shtrih())
    one.scale.start()
    one.scale.zero()
    one.hears(ScaleAbility.ZERO)


def test_what_the_scale_has_no_command_for_is_said_at_once(bench: Make) -> None:
    one = bench("cas-ad", lambda _: b"")
    assert one.scale.abilities == frozenset()
    one.scale.zero()
    one.hears(ScaleAbility.ZERO, "scale.unsupported")
    one.scale.tare()
    one.hears(ScaleAbility.TARE, "scale.unsupported")
    one.scale.tare(0)
    one.hears(ScaleAbility.TARE, "scale.unsupported")


def test_a_command_that_nobody_answers_is_not_called_done(bench: Make) -> None:
    one = bench("shtrih-slim", lambda _: b"")
    one.scale.start()
    one.scale.zero()
    one.hears(ScaleAbility.ZERO, "scale.no_answer")


def test_a_command_to_a_scale_that_is_not_there_is_not_kept_for_later(bench: Make) -> None:
    one = bench("shtrih-slim", Shtrih())
    one.wire.open_fails = TransportError("not_found", path="COM3")
    one.scale.start()
    one.scale.zero()
    one.hears(ScaleAbility.ZERO, "scale.no_answer")
    one.wire.open_fails = None
    wait_until(lambda: one.scale.state.health is Health.ONLINE)
    assert one.outcomes() == []
    assert shtrih_frame(0x30, b"0030") not in bytes(one.wire.written)


def test_a_scale_that_does_not_say_what_became_of_a_zero_is_believed(bench: Make) -> None:
    one = bench("massa-mk", lambda data: bytes.fromhex("C0 00 00 00 00") if data == b"J" else b"")
    one.scale.start()
    one.scale.zero()
    one.hears(ScaleAbility.ZERO)


class Massa:
    def __init__(self) -> None:
        self.grams = 500
        self.tare = 0
        self.stable = True

    def __call__(self, data: bytes) -> bytes:
        if data == massa_frame(b"\x23"):
            weight = (self.grams - self.tare).to_bytes(4, "little", signed=True)
            flags = bytes([1, self.stable, self.tare > 0, 0])
            return massa_frame(b"\x24" + weight + flags + self.tare.to_bytes(4, "little"))
        if data[5:6] == b"\xa3":
            self.tare = int.from_bytes(data[6:10], "little")
            return massa_frame(b"\x12")
        return b""


def test_what_lies_there_is_tared_by_its_weight_where_the_scale_knows_no_other_way(
    bench: Make,
) -> None:
    one = bench("massa-tb", Massa())
    assert ScaleAbility.TARE in one.scale.abilities
    one.start()
    one.shows(WeightStatus.STABLE, 500)
    one.scale.tare()
    assert one.shows(WeightStatus.STABLE, 0).tare_grams == 500
    one.scale.tare(0)
    assert one.shows(WeightStatus.STABLE, 500).tare_grams == 0


def test_a_weight_that_moves_is_not_tared(bench: Make) -> None:
    scale = Massa()
    scale.stable = False
    one = bench("massa-tb", scale)
    one.start()
    one.shows(WeightStatus.MOVING)
    one.scale.tare()
    wait_until(lambda: bool(one.outcomes()))
    assert one.outcomes() == [ScaleCommanded(ScaleAbility.TARE, "scale.moving")]
    assert scale.tare == 0


def test_less_than_nothing_is_under_and_more_than_the_most_is_over(bench: Make) -> None:
    scale = Massa()
    one = bench("massa-tb", scale)
    one.start()
    one.shows(WeightStatus.STABLE, 500)
    scale.grams = -340
    one.shows(WeightStatus.UNDER)
    scale.grams = 32_001
    one.shows(WeightStatus.OVER)
    scale.grams = 32_000
    one.shows(WeightStatus.STABLE, 32_000)


def test_pounds_are_refused_with_a_reason_and_are_no_weight(bench: Make) -> None:
    said = [b"\x0202.76\r"]
    one = bench("toledo-8217", lambda data: said[0] if data == b"W" else b"")
    one.start()
    read = one.shows(WeightStatus.FAULTY)
    assert (read.reason, read.values) == ("scale.unit", {"unit": "lb"})
    assert one.scale.state.health is Health.DEGRADED
    assert one.scale.state.reason == "scale.unit"
    said[0] = b"\x0201.255\r"
    one.shows(WeightStatus.STABLE, 1255)
    assert one.scale.state.health is Health.ONLINE


def test_a_scale_that_talks_all_the_time_is_believed_in_what_it_said_last(bench: Make) -> None:
    one = bench("cas-nt", lambda _: b"")
    one.start()
    for grams in (0, 400, 1200, 1255, 1255):
        one.wire.say(f"ST,GS,\x01\x00,   {grams / 1000:5.3f} kg\r\n".encode())

    def is_believed() -> bool:
        one.wire.say(b"ST,GS,\x01\x00,   1.255 kg\r\n")
        return WeightRead(WeightStatus.STABLE, 1255) in one.reads()

    wait_until(is_believed)
    weights = [read.weight_grams for read in one.reads() if read.weight_grams is not None]
    assert weights == [1255]
    one.shows(WeightStatus.SILENT)


def test_a_scale_that_says_a_weight_once_is_waited_for_and_not_called_silent(bench: Make) -> None:
    one = bench("massa-mk-push", lambda _: b"")
    one.start()
    one.shows(WeightStatus.MOVING)
    assert one.scale.state.health is Health.ONLINE
    one.wire.say(bytes.fromhex("55 AA E7 04 00") * 2)
    one.shows(WeightStatus.STABLE, 1255)
    wait_until(lambda: one.scale.state.health is Health.ONLINE)
    assert one.reads()[-1].status is WeightStatus.STABLE
    one.scale.stop_weighing()
    one.scale.start_weighing()
    one.shows(WeightStatus.MOVING)


def test_a_wire_that_breaks_in_the_middle_of_a_dialog_is_silence(bench: Make) -> None:
    one = bench("shtrih-slim", Shtrih())
    one.start()
    one.shows(WeightStatus.STABLE, 1255)
    one.wire.fail_after = 3
    one.shows(WeightStatus.SILENT)
    one.wire.fail_after = None
    one.shows(WeightStatus.STABLE, 1255)
