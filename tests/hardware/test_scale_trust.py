"""When a scale is believed: equal answers one after another, and a tare that is certainly on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from pos_desktop.hardware.scales.dialog import ask
from pos_desktop.hardware.scales.readings import ScaleReading
from pos_desktop.hardware.scales.toledo_8217 import Toledo8217
from pos_desktop.ports import Health, WeightStatus
from tests.hardware.memory_transport import MemoryTransport
from tests.hardware.printing import wait_until
from tests.hardware.test_scale_dialogs import Make, Massa, bench

__all__ = ["bench"]

HALF_KILO, MORE = b"\x0200.500\r", b"\x0200.505\r"
MOVING = b"\x02?\x01\r"
NOTHING = b""
ROUNDS = 3


class Telling:
    """A scale that says one thing after another, over and over, until it is told to rest on one."""

    def __init__(self, said: Sequence[bytes]) -> None:
        self.said = said
        self.asked = 0
        self.rests_on: bytes | None = None

    def __call__(self, data: bytes) -> bytes:
        if data != b"W":
            return b""
        self.asked += 1
        if self.rests_on is not None:
            return self.rests_on
        return self.said[(self.asked - 1) % len(self.said)]


@pytest.mark.parametrize(
    "said",
    [(HALF_KILO, MORE), (HALF_KILO, MOVING), (HALF_KILO, NOTHING)],
    ids=["another weight", "a load that moves", "silence"],
)
def test_a_weight_with_something_else_in_between_is_not_believed(
    bench: Make, said: Sequence[bytes]
) -> None:
    scale = Telling(said)
    one = bench("toledo-8217", scale)
    # An idle scale is asked seldom, and what it said then may be the first of two.
    one.scale.start_weighing()
    one.scale.start()
    wait_until(lambda: scale.asked > ROUNDS * len(said))
    assert one.reads()
    assert {read.status for read in one.reads()} == {WeightStatus.MOVING}
    scale.rests_on = HALF_KILO
    one.shows(WeightStatus.STABLE, 500)


def test_what_lies_there_is_tared_whole_even_if_a_part_was_tared_before(bench: Make) -> None:
    scale = Massa()
    one = bench("massa-tb", scale)
    one.start()
    one.shows(WeightStatus.STABLE, 500)
    one.scale.tare(215)
    one.shows(WeightStatus.STABLE, 285)
    one.scale.tare()
    assert one.shows(WeightStatus.STABLE, 0).tare_grams == 500
    assert scale.tare == 500


class Tared:
    """It says only that a tare is on it, and not which."""

    def __init__(self) -> None:
        self.net = False

    def __call__(self, data: bytes) -> bytes:
        if data == b"W":
            return b"\x0200.285N\r" if self.net else HALF_KILO
        self.net = True
        return b"\x02?\x20\r"


def with_tare(bench: Make, scale: Tared):
    one = bench("toledo-8217", scale)
    one.start()
    one.shows(WeightStatus.STABLE, 500)
    one.scale.tare(215)
    assert one.shows(WeightStatus.STABLE, 285).tare_grams == 215
    return one


def test_a_tare_that_was_taken_off_at_the_scale_is_shown_no_more(bench: Make) -> None:
    scale = Tared()
    one = with_tare(bench, scale)
    scale.net = False
    assert one.shows(WeightStatus.STABLE, 500).tare_grams == 0


def test_a_tare_told_before_the_line_broke_is_not_claimed_afterwards(bench: Make) -> None:
    one = with_tare(bench, Tared())
    one.wire.fail_after = 0
    one.shows(WeightStatus.SILENT)
    one.wire.fail_after = None
    wait_until(lambda: one.scale.state.health is Health.ONLINE)
    assert one.shows(WeightStatus.STABLE, 285).tare_grams == 0


def test_a_weight_told_once_is_not_asked_for_before_somebody_weighs(bench: Make) -> None:
    once = [b"  1.255kg\r\n"]
    one = bench("adam-azextra", lambda _question: once.pop() if once else NOTHING)
    one.scale.start()
    for _ in range(2):  # when the second is read, the whole turn that read the first is over
        one.wire.say(b"?\r\n")
        wait_until(one.wire._incoming.empty)
    one.scale.start_weighing()
    one.shows(WeightStatus.STABLE, 1255)


def answers(said: bytes) -> Callable[[bytes], bytes]:
    return lambda _question: said


def test_an_answer_that_comes_too_late_is_not_the_answer_to_the_next_question() -> None:
    wire = MemoryTransport(answers(MORE))
    wire.say(HALF_KILO)
    codec = Toledo8217()
    assert ask(wire, codec, codec.poll(), 0.2) == ScaleReading(505)


def test_a_line_that_never_falls_silent_holds_nobody_up() -> None:
    class Flood(MemoryTransport):
        def read(self, size: int, timeout_seconds: float) -> bytes:
            return b"\xff" * size

    codec = Toledo8217()
    started = time.monotonic()
    assert ask(Flood(), codec, codec.poll(), 0.02) is None
    assert time.monotonic() - started < 2.0
