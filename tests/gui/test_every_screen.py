"""Every screen in every language and size: nothing cut, too small or without a name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from pos_desktop import i18n
from pos_desktop.gui import theme
from pos_desktop.gui.pages import PAGES
from tests.gui import sight
from tests.gui.screens import SCREENS, SIZES, at_screen

_REST_MS = 200


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_shows_all_of_its_texts_and_controls(qtbot, tmp_path, name):
    """One shop for all sizes and languages: what a person would see switching between them."""
    theme.apply(QApplication.instance(), "light")
    faults: list[str] = []
    strays = sight.StrayWindows()
    with strays, at_screen(qtbot, tmp_path, name, SIZES[0]) as shop:
        window = shop.window
        for size in SIZES:
            window.resize(QSize(*size))
            for lang in ("ru", "en"):
                window.set_language(lang)
                faults += _looked_at(qtbot, window, f"{lang} {size[0]}", marked_only=False)
            with sight.pseudo_language():
                window.retranslate()
                faults += _looked_at(qtbot, window, f"pseudo {size[0]}", marked_only=True)
            window.set_language("ru")
    faults += [f"flashes as a window {text}" for text in strays.seen]
    assert not faults, "\n" + "\n".join(faults)


def _looked_at(qtbot, window, where: str, *, marked_only: bool) -> list[str]:
    """The faults of the window at rest: what is asked of a worker may arrive while it is looked
    at, and a layout needs a round of events after it. A fault that is none of that stays."""
    found: list[str] = []
    for _again in range(3):
        QApplication.processEvents()
        found = _faults(window, where, marked_only=marked_only)
        if not found:
            break
        qtbot.wait(_REST_MS)
    return found


def _faults(window, where: str, *, marked_only: bool) -> list[str]:
    found = [f"cut {text}" for text in sight.cut_texts(window, marked_only=marked_only)]
    found += [f"sticks out {text}" for text in sight.sticking_out(window)]
    found += [f"cut sideways {text}" for text in sight.cut_sideways(window)]
    if not marked_only:
        found += [f"small {text}" for text in sight.too_small(window)]
        found += [f"nameless {text}" for text in sight.nameless(window)]
    return [f"{where}: {fault}" for fault in found]


def test_every_page_is_looked_at():
    assert set(PAGES) <= set(SCREENS)


def test_the_pseudo_language_goes_as_it_came():
    with sight.pseudo_language():
        assert i18n.t("sale.more").startswith(sight.OPEN)
    assert i18n.t("sale.more") == "Ещё"
    assert i18n.languages() == ("en", "ru")
