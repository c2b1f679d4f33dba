"""Customers at the register: found and added with no network, named on the sale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.customers import Customer
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import CustomerSaved
from pos_desktop.operations import customers, sell
from pos_desktop.operations.telephone import e164, readable
from tests.till_fakes import CASHIER, SENIOR, workplace

ANNA = Customer("", "Королёва Анна", "8 (926) 123-45-67", card="2900000000017")


def refusal(act) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value


def added(place, who=ANNA) -> Customer:
    return customers.add(place, who, staff=CASHIER)


def test_a_new_customer_is_a_fact_and_is_found_by_the_telephone_said_at_home():
    place = workplace()
    made = added(place)
    [fact] = place.journal.facts()
    assert isinstance(fact, CustomerSaved)
    assert (made.phone, fact.staff_name) == ("+79261234567", "Иванова М.")
    assert place.customers.by_phone("+79261234567") == [made]


def test_two_fields_are_enough_and_one_of_them_too():
    place = workplace()
    assert added(place, Customer("", "", "+79031112233")).name == ""
    assert added(place, Customer("", "  Пётр   Ильич ")).name == "Пётр Ильич"
    assert refusal(lambda: added(place, Customer("", " "))).code == "customer.nameless"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"phone": "12345"}, "customer.bad_phone"),
        ({"phone": "не скажу"}, "customer.bad_phone"),
        ({"email": "anna@"}, "customer.bad_email"),
        ({"email": "анна@почта.рф"}, "customer.bad_email"),
        ({"buyer_inn": "123"}, "customer.bad_inn"),
        ({"birth_date": "31.02.1990"}, "customer.bad_birth_date"),
        ({"birth_date": "2030-01-01"}, "customer.bad_birth_date"),
        ({"name": "А" * 300}, "customer.too_long"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_saved(changes, code):
    place = workplace()
    assert refusal(lambda: added(place, replace(ANNA, **changes))).code == code
    assert place.journal.facts() == []


def test_a_negative_limit_of_debt_is_refused():
    place = workplace()
    wrong = replace(ANNA, credit_limit_minor=-1)
    assert refusal(lambda: customers.add(place, wrong, staff=SENIOR)).code == "customer.bad_limit"


def test_a_telephone_and_a_card_belong_to_one_customer():
    place = workplace()
    added(place)
    same_phone = refusal(lambda: added(place, Customer("", "Другая", "+7 926 123 45 67")))
    same_card = refusal(lambda: added(place, Customer("", "Другая", card="2900000000017")))
    assert (same_phone.code, same_phone.values["name"]) == ("customer.phone_taken", "Королёва Анна")
    assert same_card.code == "customer.card_taken"


def test_a_cashier_corrects_a_name_but_not_the_group_the_prices_and_the_limit():
    place = workplace()
    made = added(place)
    renamed = customers.change(place, replace(made, name="Королева Анна"), staff=CASHIER)
    assert renamed.name == "Королева Анна"
    for terms in ({"group": "gold"}, {"price_list": "опт"}, {"credit_limit_minor": 100_000}):
        wanted = replace(renamed, **terms)
        missing = refusal(lambda w=wanted: customers.change(place, w, staff=CASHIER))
        assert missing.code == "rights.missing"
        assert customers.change(place, wanted, staff=SENIOR) == wanted
        customers.change(place, renamed, staff=SENIOR)
    rich = replace(ANNA, phone="", card="", group="gold")
    assert refusal(lambda: added(place, rich)).code == "rights.missing"


def test_a_change_of_nothing_is_no_fact_and_of_nobody_is_refused():
    place = workplace()
    made = added(place)
    customers.change(place, made, staff=CASHIER)
    assert len(place.journal.facts()) == 1
    nobody = replace(made, customer_id="nobody")
    assert refusal(lambda: customers.change(place, nobody, staff=CASHIER)).code == (
        "customer.unknown"
    )


def test_the_sale_keeps_its_customer_and_stores_it_with_the_draft():
    place = workplace()
    made = added(place)
    sale = customers.attach(place, None, made.customer_id, staff=CASHIER)
    sale = sell.add_scanned(place, sale, "4607084120301", staff=CASHIER).sale
    assert sale.customer == made.as_buyer()
    assert place.journal.open_draft().sale.customer.name == "Королёва Анна"
    assert customers.detach(place, sale, staff=CASHIER).customer is None


def test_a_sale_of_nothing_but_a_customer_is_gone_without_him():
    place = workplace()
    sale = customers.attach(place, None, added(place).customer_id, staff=CASHIER)
    assert customers.detach(place, sale, staff=CASHIER) is None
    assert place.journal.drafts == {}


def test_a_card_is_told_by_its_beginning_and_found_by_its_number():
    place = workplace()
    made = added(place)
    assert customers.is_card(place, "2900000000017")
    assert not customers.is_card(place, "4607084120301")
    assert not customers.is_card(place, "")
    assert customers.of_card(place, "2900000000017") == made
    unknown = refusal(lambda: customers.of_card(place, "2900000000024"))
    assert (unknown.code, unknown.values["card"]) == ("customer.unknown_card", "2900000000024")
    nobody = refusal(lambda: customers.attach(place, None, "nobody", staff=CASHIER))
    assert nobody.code == "customer.unknown"


def test_telephones_are_stored_in_one_form_and_shown_in_a_readable_one():
    assert e164("", "RU") == ""
    assert e164("+44 20 7946 0958", "RU") == "+442079460958"
    assert readable("+79261234567").replace("\u00a0", " ") == "+7 926 123-45-67"
    assert readable("внутренний 12") == "внутренний 12"
