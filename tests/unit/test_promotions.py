"""Promotions told by what a customer brings to the counter."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from pos_desktop.domain.facts import PriceShare
from pos_desktop.domain.pricing import PricedSale, PriceList, PricingContext, price
from pos_desktop.domain.promotions.compiled import Promotions
from pos_desktop.domain.promotions.rules import (
    Bundle,
    BundlePart,
    Gift,
    NewPrice,
    NForM,
    PercentOff,
    Promotion,
    ReceiptSumOff,
    Selection,
    SumOff,
    Tiers,
    When,
)
from pos_desktop.domain.quantity import Quantity, grams, pieces
from pos_desktop.domain.sale import Discount, Sale, SaleCustomer, SaleLine
from tests.till_fakes import country

RATES = country().vat
THURSDAY_NOON = datetime(2026, 11, 26, 12, 0)


def line(
    product_id: str = "coffee",
    price_minor: int = 34900,
    quantity: Quantity | None = None,
    category_id: str = "tea",
    **more: object,
) -> SaleLine:
    return SaleLine(
        1, product_id, product_id, product_id, quantity or pieces(1), price_minor, "vat22",
        category_id=category_id, **more,
    )  # fmt: skip


def of(*products: str) -> Selection:
    return Selection(products=frozenset(products))


def within(*categories: str) -> Selection:
    return Selection(categories=frozenset(categories))


def rule(effect: object, goods: Selection | None = None, **more: object) -> Promotion:
    name = str(more.pop("promotion_id", "p"))
    return Promotion(name, f"акция {name}", effect, goods or Selection(), **more)  # type: ignore[arg-type]


def sold(
    lines: list[SaleLine], *rules: Promotion, at: datetime = THURSDAY_NOON, **sale: object
) -> PricedSale:
    context = PricingContext(local=at, promotions=Promotions(rules))
    return price(Sale("s", 0, tuple(lines), **sale), RATES, context)  # type: ignore[arg-type]


def off(priced: PricedSale) -> list[int]:
    return [line.discount_minor for line in priced.lines]


def test_a_percentage_comes_off_each_unit_and_says_why():
    priced = sold([line(quantity=pieces(2))], rule(PercentOff(1000), of("coffee")))
    assert off(priced) == [6980]
    assert priced.lines[0].shares == (PriceShare("promotion", "акция p", 6980, "p"),)


def test_a_weighed_line_at_a_promotions_price_is_still_one_fiscal_position():
    bananas = line("bananas", 13000, grams(1172), "fruit", weighed=True)
    priced = sold([bananas], rule(SumOff(1000), within("fruit")))
    assert priced.total_minor == grams(1172).cost_minor(12000)


def test_a_new_price_never_makes_anything_dearer():
    assert off(sold([line()], rule(NewPrice(29900)))) == [5000]
    assert off(sold([line()], rule(NewPrice(39900)))) == [0]


def test_the_second_one_at_half_price():
    half = rule(NForM(2, 1, 5000), of("coffee"))
    assert off(sold([line(quantity=pieces(2))], half)) == [17450]
    assert off(sold([line(quantity=pieces(3))], half)) == [17450]
    assert off(sold([line(quantity=pieces(1))], half)) == [0]


def test_three_for_two_gives_the_cheapest_of_each_three_from_the_dearest_down():
    goods = [line("a", 100), line("b", 10, pieces(3)), line("c", 100, pieces(2))]
    assert off(sold(goods, rule(NForM(3, 2)))) == [0, 10, 100]


def test_coffee_and_a_croissant_together_cost_two_hundred():
    menu = rule(Bundle((BundlePart(of("coffee")), BundlePart(of("croissant"))), 20000))
    goods = [line("coffee", 15000, pieces(2)), line("croissant", 8900)]
    priced = sold(goods, menu)
    assert priced.total_minor == 20000 + 15000
    assert sum(off(priced)) == 3900


def test_parts_of_a_bundle_that_want_the_same_goods_do_not_use_a_piece_twice():
    three = rule(Bundle((BundlePart(within("tea"), 2), BundlePart(of("coffee"))), 1000))
    goods = [line("coffee", 1000), line("green", 900), line("black", 800)]
    assert sold(goods, three).total_minor == 1000
    assert sold(goods[:2], three).total_minor == 1900


def test_the_more_the_cheaper_by_pieces_by_weight_and_by_sum():
    by_quantity = rule(Tiers("quantity", ((3000, 500), (5000, 1000))), within("tea"))
    assert off(sold([line(price_minor=1000, quantity=pieces(2))], by_quantity)) == [0]
    assert off(sold([line(price_minor=1000, quantity=pieces(3))], by_quantity)) == [150]
    assert off(sold([line(price_minor=1000, quantity=pieces(6))], by_quantity)) == [600]
    weighed = line("x", 10000, grams(5500), "tea", weighed=True)
    assert off(sold([weighed], by_quantity)) == [5500]
    by_sum = rule(Tiers("sum", ((100_000, 700),)))
    assert off(sold([line(quantity=pieces(2))], by_sum)) == [0]
    assert off(sold([line(quantity=pieces(3))], by_sum)) == [7329]


def test_a_mug_comes_with_two_packs_of_coffee():
    gift = rule(Gift(of("mug"), 2), of("coffee"))
    coffee, mug = line(quantity=pieces(2)), line("mug", 25000, pieces(2), "other")
    assert off(sold([coffee, mug], gift)) == [0, 25000]
    assert off(sold([line(), mug], gift)) == [0, 0]


def test_a_gift_that_is_itself_among_the_goods_is_given_or_bought_but_not_both():
    gift = rule(Gift(of("coffee"), 2), of("coffee"))
    assert off(sold([line(quantity=pieces(2))], gift)) == [0]
    assert off(sold([line(quantity=pieces(3))], gift)) == [34900]
    assert off(sold([line(quantity=pieces(7))], gift)) == [69800]


def test_a_bag_is_given_once_from_a_thousand_on():
    gift = rule(Gift(of("bag"), 0), min_receipt_minor=100_000)
    bag = line("bag", 990, pieces(2), "other")
    assert off(sold([line(quantity=pieces(3)), bag], gift)) == [0, 990]
    assert off(sold([line(quantity=pieces(2)), bag], gift)) == [0, 0]


def test_a_happy_hour_begins_and_ends_on_the_minute():
    happy = rule(PercentOff(2000), when=When(from_time=time(17), until_time=time(19)))
    asked = {(16, 59): 0, (17, 0): 6980, (18, 59): 6980, (19, 0): 0}
    for (hour, minute), minor in asked.items():
        at = datetime(2026, 11, 26, hour, minute)
        assert off(sold([line()], happy, at=at)) == [minor]


def test_a_night_that_begins_on_friday_goes_on_after_midnight():
    night = When(days=frozenset({4}), from_time=time(22), until_time=time(2))
    assert night.holds(datetime(2026, 11, 27, 23, 0))
    assert night.holds(datetime(2026, 11, 28, 1, 59))
    assert not night.holds(datetime(2026, 11, 28, 2, 0))
    assert not night.holds(datetime(2026, 11, 27, 1, 0))
    assert not night.holds(datetime(2026, 11, 27, 12, 0))


def test_the_first_and_the_last_day_belong_to_a_promotion():
    week = When(from_date=date(2026, 11, 23), until_date=date(2026, 11, 29))
    days = [datetime(2026, 11, day, 12) for day in (22, 23, 29, 30)]
    assert [week.holds(day) for day in days] == [False, True, True, False]


def test_a_coupon_is_asked_for_in_any_case_and_works_only_where_it_was_given():
    coupon = rule(ReceiptSumOff(10000), coupon="Осень-26")
    assert off(sold([line()], coupon)) == [0]
    assert off(sold([line()], coupon, coupons=("осень-26",))) == [10000]


def test_a_sum_off_the_receipt_is_spread_over_the_goods():
    goods = [line("a", 30000), line("b", 10000)]
    assert off(sold(goods, rule(ReceiptSumOff(4000)))) == [3000, 1000]
    assert sold(goods, rule(ReceiptSumOff(90000))).total_minor == 0


def test_a_price_for_one_group_of_customers_is_not_for_the_others():
    vip = rule(PercentOff(1000), groups=frozenset({"vip"}))
    assert off(sold([line()], vip)) == [0]
    assert off(sold([line()], vip, customer=SaleCustomer("c", "Анна", group="vip"))) == [3490]
    assert off(sold([line()], vip, customer=SaleCustomer("c", "Олег", group="staff"))) == [0]


def test_an_excepted_product_is_left_out_of_its_category():
    goods = Selection(categories=frozenset({"tea"}), except_products=frozenset({"coffee"}))
    assert off(sold([line(), line("green", 10000)], rule(PercentOff(1000), goods))) == [0, 1000]


def test_limits_of_units_and_of_money_hold():
    twice = rule(PercentOff(5000), times=2)
    goods = [line("a", 1000, pieces(3)), line("b", 5000)]
    assert off(sold(goods, twice)) == [500, 2500]
    capped = rule(PercentOff(5000), max_discount_minor=1000)
    assert sum(off(sold(goods, capped))) == 1000


def test_of_two_exclusive_promotions_the_customer_gets_the_better_one_and_only_that():
    ten = rule(PercentOff(1000), promotion_id="ten")
    fifty = rule(SumOff(5000), promotion_id="fifty")
    priced = sold([line(), line("green", 60000)], ten, fifty)
    assert off(priced) == [5000, 6000]
    assert [len(priced_line.shares) for priced_line in priced.lines] == [1, 1]


def test_three_for_two_takes_three_and_leaves_the_others_to_the_percentage():
    group = rule(NForM(3, 2), promotion_id="group")
    ten = rule(PercentOff(1000), promotion_id="ten")
    priced = sold([line(price_minor=1000, quantity=pieces(5))], group, ten)
    assert {share.source_id: share.amount_minor for share in priced.lines[0].shares} == {
        "group": 1000,
        "ten": 200,
    }


def test_a_group_is_not_made_where_the_percentage_saves_more():
    group = rule(NForM(3, 2), promotion_id="group")
    forty = rule(PercentOff(4000), promotion_id="forty")
    assert off(sold([line(price_minor=1000, quantity=pieces(3))], group, forty)) == [1200]


def test_two_groups_that_save_more_together_win_over_the_one_that_saves_most_alone():
    a, b = line("a", 5000, pieces(2)), line("b", 5000, pieces(2))
    rules = [
        rule(NForM(2, 1, 9000), of("a"), promotion_id="a"),
        rule(NForM(2, 1, 9000), of("b"), promotion_id="b"),
        rule(Bundle((BundlePart(of("a"), 2), BundlePart(of("b"), 2)), 14900), promotion_id="ab"),
    ]
    assert sum(off(sold([a, b], *rules))) == 9000


def test_the_higher_priority_goes_first_even_where_it_saves_less():
    first = rule(PercentOff(500), promotion_id="first", priority=10)
    second = rule(PercentOff(1000), promotion_id="second")
    assert off(sold([line()], first, second)) == [1745]


def test_stacking_promotions_come_one_after_the_other_on_what_is_left():
    ten = rule(PercentOff(1000), promotion_id="a", stacking=True)
    fifty = rule(SumOff(5000), promotion_id="b", stacking=True)
    assert off(sold([line(price_minor=100_000)], ten, fifty)) == [15000]


def test_an_exclusive_promotion_leaves_alone_what_a_stacking_one_has_touched():
    stacking = rule(PercentOff(1000), promotion_id="a", stacking=True, priority=5)
    exclusive = rule(PercentOff(5000), promotion_id="b")
    assert off(sold([line()], stacking, exclusive)) == [3490]


def test_a_percentage_that_stacks_takes_its_part_of_three_for_two_as_well():
    group = rule(NForM(3, 2), promotion_id="a", stacking=True, priority=5)
    ten = rule(PercentOff(1000), promotion_id="b", stacking=True)
    priced = sold([line(price_minor=1000, quantity=pieces(4))], group, ten)
    assert priced.total_minor == 2700


def test_a_promotion_stops_at_the_legal_minimum_and_is_not_refused():
    vodka = line("vodka", 40000, min_price_minor=34900)
    assert off(sold([vodka], rule(PercentOff(5000)))) == [5100]
    pair = [line("vodka", 40000, pieces(2), min_price_minor=34900)]
    assert off(sold(pair, rule(NForM(2, 1)))) == [5100]


def test_what_bears_no_discount_is_left_alone_by_every_step():
    tobacco = line("tobacco", 20000, discountable=False)
    priced = sold(
        [tobacco, line()],
        rule(PercentOff(1000)),
        discount=Discount(percent_hundredths=1000),
        bonus_minor=1000,
    )
    assert priced.lines[0].total_minor == 20000
    assert priced.lines[1].discount_minor == 3490 + 3141 + 1000


def test_every_step_leaves_its_share_from_the_catalogue_down_to_the_total():
    goods = [
        line("coffee", 34900, pieces(2), discount=Discount(amount_minor=1000)),
        line("tea", 9000, list_price_minor=10000, price_reason="Помята упаковка"),
    ]
    sale = Sale(
        "s", 0, tuple(goods), discount=Discount(percent_hundredths=500), bonus_minor=5050,
        customer=SaleCustomer("c", "Анна", price_list="own"),
    )  # fmt: skip
    context = PricingContext(
        local=THURSDAY_NOON,
        promotions=Promotions([rule(PercentOff(1000), of("coffee"))]),
        price_list=PriceList("own", "Свои", {"coffee": 30000}),
        round_to_minor=100,
    )
    priced = price(sale, RATES, context)
    kinds = [[share.kind for share in priced_line.shares] for priced_line in priced.lines]
    assert kinds[0][:5] == [
        "price_list", "promotion", "line_discount", "receipt_discount", "bonus"
    ]  # fmt: skip
    assert kinds[1][:3] == ["manual_price", "receipt_discount", "bonus"]
    for priced_line in priced.lines:
        took = sum(share.amount_minor for share in priced_line.shares)
        assert priced_line.catalogue_minor - took == priced_line.total_minor
    assert priced.total_minor % 100 == 0
    assert priced.bonus_minor == 5050
    assert priced.rounding_minor == 50
    assert priced.lines[0].line.price_minor == 30000


def test_rounding_sits_on_the_dearest_single_piece_so_that_no_position_is_split():
    goods = [line("a", 3333, pieces(3)), line("b", 1050)]
    context = PricingContext(local=THURSDAY_NOON, round_to_minor=100)
    priced = price(Sale("s", 0, tuple(goods)), RATES, context)
    assert off(priced) == [0, 49]
    assert priced.lines[1].shares == (PriceShare("rounding", "", 49),)


@pytest.mark.parametrize("points", [1, 34899, 34900, 99999])
def test_points_pay_no_more_than_the_goods_cost(points: int):
    priced = sold([line()], bonus_minor=points)
    assert priced.bonus_minor == min(points, 34900)


def test_a_promotion_that_is_switched_off_is_as_if_it_were_not_there():
    assert off(sold([line()], rule(PercentOff(1000), on=False))) == [0]
