"""Profiles are read strictly; whatever is wrong is named with its file, its key and what is
allowed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_desktop.domain.barcode import has_right_check_digit
from pos_desktop.hardware.printers.escpos_bytes import EscposEncoder
from pos_desktop.hardware.profiles import (
    PrinterProfile,
    ProfileError,
    ScaleProfile,
    ScannerProfile,
    load,
    printer_profile,
    profile_ids,
    scale_profile,
    scanner_profile,
)
from pos_desktop.hardware.scales.protocols import SCALES
from pos_desktop.receipts.document import Barcode, Cut, Document, Line, Pair, Qr
from pos_desktop.shipped import profile_path

GOOD = profile_path("printers", "escpos-80.toml").read_text(encoding="utf-8")


def broken(tmp_path: Path, old: str, new: str) -> ProfileError:
    assert old in GOOD
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        load(PrinterProfile, path)
    assert caught.value.values["file"] == str(path)
    return caught.value


@pytest.mark.parametrize("profile_id", profile_ids("printers"))
def test_each_shipped_printer_loads_and_prints_a_receipt(profile_id: str) -> None:
    profile = printer_profile(profile_id)
    assert profile.id == profile_id
    assert has_right_check_digit("4600051000057")
    document = Document(
        (
            Line("Проверка: ЙЦУКЕН ёЁ№", "center", bold=True),
            Pair("Хлеб", "50,00"),
            Qr("t=20261123T1000&s=1.00"),
            Barcode("4600051000057"),
            Cut(),
        ),
        "ru",
    )
    job = EscposEncoder(profile).encode(document)
    assert job.startswith(b"\x1b@\x1c.\x1bt" + bytes([profile.printer.codepage_number]))
    assert "ЙЦУКЕН ёЁ№".encode(profile.printer.codepage) in job
    assert profile.printer.codepage_number == profile.printer.codepages.get(
        profile.printer.codepage, profile.printer.codepage_number
    )


def test_each_shipped_scale_speaks_a_protocol_there_is() -> None:
    for profile_id in profile_ids("scales"):
        assert scale_profile(profile_id).scale.protocol in SCALES


def test_each_shipped_scanner_loads() -> None:
    assert {scanner_profile(i).scanner.mode for i in profile_ids("scanners")} == {
        "serial", "wedge", "hid_pos",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["xp-q200", "XP-N160II", "atol rp-326"])
def test_a_profile_is_found_by_its_name_or_by_another_of_the_model(name: str) -> None:
    assert printer_profile(name).kind == "printer"


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(ProfileError) as caught:
        printer_profile("TM-T99")
    assert caught.value.code == "profile.not_found"
    assert "TM-T20III" in str(caught.value.values["allowed"])


def test_an_unknown_key_names_the_keys_there_are(tmp_path: Path) -> None:
    error = broken(tmp_path, "columns_a", "colums_a")
    assert error.code == "profile.unknown_key"
    assert error.values["key"] == "printer.colums_a"
    assert "printer.columns_a" in str(error.values["allowed"])


def test_a_value_that_is_no_choice_names_the_choices(tmp_path: Path) -> None:
    error = broken(tmp_path, 'cutter = "partial"', 'cutter = "guillotine"')
    assert error.code == "profile.bad_value"
    assert error.values["key"] == "printer.cutter"
    assert error.values["expected"] == "none, partial, full"


def test_a_choice_in_a_list_is_checked_too(tmp_path: Path) -> None:
    error = broken(tmp_path, '"tcp", "serial"', '"tcp", "bluetooth"')
    assert error.code == "profile.bad_value"
    assert error.values["expected"] == "tcp, serial, usb, file, spool, hid"


def test_a_number_outside_its_range_is_refused(tmp_path: Path) -> None:
    error = broken(tmp_path, "codepage_number = 17", "codepage_number = 300")
    assert error.values["key"] == "printer.codepage_number"
    assert "255" in str(error.values["expected"])


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    error = broken(tmp_path, "dots = 576\n", "")
    assert error.code == "profile.missing_key"
    assert error.values["key"] == "printer.dots"


def test_a_code_page_that_does_not_exist_is_found_before_the_first_receipt(tmp_path: Path) -> None:
    error = broken(tmp_path, 'codepage = "cp866"', 'codepage = "cp9999"')
    assert error.values["key"] == "printer.codepage"


PAGES = "cp866, cp1251, cp437, utf-8, …"


@pytest.mark.parametrize(
    ("good", "bad", "key", "expected"),
    [
        ("dots = 576", "dots = 5000", "printer.dots", "128-2048"),
        ("dots = 576", 'dots = "wide"', "printer.dots", "128-2048"),
        ("asb = true", 'asb = "yes"', "printer.asb", "true, false"),
        ("cp1251 = 46", "cp1251 = 300", "printer.codepages", "0-255"),
        ("cp1251 = 46", "cp9999 = 46", "printer.codepages.cp9999", PAGES),
        ('codepage = "cp866"', 'codepage = "utf-16"', "printer.codepage",
         PAGES),
        ('kinds = ["tcp", ', 'kinds = ["radio", ', "transport.kinds[0]",
         "tcp, serial, usb, file, spool, hid"),
        ("[transport]", '[match]\nusb = ["04B8:0E28"]\n[transport]', "match.usb[0]",
         '"04b8:0e28", …'),
        ("schema = 1", 'schema = 1\naliases = "mine"', "aliases", '["…", …]'),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_what_is_allowed(
    good: str, bad: str, key: str, expected: str, tmp_path: Path
) -> None:
    error = broken(tmp_path, good, bad)
    assert error.code == "profile.bad_value"
    assert (error.values["key"], error.values["expected"]) == (key, expected)


def test_an_unknown_key_in_one_of_several_lines_is_told_with_those_there_are(
    tmp_path: Path,
) -> None:
    also = "[[transport.also]]\nbaud = 4800\n[[transport.also]]\nboud = 4800\n[printer]"
    error = broken(tmp_path, "[printer]", also)
    assert error.code == "profile.unknown_key"
    assert error.values["key"] == "transport.also[1].boud"
    assert "transport.also[1].baud" in str(error.values["allowed"])


def test_the_id_is_the_name_of_the_file_and_nothing_else(tmp_path: Path) -> None:
    assert broken(tmp_path, "schema = 1", 'schema = 1\nid = "x"').code == "profile.unknown_key"


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    assert broken(tmp_path, "schema = 1", "schema = ").code == "profile.unreadable"


@pytest.mark.parametrize("wanted", [ScaleProfile, ScannerProfile])
def test_a_printer_is_no_other_kind_of_device(wanted: type, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(ProfileError):
        load(wanted, path)
