"""A test code is scanned: what arrived, and whether marked goods can be sold with this scanner."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pos_desktop import i18n
from pos_desktop.domain.barcode import has_right_check_digit, understand
from pos_desktop.domain.gs1 import GS
from pos_desktop.domain.key_layout import as_typed_in_english
from pos_desktop.domain.scanner_check import (
    TEST_EAN,
    TEST_GS1,
    TEST_GTIN,
    Hint,
    Verdict,
    check_scan,
)
from pos_desktop.gui.scanner_words import words_of_check
from pos_desktop.receipts.picture import draw
from pos_desktop.receipts.scanner_page import scanner_page, square_png
from tests.unit.test_wedge import RUSSIAN


def hints(received: str, *, typed: bool = False) -> set[Hint]:
    return {noticed.hint for noticed in check_scan(received, typed=typed).noticed}


def test_a_scanner_that_keeps_the_separator_is_ready() -> None:
    check = check_scan(TEST_GS1)
    assert check.verdict is Verdict.READY
    assert hints(TEST_GS1) == {Hint.SEPARATOR_KEPT}
    assert "<GS>" in check.shown


def test_an_identifier_is_told_and_is_no_fault() -> None:
    check = check_scan(f"]d2{TEST_GS1}")
    assert (check.verdict, check.aim) == (Verdict.READY, "]d2")
    assert hints(f"]d2{TEST_GS1}") == {Hint.SEPARATOR_KEPT, Hint.IDENTIFIER}


def test_a_leading_separator_is_no_fault() -> None:
    assert check_scan(GS + TEST_GS1).verdict is Verdict.READY


def test_without_separators_only_ordinary_goods_can_be_sold() -> None:
    lost = TEST_GS1.replace(GS, "")
    assert check_scan(lost).verdict is Verdict.PLAIN
    assert hints(lost) == {Hint.SEPARATOR_LOST}


@pytest.mark.parametrize("instead", ["|", "<GS>", "{F8}", "\\x1D", " "])
def test_what_came_instead_of_the_separator_is_named(instead: str) -> None:
    check = check_scan(TEST_GS1.replace(GS, instead))
    assert check.verdict is Verdict.PLAIN
    assert check.noticed[0].hint is Hint.SEPARATOR_REPLACED
    assert dict(check.noticed[0].values) == {"by": instead}


def test_russian_letters_are_called_what_they_are() -> None:
    turned = "".join(RUSSIAN.get(char, char) for char in TEST_GS1)
    assert as_typed_in_english(turned) == TEST_GS1
    assert check_scan(turned).verdict is Verdict.WRONG
    assert hints(turned) == {Hint.LAYOUT, Hint.SEPARATOR_KEPT}


def test_caps_lock_is_called_what_it_is() -> None:
    assert check_scan(TEST_GS1.swapcase()).verdict is Verdict.WRONG
    assert Hint.CAPS_LOCK in hints(TEST_GS1.swapcase())


def test_a_code_that_is_typed_out_has_no_enter_after_it() -> None:
    assert check_scan(TEST_EAN, typed=True).verdict is Verdict.WRONG
    assert Hint.NO_END in hints(TEST_EAN, typed=True)
    assert Hint.NO_END not in hints(TEST_EAN + "\r", typed=True)


@pytest.mark.parametrize("code", [TEST_EAN, TEST_GS1])
@pytest.mark.parametrize(
    ("before", "after", "hint"),
    [("~", "", Hint.EXTRA_BEFORE), ("", "##", Hint.EXTRA_AFTER)],
)
def test_what_stands_around_a_code_is_named(code: str, before: str, after: str, hint: Hint) -> None:
    check = check_scan(before + code + after)
    assert check.verdict is Verdict.WRONG
    found = [noticed for noticed in check.noticed if noticed.hint is hint]
    assert [dict(noticed.values)["text"] for noticed in found] == [before + after]


@pytest.mark.parametrize("piece", [TEST_GS1[:20], TEST_GS1[12:], TEST_EAN[:8]])
def test_a_part_of_a_code_is_no_code(piece: str) -> None:
    assert check_scan(piece).verdict is Verdict.WRONG
    assert Hint.CUT in hints(piece)


def test_a_barcode_alone_says_nothing_of_marked_goods() -> None:
    assert check_scan(TEST_EAN).verdict is Verdict.PLAIN
    assert hints(f"]E0{TEST_EAN}") == {Hint.SCAN_THE_SQUARE, Hint.IDENTIFIER}


@pytest.mark.parametrize("other", ["4600051000057", "ABC", "", "https://пример.рф"])
def test_another_code_proves_nothing(other: str) -> None:
    assert check_scan(other).verdict is None
    assert Hint.OTHER_CODE in hints(other)


@given(st.text(max_size=80), st.booleans())
def test_whatever_arrives_there_is_an_answer_with_words(received: str, typed: bool) -> None:
    words = words_of_check(check_scan(received, typed=typed))
    assert words.title
    assert all(row.text for row in words.rows)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_hint_has_words_and_says_what_to_do(lang: str) -> None:
    for hint in Hint:
        assert i18n.translate(lang, f"scanner_check.{hint.value}", by="|", text="~", aim="]d2")
        if hint not in (Hint.SEPARATOR_KEPT, Hint.IDENTIFIER):
            assert i18n.translate(lang, f"scanner_check.{hint.value}_how")


def test_the_gravest_comes_first() -> None:
    words = words_of_check(check_scan("]d2" + TEST_GS1.replace(GS, "")))
    assert [row.level for row in words.rows] == ["bad", "good"]
    assert words.level == "plain"
    assert words.rows[0].how


def test_the_test_codes_are_no_goods_of_anybody() -> None:
    assert has_right_check_digit(TEST_GTIN)
    assert has_right_check_digit(TEST_EAN)
    assert understand(TEST_GS1).marking == TEST_GS1


@pytest.mark.parametrize("module_px", [4, 7, 12])
def test_the_square_is_read_by_another_program_with_its_separator(module_px: int) -> None:
    picture = Image.open(io.BytesIO(square_png(module_px)))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.symbology_identifier == "]d2"
    assert bytes(code.bytes) == TEST_GS1.encode()


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_both_codes_of_the_page_on_paper_are_read_by_another_program(lang: str) -> None:
    page = draw(scanner_page(lang), 32)
    found = {code.symbology_identifier: bytes(code.bytes) for code in zxingcpp.read_barcodes(page)}
    assert found == {"]d2": TEST_GS1.encode(), "]E0": TEST_EAN.encode()}
