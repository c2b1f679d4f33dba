"""What lies on a scale and what the scale makes of it, whatever protocol it speaks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

Outcome = Literal["done", "moving", "range"]


class Plate:
    """The weighing part. All weights are whole grams.

    capacity_grams: above it the scale is overloaded. division_grams: what it rounds to.
    zero_range_grams: zero can be set this far from the true one. floor_grams: below it the scale is
    under its range, as with the plate taken off. clock: monotonic seconds.
    """

    def __init__(
        self,
        *,
        capacity_grams: int = 15_000,
        division_grams: int = 1,
        zero_range_grams: int = 300,
        floor_grams: int = -1_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.capacity_grams = capacity_grams
        self.division_grams = division_grams
        self.zero_range_grams = zero_range_grams
        self.floor_grams = floor_grams
        self.clock = clock
        self.load_grams = 0
        self.tare_grams = 0
        self.zero_offset_grams = 0
        self._swings = False
        self._stable_at = 0.0

    # The person at the scale.

    def put(self, grams: int, *, stable: bool = True, stable_after_ms: int = 0) -> None:
        """Put a load on; stable False: it swings until told otherwise, stable_after_ms: so long."""
        self.load_grams = grams
        self._swings = not stable
        self._stable_at = self.clock() + stable_after_ms / 1000

    def overload(self) -> None:
        """Put on more than the scale can weigh."""
        self.put(self.capacity_grams + self.zero_offset_grams + 10 * self.division_grams)

    def lift_plate(self) -> None:
        """Take the plate itself off: the scale is under its range."""
        self.put(self.floor_grams + self.zero_offset_grams - 10 * self.division_grams)

    # What the scale makes of it.

    @property
    def moving(self) -> bool:
        """The load swings."""
        return self._swings or self.clock() < self._stable_at

    @moving.setter
    def moving(self, swings: bool) -> None:
        self._swings = swings
        self._stable_at = 0.0

    @property
    def gross_grams(self) -> int:
        """What lies on the plate, from the zero last set."""
        return self.load_grams - self.zero_offset_grams

    @property
    def net_grams(self) -> int:
        """Gross less tare."""
        return self.gross_grams - self.tare_grams

    @property
    def shown_grams(self) -> int:
        """Net weight rounded to the division, halves away from zero."""
        division = self.division_grams
        rounded = (abs(self.net_grams) * 2 + division) // (2 * division) * division
        return rounded if self.net_grams >= 0 else -rounded

    @property
    def is_over(self) -> bool:
        return self.gross_grams > self.capacity_grams

    @property
    def is_under(self) -> bool:
        """Under the range; a plain negative weight is not."""
        return self.gross_grams < self.floor_grams

    @property
    def is_at_zero(self) -> bool:
        return self.gross_grams == 0 and not self.moving

    # What a host asks for.

    def set_zero(self) -> Outcome:
        """Take what lies there for nothing; a tare is cleared by it."""
        if self.moving:
            return "moving"
        if abs(self.load_grams) > self.zero_range_grams:
            return "range"
        self.zero_offset_grams = self.load_grams
        self.tare_grams = 0
        return "done"

    def take_tare(self) -> Outcome:
        """Take what lies there for the tare."""
        if self.moving:
            return "moving"
        if self.is_over or self.gross_grams < 0:
            return "range"
        self.tare_grams = self.gross_grams
        return "done"

    def preset_tare(self, grams: int) -> Outcome:
        """Take a tare by its number, 0 clears it."""
        if not 0 <= grams <= self.capacity_grams:
            return "range"
        self.tare_grams = grams
        return "done"
