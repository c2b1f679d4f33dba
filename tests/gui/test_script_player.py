"""A written session played through the real window, with a real journal and no devices."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from pos_desktop.gui import theme
from pos_desktop.gui.script import ScriptPlayer
from tests.gui.open_shop import open_shop

COFFEE, BREAD = "4607084120301", "4601238051176"
SIGN_IN = "signin Иванова 1111"


@pytest.fixture
def shop(qtbot, tmp_path):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path / "shop") as opened:
        yield opened


def play(shop, *lines, pictures="", patience=1.0):
    """Play to the end; (exit code, message)."""
    said = []
    player = ScriptPlayer(
        shop.window, None, lines, str(pictures), lambda *end: said.append(end), patience=patience
    )
    player.start()
    shop.wait(lambda: bool(said))
    assert len(said) == 1
    return said[0]


def test_a_sale_is_scanned_paid_in_cash_and_its_change_is_right(shop):
    end = play(
        shop, SIGN_IN, f"scan {COFFEE}", f"scan {BREAD}", "expect lines 2", "expect total 411.50",
        "pay cash 500.00", "expect change 88.50", "expect lines 0",
    )  # fmt: skip
    assert end == (0, "")


def test_a_sale_is_paid_in_two_parts_by_the_keys_of_the_payment_screen(shop):
    end = play(
        shop, SIGN_IN, f"scan {COFFEE}", "pay card 100.00", "pay cash 300", "expect change 51.00"
    )
    assert end == (0, "")
    [row] = shop.opened.register.journal.ledger.sales()
    assert set(row.tender_kinds) == {"card", "cash"}


def test_a_sale_is_put_aside_and_taken_up_again(shop):
    end = play(
        shop, SIGN_IN, f"scan {COFFEE}", "park", "expect lines 0", f"scan {BREAD}", "pay card",
        "recall 1", "expect total 349.00", "pay cash", "expect change 0.00",
    )  # fmt: skip
    assert end == (0, "")


def test_an_unknown_code_does_not_end_the_session_and_is_seen_on_the_screen(shop):
    assert play(shop, SIGN_IN, "scan 4690000000009", "expect text 4690000000009") == (0, "")


def test_buttons_are_tapped_and_keys_pressed_where_a_person_would(shop):
    end = play(
        shop, SIGN_IN, f"scan {COFFEE}", "key +", "expect total 698.00", "tap Оплата|Pay",
        "key Esc", "tap Удалить", "expect lines 0", "key Ctrl+L", SIGN_IN,
    )  # fmt: skip
    assert end == (0, "")


def test_every_queue_can_be_waited_for_where_nothing_is_queued(shop):
    assert play(shop, SIGN_IN, "wait printed", "wait fiscalised")[0] == 0


def test_a_session_leaves_its_pictures(shop, tmp_path):
    assert play(shop, SIGN_IN, "screenshot sale", pictures=tmp_path / "seen")[0] == 0
    assert (tmp_path / "seen" / "sale.png").read_bytes().startswith(b"\x89PNG")


def test_a_wrong_pin_ends_the_session_with_its_line_and_the_refusal(shop, tmp_path):
    code, message = play(shop, "# nobody", "signin Иванова 9999", pictures=tmp_path)
    assert code == 1
    assert message.startswith("Строка 2: signin Иванова 9999")
    assert "signin.wrong_pin" in message
    assert (tmp_path / "failed.png").is_file()


def test_a_total_that_never_comes_is_told_with_the_one_that_is_there(shop):
    play(shop, SIGN_IN, f"scan {COFFEE}")
    code, message = play(shop, "expect total 1.00", patience=0.1)
    assert code == 1
    assert "Строка 1" in message
    assert "1,00" in message
    assert "349,00" in message


def test_a_button_that_is_not_there_is_told_with_those_that_are(shop):
    play(shop, SIGN_IN)
    code, message = play(shop, "tap Возврат денег", patience=0.1)
    assert code == 1
    assert "Отложенные" in message


def test_an_empty_receipt_cannot_be_paid(shop):
    play(shop, SIGN_IN)
    code, message = play(shop, "pay cash 10.00", patience=0.1)
    assert code == 1
    assert "Строка 1: pay cash 10.00" in message


def test_the_world_of_a_real_register_cannot_be_switched_off(shop):
    code, message = play(shop, SIGN_IN, "network off")
    assert code == 1
    assert "настоящая касса" in message


def test_a_session_that_cannot_be_read_does_nothing_at_all(shop):
    code, message = play(shop, SIGN_IN, f"scan {COFFEE}", "sing a song")
    assert code == 1
    assert "Строка 3" in message
    assert shop.shown.staff is None
