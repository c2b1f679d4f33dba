"""Customers and their accounts in a real journal: found offline, added up once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_desktop.domain.customers import Account
from pos_desktop.domain.facts import BonusMoved, CertificateMoved, CreditMoved, CustomerSaved
from pos_desktop.ports import Commit
from tests.journal_samples import opened, sample_sale, shift_commit

ANNA = CustomerSaved(
    "c1", "Королёва Анна", "+79261234567", "anna@example.ru", "2900000000017", "gold",
)  # fmt: skip
OLEG = CustomerSaved("c2", "Орлов Олег", "+79031112233", card="2900000000024")


@pytest.fixture
def journal(tmp_path):
    journal = opened(tmp_path)
    journal.commit(Commit((ANNA, OLEG)))
    yield journal
    journal.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("королева", ["c1"]),
        ("анна корол", ["c1"]),
        ("о", ["c1", "c2"]),
        ("8 926 123", ["c1"]),
        ("+7 (903) 111", ["c2"]),
        ("2233", ["c2"]),
        ("4567", ["c1"]),
        ("2900000000024", ["c2"]),
        ("ANNA@example", ["c1"]),
        ("9999", []),
        ("100%", []),
        ("", []),
    ],
)
def test_a_customer_is_found_by_any_part_a_person_says(journal, typed, found):
    assert [customer.customer_id for customer in journal.customers.search(typed)] == found


def test_a_customer_is_found_by_the_whole_card_and_the_whole_telephone(journal):
    book = journal.customers
    assert book.by_card("2900000000017").name == "Королёва Анна"
    assert book.by_card("") is None
    assert [c.customer_id for c in book.by_phone("+79031112233")] == ["c2"]


def test_a_changed_customer_is_found_by_the_new_telephone_only(journal):
    journal.commit(Commit((replace(ANNA, phone="+79990000000"),)))
    assert journal.customers.search("9261234567") == []
    assert journal.customers.customer("c1").phone == "+79990000000"
    assert journal.customers.count() == 2


def test_the_same_receipt_moves_points_once(journal):
    earned = BonusMoved("c1", "s1", 1_500, "earned")
    journal.commit(Commit((earned,)))
    journal.commit(Commit((earned, BonusMoved("c1", "s1", -500, "spent"))))
    assert journal.customers.holdings("c1").bonus_minor == 1_000
    assert journal.customers.holdings("c2").bonus_minor == 0


def test_two_adjustments_by_hand_are_two_moves(journal):
    by_hand = BonusMoved("c1", "", 100, "adjusted", "подарок")
    journal.commit(Commit((by_hand, by_hand)))
    assert journal.customers.holdings("c1").bonus_minor == 200
    assert [m.reason for m in journal.customers.moves(Account.BONUS, "c1")] == ["подарок"] * 2


def test_points_spent_since_a_moment_are_those_and_no_others(journal):
    journal.commit(Commit((BonusMoved("c1", "s1", -300, "spent"),), occurred_at_us=1_000))
    journal.commit(Commit((BonusMoved("c1", "s2", -200, "spent"),), occurred_at_us=2_000))
    journal.commit(Commit((BonusMoved("c1", "s2", 900, "earned"),), occurred_at_us=2_000))
    assert journal.customers.bonus_spent_since("c1", 2_000) == 200
    assert journal.customers.bonus_spent_since("c1", 0) == 500


def test_a_certificate_has_what_was_put_on_it_less_what_was_spent(journal):
    sold = CertificateMoved("G1", "sold", 300_000, "s1", "2027-11-26")
    journal.commit(Commit((sold, CertificateMoved("G1", "spent", 210_000, "s2"))))
    held = journal.customers.certificate("G1")
    assert (held.balance_minor, held.valid_until) == (90_000, date(2027, 11, 26))
    assert journal.customers.certificate("G2") is None


def test_debt_and_store_credit_are_two_accounts(journal):
    journal.commit(
        Commit(
            (
                CreditMoved("c1", "debt", 5_000, "s1"),
                CreditMoved("c1", "repaid", 2_000, "s2"),
                CreditMoved("c1", "store_credit_given", 700, "s3"),
            )
        )
    )
    held = journal.customers.holdings("c1")
    assert (held.debt_minor, held.store_credit_minor) == (3_000, 700)


def test_the_receipts_of_a_customer_are_listed_newest_first(journal):
    journal.commit(shift_commit())
    for n, who in ((1, "c1"), (2, ""), (3, "c1")):
        journal.commit(Commit((replace(sample_sale(n), customer_id=who),)))
    assert [p.number for p in journal.customers.purchases("c1")] == [3, 1]
