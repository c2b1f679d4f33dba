"""The test page of the first run's printer: what reads right on it is asked by the same step as on
the equipment page."""

from __future__ import annotations

from typing import Any

import pytest

from pos_desktop.gui.screens.printer_paper_step import PaperStep
from pos_desktop.ports.equipment import ModelChoice
from pos_desktop.settings import Printing, Settings
from tests.gui import sight
from tests.gui.first_run_fakes import FakeTrials
from tests.gui.test_first_run_screen import Run, device_card


def two_models(device: str) -> list[ModelChoice]:
    return [ModelChoice(f"{device}-{n}", f"Model {n}") for n in (1, 2)]


def printed_in_first_run(qtbot, **answers: Any):
    """The step of the devices with a test page of the printer in the person's hand."""
    run = Run(qtbot, trials=FakeTrials(found=(), models=two_models, **answers))
    device_card(run, "printer", "tcp", "192.168.1.50").test.click()
    steps = run.screen.devices._cards["printer"].steps
    assert steps.step is not None
    return run, steps


def test_which_line_of_the_test_page_reads_right_is_asked_in_the_first_run_too(qtbot):
    run, steps = printed_in_first_run(qtbot, replies="status")
    assert isinstance(steps.step, PaperStep)
    assert not steps.form.isVisible()
    line = next(one for one in steps.step.pages if one.row.codepage == "cp1251")
    line.click()
    steps.step.widths[0].click()
    run.screen.set_language("en")
    [chosen] = [one for one in steps.step.pages if one.isChecked()]
    assert chosen.row == line.row, "another language changes no answer"
    run.screen.set_language("ru")
    run.screen.next_step()
    while not run.results:
        run.screen.skip_step()
    kept = run.results[0].settings.printing
    assert (kept.codepage, kept.codepage_number) == ("cp1251", line.row.number)
    assert (kept.columns, kept.replies) == (32, "status")


def test_a_step_that_is_skipped_keeps_nothing_of_the_test_page(qtbot):
    run, steps = printed_in_first_run(qtbot)
    next(one for one in steps.step.pages if not one.isChecked()).click()
    while not run.results:
        run.screen.skip_step()
    assert run.results[0].settings.printing == Printing()


@pytest.mark.parametrize("how", ["back", "model", "address"])
def test_what_read_right_on_another_page_is_forgotten(qtbot, how: str):
    run, steps = printed_in_first_run(qtbot)
    next(one for one in steps.step.pages if not one.isChecked()).click()
    if how == "back":
        steps.to_form.click()
    elif how == "model":
        steps.form.model.choose("printer-2")
    else:
        steps.form.address.set_text("192.168.1.51")
    assert steps.step is None
    assert steps.form.isVisible()
    assert run.screen.devices.take(Settings()).printing.codepage_number == -1


@pytest.mark.parametrize("wide", [1024, 1366])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_question_is_in_sight_and_nothing_of_it_is_cut(qtbot, wide: int, lang: str):
    run = Run(qtbot, trials=FakeTrials(found=()))
    screen = run.screen
    screen.resize(wide, 768)
    screen.set_language(lang)
    card = device_card(run, "printer", "tcp", "192.168.1.50")
    qtbot.wait(50)
    card.test.click()
    steps = screen.devices._cards["printer"].steps
    area = screen.devices.viewport()

    def is_in_sight() -> bool:
        top = steps.mapTo(area, steps.rect().topLeft()).y()
        return top >= 0 and top + steps.height() <= area.height()

    qtbot.waitUntil(is_in_sight, timeout=2000)
    faults = sight.cut_texts(screen, marked_only=False) + sight.cut_sideways(screen)
    faults += sight.too_small(screen) + sight.nameless(screen)
    assert not faults
    assert card.test.hasFocus(), "and not the button of the next device"
