"""From the payload of an entry to the fact it holds."""

from __future__ import annotations

import msgspec

from pos_desktop.contract.wire import Code
from pos_desktop.domain.facts import FACTS, Fact


class UnreadableError(Exception):
    """An entry this server cannot read; code of the contract."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


def read_fact(kind: str, version: int, payload: bytes) -> Fact:
    """The fact in a payload; UnreadableError for a kind, version or shape this server knows not."""
    fact = FACTS.get(kind)
    if fact is None:
        raise UnreadableError(Code.ENTRY_UNKNOWN_KIND, kind)
    if version > fact.VERSION:
        raise UnreadableError(Code.ENTRY_UNREADABLE, f"version {version}")
    try:
        return msgspec.json.decode(payload, type=fact)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError(Code.ENTRY_UNREADABLE, str(error)) from error
