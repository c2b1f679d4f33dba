"""What of a ZVT line may be kept: sums and numbers of receipts, and nothing of a card."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.hardware.terminals import zvt_codec as codec
from pos_desktop.hardware.terminals.zvt_codec import Apdu
from pos_desktop.hardware.terminals.zvt_masking import ZvtMask
from tests.hardware.test_zvt_codec import BLOCK, CONTACTLESS, LINE, PAID

CARD = "4276123456789012"
TRACK_2 = "4276123456789012D29122010000012345678F"
EXPIRY, CVV = "2912", "0123"


def told(*fields: str) -> bytes:
    """04 0F with these fields, in hexadecimal."""
    return Apdu(codec.STATUS, bytes.fromhex("2700 04000000002040" + "".join(fields))).encode()


def shown(data: bytes) -> str:
    return ZvtMask().cover(data).hex()


def test_what_the_recorded_payment_says_of_money_and_receipt_stays() -> None:
    kept = shown(PAID)
    assert len(kept) == 2 * len(PAID)
    for plain in ("270004000000002040", "0b000470", "0c223953", "2928004869", "870470"):
        assert plain in kept
    assert "22f0f8eeeeeeeeeeeeeeee" in kept  # even what the terminal left of the number is hidden
    assert "4771" not in kept
    assert "0eeeee" in kept  # the expiry date
    assert "Debit Mastercard" in ZvtMask().cover(PAID).decode("latin-1")


@pytest.mark.parametrize("line", [LINE, BLOCK, codec.ACK, codec.authorisation(51_766)])
def test_what_holds_no_secret_is_kept_as_it_is(line: bytes) -> None:
    [message] = codec.ZvtCodec().feed(line)
    assert ZvtMask().cover(message.encode()) == message.encode()


def test_the_name_of_a_card_is_no_number() -> None:
    [message] = codec.ZvtCodec().feed(CONTACTLESS)
    kept = shown(message.encode())
    assert "8bf1f1" + b"MASTERCARD\0".hex() in kept
    assert "4771" not in kept


@pytest.mark.parametrize(
    ("command", "kept"),
    [
        (codec.registration("123456", 0x0A, 978), "060008eeeeee0a09780300"),
        (codec.reversal("123456", 470), "063006eeeeee870470"),
        (codec.refund("123456", 2040), "06310aeeeeee04000000002040"),
        (codec.end_of_day("123456"), "065003eeeeee"),
        (codec.repeat_receipt("123456"), "062003eeeeee"),
    ],
)
def test_the_terminals_password_is_hidden_in_every_command(command: bytes, kept: str) -> None:
    assert shown(command) == kept


@pytest.mark.parametrize(
    "field",
    [
        f"22F0F8{CARD}",
        f"23F1F9{TRACK_2}",
        f"24F0F1F9{TRACK_2}",
        "2DF1F6" + CARD.encode().hex(),
        "3CF0F2F0" + f"PAN {CARD}".encode().hex(),
        "2EF0F0F8" + CARD,
        "0610" + "5A08" + CARD + "5F24032912" + "20",
    ],
)
def test_no_field_gives_a_card_number_away(field: str) -> None:
    data = told(field)
    kept = ZvtMask().cover(data)
    assert len(kept) == len(data)
    assert "04000000002040" in kept.hex()
    rest = kept.hex() + kept.decode("latin-1")
    assert CARD not in rest
    assert CARD[6:] not in rest


def test_expiry_date_and_the_number_on_the_back_are_hidden() -> None:
    assert shown(told("0E" + EXPIRY, "3A" + CVV)).endswith("0eeeee3aeeee")


def test_a_slip_that_prints_the_whole_number_is_hidden_and_reads_on() -> None:
    line = Apdu(codec.PRINT_LINE, b"\x00Karte 4276 1234 5678 9012 Betrag 20,40").encode()
    kept = ZvtMask().cover(line).decode("latin-1")
    assert "4276 12" in kept
    assert "5678" not in kept
    assert "Betrag 20,40" in kept


@given(st.lists(st.integers(1, 60), min_size=1), st.sampled_from(["22F0F8", "23F0F8", "5AF0F8"]))
def test_no_card_number_is_whole_however_its_bytes_arrive(sizes: list[int], tag: str) -> None:
    stream = codec.ACK + told("870470", tag + CARD, "8A2E") + codec.ACK
    mask, kept, at, turn = ZvtMask(), b"", 0, 0
    while at < len(stream):
        size = sizes[turn % len(sizes)]
        kept += mask.cover(stream[at : at + size])
        at, turn = at + size, turn + 1
    assert len(kept) == len(stream)
    assert CARD[6:] not in kept.hex()


@given(st.binary(max_size=400))
def test_whatever_passes_is_covered_without_a_fall(data: bytes) -> None:
    assert len(ZvtMask().cover(data)) == len(data)
