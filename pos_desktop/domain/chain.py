"""The hash chain of a register's journal: each entry's hash covers the one before it, so no entry
can be changed, removed or moved unnoticed. Shared by the register and the server that checks the
chain again.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

GENESIS = bytes(32)
"""prev_hash of the first entry of a register."""

_HEAD = struct.Struct(">Q16sqI")


@dataclass(frozen=True, slots=True)
class EntryHead:
    """What the hash covers besides the payload.

    seq: from 1, no gap. entry_id: 16 bytes UUIDv7. occurred_at_us: UTC microseconds. shift_number:
    0 = none.
    """

    seq: int
    entry_id: bytes
    register_id: str
    occurred_at_us: int
    shift_number: int
    kind: str
    version: int


def entry_hash(prev_hash: bytes, head: EntryHead, payload: bytes) -> bytes:
    """SHA-256 over prev_hash, the head in a fixed layout and the payload bytes exactly as
    stored."""
    text = f"{head.register_id}\n{head.kind}\n{head.version}\n".encode()
    fixed = _HEAD.pack(head.seq, head.entry_id, head.occurred_at_us, head.shift_number)
    return hashlib.sha256(b"".join((prev_hash, fixed, text, payload))).digest()
