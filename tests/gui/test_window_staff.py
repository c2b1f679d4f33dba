"""The people of the register at the window: added, changed, dismissed, told at sign-in at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_desktop import i18n
from pos_desktop.domain.facts import StaffDismissed, StaffSaved, StaffUnlocked
from pos_desktop.domain.staff import FIRST_PIN, Role, StaffMember
from pos_desktop.gui import theme
from pos_desktop.journal import staff_pins
from tests.gui.open_shop import open_shop
from tests.till_fakes import CASHIER, SENIOR

OLGA = StaffMember("olga", "Лебедева Ольга", "Лебедева О.", Role.OWNER)
BADGE = "BADGE-OF-MARIA"


@pytest.fixture
def shop(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(staff_pins, "_MEMORY_KIB", 64)
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as opened:
        register = opened.opened.register
        register.staff.add_all([(OLGA, "6666", "")])
        opened.opened.shop.roster.set_records(register.staff.records())
        yield opened


def page_of(shop):
    shop.sign_in(OLGA.staff_id, "6666")
    shop.window.open_page("staff")
    page = shop.window.beside.page("staff")
    shop.wait(lambda: len(page.records) == 3)
    return page


def dialog(shop, page, key):
    QTest.keyClick(page, key)
    shop.wait(lambda: page.dialog is not None)
    return page.dialog


def names(shop):
    return [tile.name for tile in shop.window.signin.staff_grid.people()]


def kinds(shop):
    rows = shop.opened.register.journal.outbox.entries_after(0, 100)
    return [row.kind for row in rows if row.kind.startswith("Staff") and "Signed" not in row.kind]


def test_a_new_cashier_stands_on_the_sign_in_screen_at_once_and_can_sign_in(shop):
    page = page_of(shop)
    form = dialog(shop, page, Qt.Key.Key_F3)
    form.fields["name"].set_text("Петров Алексей Дмитриевич")
    for field in form.pin_fields():
        field.set_text("7391")
    form.ok.click()
    shop.wait(lambda: page.dialog is None and len(page.records) == 4)
    assert "Петров А." in names(shop)
    assert kinds(shop) == [StaffSaved.KIND]
    petrov = next(r.member for r in page.records if r.member.short_name == "Петров А.")
    shop.let_in(petrov.staff_id, "7391")
    shop.wait(lambda: shop.shown.staff == petrov)


def test_two_different_pins_are_said_and_the_form_stays(shop):
    page = page_of(shop)
    form = dialog(shop, page, Qt.Key.Key_F6)
    form.fields[0].set_text("7391")
    form.fields[1].set_text("7319")
    form.ok.click()
    shop.wait(lambda: i18n.t("messages.staff_pins_differ.title") in shop.window.toast.text())
    assert page.dialog is form
    assert kinds(shop) == []


def test_who_is_signed_in_is_called_by_the_new_name_at_once(shop):
    page = page_of(shop)
    page.choose(OLGA.staff_id)
    form = dialog(shop, page, Qt.Key.Key_F4)
    form.fields["short_name"].set_text("Лебедева Оля")
    form.ok.click()
    shop.wait(lambda: shop.shown.staff.short_name == "Лебедева Оля")
    assert "Лебедева Оля" in names(shop)


def test_a_badge_is_given_by_a_scan_and_lets_in(shop):
    page = page_of(shop)
    page.choose(CASHIER.staff_id)
    dialog(shop, page, Qt.Key.Key_F7)
    shop.window.scanned(BADGE)
    shop.wait(lambda: page.dialog is None)
    assert next(r for r in page.records if r.member == CASHIER).has_badge
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    shop.window.scanned(BADGE)
    shop.wait(lambda: shop.shown.staff == CASHIER)
    shop.sign_in(OLGA.staff_id, "6666")
    page = page_of(shop)
    page.choose(CASHIER.staff_id)
    QTest.keyClick(dialog(shop, page, Qt.Key.Key_F7), Qt.Key.Key_Delete)
    shop.wait(lambda: not any(record.has_badge for record in page.records))


def test_who_leaves_is_gone_from_sign_in_and_comes_back_by_one_key(shop):
    page = page_of(shop)
    page.choose(CASHIER.staff_id)
    QTest.keyClick(dialog(shop, page, Qt.Key.Key_F8), Qt.Key.Key_Return)
    shop.wait(lambda: CASHIER.short_name not in names(shop))
    assert page._chosen == CASHIER.staff_id, "what was done stays in sight"
    QTest.keyClick(page, Qt.Key.Key_F8)
    shop.wait(lambda: CASHIER.short_name in names(shop))
    assert kinds(shop) == [StaffDismissed.KIND, StaffSaved.KIND]


def test_a_locked_pin_is_unlocked_by_one_key(shop):
    for _ in range(5):
        shop.till.sign_in(CASHIER.staff_id, "0000")
    page = page_of(shop)
    page.choose(CASHIER.staff_id)
    assert not page.card.unlock.isHidden()
    QTest.keyClick(page, Qt.Key.Key_F9)
    shop.wait(page.card.unlock.isHidden)
    assert kinds(shop) == [StaffUnlocked.KIND]


def test_a_cashier_opens_the_page_with_the_word_of_the_owner_only(shop):
    shop.sign_in()
    shop.window.open_page("staff")
    shop.wait(lambda: shop.window.second_word.dialog is not None)
    page = shop.window.beside.page("staff")
    assert page.records == []
    assert not page.nothing.isHidden()
    for digit in "6666":
        QTest.keyClick(shop.window.second_word.dialog, digit)
    shop.wait(lambda: len(page.records) == 3)


def test_who_forgot_the_pin_learns_whom_to_ask(shop):
    shop.window.signin.select_staff(SENIOR.staff_id)
    shop.window.signin.pin._forgotten.click()
    assert OLGA.short_name in shop.window.signin.pin._hint.text().replace("\u00a0", " ")
    shop.window.signin.select_staff(OLGA.staff_id)
    shop.window.signin.pin._forgotten.click()
    assert shop.window.signin.pin._hint.text() == i18n.t("signin.ask_nobody")


def test_the_owner_with_the_first_pin_is_urged_until_it_is_another(shop):
    register, window = shop.opened.register, shop.window
    register.staff.add_all([(OLGA, FIRST_PIN, "")], first_pin=True)
    shop.opened.shop.roster.set_records(register.staff.records())
    shop.sign_in(OLGA.staff_id, FIRST_PIN)
    shop.wait(lambda: i18n.t("messages.signin_first_pin.title") in window.attention.text())
    window.attention._banner.buttons()[0].click()
    page = window.beside.page("staff")
    shop.wait(lambda: page.dialog is not None)
    for field in page.dialog.fields:
        field.set_text("7391")
    page.dialog.ok.click()
    shop.wait(lambda: page.dialog is None)
    assert window.attention.text() == ""
    shop.till.lock()
    shop.wait(lambda: shop.shown.staff is None)
    shop.sign_in(OLGA.staff_id, "7391")
    assert window.attention.text() == ""
