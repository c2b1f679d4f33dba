"""Widgets of a test are destroyed on the thread that made them, never on a worker's, and are
written in the window's own letters."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from pos_desktop.gui import fonts


@pytest.fixture(autouse=True, scope="session")
def letters_are_loaded_before_a_width_is_kept(qapp: QApplication) -> None:
    """The program loads them before its first window; widths of texts are kept from then on."""
    fonts.load()


@pytest.fixture(autouse=True)
def garbage_is_collected_on_the_windows_thread() -> Iterator[None]:
    """As gui/collector.py does in the program: see there for what happens else."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()
