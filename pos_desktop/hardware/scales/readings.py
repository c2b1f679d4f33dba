"""What any scale protocol says, in one vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from pos_desktop.ports import ScaleAbility


@dataclass(frozen=True, slots=True)
class ScaleReading:
    """A weight that the scale itself calls stable; below zero it is no weight to sell by.

    is_net: whether a tare is taken off, None where the scale does not say. tare_grams: as the scale
    tells it, None where it does not.
    """

    weight_grams: int
    is_net: bool | None = False
    tare_grams: int | None = None


@dataclass(frozen=True, slots=True)
class ScaleStatus:
    """Why there is no weight now; none of the three: it is not ready to say one."""

    moving: bool = False
    over: bool = False
    under: bool = False


@dataclass(frozen=True, slots=True)
class ScaleFault:
    """The scale answers, and no weight of it can be used until somebody acts.

    reason: code of a message: "scale.unit" (unit), "scale.password", "scale.broken" (number) ...
    """

    reason: str
    values: dict[str, object] = field(default_factory=dict)


def not_understood(reason: str, values: dict[str, object]) -> ScaleFault:
    """Return the fault of a question for the weight: a scale that does not know even that one is
    spoken to in a wrong protocol.
    """
    return ScaleFault("scale.protocol" if reason == "scale.unsupported" else reason, values)


@dataclass(frozen=True, slots=True)
class CommandDone:
    """The scale says that it did what it was told."""


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """The scale did not do what it was told. reason, values: as in ScaleFault."""

    reason: str
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Send:
    """The next step of a dialog: these bytes go to the scale now."""

    data: bytes


Weighed = ScaleReading | ScaleStatus | ScaleFault
"""What a question for the weight may bring."""
Answer = Weighed | CommandDone | CommandRefused
"""What ends a question."""
Step = Answer | Send
"""What a codec makes of bytes."""


Ability = ScaleAbility
ALL_ABILITIES = frozenset(Ability)
NO_ABILITIES: frozenset[Ability] = frozenset()


class ScaleCodec(Protocol):
    """A protocol: questions as bytes, bytes as answers and further steps; pure.

    A question begins with `poll`, `zero` or `tare`, which forget half an answer and whose bytes the
    loop writes; `feed` then yields what else to write and, at last, an Answer. An empty poll means
    that the scale speaks unasked.
    """

    @property
    def abilities(self) -> frozenset[Ability]: ...
    @property
    def confirms(self) -> bool:
        """Whether the scale says what became of a command."""
        ...

    def poll(self) -> bytes: ...
    def zero(self) -> bytes: ...
    def tare(self, weight_grams: int | None) -> bytes:
        """None tares what lies on the scale, 0 clears the tare; b"" where the scale has no command
        for it."""
        ...

    def feed(self, data: bytes) -> list[Step]:
        """Take bytes in any pieces; never raises, keeps no more than the longest frame."""
        ...
