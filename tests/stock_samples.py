"""Facts of the stock as a shop makes them; moves: product id -> thousandths."""

from __future__ import annotations

from collections.abc import Mapping

from pos_desktop.domain.facts import (
    CountedLine,
    GoodsReceived,
    GoodsTransferred,
    GoodsWrittenOff,
    ProductPriceChanged,
    StockBaseSet,
    StockCounted,
    StockLine,
)


def _lines(moves: Mapping[str, int], cost_minor: int = 5000) -> tuple[StockLine, ...]:
    return tuple(StockLine(p, f"Товар {p}", "pcs", qty, cost_minor) for p, qty in moves.items())


def received(number: int, moves: Mapping[str, int], cost_minor: int = 5000) -> GoodsReceived:
    return GoodsReceived(
        f"in-{number}", number, "s2", "Соколова Т.", _lines(moves, cost_minor), "ООО «Молоко»"
    )


def written_off(number: int, moves: Mapping[str, int]) -> GoodsWrittenOff:
    return GoodsWrittenOff(f"off-{number}", number, "s2", "Соколова Т.", _lines(moves), "broken")


def transferred(number: int, moves: Mapping[str, int], direction: str = "out") -> GoodsTransferred:
    return GoodsTransferred(
        f"t-{number}", number, "s2", "Соколова Т.", _lines(moves), direction, "Магазин на Садовой"
    )


def counted(number: int, differences: Mapping[str, int]) -> StockCounted:
    lines = tuple(
        CountedLine(p, f"Товар {p}", "pcs", 0, 0, difference, difference)
        for p, difference in differences.items()
    )
    return StockCounted(f"c-{number}", number, "s2", "Соколова Т.", 0, lines)


def base_set() -> StockBaseSet:
    return StockBaseSet(10, "price.xlsx")


def price_changed(product_id: str = "p1", new_price_minor: int = 9900) -> ProductPriceChanged:
    return ProductPriceChanged(product_id, "Товар", 9000, new_price_minor, "s2", "Соколова Т.")
