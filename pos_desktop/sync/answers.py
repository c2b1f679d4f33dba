"""What an exchange with the cloud can come to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Everything up to seq is durable there; last_hash: its 32 bytes as the server computed them.
    refused: (seq, code, text) of entries that are kept aside."""

    seq: int
    last_hash: bytes
    refused: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """The server has entries up to seq only and wants the next ones first."""

    seq: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """The two chains differ: code "chain.broken" or "chain.conflict". A person must look."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class NeedsPairing:
    """The token is not, or no longer, good."""


@dataclass(frozen=True, slots=True)
class TooLarge:
    """The batch, not the connection, is the trouble: too many bytes (413)."""


@dataclass(frozen=True, slots=True)
class Unacceptable:
    """The batch cannot be read there (400, 422)."""

    text: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Unknown whether it arrived: lost connection, time-out, 5xx, 429. The same batch goes again.

    reason: stable code; retry_after_seconds: as the server wished, 0 = did not say.
    """

    reason: str
    retry_after_seconds: float = 0.0


Answer = Acknowledged | Missing | Conflict | NeedsPairing | TooLarge | Unacceptable | NoAnswer
