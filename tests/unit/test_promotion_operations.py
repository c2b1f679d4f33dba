"""What a cashier and a manager do with promotions, on a shop in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import PromotionChanged, SaleCompleted
from pos_desktop.domain.promotions.compiled import Promotions
from pos_desktop.domain.promotions.rules import (
    NForM,
    PercentOff,
    Promotion,
    ReceiptSumOff,
    Selection,
    When,
)
from pos_desktop.domain.sale import Sale
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.domain.tender import TenderKind
from pos_desktop.operations import pay, sell
from pos_desktop.operations.correct import MissedRequest, plan_missed
from pos_desktop.operations.coupons import add_coupon, remove_coupon
from pos_desktop.operations.price_sale import priced
from pos_desktop.operations.promotions import (
    remove_promotion,
    store_promotions,
    switch_promotion,
)
from pos_desktop.operations.workplace import Workplace
from tests.till_fakes import BREAD, CASHIER, COFFEE, SHIFT, FakeClock, workplace

MANAGER = StaffMember("s3", "Гусев Роман", "Гусев Р.", Role.MANAGER)
HALF = Promotion("half", "2-й за полцены", NForM(2, 1, 5000), Selection(frozenset({"p1"})))
COUPON = Promotion("autumn", "Купон «Осень»", ReceiptSumOff(5000), coupon="ОСЕНЬ")
FIVE_PM_US = int(datetime(2026, 11, 26, 17, tzinfo=UTC).timestamp()) * 1_000_000
HAPPY = Promotion("happy", "До пяти", PercentOff(2000), when=When(until_time=time(17)))


class FakeBook:
    """Every version of every rule, in order."""

    def __init__(self, *rules: Promotion) -> None:
        self.history: list[tuple[int, str, Promotion | None]] = []
        self.store(rules, 0)

    def as_of(self, at_us: int) -> Promotions:
        return Promotions(self._rules(at_us or 1 << 62))

    def all(self) -> list[Promotion]:
        return self._rules(1 << 62)

    def store(self, rules, at_us: int) -> None:
        self.history += [(at_us, rule.promotion_id, rule) for rule in rules]

    def remove(self, promotion_id: str, at_us: int) -> None:
        self.history.append((at_us, promotion_id, None))

    def _rules(self, at_us: int) -> list[Promotion]:
        last = {name: rule for when, name, rule in self.history if when <= at_us}
        return [rule for rule in last.values() if rule is not None]


def shop(*rules: Promotion, at_us: int = FIVE_PM_US - 60_000_000) -> tuple[Workplace, FakeBook]:
    book = FakeBook(*rules)
    return workplace(promotions=book, clock=FakeClock(at_us), zone=UTC), book


def scanned(place: Workplace, sale: Sale | None, *codes: str) -> Sale:
    for code in codes:
        added = sell.add_scanned(place, sale, code, staff=CASHIER)
        assert isinstance(added, sell.Added)
        sale = added.sale
    assert sale is not None
    return sale


def refusal(act) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value


def test_the_second_coffee_is_cheaper_as_soon_as_it_is_scanned_and_the_receipt_says_why():
    place, _ = shop(HALF)
    sale = scanned(place, None, COFFEE.barcodes[0], COFFEE.barcodes[0])
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, 52350, staff=CASHIER)
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    fact = next(f for f in place.journal.facts() if isinstance(f, SaleCompleted))
    share = fact.lines[0].shares[0]
    assert (share.kind, share.name, share.amount_minor) == ("promotion", "2-й за полцены", 17450)
    assert fact.total_minor == 52350


def test_a_happy_hour_does_not_end_between_two_banknotes():
    place, _ = shop(HAPPY)
    sale = scanned(place, None, BREAD.barcodes[0])
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, 1000, staff=CASHIER)
    place.clock.at_us = FIVE_PM_US + 60_000_000
    assert priced(place, sale).total_minor == 6250
    draft = place.journal.open_draft()
    again = pay.resume_payment(place, draft.sale)
    assert again is not None
    assert again.priced.total_minor == payment.priced.total_minor == 5000


def test_a_rule_edited_while_somebody_pays_does_not_reach_that_payment():
    place, book = shop(HAPPY)
    sale = scanned(place, None, BREAD.barcodes[0])
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    pay.add_tender(place, payment, TenderKind.CASH, 1000, staff=CASHIER)
    place.clock.at_us += 1_000_000
    remove_promotion(place, book, "happy", staff=MANAGER)
    again = pay.resume_payment(place, place.journal.open_draft().sale)
    assert again is not None
    assert again.priced.total_minor == 5000
    assert priced(place, sale).total_minor == 6250


def test_the_happy_hour_is_over_for_a_sale_that_was_only_looked_at():
    place, _ = shop(HAPPY)
    sale = scanned(place, None, BREAD.barcodes[0])
    pay.begin_payment(place, sale, staff=CASHIER)
    place.clock.at_us = FIVE_PM_US
    assert pay.begin_payment(place, sale, staff=CASHIER).priced.total_minor == 6250


def test_a_coupon_is_scanned_like_goods_and_works_once():
    place, _ = shop(COUPON)
    sale = scanned(place, None, COFFEE.barcodes[0], "осень")
    assert sale.coupons == ("осень",)
    assert priced(place, sale).total_minor == 29900
    assert len(sale.lines) == 1
    assert place.journal.open_draft().sale.coupons == ("осень",)
    twice = refusal(lambda: scanned(place, sale, "ОСЕНЬ"))
    assert twice.code == "coupon.twice"


def test_a_coupon_is_taken_off_again():
    place, _ = shop(COUPON)
    sale = scanned(place, None, COFFEE.barcodes[0], "ОСЕНЬ")
    without = remove_coupon(place, sale, "ОСЕНЬ", staff=CASHIER)
    assert priced(place, without).total_minor == 34900
    gone = refusal(lambda: remove_coupon(place, without, "ОСЕНЬ", staff=CASHIER))
    assert gone.code == "coupon.unknown"


def test_a_coupon_without_goods_or_of_another_shop_is_refused():
    place, _ = shop(COUPON)
    assert refusal(lambda: scanned(place, None, "ОСЕНЬ")).code == "coupon.no_sale"
    sale = scanned(place, None, COFFEE.barcodes[0])
    strange = refusal(lambda: add_coupon(place, sale, "ВЕСНА", staff=CASHIER))
    assert strange.code == "coupon.unknown"
    assert refusal(lambda: scanned(place, sale, "ВЕСНА")).code == "scan.unknown"


def test_no_coupon_comes_or_goes_once_money_was_taken():
    place, _ = shop(COUPON)
    sale = scanned(place, None, COFFEE.barcodes[0], "ОСЕНЬ")
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    paying = pay.add_tender(place, payment, TenderKind.CASH, 1000, staff=CASHIER).priced.sale
    for act in (
        lambda: remove_coupon(place, paying, "ОСЕНЬ", staff=CASHIER),
        lambda: add_coupon(place, paying, "ОСЕНЬ", staff=CASHIER),
    ):
        assert refusal(act).code == "payment.in_progress"


def test_a_manager_switches_a_promotion_off_and_the_journal_has_it():
    place, book = shop(HALF)
    sale = scanned(place, None, COFFEE.barcodes[0], COFFEE.barcodes[0])
    switch_promotion(place, book, "half", on=False, staff=MANAGER)
    assert priced(place, sale).total_minor == 69800
    assert [rule.on for rule in book.all()] == [False]
    fact = place.journal.facts()[-1]
    assert isinstance(fact, PromotionChanged)
    assert (fact.change, fact.staff_id) == ("off", "s3")
    assert '"take": 2' in fact.card


def test_a_cashier_may_not_change_promotions_and_nothing_is_written():
    place, book = shop(HALF)
    for act in (
        lambda: store_promotions(place, book, [COUPON], staff=CASHIER),
        lambda: switch_promotion(place, book, "half", on=False, staff=CASHIER),
        lambda: remove_promotion(place, book, "half", staff=CASHIER),
    ):
        error = refusal(act)
        assert (error.code, error.values["action"]) == ("rights.missing", "edit_promotion")
    assert place.journal.facts() == []
    assert book.all() == [HALF]


def test_a_promotion_that_is_gone_cannot_be_switched_or_removed():
    place, book = shop()
    for act in (
        lambda: switch_promotion(place, book, "half", on=True, staff=MANAGER),
        lambda: remove_promotion(place, book, "half", staff=MANAGER),
    ):
        assert refusal(act).code == "promotion.no_such"


def test_the_paper_names_the_offer_under_the_line_it_made_cheaper():
    place, _ = shop(HALF)
    sale = scanned(place, None, BREAD.barcodes[0], COFFEE.barcodes[0], COFFEE.barcodes[0])
    payment = pay.begin_payment(place, sale, staff=CASHIER)
    payment = pay.add_tender(place, payment, TenderKind.CASH, 58600, staff=CASHIER)
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    paper = place.journal.commits[-1].print_jobs[0].payload.decode()
    assert paper.count("2-й за полцены") == 1
    assert paper.index("Кофе") < paper.index("2-й за полцены") < paper.index("−174,50")


def test_a_receipt_that_was_missed_is_made_up_at_what_was_paid_and_not_by_todays_offers():
    place, _ = shop(Promotion("all", "Всё −50 %", PercentOff(5000)))
    basket = scanned(place, None, COFFEE.barcodes[0])
    assert priced(place, basket).total_minor == 17450
    request = MissedRequest(basket, "cash", date(2026, 11, 20), "Касса не работала")
    planned = plan_missed(place, request, staff=MANAGER)
    assert planned.receipts[0].total_minor == 34900
