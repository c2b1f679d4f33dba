from __future__ import annotations

import itertools

import zxingcpp
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from pos_desktop.simulators.escpos_items import Barcode, DrawerPulse, Item
from pos_desktop.simulators.escpos_paper import CUTTER_DISTANCE_DOTS as TOP_DOTS
from pos_desktop.simulators.escpos_paper import RECEIVE_BUFFER_BYTES, PaperPrinter

INIT = bytes.fromhex("1b40 1c2e 1b7411")
CUT = bytes.fromhex("1d56 42 00")
ASK_PAPER_WHEN_DONE = bytes.fromhex("1d72 01")
FISCAL = "t=20261124T1429&s=474.00&fn=7380440903612845&i=5509&fp=3858723070&n=1"


def cp866(text: str) -> bytes:
    return text.encode("cp866")


def qr(payload: bytes, module_dots: int = 6) -> bytes:
    length = (len(payload) + 3).to_bytes(2, "little")
    return (
        bytes.fromhex("1d286b 0400 31413200")
        + bytes.fromhex("1d286b 0300 3143")
        + bytes([module_dots])
        + bytes.fromhex("1d286b 0300 314531")
        + b"\x1d(k"
        + length
        + b"1P0"
        + payload
        + bytes.fromhex("1d286b 0300 315130")
    )


def receipt() -> bytes:
    return (
        INIT
        + bytes.fromhex("1b6101 1b4501")
        + cp866('ООО "ЛЕСНАЯ ЛАВКА"\n')
        + bytes.fromhex("1b4500 1b6100")
        + cp866("Хлеб №5 ёЁ" + "62,50".rjust(38) + "\n")
        + bytes.fromhex("1d2111")
        + cp866("ИТОГО" + "=62,50".rjust(19) + "\n")
        + bytes.fromhex("1d2100 1b6101")
        + qr(FISCAL.encode())
        + bytes.fromhex("1d6850 1d7703 1d4802 1d6b02")
        + b"4601238051176\0"
        + bytes.fromhex("1b6402")
        + CUT
        + bytes.fromhex("1b7000 19fa")
    )


def dots_of(paper: PaperPrinter) -> Image.Image:
    return paper.render(margin_dots=32)


def state_of(paper: PaperPrinter) -> tuple[list[Item], list[bytes], list[DrawerPulse], str]:
    return paper.items, paper.unknown, paper.pulses, paper.unfinished_line


def test_a_receipt_reads_as_a_person_reads_it() -> None:
    paper = PaperPrinter()
    paper.feed(receipt())
    (printed,) = paper.receipts
    lines = printed.text.split("\n")
    assert lines[0] == " " * 15 + 'ООО "ЛЕСНАЯ ЛАВКА"'
    assert lines[1] == "Хлеб №5 ёЁ" + " " * 33 + "62,50"
    assert lines[2] == "ИТОГО" + " " * 13 + "=62,50"
    assert printed.cut == "partial"
    assert printed.qr_payloads == (FISCAL,)
    assert printed.barcodes == (Barcode("EAN13", "4601238051176"),)
    assert paper.pulses == [DrawerPulse(2, 50, 500)]
    assert paper.unknown == []
    assert paper.refused == []


def test_a_reader_finds_the_qr_code_and_the_ean_in_the_picture() -> None:
    paper = PaperPrinter()
    paper.feed(receipt())
    found = {code.text for code in zxingcpp.read_barcodes(dots_of(paper))}
    assert found == {FISCAL, "4601238051176"}


def test_codes_of_narrow_paper_are_read_back_too() -> None:
    paper = PaperPrinter(dots=384)
    paper.feed(
        INIT
        + qr("Привет, ёж".encode(), 8)
        + bytes.fromhex("0a 1d6b 43 0d")
        + b"4601238051176"
        + b"\n\x1dk\x49\x0a{BABC-abc1"
        + b"\n\x1dk\x49\x08{C\x0c\x22\x38{BX"
        + b"\n\x1dw\x02\x1dk\x04AB-12\x00"
        + b"\n\x1dk\x03460123\x30\x00"
        + b"\n\x1dk\x44\x0846012343"
    )
    picture = dots_of(paper)
    assert picture.width == 384 + 64
    found = {code.text for code in zxingcpp.read_barcodes(picture)}
    assert {"Привет, ёж", "4601238051176", "ABC-abc1", "123456X", "AB-12"} <= found
    assert paper.unknown == []


def test_the_picture_grows_by_what_was_printed_since() -> None:
    paper = PaperPrinter()
    paper.feed(INIT + cp866("первая\n"))
    seen = paper.item_count
    paper.feed(cp866("вторая\n"))
    assert paper.render().height == TOP_DOTS + 60
    assert paper.render_since(seen).size == (576, 30)
    paper.feed(CUT)
    whole = paper.render()
    alone = paper.render_receipt(paper.receipts[0])
    assert alone.height == whole.height - TOP_DOTS
    assert alone.tobytes() == whole.crop((0, 0, 576, alone.height)).tobytes()


def test_status_bytes_are_those_of_the_manual() -> None:
    paper = PaperPrinter()

    def ask(n: int) -> str:
        return b"".join(paper.feed(bytes([0x10, 0x04, n]))).hex()

    assert [ask(n) for n in (1, 2, 3, 4)] == ["16", "12", "12", "12"]
    paper.set_paper("near-end")
    assert ask(4) == "1e"
    paper.set_paper("out")
    assert [ask(1), ask(2), ask(4)] == ["1e", "32", "7e"]
    paper.set_paper("ok")
    paper.set_cover_open(True)
    assert [ask(1), ask(2), ask(4)] == ["1e", "16", "12"]


def test_automatic_status_comes_on_every_change_and_until_initialised() -> None:
    paper = PaperPrinter()
    assert paper.feed(bytes.fromhex("1d61 0f")) == [bytes.fromhex("14000000")]
    assert paper.set_drawer_pin3(False) == [bytes.fromhex("10000000")]
    assert paper.set_drawer_pin3(True) == [bytes.fromhex("14000000")]
    assert paper.set_paper("near-end") == [bytes.fromhex("14000300")]
    assert paper.set_paper("out") == [bytes.fromhex("1c000f00")]
    assert paper.set_paper("ok") == [bytes.fromhex("14000000")]
    assert paper.set_cover_open(True) == [bytes.fromhex("3c000000")]
    assert paper.set_cover_open(False) == [bytes.fromhex("14000000")]
    assert paper.set_cover_open(False) == []
    paper.feed(bytes.fromhex("1b40"))
    assert paper.set_paper("out") == []


def test_the_printer_says_its_name_and_answers_a_process_id() -> None:
    paper = PaperPrinter()
    assert paper.feed(bytes.fromhex("1d4943")) == [b"_TM-T20III\0"]
    assert paper.feed(bytes.fromhex("1d4901")) == [b"\x63"]
    assert paper.feed(bytes.fromhex("1d2848 0600 3030") + b"AB12") == [b'7"AB12\0']


def test_a_job_waits_for_paper_and_confirms_itself_after_a_new_roll() -> None:
    paper = PaperPrinter()
    paper.set_paper("out")
    assert paper.feed(receipt() + ASK_PAPER_WHEN_DONE) == []
    assert paper.feed(b"\x10\x04\x04") == [b"\x7e"]
    assert paper.receipts == []
    assert paper.set_paper("ok") == [b"\x00"]
    assert len(paper.receipts) == 1
    assert paper.waiting_bytes == 0


def test_an_open_cover_and_an_offline_printer_hold_the_job_too() -> None:
    for hold, release in (
        (lambda p: p.set_cover_open(True), lambda p: p.set_cover_open(False)),
        (lambda p: p.set_offline(True), lambda p: p.set_offline(False)),
    ):
        paper = PaperPrinter()
        hold(paper)
        assert paper.feed(INIT + b"text\n" + ASK_PAPER_WHEN_DONE) == []
        assert paper.pending.text == ""
        assert paper.feed(b"\x10\x04\x01") == [b"\x1e"]
        assert release(paper) == [b"\x00"]
        assert paper.pending.text == "text"


def test_power_off_loses_what_had_not_printed_and_nothing_that_had() -> None:
    paper = PaperPrinter()
    paper.feed(receipt())
    paper.set_paper("out")
    paper.feed(receipt())
    paper.power_cycle()
    paper.set_paper("ok")
    assert len(paper.receipts) == 1
    assert paper.unfinished_line == ""


def test_a_held_printer_takes_64_kib_and_counts_what_it_loses() -> None:
    paper = PaperPrinter()
    paper.set_paper("out")
    assert paper.free_bytes == RECEIVE_BUFFER_BYTES
    paper.feed(b"x" * (RECEIVE_BUFFER_BYTES + 10))
    assert paper.free_bytes == 0
    assert paper.lost_bytes == 10
    assert paper.feed(b"\x10\x04\x04") == [b"\x7e"]


def test_a_roll_ends_in_the_middle_of_a_receipt_and_the_rest_follows_on_the_next() -> None:
    paper = PaperPrinter()
    paper.load_roll(20, near_end_mm=10)
    job = INIT + b"".join(b"line %d\n" % n for n in range(10)) + CUT + ASK_PAPER_WHEN_DONE
    assert paper.feed(job) == []
    assert paper.condition.paper == "out"
    assert 5 <= len(paper.pending.text.split("\n")) <= 7
    assert paper.paper_left_percent == 0
    assert paper.load_roll(30_000) == [b"\x00"]
    assert paper.paper_left_percent == 99
    assert paper.receipts[0].text.split("\n") == [f"line {n}" for n in range(10)]


def test_a_used_up_roll_is_replaced_by_one_like_it() -> None:
    paper = PaperPrinter()
    paper.load_roll(50, near_end_mm=10)
    paper.feed(b"\x1bJ\xff" * 2)
    assert paper.condition.paper == "out"
    paper.set_paper("ok")
    assert paper.paper_left_percent == 100


def test_a_picture_that_holds_a_real_time_pulse_kicks_the_drawer() -> None:
    rows = bytes.fromhex("1014010000 10040400ff")
    paper = PaperPrinter()
    paper.feed(bytes.fromhex("1d763000 0500 0200") + rows)
    assert paper.drawer_pulses == 0
    bad = bytes.fromhex("1014010001 10040400ff")
    assert paper.feed(bytes.fromhex("1d763000 0500 0200") + bad) == [b"\x12"]
    assert paper.pulses == [DrawerPulse(2, 100, 100)]
    switched_off = bytes.fromhex("1d2844 0500 1401000200")
    paper.feed(switched_off + bytes.fromhex("1d763000 0500 0200") + bad)
    assert paper.drawer_pulses == 1


def test_drawer_commands_kick_the_right_pin_for_the_right_time() -> None:
    paper = PaperPrinter()
    paper.feed(bytes.fromhex("1b70003232 1b70013232 1014010102"))
    assert paper.pulses == [
        DrawerPulse(2, 100, 100),
        DrawerPulse(5, 100, 100),
        DrawerPulse(5, 200, 200),
    ]


def test_code_pages_follow_the_printers_own_table() -> None:
    epson = PaperPrinter()
    epson.feed(b"\x1b@\x1bt\x2e" + "«Ёж» — №".encode("cp1251") + b"\n")
    assert epson.pending.text == "«Ёж» — №"
    clone = PaperPrinter(codepages={0: "cp437", 59: "cp866"})
    clone.feed(b"\x1b@\x1bt\x11" + cp866("Ж") + b"\x1bt\x3b" + cp866("Ж") + b"\n")
    assert clone.pending.text == b"\x86".decode("cp437") + "Ж"
    assert clone.unknown == [b"\x1bt\x11"]


def test_a_chinese_printer_garbles_cyrillic_until_it_leaves_kanji_mode() -> None:
    text = cp866("Хлеб")
    printer = PaperPrinter(starts_in_kanji=True)
    printer.feed(b"\x1b@\x1bt\x11" + text + b"\n" + b"\x1c." + text + b"\n")
    garbled, right = printer.pending.text.split("\n")
    assert garbled != "Хлеб"
    assert right == "Хлеб"


def test_every_form_of_the_cut_cuts() -> None:
    for form, kind in (
        ("1d5600", "full"),
        ("1d5601", "partial"),
        ("1d5630", "full"),
        ("1d5631", "partial"),
        ("1d564100", "full"),
        ("1d564220", "partial"),
        ("1d566100", "full"),
        ("1d566800", "partial"),
        ("1b69", "full"),
        ("1b6d", "partial"),
    ):
        paper = PaperPrinter()
        paper.feed(INIT + b"x\n" + bytes.fromhex(form) + b"y\n")
        assert [one.cut for one in paper.receipts] == [kind]
        assert paper.receipts[0].text == "x"
        assert paper.pending.text == "y"


def test_codes_that_a_printer_would_not_print_are_not_printed() -> None:
    paper = PaperPrinter(dots=384)
    paper.feed(INIT + b"\x1dk\x024601238051177\x00" + qr(b"x" * 400, 16) + b"\x1dk\x02460A\x00")
    assert paper.render().height == TOP_DOTS
    assert len(paper.refused) == 3


def test_pictures_come_out_as_they_were_sent() -> None:
    black_corner = bytes.fromhex("f000f000f000f000")
    for command in (
        bytes.fromhex("1d763000 0200 0400") + black_corner,
        bytes.fromhex("1d284c 1200 3070300101 31 1000 0400") + black_corner + b"\x1d(L\x02\x0002",
        bytes.fromhex("1d384c 12000000 3070300101 31 1000 0400")
        + black_corner
        + b"\x1d(L\x02\x0002",
    ):
        paper = PaperPrinter()
        paper.feed(command)
        picture = paper.render_since(1)
        assert picture.height == 4
        black = [x for x in range(576) if picture.getpixel((x, 0)) == 0]
        assert black == [0, 1, 2, 3]
        assert paper.unknown == []


def test_column_images_stand_upright_and_follow_without_a_gap() -> None:
    one_slice = b"\x1b*\x21\x02\x00" + b"\xff\xff\xff" + b"\x80\x00\x00" + b"\n"
    paper = PaperPrinter()
    paper.feed(b"\x1b3\x10" + one_slice * 2 + b"\x1b2")
    picture = paper.render_since(1)
    assert picture.height == 48
    assert [picture.getpixel((0, y)) for y in range(48)] == [0] * 48
    assert [picture.getpixel((1, y)) for y in (0, 1, 24, 25)] == [0, 255, 0, 255]


def test_unknown_commands_are_skipped_and_kept_for_inspection() -> None:
    paper = PaperPrinter()
    paper.feed(b"a\x1b\x7fb\x07c\n")
    assert paper.pending.text == "abc"
    assert paper.unknown == [b"\x1b\x7f", b"\x07"]


def test_styles_change_the_picture_and_a_long_line_wraps() -> None:
    paper = PaperPrinter()
    paper.feed(INIT + b"x" * 60 + b"\n" + b"\x1bM\x01" + b"y" * 64 + b"\n")
    assert paper.pending.text.split("\n") == ["x" * 48, "x" * 12, "y" * 64]
    paper.feed(b"\x1b!\x38" + b"Z\n\x1b!\x00\x1b-\x01u\n\x1dB\x01v\n")
    assert paper.items[4].height_dots == 48


commands = st.sampled_from(
    [
        INIT,
        CUT,
        receipt(),
        qr(b"x"),
        b"\x1d(D\x05\x00\x14\x01\x00\x02\x00",
        b"\x10\x14\x01\x00\x01",
        b"\x10\x04\x04",
        b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
        b"\x1dv0\x00\x01\x00\x05\x00\x10\x14\x01\x01\x02",
        b"\x1b*\x21\x01\x00abc",
        b"\x1b&\x03AB\x01abc\x00",
        b"\x1ba\x02\x1bE\x01\x1d!\x11",
        b"\x1dk\x024601238051176\x00",
        b"\x1b",
        b"\x10\x10\x04\x01",
        b"\x1c&",
        b"\n",
        b"\t.",
    ]
)
streams = st.lists(st.one_of(commands, st.binary(max_size=8)), max_size=8).map(b"".join)


@settings(max_examples=200, deadline=None)
@given(stream=streams, cuts=st.lists(st.integers(0, 400), max_size=8), held=st.booleans())
@example(stream=receipt(), cuts=list(range(400)), held=False)
def test_any_split_of_the_stream_gives_the_same_paper_and_replies(
    stream: bytes, cuts: list[int], held: bool
) -> None:
    whole, split = PaperPrinter(), PaperPrinter()
    points = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    replies = []
    for paper in (whole, split):
        paper.set_cover_open(held)
    expected = whole.feed(stream)
    for start, end in itertools.pairwise(points):
        replies += split.feed(stream[start:end])
    assert replies == expected
    assert state_of(split) == state_of(whole)
    assert split.set_cover_open(False) == whole.set_cover_open(False)
    assert state_of(split) == state_of(whole)


@settings(max_examples=100, deadline=None)
@given(stream=streams)
def test_whatever_is_sent_the_paper_can_be_drawn(stream: bytes) -> None:
    paper = PaperPrinter(dots=384)
    paper.feed(stream)
    assert paper.render().width == 384
