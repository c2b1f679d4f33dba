from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos_desktop import i18n
from pos_desktop.gui import theme
from pos_desktop.gui.models.signin import (
    HealthRow,
    LockNotice,
    PlaceTexts,
    StaffTile,
    initials_of,
)
from pos_desktop.gui.screens.signin import SignInScreen

STAFF = [
    StaffTile("s1", "Иванова М. С.", "ИМ", "Кассир", 0),
    StaffTile("s2", "Петров А. Д.", "ПА", "Старший кассир", 1),
    StaffTile("s3", "Ким Е. В.", "КЕ", "Кассир", 2),
    StaffTile("s4", "Соколова Т. И.", "СТ", "Кассир", 3),
]


@pytest.fixture
def screen(qtbot, qapp: QApplication) -> SignInScreen:
    theme.apply(qapp, "light")
    made = SignInScreen()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made, timeout=5000):
        made.show()
    made.set_languages({"ru": "Русский", "en": "English"}, "ru")
    return made


def asked(screen: SignInScreen) -> list[tuple[str, str]]:
    heard: list[tuple[str, str]] = []
    screen.signed_in_requested.connect(lambda who, pin: heard.append((who, pin)))
    return heard


def test_it_shows_itself_before_anybody_is_known(qtbot, screen: SignInScreen):
    assert len(screen.staff_grid.buttons()) == 8
    assert not any(button.isEnabled() for button in screen.staff_grid.buttons())
    heard = asked(screen)
    qtbot.keyClicks(screen, "1234")
    assert heard == []


def test_a_person_taps_the_tile_and_the_digits(qtbot, screen: SignInScreen):
    screen.set_staff(STAFF)
    heard = asked(screen)
    qtbot.mouseClick(screen.staff_grid.buttons()[1], Qt.MouseButton.LeftButton)
    for digit in "0070":
        qtbot.mouseClick(screen.pin.keypad.button(digit), Qt.MouseButton.LeftButton)
    assert heard == [("s2", "0070")]


def test_signing_in_works_by_the_keyboard_alone(qtbot, screen: SignInScreen):
    screen.set_staff(STAFF)
    heard = asked(screen)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(screen, key)
    qtbot.keyClicks(screen, "12")
    qtbot.keyClick(screen, Qt.Key.Key_Backspace)
    qtbot.keyClicks(screen, "345")
    assert screen.selected() == "s2"
    assert heard == [("s2", "1345")]


def test_digits_are_asked_about_only_once(qtbot, screen: SignInScreen):
    screen.set_staff(STAFF[:1])
    heard = asked(screen)
    qtbot.keyClicks(screen, "12345")
    qtbot.keyClick(screen, Qt.Key.Key_Return)
    assert heard == [("s1", "1234")]


def test_the_only_person_is_chosen_at_once(screen: SignInScreen):
    screen.set_staff(STAFF[:1])
    assert screen.selected() == "s1"


def test_a_refusal_is_said_in_words_and_the_digits_begin_anew(qtbot, screen: SignInScreen):
    screen.set_staff(STAFF[:1])
    heard = asked(screen)
    qtbot.keyClicks(screen, "1234")
    screen.show_refusal("PIN не подошёл, осталось 4 попытки")
    assert screen.pin.digits() == 0
    qtbot.keyClicks(screen, "4321")
    assert heard == [("s1", "1234"), ("s1", "4321")]


def test_choosing_another_person_forgets_the_digits(qtbot, screen: SignInScreen):
    screen.set_staff(STAFF)
    screen.select_staff("s1")
    qtbot.keyClicks(screen, "12")
    screen.select_staff("s2")
    assert screen.pin.digits() == 0


def test_the_waiting_sale_of_a_locked_register_is_named(screen: SignInScreen):
    screen.set_lock_notice(LockNotice("Заблокировано.", "Чек № 5 217", "<ждёт> Иванову"))
    assert screen.banner.isVisible()
    assert screen.banner.accessibleName() == "Заблокировано. Чек № 5 217 <ждёт> Иванову"
    screen.set_lock_notice(None)
    assert not screen.banner.isVisible()


def test_the_date_is_written_in_the_language_of_the_person(qtbot, screen: SignInScreen):
    screen.set_now(dt.datetime(2026, 11, 24, 9, 5))
    texts = [label.text() for label in screen.panel.findChildren(type(screen._title))]
    assert {"09:05", "вторник, 24 ноября"} <= set(texts)
    with qtbot.waitSignal(screen.language_chosen, timeout=1000) as heard:
        screen.panel._languages["en"].click()
    assert heard.args == ["en"]
    i18n.set_language("en")
    screen.retranslate()
    texts = [label.text() for label in screen.panel.findChildren(type(screen._title))]
    assert "Tuesday, 24 November" in texts


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_control_is_big_enough_and_inside_the_window(
    screen: SignInScreen, size: tuple[int, int], lang: str
):
    i18n.set_language(lang)
    screen.retranslate()
    screen.set_place(PlaceTexts("Магазин на Лесной", "Касса 2 · Лесная, 18", "Смена № 148"))
    screen.set_health([HealthRow("printer", "Принтер чеков", "готов")] * 5)
    screen.set_lock_notice(LockNotice("Касса заблокирована.", "Чек № 5 217", "ждёт Иванову М. С."))
    screen.set_staff(STAFF * 2)
    screen.resize(*size)
    QApplication.processEvents()
    assert (screen.width(), screen.height()) == size
    for button in screen.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.height() >= 48, button.accessibleName()
            assert button.width() >= 48, button.accessibleName()
            assert button.text() or button.accessibleName()
            at = button.mapTo(screen, button.rect().bottomRight())
            assert screen.rect().contains(at), button.text()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Иванова М. С.", "ИМ"),
        ("Иванова Мария Сергеевна", "ИМ"),
        ("Ким", "К"),
        ("", "?"),
    ],
)
def test_initials_are_the_first_letters_of_two_names(name: str, letters: str):
    assert initials_of(name) == letters
