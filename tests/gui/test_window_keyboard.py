"""The on-screen keyboard in the register's window."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos_desktop.gui.widgets.modal import Modal
from tests.gui.open_shop import open_shop


def test_a_panel_with_a_field_keeps_above_the_keyboard(qtbot, tmp_path):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        window = shop.window
        content = QWidget()
        field = QLineEdit()
        QVBoxLayout(content).addWidget(field)
        panel = Modal(window, content, size=QSize(400, 300))
        panel.open()
        middle = panel.panel_rect().center().y()
        window.keyboard.open_for(field)
        assert panel.panel_rect().bottom() < window.keyboard.y()
        window.keyboard.close_keyboard()
        assert panel.panel_rect().center().y() == middle
        panel.close_modal()
