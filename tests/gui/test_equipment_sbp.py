"""Payments by QR code are set up on the equipment page, with simulated banks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from pos_desktop.domain.facts import DeviceSetUp
from pos_desktop.domain.rights import Action
from pos_desktop.domain.tender import TenderKind
from pos_desktop.i18n import t
from pos_desktop.keystore import Keystore
from pos_desktop.ports import Health
from pos_desktop.settings import DataDir, Sbp, Settings
from tests.gui.equipment_shop import page_of, trust
from tests.gui.open_shop import SETTINGS, facts, open_shop
from tests.gui.sbp_shop import SECRETS, STATIC, bank_side
from tests.gui.test_window_sbp import shows_code


@pytest.fixture(params=["raiffeisen", "tbank"])
def side(request, tmp_path):
    with bank_side(tmp_path, request.param) as made:
        yield made


@pytest.fixture
def shop(qtbot, tmp_path, side):
    """Nothing is set up; only the address leads to the simulated bank."""
    there = replace(SETTINGS, sbp=Sbp(url=side.relay.url))
    with open_shop(qtbot, tmp_path, there) as opened:
        opened.sign_in()
        yield opened


def form_of(shop):
    page = page_of(shop)
    page.acts._set_up("sbp")
    shop.wait(lambda: page.acts.dialog is not None)
    return page.acts.dialog


def fill(dialog, side, secret: str) -> None:
    dialog.bank.choose(side.bank)
    wanted = side.settings().sbp
    for name in ("merchant_id", "terminal_key"):
        dialog.fields[name].set_text(getattr(wanted, name))
    dialog.secret.set_text(secret)


def set_up(shop, side) -> None:
    trust(shop)
    dialog = form_of(shop)
    fill(dialog, side, SECRETS[side.bank])
    QTest.keyClick(dialog, Qt.Key.Key_F12)
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.acts.dialog is None)
    shop.wait(lambda: page.row("sbp").profile == side.bank)


def test_a_bank_is_tried_saved_and_takes_the_next_payment_without_a_restart(shop, side):
    trust(shop)
    dialog = form_of(shop)
    fill(dialog, side, SECRETS[side.bank])
    QTest.keyClick(dialog, Qt.Key.Key_F6)
    shop.wait(lambda: dialog.outcome.text.text() == t(f"equipment.sbp.tried_{side.bank}"))
    assert side.simulator.ledger.payments == {}
    QTest.keyClick(dialog, Qt.Key.Key_F12)
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.acts.dialog is None)
    register = shop.opened.register
    shop.wait(lambda: TenderKind.QR in register.place.terminals)
    shop.wait(lambda: register.sbp.terminal.state.health is Health.ONLINE)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert side.pays(shows_code(shop, side))
    shop.wait(lambda: shop.shown.last is not None)
    assert len(side.taken) == 1


def test_what_is_entered_is_kept_the_key_apart_from_the_settings(shop, side, tmp_path):
    set_up(shop, side)
    kept = Settings.load(DataDir(tmp_path)).sbp
    assert kept == side.settings().sbp
    secret = SECRETS[side.bank]
    assert Keystore(DataDir(tmp_path)).get("sbp.secret") == secret
    assert secret not in DataDir(tmp_path).settings_file.read_text(encoding="utf-8")
    [fact] = facts(shop, DeviceSetUp)
    assert (fact.device, fact.profile) == ("sbp", side.bank)
    assert "secret" in fact.changed
    assert secret not in str(fact)


def test_a_key_the_bank_refuses_is_told_before_it_is_saved(shop, side):
    trust(shop)
    dialog = form_of(shop)
    fill(dialog, side, "of:somebody-else")
    unasked = dialog.save.label()
    dialog.try_it()
    shop.wait(lambda: t("messages.sbp_wrong_secret.title") in dialog.outcome.text.text())
    assert dialog.save.label() == unasked
    assert shop.opened.register.settings.sbp.provider == ""


def test_a_bank_out_of_reach_may_be_saved_and_its_row_says_so_until_it_answers(shop, side):
    side.relay.set_mode("refuse")
    trust(shop)
    dialog = form_of(shop)
    fill(dialog, side, SECRETS[side.bank])
    dialog.try_it()
    shop.wait(lambda: t("equipment.sbp.asked_later") in dialog.outcome.text.text())
    dialog.save.click()
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: any(one.device == "sbp" and one.due for one in page.shown))
    page.choose("sbp")
    shop.wait(lambda: "reconnect" in page.detail.acts)
    side.relay.set_mode("pass")
    page.detail.acts["reconnect"].click()
    shop.wait(lambda: shop.opened.register.sbp.terminal.state.health is Health.ONLINE)
    shop.wait(lambda: not any(one.due for one in page.shown))


def test_a_key_that_is_kept_is_changed_without_another_worker(shop, side, tmp_path):
    set_up(shop, side)
    worker = shop.opened.register.sbp.terminal
    shop.wait(lambda: worker.state.health is Health.ONLINE)
    dialog = form_of(shop)
    assert dialog.secret.text() == ""
    dialog.secret.set_text("of:somebody-else")
    dialog.save.click()
    shop.wait(lambda: worker.state.reason == "sbp.wrong_secret")
    assert shop.opened.register.sbp.terminal is worker
    assert Keystore(DataDir(tmp_path)).get("sbp.secret") == "of:somebody-else"


def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_saved(shop, side):
    trust(shop)
    dialog = form_of(shop)
    needed = "merchant_id" if side.bank == "raiffeisen" else "terminal_key"
    dialog.bank.choose(side.bank)
    dialog.save.click()
    assert dialog.fields[needed].problem()
    assert dialog.secret.problem()
    fill(dialog, side, "")
    dialog.fields["static_payload"].set_text("qr.nspk.ru/AS1")
    dialog.save.click()
    assert not dialog.fields[needed].problem()
    assert dialog.fields["static_payload"].problem()
    assert shop.opened.register.settings.sbp.provider == ""


def test_the_key_is_never_shown_and_where_it_lies_is_said(shop, side):
    dialog = form_of(shop)
    assert dialog.secret.edit.echoMode() is QLineEdit.EchoMode.Password
    assert "secrets.toml" in dialog.kept_where.text()


def test_the_shops_printed_code_alone_needs_no_bank_and_no_key(shop, side):
    trust(shop)
    dialog = form_of(shop)
    dialog.bank.choose("static")
    assert dialog.test.isHidden()
    dialog.save.click()
    assert dialog.fields["static_payload"].problem()
    dialog.fields["static_payload"].set_text(STATIC)
    assert dialog.code.isVisible()
    dialog.save.click()
    place = shop.opened.register.place
    shop.wait(lambda: place.payments.static_qr == STATIC)
    assert TenderKind.QR not in place.terminals
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.row("sbp").profile == "static")
    page.choose("sbp")
    shop.wait(lambda: list(page.detail.acts) == ["change", "remove"])


def test_a_bank_is_removed_with_its_key_after_a_question(shop, side, tmp_path):
    set_up(shop, side)
    page = shop.window.beside.page("equipment")
    page.choose("sbp")
    shop.wait(lambda: "remove" in page.detail.acts)
    page.detail.acts["remove"].click()
    shop.wait(lambda: page.acts.dialog is not None)
    QTest.keyClick(page.acts.dialog, Qt.Key.Key_Return)
    place = shop.opened.register.place
    shop.wait(lambda: TenderKind.QR not in place.terminals)
    shop.wait(lambda: page.row("sbp").profile == "")
    assert Keystore(DataDir(tmp_path)).get("sbp.secret") is None
    assert "sbp" not in [part.part for part in shop.window.status.parts()]


def test_a_cashier_asks_somebody_who_may_before_the_bank_is_changed(shop, side):
    dialog = form_of(shop)
    fill(dialog, side, SECRETS[side.bank])
    blocked = []
    shop.till.blocked.connect(blocked.append)
    dialog.save.click()
    shop.wait(lambda: bool(blocked))
    assert blocked[0].action is Action.CHANGE_SETTINGS
    assert shop.opened.register.settings.sbp.provider == ""


def test_while_a_payment_waits_its_bank_cannot_be_exchanged_but_its_key_can(shop, side, tmp_path):
    set_up(shop, side)
    shows_code(shop, side)
    refused = []
    shop.till.refused.connect(refused.append)
    desk = shop.opened.shop.desks.equipment
    shop.till.run(lambda: desk.remove("sbp"))
    shop.wait(lambda: bool(refused))
    assert refused[0].code == "sbp.payment_waits"
    assert Keystore(DataDir(tmp_path)).get("sbp.secret") == SECRETS[side.bank]
    choice = desk.room.sbp().choice
    shop.till.run(lambda: desk.set_up_sbp(choice, "another:key"))
    shop.wait(lambda: Keystore(DataDir(tmp_path)).get("sbp.secret") == "another:key")
