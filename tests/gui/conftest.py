"""What tests of the window share: a register with a cashier at it, a receipt printer. Widgets of a
test are destroyed on the thread that made them, never on a worker's, and are written in the
window's own letters."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from pos_desktop.gui import fonts
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.gui.open_shop import OpenShop, open_shop


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


@pytest.fixture
def shop(qtbot, tmp_path) -> Iterator[OpenShop]:
    """A register with its usual settings, a shift open, a cashier signed in."""
    with open_shop(qtbot, tmp_path) as opened:
        opened.sign_in()
        yield opened


@pytest.fixture
def paper() -> Iterator[EscposPrinterSimulator]:
    """A receipt printer on this machine."""
    printer = EscposPrinterSimulator().start()
    yield printer
    printer.stop()
