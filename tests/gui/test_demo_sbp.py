"""The demo shop sells by QR code: the register, its virtual bank and the customer's phone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.demo import WorldOptions, start_world
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.screens.demo import DemoWindow
from pos_desktop.settings import DataDir
from tests.gui.open_shop import open_shop

COFFEE = "4607084120301"


@pytest.fixture
def world_and_settings(tmp_path):
    options = WorldOptions(real={"cloud": "http://127.0.0.1:9"})
    world, settings = start_world(options, DataDir(tmp_path))
    yield world, settings
    world.stop()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)], ids=["one column", "two columns"])
def test_a_visitor_pays_the_code_with_the_phone_beside_the_register(
    qtbot, tmp_path, world_and_settings, size
):
    world, settings = world_and_settings
    with open_shop(qtbot, tmp_path, settings) as shop:
        demo = DemoWindow(shop.window, world)
        qtbot.addWidget(demo)
        demo.resize(*size)
        demo.show()
        shop.sign_in()
        phone = demo.panel.phone
        assert not phone.isVisible()
        shop.scan(COFFEE)
        shop.till.pay_exact(TenderKind.QR)
        shop.wait(phone.isVisible)
        assert "349" in phone.pay.label()
        QTest.mouseClick(phone.pay, Qt.MouseButton.LeftButton)
        shop.wait(lambda: shop.shown.last is not None)
        shop.wait(lambda: not phone.isVisible())
        [tender] = shop.opened.register.journal.ledger.last_sale().fact.tenders
        assert (tender.kind, tender.by) == ("qr", "sbp")


def test_without_the_shops_network_the_demo_bank_is_out_of_reach(
    qtbot, tmp_path, world_and_settings
):
    world, settings = world_and_settings
    world.set_network(False)
    qtbot.waitUntil(world.settled)
    with open_shop(qtbot, tmp_path, settings) as shop:
        shop.sign_in()
        shop.scan(COFFEE)
        shop.till.pay_exact(TenderKind.QR)
        shop.wait(shop.window.payment.notice.isVisible)
        assert "Нет связи с банком" in shop.window.payment.notice.accessibleName()
        assert world.state().code_minor == 0
