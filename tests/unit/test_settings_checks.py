"""What settings can get wrong that their types do not tell, and what is said of it."""

from __future__ import annotations

import pytest

from pos_desktop.settings import DataDir, Printing, Sbp, Settings, SettingsError
from pos_desktop.settings.checks import checked_drawer, checked_sbp

RAIFFEISEN = Sbp(provider="raiffeisen", merchant_id="MA0000000552")
TBANK = Sbp(provider="tbank", terminal_key="1234567890DEMO")


@pytest.mark.parametrize(
    "sbp",
    [
        Sbp(),
        RAIFFEISEN,
        TBANK,
        Sbp(provider="raiffeisen", merchant_id="MA0000000552", account="40700000000000000000"),
        Sbp(static_payload="https://qr.nspk.ru/AS10003P3RH0LJ2A9ROO038L6NT5RU1M?type=01"),
        Sbp(provider="tbank", terminal_key="T", url="http://127.0.0.1:8080"),
    ],
)
def test_a_right_set_up_is_taken(sbp):
    assert checked_sbp(sbp) == sbp


@pytest.mark.parametrize(
    ("field", "sbp"),
    [
        ("merchant_id", Sbp(provider="raiffeisen")),
        ("merchant_id", Sbp(provider="raiffeisen", merchant_id="MA0000000552-2")),
        ("account", Sbp(provider="raiffeisen", merchant_id="MA0000000552", account="4070")),
        ("terminal_key", Sbp(provider="tbank")),
        ("terminal_key", Sbp(provider="tbank", terminal_key="x" * 65)),
        ("url", Sbp(provider="tbank", terminal_key="T", url="bank.example")),
        ("static_payload", Sbp(static_payload="qr.nspk.ru/AS1")),
        ("static_payload", Sbp(static_payload="https://qr.nspk.ru/" + "A" * 512)),
    ],
)
def test_a_wrong_field_is_named(field, sbp):
    with pytest.raises(SettingsError) as refused:
        checked_sbp(sbp)
    assert refused.value.values["key"] == f"sbp.{field}"


@pytest.mark.parametrize("length", [0, 2, 510])
def test_a_pulse_that_printers_can_make_is_taken(length):
    printing = Printing(drawer_on_ms=length, drawer_off_ms=length)
    assert checked_drawer(printing) == printing


@pytest.mark.parametrize(
    ("key", "printing"),
    [
        ("drawer_on_ms", Printing(drawer_on_ms=1)),
        ("drawer_on_ms", Printing(drawer_on_ms=-50)),
        ("drawer_off_ms", Printing(drawer_off_ms=511)),
    ],
)
def test_a_pulse_no_printer_can_make_is_named_with_what_is_allowed(key, printing):
    with pytest.raises(SettingsError) as refused:
        checked_drawer(printing)
    values = refused.value.values
    assert (values["key"], values["expected"]) == (f"printing.{key}", "2-510")


def test_an_unknown_bank_is_refused_with_those_there_are(tmp_path):
    data_dir = DataDir(tmp_path)
    data_dir.settings_file.write_text('[sbp]\nprovider = "sber"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        Settings.load(data_dir)
    assert refused.value.values["key"] == "sbp.provider"
    assert "'tbank'" in refused.value.values["expected"]
