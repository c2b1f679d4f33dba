"""Signing in: PINs, wrong tries, locks that survive a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.journal.staff import TRIES, SqliteStaff

MARIA = StaffMember("ivanova", "Иванова М. С.", "Иванова М.", Role.CASHIER, "", "Кассир")
OLGA = StaffMember("lebedeva", "Лебедева О. Н.", "Лебедева О.", Role.OWNER, "770000000000", "")


class Watch:
    def __init__(self) -> None:
        self.at_us = 1_795_000_000_000_000

    def now_us(self) -> int:
        return self.at_us


@pytest.fixture
def watch() -> Watch:
    return Watch()


def staff_at(path: Path, watch: Watch, pepper: str = "pepper") -> SqliteStaff:
    return SqliteStaff(path / "staff.sqlite", lambda: pepper, watch.now_us)


@pytest.fixture
def staff(tmp_path, watch):
    directory = staff_at(tmp_path, watch)
    directory.add_all([(MARIA, "1111", "9000000000018"), (OLGA, "666666", "")])
    yield directory
    directory.close()


def refusal(staff: SqliteStaff, staff_id: str, pin: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(RefusalError) as caught:
        staff.check_pin(staff_id, pin)
    return caught.value.code, caught.value.values


def test_the_right_pin_names_its_member(staff):
    assert staff.check_pin("ivanova", "1111") == MARIA
    assert staff.check_pin("lebedeva", "666666") == OLGA


def test_members_come_in_the_order_they_were_added(staff):
    assert staff.members() == [MARIA, OLGA]


def test_each_wrong_pin_says_how_many_tries_are_left(staff):
    assert refusal(staff, "ivanova", "0000") == ("signin.wrong_pin", {"tries_left": TRIES - 1})
    assert refusal(staff, "ivanova", "0001") == ("signin.wrong_pin", {"tries_left": TRIES - 2})


def test_the_right_pin_gives_all_tries_back(staff):
    refusal(staff, "ivanova", "0000")
    staff.check_pin("ivanova", "1111")
    assert refusal(staff, "ivanova", "0000")[1] == {"tries_left": TRIES - 1}


def test_a_lock_holds_off_the_right_pin_too_grows_and_survives_a_restart(tmp_path, watch, staff):
    for _ in range(TRIES - 1):
        refusal(staff, "ivanova", "0000")
    assert refusal(staff, "ivanova", "0000") == ("signin.locked", {"seconds": 30})
    staff.close()
    again = staff_at(tmp_path, watch)
    assert refusal(again, "ivanova", "1111") == ("signin.locked", {"seconds": 30})
    watch.at_us += 31_000_000
    assert refusal(again, "ivanova", "0000") == ("signin.locked", {"seconds": 60})
    watch.at_us += 61_000_000
    assert again.check_pin("ivanova", "1111") == MARIA
    again.close()


def test_a_clock_set_back_by_years_locks_nobody_out_for_years(staff, watch):
    now_us = watch.at_us
    watch.at_us += 4 * 365 * 86_400_000_000
    for _ in range(5):
        refusal(staff, "ivanova", "0000")
    watch.at_us = now_us
    assert refusal(staff, "ivanova", "1111") == ("signin.locked", {"seconds": 30})
    watch.at_us += 31_000_000
    assert staff.check_pin("ivanova", "1111").staff_id == "ivanova"


def test_one_persons_wrong_tries_lock_nobody_else(staff):
    for _ in range(TRIES):
        refusal(staff, "ivanova", "0000")
    assert staff.check_pin("lebedeva", "666666") == OLGA


def test_an_unknown_person_is_refused_like_a_wrong_pin(staff):
    assert refusal(staff, "nobody", "1111")[0] == "signin.wrong_pin"


def test_a_badge_names_its_member_and_an_unknown_one_nobody(staff):
    assert staff.by_badge("9000000000018") == MARIA
    assert staff.by_badge("9000000000025") is None
    assert staff.by_badge("") is None


def test_a_file_without_its_pepper_opens_to_no_pin(tmp_path, watch, staff):
    staff.close()
    stolen = staff_at(tmp_path, watch, pepper="another")
    assert refusal(stolen, "ivanova", "1111")[0] == "signin.wrong_pin"
    stolen.close()


def test_neither_pins_nor_badges_lie_in_the_file(tmp_path, staff):
    staff.close()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"666666" not in content
    assert b"9000000000018" not in content


def test_a_pin_that_is_not_four_digits_is_refused_and_nothing_is_added(tmp_path, watch):
    staff = staff_at(tmp_path, watch)
    with pytest.raises(RefusalError) as caught:
        staff.add_all([(OLGA, "666666", ""), (MARIA, "12a4", "")])
    assert caught.value.code == "staff.bad_pin"
    assert staff.members() == []
    staff.close()
