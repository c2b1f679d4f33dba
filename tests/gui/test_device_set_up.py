"""A device is set up while the shop is open: it works at once, and after the next start too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_desktop import i18n
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.equipment_words import place_of
from pos_desktop.hardware.profiles import ProfileError
from pos_desktop.settings import DataDir, Device, Settings, SettingsError, Terminal
from pos_desktop.simulators.scales.simulator import ScaleSimulator
from pos_desktop.simulators.zvt_terminal import ZvtTerminalSimulator
from tests.gui.open_shop import SETTINGS, open_shop


def pills(shop) -> set[str]:
    return {part.part for part in shop.window.status.parts()}


def test_a_printer_set_up_in_an_open_shop_prints_the_next_receipt(shop, paper, tmp_path):
    endpoint = f"tcp://127.0.0.1:{paper.port}"
    shop.scan("4601238051176")
    register = shop.opened.register
    shop.till.run(lambda: register.set_up_device("printer", Device(endpoint)))
    shop.wait(lambda: shop.window._shop.has_printer)
    shop.till.pay_exact(TenderKind.CASH)
    shop.wait(lambda: len(paper.receipts) == 1)
    assert "printer" in pills(shop)
    assert Settings.load(DataDir(tmp_path)).printer.endpoint == endpoint


def test_a_scale_is_given_to_the_shop_and_taken_away_again(qtbot, tmp_path):
    plate = ScaleSimulator().start()
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        register = shop.opened.register
        register.set_up_device("scale", Device(f"tcp://127.0.0.1:{plate.port}"))
        shop.wait(lambda: plate.connected)
        assert "scale" in pills(shop)
        register.set_up_device("scale", Device())
        shop.wait(lambda: not plate.connected)
        assert "scale" not in pills(shop)
    plate.stop()


def test_a_device_that_cannot_be_set_up_or_kept_leaves_the_one_before(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        register = shop.opened.register
        with pytest.raises(ProfileError):
            register.set_up_device("scale", Device("serial:COM3", "abacus"))
        assert register.settings.scale == Device()
        (tmp_path / "settings.toml.new").mkdir()
        with pytest.raises(SettingsError) as refused:
            register.set_up_device("scale", Device("serial:COM3"))
        assert refused.value.code == "settings.not_kept"
        assert register.devices.scale is None


def test_a_terminal_that_could_not_be_exchanged_goes_on_taking_cards(qtbot, tmp_path):
    zvt = ZvtTerminalSimulator().start()
    there = Terminal(f"tcp://{zvt.host}:{zvt.port}", "zvt")
    with open_shop(qtbot, tmp_path, replace(SETTINGS, terminal=there)) as shop:
        shop.sign_in()
        register = shop.opened.register
        (tmp_path / "settings.toml.new").mkdir()
        with pytest.raises(SettingsError):
            register.set_up_device("terminal", Terminal("tcp://127.0.0.1:9", "zvt"))
        shop.scan("4601238051176")
        shop.till.pay_exact(TenderKind.CARD)
        shop.wait(lambda: shop.shown.last is not None)
        assert zvt.bank.charges == 1
    zvt.stop()


def test_the_page_says_the_number_by_which_a_terminal_is_known(qtbot, tmp_path):
    zvt = ZvtTerminalSimulator().start()
    there = Terminal(f"tcp://{zvt.host}:{zvt.port}", "zvt")
    with open_shop(qtbot, tmp_path, replace(SETTINGS, terminal=there)) as shop:
        room = shop.opened.shop.desks.equipment.room
        words = f"{zvt.host}:{zvt.port} · №\u00a028004869"
        shop.wait(
            lambda: any(
                place_of(row).endswith(words) for row in room.rows() if row.device == "terminal"
            )
        )
    zvt.stop()


def test_a_device_that_settings_name_wrongly_is_named_and_forgotten_when_it_is_removed(
    qtbot, tmp_path
):
    wrong = replace(SETTINGS, scale=Device("com port 3"))
    with open_shop(qtbot, tmp_path, wrong) as shop:
        shop.sign_in()
        shop.wait(lambda: "scale" in pills(shop))
        attention = shop.window.attention
        shop.wait(lambda: i18n.t("equipment.device.scale") in attention.text())
        assert "com port 3" in attention.text()
        shop.opened.register.set_up_device("scale", Device())
        shop.wait(lambda: "scale" not in pills(shop))
        shop.wait(lambda: "com port 3" not in attention.text())
