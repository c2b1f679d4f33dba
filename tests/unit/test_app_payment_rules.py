"""What the settings say of paying."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.app.payment_rules import payment_rules
from pos_desktop.domain.payment_rules import PaymentRules
from pos_desktop.domain.tender import TenderKind
from pos_desktop.settings import Payments, SettingsError
from tests.till_fakes import country


def test_a_shop_that_sets_nothing_has_the_usual_rules():
    assert payment_rules(Payments(), country()) == PaymentRules()


def test_cash_is_rounded_as_the_shop_says_or_as_the_country_has_it():
    rounding = replace(country(), cash_step_minor=50)
    assert payment_rules(Payments(), rounding).cash_rounding_minor == 0
    assert payment_rules(Payments(cash_rounding="country"), rounding).cash_rounding_minor == 50
    assert payment_rules(Payments(cash_rounding="100"), rounding).cash_rounding_minor == 100


def test_tenders_card_and_paper_are_as_set():
    wanted = Payments(tenders=("card", "cash"), card_confirm="after", paper="optional")
    rules = payment_rules(wanted, country())
    assert rules.kinds == (TenderKind.CARD, TenderKind.CASH)
    assert (rules.ask_after, rules.paper_optional) == (True, True)


@pytest.mark.parametrize("tenders", [("barter",), ("cash", "cash"), ()])
def test_tenders_that_make_no_sense_are_refused_by_the_name_of_the_setting(tenders):
    with pytest.raises(SettingsError) as refused:
        payment_rules(Payments(tenders=tenders), country())
    assert refused.value.values["key"] == "payments.tenders"
