"""Shtrih-M's POS2, against the messages of the maker's protocol."""

from __future__ import annotations

import pytest

from pos_desktop.simulators.scales.plate import Plate
from pos_desktop.simulators.scales.shtrih_pos2 import ShtrihPos2, lrc, message

ACK, NAK, ENQ = b"\x06", b"\x15", b"\x05"
ASK_STATE = bytes.fromhex("02 05 3A 30303330 3C")
SET_ZERO = bytes.fromhex("02 05 30 30303330 36")


def scale_with(grams: int, *, moving: bool = False, **options: object) -> ShtrihPos2:
    scale = ShtrihPos2(Plate(), **options)  # type: ignore[arg-type]
    scale.plate.put(grams, stable=not moving)
    return scale


def body(scale: ShtrihPos2, request: bytes) -> bytes:
    """What the scale answers to a message, without ACK, STX, length and LRC."""
    answer = scale.feed(request)
    assert answer[:1] == ACK
    assert answer[2] == len(answer) - 4
    assert lrc(answer[2:]) == 0
    return answer[3:-1]


def test_a_whole_exchange_goes_as_the_maker_drew_it() -> None:
    scale = scale_with(1255)
    assert scale.feed(ENQ) == NAK
    assert scale.feed(ASK_STATE) == ACK + bytes.fromhex("02 0B 3A 00 1500 E7040000 0000 00 C7")
    assert scale.feed(ACK) == b""
    assert scale.feed(ENQ) == NAK


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("02 01 FC FD", "FC 00 01 00 01 02 00 00" + "Штрих-Слим".encode("cp1251").hex()),
        ("02 05 3A 30303331 3D", "3A 7A"),
        ("02 05 99 30303330 9F", "99 78"),
        ("02 01 3A 3B", "3A 79"),
        ("02 05 30 30303330 36", "30 00"),
        ("02 02 E8 01 EB", "E8 78"),
    ],
)
def test_each_command_has_the_answer_of_the_maker(request_: str, answer: str) -> None:
    assert body(scale_with(0), bytes.fromhex(request_)) == bytes.fromhex(answer)


def test_the_refused_password_is_the_message_of_the_manual() -> None:
    wrong = message(b"\x3a9999")
    assert scale_with(0).feed(wrong) == ACK + bytes.fromhex("02 02 3A 7A 42")


def test_the_channel_tells_its_limits_and_that_a_unit_is_a_gram() -> None:
    data = body(scale_with(0), bytes.fromhex("02 02 E8 00 EA"))[2:]
    assert data[3:4] == b"\xfd"
    assert int.from_bytes(data[4:6], "little") == 15_000
    assert len(data) == 4 + 6 + 6 + 4 + 1


@pytest.mark.parametrize(
    ("grams", "moving", "bits"),
    [(1255, False, 0x15), (1255, True, 0x04), (16_000, False, 0x44), (-2_000, False, 0x104)],
)
def test_the_state_says_stable_moving_over_or_under(grams: int, moving: bool, bits: int) -> None:
    data = body(scale_with(grams, moving=moving), ASK_STATE)
    assert int.from_bytes(data[2:4], "little") == bits
    assert int.from_bytes(data[4:8], "little", signed=True) == grams


def test_tare_is_taken_preset_and_refused() -> None:
    scale = scale_with(250)
    assert body(scale, message(b"\x310030")) == b"\x31\x00"
    scale.plate.put(1505)
    state = body(scale, ASK_STATE)
    assert int.from_bytes(state[2:4], "little") & 0x08
    assert int.from_bytes(state[4:8], "little") == 1255
    assert int.from_bytes(state[8:10], "little") == 250
    assert body(scale, message(b"\x320030\xff\xff")) == b"\x32\x11"
    assert body(scale, message(b"\x320030\x00\x00")) == b"\x32\x00"
    scale.plate.put(-5)
    assert body(scale, message(b"\x310030")) == b"\x31\x97"
    scale.plate.put(2000)
    assert body(scale, SET_ZERO) == b"\x30\x96"


def test_after_ten_wrong_passwords_the_right_one_is_refused_too() -> None:
    scale = scale_with(0)
    for _ in range(10):
        assert body(scale, message(b"\x3a9999")) == b"\x3a\x7a"
    assert body(scale, ASK_STATE) == b"\x3a\xaa"


def test_a_wrong_sum_is_not_acknowledged() -> None:
    assert scale_with(0).feed(ASK_STATE[:-1] + b"\x00") == NAK


def test_a_host_that_leaves_the_last_acknowledgement_out_is_served() -> None:
    scale = scale_with(1255)
    scale.feed(ENQ + ASK_STATE)
    assert scale.feed(ENQ) == NAK
    assert scale.feed(ASK_STATE)[:1] == ACK


def test_a_stricter_scale_announces_and_repeats_what_nobody_acknowledged() -> None:
    scale = scale_with(1255, repeats=True)
    answer = scale.feed(ENQ + ASK_STATE).removeprefix(NAK + ACK)
    assert scale.feed(ENQ) == ACK + answer
    assert scale.feed(NAK) == answer
    assert scale.feed(ACK + ENQ) == NAK


def test_a_message_that_stops_in_the_middle_is_forgotten_after_a_tenth_of_a_second() -> None:
    scale = scale_with(1255)
    assert scale.feed(ASK_STATE[:4]) == b""
    scale.idle()
    assert scale.feed(ASK_STATE[4:])[:1] == ACK
    scale.feed(ASK_STATE[:4])
    scale.idle()
    scale.idle()
    assert scale.feed(ENQ) == NAK


def test_a_wrong_sum_can_be_had_and_a_silent_converter_too() -> None:
    scale = scale_with(1255)
    good = scale.feed(ASK_STATE)
    scale.spoils_checksum = True
    assert scale.feed(ASK_STATE)[:-1] == good[:-1]
    assert scale.feed(ASK_STATE)[-1] != good[-1]
    scale.spoils_checksum, scale.adc_silent = False, True
    assert int.from_bytes(body(scale, ASK_STATE)[2:4], "little") == 0x284
