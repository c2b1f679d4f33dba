"""The simulated printer against bytes made by python-escpos, which knows nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from pos_desktop.simulators.escpos_items import Barcode, DrawerPulse
from pos_desktop.simulators.escpos_paper import PaperPrinter


@pytest.fixture(scope="module")
def dummy_class(tmp_path_factory: pytest.TempPathFactory) -> type:
    with pytest.MonkeyPatch.context() as patch:
        folder: Path = tmp_path_factory.mktemp("capabilities")
        patch.setenv("ESCPOS_CAPABILITIES_PICKLE_DIR", str(folder))
        from escpos.printer import Dummy
    return Dummy


def printed(data: bytes) -> PaperPrinter:
    paper = PaperPrinter()
    paper.feed(data)
    assert paper.unknown == []
    assert paper.refused == []
    return paper


def test_text_codes_drawer_and_cut_come_out_as_asked(dummy_class: type) -> None:
    printer = dummy_class(profile="TM-T20II")
    printer.hw("INIT")
    printer.charcode("CP866")
    printer.set(align="center", bold=True, double_height=True, double_width=True)
    printer.text("Магазин\n")
    printer.set_with_default()
    printer.text("Хлеб № 5\n")
    printer.qr("t=20261124T1429&s=474.00", native=True, size=6)
    printer.barcode("4601238051176", "EAN13", 64, 3, "BELOW", "A")
    printer.text("\n")
    printer.barcode("{B012ABC", "CODE128", function_type="B")
    printer.cashdraw(2)
    printer.cut()
    paper = printed(printer.output)
    (receipt,) = paper.receipts
    assert [line.strip() for line in receipt.text.split("\n") if line] == ["Магазин", "Хлеб № 5"]
    assert receipt.qr_payloads == ("t=20261124T1429&s=474.00",)
    assert receipt.barcodes == (Barcode("EAN13", "4601238051176"), Barcode("CODE128", "012ABC"))
    assert receipt.cut == "full"
    assert paper.pulses == [DrawerPulse(2, 100, 100)]
    found = {code.text for code in zxingcpp.read_barcodes(paper.render(margin_dots=32))}
    assert found == {"t=20261124T1429&s=474.00", "4601238051176", "012ABC"}


def test_a_picture_is_the_same_picture_whichever_command_draws_it(dummy_class: type) -> None:
    picture = Image.new("1", (304, 120), 1)
    ImageDraw.Draw(picture).polygon([(8, 100), (290, 4), (200, 115)], fill=0)
    drawn = []
    for command in ("bitImageRaster", "bitImageColumn", "graphics"):
        printer = dummy_class(profile="TM-T20II")
        printer.image(picture, impl=command)
        drawn.append(printed(printer.output).render_since(1).crop((0, 0, 304, 120)))
    assert drawn[0].tobytes() == picture.convert("L").tobytes()
    assert [one.tobytes() for one in drawn[1:]] == [drawn[0].tobytes()] * 2


def test_all_characters_of_cp866_come_back(dummy_class: type) -> None:
    text = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ абвгдеёжзийклмнопрстуфхцчшщъыьэюя №"
    printer = dummy_class(profile="TM-T20II")
    printer.charcode("CP866")
    printer.text(text + "\n")
    assert printed(printer.output).pending.text.replace("\n", "") == text
