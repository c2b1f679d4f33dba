"""The shop's own picture on top of its receipts."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image, ImageDraw

from pos_desktop.domain.tender import TenderKind
from pos_desktop.settings import Device
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator
from tests.gui.open_shop import SETTINGS, open_shop


def test_a_logo_in_the_data_folder_is_printed_on_top_of_the_receipt(qtbot, tmp_path):
    picture = Image.new("1", (160, 64), 1)
    ImageDraw.Draw(picture).ellipse((20, 4, 140, 60), fill=0)
    file = io.BytesIO()
    picture.save(file, "PNG")
    (tmp_path / "logo.png").write_bytes(file.getvalue())
    printer = EscposPrinterSimulator().start()
    try:
        there = replace(SETTINGS, printer=Device(f"tcp://127.0.0.1:{printer.port}", "escpos-80"))
        with open_shop(qtbot, tmp_path, there) as shop:
            shop.sign_in()
            shop.scan("4601238051176")
            shop.till.pay_exact(TenderKind.CARD)
            shop.wait(lambda: len(printer.receipts) == 1)
        [receipt] = printer.receipts
        assert receipt.pictures
        assert "ЛЕСНАЯ ЛАВКА" in receipt.text
    finally:
        printer.stop()


def test_a_damaged_logo_is_left_out_and_selling_goes_on(qtbot, tmp_path):
    (tmp_path / "logo.png").write_bytes(b"no picture at all")
    there = replace(SETTINGS, printer=Device("tcp://127.0.0.1:9", "escpos-80"))
    with open_shop(qtbot, tmp_path, there) as shop:
        shop.sign_in()
        shop.scan("4601238051176")
        shop.till.pay_exact(TenderKind.CARD)
        shop.wait(lambda: shop.shown.last is not None)
        assert shop.opened.register.place.style.logo_png == b""
