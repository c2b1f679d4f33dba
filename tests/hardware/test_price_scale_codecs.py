"""Dibal, DIGI, Toledo Prix III and the old Mercury: scales of counters with prices of their own."""

from __future__ import annotations

import pytest

from pos_desktop.hardware.scales.checked_scales import check, dibal, dibal_question, digi
from pos_desktop.hardware.scales.digit_scales import mercury, prix_iii
from pos_desktop.hardware.scales.readings import ScaleReading, ScaleStatus, Step


def test_dibal_is_asked_with_a_price_and_its_check_byte() -> None:
    assert dibal_question(123) == bytes.fromhex("39 38 30 30 31 32 33 31 0D 0A")
    assert dibal().poll() == b"98000001\r\n"


def test_a_published_answer_of_dibal_is_read() -> None:
    assert dibal().feed(b"9900031600000004\r\n") == [ScaleReading(316)]


def test_the_longer_answer_of_dibal_is_read() -> None:
    said = b"990" + b"01255" + b"00000" + b"000000"
    assert dibal().feed(said + bytes([check(said)]) + b"\r\n") == [ScaleReading(1255)]


def test_dibal_that_is_not_ready_says_no_weight() -> None:
    said = b"991" + b"00000" + b"0000000"
    assert dibal().feed(said + bytes([check(said)]) + b"\r\n") == [ScaleStatus()]


@pytest.mark.parametrize("more", [b"", b"00123", b"00123 000154"])
def test_digi_says_kilograms_and_grams(more: bytes) -> None:
    assert digi().poll() == bytes.fromhex("02 57 03")
    said = b"w001.255" + more
    frame = b"\x02" + said + bytes([check(said)]) + b"\x03"
    assert digi().feed(frame) == [ScaleReading(1255)]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"\x0201255\x03", ScaleReading(1255)),
        (b"\x02IIIII\x03", ScaleStatus(moving=True)),
        (b"\x02NNNNN\x03", ScaleStatus(under=True)),
        (b"\x02SSSSS\x03", ScaleStatus(over=True)),
    ],
)
def test_each_answer_of_prix_iii(answer: bytes, says: Step) -> None:
    assert prix_iii().poll() == b"\x05"
    assert prix_iii().feed(answer) == [says]


def test_mercury_says_its_digits_lowest_first() -> None:
    codec = mercury()
    assert codec.poll() == b"\x03"
    assert codec.feed(bytes([5, 7, 2, 0, 0, 0]) + bytes(12)) == [ScaleReading(275)]


@pytest.mark.parametrize("total", [3382, 3383, 3384, 3380, 3386])
def test_mercury_is_not_believed_when_its_total_is_not_weight_by_price(total: int) -> None:
    def digits(number: int) -> bytes:
        return bytes(int(digit) for digit in reversed(f"{number:06d}"))

    said = mercury().feed(digits(275) + digits(12_300) + digits(total))
    # 33.825: which way the scale rounds is not told.
    assert said == ([ScaleReading(275)] if total in (3382, 3383) else [])
