"""Stories of customers, the taps and keys of each counted, and the README's table of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from pos_desktop.gui import theme
from tests.gui.open_shop import open_shop
from tests.gui.stories import STORIES
from tests.gui.taps import Hands, Story

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_a_story_takes_no_more_than_it_took(qtbot, tmp_path, record_property, story: Story):
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        hands = Hands(shop)
        story.play(hands)
        record_property("told", f"{hands.count:>3} taps or keys: {story.name}")
        assert hands.count == story.most


def test_the_readme_tells_the_same_numbers():
    text = README.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+?) \| (\d+) \|$", text, re.MULTILINE)
    told = {name: int(count) for name, count in rows}
    assert {story.name: told.get(story.name) for story in STORIES} == {
        story.name: story.most for story in STORIES
    }


def test_a_whole_sale_is_done_by_keys_alone_from_sign_in_to_change(qtbot, tmp_path):
    """No finger and no mouse: a person, a PIN, goods by name and by code, one more, payment."""
    theme.apply(QApplication.instance(), "light")
    with open_shop(qtbot, tmp_path) as shop:
        hands = Hands(shop)
        shop.wait(shop.window.signin.isVisible)
        shop.window.signin.setFocus()
        hands.key("Right", "Left")
        hands.text("1111")
        hands.until(lambda: shop.shown.staff is not None)
        hands.until(lambda: shop.window.beside.page("shift_open").isVisible())
        hands.key("F12")
        hands.until(lambda: shop.shown.shift is not None)
        hands.text("хлеб")
        hands.key("Enter")
        hands.until(lambda: shop.lines() == 1)
        hands.key("F2")
        hands.text("4607084120301")
        hands.key("Enter")
        hands.until(lambda: shop.lines() == 2)
        hands.key("Up", "+", "F12")
        hands.until(shop.window.payment.isVisible)
        hands.text("500")
        hands.key("Enter")
        hands.until(lambda: shop.shown.last is not None)
        assert shop.shown.last.total_minor == 2 * 6250 + 34900
        assert shop.shown.last.change_minor == 2600
