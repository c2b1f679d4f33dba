"""The shop's picture on top of its receipts: chosen, kept in the printer, taken away."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.facts import DeviceSetUp
from pos_desktop.domain.tender import TenderKind
from pos_desktop.i18n import t
from pos_desktop.settings import DataDir, Device, Settings
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.gui.equipment_shop import at, page_of, trust
from tests.gui.open_shop import facts


@pytest.fixture
def shop(shop, paper):
    trust(shop)
    shop.opened.register.set_up_device("printer", Device(at(paper.port), "TM-T20III"))
    return shop


@pytest.fixture
def picture(tmp_path):
    drawn = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(drawn).ellipse((60, 30, 840, 270), fill=0)
    path = tmp_path / "sign.jpg"
    drawn.save(path, "JPEG")
    return path


def dialog_of(shop):
    acts = page_of(shop).acts
    shop.wait(lambda: bool(acts._page.shown))
    acts._page.choose("printer")
    shop.wait(lambda: "logo" in acts._page.detail.acts)
    acts._page.detail.acts["logo"].click()
    shop.wait(lambda: acts.dialog is not None)
    return acts, acts.dialog


def choose(shop, path):
    acts, dialog = dialog_of(shop)
    acts.ask_picture = lambda _host: str(path)
    QTest.keyClick(dialog, Qt.Key.Key_F6)
    return acts, dialog


def printing(tmp_path):
    return Settings.load(DataDir(tmp_path)).printing


def sold(shop):
    shop.scan("4601238051176")
    shop.till.pay_exact(TenderKind.CARD)


def test_a_chosen_picture_stands_on_the_next_receipt(shop, paper, tmp_path, picture):
    acts, dialog = choose(shop, picture)
    shop.wait(dialog.picture.isVisible)
    dialog.stored.switch().setChecked(False)
    QTest.keyClick(dialog, Qt.Key.Key_F12)
    shop.wait(lambda: acts.dialog is None)
    with Image.open(tmp_path / "logo.png") as kept:
        assert kept.width <= 576
    assert [fact.changed for fact in facts(shop, DeviceSetUp)] == [("logo",)]
    sold(shop)
    shop.wait(lambda: len(paper.receipts) == 1)
    assert paper.receipts[0].pictures


def test_a_printer_with_a_memory_is_sent_the_picture_once_and_receipts_name_it(
    shop, paper, tmp_path, picture
):
    acts, dialog = choose(shop, picture)
    shop.wait(dialog.picture.isVisible)
    assert not dialog.stored.isHidden()
    dialog.stored.switch().setChecked(True)
    dialog.ok.click()
    shop.wait(lambda: acts.dialog is None)
    assert printing(tmp_path).logo == "stored"
    shop.wait(lambda: paper.item_count > 1 and not paper.paper.waiting_bytes)
    sold(shop)
    shop.wait(lambda: len(paper.receipts) == 1)
    assert paper.receipts[0].pictures


def test_a_new_printer_gets_the_picture_by_saving_it_again(shop, paper, picture):
    acts, dialog = choose(shop, picture)
    shop.wait(dialog.picture.isVisible)
    dialog.stored.switch().setChecked(True)
    dialog.ok.click()
    shop.wait(lambda: acts.dialog is None)
    shop.wait(lambda: paper.item_count > 1 and not paper.paper.waiting_bytes)
    other = EscposPrinterSimulator().start()
    try:
        shop.opened.register.set_up_device("printer", Device(at(other.port), "TM-T20III"))
        acts, again = dialog_of(shop)
        assert again.stored.switch().isChecked()
        again.ok.click()
        shop.wait(lambda: acts.dialog is None)
        shop.wait(lambda: other.item_count > 1 and not other.paper.waiting_bytes)
        sold(shop)
        shop.wait(lambda: len(other.receipts) == 1)
        assert other.receipts[0].pictures
    finally:
        other.stop()


def test_a_printer_without_a_memory_is_not_asked_to_keep_it(shop, paper, tmp_path):
    shop.opened.register.set_up_device("printer", Device(at(paper.port), "XP-N160II"))
    _, dialog = dialog_of(shop)
    assert dialog.stored.isHidden()
    assert dialog.none.text() == t("equipment.logo.none")
    assert not dialog.remove.isEnabled()


def test_a_picture_is_taken_away(shop, paper, tmp_path, picture):
    shop.opened.register.print_work.set_logo(picture.read_bytes())
    acts, dialog = dialog_of(shop)
    assert dialog.picture.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Delete)
    dialog.ok.click()
    shop.wait(lambda: acts.dialog is None)
    assert not (tmp_path / "logo.png").exists()


def test_a_file_that_is_no_picture_is_refused_and_the_old_one_stays(shop, tmp_path, picture):
    shop.opened.register.print_work.set_logo(picture.read_bytes())
    before = (tmp_path / "logo.png").read_bytes()
    wrong = tmp_path / "sign.png"
    wrong.write_text("no picture at all", encoding="utf-8")
    acts, dialog = choose(shop, wrong)
    shop.wait(lambda: acts._toast is not None)
    assert t("messages.logo_not_a_picture.title") in acts._toast.text()
    dialog.ok.click()
    shop.wait(lambda: acts.dialog is None)
    assert (tmp_path / "logo.png").read_bytes() == before
