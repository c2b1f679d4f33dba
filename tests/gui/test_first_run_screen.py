from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos_desktop import i18n
from pos_desktop.domain.errors import DeviceError, RejectedError
from pos_desktop.gui import theme
from pos_desktop.gui.screens.device_form import DeviceForm
from pos_desktop.gui.screens.first_run import FirstRunScreen
from pos_desktop.gui.screens.first_run_checks import check_code, check_inn, check_pin, check_url
from pos_desktop.gui.screens.first_run_ports import FirstRunResult, Owner
from pos_desktop.ports.equipment import FoundDevice, ModelChoice, slot_of
from pos_desktop.settings import DataDir, Settings
from tests.gui.first_run_fakes import REGISTER_ID, DirectWork, FakeTrials, fake_ports

GOOD = "Артикул;Наименование;Цена;НДС\nA1;Молоко;95,50;10\nA2;Хлеб;54,00;10\n"
BAD = "Артикул;Наименование;Цена;НДС\nA1;Молоко;95,50;10\nA2;Хлеб;дорого;10\n"


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


class Run:
    """A first run on the screen and what it ended with."""

    def __init__(self, qtbot: Any, file: str = "", work: Any = None, **changes: Any) -> None:
        self.secrets: list[tuple[str, str]] = []
        changes.setdefault("keep_secret", lambda name, secret: self.secrets.append((name, secret)))
        self.screen = FirstRunScreen(
            fake_ports(**changes),
            Settings(),
            work=work or DirectWork(),
            ask_file=lambda _parent: file,
        )
        qtbot.addWidget(self.screen)
        self.screen.resize(1366, 768)
        with qtbot.waitActive(self.screen, timeout=5000):
            self.screen.show()
            self.screen.activateWindow()
        self.results: list[FirstRunResult] = []
        self.screen.finished.connect(self.results.append)

    def skip_to(self, place: int) -> None:
        while self.screen.steps.index(self.screen.current()) < place:
            self.screen.skip_step()


def device_card(run: Run, device: str, way: str, address: str):
    """The form of a device in the third step, filled in."""
    run.skip_to(2)
    card = run.screen.devices.forms[device]
    card.connection.choose(way)
    card.address.set_text(address)
    return card


def fill_organisation(screen: FirstRunScreen, inn: str = "7802145638") -> None:
    screen.organisation.name.set_text("ООО «Лесная лавка»")
    screen.organisation.inn.set_text(inn)
    screen.organisation.address.set_text("195220, г. Санкт-Петербург, ул. Лесная, д. 18")


def test_five_skips_lead_to_a_register_that_can_be_opened(qtbot, tmp_path: Path):
    run = Run(qtbot)
    for _ in range(5):
        run.screen.skip_step()
    (result,) = run.results
    assert result.settings.register.register_id == REGISTER_ID
    assert not result.settings.is_first_run
    assert result.owner is None and result.goods == "later"
    data_dir = DataDir(tmp_path)
    result.settings.save(data_dir)
    assert Settings.load(data_dir) == result.settings


def test_what_was_typed_becomes_settings(qtbot):
    run = Run(qtbot)
    screen = run.screen
    fill_organisation(screen)
    screen.organisation.tax.choose("usn_income")
    screen.next_step()
    screen.register.number.set_text("7")
    screen.register.name.set_text("Касса у входа")
    screen.register.owner.set_text("Иванова М. С.")
    screen.register.pin.set_text("4821")
    screen.next_step()
    screen.next_step()
    for field, text in (
        (screen.links.url, "https://online.example.ru"),
        (screen.links.group, "group-1"),
        (screen.links.login, "shop"),
        (screen.links.password, "quiet secret"),
        (screen.links.cloud_url, "https://cloud.example.ru"),
    ):
        field.set_text(text)
    screen.next_step()
    screen.next_step()
    (result,) = run.results
    settings = result.settings
    assert settings.organisation.inn == "7802145638"
    assert settings.organisation.tax_system == "usn_income"
    assert (settings.register.number, settings.register.name) == (7, "Касса у входа")
    assert settings.printer.endpoint == "usb:04b8:0e28"
    assert settings.printer.profile == "printer-1"
    assert settings.operator.login == "shop" and settings.cloud.url == "https://cloud.example.ru"
    assert result.owner == Owner("Иванова М. С.", "4821")
    assert result.goods == "sample"
    assert run.secrets == [("operator.password", "quiet secret")]
    assert "quiet secret" not in repr(result)


def test_a_wrong_inn_is_named_with_its_value_and_holds_the_step(qtbot):
    run = Run(qtbot)
    fill_organisation(run.screen, inn="7802145639")
    run.screen.next_step()
    assert run.screen.current() is run.screen.organisation
    assert "7802145639" in run.screen.organisation.inn.shown_problem()
    assert run.screen.organisation.inn.edit.hasFocus()
    run.screen.organisation.inn.set_text("7802145638")
    assert run.screen.organisation.inn.shown_problem() == ""
    run.screen.next_step()
    assert run.screen.current() is run.screen.register


@pytest.mark.parametrize(
    ("inn", "said"),
    [
        ("7707083893", ""),
        ("7707083894", "inn_digits"),
        ("500100732259", ""),
        ("500100732258", "inn_digits"),
        ("770708389", "inn_length"),
        ("77070838９3", "inn_length"),
        ("", "needed"),
    ],
)
def test_check_digits_of_a_taxpayer_number(inn: str, said: str):
    assert check_inn(inn) == said


def test_a_password_never_travels_in_the_open():
    assert check_url("https://cloud.example.ru") == ""
    assert check_url("http://127.0.0.1:8080") == ""
    assert check_url("http://cloud.example.ru") == "url_open"
    assert check_url("cloud.example.ru") == "url"
    assert check_url("http://[bad") == "url"


def test_pins_and_pairing_codes_are_checked():
    assert check_pin("1234") == "" and check_pin("123") == "pin" and check_pin("12a4") == "pin"
    assert check_code("k7m2-9qxp ") == "" and check_code("k7m2") == "code"


def test_what_is_skipped_keeps_nothing_of_what_was_typed(qtbot):
    run = Run(qtbot)
    fill_organisation(run.screen)
    for _ in range(5):
        run.screen.skip_step()
    assert run.results[0].settings.organisation.name == ""
    assert run.screen.panel.states()[0] == "skipped"


def test_one_may_go_back_to_a_step_and_mend_it(qtbot):
    run = Run(qtbot)
    fill_organisation(run.screen)
    run.screen.next_step()
    QTest.keyClick(run.screen, Qt.Key.Key_Escape)
    assert run.screen.current() is run.screen.organisation
    assert run.screen.organisation.name.text() == "ООО «Лесная лавка»"


def test_enter_in_a_field_goes_on(qtbot):
    run = Run(qtbot)
    fill_organisation(run.screen)
    QTest.keyClick(run.screen.organisation.address.edit, Qt.Key.Key_Return)
    assert run.screen.current() is run.screen.register


def test_a_test_page_goes_to_the_printer_that_was_typed(qtbot):
    trials = FakeTrials(found=())
    run = Run(qtbot, trials=trials)
    card = device_card(run, "printer", "tcp", "tcp://192.168.1.50:9100")
    card.test.click()
    assert trials.asked[-1] == ("page", "tcp://192.168.1.50:9100", "printer-1")
    assert card.outcome.accessibleName() == i18n.t("first_run.page_printed")


@pytest.mark.parametrize("told", ["none", "status"])
def test_what_the_printer_told_of_the_page_is_kept(qtbot, told):
    run = Run(qtbot, trials=FakeTrials(found=(), replies=told))
    card = device_card(run, "printer", "tcp", "tcp://192.168.1.50:9100")
    assert run.screen.devices.take(Settings()).printing.replies == "profile"
    card.test.click()
    assert i18n.t(f"equipment.replies.{told}") in card.outcome.accessibleName()
    assert run.screen.devices.take(Settings()).printing.replies == told
    card.address.set_text("tcp://192.168.1.51:9100")
    assert run.screen.devices.take(Settings()).printing.replies == "profile"


def test_a_test_label_goes_to_the_label_printer_and_says_what_to_do_if_none_comes(qtbot):
    trials = FakeTrials()
    form = DeviceForm(slot_of("label_printer"), trials, DirectWork())
    qtbot.addWidget(form)
    form.connection.choose("tcp")
    form.address.set_text("tcp://192.168.1.51:9100")
    form.test.click()
    assert trials.asked[-1] == ("label", "tcp://192.168.1.51:9100", "label_printer-1")
    assert form.outcome.accessibleName() == i18n.t("first_run.label_printed")


def test_a_device_that_does_not_answer_says_what_to_check(qtbot):
    run = Run(qtbot)
    card = device_card(run, "scale", "serial", "serial:/dev/ttyUSB0")
    card.test.click()
    assert i18n.t("messages.scale_unreachable.title") in card.outcome.accessibleName()
    assert card.test.isEnabled()


def test_a_silent_scale_may_also_be_another_model(qtbot):
    def silent(*_: object) -> int:
        raise DeviceError("scale.no_answer")

    trials = FakeTrials(weight=silent)
    trials.models = lambda device: [ModelChoice("one", "One"), ModelChoice("two", "Two")]
    run = Run(qtbot, trials=trials)
    card = device_card(run, "scale", "serial", "COM3")
    card.test.click()
    assert i18n.t("first_run.perhaps_model") in card.outcome.accessibleName()


def test_a_scanner_that_loses_separators_is_not_called_good(qtbot):
    run = Run(qtbot, trials=FakeTrials(scan=lambda *_: "0104600051000057215Xk)1aBcDeF93dGVz"))
    card = device_card(run, "scanner", "serial", "COM3")
    card.test.click()
    assert i18n.t("equipment.panel.scan_no_gs") in card.outcome.accessibleName()
    assert card.outcome.says() == "warning_text"


def test_a_port_that_may_be_scale_or_scanner_is_given_to_neither_but_offered(qtbot):
    found = (
        FoundDevice("scale", "serial:COM3", "CH340"),
        FoundDevice("scanner", "serial:COM3", ""),
    )
    run = Run(qtbot, trials=FakeTrials(found=found))
    run.skip_to(2)
    cards = run.screen.devices.forms
    assert not cards["scale"].used() and not cards["scanner"].used()
    cards["scanner"].connection.choose("serial")
    assert cards["scanner"].address.text() == "COM3"


def test_a_half_typed_address_holds_the_step(qtbot):
    run = Run(qtbot, trials=FakeTrials(found=()))
    run.skip_to(2)
    address = run.screen.devices.forms["printer"].address
    run.screen.devices.forms["printer"].connection.choose("tcp")
    run.screen.next_step()
    assert run.screen.current() is run.screen.devices
    assert address.shown_problem() == i18n.t("first_run.problem.needed")
    address.set_text("192.168.1.40:port")
    assert "192.168.1.40:9100" in address.shown_problem()


@pytest.mark.parametrize(
    ("way", "typed", "kept"),
    [
        ("tcp", "192.168.1.50", "tcp://192.168.1.50:9100"),
        ("tcp", "192.168.1.50:9101", "tcp://192.168.1.50:9101"),
        ("tcp", "[fe80::1]", "tcp://[fe80::1]:9100"),
        ("serial", "COM3", "serial:COM3"),
        ("usb", "04b8:0e28", "usb:04b8:0e28"),
        ("spool", "XP-80", "spool:XP-80"),
        ("tcp", "tcp://192.168.1.50:9100", "tcp://192.168.1.50:9100"),
    ],
)
def test_an_address_is_typed_as_people_say_it(qtbot, way: str, typed: str, kept: str):
    run = Run(qtbot, trials=FakeTrials(found=()))
    card = device_card(run, "printer", way, typed)
    assert not card.address.problem()
    assert card.device().endpoint == kept
    card.show_device(card.device())
    assert card.device().endpoint == kept


def test_another_way_of_connecting_begins_with_an_empty_address(qtbot):
    run = Run(qtbot, trials=FakeTrials(found=()))
    card = device_card(run, "printer", "tcp", "192.168.1.50")
    card.connection.choose("usb")
    assert card.address.text() == ""


def test_the_register_is_paired_by_a_code_and_a_wrong_one_is_said(qtbot):
    asked = []

    def pair(url: str, code: str, register: Any) -> None:
        asked.append((url, code, register.register_id))
        if code == "AAAA-AAAA":
            raise RejectedError("pair.code", url=url)

    run = Run(qtbot, pair=pair)
    run.skip_to(3)
    links = run.screen.links
    links.cloud_url.set_text("https://cloud.example.ru")
    links.code.set_text("AAAA-AAAA")
    links.cloud.test.click()
    assert i18n.t("messages.pair_code.title") in links.cloud.outcome.accessibleName()
    links.code.set_text("K7M2-9QXP")
    links.cloud.test.click()
    assert links.cloud.outcome.accessibleName() == i18n.t("first_run.cloud_good")
    assert asked[1] == ("https://cloud.example.ru", "K7M2-9QXP", REGISTER_ID)


def own_goods(qtbot, tmp_path: Path, text: str, **changes: Any) -> Run:
    path = tmp_path / "goods.csv"
    path.write_text(text, encoding="utf-8")
    run = Run(qtbot, str(path), **changes)
    run.skip_to(4)
    run.screen.goods.own.click()
    run.screen.goods.file.choose.click()
    return run


def test_a_good_file_is_loaded_as_a_whole(qtbot, tmp_path: Path):
    applied = []
    run = own_goods(qtbot, tmp_path, GOOD, apply=lambda preview, _p: applied.append(preview) or 1)
    assert not run.screen.next.isEnabled()
    run.screen.goods.file.load.click()
    assert [p.name for p in applied[0].change.products] == ["Молоко", "Хлеб"]
    run.screen.next_step()
    assert run.results[0].goods == "imported"


def test_a_file_with_an_error_shows_the_row_and_loads_nothing(qtbot, tmp_path: Path):
    run = own_goods(qtbot, tmp_path, BAD)
    model = run.screen.goods.file.panel.table.model()
    cells = [model.index(0, column).data() for column in range(4)]
    assert cells[:3] == ["3", "Цена", "дорого"]
    assert i18n.t("messages.import_price_unreadable.title") in cells[3]
    assert not run.screen.goods.file.load.isVisible()
    run.screen.next_step()
    assert not run.results


def test_another_column_may_hold_the_price(qtbot, tmp_path: Path):
    text = "Артикул;Наименование;Цена;Розница\nA1;Молоко;дорого;95,50\n"
    run = own_goods(qtbot, tmp_path, text)
    assert not run.screen.goods.file.load.isVisible()
    choices = run.screen.goods.file.panel.choices
    (price,) = [choice for field, choice in choices.items() if field.value == "price"]
    price.choose("3")
    assert run.screen.goods.file.load.isVisible()


def test_an_unreadable_file_is_said_and_leaves_the_choice(qtbot, tmp_path: Path):
    run = own_goods(qtbot, tmp_path, "")
    assert i18n.t("messages.import_empty.title") in run.screen.goods.file.outcome.accessibleName()
    assert run.screen.goods.file.choose.isVisible()


def test_an_import_can_be_cancelled(qtbot, tmp_path: Path):
    answers = []

    def apply(_preview: Any, progress: Any) -> int:
        run.screen.goods.file.progress.cancelled.emit()
        answers.append(progress(1, 2))
        raise RejectedError("import.cancelled")

    run = own_goods(qtbot, tmp_path, GOOD, apply=apply)
    run.screen.goods.file.load.click()
    assert answers == [False]
    assert run.screen.goods.goods() == "later"
    assert run.screen.goods.file.load.isVisible()


def test_a_slow_device_does_not_stop_the_window(qtbot):
    release = threading.Event()

    def slow(*_place: object) -> str:
        release.wait(10)
        return "4607025390015"

    screen = FirstRunScreen(fake_ports(trials=FakeTrials(scan=slow)), Settings())
    qtbot.addWidget(screen)
    screen.show()
    card = screen.devices.forms["scanner"]
    card.connection.choose("serial")
    card.address.set_text("serial:COM3")
    card.try_it()
    assert card.outcome.accessibleName() == i18n.t("first_run.trying_scanner")
    assert not card.test.isEnabled()
    release.set()
    qtbot.waitUntil(lambda: "4607025390015" in card.outcome.accessibleName(), timeout=5000)
    screen.stop()


@pytest.mark.parametrize("wide", [1024, 1366])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_step_fits_and_every_control_can_be_touched(qtbot, wide: int, lang: str):
    run = Run(qtbot)
    run.screen.set_language(lang)
    run.screen.resize(wide, 768)
    for place, step in enumerate(run.screen.steps):
        run.skip_to(place)
        QTest.qWait(20)
        assert step.widget().minimumSizeHint().width() <= step.viewport().width()
        for button in run.screen.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.height() >= 48, button
                assert button.accessibleName() or button.text()


def test_the_language_changes_at_once_and_is_kept(qtbot):
    run = Run(qtbot)
    buttons = {b.text(): b for b in run.screen.findChildren(QAbstractButton)}
    buttons["English"].click()
    assert run.screen.next.label() == "Next"
    for _ in range(5):
        run.screen.skip_step()
    assert run.results[0].settings.language == "en"


@pytest.mark.parametrize("wide", [1024, 1366])
def test_a_finger_types_every_field_above_the_on_screen_keyboard(qtbot, wide: int):
    run = Run(qtbot)
    screen = run.screen
    screen.resize(wide, 768)
    screen.keyboard.set_mode("always")
    for place, step in enumerate(screen.steps[:2]):
        run.skip_to(place)
        for field in step.fields():
            screen.setFocus()
            field.edit.setFocus()
            assert screen.keyboard.isVisible()
            QTest.qWait(20)
            lower = field.edit.mapTo(screen, field.edit.rect().bottomLeft()).y()
            assert lower < screen.keyboard.y()
            button = screen.next.mapTo(screen, screen.next.rect().bottomLeft()).y()
            assert lower < button < screen.keyboard.y()


def test_digits_and_addresses_open_the_keyboard_with_what_they_need(qtbot):
    run = Run(qtbot)
    screen = run.screen
    screen.keyboard.set_mode("always")
    for field, layout in (
        (screen.organisation.inn, "numbers"),
        (screen.organisation.mail, "en"),
        (screen.organisation.name, "ru"),
    ):
        field.edit.setFocus()
        assert screen.keyboard.layout_name() == layout
    screen.keyboard.key("щ").click()
    qtbot.waitUntil(lambda: screen.organisation.name.text() == "щ", timeout=5000)
    screen.keyboard.key("hide").click()
    assert screen.keyboard.isHidden()
    assert screen.keyboard.key("hide").accessibleName() == i18n.t("dialog.key_hide")


def test_the_keyboard_of_the_first_run_is_gone_with_it(qtbot):
    run = Run(qtbot)
    run.screen.keyboard.set_mode("always")
    run.screen.organisation.mail.edit.setFocus()
    run.screen.stop()
    assert run.screen.keyboard.isHidden()
    run.screen.organisation.name.edit.setFocus()
    assert run.screen.keyboard.isHidden()
