"""The demo's world: real ports on loopback, real parts in place of toys, a cloud that never
outlives it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import fields
from urllib.parse import urlsplit

import pytest

from pos_desktop.demo import WorldOptions, start_training, start_world
from pos_desktop.demo.cloud_process import cloud_is_installed
from pos_desktop.demo.goods import MILK_GTIN, marked_code
from pos_desktop.domain.barcode import CodeKind, understand
from pos_desktop.settings import (
    DataDir,
    Device,
    Endpoint,
    LabelPrinter,
    Register,
    SecondPrinter,
    Settings,
    SettingsError,
    Terminal,
)

NO_CLOUD = {"cloud": "http://127.0.0.1:9"}


@pytest.fixture
def opened(tmp_path):
    """Start worlds that end with the test; no cloud unless asked for: it takes seconds."""
    worlds = []

    def start(real=NO_CLOUD, lang="ru"):
        world, settings = start_world(WorldOptions(lang=lang, real=real), DataDir(tmp_path))
        worlds.append(world)
        return world, settings

    yield start
    for world in worlds:
        world.stop()


def until(holds, seconds=20.0):
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        pause.wait(0.02)


def reaches(address):
    try:
        socket.create_connection(address, 2.0).close()
    except OSError:
        return False
    return True


def status_of(url):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5.0)
    try:
        connection.request("GET", parts.path or "/")
        return connection.getresponse().status
    finally:
        connection.close()


def place(url):
    parts = urlsplit(url)
    return parts.hostname, parts.port


def test_every_device_answers_where_the_settings_say(opened):
    _, settings = opened()
    for device in (
        settings.printer, settings.label_printer, settings.scanner, settings.scale,
        settings.customer_display, settings.terminal,
    ):  # fmt: skip
        endpoint = Endpoint.parse(device.endpoint)
        assert endpoint.kind == "tcp"
        assert reaches(endpoint.host_and_port)


def test_a_register_keeps_its_id_over_runs_of_the_demo(opened, tmp_path):
    world, first = opened()
    world.stop()
    _, second = opened()
    assert first.register.register_id == second.register.register_id != ""
    assert Settings.load(DataDir(tmp_path)) == second


def test_a_real_part_takes_the_place_of_the_toy(opened):
    world, settings = opened({**NO_CLOUD, "printer": "tcp://192.0.2.7:9100,TM-T20III"})
    assert not world.has("printer")
    assert world.has("scale")
    assert settings.printer.endpoint == "tcp://192.0.2.7:9100,TM-T20III"
    assert world.state().paper_percent is None


def test_an_endpoint_that_cannot_be_read_starts_nothing(tmp_path):
    with pytest.raises(SettingsError) as caught:
        start_world(WorldOptions(real={"scale": "tcp://"}), DataDir(tmp_path))
    assert caught.value.code == "endpoint.address"
    assert not any(t.name.startswith("demo-") for t in threading.enumerate())


def test_with_the_network_off_the_operator_cannot_be_reached_and_then_again_it_can(opened):
    world, settings = opened()
    address = place(settings.operator.url)
    assert reaches(address)
    world.set_network(False)
    until(world.settled)
    assert not reaches(address)
    world.set_network(True)
    until(world.settled)
    assert reaches(address)


def test_an_operator_that_is_down_stays_down_when_the_network_comes_back(opened):
    world, settings = opened()
    world.set_operator("down")
    world.set_network(False)
    world.set_network(True)
    until(world.settled)
    assert world.state().operator == "down"
    assert not reaches(place(settings.operator.url))


def test_paper_that_was_taken_out_is_there_again_after_a_new_roll(opened):
    world, _ = opened()
    world.set_printer("paper-out")
    until(world.settled)
    assert world.state().printer == "paper-out"
    world.new_roll()
    until(world.settled)
    assert (world.state().printer, world.state().paper_percent) == ("ok", 100)


def test_what_was_printed_becomes_a_picture_for_who_listens(opened):
    world, settings = opened()
    world.listen(lambda: None)
    address = Endpoint.parse(settings.printer.endpoint).host_and_port
    with socket.create_connection(address, 5.0) as printer:
        printer.sendall(b"\x1b@Hello\n\x1dV\x42\x00")
        until(lambda: world.printed_count() == 1)
    assert world.printed_png(0).startswith(b"\x89PNG")


def test_a_price_tag_becomes_a_picture_too(opened):
    world, settings = opened()
    world.listen(lambda: None)
    address = Endpoint.parse(settings.label_printer.endpoint).host_and_port
    with socket.create_connection(address, 5.0) as printer:
        printer.sendall(b'SIZE 43 mm,25 mm\r\nCLS\r\nTEXT 8,8,"3",0,1,1,"Milk"\r\nPRINT 1\r\n')
        until(lambda: world.printed_count() == 1)
    assert world.printed_png(0).startswith(b"\x89PNG")


def test_what_the_customers_display_shows_is_told_to_who_listens(opened):
    world, settings = opened()
    told = threading.Event()
    world.listen(told.set)
    address = Endpoint.parse(settings.customer_display.endpoint).host_and_port
    with socket.create_connection(address, 5.0) as display:
        display.sendall(b"\x1bQAHello\r\x1bQB62.50\r")
        until(lambda: world.state().display == ("Hello".ljust(20), "62.50".ljust(20)))
    assert told.is_set()
    assert world.has("display")


def asked_for_a_card(register):
    """A register pays 12.55 by ZVT; nothing of its answers is checked here."""
    register.sendall(bytes.fromhex("0600 08 000000 02 0643 03 00"))
    register.recv(3)
    register.sendall(b"\x80\x00\x00")
    register.recv(200)
    register.sendall(bytes.fromhex("0601 07 04 000000001255"))


def test_a_card_that_is_asked_for_can_be_shown(tmp_path):
    options = WorldOptions(real=NO_CLOUD, cards_wait=True)
    world, settings = start_world(options, DataDir(tmp_path))
    try:
        address = Endpoint.parse(settings.terminal.endpoint).host_and_port
        with socket.create_connection(address, 5.0) as register:
            asked_for_a_card(register)
            until(lambda: world.state().card_minor == 1255)
            world.show_card()
            until(lambda: world.state().card_minor == 0)
    finally:
        world.stop()


def test_a_scan_without_a_register_says_that_nobody_heard_it(opened):
    world, _ = opened()
    assert world.scan("4607084120301") is False


def test_no_package_of_marked_goods_is_offered_twice(opened):
    world, _ = opened()
    codes = [next(i.code for i in world.scan_items() if i.kind == "marked") for _ in range(50)]
    assert len(set(codes)) == 50


def test_the_marked_code_is_one_the_register_reads_as_that_product():
    code = marked_code(MILK_GTIN, 7)
    assert re.fullmatch(r"01\d{14}21[A-Z0-9]{6}\x1d93.{4}", code)
    scanned = understand(code)
    assert (scanned.kind, scanned.marking) == (CodeKind.GS1, code)
    assert MILK_GTIN.endswith(scanned.lookup)


def test_names_on_the_scanners_list_follow_the_language(opened):
    from pos_desktop import i18n

    world, _ = opened()
    i18n.set_language("en")
    names = [item.name for item in world.scan_items()]
    assert "Crumpled barcode" in names
    assert "Carrier bag" in names


@pytest.mark.skipif(not cloud_is_installed(), reason="the extra [cloud] is not installed")
def test_the_cloud_starts_beside_gives_fresh_links_and_ends_with_the_demo(opened):
    world, settings = opened({})
    until(lambda: world.owner_url() != "", 40.0)
    until(lambda: (link := world.owner_url()) != "" and status_of(link) in (200, 302, 303))
    until(world.settled)
    assert status_of(settings.cloud.url + "/login") == 200
    world.set_cloud("down")
    until(world.settled)
    assert not reaches(place(settings.cloud.url))
    world.stop()
    assert world.owner_url() == ""


@pytest.mark.skipif(not cloud_is_installed(), reason="the extra [cloud] is not installed")
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_the_cloud_ends_when_the_demo_is_killed(tmp_path):
    program = (
        "import sys, threading\n"
        "from pos_desktop.demo import WorldOptions, start_world\n"
        "from pos_desktop.settings import DataDir\n"
        "world, _ = start_world(WorldOptions(), DataDir(sys.argv[1]))\n"
        "while not (url := world.owner_url()): threading.Event().wait(0.05)\n"
        "print(url, flush=True)\n"
        "threading.Event().wait(60)\n"
    )
    demo = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    address = place(demo.stdout.readline().strip())
    assert reaches(address)
    demo.send_signal(signal.SIGKILL)
    demo.wait(10.0)
    demo.stdout.close()
    until(lambda: not reaches(address))


def test_a_training_reaches_no_device_of_the_shop(tmp_path, monkeypatch):
    monkeypatch.setenv("POS_DESKTOP_KEYSTORE", "file")
    shop = DataDir(tmp_path)
    real = "tcp://192.0.2.7:9100,escpos-80"
    Settings(
        register=Register("0192f0c1-0000-7000-8000-000000000001", 1, "Касса 1"),
        printer=Device(real),
        scale=Device("serial:/dev/ttyUSB0"),
        scanner=Device("serial:/dev/ttyUSB1"),
        customer_display=Device("serial:/dev/ttyUSB2"),
        label_printer=LabelPrinter(real),
        second_printer=SecondPrinter(real),
        terminal=Terminal("tcp://192.0.2.8:20007"),
    ).save(shop)
    world, settings, _ = start_training(shop, "ru")
    try:
        devices = {
            field.name: value.endpoint
            for field in fields(settings)
            if isinstance(value := getattr(settings, field.name), Device)
        }
        assert all(
            endpoint == "" or endpoint.startswith("tcp://127.0.0.1:")
            for endpoint in devices.values()
        )
        assert devices["customer_display"]
    finally:
        world.stop()
