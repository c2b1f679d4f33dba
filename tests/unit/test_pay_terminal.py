"""A card terminal by hand: what is known of the money, and what nobody knows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pos_desktop.domain.card_number import has_card_number, slip_reference
from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import (
    SaleCompleted,
    TenderRequested,
    TenderReturned,
    TenderSettled,
)
from pos_desktop.domain.payment_rules import PaymentRules
from pos_desktop.domain.tender import OUTCOME_MOVES, Tender, TenderKind, TenderOutcome
from pos_desktop.operations import park, pay, sell, void
from pos_desktop.operations.ask_terminal import ask_terminal, settle_terminal
from pos_desktop.operations.return_tender import return_tender
from tests.till_fakes import CASHIER, SENIOR, SHIFT, workplace

COFFEE = "4607084120301"
CARD = TenderKind.CARD
APPROVED, DECLINED, UNKNOWN = (
    TenderOutcome.APPROVED,
    TenderOutcome.DECLINED,
    TenderOutcome.UNKNOWN,
)


def begun(place):
    sale = sell.add_scanned(place, None, COFFEE, staff=CASHIER).sale
    return pay.begin_payment(place, sale, staff=CASHIER)


def asked(place, amount_minor=34900):
    return ask_terminal(place, begun(place), CARD, amount_minor, staff=CASHIER)


def answered(place, payment, outcome, reference=""):
    return settle_terminal(place, payment, outcome, staff=CASHIER, reference=reference)


def kinds(place):
    return [type(fact).__name__ for fact in place.journal.facts()]


def refusal(act):
    with pytest.raises(RefusalError) as caught:
        act()
    return caught.value.code


def test_the_intent_is_in_the_journal_before_the_cashier_goes_to_the_terminal():
    place = workplace()
    payment = asked(place)
    [fact] = place.journal.facts()
    assert isinstance(fact, TenderRequested)
    assert (fact.amount_minor, fact.kind, fact.staff_name) == (34900, "card", "Иванова М.")
    assert fact.tender_id == payment.pending.tender_id
    stored = place.journal.open_draft().sale.tenders
    assert [tender.outcome for tender in stored] == [TenderOutcome.REQUESTED]


def test_an_approved_card_pays_and_the_slip_goes_with_it():
    place = workplace()
    payment = answered(place, asked(place), APPROVED, "RRN 629912345678 *4242")
    assert payment.paid
    pay.complete(place, payment, SHIFT, staff=CASHIER)
    fact = place.journal.facts()[-1]
    assert [(t.kind, t.amount_minor, t.reference) for t in fact.tenders] == [
        ("card", 34900, "RRN 629912345678 *4242")
    ]
    assert kinds(place) == ["TenderRequested", "TenderSettled", "TenderAccepted", "SaleCompleted"]


def test_a_declined_card_leaves_everything_to_pay_and_another_way_is_open():
    place = workplace()
    payment = answered(place, asked(place), DECLINED)
    assert (payment.left_minor, payment.tenders) == (34900, ())
    paid = pay.add_tender(place, payment, TenderKind.CASH, 34900, staff=CASHIER)
    assert pay.complete(place, paid, SHIFT, staff=CASHIER).total_minor == 34900


def test_while_nobody_knows_nothing_else_can_be_done_with_the_sale():
    place = workplace()
    payment = answered(place, asked(place), UNKNOWN)
    sale = payment.priced.sale
    assert payment.left_minor == 34900
    attempts = {
        "cash": lambda: pay.add_tender(place, payment, TenderKind.CASH, 34900, staff=CASHIER),
        "the card again": lambda: ask_terminal(place, payment, CARD, 34900, staff=CASHIER),
        "money back": lambda: return_tender(
            place, payment, payment.pending.tender_id, staff=CASHIER
        ),
    }
    for attempt in attempts.values():
        assert refusal(attempt) == "tender.unsettled"
    unpaid = refusal(lambda: pay.complete(place, payment, SHIFT, staff=CASHIER))
    assert unpaid == "sale.not_paid"
    for attempt in (
        lambda: park.park(place, sale, staff=CASHIER),
        lambda: sell.add_scanned(place, sale, COFFEE, staff=CASHIER),
    ):
        assert refusal(attempt) == "payment.in_progress"
    assert not any(isinstance(fact, SaleCompleted) for fact in place.journal.facts())


@pytest.mark.parametrize("last", [TenderOutcome.REQUESTED, UNKNOWN])
def test_after_a_power_cut_the_question_comes_back_with_the_sale(last):
    place = workplace()
    payment = asked(place)
    if last is UNKNOWN:
        answered(place, payment, UNKNOWN)
    resumed = pay.resume_payment(place, place.journal.open_draft().sale)
    assert resumed.pending.outcome is last
    assert answered(place, resumed, APPROVED).paid


def test_what_was_unknown_is_settled_later_by_a_fact_of_its_own():
    place = workplace()
    payment = answered(place, answered(place, asked(place), UNKNOWN), DECLINED)
    outcomes = [f.outcome for f in place.journal.facts() if isinstance(f, TenderSettled)]
    assert outcomes == ["unknown", "declined"]
    assert payment.tenders == ()


def test_nothing_is_answered_where_nothing_was_asked():
    place = workplace()
    assert refusal(lambda: answered(place, begun(place), APPROVED)) == "tender.nothing_asked"


@pytest.mark.parametrize("old", TenderOutcome)
@pytest.mark.parametrize("new", TenderOutcome)
def test_an_answer_is_changed_only_as_the_table_allows(old, new):
    tender = Tender("t", CARD, 1, 1, outcome=old)
    if new in OUTCOME_MOVES[old]:
        assert tender.settled(new).outcome is new
    else:
        assert refusal(lambda: tender.settled(new)) == "tender.settled_already"


def test_approved_money_is_given_back_before_the_sale_is_given_up():
    place = workplace()
    payment = answered(place, asked(place, 20000), APPROVED, "чек 0017")
    sale = payment.priced.sale
    assert refusal(lambda: void.void_sale(place, sale, staff=CASHIER)) == "payment.in_progress"
    [tender] = payment.tenders
    left = return_tender(place, payment, tender.tender_id, staff=CASHIER, reason="передумал")
    fact = place.journal.facts()[-1]
    assert isinstance(fact, TenderReturned)
    assert (fact.amount_minor, fact.kind, fact.reference, fact.reason) == (
        20000,
        "card",
        "чек 0017",
        "передумал",
    )
    void.void_sale(place, left.priced.sale, staff=CASHIER)
    assert place.journal.open_draft() is None


def test_money_is_given_back_once():
    place = workplace()
    payment = pay.add_tender(place, begun(place), TenderKind.CASH, 10000, staff=CASHIER)
    [tender] = payment.tenders
    left = return_tender(place, payment, tender.tender_id, staff=CASHIER)
    assert left.left_minor == 34900
    assert (
        refusal(lambda: return_tender(place, left, tender.tender_id, staff=CASHIER))
        == "tender.no_such"
    )


def test_goods_leave_on_credit_by_the_word_of_a_senior_only():
    place = workplace()
    payment = begun(place)
    assert (
        refusal(lambda: pay.add_tender(place, payment, TenderKind.CREDIT, 34900, staff=CASHIER))
        == "rights.missing"
    )
    assert pay.add_tender(place, payment, TenderKind.CREDIT, 34900, staff=SENIOR).paid


# ------------------------------------------------------------------ card numbers

WHOLE_NUMBERS = (
    "4242424242424242",
    "4242 4242 4242 4242",
    "карта 2200-0000-0000-0004 одобрено",
    "378282246310005",
    "6221260000000000000",
)


@pytest.mark.parametrize("number", WHOLE_NUMBERS)
def test_a_whole_card_number_never_reaches_the_books(number):
    place = workplace()
    payment = asked(place)
    before = place.journal.facts()
    refused = refusal(lambda: answered(place, payment, APPROVED, number))
    assert refused in ("tender.card_number", "tender.reference_too_long")
    assert place.journal.facts() == before
    written = repr((place.journal.facts(), place.journal.drafts))
    assert not has_card_number(re.sub("[^0-9 -]", "|", written))


@pytest.mark.parametrize("slip", ["", "0017", "RRN 629912345678", "чек 17, *4242", "A1B2C3"])
def test_what_a_slip_says_otherwise_is_kept(slip):
    assert slip_reference(f"  {slip} ") == slip


def test_a_long_slip_is_refused_by_its_length():
    assert refusal(lambda: slip_reference("слово " * 10)) == "tender.reference_too_long"


def test_the_desk_asks_after_a_card_only_where_the_shop_wants_it():
    from tests.unit.test_desk import completed, desk_of

    plain = desk_of()
    plain.scan(COFFEE)
    assert plain.pay_exact(CARD).just_completed
    assert len(completed(plain)) == 1
    careful = desk_of(workplace(payments=replace(PaymentRules(), ask_after=True)))
    careful.scan(COFFEE)
    shown = careful.pay_exact(CARD)
    assert shown.payment.pending.amount_minor == 34900
    assert completed(careful) == []
