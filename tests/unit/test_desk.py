"""The desk between two customers: what is in hand is what is paid, once."""

from __future__ import annotations

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import SaleCompleted
from pos_desktop.domain.sale import Discount
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.desk import Desk
from tests.till_fakes import CASHIER, SENIOR, FakeCatalogue, workplace

COFFEE, BREAD = "4607084120301", "4601238051176"


class Directory:
    def members(self):
        return [CASHIER, SENIOR]

    def check_pin(self, staff_id, _pin):
        return next(member for member in self.members() if member.staff_id == staff_id)

    def by_badge(self, _code):
        return None


class BrokenCatalogue(FakeCatalogue):
    def note_sold(self, product_ids):
        raise RuntimeError("popularity cannot be counted")


def desk_of(place=None, member=SENIOR) -> Desk:
    desk = Desk(place or workplace(), Directory(), lambda: None)
    desk.sign_in(member.staff_id, "1111")
    desk.open_shift()
    return desk


def completed(desk: Desk) -> list[SaleCompleted]:
    facts = desk.place.journal.facts()
    return [fact for fact in facts if isinstance(fact, SaleCompleted)]


def test_what_fails_after_the_sale_is_stored_does_not_let_it_be_sold_again():
    desk = desk_of(workplace(catalogue=BrokenCatalogue()))
    desk.scan(COFFEE)
    with pytest.raises(RuntimeError):
        desk.pay_exact(TenderKind.CASH)
    assert desk.snapshot().priced is None
    with pytest.raises(RefusalError) as refused:
        desk.pay_exact(TenderKind.CASH)
    assert refused.value.code == "sale.empty"
    assert len(completed(desk)) == 1


CHANGES = {
    "a weighed line": lambda desk: desk.add_weighed("p3", 500),
    "a quantity": lambda desk: desk.set_quantity(1, 3000),
    "one piece more": lambda desk: desk.change_quantity(1, 1),
    "a discount of a line": lambda desk: desk.discount_line(1, Discount(percent_hundredths=1000)),
    "a discount": lambda desk: desk.discount_sale(Discount(percent_hundredths=1000)),
    "a line removed": lambda desk: desk.remove(1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_pressed_right_after_pay_is_paid_as_changed(change):
    desk = desk_of()
    desk.scan(COFFEE)
    desk.scan(BREAD)
    desk.begin_payment()
    shown = change(desk)
    assert shown.payment is None
    desk.pay_exact(TenderKind.CASH)
    [fact] = completed(desk)
    assert fact.total_minor == shown.priced.total_minor
    assert len(fact.lines) == len(shown.priced.lines)


@pytest.mark.parametrize("gone", [Desk.void, Desk.park], ids=["void", "park"])
def test_a_sale_given_up_or_put_aside_right_after_pay_cannot_be_paid(gone):
    desk = desk_of()
    desk.scan(COFFEE)
    desk.begin_payment()
    assert gone(desk).payment is None
    with pytest.raises(RefusalError):
        desk.pay_exact(TenderKind.CASH)
    assert completed(desk) == []


def test_a_parked_sale_recalled_right_after_pay_is_the_one_that_is_paid():
    desk = desk_of()
    desk.scan(COFFEE)
    desk.park()
    desk.scan(BREAD)
    desk.begin_payment()
    shown = desk.recall(1)
    desk.pay_exact(TenderKind.CASH)
    [fact] = completed(desk)
    assert fact.total_minor == shown.priced.total_minor == 34900


class Guarded(Directory):
    """Counts what is taken for a badge."""

    def __init__(self):
        self.tried = []

    def by_badge(self, code):
        self.tried.append(code)


def test_goods_scanned_before_anybody_signed_in_are_no_guess_at_a_badge():
    guarded = Guarded()
    desk = Desk(workplace(), guarded, lambda: None)
    for code in (COFFEE, COFFEE, "BADGE-1"):
        with pytest.raises(RefusalError):
            desk.scan(code)
    assert guarded.tried == ["BADGE-1"]
