"""What keeps the register from opening is said in its window, and leaves nothing held."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from pos_desktop.app.assembly import OpenRegister, Wishes
from pos_desktop.app.first_look import FirstLook
from pos_desktop.app.run import Program, RunOptions, first_palette
from pos_desktop.domain.errors import PosError
from pos_desktop.settings import DataDir
from tests.gui.open_shop import SETTINGS


def test_a_register_that_cannot_be_built_lets_go_of_its_folder(tmp_path):
    data_dir = DataDir(tmp_path)
    unknown = replace(SETTINGS, country="zz")
    with pytest.raises(PosError) as refused:
        OpenRegister(unknown, data_dir, lambda _event: None, Wishes())
    assert refused.value.code != "storage.in_use"
    OpenRegister(SETTINGS, data_dir, lambda _event: None, Wishes()).stop()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_nobody_expected_while_opening_is_said_in_the_window(qtbot, tmp_path):
    (tmp_path / "cache").write_text("a file where a folder should be", encoding="utf-8")
    loaded = SETTINGS, DataDir(tmp_path)
    program = Program(FirstLook("ru", "light"), lambda: loaded, None, RunOptions())
    window = program._register
    qtbot.addWidget(window)
    window.show()
    program._after_first_paint()
    qtbot.waitUntil(lambda: "FileExistsError" in window.attention.text(), timeout=10_000)
    program._close()
    log = (tmp_path / "logs" / "program.log").read_text(encoding="utf-8")
    assert "opening" in log
    assert "FileExistsError" in log


@pytest.mark.parametrize(
    ("told", "desktop", "seen"),
    [
        ("system", Qt.ColorScheme.Dark, "dark"),
        ("system", Qt.ColorScheme.Light, "light"),
        ("dark", Qt.ColorScheme.Light, "dark"),
        ("light", Qt.ColorScheme.Dark, "light"),
    ],
)
def test_the_theme_is_the_one_told_or_the_desktops(told, desktop, seen):
    assert first_palette(told, desktop) == seen
