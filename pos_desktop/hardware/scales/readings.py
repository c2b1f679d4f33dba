"""What any scale protocol says, in one vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ScaleReading:
    """A weight that the scale itself calls stable; is_net: a tare is taken off."""

    weight_grams: int
    is_net: bool = False


@dataclass(frozen=True, slots=True)
class ScaleStatus:
    """Why there is no weight now; none of the three: it is not ready to say one."""

    moving: bool = False
    over: bool = False
    under: bool = False


Answer = ScaleReading | ScaleStatus


class ScaleCodec(Protocol):
    """A protocol: questions as bytes, bytes as answers; pure."""

    def poll(self) -> bytes: ...
    def zero(self) -> bytes: ...
    def tare(self, weight_grams: int | None) -> bytes:
        """None tares what lies on the scale, 0 clears the tare."""
        ...

    def feed(self, data: bytes) -> list[Answer]: ...
    def reset(self) -> None: ...
