"""The product's label encoders and the simulated label printers, written apart: a price tag comes
out whole, in the right number, and a scanner reads its code."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from PIL import ImageOps

from pos_desktop.hardware.labels.tspl import TsplEncoder
from pos_desktop.hardware.labels.zpl import ZplEncoder
from pos_desktop.receipts.label import LabelEncoder, LabelWish, load_templates, place_label
from pos_desktop.shipped import resource_path
from pos_desktop.simulators.labels.marks import PictureMark, PrintedLabel
from pos_desktop.simulators.labels.picture import draw
from pos_desktop.simulators.labels.simulator import LabelPrinter
from pos_desktop.simulators.labels.tspl_printer import TsplPrinter
from pos_desktop.simulators.labels.zpl_device import ZplPrinter
from tests.till_fakes import COFFEE

TEMPLATES = {template.name: template for template in load_templates(resource_path("labels"))}
LANGUAGES: dict[str, tuple[LabelEncoder, type[LabelPrinter]]] = {
    "zpl": (ZplEncoder(), ZplPrinter),
    "zpl, texts as pictures": (ZplEncoder(as_pictures=True), ZplPrinter),
    "tspl": (TsplEncoder(), TsplPrinter),
    "tspl, texts as pictures": (TsplEncoder(as_pictures=True), TsplPrinter),
}


def printed(
    language: str, template: str, *, name: str = "Кофе, молотый «Жокей» 250 г"
) -> PrintedLabel:
    encoder, printer_type = LANGUAGES[language]
    wish = LabelWish(replace(COFFEE, name=name), "ru", "RUB", "26.11.2026", "Магазин")
    printer = printer_type()
    printer.feed(encoder.encode(place_label(TEMPLATES[template], wish), 3))
    assert not printer.errors
    [label] = printer.labels
    return label


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tag_comes_out_in_its_size_and_number_with_a_code_a_scanner_reads(
    language: str, template: str
) -> None:
    label = printed(language, template)
    size = TEMPLATES[template].width * 8 // 10, TEMPLATES[template].height * 8 // 10
    assert (label.width, label.height) == size
    assert label.copies == 3
    picture = ImageOps.expand(draw(label), 24, 255)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [COFFEE.barcodes[0]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ['Кофе "Жокей", 250 г', 'X"\r\nPRINT 1,99\r\n', "^XZ^XA~JA", "a\\b,c", '\\["]']
)
def test_no_name_of_goods_becomes_a_command(language: str, name: str) -> None:
    label = printed(language, "tag_58x40", name=name)
    assert label.copies == 3


def test_names_are_printed_as_they_are_written() -> None:
    label = printed("tspl", "tag_58x40", name='Сыр "Гауда", 45 %')
    assert 'Сыр "Гауда", 45 %' in " ".join(label.texts()).replace("\n", " ")


def test_a_text_drawn_here_lies_in_its_field_and_is_black_on_white() -> None:
    label = printed("zpl, texts as pictures", "tag_58x40", name="Молоко")
    names = [mark for mark in label.marks if isinstance(mark, PictureMark)]
    assert label.texts() == []
    assert names
    shown = ImageOps.invert(draw(replace(label, marks=(names[0],)))).getbbox()
    assert shown is not None
    left, top, right, bottom = shown
    assert names[0].x <= left < right <= names[0].x + names[0].width_bytes * 8
    assert names[0].y <= top < bottom <= names[0].y + names[0].height
    inked = draw(replace(label, marks=(names[0],))).histogram()
    assert inked[0] < inked[255] / 4
