"""Labels from the stock's page: chosen, looked at, printed."""

from __future__ import annotations

from dataclasses import replace

from pos_desktop.ports import WeightRead, WeightStatus
from pos_desktop.settings import LabelPrinter
from pos_desktop.simulators.zpl_printer import read_labels
from tests.gui.open_shop import SETTINGS, open_shop
from tests.till_fakes import BANANAS, COFFEE


def labels_of(shop):
    shop.sign_in()
    shop.window.open_page("stock")
    page = shop.window.beside.page("stock")
    page.choose("labels")
    return page, page.sections["labels"]


def test_two_scans_are_two_labels_and_they_come_out_of_the_label_printer(qtbot, tmp_path):
    out = tmp_path / "labels.zpl"
    out.touch()
    settings = replace(SETTINGS, label_printer=LabelPrinter(f"file:{out}"))
    with open_shop(qtbot, tmp_path / "data", settings) as shop:
        page, panel = labels_of(shop)
        for count in (1, 2):
            shop.window.scanned(COFFEE.barcodes[0])
            shop.wait(lambda n=count: [o.copies for o in panel.orders()] == [n])
        panel.print.click()
        shop.wait(lambda: panel.orders() == [] and "2" in page.said.text())
        shop.wait(lambda: out.read_bytes().endswith(b"^XZ\n"))
        (label,) = read_labels(out.read_bytes())
        assert label.copies == 2
        assert label.codes() == [("ean13", COFFEE.barcodes[0])]
        shop.wait(lambda: shop.opened.register.journal.labels.waiting() == 0)


def test_weighed_goods_take_the_weight_of_the_scale_and_a_new_weight_is_a_new_label(
    qtbot, tmp_path
):
    with open_shop(qtbot, tmp_path) as shop:
        page, panel = labels_of(shop)
        for grams in (1250, 800):
            page.note(WeightRead(WeightStatus.STABLE, grams))
            panel.add(BANANAS)
        page.note(WeightRead(WeightStatus.MOVING, None))
        panel.add(BANANAS)
        assert [o.weight_grams for o in panel.orders()] == [1250, 800, 0]
        panel.take_out()
        assert [o.weight_grams for o in panel.orders()] == [1250, 800]


def test_what_lies_on_the_scale_is_known_to_labels_that_are_opened_after_it(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.window.open_page("stock")
        page = shop.window.beside.page("stock")
        page.note(WeightRead(WeightStatus.STABLE, 730))
        page.choose("labels")
        page.sections["labels"].add(BANANAS)
        assert [o.weight_grams for o in page.sections["labels"].orders()] == [730]


def test_without_any_printer_nothing_is_lost_and_it_is_said(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        _, panel = labels_of(shop)
        panel.add(COFFEE)
        said = []
        shop.till.refused.connect(lambda error: said.append(error.code))
        panel.print_all()
        shop.wait(lambda: said == ["printer.not_set_up"])
        assert len(panel.orders()) == 1
