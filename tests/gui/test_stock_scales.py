"""Goods for label scales from the stock's page: looked at, a program chosen, a file saved."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos_desktop.operations.export_scale_goods import ScaleProgram
from tests.gui.open_shop import PINS, open_shop
from tests.till_fakes import SENIOR


def panel_of(shop, staff_id=SENIOR.staff_id):
    shop.till.sign_in(staff_id, PINS[staff_id])
    shop.wait(lambda: shop.shown.staff is not None and shop.shown.staff.staff_id == staff_id)
    shop.window.open_page("stock")
    page = shop.window.beside.page("stock")
    page.choose("scales")
    panel = page.sections["scales"]
    shop.wait(lambda: bool(panel.table.rows()))
    return page, panel


def test_the_file_is_where_it_was_asked_for_and_that_is_said(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path / "data") as shop:
        page, panel = panel_of(shop)
        asked = []

        def ask_file(_parent, name, kinds):
            asked.append((name, kinds))
            return str(tmp_path / "scales")

        panel.ask_file = ask_file
        panel.save.click()
        written = tmp_path / "scales.txt"
        shop.wait(lambda: str(written) in page.said.text())
        assert written.read_bytes().decode("cp1251").startswith("2101;Бананы;;130.00;")
        panel.programs[ScaleProgram.COLUMNS].click()
        qtbot.keyClick(panel, Qt.Key.Key_F12)
        shop.wait((tmp_path / "scales.csv").exists)
        assert [kinds for _, kinds in asked] == ["TXT (*.txt)", "CSV (*.csv)"]


def test_who_thinks_better_of_it_writes_nothing(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path / "data") as shop:
        page, panel = panel_of(shop)
        panel.ask_file = lambda *_: ""
        panel.save.click()
        assert page.said.text() == ""


def test_a_place_that_cannot_be_written_is_told(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path / "data") as shop:
        page, panel = panel_of(shop)
        said = []
        shop.till.failed.connect(said.append)
        shop.till.refused.connect(lambda error: said.append(error.code))
        panel.ask_file = lambda *_: str(tmp_path / "nowhere" / "scales.txt")
        panel.save.click()
        shop.wait(lambda: bool(said))
        assert said == ["file.unwritable"]
        assert page.said.text() == ""
