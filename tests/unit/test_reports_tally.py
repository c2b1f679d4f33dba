"""The sums of a report agree with each other, whatever was sold and brought back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    ActionApproved,
    LineVoided,
    PaidTender,
    PriceShare,
    SaleVoided,
    TenderAccepted,
)
from pos_desktop.domain.reports import period as periods
from pos_desktop.domain.reports.behind import Behind, effect_key, matching
from pos_desktop.domain.reports.cross_check import cross_check
from pos_desktop.domain.reports.period import Period
from pos_desktop.domain.reports.tally import SalesTally
from tests.journal_samples import registered
from tests.report_samples import any_day, at_us, line, receipt

BERLIN = ZoneInfo("Europe/Berlin")
NOON = at_us("2026-11-24 12:00")


def tally_of(facts, zone=UTC) -> SalesTally:
    tally = SalesTally(zone)
    for at, fact in facts:
        tally.note(at, fact)
    return tally


@given(any_day())
@settings(max_examples=150, deadline=None)
def test_every_way_of_adding_up_comes_to_the_same_total(day):
    tally = tally_of(day, BERLIN)
    total = tally.total.net_minor
    assert sum(flow.net_minor for flow in tally.hours.values()) == total
    assert sum(flow.net_minor for flow in tally.days.values()) == total
    assert sum(flow.net_minor for flow in tally.week_hours.values()) == total
    assert sum(one.flow.net_minor for one in tally.cashiers.values()) == total
    goods = sum(one.net_minor for one in tally.goods.values())
    assert goods + tally.money_only_minor + tally.outside_lines_minor == total
    assert sum(one.net_minor for one in tally.categories.values()) == goods
    assert sum(one.net_minor for one in tally.tenders.values()) == total
    assert tally.outside_tenders_minor == 0
    for part in ("sales", "returns", "sold_minor", "returned_minor", "discount_minor"):
        assert sum(getattr(flow, part) for flow in tally.hours.values()) == getattr(
            tally.total, part
        )


@given(any_day())
@settings(max_examples=80, deadline=None)
def test_the_vat_adds_up_to_that_of_the_receipts(day):
    tally = tally_of(day)
    signs = {"sell": 1, "sell_correction": 1}
    for rate in ("vat22", "vat10", "none"):
        of_receipts = sum(
            signs.get(fact.operation, -1) * vat.vat_minor
            for _, fact in day
            for vat in fact.vats
            if vat.vat == rate
        )
        assert tally.vats[rate].vat_minor == of_receipts
    in_rates = sum(vat.gross_minor for vat in tally.vats.values())
    assert in_rates + tally.outside_lines_minor == tally.total.net_minor


@given(any_day())
@settings(max_examples=80, deadline=None)
def test_revenue_with_cost_and_without_is_all_revenue_of_the_goods(day):
    lines = tally_of(day).all_lines
    assert lines.costed_minor + lines.uncosted_minor == lines.net_minor
    assert lines.margin_minor == lines.costed_minor - lines.cost_minor


@given(any_day())
@settings(max_examples=80, deadline=None)
def test_what_is_brought_back_whole_leaves_nothing(day):
    """Every receipt is followed by its opposite."""
    opposite = {"sell": "sell_refund", "sell_correction": "sell_refund_correction"}
    opposite |= {back: there for there, back in opposite.items()}
    both = [
        pair
        for at, fact in day
        for pair in ((at, fact), (at, replace(fact, operation=opposite[fact.operation])))
    ]
    tally = tally_of(both)
    assert tally.total.net_minor == tally.total.discount_minor == 0
    assert all(one.qty == one.net_minor == one.cost_minor == 0 for one in tally.goods.values())
    assert all(one.net_minor == 0 for one in tally.tenders.values())
    assert all(one.vat_minor == 0 for one in tally.vats.values())
    assert all(one.taken_minor == one.lines == 0 for one in tally.effects.values())


@given(any_day())
@settings(max_examples=80, deadline=None)
def test_two_periods_add_up_to_the_whole(day):
    middle = date(2026, 10, 25)
    parts = (Period(date(2026, 10, 1), middle), Period(middle + timedelta(1), date(2026, 11, 30)))
    whole = tally_of(day, BERLIN)
    halves = []
    for part in parts:
        start, end = part.bounds_us(BERLIN)
        halves.append(tally_of([(at, f) for at, f in day if start <= at < end], BERLIN))
    for read in (
        lambda t: t.total.net_minor,
        lambda t: t.total.receipts,
        lambda t: t.goods["p1"].qty,
        lambda t: t.tenders["cash"].out_minor,
        lambda t: t.vats["vat22"].vat_minor,
        lambda t: t.all_lines.cost_minor,
        lambda t: t.cashiers["s1"].hand_discount_minor,
        lambda t: len(t.returns),
    ):
        assert read(halves[0]) + read(halves[1]) == read(whole)


def test_a_customer_brings_back_one_of_two_and_the_day_shows_both():
    sale = receipt(1, line(1, 20_000, qty=2000))
    back = receipt(2, line(1, 10_000), operation="sell_refund", reason="Не подошло")
    tally = tally_of([(NOON, sale), (NOON, back)])
    assert (tally.total.sold_minor, tally.total.returned_minor) == (20_000, 10_000)
    assert (tally.total.sales, tally.total.returns) == (1, 1)
    assert tally.goods["p1"].qty == 1000
    assert tally.tenders["cash"].net_minor == 10_000
    assert [(row.number, row.total_minor, row.reason) for row in tally.returns] == [
        (2, -10_000, "Не подошло")
    ]


def test_a_sale_at_midnight_belongs_to_the_new_day_of_the_shop_not_of_greenwich():
    tally = tally_of([(at_us("2026-11-23 21:00"), receipt(1))], ZoneInfo("Europe/Moscow"))
    assert list(tally.days) == [date(2026, 11, 24)]
    assert list(tally.hours) == [0]


def test_the_night_the_clocks_go_back_has_25_hours_and_its_hour_twice_is_one_row():
    night = Period(date(2026, 10, 25), date(2026, 10, 25))
    start, end = night.bounds_us(BERLIN)
    assert end - start == 25 * 3_600_000_000
    first, again = at_us("2026-10-25 00:30"), at_us("2026-10-25 01:30")
    tally = tally_of([(first, receipt(1)), (again, receipt(2))], BERLIN)
    assert {hour: flow.sales for hour, flow in tally.hours.items()} == {2: 2}
    spring = Period(date(2026, 3, 29), date(2026, 3, 29)).bounds_us(BERLIN)
    assert spring[1] - spring[0] == 23 * 3_600_000_000


def test_days_follow_each_other_without_gap_or_overlap_all_year():
    day = date(2026, 1, 1)
    for _ in range(365):
        after = day + timedelta(1)
        assert Period(day, day).bounds_us(BERLIN)[1] == Period(after, after).bounds_us(BERLIN)[0]
        day = after


def test_a_period_that_ends_before_it_begins_is_refused_and_named():
    with pytest.raises(RefusalError) as refused:
        Period(date(2026, 11, 2), date(2026, 11, 1))
    assert refused.value.code == "reports.period"
    assert refused.value.values == {"first": "2026-11-02", "last": "2026-11-01"}
    with pytest.raises(RefusalError):
        Period(date(2000, 1, 1), date(2026, 1, 1))


def test_the_usual_periods_end_with_the_day():
    day = date(2026, 3, 5)
    assert periods.yesterday(day) == Period(date(2026, 3, 4), date(2026, 3, 4))
    assert periods.week(day).days == 7
    assert periods.month(day) == Period(date(2026, 3, 1), day)
    assert periods.previous_month(day) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert periods.year(day).first == date(2026, 1, 1)


def test_lines_without_a_cost_are_counted_apart_and_bring_no_margin():
    sold = receipt(1, line(1, 10_000, cost_minor=6_000), line(2, 5_000))
    lines = tally_of([(NOON, sold)]).all_lines
    assert (lines.margin_minor, lines.uncosted_lines, lines.uncosted_minor) == (4_000, 1, 5_000)


def test_an_owner_sees_who_took_off_prices_and_lines():
    by_hand = PriceShare("line_discount", "Скидка", 500)
    cheaper = PriceShare("manual_price", "Уценка", 300)
    promotion = PriceShare("promotion", "2+1", 700, "promo-1")
    sold = receipt(1, line(1, 8_500, discount_minor=1_200, shares=(by_hand, cheaper, promotion)))
    facts = [
        (NOON, sold),
        (NOON, LineVoided("x", "p1", "Товар 1", 1000, 2_000, "s1", "Иванова М.")),
        (NOON, SaleVoided("y", 2, 7_000, "s1", "Иванова М.")),
        (NOON, ActionApproved("void_sale", "s1", "Иванова М.", "s2", "Соколова Т.")),
    ]
    tally = tally_of(facts)
    person = tally.cashiers["s1"]
    assert (person.hand_discounts, person.hand_discount_minor) == (1, 500)
    assert (person.price_changes, person.price_change_minor) == (1, 300)
    assert (person.voided_lines, person.voided_lines_minor) == (1, 2_000)
    assert (person.voided_sales, person.voided_sales_minor) == (1, 7_000)
    assert person.approvals == 1
    effect = tally.effects["promotion", "promo-1", "2+1"]
    assert (effect.lines, effect.taken_minor, effect.sold_minor) == (1, 700, 8_500)


def test_a_discount_that_says_no_reason_is_a_reason_of_its_own():
    tally = tally_of([(NOON, receipt(1, line(1, 9_000, discount_minor=1_000)))])
    assert tally.effects["discount", "", ""].taken_minor == 1_000


def test_facts_of_no_interest_change_nothing():
    accepted = TenderAccepted("x", PaidTender("t", "cash", 100, 100), "RUB")
    assert tally_of([(NOON, accepted)]).total.receipts == 0


def test_a_sale_whose_document_came_is_not_due_and_one_of_another_sum_is_named():
    good, other, waiting = (receipt(n, fiscal_key=f"k{n}") for n in (1, 2, 3))
    facts = [
        (NOON, good),
        (NOON, other),
        (NOON, waiting),
        (NOON, registered(good)),
        (NOON, replace(registered(other), total_minor=1)),
        (NOON, registered(receipt(99))),
    ]
    tally = tally_of(facts)
    check = cross_check(tally, 3, tally.total.net_minor, 0)
    assert (check.registered, check.unregistered, check.unregistered_minor) == (2, 1, 10_000)
    assert check.otherwise_registered == (2,)
    assert check.book_agrees
    assert not check.agrees


def test_a_projection_that_holds_something_else_is_said():
    tally = tally_of([(NOON, receipt(1))])
    check = cross_check(tally, 2, 25_000, 0)
    assert (check.booked_more, check.booked_more_minor) == (1, 15_000)
    assert not check.book_agrees
    assert not cross_check(tally, 1, 10_000, 4).agrees
    assert cross_check(tally, 1, 10_000, 0).agrees


@pytest.mark.parametrize(
    ("behind", "numbers"),
    [
        (Behind("all"), [1, 2, 3]),
        (Behind("hour", "12"), [1, 2]),
        (Behind("day", "2026-11-25"), [3]),
        (Behind("week_hour", "1 12"), [1, 2]),
        (Behind("product", "p7"), [2]),
        (Behind("category", "c9"), [2]),
        (Behind("cashier", "s2"), [3]),
        (Behind("tender", "card"), [3]),
        (Behind("vat", "vat10"), [2]),
        (Behind("returns"), [3]),
        (Behind("shift", "2"), [3]),
        (Behind("effect", effect_key("promotion", "promo-1", "2+1")), [2]),
        (Behind("effect", effect_key("discount", "", "")), [1]),
        (Behind("uncosted"), [1, 2]),
    ],
)
def test_a_number_leads_to_the_receipts_behind_it(behind, numbers):
    share = PriceShare("promotion", "2+1", 700, "promo-1")
    facts = [
        (NOON, receipt(1, line(1, 9_000, discount_minor=1_000))),
        (NOON, receipt(2, line(7, 5_000, category_id="c9", vat="vat10", shares=(share,)))),
        (
            NOON + 25 * 3_600_000_000,
            receipt(
                3,
                line(1, 500, cost_minor=1),
                operation="sell_refund",
                shift_number=2,
                staff_id="s2",
                tenders=(PaidTender("t", "card", 500, 500),),
            ),
        ),
    ]
    is_behind = matching(behind, UTC)
    assert [fact.number for at, fact in facts if is_behind(at, fact)] == numbers
