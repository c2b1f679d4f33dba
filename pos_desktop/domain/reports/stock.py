"""What moved in the stock in a period: sold, brought back, received, written off, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pos_desktop.domain.facts import (
    OPERATION_SIGNS,
    Fact,
    GoodsReceived,
    GoodsTransferred,
    GoodsWrittenOff,
    SaleCompleted,
    SoldLine,
    StockCounted,
    StockLine,
)
from pos_desktop.domain.reports.behind import Behind
from pos_desktop.domain.reports.table import Column, Kind, Row, Table
from pos_desktop.domain.settlement import MONEY_ONLY

STOCK_KINDS = tuple(
    fact.KIND
    for fact in (SaleCompleted, GoodsReceived, GoodsWrittenOff, GoodsTransferred, StockCounted)
)


@dataclass(slots=True)
class StockSums:
    """Thousandths of one product, all positive but counted, which is the difference of counts.
    sold and returned: by receipts; name and unit: the last ones."""

    name: str = ""
    unit: str = ""
    sold: int = 0
    returned: int = 0
    received: int = 0
    written_off: int = 0
    sent: int = 0
    arrived: int = 0
    counted: int = 0

    @property
    def moved(self) -> int:
        """What all of it changed the stock by."""
        came = self.returned + self.received + self.arrived + self.counted
        return came - self.sold - self.written_off - self.sent


class StockTally:
    """Feed it with the facts of a period; `goods` by product id."""

    def __init__(self) -> None:
        self.goods: defaultdict[str, StockSums] = defaultdict(StockSums)

    def note(self, _at_us: int, fact: Fact) -> None:
        """Count one fact; a kind of no interest changes nothing."""
        if isinstance(fact, SaleCompleted):
            sign = OPERATION_SIGNS[fact.operation]
            for line in fact.lines:
                self._sold(sign, line)
        elif isinstance(fact, GoodsReceived):
            for each in fact.lines:
                self._named(each).received += each.qty
        elif isinstance(fact, GoodsWrittenOff):
            for each in fact.lines:
                self._named(each).written_off += each.qty
        elif isinstance(fact, GoodsTransferred):
            for each in fact.lines:
                sums = self._named(each)
                if fact.direction == "out":
                    sums.sent += each.qty
                else:
                    sums.arrived += each.qty
        elif isinstance(fact, StockCounted):
            for counted in fact.lines:
                if counted.difference:
                    sums = self.goods[counted.product_id]
                    sums.name, sums.unit = counted.name, counted.unit
                    sums.counted += counted.difference

    def _sold(self, sign: int, line: SoldLine) -> None:
        if not line.to_stock or line.method in MONEY_ONLY:
            return
        taken = [(part.product_id, part.qty) for part in line.parts]
        for product_id, qty in taken or [(line.product_id, line.qty)]:
            sums = self.goods[product_id]
            if not taken:
                sums.name, sums.unit = line.name, line.unit
            if sign > 0:
                sums.sold += qty
            else:
                sums.returned += qty

    def _named(self, line: StockLine) -> StockSums:
        sums = self.goods[line.product_id]
        sums.name, sums.unit = line.name, line.unit
        return sums


def stock_table(tally: StockTally, on_hand: Mapping[str, int | None]) -> Table:
    """Products that moved, by name; on_hand: thousandths now by product id, None = not known."""
    columns = (
        Column("product", Kind.TEXT, wide=True),
        Column("unit", Kind.UNIT),
        Column("received", Kind.QUANTITY),
        Column("sold_qty", Kind.QUANTITY),
        Column("returned_qty", Kind.QUANTITY),
        Column("written_off", Kind.QUANTITY),
        Column("transferred", Kind.QUANTITY),
        Column("counted", Kind.QUANTITY),
        Column("moved", Kind.QUANTITY),
        Column("on_hand", Kind.QUANTITY),
    )
    rows = tuple(
        Row(
            (
                goods.name or product_id,
                goods.unit,
                goods.received,
                -goods.sold,
                goods.returned,
                -goods.written_off,
                goods.arrived - goods.sent,
                goods.counted,
                goods.moved,
                on_hand.get(product_id),
            ),
            Behind("product", product_id),
        )
        for product_id, goods in sorted(
            tally.goods.items(), key=lambda item: (item[1].name, item[0])
        )
    )
    return Table("stock", columns, rows)
