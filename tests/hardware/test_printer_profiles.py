"""Every shipped printer model prints a receipt and the check page of the equipment wizard, on a
simulated printer that has the model's width, language and table of code pages."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

import pytest

from pos_desktop.domain.fiscal import Seller
from pos_desktop.fiscal.country import load_country
from pos_desktop.hardware.printers.encoders import encoder_for
from pos_desktop.hardware.printers.paper import paper_of
from pos_desktop.hardware.profiles import PrinterProfile, adjusted, printer_profile, profile_ids
from pos_desktop.receipts.printer_page import (
    PROBE,
    SAMPLE_BARCODE,
    SAMPLE_QR,
    PrinterPage,
    printer_page,
)
from pos_desktop.receipts.sale_receipt import ReceiptStyle, SaleReceipt, sale_receipt
from pos_desktop.settings import Printing
from pos_desktop.shipped import resource_path
from pos_desktop.simulators.escpos_paper import PaperPrinter
from pos_desktop.simulators.star_line import StarPaperPrinter
from tests.journal_samples import sample_sale

MODELS = [i for i in profile_ids("printers") if not printer_profile(i).label_only]
LIBRARY: dict[str, Any] = json.loads(
    files("escpos").joinpath("capabilities.json").read_text(encoding="utf-8")
)["profiles"]
"""python-escpos' database of printers."""


def claimed(profile: PrinterProfile) -> str:
    """The model of the database that a profile's figures are said to be of, "" for none."""
    found = re.search(r"escpos-printer-db ([\w-]+)", profile.source)
    return found[1] if found and found[1] in LIBRARY else ""


CLAIMING = [i for i in MODELS if claimed(printer_profile(i))]


def library_tables() -> dict[str, dict[int, str]]:
    """The code pages of each model as the database has them."""
    tables: dict[str, dict[int, str]] = {}
    for name, model in LIBRARY.items():
        pages = {int(number): page.lower() for number, page in model["codePages"].items()}
        tables[name] = {n: page for n, page in pages.items() if _is_codec(page)}
    return tables


def _is_codec(name: str) -> bool:
    try:
        return bool("a".encode(name))
    except LookupError:
        return False


TABLES = library_tables()


def table_of(profile: PrinterProfile) -> dict[int, str]:
    """The library's table where it knows the model, else the pages that the profile documents."""
    known = TABLES.get(claimed(profile) or profile.id)
    if known and profile.printer.codepage_number in known:
        return {0: "cp437", **known}
    return {0: "cp437", **{n: page for page, n in profile.printer.codepages.items()}}


def paper(profile: PrinterProfile) -> PaperPrinter:
    printer, table = profile.printer, table_of(profile)
    if printer.language == "star":
        return StarPaperPrinter(printer.dots, table)
    return PaperPrinter(printer.dots, table, starts_in_kanji=printer.kanji_off)


def receipt() -> SaleReceipt:
    country = load_country(resource_path("countries", "ru.toml"))
    seller = Seller("ООО «Ромашка»", "7701234567", "Москва", "Магазин на Лесной", "osn", "")
    return SaleReceipt(
        sample_sale(1),
        1_764_000_000_000_000,
        seller,
        ReceiptStyle("ru", "Касса 2", "nalog.gov.ru"),
        country.vat,
    )


def test_at_least_thirty_models_of_escpos_printers_are_shipped() -> None:
    escpos = [i for i in MODELS if printer_profile(i).printer.language == "escpos"]
    assert len(escpos) >= 30


@pytest.mark.parametrize("model", CLAIMING)
def test_figures_said_to_be_of_the_database_are_those_of_the_database(model: str) -> None:
    profile = printer_profile(model)
    printer, known = profile.printer, LIBRARY[claimed(profile)]
    pages = {n: page.lower() for n, page in known["codePages"].items()}
    for codec, number in {printer.codepage: printer.codepage_number, **printer.codepages}.items():
        assert pages[str(number)] == codec
    dots = known["media"]["width"].get("pixels")
    if isinstance(dots, int):
        assert printer.dots == dots
        columns = [font["columns"] for font in known["fonts"].values()]
        if columns[0] > 20:  # the database has the widths of the cells for one model
            assert [printer.columns_a, printer.columns_b][: len(columns)] == columns[:2]
    features = known["features"]
    assert printer.language == ("star" if features["starCommands"] else "escpos")
    assert printer.cutter == "none" or features["paperPartCut"]
    assert printer.qr == "raster" or features["qrCode"]


def test_most_models_have_their_figures_from_the_database() -> None:
    assert len(CLAIMING) >= 20


@pytest.mark.parametrize("model", MODELS)
def test_each_model_prints_a_receipt_in_its_own_code_page(model: str) -> None:
    profile = printer_profile(model)
    printed = paper(profile)
    document = sale_receipt(receipt())
    printed.feed(encoder_for(profile).encode(document))
    [text] = [r.text for r in printed.receipts] or [printed.pending.text]
    assert 'ООО "РОМАШКА"' in text
    assert "КАССОВЫЙ ЧЕК" in text
    assert "ИТОГО" in text
    assert all(len(row) <= profile.printer.columns for row in text.splitlines())
    assert printed.unknown == []
    assert printed.refused == []


@pytest.mark.parametrize("model", MODELS)
def test_each_model_prints_the_check_page_and_one_row_of_it_reads_well(model: str) -> None:
    profile = printer_profile(model)
    settings = profile.printer
    printed = paper(profile)
    own = (settings.codepage_number, settings.codepage)
    page = PrinterPage(
        "ru", f"{profile.vendor} {profile.model}", settings.columns, when="24.11.2026 14:36",
        candidates=(own, (255, "cp866")),
    )  # fmt: skip
    printed.feed(encoder_for(profile).encode(printer_page(page)))
    [done] = printed.receipts or [printed.pending]
    rows = done.text.splitlines()
    assert f"{own[0]:>3} {own[1].upper():<6} {PROBE}"[: settings.columns] in rows
    ruler = ("1234567890" * 10)[: settings.columns]
    assert ruler in rows
    assert rows[rows.index(ruler) + 1] == "-" * settings.columns, "the ruler fills one row exactly"
    assert done.barcodes[0].data == SAMPLE_BARCODE
    if settings.qr == "native":
        assert done.qr_payloads == (SAMPLE_QR,)
    else:
        assert done.pictures == 1
    assert settings.cutter in (done.cut, "none")


def test_the_check_page_tells_the_eight_usual_places_of_cyrillic_letters_apart() -> None:
    profile = printer_profile("TM-T20II")
    printed = paper(profile)
    page = PrinterPage("ru", "TM-T20II", profile.printer.columns)
    printed.feed(encoder_for(profile).encode(printer_page(page)))
    [done] = printed.receipts
    rows = [row for row in done.text.splitlines() if " CP" in row]
    assert [row.split()[0] for row in rows] == ["17", "7", "59", "37", "46", "6", "23", "73"]
    assert [row.split()[0] for row in rows if PROBE in row] == ["17", "46"]


def test_the_shops_own_page_width_and_knife_win_over_the_profile() -> None:
    profile = printer_profile("XP-N160II")
    mine = adjusted(profile, Printing(codepage="cp1251", codepage_number=23, columns=32, cut=False))
    assert (mine.printer.codepage, mine.printer.codepage_number) == ("cp1251", 23)
    assert (mine.printer.columns, mine.printer.dots, mine.printer.cutter) == (32, 384, "none")
    assert adjusted(profile, Printing()) is profile
    assert paper_of(mine) != paper_of(profile)


def test_printers_of_the_same_paper_take_each_others_bytes() -> None:
    assert paper_of(printer_profile("TM-T20III")) == paper_of(printer_profile("TM-T20II"))
    assert paper_of(printer_profile("TM-T20III")) != paper_of(printer_profile("RP326"))
