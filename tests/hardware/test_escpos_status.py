"""Answers of a printer come mixed on one stream and in any pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.printers.escpos_status import (
    AutomaticStatus,
    BufferedReply,
    InfoReply,
    RealTimeReply,
    StatusCodec,
    condition,
)


def test_four_kinds_of_answers_are_told_apart() -> None:
    stream = bytes.fromhex("16 00 1c000f00") + b"_TM-T20III\0" + bytes.fromhex("11 13 7e 0c")
    assert StatusCodec().feed(stream) == [
        RealTimeReply(0x16),
        BufferedReply(0x00),
        AutomaticStatus(bytes.fromhex("1c000f00")),
        InfoReply("TM-T20III"),
        RealTimeReply(0x7E),
        BufferedReply(0x0C),
    ]


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=6))
def test_the_pieces_in_which_bytes_come_do_not_matter(data: bytes, cuts: list[int]) -> None:
    whole = StatusCodec()
    expected = whole.feed(data)
    codec, found, at = StatusCodec(), [], 0
    for cut in [*sorted(cuts), len(data)]:
        found += codec.feed(data[at:cut])
        at = max(at, min(cut, len(data)))
    assert found == expected


@given(st.binary(max_size=300))
def test_after_any_noise_an_answer_is_understood_within_a_block(noise: bytes) -> None:
    codec = StatusCodec()
    codec.feed(noise)
    codec.feed(b"\xff" * 100)  # ends whatever the noise began
    assert codec.feed(b"\x12") == [RealTimeReply(0x12)]


def test_an_answer_to_gs_r_tells_of_little_paper() -> None:
    assert [reply.paper_low for reply in map(BufferedReply, (0x00, 0x03, 0x0C))] == [
        False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "hindrance", "low"),
    [
        ((0x16, 0x12, 0x12), "", False),
        ((0x16, 0x12, 0x1E), "", True),
        ((0x1E, 0x32, 0x7E), "printer.paper_out", True),
        ((0x1E, 0x16, 0x12), "printer.cover_open", False),
        ((0x1E, 0x52, 0x12), "printer.fault", False),
        ((0x1E, 0x12, 0x12), "printer.offline", False),
        ((0x1E, 0x1A, 0x12), "", False),  # somebody feeds paper by the button
    ],
)
def test_three_answers_make_one_reason(
    answers: tuple[int, int, int], hindrance: str, low: bool
) -> None:
    found = condition(*answers)
    assert (found.hindrance, found.paper_low) == (hindrance, low)
