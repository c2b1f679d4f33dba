"""What X, Z and the slips of the drawer look like, row by row and byte by byte."""

from __future__ import annotations

import pytest

from pos_desktop.hardware.profiles import printer_profile
from tests.unit import sample_papers as samples


@pytest.mark.parametrize("printer", samples.PRINTERS)
@pytest.mark.parametrize("name", samples.papers())
def test_a_paper_looks_and_prints_as_it_was_looked_at(name, printer):
    document, columns = samples.papers()[name], printer_profile(printer).printer.columns
    text = (samples.FOLDER / f"{name}_{columns}.txt").read_text(encoding="utf-8")
    assert samples.laid_out(document, columns) == text
    golden = (samples.FOLDER / f"{name}_{columns}.bin").read_bytes()
    assert samples.as_printed(document, printer) == golden


def test_no_paper_is_kept_that_nobody_prints():
    kept = {path.stem for path in samples.FOLDER.iterdir()}
    widths = [printer_profile(printer).printer.columns for printer in samples.PRINTERS]
    assert kept == {f"{name}_{columns}" for name in samples.papers() for columns in widths}
