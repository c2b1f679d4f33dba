"""The receipt a customer gets: its words, its layout, its picture and its PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pos_desktop.domain.facts import (
    FiscalDocumentRegistered,
    PaidTender,
    SaleCompleted,
    SoldLine,
    VatSum,
)
from pos_desktop.domain.fiscal import Seller
from pos_desktop.receipts.document import Barcode, Cut, Document, Line, Pair, Qr, Rule
from pos_desktop.receipts.layout import TextRow, lay_out, wrap
from pos_desktop.receipts.pdf import pdf
from pos_desktop.receipts.picture import draw, png
from pos_desktop.receipts.sale_receipt import ReceiptStyle, SaleReceipt, sale_receipt
from tests.till_fakes import country

AT_US = 1_795_533_000_000_000  # 2026-11-24 15:10 UTC
FACT = SaleCompleted(
    sale_id="s",
    number=5235,
    shift_number=148,
    staff_id="p",
    staff_name="Иванова М. С.",
    operation="sell",
    currency="RUB",
    total_minor=29000,
    discount_minor=1000,
    change_minor=1000,
    lines=(
        SoldLine(1, "a", "Кофе с собой 250 мл", 1000, "pcs", 15000, 0, 15000, "vat22", 2705),
        SoldLine(2, "b", "Сосиска в тесте", 1000, "pcs", 10500, 1000, 9500, "vat10", 864),
        SoldLine(3, "c", "Вода", 1000, "pcs", 4500, 0, 4500, "vat22", 811, marking="01x\x1d93y"),
    ),
    vats=(VatSum("vat22", 19500, 3516), VatSum("vat10", 9500, 864)),
    tenders=(PaidTender("t", "cash", 29000, 30000),),
    tax_system="osn",
    fiscal_key="k",
)
DONE = FiscalDocumentRegistered(
    "k", "s", "7380440903612845", 5531, "0126767668", "2026-11-24T15:10:00", 148, 108,
    "0008143927057715", 29000, 1,
)  # fmt: skip
SELLER = Seller("ООО «Лесная лавка»", "7802145638", "Лесная, 18", "Магазин на Лесной", "osn", "")
QR = "t=20261124T1510&s=290.00&fn=7380440903612845&i=5531&fp=0126767668&n=1"


def receipt(**changes) -> SaleReceipt:
    style = ReceiptStyle("ru", "Касса 2", "www.nalog.gov.ru", footer=("Спасибо за покупку!",))
    what = SaleReceipt(FACT, AT_US, SELLER, style, country().vat, UTC, DONE)
    return replace(what, **changes)


def text_of(document: Document, columns: int = 48) -> str:
    rows = [row.text for row in lay_out(document, columns) if isinstance(row, TextRow)]
    return "\n".join(rows).replace("\u00a0", " ")


def test_a_receipt_has_the_requisites_of_the_law():
    text = text_of(sale_receipt(receipt()))
    for word in (
        "КАССОВЫЙ ЧЕК", "ПРИХОД", "Смена 148 Чек 5235", "Кассир Иванова М. С.", "Касса 2",
        "ИНН 7802145638", "СНО: ОСН", "ИТОГО", "=290,00", "НАЛИЧНЫМИ", "СУММА НДС 22%", "=35,16",
        "СУММА НДС 10%", "=8,64", "7380440903612845", "ФД 5531", "ФП 0126767668", "15:10",
        "www.nalog.gov.ru", "3. [М] Вода",
    ):  # fmt: skip
        assert word in text, word


def test_money_handed_over_and_change_are_told_apart_from_what_counts():
    text = text_of(sale_receipt(receipt()))
    assert "ПОЛУЧЕНО" in text
    assert "СДАЧА" in text
    exact = replace(FACT, change_minor=0, tenders=(PaidTender("t", "card", 29000, 29000),))
    text = text_of(sale_receipt(receipt(fact=exact)))
    assert "СДАЧА" not in text
    assert "БЕЗНАЛИЧНЫМИ" in text


def test_before_the_answer_the_paper_says_so_and_carries_no_qr_code():
    document = sale_receipt(receipt(fiscal=None))
    assert "ФИСКАЛЬНЫЙ ПРИЗНАК ОЖИДАЕТСЯ" in text_of(document)
    assert not any(isinstance(element, Qr) for element in document.elements)


def test_where_nothing_registers_receipts_the_paper_waits_for_no_sign():
    text = text_of(sale_receipt(receipt(fiscal=None, fiscal_due=False)))
    assert "ФИСКАЛЬНЫЙ" not in text
    assert "ФД" not in text


@pytest.mark.parametrize("due", [True, False])
@pytest.mark.parametrize("footer", [(), ("Спасибо за покупку!",)])
def test_one_rule_parts_a_terminals_slip_from_what_stands_above_it(due, footer):
    paid = (PaidTender("t", "card", 29000, 29000, slip=("ОПЛАТА", "ОДОБРЕНО")),)
    what = receipt(fact=replace(FACT, tenders=paid, change_minor=0), fiscal=None, fiscal_due=due)
    elements = sale_receipt(replace(what, style=replace(what.style, footer=footer))).elements
    slip = elements.index(Line("ОПЛАТА"))
    assert elements[slip - 1] == Rule()
    assert elements[slip - 2] != Rule()


def test_shift_number_and_time_of_the_cash_register_are_told_where_they_differ_from_the_shops():
    late = replace(DONE, shift_number=12, number_in_shift=345, registered_at="2026-11-26T09:05")
    text = text_of(sale_receipt(receipt(fiscal=late)))
    assert "ККТ: смена 12 чек 345" in text
    assert "26.11.2026 09:05" in text
    assert "Смена 148 Чек 5235" in text


def test_after_the_answer_the_qr_code_is_the_tax_services():
    [code] = [e for e in sale_receipt(receipt()).elements if isinstance(e, Qr)]
    assert code.text == QR


def test_a_receipt_in_english_has_no_russian_words_of_its_own():
    style = ReceiptStyle("en", "Register 2", "www.nalog.gov.ru")
    text = text_of(sale_receipt(receipt(style=style)))
    assert "TOTAL" in text
    assert "ИТОГО" not in text


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_nothing_is_wider_than_the_paper(columns):
    for row in lay_out(sale_receipt(receipt()), columns):
        if isinstance(row, TextRow):
            assert len(row.text) * row.scale <= columns, row.text


@given(st.text(max_size=200), st.integers(8, 48))
def test_wrapping_loses_no_letter_and_keeps_the_width(text, width):
    rows = wrap(text, width)
    assert all(len(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(text.split())


@given(st.text(max_size=60), st.text(max_size=30), st.integers(16, 48))
def test_a_pair_keeps_both_sides_whole(left, right, columns):
    rows = lay_out(Document((Pair(left, right),), "ru"), columns)
    shown = "".join(row.text for row in rows if isinstance(row, TextRow))
    assert all(len(row.text) <= columns for row in rows if isinstance(row, TextRow))
    assert sorted("".join(shown.split())) == sorted("".join((left + right).split()))


def test_a_long_name_hangs_under_itself():
    rows = lay_out(Document((Line("1. " + "слово " * 12, hang=3),), "ru"), 32)
    assert [row.text[:3] for row in rows if isinstance(row, TextRow)][1:] == ["   "] * (
        len(rows) - 1
    )


def test_the_qr_code_of_the_picture_reads_back():
    found = zxingcpp.read_barcodes(draw(sale_receipt(receipt())))
    assert [code.text for code in found] == [QR]


def test_the_barcode_of_the_picture_reads_back():
    picture = draw(Document((Barcode("4607084120301"), Cut()), "ru"))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["4607084120301"]


def test_the_png_is_a_picture_of_the_paper():
    picture = Image.open(io.BytesIO(png(sale_receipt(receipt()))))
    assert picture.width == 48 * 12 + 48
    assert picture.height > 600


def test_the_pdf_is_text_that_can_be_searched_and_a_qr_code_that_reads():
    page = pypdfium2.PdfDocument(pdf(sale_receipt(receipt())))[0]
    text = page.get_textpage().get_text_range()
    assert "Кофе с собой 250 мл" in text
    assert "ИТОГО" in text
    found = zxingcpp.read_barcodes(page.render(scale=4).to_pil())
    assert [code.text for code in found] == [QR]
