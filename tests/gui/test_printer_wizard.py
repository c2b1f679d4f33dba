"""A printer is set up in one go: model, test page, which line reads right, width, saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos_desktop.domain.facts import DeviceSetUp
from pos_desktop.gui.widgets.labels import Label
from pos_desktop.i18n import t
from pos_desktop.ports import Health
from pos_desktop.settings import DataDir, Settings
from pos_desktop.simulators.labels.simulator import LabelPrinterSimulator
from tests.gui.equipment_shop import at, page_of, trust
from tests.gui.open_shop import facts


@pytest.fixture
def shop(shop):
    trust(shop)
    return shop


def printed(shop, paper, device: str, model: str = "TM-T20III"):
    """The dialog with its test page printed and the second step in front."""
    page = page_of(shop)
    page.acts._set_up(device)
    dialog = page.acts.dialog
    dialog.form.connection.choose("tcp")
    dialog.form.address.set_text(at(paper.port))
    dialog.form.model.choose(model)
    QTest.keyClick(dialog, Qt.Key.Key_F6)
    shop.wait(lambda: dialog.steps.step is not None)
    shop.wait(lambda: len(paper.receipts) == 1)
    return dialog


def kept(tmp_path, device: str):
    settings = Settings.load(DataDir(tmp_path))
    return settings.printing if device == "printer" else settings.second_printer


@pytest.mark.parametrize("device", ["printer", "second_printer"])
def test_what_reads_right_on_the_page_is_saved_with_the_printer(shop, paper, tmp_path, device):
    dialog = printed(shop, paper, device)
    other = next(line for line in dialog.steps.step.pages if not line.isChecked())
    other.click()
    dialog.steps.step.widths[0].click()
    assert [line for line in dialog.steps.step.pages if line.isChecked()] == [other]
    QTest.keyClick(dialog, Qt.Key.Key_F12)
    shop.wait(lambda: kept(tmp_path, device).columns == 32)
    now = kept(tmp_path, device)
    assert (now.codepage_number, now.codepage) == (other.row.number, other.row.codepage)
    # The settings are written first, the entry that tells of it after them.
    shop.wait(lambda: bool(facts(shop, DeviceSetUp)))
    changed = set(facts(shop, DeviceSetUp)[0].changed)
    assert changed == {"endpoint", "profile", "codepage", "codepage_number", "columns"}


def test_where_the_models_own_line_reads_right_nothing_is_said_of_it(shop, paper, tmp_path):
    dialog = printed(shop, paper, "printer")
    dialog.save.click()
    shop.wait(lambda: shop.opened.register.settings.printer.profile == "TM-T20III")
    shop.wait(lambda: shop.window.beside.page("equipment").acts.dialog is None)
    now = kept(tmp_path, "printer")
    assert (now.codepage, now.codepage_number, now.columns) == ("", -1, 0)


def test_a_printer_that_answers_nothing_is_saved_as_one(shop, paper, tmp_path):
    paper.set_mode("silent")
    dialog = printed(shop, paper, "printer")
    said = [label.text() for label in dialog.steps.step.findChildren(Label)]
    assert t("equipment.replies.none") in said
    dialog.save.click()
    shop.wait(lambda: kept(tmp_path, "printer").replies == "none")
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.row("printer").values.get("replies") == "none")
    shop.wait(lambda: page.row("printer").state.health is Health.ONLINE)
    page.acts.act("page")
    shop.wait(lambda: len(paper.receipts) == 2)


def test_from_the_page_one_gets_back_to_the_wire_and_prints_it_again(shop, paper):
    dialog = printed(shop, paper, "printer")
    dialog.steps.to_form.click()
    assert dialog.steps.step is None
    assert dialog.form.isVisible()
    assert dialog.save.label() == t("equipment.wizard.save_anyway")
    QTest.keyClick(dialog, Qt.Key.Key_F6)
    shop.wait(lambda: len(paper.receipts) == 2)
    shop.wait(lambda: dialog.steps.step is not None)


def test_a_label_printer_that_answers_nothing_prints_its_labels(shop, tmp_path):
    labels = LabelPrinterSimulator()
    labels.set_mode("silent")
    labels.start()
    try:
        page = page_of(shop)
        page.acts._set_up("label_printer")
        dialog = page.acts.dialog
        dialog.form.connection.choose("tcp")
        dialog.form.address.set_text(at(labels.port))
        dialog.form.model.choose("tspl-203")
        QTest.keyClick(dialog, Qt.Key.Key_F6)
        shop.wait(lambda: dialog.form.replies == "none")
        dialog.save.click()
        shop.wait(lambda: Settings.load(DataDir(tmp_path)).label_printer.replies == "none")
        shop.wait(lambda: len(labels.labels) == 1)
        shop.wait(lambda: page.acts.dialog is None and bool(page.row("label_printer").endpoint))
        page.choose("label_printer")
        page.acts.act("label")
        shop.wait(lambda: len(labels.labels) == 2)
    finally:
        labels.stop()
