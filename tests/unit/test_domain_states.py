"""State tables of fiscal documents and print jobs, keys, and the chain of the journal."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain import fiscal, printing
from pos_desktop.domain.chain import GENESIS, EntryHead, entry_hash
from pos_desktop.domain.fiscal import FiscalReceipt, FiscalState, fiscal_key, qr_text
from pos_desktop.domain.fiscal import next_key_version as next_version
from pos_desktop.domain.printing import PrintState

F, P = FiscalState, PrintState
FISCAL_MOVES = {
    (F.QUEUED, F.SENDING),
    (F.SENDING, F.ACCEPTED),
    (F.SENDING, F.REGISTERED),
    (F.SENDING, F.REJECTED),
    (F.SENDING, F.UNKNOWN),
    (F.SENDING, F.QUEUED),
    (F.ACCEPTED, F.REGISTERED),
    (F.ACCEPTED, F.REJECTED),
    (F.ACCEPTED, F.UNKNOWN),
    (F.ACCEPTED, F.QUEUED),
    (F.UNKNOWN, F.SENDING),
    (F.REJECTED, F.QUEUED),
}
PRINT_MOVES = {
    (P.QUEUED, P.SENDING),
    (P.QUEUED, P.HELD),
    (P.QUEUED, P.CANCELLED),
    (P.SENDING, P.DONE),
    (P.SENDING, P.UNKNOWN),
    (P.SENDING, P.QUEUED),
    (P.SENDING, P.HELD),
    (P.SENDING, P.FAILED),
    (P.HELD, P.QUEUED),
    (P.HELD, P.SENDING),
    (P.HELD, P.CANCELLED),
    (P.UNKNOWN, P.DONE),
    (P.UNKNOWN, P.QUEUED),
    (P.UNKNOWN, P.CANCELLED),
    (P.FAILED, P.QUEUED),
    (P.FAILED, P.CANCELLED),
}


@pytest.mark.parametrize(("old", "new"), list(product(F, F)))
def test_a_fiscal_document_moves_only_as_the_table_says(old: FiscalState, new: FiscalState):
    if (old, new) in FISCAL_MOVES:
        fiscal.check_move(old, new)
    else:
        with pytest.raises(ValueError, match="cannot go"):
            fiscal.check_move(old, new)


@pytest.mark.parametrize(("old", "new"), list(product(P, P)))
def test_a_print_job_moves_only_as_the_table_says(old: PrintState, new: PrintState):
    if (old, new) in PRINT_MOVES:
        printing.check_move(old, new)
    else:
        with pytest.raises(ValueError, match="cannot go"):
            printing.check_move(old, new)


def test_what_is_registered_or_printed_stays_so():
    assert not fiscal.MOVES[F.REGISTERED]
    assert not printing.MOVES[P.DONE]


def test_nothing_of_unknown_outcome_is_forgotten_or_guessed():
    assert fiscal.MOVES[F.UNKNOWN] == {F.SENDING}
    assert P.SENDING not in printing.MOVES[P.UNKNOWN]


@given(st.integers(1, 999), st.integers(1, 10**9), st.integers(1, 200))
def test_keys_are_told_apart_by_register_sale_and_version(register: int, sale: int, version: int):
    key = fiscal_key(register, sale, version)
    assert key == f"r{register}-{sale:06d}-v{version}"
    assert next_version(key) == fiscal_key(register, sale, version + 1)
    assert len(next_version(key)) <= 128


def test_the_qr_code_is_that_of_the_tax_service():
    receipt = FiscalReceipt(
        "9999078900000961", 71, "0494325660", "2026-11-24T10:15", 7, 3, "0000000001054216", 12000
    )
    assert (
        qr_text(receipt, 1) == "t=20261124T1015&s=120.00&fn=9999078900000961&i=71&fp=0494325660&n=1"
    )


HEAD = EntryHead(7, bytes(range(16)), "019ab0c4", 1_795_512_600_000_000, 3, "SaleCompleted", 1)
PAYLOAD = '{"name":"Хлеб","total_minor":6000}'.encode()


@given(st.integers(0, 31), st.integers(1, 255))
def test_another_entry_before_changes_the_hash(place: int, flip: int):
    before = bytearray(GENESIS)
    before[place] ^= flip
    assert entry_hash(bytes(before), HEAD, PAYLOAD) != entry_hash(GENESIS, HEAD, PAYLOAD)


@given(st.integers(0, len(PAYLOAD) - 1), st.integers(1, 255))
def test_any_changed_byte_of_the_payload_changes_the_hash(place: int, flip: int):
    changed = bytearray(PAYLOAD)
    changed[place] ^= flip
    assert entry_hash(GENESIS, HEAD, bytes(changed)) != entry_hash(GENESIS, HEAD, PAYLOAD)


@pytest.mark.parametrize(
    "changed",
    [
        replace(HEAD, seq=8),
        replace(HEAD, entry_id=bytes(16)),
        replace(HEAD, register_id="019ab0c5"),
        replace(HEAD, occurred_at_us=HEAD.occurred_at_us + 1),
        replace(HEAD, shift_number=4),
        replace(HEAD, kind="SaleComplete"),
        replace(HEAD, version=2),
    ],
)
def test_any_changed_field_of_the_head_changes_the_hash(changed: EntryHead):
    assert entry_hash(GENESIS, changed, PAYLOAD) != entry_hash(GENESIS, HEAD, PAYLOAD)


def test_bytes_moved_between_head_and_payload_change_the_hash():
    shorter = replace(HEAD, kind="Sale", version=1)
    assert entry_hash(GENESIS, shorter, b"Completed" + PAYLOAD) != entry_hash(
        GENESIS, HEAD, PAYLOAD
    )


def test_the_hash_is_the_same_on_every_machine_for_ever():
    told = "4b06b3ae713af1743e86c282ef92ce82cfa350848a53180956157d7c882eb165"
    assert entry_hash(GENESIS, HEAD, PAYLOAD).hex() == told
