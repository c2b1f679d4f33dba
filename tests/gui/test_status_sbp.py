"""What the top bar and the line above the screens say of payments by QR code."""

from __future__ import annotations

import pytest

from pos_desktop.domain.tender import TenderKind
from pos_desktop.i18n import t
from pos_desktop.keystore import Keystore
from pos_desktop.settings import DataDir
from tests.gui.open_shop import open_shop
from tests.gui.sbp_shop import STATIC, bank_side
from tests.gui.test_window_sbp import shows_code


@pytest.fixture
def bank(tmp_path):
    with bank_side(tmp_path) as side:
        yield side


def part_of(shop):
    return next((one for one in shop.window.status.parts() if one.part == "sbp"), None)


def says(shop) -> str:
    return shop.window.attention.text()


def test_without_a_bank_there_is_no_sign_of_one(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        assert part_of(shop) is None


def test_a_bank_that_would_serve_is_shown_before_anybody_pays(qtbot, bank):
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        shop.wait(lambda: part_of(shop).state == "ok")
        assert says(shop) == ""


def test_a_bank_out_of_reach_is_told_with_what_to_do_and_forgotten_when_it_is_back(qtbot, bank):
    bank.relay.set_mode("refuse")
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        shop.wait(lambda: part_of(shop).state == "warn")
        shop.wait(lambda: t("messages.sbp_unreachable.title") in says(shop))
        assert "код-наклейку" not in says(shop)
        bank.relay.set_mode("pass")
        shop.opened.shop.check_links()
        shop.wait(lambda: part_of(shop).state == "ok")
        shop.wait(lambda: says(shop) == "")


def test_where_there_is_a_printed_code_it_is_offered_meanwhile(qtbot, bank):
    bank.static = STATIC
    bank.relay.set_mode("refuse")
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        shop.wait(lambda: "код-наклейку" in says(shop))


def test_a_refused_key_names_who_mends_it_and_leads_to_the_page(qtbot, bank):
    with bank.opened(qtbot) as shop:
        Keystore(DataDir(bank.folder)).set("sbp.secret", "of:somebody-else")
        shop.opened.shop.check_links()
        shop.sign_in()
        shop.wait(lambda: part_of(shop).state == "danger")
        shop.wait(lambda: t("messages.sbp_wrong_secret.title") in says(shop))
        shop.window.attention._banner.first_pressed.emit()
        shop.wait(lambda: shop.window.beside.page("equipment").isVisible())


def test_while_somebody_pays_by_a_code_only_the_payment_screen_speaks_of_the_bank(qtbot, bank):
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        shows_code(shop, bank)
        bank.relay.set_mode("refuse")
        panel = shop.window.payment.qr
        shop.wait(lambda: panel.said() == "sbp.no_contact")
        shop.wait(lambda: part_of(shop).state == "warn")
        assert says(shop) == ""


def test_cards_and_cash_go_on_while_the_bank_is_away(qtbot, bank):
    bank.relay.set_mode("refuse")
    with bank.opened(qtbot) as shop:
        shop.sign_in()
        shop.wait(lambda: says(shop) != "")
        shop.scan("4601238051176")
        shop.till.pay_exact(TenderKind.CASH)
        shop.wait(lambda: shop.shown.last is not None)
