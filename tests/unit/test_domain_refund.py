"""What a part of a receipt is worth when it comes back, in the words of the customer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import PaidTender, PriceShare, SoldAgent, StockPart
from pos_desktop.domain.refund import (
    NOTHING,
    Returned,
    Wish,
    is_other_way,
    left_by_kind,
    left_qty,
    refunded_line,
    vat_sums,
    way_back,
    worth_minor,
)
from pos_desktop.journal.encoding import decode_fact
from tests.contract.fiscal_shop import COUNTRY, line, sale

RATES = COUNTRY.vat


def test_one_of_two_coffees_comes_back_with_its_share_of_the_promotion():
    coffees = line(
        1, 59_800, qty=2000, price_minor=34_900, shares=(PriceShare("promotion", "2=-100", 10_000),)
    )
    back = refunded_line(coffees, NOTHING, Wish(1, 1000), 1, RATES)
    assert (back.qty, back.total_minor, back.discount_minor) == (1000, 29_900, 5_000)
    assert back.shares == (PriceShare("promotion", "2=-100", 5_000),)
    assert back.vat_minor == 5_392  # 299.00 x 22 / 122
    assert back.of_line == 1


def test_half_a_kilo_of_tomatoes_comes_back():
    tomatoes = line(3, 18_440, qty=842, price_minor=21_900, unit="kg", vat="vat10")
    back = refunded_line(tomatoes, NOTHING, Wish(3, 500), 1, RATES)
    rest = refunded_line(tomatoes, Returned(500, back.total_minor), Wish(3, 342), 1, RATES)
    assert (back.total_minor, rest.total_minor) == (10_950, 7_490)


def test_goods_sold_with_20_percent_in_2025_come_back_with_20_percent():
    back = refunded_line(line(1, 12_000, vat="vat20"), NOTHING, Wish(1, 1000), 1, RATES)
    assert (back.vat, back.vat_minor) == ("vat20", 2_000)


def test_method_agent_and_parts_are_those_of_the_sale():
    agent = SoldAgent("commission_agent", "ИП Петров", "782100000000")
    kit = line(1, 30_000, qty=3000, method="credit", agent=agent, parts=(StockPart("cup", 7000),))
    first = refunded_line(kit, NOTHING, Wish(1, 1000), 1, RATES)
    rest = refunded_line(kit, Returned(1000, 10_000), Wish(1, 2000, to_stock=False), 1, RATES)
    assert (first.method, first.agent) == ("credit", agent)
    assert first.parts[0].qty + rest.parts[0].qty == 7000
    assert not rest.to_stock


@given(
    total_minor=st.integers(0, 10_000_000),
    pieces=st.lists(st.integers(1, 5_000), min_size=1, max_size=8),
    off_minor=st.integers(0, 5_000),
)
def test_all_parts_of_a_line_add_up_to_what_was_paid_whatever_the_pieces(
    total_minor, pieces, off_minor
):
    whole = line(
        1,
        total_minor,
        qty=sum(pieces),
        unit="kg",
        shares=(PriceShare("bonus", "b", off_minor), PriceShare("rounding", "r", -3)),
    )
    before, backs = NOTHING, []
    for n, qty in enumerate(pieces, 1):
        back = refunded_line(whole, before, Wish(1, qty), n, RATES)
        assert back.total_minor >= 0
        before = Returned(before.qty + qty, before.total_minor + back.total_minor)
        backs.append(back)
    assert before == Returned(whole.qty, total_minor)
    assert left_qty(whole, before) == 0
    assert [sum(b.shares[i].amount_minor for b in backs) for i in (0, 1)] == [off_minor, -3]
    # Each receipt rounds its tax by itself, as a registrar demands: half a kopeck a position.
    assert abs(sum(b.vat_minor for b in backs) - whole.vat_minor) <= 2 * len(pieces)


@given(total_minor=st.integers(0, 10_000_000), qty=st.integers(1, 90_000))
def test_the_tax_of_a_line_that_comes_back_whole_is_the_tax_of_the_sale(total_minor, qty):
    whole = line(1, total_minor, qty=qty, unit="kg")
    back = refunded_line(whole, NOTHING, Wish(1, qty), 1, RATES)
    assert (back.total_minor, back.vat_minor) == (whole.total_minor, whole.vat_minor)


@pytest.mark.parametrize(
    ("change", "wish", "before", "code"),
    [
        ({}, Wish(1, 3000), NOTHING, "refund.too_much"),
        ({}, Wish(1, 2000), Returned(1000, 5_000), "refund.too_much"),
        ({}, Wish(1, 0), NOTHING, "refund.too_much"),
        ({}, Wish(1, 500), NOTHING, "refund.not_whole"),
        ({"marking": "01\x1d93"}, Wish(1, 1000), NOTHING, "refund.marking_wanted"),
        ({"marking": "01\x1d93"}, Wish(1, 1000, marking="02"), NOTHING, "refund.marking_other"),
    ],
)
def test_what_cannot_come_back_is_refused(change, wish, before, code):
    with pytest.raises(RefusalError) as caught:
        refunded_line(line(1, 10_000, qty=2000, **change), before, wish, 1, RATES)
    assert caught.value.code == code


def test_a_bottle_with_its_own_code_comes_back():
    bottle = line(1, 9_490, marking="01\x1d93")
    assert refunded_line(bottle, NOTHING, Wish(1, 1000, marking="01\x1d93"), 1, RATES).marking


def test_a_line_of_another_worth_is_never_below_zero():
    assert worth_minor(line(1, 100, qty=3000), Returned(1000, 90), 1000) == 0


def test_money_goes_back_over_mixed_tenders_in_proportion_to_the_kopeck():
    mixed = sale(
        7,
        line(1, 100_000),
        tenders=(PaidTender("a", "card", 70_000, 70_000), PaidTender("b", "cash", 30_000, 50_000)),
    )
    left = left_by_kind(mixed, {})
    assert left == {"card": 70_000, "cash": 30_000}
    assert way_back(33_333, left) == {"card": 23_333, "cash": 10_000}
    assert left_by_kind(mixed, {"card": 70_000}) == {"card": 0, "cash": 30_000}
    assert way_back(10_000, left_by_kind(mixed, {"card": 70_000})) == {"cash": 10_000}
    assert way_back(10, {}) == {}


@given(
    left=st.dictionaries(st.sampled_from(("cash", "card", "qr")), st.integers(0, 10_000)),
    share=st.integers(0, 100),
)
def test_the_way_back_never_exceeds_what_came_and_adds_up(left, share):
    total_minor = sum(left.values()) * share // 100
    money = way_back(total_minor, left)
    assert sum(money.values()) == total_minor
    assert not is_other_way(money, left)


def test_cash_for_what_was_paid_by_card_is_another_way():
    assert is_other_way({"cash": 1}, {"card": 100})
    assert not is_other_way({"card": 100}, {"card": 100})


def test_vat_sums_keep_the_order_of_the_original():
    lines = (line(1, 1_000, vat="vat10"), line(2, 2_000), line(3, 500, vat="vat10"))
    assert [(s.vat, s.base_minor) for s in vat_sums(lines, ("vat22", "vat10"))] == [
        ("vat22", 2_000),
        ("vat10", 1_500),
    ]


def test_a_refund_that_was_stored_before_debts_were_named_on_it_is_still_read():
    stored = b'{"sale_id":"b","number":2,"shift_number":1,"staff_id":"s","staff_name":"S",' + (
        b'"operation":"sell_refund","currency":"RUB","total_minor":1,"discount_minor":0,'
        b'"change_minor":0,"lines":[],"vats":[],"tenders":[],"tax_system":"osn",'
        b'"original_sale_id":"a","reason":"r"}'
    )
    fact = decode_fact("SaleCompleted", 2, stored)
    assert (fact.original_sale_id, fact.debt_sale_id) == ("a", "")
