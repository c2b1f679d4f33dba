"""The TSPL label printer: what it is told, what lies on the label, what a scanner reads there."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from pos_desktop.simulators.labels.marks import PrintedLabel, TextMark
from pos_desktop.simulators.labels.picture import draw
from pos_desktop.simulators.labels.tspl_printer import TsplPrinter

HEAD = b"SIZE 58 mm,40 mm\r\nGAP 2 mm,0\r\nDIRECTION 1\r\nCODEPAGE UTF-8\r\nCLS\r\n"
TAG = (
    HEAD
    + 'TEXT 16,16,"3",0,1,1,"Молоко, 3,2 %"\r\n'.encode()
    + b'TEXT 16,60,"4",0,2,2,"89.90"\r\n'
    + b'BARCODE 40,150,"EAN13",80,2,0,2,4,"460708412030"\r\n'
    + b'QRCODE 330,30,M,4,A,0,"https://qr.nspk.ru/AS10"\r\n'
    + b"PRINT 1,2\r\n"
)


def printed(data: bytes) -> TsplPrinter:
    printer = TsplPrinter()
    assert printer.feed(data) == b""
    return printer


def one(data: bytes) -> PrintedLabel:
    printer = printed(data)
    assert not printer.errors
    [label] = printer.labels
    return label


def scanned(label: PrintedLabel) -> set[tuple[str, str]]:
    picture = ImageOps.expand(draw(label), 24, 255)
    return {(str(code.format), code.text) for code in zxingcpp.read_barcodes(picture)}


def ink(label: PrintedLabel) -> tuple[int, int, int, int] | None:
    """Where the label is not white."""
    return ImageOps.invert(draw(label)).getbbox()


def test_a_price_tag_has_its_texts_codes_size_and_copies() -> None:
    label = one(TAG)
    assert (label.width, label.height, label.copies) == (464, 320, 2)
    assert label.texts() == ["Молоко, 3,2 %", "89.90"]
    assert label.codes() == [("EAN13", "4607084120301"), ("QR", "https://qr.nspk.ru/AS10")]


def test_a_scanner_reads_both_codes_from_the_picture() -> None:
    texts = {text for _, text in scanned(one(TAG))}
    assert texts == {"4607084120301", "https://qr.nspk.ru/AS10"}


@pytest.mark.parametrize(
    ("kind", "data"), [("128", "00-8001"), ("EAN8", "4601234"), ("39", "AB12")]
)
def test_other_bar_codes_are_read_too(kind: str, data: str) -> None:
    command = f'BARCODE 20,20,"{kind}",80,0,0,2,4,"{data}"\r\nPRINT 1\r\n'.encode()
    [(_, text)] = scanned(one(HEAD + command))
    assert text.startswith(data)


@pytest.mark.parametrize(
    ("turn", "x", "y"), [(0, 100, 100), (90, 300, 40), (180, 300, 200), (270, 100, 300)]
)
def test_a_code_can_be_turned_about_its_corner(turn: int, x: int, y: int) -> None:
    command = f'BARCODE {x},{y},"EAN13",60,0,{turn},2,4,"460708412030"\r\nPRINT 1\r\n'.encode()
    label = one(HEAD + command)
    assert {text for _, text in scanned(label)} == {"4607084120301"}
    left, top, right, bottom = ink(label) or (0, 0, 0, 0)
    corner = {0: (left, top), 90: (right, top), 180: (right, bottom), 270: (left, bottom)}[turn]
    assert corner == (x, y)


def test_texts_are_of_the_size_of_their_font() -> None:
    label = one(HEAD + b'TEXT 8,8,"3",0,2,3,"HH"\r\nPRINT 1\r\n')
    [mark] = label.marks
    assert isinstance(mark, TextMark)
    assert mark.cell == (32, 72)
    left, top, right, bottom = ink(label) or (0, 0, 0, 0)
    assert 8 <= left < right <= 8 + 64
    assert 8 <= top < bottom <= 8 + 72


def test_a_text_can_be_centred_on_its_place_or_end_there() -> None:
    middle = ink(one(HEAD + b'TEXT 232,8,"3",0,1,1,2,"HHHH"\r\nPRINT 1\r\n'))
    end = ink(one(HEAD + b'TEXT 464,8,"3",0,1,1,3,"HHHH"\r\nPRINT 1\r\n'))
    assert middle is not None
    assert end is not None
    assert abs((middle[0] + middle[2]) / 2 - 232) < 4
    assert 464 - 4 <= end[2] <= 464


def test_a_block_breaks_its_lines_and_drops_what_does_not_fit() -> None:
    command = b'BLOCK 8,8,160,60,"2",0,1,1,"Butter of the finest cream, unsalted"\r\nPRINT 1\r\n'
    assert one(HEAD + command).texts() == ["Butter of the\nfinest cream,\nunsalted"]


def test_code_pages_quotation_marks_and_other_units_are_understood() -> None:
    label = one(
        b"SIZE 2,1\nREFERENCE 8,8\nCODEPAGE 1251\nCLS\n"
        + 'TEXT 0,0,"1",0,1,1,"Сыр \\["]Гауда\\["]"\n'.encode("cp1251")
        + b"PRINT 1\n"
    )
    assert label.texts() == ['Сыр "Гауда"']
    assert (label.width, label.height) == (406, 203)
    [mark] = label.marks
    assert (mark.x, mark.y) == (8, 8)


def test_bars_boxes_erasing_and_reversing_leave_their_dots() -> None:
    draw_all = b"BAR 0,0,100,10\r\nERASE 50,0,10,10\r\nBOX 0,50,99,99,2\r\nREVERSE 0,20,10,10\r\n"
    picture = draw(one(HEAD + draw_all + b"PRINT 1\r\n"))
    points = [(0, 0), (55, 5), (99, 9), (0, 50), (50, 75), (5, 25), (200, 200)]
    assert [picture.getpixel(at) for at in points] == [0, 255, 0, 0, 255, 0, 255]


def test_a_picture_in_raw_bytes_may_hold_line_ends() -> None:
    rows = b"\x0d\x0a\x00\xff"
    label = one(HEAD + b"BITMAP 8,8,1,4,0," + rows + b"\r\nPRINT 1\r\n")
    picture = draw(label).crop((8, 8, 16, 12))
    expected = Image.frombytes("1", (8, 4), rows).convert("L")
    assert picture.tobytes() == expected.tobytes()


def test_what_is_on_a_label_stays_until_it_is_cleared() -> None:
    again = b'PRINT 1\r\nCLS\r\nTEXT 0,0,"1",0,1,1,"b"\r\nPRINT 1\r\n'
    printer = printed(HEAD + b'TEXT 0,0,"1",0,1,1,"a"\r\nPRINT 1\r\n' + again)
    assert [label.texts() for label in printer.labels] == [["a"], ["a"], ["b"]]


@pytest.mark.parametrize(
    "command",
    ["WHAT 1", 'TEXT 0,0,"99",0,1,1,"x"', 'TEXT 0,0,"1",45,1,1,"x"', 'TEXT 0,0,"1",0,11,1,"x"',
     'TEXT a,0,"1",0,1,1,"x"', 'TEXT 0,0,"1"', 'BARCODE 0,0,"PLESSEY",50,1,0,2,4,"1"',
     'BARCODE 0,0,"EAN13",50,1,0,2,4,"12"', 'QRCODE 0,0,X,4,A,0,"1"', "CODEPAGE 7", "SIZE wide",
     "BAR 1,2", "PRINT 0", 'TEXT 0,0,"1",0,1,1,"x', "BITMAP 0,0,1,1,7,\x00"],
)  # fmt: skip
def test_what_it_cannot_obey_is_an_error_and_leaves_no_mark(command: str) -> None:
    printer = printed(HEAD + command.encode() + b"\r\nPRINT 1\r\n")
    assert len(printer.errors) == 1
    assert [label.marks for label in printer.labels] == [()]


def test_without_a_size_nothing_is_printed() -> None:
    printer = printed(b"PRINT 1\r\n")
    assert printer.errors
    assert not printer.labels


def test_questions_are_answered_and_labels_wait_for_paper() -> None:
    printer = TsplPrinter()
    assert printer.feed(b"\x1b!?") == b"\x00"
    printer.state = "paper-out"
    assert printer.feed(b"\x1b!?" + TAG + b"~!T\r\n") == b"\x04TDP-225\r\n"
    assert not printer.labels
    printer.state = "ok"
    assert len(printer.labels) == 1
    assert printer.feed(b"~!@\r\n") == b"640\r\n"
    printer.feed(b"\x1b!P")
    assert printer.feed(b"\x1b!?") == b"\x10"
    printer.feed(TAG + b"\x1b!R\x1b!O")
    assert len(printer.labels) == 1


PIECES = st.lists(
    st.one_of(
        st.sampled_from([TAG, HEAD, b"PRINT 1\r\n", b"BITMAP 0,0,1,3,0,\r\n\r\n", b"\x1b!?",
                         b'TEXT 0,0,"1",0,1,1,"a,b"\r', b"~!T\n", b"x" * 3000]),
        st.binary(max_size=8),
    ),
    max_size=6,
).map(b"".join)  # fmt: skip


@given(stream=PIECES, cut=st.integers(0, 400))
def test_any_split_of_the_stream_prints_the_same(stream: bytes, cut: int) -> None:
    whole, split = TsplPrinter(), TsplPrinter()
    answer = whole.feed(stream)
    assert split.feed(stream[:cut]) + split.feed(stream[cut:]) == answer
    assert split.labels == whole.labels
    assert split.errors == whole.errors
