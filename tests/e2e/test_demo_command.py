"""The program as its user starts it: a process of its own, no screen, the whole world on
loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pos_desktop.shipped import resource_path
from pos_desktop.simulators.escpos_printer import EscposPrinterSimulator

SECONDS = 110


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "POS_DESKTOP_KEYSTORE": "file",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, "-m", "pos_desktop", *arguments],
        env=environment, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip


def script(folder: Path, *lines: str) -> str:
    path = folder / "session.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_the_written_session_of_the_sample_shop_ends_well_and_its_books_are_whole(tmp_path):
    data = str(tmp_path / "shop")
    session = str(resource_path("sample", "session.txt"))
    played = run("demo", "--script", session, "--data", data, "--lang", "ru")
    assert played.returncode == 0, played.stderr
    checked = run("verify", "--data", data)
    assert checked.returncode == 0, checked.stdout
    assert "9  documents registered" in checked.stdout
    assert "9  print jobs done" in checked.stdout


def test_a_step_that_does_not_hold_ends_the_program_with_its_line(tmp_path):
    path = script(tmp_path, "scan 4601238051176", "expect total 1.00")
    played = run("demo", "--script", path, "--data", str(tmp_path / "shop"))
    assert played.returncode == 1
    assert "2" in played.stderr
    assert "62" in played.stderr


def test_a_real_printer_takes_the_place_of_the_virtual_one(tmp_path):
    printer = EscposPrinterSimulator().start()
    try:
        path = script(tmp_path, "scan 4601238051176", "pay cash 100.00", "wait printed")
        played = run(
            "demo", "--script", path, "--data", str(tmp_path / "shop"), "--lang", "en",
            "--printer", f"tcp://127.0.0.1:{printer.port},escpos-80",
        )  # fmt: skip
        assert played.returncode == 0, played.stderr
        [receipt] = printer.receipts
        assert "100,00" in receipt.text or "100.00" in receipt.text
        assert receipt.qr_payloads
    finally:
        printer.stop()


def test_the_shop_goes_on_where_it_ended(tmp_path):
    data = str(tmp_path / "shop")
    first = run("demo", "--data", data, "--script", script(tmp_path, "scan 4601238051176"))
    assert first.returncode == 0, first.stderr
    again = script(tmp_path, "expect lines 1", "pay card", "wait fiscalised", "wait synced")
    second = run("demo", "--data", data, "--script", again)
    assert second.returncode == 0, second.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("demo", "--script", "/nowhere/session.txt"), "/nowhere/session.txt"),
        (("demo", "--printer", "tcp:nonsense", "--script", os.devnull), "tcp:nonsense"),
        (("verify", "--data", "{empty}"), ""),
    ],
)
def test_what_cannot_be_done_is_said_in_words_and_ends_with_one(tmp_path, arguments, said):
    given = [str(tmp_path) if word == "{empty}" else word for word in arguments]
    ended = run(*given)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_help_names_every_command():
    helped = run("--help")
    assert helped.returncode == 0
    for command in ("demo", "verify", "recover", "cloud"):
        assert command in helped.stdout


def test_without_a_display_the_program_says_so_and_loses_nothing(tmp_path):
    environment = {
        name: value for name, value in os.environ.items()
        if name not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    }  # fmt: skip
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux may be without a display")
    ended = subprocess.run(
        [sys.executable, "-m", "pos_desktop", "--data", str(tmp_path)],
        env=environment, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert ended.returncode == 1
    assert "display.none" in ended.stderr
    assert "Traceback" not in ended.stderr
