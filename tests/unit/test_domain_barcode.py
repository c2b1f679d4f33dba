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
    plain_scan,
    split_aim,
    understand,
    upc_a_of,
)
from pos_desktop.domain.gs1 import lost_separators, with_separators

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


# Vectors of scanners: what arrives, whatever identifier is before it.


def test_a_label_of_the_scales_is_no_serial_number():
    """Read as an element string 2112345012345 would be AI (21) with 12345012345."""
    assert understand("2112345012345").kind is CodeKind.MISREAD
    code = understand("2112345012346")
    assert (code.kind, code.plu, code.weight_grams) == (CodeKind.WEIGHED, 12345, 1234)
    assert code.marking is None


@pytest.mark.parametrize("aim", ["]E0", "]X0", "]C0", ""])
def test_a_label_of_the_scales_is_one_behind_any_identifier(aim: str):
    assert understand(f"{aim}2100123012343").weight_grams == 1234


def test_a_lost_separator_glues_no_check_code_to_the_pack():
    """The pack is found all the same; what is missing is said, and the code is not taken."""
    code = understand("]d20104600051000057215abcDEF93dGVz")
    assert (code.kind, code.lookup) == (CodeKind.GS1, "4600051000057")
    assert code.separators_lost
    assert not understand(f"]d20104600051000057215abcDEF{GS}93dGVz").separators_lost


@pytest.mark.parametrize(
    ("raw", "lookup"),
    [
        ("]E04600051000057", "4600051000057"),
        ("]E0036000291452", "036000291452"),
        ("]E00036000291452", "0036000291452"),
        ("]E496385074", "96385074"),
        ("]I100012345600012", "00012345600012"),
        ("]e00100012345600012", "0012345600012"),
        ("]e00104600051000057", "4600051000057"),
        ("0104600051000057", "4600051000057"),
        ("https://id.gs1.org/01/04600051000057/21/5abc", "4600051000057"),
        ("https://example.ru/p/01/4600051000057?17=271231", "4600051000057"),
    ],
)
def test_every_form_of_a_number_finds_its_product(raw: str, lookup: str):
    assert understand(raw).lookup == lookup
    assert understand(raw).kind in (CodeKind.EAN, CodeKind.GS1)


def test_a_product_is_found_however_its_number_was_written_down():
    """An American product is listed as UPC-A or as EAN-13, and scanned as either."""
    assert {"036000291452", "0036000291452"} <= set(understand("036000291452").lookups)
    assert {"036000291452", "0036000291452"} <= set(understand("]E00036000291452").lookups)
    assert "04600051000057" in understand("4600051000057").lookups


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("04252614", "042100005264"),
        ("01234505", "012000003455"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("01234565", "012345000065"),
        ("11234562", "112345000062"),
        ("21234505", ""),
        ("0123450", ""),
        ("²1234505", ""),
    ],
)
def test_a_upc_e_stands_for_twelve_digits(short: str, long: str):
    assert upc_a_of(short) == long


def test_an_ean_8_read_with_another_digit_is_no_upc_e_unless_the_scanner_says_so():
    # 46009333 with its first digit misread has the check digit of a UPC-E of number system 1.
    assert understand("16009333").kind is CodeKind.MISREAD
    assert understand("]E016009333").lookup == "160000000933"


def test_a_upc_e_is_told_from_an_ean_8():
    assert understand("]E004252614").lookup == "042100005264"
    assert understand("]E0425261").lookup == "042100005264"
    assert understand("]E04252614").lookup == "042100005264"
    assert understand("04252614").lookup == "042100005264"  # its check digit is none of an EAN-8
    assert understand("]E496385074").others == ()
    assert understand("96385075").kind is CodeKind.MISREAD


@pytest.mark.parametrize(
    ("raw", "weight_grams"),
    [
        ("]e001046000510000573103001234", 1234),
        ("]C101046000510000573102000512", 5120),
        ("]C13103000750010460005100005721A1", 750),
        (f"]d20104600051000057215abcDEF{GS}93dGVz{GS}3103000512", 512),
        ("]e0010460005100005717261231", 0),
    ],
)
def test_a_piece_weighed_by_its_maker_tells_its_weight(raw: str, weight_grams: int):
    code = understand(raw)
    assert (code.kind, code.lookup) == (CodeKind.GS1, "4600051000057")
    assert code.weight_grams == weight_grams


def test_a_pack_of_tobacco_is_known_without_identifiers_and_separators():
    code = understand("00000046198488X?io+qCABm8wAYa")
    assert (code.kind, code.lookup) == (CodeKind.GS1, "46198488")
    assert code.marking == "00000046198488X?io+qCABm8wAYa"
    assert not code.separators_lost


def test_a_block_of_tobacco_is_an_element_string():
    code = understand(f"]d2010460005100005721abcdefg{GS}8005112000{GS}93dGVz")
    assert (code.lookup, code.separators_lost) == ("4600051000057", False)


@pytest.mark.parametrize(
    ("raw", "aim", "text"),
    [
        ("]E04600051000057", "]E0", "4600051000057"),
        ("]C0BADGE-7", "]C0", "BADGE-7"),
        ("]x", "", "]x"),
        ("]]]", "", "]]]"),
        ("4600051000057", "", "4600051000057"),
    ],
)
def test_the_identifier_is_told_from_the_code(raw: str, aim: str, text: str):
    assert split_aim(raw) == (aim, text)


def test_badges_cards_and_receipts_are_the_same_behind_an_identifier():
    assert plain_scan("]C0BADGE-7\r") == "BADGE-7"
    assert plain_scan("]E02900000001234") == "2900000001234"
    receipt = "t=20261124T1015&s=120.00&fn=9999078900000961&i=71&fp=1494325660&n=1"
    assert plain_scan(f"]Q1{receipt}") == receipt
    assert understand(f"]Q1{receipt}").kind is CodeKind.RECEIPT


@given(
    st.one_of(st.text(max_size=60), st.from_regex(r"\][A-Za-z][0-9][0-9]{4,14}", fullmatch=True))
)
def test_taking_an_identifier_off_changes_no_goods(raw: str):
    assert understand(plain_scan(raw)) == understand(raw)


SERIAL_13 = "5Q.ds:'K)3_+x"


@pytest.mark.parametrize(
    "whole",
    [
        f"01{GTIN}21{SERIAL_13}{GS}93dGVz",
        f"01{GTIN}21{SERIAL_13}{GS}91EE10{GS}92" + "q" * 44,
        f"01{GTIN}21{SERIAL_13}{GS}91EE05{GS}92" + "q" * 88,
    ],
)
def test_separators_are_put_back_where_lengths_leave_no_doubt(whole: str):
    lost = whole.replace(GS, "")
    assert lost_separators(lost)
    assert with_separators(lost) == whole
    assert with_separators(whole) == whole


@pytest.mark.parametrize(
    "doubtful",
    [
        f"01{GTIN}215abcDEF93dGVz",  # milk: serials of six and of thirteen are about
        f"01{GTIN}21{SERIAL_13}",
        f"01{GTIN}21{SERIAL_13}94dGVz",
        "00000046198488X?io+qCABm8wAYa",
        "4600051000057",
        "",
    ],
)
def test_where_there_is_doubt_nothing_is_put_back(doubtful: str):
    assert with_separators(doubtful) == doubtful


@given(st.text(max_size=90), st.text("0123456789", min_size=14, max_size=14))
def test_putting_separators_back_changes_nothing_else(tail: str, gtin: str):
    code = f"01{gtin}21{tail}"
    assert with_separators(code).replace(GS, "") == code.replace(GS, "")
