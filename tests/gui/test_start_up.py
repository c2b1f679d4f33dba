"""What a person waits for when the register starts: the picture first, everything else behind."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.bench import machine
from tests.bench.start import set_up


@pytest.fixture(scope="module")
def loaded_at_first_picture(tmp_path_factory):
    """Modules that a fresh process of the register has loaded when its window is painted."""
    folder = tmp_path_factory.mktemp("register")
    set_up(folder)
    command = [sys.executable, "-m", "tests.bench.start_register", str(folder)]
    done = subprocess.run(
        command, cwd=machine.ROOT, env=machine.environment(), capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1])["modules"])


@pytest.mark.parametrize("library", ["sqlalchemy", "httpx", "escpos", "pos_desktop.settings"])
def test_the_window_is_painted_before_what_takes_long_is_imported(library, loaded_at_first_picture):
    assert "PySide6.QtWidgets" in loaded_at_first_picture
    assert library not in loaded_at_first_picture
