"""Who works at the register: added, changed, dismissed, taken back; and who may do that to whom."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.facts import StaffDismissed, StaffSaved, StaffUnlocked
from pos_desktop.domain.rights import Action, Approval, approved
from pos_desktop.domain.staff import Role, StaffMember, short_form
from pos_desktop.operations import staff as staff_room
from pos_desktop.operations.staff import NewPin
from tests.staff_fakes import FakeStaff
from tests.till_fakes import workplace

MARIA = StaffMember("maria", "Иванова Мария", "Иванова М.", Role.CASHIER)
TAMARA = StaffMember("tamara", "Соколова Тамара", "Соколова Т.", Role.SENIOR)
ROMAN = StaffMember("roman", "Гусев Роман", "Гусев Р.", Role.MANAGER)
ELENA = StaffMember("elena", "Ким Елена", "Ким Е.", Role.MANAGER)
OLGA = StaffMember("olga", "Лебедева Ольга", "Лебедева О.", Role.OWNER)
IVAN = StaffMember("ivan", "Лебедев Иван", "Лебедев И.", Role.OWNER)
NEW = StaffMember("", "  Петров   Алексей Дмитриевич ", "", Role.CASHIER)
PIN = NewPin("7391", "7391")


@pytest.fixture
def place():
    return workplace()


@pytest.fixture
def book():
    return FakeStaff([MARIA, TAMARA, ROMAN, ELENA, OLGA])


def refused(act, *args, **kwargs):
    with pytest.raises(RefusalError) as caught:
        act(*args, **kwargs)
    return caught.value.code


def unchanged(place, book):
    return place.journal.facts() == [] and book.rows == FakeStaff(
        [MARIA, TAMARA, ROMAN, ELENA, OLGA]
    ).rows  # fmt: skip


def test_a_new_cashier_gets_a_short_name_of_her_own_and_a_pin(place, book):
    made = staff_room.add(place, book, NEW, PIN, staff=ROMAN)
    assert (made.name, made.short_name) == ("Петров Алексей Дмитриевич", "Петров А.")
    assert book.members()[-1] == made
    assert book.pins[made.staff_id] == "7391"
    [fact] = place.journal.facts()
    assert isinstance(fact, StaffSaved)
    assert (fact.staff_id, fact.saved_by, fact.new_pin) == (made.staff_id, "roman", True)
    assert fact.added
    staff_room.set_pin(place, book, made.staff_id, PIN, staff=ROMAN)
    assert not place.journal.facts()[-1].added


def test_no_fact_holds_a_pin_or_a_badge(place, book):
    made = staff_room.add(place, book, NEW, PIN, staff=OLGA)
    staff_room.set_badge(place, book, made.staff_id, "BADGE-77", staff=OLGA)
    text = str([asdict(fact) for fact in place.journal.facts()])
    assert "7391" not in text
    assert "BADGE" not in text


def test_a_short_name_of_one_word_stays():
    assert short_form(" Ольга ") == "Ольга"


def test_name_role_inn_and_position_are_changed_and_the_same_changes_nothing(place, book):
    after = replace(
        MARIA, name="Петрова Мария", short_name="Петрова М.", role=Role.SENIOR,
        inn="770000000000", position="Старшая смены",
    )  # fmt: skip
    assert staff_room.change(place, book, after, staff=ROMAN) == after
    assert book.rows["maria"].member == after
    staff_room.change(place, book, after, staff=ROMAN)
    assert len(place.journal.facts()) == 1


BAD = {
    "staff.nameless": replace(NEW, name="  "),
    "staff.bad_inn": replace(NEW, inn="7700000000"),
    "staff.too_long": replace(NEW, position="п" * 65),
    "staff.name_taken": replace(NEW, short_name="иванова м."),
}


@pytest.mark.parametrize("code", BAD)
def test_what_is_typed_wrong_is_refused_and_nobody_is_added(place, book, code):
    assert refused(staff_room.add, place, book, BAD[code], PIN, staff=ROMAN) == code
    assert unchanged(place, book)


@pytest.mark.parametrize(
    ("pin", "again", "code"),
    [
        ("739", "739", "staff.bad_pin"),
        ("73911", "73911", "staff.bad_pin"),
        ("73٣1", "73٣1", "staff.bad_pin"),
        ("7391", "7319", "staff.pins_differ"),
        ("1111", "1111", "staff.weak_pin"),
        ("1234", "1234", "staff.weak_pin"),
        ("7890", "7890", "staff.weak_pin"),
        ("4321", "4321", "staff.weak_pin"),
    ],
)
def test_a_pin_that_does_not_fit_is_refused_for_new_and_known_people(place, book, pin, again, code):
    typed = NewPin(pin, again)
    assert refused(staff_room.add, place, book, NEW, typed, staff=ROMAN) == code
    assert refused(staff_room.set_pin, place, book, "maria", typed, staff=ROMAN) == code
    assert unchanged(place, book)


def test_a_new_pin_is_set_and_unlocks(place, book):
    book.rows["maria"] = replace(book.rows["maria"], locked_seconds=60)
    staff_room.set_pin(place, book, "maria", PIN, staff=ROMAN)
    assert book.pins["maria"] == "7391"
    assert place.journal.facts()[0].new_pin


def test_a_badge_is_given_once_taken_away_and_never_is_a_code_of_goods(place, book):
    give = staff_room.set_badge
    give(place, book, "maria", "BADGE-1", staff=ROMAN)
    assert book.badges == {"maria": "BADGE-1"}
    assert refused(give, place, book, "tamara", "BADGE-1", staff=ROMAN) == "staff.badge_taken"
    coffee = "4607084120301"
    assert refused(give, place, book, "tamara", coffee, staff=ROMAN) == "staff.badge_is_goods"
    give(place, book, "maria", "", staff=ROMAN)
    assert book.badges == {}
    assert [fact.new_badge for fact in place.journal.facts()] == [True, False]


def test_who_leaves_is_dismissed_and_can_come_back(place, book):
    staff_room.dismiss(place, book, "maria", staff=ROMAN)
    assert MARIA not in book.members()
    assert book.rows["maria"].member == MARIA, "history keeps the name"
    assert refused(staff_room.dismiss, place, book, "maria", staff=ROMAN) == "staff.dismissed"
    assert refused(staff_room.set_pin, place, book, "maria", PIN, staff=ROMAN) == "staff.dismissed"
    assert refused(staff_room.unlock, place, book, "maria", staff=ROMAN) == "staff.dismissed"
    staff_room.take_back(place, book, "maria", staff=ROMAN)
    staff_room.take_back(place, book, "maria", staff=ROMAN)
    assert MARIA in book.members()
    assert [type(fact) for fact in place.journal.facts()] == [StaffDismissed, StaffSaved]


def test_who_comes_back_while_another_has_the_name_is_refused(place, book):
    staff_room.dismiss(place, book, "maria", staff=ROMAN)
    staff_room.add(place, book, replace(NEW, short_name="Иванова М."), PIN, staff=ROMAN)
    assert refused(staff_room.take_back, place, book, "maria", staff=OLGA) == "staff.name_taken"


def test_wrong_tries_are_forgiven_even_those_of_the_owner(place, book):
    book.rows["olga"] = replace(book.rows["olga"], locked_seconds=60)
    staff_room.unlock(place, book, "olga", staff=ROMAN)
    assert book.rows["olga"].locked_seconds == 0
    assert place.journal.facts() == [StaffUnlocked("olga", "Лебедева О.", "roman", "Гусев Р.")]


def test_nobody_gives_a_role_above_his_own_nor_touches_a_person_above_him(place, book):
    change, rise = staff_room.change, replace(MARIA, role=Role.OWNER)
    assert refused(change, place, book, rise, staff=ROMAN) == "staff.role_above"
    assert refused(change, place, book, replace(ROMAN, role=Role.OWNER), staff=ROMAN) == (
        "staff.role_above"
    )
    boss = replace(NEW, role=Role.OWNER)
    assert refused(staff_room.add, place, book, boss, PIN, staff=ROMAN) == "staff.role_above"
    lowered = replace(OLGA, role=Role.CASHIER)
    assert refused(change, place, book, lowered, staff=ROMAN) == "staff.above"
    assert refused(staff_room.set_pin, place, book, "olga", PIN, staff=ROMAN) == "staff.above"
    assert refused(staff_room.set_badge, place, book, "olga", "B", staff=ROMAN) == "staff.above"
    assert refused(staff_room.dismiss, place, book, "olga", staff=ROMAN) == "staff.above"
    assert unchanged(place, book)


def test_a_dismissed_owner_is_taken_back_by_an_owner_only(place, book):
    staff_room.add(place, book, IVAN, PIN, staff=OLGA)
    ivan = book.members()[-1].staff_id
    staff_room.dismiss(place, book, ivan, staff=OLGA)
    assert refused(staff_room.take_back, place, book, ivan, staff=ROMAN) == "staff.above"
    staff_room.take_back(place, book, ivan, staff=OLGA)


def test_equals_may_change_and_dismiss_each_other_but_nobody_himself(place, book):
    staff_room.dismiss(place, book, "elena", staff=ROMAN)
    assert refused(staff_room.dismiss, place, book, "roman", staff=ROMAN) == "staff.oneself"


def test_the_last_owner_is_neither_lowered_nor_dismissed(place, book):
    lowered = replace(OLGA, role=Role.MANAGER)
    assert refused(staff_room.change, place, book, lowered, staff=OLGA) == "staff.last_owner"
    # A cashier with the owner's word acts for herself, with the owner's weight.
    asked = approved(MARIA, Approval(Action.MANAGE_STAFF, OLGA))
    assert refused(staff_room.dismiss, place, book, "olga", staff=asked) == "staff.last_owner"
    assert unchanged(place, book)
    staff_room.add(place, book, IVAN, PIN, staff=OLGA)
    staff_room.change(place, book, lowered, staff=OLGA)
    assert book.rows["olga"].member.role is Role.MANAGER


def test_the_word_of_a_manager_lets_a_cashier_do_what_a_manager_may(place, book):
    asked = approved(MARIA, Approval(Action.MANAGE_STAFF, ROMAN))
    staff_room.set_pin(place, book, "tamara", PIN, staff=asked)
    assert refused(staff_room.dismiss, place, book, "olga", staff=asked) == "staff.above"


def test_an_unknown_person_is_refused(place, book):
    who = replace(MARIA, staff_id="nobody")
    assert refused(staff_room.change, place, book, who, staff=OLGA) == "staff.unknown"
    for act in (staff_room.dismiss, staff_room.take_back, staff_room.unlock):
        assert refused(act, place, book, "nobody", staff=OLGA) == "staff.unknown"


def test_a_cashier_may_do_none_of_it_nor_see_the_list(place, book):
    room = staff_room
    acts = [
        lambda: room.staff_records(book, staff=TAMARA),
        lambda: room.add(place, book, NEW, PIN, staff=TAMARA),
        lambda: room.change(place, book, MARIA, staff=TAMARA),
        lambda: room.set_pin(place, book, "maria", PIN, staff=TAMARA),
        lambda: room.set_badge(place, book, "maria", "B", staff=TAMARA),
        lambda: room.dismiss(place, book, "maria", staff=TAMARA),
        lambda: room.take_back(place, book, "maria", staff=TAMARA),
        lambda: room.unlock(place, book, "maria", staff=TAMARA),
    ]
    assert [refused(act) for act in acts] == ["rights.missing"] * len(acts)
    assert unchanged(place, book)
    assert len(room.staff_records(book, staff=ROMAN)) == 5
