"""CAS type 6, its variants, and the line of 22 bytes."""

from __future__ import annotations

from functools import reduce

import pytest

from pos_desktop.hardware.scales.cas import CasType6, cas_line
from pos_desktop.hardware.scales.readings import (
    Ability,
    ScaleFault,
    ScaleReading,
    ScaleStatus,
    Send,
    Step,
)

ENQ, ACK, NAK, DC1 = b"\x05", b"\x06", b"\x15", b"\x11"


def framed(said: bytes, first: bytes = b"\x01") -> bytes:
    check = reduce(lambda sum_, byte: sum_ ^ byte, said, 0)
    return first + b"\x02" + said + bytes([check]) + b"\x03\x04"


def test_a_question_is_a_dialog() -> None:
    codec = CasType6()
    assert codec.poll() == ENQ
    assert codec.feed(ACK) == [Send(DC1)]
    assert codec.feed(bytes.fromhex("01 02 53 20 30 31 2E 32 35 35 6B 67 62 03 04")) == [
        ScaleReading(1255, None)
    ]


def test_a_scale_that_is_not_ready_is_asked_again_and_not_for_ever() -> None:
    codec = CasType6()
    codec.poll()
    assert codec.feed(NAK * 9) == [Send(ENQ)] * 3
    assert codec.feed(ACK) == [Send(DC1)]
    assert codec.feed(ACK) == []


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (framed(b"S 01.255kg"), ScaleReading(1255, None)),
        (framed(b"U-00.340kg"), ScaleStatus(moving=True)),
        (framed(b"S-00.340kg"), ScaleReading(-340, None)),
        (framed(b"S 1255.0 g"), ScaleReading(1255, None)),
        (framed(b"S   1255 g"), ScaleReading(1255, None)),
        (framed(b"SF" + b"FFFFFFkg"), ScaleStatus(over=True)),
        (framed(b"F FFFFFFkg"), ScaleStatus(over=True)),
        (framed(b"S 02.765lb"), ScaleFault("scale.unit", {"unit": "lb"})),
        (framed(b"S 01.255kg", b"\x81"), ScaleReading(1255, None)),
        (framed(b"S 001.255kg"), ScaleReading(1255, None)),
        (framed(b"S 01.255KG"), ScaleReading(1255, None)),
    ],
)
def test_each_answer(frame: bytes, says: Step) -> None:
    assert CasType6().feed(frame) == [says]


@pytest.mark.parametrize("said", [b"X 01.255kg", b"S*01.255kg", b"S 01,2a5kg", b"S ......kg"])
def test_letters_that_mean_nothing_are_no_weight(said: bytes) -> None:
    assert CasType6().feed(framed(said)) == []


def test_only_mertech_s_variant_can_be_told_something() -> None:
    assert CasType6().abilities == frozenset()
    codec = CasType6(commands=True)
    assert codec.abilities == {Ability.ZERO, Ability.TARE}
    assert codec.zero() == bytes.fromhex("3C 5A 4B 3E 09")
    assert codec.tare(None) == bytes.fromhex("3C 54 4B 3E 09")
    assert codec.tare(0) == codec.tare(215) == b""
    assert not codec.confirms


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"ST,GS,\x01\x00,   1.255 kg\r\n", ScaleReading(1255)),
        (b"ST,GS,\x01\x00,-  0.340 kg\r\n", ScaleReading(-340)),
        (b"ST,GS,\x01\x00,  -0.340 kg\r\n", ScaleReading(-340)),
        (b"ST,GS,1\xe4,000013.5 kg\r\n", ScaleReading(13_500)),
        (b"ST,NT,\x01\x00,   1.040 kg\r\n", ScaleReading(1040, is_net=True)),
        (b"US,GS,\x01\x00,   1.255 kg\r\n", ScaleStatus(moving=True)),
        (b"OL,GS,\x01\x00,   1.255 kg\r\n", ScaleStatus(over=True)),
    ],
)
def test_each_line(line: bytes, says: Step) -> None:
    assert len(line) == 22
    assert cas_line().feed(line) == [says]


def test_the_line_is_never_asked_for() -> None:
    assert cas_line().poll() == b""
