"""What the command line says of what it cannot use: the thing, its value, what is allowed; exit
code 1, in both languages, and nothing is changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "POS_DESKTOP_KEYSTORE": "file",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, "-m", "pos_desktop", *arguments], env=environment, input=typed,
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def says(done: subprocess.CompletedProcess[str], lang: str, *words: str) -> None:
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    first = done.stderr.splitlines()[0]
    assert bool(CYRILLIC.search(first)) is (lang == "ru")
    for word in words:
        assert word in first


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--printer", "nowhere", ("nowhere", "tcp, serial, usb")),
        ("--scanner", "tcp://x", ("tcp://x", "tcp://HOST:PORT")),
        ("--scale", "tcp://127.0.0.1:1,abacus", ("abacus", "toledo-8217")),
        ("--terminal", "tcp://127.0.0.1:1,abacus", ("abacus", "zvt")),
        ("--operator", "nowhere", ("nowhere", "https://")),
        ("--cloud", "ftp://x", ("ftp://x", "https://")),
    ],
)
def test_a_real_part_that_cannot_be_is_named(tmp_path, lang, option, value, words):
    says(run("demo", option, value, "--data", str(tmp_path), "--lang", lang), lang, *words)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_settings_that_cannot_be_are_named_and_left_as_they_are(tmp_path, lang):
    settings = tmp_path / "settings.toml"
    settings.write_text('[payments]\ncash_rounding = "7"\n', encoding="utf-8")
    done = run("demo", "--data", str(tmp_path), "--lang", lang)
    says(done, lang, str(settings), "payments.cash_rounding", "'7'", "'country'")
    assert "7" in settings.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_journal_that_is_not_there_is_not_made(tmp_path, lang):
    folder = tmp_path / "nowhere"
    says(run("verify", "--data", str(folder), "--lang", lang), lang, str(folder))
    assert not folder.exists()


def test_a_command_speaks_the_language_of_its_register(tmp_path):
    (tmp_path / "settings.toml").write_text('language = "en"\n', encoding="utf-8")
    says(run("verify", "--data", str(tmp_path)), "en", str(tmp_path))
    says(run("verify", "--data", str(tmp_path), "--lang", "ru"), "ru", str(tmp_path))


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_key_of_a_profile_that_does_not_exist_is_named_with_those_there_are(tmp_path, lang):
    mine = tmp_path / "kassa.toml"
    mine.write_text('schema = 1\nkind = "scale"\ncolour = "red"\n', encoding="utf-8")
    done = run("profiles", "check", str(mine), "--data", str(tmp_path), "--lang", lang)
    says(done, lang, str(mine), "colour", "vendor")


def test_no_secret_at_all_does_not_wipe_out_the_one_that_was_kept(tmp_path):
    assert run("secret", "mail.password", "--data", str(tmp_path), typed="old\n").returncode == 0
    says(run("secret", "mail.password", "--data", str(tmp_path)), "ru", "mail.password")
    assert "old" in (tmp_path / "secrets.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_simulated_device_that_cannot_be_as_asked_is_not_started_sound(tmp_path, lang):
    file = tmp_path / "file"
    file.touch()
    done = run("simulate", "digi", "--fault", "tired", "--lang", lang, typed="quit\n")
    says(done, lang, "tired", "silent")
    done = run("simulate", "escpos-80", "--folder", str(file / "x"), "--lang", lang)
    says(done, lang, str(file))


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--port", "70000", ("127.0.0.1:70000",)),
        ("--time-zone", "Mars", ("Mars", "Europe/Moscow")),
        ("--database-url", "mysql://me:secret@here/shop", ("mysql", "postgresql://")),
    ],
)
def test_a_cloud_that_cannot_be_started_says_why(tmp_path, lang, option, value, words):
    done = run("cloud", option, value, "--data", str(tmp_path), "--lang", lang)
    says(done, lang, *words)
    assert "secret" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is told by POSIX")
def test_a_reader_who_has_read_enough_is_no_failure():
    listing = f"{sys.executable} -m pos_desktop profiles list | head -1"
    done = subprocess.run(
        listing, shell=True, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.startswith("printers")
    assert done.stderr == ""
