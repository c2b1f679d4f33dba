"""Several receipts or several payers for one sale: the sums always come out, to the kopeck."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.domain.payment_rules import PaymentRules
from pos_desktop.domain.pricing import price
from pos_desktop.domain.promotions.compiled import Promotions
from pos_desktop.domain.quantity import Quantity, Unit
from pos_desktop.domain.receipt_shares import equal_parts, shares_of, spread_tenders
from pos_desktop.domain.sale import Discount, Sale, SaleLine
from pos_desktop.domain.settlement import Agent, AgentKind
from pos_desktop.domain.tender import Tender, TenderKind
from pos_desktop.operations import discount, pay, sell
from pos_desktop.operations.choose_receipt import choose_receipt
from pos_desktop.operations.loyalty import points_of, spend_points
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.split_bill import split_by_lines
from tests import account_shop
from tests.till_fakes import (
    BREAD,
    CASHIER,
    COFFEE,
    SENIOR,
    SHIFT,
    VODKA,
    FakeCatalogue,
    country,
    workplace,
)
from tests.unit.test_promotions_properties import baskets, rules


class Running:
    """Promotions that are the same at every moment."""

    def __init__(self, made):
        self._made = Promotions(made)

    def as_of(self, _at_us):
        return self._made


RATES = country().vat
SYSTEMS = ("", "osn", "patent", "usn_income")


def sale_lines(count: int = 6) -> st.SearchStrategy[list[SaleLine]]:
    one = st.builds(
        lambda qty, cost, vat, system: SaleLine(
            0, "p", "1", "Товар", Quantity(qty, Unit.KILOGRAM), cost, vat, tax_system=system
        ),
        st.integers(1, 9000),
        st.integers(1, 99_999),
        st.sampled_from(["vat22", "vat10", "none"]),
        st.sampled_from(SYSTEMS),
    )
    many = st.lists(one, min_size=1, max_size=count)
    return many.map(lambda made: [replace(ln, line_id=n) for n, ln in enumerate(made, 1)])


def sale_of(made: list[SaleLine], percent: int = 0) -> Sale:
    return Sale("s", 0, tuple(made), len(made) + 1, Discount(percent_hundredths=percent))


def tenders_of(total_minor: int, weights: list[tuple[TenderKind, int]]) -> list[Tender]:
    left, found = total_minor, []
    for n, (kind, weight) in enumerate(weights, 1):
        amount = left if n == len(weights) else min(left, total_minor * weight // 100)
        if amount:
            more = 777 if kind is TenderKind.CASH else 0
            found.append(Tender(f"t{n}", kind, amount, amount + more))
            left -= amount
    return found


KINDS = st.sampled_from([TenderKind.CASH, TenderKind.CARD, TenderKind.ADVANCE])


@given(
    sale_lines(),
    st.integers(0, 9_000),
    st.lists(st.tuples(KINDS, st.integers(1, 99)), min_size=1, max_size=4),
)
def test_receipts_by_tax_system_add_up_to_the_sale(made, percent, weights):
    sums = price(sale_of(made, percent), RATES)
    if not sums.total_minor:
        return
    tenders = tenders_of(sums.total_minor, weights)
    shares = shares_of(sums, tenders, "osn")
    assert sum(share.priced.total_minor for share in shares) == sums.total_minor
    assert sum(v.vat_minor for share in shares for v in share.priced.vats) == sum(
        v.vat_minor for v in sums.vats
    )
    assert sum(t.change_minor for share in shares for t in share.tenders) == sum(
        t.change_minor for t in tenders
    )
    for share in shares:
        assert sum(t.amount_minor for t in share.tenders) == share.priced.total_minor
        assert all(t.amount_minor > 0 and t.change_minor >= 0 for t in share.tenders)
        assert {ln.line.tax_system or "osn" for ln in share.priced.lines} == {share.tax_system}


@given(st.integers(1, 10**9), st.integers(1, 50))
def test_equal_parts_of_a_bill_add_up_and_differ_by_a_kopeck_at_most(total_minor, parts):
    found = equal_parts(total_minor, parts)
    assert sum(found) == total_minor
    assert max(found) - min(found) <= 1


def test_change_is_given_on_the_last_receipt_the_cash_pays_for():
    cash = Tender("t1", TenderKind.CASH, 900, 1000)
    card = Tender("t2", TenderKind.CARD, 100, 100)
    first, second = spread_tenders([600, 400], [cash, card])
    assert [(t.kind, t.amount_minor, t.change_minor) for t in first] == [
        (TenderKind.CARD, 100, 0),
        (TenderKind.CASH, 500, 0),
    ]
    assert [(t.kind, t.amount_minor, t.change_minor) for t in second] == [
        (TenderKind.CASH, 400, 100)
    ]


# ------------------------------------------------------------------ two tax systems, one customer

HAIRCUT = replace(
    COFFEE, product_id="cut", name="Стрижка", price_minor=80000, vat="none", barcodes=("12345670",)
)


def paid_shop(**more):
    return workplace(catalogue=FakeCatalogue([COFFEE, BREAD, VODKA, HAIRCUT]), **more)


def two_systems(place):
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    sale = sell.add_scanned(place, sale, "12345670", staff=CASHIER).sale
    mixed = tuple(
        replace(ln, tax_system="patent") if ln.product_id == "cut" else ln for ln in sale.lines
    )
    return replace(sale, lines=mixed)


def test_a_haircut_under_the_patent_and_shampoo_are_two_receipts_and_one_payment():
    place = paid_shop()
    payment = pay.begin_payment(place, two_systems(place), staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, 120000, staff=CASHIER)
    done = pay.complete(place, payment, SHIFT, staff=CASHIER)
    [commit] = place.journal.commits
    goods, cut = [fact for fact in commit.facts if isinstance(fact, SaleCompleted)]
    assert (goods.tax_system, goods.total_minor, goods.change_minor) == ("osn", 34900, 0)
    assert (cut.tax_system, cut.total_minor, cut.change_minor) == ("patent", 80000, 5100)
    assert (goods.number, cut.number) == (1, 2)
    assert goods.group_id == cut.group_id == goods.sale_id != cut.sale_id
    assert [document.sale_number for document in commit.fiscal_documents] == [1, 2]
    assert [job.sale_id for job in commit.print_jobs] == [goods.sale_id, cut.sale_id]
    assert commit.draft_removed == goods.sale_id
    assert (done.total_minor, done.change_minor) == (114900, 5100)


def test_the_longest_document_counts_against_the_operators_limit_not_the_sale():
    place = paid_shop(max_positions=1)
    payment = pay.begin_payment(place, two_systems(place), staff=CASHIER)
    assert payment.priced.total_minor == 114900


# ------------------------------------------------------------------ cash rounding

ROUBLES = PaymentRules(cash_rounding_minor=100)
WEIGHED = "2121010004201"


def odd_sale(place):
    goods = place.catalogue.goods
    goods[:] = [replace(COFFEE, price_minor=34999), replace(BREAD, price_minor=6250)]
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    return sell.add_scanned(place, sale, BREAD.barcodes[0], staff=CASHIER).sale


def test_a_sum_paid_in_cash_is_rounded_down_inside_the_prices():
    place = workplace(payments=ROUBLES)
    payment = pay.begin_payment(place, odd_sale(place), staff=CASHIER)
    assert (payment.left_minor, payment.left_by(TenderKind.CASH)) == (41249, 41200)
    payment = pay.add_tender(place, payment, TenderKind.CASH, 50000, staff=CASHIER)
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    fact = place.journal.facts()[-1]
    assert (fact.total_minor, fact.rounding_minor, fact.change_minor) == (41200, 49, 8800)
    assert sum(line.total_minor for line in fact.lines) == 41200
    assert sum(tender.amount_minor for tender in fact.tenders) == 41200
    steps = [s.amount_minor for ln in fact.lines for s in ln.shares if s.kind == "rounding"]
    assert sum(steps) == 49


def test_two_banknotes_one_after_the_other_are_still_cash():
    place = workplace(payments=ROUBLES)
    payment = pay.begin_payment(place, odd_sale(place), staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, 40000, staff=CASHIER)
    assert payment.left_by(TenderKind.CASH) == 1200
    payment = pay.add_tender(place, payment, TenderKind.CASH, 5000, staff=CASHIER)
    assert payment.paid
    assert payment.change_minor == 3800


def test_nothing_is_rounded_where_a_card_pays_a_part():
    place = workplace(payments=ROUBLES)
    payment = pay.begin_payment(place, odd_sale(place), staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CARD, 10000, staff=CASHIER)
    assert payment.left_by(TenderKind.CASH) == 31249
    payment = pay.add_tender(place, payment, TenderKind.CASH, 31249, staff=CASHIER)
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    assert place.journal.facts()[-1].rounding_minor == 0


def test_cash_first_and_the_rest_by_card_is_paid_to_the_kopeck():
    place = workplace(payments=ROUBLES)
    payment = pay.begin_payment(place, odd_sale(place), staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, 10000, staff=CASHIER)
    left = payment.left_by(TenderKind.CARD)
    assert left == 31249
    assert pay.add_tender(place, payment, TenderKind.CARD, left, staff=CASHIER).paid


def test_rounding_never_takes_vodka_below_its_legal_price():
    place = workplace(
        payments=ROUBLES, catalogue=FakeCatalogue([replace(VODKA, price_minor=34950)])
    )
    place.catalogue.goods[0] = replace(place.catalogue.goods[0], min_price_minor=34950, age_limit=0)
    sale = sell.add_scanned(place, None, VODKA.barcodes[0], staff=CASHIER).sale
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    assert payment.left_by(TenderKind.CASH) == 34950


# ------------------------------------------------------------------ one bill, several payers


def test_two_friends_pay_their_own_goods_and_the_bill_adds_up():
    place = workplace()
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    sale = sell.add_scanned(place, sale, BREAD.barcodes[0], staff=CASHIER).sale
    sale = discount.set_receipt_discount(
        place, sale, Discount(percent_hundredths=333), staff=CASHIER
    )
    whole = price(sale, RATES).total_minor
    split = split_by_lines(place, sale, [1], "Счёт 2", staff=CASHIER)
    [rest] = place.journal.parked_drafts()
    assert rest.label == "Счёт 2"
    assert [ln.line_id for ln in split.kept.lines] == [1]
    assert [ln.line_id for ln in rest.sale.lines] == [2]
    assert split.kept.group_id == rest.sale.group_id == sale.sale_id
    parts = [price(one, RATES).total_minor for one in (split.kept, rest.sale)]
    assert sum(parts) == whole


@given(sale_lines(), st.integers(0, 9_000), st.data())
def test_a_bill_split_by_lines_costs_what_the_whole_cost(made, percent, data):
    sale = sale_of(made, percent)
    if len(made) < 2:
        return
    chosen = data.draw(st.sets(st.integers(1, len(made)), min_size=1, max_size=len(made) - 1))
    place = workplace()
    kept = split_by_lines(place, sale, chosen, "2", staff=CASHIER).kept
    [rest] = place.journal.parked_drafts()
    parts = [price(one, RATES).total_minor for one in (kept, rest.sale)]
    assert sum(parts) == price(sale, RATES).total_minor


@given(baskets(), rules(), st.data())
@settings(max_examples=60, deadline=None)
def test_payers_pay_together_what_the_whole_cost_whatever_the_promotions(lines, promotions, data):
    numbered = tuple(replace(line, line_id=n) for n, line in enumerate(lines, start=1))
    sale = Sale("s", 0, numbered, len(numbered) + 1, coupons=("SPRING",))
    place = workplace(promotions=Running(promotions))
    whole = priced(place, sale)
    if len(numbered) < 2:
        return
    ids = [line.line_id for line in numbered]
    chosen = data.draw(st.sets(st.sampled_from(ids), min_size=1, max_size=len(ids) - 1))
    kept = split_by_lines(place, sale, chosen, "2", staff=SENIOR).kept
    [rest] = place.journal.parked_drafts()
    parts = [priced(place, one) for one in (kept, rest.sale)]
    assert sum(part.total_minor for part in parts) == whole.total_minor
    sold = sum(ln.quantity.thousandths for one in (kept, rest.sale) for ln in one.lines)
    assert sold == sum(line.quantity.thousandths for line in numbered)
    assert rest.sale.coupons == ()


def _shop_with_points(points_minor=100_000, **rules):
    place = account_shop.shop(loyalty=replace(account_shop.RULES, **rules))
    return place, account_shop.regular(place, points_minor=points_minor)


def test_points_stay_with_the_goods_they_pay_for_and_each_payer_pays_the_rest():
    place, anna = _shop_with_points()
    sale = account_shop.sale_of(place, anna, COFFEE.barcodes[0], BREAD.barcodes[0])
    sale = spend_points(place, sale, 20_575, staff=CASHIER)
    whole = priced(place, sale)
    kept = split_by_lines(place, sale, [1], "2", staff=CASHIER).kept
    [rest] = place.journal.parked_drafts()
    assert kept.bonus_minor + rest.sale.bonus_minor == 20_575
    assert kept.bonus_minor == 17_450
    first, second = account_shop.paid(place, kept), account_shop.paid(place, rest.sale)
    assert first.total_minor + second.total_minor == whole.total_minor
    assert (first.bonus_spent_minor, second.bonus_spent_minor) == (17_450, 3_125)
    earned = first.bonus_earned_minor + second.bonus_earned_minor
    assert account_shop.points(place, anna) == 100_000 - 20_575 + earned
    assert second.bonus_before_minor == 100_000 - 17_450 + first.bonus_earned_minor


@given(
    st.lists(st.integers(101, 99_999), min_size=2, max_size=6),
    st.integers(1, 10_000),
    st.integers(1, 9_000),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_split_parts_cost_with_points_what_the_whole_costs(prices, part, percent, data):
    place, anna = _shop_with_points(10_000_000, payable_hundredths=percent)
    goods = [
        replace(COFFEE, product_id=f"g{n}", barcodes=(f"2{n:06}",), price_minor=price_minor)
        for n, price_minor in enumerate(prices)
    ]
    place.catalogue.goods.extend(goods)
    sale = account_shop.sale_of(place, anna, *(product.barcodes[0] for product in goods))
    points_minor = points_of(place, sale).most_minor * part // 10_000
    sale = spend_points(place, sale, points_minor, staff=CASHIER)
    whole = priced(place, sale)
    ids = [line.line_id for line in sale.lines]
    chosen = data.draw(st.sets(st.sampled_from(ids), min_size=1, max_size=len(ids) - 1))
    try:
        kept = split_by_lines(place, sale, chosen, "2", staff=CASHIER).kept
    except RefusalError as error:
        # Points that leave a part nothing to pay in money.
        assert error.code == "split.points"
        assert percent > 5_000
        return
    [rest] = place.journal.parked_drafts()
    assert kept.bonus_minor + rest.sale.bonus_minor == points_minor
    assert sum(priced(place, one).total_minor for one in (kept, rest.sale)) == whole.total_minor
    for one in (kept, rest.sale):
        pay.begin_payment(place, one, staff=CASHIER)


def test_points_that_would_pay_a_part_alone_are_taken_off_before_the_split():
    place, anna = _shop_with_points(payable_hundredths=10_000)
    sale = account_shop.sale_of(place, anna, COFFEE.barcodes[0], BREAD.barcodes[0])
    sale = spend_points(place, sale, 41_149, staff=CASHIER)
    with pytest.raises(RefusalError) as refused:
        split_by_lines(place, sale, [1], "2", staff=CASHIER)
    assert (refused.value.code, refused.value.values) == ("split.points", {"amount_minor": 41_149})
    assert place.journal.open_draft().sale == sale
    plain = spend_points(place, sale, 0, staff=CASHIER)
    assert split_by_lines(place, plain, [1], "2", staff=CASHIER).kept.lines


@pytest.mark.parametrize("chosen", [[], [1, 2], [7]])
def test_a_split_needs_some_of_the_lines(chosen):
    place = workplace()
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    sale = sell.add_scanned(place, sale, BREAD.barcodes[0], staff=CASHIER).sale
    with pytest.raises(RefusalError) as refused:
        split_by_lines(place, sale, chosen, "2", staff=CASHIER)
    assert refused.value.code == "split.choose_lines"
    assert place.journal.open_draft().sale == sale


def test_the_second_payers_goods_come_to_the_front_by_themselves():
    from pos_desktop.gui.desk_payment import PaymentDesk
    from tests.unit.test_desk import completed, desk_of

    desk = desk_of()
    payments = PaymentDesk(desk)
    desk.scan(COFFEE.barcodes[0])
    desk.scan(BREAD.barcodes[0])
    shown = payments.split([1], "Второй")
    assert (shown.payment.left_minor, shown.parked) == (34900, 1)
    shown = desk.pay_exact(TenderKind.CASH)
    assert (shown.priced.total_minor, shown.parked) == (6250, 0)
    desk.pay_exact(TenderKind.CARD)
    one, other = completed(desk)
    assert one.group_id == other.group_id != ""


# ------------------------------------------------------------------ how the receipt is handed over


def test_a_receipt_by_e_mail_only_is_not_printed_where_the_shop_allows_that():
    place = workplace(payments=PaymentRules(paper_optional=True))
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    sale = choose_receipt(place, sale, " anna@example.ru ", paper=False, staff=CASHIER)
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    paid = pay.add_tender(place, payment, TenderKind.CASH, 34900, staff=CASHIER)
    pay.complete(place, paid, SHIFT, staff=CASHIER)
    [commit] = place.journal.commits
    assert commit.print_jobs == ()
    assert (commit.facts[-1].contact, commit.facts[-1].on_paper) == ("anna@example.ru", False)


@pytest.mark.parametrize(
    ("contact", "paper", "rules", "code"),
    [
        ("", False, PaymentRules(paper_optional=True), "receipt.paper_needed"),
        ("anna@example.ru", False, PaymentRules(), "receipt.paper_needed"),
        ("anna@", True, PaymentRules(), "contact.not_understood"),
        ("Анна 89123456789", True, PaymentRules(), "contact.not_understood"),
        ("12", True, PaymentRules(), "contact.not_understood"),
    ],
)
def test_a_receipt_that_would_reach_nobody_is_refused(contact, paper, rules, code):
    place = workplace(payments=rules)
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    with pytest.raises(RefusalError) as refused:
        choose_receipt(place, sale, contact, paper=paper, staff=CASHIER)
    assert refused.value.code == code
    assert place.journal.open_draft().sale == sale


def test_a_telephone_is_stored_as_it_is_dialled():
    place = workplace()
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    chosen = choose_receipt(place, sale, "8 (912) 345-67-89", paper=True, staff=CASHIER)
    assert chosen.customer_contact == "+79123456789"
    assert place.journal.open_draft().sale == chosen


def test_a_receipt_says_who_the_goods_are_of_and_what_is_on_credit():
    place = paid_shop()
    sale = sell.add_scanned(place, None, COFFEE.barcodes[0], staff=CASHIER).sale
    supplier = Agent(AgentKind.COMMISSION_AGENT, "ООО «Пасека»", "5544332219")
    sale = replace(sale, lines=(replace(sale.lines[0], agent=supplier),))
    payment = pay.begin_payment(place, sale, staff=SENIOR)
    payment = pay.add_tender(place, payment, TenderKind.CREDIT, 34900, staff=SENIOR)
    pay.complete(place, payment, SHIFT, staff=SENIOR)
    [job] = place.journal.commits[-1].print_jobs
    text = job.payload.decode()
    assert "ПЕРЕДАЧА В КРЕДИТ" in text
    assert "КОМИССИОНЕР. поставщик: ООО «Пасека» 5544332219" in text


def test_the_one_tap_amounts_are_the_rounded_ones():
    from tests.unit.test_desk import completed, desk_of

    desk = desk_of(workplace(payments=ROUBLES))
    desk.scan(BREAD.barcodes[0])
    assert desk.snapshot().cash_off_minor == 50
    desk.pay_exact(TenderKind.CASH)
    assert completed(desk)[0].total_minor == 6200
