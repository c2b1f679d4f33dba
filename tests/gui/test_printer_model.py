"""Another model of printer numbers its code pages otherwise: what the shop chose is kept by its
name where the model has it, the person is told, and a test page is one press away."""

from __future__ import annotations

import pytest

from pos_desktop.app.printer_paper import carried
from pos_desktop.gui.dialogs.device_setup import SetupDialog
from pos_desktop.gui.dialogs.frame import OfferFrame
from pos_desktop.hardware.profiles import adjusted, printer_profile
from pos_desktop.i18n import t
from pos_desktop.ports.equipment import PaperChoice
from pos_desktop.settings import DataDir, Printing, Settings
from tests.gui.equipment_shop import trust
from tests.gui.test_printer_wizard import kept, printed


@pytest.fixture
def shop(shop):
    trust(shop)
    return shop


def shop_with(shop, paper, device: str, codepage: str, model: str = "TM-T20III"):
    """The page, with a printer whose test page reads right in that code page."""
    dialog = printed(shop, paper, device, model)
    next(line for line in dialog.steps.step.pages if line.row.codepage == codepage).click()
    dialog.save.click()
    page = shop.window.beside.page("equipment")
    shop.wait(lambda: page.row(device).profile == model)
    shop.wait(lambda: not isinstance(page.acts.dialog, SetupDialog))
    if device == "second_printer":
        shop.wait(lambda: page.acts.dialog is not None)
        page.acts.close()  # it is asked at once what it is for
    shop.wait(lambda: page.acts.dialog is None)
    page.choose(device)
    return page


def told(tmp_path, device: str) -> tuple[str, int]:
    now = kept(tmp_path, device)
    return now.codepage, now.codepage_number


@pytest.mark.parametrize("device", ["printer", "second_printer"])
def test_the_code_page_is_kept_by_its_name_and_the_person_is_told(shop, paper, tmp_path, device):
    page = shop_with(shop, paper, device, "cp1251")
    assert told(tmp_path, device) == ("cp1251", 46)
    page.acts.choose_model("XP-N160II")
    shop.wait(lambda: isinstance(page.acts.dialog, OfferFrame))
    assert told(tmp_path, device) == ("cp1251", 23)
    assert page.acts.dialog.detail.text() == t(
        "equipment.wizard.page_kept", codepage="CP1251", number=23
    )


def test_a_model_without_that_code_page_begins_with_its_own(shop, paper, tmp_path):
    page = shop_with(shop, paper, "printer", "cp1251")
    page.acts.choose_model("CT-S310II")
    shop.wait(lambda: isinstance(page.acts.dialog, OfferFrame))
    assert told(tmp_path, "printer") == ("", -1)
    assert page.acts.dialog.detail.text() == t(
        "equipment.wizard.page_of_model", codepage="CP866", number=7
    )
    page.acts.dialog.later.click()
    shop.wait(lambda: page.acts.dialog is None)


def test_a_model_that_numbers_its_own_page_otherwise_is_told_too(shop, paper, tmp_path):
    page = shop_with(shop, paper, "printer", "cp866")
    assert told(tmp_path, "printer") == ("", -1)
    page.acts.choose_model("CT-S310II")
    shop.wait(lambda: isinstance(page.acts.dialog, OfferFrame))
    assert "7" in page.acts.dialog.detail.text()


def test_a_model_that_prints_the_same_asks_nothing(shop, paper, tmp_path):
    page = shop_with(shop, paper, "printer", "cp1251")
    page.acts.choose_model("TM-T20II")
    shop.wait(lambda: page.row("printer").profile == "TM-T20II")
    assert page.acts.dialog is None
    assert told(tmp_path, "printer") == ("cp1251", 46)


def test_what_a_silent_printer_tells_as_another_model_is_found_out_by_the_page(
    shop, paper, tmp_path
):
    paper.set_mode("silent")
    page = shop_with(shop, paper, "printer", "cp866")
    assert kept(tmp_path, "printer").replies == "none"
    page.acts.choose_model("TM-T20II")
    shop.wait(lambda: isinstance(page.acts.dialog, OfferFrame))
    assert page.acts.dialog.detail.text() == t("equipment.wizard.page_replies")
    assert kept(tmp_path, "printer").replies == "profile"


@pytest.mark.parametrize("device", ["printer", "second_printer"])
def test_the_test_page_is_one_press_away_and_begins_with_what_is_set_up(
    shop, paper, tmp_path, device
):
    page = shop_with(shop, paper, device, "cp1251")
    page.acts.choose_model("XP-N160II")
    shop.wait(lambda: isinstance(page.acts.dialog, OfferFrame))
    shop.wait(lambda: page.row(device).profile == "XP-N160II")
    page.acts.dialog.ok.click()
    shop.wait(lambda: isinstance(page.acts.dialog, SetupDialog))
    dialog = page.acts.dialog
    shop.wait(lambda: dialog.steps.step is not None)
    assert len(paper.receipts) == 2
    [line] = [one for one in dialog.steps.step.pages if one.isChecked()]
    assert (line.row.codepage, line.row.number) == ("cp1251", 23)
    dialog.save.click()
    shop.wait(lambda: page.acts.dialog is None)
    assert told(tmp_path, device) == ("cp1251", 23), "looking at it changes nothing"


def test_another_printer_elsewhere_begins_with_what_its_model_has(shop, paper, tmp_path):
    page = shop_with(shop, paper, "printer", "cp1251")
    page.acts._set_up("printer")
    page.acts.dialog.form.model.choose("XP-N160II")
    page.acts.dialog.form.address.set_text("127.0.0.1:9")
    page.acts.dialog.save.click()
    shop.wait(lambda: page.acts.dialog is None)
    assert told(tmp_path, "printer") == ("", -1)


def test_model_and_code_page_are_kept_together_or_not_at_all(shop, paper, tmp_path):
    page = shop_with(shop, paper, "printer", "cp1251")
    (tmp_path / "settings.toml.new").mkdir()
    failed: list[object] = []
    shop.till.refused.connect(failed.append)
    page.acts.choose_model("XP-N160II")
    shop.wait(lambda: bool(failed))
    now = Settings.load(DataDir(tmp_path))
    assert (now.printer.profile, now.printing.codepage_number) == ("TM-T20III", 46)
    register = shop.opened.register
    assert register.settings == now
    assert register.devices.printers.printing == now.printing
    assert register.devices.printer.profile.id == "TM-T20III"


# What is carried over, model by model.


def over(before: str, after: str, **chosen: object):
    paper = Printing(**chosen)  # type: ignore[arg-type]
    choice = PaperChoice(paper.codepage, paper.codepage_number, paper.columns, paper.replies)
    model = adjusted(printer_profile(before), paper)
    return carried(model, choice, printer_profile(after))


def test_the_width_is_kept_where_the_model_has_it() -> None:
    narrow = {"codepage": "cp1251", "codepage_number": 46, "columns": 32}
    assert over("TM-T20III", "XP-N160II", **narrow).choice.columns == 32
    assert over("TM-T20III", "POS-5890", **narrow).choice.columns == 0, "its own width"
    assert over("TM-T20III", "TM-T88V", columns=48).choice.columns == 0, "42 is all it has"


def test_what_the_printer_told_in_the_language_of_the_model_before_is_asked_anew() -> None:
    found = over("TM-T20III", "TM-T20II", replies="none")
    assert (found.choice.replies, found.moved, found.forgot) == ("profile", False, True)


def test_a_number_alone_is_the_models_own_page_under_another_number() -> None:
    """The shop's test page read right under 59 in the model's own letters."""
    found = over("TM-T20III", "CT-S310II", codepage_number=59)
    assert (found.choice.codepage_number, found.number, found.kept, found.moved) == (
        -1,
        7,
        True,
        True,
    )


def test_one_code_page_may_be_spelled_in_several_ways() -> None:
    found = over("TM-T20III", "XP-N160II", codepage="windows-1251", codepage_number=46)
    assert (found.choice.codepage, found.choice.codepage_number) == ("cp1251", 23)
