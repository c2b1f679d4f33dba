"""Sending a receipt from the journal, as a cashier does it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop.domain.delivery import DeliveryState
from pos_desktop.domain.tender import TenderKind
from pos_desktop.keystore import Keystore
from pos_desktop.settings import DataDir, Mail, Telegram
from pos_desktop.simulators.telegram import TelegramSimulator
from tests.gui.open_shop import SETTINGS, open_shop

BREAD = "4601238051176"


@pytest.fixture
def telegram():
    simulator = TelegramSimulator("77:token")
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def shop(qtbot, tmp_path, telegram):
    Keystore(DataDir(tmp_path)).set("telegram.token", "77:token")
    settings = replace(
        SETTINGS,
        # A port where nobody answers: the letter waits.
        mail=Mail("127.0.0.1", 1, "none", "", "shop@example.ru"),
        telegram=Telegram("forest_shop_bot", telegram.url),
    )
    with open_shop(qtbot, tmp_path, settings) as opened:
        opened.sign_in()
        opened.scan(BREAD)
        opened.till.pay_exact(TenderKind.CARD)
        opened.wait(lambda: opened.shown.last is not None)
        opened.window.open_page("journal")
        journal = opened.window.beside.page("journal")
        opened.wait(lambda: journal.table.current_sale() is not None)
        journal.preview.send.click()
        opened.wait(lambda: opened.window.copies.dialog is not None)
        yield opened


def copies(shop):
    return shop.opened.register.journal.deliveries.of_sale(shop.shown.last.sale_id)


def dialog(shop):
    return shop.window.copies.dialog


def test_a_letter_is_queued_and_a_wrong_address_is_said_at_the_field(shop):
    dialog(shop).edit.setText("ivan@")
    dialog(shop).email.click()
    shop.wait(lambda: not dialog(shop).problem.isHidden())
    assert "ivan@" in dialog(shop).problem.text()
    assert copies(shop) == []
    dialog(shop).edit.setText("ivan@example.ru")
    dialog(shop).email.click()
    shop.wait(lambda: len(copies(shop)) == 1)
    assert copies(shop)[0].address == "ivan@example.ru"
    assert dialog(shop).problem.isHidden()


def test_a_customer_who_follows_the_code_has_the_receipt(shop, telegram):
    dialog(shop).telegram.click()
    shop.wait(lambda: shop.opened.shop.codes.code is not None)
    link = shop.opened.shop.codes.code.text
    assert link.startswith("https://t.me/forest_shop_bot?start=")
    telegram.person_follows(link.rpartition("=")[2], 4711)
    shop.wait(lambda: bool(telegram.documents))
    assert telegram.documents[0].chat_id == "4711"
    assert telegram.documents[0].content.startswith(b"%PDF")
    shop.wait(lambda: copies(shop)[0].state is DeliveryState.SENT)
    shop.window.copies.close()
    assert shop.opened.shop.codes.code is None
