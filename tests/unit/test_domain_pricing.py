"""Sums of any basket: lines add up to the receipt, tax never drifts, no discount is too large."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.catalogue import Product
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.money import MAX_AMOUNT_MINOR, divide_half_up
from pos_desktop.domain.positions import parts_of
from pos_desktop.domain.pricing import PricedSale, price
from pos_desktop.domain.quantity import (
    MAX_QUANTITY_THOUSANDTHS,
    Quantity,
    Unit,
    checked,
    grams,
    parse_quantity,
    pieces,
)
from pos_desktop.domain.sale import MAX_LINES, Discount, Sale, SaleLine
from pos_desktop.fiscal.country import load_country
from pos_desktop.shipped import resource_path

RATES = load_country(Path(resource_path("countries", "ru.toml"))).vat
CODES = sorted(RATES.rates)
DISCOUNTS = st.one_of(
    st.just(Discount()),
    st.integers(0, 10_000).map(lambda share: Discount(percent_hundredths=share)),
    st.integers(0, 2_000_000).map(lambda amount: Discount(amount_minor=amount)),
)


@st.composite
def lines(draw: st.DrawFn, line_id: int = 1) -> SaleLine:
    weighed = draw(st.booleans())
    thousandths = draw(st.integers(1, 30_000)) if weighed else 1000 * draw(st.integers(1, 40))
    return SaleLine(
        line_id=line_id,
        product_id="p",
        article="1",
        name="Сыр",
        quantity=Quantity(thousandths, Unit.KILOGRAM if weighed else Unit.PIECE),
        price_minor=draw(st.integers(1, 2_000_000)),
        vat=draw(st.sampled_from(CODES)),
        weighed=weighed,
        discount=draw(DISCOUNTS),
    )


BASKETS = st.builds(
    lambda made, discount: Sale("s", 0, tuple(made), discount=discount),
    st.lists(lines(), min_size=0, max_size=12),
    DISCOUNTS,
)


@given(BASKETS)
def test_the_lines_of_any_basket_add_up_to_its_sums(sale: Sale):
    priced = price(sale, RATES)
    assert priced.gross_minor == sum(line.gross_minor for line in priced.lines)
    assert priced.discount_minor == sum(line.discount_minor for line in priced.lines)
    assert priced.total_minor == sum(line.total_minor for line in priced.lines)
    assert priced.total_minor == priced.gross_minor - priced.discount_minor
    for line in priced.lines:
        assert line.gross_minor == line.line.quantity.cost_minor(line.line.price_minor)
        assert line.total_minor == line.gross_minor - line.discount_minor


@given(BASKETS)
def test_nothing_is_negative_and_no_discount_is_above_its_line(sale: Sale):
    for line in price(sale, RATES).lines:
        assert 0 <= line.discount_minor <= line.gross_minor
        assert 0 <= line.vat_minor <= line.total_minor


@given(BASKETS)
def test_the_tax_of_the_receipt_is_the_sum_of_its_lines_rate_by_rate(sale: Sale):
    priced = price(sale, RATES)
    assert {total.vat for total in priced.vats} == {line.line.vat for line in priced.lines}
    for total in priced.vats:
        of_rate = [line for line in priced.lines if line.line.vat == total.vat]
        assert total.base_minor == sum(line.total_minor for line in of_rate)
        assert total.vat_minor == sum(line.vat_minor for line in of_rate)


@given(BASKETS)
def test_the_tax_of_a_line_is_that_of_the_positions_it_becomes(sale: Sale):
    for line in price(sale, RATES).lines:
        rate = RATES.rate(line.line.vat)
        parts = parts_of(line.line.quantity.thousandths, line.line.price_minor, line.total_minor)
        assert line.vat_minor == sum(rate.included_minor(part.total_minor) for part in parts)


@given(st.lists(lines(), min_size=1, max_size=12), st.integers(0, 10_000))
def test_a_discount_of_the_receipt_is_exactly_its_share_of_what_the_lines_cost(
    made: list[SaleLine], share: int
):
    before = price(Sale("s", 0, tuple(made)), RATES)
    after = price(Sale("s", 0, tuple(made), discount=Discount(percent_hundredths=share)), RATES)
    off_minor = divide_half_up(before.total_minor * share, 10_000)
    assert after.total_minor == before.total_minor - off_minor


def test_everything_given_away_costs_nothing_and_carries_no_tax():
    line = SaleLine(1, "p", "1", "Сыр", grams(1172), 89900, "vat22")
    priced = price(Sale("s", 0, (line,), discount=Discount(percent_hundredths=10_000)), RATES)
    assert (priced.total_minor, priced.vats[0].vat_minor) == (0, 0)


def test_an_empty_sale_costs_nothing():
    nothing = price(Sale("s", 0, discount=Discount(amount_minor=500)), RATES)
    assert nothing == PricedSale(nothing.sale, (), 0, 0, 0, ())


def test_the_example_of_the_tax_service_22_from_122():
    line = SaleLine(1, "p", "1", "Чай", pieces(1), 12200, "vat22")
    assert price(Sale("s", 0, (line,)), RATES).lines[0].vat_minor == 2200


# --------------------------------------------------------------------------- limits of a receipt


def product(price_minor: int, *, weighed: bool = False) -> Product:
    unit = Unit.KILOGRAM if weighed else Unit.PIECE
    return Product("p", "1", "Сейф", "c", price_minor, "vat22", unit, weighed)


@given(
    st.lists(
        st.tuples(st.integers(1, MAX_AMOUNT_MINOR), st.integers(1, MAX_QUANTITY_THOUSANDTHS)),
        min_size=1,
        max_size=8,
    )
)
def test_no_sale_grows_beyond_what_a_receipt_can_carry(adds: list[tuple[int, int]]):
    sale = Sale("s", 0)
    for price_minor, thousandths in adds:
        try:
            sale, _ = sale.add(product(price_minor, weighed=True), grams(thousandths))
        except RefusalError as refused:
            assert refused.code == "sale.sum_too_large"
    assert price(sale, RATES).gross_minor <= MAX_AMOUNT_MINOR


def test_the_dearest_thing_is_sold_once_and_not_twice():
    sale, line = Sale("s", 0).add(product(MAX_AMOUNT_MINOR), pieces(1))
    with pytest.raises(RefusalError, match="sum_too_large"):
        sale.set_quantity(line.line_id, 2000)
    with pytest.raises(RefusalError, match="sum_too_large"):
        sale.add(product(MAX_AMOUNT_MINOR), pieces(1))
    with pytest.raises(RefusalError, match="price_too_large"):
        Sale("s", 0).add(product(MAX_AMOUNT_MINOR + 1), pieces(1))


def test_a_sale_has_at_most_so_many_lines():
    sale = Sale("s", 0)
    for _ in range(MAX_LINES):
        sale, _ = sale.add(product(1, weighed=True), grams(1))
    with pytest.raises(RefusalError, match="too_many_lines"):
        sale.add(product(1, weighed=True), grams(1))


@given(st.integers(-10, MAX_QUANTITY_THOUSANDTHS + 10), st.sampled_from(list(Unit)))
def test_a_quantity_is_within_the_limits_of_a_position(thousandths: int, unit: Unit):
    right = 0 < thousandths <= MAX_QUANTITY_THOUSANDTHS
    if right and (unit is not Unit.PIECE or thousandths % 1000 == 0):
        assert checked(thousandths, unit).thousandths == thousandths
    else:
        with pytest.raises(RefusalError):
            checked(thousandths, unit)


@given(st.text(max_size=12))
def test_any_text_is_a_quantity_or_refused(text: str):
    try:
        read = parse_quantity(text, Unit.KILOGRAM)
    except RefusalError as refused:
        assert refused.code.startswith("quantity.")
    else:
        assert 0 < read.thousandths <= MAX_QUANTITY_THOUSANDTHS


@given(st.integers(1, MAX_QUANTITY_THOUSANDTHS))
def test_a_weight_is_read_as_it_is_written(thousandths: int):
    text = f"{thousandths // 1000},{thousandths % 1000:03d}"
    assert parse_quantity(text, Unit.KILOGRAM) == grams(thousandths)


@pytest.mark.parametrize(("percent", "amount"), [(-1, 0), (10_001, 0), (0, -1)])
def test_an_impossible_discount_is_refused(percent: int, amount: int):
    with pytest.raises(RefusalError, match="out_of_range"):
        Discount(percent, amount)
