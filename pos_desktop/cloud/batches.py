"""From the bytes of a request to rows whose chain was computed again; no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import msgspec
import zstandard

from pos_desktop.cloud.tables import EntryStatus
from pos_desktop.contract.entries import Batch, RefusedEntry, WireEntry
from pos_desktop.contract.wire import (
    MAX_BATCH_ENTRIES,
    MAX_PAYLOAD_BYTES,
    MAX_PLAIN_BYTES,
    MAX_WINDOW_BYTES,
    Code,
)
from pos_desktop.domain.chain import EntryHead, entry_hash

_decoder = msgspec.json.Decoder(Batch)
_HASH_BYTES = 32
_ID_BYTES = 16


class ApiError(Exception):
    """A request that is refused. status: of HTTP; code: of the contract; the head where the server
    stands."""

    def __init__(
        self, status: int, code: str, text: str = "", *, acknowledged: int = -1, last_hash: str = ""
    ) -> None:
        super().__init__(code, text)
        self.status = status
        self.code = code
        self.text = text
        self.acknowledged = acknowledged
        self.last_hash = last_hash


class EntryRow(NamedTuple):
    """An entry ready to be stored, in the order of the table's columns; entry_id and payload None
    as `tables.EntryStatus` says. A plain tuple: thousands are made in a second."""

    seq: int
    entry_id: bytes | None
    occurred_at_us: int
    shift_number: int
    kind: str
    version: int
    payload: bytes | None
    hash: bytes
    status: EntryStatus


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """A batch whose inner chain holds: prev_hash leads through rows to last_hash."""

    first_seq: int
    prev_hash: bytes
    rows: list[EntryRow]
    refused: list[RefusedEntry]

    @property
    def last_seq(self) -> int:
        return self.first_seq + len(self.rows) - 1


def unpacked(body: bytes, encoding: str) -> bytes:
    """The plain bytes of a body with Content-Encoding "zstd" or none.

    ApiError 413 when they are more than MAX_PLAIN_BYTES, 400 when they are no zstd.
    """
    if encoding in {"", "identity"}:
        plain = body
    elif encoding == "zstd":
        decompressor = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES)
        try:
            with decompressor.stream_reader(body) as reader:
                plain = reader.read(MAX_PLAIN_BYTES + 1)
        except zstandard.ZstdError as error:
            raise ApiError(400, Code.MALFORMED, str(error)) from error
    else:
        raise ApiError(415, Code.MALFORMED, f"content encoding {encoding!r}")
    if len(plain) > MAX_PLAIN_BYTES:
        raise ApiError(413, Code.TOO_LARGE, f"more than {MAX_PLAIN_BYTES} bytes")
    return plain


def checked(plain: bytes, register_id: str, first_seq: int) -> CheckedBatch:
    """The batch with every hash computed again.

    ApiError 400 batch.malformed, 413 batch.too_large, 409 chain.broken when the computed end is not
    the stated last_hash: an entry was changed after its hash was made.
    """
    try:
        batch = _decoder.decode(plain)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ApiError(400, Code.MALFORMED, str(error)) from error
    if batch.register_id != register_id or batch.first_seq != first_seq:
        raise ApiError(400, Code.MALFORMED, "the body names another register or seq than the path")
    if not batch.entries or first_seq < 1:
        raise ApiError(400, Code.MALFORMED, "no entries")
    if len(batch.entries) > MAX_BATCH_ENTRIES:
        raise ApiError(413, Code.TOO_LARGE, f"more than {MAX_BATCH_ENTRIES} entries")
    prev_hash = _hex(batch.prev_hash, _HASH_BYTES)
    rows: list[EntryRow] = []
    refused: list[RefusedEntry] = []
    last = prev_hash
    for seq, wire in enumerate(batch.entries, start=first_seq):
        if wire.seq != seq:
            raise ApiError(400, Code.MALFORMED, f"entry {wire.seq} stands in the place of {seq}")
        row = _row(wire, register_id, last, batch.withheld)
        if row.status is EntryStatus.REFUSED:
            refused.append(RefusedEntry(seq, Code.ENTRY_TOO_LARGE, "the payload is too large"))
        rows.append(row)
        last = row.hash
    if last != _hex(batch.last_hash, _HASH_BYTES):
        raise ApiError(409, Code.BROKEN, "the entries do not lead to last_hash")
    return CheckedBatch(first_seq, prev_hash, rows, refused)


def _row(wire: WireEntry, register_id: str, prev: bytes, withheld: dict[int, str]) -> EntryRow:
    seq, entry_id, kind = wire.seq, _hex(wire.id.replace("-", ""), _ID_BYTES), wire.kind
    if not kind.isprintable():
        raise ApiError(400, Code.MALFORMED, f"the kind of entry {seq} cannot be printed")
    if withheld and seq in withheld:
        stated = _hex(withheld[seq], _HASH_BYTES)
        return EntryRow(
            seq, None, wire.at, wire.shift, kind, wire.v, None, stated, EntryStatus.WITHHELD
        )
    payload = bytes(wire.payload)
    head = EntryHead(seq, entry_id, register_id, wire.at, wire.shift, kind, wire.v)
    digest = entry_hash(prev, head, payload)
    if len(payload) > MAX_PAYLOAD_BYTES:
        return EntryRow(
            seq, None, wire.at, wire.shift, kind, wire.v, None, digest, EntryStatus.REFUSED
        )
    return EntryRow(
        seq, entry_id, wire.at, wire.shift, kind, wire.v, payload, digest, EntryStatus.STORED
    )


def _hex(text: str, length: int) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != length:
        raise ApiError(400, Code.MALFORMED, f"{length} bytes in hexadecimal expected")
    return value
