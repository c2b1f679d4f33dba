"""What the settings say of paying by QR code, and what a wrong one is told."""

from __future__ import annotations

import pytest

from pos_desktop.app.sbp import checked_sbp
from pos_desktop.settings import DataDir, Sbp, Settings, SettingsError

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


def test_an_unknown_bank_is_refused_with_those_there_are(tmp_path):
    data_dir = DataDir(tmp_path)
    data_dir.settings_file.write_text('[sbp]\nprovider = "sber"\n', encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        Settings.load(data_dir)
    assert refused.value.values["key"] == "sbp.provider"
    assert "'tbank'" in refused.value.values["expected"]
