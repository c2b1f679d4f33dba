"""A page that takes longer than a frame to build shows its upper edge first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from pos_desktop.gui import page_cover, pages
from pos_desktop.gui.page_cover import EDGES, PageCover
from tests.gui.open_shop import open_shop
from tests.till_fakes import SENIOR

_BACK_AND_TITLE = QRect(16, 12, 270, 48)


@pytest.fixture
def shop(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as made:
        made.sign_in(SENIOR.staff_id)
        yield made


def upper_edge(shop):
    where = _BACK_AND_TITLE.translated(0, shop.window.pages.y())
    return shop.window.grab(where).toImage()


@pytest.mark.parametrize("name", EDGES)
def test_back_and_title_stand_there_before_the_page_is_built_and_do_not_move(
    qtbot, shop, monkeypatch, name
):
    before = []
    build = pages.PAGES[name]

    def built(of_shop) -> QWidget:
        before.append(upper_edge(shop))
        return build(of_shop)

    monkeypatch.setitem(pages.PAGES, name, built)
    shop.window.open_page(name)
    shop.wait(lambda: upper_edge(shop) == before[0])
    assert not any(cover.isVisible() for cover in shop.window.findChildren(PageCover))


def test_a_page_that_is_there_already_is_shown_without_a_cover(shop, monkeypatch):
    shop.window.open_page("stock")
    shop.window._back_to_sale()
    made = []
    monkeypatch.setattr(pages, "PageCover", lambda *told: made.append(told))
    shop.window.open_page("stock")
    assert made == []


def test_a_page_that_cannot_be_built_leaves_no_cover_over_the_sale(qtbot, shop, monkeypatch):
    def broken(_shop) -> QWidget:
        raise RuntimeError("a bug")

    monkeypatch.setitem(pages.PAGES, "stock", broken)
    with pytest.raises(RuntimeError):
        shop.window.open_page("stock")
    assert not any(cover.isVisible() for cover in shop.window.findChildren(PageCover))
    assert shop.window.sale.isVisible()


def test_only_pages_there_are_have_a_cover():
    assert set(page_cover.EDGES) <= set(pages.PAGES)
