"""The basket while promotions are applied: per line what is still free, and at which price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_desktop.domain.money import divide_half_up
from pos_desktop.domain.promotions.rules import NewPrice, PercentOff, PerItem, SumOff
from pos_desktop.domain.quantity import Unit
from pos_desktop.domain.sale import SaleLine


class Basket:
    """Columns instead of objects: a thousand lines are recomputed with each scan.

    free[i]: thousandths nobody took exclusively or in a group; unit[i]: their price now; low[i]:
    below which no unit of line i may fall. touched[i]: whether a stacking rule changed them.
    mixed[i], mixed_minor[i]: units in stacking groups, whose prices differ, and what they cost.
    off[i]: (place of the rule, minor units it took off).
    """

    __slots__ = (
        "countable",
        "free",
        "lines",
        "low",
        "mixed",
        "mixed_minor",
        "off",
        "touched",
        "unit",
    )

    def __init__(self, lines: Sequence[SaleLine], prices: Sequence[int]) -> None:
        self.lines = lines
        self.unit = list(prices)
        self.low = [line.min_price_minor for line in lines]
        self.free = [line.quantity.thousandths for line in lines]
        self.countable = [line.quantity.unit is Unit.PIECE for line in lines]
        count = len(lines)
        self.touched = [False] * count
        self.mixed = [0] * count
        self.mixed_minor = [0] * count
        self.off: list[list[tuple[int, int]] | None] = [None] * count

    def note(self, line: int, rule: int, minor: int) -> None:
        noted = self.off[line]
        if noted is None:
            self.off[line] = [(rule, minor)]
        else:
            noted.append((rule, minor))

    def lower(self, line: int, unit_minor: int) -> int:
        """What it takes off to sell the free units of a line at unit_minor."""
        free = self.free[line]
        if self.countable[line]:
            return (self.unit[line] - unit_minor) * (free // 1000)
        return divide_half_up(free * self.unit[line], 1000) - divide_half_up(
            free * unit_minor, 1000
        )

    def claimable(self, line: int, *, stacking: bool) -> int:
        """Thousandths of a line a rule may take; an exclusive one wants them untouched."""
        return 0 if self.touched[line] and not stacking else self.free[line]

    def order(self, line: int) -> tuple[int, str, int, int]:
        """Dearest unit first; then by product and quantity, so that the order of scans does not
        matter."""
        of = self.lines[line]
        return -self.unit[line], of.product_id, -of.quantity.thousandths, line

    def cost(self, line: int, thousandths: int) -> int:
        """What so many of the free units of a line cost now."""
        if self.countable[line]:
            return self.unit[line] * (thousandths // 1000)
        return divide_half_up(self.unit[line] * thousandths, 1000)

    def room(self, line: int, thousandths: int) -> int:
        """How much may be taken off so many of the free units at most."""
        if self.countable[line]:
            return max(0, self.unit[line] - self.low[line]) * (thousandths // 1000)
        lowest = divide_half_up(self.low[line] * thousandths, 1000)
        return max(0, self.cost(line, thousandths) - lowest)


@dataclass(slots=True)
class Claim:
    """What a rule would take: `thousandths` of the free units of a line for `minor` less.

    unit_minor: their new price where all have the same, else -1.
    """

    line: int
    thousandths: int
    minor: int
    unit_minor: int = -1


def lowered(effect: PerItem, unit_minor: int, low_minor: int) -> int:
    """The price of a unit by a per-item effect: never dearer, never below low_minor."""
    if type(effect) is PercentOff:
        new_minor = unit_minor - divide_half_up(unit_minor * effect.percent_hundredths, 10_000)
    elif type(effect) is SumOff:
        new_minor = unit_minor - effect.amount_minor
    else:
        assert isinstance(effect, NewPrice)
        new_minor = effect.price_minor
    return min(unit_minor, max(new_minor, low_minor, 0))
