"""Labels: what stands on them, on the label printer and on the receipt printer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.barcode import CodeKind, has_right_check_digit, understand
from pos_desktop.domain.labels import parse_pattern, value_check_digit
from pos_desktop.hardware.labels.zpl import ZplEncoder, escaped
from pos_desktop.receipts.label import (
    LabelWish,
    code_of,
    load_templates,
    place_label,
)
from pos_desktop.shipped import resource_path
from pos_desktop.simulators.zpl_printer import ZplError, read_labels
from tests.till_fakes import BANANAS, COFFEE

TEMPLATES = {x.name: x for x in load_templates(resource_path("labels"))}
TAG = TEMPLATES["tag_58x40"]


def wish(product=COFFEE, **changes):
    return replace(LabelWish(product, "ru", "RUB", "26.11.2026", "Магазин"), **changes)


def printed(template, what, copies=1):
    return read_labels(ZplEncoder().encode(place_label(template, what), copies))


def test_a_price_tag_says_name_price_with_kopecks_unit_price_date_and_code():
    (label,) = printed(TAG, wish(), copies=3)
    assert (label.width, label.height, label.copies) == (464, 320, 3)
    assert label.texts() == ["Кофе молотый 250 г", "349,00 ₽", "349,00 ₽ за шт", "26.11.2026"]
    assert label.codes() == [("ean13", COFFEE.barcodes[0])]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_nothing_of_a_template_lies_outside_its_label(name):
    template = TEMPLATES[name]
    for field in template.fields:
        assert field.x + field.width <= template.width
        assert field.y + field.height * field.lines <= template.height
    assert printed(template, wish())[0].codes()


def test_weighed_goods_carry_the_weight_of_the_scale_in_their_code():
    what = wish(BANANAS, weight_grams=1250)
    (label,) = printed(TEMPLATES["tag_43x25"], what)
    code = understand(label.codes()[0][1])
    assert (code.kind, code.plu, code.weight_grams) == (CodeKind.WEIGHED, 2101, 1250)
    assert "162,50 ₽" in label.texts()
    assert "1,250 кг" in label.texts()


@pytest.mark.parametrize(("plu", "grams"), [(100_000, 1), (1, 100_000)])
def test_a_weight_that_fits_no_code_has_none(plu, grams):
    assert code_of(wish(replace(BANANAS, plu=plu), weight_grams=grams)) == ("", "")


@pytest.mark.parametrize(
    ("pattern", "amount"),
    [("27IIIIIWWWWWC", 1250), ("23IIIIIIWWWWC", 1250), ("22IIIIIPPPPPC", 16_250),
     ("20IIIIVPPPPPC", 16_250)],
)  # fmt: skip
def test_labels_of_weighed_goods_are_written_as_the_scales_of_the_shop_write_them(pattern, amount):
    learned = (parse_pattern(pattern),)
    digits, symbology = code_of(wish(BANANAS, weight_grams=1250, patterns=learned))
    reading = learned[0].read(digits)
    assert (symbology, int(reading.item), reading.amount) == ("ean13", 2101, amount)
    assert has_right_check_digit(digits)
    if learned[0].verifier:
        assert reading.check == value_check_digit("16250")


def test_a_weight_goes_before_a_price_and_a_pattern_it_does_not_fit_is_passed_over():
    patterns = tuple(map(parse_pattern, ("22IIIIIPPPPPC", "23IIIIIIWWWWC", "25IIIIIWWWWWC")))
    heavy = wish(BANANAS, weight_grams=12_500, patterns=patterns)
    assert code_of(heavy)[0].startswith("25")


def test_goods_without_an_ean_get_a_code_128_or_none():
    assert code_of(wish(replace(COFFEE, barcodes=("AB-12",)))) == ("AB-12", "code128")
    assert code_of(wish(replace(COFFEE, barcodes=(), article=""))) == ("", "")
    assert code_of(wish(replace(COFFEE, barcodes=("4607084120302",))))[1] == "code128"


@given(st.text(max_size=60))
def test_no_text_ever_becomes_a_command(text):
    name = f"^XZ~JA^FD{text}_5E^"
    (label,) = printed(TAG, wish(replace(COFFEE, name=name)))
    shown = " ".join(name.replace("\\", "/").split())
    assert label.texts()[0] == shown.encode("utf-8", "replace").decode("utf-8")


def test_only_letters_digits_and_spaces_go_as_they_are():
    assert escaped("Сыр ^XA_1~ 5%\n\\&") == "Сыр _5EXA_5F1_7E 5_25 _2F_26"


@pytest.mark.parametrize("data", [b"^XA^CI28", b"hello", b"^FO1,1", b"^XA^CI28^QQ1^XZ", b"^XA^XZ"])
def test_the_simulated_printer_takes_no_nonsense(data):
    with pytest.raises(ZplError):
        read_labels(data)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[[field]]\nkind = "colour"\nx=1\ny=1\nwidth=1\nheight=1', "colour"),
        ('[[field]]\nkind = "name"\nx=1\ny=1\nwidth=1\nheight=1\nfont = 2', "font"),
        ('[[field]]\nkind = "name"\nx=1\ny=1\nwidth=1\nheight=1\nalign = "top"', "top"),
    ],
)
def test_a_wrong_template_names_its_file_and_the_word(tmp_path, text, named):
    head = 'title_ru = "а"\ntitle_en = "a"\nwidth = 10\nheight = 10\n'
    (tmp_path / "mine.toml").write_text(head + text, encoding="utf-8")
    with pytest.raises(ValueError, match=f"mine.toml.*{named}"):
        load_templates(tmp_path)


def test_a_quantity_of_none_is_an_error():
    with pytest.raises(ValueError, match="copies"):
        ZplEncoder().encode(place_label(TAG, wish()), 0)
