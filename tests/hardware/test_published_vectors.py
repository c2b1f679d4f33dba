"""Bytes as makers' papers and public tables give them, where no test of one device has them: what
the simulated device makes of them, and what the drivers make of its answers."""

from __future__ import annotations

import msgspec
import pytest

from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.printers.escpos_status import (
    AutomaticStatus,
    BufferedReply,
    InfoReply,
    RealTimeReply,
    StatusCodec,
    condition,
)
from pos_desktop.hardware.profiles import printer_profile
from pos_desktop.hardware.terminals.zvt_answer import Talk
from pos_desktop.hardware.terminals.zvt_codec import ACK, ZvtCodec
from pos_desktop.receipts.document import Document, Line
from pos_desktop.simulators.displays.cd5220 import Cd5220
from pos_desktop.simulators.displays.escpos_display import EscposDisplay
from pos_desktop.simulators.escpos_items import DrawerPulse
from pos_desktop.simulators.escpos_paper import PaperPrinter


def h(text: str) -> bytes:
    return bytes.fromhex(text)


# Receipt printers.


@pytest.mark.parametrize(
    ("pulse", "pin", "on_ms", "off_ms"),
    [
        ("1B 70 00 19 19", 2, 50, 50),
        ("1B 70 01 19 19", 5, 50, 50),
        ("1B 70 00 32 32", 2, 100, 100),
        ("1B 70 00 19 FA", 2, 50, 500),
        ("1B 70 01 19 FA", 5, 50, 500),
        ("10 14 01 00 01", 2, 100, 100),
        ("10 14 01 01 02", 5, 200, 200),
    ],
)
def test_every_published_pulse_opens_the_drawer_once(
    pulse: str, pin: int, on_ms: int, off_ms: int
) -> None:
    paper = PaperPrinter()
    paper.feed(h(pulse))
    assert paper.pulses == [DrawerPulse(pin, on_ms, off_ms)]  # type: ignore[arg-type]
    assert paper.unknown == []


@pytest.mark.parametrize("kanji_first", ["1B 40 1C 2E 1B 74 11", "1B 40 1C 2E 1B 4D 00 1B 74 11"])
def test_a_printer_that_starts_in_two_byte_mode_is_brought_to_russian(kanji_first: str) -> None:
    paper = PaperPrinter(starts_in_kanji=True)
    paper.feed(h(kanji_first) + "Хлеб №5 ёЁ\n".encode("cp866"))
    assert paper.pending.text == "Хлеб №5 ёЁ"


@pytest.mark.parametrize(
    ("command", "width"),
    [("1D 21 11", 24), ("1B 21 30", 24), ("1D 21 00", 48), ("1B 4D 00", 48), ("1B 4D 01", 64)],
)
def test_sizes_and_fonts_leave_room_for_so_many_characters(command: str, width: int) -> None:
    paper = PaperPrinter()
    paper.feed(h(command) + b"x" * 65 + b"\n")
    assert len(paper.pending.text.split("\n")[0]) == width
    assert paper.unknown == []


@pytest.mark.parametrize(("align", "before"), [("00", 0), ("01", 22), ("02", 44)])
def test_a_line_stands_left_in_the_middle_or_right(align: str, before: int) -> None:
    paper = PaperPrinter()
    paper.feed(h(f"1B 61 {align}") + b"Milk\n")
    assert paper.pending.text == " " * before + "Milk"


@pytest.mark.parametrize(
    ("state", "answer"),
    [("ok", "14000000"), ("pin low", "10000000"), ("near end", "14000300"), ("out", "1C000F00"),
     ("cover", "3C000000")],
)  # fmt: skip
def test_the_automatic_status_is_read_as_it_was_published(state: str, answer: str) -> None:
    paper = PaperPrinter()
    said = paper.feed(h("1D 61 0F"))
    if state == "pin low":
        said = paper.set_drawer_pin3(False)
    elif state == "cover":
        said = paper.set_cover_open(True)
    elif state != "ok":
        said = paper.set_paper("near-end" if state == "near end" else "out")
    assert said == [h(answer)]
    assert StatusCodec().feed(said[0]) == [AutomaticStatus(h(answer))]


def test_buffered_questions_are_answered_and_told_from_the_rest() -> None:
    paper = PaperPrinter()
    paper.set_drawer_pin3(True)
    assert paper.feed(h("1D 72 01") + h("1D 72 02")) == [b"\x00", b"\x01"]
    assert StatusCodec().feed(b"\x00\x01") == [BufferedReply(0), BufferedReply(1)]
    maker, model = paper.feed(h("1D 49 42") + h("1D 49 43"))
    assert model == h("5F") + b"TM-T20III" + h("00")
    assert StatusCodec().feed(maker + model) == [InfoReply("EPSON"), InfoReply("TM-T20III")]


@pytest.mark.parametrize(
    ("answers", "hindrance", "low", "drawer_high"),
    [
        ("16 12 12", "", False, True),
        ("12 12 12", "", False, False),
        ("1E 16 12", "printer.cover_open", False, True),
        ("1E 1A 12", "", False, True),
        ("1E 32 7E", "printer.paper_out", True, True),
        ("16 12 1E", "", True, True),
        ("1E 12 12", "printer.offline", False, True),
        ("3E 52 12 1A", "printer.cutter", False, True),
        ("3E 52 12 32", "printer.fault", False, True),
        ("3E 52 12 52", "printer.head_hot", False, True),
        ("3E 52 12 16", "printer.fault", False, True),
    ],
)
def test_each_bit_of_the_real_time_status_has_its_meaning(
    answers: str, hindrance: str, low: bool, drawer_high: bool
) -> None:
    """Answers to DLE EOT 1, 2, 4 and, where there is an error, 3."""
    assert StatusCodec().feed(h(answers)) == [RealTimeReply(byte) for byte in h(answers)]
    found = condition(*h(answers))
    assert (found.hindrance, found.paper_low, found.drawer_high) == (hindrance, low, drawer_high)


def encoder(**changes: object) -> EscposEncoder:
    profile = printer_profile("escpos-80")
    printer = msgspec.structs.replace(profile.printer, **changes)
    return EscposEncoder(msgspec.structs.replace(profile, printer=printer))


def test_the_page_1251_keeps_what_the_page_866_has_to_write_out() -> None:
    text = "Хлеб №5 — 10,50 ₽ «ёж»"
    windows = encoder(codepage="cp1251", codepage_number=46)
    start = h("1B 40 1C 2E 1B 74 2E")
    kept = "Хлеб №5 — 10,50 р. «ёж»\n".encode("cp1251")
    assert windows.encode(Document((Line(text),), "ru")) == start + kept
    dos = encoder().encode(Document((Line(text),), "ru"))
    assert dos == h("1B 40 1C 2E 1B 74 11") + 'Хлеб №5 - 10,50 р. "ёж"\n'.encode("cp866")
    assert h("FC") in dos
    assert h("F1") in dos


@pytest.mark.parametrize(
    ("codepage", "printed"),
    [("cp866", "їжак Єва ўсё iрис грати"), ("cp1125", "їжак Єва усё ірис ґрати")],
)
def test_ukrainian_letters_stand_as_far_as_the_page_has_them(codepage: str, printed: str) -> None:
    job = encoder(codepage=codepage).encode(Document((Line("їжак Єва ўсё ірис ґрати"),), "uk"))
    assert job.endswith((printed + "\n").encode(codepage))


def test_the_smaller_font_is_chosen_once_at_the_head_of_a_job() -> None:
    job = encoder(font="b").encode(Document((Line("x"),), "ru"))
    assert job == h("1B 40 1C 2E 1B 74 11 1B 4D 01") + b"x\n"


# Customer displays.


def test_a_cd5220_takes_each_command_of_its_table() -> None:
    display = Cd5220()
    display.feed(h("1B 40 1B 66 52 1B 6C 03 02") + "Ё".encode("cp866"))
    assert display.screen.lines[1] == "  Ё".ljust(20)
    display.feed(h("1B 2A 02 1B 5F 00"))
    assert (display.screen.brightness, display.screen.cursor_shown) == (2, False)
    display.feed(h("1B 51 41") + b"A" * 20 + h("0D 1B 51 42") + b"B" * 20 + h("0D"))
    assert display.screen.lines == ("A" * 20, "B" * 20)
    display.feed(h("0C"))
    assert display.screen.lines == (" " * 20, " " * 20)
    display.feed(h("1B 75 41") + b"upper".ljust(20) + b"lower".ljust(20) + h("0D"))
    assert [line.strip() for line in display.screen.lines] == ["upper", "lower"]
    assert display.unknown == []


def test_an_esc_pos_display_takes_each_command_of_its_table() -> None:
    display = EscposDisplay()
    display.feed(h("02 05 43 31 03 1B 40 1B 74 0B 1F 58 04 1F 43 00 0C 1F 24 03 02") + b"ok")
    assert display.screen.lines[1] == "  ok".ljust(20)
    assert (display.screen.brightness, display.screen.cursor_shown) == (4, False)
    display.feed(h("1B 3D 01") + b"receipt" + h("1B 3D 02") + b"!")
    assert display.screen.lines[1] == "  ok!".ljust(20)


# Card terminals.


def taken(*messages: str) -> tuple[Talk, list[str | None]]:
    talk = Talk()
    found = [one for text in messages for one in ZvtCodec().feed(h(text))]
    return talk, [talk.take(message) for message in found]


def test_intermediate_status_tells_what_the_customer_is_to_do() -> None:
    talk, told = taken("04 FF 01 0A", "04 FF 01 00", "04 FF 01 04", "04 FF 02 0A 01")
    assert told == [
        "terminal.insert_card", "terminal.confirm_amount", "terminal.asks_bank",
        "terminal.insert_card",
    ]  # fmt: skip
    assert not talk.ended


def test_completion_and_abort_end_an_exchange() -> None:
    done, _ = taken("04 0F 09 27 00 04 00 00 00 00 10 00", "06 0F 00")
    assert (done.completed, done.aborted) == (True, None)
    assert done.status is not None
    assert (done.status.result, done.status.amount_minor) == (0, 1000)
    aborted, _ = taken("06 1E 01 6C")
    assert (aborted.completed, aborted.aborted) == (False, 0x6C)
    assert h("80 00 00") == ACK
