"""Finding out how the sensor of a drawer speaks: a person shuts it, opens it and shuts it again,
and the level of the printer's pin tells. A pin that nothing is plugged into has a level, too, so
one look is never enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class WalkStep(StrEnum):
    """What the person is asked for now; FOUND and NONE are the ends."""

    SHUT = "shut"
    OPEN = "open"
    SHUT_AGAIN = "shut_again"
    FOUND = "found"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class SensorWalk:
    """levels: high = True, None = the printer does not tell. shut_level: while the drawer was
    shut."""

    step: WalkStep = WalkStep.SHUT
    shut_level: bool | None = None

    def said(self, level: bool | None) -> SensorWalk:
        """The person says that it was done: shut; open, with the level as it was before, so there
        is no sensor; or shut again without the level coming back, so all begins anew."""
        if self.step is WalkStep.SHUT and level is not None:
            return SensorWalk(WalkStep.OPEN, level)
        if self.step is WalkStep.OPEN and level == self.shut_level:
            return replace(self, step=WalkStep.NONE)
        return self if self.step is WalkStep.SHUT else SensorWalk()

    def sensed(self, level: bool | None) -> SensorWalk:
        """What the printer tells meanwhile."""
        if level is None:
            return self
        if self.step is WalkStep.OPEN and level != self.shut_level:
            return replace(self, step=WalkStep.SHUT_AGAIN)
        if self.step is WalkStep.SHUT_AGAIN and level == self.shut_level:
            return replace(self, step=WalkStep.FOUND)
        return self

    @property
    def sensor(self) -> str:
        """The level while the drawer is open, "high" or "low"; "none" = it has no sensor; "" = not
        known yet."""
        if self.step is WalkStep.NONE:
            return "none"
        if self.step is not WalkStep.FOUND:
            return ""
        return "low" if self.shut_level else "high"
