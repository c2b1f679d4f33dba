"""What the first run decides by itself."""

from __future__ import annotations

from datetime import date

import pytest

from pos_desktop.operations.import_row import usual_vat
from tests.till_fakes import country


@pytest.mark.parametrize(
    ("tax_system", "day", "vat"),
    [
        ("osn", date(2026, 11, 24), "vat22"),
        ("osn", date(2025, 12, 31), "vat20"),
        ("", date(2026, 11, 24), "vat22"),
        ("usn_income", date(2026, 11, 24), "none"),
        ("patent", date(2026, 11, 24), "none"),
    ],
)
def test_goods_without_a_rate_get_the_one_of_the_shops_tax_system(tax_system, day, vat):
    assert usual_vat(country().vat.valid_on(day), tax_system) == vat
