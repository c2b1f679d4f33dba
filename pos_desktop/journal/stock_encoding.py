"""Documents that are being written as compact JSON: a head, and a row for each line."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec

from pos_desktop.domain.errors import StorageError
from pos_desktop.domain.stock import DraftLine, StockDraft

_encode = msgspec.json.Encoder().encode
_head = msgspec.json.Decoder(StockDraft)
_line = msgspec.json.Decoder(DraftLine)
_expected = msgspec.json.Decoder(dict[str, int])


def _values(of: Any, left_out: tuple[str, ...] = ()) -> dict[str, object]:
    """The fields that are not at their default."""
    return {
        field.name: getattr(of, field.name)
        for field in dataclasses.fields(of)
        if field.name not in left_out and getattr(of, field.name) != field.default
    }


def encode_head(draft: StockDraft) -> bytes:
    return _encode(_values(draft, ("lines",)))


def encode_line(line: DraftLine) -> bytes:
    return _encode(_values(line))


def encode_expected(expected: dict[str, int]) -> bytes:
    return _encode(expected)


def decode_head(content: bytes) -> StockDraft:
    """StorageError("stock.draft_unreadable")."""
    try:
        return _head.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StorageError("stock.draft_unreadable", reason=str(error)) from error


def decode_line(content: bytes) -> DraftLine:
    try:
        return _line.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StorageError("stock.draft_unreadable", reason=str(error)) from error


def decode_expected(content: bytes) -> dict[str, int]:
    try:
        return _expected.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StorageError("stock.draft_unreadable", reason=str(error)) from error
