"""The bytes of ZVT: vectors of the interface description and recordings of real terminals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.terminals import zvt_codec as codec
from pos_desktop.hardware.terminals.zvt_codec import Apdu, ZvtCodec
from pos_desktop.hardware.terminals.zvt_fields import (
    MERCHANT,
    fields_of,
    status_of,
    text_block_of,
    text_line_of,
)

# Recorded: 20.40 EUR with a Debit Mastercard at the terminal 28004869.
PAID = bytes.fromhex(
    "040F77270004000000002040" "0B0004700C2239530D1006" "0E25121700011970"
    "22F0F8EEEEEEEEEEEE4771" "2928004869" "2A313030343631373633202020202020"
    "3B3631313830340000" "3CF0F1F447454E2E4E522E3A363131383034" "490978" "870470"
    "88000470" "8A2E" "8BF1F74465626974204D61737465726361726400"
)  # fmt: skip
CANCELLED = bytes.fromhex("040F1E276C29280048693CF0F1F94162627275636820647572636820 4B756E6465")
REFUSED = bytes.fromhex("040F1827FF29280048693CF0F1F3426574726167 2066616C736368")
CONTACTLESS = bytes.fromhex(
    "040F6527000C2313550D10290E999922F0F8EEEEEEEEEEEE4771A0012900000006870008"
    "0B0000008A068BF1F14D41535445524341524400062E2F081F1202010 21F10010060"
    "1B4307A000000004101044104465626974204D6173746572636172641F2B0410015008".replace(" ", "")
)
LINE = bytes.fromhex("06D1144054455354 20506F7274616C756D06041F070101")
LAST_LINE = bytes.fromhex("06D10181")
BLOCK = bytes.fromhex(
    "06D3AC0681A91F0701032581A2071B30322E31312E32303231202020202020202020"
    "31373A30353A3032070C5449443A4148303030303036071441627363686C757373202D206B65696E65205458"
    "07192041563A202B30342E303720284A756E203131203230323129"
    "071B54493A20452044543A20302F302F204F463A20302F302F2043473A"
    "070F2020202020202020202020312F302F"
    "070120070120070120070120070120070120070120090181"
)


def one(data: bytes) -> Apdu:
    [message] = ZvtCodec().feed(data)
    return message


def test_ten_euros_are_the_bytes_of_the_interface_description() -> None:
    assert codec.authorisation(1000) == bytes.fromhex("06010704000000001000")


def test_commands_are_made_of_password_and_packed_digits() -> None:
    assert codec.registration("000000", 0x0A, 978) == bytes.fromhex("0600080000000A09780300")
    assert codec.reversal("000000", 470).hex() == "063006" + "000000" + "870470"
    assert codec.refund("123456", 2040).hex() == "06310a" + "123456" + "04000000002040"
    assert codec.end_of_day("000000").hex() == "065003000000"
    assert codec.repeat_receipt("000000").hex() == "062003000000"
    assert codec.ABORT.hex() == "06b000"


def test_an_amount_that_does_not_fit_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(ValueError, match="12 digits"):
        codec.authorisation(10**12)


def test_the_recorded_payment_is_read_whole() -> None:
    status = status_of(one(PAID).data)
    assert (status.result, status.amount_minor) == (0, 2040)
    assert (status.receipt, status.trace) == (470, 470)
    assert status.terminal_id == "28004869"
    assert status.card == "************4771"
    assert status.card_name == "Debit Mastercard"
    assert status.text == "GEN.NR.:611804"
    assert (status.date, status.time) == ("1006", "223953")
    assert status.mark == "28004869/0470/000470"
    assert status.reference == "0470/000470/28004869"


def test_a_recorded_abort_and_a_recorded_error_say_so() -> None:
    aborted = status_of(one(CANCELLED).data)
    assert (aborted.result, aborted.text) == (0x6C, "Abbruch durch Kunde")
    assert aborted.mark == ""
    refused = status_of(one(REFUSED).data)
    assert (refused.result, refused.text) == (0xFF, "Betrag falsch")


def test_a_container_behind_the_fields_does_not_hide_them() -> None:
    status = status_of(one(CONTACTLESS).data)
    assert (status.result, status.receipt, status.card_name) == (0, 8, "MASTERCARD")
    assert status.amount_minor is None


def test_lines_of_a_receipt_are_told_from_their_containers() -> None:
    line = text_line_of(one(LINE).data)
    assert (line.lines, line.receipt_type) == ((b"TEST Portalum",), MERCHANT)
    assert text_line_of(one(LAST_LINE).data).lines == ()


def test_a_receipt_in_one_piece_is_read_line_by_line() -> None:
    block = text_block_of(one(BLOCK).data)
    assert block.receipt_type == 3
    assert block.lines[1] == b"TID:AH000006"
    assert block.lines[2] == b"Abschluss - keine TX"


def test_long_messages_have_their_length_in_two_bytes() -> None:
    assert one(bytes.fromhex("040fff01006c")) == Apdu(0x040F, b"\x6c")
    long = Apdu(0x06D3, bytes(range(256)) * 2)
    assert long.encode()[2:5] == b"\xff\x00\x02"
    assert one(long.encode()) == long


def test_half_a_message_is_none() -> None:
    assert ZvtCodec().feed(b"\x04\x0f") == []
    assert ZvtCodec().feed(bytes.fromhex("040f0600010203")) == []


MESSAGES = st.builds(
    Apdu,
    st.sampled_from([0x8000, 0x040F, 0x04FF, 0x060F, 0x061E, 0x06D1, 0x06D3]),
    st.binary(max_size=400),
)


@given(st.lists(MESSAGES, max_size=6), st.lists(st.integers(1, 40), min_size=1))
def test_any_split_of_the_stream_gives_the_same_messages(
    messages: list[Apdu], sizes: list[int]
) -> None:
    stream = b"".join(message.encode() for message in messages)
    cutter, found, at = ZvtCodec(), [], 0
    while at < len(stream):
        size = sizes[at % len(sizes)]
        found += cutter.feed(stream[at : at + size])
        at += size
    assert found == messages


@given(st.binary(max_size=30).filter(lambda b: not set(b) & {4, 5, 6, 8, 0x80, 0x84}), MESSAGES)
def test_noise_before_a_message_is_skipped(noise: bytes, message: Apdu) -> None:
    cutter = ZvtCodec()
    assert cutter.feed(noise + message.encode() + codec.ACK)[:1] == [message]


@given(st.binary(max_size=600))
def test_whatever_a_terminal_says_is_read_without_a_fall(data: bytes) -> None:
    for message in ZvtCodec().feed(data):
        status_of(message.data)
        text_block_of(message.data)
        text_line_of(message.data)
    assert set(fields_of(data)) <= set(range(256))
    assert text_line_of(data).receipt_type in range(256)
