"""A slice of `python -m tests.soak scans`: codes faster than twenty a second, whatever is open."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from pos_desktop.gui import theme
from tests.soak import scans


def test_no_scan_is_lost_merged_or_in_a_field_whatever_is_open_and_under_both_layouts(
    qtbot, tmp_path
):
    theme.apply(QApplication.instance(), "light")
    storm = scans.run(qtbot, tmp_path, scans.A_SECOND * 6, lambda _text: None, paced=False)
    assert storm.good, storm.text()
    assert sum(storm.sold.values()) == 120
