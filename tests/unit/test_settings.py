"""Settings, endpoints and the data folder: what a shop's installer meets."""

from __future__ import annotations

import os
import stat
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_desktop.settings import (
    DataDir,
    Device,
    Endpoint,
    Organisation,
    ReceiptTexts,
    Register,
    Settings,
    SettingsError,
)
from pos_desktop.shipped import profile_path, resource_path

ENDPOINTS = [
    ("tcp://127.0.0.1:9100,TM-T20III", Endpoint("tcp", "127.0.0.1:9100", "TM-T20III")),
    ("tcp:printer.shop:9100", Endpoint("tcp", "printer.shop:9100")),
    ("tcp://[::1]:9100", Endpoint("tcp", "[::1]:9100")),
    ("serial:/dev/ttyUSB0, toledo", Endpoint("serial", "/dev/ttyUSB0", "toledo")),
    ("serial:COM3", Endpoint("serial", "COM3")),
    ("serial:COM3@19200-8E1,massa-tb", Endpoint("serial", "COM3", "massa-tb", "19200-8E1")),
    ("serial:COM3@fast", Endpoint("serial", "COM3@fast")),
    ("usb:04B8:0E28", Endpoint("usb", "04b8:0e28")),
    ("file:/dev/usb/lp0", Endpoint("file", "/dev/usb/lp0")),
    ("spool:Receipt printer", Endpoint("spool", "Receipt printer")),
]


@pytest.mark.parametrize(("text", "endpoint"), ENDPOINTS)
def test_an_endpoint_is_read_and_written_back(text, endpoint):
    assert Endpoint.parse(text) == endpoint
    assert Endpoint.parse(str(endpoint)) == endpoint


@pytest.mark.parametrize("text", ["", "9100", "http://x:1", "bluetooth:AA", "tcp"])
def test_an_unknown_kind_of_endpoint_names_the_kinds_there_are(text):
    with pytest.raises(SettingsError) as caught:
        Endpoint.parse(text)
    assert caught.value.code == "endpoint.kind"
    assert caught.value.values == {
        "given": text,
        "allowed": "tcp, serial, usb, file, spool, hid, command",
    }


@pytest.mark.parametrize(
    "text",
    [
        *("tcp://printer", "tcp://:9100", "tcp://h:0", "tcp://h:65536", "tcp://h:٣"),
        *("usb:04b8", "usb:4b8:0e28", "usb:04b8:0e2x", "spool:", "serial:", "file: ,profile"),
    ],
)
def test_a_bad_address_shows_the_form_it_should_have(text):
    with pytest.raises(SettingsError) as caught:
        Endpoint.parse(text)
    assert caught.value.code == "endpoint.address"
    assert caught.value.values["form"].startswith(text.partition(":")[0] + ":")


def test_an_endpoint_tells_host_port_and_usb_identifiers():
    assert Endpoint.parse("tcp://[::1]:9100").host_and_port == ("::1", 9100)
    assert Endpoint.parse("usb:04b8:0E28").vendor_and_product == (0x04B8, 0x0E28)


def test_the_profile_of_a_device_wins_over_the_one_in_its_endpoint():
    assert Device("tcp://h:1,a", "b").parsed() == Endpoint("tcp", "h:1", "b")
    assert Device("tcp://h:1,a").parsed() == Endpoint("tcp", "h:1", "a")
    assert Device().parsed() is None


def test_a_new_register_has_defaults_and_knows_it_is_new(tmp_path):
    settings = Settings.load(DataDir(tmp_path))
    assert settings == Settings()
    assert settings.is_first_run
    assert (settings.language, settings.country) == ("ru", "ru")


def test_settings_come_back_as_they_were_saved(tmp_path):
    data_dir = DataDir(tmp_path / "shop")
    saved = Settings(
        language="en",
        organisation=Organisation(name='ООО "Лавка"\\', inn="7802145638", tax_system="osn"),
        register=Register("0190f7a1", 2, "Касса 2"),
        printer=Device("tcp://127.0.0.1:9100", "TM-T20III"),
        receipt=ReceiptTexts(header=("Добро пожаловать", "= line ="), footer=("Спасибо\u007f",)),
    )
    saved.save(data_dir)
    replace(saved, idle_lock_minutes=3).save(data_dir)
    assert Settings.load(data_dir) == replace(saved, idle_lock_minutes=3)
    assert sorted(p.name for p in data_dir.root.iterdir()) == ["settings.toml"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(name=TEXT, lines=st.lists(TEXT, max_size=3))
def test_any_text_survives_the_settings_file(tmp_path_factory, name, lines):
    data_dir = DataDir(tmp_path_factory.mktemp("any"))
    settings = Settings(organisation=Organisation(name=name), receipt=ReceiptTexts(tuple(lines)))
    settings.save(data_dir)
    assert Settings.load(data_dir) == settings


@pytest.mark.parametrize(
    ("toml", "key", "allowed"),
    [
        ("langauge = 'ru'", "langauge", "language"),
        ("[organisation]\nin = '1'", "organisation.in", "organisation.inn"),
    ],
)
def test_an_unknown_key_names_file_key_and_what_is_allowed(tmp_path, toml, key, allowed):
    data_dir = DataDir(tmp_path)
    data_dir.settings_file.write_text(toml, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Settings.load(data_dir)
    assert caught.value.code == "settings.unknown_key"
    assert caught.value.values["file"] == str(data_dir.settings_file)
    assert caught.value.values["key"] == key
    assert allowed in caught.value.values["allowed"].split(", ")


@pytest.mark.parametrize(
    ("toml", "key"),
    [
        ("theme = 'pink'", "theme"),
        ("idle_lock_minutes = true", "idle_lock_minutes"),
        ("printer = 'tcp://x:1'", "printer"),
        ("[receipt]\nheader = 'one line'", "receipt.header"),
        ("[register]\nnumber = 1.5", "register.number"),
    ],
)
def test_a_value_of_the_wrong_kind_names_its_key(tmp_path, toml, key):
    data_dir = DataDir(tmp_path)
    data_dir.settings_file.write_text(toml, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        Settings.load(data_dir)
    assert caught.value.code == "settings.bad_value"
    assert caught.value.values["key"] == key


def test_a_broken_settings_file_is_reported_and_left_alone(tmp_path):
    data_dir = DataDir(tmp_path)
    data_dir.settings_file.write_text("language = ", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"settings\.unreadable"):
        Settings.load(data_dir)
    assert data_dir.settings_file.read_text(encoding="utf-8") == "language = "


@pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")
def test_nobody_else_can_read_the_data_folder(tmp_path):
    (tmp_path / "shop").mkdir(mode=0o755)
    data_dir = DataDir(tmp_path / "shop")
    Settings().save(data_dir)
    assert stat.S_IMODE(data_dir.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(data_dir.folder("logs").stat().st_mode) == 0o700
    assert stat.S_IMODE(data_dir.settings_file.stat().st_mode) == 0o600


def test_a_data_folder_that_cannot_be_made_is_reported_with_its_path(tmp_path):
    (tmp_path / "occupied").write_text("a file")
    with pytest.raises(SettingsError) as caught:
        DataDir(tmp_path / "occupied" / "shop")
    assert caught.value.code == "settings.data_dir"


def test_shipped_files_are_found():
    assert resource_path("translations", "ru", "common.toml").is_file()
    assert profile_path().name == "hardware_profiles"
