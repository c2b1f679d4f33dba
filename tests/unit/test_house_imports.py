"""Who may import whom: the contracts of pyproject.toml hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_import_keeps_the_contracts():
    lint = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"
    command = [sys.executable, "-c", lint]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_answers_without_loading_anything_heavy():
    probe = "import sys, pos_desktop.i18n as i; i.t('common.language_name'); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    heavy = {"PySide6", "sqlalchemy", "httpx", "escpos", "babel", "keyring", "msgspec"}
    assert not loaded & heavy
