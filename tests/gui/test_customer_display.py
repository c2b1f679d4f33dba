"""The customer's screen beside a register that sells, and what is heard of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QPixmap

from pos_desktop.domain.sale import Discount
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui.code_board import ShownCode
from pos_desktop.gui.sounds import ProgramPlayer, Sounds
from pos_desktop.ports import Health
from pos_desktop.settings import Device, Display
from tests.gui import sight
from tests.gui.open_shop import SETTINGS, open_shop

COFFEE, BREAD = "4607084120301", "4601238051176"
WITH_DISPLAY = replace(SETTINGS, display=Display("on"))


@pytest.fixture
def shop(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path, WITH_DISPLAY) as opened:
        opened.sign_in()
        yield opened
        opened.window.customer_side.close()


def shown(shop):
    return shop.window.customer_side.window.view.shown()


def test_the_customer_sees_each_line_the_total_and_what_was_saved(shop):
    assert shown(shop).stage == "idle"
    shop.scan(COFFEE, COFFEE, BREAD)
    before = shop.till.current
    shop.till.discount_sale(Discount(percent_hundredths=1000))
    shop.wait(lambda: shop.till.current is not before)
    picture = shown(shop)
    assert [line.name for line in picture.lines] == ["Кофе молотый 250 г", "Хлеб бородинский"]
    assert picture.lines[0].detail == "2\u00a0шт × 349,00"
    assert picture.big == "684,45\u00a0₽"
    assert picture.saved == "76,05\u00a0₽"


def test_the_change_stays_until_the_next_customer(shop):
    shop.scan(BREAD)
    shop.till.tender(TenderKind.CASH, 10_000)
    shop.wait(lambda: shop.shown.last is not None)
    assert (shown(shop).stage, shown(shop).big) == ("done", "37,50\u00a0₽")
    shop.scan(COFFEE)
    assert shown(shop).stage == "sale"


def test_what_is_left_to_pay_is_said_between_two_tenders(shop):
    shop.scan(BREAD)
    shop.till.tender(TenderKind.CASH, 2_000)
    shop.wait(lambda: shop.shown.payment is not None and bool(shop.shown.payment.tenders))
    assert shown(shop).left == "Осталось оплатить 42,50\u00a0₽"


def test_a_code_to_follow_is_shown_and_taken_away_again(shop):
    code = ShownCode("https://t.me/shop?start=1", "Чек в Telegram", "Наведите камеру")
    codes = shop.opened.shop.codes
    codes.show(code)
    assert shown(shop).code == code
    codes.clear(ShownCode("https://t.me/shop?start=2", "", ""))
    assert shown(shop).code == code
    codes.clear(code)
    assert shown(shop).code is None


def test_pictures_of_the_shop_stand_there_while_nobody_buys(qtbot, tmp_path):
    photos = tmp_path / "display"
    photos.mkdir()
    photo = QPixmap(64, 64)
    photo.fill(QColor("#00ff00"))
    assert photo.save(str(photos / "1.png"))
    (photos / "broken.jpg").write_bytes(b"no picture")
    with open_shop(qtbot, tmp_path, WITH_DISPLAY) as opened:
        side = opened.window.customer_side
        opened.wait(lambda: side.window.view.shown().shop != "")
        image = side.window.view.grab().toImage()
        assert image.pixelColor(image.width() // 2, image.height() // 2) == QColor("#00ff00")
        side.window._next_photo()
        side.window.view.grab()
        side.close()


@pytest.mark.parametrize("stage", ["sale", "code", "done"])
def test_nothing_on_the_customers_screen_is_cut_in_a_longer_language(shop, stage):
    shop.scan(COFFEE, BREAD)
    if stage == "code":
        shop.opened.shop.codes.show(ShownCode("https://t.me/x", "", ""))
    if stage == "done":
        shop.till.tender(TenderKind.CASH, 100_000)
        shop.wait(lambda: shop.shown.last is not None)
    window = shop.window.customer_side.window
    for size in ((1024, 600), (1366, 768), (1920, 1080)):
        window.resize(*size)
        with sight.pseudo_language():
            window.retranslate()
            assert sight.cut_texts(window, marked_only=True) == []
        window.retranslate()


def test_it_opens_and_closes_from_the_menu(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as opened:
        opened.sign_in()
        side = opened.window.customer_side
        assert side.window is None
        side.toggle()
        assert side.window.isVisible()
        side.toggle()
        assert not side.window.isVisible()


class Ear:
    """Hears what would be played."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def play(self, path) -> None:
        assert path.is_file()
        self.heard.append(path.stem)


def test_a_misread_and_a_payment_sound_apart(shop, qtbot):
    ear = Ear()
    shop.window.sounds = Sounds(ear)
    with qtbot.waitSignal(shop.till.refused, timeout=5000):
        shop.window.scanned("4600000000001")
    shop.scan(BREAD)
    shop.till.pay_exact(TenderKind.CARD)
    shop.wait(lambda: shop.shown.last is not None)
    assert ear.heard == ["refused", "paid"]


def test_silence_is_silent():
    Sounds(None).play("refused")


def test_a_player_that_is_not_there_is_no_failure(qapp, tmp_path):
    ProgramPlayer(str(tmp_path / "nothing")).play(tmp_path / "x.wav")


class LinesRead:
    """A display of two lines that remembers what it was told."""

    def __init__(self, columns: int = 20) -> None:
        self.columns = columns
        self.told: list[tuple[str, str]] = []

    def show(self, upper: str, lower: str) -> None:
        self.told.append((upper, lower))


def test_a_display_of_two_lines_follows_the_sale_to_its_change(shop):
    display = LinesRead()
    shop.opened.register.devices.display = display
    shop.window.customer_side._lines.show()
    assert display.told[-1] == (" Магазин на Лесной  ", "  Добро пожаловать  ")
    shop.scan(COFFEE)
    assert display.told[-1] == ("Кофе молотый  349,00", "ИТОГО         349,00")
    shop.scan(BREAD)
    assert display.told[-1] == ("Хлеб бородинск 62,50", "ИТОГО         411,50")
    shop.till.begin_payment()
    shop.wait(lambda: shop.shown.payment is not None)
    assert display.told[-1] == ("К оплате", "              411,50")
    shop.till.tender(TenderKind.CARD, 11_150)
    shop.wait(lambda: shop.shown.payment is not None and bool(shop.shown.payment.tenders))
    assert display.told[-1] == ("К оплате      411,50", "Осталось      300,00")
    shop.till.tender(TenderKind.CASH, 50_000)
    shop.wait(lambda: shop.shown.last is not None)
    assert display.told[-1] == ("Сдача         200,00", "Спасибо за покупку!".center(20))


def test_a_display_set_up_while_the_shop_is_open_shows_the_sale_in_hand(shop, tmp_path):
    shop.scan(BREAD)
    paper = tmp_path / "display.bin"
    devices = shop.opened.register.devices
    devices.replace("customer_display", Device(f"file:{paper}", "cd5220"))
    shop.wait(lambda: devices.display.state.health is Health.ONLINE)
    shop.wait(lambda: "Хлеб бородинск 62,50".encode("cp866") in paper.read_bytes())
    devices.replace("customer_display", Device())
    shop.wait(lambda: paper.read_bytes().endswith(b"\x0c"))
    assert not devices.is_set_up("customer_display")
