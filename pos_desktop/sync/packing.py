"""Stored entries as the bytes of a request."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from pos_desktop.contract.entries import Batch, WireEntry
from pos_desktop.contract.wire import ZSTD_LEVEL
from pos_desktop.ports import StoredEntry

_encoder = msgspec.json.Encoder()
_NOTHING = msgspec.Raw(b"null")


def packed_batch(
    register_id: str, entries: Sequence[StoredEntry], withheld: Collection[int] = ()
) -> bytes:
    """The compressed body for consecutive entries (at least one); payloads go byte for byte, but
    for the withheld seqs, whose stored hash goes instead."""
    batch = Batch(
        register_id=register_id,
        first_seq=entries[0].seq,
        prev_hash=entries[0].prev_hash.hex(),
        last_hash=entries[-1].hash.hex(),
        entries=[
            WireEntry(
                entry.seq,
                entry.entry_id.hex(),
                entry.occurred_at_us,
                entry.shift_number,
                entry.kind,
                entry.version,
                _NOTHING if entry.seq in withheld else msgspec.Raw(entry.payload),
            )
            for entry in entries
        ],
        withheld={entry.seq: entry.hash.hex() for entry in entries if entry.seq in withheld},
    )
    return compressed(_encoder.encode(batch))


def compressed(plain: bytes) -> bytes:
    """A zstd frame that states its size."""
    import zstandard

    return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(plain)
