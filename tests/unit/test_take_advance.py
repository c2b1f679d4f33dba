"""The lines of a prepayment stay as they were ordered, since what the goods cost goes with them."""

from __future__ import annotations

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.settlement import PaymentMethod
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.operations import void
from pos_desktop.operations.change_price import set_price
from pos_desktop.operations.sell import add_product, add_weighed
from pos_desktop.operations.take_advance import AdvanceWish, take_advance, take_prepayment
from tests.till_fakes import BANANAS, BREAD, COFFEE, workplace

MANAGER = StaffMember("s3", "Лебедева Ольга", "Лебедева О.", Role.MANAGER)


def ordered(place, amount_minor=20_000):
    """Coffee, bread and bananas, of which a part is prepaid; the customer still thinks it over."""
    sale = add_product(place, None, COFFEE.product_id, staff=MANAGER).sale
    sale = add_product(place, sale, BREAD.product_id, staff=MANAGER).sale
    sale = add_weighed(place, sale, BANANAS.product_id, 1_000, staff=MANAGER).sale
    return take_prepayment(place, sale, "Заказ 12", amount_minor, staff=MANAGER)


def refusal(act) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value


@pytest.mark.parametrize("amount_minor", [20_000, 54_150])
@pytest.mark.parametrize("thousandths", [500, 2_000])
def test_another_quantity_of_prepaid_goods_is_refused(amount_minor, thousandths):
    place = workplace()
    sale = ordered(place, amount_minor)
    for line in sale.lines:
        refused = refusal(
            lambda n=line.line_id: void.set_quantity(place, sale, n, thousandths, staff=MANAGER)
        )
        assert (refused.code, refused.values) == ("sale.prepaid_fixed", {"name": line.name})
    assert place.journal.open_draft().sale == sale


@pytest.mark.parametrize("reason", ["", "Витрина"])
def test_another_price_of_prepaid_goods_is_refused_before_a_reason_is_asked_for(reason):
    place = workplace()
    sale = ordered(place)
    for line in sale.lines:
        refused = refusal(
            lambda n=line.line_id: set_price(place, sale, n, 30_000, reason, staff=MANAGER)
        )
        assert (refused.code, refused.values) == ("sale.prepaid_fixed", {"name": line.name})
    assert place.journal.open_draft().sale == sale


def test_another_price_of_an_advance_is_refused_it_is_a_sum():
    place = workplace()
    sale = take_advance(place, AdvanceWish("Петров", 10_000, "vat22"), staff=MANAGER)
    refused = refusal(lambda: set_price(place, sale, 1, 5_000, "Витрина", staff=MANAGER))
    assert refused.code == "sale.money_is_single"


def test_a_prepaid_line_can_be_taken_off_and_the_rest_costs_what_it_did():
    place = workplace()
    sale = ordered(place)
    gone, *rest = sale.lines
    left = void.remove_line(place, sale, gone.line_id, staff=MANAGER)
    assert left.lines == tuple(rest)
    assert {line.method for line in left.lines} == {PaymentMethod.PREPAYMENT}


def test_goods_scanned_beside_a_prepayment_may_still_be_changed():
    place = workplace()
    added = add_product(place, ordered(place), COFFEE.product_id, staff=MANAGER)
    changed = void.set_quantity(place, added.sale, added.line.line_id, 2_000, staff=MANAGER)
    assert changed.line(added.line.line_id).quantity.thousandths == 2_000
