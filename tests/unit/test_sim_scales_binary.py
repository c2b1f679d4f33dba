"""CAS type 6, Dibal TISA and DIGI, against the frames of their sources."""

from __future__ import annotations

from functools import reduce

import pytest

from pos_desktop.simulators.scales.cas_type_6 import CasType6
from pos_desktop.simulators.scales.dibal_tisa import DibalTisa
from pos_desktop.simulators.scales.digi import Digi
from pos_desktop.simulators.scales.plate import Plate

ASK_TISA = bytes.fromhex("39383030313233310D0A")  # 1.23 a kilogram


def plate_with(grams: int, *, moving: bool = False) -> Plate:
    plate = Plate()
    plate.put(grams, stable=not moving)
    return plate


@pytest.mark.parametrize(
    ("grams", "moving", "answer"),
    [
        (1255, False, "01 02 53 20 30312E323535 6B67 62 03 04"),
        (-340, True, "01 02 55 2D 30302E333430 6B67 6D 03 04"),
    ],
)
def test_cas_answers_the_vectors(grams: int, moving: bool, answer: str) -> None:
    scale = CasType6(plate_with(grams, moving=moving))
    assert scale.feed(b"\x05") == b"\x06"
    assert scale.feed(b"\x11") == bytes.fromhex(answer)


def test_an_overloaded_cas_fills_the_weight_with_f() -> None:
    answer = CasType6(plate_with(16_000)).feed(b"\x11")
    assert answer[2:12] == b"UFFFFFFFkg"
    assert reduce(lambda a, b: a ^ b, answer[2:12]) == answer[12]


def test_cas_tells_total_weight_and_unit_price_together() -> None:
    answer = CasType6(plate_with(1255)).feed(b"\x12")
    assert answer[:2] + answer[-2:] == b"\x01\x02\x03\x04"
    assert answer[2:10] == b"    0.00"
    assert b"\x02S 01.255kg\x62\x03" in answer


def test_a_busy_cas_asks_the_host_to_ask_again() -> None:
    scale = CasType6()
    scale.busy = 1
    assert scale.feed(b"\x05\x05") == b"\x15\x06"


@pytest.mark.parametrize(
    ("grams", "moving", "answer"),
    [
        (1255, False, b"990012550000154"),
        (1255, True, b"991012551000000"),
        (16_000, False, b"991000001000000"),
        (-340, False, b"991000001000000"),
        (0, False, b"990000000000000"),
    ],
)
def test_tisa_answers_weight_and_amount_with_their_status(
    grams: int, moving: bool, answer: bytes
) -> None:
    said = DibalTisa(plate_with(grams, moving=moving)).feed(ASK_TISA)
    assert said[:15] == answer
    assert said[15] == reduce(lambda a, b: a ^ b, said[:15])
    assert said[16:] == b"\r\n"


def test_tisa_is_silent_to_what_is_no_request() -> None:
    scale = DibalTisa()
    assert scale.feed(b"98001230\r\n9800123\r\n97001231\r\n98a01231\r\n") == b""


def test_a_tisa_that_wants_change_tells_the_same_goods_once() -> None:
    scale = DibalTisa(plate_with(1255), wants_change=True)
    assert scale.feed(ASK_TISA)[2:3] == b"0"
    assert scale.feed(ASK_TISA)[2:3] == b"1"
    scale.plate.put(0)
    scale.idle()
    scale.plate.put(1255)
    assert scale.feed(ASK_TISA)[2:3] == b"0"


def test_a_tisa_with_a_minimum_has_no_weight_below_twenty_divisions() -> None:
    scale = DibalTisa(plate_with(19), minimum=True)
    assert scale.feed(ASK_TISA)[2:8] == b"100000"


def test_digi_answers_fifteen_bytes_with_their_sum() -> None:
    answer = Digi(plate_with(1255)).feed(b"\x02\x57\x03")
    assert len(answer) == 15
    assert answer[:9] == b"\x02w001.255"
    assert answer[13] == reduce(lambda a, b: a ^ b, answer[1:13])
    assert answer[14] == 3


@pytest.mark.parametrize(("grams", "moving"), [(1255, True), (16_000, False), (-1, False)])
def test_digi_says_nothing_that_could_be_taken_for_a_weight(grams: int, moving: bool) -> None:
    assert Digi(plate_with(grams, moving=moving)).feed(b"\x02\x57\x03") == b""


@pytest.mark.parametrize(
    ("scale", "request_"),
    [(CasType6(), b"\x11"), (DibalTisa(), ASK_TISA), (Digi(), b"\x02\x57\x03")],
)
def test_a_wrong_sum_can_be_had(scale: CasType6 | DibalTisa | Digi, request_: bytes) -> None:
    good = scale.feed(request_)
    scale.spoils_checksum = True
    bad = scale.feed(request_)
    assert sum(a != b for a, b in zip(good, bad, strict=True)) == 1
