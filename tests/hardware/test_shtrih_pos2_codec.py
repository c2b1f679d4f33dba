"""Shtrih-M POS2, byte for byte: its frames, and the dialog that each question is."""

from __future__ import annotations

import pytest

from pos_desktop.hardware.scales.readings import (
    CommandDone,
    CommandRefused,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Send,
    Step,
)
from pos_desktop.hardware.scales.shtrih_pos2 import ShtrihPos2, frame
from tests.hardware.codecs import SHTRIH_CHANNEL, answers

ENQ, ACK, NAK = b"\x05", b"\x06", b"\x15"


def h(text: str) -> bytes:
    return bytes.fromhex(text)


STATE = h("02 05 3A 30 30 33 30 3C")
CHANNEL = h("02 02 E8 00 EA")
WEIGHT = h("02 0B 3A 00 15 00 E7 04 00 00 00 00 00 C7")


def ready() -> ShtrihPos2:
    """A scale whose channel is known already."""
    codec = ShtrihPos2("0030")
    codec.poll()
    codec.feed(NAK + ACK + SHTRIH_CHANNEL)
    return codec


def weighed(bits: int, value: int = 1255, tare: int = 0) -> bytes:
    data = bits.to_bytes(2, "little") + value.to_bytes(4, "little", signed=True)
    return frame(0x3A, b"\0" + data + tare.to_bytes(2, "little") + b"\0")


def asked(codec: ShtrihPos2, answer: bytes) -> list[Step]:
    """What a question for the weight brings in the end."""
    codec.poll()
    return answers(codec.feed(NAK + ACK + answer))


def test_the_first_question_asks_for_the_channel_and_then_for_the_weight() -> None:
    codec = ShtrihPos2("0030")
    assert codec.poll() == ENQ
    assert codec.feed(NAK) == [Send(CHANNEL)]
    assert codec.feed(ACK) == []
    assert codec.feed(SHTRIH_CHANNEL) == [Send(ACK), Send(ENQ)]
    assert codec.feed(NAK) == [Send(STATE)]
    assert codec.feed(ACK) == []
    assert codec.feed(WEIGHT) == [Send(ACK), ScaleReading(1255, False, 0)]


def test_the_channel_is_asked_for_once() -> None:
    codec = ready()
    assert codec.poll() == ENQ
    assert codec.feed(NAK) == [Send(STATE)]


def test_the_maker_s_frames_are_made() -> None:
    assert frame(0xFC) == h("02 01 FC FD")
    codec = ready()
    codec.zero()
    assert codec.feed(NAK) == [Send(h("02 05 30 30 30 33 30 36"))]
    codec.tare(None)
    assert codec.feed(NAK) == [Send(frame(0x31, b"0030"))]
    codec.tare(215)
    assert codec.feed(NAK) == [Send(frame(0x32, b"0030" + h("D7 00")))]
    codec.tare(0)
    assert codec.feed(NAK) == [Send(frame(0x32, b"0030" + h("00 00")))]


def test_an_older_answer_is_taken_and_ours_asked_again() -> None:
    codec = ready()
    codec.poll()
    assert codec.feed(ACK + WEIGHT) == [Send(ACK), Send(ENQ)]
    assert codec.feed(NAK) == [Send(STATE)]
    assert codec.feed(ACK + WEIGHT) == [Send(ACK), ScaleReading(1255, False, 0)]


def test_a_scale_that_always_answers_something_else_is_let_go() -> None:
    codec = ready()
    codec.poll()
    other = frame(0xFC, b"\0\1")
    sent = [step for _ in range(20) for step in codec.feed(ACK + other)]
    assert sent.count(Send(ENQ)) == 2


def test_a_command_is_repeated_when_the_scale_did_not_understand_it() -> None:
    codec = ready()
    codec.poll()
    assert codec.feed(NAK) == [Send(STATE)]
    assert codec.feed(NAK) == [Send(STATE)]
    assert sum(isinstance(step, Send) for step in codec.feed(NAK * 20)) == 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (weighed(0b1_0101), ScaleReading(1255, False, 0)),
        (weighed(0b1_1101, 1040, 215), ScaleReading(1040, True, 215)),
        (weighed(0b1_0101, -340), ScaleReading(-340, False, 0)),
        (weighed(0b0_0101), ScaleStatus(moving=True)),
        (weighed(0b101_0101), ScaleStatus(over=True)),
        (weighed(0b1_0001_0101), ScaleStatus(under=True)),
        (weighed(0b11_0101), ScaleFault("scale.load_at_start")),
        (weighed(0b1001_0101), ScaleFault("scale.broken", {"number": "0095"})),
        (weighed(0b10_0001_0101), ScaleFault("scale.broken", {"number": "0215"})),
        (h("02 02 3A 7A 42"), ScaleFault("scale.password", {"number": 122})),
        (frame(0x3A, bytes([170])), ScaleFault("scale.password_locked", {"number": 170})),
        (frame(0x3A, bytes([123])), ScaleFault("scale.not_weighing", {"number": 123})),
        (frame(0x3A, bytes([186])), ScaleFault("scale.broken", {"number": 186})),
        (frame(0x3A, bytes([120])), ScaleFault("scale.protocol", {"number": 120})),
        (frame(0x3A, bytes([99])), ScaleFault("scale.error", {"number": 99})),
    ],
)
def test_each_state(answer: bytes, says: Step) -> None:
    assert asked(ready(), answer) == [says]


@pytest.mark.parametrize(
    ("power", "grams"),
    [(0xFD, 1255), (0xFC, 126), (0xFE, 12_550), (0x63, 1255)],
)
def test_the_power_of_ten_is_the_channel_s(power: int, grams: int) -> None:
    codec = ShtrihPos2("0030")
    codec.poll()
    channel = frame(0xE8, b"\0\0\0\3" + bytes([power]) + bytes(15))
    codec.feed(NAK + ACK + channel)
    assert answers(codec.feed(NAK + ACK + WEIGHT)) == [ScaleReading(grams, False, 0)]


def test_a_scale_that_knows_no_channel_weighs_in_grams() -> None:
    codec = ShtrihPos2("0030")
    codec.poll()
    codec.feed(NAK + ACK + frame(0xE8, bytes([120])))
    assert answers(codec.feed(NAK + ACK + WEIGHT)) == [ScaleReading(1255, False, 0)]


@pytest.mark.parametrize(
    ("command", "error", "says"),
    [
        ("zero", 0, CommandDone()),
        ("zero", 150, CommandRefused("scale.zero_range", {"number": 150})),
        ("zero", 152, CommandRefused("scale.moving", {"number": 152})),
        ("zero", 122, CommandRefused("scale.password", {"number": 122})),
        ("zero", 120, CommandRefused("scale.unsupported", {"number": 120})),
        ("zero", 167, CommandRefused("scale.unsupported", {"number": 167})),
        ("zero", 121, CommandRefused("scale.protocol", {"number": 121})),
        ("tare", 0, CommandDone()),
        ("tare", 17, CommandRefused("scale.tare_refused", {"number": 17})),
        ("tare", 151, CommandRefused("scale.tare_refused", {"number": 151})),
    ],
)
def test_what_becomes_of_a_command(command: str, error: int, says: Step) -> None:
    codec = ready()
    number = 0x30 if command == "zero" else 0x31
    codec.zero() if command == "zero" else codec.tare(None)
    assert answers(codec.feed(NAK + ACK + frame(number, bytes([error])))) == [says]
