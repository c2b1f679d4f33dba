"""Massa-K's frames, byte for byte: Protocol 100, 1C, J and the weight that the MK sends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.scales.massa_100 import Massa1C, Massa100
from pos_desktop.hardware.scales.massa_frames import crc16, frame
from pos_desktop.hardware.scales.massa_j import MassaJ, massa_push
from pos_desktop.hardware.scales.readings import (
    Ability,
    CommandDone,
    CommandRefused,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Step,
)


def h(text: str) -> bytes:
    return bytes.fromhex(text)


def xmodem(data: bytes) -> int:
    """CRC-16/XMODEM as everybody writes it: polynomial 0x1021 from 0, top bit first."""
    crc = 0
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
    return crc


def test_questions_are_the_makers_bytes() -> None:
    assert Massa100().poll() == h("F8 55 CE 01 00 23 23 00")
    assert Massa1C().poll() == h("F8 55 CE 01 00 A0 A0 00")
    assert MassaJ().poll() == h("4A")
    assert massa_push().poll() == b""
    assert Massa100().zero() == h("F8 55 CE 01 00 72 72 00")
    assert Massa100().tare(100) == h("F8 55 CE 05 00 A3 64 00 00 00 22 23")
    assert Massa1C().tare(0) == frame(h("A3 00 00 00 00"))
    assert MassaJ().zero() == h("0E")


def test_a_captured_answer_is_read() -> None:
    captured = h("F8 55 CE 0D 00 24 00 00 00 00 01 01 00 01 00 00 00 00 FC 23")
    assert Massa100().feed(captured) == [ScaleReading(0, is_net=False, tare_grams=0)]


@given(st.binary(min_size=1, max_size=40))
def test_the_crc_is_xmodem_without_the_closing_zeros(body: bytes) -> None:
    assert crc16(body + b"\0\0") == xmodem(body)
    assert crc16(body[:1]) == body[0]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("24 E7 04 00 00 01 01 00 00", ScaleReading(1255)),
        ("24 E7 04 00 00 01 01 01 00 64 00 00 00", ScaleReading(1255, True, 100)),
        ("24 AC FE FF FF 01 01 00 00", ScaleReading(-340)),
        ("24 AC FE FF FF 01 00 00 00", ScaleStatus(moving=True)),
        ("24 0F 31 00 00 00 01 00 00", ScaleReading(1256)),  # 12,559 x 100 mg
        ("24 7D 00 00 00 02 01 00 00", ScaleReading(1250)),
        ("24 0D 00 00 00 03 01 00 00", ScaleReading(1300)),
        ("24 02 00 00 00 04 01 00 00", ScaleReading(2000)),
        ("28 08", ScaleStatus(over=True)),
        ("28 09", ScaleFault("scale.not_weighing", {"number": "09"})),
        ("28 07", ScaleFault("scale.protocol", {"number": "07"})),
        ("28 17", ScaleFault("scale.broken", {"number": "17"})),
        ("28 18", ScaleFault("scale.load_at_start", {"number": "18"})),
        ("28 19", ScaleFault("scale.broken", {"number": "19"})),
        ("28 55", ScaleFault("scale.error", {"number": "55"})),
    ],
)
def test_each_answer_of_protocol_100(body: str, says: Step) -> None:
    assert Massa100().feed(frame(h(body))) == [says]


@pytest.mark.parametrize(
    "body",
    [
        "24 E7 04 00 00 05 01 00 00",
        "24 E7 04 00 00 01 02 00 00",
        "24 E7 04",
        "76 4D",
        "10 00",
        "27",
    ],
)
def test_what_is_no_weight_of_protocol_100_is_none(body: str) -> None:
    assert Massa100().feed(frame(h(body))) == []


def test_the_weights_of_protocol_1c() -> None:
    codec = Massa1C()
    assert codec.feed(h("F8 55 CE 07 00 10 E7 04 00 00 01 01 5C 0C")) == [ScaleReading(1255, None)]
    assert codec.feed(h("F8 55 CE 07 00 10 AC FE FF FF 01 00 42 45")) == [ScaleStatus(moving=True)]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("27", CommandDone()),
        ("28 15", CommandRefused("scale.zero_range", {"number": "15"})),
        ("28 08", CommandRefused("scale.over", {"number": "08"})),
        ("28 07", CommandRefused("scale.unsupported", {"number": "07"})),
        ("F0", CommandRefused("scale.zero_refused")),
    ],
)
def test_what_becomes_of_a_zero(body: str, says: Step) -> None:
    codec = Massa100()
    codec.zero()
    assert codec.feed(frame(h(body))) == [says]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("12", CommandDone()),
        ("15", CommandRefused("scale.tare_refused")),
        ("F0", CommandRefused("scale.tare_refused")),
    ],
)
def test_what_becomes_of_a_tare(body: str, says: Step) -> None:
    codec = Massa1C()
    codec.tare(100)
    assert codec.feed(frame(h(body))) == [says]


def test_a_late_weight_is_no_outcome_of_a_command() -> None:
    codec = Massa100()
    codec.zero()
    assert codec.feed(frame(h("24 E7 04 00 00 01 01 00 00"))) == []


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("80 00 E7 04 00", ScaleReading(1255)),
        ("C0 00 00 00 00", ScaleReading(0)),
        ("80 01 07 31 00", ScaleReading(1255)),  # 12,551 x 0.1 g
        ("80 04 7D 00 00", ScaleReading(1250)),
        ("80 05 0D 00 00", ScaleReading(1300)),
        ("80 00 54 01 80", ScaleReading(-340)),
        ("00 00 E7 04 00", ScaleStatus(moving=True)),
    ],
)
def test_each_answer_of_protocol_j(answer: str, says: Step) -> None:
    assert MassaJ().feed(h(answer)) == [says]


def test_a_state_or_a_division_that_cannot_be_is_noise() -> None:
    assert MassaJ().feed(h("40 00 E7 04 00 83 02 07")) == []


def test_the_weight_that_the_mk_sends() -> None:
    codec = massa_push()
    assert codec.feed(h("55 AA E7 04 00 55 AA E7 04 00")) == [ScaleReading(1255)]
    assert codec.feed(h("55 AA 54 01 80 55 AA 54 01 80")) == [ScaleReading(-340)]
    assert codec.feed(h("55 AA 54 01 01 55 AA 54 01 01")) == []


def test_a_sent_weight_that_did_not_come_twice_is_none() -> None:
    codec = massa_push()
    assert codec.feed(h("55 AA E7 04 00")) == []
    assert codec.feed(h("55 AA E6 04 00")) == []
    assert codec.feed(h("55 AA E6 04 00")) == [ScaleReading(1254)]


def test_only_what_the_protocols_know_is_offered() -> None:
    assert Massa100().abilities == {Ability.ZERO, Ability.PRESET_TARE}
    assert MassaJ().abilities == {Ability.ZERO}
    assert massa_push().abilities == frozenset()
    assert not MassaJ().confirms
