"""A register whose settings are partly wrong still sells, and says what is wrong."""

from __future__ import annotations

from dataclasses import replace

import sqlcipher3.dbapi2 as sqlite

from pos_desktop.domain.tender import TenderKind
from pos_desktop.ports import Health
from pos_desktop.settings import Device, Operator
from tests.gui.open_shop import SETTINGS, open_shop

BREAD = "4601238051176"


def test_a_printer_with_an_unknown_profile_is_told_and_selling_goes_on(qtbot, tmp_path):
    wrong = replace(SETTINGS, printer=Device("tcp://127.0.0.1:9", "no-such-model"))
    with open_shop(qtbot, tmp_path, wrong) as shop:
        shop.sign_in()
        shop.scan(BREAD)
        shop.till.pay_exact(TenderKind.CASH)
        shop.wait(lambda: shop.shown.last is not None)
        [state] = shop.opened.register.devices.states()
        assert (state.device, state.health) == ("printer", Health.MISCONFIGURED)
        shop.wait(lambda: "no-such-model" in shop.window.attention.text())


def test_documents_that_lost_their_operator_are_not_forgotten(qtbot, tmp_path):
    nobody_there = replace(SETTINGS, operator=Operator("http://127.0.0.1:9/v5", "g", "l"))
    with open_shop(qtbot, tmp_path, nobody_there) as shop:
        shop.sign_in()
        shop.scan(BREAD)
        shop.till.pay_exact(TenderKind.CARD)
        shop.wait(lambda: shop.shown.last is not None)
    with open_shop(qtbot, tmp_path, SETTINGS) as shop:
        shop.sign_in()
        shop.wait(lambda: any(p.part == "fiscal" for p in shop.window.status.parts()))
        shop.wait(lambda: bool(shop.window.attention.text()))


def test_a_bug_behind_an_operation_does_not_leave_yesterdays_picture(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.scan(BREAD)
        desk = shop.till._desk

        def broken() -> object:
            desk.void()
            raise ZeroDivisionError

        with qtbot.waitSignal(shop.till.failed, timeout=5000):
            shop.till._do(broken)
        shop.wait(lambda: shop.lines() == 0)


def test_lines_of_an_open_sale_that_cannot_be_read_are_told(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.scan(BREAD)
    raw = sqlite.connect(str(tmp_path / "journal.sqlite"))
    raw.execute("UPDATE draft SET content = x'00' WHERE line_id = 1")
    raw.commit()
    raw.close()
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.wait(lambda: "draft_line" in shop.window.attention.text())
