"""Files as people have them: encodings, delimiters, headings, spreadsheets."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.domain.errors import RefusalError
from pos_desktop.operations import tabular_csv, tabular_file
from pos_desktop.operations.import_columns import ImportField, propose_columns
from pos_desktop.operations.tabular_file import read_table
from pos_desktop.operations.tabular_xlsx import cell_text

LIST = "Артикул;Наименование;Цена\n1;Молоко;94,90\n2;Хлеб;62,50\n"


def workbook(*rows, title="Лист1"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(data, **options):
    with pytest.raises(RefusalError) as refused:
        read_table(data, **options)
    return refused.value.code


@pytest.mark.parametrize(
    ("encoding", "described"),
    [
        ("utf-8", "csv utf-8 ;"),
        ("utf-8-sig", "csv utf-8 ;"),
        ("cp1251", "csv cp1251 ;"),
        ("utf-16", "csv utf-16 ;"),
    ],
)
def test_russian_text_is_read_in_any_of_its_encodings(encoding, described):
    table = read_table(LIST.encode(encoding))
    assert table.described_as == described
    assert table.rows[1].cells == ("1", "Молоко", "94,90")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_any_common_delimiter_is_found(delimiter):
    price = '"94,90"' if delimiter == "," else "94,90"
    text = delimiter.join(["Артикул", "Наименование", "Цена"]) + "\n"
    text += delimiter.join(["1", '"Молоко, 3,2 %; «Домик»"', price]) + "\n"
    table = read_table(text.encode())
    assert table.rows[1].cells == ("1", "Молоко, 3,2 %; «Домик»", "94,90")


def test_decimal_commas_do_not_pass_for_a_delimiter():
    table = read_table("Название;Цена;Остаток\nА;1,50;2,500\nБ;3,20;4,100\n".encode())
    assert table.rows[2].cells == ("Б", "3,20", "4,100")


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    table = read_table('Код;Цена\n\n"1\n2";3\n;;;\n4;5\n'.encode())
    assert [row.number for row in table.rows] == [1, 3, 5]


def test_a_spreadsheet_gives_texts_without_traces_of_floating_point():
    data = workbook(
        ["Артикул", "Штрихкод", "Цена", "Весовой"],
        ["00-1", 4607084120301, 94.9, True],
        ["00-2", "4601238051176", 0.1 + 0.2, None],
    )
    table = read_table(data)
    assert table.described_as == "xlsx Лист1"
    assert table.rows[1].cells == ("00-1", "4607084120301", "94.9", "1")
    assert table.rows[2].cells == ("00-2", "4601238051176", "0.3")


def test_a_formula_is_not_a_value():
    table = read_table(workbook(["Код", "Цена"], ["1", "=2+2"]))
    assert table.rows[1].cells == ("1",)


def test_the_sheet_that_has_rows_is_read_unless_one_is_named():
    book = openpyxl.Workbook()
    book.create_sheet("Прайс").append(["Код", "Цена"])
    book.create_sheet("Другой").append(["x"])
    out = io.BytesIO()
    book.save(out)
    assert read_table(out.getvalue()).described_as == "xlsx Прайс"
    assert read_table(out.getvalue(), sheet="Другой").rows[0].cells == ("x",)
    assert refusal(out.getvalue(), sheet="Нет такого") == "import.unreadable"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (5, "5"), (5.0, "5"), (4.607084120301e12, "4607084120301"), (94.9, "94.9"),
     (False, "0"), (1e300, "1e+300")],
)  # fmt: skip
def test_cells_read_as_a_person_would_type_them(value, text):
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import.empty"),
        (b"\n\n;;;\n", "import.empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "import.old_excel"),
        (b"PK\x03\x04 broken", "import.unreadable"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "import.unreadable"),
    ],
)
def test_what_is_no_table_is_refused_by_name(data, code):
    assert refusal(data) == code


def test_an_archive_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(out.getvalue()) == "import.unreadable"


def test_an_archive_that_swells_is_refused_before_it_is_opened():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (64 << 20))
    assert refusal(out.getvalue()) == "import.too_large"


def test_too_many_rows_and_too_many_bytes_are_refused(monkeypatch):
    monkeypatch.setattr(tabular_csv, "MOST_ROWS", 10)
    assert refusal(b"a;b\n" * 11) == "import.too_many_rows"
    monkeypatch.setattr(tabular_file, "MOST_BYTES", 10)
    assert refusal(b"a;b\n" * 11) == "import.too_large"


@given(st.binary(max_size=400))
def test_no_bytes_at_all_break_the_reader(data):
    try:
        table = read_table(data)
    except RefusalError as error:
        assert error.code.startswith("import.")
    else:
        assert table.rows


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            ["Артикул", "Номенклатура", "Цена, руб.", "Ед. изм.", "Ставка НДС", "Штрих-код"],
            ["article", "name", "price", "unit", "vat", "barcodes"],
        ),
        (["SKU", "Product name", "Retail price", "Stock"], ["article", "name", "price", "stock"]),
        (["КОД ТОВАРА", "Название", "Розничная цена (₽)"], ["article", "name", "price"]),
    ],
)
def test_columns_are_proposed_from_their_headings(headings, fields):
    columns = propose_columns(read_table((";".join(headings) + "\n1;2;3;4;5;6\n").encode()))
    assert columns.heading_row == 1
    assert [f.value for f, _ in sorted(columns.fields.items(), key=lambda i: i[1])] == fields


def test_headings_are_found_below_a_title():
    text = "Прайс-лист на 24 ноября;;\n;;\nКод;Название;Цена\n1;Молоко;94,90\n"
    columns = propose_columns(read_table(text.encode()))
    assert (columns.heading_row, columns.headings) == (3, ("Код", "Название", "Цена"))


def test_a_table_without_headings_gets_letters_and_no_guess():
    columns = propose_columns(read_table("1;Молоко;94,90\n2;Хлеб;62,50\n".encode()))
    assert (columns.heading_row, columns.headings, columns.fields) == (0, ("A", "B", "C"), {})


def test_a_person_can_move_a_field_to_another_column():
    columns = propose_columns(read_table("Код;Название;Цена;Цена опт\n1;А;2;3\n".encode()))
    moved = columns.with_field(ImportField.PRICE, 3).with_field(ImportField.COST, 2)
    assert moved.fields[ImportField.PRICE] == 3
    assert moved.fields[ImportField.COST] == 2
    stolen = moved.with_field(ImportField.COST, 3)
    assert ImportField.PRICE not in stolen.fields
    assert ImportField.COST not in moved.with_field(ImportField.COST, None).fields
