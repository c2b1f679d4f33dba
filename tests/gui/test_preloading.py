"""What pages need is loaded beside the window before somebody comes to them."""

from __future__ import annotations

import ast
import threading
from pathlib import Path

from pos_desktop import i18n
from pos_desktop.app import preloading
from pos_desktop.app.preloading import AT_THE_START, PARTS, Preloading
from pos_desktop.gui import pages
from pos_desktop.gui.menus import MORE_MENU, SHIFT_MENU
from pos_desktop.gui.pages import PAGES
from tests.gui.open_shop import open_shop


def test_every_module_that_a_page_would_import_when_it_opens_is_named():
    tree = ast.parse(Path(pages.__file__).read_text("utf-8"))
    makers = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for page, make in PAGES.items():
        wanted = {
            node.module.removeprefix("pos_desktop.")
            for node in ast.walk(makers[make.__name__])
            if isinstance(node, ast.ImportFrom)
        }
        assert wanted <= set(PARTS[page]), page


def test_every_page_has_texts_under_its_own_name():
    for page in PARTS:
        i18n.load_area(page)
        assert ("ru", page) in i18n._read_areas
        assert any(key.startswith(f"{page}.") for key in i18n._catalogues["ru"])


def test_a_page_is_in_a_menu_or_loaded_with_the_start():
    in_menus = {entry.page for entry in (*MORE_MENU, *SHIFT_MENU) if entry.page}
    assert set(PARTS) == in_menus | set(AT_THE_START)


def test_pages_are_loaded_once_on_a_thread_beside_the_window(monkeypatch):
    loaded: list[tuple[str, bool]] = []
    here = threading.current_thread()
    monkeypatch.setattr(
        preloading, "_load", lambda p: loaded.append((p, threading.current_thread() is here))
    )
    some = Preloading()
    some.want(["stock", "", "staff"])
    some.want(["staff", "reports"])
    some.stop()
    some.want(["journal"])
    assert sorted(loaded) == [("reports", False), ("staff", False), ("stock", False)]


def test_a_module_that_does_not_load_stops_no_other_page(monkeypatch, caplog):
    monkeypatch.setitem(PARTS, "stock", ("gui.no_such_module",))
    some = Preloading()
    some.load(["stock", "shift_x"])
    assert "the page stock was not loaded" in caplog.text
    assert "staff" not in caplog.text


def test_a_menu_that_opens_has_its_pages_loaded(qtbot, tmp_path, monkeypatch):
    loaded: list[str] = []
    monkeypatch.setattr(preloading, "_load", loaded.append)
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.window.show_more()
        shop.wait(lambda: "equipment" in loaded)
    assert set(loaded) == {entry.page for entry in MORE_MENU if entry.page}
