"""Massa-K's three protocols, against the maker's frames and frames captured from real scales."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.simulators.scales.massa_k_1c import MassaK1C
from pos_desktop.simulators.scales.massa_k_100 import BROKEN, MassaK100
from pos_desktop.simulators.scales.massa_k_frames import crc16, frame
from pos_desktop.simulators.scales.massa_k_j import MassaKJ, MassaKPush
from pos_desktop.simulators.scales.plate import Plate

# Captured from scales in the field: weight at zero, 4.19 kg in tens of grams, two services of the
# maker's own program, and the parameters of a TB.
PARAMETERS = (
    b"\x76Max 6/15 kg\r\nMin 0.04 kg\r\ne=2/5 g\r\nT=-6 kg\r\nFix=0\r\nCode=526484\r\n"
    b"U 38.16\r\n17F379\r\n"
)
CAPTURED = [
    "F855CE 0D00 24000000000101000100000000 FC23",
    "F855CE 0D00 24A30100000201000000000000 F95D",
    "F855CE 0600 55072C010000 441F",
    "F855CE 0800 9201000000000000 B5EF",
    f"F855CE 5200 {PARAMETERS.hex()} 7920",
]
ASK_WEIGHT = bytes.fromhex("F855CE 0100 23 2300")
ASK_1C = bytes.fromhex("F855CE 0100 A0 A000")


def put(plate: Plate, grams: int, *, moving: bool = False) -> Plate:
    plate.put(grams, stable=not moving)
    return plate


@pytest.mark.parametrize("captured", CAPTURED)
def test_the_sum_is_the_one_real_scales_send(captured: str) -> None:
    data = bytes.fromhex(captured)
    assert frame(data[5:-2]) == data


@given(st.integers(0, 255))
def test_the_sum_of_one_byte_is_that_byte(byte: int) -> None:
    assert crc16(bytes([byte])) == byte


@pytest.mark.parametrize(
    ("grams", "moving", "answer"),
    [
        (0, False, "F855CE 0D00 24000000000101000100000000 FC23"),
        (1255, False, "F855CE 0D00 24E7040000010100000000 0000 FA3B"),
        (15_001, False, "F855CE 0200 2808 0828"),
    ],
)
def test_protocol_100_answers_the_vectors(grams: int, moving: bool, answer: str) -> None:
    scale = MassaK100(put(Plate(), grams, moving=moving))
    assert scale.feed(ASK_WEIGHT) == bytes.fromhex(answer)


@pytest.mark.parametrize(
    ("grams", "moving", "answer"),
    [
        (1255, False, "F855CE 0700 10E70400000101 5C0C"),
        (-340, True, "F855CE 0700 10ACFEFFFF0100 4245"),
        (15_001, False, "F855CE 0200 2808 0828"),
    ],
)
def test_protocol_1c_answers_the_vectors(grams: int, moving: bool, answer: str) -> None:
    assert MassaK1C(put(Plate(), grams, moving=moving)).feed(ASK_1C) == bytes.fromhex(answer)


def test_weights_are_told_in_units_of_the_division() -> None:
    plate = put(Plate(division_grams=10), 4190)
    answer = MassaK100(plate, division=2).feed(ASK_WEIGHT)
    assert answer == bytes.fromhex("F855CE 0D00 24A30100000201000000000000 F95D")
    tenths = MassaK100(put(Plate(), 12), division=0).feed(ASK_WEIGHT)
    assert tenths[6:11] == bytes([120, 0, 0, 0, 0])


def test_zero_and_tare_are_done_or_refused_by_their_codes() -> None:
    scale = MassaK100(put(Plate(), 40))
    zero = bytes.fromhex("F855CE 0100 72 7200")
    tare_100 = bytes.fromhex("F855CE 0500 A364000000 2223")
    assert scale.feed(zero) == frame(b"\x27")
    scale.plate.put(1040)
    assert scale.feed(zero) == frame(b"\x28\x15")
    assert scale.feed(tare_100) == frame(b"\x12")
    assert scale.feed(ASK_WEIGHT)[6:14] == (900).to_bytes(4, "little") + bytes([1, 1, 1, 0])
    assert scale.feed(ASK_WEIGHT)[14:18] == (100).to_bytes(4, "little")
    assert scale.feed(frame(b"\xa3" + (16_000).to_bytes(4, "little"))) == frame(b"\x15")
    assert scale.feed(frame(b"\xa3\x01")) == frame(b"\x15")
    scale.plate.put(1040, stable=False)
    assert scale.feed(tare_100) == frame(b"\x15")


def test_the_scale_says_its_name_and_what_it_can_weigh() -> None:
    scale = MassaK100(name="ТВ-S-15.2-А3", scale_id=77)
    assert scale.feed(frame(b"\x20")) == frame(
        b"\x21\x4d\x00\x00\x00" + "ТВ-S-15.2-А3".encode("cp1251")
    )
    lines = scale.feed(frame(b"\x75"))[6:-2].decode("cp1251").split("\r\n")
    assert lines[0] == "Max 15 kg"
    assert len(lines) == len(PARAMETERS.split(b"\r\n"))


def test_a_command_it_does_not_know_is_refused_and_trouble_has_its_code() -> None:
    scale = MassaK100()
    assert scale.feed(frame(b"\x99")) == frame(b"\xf0")
    scale.trouble = BROKEN
    assert scale.feed(ASK_WEIGHT) == frame(b"\x28\x19")


def test_requests_are_understood_with_zeros_for_their_sum_and_the_length_turned_round() -> None:
    scale = MassaK1C(put(Plate(), 1255))
    expected = scale.feed(ASK_1C)
    assert scale.feed(bytes.fromhex("F855CE 0100 A0 0000")) == expected
    assert scale.feed(bytes.fromhex("F855CE 0001 A0 1234")) == expected


def test_noise_between_requests_is_passed_over() -> None:
    scale = MassaK100()
    one = scale.feed(ASK_WEIGHT)
    assert (
        scale.feed(b"\xf8\xf8\x55" + ASK_WEIGHT + b"\xf8\x55\xce\xff\xff" + ASK_WEIGHT) == one * 2
    )


def test_a_wrong_sum_can_be_had() -> None:
    scale = MassaK100()
    good = scale.feed(ASK_WEIGHT)
    scale.spoils_checksum = True
    bad = scale.feed(ASK_WEIGHT)
    assert bad[:-2] == good[:-2]
    assert bad[-2:] != good[-2:]


def test_1c_tells_version_and_serial_number() -> None:
    answer = MassaK1C(version=(2, 7), serial=60_417).feed(frame(b"\x00"))
    assert len(answer) == 34
    assert answer[9:11] == bytes([7, 2])
    assert int.from_bytes(answer[11:15], "little") == 60_417


@pytest.mark.parametrize(
    ("grams", "moving", "division", "answer"),
    [
        (0, False, 0, "C0 00 000000"),
        (1255, False, 0, "80 00 E70400"),
        (1255, True, 0, "00 00 E70400"),
        (-340, False, 0, "80 00 540180"),
        (1255, False, 1, "80 01 063100"),
        (1250, False, 4, "80 04 7D0000"),
        (1200, False, 5, "80 05 0C0000"),
    ],
)
def test_protocol_j_tells_state_division_and_weight(
    grams: int, moving: bool, division: int, answer: str
) -> None:
    scale = MassaKJ(put(Plate(), grams, moving=moving), division=division)
    assert scale.feed(b"\x4a") == bytes.fromhex(answer)
    assert scale.feed(b"\x4a\x00") == bytes.fromhex(answer)


def test_protocol_j_has_a_short_weight_a_zero_and_never_settles_overloaded() -> None:
    scale = MassaKJ(put(Plate(), 40))
    assert scale.feed(b"\x45") == b"\x28\x00"
    assert scale.feed(b"\x0e") == b""
    assert scale.feed(b"\x4a") == bytes.fromhex("C0 00 000000")
    scale.plate.overload()
    assert scale.feed(b"\x4a")[0] == 0x00


def test_a_scale_that_pushes_tells_each_stable_weight_once_in_two_frames() -> None:
    scale = MassaKPush(put(Plate(), 1255, moving=True))
    assert scale.idle() == b""
    scale.plate.moving = False
    assert scale.idle() == bytes.fromhex("55AA E704 00") * 2
    assert scale.idle() == b""
    scale.plate.put(-340)
    assert scale.idle() == bytes.fromhex("55AA 5401 80") * 2
    scale.spoils_checksum = True
    scale.plate.put(1254)
    assert scale.idle() == bytes.fromhex("55AA E604 00 55AA E704 00")
    assert scale.feed(b"\x4a") == b""
