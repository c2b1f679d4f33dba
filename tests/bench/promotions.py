"""A sale recomputed with fifty promotions, against the same sale without any."""

from __future__ import annotations

import gc
from datetime import datetime, time
from time import perf_counter_ns

from pos_desktop.domain.pricing import NO_CONTEXT, PricingContext, price
from pos_desktop.domain.promotions.compiled import Promotions
from pos_desktop.domain.promotions.rules import (
    Bundle,
    BundlePart,
    Effect,
    Gift,
    NForM,
    PercentOff,
    Promotion,
    ReceiptSumOff,
    Selection,
    SumOff,
    Tiers,
    When,
)
from pos_desktop.domain.quantity import grams, pieces
from pos_desktop.domain.sale import Sale, SaleLine
from pos_desktop.domain.tax import VatTable
from pos_desktop.fiscal.country import load_country
from pos_desktop.shipped import resource_path
from tests.bench.figures import Figure, timed
from tests.bench.options import Options

_PROMOTIONS = 50
_CATEGORIES = 25
_LIMITS_MS = {1000: 20.0, 100: 2.0}
_NOON = datetime(2026, 11, 26, 12, 0)


def run(options: Options) -> list[Figure]:
    rates = load_country(resource_path("countries", "ru.toml")).vat
    context = PricingContext(_NOON, Promotions(rules()))
    rounds = 5 if options.quick else 100
    figures: list[Figure] = []
    for count, most_ms in _LIMITS_MS.items():
        sale = basket(count)
        plain = _times(sale, rates, NO_CONTEXT, rounds)
        under = _times(sale, rates, context, rounds)
        priced = price(sale, rates, context)
        shared = sum(1 for line in priced.lines if line.shares)
        ratio = sorted(under)[len(under) // 2] / sorted(plain)[len(plain) // 2]
        figures.append(timed("promotions", f"{count} lines, no promotions", plain, "ms"))
        figures.append(
            timed(
                "promotions",
                f"{count} lines, {_PROMOTIONS} promotions active",
                under,
                "ms",
                p50_at_most=most_ms,
                note=f"{ratio:.1f}x of plain pricing; {shared} lines changed",
            )
        )
    return figures


def _times(sale: Sale, rates: VatTable, context: PricingContext, rounds: int) -> list[float]:
    price(sale, rates, context)
    gc.collect()
    samples = []
    for _ in range(rounds):
        start = perf_counter_ns()
        price(sale, rates, context)
        samples.append((perf_counter_ns() - start) / 1e6)
    return samples


def basket(count: int) -> Sale:
    """Every fourth line weighed, some products more than once, pieces from one to three."""
    return Sale("s", 0, tuple(_line(n) for n in range(count)))


def _line(n: int) -> SaleLine:
    product = n * 7 % 400
    weighed = product % 4 == 0
    return SaleLine(
        n + 1, f"p{product}", f"{product}", f"Товар {product}",
        grams(313 + n) if weighed else pieces(1 + n % 3),
        990 + product * 37, "vat22" if product % 2 else "vat10", weighed=weighed,
        category_id=f"c{product % _CATEGORIES}",
        min_price_minor=500 if product % 50 == 1 else 0,
    )  # fmt: skip


def rules() -> list[Promotion]:
    """Fifty that all hold at noon, of every kind; a third bear each other."""
    return [
        Promotion(
            f"r{n:02d}", f"Акция {n}", _effect(n), _goods(n),
            when=When(from_time=time(9), until_time=time(21)) if n % 5 == 0 else When(),
            priority=n % 3, stacking=n % 3 == 0, times=3 if n % 7 == 0 else 0,
            max_discount_minor=50_000 if n % 11 == 0 else 0,
        )
        for n in range(_PROMOTIONS)
    ]  # fmt: skip


def _goods(n: int) -> Selection:
    if n % 10 == 9:
        return Selection(except_categories=frozenset({f"c{n % _CATEGORIES}"}))
    categories = frozenset({f"c{n % _CATEGORIES}", f"c{(n + 9) % _CATEGORIES}"})
    return Selection(categories=categories, products=frozenset({f"p{n * 3}"}))


def _effect(n: int) -> Effect:
    one, other = (Selection(categories=frozenset({f"c{(n + k) % _CATEGORIES}"})) for k in (1, 2))
    effects: tuple[Effect, ...] = (
        PercentOff(300 + n * 10),
        NForM(3, 2),
        SumOff(100 + n),
        Bundle((BundlePart(one), BundlePart(other)), 1500),
        Tiers("quantity", ((5000, 300), (20_000, 700))),
        Gift(one, 4),
        ReceiptSumOff(1000),
    )
    return effects[n % len(effects)]
