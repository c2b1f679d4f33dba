"""Keeping a secret from the command line."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pos_desktop.keystore import Keystore
from pos_desktop.settings import DataDir


def run(folder, name: str, secret: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pos_desktop", "secret", name, "--data", str(folder)],
        input=secret, capture_output=True, text=True, timeout=60, check=False, env=dict(os.environ),
    )  # fmt: skip


def test_a_secret_comes_through_a_pipe_and_where_it_lies_is_said_aloud(tmp_path):
    done = run(tmp_path, "mail.password", "s e c r e t\n")
    assert done.returncode == 0, done.stderr
    assert Keystore(DataDir(tmp_path)).get("mail.password") == "s e c r e t"
    assert "secrets.toml" in done.stderr
    assert "s e c r e t" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["staff.pepper", "cloud.token"])
def test_secrets_that_are_no_persons_business_are_not_taken(tmp_path, name):
    assert run(tmp_path, name, "x\n").returncode == 2
