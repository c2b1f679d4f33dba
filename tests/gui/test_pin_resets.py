"""A forgotten PIN is set anew at the computer of the register: never in silence."""

from __future__ import annotations

import io

import pytest

from pos_desktop.__main__ import main
from pos_desktop.app.machine_account import machine_account
from pos_desktop.domain.facts import StaffPinReset, StaffPinResetSeen
from pos_desktop.domain.staff import Role, StaffMember
from pos_desktop.journal.staff import SqliteStaff
from pos_desktop.journal.verify import verify
from pos_desktop.keystore import PEPPER, Keystore
from pos_desktop.settings import DataDir
from tests.gui.open_shop import PINS, SETTINGS, facts, open_shop
from tests.integration.cloud_office import Shop
from tests.integration.cloud_support import paired_token, wait_until, worker_of
from tests.till_fakes import CASHIER, SENIOR

OWNER = StaffMember("s9", "Лесная Ольга Викторовна", "Лесная О.", Role.OWNER)
OLD_PIN, NEW_PIN = "7531", "4826"


@pytest.fixture
def folder(qtbot, tmp_path, monkeypatch):
    """A register that has sold, and is closed."""
    monkeypatch.setenv("POS_DESKTOP_KEYSTORE", "file")
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in(SENIOR.staff_id)
        shop.opened.register.staff.add(OWNER, OLD_PIN)
    SETTINGS.save(DataDir(tmp_path))
    return tmp_path


@pytest.fixture
def reset(folder, monkeypatch, capsys):
    def run(name: str = "Лесная О.", pin: str = NEW_PIN, again: str = NEW_PIN) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n{again}\n"))
        code = main(["staff", "reset-pin", name, "--data", str(folder), "--lang", "ru"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def told(shop) -> str:
    return shop.window.attention.text().replace("\u00a0", " ")


def sign_in(shop, staff_id: str, pin: str = "") -> None:
    shop.let_in(staff_id, pin or PINS.get(staff_id, NEW_PIN))
    shop.wait(lambda: shop.shown.staff.staff_id == staff_id)


def leave(shop) -> None:
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)


def test_a_lone_owner_who_forgot_the_pin_is_let_in_again_and_the_journal_says_how(
    qtbot, folder, reset
):
    code, said = reset("лесная  ольга викторовна")
    assert (code, NEW_PIN in said) == (0, False)
    assert "Лесная О." in said
    assert verify(folder).is_good
    with open_shop(qtbot, folder) as shop:
        sign_in(shop, OWNER.staff_id)
        [fact] = facts(shop, StaffPinReset)
        assert (fact.staff_id, fact.name, fact.way) == ("s9", "Лесная О.", "command")
        assert "@" in fact.account
        shop.wait(lambda: told(shop).startswith("PIN задан заново на компьютере: Лесная О."))
        assert fact.account in told(shop)


def test_the_owner_reads_of_it_in_the_cloud(qtbot, folder, reset, tmp_path_factory):
    reset()
    office = Shop(tmp_path_factory.mktemp("cloud"))
    office.sign_in()
    try:
        with open_shop(qtbot, folder) as shop:
            journal = shop.opened.register.journal
            token = paired_token(office.server, SETTINGS.register.register_id, "Касса 2")
            worker = worker_of(journal, office.server.url, token, [])
            worker.start()
            shop.wait(lambda: journal.ledger.cloud_queue().waiting == 0)
            worker.stop()
        said = f"Касса 2: PIN задан не на кассе: {OWNER.short_name}"
        wait_until(lambda: said in office.text("/"))
        assert machine_account() in office.text("/events")
    finally:
        office.browser.close()
        office.server.stop()


def test_everybody_above_a_cashier_is_told_each_for_himself_and_a_cashier_is_not(
    qtbot, folder, reset
):
    reset()
    with open_shop(qtbot, folder) as shop:
        sign_in(shop, OWNER.staff_id)
        shop.wait(lambda: "PIN задан заново" in told(shop))
        shop.window.attention._banner.buttons()[0].click()
        shop.wait(lambda: bool(facts(shop, StaffPinResetSeen)))
        shop.wait(lambda: "PIN задан заново" not in told(shop))
        leave(shop)
        sign_in(shop, CASHIER.staff_id)
        assert "PIN задан заново" not in told(shop)
        leave(shop)
        sign_in(shop, SENIOR.staff_id)
        shop.wait(lambda: "PIN задан заново" in told(shop))
    with open_shop(qtbot, folder) as again:
        sign_in(again, SENIOR.staff_id)
        again.wait(lambda: "PIN задан заново" in told(again))
        again.window.attention._banner.buttons()[0].click()
        again.wait(lambda: "PIN задан заново" not in told(again))
        assert [fact.staff_id for fact in facts(again, StaffPinResetSeen)] == ["s9", "s2"]


def test_the_card_of_the_person_says_it_from_then_on(qtbot, folder, reset):
    reset("Соколова Т.")
    with open_shop(qtbot, folder) as shop:
        sign_in(shop, OWNER.staff_id, OLD_PIN)
        shop.window.open_page("staff")
        page = shop.window.beside.page("staff")
        shop.wait(lambda: bool(page.records))
        page.choose(SENIOR.staff_id)
        assert page.card._rows["pin"].value().startswith("задан с компьютера, ")
        page.choose(OWNER.staff_id)
        assert page.card._rows["pin"].value() == "задан"


@pytest.mark.parametrize(
    ("name", "pin", "again", "words"),
    [
        ("Никого Нет", NEW_PIN, NEW_PIN, ("Никого Нет", "Лесная Ольга Викторовна")),
        ("Лесная О.", "1111", "1111", ("PIN",)),
        ("Лесная О.", NEW_PIN, "4827", ("PIN",)),
        ("Лесная О.", "", "", ("PIN",)),
    ],
)
def test_a_wrong_name_or_pin_changes_nothing(qtbot, folder, reset, name, pin, again, words):
    code, said = reset(name, pin, again)
    assert code == 1
    for word in words:
        assert word in said
    with open_shop(qtbot, folder) as shop:
        sign_in(shop, OWNER.staff_id, OLD_PIN)
        assert facts(shop, StaffPinReset) == []


def test_while_the_register_is_open_no_pin_is_set_behind_its_back(qtbot, folder, reset):
    with open_shop(qtbot, folder) as shop:
        code, _said = reset()
        assert code == 1
        sign_in(shop, OWNER.staff_id, OLD_PIN)
        assert facts(shop, StaffPinReset) == []


def test_another_account_of_the_machine_sets_no_pin(folder, reset):
    Keystore(DataDir(folder)).delete(PEPPER)
    code, said = reset()
    assert code == 1
    assert "Учётная запись" in said


def test_a_folder_without_a_register_is_named(tmp_path, monkeypatch, capsys):
    nowhere = tmp_path / "nowhere"
    assert main(["staff", "reset-pin", "X", "--data", str(nowhere), "--lang", "en"]) == 1
    assert str(nowhere) in capsys.readouterr().err
    assert not nowhere.exists()


def test_a_register_whose_list_of_people_was_taken_away_says_so(qtbot, folder):
    (folder / "staff.sqlite").unlink()
    SqliteStaff(folder / "staff.sqlite", lambda: "x").close()
    with open_shop(qtbot, folder) as shop:
        sign_in(shop, "owner", "1234")
        [fact] = facts(shop, StaffPinReset)
        assert fact.way == "no_people"
        shop.wait(lambda: told(shop).startswith("Список сотрудников исчез"))


def test_a_new_register_names_its_first_person_without_ado(qtbot, tmp_path):
    SqliteStaff(tmp_path / "staff.sqlite", lambda: "x").close()
    with open_shop(qtbot, tmp_path) as shop:
        assert facts(shop, StaffPinReset) == []
