"""Reports as files: numbers stay numbers, and nothing in them runs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_desktop.domain.facts import PriceShare
from pos_desktop.domain.reports.period import Period
from pos_desktop.domain.reports.sections import OF_SALES as SALES
from pos_desktop.domain.reports.sections import Section, sales_tables
from pos_desktop.domain.reports.table import Column, Kind, Row, Table
from pos_desktop.domain.reports.tally import SalesTally
from pos_desktop.receipts.document import Line, Pair
from pos_desktop.receipts.report.csv import csv_file, harmless
from pos_desktop.receipts.report.paper import summary_page
from pos_desktop.receipts.report.pdf import pdf_file
from pos_desktop.receipts.report.sheet import KeyNumber, ReportSheet, SheetTable
from pos_desktop.receipts.report.words import ReportWords
from pos_desktop.receipts.report.xlsx import xlsx_file
from tests.report_samples import at_us, line, receipt
from tests.till_fakes import country

PERIOD = Period(date(2026, 11, 18), date(2026, 11, 24))
NOON = at_us("2026-11-24 12:00")
EVIL = ("=1+1", "+7 921", "-5", "@SUM(A1)", "\t=2", "\r=3", " =cmd|' /C calc'!A0", "＝1")
OF_SALES = [section for section in Section if section in SALES]


def words(lang: str = "ru") -> ReportWords:
    return ReportWords(lang, "RUB", UTC, country().vat, {"c1": "Бакалея"})


def sheet_of(*tables: Table) -> ReportSheet:
    numbers = (KeyNumber("Выручка", "105 870,60 ₽"),)
    made = tuple(SheetTable.of(table) for table in tables)
    return ReportSheet("Товары", "Магазин · Касса 2", "24.11.2026", "Составлено", numbers, made)


def goods_called(*names: str) -> Table:
    columns = (
        Column("product", Kind.TEXT, wide=True),
        Column("qty", Kind.QUANTITY),
        Column("net", Kind.MONEY, summed=True),
        Column("share", Kind.SHARE),
    )
    rows = tuple(Row((name, -1500, -124_550 + n, 3880)) for n, name in enumerate(names))
    return Table("goods", columns, rows, "net")


def tally() -> SalesTally:
    made = SalesTally(UTC)
    share = PriceShare("promotion", "=2+1", 700, "promo-1")
    made.note(NOON, receipt(1, line(1, 9_000, discount_minor=700, shares=(share,))))
    made.note(NOON, receipt(2, line(2, 5_000, name="=HYPERLINK(0)", cost_minor=3_000)))
    made.note(NOON, receipt(3, line(1, 4_000), operation="sell_refund", reason="+ не подошло"))
    return made


def rows_of_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("text", EVIL)
def test_a_name_that_looks_like_a_formula_is_only_text_in_csv(text):
    rows = rows_of_csv(csv_file(sheet_of(goods_called(text)), words()))
    name = next(row[0] for row in rows if len(row) == 4 and row[2] == "-1245,50")
    assert name == f"'{text}"


@pytest.mark.parametrize("text", ["Молоко 3,2 %", "5-й элемент", "'=", "", "Кофе = счастье"])
def test_other_names_are_written_as_they_are(text):
    assert harmless(text) == text


def test_negative_sums_stay_numbers_in_csv_in_the_way_of_the_language():
    ru = rows_of_csv(csv_file(sheet_of(goods_called("Хлеб")), words("ru")))
    en = rows_of_csv(csv_file(sheet_of(goods_called("Хлеб")), words("en")))
    assert ["Хлеб", "-1,500", "-1245,50", "38,80"] in ru
    assert ["Хлеб", "-1.500", "-1245.50", "38.80"] in en
    assert ["Всего", "", "-1245,50", ""] in ru


@pytest.mark.parametrize("section", OF_SALES)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_report_opens_in_a_spreadsheet_without_one_formula(section, lang):
    tables = sales_tables(section, tally(), PERIOD)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_file(sheet_of(*tables), words(lang))))
    assert len(book.worksheets) == len(tables)
    for page in book.worksheets:
        cells = [cell for row in page.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert all(cell.hyperlink is None for cell in cells)
        assert page.freeze_panes is not None


def test_numbers_dates_and_shares_are_real_ones_in_a_workbook():
    moment = Column("at", Kind.MOMENT)
    day = Column("day", Kind.DAY)
    made = goods_called("Хлеб")
    table = Table(
        "goods", (*made.columns, moment, day), (Row((*made.rows[0].cells, NOON, "2026-11-24")),)
    )
    page = openpyxl.load_workbook(io.BytesIO(xlsx_file(sheet_of(table), words()))).active
    row = next(row for row in page.iter_rows() if row[0].value == "Хлеб")
    assert [cell.value for cell in row] == [
        "Хлеб", -1.5, -1245.5, 0.388, datetime(2026, 11, 24, 12), datetime(2026, 11, 24),
    ]  # fmt: skip
    assert [cell.data_type for cell in row] == ["s", "n", "n", "n", "d", "d"]
    assert row[2].number_format == "#,##0.00"
    total = next(row for row in page.iter_rows() if row[0].value == "Всего")
    assert total[2].value == -1245.5


@pytest.mark.parametrize("text", EVIL)
def test_a_name_that_looks_like_a_formula_is_only_text_in_a_workbook(text):
    page = openpyxl.load_workbook(
        io.BytesIO(xlsx_file(sheet_of(goods_called(text)), words()))
    ).active
    found = [c for row in page.iter_rows() for c in row if c.value and text.strip() in str(c.value)]
    assert [cell.data_type for cell in found] == ["s"]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_any_name_at_all_goes_into_a_workbook_and_csv(names):
    sheet = sheet_of(goods_called(*names))
    page = openpyxl.load_workbook(io.BytesIO(xlsx_file(sheet, words()))).active
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    body = csv_file(sheet, words()).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(body, newline=""), delimiter=";"):
        assert not row or not row[0].startswith(("=", "+", "@", "-", "\t"))


@pytest.mark.parametrize("section", OF_SALES)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_report_is_a_pdf_whose_text_can_be_read(section, lang):
    tables = sales_tables(section, tally(), PERIOD)
    document = pypdfium2.PdfDocument(pdf_file(sheet_of(*tables), words(lang)))
    text = " ".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    for table in tables:
        assert words(lang).table(table.name).replace("\xa0", " ") in text.replace("\xa0", " ")
    foot = "стр. 1 из 1" if lang == "ru" else "page 1 of 1"
    assert foot in " ".join(text.replace("\xa0", " ").split())


def test_a_long_table_goes_over_numbered_pages_with_its_head_on_each():
    document = pypdfium2.PdfDocument(
        pdf_file(sheet_of(goods_called(*(f"Товар {n}" for n in range(100)))), words())
    )
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    assert len(pages) == 4
    assert all("Кол-во" in page for page in pages)
    assert "стр. 4 из 4" in " ".join(pages[-1].replace("\xa0", " ").split())
    assert "Товар 99" in pages[-1]


def test_an_empty_report_says_so_in_its_pdf():
    document = pypdfium2.PdfDocument(pdf_file(sheet_of(goods_called()), words()))
    assert "ничего нет" in document[0].get_textpage().get_text_range()


def test_the_page_of_the_receipt_printer_has_the_sums_and_says_what_it_is_not():
    page = summary_page(tally(), words(), place="Магазин", period="24.11.2026", made="сейчас")
    pairs = {e.left: e.right.replace("\xa0", " ") for e in page.elements if isinstance(e, Pair)}
    lines = [element.text for element in page.elements if isinstance(element, Line)]
    assert pairs["Продажи (2)"] == "140,00"
    assert pairs["Возвраты (1)"] == "−40,00"
    assert pairs["Выручка"] == "100,00"
    assert pairs["Наличные"] == "100,00"
    assert "Не является фискальным документом" in lines
