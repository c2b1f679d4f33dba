"""Scans reach what they mean in the window, whatever a scanner puts around them."""

from __future__ import annotations

import pytest

from pos_desktop.domain.barcode import GS
from pos_desktop.ports import BarcodeScanned

BREAD = "4601238051176"
MILK_CODE = f"0104600051000057215abcDEF{GS}93dGVz"


@pytest.mark.parametrize("source", ["serial", "hid"])
def test_goods_behind_an_identifier_are_goods(shop, source):
    shop.opened.shop.bridge.post(BarcodeScanned(f"]E0{BREAD}", source))
    shop.wait(lambda: shop.lines() == 1)
    assert shop.shown.priced.lines[0].line.barcode == BREAD


def test_a_receipt_behind_an_identifier_opens_the_refund(shop):
    code = "t=20261124T1015&s=120.00&fn=9999078900000961&i=71&fp=1494325660&n=1"
    shop.window.scanned(f"]Q1{code}")
    shop.wait(lambda: shop.window.beside.current() == "refund")


def test_a_scanner_that_loses_separators_is_said_where_one_looks(shop):
    shop.scan(BREAD)
    shop.window.scanned(MILK_CODE.replace(GS, ""))
    shop.wait(lambda: "GS" in shop.window.attention.text())
    assert "Ctrl+]" in shop.window.attention.text()
    assert shop.lines() == 1
    shop.scan(f"]d2{MILK_CODE}")
    assert shop.shown.priced.lines[1].line.marking_code == MILK_CODE
    assert "GS" not in shop.window.attention.text()
