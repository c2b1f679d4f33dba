"""What a scan means, whatever was scanned."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pos_desktop.domain.barcode import (
    GS,
    CodeKind,
    ean_check_digit,
    has_right_check_digit,
    understand,
)

GTIN = "04607034378547"
SERIAL = "5Q.ds:'K)3_+x"
MARK = f"01{GTIN}21{SERIAL}{GS}93dGVz"


@given(st.one_of(st.text(max_size=80), st.text(alphabet="0123456789]Cd21\x1d=&", max_size=60)))
@example("")
@example("]")
@example("]C1")
@example("01")
@example("0112345678901234")
@example("٠١٢٣٤٥٦٧٨٩٠١٢")
@example("²" * 13)
@example("\x1d")
def test_any_scan_is_understood_or_called_what_it_is(raw: str):
    code = understand(raw)
    assert code.kind in CodeKind
    assert code.weight_grams >= 0
    assert code.marking is None or code.kind is CodeKind.GS1


@pytest.mark.parametrize(
    "code",
    [
        "4006381333931",  # EAN-13 of a German pen, in the GS1 textbooks
        "9771234567003",  # ISSN
        "5901234123457",
        "96385074",  # EAN-8
        "73513537",
        "036000291452",  # UPC-A
        "00012345600012",  # GTIN-14
    ],
)
def test_right_check_digits(code: str):
    assert has_right_check_digit(code)
    assert understand(code).kind is CodeKind.EAN
    assert understand(code).lookup == code


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 12), st.integers(1, 9))
def test_one_misread_digit_is_always_noticed(digits: str, place: int, change: int):
    code = digits + str(ean_check_digit(digits))
    assert has_right_check_digit(code)
    wrong = str((int(code[place]) + change) % 10)
    misread = code[:place] + wrong + code[place + 1 :]
    assert not has_right_check_digit(misread)
    assert understand(misread).kind is CodeKind.MISREAD


def test_a_weighed_label_tells_its_item_and_its_weight():
    code = understand("2100123012343")
    assert code.kind is CodeKind.WEIGHED
    assert (code.plu, code.lookup, code.weight_grams) == (123, "00123", 1234)


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_every_weighed_label_is_read_back(plu: int, weight_grams: int):
    digits = f"21{plu:05d}{weight_grams:05d}"
    code = understand(digits + str(ean_check_digit(digits)))
    assert (code.kind, code.plu, code.weight_grams) == (CodeKind.WEIGHED, plu, weight_grams)


@pytest.mark.parametrize("aim", ["", "]C1", "]d2", "]Q3", "]e0"])
def test_a_marking_code_keeps_its_separators_and_finds_the_pack(aim: str):
    code = understand(f"{aim}{MARK}")
    assert code.kind is CodeKind.GS1
    assert code.lookup == "4607034378547"
    assert code.marking == MARK
    assert GS in code.marking


def test_a_scanner_that_sends_the_leading_separator_reads_the_same():
    assert understand(f"]d2{GS}{MARK}").marking == MARK


def test_a_marking_code_without_separators_is_known_for_what_it_is():
    code = understand(MARK.replace(GS, ""))
    assert code.kind is CodeKind.GS1
    assert code.marking is not None
    assert GS not in code.marking


def test_a_small_pack_is_found_by_its_eight_digits():
    assert understand(f"01000000963850742112345{GS}93abcd").lookup == "96385074"


def test_a_marking_code_with_a_misread_pack_number_is_a_misread():
    assert understand(MARK.replace(GTIN, "04607034378548")).kind is CodeKind.MISREAD


def test_a_gs1_code_without_serial_marks_nothing():
    assert understand(f"]C101{GTIN}").marking is None


def test_the_code_of_a_receipt_is_a_receipt():
    text = "t=20261124T1015&s=120.00&fn=9999078900000961&i=71&fp=1494325660&n=1"
    assert understand(text).kind is CodeKind.RECEIPT


@pytest.mark.parametrize("text", ["ABC-123", "12345", "https://shop.example/p/1", "4006381333931x"])
def test_other_codes_are_looked_up_as_they_are(text: str):
    assert understand(f" {text}\r\n").kind is CodeKind.OTHER
    assert understand(f" {text}\r\n").lookup == text
