"""The bytes of a receipt, decoded and looked at: the command table is Epson's."""

from __future__ import annotations

import io
import logging
import os
import platform
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pos_desktop.hardware.printers.escpos_bytes import (
    EscposEncoder,
    load_library,
    without_realtime_commands,
)
from pos_desktop.hardware.printers.escpos_requests import drawer_pulse
from pos_desktop.hardware.profiles import PrinterProfile, printer_profile
from pos_desktop.receipts.document import (
    Barcode,
    Cut,
    Document,
    Element,
    Feed,
    Line,
    Logo,
    Pair,
    Qr,
    Rule,
)
from pos_desktop.simulators.escpos_commands import next_command
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator

WIDE = EscposEncoder(printer_profile("escpos-80"))
NARROW = EscposEncoder(printer_profile("escpos-58"))
START = bytes.fromhex("1b40 1c2e 1b7411")
OUR_COMMANDS = {
    "text", "ESC J", "ESC @", "FS .", "ESC t", "GS !", "ESC E", "ESC a", "ESC d", "GS V",
    "GS (k", "GS h", "GS w", "GS f", "GS H", "GS k", "GS v0", "LF",
}  # fmt: skip


def encode(*elements: Element, encoder: EscposEncoder = WIDE) -> bytes:
    return encoder.encode(Document(elements, "ru"))


def with_settings(name: str, **changes: object) -> EscposEncoder:
    profile = printer_profile(name)
    return EscposEncoder(
        msgspec.structs.replace(
            profile, printer=msgspec.structs.replace(profile.printer, **changes)
        )
    )


def png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "png")
    return buffer.getvalue()


def commands(job: bytes) -> list[tuple[str, bytes]]:
    found = []
    rest = bytearray(job)
    while rest:
        command = next_command(rest)
        assert not isinstance(command, int), f"an unfinished command at the end: {rest[:16]!r}"
        kind = command.params[:1].decode() if command.name in ("GS (", "GS v") else ""
        found.append((f"{command.name}{kind}", command.params[len(kind) :]))
        del rest[: command.size]
    return found


def test_a_job_starts_in_a_known_state_and_in_one_code_page() -> None:
    assert encode(Line("Чек")) == START + "Чек\n".encode("cp866")


def test_letters_of_the_page_are_printed_as_they_are() -> None:
    assert "Хлеб №5 ёЁ".encode("cp866") in encode(Line("Хлеб №5 ёЁ"))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("«Ёж» — 10,50\N{NO-BREAK SPACE}₽", '"Ёж" - 10,50 р.'),
        ("2 × 3… café", "2 x 3... cafe"),
        ("чай 😀", "чай ?"),
        ("и\N{COMBINING BREVE}", "й"),
        ("стр\u00adока\u200b", "строка"),
        ("a\tb\nc", "a b c"),
        ("Қазақ ұлт", "Казак улт"),
        ("”ß”", '"ss"'),
        ("中", "?"),
    ],
)
def test_what_the_page_lacks_is_written_out(text: str, printed: str) -> None:
    assert encode(Line(text)) == START + (printed + "\n").encode("cp866")


def test_a_latin_printer_prints_rubles_in_latin() -> None:
    latin = with_settings("escpos-80", codepage="cp437", codepage_number=0)
    assert b"5 RUB\n" in encode(Line("5 ₽"), encoder=latin)


def test_an_owners_own_substitution_wins() -> None:
    mine = with_settings("escpos-80", substitute={"₽": "руб"})
    assert "5 руб\n".encode("cp866") in encode(Line("5 ₽"), encoder=mine)


def test_no_control_byte_of_a_products_name_reaches_the_printer() -> None:
    """ESC p opens the drawer: a name in a catalogue must not."""
    assert encode(Line("Milk\x1bp\x00\x19\xfa")) == START + b"Milkpu\n"


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
ELEMENTS = st.one_of(
    st.builds(Line, ANY_TEXT, st.sampled_from(["left", "center", "right"]), st.booleans(),
              st.sampled_from([1, 2]), st.integers(0, 4)),
    st.builds(Pair, ANY_TEXT, ANY_TEXT, st.booleans(), st.sampled_from([1, 2])),
    st.builds(Qr, ANY_TEXT, st.integers(1, 20)),
    st.builds(Barcode, ANY_TEXT),
    st.builds(Feed, st.integers(0, 300)),
    st.just(Rule()),
    st.just(Cut()),
)  # fmt: skip


@given(st.lists(ELEMENTS, max_size=8), st.sampled_from([WIDE, NARROW]))
def test_whatever_the_texts_say_only_our_commands_come_out(
    elements: list[Element], encoder: EscposEncoder
) -> None:
    job = encode(*elements, encoder=encoder)
    for name, params in commands(job):
        assert name in OUR_COMMANDS
        if name == "text":
            assert all(byte >= 0x20 and byte != 0x7F for byte in params)
    for realtime in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        assert realtime not in job


@given(st.binary(max_size=200))
def test_picture_data_never_holds_a_realtime_command(raster: bytes) -> None:
    safe = without_realtime_commands(raster)
    assert len(safe) == len(raster)
    for realtime in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        assert realtime not in safe


def test_double_size_and_bold_are_switched_on_and_off() -> None:
    job = encode(Line("ИТОГ", bold=True, scale=2), Line("x"))
    on, off = bytes.fromhex("1d2111 1b4501"), bytes.fromhex("1d2100 1b4500")
    assert job == START + on + "ИТОГ\n".encode("cp866") + off + b"x\n"


@pytest.mark.parametrize(
    ("name", "columns"), [("escpos-80", 48), ("TM-T88V", 42), ("RP326", 42), ("POS-5890", 32)]
)
def test_rows_fill_the_paper_of_the_model(name: str, columns: int) -> None:
    job = encode(Rule(), Pair("Хлеб", "50,00"), encoder=EscposEncoder(printer_profile(name)))
    rows = job.removeprefix(START[:-1] + bytes([printer_profile(name).printer.codepage_number]))
    assert [len(row) for row in rows.split(b"\n")[:-1]] == [columns, columns]


def test_the_native_qr_code_has_level_m_and_its_data_whole() -> None:
    text = "t=20261123T1000&s=10.00&fn=9999078900004792&i=1&fp=2&n=1"
    job = encode(Qr(text, module_dots=5))
    size = len(text) + 3
    assert job == START + bytes.fromhex(
        "1b6101 1b4a14 1d286b0400 31413200 1d286b0300 314305 1d286b0300 314531"
    ) + b"\x1d(k" + bytes([size, 0]) + b"1P0" + text.encode() + bytes.fromhex(
        "1d286b0300315130 1b4a14 1b6100"
    )


def test_a_qr_code_is_made_smaller_rather_than_cut_by_the_edge_of_the_paper() -> None:
    text = "x" * 300
    modules = [
        p[-1]
        for n, p in commands(encode(Qr(text, 16), encoder=NARROW))
        if n == "GS (k" and p[2:4] == b"1C"
    ]
    assert modules[0] * (17 + 4 * 13) <= 384


def test_a_text_too_long_for_a_code_is_printed_as_text() -> None:
    job = encode(Qr("x" * 1001))
    assert b"\x1d(k" not in job
    assert job.count(b"x") == 1001


def test_ean13_has_its_digits_below_and_is_centred() -> None:
    job = encode(Barcode("4600051000057"))
    assert job == START + bytes.fromhex(
        "1b6101 1d6850 1d7703 1d6600 1d4802 1d6b02"
    ) + b"4600051000057\0" + bytes.fromhex("1b6100")


def test_what_is_no_ean13_is_printed_as_text() -> None:
    assert encode(Barcode("46\x1b@")).endswith(b"46@\n")


def test_the_cut_follows_the_profile() -> None:
    assert encode(Cut()) == START + bytes.fromhex("1b6404 1d5601")
    assert encode(Cut(), encoder=NARROW) == START + bytes.fromhex("1b6404")


def test_a_logo_is_a_centred_raster_within_its_limits() -> None:
    job = encode(Logo(png(Image.new("L", (1200, 900), 0))))
    found = [params for name, params in commands(job) if name == "GS v0"]
    assert len(found) == 1
    width_bytes, height = found[0][1] + 256 * found[0][2], found[0][3] + 256 * found[0][4]
    assert width_bytes * 8 <= 576
    assert height <= 200
    assert job.startswith(START + b"\x1ba\x01")


def test_a_logo_that_is_no_picture_leaves_the_receipt_whole(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        job = encode(Logo(b"not a picture"), Line("Чек"))
    assert job.endswith("Чек\n".encode("cp866"))
    assert "logo" in caplog.text


def test_a_grey_gradient_opens_no_drawer() -> None:
    job = encode(Logo(png(Image.linear_gradient("L").resize((576, 200)))))
    assert len(job) > 10_000
    for realtime in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        assert realtime not in job


def test_a_printer_without_qr_codes_gets_a_picture_that_reads_the_same() -> None:
    zxing = pytest.importorskip("zxingcpp")
    text = "t=20261123T1000&s=10.00&fn=9999078900004792&i=1&fp=2&n=1"
    encoder = EscposEncoder(printer_profile("POS-5890"))
    job = encode(Qr(text), encoder=encoder)
    params = next(params for name, params in commands(job) if name == "GS v0")
    width, height = (params[1] + 256 * params[2]) * 8, params[3] + 256 * params[4]
    picture = Image.frombytes("1", (width, height), bytes(b ^ 0xFF for b in params[5:]))
    assert width <= 384
    assert zxing.read_barcode(picture.convert("L")).text == text


def test_the_drawer_pulse_is_the_profiles() -> None:
    assert drawer_pulse(printer_profile("escpos-80")) == bytes.fromhex("1014010001")
    assert drawer_pulse(printer_profile("escpos-58")) == bytes.fromhex("1b700019fa")
    assert WIDE.drawer_pulse() == drawer_pulse(WIDE.profile)


def test_the_library_leaves_logging_alone() -> None:
    before = list(logging.getLogger().handlers)
    load_library()
    assert logging.getLogger().handlers == before


@pytest.mark.parametrize("cached", [b"", b"\x80\x02}q", b"no pickle"])
def test_a_cache_cut_short_by_a_power_cut_does_not_end_printing(
    cached: bytes, tmp_path: Path
) -> None:
    version = platform.python_version()
    (tmp_path / f"{version}.capabilities.pickle").write_bytes(cached)
    program = (
        "import sys, pathlib\n"
        "from pos_desktop.hardware.printers.escpos_bytes import load_library\n"
        "print(load_library(pathlib.Path(sys.argv[1])).Dummy().profile is not None)\n"
    )
    clean = {k: v for k, v in os.environ.items() if k != "ESCPOS_CAPABILITIES_PICKLE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False, env=clean,
    )  # fmt: skip
    assert done.stdout.strip() == "True", done.stderr


def test_the_simulated_printer_reads_what_was_meant() -> None:
    paper = EscposPrinterSimulator()
    paper.received(
        encode(
            Line("ООО «Ромашка»", "center", bold=True, scale=2),
            Pair("Хлеб №5", "50,00"),
            Qr("https://example.ru/чек"),
            Barcode("4600051000057"),
            Cut(),
        )
    )
    receipt = paper.receipts[0]
    assert 'ООО "Ромашка"' in receipt.text
    assert "Хлеб №5" in receipt.text


def profiles_agree(profile: PrinterProfile) -> bool:
    return profile.printer.columns * 12 <= profile.printer.dots


def test_font_a_fits_the_paper_of_each_80_mm_profile() -> None:
    assert all(profiles_agree(printer_profile(n)) for n in ("escpos-80", "TM-T20III", "XP-N160II"))
