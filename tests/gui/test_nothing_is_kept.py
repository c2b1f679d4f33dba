"""A dialog that was closed is gone, with all its parts: a register is not restarted for weeks."""

from __future__ import annotations

import gc
from collections import Counter

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from pos_desktop.gui.widgets.modal import Modal
from tests.gui.open_shop import open_shop
from tests.till_fakes import COFFEE


def _dead() -> Counter[str]:
    """Objects whose window is gone and that something still holds, by class."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return Counter(
        type(one).__name__
        for one in gc.get_objects()
        if isinstance(one, QObject) and not shiboken6.isValid(one)
    )


def _quantity(shop, line_id: str) -> None:
    shop.window.choices.quantity(line_id)


def _price(shop, line_id: str) -> None:
    shop.window.decisions.price(line_id)


def _note(shop, line_id: str) -> None:
    shop.window.decisions.note(line_id)


def _more(shop, _line_id: str) -> None:
    shop.window.show_more()


def _open(shop) -> list[Modal]:
    return [modal for modal in shop.window.findChildren(Modal) if modal.isVisible()]


@pytest.mark.parametrize("open_it", [_quantity, _price, _note, _more])
def test_a_closed_dialog_is_gone_with_all_its_parts(qtbot, tmp_path, open_it):
    with open_shop(qtbot, tmp_path) as shop:
        shop.sign_in()
        shop.scan(COFFEE.barcodes[0])
        line_id = shop.shown.priced.sale.lines[0].line_id

        def once() -> None:
            open_it(shop, line_id)
            shop.wait(lambda: bool(_open(shop)))
            _open(shop)[0].close_modal()
            shop.wait(lambda: not _open(shop))

        once()
        before = _dead()
        for _ in range(3):
            once()
        assert _dead() - before == Counter()
