"""The demo's window: what a visitor plays with, and what the log says of it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pos_desktop import i18n
from pos_desktop.domain.fiscal import FiscalState
from pos_desktop.domain.printing import PrintState
from pos_desktop.domain.tender import TenderKind
from pos_desktop.gui import theme
from pos_desktop.gui.screens.demo import DemoWindow
from pos_desktop.gui.widgets.buttons import KeyedButton
from pos_desktop.ports import FiscalChanged, PrintJobChanged, QueueStatus
from pos_desktop.ports.world import ScanItem, WorldState
from tests.gui.open_shop import open_shop
from tests.till_fakes import BANANAS

COFFEE = ScanItem("Кофе", "4607084120301", "goods")
UNKNOWN = ScanItem("Незнакомый товар", "4690000000009", "unknown")
EMPTY = QueueStatus(0, 0, 0, 0)


class FakeWorld:
    """Remembers what was done; a scan goes straight to the window."""

    def __init__(self, without=()):
        self.without = without
        self.window = None
        self.receipts = []
        self.now = WorldState(True, "ok", "up", "up", 41, 0, True, 7, 2)

    def has(self, part):
        return part not in self.without

    def state(self):
        return self.now

    def scan_items(self):
        return [COFFEE, UNKNOWN]

    def scan(self, code):
        self.window.scanned(code)
        return True

    def weigh(self, weight_grams, *, stable=True):
        self.become(weight_grams=weight_grams, stable=stable)

    def set_printer(self, mode):
        self.become(printer=mode)

    def new_roll(self):
        self.become(printer="ok", paper_percent=100)

    def set_network(self, on):
        self.become(network=on)

    def set_operator(self, mode):
        self.become(operator=mode)

    def set_cloud(self, mode):
        self.become(cloud=mode)

    def pay_code(self):
        self.become(code_minor=0)

    def show_card(self):
        self.become(card_minor=0)

    def settled(self):
        return True

    def printed_count(self):
        return len(self.receipts)

    def printed_png(self, number):
        return self.receipts[number]

    def owner_url(self):
        return "http://127.0.0.1:8080/login/once"

    def listen(self, on_change):
        self.tell = on_change

    def stop(self):
        pass

    def become(self, **changes):
        self.now = replace(self.now, **changes)
        self.tell()


class Play:
    """The demo's window with a real register in it."""

    def __init__(self, qtbot, shop, world, size):
        self.shop, self.world, self.qtbot = shop, world, qtbot
        world.window = shop.window
        self.demo = DemoWindow(shop.window, world)
        qtbot.addWidget(self.demo)
        self.demo.resize(*size)
        self.demo.show()
        self.demo.story.open(shop.window.shop)

    def told(self):
        return [f"{e.who}: {e.what} {e.figures}" for e in self.demo.log.rows.entries()]

    def hears(self, *words):
        self.shop.wait(lambda: any(all(w in line for w in words) for line in self.told()))

    def state_of(self, name):
        return self.demo.panel.links.row(name).switch().accessibleDescription()

    def click(self, widget):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def play(qtbot, tmp_path):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        yield Play(qtbot, shop, FakeWorld(), (1600, 900))


def test_a_tap_in_the_list_is_a_scan_and_the_log_says_how_long_it_took(play):
    play.click(play.demo.panel.scanner.row(0))
    play.shop.wait(lambda: play.shop.lines() == 1)
    play.hears("4607084120301", "Кофе молотый", "строка 1", "мс")


def test_a_scan_that_brings_nothing_is_told_too(play):
    play.click(play.demo.panel.scanner.row(1))
    play.hears("4690000000009")
    assert play.shop.lines() == 0


def test_the_load_on_the_scale_swings_until_the_finger_lets_go(play):
    slider = play.demo.panel.scale.slider
    slider.setSliderDown(True)
    slider.setValue(1173)
    assert (play.world.now.weight_grams, play.world.now.stable) == (1172, False)
    slider.setSliderDown(False)
    assert (play.world.now.weight_grams, play.world.now.stable) == (1172, True)
    play.click(play.demo.panel.scale.take_off)
    assert play.world.now.weight_grams == 0


@pytest.mark.parametrize(
    ("name", "off", "words"),
    [
        ("network", {"network": False}, "выключена"),
        ("paper", {"printer": "paper-out"}, "кончилась"),
        ("operator", {"operator": "down"}, "молчит"),
        ("cloud", {"cloud": "down"}, "молчит"),
    ],
)
def test_every_switch_does_what_it_says_and_says_how_it_is(play, name, off, words):
    row = play.demo.panel.links.row(name)
    assert row.switch().isChecked()
    play.click(row.switch())
    assert all(getattr(play.world.now, part) == value for part, value in off.items())
    assert play.state_of(name) == words
    play.click(row.switch())
    assert play.world.now == replace(play.world.now, network=True, printer="ok", operator="up")
    assert len(play.told()) == 2


def test_without_a_network_operator_and_cloud_are_said_to_wait(play):
    play.world.become(network=False)
    play.shop.wait(lambda: play.state_of("operator") == play.state_of("cloud") == "ждёт сеть")


def test_a_receipt_scrolls_out_of_the_printer_when_it_is_cut(play):
    page = io.BytesIO()
    Image.new("RGB", (576, 300), "white").save(page, "PNG")
    play.world.receipts.append(page.getvalue())
    play.world.tell()
    play.shop.wait(lambda: play.demo.panel.printer.paper.count() == 1)


def test_sold_printed_and_fiscalised_are_told_in_their_order(play):
    play.shop.scan(COFFEE.code)
    play.shop.till.pay_exact(TenderKind.CASH)
    play.shop.wait(lambda: play.shop.shown.last is not None)
    sale = play.shop.shown.last
    post = play.shop.opened.shop.bridge.post
    post(PrintJobChanged(1, sale.sale_id, PrintState.DONE, sent_bytes=1148))
    post(FiscalChanged("k", sale.sale_id, FiscalState.REGISTERED, "", EMPTY, 5509, "3858723070"))
    play.hears("ФД 5509, ФП 3858723070")
    play.hears(f"Чек № {sale.number} напечатан", "148")
    fiscal, printed, journal = play.told()[:3]
    assert "записан на диск" in journal
    assert "напечатан" in printed
    assert "ФД" in fiscal


def test_a_question_to_the_cashier_covers_the_register_and_not_the_world(play):
    play.shop.till.add_product(BANANAS.product_id)
    play.shop.wait(lambda: play.shop.shown.wanted is not None)
    slider = play.demo.panel.scale.slider
    centre = slider.mapTo(play.demo, slider.rect().center())
    assert play.demo.childAt(centre) is slider


def test_start_over_repairs_the_world_and_keeps_what_was_sold(play):
    play.shop.scan(COFFEE.code)
    play.world.become(network=False, printer="paper-out", operator="down", weight_grams=500)
    play.demo.start_over()
    play.shop.wait(lambda: play.shop.lines() == 0)
    now = play.world.now
    assert (now.network, now.printer, now.operator, now.weight_grams) == (True, "ok", "up", 0)


def test_the_owners_page_opens_in_a_browser(play, qtbot):
    class Browser(QWidget):
        opened = ""

        @Slot("QUrl")
        def open(self, url):
            self.opened = url.toString()

    browser = Browser()
    qtbot.addWidget(browser)
    QDesktopServices.setUrlHandler("http", browser, "open")
    try:
        play.demo.panel.open_owner_page()
    finally:
        QDesktopServices.unsetUrlHandler("http")
    assert browser.opened == "http://127.0.0.1:8080/login/once"


def test_a_real_printer_has_no_paper_to_take_out_here(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        play = Play(qtbot, shop, FakeWorld(without=("printer", "cloud")), (1600, 900))
        assert not play.demo.panel.printer.isVisible()
        assert not play.demo.panel.links.row("paper").switch().isVisible()
        assert play.state_of("paper") == "настоящее"


def test_what_customers_hold_out_to_pay_with_is_there_while_it_is_asked_for(play):
    panel = play.demo.panel
    play.world.become(card_minor=125500, code_minor=9900)
    play.shop.wait(lambda: panel.card.isVisible() and panel.phone.isVisible())
    assert "1\u00a0255,00" in panel.card.pay.text()
    play.click(panel.card.pay)
    play.click(panel.phone.pay)
    play.shop.wait(lambda: not panel.card.isVisible() and not panel.phone.isVisible())


def test_the_customers_display_shows_its_two_lines(play):
    lines = ("Кофе          349,00", "ИТОГО         349,00")
    play.world.become(display=lines)
    play.shop.wait(lambda: play.demo.panel.display.lines() == lines)
    assert "349,00" in play.demo.panel.display.accessibleDescription()


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1600, 900), (1920, 1080)])
def test_everything_fits_at_every_reference_size(play, size, lang):
    i18n.set_language(lang)
    play.world.become(card_minor=12345678)
    play.demo.resize(*size)
    play.qtbot.wait(50)
    register, panel = play.shop.window, play.demo.panel
    assert register.width() >= register.minimumWidth()
    assert register.height() >= register.minimumHeight()
    assert not register.geometry().intersects(panel.geometry())
    for toy in (
        panel.printer,
        panel.display,
        panel.scanner,
        panel.scale,
        panel.card,
        panel.links,
    ):
        assert toy.isVisible()
        assert panel.rect().contains(toy.geometry())
        assert toy.height() >= toy.minimumSizeHint().height()
    for button in panel.findChildren(KeyedButton):
        assert button.accessibleName() or button.text()
        assert min(button.width(), button.height()) >= theme.TOUCH
