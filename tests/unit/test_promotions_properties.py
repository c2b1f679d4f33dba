"""What holds for any basket under any rules: money, tax, order of scans, fairness among rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from pos_desktop.domain.positions import parts_of
from pos_desktop.domain.pricing import PricedSale, PriceList, PricingContext, price
from pos_desktop.domain.promotions.compiled import Promotions
from pos_desktop.domain.promotions.rules import (
    Bundle,
    BundlePart,
    Effect,
    Gift,
    NewPrice,
    NForM,
    PercentOff,
    Promotion,
    ReceiptSumOff,
    Selection,
    SumOff,
    Tiers,
)
from pos_desktop.domain.quantity import Quantity, Unit, pieces
from pos_desktop.domain.sale import NO_DISCOUNT, Discount, Sale, SaleCustomer, SaleLine
from tests.till_fakes import country

RATES = country().vat
EXAMPLES = 50
SOME = settings(max_examples=EXAMPLES)
NOON = datetime(2026, 11, 26, 12, 0)
PRODUCTS = ["p0", "p1", "p2", "p3", "w0"]
CATEGORY = {"p0": "a", "p1": "a", "p2": "b", "p3": "c", "w0": "b"}
PRICE = {"p0": 9990, "p1": 4550, "p2": 9990, "p3": 133, "w0": 7777}
LOWEST = {"p2": 8000}
VAT = {"p0": "vat22", "p1": "vat10", "p2": "vat22", "p3": "vat10", "w0": "vat10"}
KEPT = {"p3"}
PERCENTS = st.integers(1, 10_000)
COUNTS = st.integers(1, 4)
SELECTIONS = st.one_of(
    st.just(Selection()),
    st.sets(st.sampled_from(PRODUCTS), min_size=1, max_size=3).map(
        lambda p: Selection(products=frozenset(p))
    ),
    st.sampled_from(["a", "b", "c"]).map(lambda c: Selection(categories=frozenset({c}))),
    st.sampled_from(PRODUCTS).map(
        lambda p: Selection(categories=frozenset("ab"), except_products=frozenset({p}))
    ),
)
PER_ITEM = st.one_of(
    PERCENTS.map(PercentOff), st.integers(1, 20_000).map(SumOff), st.integers(0, 9000).map(NewPrice)
)
EFFECTS: st.SearchStrategy[Effect] = st.one_of(
    PER_ITEM,
    st.integers(1, 50_000).map(ReceiptSumOff),
    st.tuples(st.integers(1, 3), st.integers(1, 3), PERCENTS).map(
        lambda t: NForM(t[0] + t[1], t[0], t[2])
    ),
    st.builds(
        lambda parts, cost: Bundle(tuple(parts), cost),
        st.lists(st.builds(BundlePart, SELECTIONS, COUNTS), min_size=1, max_size=3),
        st.integers(0, 20_000),
    ),
    st.builds(
        lambda by, steps: Tiers(by, tuple(sorted(steps))),
        st.sampled_from(["quantity", "sum"]),
        st.lists(
            st.tuples(st.integers(1, 40_000), PERCENTS),
            min_size=1,
            max_size=3,
            unique_by=lambda step: step[0],
        ),
    ),
    st.builds(Gift, SELECTIONS, st.integers(0, 3), PERCENTS),
)


@st.composite
def rules(draw: st.DrawFn, effects: st.SearchStrategy[Effect] = EFFECTS) -> list[Promotion]:
    made = draw(st.lists(st.tuples(effects, SELECTIONS), max_size=6))
    return [
        Promotion(
            f"r{n}", f"r{n}", effect, goods,
            priority=draw(st.integers(0, 2)),
            stacking=draw(st.booleans()),
            times=draw(st.sampled_from([0, 0, 1, 2])),
            max_discount_minor=draw(st.sampled_from([0, 0, 1, 5000])),
            min_receipt_minor=draw(st.sampled_from([0, 0, 20_000])),
        )
        for n, (effect, goods) in enumerate(made)
    ]  # fmt: skip


def line(n: int, product_id: str, thousandths: int, discount: Discount = NO_DISCOUNT) -> SaleLine:
    weighed = product_id.startswith("w")
    return SaleLine(
        n, product_id, product_id, product_id,
        Quantity(thousandths, Unit.KILOGRAM if weighed else Unit.PIECE),
        PRICE[product_id], VAT[product_id], weighed=weighed, category_id=CATEGORY[product_id],
        min_price_minor=LOWEST.get(product_id, 0), discount=discount,
        discountable=product_id not in KEPT,
    )  # fmt: skip


@st.composite
def baskets(draw: st.DrawFn, *, by_hand: bool = True) -> list[SaleLine]:
    lines = []
    for n in range(draw(st.integers(0, 8))):
        product_id = draw(st.sampled_from(PRODUCTS))
        count = draw(st.integers(1, 7))
        weight = draw(st.integers(1, 3000))
        discount = (
            Discount(percent_hundredths=draw(st.sampled_from([0, 0, 500])))
            if by_hand
            else Discount()
        )
        lines.append(
            line(n + 1, product_id, weight if product_id == "w0" else count * 1000, discount)
        )
    return lines


def sold(lines: list[SaleLine], made: list[Promotion], **more: object) -> PricedSale:
    return price(
        Sale("s", 0, tuple(lines)), RATES, PricingContext(NOON, Promotions(made), **more)  # type: ignore[arg-type]
    )  # fmt: skip


def by_product(priced: PricedSale) -> Counter[str]:
    totals: Counter[str] = Counter()
    for one in priced.lines:
        totals[one.line.product_id] += one.total_minor
    return totals


@SOME
@given(baskets(), rules(), st.integers(0, 60_000), st.sampled_from([0, 100]), st.booleans())
def test_any_basket_under_any_rules_is_paid_to_the_kopeck(
    lines: list[SaleLine], made: list[Promotion], points: int, step: int, listed: bool
):
    buyer = SaleCustomer("c", "Анна", price_list="own") if listed else None
    sale = Sale(
        "s", 0, tuple(lines), discount=Discount(percent_hundredths=300), bonus_minor=points,
        customer=buyer,
    )  # fmt: skip
    own = PriceList("own", "Свои", {"p0": 8000, "p2": 10, "w0": 9000}) if listed else None
    priced = price(sale, RATES, PricingContext(NOON, Promotions(made), own, step))
    for one in priced.lines:
        quantity = one.line.quantity
        assert one.total_minor >= quantity.cost_minor(one.line.min_price_minor) >= 0
        assert one.discount_minor >= 0
        assert one.catalogue_minor - sum(s.amount_minor for s in one.shares) == one.total_minor
        if not one.line.discountable:
            assert one.total_minor == one.gross_minor
        parts = parts_of(quantity.thousandths, one.line.price_minor, one.total_minor)
        rate = RATES.rate(one.line.vat)
        assert one.vat_minor == sum(rate.included_minor(part.total_minor) for part in parts)
    assert priced.total_minor == sum(one.total_minor for one in priced.lines)
    assert priced.gross_minor - priced.discount_minor == priced.total_minor
    assert priced.bonus_minor == _taken(priced, "bonus") <= points
    assert priced.rounding_minor == _taken(priced, "rounding") < max(step, 1)


def _taken(priced: PricedSale, kind: str) -> int:
    return sum(s.amount_minor for one in priced.lines for s in one.shares if s.kind == kind)


@SOME
@given(baskets(by_hand=False), rules(), st.randoms(use_true_random=False))
def test_the_order_of_scans_changes_nothing(
    lines: list[SaleLine], made: list[Promotion], chance: object
):
    shuffled = list(lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert by_product(sold(lines, made)) == by_product(sold(shuffled, made))


@SOME
@given(baskets(by_hand=False), rules(PER_ITEM), st.integers(1, 6))
def test_a_line_split_in_two_costs_the_same_under_rules_for_each_item(
    lines: list[SaleLine], made: list[Promotion], cut: int
):
    # Money that is capped, and units a stacking rule chose, are of the receipt and not of an item.
    unlimited = [replace(r, max_discount_minor=0, times=0 if r.stacking else r.times) for r in made]
    split: list[SaleLine] = []
    for one in lines:
        count = one.quantity.thousandths // 1000
        if one.weighed or count <= cut:
            split.append(one)
        else:
            split.append(replace(one, quantity=pieces(cut)))
            split.append(replace(one, line_id=100 + one.line_id, quantity=pieces(count - cut)))
    assert by_product(sold(lines, unlimited)) == by_product(sold(split, unlimited))


@SOME
@given(baskets(by_hand=False), rules(), st.integers(1, 5))
def test_goods_no_rule_speaks_of_change_nothing_for_the_others(
    lines: list[SaleLine], made: list[Promotion], count: int
):
    goods = [
        replace(rule, goods=_own(rule.goods), effect=_own_effect(rule.effect), min_receipt_minor=0)
        for rule in made
    ]
    stranger = SaleLine(99, "z", "z", "z", pieces(count), 5000, "vat22", category_id="z")
    alone, beside = sold(lines, goods), sold([*lines, stranger], goods)
    assert beside.lines[-1].total_minor == 5000 * count
    assert alone.lines == beside.lines[:-1]


def _own(goods: Selection) -> Selection:
    named = goods.products or goods.categories
    return goods if named else Selection(categories=frozenset("abc"))


def _own_effect(effect: Effect) -> Effect:
    if isinstance(effect, Gift):
        return replace(effect, gift=_own(effect.gift))
    if isinstance(effect, Bundle):
        return replace(effect, parts=tuple(replace(p, goods=_own(p.goods)) for p in effect.parts))
    return effect


@SOME
@given(baskets(by_hand=False), rules())
def test_no_unit_under_an_exclusive_promotion_bears_another(
    lines: list[SaleLine], made: list[Promotion]
):
    """A line of one piece is one unit: an exclusive share on it stands alone."""
    single = [replace(one, quantity=pieces(1)) for one in lines if not one.weighed]
    exclusive = {rule.promotion_id for rule in made if not rule.stacking}
    for one in sold(single, made).lines:
        sources = [share.source_id for share in one.shares]
        if exclusive & set(sources):
            assert len(sources) == 1


@SOME
@given(baskets(by_hand=False), rules())
def test_among_exclusive_promotions_of_one_priority_the_customer_never_fares_worse_than_with_one(
    lines: list[SaleLine], made: list[Promotion]
):
    equals = [replace(rule, priority=0, stacking=False) for rule in made]
    together = sold(lines, equals).total_minor
    for rule in equals:
        assert together <= sold(lines, [rule]).total_minor


@SOME
@given(baskets(by_hand=False), rules(PER_ITEM))
def test_each_unit_gets_the_best_exclusive_rule_that_looks_at_it_alone(
    lines: list[SaleLine], made: list[Promotion]
):
    equals = [replace(r, priority=0, stacking=False, times=0, max_discount_minor=0) for r in made]
    alone = [sold(lines, [rule]).lines for rule in equals]
    for n, one in enumerate(sold(lines, equals).lines):
        assert one.total_minor == min((p[n].total_minor for p in alone), default=one.gross_minor)


@SOME
@given(baskets(), rules())
def test_the_same_basket_twice_has_the_same_sums(lines: list[SaleLine], made: list[Promotion]):
    assert sold(lines, made) == sold(lines, made)
