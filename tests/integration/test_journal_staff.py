"""Signing in: PINs, wrong tries, locks that survive a restart."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.errors import RefusalError
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.journal import staff_pins
from pos_desktop.journal.staff import SqliteStaff
from pos_desktop.journal.staff_locks import REGISTER_TRIES, TRIES, Lock, lock_seconds

MARIA = StaffMember("ivanova", "Иванова М. С.", "Иванова М.", Role.CASHIER, "", "Кассир")
OLGA = StaffMember("lebedeva", "Лебедева О. Н.", "Лебедева О.", Role.OWNER, "770000000000", "")


class Watch:
    def __init__(self) -> None:
        self.at_us = 1_795_000_000_000_000

    def now_us(self) -> int:
        return self.at_us


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """What a check costs is measured elsewhere; here there are hundreds of them."""
    monkeypatch.setattr(staff_pins, "_MEMORY_KIB", 64)


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


def wrong_tries(staff: SqliteStaff, count: int) -> None:
    """Wrong PINs of people nobody knows: they count for the register alone."""
    for number in range(count):
        assert refusal(staff, f"stranger {number}", "0000")[0] == "signin.wrong_pin"


def closed_for(staff: SqliteStaff) -> int:
    code, values = refusal(staff, "lebedeva", "666666")
    assert code == "signin.register_locked"
    return int(str(values["seconds"]))


def test_wrong_pins_over_different_people_close_the_register_even_to_the_owner(staff, watch):
    for _ in range(4):
        refusal(staff, "ivanova", "0000")
        refusal(staff, "lebedeva", "000000")
    refusal(staff, "stranger", "0000")
    code, values = refusal(staff, "another stranger", "0000")
    assert (code, values) == ("signin.wrong_pin", {"tries_left": 0})
    assert closed_for(staff) == 30
    with pytest.raises(RefusalError) as caught:
        staff.by_badge("9000000000018")
    assert caught.value.code == "signin.register_locked"
    watch.at_us += 31_000_000
    assert staff.check_pin("lebedeva", "666666") == OLGA


def test_the_tenth_wrong_pin_says_how_long_the_register_is_closed(staff):
    wrong_tries(staff, REGISTER_TRIES - 1)
    code, values = refusal(staff, "ivanova", "0000")
    assert (code, values) == ("signin.register_locked", {"seconds": 30})


def test_wrong_badges_count_together_with_wrong_pins(staff):
    for number in range(REGISTER_TRIES - 1):
        if number % 2:
            refusal(staff, "stranger", "0000")
        else:
            assert staff.by_badge(f"BADGE-{number}") is None
    with pytest.raises(RefusalError) as caught:
        staff.by_badge("BADGE-X")
    assert (caught.value.code, caught.value.values) == ("signin.register_locked", {"seconds": 30})


def test_the_lock_of_the_register_doubles_to_an_hour_and_survives_a_restart(tmp_path, watch, staff):
    wrong_tries(staff, REGISTER_TRIES)
    staff.close()
    again = staff_at(tmp_path, watch)
    seen = []
    for _ in range(9):
        seen.append(closed_for(again))
        watch.at_us += seen[-1] * 1_000_000
        refusal(again, "stranger", "0000")
    assert seen == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    again.close()


def test_tries_while_the_register_is_closed_are_not_counted(staff, watch):
    wrong_tries(staff, REGISTER_TRIES)
    for _ in range(20):
        closed_for(staff)
    watch.at_us += 30_000_000
    assert staff.check_pin("ivanova", "1111") == MARIA


def test_a_clock_set_back_closes_the_register_no_longer_than_meant(staff, watch):
    now_us = watch.at_us
    watch.at_us += 4 * 365 * 86_400_000_000
    wrong_tries(staff, REGISTER_TRIES)
    watch.at_us = now_us
    assert closed_for(staff) == 30
    watch.at_us += 29_000_000
    assert closed_for(staff) == 1
    watch.at_us += 1_000_000
    assert staff.check_pin("ivanova", "1111") == MARIA


def test_a_right_pin_or_badge_gives_the_register_all_its_tries_back(staff):
    wrong_tries(staff, REGISTER_TRIES - 1)
    staff.check_pin("ivanova", "1111")
    wrong_tries(staff, REGISTER_TRIES - 1)
    assert staff.by_badge("9000000000018") == MARIA
    wrong_tries(staff, REGISTER_TRIES - 1)


def test_an_unlocked_person_may_try_again_while_the_register_keeps_its_lock(staff, watch):
    for _ in range(TRIES):
        refusal(staff, "ivanova", "0000")
    assert [record.locked_seconds for record in staff.records()] == [30, 0]
    staff.unlock("ivanova")
    assert [record.locked_seconds for record in staff.records()] == [0, 0]
    wrong_tries(staff, REGISTER_TRIES - TRIES)
    staff.unlock("ivanova")
    assert refusal(staff, "ivanova", "1111")[0] == "signin.register_locked"
    watch.at_us += 30_000_000
    assert staff.check_pin("ivanova", "1111") == MARIA


def test_the_badge_of_a_locked_person_opens_nothing(staff):
    for _ in range(TRIES):
        refusal(staff, "ivanova", "0000")
    with pytest.raises(RefusalError) as caught:
        staff.by_badge("9000000000018")
    assert (caught.value.code, caught.value.values) == ("signin.locked", {"seconds": 30})


def test_a_try_is_counted_before_the_pin_is_looked_at(tmp_path, watch, staff, monkeypatch):
    class PlugPulledError(Exception):
        pass

    def pull(*_args):
        raise PlugPulledError

    monkeypatch.setattr(staff_pins.Pins, "is_right", pull)
    for _ in range(REGISTER_TRIES):
        with contextlib.suppress(PlugPulledError, RefusalError):
            staff.check_pin("ivanova", "1111")
    monkeypatch.undo()
    staff.close()
    again = staff_at(tmp_path, watch)
    assert refusal(again, "ivanova", "1111")[0] == "signin.locked"
    again.close()


@pytest.mark.parametrize(("tries", "seconds"), [(4, 0), (5, 30), (6, 60), (11, 1920), (12, 3600)])
def test_a_lock_doubles(tries, seconds):
    assert lock_seconds(tries) == seconds
    assert lock_seconds(tries + 5, REGISTER_TRIES) == seconds
    assert Lock(tries, 10**15, TRIES).left_seconds(0) == seconds


# ---------------------------------------------------------------------- people come and go


def test_who_is_dismissed_signs_in_neither_by_pin_nor_by_badge_and_is_not_forgotten(staff):
    staff.dismiss("ivanova")
    assert refusal(staff, "ivanova", "1111")[0] == "signin.wrong_pin"
    assert staff.by_badge("9000000000018") is None
    assert staff.members() == [OLGA]
    assert [(r.member, r.dismissed) for r in staff.records()] == [(OLGA, False), (MARIA, True)]
    staff.take_back("ivanova")
    assert staff.check_pin("ivanova", "1111") == MARIA
    assert staff.by_badge("9000000000018") is None, "the badge may be somebody else's by now"


def test_pin_badge_and_the_rest_are_changed_each_on_its_own(staff):
    senior = replace(MARIA, short_name="Иванова Маша", role=Role.SENIOR)
    staff.change(senior)
    assert staff.check_pin("ivanova", "1111") == senior
    staff.set_pin("ivanova", "7391")
    assert refusal(staff, "ivanova", "1111")[0] == "signin.wrong_pin"
    assert staff.check_pin("ivanova", "7391") == senior
    assert staff.badge_owner("9000000000018") == senior
    staff.set_badge("ivanova", "")
    assert staff.badge_owner("9000000000018") is None
    assert not staff.records()[0].has_badge
    staff.set_badge("lebedeva", "9000000000018")
    assert staff.by_badge("9000000000018") == OLGA


def test_the_pin_of_the_program_is_known_as_such_until_another_is_set(tmp_path, watch):
    (tmp_path / "new").mkdir()
    staff = staff_at(tmp_path / "new", watch)
    staff.add_all([(OLGA, "1234", "")], first_pin=True)
    assert staff.records()[0].first_pin
    staff.set_pin("lebedeva", "7391")
    assert not staff.records()[0].first_pin
    staff.close()


def test_a_file_of_the_version_before_is_taken_over_with_its_pins_badges_and_locks(tmp_path, watch):
    old = tmp_path / "staff.sqlite"
    staff = staff_at(tmp_path, watch)
    owner = replace(OLGA, staff_id="owner")
    staff.add_all([(MARIA, "1111", "9000000000018"), (owner, "1234", "")])
    for _ in range(TRIES):
        refusal(staff, "owner", "0000")
    staff.close()
    raw = sqlite.connect(str(old))
    raw.executescript(
        "ALTER TABLE staff DROP COLUMN dismissed; ALTER TABLE staff DROP COLUMN first_pin;"
        "DROP TABLE register_lock; PRAGMA user_version = 1;"
    )
    raw.close()
    again = staff_at(tmp_path, watch)
    assert again.members() == [MARIA, owner]
    assert again.check_pin("ivanova", "1111") == MARIA
    assert again.by_badge("9000000000018") == MARIA
    assert refusal(again, "owner", "1234") == ("signin.locked", {"seconds": 30})
    assert [record.first_pin for record in again.records()] == [False, True]
    again.close()
    staff_at(tmp_path, watch).close()


def test_a_hash_of_other_parameters_works_and_is_made_anew_at_the_next_right_pin(
    tmp_path, watch, staff, monkeypatch
):
    def stored() -> str:
        raw = sqlite.connect(str(tmp_path / "staff.sqlite"))
        [pin_hash] = raw.execute("SELECT pin_hash FROM staff WHERE place = 1").fetchone()
        raw.close()
        return str(pin_hash)

    before = stored()
    staff.check_pin("ivanova", "1111")
    assert stored() == before, "nothing is written where nothing changed"
    monkeypatch.setattr(staff_pins, "_MEMORY_KIB", 128)
    refusal(staff, "ivanova", "0000")
    assert stored() == before, "a wrong PIN makes no hash anew"
    staff.check_pin("ivanova", "1111")
    assert "m=128," in stored()
    assert staff.check_pin("ivanova", "1111") == MARIA
