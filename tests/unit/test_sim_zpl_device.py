"""The ZPL label printer as a device: labels in pieces, drawn, and read back by a scanner."""

from __future__ import annotations

import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageOps

from pos_desktop.simulators.labels.picture import draw
from pos_desktop.simulators.labels.zpl_device import ZplPrinter

TAG = (
    b"^XA\n^CI28\n^PW464\n^LL320\n^LH0,0\n"
    b"^FO16,16^A0N,30,30^FB432,2,0,C^FH_^FD_D0_9C_D0_BE_D0_BB_D0_BE_D0_BA_D0_BE^FS\n"
    b"^FO40,120^BY3^BEN,100,Y,N^FH_^FD460708412030^FS\n"
    b"^PQ2\n^XZ\n"
)


def test_a_tag_has_its_text_its_code_and_its_copies() -> None:
    printer = ZplPrinter()
    printer.feed(TAG)
    [label] = printer.labels
    assert (label.width, label.height, label.copies) == (464, 320, 2)
    assert label.texts() == ["Молоко"]
    picture = ImageOps.expand(draw(label), 24, 255)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["4607084120301"]


def test_a_format_it_cannot_read_is_an_error_and_the_next_one_is_printed() -> None:
    printer = ZplPrinter()
    printer.feed(b"^XA^CI28^QQ^XZ" + TAG)
    assert printer.errors == ["^QQ is not known here"]
    assert len(printer.labels) == 1


def test_labels_wait_for_paper() -> None:
    printer = ZplPrinter()
    printer.state = "paper-out"
    printer.feed(TAG)
    assert not printer.labels
    printer.state = "ok"
    assert len(printer.labels) == 1


@given(st.integers(0, 400))
def test_any_split_prints_the_same(cut: int) -> None:
    whole, split = ZplPrinter(), ZplPrinter()
    whole.feed(TAG * 2)
    split.feed((TAG * 2)[:cut])
    split.feed((TAG * 2)[cut:])
    assert split.labels == whole.labels
