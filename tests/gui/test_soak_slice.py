"""A slice of `python -m tests.soak`: a morning's sales leave nothing behind."""

from __future__ import annotations

from tests.soak import sales


def test_a_morning_of_sales_leaves_whole_books_no_warning_and_no_reference(qapp, tmp_path):
    """Each sale paints some ten pictures anew, each of which used to leave six references to None
    behind."""
    result = sales.run(tmp_path, 100, lambda _text: None)
    assert result.sales == 100
    assert result.warnings == []
    assert result.bugs == []
    assert result.books == ""
    before, after = result.samples[-2], result.samples[-1]
    drift = abs(after[1].none_count - before[1].none_count)
    assert drift <= 10 * (after[0] - before[0])
