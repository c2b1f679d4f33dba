"""A batch of journal entries and its answer.

No hash of a single entry travels: the server computes the chain from prev_hash on and compares the
end with last_hash, so any change on the way or on the register's disk shows.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

MAX_KIND = 64
_Sequence = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
_Int64 = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
_Version = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
_Kind = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_KIND)]
_Id = Annotated[str, msgspec.Meta(min_length=32, max_length=36)]


class WireEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One journal entry, an array in JSON.

    id: 32 hexadecimal digits, or a canonical UUID. at: UTC microseconds since 1970. shift: number,
    0 = none. v: version of the payload. payload: JSON exactly as stored, byte for byte; null where
    the entry is withheld.
    """

    seq: _Sequence
    id: _Id
    at: _Int64
    shift: _Int64
    kind: _Kind
    v: _Version
    payload: msgspec.Raw


class Batch(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Entries first_seq, first_seq + 1, ... of one register.

    prev_hash: hash of the entry before the first, last_hash: of the last; 64 hexadecimal digits.
    withheld: hash by seq of entries the server cannot take (too large, not JSON): they stay at the
    register, are named to the owner, and the chain goes on over their stated hash.
    """

    register_id: str
    first_seq: int
    prev_hash: str
    last_hash: str
    entries: list[WireEntry]
    withheld: dict[int, str] = {}


class RefusedEntry(msgspec.Struct, frozen=True, array_like=True):
    """An entry that is kept aside as it cannot be used; the entries after it are stored."""

    seq: int
    code: str
    text: str


class Ack(msgspec.Struct, frozen=True, omit_defaults=True):
    """acknowledged: everything up to this seq is durable; last_hash: the server's hash of it."""

    acknowledged: int
    last_hash: str
    refused: list[RefusedEntry] = []


class ErrorBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every answer that is not 2xx.

    code: one of wire.Code. text: for a log, in English. acknowledged and last_hash: where the
    server stands, with chain.gap, chain.broken and chain.conflict; -1 = not said.
    """

    code: str
    text: str = ""
    acknowledged: int = -1
    last_hash: str = ""
