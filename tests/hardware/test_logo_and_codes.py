"""Pictures and codes on paper: a scanner reads them, a logo is kept by the printer, and no picture
ever opens the drawer."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from pos_desktop.hardware.printers.encoders import encoder_for
from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder, logo_key
from pos_desktop.hardware.printers.star_bytes import StarEncoder
from pos_desktop.hardware.profiles import printer_profile
from pos_desktop.receipts.document import Barcode, Cut, Document, Line, Logo, Qr
from pos_desktop.simulators.escpos_paper import PaperPrinter
from pos_desktop.simulators.star_line import StarPaperPrinter
from tests.hardware.test_printer_profiles import MODELS, paper

QR = "t=20261124T1436&s=917.66&fn=9999078900004792&i=12345&fp=1234567890&n=1"
EAN = "4607084120301"
EPSON = printer_profile("TM-T20III")


def codes_on(printed: PaperPrinter) -> dict[str, str]:
    picture = printed.render(margin_dots=24)
    return {code.format.name: code.text for code in zxingcpp.read_barcodes(picture)}


@pytest.mark.parametrize("model", MODELS)
def test_a_scanner_reads_the_qr_and_the_ean_of_a_receipt_from_its_paper(model: str) -> None:
    profile = printer_profile(model)
    printed = paper(profile)
    document = Document((Line("Чек"), Qr(QR), Barcode(EAN), Cut()), "ru")
    printed.feed(encoder_for(profile).encode(document))
    assert codes_on(printed) == {"QRCode": QR, "EAN13": EAN}


def gradient(width: int = 576, height: int = 180) -> bytes:
    picture = Image.linear_gradient("L").resize((width, height))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def shop_logo() -> bytes:
    picture = Image.new("L", (200, 80), 255)
    ImageDraw.Draw(picture).ellipse((10, 5, 190, 75), fill=0)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


@pytest.mark.parametrize("stored", [False, True])
def test_no_picture_holds_a_command_that_a_printer_obeys_inside_pictures(stored: bool) -> None:
    encoder = EscposEncoder(EPSON, stored_logo=stored)
    job = encoder.store_logo(gradient()) if stored else encoder.encode(
        Document((Logo(gradient()), Cut()), "ru")
    )  # fmt: skip
    assert len(job) > 10_000
    assert not any(command in job for command in REAL_TIME)
    printed = PaperPrinter()
    assert printed.feed(job) == []
    assert printed.drawer_pulses == 0


def test_a_logo_kept_in_the_printer_is_named_by_each_receipt_and_outlives_its_power() -> None:
    encoder = EscposEncoder(EPSON, stored_logo=True)
    printer = PaperPrinter()
    printer.feed(encoder.store_logo(shop_logo()))
    assert printer.pending.pictures == 1, "the person sees what was stored"
    printer.power_cycle()
    receipt = encoder.encode(Document((Logo(shop_logo()), Line("Чек"), Cut()), "ru"))
    assert len(receipt) < 200
    before = printer.item_count
    printer.feed(receipt)
    assert printer.receipts[0].pictures == 2
    plain = PaperPrinter()
    plain.feed(EscposEncoder(EPSON).encode(Document((Logo(shop_logo()), Line("Чек"), Cut()), "ru")))
    stored = [item for item in printer.items if getattr(item, "rows", None)][-1]
    sent = [item for item in plain.items if getattr(item, "rows", None)][-1]
    assert (stored.width, stored.height, stored.rows) == (sent.width, sent.height, sent.rows)
    assert printer.item_count > before
    assert printer.unknown == []


def test_another_picture_has_another_name_and_an_unknown_one_prints_nothing() -> None:
    assert logo_key(shop_logo()) != logo_key(gradient())
    printer = PaperPrinter()
    encoder = EscposEncoder(EPSON, stored_logo=True)
    printer.feed(encoder.store_logo(gradient()))
    printer.feed(encoder.encode(Document((Cut(),), "ru")))
    printer.feed(encoder.encode(Document((Logo(shop_logo()), Line("Чек"), Cut()), "ru")))
    assert printer.receipts[-1].pictures == 0
    assert printer.receipts[-1].text.strip() == "Чек"


def test_a_printer_without_a_memory_stores_nothing_and_gets_the_picture_each_time() -> None:
    encoder = EscposEncoder(printer_profile("RP326"), stored_logo=True)
    assert encoder.store_logo(shop_logo()) == b""
    printer = PaperPrinter()
    printer.feed(encoder.encode(Document((Logo(shop_logo()), Line("x"), Cut()), "ru")))
    assert printer.receipts[0].pictures == 1


def test_a_file_that_is_no_picture_is_not_stored() -> None:
    assert EscposEncoder(EPSON).store_logo(b"no picture") == b""


def test_a_star_printer_gets_its_own_bytes_and_none_of_the_others() -> None:
    profile = printer_profile("TSP650II")
    job = StarEncoder(profile).encode(
        Document((Line("Чек", bold=True, scale=2), Qr(QR), Barcode(EAN), Cut()), "ru")
    )
    assert job.startswith(b"\x1b@\x1b\x1dt\x0a")
    assert job.endswith(b"\x1bd\x03")
    assert b"\x1dV" not in job
    whole, pieces = (StarPaperPrinter(576, {0: "cp437", 10: "cp866"}) for _ in range(2))
    whole.feed(job)
    for byte in job:
        pieces.feed(bytes([byte]))
    assert whole.receipts[0].text == pieces.receipts[0].text == "Чек"
    assert codes_on(whole) == codes_on(pieces) == {"QRCode": QR, "EAN13": EAN}
